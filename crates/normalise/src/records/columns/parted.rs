//! A heading over two columns of which the first names the groups of the rows: `Recommendation` over `1. Gates`, `1a. Oil
//! the hinges`.

use super::HeaderCell;
use super::cells::cells_below;
use crate::profile::{Holds, ItemRule};
use tablemend_model::Table;

/// Parts the heading of the main field that is over such columns: the second has the items, the first is beside them.
pub(super) fn part(table: &Table, row: u32, claims: &mut Vec<HeaderCell>, rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_over_groups =
        |c: &HeaderCell| c.holds == key && c.colspan == 2 && names_groups(table, row, c.col);
    let Some(at) = claims.iter().position(is_over_groups) else { return };
    let own = &mut claims[at];
    let groups = HeaderCell { colspan: 1, holds: None, score: 0, ..own.clone() };
    (own.col, own.colspan) = (own.col + 1, 1);
    claims.insert(at, groups);
}

/// Whether a column has a text for every few rows, and the one behind it another text in each.
fn names_groups(table: &Table, row: u32, col: u32) -> bool {
    let rows = table.row_count().saturating_sub(row + 1) as usize;
    let names = cells_below(table, row, col).filter(|c| c.colspan() == 1).count();
    let mut texts: Vec<&str> = cells_below(table, row, col + 1)
        .filter(|c| c.rowspan() == 1)
        .map(|c| c.text.as_str())
        .collect();
    let filled = texts.len();
    texts.sort_unstable();
    texts.dedup();
    let is_short = rows > 40 || filled * 10 >= rows * 9;
    names > 1 && names * 3 <= filled * 2 && is_short && texts.len() == filled
}
