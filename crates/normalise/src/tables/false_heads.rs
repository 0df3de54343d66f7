//! A first row that is tagged as the header though it holds values as the rows below it do: programs tag the first row
//! of each page's piece so, whatever is in it.
//!
//! Before: a header `Quay | 12 | 4`, rows `Mole | 9 | 3`, `Lock | 7 | 5`. After: three rows.

use super::Pages;
use super::drawn_headers::{is_value, is_years};
use super::evidence::printed;
use tablemend_model::{Block, Diagnostic, Level, Method, SourceRef, Table};

/// Rows below that show what the columns hold, at least.
const ROWS: u32 = 3;
/// Columns of values, at least.
const COLUMNS: usize = 2;

/// Takes such headers for rows.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        if table.method() != Method::Tagged || table.header_rows() != 1 || !holds_values(table) {
            continue;
        }
        let place = table.rows().first().map(|r| r.place);
        let message = "the first row is marked as the heading, but holds values as the rows below it do; it was kept as a row";
        notes.push(
            Diagnostic::new("table.header_refused", Level::Info, message)
                .at(SourceRef { place, ..SourceRef::default() })
                .printed(printed(table, 0)),
        );
        table.set_header_rows(0);
        table.cells_mut().for_each(|c| c.is_header &= c.row() > 0);
    }
    notes
}

/// Whether the first row has a value in each column of values. Years and steps that count on head columns.
fn holds_values(table: &Table) -> bool {
    if table.row_count() <= ROWS {
        return false;
    }
    let text = |row: u32, col: u32| table.cell_at(row, col).map_or("", |c| c.text.as_str());
    let of_values = |col: &u32| {
        let below = || (1..table.row_count()).map(|r| text(r, *col)).filter(|t| !t.is_empty());
        let values = below().filter(|t| is_value(t)).count();
        values > 0 && values * 10 >= below().count() * 8
    };
    let heads: Vec<&str> =
        (0..table.column_count()).filter(of_values).map(|c| text(0, c)).collect();
    let numbers: Vec<i64> = heads.iter().filter_map(|t| t.parse().ok()).collect();
    let counts = numbers.len() > 1 && numbers.windows(2).all(|w| w[0] < w[1]);
    heads.len() >= COLUMNS && heads.iter().all(|t| is_value(t) && !is_years(t)) && !counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Cell, Place, RichText, Row};

    fn values(rows: &[&str]) -> bool {
        let place = Place::line(1);
        let mut cells = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.split('|').enumerate() {
                cells.push(Cell::new(r as u32, c as u32, RichText::plain(text), place));
            }
        }
        let lines = rows.iter().map(|_| Row { place }).collect();
        let mut table = Table::new(Method::Tagged, 3, lines, cells).unwrap();
        table.set_header_rows(1);
        let mut blocks = vec![Block::Table(table)];
        let notes = find(&mut Pages { blocks: &mut blocks, sizes: &[], has_changed: false });
        let Some(Block::Table(table)) = blocks.first() else { return false };
        assert_eq!(notes.len() as u32, 1 - table.header_rows());
        table.header_rows() == 0
    }

    #[test]
    fn a_tagged_header_of_values_is_a_row() {
        let below = ["Mole|9|3", "Lock|7|5", "Weir|0|6"];
        let with = |first| values(&[&[first], &below[..]].concat());
        assert!(with("Quay|12|4"));
        assert!(!with("Place|Boats|Gates"));
        assert!(!with("Place|2024|2025"));
        assert!(!with("Place|1|2"), "steps");
        assert!(!values(&["Quay|12|4", "Mole|9|3"]), "too few rows");
    }
}
