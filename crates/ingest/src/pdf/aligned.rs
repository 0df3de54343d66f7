//! Tables without rules: columns from white gutters, rows from baselines.
use super::grid::Grid;
use super::rulings::Rulings;
use super::words::Sheet;
use tablemend_model::Rect;

pub(crate) fn find(
    sheet: &Sheet,
    rulings: &Rulings,
    free: &mut [bool],
    taken: &[Rect],
    frames: &[Rect],
) -> Vec<Grid> {
    let _ = (sheet, rulings, free, taken, frames);
    Vec::new()
}
