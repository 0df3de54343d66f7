//! What the cells of a column say of how far work is.

use super::cells::{answer, cells_below};
use crate::records::status;
use tablemend_model::{State, Table};

/// Whether nobody has said yet what belongs in a cell: that is no word of another kind.
fn is_unsaid(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "tbd" | "tbc" | "tba" | "n/a" | "-" | "–" | "—")
}

/// Whether the cells of a column are statuses of work, in words, and some are done and others are not.
pub(super) fn progresses(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut known) = (0, 0);
    let (mut done, mut other) = (false, false);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        if is_unsaid(text) {
            continue;
        }
        all += 1;
        let state = State::of_words(&status::leading(text));
        known += u32::from(state.is_some());
        done |= state == Some(State::Done);
        other |= matches!(state, Some(State::Open | State::NotStarted));
    }
    done && other && known * 10 >= all * 9
}

/// Whether nearly all cells of a column say how far work is or what became of it, in words or signs. That a thing
/// runs (`Active`, `Live`) says nothing of work.
pub(super) fn works(table: &Table, row: u32, col: u32) -> bool {
    const JUDGED: [&str; 15] = [
        "pass",
        "passing",
        "fail",
        "failed",
        "failing",
        "compliant",
        "non",
        "missing",
        "verified",
        "confirmed",
        "realized",
        "realised",
        "need",
        "needs",
        "partial",
    ];
    let (mut all, mut known) = (0, 0);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        if is_unsaid(text) {
            continue;
        }
        all += 1;
        let lead = status::leading(text).to_lowercase();
        let first = lead.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_judged = JUDGED.contains(&first) && lead.split_whitespace().count() <= 3;
        known += u32::from(is_judged || status::is_known(text));
    }
    all > 1 && known * 10 >= all * 8 && !runs(table, row, col)
}

/// Whether half the cells of a column or more say that a thing runs: `Active`, `Live`.
pub(super) fn runs(table: &Table, row: u32, col: u32) -> bool {
    const RUNS: [&str; 8] =
        ["active", "live", "open", "operational", "running", "available", "ready", "online"];
    let (mut all, mut runs) = (0, 0);
    for cell in cells_below(table, row, col) {
        let lead = status::leading(cell.text.as_str()).to_lowercase();
        let first = lead.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        all += 1;
        runs += u32::from(RUNS.contains(&first));
    }
    runs * 2 >= all
}

/// Whether nearly all cells of a column say yes, no or partly, and not all the same.
pub(super) fn halves(table: &Table, row: u32, col: u32) -> bool {
    let (mut all, mut said, mut yes, mut other) = (0, 0, false, false);
    for cell in cells_below(table, row, col) {
        let text = cell.text.as_str();
        let is_part = text.get(..4).is_some_and(|t| t.eq_ignore_ascii_case("part"));
        all += 1;
        said += u32::from(is_part || answer(text).is_some());
        yes |= answer(text) == Some(true);
        other |= is_part || answer(text) == Some(false);
    }
    yes && other && said * 10 >= all * 9
}
