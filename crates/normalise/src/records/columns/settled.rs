//! Headers that cannot be right, settled by the other tables of the document.

use super::{HeaderCell, HeaderRow};
use crate::profile::{Holds, ItemRule};
use std::collections::HashMap;
use tablemend_model::FieldKind;

/// Settles headers that cannot be right: the same words twice, so that a known column is missing.
/// What the other header rows of the document have at that position decides. Gives, by header row,
/// the cells that were settled so.
pub(crate) fn settle(headers: &mut [HeaderRow], rule: &ItemRule) {
    let mut votes: HashMap<(u32, u32), HashMap<Holds, u32>> = HashMap::new();
    let doubled = |h: &HeaderRow, cell: &HeaderCell| {
        cell.holds.is_some() && h.cells.iter().filter(|c| c.words == cell.words).count() > 1
    };
    for header in headers.iter() {
        for cell in &header.cells {
            if let Some(holds) = cell.holds
                && !doubled(header, cell)
            {
                *votes.entry((header.width, cell.col)).or_default().entry(holds).or_insert(0) += 1;
            }
        }
    }
    for header in headers.iter_mut() {
        let copy = header.clone();
        for cell in &mut header.cells {
            if !doubled(&copy, cell) {
                continue;
            }
            let Some(votes) = votes.get(&(copy.width, cell.col)) else {
                continue;
            };
            let mut ranked: Vec<(&Holds, &u32)> = votes.iter().collect();
            ranked.sort_by_key(|(h, n)| (std::cmp::Reverse(**n), format!("{h:?}")));
            let missing = ranked
                .into_iter()
                .map(|(h, _)| *h)
                .find(|h| Some(*h) == cell.holds || copy.columns(*h).next().is_none());
            if let Some(holds) = missing.filter(|h| Some(*h) != cell.holds) {
                cell.holds = Some(holds);
                cell.moved = true;
            }
        }
        one_each(header, rule);
        mark_again(header, rule);
    }
}

/// Marks columns of text with the heading of a column before them: that one has the field.
fn mark_again(header: &mut HeaderRow, rule: &ItemRule) {
    for at in 1..header.cells.len() {
        let cell = &header.cells[at];
        let is_text = matches!(cell.holds, Some(Holds::Field(f)) if rule.kinds.get(f) == Some(&FieldKind::Text));
        let is_again = is_text
            && header.cells[..at].iter().any(|c| c.holds == cell.holds && c.words == cell.words);
        header.cells[at].again = is_again;
    }
}

/// Two columns never share a number or a status: of the same words twice (`Likelihood` before and
/// after what is done) the later one counts.
fn one_each(header: &mut HeaderRow, rule: &ItemRule) {
    let single = |holds: Option<Holds>| match holds {
        Some(Holds::Field(f)) => {
            matches!(rule.kinds.get(f), Some(FieldKind::Number | FieldKind::Status))
        }
        _ => false,
    };
    for at in 0..header.cells.len() {
        let holds = header.cells[at].holds;
        if single(holds) && header.cells[at + 1..].iter().any(|c| c.holds == holds) {
            header.cells[at].lost = holds;
            header.cells[at].holds = None;
        }
    }
}
