//! Grids of marks: what is named across and down says what a mark between them means, and most of
//! the cells between are blank on purpose.

use crate::pdf::grid::{Found, Grid};

/// Whether nearly all columns of a drawn grid are named in its first rows and nearly all of its rows in
/// its first columns, with something at a few places where they meet.
pub(super) fn is_matrix(grid: &Grid) -> bool {
    /// Fewer columns or rows than this are a sheet that is hardly filled in.
    const LEAST: usize = 4;
    /// Names are within this many rows of the top and columns of the left edge.
    const NAMES: usize = 2;
    let (rows, columns) = (grid.ys.len() - 1, grid.xs.len() - 1);
    if rows < LEAST || columns < LEAST {
        return false;
    }
    let filled = || grid.cells.iter().filter(|c| !c.words.is_empty());
    let covers = |c: &Found, row: usize, col: usize| {
        (c.row..c.row + c.rows).contains(&row) && (c.col..c.col + c.cols).contains(&col)
    };
    // One text over all columns names none of them.
    let top = |row: usize| {
        let own = filled().filter(move |c| c.cols < columns);
        (0..columns).filter(|col| own.clone().any(|c| covers(c, row, *col))).count()
    };
    let side = |col: usize| (0..rows).filter(|row| filled().any(|c| covers(c, *row, col))).count();
    let (top_named, side_named) = ((0..NAMES).map(top).max(), (0..NAMES).map(side).max());
    let marks = filled().filter(|c| c.row >= 1 && c.col >= 1).count();
    // The corner may be blank, and so may a row or column that only parts others.
    top_named.is_some_and(|n| n * 10 >= (columns - 1) * 9)
        && side_named.is_some_and(|n| n * 10 >= (rows - 1) * 9)
        && marks * 10 >= (rows - 1) * (columns - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Method;

    /// A grid of ten rows and columns with names where they are wanted and so many marks in each row.
    fn is_named(across: bool, down: bool, marks: usize) -> bool {
        let edges: Vec<f32> = (0..=10).map(|n| 20.0 * n as f32).collect();
        let is_filled = |row: usize, col: usize| match (row, col) {
            (0, 0) => false,
            (0, _) => across,
            (_, 0) => down,
            _ => (row * 3 + col) % 9 < marks,
        };
        let cells = (0..100).map(|n| {
            let (row, col) = (n / 10, n % 10);
            let words = if is_filled(row, col) { vec![n as u32] } else { Vec::new() };
            Found { row, col, rows: 1, cols: 1, words, ..Found::default() }
        });
        let (xs, ys) = (edges.clone(), edges);
        is_matrix(&Grid { method: Method::Ruled, xs, ys, cells: cells.collect(), header_rows: 0 })
    }

    #[test]
    fn a_matrix_is_named_on_both_sides_and_has_marks() {
        assert!(is_named(true, true, 1));
        assert!(!is_named(true, false, 2) && !is_named(false, true, 2), "one side");
        assert!(!is_named(true, true, 0), "no marks");
    }
}
