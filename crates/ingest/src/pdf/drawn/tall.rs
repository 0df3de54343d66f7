//! Cells over several rows that hold a text for each of them: the rules between the labels of a form
//! are often not drawn, or lie under the labels' colour.

use crate::pdf::grid::{Found, Grid};
use crate::pdf::words::{self, Line, Sheet};
use tablemend_model::Rect;

/// Steps between lines of one text are smaller than this share of the type size.
const LEADING: f32 = 1.35;

/// Rows of a form; beside fewer a cell may have as many lines by chance.
const FEWEST: usize = 3;

/// Share of the type size by which the texts of one row may stand apart.
const SLACK: f32 = 0.4;

/// Parts each cell over several rows whose lines stand row by row beside those of the other cells.
pub(super) fn part(grid: &mut Grid, sheet: &Sheet) {
    if grid.cells.iter().all(|c| c.rows == 1) {
        return;
    }
    let mut out = Vec::with_capacity(grid.cells.len());
    for cell in &grid.cells {
        match by_rows(grid, cell, sheet) {
            Some(parts) => out.extend(parts),
            None => out.push(cell.clone()),
        }
    }
    grid.cells = out;
}

/// The cell's parts, one a row; `None` where it is one text, or a row has none.
fn by_rows(grid: &Grid, cell: &Found, sheet: &Sheet) -> Option<Vec<Found>> {
    // Labels stand on the left; two leads in one cell beside two rows are the leads of both.
    if cell.col > 0 || cell.rows < FEWEST || cell.words.len() < cell.rows {
        return None;
    }
    let lines = words::lines(&sheet.words, &cell.words);
    let row_of = |l: &Line| {
        let row = grid.ys.partition_point(|y| *y <= l.base - 0.3 * l.size).checked_sub(1)?;
        (cell.row..cell.row + cell.rows).contains(&row).then_some(row)
    };
    let rows: Vec<usize> = lines.iter().map(row_of).collect::<Option<_>>()?;
    let steps_are_wide = lines
        .windows(2)
        .zip(rows.windows(2))
        .all(|(l, r)| r[0] == r[1] || l[1].base - l[0].base >= LEADING * l[0].size.max(l[1].size));
    if !steps_are_wide {
        return None;
    }
    let mut beside = 0;
    for row in cell.row..cell.row + cell.rows {
        let own: Vec<&Line> =
            lines.iter().zip(&rows).filter(|(_, r)| **r == row).map(|(l, _)| l).collect();
        let (first, last) = (*own.first()?, *own.last()?);
        let slack = SLACK * first.size;
        let near = |a: f32, b: f32| (a - b).abs() <= slack;
        let others =
            grid.cells.iter().filter(|c| c.row == row && c.rows == 1 && !c.words.is_empty());
        let mut is_alone = true;
        let mut is_level = false;
        for other in others {
            is_alone = false;
            let theirs = words::lines(&sheet.words, &other.words);
            let (Some(top), Some(foot)) = (theirs.first(), theirs.last()) else { continue };
            is_level |= near(top.base, first.base)
                || near(foot.base, last.base)
                || near(top.base + foot.base, first.base + last.base);
        }
        if !is_alone && !is_level {
            return None;
        }
        beside += usize::from(is_level);
    }
    if beside < 2 {
        return None;
    }
    let mut parts: Vec<Found> = (cell.row..cell.row + cell.rows)
        .map(|row| Found {
            row,
            rows: 1,
            area: Rect { y0: grid.ys[row], y1: grid.ys[row + 1], ..cell.area },
            words: Vec::new(),
            ..cell.clone()
        })
        .collect();
    for (line, row) in lines.iter().zip(&rows) {
        parts[row - cell.row].words.extend(line.words.iter().copied());
    }
    for part in &mut parts {
        part.words.sort_unstable();
    }
    Some(parts)
}
