//! The column of a register's scores, told by its cells where no heading tells it.

use super::HeaderCell;
use super::cells::{rated, twin};
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table};

/// A column of no known heading is the score where its numbers are those of likelihood times impact, and
/// the rating where it has words of a scale right behind both.
pub(super) fn as_score(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some((status, score)) =
        rule.fill_from.iter().find_map(|(status, _)| Some((*status, twin(*status, rule)?)))
    else {
        return;
    };
    let holds = |field: usize| Some(Holds::Field(field));
    let is_factor = |c: &&HeaderCell| match c.holds {
        Some(Holds::Field(f)) => {
            f != score && rule.kinds.get(f) == Some(&FieldKind::Number) && c.score >= NAMED
        }
        _ => false,
    };
    let factors: Vec<u32> = claims.iter().filter(is_factor).map(|c| c.col).collect();
    let &[first, second] = factors.as_slice() else { return };
    let is_scored = claims.iter().any(|c| c.holds == holds(score));
    let is_told = claims.iter().any(|c| c.holds == holds(status));
    for cell in claims.iter_mut().filter(|c| c.holds.is_none() && c.colspan == 1) {
        if !is_scored && is_product(table, row, cell.col, (first, second)) {
            (cell.score, cell.holds) = (NAMED, holds(score));
            return;
        }
        let is_behind = cell.col == first.max(second) + 1;
        if !is_scored && !is_told && is_behind && rated(table, row, cell.col) {
            (cell.score, cell.holds) = (NAMED, holds(status));
            return;
        }
    }
}

/// Whether the numbers of a column are those of two others multiplied, in all rows but one in ten.
fn is_product(table: &Table, row: u32, col: u32, (first, second): (u32, u32)) -> bool {
    const FEWEST: u32 = 2;
    let number = |r: u32, col: u32| {
        let text = table.cell_at(r, col).filter(|c| c.row() == r)?.text.as_str();
        let from = text.find(|c: char| c.is_ascii_digit())?;
        let end = text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| from + n);
        text[from..end].parse::<u32>().ok()
    };
    let (mut all, mut same) = (0, 0);
    for r in row + 1..table.row_count() {
        if let (Some(a), Some(b), Some(c)) = (number(r, first), number(r, second), number(r, col)) {
            all += 1;
            same += u32::from(a.checked_mul(b) == Some(c));
        }
    }
    all >= FEWEST && same * 10 >= all * 9
}
