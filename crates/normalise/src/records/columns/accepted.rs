//! Whether a row's names are enough to make it a header row.

use super::HeaderCell;
use super::HeaderRow;
use super::backlog::{self, is_weighed};
use super::cells::{cells_below, climbs, rated};
use super::judged::{is_judged, is_shared_out};
use super::kinds::has_key_word;
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
        let is_of_family = rule.own.is_empty()
            || others().any(|c| c.score >= NAMED && is_own(c, rule))
            || rule.generic;
        let is_paired = others().any(|c| is_paired(c, rule));
        let is_tracked = header.is_about && on_top && is_paired && exact >= 2;
        return (((most || header.is_about && on_top) && exact >= 3) || is_tracked)
            && is_of_family
            && room;
    };
    let told = others().filter(telling).count();
    let told_exactly = others().filter(telling).filter(|c| c.score >= NAMED).count();
    if key.score < NAMED && key.score != WEAK && exact == 0 {
        return false;
    }
    let has_refs = header.columns(Holds::Ref).next().is_some();
    let paired = others().any(|c| is_paired(c, rule));
    if on_top && (header.is_listed || is_weighed(&header.cells, rule) || is_judged(header, rule)) {
        return true;
    }
    // Risks in front, each told in a sentence: whatever else is said of each, it is a list of them.
    if on_top && header.tells_each {
        return true;
    }
    // `Risk ID | Risk description`: name and refs are those of such items.
    if on_top && key.score >= NAMED && header.refs_of(rule) || on_top && is_shared_out(header, rule)
    {
        return true;
    }
    if weak_key || key.score == WEAK {
        // `Change ID` beside `Description` is the ref of something else.
        let is_others = |c: &HeaderCell| c.score < NAMED && c.words.len() == 2;
        if header.columns(Holds::Ref).any(is_others) && !header.is_about {
            return false;
        }
        // `Step | Duration | Notes`: remarks alone follow nothing.
        let is_note = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
        let is_of_notes =
            || rule.own.is_empty() && others().filter(|c| c.holds.is_some()).all(is_note);
        // What any table may have, and who and how far, tells no family.
        // `Control | Standard | Description` is a list of controls.
        let names_row = |c: &HeaderCell| {
            c.col < key.col
                && matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Text))
        };
        let owned = header.is_about
            || others().any(|c| c.score >= NAMED && is_own(c, rule) && !names_row(c));
        // `Risk category | Description | Our mitigation`.
        let is_kind = |c: &HeaderCell| has_key_word(c, rule);
        let is_grouped = !rule.own.is_empty()
            && on_top
            && header.cells.iter().any(is_kind)
            && others().any(|c| is_own(c, rule) && !names_row(c));
        // `Item | Category | Effort` under `Technical debt`.
        let is_sized = || {
            rule.own.is_empty()
                && header.is_about
                && !matches!(
                    key.words.as_str(),
                    "phase" | "sprint" | "epic" | "step" | "workstream"
                )
                && filled > 2
                && header.cells.iter().any(backlog::weighs)
        };
        return told_exactly >= 2 && owned
            || is_grouped
            || on_top && is_sized()
            || told_exactly >= 1 && on_top && backlog::is_backlog(&header.cells, rule)
            || (told_exactly >= 1 && told >= 2 && most && owned)
            // `Metric` beside a target.
            || (told_exactly >= 1
                && !rule.own.is_empty()
                && others().any(|c| c.score >= NAMED && is_own(c, rule))
                && rule.about.contains(&key.words))
            // `KRI ID | Metric | Threshold`: the refs are called those of such items.
            || told >= 1 && on_top && header.refs_of(rule)
            // A ref, and who, when or how far: a list that somebody works through, and no log of
            // what was decided.
            || (rule.own.is_empty()
                && has_refs
                && paired
                && on_top
                && !header.cells.iter().any(|c| c.words.words().last() == Some("decision")))
            || ((told_exactly >= 1 && filled > 2 || told >= 1 && has_refs)
                && (has_refs || !is_of_notes())
                && header.is_about
                && on_top);
    }
    // Under a heading that speaks of such items their name and their ref are enough.
    let is_answer = || backlog::is_deed(key, rule) && header.cells.iter().any(backlog::is_problem);
    let is_listed =
        has_refs || exact >= 2 || header.is_over(&key.words) && named > 1 || is_answer();
    if header.is_about && key.score >= NAMED && on_top && is_listed {
        return true;
    }
    // `Issue | Solution` alone is advice: a text that does not tell the family is not enough.
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Text));
    let is_over_its_own = header.is_over(&key.words);
    if filled == 2 && !paired && !is_over_its_own && !rule.pair.is_empty() && others().all(is_text)
    {
        return false;
    }
    let enough = exact >= 2 || (key.score >= NAMED && paired);
    told >= 1 && ((on_top && enough) || most)
}

/// Whether a column holds, word for word, one of the fields that suffice beside the main field.
fn is_paired(cell: &HeaderCell, rule: &ItemRule) -> bool {
    cell.score >= NAMED && matches!(cell.holds, Some(Holds::Field(f)) if rule.pair.contains(&f))
}

/// Whether a column holds what only such items have.
fn is_own(cell: &HeaderCell, rule: &ItemRule) -> bool {
    match cell.holds {
        Some(Holds::Field(f)) => rule.own.is_empty() || rule.own.contains(&f),
        _ => false,
    }
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
    if rates_in_front(table, row, header, rule) {
        return true;
    }
    let mut others = header.cells.iter().filter(|c| c.holds.is_some() && c.holds != Some(key));
    others.clone().all(|c| c.holds.is_some_and(rates)) && others.any(|c| climbs(table, row, c.col))
}

/// Whether the first column is how likely or how bad something is, each step once, and nobody has any of them:
/// `Likelihood | Description | Probability` over `1 - Rare`, `2 - Unlikely`; or `Scale | Impact | Description` over the
/// words of levels.
fn rates_in_front(table: &Table, row: u32, header: &HeaderRow, rule: &ItemRule) -> bool {
    const FEWEST: usize = 3;
    const MOST: usize = 10;
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let is_front = |c: &HeaderCell| {
        let is_level = || c.holds.is_none() && climbs(table, row, 0) && rated(table, row, 0);
        c.col == 0 && (kind(c) == Some(FieldKind::Number) || is_level())
    };
    let is_followed = |c: &HeaderCell| {
        matches!(kind(c), Some(FieldKind::Posts | FieldKind::Dates)) || c.holds == Some(Holds::Ref)
    };
    let mut steps: Vec<&str> = cells_below(table, row, 0).map(|c| c.text.as_str()).collect();
    let count = steps.len();
    steps.sort_unstable();
    steps.dedup();
    !rule.fill_from.is_empty()
        && header.cells.iter().any(is_front)
        && !header.cells.iter().any(is_followed)
        && (FEWEST..=MOST).contains(&count)
        && steps.len() == count
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
