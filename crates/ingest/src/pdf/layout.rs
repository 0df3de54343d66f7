//! Text set in columns side by side, as in journals and gazettes: where the page is to be read one
//! column after the other, whatever tables and formulas are in them.

use super::aligned::{Guides, Segment, TextLine};
use std::ops::Range;

/// Lines of running text that a column must have.
const LINES: usize = 6;
/// Rules over both columns that make them a table's.
const RULES: usize = 3;
/// Words of a line of running text.
const WORDS: usize = 5;

/// The longest run of lines that a white strip parts into two columns of which one at least is
/// running text, and where it is, in points; `None` where there is none.
pub(crate) fn text_columns(
    text_lines: &[TextLine],
    guides: &Guides<'_>,
) -> Option<(Range<usize>, f32)> {
    let mut best: Option<(Range<usize>, f32)> = None;
    for at in candidates(text_lines) {
        for run in runs(text_lines, at) {
            let is_longer = best.as_ref().is_none_or(|(b, _)| run.len() > b.len());
            let own = &text_lines[run.clone()];
            if is_longer && is_layout(own, at) && !is_ruled(own, guides) {
                best = Some((run, at));
            }
        }
    }
    best
}

/// Whether rules run over the whole width between the lines: then the columns are a table's.
fn is_ruled(text_lines: &[TextLine], guides: &Guides<'_>) -> bool {
    let x0 = text_lines.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = text_lines.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let between = |pair: &&[TextLine]| {
        guides.between(pair[0].base, pair[1].base, (x0, x1), 0.8).is_some_and(|r| !r.is_edge)
    };
    text_lines.windows(2).filter(between).count() >= RULES
}

/// Places just before which many lines of text begin: columns of text begin at one place.
fn candidates(text_lines: &[TextLine]) -> Vec<f32> {
    let text = text_lines.iter().flat_map(|s| &s.segments).filter(|p| p.words.len() >= WORDS);
    let mut starts: Vec<f32> = text.map(|p| p.x0).collect();
    starts.sort_by(f32::total_cmp);
    let mut found: Vec<(usize, f32)> = Vec::new();
    let mut n = 0;
    while n < starts.len() {
        let count = starts[n..].iter().take_while(|x| **x - starts[n] < 2.0).count();
        if count >= LINES {
            found.push((count, starts[n] - 3.0));
        }
        n += count;
    }
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    found.into_iter().take(4).map(|(_, at)| at).collect()
}

/// Runs of lines that a place lies white in. A line that crosses it ends a run.
fn runs(text_lines: &[TextLine], at: f32) -> Vec<Range<usize>> {
    let crosses = |s: &TextLine| s.segments.iter().any(|p| p.x0 < at && p.x1 > at);
    let mut found = Vec::new();
    let mut start = 0;
    for n in 0..=text_lines.len() {
        if n == text_lines.len() || crosses(&text_lines[n]) {
            if n - start >= LINES {
                found.push(start..n);
            }
            start = n + 1;
        }
    }
    found
}

/// Whether a place parts lines into columns of text: one side is running text in good part, and the
/// other is so too, or is not what the lines of that text go on with.
fn is_layout(text_lines: &[TextLine], at: f32) -> bool {
    let side = |is_left: bool| {
        let own = move |p: &&Segment| (p.x1 <= at) == is_left;
        let segments: Vec<Vec<&Segment>> =
            text_lines.iter().map(|s| s.segments.iter().filter(own).collect()).collect();
        let all = || segments.iter().flatten();
        let from = all().map(|p| p.x0).fold(f32::INFINITY, f32::min);
        let to = all().map(|p| p.x1).fold(f32::NEG_INFINITY, f32::max);
        let is_text = |line: &Vec<&Segment>| match line.as_slice() {
            [segment] => {
                segment.words.len() >= WORDS && segment.x1 - segment.x0 > 0.85 * (to - from)
            }
            _ => false,
        };
        let text: Vec<bool> = segments.iter().map(is_text).collect();
        let lines = segments.iter().filter(|line| !line.is_empty()).count();
        (text, lines, to - from)
    };
    let ((left, left_lines, left_width), (right, right_lines, right_width)) =
        (side(true), side(false));
    let count = |text: &[bool]| text.iter().filter(|t| **t).count();
    let is_running = |text: &[bool], lines: usize| {
        count(text) >= LINES && count(text) * 10 >= lines * 4 && longest(text) >= LINES
    };
    let (runs_left, runs_right) = (is_running(&left, left_lines), is_running(&right, right_lines));
    // Columns of a page are of like width.
    let is_even = left_width.min(right_width) > 0.6 * left_width.max(right_width);
    is_even
        && (runs_left && runs_right
            || (runs_left || runs_right) && left_lines.min(right_lines) >= LINES)
}

/// The longest run of lines of running text, headings and short last lines of paragraphs between.
fn longest(text: &[bool]) -> usize {
    let (mut best, mut own, mut other) = (0, 0, 0);
    for is_text in text {
        if *is_text {
            own += 1;
            other = 0;
        } else {
            other += 1;
            if other > 2 {
                own = 0;
            }
        }
        best = best.max(own);
    }
    best
}
