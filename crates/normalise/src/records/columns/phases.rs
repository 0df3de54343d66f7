//! Plans by phases: when each is, what it holds and what ends it.

use super::HeaderCell;
use super::cells::{cells_below, counted_spans, dated, ratings, repeated};
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{Cell, FieldKind, Table};

/// Headings of a column of phases.
const PHASES: [&str; 10] =
    ["phase", "stage", "phasen", "etappe", "fase", "etapa", "étape", "fas", "faza", "tahap"];

/// Words for what must be so before a phase ends.
const CRITERIA: [&str; 16] = [
    "criterion",
    "criteria",
    "gate",
    "kriterium",
    "kriterien",
    "abschlusskriterium",
    "abschlusskriterien",
    "abnahmekriterium",
    "criterio",
    "criterios",
    "critère",
    "critères",
    "criteri",
    "critério",
    "critérios",
    "criterium",
];

/// A table of phases that says when each is and what ends it is a plan: `Phase | Timeframe | Content | Exit criterion`. The
/// phases are its items; where they are bare numbers they are the refs of what each holds.
pub(super) fn as_phases(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    if rule.generic || !rule.own.is_empty() || rule.pair.is_empty() {
        return;
    }
    let key = Holds::Field(rule.key);
    let Some(date) = rule.kinds.iter().position(|k| *k == FieldKind::Dates).map(Holds::Field)
    else {
        return;
    };
    let is_phase = |c: &HeaderCell| c.col == 0 && PHASES.contains(&c.words.as_str());
    let Some(phase) = claims.iter().position(is_phase) else { return };
    let ends = |c: &HeaderCell| c.col > 0 && c.words.words().any(|w| CRITERIA.contains(&w));
    if !claims.iter().any(ends) {
        return;
    }
    let is_when = |c: &HeaderCell| {
        c.col > 0 && (dated(table, row, c.col) || counted_spans(table, row, c.col))
    };
    let Some(when) = claims.iter().position(is_when) else { return };
    let is_text = |c: &HeaderCell| {
        let is_apart = c.col > 0 && !ends(c) && !is_when(c);
        is_apart && !ratings(table, row, c.col) && !repeated(table, row, c.col)
    };
    let content = claims.iter().position(is_text);
    let is_bare = are_numbers(table, row);
    let item = if is_bare { content } else { Some(phase) };
    let Some(item) = item else { return };
    for cell in claims.iter_mut().filter(|c| c.holds == Some(key) || c.holds == Some(date)) {
        (cell.score, cell.holds) = (0, None);
    }
    if is_bare {
        (claims[phase].score, claims[phase].holds) = (NAMED, Some(Holds::Ref));
    }
    (claims[item].score, claims[item].holds) = (NAMED, Some(key));
    (claims[when].score, claims[when].holds) = (NAMED, Some(date));
}

/// Whether the phases are told by their numbers alone: `1`, `Phase 2`, `III`.
fn are_numbers(table: &Table, row: u32) -> bool {
    let is_number = |c: &Cell| {
        let mut words = c.text.as_str().split_whitespace();
        let last = words.next_back().unwrap_or_default();
        let is_one = last.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'I' | b'V' | b'X'));
        words.count() < 2 && is_one
    };
    let mut below = cells_below(table, row, 0).peekable();
    below.peek().is_some() && below.all(is_number)
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn phases_with_a_time_and_an_end_are_a_plan() {
        for (head, when, names) in [
            ("Phase|Timeframe|Content|Exit criterion", ["Weeks 1–4", "Weeks 5–8"], ["1", "2"]),
            ("Stage|When|What happens|Gate", ["May 2026", "June 2026"], ["Survey", "Build"]),
            ("Phase|Zeitraum|Inhalt|Abschlusskriterium", ["Mai 2026", "Juni 2026"], ["1", "2"]),
            ("Etapa|Plazo|Contenido|Criterio de salida", ["mayo 2026", "junio 2026"], ["1", "2"]),
            (
                "Phase|Période|Contenu|Critère de sortie",
                ["mai 2026", "juin 2026"],
                ["Phase 1", "Phase 2"],
            ),
        ] {
            let texts = ["We measure the quay and the gate", "We build and hang the new gate"];
            let data = read(&format!(
                "{head}\n{}|{}|{}|The clerk has signed it\n{}|{}|{}|The gate opens without noise",
                names[0], when[0], texts[0], names[1], when[1], texts[1]
            ));
            let is_named = names[0].starts_with('S');
            let dates = if when[0].starts_with('W') { ["", ""] } else { ["2026-05", "2026-06"] };
            assert_eq!(
                field(&data, "actions", "action"),
                if is_named { names } else { texts },
                "{head}"
            );
            assert_eq!(field(&data, "actions", "completion"), dates, "{head}");
        }
        // Without what ends them they are any table.
        let data = read(
            "Phase|Zeitraum|Inhalt|Ort\n1|Mai 2026|Wir messen den Kai aus|Kai\n2|Juni 2026|Wir bauen das neue Tor|Hof",
        );
        assert_eq!(data.schema.profile, "table");
    }
}
