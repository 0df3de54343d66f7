//! Labels of columns that are as close as words do: the line right above a table, in bold, whose words fall
//! into its columns.

use crate::pdf::aligned::{Segment, TextLine};
use crate::pdf::columns::Span;
use crate::pdf::words::PageContent;

/// A table of so many columns or more; two words in bold are two labels of nothing.
const COLUMNS: usize = 3;
/// A header is no further above its rows than this, in type sizes.
const NEAR: f32 = 2.4;
/// How far a label may begin before the texts below it, in points.
const SLACK: f32 = 1.0;

/// A line in segments by the columns of the lines below it, where it is their header; `None` where it is not.
pub(super) fn parted(
    content: &PageContent,
    line: &TextLine,
    below: &TextLine,
    gutters: &[Span],
) -> Option<TextLine> {
    let columns = gutters.len() + 1;
    let step = below.base - line.base;
    if columns < COLUMNS
        || line.segments.len() >= columns
        || !line.is_bold(content)
        || below.is_bold(content)
        || !(0.9 * line.size..NEAR * line.size).contains(&step)
        || (line.size - below.size).abs() > 0.1 * line.size
    {
        return None;
    }
    let words: Vec<u32> = line.segments.iter().flat_map(|p| p.words.iter().copied()).collect();
    let area = |i: u32| content.words[i as usize].area;
    let is_over =
        |i: u32| gutters.iter().any(|g| area(i).x0 < g.0 - SLACK && area(i).x1 > g.1 + SLACK);
    if words.iter().any(|i| is_over(*i)) {
        return None;
    }
    // Where labels begin with their columns, or else have their middle in them.
    let by_start = |i: u32| gutters.partition_point(|g| g.1 <= area(i).x0 + SLACK);
    let by_middle =
        |i: u32| gutters.partition_point(|g| (g.0 + g.1) / 2.0 < (area(i).x0 + area(i).x1) / 2.0);
    let segments = |of: &dyn Fn(u32) -> usize| {
        let mut out: Vec<(usize, Segment)> = Vec::new();
        for i in &words {
            let (column, a) = (of(*i), area(*i));
            match out.last_mut() {
                Some((last, segment)) if *last == column || content.words[*i as usize].is_glued => {
                    segment.x1 = segment.x1.max(a.x1);
                    segment.words.push(*i);
                }
                _ => out.push((column, Segment { x0: a.x0, x1: a.x1, words: vec![*i] })),
            }
        }
        out
    };
    let (first, second) = (segments(&by_start), segments(&by_middle));
    let found = if first.len() >= second.len() { first } else { second };
    let rises = found.windows(2).all(|w| w[0].0 < w[1].0);
    let is_header = rises && found.len() >= COLUMNS && found.len() * 10 >= columns * 7;
    let segments = found.into_iter().map(|(_, segment)| segment).collect();
    is_header.then(|| TextLine { segments, ..line.clone() })
}
