//! Cells that are merged over rows and have their text in the middle of them, or at their foot: it was drawn
//! with the first of these rows, before texts that are further up.

use crate::pdf::grid::{Found, Grid};
use crate::pdf::words::{PageContent, UNKNOWN};

/// A cell that was drawn with a row above the one where its text is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Late {
    cell: usize,
    /// The row that it was drawn with.
    first: usize,
    /// The row of its text.
    row: usize,
}

/// Joins such cells to the blank ones above them, and below them where texts are in the middle.
pub(crate) fn hold(grid: &mut Grid, content: &PageContent) {
    let mut late = late(grid, content);
    late.retain(|l| is_blank(grid, grid.cells[l.cell].col, l.first..l.row));
    let columns = grid.xs.len() - 1;
    for col in 0..columns {
        let own: Vec<Late> =
            late.iter().filter(|l| grid.cells[l.cell].col == col).copied().collect();
        let ends = ends(grid, &own, col);
        for (late, end) in own.iter().zip(ends) {
            grid.cells[late.cell].row = late.first;
            grid.cells[late.cell].rows = end - late.first;
        }
        let spans: Vec<std::ops::Range<usize>> = own
            .iter()
            .map(|l| grid.cells[l.cell].row..grid.cells[l.cell].row + grid.cells[l.cell].rows)
            .collect();
        grid.cells.retain(|c| {
            c.col != col || !c.words.is_empty() || !spans.iter().any(|s| s.contains(&c.row))
        });
    }
}

/// The cells that were drawn with a row above the one where their text is. Sheets draw texts of one line first and
/// those of several lines after them: each lot is in order for itself.
fn late(grid: &Grid, content: &PageContent) -> Vec<Late> {
    let mut drawn: Vec<(u32, usize)> = Vec::new();
    for (n, cell) in grid.cells.iter().enumerate().filter(|(_, c)| c.row >= grid.header_rows) {
        let order = cell.words.iter().map(|i| content.words[*i as usize].order).min();
        if let Some(order) = order.filter(|o| *o != UNKNOWN) {
            drawn.push((order, n));
        }
    }
    drawn.sort_unstable();
    let cell = |n: usize| -> &Found { &grid.cells[drawn[n].1] };
    let mut found: Vec<Late> = Vec::new();
    // The last cell that is where it was drawn.
    let mut before: Option<usize> = None;
    for n in 0..drawn.len() {
        let here = cell(n);
        // The next lot begins further up.
        if before.is_some_and(|b| here.row < cell(b).row) {
            before = None;
        }
        let next = (n + 1..drawn.len())
            .map(cell)
            .take_while(|c| c.col > here.col)
            .find(|c| c.row < here.row)
            .map(|c| c.row);
        // In the last column the next row is drawn after it.
        let of_row = || {
            let (before, next) = (before?, drawn.get(n + 1).map(|_| cell(n + 1))?);
            let own = cell(before);
            let is_late = own.col < here.col
                && own.row < here.row
                && next.col < here.col
                && next.row <= here.row
                && next.row == own.row + 1;
            is_late.then_some(own.row)
        };
        let first = next.or_else(of_row).filter(|first| {
            let above = before.map_or(grid.header_rows, |b| cell(b).row);
            above <= *first && here.cols == 1 && here.rows == 1
        });
        match first {
            Some(first) => found.push(Late { cell: drawn[n].1, first, row: here.row }),
            None => before = Some(n),
        }
    }
    found
}

/// Whether all cells of a column in some rows are blank, and of one row.
fn is_blank(grid: &Grid, col: usize, rows: std::ops::Range<usize>) -> bool {
    !grid.cells.iter().any(|c| {
        (!c.words.is_empty() || c.rows > 1)
            && c.col <= col
            && col < c.col + c.cols
            && c.row < rows.end
            && rows.start < c.row + c.rows
    })
}

/// Behind which row each of the merged cells of a column ends: texts are at the foot of all, or in the middle of
/// all, whichever lets more of them end where the next begins.
fn ends(grid: &Grid, own: &[Late], col: usize) -> Vec<usize> {
    let count = grid.ys.len() - 1;
    let next = |n: usize| {
        let filled = |c: &&Found| c.col == col && !c.words.is_empty() && c.row > own[n].row;
        let below = grid.cells.iter().filter(filled).map(|c| c.row).min().unwrap_or(count);
        own.get(n + 1).map_or(below, |l| l.first.min(below))
    };
    let foot = |l: &Late| l.row + 1;
    let middle = |l: &Late| 2 * l.row - l.first + 1;
    let fits = |end: &dyn Fn(&Late) -> usize| {
        let all = (0..own.len()).map(|n| (end(&own[n]), next(n)));
        let is_over = all.clone().any(|(end, next)| end > next);
        (!is_over).then(|| all.filter(|(end, next)| end == next).count())
    };
    let is_middle = fits(&middle) > fits(&foot)
        && own.iter().all(|l| {
            let end = middle(l);
            end == foot(l) || is_blank(grid, col, l.row + 1..end)
        });
    own.iter().map(|l| if is_middle { middle(l) } else { foot(l) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Method;

    /// A grid of two columns: the text of the first is in the last row, but was drawn before the texts of the second.
    fn grid(rows: usize) -> (Grid, PageContent) {
        let mut p = page();
        set(&mut p, 50.0, 100.0 + 20.0 * (rows - 1) as f32, 9.0, "Aim");
        (0..rows).for_each(|row| set(&mut p, 150.0, 100.0 + 20.0 * row as f32, 9.0, "Task"));
        let content = words::content(&p);
        let mut grid = Grid {
            method: Method::Aligned,
            xs: vec![50.0, 140.0, 300.0],
            ys: (0..=rows).map(|row| 90.0 + 20.0 * row as f32).collect(),
            cells: Vec::new(),
            header_rows: 0,
        };
        for (n, word) in content.words.iter().enumerate() {
            let (row, col) = ((word.base - 90.0) as usize / 20, usize::from(word.area.x0 > 140.0));
            let words = vec![n as u32];
            grid.cells.push(Found { row, col, rows: 1, cols: 1, words, ..Found::default() });
        }
        grid.fill_slots();
        (grid, content)
    }

    fn first_column(grid: &Grid) -> Vec<(usize, usize, bool)> {
        let own = grid.cells.iter().filter(|c| c.col == 0);
        let mut cells: Vec<_> = own.map(|c| (c.row, c.rows, c.words.is_empty())).collect();
        cells.sort_unstable();
        cells
    }

    #[test]
    fn a_late_text_takes_the_blank_cells_above_it() {
        let (mut grid, content) = grid(3);
        hold(&mut grid, &content);
        assert_eq!(first_column(&grid), [(0, 3, false)]);
    }

    #[test]
    fn cells_that_rules_hold_together_are_left_as_they_are() {
        let (mut grid, content) = grid(4);
        grid.cells.retain(|c| c.col != 0 || c.row != 1);
        grid.cells.iter_mut().filter(|c| c.col == 0 && c.row == 0).for_each(|c| c.rows = 2);
        let before = first_column(&grid);
        hold(&mut grid, &content);
        assert_eq!(first_column(&grid), before);
    }
}
