//! Lists that somebody works through whose rows are called what they are (`Grant | Deadline | Owner`): the
//! names in front are the items.

use super::HeaderCell;
use super::backlog::ranks;
use super::cells::{
    cells_below, codes, dated, graded, links, looks_like_refs, measures, mostly_numbers, paths,
    ratings, repeated, sentences, told, verdicts,
};
use super::deeds::are_deeds;
use super::evidence::lists_others;
use super::judged::KINDS;
use super::naming::{NAMED, WEAK};
use super::progress::{halves, progresses, runs, works};
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

/// Words at the end of headings of what is worked through, one by one, whatever family it is of.
const WORKED: [&str; 22] = [
    "item",
    "issue",
    "check",
    "measure",
    "safeguard",
    "criterion",
    "criteria",
    "condition",
    "topic",
    "gap",
    "obligation",
    "commitment",
    "provision",
    "objective",
    "goal",
    "aim",
    "work",
    "phase",
    "concern",
    "feature",
    "capability",
    "fix",
];

/// Words at the end of headings, beside `KINDS`, that sort the rows rather than name them.
const GROUPS: [&str; 5] = ["group", "domain", "source", "theme", "department"];

/// Words at the end of headings of what is said of a name in front.
const DESCRIBES: [&str; 5] = ["description", "detail", "summary", "purpose", "note"];

/// Words at the end of headings of things that somebody has and that have a state, though nobody works through them,
/// and of what other families of documents list.
pub(super) const THINGS: [&str; 50] = [
    "risk",
    "threat",
    "hazard",
    "indicator",
    "metric",
    "kpi",
    "assumption",
    "dependency",
    "decision",
    "asset",
    "system",
    "application",
    "service",
    "server",
    "vendor",
    "supplier",
    "component",
    "boundary",
    "dataset",
    "role",
    "route",
    "endpoint",
    "page",
    "module",
    "package",
    "device",
    "equipment",
    "location",
    "site",
    "platform",
    "environment",
    "account",
    "version",
    "organisation",
    "organization",
    "database",
    "table",
    "api",
    "product",
    "member",
    "customer",
    "scenario",
    "control",
    "store",
    "script",
    "stakeholder",
    "reviewer",
    "approver",
    "browser",
    "person",
];

/// Where no heading names the items, but two of who, by when, how far and what next are named, the first
/// column of names holds them; beside refs also where how urgent each is is one of two, and whatever else is said
/// where the statuses tell that some are done and others are not.
/// Says whether it found them by how far they are alone.
pub(super) fn name_first(
    table: &Table,
    row: u32,
    claims: &mut [HeaderCell],
    rule: &ItemRule,
) -> bool {
    let kind = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let pairs = |wanted: FieldKind| rule.pair.iter().any(|f| rule.kinds.get(*f) == Some(&wanted));
    // Only who and when make items of anything.
    if !rule.own.is_empty() || !pairs(FieldKind::Posts) || !pairs(FieldKind::Dates) {
        return false;
    }
    let key = Some(Holds::Field(rule.key));
    let is_next = |c: &HeaderCell| NEXT.contains(&c.words.as_str());
    let looks_coded = |c: &HeaderCell| {
        lettered(table, row, c.col) && looks_like_refs(table, row, c.col) == Some(true)
    };
    // `Implemented?` over yes, no and partly is how far each numbered thing is.
    let is_first = |c: &HeaderCell| c.col == 0 && c.colspan == 1;
    let is_numbered = claims.iter().any(|c| is_first(c) && looks_coded(c));
    let is_asked = |c: &HeaderCell| {
        c.score == WEAK && kind(c.holds) == Some(FieldKind::Status) && halves(table, row, c.col)
    };
    let has_status =
        claims.iter().any(|c| c.score >= NAMED && kind(c.holds) == Some(FieldKind::Status));
    if is_numbered
        && !has_status
        && let Some(at) = claims.iter().position(is_asked)
    {
        claims[at].score = NAMED;
    }
    let is_status = |c: &HeaderCell| c.score >= NAMED && kind(c.holds) == Some(FieldKind::Status);
    let is_mixed = claims
        .iter()
        .any(|c| is_status(c) && (progresses(table, row, c.col) || halves(table, row, c.col)));
    let is_progress = is_mixed || claims.iter().any(|c| is_status(c) && works(table, row, c.col));
    let ends_in = |c: &HeaderCell, set: &[&str]| {
        let is_neutral =
            |w: &&str| matches!(*w, "description" | "title" | "name") && c.words.len() > 1;
        c.words.words().filter(|w| !is_neutral(w)).last().is_some_and(|w| set.contains(&w))
    };
    let is_worked = |c: &HeaderCell| ends_in(c, &WORKED) && c.words.len() <= 3;
    // What holds here and what does not is no list of work: `Applicable`, `Excluded?`, `Justification for inclusion`.
    let chooses = |c: &HeaderCell| {
        c.words.words().any(|w| {
            matches!(w, "applicable" | "applicability" | "excluded" | "exclusion" | "inclusion")
        })
    };
    let is_progress = is_progress && !claims.iter().any(chooses);
    // Refs of letters and a number are given to what is followed; a count in front numbers anything.
    let is_coded = is_numbered
        || claims.iter().any(|c| c.holds == Some(Holds::Ref) && lettered(table, row, c.col));
    // What any table has may be what is worked through; refs name nothing.
    let describes = |c: &HeaderCell| ends_in(c, &DESCRIBES);
    let is_free = |c: &HeaderCell| {
        (is_progress || c.score == WEAK && is_worked(c) && is_phrased(table, row, c.col))
            && (c.score == WEAK && (is_coded || is_worked(c) || is_phrased(table, row, c.col))
                || looks_like_refs(table, row, c.col) == Some(true))
    };
    if claims.iter().any(|c| c.holds == key && !is_next(c) && !is_free(c)) {
        return false;
    }
    let is_filled = |col: u32| cells_below(table, row, col).next().is_some();
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
    let has_refs = claims.iter().any(|c| c.holds == Some(Holds::Ref));
    let is_ranked = claims.iter().any(|c| ranks(c) && graded(table, row, c.col));
    // Who and how far alone is said of machines and papers, too; beside refs where it is how far work is.
    let is_due_or_next = said[1] || next;
    let is_far = |c: &HeaderCell| {
        c.score >= NAMED
            && kind(c.holds) == Some(FieldKind::Status)
            && (is_coded || told(table, row, c.col) || !is_filled(c.col))
    };
    let is_followed = || {
        has_refs
            && (said[2] && claims.iter().any(is_far) && (said[0] || is_ranked)
                || said[0] && is_ranked)
    };
    let is_told = count >= 2 && is_due_or_next || is_followed();
    // Work in words under `Fix | Status`, whatever is said of it.
    let is_said = !claims.iter().any(chooses)
        && claims.iter().any(|c| is_status(c) && is_filled(c.col) && !runs(table, row, c.col));
    let is_work =
        |c: &HeaderCell| is_said && c.col == 0 && is_worked(c) && is_phrased(table, row, c.col);
    if !is_told && !is_progress && !claims.iter().any(is_work) {
        return false;
    }
    let may_name = |c: &HeaderCell| {
        (c.holds.is_none() || c.holds == key) && c.lost.is_none() && c.colspan == 1
    };
    let told_from = claims
        .iter()
        .filter(|c| c.holds.is_some() && c.holds != Some(Holds::Ref) && c.holds != key);
    let first_told = told_from.map(|c| c.col).min().unwrap_or(u32::MAX);
    let in_front = |c: &&HeaderCell| c.col < first_told && may_name(c);
    let is_name = |c: &&HeaderCell| in_front(c) && are_names(table, row, c.col);
    let names = claims.iter().filter(is_name);
    let sorts = |c: &HeaderCell| ends_in(c, &KINDS) || ends_in(c, &GROUPS);
    // `Vendor | Issue`: of two columns of names that has them which is called so.
    let is_called = |c: &&HeaderCell| c.holds == key && !describes(c);
    // Where each is told in a few words that others have too, the refs tell them apart.
    let shared = || {
        let is_shared = |c: &&HeaderCell| {
            in_front(c) && repeated(table, row, c.col) && is_phrased(table, row, c.col)
        };
        claims.iter().find(is_shared).filter(|_| is_followed() && is_coded)
    };
    // What is to be done goes before what it is for: `Outcome | What will we do? | Lead`.
    let deeds = || {
        let is_deed = |c: &&HeaderCell| {
            may_name(c) && sentences(table, row, c.col) && are_deeds(table, row, c.col)
        };
        let mut all = claims.iter().filter(is_deed);
        all.next().filter(|_| all.next().is_none() && !lists_others(claims))
    };
    let found = names
        .clone()
        .find(is_called)
        .or_else(deeds)
        .or_else(|| names.clone().find(|c| !sorts(c)))
        .or_else(|| names.clone().next())
        .or_else(shared);
    let Some(found) = found else { return false };
    let name = found.col;
    // Without refs, who and when, what is in front must name the rows, and in words of work or several: what
    // else is in front names things that have a state.
    let is_thing_in_front = || {
        let before = claims.iter().filter(|c| c.col < name && c.holds != Some(Holds::Ref));
        before.clone().any(|c| !sorts(c) && !repeated(table, row, c.col))
            || before.clone().any(|c| ends_in(c, &THINGS))
    };
    let is_listed = is_worked(found) || is_mixed && sorts(found) || is_phrased(table, row, name);
    let is_sum = || claims.iter().any(|c| measures(table, row, c.col));
    if !is_told && !is_coded && (!is_listed || is_thing_in_front() || !is_worked(found) && is_sum())
    {
        return false;
    }
    let Some(at) = claims.iter().position(|c| c.col == name) else { return false };
    // Controls that are all in place are no list of work.
    let is_control = ends_in(&claims[at], &["control"]) && is_progress && is_mixed;
    if !is_due_or_next && !is_control && ends_in(&claims[at], &THINGS) {
        return false;
    }
    for cell in claims.iter_mut().filter(|c| c.holds == key) {
        (cell.score, cell.holds) = (0, None);
    }
    (claims[at].score, claims[at].holds) = (NAMED, key);
    !is_told
}

/// Whether most cells of a column of refs begin with a letter: `H1`, `GG-02`.
fn lettered(table: &Table, row: u32, col: u32) -> bool {
    let all = cells_below(table, row, col).count();
    let is_coded =
        |t: &str| t.starts_with(char::is_alphabetic) && t.contains(|c: char| c.is_ascii_digit());
    let coded = cells_below(table, row, col).filter(|c| is_coded(c.text.as_str())).count();
    all > 1 && coded * 10 >= all * 8
}

/// Whether most cells of a column say in several words what they name.
fn is_phrased(table: &Table, row: u32, col: u32) -> bool {
    const FEWEST: usize = 3;
    let all = cells_below(table, row, col).count();
    let words = |t: &str| t.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count();
    let long = cells_below(table, row, col).filter(|c| words(c.text.as_str()) >= FEWEST).count();
    all > 1 && long * 2 >= all
}

/// Whether the cells of a column name each row: words, each another.
pub(super) fn are_names(table: &Table, row: u32, col: u32) -> bool {
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
        && !paths(table, row, col)
        && !mostly_numbers(table, row, col)
        && !ratings(table, row, col)
        && !told(table, row, col)
        && !verdicts(table, row, col)
}
