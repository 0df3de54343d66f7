//! Lines of a cell or a paragraph to its text: which line ends the width of the column made, and
//! which the author made.

mod sentence;

use super::bidi;
use super::hyphens;
pub(crate) use super::hyphens::{Known, collect_known};
use super::words::{Line, Word};
use tablemend_model::{Mark, Rect, Rgb, RichText, Style};

/// Characters that are before list items.
const BULLETS: &[char] = &['•', '●', '◦', '▪', '■', '‣', '○', '⁃', '▫', '□', '➢', '✓', '·'];

/// The sign of lists that is a status where it is alone; as long as the bullet that it is written as in lists.
const TICK: &str = "✓";

/// Codes of fonts of pictures that say nothing of what they show.
const PICTURES: std::ops::RangeInclusive<char> = '\u{f020}'..='\u{f0ff}';

/// Whether a word is nothing but the sign before a list item.
pub(crate) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| BULLETS.contains(&c) || PICTURES.contains(&c))
        && chars.next().is_none()
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

/// Neither near black nor near white: where a sign without colour has it, it is a colour of a status.
pub(crate) fn is_grey(colour: Rgb) -> bool {
    is_colourless(colour) && (0x50..0xd8).contains(&colour.0)
}

/// Puts the lines of one cell or paragraph together. `right` is where its text may reach.
///
/// A line end is the author's where the next line's first word would have fitted on the line, where
/// the next line is further off than the lines before, or where a list item begins.
pub(crate) fn compose(words: &[Word], lines: &[Line], right: f32, known: &Known) -> RichText {
    compose_in(words, lines, (right, right), known)
}

/// The same for a cell whose texts end at an edge of their own, left of where there would be room: words are broken there.
pub(crate) fn compose_in(
    words: &[Word],
    lines: &[Line],
    (right, edge): (f32, f32),
    known: &Known,
) -> RichText {
    let lines = &*read_lines(words, lines);
    let mut out = Composer::default();
    let leading = leading(lines);
    let mut in_item = false;
    for (n, line) in lines.iter().enumerate() {
        let Some(first) = line.words.first().map(|i| &words[*i as usize]) else {
            continue;
        };
        let bullet = is_bullet(&first.text) && line.words.len() > 1;
        if let Some(before) = n.checked_sub(1).and_then(|i| lines.get(i)) {
            let last = out.last_word().to_owned();
            let next = first_word(words, line);
            let seam = hyphens::seam(
                &last,
                &next,
                known,
                &hyphens::Room {
                    is_alone: before.words.len() == 1,
                    is_last: n + 1 == lines.len() && is_one_word(words, line),
                    left: edge - before.area.x1,
                    most: right - before.area.x1,
                    letter: letter_width(words, before).max(letter_of(first)),
                },
            );
            let goes_on = seam == hyphens::Seam::Joined || seam == hyphens::Seam::Whole;
            let is_turned = first.is_turned || bidi::is_rtl(&first.text);
            let fitted = !goes_on && !is_turned && line_would_take(words, before, line, right);
            let apart = leading.is_some_and(|l| line.base - before.base > 1.25 * l + 1.0)
                && !first.is_turned;
            // The text of a list item goes on to the right of its bullet.
            let hangs = in_item && first.area.x0 > item_start(words, lines, n) + 1.0;
            // What is turned over is further in, and begins in the middle of a sentence.
            let is_small = first.text.starts_with(char::is_lowercase);
            let hangs = hangs || is_small && first.area.x0 > lines[0].area.x0 + 0.5 * first.size;
            let is_within = || sentence::goes_on(&out.text, &next, before, lines, right);
            if bullet || apart || (fitted && !hangs && !is_within()) {
                out.newline();
                in_item = false;
            } else {
                out.line_end(seam);
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

/// The text of a cell with the tick that it begins with, where no other line of it begins with one: that is no sign of a
/// list but says that something is done.
pub(crate) fn with_tick(text: RichText, words: &[Word], lines: &[Line]) -> RichText {
    let first = |line: &Line| line.words.first().and_then(|i| words.get(*i as usize));
    let is_tick = |line: &Line| first(line).is_some_and(|w| w.text == TICK);
    let is_alone = lines.first().is_some_and(is_tick) && !lines.iter().skip(1).any(is_tick);
    match text.as_str().strip_prefix('•').filter(|_| is_alone) {
        Some(rest) => RichText::new(&format!("{TICK}{rest}"), text.marks().to_vec()),
        None => text,
    }
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

    /// What was written last, up to a blank.
    fn last_word(&self) -> &str {
        self.text.rsplit([' ', '\n']).next().unwrap_or("")
    }

    /// The end of a line that the column's width made: a blank, or nothing inside a word.
    fn line_end(&mut self, seam: hyphens::Seam) {
        match seam {
            hyphens::Seam::Joined => {
                let kept = self.text.trim_end_matches(hyphens::HYPHENS).len();
                self.text.truncate(kept);
                for mark in &mut self.marks {
                    mark.range.end = mark.range.end.min(kept);
                }
            }
            hyphens::Seam::Whole => {}
            hyphens::Seam::Blank => self.blank(),
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

/// The first word of a line, with what is glued to it.
fn first_word(words: &[Word], line: &Line) -> String {
    let mut own = line.words.iter().map(|i| &words[*i as usize]);
    let mut text = own.next().map_or_else(String::new, |w| w.text.clone());
    own.take_while(|w| w.is_glued).for_each(|w| text.push_str(&w.text));
    text
}

fn is_one_word(words: &[Word], line: &Line) -> bool {
    line.words.iter().skip(1).all(|i| words[*i as usize].is_glued)
}

/// The width of a letter of a line, on the average.
fn letter_width(words: &[Word], line: &Line) -> f32 {
    let letters: usize = line.words.iter().map(|i| words[*i as usize].text.chars().count()).sum();
    line.area.width() / letters.max(1) as f32
}

/// The width of the one letter of a word that is none by itself: `d`, `m)`.
fn letter_of(word: &Word) -> f32 {
    let mut letters = word.text.chars().filter(|c| c.is_alphabetic());
    match (letters.next(), letters.next()) {
        (Some(letter), None) if !"aAiI".contains(letter) => {
            word.area.width() / word.text.chars().count() as f32
        }
        _ => 0.0,
    }
}

/// Lines in the order in which they are read: those of text that is turned in its own order, words
/// of right-to-left lines from the right.
fn read_lines<'a>(words: &[Word], lines: &'a [Line]) -> std::borrow::Cow<'a, [Line]> {
    let own = || lines.iter().flat_map(|l| &l.words).map(|i| &words[*i as usize]);
    let Some(first) = own().next() else { return lines.into() };
    if first.is_turned && own().all(|w| w.is_turned && w.quarter == first.quarter) {
        let mut all: Vec<u32> = lines.iter().flat_map(|l| l.words.iter().copied()).collect();
        let key = |i: &u32| {
            let a = &words[*i as usize].area;
            match first.quarter {
                1 => (-a.x1, a.y0),
                2 => (-a.y1, -a.x1),
                _ => (a.x0, -a.y1),
            }
        };
        all.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let line = |i: u32| {
            let w = &words[i as usize];
            Line { words: vec![i], base: w.base, size: w.size, area: w.area }
        };
        return all.into_iter().map(line).collect::<Vec<_>>().into();
    }
    if !own().any(|w| bidi::is_rtl(&w.text)) {
        return lines.into();
    }
    let mut lines = lines.to_vec();
    lines.iter_mut().for_each(|line| bidi::reading_order(words, &mut line.words));
    lines.into()
}
