//! Pictures beside many rows, which are no sign of one of them.
//!
//! The chart of a plan is drawn in one cell merged over all rows of its page. What its bars look like says nothing of
//! the status of a row.

use crate::profile::Profile;
use std::borrow::Cow;
use tablemend_model::{Cell, Document, Table};

/// Rows of a merged cell whose picture is a chart, at least.
const ROWS: u32 = 5;

/// The document without the signs of such cells.
pub(crate) fn without_charts<'d>(document: &'d Document, _: &[&Profile]) -> Cow<'d, Document> {
    super::with_tables(document, |table| {
        if !table.cells().iter().any(|c| is_chart(table, c)) {
            return None;
        }
        let charts: Vec<(u32, u32)> = table
            .cells()
            .iter()
            .filter(|c| is_chart(table, c))
            .map(|c| (c.row(), c.col()))
            .collect();
        let mut table = table.clone();
        for cell in table.cells_mut().filter(|c| charts.contains(&(c.row(), c.col()))) {
            cell.icons.clear();
            cell.shape = None;
        }
        Some(table)
    })
}

/// Whether a cell has a picture beside many rows and no words: several shapes, or a fifth of the table's rows.
fn is_chart(table: &Table, cell: &Cell) -> bool {
    let has_picture = !cell.icons.is_empty() || cell.shape.is_some();
    let is_large = cell.icons.len() > 1 || cell.rowspan() * 5 >= table.row_count();
    has_picture && cell.text.is_empty() && cell.rowspan() >= ROWS && is_large
}

#[cfg(test)]
mod tests {
    use super::super::authors_tests::field;
    use super::super::testing::document;
    use crate::profile::Profile;
    use tablemend_model::{Block, Rgb};

    /// The statuses of actions beside signs, of which the first is merged over so many rows.
    fn statuses(rows: usize) -> Vec<String> {
        let row = |n: usize| {
            let sign = if n == 1 || n > rows { "" } else { "^" };
            format!("{n}|Mend gate {n}|Ann|May 2026|{sign}\n")
        };
        let all: String = (1..=8).map(row).collect();
        let mut document = document(&format!("Ref|Action|Lead|Due date|Status\n{all}"));
        for block in &mut document.blocks {
            let Block::Table(table) = block else { continue };
            table.set_header_rows(1);
            for cell in table.cells_mut().filter(|c| c.col() == 4 && c.row() > 0) {
                (cell.shape, cell.icons) = (Some('✔'), vec![Rgb(0, 0xb0, 0x50)]);
            }
        }
        let profile = Profile::built_in("action-plan").unwrap();
        field(&crate::records::records(&document, &profile, "t"), "actions", "status")
    }

    #[test]
    fn a_picture_beside_many_rows_is_no_status() {
        assert_eq!(statuses(7)[..7], [""; 7]);
        assert_eq!(statuses(1), ["green"; 8]);
        // A sign merged over a few rows is that of all of them.
        assert_eq!(statuses(3), ["green"; 8]);
    }
}
