//! Columns that are nearly as close as words do, in every line: no line has a wide gap, but all have a
//! blank that is wider than one between words, and a word behind it that begins at the same place.
//!
//! Words of running text are at a common place now and then; in nearly all of several lines, and
//! behind a wider blank, only those of a column do.

use super::edges;
use crate::pdf::aligned::TextLine;
use crate::pdf::words::PageContent;

/// How far words of one column may begin from each other, in points.
const SLACK: f32 = 0.5;
/// Lines that begin a word at an edge, at least.
const LINES: usize = 4;
/// So much wider than a blank between words is one that parts columns.
const WIDER: f32 = 1.25;
/// A blank between words is no narrower, and no wider, than this share of the type size.
const BLANK: (f32, f32) = (0.2, 0.33);
/// Lines of one table are no further apart than this, in type sizes.
const STEP: f32 = 3.2;

/// A word that may begin a cell.
#[derive(Clone, Copy, Debug)]
struct Start {
    x: f32,
    line: usize,
    segment: usize,
    word: usize,
}

/// Splits pieces where words of nearly all lines of a run begin at one place behind a blank that is wider
/// than those between words. `known` are edges that wide gaps tell already.
pub(super) fn split(content: &PageContent, text_lines: &mut [TextLine], known: &[(f32, Vec<f32>)]) {
    let mut cuts: Vec<(usize, usize, usize)> = Vec::new();
    let mut from = 0;
    while from < text_lines.len() {
        let mut to = from + 1;
        while to < text_lines.len()
            && text_lines[to].base - text_lines[to - 1].base < STEP * text_lines[to].size
            && (text_lines[to].size - text_lines[from].size).abs() < 0.1 * text_lines[from].size
        {
            to += 1;
        }
        if to - from >= LINES {
            cuts.extend(run(content, text_lines, from..to, known));
        }
        from = to;
    }
    cuts.sort_unstable();
    cuts.dedup();
    edges::cut(content, text_lines, cuts);
}

/// Where to cut the pieces of a run of lines.
fn run(
    content: &PageContent,
    text_lines: &[TextLine],
    lines: std::ops::Range<usize>,
    known: &[(f32, Vec<f32>)],
) -> Vec<(usize, usize, usize)> {
    let word = |i: &u32| &content.words[*i as usize];
    let mut blanks: Vec<f32> = Vec::new();
    let mut starts: Vec<Start> = Vec::new();
    for line in lines.clone() {
        for (segment, own) in text_lines[line].segments.iter().enumerate() {
            for k in 1..own.words.len() {
                let (a, b) = (word(&own.words[k - 1]), word(&own.words[k]));
                if b.is_glued {
                    continue;
                }
                blanks.push(b.area.x0 - a.area.x1);
                starts.push(Start { x: b.area.x0, line, segment, word: k });
            }
        }
    }
    if starts.len() < LINES {
        return Vec::new();
    }
    let size = text_lines[lines.start].size;
    let tenth = blanks.len() / 10;
    let usual = *blanks.select_nth_unstable_by(tenth, f32::total_cmp).1;
    let least = WIDER * usual.clamp(BLANK.0 * size, BLANK.1 * size);
    starts.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut cuts = Vec::new();
    let mut n = 0;
    while n < starts.len() {
        let mut end = n + 1;
        while end < starts.len() && starts[end].x - starts[n].x <= SLACK {
            end += 1;
        }
        let own = &starts[n..end];
        n = end;
        let x = own[own.len() / 2].x;
        if own.len() < LINES || known.iter().any(|(at, _)| (at - x).abs() < 2.0 * SLACK) {
            continue;
        }
        let blank = |s: &Start| {
            let words = &text_lines[s.line].segments[s.segment].words;
            word(&words[s.word]).area.x0 - word(&words[s.word - 1]).area.x1
        };
        let is_wide = |s: &&Start| blank(s) >= least;
        let wide = own.iter().filter(is_wide).count();
        // Lines from the first of them to the last that have text on both sides, and those of them that
        // keep the edge.
        let (first, last) =
            own.iter().fold((usize::MAX, 0), |(a, b), s| (a.min(s.line), b.max(s.line)));
        let (mut both, mut kept) = (0, 0);
        for text_line in &text_lines[first..=last] {
            let words = || text_line.segments.iter().flat_map(|p| &p.words).map(word);
            if !words().any(|w| w.area.x1 <= x) || !words().any(|w| w.area.x1 > x) {
                continue;
            }
            both += 1;
            kept += usize::from(words().any(|w| (w.area.x0 - x).abs() <= SLACK));
        }
        // A name that is said in many lines has its words at one place in all of them.
        let said = |k: usize| {
            let text = |s: &Start| {
                let index = text_lines[s.line].segments[s.segment].words[s.word - k];
                content.words[index as usize].text.as_str()
            };
            own.iter().map(text).collect::<std::collections::BTreeSet<_>>().len()
        };
        let different = said(0).max(said(1));
        if different >= LINES - 1
            && different * 3 >= own.len()
            && wide * 10 >= own.len() * 9
            && own.len() * 2 > both
            && kept * 10 >= both * 8
        {
            cuts.extend(own.iter().filter(is_wide).map(|s| (s.line, s.segment, s.word)));
        }
    }
    cuts
}
