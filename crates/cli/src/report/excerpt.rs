//! The line of the source that a note speaks of, cut around the words.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Lines longer than this are searched for the very words only.
const LOOSE_LIMIT: usize = 1 << 16;

/// The decoded text of a document with its line starts.
#[derive(Debug)]
pub(crate) struct SourceText {
    text: String,
    /// Byte offset of each line's start.
    starts: Vec<usize>,
}

impl SourceText {
    /// Finds the lines.
    pub(crate) fn new(text: String) -> Self {
        let starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        Self { text, starts }
    }

    /// A line (1-based) without its end.
    pub(crate) fn line(&self, number: u32) -> Option<&str> {
        let index = (number as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        Some(self.text.get(start..end)?.trim_end_matches(['\n', '\r']))
    }

    /// The line among `first..=last` that holds the words, and where in it.
    pub(crate) fn find(&self, first: u32, last: u32, words: &str) -> Option<(u32, Range<usize>)> {
        let wanted = solid(words).0;
        // A place of thousands of lines is a whole table; its words are not searched for.
        (first..=last.min(first.saturating_add(200)))
            .find_map(|n| Some((n, find_words(self.line(n)?, words, &wanted)?)))
    }
}

/// Where the words are in a line, whatever blanks and markup are between them there.
fn find_words(line: &str, words: &str, wanted: &str) -> Option<Range<usize>> {
    if words.is_empty() {
        return None;
    }
    if let Some(at) = line.find(words) {
        return Some(at..at + words.len());
    }
    if wanted.is_empty() || line.len() > LOOSE_LIMIT {
        return None;
    }
    let (text, places) = solid(line);
    let at = text.find(wanted)?;
    let first = text.get(..at)?.chars().count();
    let count = wanted.chars().count();
    Some(places.get(first)?.start..places.get(first + count - 1)?.end)
}

/// The characters that show: no blanks, no tags, no emphasis or escape marks; with their places.
fn solid(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut out, mut places, mut in_tag) = (String::new(), Vec::new(), false);
    for (i, c) in text.char_indices() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            '*' | '~' | '\\' | '•' => {}
            _ if in_tag || c.is_whitespace() => {}
            _ => {
                out.push(c);
                places.push(i..i + c.len_utf8());
            }
        }
    }
    (out, places)
}

/// A part of a line that fits the width, and where the mark is in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The part, with `…` where something is left out.
    pub(crate) text: String,
    /// The mark, in bytes of `text`.
    pub(crate) mark: Range<usize>,
}

/// Cuts a line to `width` columns around `mark`. Tabs and other control characters become blanks.
pub(crate) fn cut(line: &str, mark: Range<usize>, width: usize) -> Cut {
    let width = width.max(10);
    let room = width - 2;
    let columns = |c: char| if c.is_control() { 1 } else { c.width().unwrap_or(0) };
    // The mark itself first, then what fits before it (a third of the rest), then behind it.
    let (mut start, mut end, mut used) = (mark.start, mark.start, 0);
    for c in line.get(mark.clone()).unwrap_or_default().chars() {
        if used + columns(c) > room {
            break;
        }
        used += columns(c);
        end += c.len_utf8();
    }
    let marked = end;
    let mut lead = (room - used) / 3;
    // What the line does not need behind the mark is room before it.
    let behind: usize = line.get(end..).unwrap_or_default().chars().take(room).map(columns).sum();
    lead = lead.max((room - used).saturating_sub(behind));
    for c in line.get(..start).unwrap_or_default().chars().rev() {
        if columns(c) > lead {
            break;
        }
        lead -= columns(c);
        used += columns(c);
        start -= c.len_utf8();
    }
    for c in line.get(end..).unwrap_or_default().chars() {
        if used + columns(c) > room {
            break;
        }
        used += columns(c);
        end += c.len_utf8();
    }
    let mut text = String::new();
    if start > 0 {
        text.push('…');
    }
    let shift = text.len();
    // Control characters are one byte in ASCII and two in Latin-1; blanks of the same length keep
    // the offsets.
    for c in line.get(start..end).unwrap_or_default().chars() {
        if c.is_control() {
            text.extend(std::iter::repeat_n(' ', c.len_utf8()))
        } else {
            text.push(c)
        }
    }
    if end < line.len() {
        text.push('…');
    }
    Cut { mark: shift + mark.start - start..shift + marked - start, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_through_markup_and_blanks() {
        let source =
            SourceText::new("head\r\n| a | due  <p>31<sup>st</sup> **May**</p> 2020 |\n".into());
        let (line, range) = source.find(1, 2, "31st May 2020").unwrap();
        assert_eq!(line, 2);
        assert_eq!(&source.line(2).unwrap()[range], "31<sup>st</sup> **May**</p> 2020");
        assert_eq!(source.line(1), Some("head"));
        assert_eq!(source.find(1, 2, "June"), None);
        assert_eq!(source.line(9), None);
    }

    #[test]
    fn a_cut_keeps_the_mark_and_the_width() {
        let line = format!("{}WORDS{}", "a".repeat(300), "ü".repeat(300));
        let c = cut(&line, 300..305, 60);
        assert_eq!(&c.text[c.mark.clone()], "WORDS");
        assert!(c.text.chars().count() <= 60);
        assert!(c.text.starts_with('…') && c.text.ends_with('…'));

        let all = cut("short line", 6..10, 60);
        assert_eq!((all.text.as_str(), &all.text[all.mark.clone()]), ("short line", "line"));

        let long = cut(&"x".repeat(500), 0..500, 40);
        assert_eq!(long.mark, 0..38);
    }
}
