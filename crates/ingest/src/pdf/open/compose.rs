//! Lines, columns and rows to the cells of a grid; a rule that is broken beside a column says that its
//! cells above and below are one.

use super::merged;
use super::stacks::Separator;
use super::totals;
use super::votes::Rows;
use crate::pdf::aligned::{Guides, TextLine};
use crate::pdf::columns::Span;
use crate::pdf::grid::{Found, Grid};
use crate::pdf::header;
use crate::pdf::rows::{self, Part};
use crate::pdf::words::PageContent;
use tablemend_model::{Method, Rect};

/// Lines of one cell are no further apart than this, in type sizes.
pub(super) const LEADING: f32 = 1.4;
/// The same where a rule is broken beside them.
const BROKEN: f32 = 1.5;
/// White between the edge of a cell and its text, in points.
const PADDING: f32 = 4.0;

/// Makes one part of what runs across the gutters.
pub(crate) fn join_across(parts: &mut Vec<Part>, is_across: &[bool]) {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts.drain(..) {
        match out.last_mut() {
            Some(last) if last.line == part.line && is_across[part.line] => {
                last.x1 = last.x1.max(part.x1);
                last.words.extend(part.words);
            }
            _ => out.push(part),
        }
    }
    *parts = out;
}

/// Puts the cells together.
#[expect(clippy::too_many_arguments, reason = "the last step, which all evidence meets in")]
pub(crate) fn grid(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    gutters: &[Span],
    guides: &Guides<'_>,
    separators: &[Separator],
    extent: Span,
    head: usize,
    rows: &Rows,
    is_across: &[bool],
    is_keyed: bool,
    marks: &[Span],
) -> Option<Grid> {
    let mut of_line = vec![0usize; block.len()];
    let mut cells: Vec<Found> = Vec::new();
    let header_rows =
        header::place(content, block, parts, head, guides, gutters, &mut of_line, &mut cells);
    let mut row = header_rows;
    for (n, of) in of_line.iter_mut().enumerate().skip(head) {
        row += usize::from(n > head && rows.starts[n]);
        *of = row;
    }
    let count = if head < block.len() { row + 1 } else { header_rows };
    for part in parts.iter().filter(|p| p.line >= head) {
        let row = of_line[part.line];
        let open = cells
            .iter_mut()
            .rev()
            .find(|c| c.row == row && c.col <= part.last && part.first < c.col + c.cols);
        match open {
            Some(cell) => {
                let end = (cell.col + cell.cols).max(part.last + 1);
                cell.col = cell.col.min(part.first);
                cell.cols = end - cell.col;
                cell.words.extend(&part.words);
            }
            None => cells.push(Found {
                row,
                col: part.first,
                rows: 1,
                cols: part.last + 1 - part.first,
                words: part.words.clone(),
                ..Found::default()
            }),
        }
    }
    rows::settle_overlaps(&mut cells);
    let filled = fill_edges(content, extent);
    let ys = row_edges(block, &of_line, count, head, rows, separators, &filled, extent);
    let mut xs = vec![extent.0.min(block.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min))];
    // Text may reach up to the padding of the next column, which mostly begins at its left edge.
    xs.extend(gutters.iter().map(|g| ((g.0 + g.1) / 2.0).max(g.1 - PADDING)));
    xs.push(extent.1.max(block.iter().map(|s| s.area.x1).fold(0.0, f32::max)));
    let mut grid = Grid { method: Method::Aligned, xs, ys, cells, header_rows };
    drop_blank(&mut grid, marks);
    let columns = grid.xs.len() - 1;
    grid.fill_slots();
    // What a broken rule holds together.
    for n in (head + 1..block.len()).rev().filter(|n| rows.starts[*n]) {
        let Some(separator) = rows.ruled[n].map(|s| &separators[s]) else { continue };
        if is_across[n] || is_across[n - 1] || separator.share(extent) > 0.97 {
            continue;
        }
        let below = of_line[n];
        // Where rules part all rows, one that is broken says so; where they part few, it is that of a total.
        if !rows.is_ruled && totals::is_of_total(&grid, content, separator, below) {
            continue;
        }
        for col in 0..columns {
            let (from, to) = (grid.xs[col] + 3.0, grid.xs[col + 1] - 3.0);
            if to > from
                && separator.cover((from, to)) < 0.35 * (to - from)
                && !are_boxes(content, &grid, below, col)
            {
                // The edge of a band says less than a rule that is broken.
                let leading = if separator.is_drawn() { BROKEN } else { LEADING };
                hold(&mut grid, content, below - 1, below, col, leading);
            }
        }
    }
    merged::hold(&mut grid, content);
    if is_keyed {
        hold_keys(&mut grid, content, rows, &of_line, separators);
    }
    grid.set_areas();
    Some(grid)
}

/// Whether the cells of a column above and below a row's upper edge are in boxes of their own: two fills that are no
/// wider than the column, with white between them.
fn are_boxes(content: &PageContent, grid: &Grid, row: usize, col: usize) -> bool {
    let (from, to) = (grid.xs[col], grid.xs[col + 1]);
    let middle = (from + to) / 2.0;
    let own = |y: f32| {
        let is_own = |a: &Rect| a.contains(middle, y) && a.x0 > from - 8.0 && a.x1 < to + 8.0;
        content.fills.iter().rev().filter(|f| !f.colour.is_white()).map(|f| f.area).find(is_own)
    };
    let centre = |row: usize| (grid.ys[row] + grid.ys[row + 1]) / 2.0;
    own(centre(row - 1)).zip(own(centre(row))).is_some_and(|(a, b)| a.y1 + 0.5 < b.y0)
}

/// Drops columns in which no cell begins that is theirs alone: white between two columns in two strips.
fn drop_blank(grid: &mut Grid, marks: &[Span]) {
    for col in (1..grid.xs.len() - 1).rev() {
        let (from, to) = (grid.xs[col], grid.xs[col + 1]);
        let is_marked = marks.iter().any(|m| (from..to).contains(&((m.0 + m.1) / 2.0)));
        let is_own = |c: &Found| c.col == col && !c.words.is_empty();
        if is_marked || grid.cells.iter().any(is_own) {
            continue;
        }
        grid.cells.retain(|c| c.col != col);
        for cell in &mut grid.cells {
            if cell.col > col {
                cell.col -= 1;
            } else if cell.col + cell.cols > col {
                cell.cols -= 1;
            }
        }
        grid.xs.remove(col);
    }
}

/// Joins the blank cells below a key to it: a row that fills all other columns has a key too, which is printed
/// once for several rows. A rule below the key says that it ends there.
fn hold_keys(
    grid: &mut Grid,
    content: &PageContent,
    rows: &Rows,
    of_line: &[usize],
    separators: &[Separator],
) {
    /// Fewer filled cells than this are no row of their own.
    const CELLS: usize = 2;
    let columns = grid.xs.len() - 1;
    let count = grid.ys.len() - 1;
    let mut filled = vec![0usize; columns];
    let mut has_text = vec![false; columns * count];
    let mut is_wide = vec![false; count];
    for cell in grid.cells.iter().filter(|c| !c.words.is_empty() && c.row >= grid.header_rows) {
        is_wide[cell.row] |= cell.cols > 1;
        filled[cell.col] += 1;
        has_text[cell.row * columns + cell.col] = true;
    }
    // A column that few rows fill may be blank in any.
    let most = filled.iter().max().copied().unwrap_or(0);
    let is_full = |row: usize| {
        let own = (1..columns).filter(|c| has_text[row * columns + c]).count();
        let all = (1..columns).all(|c| has_text[row * columns + c] || filled[c] * 2 < most);
        all && own >= CELLS && !is_wide[row]
    };
    let is_cut = |row: usize| {
        let line = of_line.iter().position(|r| *r == row);
        let separator = line.and_then(|n| rows.ruled[n]).map(|s| &separators[s]);
        let (from, to) = (grid.xs[0] + 3.0, grid.xs[1] - 3.0);
        separator.is_some_and(|s| s.cover((from, to)) >= 0.35 * (to - from))
    };
    let held: Vec<usize> = (grid.header_rows + 1..count)
        .filter(|row| !has_text[row * columns] && is_full(*row) && !is_cut(*row))
        .filter(|row| rows.is_ruled || !totals::is_total(grid, content, separators, *row))
        .collect();
    for row in held {
        let covers =
            |c: &Found, at: usize| c.col == 0 && c.cols == 1 && c.row <= at && at < c.row + c.rows;
        let above = grid.cells.iter().position(|c| covers(c, row - 1) && !c.words.is_empty());
        let here = grid.cells.iter().position(|c| covers(c, row) && c.rows == 1);
        if let (Some(above), Some(here)) = (above, here)
            && is_full(grid.cells[above].row)
        {
            grid.cells[above].rows += 1;
            grid.cells.remove(here);
        }
    }
}

/// Joins the cells of a column on both sides of a row edge, where one of them is blank or their lines are no
/// further apart than `leading`, in type sizes.
fn hold(
    grid: &mut Grid,
    content: &PageContent,
    above: usize,
    below: usize,
    col: usize,
    leading: f32,
) {
    let covers =
        |c: &Found, row: usize| c.cols == 1 && c.col == col && c.row <= row && row < c.row + c.rows;
    let Some(a) = grid.cells.iter().position(|c| covers(c, above)) else { return };
    let Some(b) = grid.cells.iter().position(|c| covers(c, below)) else { return };
    if a == b {
        return;
    }
    let (upper, lower) = (&grid.cells[a], &grid.cells[b]);
    let last = upper.words.iter().map(|i| content.words[*i as usize].base).fold(f32::MIN, f32::max);
    let first = lower.words.iter().map(|i| &content.words[*i as usize]);
    let near = first.map(|w| w.base - last < leading * w.size).next().unwrap_or(false);
    if !upper.words.is_empty() && !lower.words.is_empty() && !near {
        return;
    }
    let taken = grid.cells[b].clone();
    let cell = &mut grid.cells[a];
    cell.rows = taken.row + taken.rows - cell.row;
    cell.words.extend(taken.words);
    grid.cells.remove(b);
}

/// Heights at which fills begin or end that are as narrow as cells or rows of a table, from top to bottom.
fn fill_edges(content: &PageContent, extent: Span) -> Vec<f32> {
    let own = content.fills.iter().map(|f| &f.area).filter(|a| {
        a.width() > 3.0 && a.height() > 3.0 && a.x0 > extent.0 - 8.0 && a.x1 < extent.1 + 60.0
    });
    let mut edges: Vec<f32> = own.flat_map(|a| [a.y0, a.y1]).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.5);
    edges
}

/// Where a row begins of which the text above ends, and its own begins, at the heights of each pair: at
/// the edge of a fill between them; where there are several, or none, as near the text below as other
/// rows begin, or as near the text above where cells are set at the foot of their rows.
fn open_edges(between: &[(f32, f32)], filled: &[f32]) -> Vec<f32> {
    let own = |(above, below): (f32, f32)| {
        let low = filled.partition_point(|y| *y < above - 2.0);
        let high = filled.partition_point(|y| *y < below + 2.0).max(low);
        &filled[low..high]
    };
    let (mut at_foot, mut at_top) = (0, 0);
    for pair in between {
        let [edge] = own(*pair) else { continue };
        let (after, before) = (edge - pair.0, pair.1 - edge);
        // The white of even rows says nothing.
        at_foot += usize::from(after < PADDING && before > 2.0 * PADDING);
        at_top += usize::from(before < PADDING && after > 2.0 * PADDING);
    }
    let is_foot = at_foot > 1 && at_foot > 2 * at_top;
    let place = |pair: &(f32, f32)| {
        let (above, below) = *pair;
        let middle = (above + below) / 2.0;
        let usual = if is_foot { middle.min(above + PADDING) } else { middle.max(below - PADDING) };
        let near =
            own(*pair).iter().min_by(|a, b| (*a - usual).abs().total_cmp(&(*b - usual).abs()));
        near.copied().unwrap_or(usual)
    };
    between.iter().map(place).collect()
}

/// Edges of rows: the rules and edges of bands between them, else `open_edges`.
#[expect(clippy::too_many_arguments, reason = "the last step, which all evidence meets in")]
fn row_edges(
    block: &[TextLine],
    of_line: &[usize],
    rows: usize,
    head: usize,
    found: &Rows,
    separators: &[Separator],
    filled: &[f32],
    extent: Span,
) -> Vec<f32> {
    let mut top = vec![f32::INFINITY; rows];
    let mut bottom = vec![f32::NEG_INFINITY; rows];
    let mut ruled: Vec<Option<f32>> = vec![None; rows];
    for (n, (text_line, row)) in block.iter().zip(of_line).enumerate() {
        top[*row] = top[*row].min(text_line.area.y0);
        bottom[*row] = bottom[*row].max(text_line.area.y1);
        if n > 0 && of_line[n - 1] != *row {
            let between = |s: &&Separator| {
                s.at > block[n - 1].base - 0.2 * text_line.size
                    && s.at < text_line.base - 0.45 * text_line.size
                    && s.share(extent) > 0.3
            };
            ruled[*row] = found.ruled[n].map(|s| separators[s].at).or_else(|| {
                (n <= head).then(|| separators.iter().find(between)).flatten().map(|s| s.at)
            });
        }
    }
    let (first, last) = (&block[0], &block[block.len() - 1]);
    let above = separators.iter().rev().find(|s| {
        s.at < first.base - 0.45 * first.size
            && s.at > first.base - 2.5 * first.size
            && s.share(extent) > 0.3
    });
    let below = separators
        .iter()
        .find(|s| s.at > last.base && s.at < last.base + 20.0 && s.share(extent) > 0.3);
    let mut ys = Vec::with_capacity(rows + 1);
    ys.push(above.map_or(top[0], |s| s.at.min(top[0])));
    let between: Vec<(f32, f32)> = (1..rows).map(|row| (bottom[row - 1], top[row])).collect();
    let open = open_edges(&between, filled);
    for row in 1..rows {
        let y = ruled[row].unwrap_or(open[row - 1]);
        let y = if y.is_finite() { y } else { ys[row - 1] };
        ys.push(y.max(ys[row - 1]));
    }
    let end = below.map_or(bottom[rows - 1], |s| s.at.max(bottom[rows - 1]));
    ys.push(end.max(ys[rows - 1]));
    ys
}
