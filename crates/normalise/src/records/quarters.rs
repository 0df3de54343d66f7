//! Which quarters a document counts: those of the calendar year, or of a financial year.

use tablemend_dates::{Context, Quarters};
use tablemend_model::{Document, Table};

/// What the document shows of its quarters: the months or days beside them, else its words for financial years, else the
/// words of its country.
pub(super) fn of(document: &Document) -> Quarters {
    if !texts(document).any(|text| quarter(text).is_some()) {
        return Quarters::Unsaid;
    }
    let (mut calendar, mut financial) = (false, false);
    let mut count = |votes: (bool, bool)| {
        calendar |= votes.0;
        financial |= votes.1;
    };
    for text in texts(document) {
        count(by_months(text));
    }
    for table in document.tables() {
        (0..table.row_count()).for_each(|row| count(by_days(table, row)));
    }
    match (calendar, financial) {
        (true, false) => return Quarters::Calendar,
        (false, true) => return Quarters::Financial,
        _ => {}
    }
    if texts(document).any(|text| names_financial_year(text) || is_british(text)) {
        return Quarters::Financial;
    }
    Quarters::Unsaid
}

/// All texts of a document.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let cells = document.tables().flat_map(|t| t.cells().iter().map(|c| c.text.as_str()));
    document.blocks.iter().filter_map(|block| block.text().map(|t| t.as_str())).chain(cells)
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first quarter that a text names (`Q3`, `quarter 3`): its number, and where in the text it ends.
fn quarter(text: &str) -> Option<(u8, usize)> {
    let bytes = text.as_bytes();
    let number = |at: usize| {
        let digit = bytes.get(at).copied().filter(|b| (b'1'..=b'4').contains(b))?;
        let is_end = bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
        is_end.then_some((digit - b'0', at + 1))
    };
    let begins = |at: usize| {
        at == 0 || bytes.get(at - 1).is_some_and(|b| b.is_ascii() && !b.is_ascii_alphanumeric())
    };
    (0..bytes.len()).filter(|at| begins(*at)).find_map(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.first() {
            Some(b'Q' | b'q') if rest.len() >= 7 && rest[..7].eq_ignore_ascii_case(b"quarter") => {
                number(at + 8)
            }
            Some(b'Q' | b'q') => number(at + 1),
            _ => None,
        }
    })
}

/// The first month of a quarter of the calendar year and of the financial year.
fn first_months(quarter: u8) -> (i8, i8) {
    let calendar = (quarter as i8 - 1) * 3 + 1;
    (calendar, if quarter == 4 { 1 } else { calendar + 3 })
}

/// What months say right behind a quarter: `Q3 (July to September)`, `Q3: Oct–Dec`.
fn by_months(text: &str) -> (bool, bool) {
    const NEAR: usize = 3;
    let Some((n, end)) = quarter(text) else { return (false, false) };
    let behind = words(text.get(end..).unwrap_or_default());
    let months: Vec<i8> = behind.iter().take(NEAR).filter_map(|w| month(w)).collect();
    let (calendar, financial) = first_months(n);
    match months.first() {
        Some(first) => (*first == calendar, *first == financial),
        None => (false, false),
    }
}

/// The month that a word names, in full or by its first three letters.
fn month(word: &str) -> Option<i8> {
    if word.len() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let named = tablemend_model::languages::MONTHS.iter().position(|name| {
        let name = name.to_lowercase();
        name == word || word.len() <= 4 && name.starts_with(word)
    });
    named.and_then(|n| i8::try_from(n + 1).ok()).or_else(|| tablemend_model::languages::month(word))
}

/// What the day in a cell of its own says beside a cell that is a quarter and its year: `2026-Q3 | 2026-07-01`. It counts
/// where it is the first day or the last of one of the two.
fn by_days(table: &Table, row: u32) -> (bool, bool) {
    let cells = || table.row_cells(row).filter(|c| c.row() == row).map(|c| c.text.as_str());
    let is_short = |text: &&str| text.len() <= 12 && text.bytes().any(|b| b.is_ascii_digit());
    let mut quarters = cells().filter(is_short).filter_map(|t| Some((quarter(t)?.0, t)));
    let (Some((n, text)), None) = (quarters.next(), quarters.next()) else { return (false, false) };
    let year = words(text).iter().find_map(|w| w.parse::<i16>().ok().filter(|y| *y > 1900));
    let Some(year) = year else { return (false, false) };
    let day = |text: &str| {
        let date = tablemend_dates::only(text, &Context::default())?;
        (date.start.is_some() && date.start == date.end).then_some(date.start).flatten()
    };
    let (calendar, financial) = first_months(n);
    let later = if n == 4 { year.saturating_add(1) } else { year };
    let is_edge = |first: i8, year: i16, day: tablemend_model::Date| {
        let is_first = day.day() == 1 && day.month() == first;
        let is_last = day.month() == first + 2 && day.day() >= 30;
        day.year() == year && (is_first || is_last)
    };
    let mut votes = (false, false);
    for day in cells().filter_map(day) {
        votes.0 |= is_edge(calendar, year, day);
        votes.1 |= is_edge(financial, later, day);
    }
    votes
}

/// Whether a text speaks of financial years, or has one with both its years: `2025/26`, `FY26`.
fn names_financial_year(text: &str) -> bool {
    let words = words(text);
    let is_year = |w: &str| matches!(w, "fy" | "financial" | "fiscal");
    let spoken = words.windows(2).any(|w| {
        is_year(&w[0]) && (matches!(w[1].as_str(), "year" | "years") || w[1].parse::<u16>().is_ok())
    });
    let is_fy = |w: &String| {
        let rest = w.strip_prefix("fy").unwrap_or_default();
        rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_digit())
    };
    let is_pair = |at: usize| {
        let pair = text.get(at.checked_sub(4)?..at)?.parse::<u16>().ok()?;
        let next = text.get(at + 1..at + 3)?.parse::<u16>().ok()?;
        let ends = text.get(at + 3..)?.chars().next().is_none_or(|c| !c.is_ascii_digit());
        Some((1990..2100).contains(&pair) && (pair + 1) % 100 == next && ends)
    };
    spoken
        || words.iter().any(is_fy)
        || text.match_indices('/').any(|(at, _)| is_pair(at).unwrap_or(false))
}

/// Whether a text is of a British body, whose financial year is that of April.
fn is_british(text: &str) -> bool {
    text.contains('£')
        || text.split(|c: char| !c.is_alphanumeric()).any(|w| {
            matches!(w, "NHS" | "Ofsted" | "UK" | "England" | "Wales" | "Scotland" | "Cymru")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    #[test]
    fn a_document_shows_which_quarters_it_counts() {
        for (text, expected) in [
            ("Mend the gate by Q3 2026", Quarters::Unsaid),
            ("Mend the gate by 3 March", Quarters::Unsaid),
            ("Q3 2026 (July to September)", Quarters::Calendar),
            ("Q3 2026 (Oct–Dec)", Quarters::Financial),
            ("By Q3 2026, in the financial year", Quarters::Financial),
            ("By Q3 2026, in FY27", Quarters::Financial),
            ("By Q3 2026, of the plan for 2026/27", Quarters::Financial),
            ("By Q3 2026, on 12/26", Quarters::Unsaid),
            ("By quarter 3 for £300", Quarters::Financial),
            ("By Q3 in Wales", Quarters::Financial),
            ("Window|Opens\n2026-Q3|2026-07-01", Quarters::Calendar),
            ("Window|Opens\nQ4 2026|1 January 2027", Quarters::Financial),
            ("Window|Opens\nQ3 2026|2026-07-01\nQ3 2026|2026-10-01", Quarters::Unsaid),
        ] {
            assert_eq!(of(&document(text)), expected, "{text}");
        }
    }
}
