//! Tags that make a row of each printed line of a cell.

use super::owners;
use crate::pdf::grid::Grid;
use std::collections::BTreeSet;

/// Whether tags part rows of a drawn grid only within cells of one column, all other cells beside them being whole: the
/// lines of a text are no rows.
pub(super) fn are_cut(tagged: &Grid, drawn: &Grid) -> bool {
    let of = owners(tagged);
    // For each row of the drawing, in how many cells it has texts of several tagged cells, and of one.
    let rows = drawn.ys.len().saturating_sub(1);
    let (mut parted, mut whole) = (vec![0usize; rows], vec![0usize; rows]);
    for cell in drawn.cells.iter().filter(|c| !c.words.is_empty()) {
        let own: BTreeSet<usize> = cell.words.iter().filter_map(|i| of.get(i).copied()).collect();
        let heights: BTreeSet<usize> =
            own.iter().filter_map(|n| tagged.cells.get(*n)).map(|c| c.row).collect();
        let counts = if heights.len() > 1 { &mut parted } else { &mut whole };
        if let Some(count) = counts.get_mut(cell.row) {
            *count += 1;
        }
    }
    let mut cut = parted.iter().zip(&whole).filter(|(p, _)| **p > 0).peekable();
    cut.peek().is_some() && cut.all(|(parted, whole)| *parted == 1 && *whole > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::grid::Found;
    use tablemend_model::Method;

    /// A grid of two columns: its cells as row, column, rows and words.
    fn grid(method: Method, rows: usize, cells: &[(usize, usize, usize, &[u32])]) -> Grid {
        let cells = cells.iter().map(|(row, col, rows, words)| Found {
            row: *row,
            col: *col,
            rows: *rows,
            cols: 1,
            words: words.to_vec(),
            ..Found::default()
        });
        let ys = (0..=rows).map(|n| 12.0 * n as f32).collect();
        Grid { method, xs: vec![0.0, 50.0, 100.0], ys, cells: cells.collect(), header_rows: 0 }
    }

    #[test]
    fn lines_of_one_cell_are_cut_and_rows_of_two_are_not() {
        let drawn = grid(
            Method::Ruled,
            2,
            &[(0, 0, 1, &[0]), (0, 1, 1, &[1]), (1, 0, 1, &[2, 3]), (1, 1, 1, &[4])],
        );
        let lines = [(0, 0, 1, &[0][..]), (0, 1, 1, &[1]), (1, 0, 1, &[2]), (2, 0, 1, &[3])];
        let mut cells = lines.to_vec();
        cells.push((1, 1, 2, &[4]));
        assert!(are_cut(&grid(Method::Tagged, 3, &cells), &drawn));
        // Both columns have a text in each row: rules are drawn between groups of rows alone.
        let drawn = grid(Method::Ruled, 1, &[(0, 0, 1, &[0, 1]), (0, 1, 1, &[2, 3])]);
        let rows = [(0, 0, 1, &[0][..]), (1, 0, 1, &[1]), (0, 1, 1, &[2]), (1, 1, 1, &[3])];
        assert!(!are_cut(&grid(Method::Tagged, 2, &rows), &drawn));
        // The tags part no row of the drawing.
        assert!(!are_cut(&drawn, &drawn));
    }
}
