//! Text with the few marks that later rules need as evidence.

use jiff::civil::Date;
use std::ops::Range;

/// Characters that may stand for a status, alone or beside words: `✔`, `●`, `▲`.
pub const SIGNS: &str = "✔✓☑✅✘✗✖❌☒●⬤⚫○◯⚪▲△▼▽■◼⬛□◻⬜◆◇♦★☆◐◑◔◕◈◉◒◓◧◨◩◪▬⚠⏳";

/// A colour as it shows on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// `#rrggbb`, lower case.
    #[must_use]
    pub fn hex(&self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Reads `#rgb` or `#rrggbb`, in either case.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let byte = |shift: u32| ((value >> shift) & 0xff) as u8;
        let nibble = |shift: u32| (((value >> shift) & 0xf) * 17) as u8;
        match digits.len() {
            6 => Some(Self(byte(16), byte(8), byte(0))),
            3 => Some(Self(nibble(8), nibble(4), nibble(0))),
            _ => None,
        }
    }

    /// White or so near it that nobody sees a colour (every channel at least 250).
    #[must_use]
    pub fn is_white(&self) -> bool {
        self.0 >= 250 && self.1 >= 250 && self.2 >= 250
    }
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Crossed out: it no longer holds.
    Struck,
    /// Raised, as the `st` of `1st`.
    Superscript,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Set in a colour other than black.
    Coloured(Rgb),
    /// Shows a day that the source keeps as such and not as text, as spreadsheets do.
    Day(Date),
}

/// A run of a `RichText` that is set in some style; byte offsets on character boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Byte range of the run in the text.
    pub range: Range<usize>,
    /// How it is set.
    pub style: Style,
}

/// Plain text with marks.
///
/// Paragraphs and line breaks that the author made are `\n`; list items are lines that begin with
/// `• `; runs of blanks are one blank; there is none at either end. Line ends that only come from
/// the width of a column are blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    text: String,
    marks: Vec<Mark>,
}

impl RichText {
    /// Unmarked text; blanks are folded.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: fold_blanks(text), marks: Vec::new() }
    }

    /// Text with marks. Blanks are folded and the marks moved with their characters; marks that
    /// are left without a character, or that are not on character boundaries, are dropped.
    #[must_use]
    pub fn new(text: &str, marks: Vec<Mark>) -> Self {
        let folded = fold_blanks(text);
        if folded == text {
            let marks = marks
                .into_iter()
                .filter(|m| m.range.start < m.range.end && text.get(m.range.clone()).is_some())
                .collect();
            return Self { text: folded, marks };
        }
        // Folding only drops or replaces white space, so the other characters keep their order:
        // a mark goes from its first to its last character that is not white space.
        let solid = |s: &str| -> Vec<(usize, usize)> {
            s.char_indices()
                .filter(|(_, c)| !c.is_whitespace())
                .map(|(i, c)| (i, i + c.len_utf8()))
                .collect()
        };
        let (before, after) = (solid(text), solid(&folded));
        debug_assert_eq!(before.len(), after.len());
        let marks = marks
            .into_iter()
            .filter_map(|m| {
                let first = before.partition_point(|(start, _)| *start < m.range.start);
                let last = before.partition_point(|(_, end)| *end <= m.range.end);
                (first < last && last <= after.len())
                    .then(|| Mark { range: after[first].0..after[last - 1].1, style: m.style })
            })
            .collect();
        Self { text: folded, marks }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The marks, in no promised order; ranges lie on character boundaries of the text.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Byte ranges that are set in this style, in text order.
    pub fn styled(&self, style: Style) -> impl Iterator<Item = Range<usize>> {
        let mut ranges: Vec<_> =
            self.marks.iter().filter(|m| m.style == style).map(|m| m.range.clone()).collect();
        ranges.sort_by_key(|r| r.start);
        ranges.into_iter()
    }

    /// Ranges of characters that are struck out, in text order, end exclusive; those that touch are one.
    #[must_use]
    pub fn struck(&self) -> Vec<[usize; 2]> {
        let mut out: Vec<[usize; 2]> = Vec::new();
        for range in self.styled(Style::Struck) {
            let at = |byte: usize| self.text.get(..byte).map_or(0, |s| s.chars().count());
            let (from, to) = (at(range.start), at(range.end));
            match out.last_mut() {
                Some(last) if from <= last[1] => last[1] = last[1].max(to),
                _ if from < to => out.push([from, to]),
                _ => {}
            }
        }
        out
    }

    /// The text that holds: without what is struck out, where something else is left, and without
    /// note marks.
    #[must_use]
    pub fn live(&self) -> Self {
        let struck: Vec<Range<usize>> = self.styled(Style::Struck).collect();
        let rest = self.without(&struck);
        if rest.text.contains(char::is_alphanumeric) { rest.unmarked() } else { self.unmarked() }
    }

    /// The text without note marks: superscript characters behind a word or number, and what
    /// is such a character in brackets.
    #[must_use]
    pub fn unmarked(&self) -> Self {
        let marks = note_marks(&self.text);
        if marks.is_empty() { self.clone() } else { self.without(&marks) }
    }

    /// Whether all of its letters and figures are struck out.
    #[must_use]
    pub fn is_struck(&self) -> bool {
        let struck: Vec<Range<usize>> = self.styled(Style::Struck).collect();
        !struck.is_empty() && !self.without(&struck).text.contains(char::is_alphanumeric)
    }

    /// The text without some ranges, which come in order.
    fn without(&self, ranges: &[Range<usize>]) -> Self {
        let mut out = Self::default();
        let mut from = 0;
        for range in ranges.iter().filter(|r| !r.is_empty()) {
            if range.start >= from {
                out.push_part(self, from..range.start);
            }
            from = from.max(range.end);
        }
        out.push_part(self, from..self.text.len());
        Self::new(&out.text, out.marks)
    }

    /// Adds a part of another text as it is.
    fn push_part(&mut self, other: &Self, range: Range<usize>) {
        let Some(part) = other.text.get(range.clone()) else { return };
        let shift = self.text.len();
        self.text.push_str(part);
        self.marks.extend(other.marks.iter().filter_map(|m| {
            let (a, b) = (m.range.start.max(range.start), m.range.end.min(range.end));
            let moved = || a - range.start + shift..b - range.start + shift;
            (a < b).then(|| Mark { range: moved(), style: m.style })
        }));
    }

    /// Adds another text behind this one, with a separator where neither is empty.
    pub fn append(&mut self, separator: &str, other: &Self) {
        if other.text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(separator);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(
            other.marks.iter().map(|m| Mark {
                range: m.range.start + shift..m.range.end + shift,
                style: m.style,
            }),
        );
    }

    /// The part of the text in a byte range (on character boundaries), with its marks; blanks at
    /// its ends are dropped.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(part) = self.text.get(range.clone()) else {
            return Self::default();
        };
        let start = range.start + (part.len() - part.trim_start().len());
        let end = range.start + part.trim_end().len();
        if start >= end {
            return Self::default();
        }
        let marks = self
            .marks
            .iter()
            .filter_map(|m| {
                let (a, b) = (m.range.start.max(start), m.range.end.min(end));
                (a < b).then(|| Mark { range: a - start..b - start, style: m.style })
            })
            .collect();
        Self { text: self.text[start..end].to_owned(), marks }
    }
}

/// Where note marks are in a text.
fn note_marks(text: &str) -> Vec<Range<usize>> {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ";
    if text.is_ascii() && !text.contains('[') {
        return Vec::new();
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_behind = before.is_some_and(|b| b.is_alphanumeric() || matches!(b, ')' | '%' | '.'));
        if is_behind && RAISED.contains(c) {
            let mut end = at + c.len_utf8();
            while let Some((n, next)) = chars.next_if(|(_, c)| RAISED.contains(*c) || *c == ',') {
                if next != ',' {
                    end = n + next.len_utf8();
                }
            }
            out.push(at..end);
        } else if c == '[' && before.is_some_and(char::is_alphanumeric) {
            let inner = text[at + 1..].split(']').next().unwrap_or("");
            let is_mark = inner.len() + at + 1 < text.len()
                && (1..=4).contains(&inner.len())
                && inner.bytes().all(|b| b.is_ascii_alphabetic());
            if is_mark {
                out.push(at..at + inner.len() + 2);
            }
        }
        before = Some(c);
    }
    out
}

/// Folds runs of blanks (NBSP and tabs too) to one blank and runs of line breaks to one `\n`, and
/// drops both at the ends.
#[must_use]
pub fn fold_blanks(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut blank, mut newline) = (false, false);
    for c in text.chars() {
        if c == '\n' {
            newline = true;
        } else if c.is_whitespace() {
            blank = true;
        } else {
            if !out.is_empty() {
                if newline {
                    out.push('\n');
                } else if blank {
                    out.push(' ');
                }
            }
            (blank, newline) = (false, false);
            out.push(c);
        }
    }
    out
}

const BLANK: u8 = 1;
const CONTROL: u8 = 2;
/// Lead bytes of U+00A0 and U+0085, U+1680, the blanks of U+2000, U+3000.
const LEAD: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x20 | 0x0a => BLANK,
            0..0x20 | 0x7f => CONTROL,
            0xc2 | 0xe1 | 0xe2 | 0xe3 => LEAD,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Whether there is surely nothing to fold. Most cells are so, and this reads them without a
/// branch for each byte.
fn is_folded(text: &str) -> bool {
    let (mut last, mut found) = (BLANK, 0);
    for byte in text.as_bytes() {
        let class = CLASSES[usize::from(*byte)];
        found |= (class & last) | (class & (CONTROL | LEAD));
        last = class;
    }
    if found & (BLANK | CONTROL) != 0 || (last == BLANK && !text.is_empty()) {
        return false;
    }
    // Dashes and quotation marks share their lead byte with the odd blanks.
    found & LEAD == 0 || !text.chars().any(|c| !c.is_ascii() && c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_marks_on_their_characters() {
        let text = "  due   29 Feb \u{a0} 31 March ";
        let at = text.find("29 Feb").unwrap();
        let rich = RichText::new(text, vec![Mark { range: at..at + 6, style: Style::Struck }]);
        assert_eq!(rich.as_str(), "due 29 Feb 31 March");
        let struck: Vec<_> = rich.styled(Style::Struck).map(|r| &rich.as_str()[r]).collect();
        assert_eq!(struck, ["29 Feb"]);
    }

    #[test]
    fn struck_ranges_count_characters() {
        let text = "é 2036 2038";
        let marks = vec![
            Mark { range: 3..5, style: Style::Struck },
            Mark { range: 5..7, style: Style::Struck },
            Mark { range: 8..12, style: Style::Bold },
        ];
        assert_eq!(RichText::new(text, marks).struck(), [[2, 6]]);
    }

    #[test]
    fn what_holds_is_neither_struck_nor_a_mark() {
        let text = |text: &str, to: usize| {
            RichText::new(text, vec![Mark { range: 0..to, style: Style::Struck }])
        };
        assert_eq!(text("RED GREEN", 3).live().as_str(), "GREEN");
        assert_eq!(text("RED", 3).live().as_str(), "RED");
        assert!(text("RED", 3).is_struck() && !text("RED GREEN", 3).is_struck());
        for (marked, plain) in [
            ("RED¹", "RED"),
            ("1.2²", "1.2"),
            ("31 March 2024¹,² or later", "31 March 2024 or later"),
            ("Castle[q]", "Castle"),
            ("¹ Provisional", "¹ Provisional"),
            ("Plan [A4]", "Plan [A4]"),
        ] {
            assert_eq!(RichText::plain(marked).unmarked().as_str(), plain);
        }
    }

    #[test]
    fn slice_and_append_are_inverse_but_for_blanks() {
        let rich = RichText::new("one two", vec![Mark { range: 0..7, style: Style::Bold }]);
        let mut joined = rich.slice(0..3);
        joined.append(" ", &rich.slice(3..7));
        assert_eq!(joined.as_str(), "one two");
        assert_eq!(joined.marks().len(), 2);
        assert_eq!(&joined.as_str()[joined.marks()[1].range.clone()], "two");
    }

    #[test]
    fn colours_read_what_they_write() {
        for hex in ["#ffc000", "#000000", "#0a0b0c"] {
            assert_eq!(Rgb::from_hex(hex).unwrap().hex(), hex);
        }
        assert_eq!(Rgb::from_hex("#F0a"), Some(Rgb(255, 0, 170)));
        assert_eq!(Rgb::from_hex("#+12345"), None);
    }
}
