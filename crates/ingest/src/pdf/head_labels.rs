//! Labels of columns that are nearly as close to each other as words are: a label beside a column without one is parted
//! where its words are further apart than words of one text.
//!
//! Short columns beside each other have labels with little white between them: `Pos  No`. They are one text to whoever
//! looks at the line alone; the columns below say how many there are, and where each may be.

use super::grid::{Found, Grid};
use super::words::{self, PageContent};
use tablemend_model::{Method, Rect};

/// How far a label may reach over the texts of the columns beside its own, in points.
const SLACK: f32 = 1.5;
/// The white between two labels, in type sizes: no font has a blank as wide.
const WHITE: f32 = 0.4;
/// Texts that show where a column is, at least.
const TEXTS: usize = 2;
/// Labels are no further from the column without one than so many columns.
const NEAR: usize = 3;

/// Where the texts of a column begin and end.
fn reach(grid: &Grid, col: usize, content: &PageContent) -> Option<(f32, f32)> {
    let own = |c: &&Found| c.col == col && c.cols == 1 && c.row >= grid.header_rows;
    let cells = || grid.cells.iter().filter(own).filter(|c| !c.words.is_empty());
    let areas = cells().flat_map(|c| &c.words).filter_map(|i| content.words.get(*i as usize));
    let ends = areas.fold((f32::INFINITY, f32::NEG_INFINITY), |ends, w| {
        (ends.0.min(w.area.x0), ends.1.max(w.area.x1))
    });
    (cells().count() >= TEXTS).then_some(ends)
}

/// Parts labels of the lowest header row of a table that white told: those beside a column without one.
pub(super) fn part(grid: &mut Grid, content: &PageContent) {
    let Some(row) = grid.header_rows.checked_sub(1).filter(|_| grid.method == Method::Aligned)
    else {
        return;
    };
    for col in 0..grid.xs.len().saturating_sub(1) {
        let is_blank = |grid: &Grid, col: usize| {
            !grid
                .cells
                .iter()
                .any(|c| c.row + c.rows == row + 1 && c.col == col && !c.words.is_empty())
        };
        if !is_blank(grid, col) {
            continue;
        }
        // The labels that are in one may be next to it, or have moved others along.
        let left = (1..=NEAR.min(col)).map(|n| (col - n, col + 1));
        let right = (col + 2..=(col + 1 + NEAR).min(grid.xs.len() - 1)).map(|end| (col, end));
        let own =
            |(from, to): &(usize, usize)| (*from..*to).filter(|c| is_blank(grid, *c)).count() == 1;
        let near: Vec<(usize, usize)> = left.chain(right).filter(own).collect();
        let found = near.into_iter().find_map(|(from, to)| {
            labels(grid, (from, to), row, content).map(|labels| (from, to, labels))
        });
        if let Some((from, to, labels)) = found {
            replace(grid, (from, to), row, labels);
        }
    }
}

/// Puts labels in the place of the cells of some columns.
fn replace(grid: &mut Grid, (from, to): (usize, usize), row: usize, labels: Vec<Vec<u32>>) {
    let is_own = |c: &Found| c.row + c.rows == row + 1 && (from..to).contains(&c.col);
    let Some(model) = grid.cells.iter().find(|c| is_own(c)).cloned() else { return };
    grid.cells.retain(|c| !is_own(c));
    for (col, words) in (from..to).zip(labels) {
        let edge = |edges: &[f32], at: usize| edges.get(at).copied().unwrap_or(0.0);
        let area = Rect::new(
            edge(&grid.xs, col),
            edge(&grid.ys, row),
            edge(&grid.xs, col + 1),
            edge(&grid.ys, row + 1),
        );
        grid.cells.push(Found { row, rows: 1, col, cols: 1, area, words, ..model.clone() });
    }
}

/// The words above some columns as a label for each, where they are on one line and there is one way to do it.
fn labels(
    grid: &Grid,
    (from, to): (usize, usize),
    row: usize,
    content: &PageContent,
) -> Option<Vec<Vec<u32>>> {
    let own = || {
        grid.cells
            .iter()
            .filter(|c| c.row + c.rows == row + 1 && c.col < to && from < c.col + c.cols)
    };
    // What reaches further than these columns, or up into other header rows, is no label of one column.
    if own().any(|c| c.col < from || c.col + c.cols > to || c.rows > 1) {
        return None;
    }
    let all: Vec<u32> = own().flat_map(|c| c.words.iter().copied()).collect();
    let lines = words::lines(&content.words, &all);
    let [line] = lines.as_slice() else { return None };
    let mut labels: Vec<Vec<u32>> = Vec::new();
    let mut ends: Vec<(f32, f32)> = Vec::new();
    for index in &line.words {
        let word = content.words.get(*index as usize)?;
        match (labels.last_mut(), ends.last_mut()) {
            (Some(label), Some(end)) if word.area.x0 - end.1 < WHITE * word.size => {
                label.push(*index);
                end.1 = word.area.x1;
            }
            _ => {
                labels.push(vec![*index]);
                ends.push((word.area.x0, word.area.x1));
            }
        }
    }
    if labels.len() != to - from {
        return None;
    }
    let columns: Vec<(f32, f32)> =
        (from..to).map(|col| reach(grid, col, content)).collect::<Option<_>>()?;
    // A label keeps clear of the texts of the columns beside its own.
    let are_clear = columns.windows(2).zip(ends.windows(2)).all(|(column, label)| {
        let (left, right) = (label[0], label[1]);
        left.1 < column[1].0 + SLACK && right.0 > column[0].1 - SLACK
    });
    are_clear.then_some(labels)
}
