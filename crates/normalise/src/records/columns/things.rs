//! Tables that list things and say how they are, and nothing that is to be done: features, parts, specifications,
//! signatures.

use super::HeaderCell;
use super::cells::sentences;
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table};

/// What the first column of a list of things is called.
const THINGS: [&str; 15] = [
    "feature",
    "component",
    "module",
    "capability",
    "parameter",
    "endpoint",
    "screen",
    "page",
    "komponente",
    "funktion",
    "modul",
    "composant",
    "fonctionnalité",
    "componente",
    "funcionalidad",
];

/// What a column of signatures is called.
const SIGNED: [&str; 9] = [
    "signature",
    "signed",
    "unterschrift",
    "assinatura",
    "handtekening",
    "underskrift",
    "allekirjoitus",
    "podpis",
    "visa",
];

/// What the first column of a list of people who sign is called.
const SIGNERS: [&str; 15] = [
    "name",
    "role",
    "title",
    "position",
    "approver",
    "reviewer",
    "party",
    "stakeholder",
    "rolle",
    "funktion",
    "nom",
    "rôle",
    "fonction",
    "nombre",
    "cargo",
];

/// Last words of columns that say how a thing meets a requirement.
const MEETS: [&str; 6] =
    ["specification", "capability", "compliance", "conformance", "verification", "implementation"];

/// Words of what is to be done.
const DONE: [&str; 10] =
    ["step", "action", "task", "todo", "do", "recommendation", "remaining", "next", "fix", "plan"];

/// Whether a heading is that of what is asked of a thing.
pub(super) fn is_requirement(cell: &HeaderCell) -> bool {
    cell.words.words().last() == Some("requirement")
}

/// Whether a heading says how a thing meets what is asked of it: `Specification`, `Compliance`.
pub(super) fn says_how_met(cells: &[HeaderCell]) -> bool {
    cells.iter().any(|c| c.words.words().last().is_some_and(|w| MEETS.contains(&w)))
}

/// Whether the headings of a table say that its rows are such things.
pub(super) fn are_things(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    let Some(first) = cells.first() else { return false };
    let key = Some(Holds::Field(rule.key));
    let is_first = |set: &[&str]| first.words.words().last().is_some_and(|w| set.contains(&w));
    let is_named =
        |set: &[&str]| cells.iter().skip(1).any(|c| c.words.words().any(|w| set.contains(&w)));
    let is_spec = |c: &HeaderCell| c.words.words().any(|w| matches!(w, "specification" | "spec"));
    let is_other_key = cells.iter().skip(1).any(|c| {
        c.holds == key && !is_spec(c) && (c.score >= NAMED || sentences(table, row, c.col))
    });
    if is_first(&SIGNERS) && is_named(&SIGNED) && !is_other_key {
        return true;
    }
    let is_followed = cells.iter().any(|c| match c.holds {
        Some(Holds::Field(f)) => matches!(
            rule.kinds.get(f),
            Some(FieldKind::Posts | FieldKind::PostList | FieldKind::Dates)
        ),
        _ => false,
    });
    if is_followed || is_other_key || is_named(&DONE) || sentences(table, row, first.col) {
        return false;
    }
    // `Requirement | Specification | Status` says what a thing is to be like.
    is_first(&THINGS)
        || is_first(&["requirement", "property", "item", "attribute"])
            && cells.iter().skip(1).any(is_spec)
}
