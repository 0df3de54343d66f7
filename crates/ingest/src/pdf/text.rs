//! Lines of a cell or a paragraph to its text: which line ends the width of the column made, and
//! which the author made.

use super::words::{Line, Word};
use std::collections::HashSet;
use tablemend_model::{Mark, Rect, Rgb, RichText, Style};

/// Words of the document that hold a hyphen or slash, and all words in lower case: the evidence
/// for mending words that a line end has parted.
pub(crate) type Known = HashSet<String>;

/// Characters that stand before list items.
const BULLETS: &[char] = &[
    '•', '●', '◦', '▪', '■', '‣', '○', '⁃', '▫', '□', '➢', '✓', '·', '\u{f0b7}', '\u{f0a7}',
    '\u{f0d8}', '\u{f0fc}', '\u{f076}',
];

/// Whether a word is nothing but the sign before a list item.
pub(crate) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| BULLETS.contains(&c)) && chars.next().is_none()
}

/// Whether a word begins a note to a table: a sign that the table refers by, or what such notes say.
pub(crate) fn starts_note(word: &str) -> bool {
    names_note(word) || word.starts_with(['*', '†', '‡', '¹', '²', '³'])
}

/// Whether a word says that a note follows.
pub(crate) fn names_note(word: &str) -> bool {
    let lower = word.to_lowercase();
    let said = lower.trim_end_matches([':', '.']);
    said.len() < lower.len()
        && matches!(said, "source" | "sources" | "note" | "notes" | "key" | "legend")
}

/// Glyphs that show a state by their colour rather than say something.
pub(crate) fn is_swatch(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "●■▲▼◆⬤◼★✔✘⚫⚪⬛".contains(c))
}

/// Whether nobody would see a colour in it: black, white or gray.
pub(crate) fn is_colourless(colour: Rgb) -> bool {
    let Rgb(r, g, b) = colour;
    r.max(g).max(b) - r.min(g).min(b) < 40
}

/// Puts the lines of one cell or paragraph together. `right` is where its text may reach.
///
/// A line end is the author's where the next line's first word would have fitted on the line, where
/// the next line stands further off than the lines before, or where a list item begins.
pub(crate) fn compose(words: &[Word], lines: &[Line], right: f32, known: &Known) -> RichText {
    let mut out = Composer::default();
    let leading = leading(lines);
    let mut in_item = false;
    for (n, line) in lines.iter().enumerate() {
        let Some(first) = line.words.first().map(|i| &words[*i as usize]) else {
            continue;
        };
        let bullet = is_bullet(&first.text) && line.words.len() > 1;
        if let Some(before) = n.checked_sub(1).and_then(|i| lines.get(i)) {
            let fitted = line_would_take(words, before, line, right);
            let apart = leading.is_some_and(|l| line.base - before.base > 1.25 * l + 1.0);
            // The text of a list item goes on to the right of its bullet.
            let hangs = in_item && first.area.x0 > item_start(words, lines, n) + 1.0;
            // What is turned over stands further in, and begins in the middle of a sentence.
            let is_small = first.text.starts_with(char::is_lowercase);
            let hangs = hangs || is_small && first.area.x0 > lines[0].area.x0 + 0.5 * first.size;
            if bullet || apart || (fitted && !hangs) {
                out.newline();
                in_item = false;
            } else {
                out.line_end(&first.text, known);
            }
        }
        in_item |= bullet;
        for (k, index) in line.words.iter().enumerate() {
            let word = &words[*index as usize];
            if k > 0 && !word.is_glued {
                out.blank();
            }
            if k == 0 && bullet {
                out.push("•", word);
            } else {
                out.push(&word.text, word);
            }
        }
    }
    RichText::new(&out.text, out.marks)
}

/// Left edge of the bullet of the item that line `n` may belong to.
fn item_start(words: &[Word], lines: &[Line], n: usize) -> f32 {
    lines[..n]
        .iter()
        .rev()
        .filter_map(|l| l.words.first())
        .map(|i| &words[*i as usize])
        .find(|w| is_bullet(&w.text))
        .map_or(f32::INFINITY, |w| w.area.x0)
}

/// The usual distance of baselines: the least that occurs.
fn leading(lines: &[Line]) -> Option<f32> {
    lines
        .windows(2)
        .map(|w| w[1].base - w[0].base)
        .filter(|d| *d > 1.0)
        .min_by(f32::total_cmp)
        .filter(|_| lines.len() > 2)
}

/// Whether the first word of `next` would have fitted at the end of `line`.
pub(crate) fn line_would_take(words: &[Word], line: &Line, next: &Line, right: f32) -> bool {
    let (Some(last), Some(first)) = (line.words.last(), next.words.first()) else {
        return false;
    };
    let (last, first) = (&words[*last as usize], &words[*first as usize]);
    // What is glued to the first word goes with it over the line end.
    let end = next
        .words
        .iter()
        .skip(1)
        .map(|i| &words[*i as usize])
        .take_while(|w| w.is_glued)
        .last()
        .map_or(first.area.x1, |w| w.area.x1);
    let blank = if last.text.ends_with('-') { 0.0 } else { 0.28 * last.size };
    last.area.x1 + blank + (end - first.area.x0) < right - 0.25 * last.size
}

/// How far the text of an area may reach to the right: its padding is as wide as on the left.
pub(crate) fn text_right(area: &Rect, words: &[Word], lines: &[Line]) -> f32 {
    let left = lines.iter().map(|l| l.area.x0).fold(f32::INFINITY, f32::min);
    let reach = lines
        .iter()
        .filter_map(|l| l.words.last())
        .map(|i| words[*i as usize].area.x1)
        .fold(f32::NEG_INFINITY, f32::max);
    let padding = (left - area.x0).clamp(0.0, 8.0);
    (area.x1 - padding).max(reach)
}

#[derive(Default)]
struct Composer {
    text: String,
    marks: Vec<Mark>,
}

impl Composer {
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
    }

    fn newline(&mut self) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// The end of a line that the column's width made: a blank, or nothing inside a word.
    fn line_end(&mut self, next: &str, known: &Known) {
        let last = self.text.rsplit([' ', '\n']).next().unwrap_or("");
        let head = |s: &str| s.trim_end_matches([',', '.', ';', ':', ')']).to_lowercase();
        if let Some(stem) = last.strip_suffix('\u{ad}') {
            let kept = self.text.len() - last.len() + stem.len();
            self.text.truncate(kept);
        } else if last.ends_with(['-', '\u{2010}']) && last.chars().count() > 1 {
            let stem = last.trim_end_matches(['-', '\u{2010}']);
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            if is_letter(stem.chars().last())
                && next.chars().next().is_some_and(char::is_lowercase)
                && known.contains(&head(&format!("{stem}{next}")))
            {
                let kept = self.text.len() - last.len() + stem.len();
                self.text.truncate(kept);
            }
        } else if last.ends_with('/')
            && last.chars().count() > 1
            && (next.starts_with(char::is_lowercase)
                || is_address(last)
                || known.contains(&head(&format!("{last}{next}"))))
        {
            // Nothing: the slash itself was the place to break.
        } else {
            self.blank();
        }
    }

    fn push(&mut self, text: &str, word: &Word) {
        let start = self.text.len();
        self.text.push_str(text);
        let range = start..self.text.len();
        let mut mark = |style: Style| match self.marks.iter_mut().rev().find(|m| m.style == style) {
            // Runs go on over the blank between two words.
            Some(m) if m.range.end + 1 >= range.start => m.range.end = range.end,
            _ => self.marks.push(Mark { range: range.clone(), style }),
        };
        if word.is_struck {
            mark(Style::Struck);
        }
        if word.is_raised {
            mark(Style::Superscript);
        }
        if word.bold {
            mark(Style::Bold);
        }
        if word.italic {
            mark(Style::Italic);
        }
        if !is_colourless(word.colour) {
            mark(Style::Coloured(word.colour));
        }
    }
}

/// Whether a word is the beginning of an address on the web, which has no blank inside.
fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '"']);
    word.contains("://") || word.starts_with("www.")
}

/// Words for `Known` out of a page's words, glued pieces joined.
pub(crate) fn collect_known(words: &[Word], into: &mut Known) {
    let mut whole = String::new();
    let mut finish = |whole: &mut String| {
        let trimmed = whole.trim_matches(|c: char| !c.is_alphanumeric());
        if trimmed.chars().count() > 3 && trimmed.chars().any(char::is_alphabetic) {
            into.insert(trimmed.to_lowercase());
        }
        whole.clear();
    };
    for word in words {
        if !word.is_glued {
            finish(&mut whole);
        }
        whole.push_str(&word.text);
    }
    finish(&mut whole);
}
