//! Pieces of drawn tables that a page break left with little text.

use crate::pdf::grid::{Found, Grid};

/// Whether a drawn grid at the top of a page may be the rest of a table, though it is too bare to be one by itself: it
/// has three columns or more and any words, or names rows in its first column whose other one is left blank.
pub(crate) fn may_go_on(grid: &Grid) -> bool {
    /// Rows that are named, at least, where there are two columns.
    const NAMED: usize = 3;
    let has_words = |c: &&Found| !c.words.is_empty();
    let named = grid.cells.iter().filter(has_words).filter(|c| c.col == 0 && c.cols == 1).count();
    match grid.xs.len().saturating_sub(1) {
        0 | 1 => false,
        2 => named >= NAMED,
        _ => grid.words().next().is_some(),
    }
}
