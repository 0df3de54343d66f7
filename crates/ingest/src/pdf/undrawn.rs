//! Readings of the text within a drawing that has lines between columns but none between rows: the lines say where
//! columns are, and where rows begin is told by the texts alone.

use super::aligned;
use super::grid::{Found, Grid};
use super::judge;
use super::page::Doubt;
use super::text;
use super::words::{self, PageContent};
use std::collections::BTreeMap;
use tablemend_model::Method;

/// Base lines nearer than this, in points, are one.
const LEVEL: f32 = 2.0;
/// White between rows is so much wider than the lines' own spacing.
const WIDER: f32 = 1.3;

/// Whether a reading runs columns together that are drawn, each with a label of its own.
pub(super) fn is_coarser(reading: &Grid, drawn: &Grid) -> bool {
    /// Fewer columns are no table's.
    const COLUMNS: usize = 3;
    let columns = drawn.xs.len().saturating_sub(1);
    let has_label = |col: usize| {
        drawn.cells.iter().any(|c| c.row == 0 && c.col == col && c.cols == 1 && !c.words.is_empty())
    };
    is_parted(drawn, reading)
        && columns >= COLUMNS
        && reading.xs.len() < drawn.xs.len()
        && (0..columns).all(has_label)
}

/// Whether a drawing, or the lines of the text in it, parts rows as well as a reading does: what is one row, or one
/// below labels, says nothing of its columns.
pub(super) fn is_parted(drawn: &Grid, reading: &Grid) -> bool {
    let rows = |g: &Grid| g.ys.len().saturating_sub(1);
    drawn.method == Method::Ruled && rows(drawn) > 2 && rows(drawn) * 3 >= rows(reading) * 2
}

/// What to say of a reading that was taken for a drawing without lines between its rows: rows whose cells do not begin
/// on one line may be others, where no white is between them and the next.
pub(super) fn doubt(reading: &Grid, content: &PageContent) -> Option<Doubt> {
    let rows = reading.ys.len().saturating_sub(1);
    let bases: Vec<Vec<Vec<f32>>> =
        (reading.header_rows..rows).map(|row| bases(reading, row, content)).collect();
    let steps = bases.iter().flatten().flat_map(|c| c.windows(2).map(|w| w[1] - w[0]));
    let leading = steps.filter(|s| *s > LEVEL).fold(f32::INFINITY, f32::min);
    let first = |row: &[Vec<f32>]| row.iter().filter_map(|c| c.first().copied()).reduce(f32::min);
    let last = |row: &[Vec<f32>]| row.iter().filter_map(|c| c.last().copied()).reduce(f32::max);
    let is_near = |above: &[Vec<f32>], below: &[Vec<f32>]| {
        last(above).zip(first(below)).is_some_and(|(a, b)| b - a < WIDER * leading)
    };
    let is_doubtful = |n: &usize| {
        let next = bases.get(n + 1).is_some_and(|below| is_near(&bases[*n], below));
        let before = n.checked_sub(1).is_some_and(|m| is_near(&bases[m], &bases[*n]));
        !is_even(&bases[*n]) && (next || before)
    };
    let uneven = (0..bases.len()).filter(is_doubtful).count();
    (uneven > rows / 12).then(|| Doubt {
        code: "table.rows_doubtful",
        message: format!(
            "lines are drawn between the columns of this table but not between its rows, and the cells of {uneven} of \
             its {rows} rows do not begin on one line; check them against the page"
        ),
        area: reading.area(),
    })
}

/// The base lines of each cell of a row, from top to bottom.
fn bases(grid: &Grid, row: usize, content: &PageContent) -> Vec<Vec<f32>> {
    let own = grid.cells.iter().filter(|c| c.row == row && c.rows == 1 && !c.words.is_empty());
    own.map(|c| words::lines(&content.words, &c.words).iter().map(|l| l.base).collect()).collect()
}

/// Whether all cells of a row begin on one line.
fn is_even(row: &[Vec<f32>]) -> bool {
    let tops = row.iter().filter_map(|c| c.first().copied());
    let (low, high) =
        tops.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), t| (a.min(t), b.max(t)));
    high - low < LEVEL || low > high
}

/// A reading set on the columns that are drawn, where each of its columns is within one of these and the signs of list
/// items are in a column in front of their texts: these are no column, and one without words is one.
pub(super) fn on_columns(reading: Grid, drawn: &Grid, content: &PageContent) -> Grid {
    let columns = drawn.xs.len().saturating_sub(1);
    let Some(homes) = homes(&reading, drawn, content) else { return reading };
    // Where no column is of signs, the reading has the columns that have words, as on the other pages.
    if columns < 2 || homes.windows(2).all(|w| w[0] != w[1]) {
        return reading;
    }
    // Each word is in the column of the drawn cell that has it.
    let mut home: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for cell in &drawn.cells {
        home.extend(cell.words.iter().map(|i| (*i, (cell.col, cell.cols))));
    }
    if reading.words().any(|i| !home.contains_key(&i)) {
        return reading;
    }
    let mut cells: Vec<Found> = Vec::with_capacity(reading.cells.len());
    let mut own = reading.cells.clone();
    own.sort_by_key(|c| (c.row, c.col));
    for cell in own {
        for index in &cell.words {
            let Some((col, cols)) = home.get(index).copied() else { continue };
            match cells.iter_mut().rev().find(|c| (c.row, c.col) == (cell.row, col)) {
                Some(same) => same.words.push(*index),
                None => cells.push(Found { col, cols, words: vec![*index], ..cell.clone() }),
            }
        }
    }
    cells.sort_by_key(|c| (c.row, c.col));
    let meets = |w: &[Found]| w[0].row == w[1].row && w[0].col + w[0].cols > w[1].col;
    if cells.windows(2).any(meets) {
        return reading;
    }
    let mut grid = Grid { cells, xs: drawn.xs.clone(), ..reading };
    grid.fill_slots();
    grid.set_areas();
    grid
}

/// The drawn column that each column of a reading is in, where all are in one, and of two in one the first has signs of
/// list items only.
fn homes(reading: &Grid, drawn: &Grid, content: &PageContent) -> Option<Vec<usize>> {
    let columns = drawn.xs.len().saturating_sub(1);
    if reading.cells.iter().any(|c| c.rows > 1) {
        return None;
    }
    let mut homes: Vec<usize> = Vec::new();
    for col in 0..reading.xs.len().saturating_sub(1) {
        let own = || reading.cells.iter().filter(move |c| c.col == col && c.cols == 1);
        let words = || own().flat_map(|c| &c.words).filter_map(|i| content.words.get(*i as usize));
        let home = |x: f32| drawn.xs.partition_point(|edge| *edge <= x).checked_sub(1);
        let mut all = words().map(|w| home((w.area.x0 + w.area.x1) / 2.0));
        let first = all.next()??;
        if first >= columns || all.any(|h| h != Some(first)) {
            return None;
        }
        if homes.last() == Some(&first) {
            let before = reading.cells.iter().filter(|c| c.col + 1 == col && c.cols == 1);
            let is_item = |c: &Found| {
                let said = aligned::said(content, &c.words);
                said.is_empty() || text::is_bullet(&said) || judge::is_sign(&said)
            };
            if !before.into_iter().all(is_item) {
                return None;
            }
        }
        homes.push(first);
    }
    homes.windows(2).all(|w| w[0] <= w[1]).then_some(homes)
}

#[cfg(test)]
mod tests {
    use super::{doubt, is_coarser};
    use crate::pdf::grid::{Found, Grid};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Method;

    /// Whether rows of two cells of two lines are doubted: `step` points from row to row, the second cell `shift` lower.
    fn is_told(step: f32, shift: f32) -> bool {
        let mut p = page();
        for n in 0..4 {
            for (x, shift) in [(50.0, 0.0), (200.0, shift)] {
                set(&mut p, x, 100.0 + step * n as f32 + shift, 10.0, "Boats at");
                set(&mut p, x, 112.0 + step * n as f32 + shift, 10.0, "the quay");
            }
        }
        let content = words::content(&p);
        let cell = |n: usize| {
            let (row, col) = (n / 2, n % 2);
            let top = 95.0 + step * row as f32;
            let own = (0..).zip(&content.words).filter(|(_, w)| {
                (top..top + step).contains(&w.base) && (w.area.x0 < 190.0) == (col == 0)
            });
            let words = own.map(|(n, _)| n).collect();
            Found { row, col, rows: 1, cols: 1, words, ..Found::default() }
        };
        let grid = Grid {
            method: Method::Aligned,
            xs: vec![50.0, 190.0, 400.0],
            ys: (0..5).map(|n| 88.0 + step * n as f32).collect(),
            cells: (0..8).map(cell).collect(),
            header_rows: 0,
        };
        doubt(&grid, &content).is_some()
    }

    #[test]
    fn rows_that_begin_on_several_lines_are_told_where_no_white_is_between_them() {
        assert!(is_told(32.0, 6.0));
        assert!(!is_told(60.0, 6.0), "white is between the rows");
        assert!(!is_told(26.0, 0.0), "each begins on one line");
    }

    /// A grid of so many rows and columns with a word in each cell but those given.
    fn grid(method: Method, rows: usize, columns: usize, blank: &[(usize, usize)]) -> Grid {
        let words = |row, col| if blank.contains(&(row, col)) { vec![] } else { vec![0] };
        let cell = |n: usize| {
            let (row, col) = (n / columns, n % columns);
            Found { row, col, rows: 1, cols: 1, words: words(row, col), ..Found::default() }
        };
        Grid {
            method,
            xs: (0..=columns).map(|n| n as f32).collect(),
            ys: (0..=rows).map(|n| n as f32).collect(),
            cells: (0..rows * columns).map(cell).collect(),
            header_rows: 1,
        }
    }

    #[test]
    fn a_reading_with_fewer_columns_than_are_drawn_and_labelled_is_coarser() {
        let reading = grid(Method::Aligned, 5, 4, &[]);
        let drawn = |rows, columns, blank: &[_]| grid(Method::Ruled, rows, columns, blank);
        assert!(is_coarser(&reading, &drawn(5, 5, &[(3, 2)])));
        assert!(!is_coarser(&reading, &drawn(5, 5, &[(0, 2)])), "a column without a label");
        assert!(!is_coarser(&reading, &drawn(5, 4, &[])), "as many columns");
        assert!(!is_coarser(&reading, &drawn(3, 5, &[])), "it runs rows together");
    }
}
