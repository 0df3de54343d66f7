//! What is printed on every page: page marks of converters, page numbers, running heads and feet.

use crate::outline::Outline;
use std::collections::HashMap;
use tablemend_model::{Block, Running};

/// A running head or foot is printed at least so often.
const OFTEN: usize = 3;

/// Longer paragraphs are text, however often they are there.
const LONGEST: usize = 160;

/// Whether the inside of an HTML comment marks a page: `page 3`, `PageBreak`, `Page 3 of 9`. The
/// inner value is the number of the page that begins, where it is said.
pub(crate) fn comment_page_mark(comment: &str) -> Option<Option<u32>> {
    let text = comment.trim().to_ascii_lowercase();
    let text = text.strip_prefix("new").map_or(text.as_str(), str::trim_start);
    let rest = text.strip_prefix("page")?.trim_start_matches([' ', '-', '_', ':', '#']);
    match rest.trim() {
        "" | "break" => Some(None),
        rest => Some(Some(number_of(rest)?.0)),
    }
}

/// Whether a line is a converter's page mark: `{12}-----`, `\newpage`.
pub(crate) fn line_page_mark(line: &str) -> Option<Option<u32>> {
    if matches!(line, "\\newpage" | "\\pagebreak" | "\\clearpage") {
        return Some(None);
    }
    let (number, dashes) = line.strip_prefix('{')?.split_once('}')?;
    let is_mark = dashes.len() >= 5 && dashes.bytes().all(|b| b == b'-');
    // These marks count from 0.
    is_mark.then(|| number.parse().ok().and_then(|n: u32| n.checked_add(1)))
}

/// `3`, `3 of 30`, `3/30`: the number and whether a total is with it.
fn number_of(text: &str) -> Option<(u32, bool)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..digits].parse().ok().filter(|_| digits <= 4)?;
    let rest = text[digits..].trim_start();
    if rest.is_empty() {
        return Some((number, false));
    }
    let total = rest.strip_prefix("of").or_else(|| rest.strip_prefix('/'))?.trim();
    (!total.is_empty() && total.len() <= 4 && total.bytes().all(|b| b.is_ascii_digit()))
        .then_some((number, true))
}

/// Whether a paragraph says that it is a page number: `Page 3`, `3 of 30`, `3 | Page`, `- 3 -`.
fn is_page_number(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || "-\u{2013}\u{2014}|[]()".contains(c));
    let text = text.to_ascii_lowercase();
    if let Some(rest) = text.strip_prefix("page").or_else(|| text.strip_prefix("p.")) {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":-|".contains(c));
        return number_of(rest).is_some();
    }
    if let Some(rest) = text.strip_suffix("page").or_else(|| text.strip_suffix("p a g e")) {
        let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || ":-|".contains(c));
        return number_of(rest).is_some();
    }
    matches!(number_of(&text), Some((_, true)))
}

/// Whether a paragraph is a number alone, as pages have.
fn is_bare_number(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "-\u{2013}\u{2014}|[]".contains(c));
    !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Finds page numbers, running heads and feet among the paragraphs, and decides which thematic
/// breaks are page breaks.
pub(crate) fn find(outline: &mut Outline) {
    let blocks = &outline.blocks;
    let stands = edges(blocks);
    let mut printed: HashMap<String, usize> = HashMap::new();
    for (i, block) in blocks.iter().enumerate() {
        if stands[i].at_edge
            && let Some(key) = key(block)
        {
            *printed.entry(key).or_default() += 1;
        }
    }
    let mut found = vec![None; blocks.len()];
    for (i, block) in blocks.iter().enumerate() {
        let (Block::Paragraph { text, .. } | Block::Heading { text, .. }) = block else {
            continue;
        };
        let text = text.as_str();
        let repeated = || {
            // Beside a page number once more is enough.
            let least = if beside_page_number(blocks, i) { 2 } else { OFTEN };
            let often = key(block).and_then(|k| printed.get(&k)).is_some_and(|n| *n >= least);
            // A heading that comes again and again is a label, unless pages begin with it.
            often && (matches!(block, Block::Paragraph { .. }) || stands[i].at_page)
        };
        found[i] = if is_page_number(text) || (is_bare_number(text) && stands[i].at_edge) {
            Some(Running::PageNumber)
        } else if stands[i].at_edge && repeated() {
            Some(if stands[i].after_break { Running::Head } else { Running::Foot })
        } else {
            None
        };
    }
    for (block, kind) in outline.blocks.iter_mut().zip(found) {
        let Some(kind) = kind else { continue };
        if let Block::Paragraph { text, place } | Block::Heading { text, place, .. } = block {
            *block = Block::Running { kind, text: std::mem::take(text), place: *place };
        }
    }
    settle_ornaments(outline);
}

/// Whether a page mark or a page number is right before or behind a block.
fn beside_page_number(blocks: &[Block], at: usize) -> bool {
    [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(|i| blocks.get(i)).any(
        |b| match b {
            Block::PageBreak { .. } => true,
            Block::Paragraph { text, .. } => is_page_number(text.as_str()),
            _ => false,
        },
    )
}

/// A thematic break is a page's end where tables go on around it, and an ornament elsewhere.
fn settle_ornaments(outline: &mut Outline) {
    let ornaments = std::mem::take(&mut outline.ornaments);
    let is_table = |b: Option<&Block>| matches!(b, Some(Block::Table(_)));
    let passes = |b: &&Block| !matches!(b, Block::Running { .. } | Block::PageBreak { .. });
    let mut gone: Vec<usize> = ornaments
        .into_iter()
        .filter(|i| {
            let (before, after) = (&outline.blocks[..*i], &outline.blocks[i + 1..]);
            !(is_table(before.iter().rev().find(passes)) && is_table(after.iter().find(passes)))
        })
        .collect();
    gone.reverse();
    let mut at = 0;
    outline.blocks.retain(|_| {
        let drop = gone.last() == Some(&at);
        if drop {
            gone.pop();
        }
        at += 1;
        !drop
    });
}

/// Where a block is among tables and page breaks.
#[derive(Clone, Copy, Default)]
struct Stand {
    /// A page break or a table is next to it, or only other short text is between.
    at_edge: bool,
    /// A page break is next to it.
    at_page: bool,
    /// The page break or table is before it rather than behind it.
    after_break: bool,
}

/// How many short blocks may be between one and the page's edge.
const EDGE_LINES: u32 = 3;

fn edges(blocks: &[Block]) -> Vec<Stand> {
    let pass = |blocks: &mut dyn Iterator<Item = &Block>| -> Vec<(bool, bool, u32)> {
        // At a table or break, and how many blocks ago.
        let (mut edge, mut page, mut ago) = (true, false, 0);
        blocks
            .map(|block| {
                let here = (edge && ago < EDGE_LINES, page && ago < EDGE_LINES, ago);
                match block {
                    Block::Table(_) => (edge, page, ago) = (true, false, 0),
                    Block::PageBreak { .. } => (edge, page, ago) = (true, true, 0),
                    _ => ago += 1,
                }
                here
            })
            .collect()
    };
    let before = pass(&mut blocks.iter());
    let mut behind = pass(&mut blocks.iter().rev());
    behind.reverse();
    before
        .into_iter()
        .zip(behind)
        .map(|(b, f)| Stand {
            at_edge: b.0 && f.0 || b.1 || f.1,
            at_page: b.1 || f.1,
            after_break: b.1 && !f.1 || (b.1 == f.1 && b.2 <= f.2),
        })
        .collect()
}

/// What repeats: the text, its page number masked where it says that it is one.
fn key(block: &Block) -> Option<String> {
    let (Block::Paragraph { text, .. } | Block::Heading { text, .. }) = block else { return None };
    let text = text.as_str();
    let many_words = text.contains(' ') || text.contains('|');
    if text.len() > LONGEST || text.contains('\n') || !many_words {
        return None;
    }
    let lower = text.to_lowercase();
    let masks = lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == "page" || w == "pg");
    Some(if masks {
        lower.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
    } else {
        lower
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_marks_of_converters() {
        for (comment, page) in [
            (" page 3 ", Some(Some(3))),
            ("PageBreak", Some(None)),
            (" Page 3 of 9 ", Some(Some(3))),
            ("PageNumber=\"3\"", None),
            (" see page 3 for more", None),
        ] {
            assert_eq!(comment_page_mark(comment), page, "{comment}");
        }
        assert_eq!(line_page_mark("{0}--------------"), Some(Some(1)));
        assert_eq!(line_page_mark("{a} - b"), None);
        assert_eq!(line_page_mark("\\newpage"), Some(None));
    }

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["Page 3", "3 of 30", "Page 3 of 30", "3 | P a g e", "3 | Page", "- 3 of 4 -"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["3", "2020", "3 of the plans", "Page three", "Pages", "1.2", "page 3 says"] {
            assert!(!is_page_number(text), "{text}");
        }
        assert!(is_bare_number("- 12 -") && !is_bare_number("2020") && !is_bare_number("1.2"));
    }
}
