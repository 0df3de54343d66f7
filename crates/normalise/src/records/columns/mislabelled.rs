//! Columns whose cells are nothing of what their heading is like: levels under the name of a text or of a status, numbers
//! of issues under that of a status, kinds of things under that of a scale.

use super::HeaderCell;
use super::cells::{cells_below, graded, rated};
use super::judged::KINDS;
use super::naming::{NAMED, WEAK};
use super::ranks::is_rank;
use crate::profile::{Holds, ItemRule};
use crate::records::numbers;
use tablemend_model::{FieldKind, Table, languages};

/// A column of levels is no text about an item, whatever word of its heading is like such a name: `Residual after
/// mitigation` over `High`, `Low`.
pub(super) fn leave_levels(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
    for cell in claims.iter_mut().filter(|c| is_text(c) && c.score < NAMED && c.score != WEAK) {
        if rated(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// Numbers of issues are no statuses: `Status` over `#41`, `#42`.
pub(super) fn leave_links(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_status = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Status));
    let is_issue = |text: &str| {
        let digits = text.strip_prefix('#').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    for cell in claims.iter_mut().filter(|c| is_status(c)) {
        let mut below = cells_below(table, row, cell.col).peekable();
        if below.peek().is_some() && below.all(|c| is_issue(c.text.as_str().trim())) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// Amounts and counts are no statuses: `State aid` over `1,200`, `850`. Numbers up to those of a scale, and shares, may
/// be.
pub(super) fn leave_amounts(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_status = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Status));
    for cell in claims.iter_mut().filter(|c| is_status(c)) {
        let below = cells_below(table, row, cell.col).map(|c| c.text.as_str());
        if numbers::are_amounts(below) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// How much each entry weighs is no status in a profile that follows what is done: `Rating`, `Risk rating` over `High`,
/// `Low`. A heading that speaks of a status has one, whatever its words are.
pub(super) fn leave_grades(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    if !rule.fill_from.is_empty() || rule.generic {
        return;
    }
    let speaks = |c: &HeaderCell| {
        let is_word = |w: &str| {
            matches!(
                w,
                "status" | "rag" | "brag" | "progress" | "state" | "delivery" | "completion"
            )
        };
        c.words.words().any(is_word)
    };
    let is_status = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Status));
    for cell in claims.iter_mut().filter(|c| is_status(c) && !speaks(c)) {
        let is_rating = cell.words.words().last() == Some("rating") || is_rank(&cell.words);
        if is_rating && rated(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// What sorts the entries does not say how bad they are: `Category` over `Exits`, `Storage`.
pub(super) fn leave_kinds(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_scale = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.scales.iter().any(|(s, _)| *s == f));
    let sorts = |c: &HeaderCell| c.words.words().last().is_some_and(|w| KINDS.contains(&w));
    for cell in claims.iter_mut().filter(|c| is_scale(c) && sorts(c)) {
        if cells_below(table, row, cell.col).count() > 1 && !graded(table, row, cell.col) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// How a risk is dealt with in one word is no measure: `Response` over `Treat`, `Tolerate`.
pub(super) fn leave_strategies(
    table: &Table,
    row: u32,
    claims: &mut [HeaderCell],
    rule: &ItemRule,
) {
    if rule.fill_from.is_empty() {
        return;
    }
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
    for cell in claims.iter_mut().filter(|c| is_text(c)) {
        let mut below = cells_below(table, row, cell.col).peekable();
        let is_one = |c: &tablemend_model::Cell| {
            languages::is_strategy(&c.text.as_str().trim().to_lowercase())
        };
        if below.peek().is_some() && below.all(is_one) {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn amounts_are_no_status() {
        let statuses = |cells: [&str; 3]| {
            let rows = cells
                .iter()
                .zip(1..)
                .map(|(cell, n)| format!("{n}|Mend the gate of yard {n}|Ann|May 2026|{cell}\n"));
            let rows: String = rows.collect();
            let data = read(&format!("Ref|Action|Lead|Due date|State\n{}", rows.trim_end()));
            field(&data, "actions", "status")
        };
        assert_eq!(statuses(["1,200", "3,400", "850"]), [""; 3]);
        assert_eq!(statuses(["£90", "£12", "-"]), [""; 3]);
        // Steps of a scale, and how much is done.
        assert_eq!(statuses(["1", "3", "5"]), ["1", "3", "5"]);
        assert_ne!(statuses(["100%", "30%", "50%"]), [""; 3]);
    }

    #[test]
    fn ratings_and_kinds_are_no_status_and_no_priority() {
        let data =
            read("Action|Owner|Rating\nOil the bell|Ann|High\nRing it|Bo|Low\nHang it|Bo|Medium");
        assert_eq!(field(&data, "actions", "status"), ["", "", ""]);
        let data =
            read("Action|Owner|Status\nOil the bell|Ann|High\nRing it|Bo|Low\nHang it|Bo|Medium");
        assert_eq!(field(&data, "actions", "status"), ["high", "low", "medium"]);
        let data = read(
            "Finding ID|Description|Category|Recommended action|Status\nF-1|The gate opens inwards only|Exits|Hang the gate anew|Open\nF-2|Paint is kept by the stove|Storage|Move the tins away|Done",
        );
        assert_eq!(field(&data, "recommendations", "priority"), ["", ""]);
    }

    #[test]
    fn a_word_of_how_a_risk_is_dealt_with_is_no_measure() {
        let register = |cell: &str| {
            let data = read(&format!(
                "ID|Risk|Likelihood|Impact|Response\nR1|The ramp jams|3|4|{cell}\nR2|The rope breaks|2|5|Tolerate"
            ));
            field(&data, "risks", "mitigation")
        };
        assert_eq!(register("Treat"), ["", ""]);
        assert_eq!(register("Oil it each week"), ["Oil it each week", "Tolerate"]);
    }
}
