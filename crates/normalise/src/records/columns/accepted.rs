//! Whether a row's names are enough to make it a header row.

use super::HeaderCell;
use super::HeaderRow;
use super::cells::climbs;
use super::naming::{NAMED, WEAK};
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table};

/// Whether the named columns make a header row: the main field and one of those that tell the
/// family; then two exact names beside it suffice, and else most of the cells must name something.
pub(super) fn is_accepted(
    header: &HeaderRow,
    filled: usize,
    on_top: bool,
    weak_key: bool,
    rule: &ItemRule,
) -> bool {
    let named = header.cells.iter().filter(|c| c.holds.is_some()).count();
    let key_cell = header.columns(Holds::Field(rule.key)).next();
    let others = || header.cells.iter().filter(|c| c.holds != Some(Holds::Field(rule.key)));
    let telling = |c: &&HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.any_of.is_empty() || rule.any_of.contains(&f),
        _ => rule.any_of.is_empty(),
    };
    let exact = others().filter(|c| c.holds.is_some() && c.score >= NAMED).count();
    let most = named * 100 > filled * rule.share;
    let Some(key) = key_cell else {
        // A header that lost the main column's name: there must be such a column, and the others
        // must be beyond doubt.
        let room = header.cells.len() > named
            || header.cells.iter().map(|c| c.colspan).sum::<u32>() < header.width;
        return (most || header.is_about && on_top) && exact >= 3 && room;
    };
    let told = others().filter(telling).count();
    let told_exactly = others().filter(telling).filter(|c| c.score >= NAMED).count();
    if key.score < NAMED && key.score != WEAK && exact == 0 {
        return false;
    }
    let has_refs = header.columns(Holds::Ref).next().is_some();
    if weak_key || key.score == WEAK {
        // `Change ID` beside `Description` is the ref of something else.
        let is_others = |c: &HeaderCell| c.score < NAMED && c.words.len() == 2;
        if header.columns(Holds::Ref).any(is_others) && !header.is_about {
            return false;
        }
        return told_exactly >= 2
            || (told_exactly >= 1 && told >= 2 && most)
            || ((told_exactly >= 1 && filled > 2 || told >= 1 && has_refs)
                && header.is_about
                && on_top);
    }
    // Under a heading that speaks of such items their name and their ref are enough.
    if header.is_about && key.score >= NAMED && has_refs && on_top {
        return true;
    }
    let paired = others().any(|c| {
        c.score >= NAMED && matches!(c.holds, Some(Holds::Field(f)) if rule.pair.contains(&f))
    });
    let enough = exact >= 2 || (key.score >= NAMED && paired);
    told >= 1 && ((on_top && enough) || most)
}

/// Whether a table explains a scale (`Level | Description | Likelihood` over 1 to 5): its main
/// column has a name that any table may have, the others only rate, and one of them climbs.
pub(super) fn is_scale(
    table: &Table,
    row: u32,
    header: &HeaderRow,
    weak_key: bool,
    rule: &ItemRule,
) -> bool {
    let key = Holds::Field(rule.key);
    let Some(own) = header.columns(key).next() else { return false };
    if own.score != WEAK && !weak_key {
        return false;
    }
    let rates = |holds: Holds| match holds {
        Holds::Field(f) => {
            matches!(rule.kinds.get(f), Some(FieldKind::Number | FieldKind::Status))
        }
        _ => false,
    };
    let mut others = header.cells.iter().filter(|c| c.holds.is_some() && c.holds != Some(key));
    others.clone().all(|c| c.holds.is_some_and(rates)) && others.any(|c| climbs(table, row, c.col))
}

/// Whether the rows above are no more than titles: each has few cells beside this one's.
pub(super) fn below_titles(table: &Table, row: u32, filled: usize) -> bool {
    const MOST_TITLES: u32 = 4;
    let few = |r: u32| {
        let cells = table.row_cells(r).filter(|c| c.row() == r && !c.text.is_empty());
        cells.count() * 2 < filled
    };
    row == 0 || (row <= MOST_TITLES && (0..row).all(few))
}
