//! What the heading of a column of dates says of them: which promise they are (`Original completion date`), or that
//! they are of something else (`Original detection date`).

use super::naming::Candidate;
use crate::profile::{Holds, ItemRule, Phrase};
use tablemend_model::FieldKind;

/// Which promise the dates of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edition {
    /// The first plan.
    Original,
    /// What replaced it.
    Revised,
}

/// `Original completion date`, `Revised date`.
pub(crate) fn edition(words: &Phrase) -> Option<Edition> {
    let has = |set: &[&str]| words.words().any(|w| set.contains(&w));
    if has(&["original", "baseline", "initial", "planned", "previous"]) {
        Some(Edition::Original)
    } else if has(&[
        "revised", "new", "updated", "amended", "current", "extended", "forecast", "latest",
    ]) {
        Some(Edition::Revised)
    } else {
        None
    }
}

/// Whether two columns of dates are one promise and what replaced it; what came of it is neither.
pub(super) fn are_editions(a: &Phrase, b: &Phrase) -> bool {
    let about_dates = |p: &Phrase| {
        p.words().any(|w| {
            matches!(
                w,
                "date"
                    | "completion"
                    | "deadline"
                    | "due"
                    | "timescale"
                    | "target"
                    | "end"
                    | "finish"
            )
        })
    };
    about_dates(a)
        && about_dates(b)
        && (edition(a).is_some() || edition(b).is_some())
        && !is_actual(a)
        && !is_actual(b)
        && !are_plans(a, b)
        // A review is none of what was to be done by then.
        && event(a) == event(b)
}

/// Whether one of two headings says no more than that its dates are planned, and so does the other: `Planned end` beside
/// `Target date` is not replaced by it.
fn are_plans(a: &Phrase, b: &Phrase) -> bool {
    let is_plan =
        |p: &Phrase| edition(p) == Some(Edition::Original) && p.words().any(|w| w == "planned");
    let is_aim = |p: &Phrase| {
        edition(p).is_none() && p.words().any(|w| matches!(w, "target" | "due" | "deadline"))
    };
    is_plan(a) && is_aim(b) || is_aim(a) && is_plan(b)
}

/// Whether dates are those of what came to be: `Actual completion date`.
pub(super) fn is_actual(words: &Phrase) -> bool {
    words.words().any(|w| w == "actual")
}

/// Whether the first of two headings is of what comes next and the second of what was last: `Next revision date` beside
/// `Date last updated`.
pub(super) fn is_next(first: &Phrase, second: &Phrase) -> bool {
    let has = |p: &Phrase, set: &[&str]| p.words().any(|w| set.contains(&w));
    has(first, &["next"])
        && !has(second, &["next"])
        && has(second, &["last", "previous", "updated", "reviewed", "latest"])
}

/// Things that happen to an item, or that it is about, other than that it is done.
const EVENTS: [&str; 68] = [
    "adopted",
    "approval",
    "approved",
    "assessed",
    "assessment",
    "audit",
    "audited",
    "began",
    "begin",
    "birth",
    "commence",
    "commencement",
    "created",
    "creation",
    "decided",
    "decision",
    "detected",
    "detection",
    "discovered",
    "discovery",
    "entered",
    "entry",
    "found",
    "identification",
    "identified",
    "incident",
    "inspected",
    "inspection",
    "issued",
    "joined",
    "kickoff",
    "log",
    "logged",
    "meeting",
    "modified",
    "notification",
    "notified",
    "observation",
    "observed",
    "occurred",
    "occurrence",
    "opened",
    "publication",
    "published",
    "raise",
    "raised",
    "received",
    "receipt",
    "recorded",
    "referral",
    "referred",
    "registered",
    "registration",
    "report",
    "reported",
    "reporting",
    "requested",
    "review",
    "reviewed",
    "start",
    "started",
    "starting",
    "surveyed",
    "update",
    "updated",
    "verified",
    "visit",
    "visited",
];

/// Words by which a date is that of the end nevertheless: `Report due date`.
const ENDS: [&str; 11] = [
    "completion",
    "complete",
    "completed",
    "target",
    "due",
    "deadline",
    "end",
    "finish",
    "finished",
    "by",
    "closure",
];

/// Beginnings, whoever planned them: `Target start date` is no end.
const BEGINNINGS: [&str; 7] =
    ["began", "begin", "commence", "commencement", "start", "started", "starting"];

/// The event of which a heading gives the date, where that is none of the end: `detection` in `Original detection date`.
pub(super) fn event(words: &Phrase) -> Option<&str> {
    let ends = |w: &str| ENDS.contains(&w);
    let is_planned = words.words().any(|w| matches!(w, "target" | "planned"));
    let begins = words.words().find(|w| BEGINNINGS.contains(w));
    // `Start and end date` is both.
    let is_end = words.words().any(|w| ends(w) && w != "target");
    match begins.filter(|_| is_planned && !is_end) {
        Some(begins) => Some(begins),
        None if words.words().any(ends) => None,
        None => words.words().find(|w| EVENTS.contains(w)),
    }
}

/// Whether what a heading was taken for is a date, and the heading gives that of an event of which no name of the field
/// speaks.
pub(super) fn is_foreign(words: &Phrase, found: &Candidate, rule: &ItemRule) -> bool {
    let Holds::Field(field) = found.holds else { return false };
    rule.kinds.get(field) == Some(&FieldKind::Dates) && of_other(words, field, rule)
}

/// Whether a heading gives the date of an event of which no name of a field speaks.
pub(super) fn of_other(words: &Phrase, field: usize, rule: &ItemRule) -> bool {
    let Some(event) = event(words) else { return false };
    let mut names = rule.synonyms.values().flatten().filter(|s| s.holds == Holds::Field(field));
    !names.any(|s| self::event(&s.words) == Some(event))
}
