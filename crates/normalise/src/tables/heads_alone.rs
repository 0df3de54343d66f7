//! A header that is printed again above the rest of its table, and was read as a table of its own: its labels
//! are on several lines, or the tags of the page leave it out.
//!
//! Before: `Ac- | Owner`, `tion no. |`, then `4 | Ann`. After: `Action no. | Owner`, `4 | Ann`.

use super::evidence::letters;
use tablemend_model::Table;

/// A header has no more lines than this.
const MOST: u32 = 4;

/// Whether a table is nothing but the header of an earlier one, and the next one has the rows below it.
pub(super) fn heads(upper: &Table, head: &Table, body: &Table) -> bool {
    let columns = upper.column_count();
    let said = |table: &Table, rows: u32, col: u32| -> Vec<char> {
        let own = (0..rows).filter_map(|row| table.cell_at(row, col).filter(|c| c.row() == row));
        own.flat_map(|c| letters(c.text.as_str()).collect::<Vec<_>>()).collect()
    };
    let is_same =
        |col: &u32| said(upper, upper.header_rows(), *col) == said(head, head.row_count(), *col);
    let is_single =
        |table: &Table| table.cells().iter().all(|c| c.rowspan() == 1 && c.colspan() == 1);
    upper.header_rows() > 0
        && head.row_count() <= MOST
        && body.header_rows() == 0
        && columns > 1
        && head.column_count() == columns
        && body.column_count() == columns
        && is_single(head)
        && (0..columns).all(|col| is_same(&col))
        && (0..columns).filter(|col| !said(head, head.row_count(), *col).is_empty()).count() > 1
}

/// The rows of a table below their header, whose lines become one row.
pub(super) fn above(mut head: Table, body: Table) -> Table {
    let lines: Vec<u32> = (1..head.row_count()).collect();
    head.set_header_rows(0);
    head.join_rows_up(&lines, |above, _| if above.ends_with('\u{ad}') { "" } else { " " });
    head.set_header_rows(1);
    let columns: Vec<u32> = (0..body.column_count()).collect();
    // OK because both have the same columns, as `heads` found.
    let _ = head.append(body, &columns);
    head
}
