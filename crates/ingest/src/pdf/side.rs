//! Names of groups that are written upwards or downwards beside their rows.

use super::grid::{Found, Grid};
use super::words::PageContent;

/// What is written upwards or downwards in the first column of a drawn grid: the names of the groups
/// that the rows beside them are in.
pub(crate) fn names(grid: &Grid, content: &PageContent) -> Vec<Found> {
    let is_turned = |c: &&Found| {
        !c.words.is_empty() && c.words.iter().all(|i| content.words[*i as usize].is_turned)
    };
    grid.cells.iter().filter(|c| c.col == 0).filter(is_turned).cloned().collect()
}

/// A grid with those names in a column on its left, each over the rows that it reaches along.
pub(crate) fn beside(mut grid: Grid, side: Vec<Found>) -> Grid {
    let Some(x0) = side.iter().map(|c| c.area.x0).reduce(f32::min) else { return grid };
    if x0 >= grid.xs[0] && grid.xs.len() > 1 && side.iter().any(|c| c.area.x1 > grid.xs[1]) {
        return grid;
    }
    let right = side.iter().map(|c| c.area.x1).fold(x0, f32::max);
    for cell in &mut grid.cells {
        cell.col += 1;
    }
    grid.xs[0] = right.min(grid.xs.get(1).copied().unwrap_or(right));
    grid.xs.insert(0, x0.min(grid.xs[0]));
    let rows = grid.ys.len() - 1;
    let mut home: Vec<Option<usize>> = vec![None; rows];
    for (n, cell) in side.iter().enumerate() {
        for (row, home) in home.iter_mut().enumerate() {
            let middle = (grid.ys[row] + grid.ys[row + 1]) / 2.0;
            if home.is_none() && cell.area.y0 <= middle && middle <= cell.area.y1 {
                *home = Some(n);
            }
        }
    }
    let mut row = 0;
    while row < rows {
        let same = home[row..].iter().take_while(|h| **h == home[row] && h.is_some()).count();
        let count = same.max(1);
        let words = home[row].map(|n| side[n].words.clone()).unwrap_or_default();
        grid.cells.push(Found { row, col: 0, rows: count, cols: 1, words, ..Found::default() });
        row += count;
    }
    grid.set_areas();
    grid
}
