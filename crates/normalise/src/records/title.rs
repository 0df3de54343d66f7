//! The document's title and the month of its edition.

use super::{groups, legend_sentence};
use crate::profile::Profile;
use tablemend_model::{Block, Document, languages};

/// A paragraph longer than this is no title.
const LONGEST_TITLE: usize = 250;

/// Index of the block that is the title: among the blocks before the first table the outermost
/// heading, else the first short paragraph with a month or a quarter, else the first short
/// paragraph. A group's own heading is none.
pub(crate) fn find(document: &Document, profile: &Profile) -> Option<usize> {
    let mut heading: Option<(u8, usize)> = None;
    let mut dated = None;
    let mut first = None;
    // A key above the table is no title, though it may be the first line.
    let is_key = |text: &str| legend_sentence::read(text, 2, profile).is_some();
    for (i, block) in document.blocks.iter().enumerate() {
        let text = match block {
            Block::Table(_) => break,
            Block::Heading { text, .. } if is_key(text.as_str()) => continue,
            Block::Heading { text, level, .. } => {
                let group = groups::labelled(text.as_str(), &profile.groups);
                if group.is_none()
                    && heading.is_none_or(|(l, _)| *level < l)
                    && !is_first_of_several(document, text.as_str(), *level)
                {
                    heading = Some((*level, i));
                }
                continue;
            }
            Block::Paragraph { text, .. } => text.as_str(),
            _ => continue,
        };
        if text.len() > LONGEST_TITLE || groups::labelled(text, &profile.groups).is_some() {
            continue;
        }
        if first.is_none() && !is_key(text) {
            first = Some(i);
        }
        if dated.is_none()
            && is_line(text)
            && has_year(text)
            && Period::of(text).is_some_and(|period| period.month().is_some())
        {
            dated = Some(i);
        }
    }
    heading.map(|(_, i)| i).or(dated).or(first)
}

/// Whether a heading is the first of numbered ones of its level: `1. Travel`, where `2. Housing` follows.
fn is_first_of_several(document: &Document, text: &str, level: u8) -> bool {
    let number = |text: &str| {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let is_number = text[digits..].starts_with(['.', ')', ':', ' ']) && digits < 3;
        is_number.then(|| text[..digits].parse::<u32>().ok()).flatten()
    };
    let Some(own) = number(text) else { return false };
    document.blocks.iter().any(|block| {
        matches!(block, Block::Heading { text, level: l, .. }
            if *l == level && number(text.as_str()) == Some(own + 1))
    })
}

/// What an edition is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    /// Year and month.
    Month(i16, i8),
    /// A quarter, a term or a year: the months it covers, and how it is printed.
    Months(String, String),
}

impl Period {
    /// The period that a text names: a month before anything longer.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let month = tablemend_dates::month_in(text).map(|(year, month)| Self::Month(year, month));
        month.or_else(|| Self::longer(text)).or_else(|| Self::from_to(text))
    }

    fn from_to(text: &str) -> Option<Self> {
        let found = tablemend_dates::month_range_in(text);
        found.map(|(months, printed)| Self::Months(months, printed))
    }

    fn longer(text: &str) -> Option<Self> {
        let found = tablemend_dates::months_in(text);
        found.map(|(months, printed)| Self::Months(months, printed))
    }

    /// The months from one to another in a file's name: `plan-2025-10-2025-12.csv`.
    fn range(name: &str) -> Option<Self> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = stem.rsplit_once('/').map_or(stem, |(_, own)| own);
        let numbers: Vec<&str> =
            stem.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        let [year, first, last_year, last] = numbers[..] else { return None };
        let (from, to) = (in_figures(year, first)?, in_figures(last_year, last)?);
        let months = format!("{:04}-{:02}/{:04}-{:02}", from.0, from.1, to.0, to.1);
        (from < to).then(|| Self::Months(months.clone(), months))
    }

    /// As the records have it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Months(months, _) => months.clone(),
        }
    }

    pub(crate) fn printed(&self) -> Option<&str> {
        match self {
            Self::Month(..) => None,
            Self::Months(_, printed) => Some(printed),
        }
    }

    /// The month that dates without a year are near to: of several the last, unless they are so many
    /// that it says little.
    pub(crate) fn month(&self) -> Option<(i16, i8)> {
        let of = |month: &str| {
            let (year, month) = month.split_once('-')?;
            Some((year.parse::<i16>().ok()?, month.parse::<i8>().ok()?))
        };
        match self {
            Self::Month(year, month) => Some((*year, *month)),
            Self::Months(months, _) => {
                let (from, to) = months.split_once('/')?;
                let ((a, first), (b, last)) = (of(from)?, of(to)?);
                let count = (b - a) * 12 + i16::from(last) - i16::from(first);
                (count <= 3).then_some((b, last))
            }
        }
    }
}

/// What a document says of which edition it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) period: Period,
    /// Index of the block of a sentence that names the month, where nothing better does.
    pub(crate) sentence: Option<usize>,
}

/// What the edition is of: from the title, else from a line before the first table that dates it (a
/// month, or a quarter and hardly anything else), else from the file's name, else from a sentence before the first table. A month anywhere but in a
/// sentence goes before the year that a title names: a plan of several years has a title that does
/// not change from month to month.
pub(crate) fn period(document: &Document, title: Option<usize>) -> Option<Dated> {
    let titled = title.and_then(|i| document.blocks[i].text()).map(|t| t.as_str());
    let is_short = |months: &Period| months.month().is_some();
    let own = titled.and_then(Period::of);
    let before = document
        .blocks
        .iter()
        .enumerate()
        .take_while(|(_, b)| !matches!(b, Block::Table(_)))
        .filter_map(|(i, b)| Some((i, b.text()?.as_str())))
        .filter(|(_, t)| t.len() <= LONGEST_TITLE);
    let month = |(year, month)| Period::Month(year, month);
    let name = document.source.name.as_str();
    let from_lines = || before.clone().flat_map(|(_, t)| t.lines()).find_map(dating);
    let lines = || before.clone().flat_map(|(_, t)| t.lines()).filter(|t| is_line(t));
    let longer = || lines().filter_map(Period::longer);
    // A line that is hardly more than a quarter dates the document; others speak of one.
    let bare = || {
        lines().find_map(|line| {
            let found = Period::longer(line).or_else(|| Period::from_to(line));
            let found = found.filter(is_short)?;
            let printed = found.printed().map_or(0, |p| p.chars().count());
            (printed * 2 >= line.trim().chars().count()).then_some(found)
        })
    };
    let sound = own
        .clone()
        .filter(is_short)
        .or_else(|| from_lines().map(month))
        .or_else(bare)
        .or_else(|| Period::range(name).filter(is_short))
        .or_else(|| in_name(name).map(month))
        .or_else(|| longer().find(is_short))
        .or_else(|| Period::longer(&spaced(name)).filter(is_short));
    if let Some(period) = sound {
        return Some(Dated { period, sentence: None });
    }
    let said = before.clone().find_map(|(i, t)| Some((i, tablemend_dates::month_in(t)?)));
    // A year in the title says more than a month that may be any.
    let Some((i, said)) = said.filter(|_| own.is_none()) else {
        let period = own.or_else(|| Period::longer(&spaced(name)))?;
        return Some(Dated { period, sentence: None });
    };
    Some(Dated { period: month(said), sentence: Some(i) })
}

/// Labels of a document's own date in English.
const LABELS: [&str; 4] = ["date:", "dated", "created:", "generated:"];

/// Characters between such words and the end of their date, at most: `updated by the clerk on 3 May 2026`.
const NEAR: usize = 40;

/// The same behind a label, which its date follows: `Date: Monday, 3 September 2026`.
const NEXT: usize = 28;

/// The month that a text dates its document by: a short line with a date, or the date behind `as at`.
fn dating(text: &str) -> Option<(i16, i8)> {
    let lower = text.to_lowercase();
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let named = |words: &str, room: usize, is_label: bool| {
        let mut found = lower.match_indices(words).filter_map(|(at, _)| {
            let (before, rest) = (&lower[..at], &lower[at + words.len()..]);
            let is_whole = is_edge(before.chars().next_back())
                && (words.ends_with(':') || is_edge(rest.chars().next()));
            // `Target date:` is no date of the document.
            let last = before.split_whitespace().next_back().unwrap_or_default();
            let is_own = !is_label || !languages::is_of_another_date(last);
            (is_whole && is_own).then_some(rest)
        });
        let rest = found.next()?;
        // Word by word up to the first date: another may follow.
        let ends = rest.char_indices().take(room + 1).filter(|(_, c)| c.is_whitespace());
        let mut ends =
            ends.map(|(at, _)| at).chain((rest.chars().count() <= room).then_some(rest.len()));
        ends.find_map(|end| {
            tablemend_dates::month_in(&rest[..end]).filter(|_| has_year(&rest[..end]))
        })
    };
    let labels = LABELS.into_iter().chain(languages::date_labels());
    let labelled = labels.into_iter().find_map(|words| named(words, NEXT, true));
    let behind =
        labelled.or_else(|| languages::as_at().find_map(|words| named(words, NEAR, false)));
    behind.or_else(|| {
        let is_dated = is_line(text) && has_year(text);
        if is_dated { tablemend_dates::month_in(text) } else { None }
    })
}

/// Whether a text has a year in it: `Nov 18` is a day in November as often.
fn has_year(text: &str) -> bool {
    let numbers =
        |word: &str| word.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).count();
    text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4)
        || text.split_whitespace().any(|word| numbers(word) >= 3)
}

/// Words of a line that is no sentence, at most.
const MOST_WORDS: usize = 12;

/// Whether a text is a line with a date rather than a sentence or the date of something else.
fn is_line(text: &str) -> bool {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_sentence = text.trim_end().ends_with('.') && words.len() > 6;
    words.len() <= MOST_WORDS
        && !is_sentence
        && !words.iter().any(|word| languages::is_of_another_date(word))
}

/// The year that the text outside tables names, where it names one alone and no other.
pub(crate) fn only_year(document: &Document) -> Option<i16> {
    let texts = document.blocks.iter().filter_map(|b| b.text().map(|t| t.as_str()));
    let numbers = texts.flat_map(|t| t.split(|c: char| !c.is_alphanumeric()));
    let mut years = numbers
        .filter(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()))
        .filter_map(|n| n.parse::<i16>().ok())
        .filter(|n| (1990..2100).contains(n));
    let first = years.next()?;
    years.all(|y| y == first).then_some(first)
}

/// A file's name without its ending, signs as blanks, two years that follow each other as a pair
/// (`plan q3 2024/25` of `plan-q3-2024-25.pdf`).
fn spaced(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.rsplit_once('/').map_or(stem, |(_, own)| own);
    let mut out = String::new();
    let mut before: Option<u16> = None;
    for word in stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let number = word.parse::<u16>().ok();
        let next = before.map(|year| year + 1);
        let is_next = number.is_some() && (number == next || number == next.map(|y| y % 100));
        out.push(if is_next && word.len() >= 2 { '/' } else { ' ' });
        out.push_str(word);
        before = number.filter(|year| (1990..2100).contains(year));
    }
    out
}

/// A month in a file's name: `2020-01.md`, `plan-january-2020.pdf`, `Plan_Jan_20.pdf`.
fn in_name(name: &str) -> Option<(i16, i8)> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let spaced: String =
        stem.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    tablemend_dates::month_in(&spaced)
        .or_else(|| tablemend_dates::month_in(&spaced.replace('-', " ")))
        .or_else(|| {
            let digits: Vec<&str> =
                stem.split(|c: char| !c.is_ascii_digit()).filter(|d| !d.is_empty()).collect();
            digits.windows(2).find_map(|w| in_figures(w[0], w[1]))
        })
}

/// A year and a month of two figures.
fn in_figures(year: &str, month: &str) -> Option<(i16, i8)> {
    let is_written = month.len() == 2;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (is_written && (1990..2100).contains(&year) && (1..=12).contains(&month))
        .then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::in_name;
    use crate::profile::Profile;
    use crate::records::testing::document;

    #[test]
    fn a_month_goes_before_a_year_and_a_quarter_before_what_is_not_in_the_title() {
        let period = |title: &str, below: &str, name: &str| {
            let mut read = document(&format!("{title}\n\n{below}\n\nRef|Action\n1|Dig"));
            read.source.name = name.to_owned();
            let title = super::find(&read, &Profile::built_in("action-plan").unwrap());
            super::period(&read, title).map(|p| p.period.name())
        };
        for (title, below, name, expected) in [
            ("Plan, January 2024", "Of the museum", "a.md", "2024-01"),
            (
                "Plan – Quarter 2 2024/25 progress",
                "For the board of 12 November 2024",
                "a.md",
                "2024-07/2024-09",
            ),
            ("Plan 2024/25", "As at 30 June 2024", "a.md", "2024-06"),
            ("Plan 2024/25", "Of the museum", "plan-2024-05.md", "2024-05"),
            ("Plan 2024/25", "Progress in Q1 2024/25", "a.md", "2024-04/2024-06"),
            ("Plan 2024/25", "Of the museum", "plan-q3-2024-25.md", "2024-10/2024-12"),
            ("Plan 2024/25", "Of the museum", "a.md", "2024-04/2025-03"),
            ("Plan", "Quarter 3 2025/26", "plan-2025-10-2025-12.csv", "2025-10/2025-12"),
            ("Plan", "Of the museum", "plan-2025-04-to-2025-06.xlsx", "2025-04/2025-06"),
            ("Plan", "Quarter 3 2025/26", "plan-2026-01.pdf", "2025-10/2025-12"),
            ("Plan", "October to December 2025", "a.md", "2025-10/2025-12"),
            ("Plan, Jul-Sep 2025", "Of the museum", "a.md", "2025-07/2025-09"),
            ("Plan, April 2024 to March 2027", "Of the museum", "a-2025-05.md", "2025-05"),
            ("Plan", "Of the museum", "plans-2024-25.md", "2024-04/2025-03"),
            // A sentence may speak of any date.
            ("Plan", "The board agreed this plan in December 2023.", "plan-2024-05.md", "2024-05"),
            ("Plan", "Next meeting of the board: 14 June 2024", "Plan May 2024.md", "2024-05"),
            ("Plan", "The board agreed this plan in December 2023.", "a.md", "2023-12"),
            (
                "Plan",
                "It shows what was done as at 31 May 2024, by workstream.",
                "a-2024-06.md",
                "2024-05",
            ),
            ("Plan", "Updated by the harbour clerk on 3 May 2024.", "a-2024-06.md", "2024-05"),
            (
                "Plan",
                "Owner: the clerk\nDate: 3 May 2024\nDeadline: 1 July 2024",
                "a.md",
                "2024-05",
            ),
            (
                "Plan",
                "Version 2 Date: 3 May 2024 Target date: 1 July 2024 Clerk: A Boat",
                "a.md",
                "2024-05",
            ),
            ("Plan", "17/12/20", "a.md", "2020-12"),
            ("Plan", "The yard is shut on Nov 18-19", "a-2024-05.md", "2024-05"),
            ("Plan 2024/25", "The board agreed it in December 2023.", "a.md", "2024-04/2025-03"),
        ] {
            assert_eq!(
                period(title, below, name).as_deref(),
                Some(expected),
                "{title}, {below}, {name}"
            );
        }
        assert_eq!(period("Plan, Q2 2024", "Of the museum", "a.md"), None);
    }

    #[test]
    fn a_month_that_only_a_sentence_names_is_told() {
        let notes = |below: &str| -> usize {
            let read = document(&format!("Plan\n\n{below}\n\nRef|Action|Lead\n1|Dig|Clerk"));
            let profile = Profile::built_in("action-plan").unwrap();
            let data = crate::records(&read, &profile, "t");
            data.diagnostics.iter().filter(|d| d.code == "period.assumed").count()
        };
        assert_eq!(notes("The board agreed this plan in December 2023."), 1);
        assert_eq!(notes("December 2023"), 0);
    }

    #[test]
    fn a_month_in_numbers_is_read_from_a_name() {
        assert_eq!(in_name("2024-03.md"), Some((2024, 3)));
        assert_eq!(in_name("plan_2024_11_final.pdf"), Some((2024, 11)));
        assert_eq!(in_name("item 12-04.pdf"), None);
    }
}
