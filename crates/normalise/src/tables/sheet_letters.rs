//! The letters of a spreadsheet's columns are no header, the numbers of its rows no column, and what is
//! written over its table no row of that.
//!
//! Before: header `| | A | B | C |`, rows `1 | Plan`, `2 | Ref | Action | Lead`, `3 | 1 | Paint | Ann`. After:
//! header `Ref | Action | Lead`, row `1 | Paint | Ann`, title `Plan`; letters and numbers kept aside.

use super::Pages;
use super::evidence::printed;
use tablemend_model::{Block, Diagnostic, Level, SourceRef, Table, column_letters};

/// Fewer letters than this may be labels.
const FEWEST: usize = 3;

/// Folds the row of letters that a printed spreadsheet has on top.
pub(super) fn fold(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for block in pages.blocks.iter_mut() {
        let Block::Table(table) = block else { continue };
        if table.row_count() < 3 || !are_letters(table) {
            continue;
        }
        let place = table.rows().first().map(|r| r.place);
        notes.push(
            Diagnostic::new(
                "table.letters",
                Level::Info,
                "the letters of the columns are not a heading",
            )
            .at(SourceRef { place, ..SourceRef::default() })
            .printed(printed(table, 0)),
        );
        table.fold_rows(&[0]);
        if let Some(first) = numbers(table)
            && table.fold_column(0)
            && first == 1
        {
            fold_titles(table);
        }
        if table.header_rows() == 0 {
            table.set_header_rows(1);
        }
    }
    notes
}

/// The number of a sheet's first row, where the first column has the numbers of its rows and no more; those of hidden
/// rows are left out.
fn numbers(table: &Table) -> Option<u32> {
    let mut last = None;
    let mut first = None;
    for row in 0..table.row_count() {
        let cell = table.cell_at(row, 0).filter(|c| c.colspan() == 1)?;
        let number: u32 = cell.text.as_str().parse().ok()?;
        if last.is_some_and(|last| number <= last) {
            return None;
        }
        last = Some(number);
        first = first.or(last);
    }
    first
}

/// Folds what is written over the labels of a sheet: rows of one cell above a row of several labels. The first becomes
/// the table's title.
fn fold_titles(table: &mut Table) {
    const MOST: u32 = 8;
    let filled = |row: u32| table.row_cells(row).filter(|c| !c.text.is_empty()).count();
    let is_label = |t: &str| t.len() <= 40 && !t.contains(|c: char| c.is_ascii_digit());
    let Some(head) = (0..table.row_count().min(MOST)).find(|row| filled(*row) > 1) else { return };
    let has_labels = table.row_cells(head).all(|c| is_label(c.text.as_str()));
    if head == 0 || filled(head) < FEWEST || !has_labels {
        return;
    }
    let title = (0..head).flat_map(|row| table.row_cells(row)).find(|c| !c.text.is_empty());
    let title = title.map(|c| c.text.as_str().replace('\n', " "));
    table.title = title.or(table.title.take());
    table.fold_rows(&(0..head).collect::<Vec<_>>());
    table.set_header_rows(1);
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
        // The numbers of the rows are aside too.
        assert_eq!(read("|A|B|C\n1|Ref|Action|Lead\n2|1|Paint|Ann\n3|2|Oil|Bo"), (3, 1, 6));
        // And so is what is written over the labels.
        let over = "|A|B|C\n1|The plan||\n2|||\n3|Ref|Action|Lead\n4|1|Paint|Ann\n5|2|Oil|Bo";
        let mended = tables(document(over)).value;
        let table = mended.tables().next().unwrap();
        assert_eq!((table.row_count(), table.column_count(), table.header_rows()), (3, 3, 1));
        assert_eq!(table.title.as_deref(), Some("The plan"));
        assert_eq!(table.cell_at(2, 1).unwrap().text.as_str(), "Oil");
        assert_eq!(read("Grade|A|B|C\n1|2|3|4\n5|6|7|8").2, 0, "grades are a header");
    }
}
