//! The column of a register's scores, told by its cells where no heading tells it; targets in figures.

use super::HeaderCell;
use super::cells::{cells_below, rated, twin};
use super::naming::NAMED;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{Cell, FieldKind, Table};

/// A column of no known heading is the score where its numbers are those of likelihood times impact, and
/// the rating where it has words of a scale right behind both.
pub(super) fn as_score(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let Some((status, score)) =
        rule.fill_from.iter().find_map(|(status, _)| Some((*status, twin(*status, rule)?)))
    else {
        return;
    };
    let holds = |field: usize| Some(Holds::Field(field));
    let is_factor = |c: &&HeaderCell| match c.holds {
        Some(Holds::Field(f)) => {
            f != score && rule.kinds.get(f) == Some(&FieldKind::Number) && c.score >= NAMED
        }
        _ => false,
    };
    let factors: Vec<u32> = claims.iter().filter(is_factor).map(|c| c.col).collect();
    let &[first, second] = factors.as_slice() else { return };
    let is_scored = claims.iter().any(|c| c.holds == holds(score));
    let is_told = claims.iter().any(|c| c.holds == holds(status));
    for cell in claims.iter_mut().filter(|c| c.holds.is_none() && c.colspan == 1) {
        if !is_scored && is_product(table, row, cell.col, (first, second)) {
            (cell.score, cell.holds) = (NAMED, holds(score));
            return;
        }
        let is_behind = cell.col == first.max(second) + 1;
        if !is_scored && !is_told && is_behind && rated(table, row, cell.col) {
            (cell.score, cell.holds) = (NAMED, holds(status));
            return;
        }
    }
}

/// How many columns are named as numbers that an item is rated by: likelihood, impact.
pub(super) fn factors(claims: &[HeaderCell], rule: &ItemRule) -> usize {
    let is_factor = |c: &&HeaderCell| {
        c.score >= NAMED
            && !c.rated
            && matches!(c.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Number))
    };
    claims.iter().filter(is_factor).count()
}

/// A heading that speaks of targets over figures has them, where a name that any table has may be that of an indicator:
/// `Metric | Definition | Target band` over `≤ 24 hours`.
pub(super) fn as_targets(table: &Table, row: u32, claims: &mut [HeaderCell], rule: &ItemRule) {
    let key = Some(Holds::Field(rule.key));
    let is_own = |c: &HeaderCell| matches!(c.holds, Some(Holds::Field(f)) if rule.own.contains(&f));
    let is_measured = |c: &HeaderCell| c.holds == key && rule.about.contains(&c.words);
    if rule.series.is_none()
        || !claims.iter().any(is_measured)
        || claims.iter().any(|c| c.score >= NAMED && is_own(c))
    {
        return;
    }
    let own = |word: &str| {
        let all = rule.synonyms.get(word).into_iter().flatten();
        all.filter(|s| !s.weak && s.words.len() == 1)
            .map(|s| s.holds)
            .find(|h| matches!(h, Holds::Field(f) if rule.own.contains(f)))
    };
    let figures = |col: u32| {
        let all = cells_below(table, row, col).count();
        let has_digit = |c: &&Cell| c.text.as_str().contains(|c: char| c.is_ascii_digit());
        let with = cells_below(table, row, col).filter(has_digit).count();
        all > 1 && with * 10 >= all * 7
    };
    let found = claims.iter().position(|c| {
        c.score < NAMED
            && c.holds != key
            && c.words.words().find_map(own).is_some()
            && figures(c.col)
    });
    let Some(at) = found else { return };
    let holds = claims[at].words.words().find_map(own);
    (claims[at].score, claims[at].holds) = (NAMED, holds);
}

/// Whether the numbers of a column are those of two others multiplied, in all rows but one in ten.
pub(super) fn is_product(table: &Table, row: u32, col: u32, (first, second): (u32, u32)) -> bool {
    const FEWEST: u32 = 2;
    let number = |r: u32, col: u32| {
        let text = table.cell_at(r, col).filter(|c| c.row() == r)?.text.as_str();
        let from = text.find(|c: char| c.is_ascii_digit())?;
        let end = text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| from + n);
        text[from..end].parse::<u32>().ok()
    };
    let (mut all, mut same) = (0, 0);
    for r in row + 1..table.row_count() {
        if let (Some(a), Some(b), Some(c)) = (number(r, first), number(r, second), number(r, col)) {
            all += 1;
            same += u32::from(a.checked_mul(b) == Some(c));
        }
    }
    all >= FEWEST && same * 10 >= all * 9
}
