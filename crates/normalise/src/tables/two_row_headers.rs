//! A header of two rows is told from a header and a first row.
//!
//! Before: header `| | Work | People |`, rows `Ref | Action | Lead`, `1 | Paint | Manager`. After:
//! both rows are header rows.

use super::Pages;
use super::evidence::{printed, reference};
use tablemend_model::{Block, Level, Note, SourceRef, Table};

/// A label is no longer than this.
const LONGEST: usize = 40;

/// Says of each table whose header has two rows that it has.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        if table.header_rows() != 1 || !goes_on(table) {
            continue;
        }
        table.set_header_rows(2);
        let place = table.rows().get(1).map(|r| r.place);
        notes.push(
            Note::new("table.header_rows", Level::Info, "the header has two rows")
                .at(SourceRef { place, ..SourceRef::default() })
                .printed(printed(table, 1)),
        );
    }
    notes
}

/// Whether the second row is part of the header: the first leaves its first cell blank and labels
/// two columns or more, the second labels every column without a figure, and below it some column
/// has figures.
fn goes_on(table: &Table) -> bool {
    if table.row_count() < 3 || table.column_count() < 3 {
        return false;
    }
    let text = |row, col| table.cell_at(row, col).map_or("", |c| c.text.as_str());
    let columns = || 0..table.column_count();
    let is_label = |t: &str| {
        !t.is_empty()
            && t.len() <= LONGEST
            && !t.contains(|c: char| c.is_ascii_digit())
            && reference(t).is_none()
    };
    let upper = columns().filter(|c| !text(0, *c).is_empty()).count();
    let figures = |col| text(2, col).contains(|c: char| c.is_ascii_digit());
    text(0, 0).is_empty()
        && upper >= 2
        && columns().all(|c| is_label(text(1, c)))
        && columns().any(figures)
}
