//! Lines that are drawn around parts of a table only: for its head, its groups, every fifth row.
//!
//! Such lines part the table no further than its printer thought the eye needs; the cells between
//! them hold several columns or rows. They are evidence for `aligned`, and no grid.

use super::aligned::{self, Strip};
use super::columns;
use super::drawn::line_text;
use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::text;
use super::words::{self, Sheet};

/// Whether rows that hold several columns or rows of text make up a good part of a drawn grid.
pub(crate) fn is_loose(grid: &Grid, sheet: &Sheet) -> bool {
    let rows = grid.ys.len() - 1;
    let mut crowded = vec![0; rows];
    let mut stacked = vec![0; rows];
    let mut words = vec![0; rows];
    for cell in grid.cells.iter().filter(|c| !c.words.is_empty()) {
        words[cell.row] += cell.words.len();
        crowded[cell.row] += usize::from(is_crowded(cell, sheet));
        stacked[cell.row] += usize::from(is_stacked(cell, sheet));
    }
    let is_loose = |row: &usize| crowded[*row] > 0 || stacked[*row] > 1;
    let loose: usize = (0..rows).filter(is_loose).map(|row| words[row]).sum();
    loose * 3 > words.iter().sum()
}

/// Whether the lines of a cell stand in columns of their own.
fn is_crowded(cell: &Found, sheet: &Sheet) -> bool {
    let strips = aligned::strips(&sheet.words, &cell.words);
    let open = strips.iter().filter(|s| s.pieces.len() > 1).count();
    if open * 10 < strips.len() * 8 || strips.iter().any(|s| starts_item(s, sheet)) {
        return false;
    }
    if open < 3 {
        let pieces = || strips.iter().flat_map(|s| &s.pieces);
        return pieces().all(|p| is_atomic(&aligned::said(sheet, &p.words)));
    }
    let gutters = columns::gutters(&strips);
    let full = strips.iter().filter(|s| s.pieces.len() > gutters.len().div_ceil(2)).count();
    !gutters.is_empty() && full * 10 >= strips.len() * 7
}

/// Whether a line begins with the sign or number of an item: its gap is an indent.
fn starts_item(strip: &Strip, sheet: &Sheet) -> bool {
    let first = aligned::said(sheet, &strip.pieces[0].words);
    strip.pieces.len() == 2 && (text::is_bullet(&first) || super::judge::is_sign(&first))
}

/// Whether every line of a cell is a number of its own.
fn is_stacked(cell: &Found, sheet: &Sheet) -> bool {
    let lines = words::lines(&sheet.words, &cell.words);
    lines.len() > 2 && lines.iter().all(|l| is_atomic(&line_text(&sheet.words, l)))
}

/// Whether one of the tables found by alignment holds most words of a loosely drawn one.
pub(crate) fn is_held(grid: &Grid, aligned: &[Grid]) -> bool {
    let mut own: Vec<u32> = grid.words().collect();
    own.sort_unstable();
    let shared = |other: &Grid| other.words().filter(|i| own.binary_search(i).is_ok()).count();
    aligned.iter().any(|other| shared(other) * 10 >= own.len() * 8)
}
