//! The letters of a spreadsheet's columns are no header.
//!
//! Before: header `| | A | B |`, rows `1 | Ref | Action`, `2 | 1 | Paint`. After: `1 | Ref | Action`,
//! `2 | 1 | Paint`, the letters kept aside.

use super::Pages;
use super::evidence::printed;
use tablemend_model::{Block, Level, Note, SourceRef, Table, column_letters};

/// Fewer letters than this may be labels.
const FEWEST: usize = 3;

/// Folds the row of letters that a printed spreadsheet has on top.
pub(super) fn fold(pages: &mut Pages<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        if table.row_count() < 3 || !are_letters(table) {
            continue;
        }
        let place = table.rows().first().map(|r| r.place);
        notes.push(
            Note::new("table.letters", Level::Info, "the letters of the columns are not a heading")
                .at(SourceRef { place, ..SourceRef::default() })
                .printed(printed(table, 0)),
        );
        table.fold_rows(&[0]);
        if table.header_rows() == 0 {
            table.set_header_rows(1);
        }
    }
    notes
}

/// Whether the first row is `A`, `B`, `C` in their order, the corner over the numbers of the rows
/// aside.
fn are_letters(table: &Table) -> bool {
    let cells: Vec<_> = table.row_cells(0).collect();
    let filled: Vec<&str> =
        cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    filled.len() >= FEWEST
        && filled.len() + 1 >= cells.len()
        && cells.iter().skip(1).all(|c| !c.text.is_empty())
        && (1..).zip(&filled).all(|(n, t)| *t == column_letters(n))
}

#[cfg(test)]
mod tests {
    use crate::records::testing::document;
    use crate::tables::tables;

    #[test]
    fn letters_of_columns_are_kept_aside() {
        let read = |text: &str| {
            let mended = tables(document(text)).value;
            let table = mended.tables().next().cloned().unwrap();
            (table.row_count(), table.header_rows(), table.folded().len())
        };
        assert_eq!(read("|A|B|C\n1|Ref|Action|Lead\n2|1|Paint|Ann\n3|2|Oil|Bo"), (3, 1, 3));
        assert_eq!(read("Grade|A|B|C\n1|2|3|4\n5|6|7|8").2, 0, "grades are a header");
    }
}
