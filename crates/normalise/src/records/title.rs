//! The document's title and the month of its edition.

use super::groups;
use crate::profile::Profile;
use tablemend_model::{Block, Document};

/// A paragraph longer than this is no title.
const LONGEST_TITLE: usize = 250;

/// Index of the block that is the title: among the blocks before the first table the outermost
/// heading, else the first short paragraph with a month, else the first short paragraph. A group's
/// own heading is none.
pub(crate) fn find(document: &Document, profile: &Profile) -> Option<usize> {
    let mut heading: Option<(u8, usize)> = None;
    let mut dated = None;
    let mut first = None;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = match block {
            Block::Table(_) => break,
            Block::Heading { text, level, .. } => {
                let group = groups::labelled(text.as_str(), &profile.groups);
                if group.is_none() && heading.is_none_or(|(l, _)| *level < l) {
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
        if dated.is_none() && tablemend_dates::month_in(text).is_some() {
            dated = Some(i);
        }
    }
    heading.map(|(_, i)| i).or(dated).or(first)
}

/// `YYYY-MM` of the edition: from the title, else from the other text before the first table, else
/// from the file's name.
pub(crate) fn period(document: &Document, title: Option<usize>) -> Option<(i16, i8)> {
    let text = |block: &Block| block.text().and_then(|t| tablemend_dates::month_in(t.as_str()));
    title.and_then(|i| text(&document.blocks[i])).or_else(|| {
        document
            .blocks
            .iter()
            .take_while(|b| !matches!(b, Block::Table(_)))
            .filter(|b| b.text().is_some_and(|t| t.as_str().len() <= LONGEST_TITLE))
            .find_map(text)
            .or_else(|| in_name(&document.source.name))
    })
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

    #[test]
    fn a_month_in_numbers_is_read_from_a_name() {
        assert_eq!(in_name("2024-03.md"), Some((2024, 3)));
        assert_eq!(in_name("plan_2024_11_final.pdf"), Some((2024, 11)));
        assert_eq!(in_name("item 12-04.pdf"), None);
    }
}
