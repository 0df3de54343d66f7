//! Lists of what is wrong, told by how bad each entry is: `Gap | Severity | Fix`, `ID | Finding | Risk level`.

use super::backlog::{is_deed, ranks};
use super::cells::{graded, looks_like_refs, repeated, repeats, sentences};
use super::naming::{NAMED, WEAK};
use super::{HeaderCell, HeaderRow};
use crate::profile::{Holds, ItemRule, Phrase};
use tablemend_model::{FieldKind, Table, languages};

/// Words behind the name of what is wrong that change nothing: `Gap description`.
const BEHIND: [&str; 7] =
    ["description", "detail", "title", "summary", "statement", "identified", "found"];

/// Words at the end of headings that sort the entries.
pub(super) const KINDS: [&str; 6] = ["type", "category", "kind", "class", "classification", "area"];

/// Words of headings over ratings: `Severity`, `Risk level`.
const RATES: [&str; 7] =
    ["severity", "priority", "risk", "impact", "level", "rating", "criticality"];

/// Whether words name what such a profile's entries are called only where something says how bad they are.
fn is_judged_name(words: &Phrase, rule: &ItemRule) -> bool {
    let own: Vec<&str> = words.words().collect();
    // `Problem type` sorts what is wrong.
    if own.last().is_some_and(|w| KINDS.contains(w)) {
        return false;
    }
    let end = own.iter().rposition(|w| !BEHIND.contains(w)).map_or(0, |at| at + 1);
    let name: Phrase = own[..end].iter().copied().collect();
    // `Known gap`, `Open problem`: the noun is what counts.
    let last: Phrase = own[..end].iter().rev().take(1).copied().collect();
    rule.judged.iter().any(|n| *n == name || *n == last)
        || languages::is_problem(name.as_str())
        || own[..end].first().is_some_and(|w| languages::is_problem(w))
}

/// The field of a profile with such names that says how bad an entry is.
fn scale(rule: &ItemRule) -> Option<Holds> {
    if rule.judged.is_empty() {
        return None;
    }
    rule.scales.first().map(|(field, _)| Holds::Field(*field))
}

/// Where a column says how bad each entry is, the first column of a name of what is wrong has the entries;
/// or one of a name that any table has, beside refs called by it (`Finding ID | Title | Severity`).
pub(super) fn as_judged(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some(scale) = scale(rule) else { return };
    let key = Some(Holds::Field(rule.key));
    if claims.iter().any(|c| c.holds == key && c.score >= NAMED) {
        return;
    }
    let is_wrong = |c: &HeaderCell| {
        is_judged_name(&c.words, rule)
            && !graded(table, row, c.col)
            && !repeats(table, row, c.col)
            && looks_like_refs(table, row, c.col) != Some(true)
    };
    let of_refs = |c: &HeaderCell| {
        c.words.len() > 1
            && c.words.words().any(|w| rule.judged.iter().any(|n| n.as_str() == w))
            && looks_like_refs(table, row, c.col) == Some(true)
    };
    let named = claims.iter().position(is_wrong).or_else(|| {
        claims.iter().any(of_refs).then(|| claims.iter().position(|c| c.holds == key))?
    });
    let Some(at) = named else { return };
    let rates = |c: &HeaderCell| {
        (c.holds == Some(scale) && c.score >= NAMED
            || c.words.words().any(|w| RATES.contains(&w) || languages::is_weight(w)))
            && graded(table, row, c.col)
    };
    let Some(by) = claims.iter().position(|c| c.col != claims[at].col && rates(c)) else { return };
    if claims[by].holds != Some(scale) && !claims.iter().any(|c| c.holds == Some(scale)) {
        (claims[by].score, claims[by].holds) = (NAMED, Some(scale));
    }
    let name = claims[at].col;
    for cell in claims.iter_mut().filter(|c| c.holds == key && c.col != name) {
        (cell.score, cell.holds) = (0, None);
    }
    (claims[at].score, claims[at].holds) = (NAMED, key);
}

/// Whether a header names what is wrong and how bad each is, and more than that or its refs.
pub(super) fn is_judged(header: &HeaderRow, rule: &ItemRule) -> bool {
    let Some(scale) = scale(rule) else { return false };
    let key = Holds::Field(rule.key);
    let is_named = header.columns(key).any(|c| c.score >= NAMED);
    let is_rated = header.columns(scale).any(|c| c.score >= NAMED);
    // `Blocker | Next action` under a heading that speaks of blockers.
    let is_answer = |c: &HeaderCell| {
        c.holds != Some(key) && matches!(c.words.words().last(), Some("action" | "step" | "fix"))
    };
    let is_wrong = || header.columns(key).any(|c| is_judged_name(&c.words, rule));
    is_named
        && (is_rated && header.cells.len() > 2
            || header.is_about && is_wrong() && header.cells.iter().any(is_answer))
}

/// Whether headings and cells show a list of what is to be done or answered, though they say neither who nor when:
/// deeds and how urgent each is (`Recommendation | Priority`), how much work (`Task | Estimate`) or what shows that
/// they are done; work behind its priority (`Priority | Item | Reason`); what follows from a lesson; questions and
/// decisions with whoever has them.
pub(super) fn is_listed(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    const SINGLE: [&str; 7] =
        ["action", "task", "recommendation", "improvement", "todo", "do", "story"];
    const WORK: [&str; 11] = [
        "item",
        "feature",
        "task",
        "action",
        "change",
        "issue",
        "improvement",
        "recommendation",
        "work",
        "what",
        "title",
    ];
    const SUCCESS: [&str; 7] = [
        "measure of success",
        "success measure",
        "success criteria",
        "success criterion",
        "success indicator",
        "expected outcome",
        "outcome measure",
    ];
    let key = Some(Holds::Field(rule.key));
    let Some(name) = cells.iter().find(|c| c.holds == key) else { return false };
    let last = |c: &HeaderCell| c.words.words().last().map(str::to_owned).unwrap_or_default();
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let is_told = |c: &HeaderCell| {
        c.score >= NAMED
            && matches!(kind(c), Some(FieldKind::Posts | FieldKind::Dates | FieldKind::Status))
    };
    if !rule.judged.is_empty() {
        let has_refs = cells.iter().any(|c| c.holds == Some(Holds::Ref));
        let is_asked = last(name) == "question" || last(name) == "decision" && has_refs;
        // `No | Decision | Alternatives | Rationale`.
        let is_reason = |c: &HeaderCell| {
            c.words.words().any(|w| {
                matches!(w, "rationale" | "reason" | "reasoning" | "justification" | "alternative")
            })
        };
        let is_reasoned = || {
            last(name) == "decision"
                && has_refs
                && cells.iter().any(is_reason)
                && !repeats(table, row, name.col)
        };
        return name.score >= NAMED && (is_asked && cells.iter().any(is_told) || is_reasoned());
    }
    if !rule.own.is_empty() {
        return false;
    }
    let has_names =
        || looks_like_refs(table, row, name.col) != Some(true) && !repeats(table, row, name.col);
    let is_single = is_deed(name, rule)
        && (SINGLE.contains(&last(name).as_str()) || name.rank >= crate::profile::BEHIND_ALL);
    // `Severity | Action` over each level once says what is done whenever it comes to that.
    let is_rank = |c: &HeaderCell| {
        ranks(c) && graded(table, row, c.col) && (c.col > name.col || repeated(table, row, c.col))
    };
    let is_size = |c: &HeaderCell| {
        let last = last(c);
        c.holds.is_none()
            && c.col > name.col
            && (matches!(last.as_str(), "estimate" | "estimation" | "effort")
                || languages::is_weight(&last))
            && !sentences(table, row, c.col)
    };
    let is_success = |c: &HeaderCell| SUCCESS.contains(&c.words.as_str());
    let is_lesson = |c: &HeaderCell| {
        matches!(
            c.words.as_str(),
            "lesson" | "lesson learned" | "lesson learnt" | "what we learned"
        )
    };
    if is_single && cells.iter().any(|c| is_rank(c) || is_size(c) || is_success(c)) && has_names() {
        return true;
    }
    if is_single && cells.iter().any(is_lesson) {
        return true;
    }
    let mut own = cells.iter().filter(|c| c.holds != Some(Holds::Ref));
    let (first, second) = (own.next(), own.next());
    let is_front = |c: &HeaderCell| {
        (ranks(c) || matches!(c.words.as_str(), "p" | "prio")) && graded(table, row, c.col)
    };
    first.is_some_and(is_front)
        && second.is_some_and(|c| c.col == name.col && WORK.contains(&last(c).as_str()))
        && (name.words.as_str() != "action" || first.is_some_and(|c| repeated(table, row, c.col)))
        && has_names()
}

/// Whether a header has the name of its items, whoever has them, and how urgent each is:
/// `Event | Priority | Assigned to`.
pub(super) fn is_shared_out(header: &HeaderRow, rule: &ItemRule) -> bool {
    let key = Holds::Field(rule.key);
    let is_posts = |c: &HeaderCell| {
        c.score > WEAK
            && matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Posts))
    };
    rule.own.is_empty()
        && header.columns(key).next().is_some()
        && header.cells.iter().any(is_posts)
        && header.cells.iter().any(super::backlog::ranks)
}
