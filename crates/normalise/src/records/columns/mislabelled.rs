//! Columns whose cells are nothing of what their heading is like: levels under the name of a text or of a status, numbers
//! of issues under that of a status, kinds of things under that of a scale.

use super::HeaderCell;
use super::cells::{cells_below, graded, rated};
use super::judged::KINDS;
use super::naming::{NAMED, WEAK, WHOLE};
use super::ranks::is_rank;
use crate::profile::{Holds, ItemRule};
use crate::records::status::{is_rating, leading};
use crate::records::{numbers, refs};
use tablemend_model::{Cell, FieldKind, Table, languages};

/// A column of levels is no text about an item, whatever word of its heading is like such a name: `Residual after
/// mitigation` over `High`, `Low (for now)`. In a profile of ratings it is the rating, where nothing else is.
pub(super) fn leave_levels(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
    let status = rule.kinds.iter().position(|k| *k == FieldKind::Status).map(Holds::Field);
    let status = status.filter(|_| !rule.fill_from.is_empty());
    for at in 0..claims.len() {
        let cell = &claims[at];
        if !is_text(cell) || cell.score >= NAMED || cell.score == WEAK {
            continue;
        }
        let is_bare = rated(table, row, cell.col);
        if !is_bare && !begins_rated(table, row, cell.col) {
            continue;
        }
        let is_residual = cell.words.words().any(|w| matches!(w, "residual" | "remaining" | "net"));
        let free = status.filter(|s| is_residual && claims.iter().all(|c| c.holds != Some(*s)));
        let score = if free.is_some() { NAMED } else { 0 };
        (claims[at].score, claims[at].rank, claims[at].holds) = (score, 0, free);
    }
}

/// Whether all cells of a column begin with a level and say no more than a remark about it: `Low (for now)`.
fn begins_rated(table: &Table, row: u32, col: u32) -> bool {
    let is_level = |c: &Cell| {
        let lead = leading(c.text.as_str()).to_lowercase();
        lead.contains(char::is_alphabetic) && is_rating(&lead)
    };
    let mut below = cells_below(table, row, col).peekable();
    below.peek().is_some() && below.all(is_level)
}

/// Who made something is not what was made, however near its name: `Decision made by`.
pub(super) fn leave_makers(claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_maker = |c: &HeaderCell| c.words.len() > 1 && c.words.words().last() == Some("by");
    for cell in claims.iter_mut().filter(|c| c.holds == key && c.score < WHOLE && is_maker(c)) {
        (cell.score, cell.rank, cell.holds) = (0, 0, None);
    }
}

/// References under a name that heads anything point at where a thing comes from, and are no text about it: `Source` over
/// `R-015`.
pub(super) fn leave_pointers(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_text = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text));
    for cell in claims.iter_mut().filter(|c| is_text(c) && c.score == WEAK) {
        let (mut all, mut refs) = (0, 0);
        for below in cells_below(table, row, cell.col) {
            let text = below.text.as_str().trim();
            let has_digit = text.bytes().any(|b| b.is_ascii_digit());
            all += 1;
            refs += u32::from(has_digit && refs::is_like(text));
        }
        if all > 0 && refs * 2 >= all {
            (cell.score, cell.rank, cell.holds) = (0, 0, None);
        }
    }
}

/// The last word of a heading that asks what must be so.
const WHEN: [&str; 10] =
    ["when", "quando", "cuando", "quand", "wenn", "wanneer", "als", "når", "när", "gdy"];

/// What is so when a thing is done is no date, where no cell of the column has one: `Done when` over `the gate opens`.
pub(super) fn leave_criteria(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let is_dates = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Dates));
    let is_criterion = |c: &Cell| {
        let text = c.text.as_str();
        let words = text.split_whitespace().count();
        words >= 3
            && !text.bytes().any(|b| b.is_ascii_digit())
            && tablemend_dates::month_in(&format!("{text} 2000")).is_none()
    };
    // `By when` asks for a day, whatever its cells say.
    let asks = |c: &HeaderCell| {
        let last = c.words.words().last();
        c.words.len() > 1
            && last.is_some_and(|w| WHEN.contains(&w))
            && !matches!(c.words.first(), "by" | "until" | "bis" | "per")
    };
    for cell in claims.iter_mut().filter(|c| is_dates(c) && asks(c)) {
        let mut below = cells_below(table, row, cell.col).peekable();
        if below.peek().is_some() && below.all(is_criterion) {
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
        // `Transfer / reduce` are two of them.
        let is_one = |c: &Cell| {
            let lower = c.text.as_str().trim().to_lowercase();
            let mut parts = lower.split(['/', '+', '&', ',']).map(str::trim).peekable();
            parts.peek().is_some() && parts.all(languages::is_strategy)
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
        assert_eq!(register("Transfer / Reduce"), ["", ""]);
    }

    #[test]
    fn levels_with_remarks_are_the_rating() {
        let data = read(
            "Risk|Likelihood|Impact|Residual risk after mitigation\nGate jams|High|Low|Negligible\nBell cracks|Low|High|Low (oiled by the crew)\nRope frays|Low|High|Medium, until it is spliced",
        );
        assert_eq!(field(&data, "risks", "mitigation"), ["", "", ""]);
        assert_eq!(field(&data, "risks", "status"), ["negligible", "green", "amber"]);
    }

    #[test]
    fn references_are_no_cause_and_criteria_no_dates() {
        let register = |cells: [&str; 2]| {
            let [a, b] = cells;
            let data = read(&format!(
                "Risk|Source|Mitigation|Status\nGate jams in frost|{a}|Oil it weekly|Open\nBell cracks|{b}|Ring softly|Closed"
            ));
            field(&data, "risks", "cause")
        };
        assert_eq!(register(["R-015", "The rule book"]), ["", ""]);
        assert_eq!(
            register(["Ice on the hinge", "The clapper is loose"]),
            ["Ice on the hinge", "The clapper is loose"]
        );
        let plan = |cells: [&str; 2]| {
            let [a, b] = cells;
            let data = read(&format!(
                "Azione|Owner|Done quando\nOliare il cancello|Ann|{a}\nSuonare la campana|Bo|{b}"
            ));
            (field(&data, "actions", "completion"), field(&data, "actions", "commentary"))
        };
        let said = ["il cancello si apre", "tutti la sentono bene"];
        assert_eq!(plan(said), (vec![String::new(); 2], said.map(str::to_owned).to_vec()));
        assert_eq!(plan(["maggio 2026", "alla fine dei lavori"]).0.len(), 2);
        assert_ne!(plan(["maggio 2026", "alla fine dei lavori"]).0[0], "");
    }
}
