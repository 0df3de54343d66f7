//! What is between dashes before a Markdown text: `title: …`, `date: …`.

use crate::outline::{Lines, Outline};
use std::ops::Range;
use tablemend_model::{Block, Place, RichText};

/// Front matter has no more lines.
const MOST_LINES: usize = 60;

/// Where the front matter is, the lines of dashes included; `None` for a text without.
///
/// Its lines are keys with values, parts of lists, further lines of a value, or remarks.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|l| l.trim_end() == "---")?;
    let mut end = first.len();
    let mut keys = 0;
    for line in lines.take(MOST_LINES) {
        end += line.len();
        let bare = line.trim_end();
        if matches!(bare, "---" | "...") {
            return (keys > 0).then_some(0..end);
        }
        let is_more = bare.is_empty() || bare.starts_with([' ', '\t', '-', '#', ']', '}']);
        let is_key = key(bare).is_some();
        keys += usize::from(is_key);
        if !is_key && !is_more {
            return None;
        }
    }
    None
}

/// The key and value of a line.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_whole = value.is_empty() || value.starts_with([' ', '\t']);
    (is_whole && key.starts_with(char::is_alphabetic) && key.chars().all(is_name))
        .then(|| (key, value.trim()))
}

/// Puts the lines of the front matter as paragraphs; the title is a heading where the text has no
/// outermost heading of its own.
pub(super) fn put(text: &str, range: &Range<usize>, lines: &Lines, outline: &mut Outline) {
    let has_heading = text[range.end..].lines().any(|l| l.starts_with("# "));
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let place = Place::line(lines.at(at));
        at += line.len();
        let bare = line.trim();
        if bare.is_empty() || bare == "---" || bare == "..." {
            continue;
        }
        match key(bare) {
            Some(("title", value)) if !value.is_empty() && !has_heading => {
                let text = RichText::plain(value.trim_matches(['"', '\'']));
                outline.blocks.push(Block::Heading { level: 1, text, place });
            }
            _ => outline.paragraph(RichText::plain(bare), place),
        }
    }
}
