//! Lists that somebody works through whose rows are called what they are (`Grant | Deadline | Owner`): the
//! names in front are the items.

use super::HeaderCell;
use super::cells::{
    cells_below, codes, dated, links, looks_like_refs, mostly_numbers, ratings, told, verdicts,
};
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table};

/// Words of headings of days by which something is to be done; `Date`, `End date` say when anything was.
const DUE: [&str; 14] = [
    "due",
    "deadline",
    "by",
    "target",
    "eta",
    "when",
    "timeline",
    "timescale",
    "timeframe",
    "completion",
    "complete",
    "expected",
    "planned",
    "delivery",
];

/// Words of headings of what is done next.
const NEXT: [&str; 2] = ["next step", "next action"];

/// Where no heading names the items, but two of who, by when, how far and what next are named, the first
/// column of names holds them.
pub(super) fn name_first(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let kind = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let pairs = |wanted: FieldKind| rule.pair.iter().any(|f| rule.kinds.get(*f) == Some(&wanted));
    // Only who and when make items of anything.
    if !rule.own.is_empty() || !pairs(FieldKind::Posts) || !pairs(FieldKind::Dates) {
        return;
    }
    let key = Some(Holds::Field(rule.key));
    let is_next = |c: &HeaderCell| NEXT.contains(&c.words.as_str());
    if claims.iter().any(|c| c.holds == key && !is_next(c)) {
        return;
    }
    let is_due = |c: &HeaderCell| c.words.words().any(|w| DUE.contains(&w));
    let names = |wanted: FieldKind| {
        claims.iter().any(|c| {
            c.score >= NAMED
                && kind(c.holds) == Some(wanted)
                && (wanted != FieldKind::Dates || is_due(c))
        })
    };
    let said = [names(FieldKind::Posts), names(FieldKind::Dates), names(FieldKind::Status)];
    let next = claims.iter().any(is_next);
    let count = said.iter().filter(|s| **s).count() + usize::from(next);
    // Who and how far alone is said of machines and papers, too.
    if count < 2 || !(said[1] || next) {
        return;
    }
    let is_name = |c: &HeaderCell| {
        c.holds.is_none() && c.lost.is_none() && c.colspan == 1 && are_names(table, row, c.col)
    };
    let told_from = claims.iter().filter(|c| c.holds.is_some() && c.holds != Some(Holds::Ref));
    let first_told = told_from.map(|c| c.col).min().unwrap_or(u32::MAX);
    let Some(at) = claims.iter().position(|c| c.col < first_told && is_name(c)) else { return };
    for cell in claims.iter_mut().filter(|c| c.holds == key) {
        (cell.score, cell.holds) = (0, None);
    }
    (claims[at].score, claims[at].holds) = (NAMED, key);
}

/// Whether the cells of a column name each row: words, each another.
fn are_names(table: &Table, row: u32, col: u32) -> bool {
    let mut all: Vec<&str> = cells_below(table, row, col).map(|c| c.text.as_str()).collect();
    let count = all.len();
    let words = all.iter().filter(|t| t.contains(char::is_alphabetic)).count();
    all.sort_unstable();
    all.dedup();
    count >= 2
        && all.len() == count
        && words * 10 >= count * 9
        && looks_like_refs(table, row, col) != Some(true)
        && !codes(table, row, col)
        && !dated(table, row, col)
        && !links(table, row, col)
        && !mostly_numbers(table, row, col)
        && !ratings(table, row, col)
        && !told(table, row, col)
        && !verdicts(table, row, col)
}
