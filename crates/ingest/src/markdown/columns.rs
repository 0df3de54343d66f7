//! Lines whose columns are told by where their characters are.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// How wide a character is taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Widths {
    /// As a terminal shows it: wide characters count twice, combining ones not at all.
    Shown,
    /// Each as one.
    Counted,
}

/// A line whose characters can be asked for by their column.
#[derive(Clone, Debug)]
pub(super) struct Ruler<'a> {
    text: &'a str,
    /// The byte at which each column begins; empty where columns are bytes.
    offsets: Vec<usize>,
}

impl<'a> Ruler<'a> {
    pub(super) fn new(text: &'a str, widths: Widths) -> Self {
        let mut offsets = Vec::new();
        if !text.is_ascii() {
            for (at, c) in text.char_indices() {
                let width = if widths == Widths::Shown { c.width().unwrap_or(0) } else { 1 };
                offsets.extend(std::iter::repeat_n(at, width));
            }
        }
        Self { text, offsets }
    }

    /// Number of columns.
    pub(super) fn width(&self) -> usize {
        if self.text.is_ascii() { self.text.len() } else { self.offsets.len() }
    }

    fn offset(&self, column: usize) -> usize {
        if self.text.is_ascii() {
            column.min(self.text.len())
        } else {
            self.offsets.get(column).copied().unwrap_or(self.text.len())
        }
    }

    /// The character that begins in a column.
    pub(super) fn at(&self, column: usize) -> Option<char> {
        self.text[self.offset(column)..].chars().next()
    }

    /// The text between two columns, the second excluded.
    pub(super) fn cut(&self, from: usize, to: usize) -> &'a str {
        let (start, end) = (self.offset(from), self.offset(to));
        &self.text[start..end.max(start)]
    }
}

/// The runs of a character in a line, by column, where the line has nothing else but blanks.
pub(super) fn runs(line: &str, of: u8) -> Option<Vec<(usize, usize)>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in line.bytes().enumerate() {
        if byte == of {
            match found.last_mut() {
                Some((_, end)) if *end == at => *end = at + 1,
                _ => found.push((at, at + 1)),
            }
        } else if !matches!(byte, b' ' | b'\r' | b'\n') {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The source of a cell of several lines: their common indent taken away, a line that only wraps
/// joined to the one above, so that it begins no list or heading (pandoc wants a blank line before
/// a list, and wraps wherever a blank is).
pub(super) fn dedented<'a>(lines: &[&'a str]) -> Cow<'a, str> {
    let printed = |l: &&&str| !l.trim().is_empty();
    let Some(first) = lines.iter().position(|l| !l.trim().is_empty()) else {
        return Cow::Borrowed("");
    };
    let last = lines.iter().rposition(|l| !l.trim().is_empty()).unwrap_or(first);
    let lines = &lines[first..=last];
    if let [line] = lines {
        return Cow::Borrowed(line.trim());
    }
    let indent = |l: &str| l.len() - l.trim_start_matches(' ').len();
    let common = lines.iter().filter(printed).map(|l| indent(l)).min().unwrap_or(0);
    let has_list = lines.iter().any(|l| is_item(l.trim()));
    let mut out = String::new();
    let (mut above_is_blank, mut in_list) = (true, false);
    for line in lines {
        if line.trim().is_empty() {
            out.push_str("\n\n");
            above_is_blank = true;
            continue;
        }
        let text = if has_list { line[common..].trim_end() } else { line.trim() };
        let begins_item = is_item(text.trim_start()) && (above_is_blank || in_list);
        if above_is_blank {
            in_list = begins_item || (in_list && text.starts_with(' '));
        }
        if !above_is_blank {
            out.push(if begins_item || out.ends_with('\\') { '\n' } else { ' ' });
        }
        // A wrapped line's indent is not a code.
        out.push_str(if begins_item || (above_is_blank && in_list) {
            text
        } else {
            text.trim_start()
        });
        above_is_blank = false;
    }
    Cow::Owned(out)
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=9).contains(&digits) => &line[digits + 1..],
        Some(b'-' | b'*' | b'+') if digits == 0 => &line[1..],
        _ => return false,
    };
    rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_what_a_terminal_shows() {
        let ruler = Ruler::new("| \u{65e5}\u{672c} | caf\u{e9} |", Widths::Shown);
        assert_eq!(
            (ruler.width(), ruler.cut(2, 6), ruler.cut(9, 13)),
            (15, "\u{65e5}\u{672c}", "caf\u{e9}")
        );
        let counted = Ruler::new("| \u{65e5}\u{672c} | caf\u{e9} |", Widths::Counted);
        assert_eq!((counted.width(), counted.cut(7, 11)), (13, "caf\u{e9}"));
    }

    #[test]
    fn wrapped_lines_are_joined_and_lists_are_not() {
        for (lines, expected) in [
            (&["  one", "two  "][..], "one two"),
            (&["May", "- June"], "May - June"),
            (&["by 2024", "31. and so on"], "by 2024 31. and so on"),
            (&["- a", "  goes on", "- b"], "- a goes on\n- b"),
            (&["one", "", "- a", "- b"], "one\n\n- a\n- b"),
            (&["one\\", "two"], "one\\\ntwo"),
            (&["", "   x"], "x"),
        ] {
            assert_eq!(dedented(lines), expected, "{lines:?}");
        }
    }
}
