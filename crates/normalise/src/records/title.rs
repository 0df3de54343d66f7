//! The document's title and the month of its edition.

use super::groups;
use crate::profile::Profile;
use tablemend_model::{Block, Document};

/// A paragraph longer than this is no title.
const LONGEST_TITLE: usize = 250;

/// Index of the block that is the title: among the blocks before the first table the outermost
/// heading, else the first short paragraph with a month or a quarter, else the first short
/// paragraph. A group's own heading is none.
pub(crate) fn find(document: &Document, profile: &Profile) -> Option<usize> {
    let mut heading: Option<(u8, usize)> = None;
    let mut dated = None;
    let mut first = None;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = match block {
            Block::Table(_) => break,
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
        first = first.or(Some(i));
        if dated.is_none() && Period::of(text).is_some_and(|period| period.month().is_some()) {
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
        month.or_else(|| Self::longer(text))
    }

    fn longer(text: &str) -> Option<Self> {
        let found = tablemend_dates::months_in(text);
        found.map(|(months, printed)| Self::Months(months, printed))
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

/// What the edition is of: from the title, else from the other text before the first table, else
/// from the file's name. A month anywhere goes before the year that a title names: a plan of several
/// years has a title that does not change from month to month.
pub(crate) fn period(document: &Document, title: Option<usize>) -> Option<Period> {
    let titled = title.and_then(|i| document.blocks[i].text()).map(|t| t.as_str());
    let is_short = |months: &Period| months.month().is_some();
    let own = titled.and_then(Period::of);
    let before = document
        .blocks
        .iter()
        .take_while(|b| !matches!(b, Block::Table(_)))
        .filter_map(|b| b.text().map(|t| t.as_str()))
        .filter(|t| t.len() <= LONGEST_TITLE);
    let month = |(year, month)| Period::Month(year, month);
    let name = document.source.name.as_str();
    own.clone()
        .filter(is_short)
        .or_else(|| before.clone().find_map(tablemend_dates::month_in).map(month))
        .or_else(|| in_name(name).map(month))
        .or_else(|| before.clone().filter_map(Period::of).find(is_short))
        .or_else(|| Period::longer(&spaced(name)).filter(is_short))
        .or(own)
        .or_else(|| Period::longer(&spaced(name)))
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
            digits.windows(2).find_map(|w| {
                let (year, month): (i16, i8) = (w[0].parse().ok()?, w[1].parse().ok()?);
                ((1990..2100).contains(&year) && (1..=12).contains(&month) && w[1].len() == 2)
                    .then_some((year, month))
            })
        })
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
            super::period(&read, title).map(|p| p.name())
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
            ("Plan", "Of the museum", "plans-2024-25.md", "2024-04/2025-03"),
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
    fn a_month_in_numbers_is_read_from_a_name() {
        assert_eq!(in_name("2024-03.md"), Some((2024, 3)));
        assert_eq!(in_name("plan_2024_11_final.pdf"), Some((2024, 11)));
        assert_eq!(in_name("item 12-04.pdf"), None);
    }
}
