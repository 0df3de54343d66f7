//! Columns that tell in sentences how far each item is: the commentary, whatever their heading is.

use super::HeaderCell;
use super::beside::points;
use super::cells::{cells_below, links, remarks, repeated, sentences, shares, signed, told};
use super::naming::{EXACT, NAMED, named};
use crate::profile::{Holds, ItemRule, phrase};
use tablemend_model::{FieldKind, Table};

/// A heading of a status over sentences of which none can be read as one is left to the column beside it that
/// tells it: `RAG | Status` over `Green`, `Two bids were opened last week`.
pub(super) fn leave_status(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    if account(rule).is_none() {
        return;
    }
    let is_status = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Status));
    let is_prose: Vec<bool> =
        claims.iter().map(|c| is_status(c) && remarks(table, row, c.col)).collect();
    if !is_prose.contains(&true) {
        return;
    }
    let tells = |col: u32| told(table, row, col) || signed(table, row, col);
    let named = claims.iter().zip(&is_prose).any(|(c, prose)| !prose && is_status(c));
    let by_cells = claims.iter().zip(&is_prose).position(|(c, prose)| !prose && tells(c.col));
    let is_unnamed = || (0..table.column_count()).any(|col| !over(claims, col) && tells(col));
    if !named && by_cells.is_none() && !is_unnamed() {
        return;
    }
    for at in (0..claims.len()).filter(|at| is_prose[*at]) {
        let left = &mut claims[at];
        let (score, rank, holds) = (left.score, left.rank, left.holds);
        (left.score, left.rank, left.holds) = (0, 0, None);
        // What the heading names is in the column that tells it.
        if !named && let Some(by) = by_cells {
            let cell = &mut claims[by];
            (cell.score, cell.rank, cell.holds) = (score, rank, holds);
        }
    }
}

/// Where no heading names the commentary, the one column of sentences behind the main field has it whose
/// heading says that it tells what came until now (`Done so far`), or whose cells mostly do.
pub(super) fn as_account(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some(field) = account(rule) else { return };
    let key = Some(Holds::Field(rule.key));
    // `% Complete` over `40%` says how far it is, and tells nothing.
    for cell in claims.iter_mut().filter(|c| c.holds == Some(field)) {
        if shares(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
    if claims.iter().any(|c| c.holds == Some(field)) {
        return;
    }
    let Some(name) = claims.iter().find(|c| c.holds == key && c.score >= NAMED).map(|c| c.col)
    else {
        return;
    };
    // Who has it, by when or how far it is must be said: else the sentences may be of anything.
    let is_followed = claims.iter().any(|c| match c.holds {
        Some(Holds::Field(f)) => matches!(
            rule.kinds.get(f),
            Some(FieldKind::Dates | FieldKind::Posts | FieldKind::Status)
        ),
        _ => false,
    });
    let is_free = |c: &HeaderCell| {
        c.holds.is_none()
            && c.lost.is_none()
            && c.colspan == 1
            && c.col > name
            && !points(c)
            && !c.words.words().any(|w| OTHER.contains(&w))
            && !is_answer(c)
            && sentences(table, row, c.col)
            && !links(table, row, c.col)
    };
    let mut all = (0..claims.len()).filter(|at| is_free(&claims[*at]));
    let (Some(at), None) = (all.next(), all.next()) else { return };
    let cell = &claims[at];
    let is_said = cell.words.words().any(|w| SAID.contains(&w));
    if is_followed && (is_said || accounts(table, row, cell.col)) {
        let cell = &mut claims[at];
        (cell.score, cell.holds) = (NAMED, Some(field));
    }
}

/// Whether a heading is that of what is answered or will be done, and says nothing of what came until now.
fn is_answer(cell: &HeaderCell) -> bool {
    const WILL: [&str; 13] = [
        "will",
        "proposal",
        "planned",
        "plan",
        "proposed",
        "agreed",
        "accepted",
        "response",
        "reply",
        "management",
        "required",
        "needed",
        "original",
    ];
    let says = |set: &[&str]| cell.words.words().any(|w| set.contains(&w));
    says(&WILL) && !says(&SAID)
}

/// The field of the commentary.
fn account(rule: &ItemRule) -> Option<Holds> {
    let key = Holds::Field(rule.key);
    let is_text =
        |h: Holds| matches!(h, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Text));
    let all = named(&phrase("commentary"), EXACT, rule);
    all.into_iter().map(|c| c.holds).find(|h| *h != key && is_text(*h))
}

fn over(claims: &[HeaderCell], col: u32) -> bool {
    claims.iter().any(|c| (c.col..c.col + c.colspan).contains(&col))
}

/// Words of headings of what came until now.
const SAID: [&str; 12] = [
    "status", "state", "position", "progress", "update", "latest", "far", "happened", "done",
    "since", "got", "reported",
];

/// Words of headings of what is wanted, needed or found, or of why: no account of the work.
const OTHER: [&str; 46] = [
    "measurement",
    "metric",
    "indicator",
    "milestone",
    "deliverable",
    "output",
    "outcome",
    "measure",
    "success",
    "impact",
    "benefit",
    "resource",
    "cost",
    "budget",
    "funding",
    "risk",
    "rationale",
    "reason",
    "why",
    "objective",
    "background",
    "context",
    "dependency",
    "requirement",
    "need",
    "gap",
    "finding",
    "recommendation",
    "source",
    "location",
    "criterion",
    "criteria",
    "condition",
    "assumption",
    "constraint",
    "control",
    "mitigation",
    "consequence",
    "cause",
    "target",
    "goal",
    "issue",
    "problem",
    "description",
    "scope",
    "next",
];

/// Whether most cells of a column tell what came until now.
fn accounts(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut told) = (0, 0);
    for cell in cells_below(table, row, col) {
        all += 1;
        told += u32::from(tells_of_past(&cell.text.as_str().to_lowercase()));
    }
    all > 2 && told * 10 >= all * 5 && !repeated_mostly(table, row, col)
}

/// Whether a text has a verb of what is or was, or one of its clauses begins with what was done: `Agreed in May`,
/// not `Number of meetings held`.
fn tells_of_past(lower: &str) -> bool {
    const FIRST: usize = 3;
    let words = |text: &str| -> Vec<String> {
        let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        all.map(str::to_owned).collect()
    };
    lower.split(['.', ';', '\n']).map(words).any(|clause| {
        clause.iter().any(|w| VERBS.contains(&w.as_str()))
            || clause.iter().take(FIRST).any(|w| DONE.contains(&w.as_str()))
    })
}

/// Whether a column has few texts again and again.
fn repeated_mostly(table: &Table, row: u32, col: u32) -> bool {
    repeated(table, row, col) && {
        let mut all: Vec<&str> = cells_below(table, row, col).map(|c| c.text.as_str()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        all.len() * 2 < count
    }
}

/// Verbs of what is or was, and words of how far a thing is.
const VERBS: [&str; 15] = [
    "has", "have", "had", "is", "are", "was", "were", "been", "being", "underway", "awaiting",
    "ongoing", "already", "yet", "overdue",
];

/// What was done, where a clause begins with it.
const DONE: [&str; 35] = [
    "completed",
    "complete",
    "awaited",
    "delayed",
    "started",
    "held",
    "drafted",
    "agreed",
    "approved",
    "published",
    "issued",
    "finished",
    "received",
    "launched",
    "delivered",
    "planned",
    "paused",
    "slipped",
    "appointed",
    "sent",
    "reviewed",
    "signed",
    "begun",
    "began",
    "progressed",
    "progressing",
    "progress",
    "pending",
    "outstanding",
    "scheduled",
    "recruited",
    "discussed",
    "commenced",
    "submitted",
    "presented",
];
