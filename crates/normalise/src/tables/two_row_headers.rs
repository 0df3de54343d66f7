//! A header of several rows is told from a header and its first rows.
//!
//! Before: header `| | Work | People |`, rows `Ref | Action | Lead`, `1 | Paint | Manager`. After:
//! both rows are header rows. So are the rows that all labels beside a group's reach over: `Ref` and
//! `Action` as high as `RAG` over `Q1 | Q2` together.

use super::Pages;
use super::evidence::{header_note, reference};
use tablemend_model::{Block, Diagnostic, Table};

/// A label is no longer than this.
const LONGEST: usize = 40;

/// Says of each table whose header has two rows that it has.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        let rows = match reach(table) {
            Some(rows) if rows > table.header_rows() => rows,
            None if table.header_rows() == 1 && goes_on(table) => 2,
            _ => continue,
        };
        table.set_header_rows(rows);
        notes.push(header_note(table, rows));
    }
    notes
}

/// How many rows the labels of the first row reach over, where one of them parts into others below
/// it: each of the other labels is as high as the parts are together.
fn reach(table: &Table) -> Option<u32> {
    let is_label = |t: &str| t.len() <= LONGEST && !t.ends_with('.');
    let (mut high, mut parted) = (None, 0);
    for cell in table.row_cells(0) {
        if cell.text.is_empty() || !is_label(cell.text.as_str()) {
            return None;
        }
        match (cell.rowspan(), cell.colspan()) {
            (1, 2..) => parted += 1,
            (rows @ 2..=4, 1) if high.is_none_or(|h| h == rows) => high = Some(rows),
            _ => return None,
        }
    }
    let rows = high.filter(|h| parted > 0 && h + 1 < table.row_count())?;
    let below = (1..rows).flat_map(|r| table.row_cells(r).filter(move |c| c.row() == r));
    below.map(|c| c.text.as_str()).all(is_label).then_some(rows)
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
