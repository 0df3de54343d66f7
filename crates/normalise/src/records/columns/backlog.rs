//! Lists of work that nobody has yet: backlogs, recommendations by priority.

use super::HeaderCell;
use super::naming::{NAMED, WHOLE};
use crate::profile::{BEHIND_ALL, Holds, ItemRule};
use tablemend_model::languages;

/// What is said of deeds before anybody has them: how urgent, how much work.
const WEIGHED: [&str; 11] = [
    "priority",
    "effort",
    "estimate",
    "estimation",
    "urgency",
    "complexity",
    "cost",
    "point",
    "moscow",
    "size",
    "storypoint",
];

/// How urgent a deed is.
const RANKS: [&str; 5] = ["priority", "urgency", "prio", "moscow", "severity"];

/// Why a deed is to be done.
const REASONS: [&str; 6] = ["why", "rationale", "reason", "driver", "justification", "benefit"];

/// What a deed is good for: as good as its weight beside how urgent it is.
const GAIN: [&str; 2] = ["impact", "benefit"];

/// What deeds are called, the last word.
const DEEDS: [&str; 9] = [
    "action",
    "task",
    "activity",
    "step",
    "recommendation",
    "improvement",
    "todo",
    "do",
    "deliverable",
];

/// What the entries of a backlog are called.
const STORIES: [&str; 6] =
    ["story", "user story", "story title", "story name", "backlog item", "product backlog item"];

/// Columns that only a backlog has.
const OF_BACKLOGS: [&str; 8] = [
    "epic",
    "story",
    "user story",
    "sprint",
    "story point",
    "point",
    "moscow",
    "acceptance criteria",
];

/// Columns of what a deed is to put right.
const PROBLEMS: [&str; 6] = ["problem", "issue", "gap", "finding", "weakness", "opportunity"];

/// Whether a column is called an entry of a backlog.
pub(super) fn is_story(cell: &HeaderCell) -> bool {
    let words = cell.words.as_str();
    STORIES.contains(&words) || languages::is_story(words)
}

/// Whether a column is called a deed, word for word, in a profile whose items are told by no field of
/// their own.
pub(super) fn is_deed(cell: &HeaderCell, rule: &ItemRule) -> bool {
    let last = cell.words.words().last();
    let is_foreign = cell.rank >= BEHIND_ALL && cell.score >= NAMED;
    rule.own.is_empty()
        && cell.holds == Some(Holds::Field(rule.key))
        && (is_story(cell)
            || is_foreign
            || cell.score >= NAMED && last.is_some_and(|w| DEEDS.contains(&w)))
}

/// Whether a column says what a deed is to put right.
pub(super) fn is_problem(cell: &HeaderCell) -> bool {
    let words = cell.words.as_str();
    PROBLEMS.contains(&words) || languages::is_problem(words)
}

/// Whether a column weighs deeds.
pub(super) fn weighs(cell: &HeaderCell) -> bool {
    let last = cell.words.words().last();
    cell.holds.is_none_or(|h| h == Holds::Ref)
        && last.is_some_and(|w| WEIGHED.contains(&w) || languages::is_weight(w))
}

/// Whether a column says how urgent something is.
pub(super) fn ranks(cell: &HeaderCell) -> bool {
    let last = cell.words.words().last();
    cell.holds.is_none() && last.is_some_and(|w| RANKS.contains(&w) || languages::is_weight(w))
}

/// Whether a header names work in a word that any table has (`Item`, `Feature`, `Change`), and says of each how
/// urgent it is and how much work, or what it is good for; beside a ref where the word says nothing.
fn is_weighed_list(cells: &[HeaderCell], rule: &ItemRule) -> bool {
    const WORK: [&str; 9] = [
        "feature",
        "change",
        "enhancement",
        "idea",
        "story",
        "epic",
        "requirement",
        "proposal",
        "initiative",
    ];
    let key = Some(Holds::Field(rule.key));
    let Some(name) = cells.iter().find(|c| c.holds == key) else { return false };
    let is_work = name.words.words().last().is_some_and(|w| WORK.contains(&w));
    let has_refs = cells.iter().any(|c| c.holds == Some(Holds::Ref));
    let gains = |c: &HeaderCell| {
        c.holds.is_none() && c.words.len() == 1 && c.words.words().any(|w| GAIN.contains(&w))
    };
    let weights = cells.iter().filter(|c| weighs(c)).count();
    let gain = cells.iter().filter(|c| gains(c)).count();
    rule.own.is_empty()
        && name.score <= WHOLE
        && (has_refs || is_work)
        && weights >= 1
        && weights + gain >= 2
}

/// Whether a header names deeds and says of each how urgent it is and how much work: `Priority | Action |
/// Effort`; or what it is good for: `Priority | Recommendation | Expected impact`; or beside refs how urgent each is.
pub(super) fn is_weighed(cells: &[HeaderCell], rule: &ItemRule) -> bool {
    let gains = |c: &&HeaderCell| {
        c.holds.is_none()
            && c.words.words().any(|w| GAIN.contains(&w) || languages::is_gain(w))
            && c.words.len() <= 3
    };
    let weights = cells.iter().filter(|c| weighs(c)).count();
    // `Opportunity | Proposed action | Priority`: what is put right, how and how soon.
    let is_answer = || {
        cells.iter().any(|c| c.holds != Some(Holds::Field(rule.key)) && is_problem(c))
            && cells.iter().any(|c| c.words.words().last() == Some("action") && is_deed(c, rule))
    };
    let has_refs = cells.iter().any(|c| c.holds == Some(Holds::Ref));
    let has_reason = || {
        cells.iter().any(|c| c.words.words().any(|w| REASONS.contains(&w)) && c.words.len() <= 3)
    };
    let is_ranked = || cells.iter().any(ranks) && (has_refs || has_reason());
    let is_sized = || {
        has_refs
            && cells
                .iter()
                .any(|c| c.words.words().any(|w| languages::is_weight(w) || w == "effort"))
    };
    cells.iter().any(|c| is_deed(c, rule))
        && (weights >= 2
            || weights == 1 && (cells.iter().any(|c| gains(&c)) || is_answer())
            || is_ranked()
            || is_sized())
        || is_weighed_list(cells, rule)
}

/// Whether a header has a name, a weight, and what only backlogs have: `Name | Epic | Status | Priority`.
pub(super) fn is_backlog(cells: &[HeaderCell], rule: &ItemRule) -> bool {
    let key = Some(Holds::Field(rule.key));
    rule.own.is_empty()
        && cells.iter().any(weighs)
        && cells.iter().any(|c| c.holds != key && OF_BACKLOGS.contains(&c.words.as_str()))
}

/// Of several columns that may name an entry, the name in front has it: a story behind it tells it at
/// length, and an epic is its group.
pub(super) fn leave_stories(claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_name = |c: &HeaderCell| {
        c.holds == key && matches!(c.words.as_str(), "name" | "title" | "task" | "feature" | "item")
    };
    let Some(name) = claims.iter().find(|c| is_name(c)).map(|c| c.col) else { return };
    for cell in claims.iter_mut().filter(|c| c.holds == key && c.col > name) {
        if is_story(cell) || cell.words.as_str() == "epic" {
            (cell.score, cell.holds) = (0, None);
        }
    }
}
