//! A header that is printed again inside its table is folded away; its cells are kept aside.
//!
//! Before: `Ref | Action`, `1 | a`, `Ref | Action`, `2 | b`. After: `Ref | Action`, `1 | a`,
//! `2 | b`.

use super::Pages;
use super::evidence::{is_banner, printed, same_row};
use tablemend_model::{Block, Diagnostic, Level, SourceRef, Table};

/// Folds the repeated headers of every table.
pub(super) fn fold(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let tables = pages.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(fold_one).collect()
}

fn fold_one(table: &mut Table) -> Vec<Diagnostic> {
    let header = table.header_rows();
    // A label of few words may head many groups; only a header of columns is a repetition.
    let heads: Vec<u32> = (0..header).filter(|row| !is_banner(table, *row)).collect();
    let is_again = |row: u32, head: u32| same_row(table, head, table, row);
    // The upper row of a header of pairs is one text; the lower row says that it is that header again.
    let is_pair = header == 2 && !heads.contains(&0) && heads.contains(&1);
    let is_upper = |row: u32| is_pair && is_again(row, 0) && is_again(row + 1, 1);
    // At the top of a page labels behind a blank first cell are the header again; a label in the first cell may be
    // that of the next group.
    let labels = |row: u32| table.row_cells(row).filter(|c| !c.text.is_empty()).count();
    let is_at_top = |row: u32| {
        header == 1
            && table.seams().iter().any(|s| s.row == row)
            && labels(0) > 1
            && table.cell_at(0, 0).is_some_and(tablemend_model::Cell::is_blank)
            && is_again(row, 0)
    };
    // So is one label alone in its row, all of it on the fill that it has in the first row.
    let label = |row: u32| {
        let mut cells = table.row_cells(row);
        let first = cells.next().filter(|c| c.row() == row && !c.text.is_empty())?;
        let is_alone = cells.all(|c| c.is_blank() || c.text.is_empty() && c.fill == first.fill);
        first.fill.filter(|_| is_alone)
    };
    let is_label_again = |row: u32| {
        header <= 1
            && table.column_count() > 1
            && table.seams().iter().any(|s| s.row == row)
            && label(0).is_some_and(|fill| label(row) == Some(fill))
            && is_again(row, 0)
    };
    let repeated: Vec<u32> = (header.max(1)..table.row_count())
        .filter(|row| {
            heads.iter().any(|head| is_again(*row, *head))
                || is_upper(*row)
                || is_at_top(*row)
                || is_label_again(*row)
        })
        .collect();
    if repeated.is_empty() {
        return Vec::new();
    }
    let notes = repeated.iter().map(|row| note(table, *row)).collect();
    table.fold_rows(&repeated);
    notes
}

/// Says that a repeated header was folded.
pub(super) fn note(table: &Table, row: u32) -> Diagnostic {
    let place = table.rows().get(row as usize).map(|r| r.place);
    Diagnostic::new("table.header_folded", Level::Info, "repeated heading removed")
        .at(SourceRef { place, ..SourceRef::default() })
        .printed(printed(table, row))
}
