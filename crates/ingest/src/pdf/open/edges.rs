//! Columns that nearly touch: a text that fills its column ends right before the next one begins.
//!
//! Where no wide gap parts two columns, the common left edge of the second does: lines around have a
//! segment that begins there behind a wide gap. A word of running text begins at such an edge to within
//! [`SLACK`] by chance in about one line of thirty.

use super::close;
use crate::pdf::aligned::{Segment, TextLine};
use crate::pdf::list_signs;
use crate::pdf::words::{PageContent, Word};

/// How far left edges of one column may differ, in points.
const SLACK: f32 = 0.4;
/// Lines that begin a segment at an edge, at least.
const LINES: usize = 3;
/// Lines further away than this many type sizes say nothing.
const NEAR: f32 = 40.0;

/// Lines of one table are no further apart than this, in type sizes.
const FAR: f32 = 4.0;

/// So much wider than the other blanks of its line is one that parts columns.
const WIDER: f32 = 1.25;

/// Splits segments at words that begin at the left edge of a column. The first `skip` segments of a line say
/// nothing of columns: where lines of text begin is no column of a table.
pub(crate) fn split(content: &PageContent, text_lines: &mut [TextLine], skip: usize) {
    let mut begins: Vec<(f32, f32)> = text_lines
        .iter()
        .flat_map(|s| s.segments.iter().skip(skip).map(|p| (p.x0, s.base)))
        .collect();
    begins.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges: Vec<(f32, Vec<f32>)> = Vec::new();
    for (x, base) in begins {
        match edges.last_mut() {
            Some((at, bases)) if x - *at <= SLACK => bases.push(base),
            _ => edges.push((x, vec![base])),
        }
    }
    edges.retain(|(_, bases)| bases.len() >= LINES);
    close::split(content, text_lines, &edges);
    split_as_drawn(content, text_lines);
    if !edges.is_empty() {
        split_at(content, text_lines, edges);
    }
    list_signs::join(&content.words, text_lines);
}

/// Splits segments at words that begin at one of these edges, each given with the base lines that show it.
fn split_at(content: &PageContent, text_lines: &mut [TextLine], mut edges: Vec<(f32, Vec<f32>)>) {
    let crossed = |at: f32, s: &TextLine| {
        s.segments.iter().any(|p| {
            p.x0 < at - 2.0
                && p.x1 > at + 2.0
                && !p.words.iter().any(|i| is_at(content.words[*i as usize].area.x0, at))
        })
    };
    for (_, bases) in &mut edges {
        bases.sort_by(f32::total_cmp);
    }
    let is_edge = |at: f32, bases: &[f32], text_line: &TextLine| {
        let (from, to) =
            (text_line.base - NEAR * text_line.size, text_line.base + NEAR * text_line.size);
        let own = bases.partition_point(|b| *b <= to) - bases.partition_point(|b| *b < from);
        let low = text_lines.partition_point(|s| s.base < from);
        let around = text_lines[low..].iter().take_while(|s| s.base <= to);
        own >= LINES && own > around.filter(|s| crossed(at, s)).count()
    };
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new();
    for (n, text_line) in text_lines.iter().enumerate() {
        // A line without a gap of its own is one of theirs where it goes on right below one of them, in
        // the same type; headings of groups run across columns.
        let goes_on = n > 0 && {
            let above = &text_lines[n - 1];
            text_line.base - above.base < 1.4 * text_line.size
                && (above.size - text_line.size).abs() < 0.1 * text_line.size
                && above.is_open()
                && !text_line.is_bold(content)
        };
        let is_sure = text_line.is_open() || goes_on;
        if !is_sure && text_line.is_bold(content) {
            continue;
        }
        for (p, segment) in text_line.segments.iter().enumerate() {
            for k in 1..segment.words.len() {
                let word = &content.words[segment.words[k] as usize];
                let low = edges.partition_point(|(at, _)| *at < word.area.x0 - SLACK);
                let begins = edges[low..]
                    .iter()
                    .take_while(|(at, _)| is_at(word.area.x0, *at))
                    .any(|(at, bases)| is_edge(*at, bases, text_line));
                // Letters that touch are of one word, but for those of another run.
                let before = &content.words[segment.words[k - 1] as usize];
                // In any other line the blank before it is wider than the others are.
                let is_set_off =
                    || word.area.x0 - before.area.x1 > WIDER * usual_blank(content, segment);
                if begins
                    && (is_sure || is_set_off())
                    && (!word.is_glued || before.run.1 != word.run.0)
                {
                    cuts.push((n, p, k));
                }
            }
        }
    }
    cut(content, text_lines, cuts);
}

/// Splits segments where a column begins in all lines around: lines of its cells begin there as they were drawn, or
/// the label over it does behind a wide gap, and all others have a word there, or nothing.
fn split_as_drawn(content: &PageContent, text_lines: &mut [TextLine]) {
    let word = |i: &u32| &content.words[*i as usize];
    // Where the words of each line begin.
    let begins = |s: &TextLine| -> Vec<f32> {
        let mut own: Vec<f32> = s
            .segments
            .iter()
            .flat_map(|p| &p.words)
            .map(word)
            .filter(|w| !w.is_glued)
            .map(|w| w.area.x0)
            .collect();
        own.sort_by(f32::total_cmp);
        own
    };
    let starts: Vec<Vec<f32>> = text_lines.iter().map(begins).collect();
    // Where texts begin: as they were drawn, or behind a wide gap.
    let mut places: Vec<(f32, usize, bool)> = Vec::new();
    for (n, text_line) in text_lines.iter().enumerate() {
        for (p, segment) in text_line.segments.iter().enumerate() {
            let is_drawn = |w: &Word| w.is_begin || w.is_apart;
            let own = segment.words.iter().map(word).filter(|w| is_drawn(w));
            places.extend(own.map(|w| (w.area.x0, n, true)));
            if p > 0 {
                places.push((segment.x0, n, false));
            }
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let left = text_lines.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new();
    for places in places.chunk_by(|a, b| b.0 - a.0 <= SLACK) {
        let at = places[0].0;
        if at <= left + SLACK {
            continue;
        }
        let has_word = |n: usize| {
            let low = starts[n].partition_point(|x| *x < at - SLACK);
            starts[n].get(low).is_some_and(|x| is_at(*x, at))
        };
        let is_crossed = |n: usize| {
            let is_over = |p: &Segment| p.x0 < at - 2.0 && p.x1 > at + 2.0;
            text_lines[n].segments.iter().any(is_over) && !has_word(n)
        };
        let mut from = 0;
        while from < text_lines.len() {
            let is_own = |n: &usize| {
                let step =
                    if *n > from { text_lines[*n].base - text_lines[n - 1].base } else { 0.0 };
                step < FAR * text_lines[*n].size && !is_crossed(*n)
            };
            let to = (from..text_lines.len()).take_while(is_own).count() + from;
            let lines = from..to;
            from = to.max(from + 1);
            let of = |is_drawn: bool| {
                places.iter().filter(|p| p.2 == is_drawn && lines.contains(&p.1)).count()
            };
            let has_both = |n: &usize| {
                let area = &text_lines[*n].area;
                area.x0 < at - SLACK && area.x1 > at + SLACK
            };
            let is_told =
                || of(true) > 1 || of(false) > 0 && lines.clone().filter(has_both).all(has_word);
            if lines.clone().filter(|n| has_word(*n)).count() < LINES || !is_told() {
                continue;
            }
            // Headings in larger type are of no column.
            let size = lines.clone().map(|n| text_lines[n].size).fold(f32::INFINITY, f32::min);
            for n in lines.filter(|n| text_lines[*n].size < 1.15 * size) {
                let text_line = &text_lines[n];
                for (p, segment) in text_line.segments.iter().enumerate() {
                    // A heading over the columns may have a word at the edge.
                    let is_row = text_line.segments.len() > 2 || p > 0;
                    let is_own =
                        |w: &Word| is_at(w.area.x0, at) && (w.is_apart || is_row && !w.is_glued);
                    let k = segment.words.iter().position(|i| is_own(word(i)));
                    if let Some(k) = k.filter(|k| *k > 0 && !is_mark(content, &segment.words[..*k]))
                    {
                        cuts.push((n, p, k));
                    }
                }
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cut(content, text_lines, cuts);
}

/// Whether words are the sign or number of an item in a list.
fn is_mark(content: &PageContent, words: &[u32]) -> bool {
    let [only] = words else { return false };
    let text = content.words[*only as usize].text.as_str();
    text.chars().count() <= 4
        && (text.ends_with(['.', ')']) || !text.contains(char::is_alphanumeric))
}

/// Cuts segments in two. `cuts` are line, segment and word, in order.
pub(super) fn cut(
    content: &PageContent,
    text_lines: &mut [TextLine],
    cuts: Vec<(usize, usize, usize)>,
) {
    for (n, p, k) in cuts.into_iter().rev() {
        let segment = &mut text_lines[n].segments[p];
        let words = segment.words.split_off(k);
        let (x0, x1) = (content.words[words[0] as usize].area.x0, segment.x1);
        segment.x1 = segment
            .words
            .iter()
            .map(|i| content.words[*i as usize].area.x1)
            .fold(segment.x0, f32::max);
        text_lines[n].segments.insert(p + 1, Segment { x0, x1, words });
    }
}

/// The blank between words of a segment, in the middle of them all.
fn usual_blank(content: &PageContent, segment: &Segment) -> f32 {
    let blank = |pair: &[u32]| {
        let [a, b] = [pair[0], pair[1]].map(|i| &content.words[i as usize]);
        (!b.is_glued).then_some(b.area.x0 - a.area.x1)
    };
    let mut blanks: Vec<f32> = segment.words.windows(2).filter_map(blank).collect();
    if blanks.len() < LINES {
        return f32::INFINITY;
    }
    let middle = blanks.len() / 2;
    *blanks.select_nth_unstable_by(middle, f32::total_cmp).1
}

fn is_at(x: f32, edge: f32) -> bool {
    (x - edge).abs() <= SLACK
}
