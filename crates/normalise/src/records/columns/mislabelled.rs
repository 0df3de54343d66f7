//! Columns whose cells are nothing of what their heading is like: levels under the name of a text, numbers of issues under
//! that of a status.

use super::HeaderCell;
use super::cells::{cells_below, rated};
use super::naming::{NAMED, WEAK};
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table};

/// A column of levels is no text about an item, whatever word of its heading is like such a name: `Residual after
/// mitigation` over `High`, `Low`.
pub(super) fn leave_levels(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
    for cell in claims.iter_mut().filter(|c| is_text(c) && c.score < NAMED && c.score != WEAK) {
        if rated(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// Numbers of issues are no statuses: `Status` over `#41`, `#42`.
pub(super) fn leave_links(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_status = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Status));
    let is_issue = |text: &str| {
        let digits = text.strip_prefix('#').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    for cell in claims.iter_mut().filter(|c| is_status(c)) {
        let mut below = cells_below(table, row, cell.col).peekable();
        if below.peek().is_some() && below.all(|c| is_issue(c.text.as_str().trim())) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}
