//! Groups that each end with a total, under no common header, are tables of their own.
//!
//! Before: `NORTH`, `Quay 1 | 13`, `Total | 13`, `EAST`, `Quay 1 | 9`, `Total | 9` as one table.
//! After: a table a group.

use super::Pages;
use super::evidence::{is_banner, is_total, printed};
use tablemend_model::{Block, Diagnostic, Level, SourceRef, Table};

/// Parts every table that is several groups with totals.
pub(super) fn part(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let mut blocks: Vec<Block> = Vec::with_capacity(pages.blocks.len());
    for block in std::mem::take(pages.blocks) {
        match block {
            Block::Table(table) => match beginnings(&table) {
                Some(rows) => {
                    notes.extend(rows.iter().map(|row| note(&table, *row)));
                    blocks.extend(table.split_before(&rows).into_iter().map(Block::Table));
                }
                None => blocks.push(Block::Table(table)),
            },
            other => blocks.push(other),
        }
    }
    *pages.blocks = blocks;
    notes
}

fn note(table: &Table, row: u32) -> Diagnostic {
    let place = table.rows().get(row as usize).map(|r| r.place);
    let message = "a group begins behind a total; it is a table of its own";
    Diagnostic::new("table.parted", Level::Info, message)
        .at(SourceRef { place, ..SourceRef::default() })
        .printed(printed(table, row))
}

/// The rows with which groups begin, the first excepted: all behind a total, and every total but
/// the last before one.
fn beginnings(table: &Table) -> Option<Vec<u32>> {
    let last = table.row_count().checked_sub(1)?;
    let begins = |row: u32| {
        let first = table.cell_at(row, 0);
        is_banner(table, row) && first.is_some_and(|c| !c.text.is_empty() && c.row() == row)
    };
    if table.header_rows() > 1 || !begins(0) || !is_total(table, last) {
        return None;
    }
    let mut rows = Vec::new();
    for row in (0..last).filter(|row| is_total(table, *row)) {
        if !begins(row + 1) {
            return None;
        }
        rows.push(row + 1);
    }
    let labels = (1..=last).filter(|row| begins(*row)).count();
    (!rows.is_empty() && labels == rows.len()).then_some(rows)
}
