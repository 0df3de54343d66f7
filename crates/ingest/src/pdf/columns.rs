//! Columns of a block of lines: the white gutters that run down through it.

use super::aligned::{Segment, TextLine};
use super::rulings::Ruling;

/// From and to, in points.
pub(crate) type Span = (f32, f32);

/// At most so many lines are compared with each segment, to keep time in proportion to the text.
const MOST_COMPARED: usize = 150;

/// The gutters of a block from left to right, each wider than a blank of its type.
///
/// Segments that are over several segments of other lines (headers over columns, headings between
/// rows) say nothing about columns and are left out.
pub(crate) fn gutters(block: &[TextLine]) -> Vec<Span> {
    let open: Vec<&TextLine> = block.iter().filter(|s| s.segments.len() > 1).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let size = usual_size(open.iter().copied());
    // Of very long blocks a part is enough to compare with.
    let step = open.len().div_ceil(MOST_COMPARED);
    let compared: Vec<&TextLine> = open.iter().step_by(step).copied().collect();
    let mut ends: Vec<(f32, i32)> = Vec::new();
    let mut count = 0usize;
    for text_line in &block[group_heads(block, &open)..] {
        let mut used = false;
        for segment in text_line
            .segments
            .iter()
            .filter(|p| !spans(p, &compared, text_line) && !runs_over(p, &compared, text_line))
        {
            ends.push((segment.x0, 1));
            ends.push((segment.x1, -1));
            used = true;
        }
        count += usize::from(used);
    }
    // One line in ten may run over a gutter: a long name, a total over two columns.
    let most = (count / 10) as i32;
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut gutters: Vec<Span> = Vec::new();
    let mut cover = 0;
    let mut low: Option<f32> = None;
    let mut seen = false;
    for (n, (x, step)) in ends.iter().enumerate() {
        cover += step;
        if cover > most {
            if let Some(from) = low.take()
                && seen
                && x - from >= 0.4 * size
            {
                gutters.push((from, *x));
            }
            seen = true;
        } else if low.is_none() && n + 1 < ends.len() {
            low = Some(*x);
        }
    }
    supported(gutters, &open, size)
}

/// How many lines at the top of a block head groups of columns: they have half as many segments as most
/// lines, or fewer, and are above one that has as many.
fn group_heads(block: &[TextLine], open: &[&TextLine]) -> usize {
    const MOST: usize = 5;
    let mut counts: Vec<usize> = open.iter().map(|s| s.segments.len()).collect();
    let middle = counts.len() / 2;
    let usual = *counts.select_nth_unstable(middle).1;
    let heads = block.iter().take_while(|s| s.segments.len() * 2 <= usual).count();
    let is_headed = usual > 3 && open.len() > 4 && heads <= MOST;
    let is_full = |s: &TextLine| s.segments.len() + 1 >= usual;
    if is_headed && block.get(heads).is_some_and(is_full) { heads } else { 0 }
}

/// The middle of the type sizes of some lines, in points.
pub(crate) fn usual_size<'s>(text_lines: impl Iterator<Item = &'s TextLine>) -> f32 {
    let mut sizes: Vec<f32> = text_lines.map(|s| s.size).collect();
    if sizes.is_empty() {
        return 0.0;
    }
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Whether a segment is over two or more segments of most other lines.
fn spans(segment: &Segment, open: &[&TextLine], own: &TextLine) -> bool {
    let (mut over, mut others) = (0usize, 0usize);
    for text_line in open.iter().filter(|s| !std::ptr::eq(**s, own)) {
        let low = text_line.segments.partition_point(|p| p.x1 <= segment.x0);
        let below = text_line.segments[low..]
            .iter()
            .take_while(|p| p.x0 < segment.x1)
            .filter(|p| {
                let shared = p.x1.min(segment.x1) - p.x0.max(segment.x0);
                shared > 0.3 * (p.x1 - p.x0).min(segment.x1 - segment.x0)
            })
            .count();
        if below > 0 {
            others += 1;
        }
        over += usize::from(below > 1);
    }
    over * 2 > others && over > 0
}

/// Whether a line without gaps runs over the gaps of most lines: a heading or a note, no column.
fn runs_over(segment: &Segment, open: &[&TextLine], own: &TextLine) -> bool {
    own.segments.len() == 1
        && 2 * open
            .iter()
            .filter(|s| s.segments.windows(2).any(|w| segment.x0 < w[0].x1 && segment.x1 > w[1].x0))
            .count()
            > open.len()
}

/// Gutters with something on both sides: a column that only one line in many fills is no column but
/// text that is set off, unless the block is short.
fn supported(gutters: Vec<Span>, open: &[&TextLine], size: f32) -> Vec<Span> {
    let mut kept = gutters;
    loop {
        let mut fills = vec![0usize; kept.len() + 1];
        for text_line in open {
            let mut seen = vec![false; kept.len() + 1];
            for segment in &text_line.segments {
                let middle = (segment.x0 + segment.x1) / 2.0;
                seen[kept.partition_point(|g| (g.0 + g.1) / 2.0 < middle)] = true;
            }
            for (n, s) in seen.iter().enumerate() {
                fills[n] += usize::from(*s);
            }
        }
        let least = if open.len() >= 5 { 2 } else { 1 }.max(open.len() / 20);
        let weak = (0..fills.len()).find(|n| fills[*n] < least);
        let Some(weak) = weak.filter(|_| !kept.is_empty()) else {
            return kept;
        };
        // It joins the side that it is nearer to.
        let width = |n: usize| kept.get(n).map_or(f32::INFINITY, |g| g.1 - g.0);
        let left = weak.checked_sub(1);
        let gone = match left {
            Some(left) if width(left) <= width(weak) || weak == kept.len() => left,
            _ => weak,
        };
        kept.remove(gone.min(kept.len() - 1));
        let _ = size;
    }
}

/// Gutters with the lines that are drawn down through most of a block, where no white strip is as
/// wide as a gutter: numbers may be close to a line.
pub(crate) fn walled(gutters: Vec<Span>, block: &[TextLine], down: &[Ruling]) -> Vec<Span> {
    let (Some(first), Some(last)) = (block.first(), block.last()) else {
        return gutters;
    };
    let (top, bottom) = (first.base - first.size, last.base);
    let mut out = gutters;
    for wall in down {
        let runs = wall.to.min(bottom) - wall.from.max(top);
        if runs < 0.6 * (bottom - top)
            || out.iter().any(|g| g.0 - 1.0 < wall.at && wall.at < g.1 + 1.0)
        {
            continue;
        }
        let is_cut = |s: &&TextLine| {
            let slack = 0.15 * s.size;
            s.segments.iter().any(|p| p.x0 < wall.at - slack && p.x1 > wall.at + slack)
        };
        if block.iter().filter(is_cut).count() * 10 > block.len() {
            continue;
        }
        // Of a double line one is a wall: text must be on both sides.
        let n = out.partition_point(|g| g.1 < wall.at);
        let left = n.checked_sub(1).map_or(f32::NEG_INFINITY, |n| out[n].1);
        let right = out.get(n).map_or(f32::INFINITY, |g| g.0);
        let holds = |from: f32, to: f32| {
            let mut middles = block.iter().flat_map(|s| &s.segments).map(|p| (p.x0 + p.x1) / 2.0);
            middles.any(|x| x > from && x < to)
        };
        if holds(left, wall.at) && holds(wall.at, right) {
            out.insert(n, (wall.at, wall.at));
        }
    }
    out
}

/// Which column a point is in.
pub(crate) fn column_of(gutters: &[Span], x: f32) -> usize {
    gutters.partition_point(|g| (g.0 + g.1) / 2.0 < x)
}
