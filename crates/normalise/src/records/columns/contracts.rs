//! Registers of contracts: what was bought, of whom, from when to when. The end of a contract is no day by which
//! something is to be done.

use super::HeaderCell;
use crate::profile::{Holds, ItemRule};
use tablemend_model::FieldKind;

/// Whom a contract is with.
const SUPPLIER: [&str; 8] = [
    "supplier",
    "suppliers",
    "contractor",
    "contractors",
    "vendor",
    "vendors",
    "awardee",
    "bidder",
];

/// What only contracts have: how they were bought and what they are worth.
const BOUGHT: [&str; 14] = [
    "contract",
    "contracts",
    "tender",
    "tenders",
    "tendered",
    "quotation",
    "quote",
    "procurement",
    "procured",
    "awarded",
    "vat",
    "sme",
    "vcse",
    "purchase",
];

/// What the text of an item of work is called.
const WORK: [&str; 10] = [
    "action",
    "actions",
    "task",
    "tasks",
    "recommendation",
    "recommendations",
    "milestone",
    "milestones",
    "deliverable",
    "objective",
];

/// Whether headings are those of a register of contracts: a supplier, how it was bought, and a beginning or an end;
/// no heading of work, and no status or lead.
pub(super) fn are_contracts(cells: &[HeaderCell], rule: &ItemRule) -> bool {
    let says = |set: &[&str]| cells.iter().any(|c| c.words.words().any(|w| set.contains(&w)));
    let holds = |kind: FieldKind| {
        let is = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&kind));
        cells.iter().any(is)
    };
    rule.own.is_empty()
        && says(&SUPPLIER)
        && says(&BOUGHT)
        && says(&["start", "end", "expiry", "commencement", "renewal", "award"])
        && !says(&WORK)
        && !holds(FieldKind::Status)
        && !holds(FieldKind::Posts)
}
