//! A row that a page break cut in two is one row again.
//!
//! Before: `1 | review of the`, a page break, ` | plan by May`. After: `1 | review of the plan by
//! May`. A row with its own reference or date is a row of its own.

use super::Pages;
use super::evidence::{goes_on, has_references, is_dated, printed, reference};
use tablemend_model::{Block, Level, Note, SourceRef, Table};

/// Joins the cut rows of every table.
pub(super) fn join(pages: &mut Pages<'_>) -> Vec<Note> {
    let tables = pages.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(join_one).collect()
}

fn join_one(table: &mut Table) -> Vec<Note> {
    let seams: Vec<u32> = table.seams().iter().map(|s| s.row).collect();
    if seams.is_empty() {
        return Vec::new();
    }
    let references = has_references(table);
    let cut: Vec<u32> = seams
        .into_iter()
        .filter(|row| *row > table.header_rows() && is_rest(table, *row, references))
        .collect();
    if cut.is_empty() {
        return Vec::new();
    }
    let before: Vec<(String, SourceRef)> = cut
        .iter()
        .map(|row| {
            let place = table.rows().get(*row as usize).map(|r| r.place);
            (printed(table, *row), SourceRef { place, ..SourceRef::default() })
        })
        .collect();
    let targets: Vec<u32> = cut
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let above = (0..*row).rev().find(|r| cut.binary_search(r).is_err()).unwrap_or(0);
            above - cut[..i].partition_point(|c| *c < above) as u32
        })
        .collect();
    table.join_rows_up(&cut, separator);
    before
        .into_iter()
        .zip(targets)
        .map(|((printed_row, at), target)| {
            let message = "a page break cuts a row; its rest was joined to it";
            Note::new("table.row_joined", Level::Info, message)
                .at(at)
                .repair(printed_row, printed(table, target))
        })
        .collect()
}

/// What stands between the pieces of a text that was cut.
fn separator(above: &str, below: &str) -> &'static str {
    let lower = below.chars().next().is_some_and(char::is_lowercase);
    if below.starts_with('\u{2022}') {
        "\n"
    } else if above.ends_with('-') && !above.ends_with(" -") && lower {
        ""
    } else {
        " "
    }
}

/// Whether a row below a page break is only the rest of the row above it. Where cells are set in the middle of
/// their rows, the reference may be on the later page.
fn is_rest(table: &Table, row: u32, references: bool) -> bool {
    let (mut goes, mut stands) = (0, 0);
    let is_blank = |r: u32| table.cell_at(r, 0).is_some_and(|c| c.row() == r && c.is_blank());
    let is_keyless = references && is_blank(row - 1);
    for cell in table.row_cells(row) {
        if cell.row() != row || cell.is_blank() {
            continue;
        }
        let below = cell.text.as_str();
        let Some(upper) = table.cell_at(row - 1, cell.col()) else { return false };
        let above = upper.text.as_str();
        let is_key = cell.col() == 0;
        if is_keyless && above.is_empty() {
            if is_key && reference(below).is_none() {
                return false;
            }
            continue;
        }
        // A cell that shows its status by colour alone has it on both pages.
        let is_colour = below.is_empty() && cell.fill.is_some() && cell.fill == upper.fill;
        if is_colour && cell.icons.is_empty() && cell.colspan() == upper.colspan() {
            continue;
        }
        if cell.rowspan() > 1 || cell.colspan() != upper.colspan() || below.is_empty() {
            return false;
        }
        if is_key && (!references || reference(below).is_some()) {
            return false;
        }
        let continues = goes_on(above, below);
        if above.is_empty() || (is_key || is_dated(below)) && !continues {
            return false;
        }
        goes += u32::from(continues);
        stands += u32::from(!continues);
    }
    goes > 0 && goes > stands
}
