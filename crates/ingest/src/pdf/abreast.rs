//! Drawn tables that are printed in parts beside each other: the names in one box, their numbers in others.

use super::aligned;
use super::drawn;
use super::numeric::is_atomic;
use super::ruled::{Drawn, Slot};
use super::words::PageContent;

/// Edges of rows that differ by less than this are one, in points.
const LEVEL: f32 = 2.0;
/// The white between two parts is no wider than this, in points.
const GAP: f32 = 30.0;
/// Rows that all parts have in common, at least.
const ROWS: usize = 4;
/// Rows of the header, which each part may have of its own, at most.
const HEAD: usize = 3;

/// Makes one grid of such as have the same rows, where those on the right have numbers alone and the first one the names
/// of the rows; all other grids stay as they are.
pub(super) fn joined(grids: Vec<Drawn>, content: &PageContent) -> Vec<Drawn> {
    let mut order = grids;
    order.sort_by(|a, b| a.xs[0].total_cmp(&b.xs[0]));
    let mut found: Vec<Drawn> = Vec::new();
    for grid in order {
        let part = found.iter().position(|left| is_next(left, &grid, content));
        match part {
            Some(n) => found[n] = together(&found[n], &grid),
            None => found.push(grid),
        }
    }
    found.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    found
}

/// Whether a grid is a further part of the one on its left.
fn is_next(left: &Drawn, right: &Drawn, content: &PageContent) -> bool {
    let (a, b) = (left.area(), right.area());
    let gap = b.x0 - a.x1;
    let same = |x: f32, y: f32| (x - y).abs() < LEVEL;
    let common =
        left.ys.iter().rev().zip(right.ys.iter().rev()).take_while(|(x, y)| same(**x, **y)).count();
    let is_tall = |grid: &Drawn| grid.ys.windows(2).all(|w| w[1] - w[0] > 2.0 * LEVEL);
    left.is_drawn
        && right.is_drawn
        && is_tall(left)
        && is_tall(right)
        && gap > 0.0
        && gap < GAP
        && same(a.y0, b.y0)
        && common > ROWS
        && common + HEAD > left.ys.len().max(right.ys.len())
        && names(left, common - 1, content)
        && numbers(right, common - 1, content)
}

/// What the cells of a grid's first column say in its last `rows` rows.
fn first_column(grid: &Drawn, rows: usize, content: &PageContent) -> Vec<String> {
    let from = grid.ys[grid.ys.len() - 1 - rows];
    let inside = |n: &u32| {
        let (x, y) = drawn::centre(&content.words[*n as usize]);
        x > grid.xs[0] && x < grid.xs[1] && y > from && y < grid.area().y1
    };
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); grid.ys.len()];
    for n in (0..content.words.len() as u32).filter(inside) {
        let y = drawn::centre(&content.words[n as usize]).1;
        cells[grid.ys.partition_point(|edge| *edge <= y)].push(n);
    }
    cells.iter().filter(|c| !c.is_empty()).map(|c| aligned::said(content, c)).collect()
}

/// Whether the first column names the rows: texts that all differ, and few of them numbers.
fn names(grid: &Drawn, rows: usize, content: &PageContent) -> bool {
    let mut said = first_column(grid, rows, content);
    let values = said.iter().filter(|s| is_atomic(s)).count();
    let filled = said.len();
    said.sort_unstable();
    said.dedup();
    filled * 10 >= rows * 9 && said.len() == filled && values * 4 < filled
}

/// Whether the first column has numbers that do not count the rows: what has names of its own is a table of its own.
fn numbers(grid: &Drawn, rows: usize, content: &PageContent) -> bool {
    let said = first_column(grid, rows, content);
    let values = said.iter().filter(|s| is_atomic(s)).count();
    let counted: Vec<i64> = said.iter().filter_map(|s| s.parse().ok()).collect();
    let is_count =
        counted.len() > 2 && counted[0] > 0 && counted.windows(2).all(|w| w[1] == w[0] + 1);
    // The label of the column is among them, where all parts have the same header.
    let others = said.len() - values;
    others <= (said.len() / 10).max(1) && said.len() * 2 >= rows && !is_count
}

/// Both parts in one grid: a column ends where the next one begins, and a cell is as high as it was.
fn together(left: &Drawn, right: &Drawn) -> Drawn {
    let mut ys: Vec<f32> = left.ys.clone();
    let is_new = |y: &&f32| !left.ys.iter().any(|own| (own - **y).abs() < LEVEL);
    ys.extend(right.ys.iter().filter(is_new));
    ys.sort_by(f32::total_cmp);
    let row = |y: f32| ys.partition_point(|own| *own < y - LEVEL);
    let columns = left.columns();
    let placed = |grid: &Drawn, slot: &Slot, shift: usize| {
        let (from, to) = (row(grid.ys[slot.row]), row(grid.ys[slot.row + slot.rows]));
        Slot { row: from, col: slot.col + shift, rows: to - from, cols: slot.cols }
    };
    let mut cells: Vec<Slot> = left.cells.iter().map(|s| placed(left, s, 0)).collect();
    cells.extend(right.cells.iter().map(|s| placed(right, s, columns)));
    cells.sort_by_key(|s| (s.row, s.col));
    let xs = left.xs[..columns].iter().chain(&right.xs).copied().collect();
    Drawn { xs, ys, cells, is_drawn: true }
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set, shown, tables};
    use tablemend_pdf::Page;

    /// A grid of one row below the other, 20 points high each.
    fn grid(p: &mut Page, xs: &[f32], rows: &[[&str; 2]]) {
        let bottom = 100.0 + 20.0 * rows.len() as f32;
        for n in 0..=rows.len() {
            let y = 100.0 + 20.0 * n as f32;
            rule(p, xs[0], y, xs[xs.len() - 1], y);
        }
        xs.iter().for_each(|x| rule(p, *x, 100.0, *x, bottom));
        for (n, row) in rows.iter().enumerate() {
            for (x, text) in xs.iter().zip(row) {
                set(p, x + 4.0, 114.0 + 20.0 * n as f32, 10.0, text);
            }
        }
    }

    const NAMES: [[&str; 2]; 6] =
        [["Quay", ""], ["North", ""], ["South", ""], ["Inner", ""], ["Outer", ""], ["Long", ""]];

    fn columns(right: &[[&str; 2]; 6]) -> Vec<usize> {
        let mut p = page();
        grid(&mut p, &[60.0, 140.0], &NAMES);
        grid(&mut p, &[150.0, 220.0, 290.0], right);
        tables(&p).iter().map(|t| t.column_count() as usize).collect()
    }

    #[test]
    fn boxes_of_names_and_of_their_numbers_are_one_table() {
        let numbers =
            [["Boats", "Share"], ["20", "5%"], ["7", "2%"], ["31", "9%"], ["4", "1%"], ["9", "3%"]];
        assert_eq!(columns(&numbers), [3]);
        let mut p = page();
        grid(&mut p, &[60.0, 140.0], &NAMES);
        grid(&mut p, &[150.0, 220.0, 290.0], &numbers);
        assert_eq!(shown(&tables(&p)[0])[3..6], ["1,0:North", "1,1:20", "1,2:5%"]);
    }

    #[test]
    fn tables_that_count_or_name_rows_of_their_own_are_left_as_they_are() {
        let counted =
            [["No.", "Share"], ["1", "5%"], ["2", "2%"], ["3", "9%"], ["4", "1%"], ["5", "3%"]];
        let named = [
            ["Gate", "Share"],
            ["Old", "5%"],
            ["Mill", "2%"],
            ["Fish", "9%"],
            ["Salt", "1%"],
            ["Bell", "3%"],
        ];
        for own in [counted, named] {
            assert!(!columns(&own).contains(&3));
        }
    }
}
