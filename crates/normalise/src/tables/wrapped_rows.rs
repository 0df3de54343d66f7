//! Rows of Markdown that are only the further lines of the row above are one row with it again.
//!
//! Who writes a table by hand, or a converter that writes a row for each line of the page, leaves the
//! cells of one line blank in all rows but the first. Before: `Quay | Mend the | Ann | May`, ` | north
//! gate | | `. After: `Quay | Mend the north gate | Ann | May`. A blank cell may also say that it is as
//! above, so that the table itself must show that its texts go on: most of the further rows begin in
//! the middle of a sentence, and nearly all where the column was full.

use super::Pages;
use super::cut_rows::join_up;
use super::evidence::{goes_on, is_dated, reference};
use super::wrapped_lines::is_item;
use tablemend_model::{Block, Cell, Diagnostic, Method, Table};

/// Fewer further rows, or whole ones, show no habit.
const FEWEST: usize = 3;

/// Joins the further lines of rows in every Markdown table whose rows have them.
pub(super) fn join(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let tables = pages.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) if table.method() == Method::Markdown => Some(table),
        _ => None,
    });
    tables.flat_map(one).collect()
}

fn one(table: &mut Table) -> Vec<Diagnostic> {
    let further = further(table);
    if further.is_empty() || !is_habit(table, &further) {
        return Vec::new();
    }
    join_up(
        table,
        &further,
        "this row only goes on with the texts of the row above; it was joined to it",
    )
}

/// The rows that may be further lines: they lack what all other rows have, in at least half of the
/// columns and in two or more.
fn further(table: &Table) -> Vec<u32> {
    let columns = table.column_count();
    let shows = |row: u32, col: u32| table.cell_at(row, col).is_some_and(|c| !c.is_blank());
    let (first, end) = (table.header_rows(), table.row_count());
    let is_few = |row: u32| {
        let filled = (0..columns).filter(|col| shows(row, *col)).count() as u32;
        filled > 0 && filled * 2 <= columns && columns - filled >= 2
    };
    let few: Vec<u32> = (first + 1..end).filter(|row| is_few(*row)).collect();
    let whole = || (first..end).filter(|row| few.binary_search(row).is_err());
    let is_plain = |cell: &Cell| cell.colspan() == 1 && cell.rowspan() == 1;
    if few.len() < FEWEST
        || whole().count() < FEWEST
        || !few.iter().all(|row| table.row_cells(*row).all(is_plain))
    {
        return Vec::new();
    }
    let is_sure =
        |col: &u32| whole().all(|row| shows(row, *col)) && !few.iter().any(|row| shows(*row, *col));
    let sure = (0..columns).filter(is_sure).count() as u32;
    if sure >= 2 && sure * 2 >= columns { few } else { Vec::new() }
}

/// Whether the texts of these rows go on with those of the rows above.
fn is_habit(table: &Table, further: &[u32]) -> bool {
    let text = |row: u32, col: u32| table.cell_at(row, col).map_or("", |c| c.text.as_str());
    let length = |text: &str| text.chars().count();
    let width: Vec<usize> = (0..table.column_count())
        .map(|col| (0..table.row_count()).map(|row| length(text(row, col))).max().unwrap_or(0))
        .collect();
    let (mut middle, mut full) = (0, 0);
    for row in further {
        let pairs = || {
            (0..table.column_count())
                .map(|col| (col as usize, text(row - 1, col), text(*row, col)))
                .filter(|(_, _, below)| !below.is_empty())
        };
        let is_own = |below: &str| is_dated(below) || reference(below).is_some() || is_item(below);
        if pairs().any(|(_, _, below)| is_own(below)) {
            return false;
        }
        let goes_on = pairs().any(|(_, above, below)| goes_on(above, below));
        let is_full = pairs().any(|(col, above, below)| {
            let next = below.split(' ').next().unwrap_or_default();
            !above.is_empty() && length(above) + 1 + length(next) > width[col]
        });
        middle += usize::from(goes_on);
        full += usize::from(goes_on || is_full);
    }
    middle * 2 >= further.len() && full * 5 >= further.len() * 4
}

#[cfg(test)]
mod tests {
    use crate::records::testing::document;
    use tablemend_model::Document;

    fn mended(rows: &str) -> (Vec<String>, usize) {
        let read: Document = document(&format!("Area|Action|Owner|Due|Status\n{rows}"));
        let noted = crate::tables(read);
        let table = noted.value.tables().next().unwrap();
        let rows = (table.header_rows()..table.row_count())
            .map(|row| crate::tables::evidence::printed(table, row));
        let told = noted.notes.iter().filter(|n| n.code == "table.row_joined").count();
        (rows.collect(), told)
    }

    #[test]
    fn further_lines_are_joined_where_texts_go_on() {
        let rows = "Quays|Mend the north|Ann|May 2026|Open\n\
                    |gate and the|||\n\
                    |lamp|||\n\
                    Boats and|Paint the pilot|Bo|June 2026|Done\n\
                    ropes|boat in yellow|||\n\
                    Bells|Ring the great|Cy|July 2026|Open\n\
                    |bell at noon|||";
        let (mended, told) = mended(rows);
        assert_eq!(
            mended,
            [
                "Area | Action | Owner | Due | Status",
                "Quays | Mend the north gate and the lamp | Ann | May 2026 | Open",
                "Boats and ropes | Paint the pilot boat in yellow | Bo | June 2026 | Done",
                "Bells | Ring the great bell at noon | Cy | July 2026 | Open"
            ]
        );
        assert_eq!(told, 4);
    }

    #[test]
    fn rows_that_leave_out_what_is_as_above_stay() {
        let rows = "Quays|Mend the north gate|Ann|May 2026|Open\n\
                    |Oil the lamp|||\n\
                    |Count the keys|||\n\
                    Boats|Paint the pilot boat|Bo|June 2026|Done\n\
                    |Sort the ropes|||\n\
                    Bells|Ring the great bell|Cy|July 2026|Open\n\
                    |Grease the wheel|||";
        assert_eq!(mended(rows).1, 0);
    }
}
