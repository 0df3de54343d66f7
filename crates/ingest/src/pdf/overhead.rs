//! Labels that are above the lines of a drawn table: years over pairs of columns, say.

use super::aligned::{self, TextLine};
use super::charts;
use super::grid::{Found, Grid};
use super::words::PageContent;
use tablemend_model::Rect;

/// Adds the line of labels right above a drawn grid as its first row, where two labels or more are
/// each over the middle of columns of its own. `free` says which words no table has.
pub(crate) fn add(grid: &mut Grid, content: &PageContent, free: &mut [bool]) {
    let Some((text_line, spans)) = labels(grid, content, free) else { return };
    let columns = grid.xs.len() - 1;
    let top = text_line.area.y0.min(grid.ys[0] - 1.0);
    grid.ys.insert(0, top);
    for cell in &mut grid.cells {
        cell.row += 1;
    }
    let bottom = grid.ys[1];
    let mut col = 0;
    let push = |grid: &mut Grid, from: usize, to: usize, words: Vec<u32>| {
        let area = Rect { x0: grid.xs[from], y0: top, x1: grid.xs[to], y1: bottom };
        let (rows, cols) = (1, to - from);
        grid.cells.push(Found {
            row: 0,
            col: from,
            rows,
            cols,
            area,
            words,
            is_header: true,
            is_rest: false,
        });
    };
    for (segment, (from, to)) in text_line.segments.iter().zip(spans) {
        (col..from).for_each(|c| push(grid, c, c + 1, Vec::new()));
        push(grid, from, to, segment.words.clone());
        col = to;
        for index in &segment.words {
            free[*index as usize] = false;
        }
    }
    (col..columns).for_each(|c| push(grid, c, c + 1, Vec::new()));
    grid.header_rows += usize::from(grid.header_rows > 0);
}

/// The line right above a grid, and from which to which column edge each of its pieces is.
fn labels(
    grid: &Grid,
    content: &PageContent,
    free: &[bool],
) -> Option<(TextLine, Vec<(usize, usize)>)> {
    let area = grid.area();
    let low = content.words.partition_point(|w| w.base < area.y0 - 20.0);
    let near = content.words[low..].iter().take_while(|w| w.base < area.y0 + 1.0);
    let chosen: Vec<u32> = (low..)
        .zip(near)
        .filter(|(n, w)| {
            free[*n] && !w.is_turned && w.area.x1 > area.x0 - 3.0 && w.area.x0 < area.x1 + 3.0
        })
        .map(|(n, _)| n as u32)
        .collect();
    let text_line = aligned::text_lines(&content.words, &chosen, &[]).pop()?;
    let is_next = area.y0 - text_line.base < 0.9 * text_line.size;
    let is_within = text_line.area.x0 > area.x0 - 3.0 && text_line.area.x1 < area.x1 + 3.0;
    if text_line.segments.len() < 2
        || !is_next
        || !is_within
        || charts::is_caption_line(content, &text_line)
    {
        return None;
    }
    let mut spans = Vec::with_capacity(text_line.segments.len());
    let mut from = 0;
    for segment in &text_line.segments {
        let span = over(&grid.xs, from, (segment.x0, segment.x1), text_line.size)?;
        from = span.1;
        spans.push(span);
    }
    Some((text_line, spans))
}

/// The fewest columns, from an edge on, that hold a label and have it in their middle.
fn over(xs: &[f32], first: usize, label: (f32, f32), size: f32) -> Option<(usize, usize)> {
    let middle = (label.0 + label.1) / 2.0;
    let mut best: Option<(usize, usize)> = None;
    for from in first..xs.len() - 1 {
        for to in from + 1..xs.len() {
            let holds = xs[from] < label.0 + 0.3 * size && xs[to] > label.1 - 0.3 * size;
            let is_centred = ((xs[from] + xs[to]) / 2.0 - middle).abs() < 0.6 * size;
            if holds && is_centred && best.is_none_or(|(a, b)| to - from < b - a) {
                best = Some((from, to));
            }
        }
    }
    best
}
