//! Text with marks, put together piece by piece as a cell or a paragraph is read.

use crate::{colour, raised};
use tablemend_model::{Mark, Rgb, RichText, Style};

/// Deeper nesting of marks than this is not followed: nobody prints it.
const DEEPEST: usize = 128;

/// What is between the text so far and the next character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
}

/// An element or mark that is open.
#[derive(Clone, Debug)]
struct Open {
    /// What closes it.
    name: Vec<u8>,
    styles: Vec<Style>,
    background: Option<Rgb>,
    start: usize,
}

/// A list that is open: the number of its next item, where items are numbered.
#[derive(Clone, Debug)]
struct List {
    next: Option<(i64, Numbering)>,
    items: u32,
}

/// How list items are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    Decimal,
    Letters,
    Capitals,
}

/// Text as it grows; blanks are folded, invisible characters dropped, ligatures opened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    text: String,
    marks: Vec<Mark>,
    gap: Gap,
    bullet: Option<String>,
    open: Vec<Open>,
    lists: Vec<List>,
    icons: Vec<Rgb>,
    /// First background that was met inside.
    background: Option<Rgb>,
    /// Whether some text is on no background or on another one.
    bare: bool,
}

/// What a flow has become.
#[derive(Debug, Default)]
pub(crate) struct Flowed {
    pub(crate) text: RichText,
    /// Background that all of the text is on.
    pub(crate) fill: Option<Rgb>,
    pub(crate) icons: Vec<Rgb>,
}

impl Flow {
    /// Whether nothing would show.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.icons.is_empty()
    }

    /// Adds text as a browser would show it: a line end is a blank.
    pub(crate) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let word = rest.bytes().position(|b| !b.is_ascii_graphic()).unwrap_or(rest.len());
            let next = if word > 0 {
                self.put(first);
                self.text.push_str(&rest[1..word]);
                word
            } else {
                self.character(first);
                first.len_utf8()
            };
            rest = &rest[next..];
        }
    }

    /// Adds text whose line ends count.
    pub(crate) fn lines(&mut self, text: &str) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.line_break();
            }
            self.text(line);
        }
    }

    /// A character that is not printable ASCII.
    fn character(&mut self, c: char) {
        match c {
            '\u{ad}'
            | '\u{200b}'..='\u{200c}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{200e}'
            | '\u{200f}' => {}
            '\u{fb00}' => self.text("ff"),
            '\u{fb01}' => self.text("fi"),
            '\u{fb02}' => self.text("fl"),
            '\u{fb03}' => self.text("ffi"),
            '\u{fb04}' => self.text("ffl"),
            '\u{fb05}' | '\u{fb06}' => self.text("st"),
            // U+F0B7 is the bullet of the Symbol font, as word processors leave it.
            '\u{2022}' | '\u{f0b7}' => self.printed_bullet(),
            // A middle dot that begins a line is Word's bullet in its own HTML.
            '\u{b7}' if self.text.is_empty() || self.gap == Gap::Line => self.printed_bullet(),
            c if c.is_whitespace() => self.gap = self.gap.max(Gap::Blank),
            c if c.is_control() => {}
            c => {
                if let Some(colour) = colour::of_glyph(c) {
                    self.icons.push(colour);
                }
                self.put(c);
            }
        }
    }

    /// A bullet that is in the text begins an item where a blank or nothing is before it.
    fn printed_bullet(&mut self) {
        if self.bullet.is_none() && self.gap == Gap::None && !self.text.is_empty() {
            return self.put('\u{2022}');
        }
        self.gap = Gap::Line;
        self.bullet = None;
        self.put('\u{2022}');
        self.gap = Gap::Blank;
    }

    fn put(&mut self, c: char) {
        if !self.text.is_empty() {
            match self.gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::Line => self.text.push('\n'),
            }
        }
        self.gap = Gap::None;
        if let Some(bullet) = self.bullet.take() {
            self.text.push_str(&bullet);
        }
        self.bare |= self.background.is_none() || {
            let background = self.open.iter().rev().find_map(|o| o.background);
            background != self.background
        };
        self.text.push(c);
    }

    /// A blank, where words would run together without one.
    pub(crate) fn blank(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// A line break or the end of a paragraph.
    pub(crate) fn line_break(&mut self) {
        self.gap = Gap::Line;
    }

    /// A list begins; `first` numbers its items.
    pub(crate) fn begin_list(&mut self, first: Option<(i64, Numbering)>) {
        self.line_break();
        if self.lists.len() < DEEPEST {
            self.lists.push(List { next: first, items: 0 });
        }
        // Converters lose the items of a list and keep its text: that is one item then.
        self.bullet = Some("\u{2022} ".to_owned());
    }

    /// A list ends.
    pub(crate) fn end_list(&mut self) {
        self.lists.pop();
        self.bullet = None;
        self.line_break();
    }

    /// An item begins.
    pub(crate) fn item(&mut self) {
        self.line_break();
        let mark = match self.lists.last_mut() {
            Some(List { next: Some((number, numbering)), .. }) => {
                let mark = label(*number, *numbering);
                *number += 1;
                mark
            }
            _ => "\u{2022} ".to_owned(),
        };
        if let Some(list) = self.lists.last_mut() {
            list.items += 1;
        }
        self.bullet = Some(mark);
    }

    /// An item ends.
    pub(crate) fn end_item(&mut self) {
        self.bullet = None;
        self.line_break();
    }

    /// Opens an element or mark that `close` with the same name ends.
    pub(crate) fn open(&mut self, name: &[u8], styles: Vec<Style>, background: Option<Rgb>) {
        if self.open.len() >= DEEPEST {
            return;
        }
        if background.is_some() && self.background.is_none() {
            self.background = background;
        }
        self.open.push(Open { name: name.to_vec(), styles, background, start: self.text.len() });
    }

    /// Closes the nearest open element of this name; nothing happens where there is none.
    pub(crate) fn close(&mut self, name: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|o| o.name == name) {
            let open = self.open.remove(at);
            self.raise(&open);
            self.mark(&open);
        }
    }

    /// Makes a raised text superscript characters, unless it is the ending of an ordinal.
    fn raise(&mut self, open: &Open) {
        if !open.styles.contains(&Style::Superscript) {
            return;
        }
        let (before, text) = self.text.split_at(open.start);
        let start = open.start + text.len() - text.trim_start().len();
        if let Some(kept) = raised::kept(before, text) {
            self.text.replace_range(start.., &kept);
            let end = self.text.len();
            self.marks.retain_mut(|m| {
                m.range.end = m.range.end.min(end);
                m.range.start < start
            });
        }
    }

    fn mark(&mut self, open: &Open) {
        let part = self.text.get(open.start..).unwrap_or_default();
        let start = self.text.len() - part.trim_start().len();
        if start < self.text.len() {
            let range = start..self.text.len();
            self.marks.extend(
                open.styles.iter().map(|style| Mark { range: range.clone(), style: *style }),
            );
        }
    }

    /// A shape or swatch without text.
    pub(crate) fn icon(&mut self, colour: Rgb) {
        self.icons.push(colour);
    }

    /// Adds something whose line breaks before and behind it are blanks.
    pub(crate) fn run_on(&mut self, add: impl FnOnce(&mut Self)) {
        let gap = self.gap;
        let from = self.text.len();
        add(self);
        // What was added began on a line of its own.
        if gap != Gap::Line && self.text.get(from..).is_some_and(|t| t.starts_with('\n')) {
            self.text.replace_range(from..=from, " ");
        }
        self.gap = if self.text.len() > from { Gap::Blank } else { gap };
    }

    /// A picture: its alternative text shows, and its colour where only the file's name says one.
    pub(crate) fn picture(&mut self, alternative: &str, source: &str) {
        if alternative.trim().is_empty() {
            self.icons.extend(colour::of_file_name(source));
        } else {
            self.text(alternative);
        }
    }

    /// The text that was put together; whatever is still open ends here.
    pub(crate) fn finish(mut self) -> Flowed {
        for open in std::mem::take(&mut self.open).into_iter().rev() {
            self.raise(&open);
            self.mark(&open);
        }
        let fill = self.background.filter(|_| !self.bare);
        Flowed { text: RichText::new(&self.text, self.marks), fill, icons: self.icons }
    }
}

fn label(number: i64, numbering: Numbering) -> String {
    let letter = |first: u8| {
        let n = u8::try_from(number - 1).ok().filter(|n| *n < 26)?;
        Some(format!("{}. ", char::from(first + n)))
    };
    let label = match numbering {
        Numbering::Decimal => None,
        Numbering::Letters => letter(b'a'),
        Numbering::Capitals => letter(b'A'),
    };
    label.unwrap_or_else(|| format!("{number}. "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_do_not_show_are_dropped_and_ligatures_opened() {
        let mut flow = Flow::default();
        flow.text(" con\u{ad}\u{fb01}rm\u{a0}\u{a0}\u{200b}o\u{fb03}ce\t\n now ");
        assert_eq!(flow.finish().text.as_str(), "confirm office now");
    }

    #[test]
    fn printed_bullets_begin_lines() {
        for (text, expected) in [
            (" \u{2022} item", "\u{2022} item"),
            ("do: \u{2022} a \u{2022}b", "do:\n\u{2022} a\n\u{2022} b"),
            ("a\u{2022}b", "a\u{2022}b"),
            ("\u{b7}\u{a0}\u{a0} item", "\u{2022} item"),
            ("a \u{b7} b", "a \u{b7} b"),
        ] {
            let mut flow = Flow::default();
            flow.text(text);
            assert_eq!(flow.finish().text.as_str(), expected);
        }
    }

    #[test]
    fn a_background_counts_where_all_text_stands_on_it() {
        let red = Rgb(255, 0, 0);
        for (before, inside, fill) in
            [("", "late", Some(red)), ("", "", Some(red)), ("not ", "late", None)]
        {
            let mut flow = Flow::default();
            flow.text(before);
            flow.open(b"span", vec![], Some(red));
            flow.text(inside);
            flow.close(b"span");
            assert_eq!(flow.finish().fill, fill, "{before:?} {inside:?}");
        }
    }

    #[test]
    fn marks_end_where_their_text_ends() {
        let mut flow = Flow::default();
        flow.text("due ");
        flow.open(b"s", vec![Style::Struck], None);
        flow.text(" 29 Feb ");
        flow.close(b"s");
        flow.text("31 March");
        let text = flow.finish().text;
        let struck: Vec<_> = text.styled(Style::Struck).map(|r| &text.as_str()[r]).collect();
        assert_eq!((text.as_str(), struck), ("due 29 Feb 31 March", vec!["29 Feb"]));
    }
}
