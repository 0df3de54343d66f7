//! Signs of list items that hang before their texts: a sign and the text behind it are one piece of a line, however wide
//! the gap between them is, or the signs would be a column of their own.

use super::aligned::{Segment, TextLine};
use super::bullets::DRAWN;
use super::text::{self, is_colourless};
use super::words::Word;

/// A sign is no further before its text than this, in type sizes.
const FAR: f32 = 3.2;
/// Edges that differ by less than this are one edge, in points.
const EDGE: f32 = 1.5;
/// So many signs that may be values hang before texts at one place, at least.
const SIGNS: usize = 3;

/// Joins each sign that is the first piece of its line to the next piece. Where another line has a text
/// in place of the sign, and one behind it where the text begins, the sign is the value of a column.
pub(super) fn join(words: &[Word], text_lines: &mut [TextLine]) {
    let hanging: Vec<(usize, f32, f32, &Word)> = text_lines
        .iter()
        .enumerate()
        .filter_map(|(n, line)| {
            let (sign, text) = edges(line)?;
            Some((n, sign, text, sign_of(words, line)?))
        })
        .collect();
    if hanging.is_empty() {
        return;
    }
    let is_same = |a: f32, b: f32| (a - b).abs() < EDGE;
    // Where the second pieces of lines begin whose first one is something else.
    let others: Vec<f32> = text_lines
        .iter()
        .filter(|line| sign_of(words, line).is_none())
        .filter_map(|line| Some(edges(line)?.1))
        .collect();
    let is_column = |text: f32| others.iter().any(|second| is_same(*second, text));
    // Signs that differ at one place, or come once or twice, may say a status.
    let is_list = |sign: f32, text: f32, own: &Word| {
        let like = hanging.iter().filter(|(_, s, t, _)| is_same(*s, sign) && is_same(*t, text));
        is_plain(&own.text)
            || like.clone().count() >= SIGNS
                && is_colourless(own.colour)
                && like.clone().all(|(_, _, _, w)| w.text == own.text && w.colour == own.colour)
    };
    let joined: Vec<usize> = hanging
        .iter()
        .filter(|(_, sign, text, own)| !is_column(*text) && is_list(*sign, *text, own))
        .map(|(n, ..)| *n)
        .collect();
    for n in joined {
        let Some(line) = text_lines.get_mut(n) else { continue };
        let mut rest = std::mem::take(&mut line.segments).into_iter();
        let (Some(mut joined), Some(next)) = (rest.next(), rest.next()) else { continue };
        joined.words.extend(next.words);
        joined.x1 = joined.x1.max(next.x1);
        line.segments = std::iter::once(joined).chain(rest).collect();
    }
}

/// The left edges of a line's first two pieces.
fn edges(line: &TextLine) -> Option<(f32, f32)> {
    let [first, second, ..] = line.segments.as_slice() else { return None };
    Some((first.x0, second.x0))
}

/// Whether a sign is nothing but that of a list: others may say a status, or that there is nothing.
fn is_plain(said: &str) -> bool {
    matches!(said, "•" | "◦" | "▪" | "‣" | "⁃" | "▫" | "➢" | "·")
        || said.starts_with(|c| ('\u{f020}'..='\u{f0ff}').contains(&c))
}

/// The first piece of a line, where it is the sign of a list item with its text right behind it.
fn sign_of<'a>(words: &'a [Word], line: &TextLine) -> Option<&'a Word> {
    let [Segment { words: sign, x1, .. }, next, ..] = line.segments.as_slice() else {
        return None;
    };
    let [sign] = sign.as_slice() else { return None };
    let sign = words.get(*sign as usize)?;
    let first = words.get(*next.words.first()? as usize)?;
    let is_text = first.text.starts_with(|c: char| c.is_alphanumeric() || "(\"'‘“£".contains(c));
    let is_near = next.x0 - x1 < FAR * line.size;
    (is_sign(sign) && is_text && is_near).then_some(sign)
}

fn is_sign(word: &Word) -> bool {
    let is_dash = matches!(word.text.as_str(), "-" | "–" | "—");
    (is_dash || text::is_bullet(&word.text)) && word.font != DRAWN
}

/// Whether a piece of a line begins with a sign that was joined to the text behind it.
pub(super) fn hangs(words: &[Word], segment: &Segment) -> bool {
    let [first, _, ..] = segment.words.as_slice() else { return false };
    words.get(*first as usize).is_some_and(is_sign)
}

/// Whether a text begins with the sign of a list item.
pub(super) fn begins(said: &str) -> bool {
    said.split_once(' ').is_some_and(|(sign, _)| is_plain(sign) && text::is_bullet(sign))
}
