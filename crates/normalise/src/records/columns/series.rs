//! Columns of periods: the same figure for one quarter or year after another.

use super::HeaderCell;
use super::cells::is_bare;
use super::marks::later;
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule, Phrase};
use crate::records::status;
use tablemend_model::languages::MONTHS;
use tablemend_model::{FieldKind, Table};

/// Fewer periods are no series.
const FEWEST: usize = 2;

/// Where no heading has the field that the profile says comes by periods, the columns that are headed by
/// periods alone (`Q1 | Q2 | Q3`, `2023/24 | 2024/25`) are a series of it beside the main field: the latest
/// that has figures counts.
pub(super) fn as_series(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some(field) = rule.series.map(Holds::Field) else { return };
    let key = Some(Holds::Field(rule.key));
    let is_named = claims.iter().any(|c| c.holds == key && c.score >= NAMED);
    if !is_named || claims.iter().any(|c| c.holds == Some(field)) {
        return;
    }
    let is_weak_date = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f) == Some(&FieldKind::Dates),
        other => other.is_none(),
    };
    let is_one = |c: &HeaderCell| is_weak_date(c) && is_period(&c.words);
    let all: Vec<usize> = (0..claims.len()).filter(|at| is_one(&claims[*at])).collect();
    let told: Vec<usize> =
        all.iter().copied().filter(|at| figures(table, row, claims[*at].col)).collect();
    if all.len() < FEWEST || told.is_empty() {
        return;
    }
    for at in all {
        (claims[at].score, claims[at].holds, claims[at].lost) = (0, None, Some(field));
    }
    // Where they run from the latest back, the first is the latest.
    let runs_back =
        |pair: &[usize]| later(&claims[pair[0]].words, &claims[pair[1]].words).unwrap_or_default();
    let is_reversed = told.len() > 1 && told.windows(2).all(runs_back);
    if let Some(last) = if is_reversed { told.first() } else { told.last() } {
        let cell = &mut claims[*last];
        (cell.score, cell.holds, cell.lost) = (NAMED, Some(field), None);
    }
}

/// Where no other heading names a status, the columns that are headed by periods alone (`Q1 | Q2 | Q3`) and show a
/// status in each row are a series of it beside the main field: the latest that is filled counts.
pub(super) fn as_statuses(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some(status) = rule.kinds.iter().position(|k| *k == FieldKind::Status) else { return };
    let status = Some(Holds::Field(status));
    let key = Some(Holds::Field(rule.key));
    let is_key = |c: &HeaderCell| c.holds == key && c.score >= NAMED;
    // Shares by period are results.
    let is_one = |c: &HeaderCell| {
        is_period(&c.words) && c.colspan == 1 && !super::cells::shares(table, row, c.col)
    };
    let Some(name) = claims.iter().find(|c| is_key(c)).map(|c| c.col) else { return };
    if claims.iter().any(|c| c.holds == status && !is_one(c)) {
        return;
    }
    let all: Vec<usize> = (0..claims.len()).filter(|at| is_one(&claims[*at])).collect();
    let shown: Vec<(usize, usize)> =
        all.iter().map(|at| (*at, shows(table, row, claims[*at].col))).collect();
    let most = shown.iter().map(|(_, n)| *n).max().unwrap_or(0);
    // Bars of a plan over time are in a few rows of each month.
    let rows = super::cells::cells_below(table, row, name).count();
    if most * 10 < rows * 7 {
        return;
    }
    // A quarter for which a few rows alone have a status is not the one that counts for all.
    let last = shown.iter().rev().find(|(_, n)| *n > 1 && *n * 2 >= most).map(|(at, _)| *at);
    let Some(last) = last.filter(|_| all.len() >= FEWEST) else { return };
    for at in all {
        let cell = &mut claims[at];
        (cell.score, cell.holds, cell.lost) =
            if at == last { (NAMED, status, None) } else { (0, None, status) };
    }
}

/// How many cells of a column show a status: a word, a colour or its initial; none where others say anything else.
fn shows(table: &Table, row: u32, col: u32) -> usize {
    let mut count = 0;
    for r in row + 1..table.row_count() {
        let Some(cell) = table.cell_at(r, col).filter(|c| c.row() == r && c.colspan() == 1) else {
            continue;
        };
        let text = cell.text.as_str();
        let is_coloured = cell.fill.is_some_and(status::saturated)
            || cell.icons.first().copied().is_some_and(status::saturated);
        let is_initial = matches!(text, "R" | "A" | "G" | "B" | "Y");
        if text.is_empty() {
            count += usize::from(is_coloured);
        } else if is_initial || status::is_status(text) || is_coloured && text.len() <= 3 {
            count += 1;
        } else {
            return 0;
        }
    }
    count
}

/// Which month of the year a word is, from 0: `September`, `sep`, `sept`.
pub(super) fn is_month(word: &str) -> Option<u32> {
    let is_one = |m: &&str| {
        let begins = (3..=4).contains(&word.len())
            && m.get(..word.len()).is_some_and(|m| m.eq_ignore_ascii_case(word));
        begins || m.eq_ignore_ascii_case(word)
    };
    MONTHS.iter().position(is_one).map(|at| at as u32)
}

/// Whether a heading is a period and no more: `Q1`, `2024/25`, `March 2026`, `FY 2025`.
pub(super) fn is_period(words: &Phrase) -> bool {
    let is_digits = |w: &str| (1..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    let names_one = |w: &str| {
        matches!(w, "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
            || is_month(w).is_some()
            || w.len() == 4 && is_digits(w) && (w.starts_with("19") || w.starts_with("20"))
    };
    let is_part =
        |w: &str| names_one(w) || is_digits(w) || matches!(w, "quarter" | "year" | "fy" | "qtr");
    words.words().all(is_part) && words.words().any(names_one)
}

/// Whether most filled cells of a column begin with a figure, and there are some.
fn figures(table: &Table, row: u32, col: u32) -> bool {
    if is_bare(table, row, col) {
        return false;
    }
    let (mut all, mut told) = (0, 0);
    for cell in super::cells::cells_below(table, row, col) {
        let text = cell
            .text
            .as_str()
            .trim_start_matches(['£', '$', '€', '-', '−', '(', '<', '>', '~', '+']);
        all += 1;
        told += u32::from(text.starts_with(|c: char| c.is_ascii_digit()));
    }
    told * 10 >= all * 7
}
