//! Header rows of a zone: lines at its top that are set apart from the rows below by weight, fill or
//! a rule, or that other pages print again.

use super::Known;
use super::stacks::Separator;
use super::table::Lines;
use crate::pdf::aligned::TextLine;
use crate::pdf::bullets::DRAWN;
use crate::pdf::columns::Span;
use crate::pdf::fill_index::FillIndex;
use crate::pdf::list_signs;
use crate::pdf::words::PageContent;
use tablemend_model::Rgb;

/// A header has at most so many lines.
const MOST: usize = 8;

/// How many lines at the top of a zone are its header, and whether anything sets them apart.
pub(crate) fn lines(
    table: &Lines<'_>,
    block: &[TextLine],
    fill_index: &FillIndex<'_>,
    separators: &[Separator],
    extent: Span,
    known: &Known,
) -> (usize, bool) {
    let count = block.len();
    let limit = MOST.min(count.saturating_sub(1));
    if limit == 0 {
        return (0, false);
    }
    // A header that other pages print.
    if let Some(n) = known.lines_of(table.content, block).filter(|n| *n < count) {
        return (n, true);
    }
    if is_item(table) {
        return (0, false);
    }
    let is_label_line = |n: usize| {
        let bits = table.lines[n].bits.iter().flatten();
        bits.clone().count() > 0
            && bits.clone().all(|b| {
                b.words <= 8
                    && !(b.is_atomic
                        && b.said.chars().any(|c| c.is_ascii_digit())
                        && !is_year_or_quarter(&b.said))
            })
    };
    let labels = (0..limit).take_while(|n| is_label_line(*n)).count();
    if labels == 0 {
        return (0, false);
    }
    let fills: Vec<Option<Rgb>> =
        block.iter().take(limit + 1).map(|s| fill_of(s, table.content, fill_index)).collect();
    let bold: Vec<bool> = block.iter().take(limit + 1).map(|s| s.is_bold(table.content)).collect();
    let across = |n: usize| table.lines[n].is_across;
    let is_ruled = |n: usize| {
        let (above, below) = (&table.lines[n - 1], &table.lines[n]);
        separators.iter().any(|s| {
            s.at > above.base - 0.2 * above.size
                && s.at < below.base - 0.45 * below.size
                && s.is_drawn()
                && s.share(extent) > 0.6
        })
    };
    let first_across = (0..=limit).find(|n| across(*n) && *n > 0).unwrap_or(limit + 1);
    // A line of the first column alone, under a label of that column, heads the first rows.
    let heads_rows = |n: usize| {
        let own = &table.lines[n];
        own.filled() == 1
            && own.bits[0].is_some()
            && (0..n).any(|m| table.lines[m].bits[0].is_some())
            && (0..n).any(|m| table.lines[m].filled() > 1)
            && own.base - table.lines[n - 1].base > 0.9 * own.size
            && (is_ruled(n)
                || own.base - table.lines[n - 1].base > 1.4 * own.size
                || own.bits[0].as_ref().is_none_or(|b| b.words > 2))
    };
    // So does one of the column with the names of rows, where numbers are in front of it, set apart from the labels.
    let names = names(table);
    let heads_named = |n: usize| {
        let own = &table.lines[n];
        names > 0
            && own.filled() == 1
            && own.bits[names].is_some()
            && (0..n).any(|m| table.lines[m].filled() > 1)
            && own.base - table.lines[n - 1].base > 1.4 * own.size
    };
    let first_rows = (1..=limit).find(|n| heads_rows(*n) || heads_named(*n)).unwrap_or(limit + 1);
    let cap = labels.min(first_across).min(first_rows);
    let filled = fills[0].is_some().then(|| fills.iter().take_while(|f| **f == fills[0]).count());
    let filled = filled.filter(|n| bold[0] || !is_band(table, block, fill_index, *n));
    if let Some(n) = filled.filter(|n| *n <= cap && *n > 0) {
        return (n, true);
    }
    let strong = bold.iter().take_while(|b| **b).count();
    if strong > 0 && strong <= cap {
        return (strong, true);
    }
    // Bold banners below a bold header.
    if strong > cap && (cap == first_across || cap == first_rows) && cap > 0 {
        return (cap, true);
    }
    if let Some(n) = (1..=cap).find(|n| is_ruled(*n)) {
        // A line of years below the rule still heads the columns.
        let bits = || table.lines[n].bits.iter().flatten();
        let has_years = n < cap && bits().count() > 1 && bits().all(|b| is_year(&b.said));
        return (n + usize::from(has_years), true);
    }
    // Labels in the type of the rows.
    (named_values(table).min(cap), false)
}

/// The first column that has texts rather than single values.
fn names(table: &Lines<'_>) -> usize {
    let columns = table.lines.first().map_or(0, |l| l.bits.len());
    let is_text = |col: &usize| {
        let own = || table.lines.iter().filter_map(|l| l.bits.get(*col)?.as_ref());
        own().filter(|b| b.is_atomic).count() * 2 < own().count()
    };
    (0..columns).find(is_text).unwrap_or(0)
}

/// Whether the fill behind the first `count` lines is that of every other row, not of a header: further lines below
/// another fill have it too, those that run over the columns aside.
fn is_band(
    table: &Lines<'_>,
    block: &[TextLine],
    fill_index: &FillIndex<'_>,
    count: usize,
) -> bool {
    let fill = |n: usize| fill_of(&block[n], table.content, fill_index);
    let first = fill(0);
    (count..block.len())
        .filter(|n| !table.lines[*n].is_across && fill(*n) == first)
        .nth(1)
        .is_some()
}

/// Whether the first line is that of an item: it begins with a reference or number in the column in which others do,
/// the next one among them.
fn is_item(table: &Lines<'_>) -> bool {
    /// Fewer other items than this prove nothing.
    const ITEMS: usize = 2;
    let first_word = |line: &super::table::Line| {
        let first = line.bits[0].as_ref().filter(|_| !line.is_across)?;
        let word = first.said.split_whitespace().next()?;
        (first.words > 1).then(|| word.trim_end_matches(['.', ')', ':']).to_owned())
    };
    let top = table.lines.first();
    if top.and_then(|l| l.bits.first()?.as_ref()).is_some_and(|b| list_signs::begins(&b.said)) {
        return true;
    }
    let Some(own) = top.and_then(first_word) else { return false };
    let Some((stem, last)) = split_number(&own) else { return false };
    let below: Vec<String> = table.lines[1..].iter().filter_map(first_word).collect();
    let is_alike = |w: &&String| split_number(w).is_some_and(|(s, n)| s == stem && n > last);
    let next = format!("{stem}{}", last + 1);
    below.iter().filter(is_alike).count() >= ITEMS && below.contains(&next)
}

/// The number at the end of a reference, and what is before it: `1.2.` and 3 of `1.2.3`.
fn split_number(reference: &str) -> Option<(&str, u32)> {
    let digits = reference.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = reference[digits.len()..].parse().ok().filter(|n| *n < 1000)?;
    (digits.chars().count() <= 8).then_some((digits, number))
}

/// Whether the first line may be labels: words without digits over most of three columns or more.
pub(super) fn may_be_labels(table: &Lines<'_>) -> bool {
    /// Fewer lines may be a header of several lines, whose rows are read apart from it.
    const LINES: usize = 5;
    let Some(first) = table.lines.first().filter(|l| !l.is_across) else { return false };
    let is_label = |b: &super::table::Bit| {
        b.words <= 8 && !b.is_wide && !b.is_atomic && !b.said.chars().any(|c| c.is_ascii_digit())
    };
    let filled = first.filled();
    table.lines.len() >= LINES
        && filled > 2
        && filled * 2 > first.bits.len()
        && first.bits.iter().flatten().all(is_label)
}

/// How many lines at the top name the values below them, though nothing sets them apart: the first has words over each
/// column, with no digits but those of years, and several columns have single values from the line behind them on. Years
/// alone name values that are none; columns of names may be without a label.
fn named_values(table: &Lines<'_>) -> usize {
    /// Fewer values than this prove nothing.
    const VALUES: usize = 4;
    let Some((first, body)) = table.lines.split_first() else { return 0 };
    let own =
        |c: usize| body.iter().filter(|l| !l.is_across).filter_map(move |l| l.bits[c].as_ref());
    let is_value = |c: usize| {
        let values = own(c).filter(|b| b.is_atomic).count();
        values >= VALUES && values * 10 >= own(c).count() * 8
    };
    let values: Vec<usize> = (0..first.bits.len()).filter(|c| is_value(*c)).collect();
    let names_years = |c: usize| values.contains(&c) && !own(c).any(|b| is_year_or_two(&b.said));
    let is_label = |(c, b): (usize, &Option<super::table::Bit>)| match b {
        Some(b) if b.is_wide => false,
        Some(b) if is_year_or_two(&b.said) => names_years(c),
        Some(b) => {
            let has_digits = b.said.chars().any(|c| c.is_ascii_digit());
            !b.is_atomic && (!has_digits || is_label_with_year(&b.said) && names_years(c))
        }
        None => !values.contains(&c),
    };
    let are_labels = first.bits.iter().enumerate().all(is_label);
    if first.is_across || !are_labels || first.filled() < 2 || values.len() < 2 {
        return 0;
    }
    // The signs of money and shares are of the header too.
    let has_value = |l: &super::table::Line| {
        let is_own = |b: &super::table::Bit| {
            b.is_atomic && !matches!(b.said.as_str(), "£" | "€" | "$" | "%")
        };
        values.iter().any(|c| l.bits[*c].as_ref().is_some_and(is_own))
    };
    1 + body.iter().take_while(|l| !has_value(l)).count()
}

/// Whether a text is words with a year behind or before them: `Budget 2025`, `2025/26 Actual`.
fn is_label_with_year(said: &str) -> bool {
    let has_letters = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let has_digits = |w: &str| w.chars().any(|c| c.is_ascii_digit());
    said.split_whitespace().any(has_letters)
        && said.split_whitespace().any(is_year_or_two)
        && said.split_whitespace().all(|w| !has_digits(w) || is_year_or_two(w))
}

/// Whether a text is a year, or one and the end of the next: `2025`, `2025/26`.
fn is_year_or_two(said: &str) -> bool {
    let year = said.split(['/', '-', '–']).next().unwrap_or(said);
    let rest = said.get(year.len()..).unwrap_or("");
    let is_digit = |c: char| c.is_ascii_digit();
    is_year(year)
        && rest.chars().filter(|c| is_digit(*c)).count() <= 4
        && rest.chars().all(|c| is_digit(c) || matches!(c, '/' | '-' | '–'))
}

/// The fill that all text of a line has behind it; a drawn sign is its own fill.
fn fill_of(text_line: &TextLine, content: &PageContent, fill_index: &FillIndex<'_>) -> Option<Rgb> {
    let y = text_line.base - 0.3 * text_line.size;
    let is_drawn = |i: &u32| content.words[*i as usize].font == DRAWN;
    let printed = text_line.segments.iter().filter(|p| !p.words.iter().all(is_drawn));
    let mut colours = printed.map(|p| fill_index.at(p.x0 + 0.5, y).filter(|c| !c.is_white()));
    let first = colours.next()??;
    colours.all(|c| c == Some(first)).then_some(first)
}

/// Whether a text is a year: `2019`.
fn is_year(said: &str) -> bool {
    said.len() == 4 && said.parse().is_ok_and(|y: u32| (1850..2100).contains(&y))
}

fn is_year_or_quarter(said: &str) -> bool {
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    let letters = said.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && digits.len() <= 2
        || (digits.len() == 4 || digits.len() == 6)
            && digits.get(..2).is_some_and(|d| d == "19" || d == "20")
            && letters <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_words_with_years_are_labels() {
        let labels = ["Budget 2030", "2030/31 Actual", "Spent 2030-2031"];
        assert!(labels.into_iter().all(is_label_with_year));
        let others = ["Budget", "2030", "Hull 7", "Paid 2,030", "Paid 2030 of 40"];
        assert!(!others.into_iter().any(is_label_with_year));
        assert!(["2030", "2030/31", "2030–2031"].into_iter().all(is_year_or_two));
        assert!(!["203", "2,030", "2030.50", "2030/31 x"].into_iter().any(is_year_or_two));
    }
}
