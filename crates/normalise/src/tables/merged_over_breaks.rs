//! A cell that is merged down several rows and cut by a page break is one cell again.
//!
//! Before: `North ↓2 | Boat`, a page break, `(blank) ↓2 | Barge`, where each other row of the column shows something.
//! After: `North ↓4`.

use super::Pages;
use super::evidence::printed;
use super::surely_cut::cuts;
use std::ops::Range;
use tablemend_model::{Block, Cell, Diagnostic, Level, Method, SourceRef, Table};

/// Rows that show which columns are always filled, at least.
const FEWEST: usize = 3;

/// Joins the cut cells of every drawn table.
pub(super) fn join(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    let tables = pages.blocks.iter_mut().filter_map(|b| match b {
        Block::Table(table) if table.method() == Method::Ruled => Some(table),
        _ => None,
    });
    tables.flat_map(join_one).collect()
}

fn join_one(table: &mut Table) -> Vec<Diagnostic> {
    let seams: Vec<u32> = table.seams().iter().map(|s| s.row).collect();
    let seams: Vec<u32> = seams.into_iter().filter(|row| *row > table.header_rows()).collect();
    if seams.is_empty() || table.column_count() < 3 {
        return Vec::new();
    }
    let merging: Vec<bool> =
        (0..table.column_count()).map(|c| is_merging(table, c, &seams)).collect();
    let mut notes = Vec::new();
    for row in seams {
        let areas = areas(table, row, &merging);
        if areas.is_empty() {
            continue;
        }
        let place = table.rows().get(row as usize).map(|r| r.place);
        let message = "a page break cuts a merged cell; its rest was joined to it";
        notes.push(
            Diagnostic::new("table.cell_joined", Level::Info, message)
                .at(SourceRef { place, ..SourceRef::default() })
                .printed(printed(table, row)),
        );
        table.merge_all(&areas, " ");
    }
    notes
}

/// Whether a column has merged cells, and something in every row, those right below page breaks aside.
fn is_merging(table: &Table, col: u32, seams: &[u32]) -> bool {
    let columns = table.column_count();
    let is_label =
        |row: u32| table.row_cells(row).any(|c| c.row() == row && c.colspan() * 2 > columns);
    let below_break = |row: u32| {
        let from = table.cell_at(row, col).map_or(row, Cell::row);
        seams.binary_search(&from).is_ok()
    };
    let rows: Vec<u32> = (table.header_rows()..table.row_count())
        .filter(|row| !below_break(*row) && !is_label(*row))
        .collect();
    let own = |row: &u32| table.cell_at(*row, col);
    let is_filled = |row: &u32| own(row).is_some_and(|c| !c.text.is_empty());
    let is_merged = |row: &u32| own(row).is_some_and(|c| c.rowspan() > 1 && c.colspan() == 1);
    rows.len() >= FEWEST && rows.iter().all(is_filled) && rows.iter().any(is_merged)
}

/// The areas of cells that go on in a row below a page break: blank ones of columns that merge, and texts right of
/// these that are cut within a sentence. The row has something of its own beside them.
fn areas(table: &Table, row: u32, merging: &[bool]) -> Vec<(Range<u32>, Range<u32>)> {
    let mut areas = Vec::new();
    let (mut own, mut is_first) = (0, false);
    for col in 0..table.column_count() {
        let (Some(upper), Some(lower)) = (table.cell_at(row - 1, col), table.cell_at(row, col))
        else {
            return Vec::new();
        };
        if lower.row() != row || lower.col() != col {
            continue;
        }
        let is_plain = |c: &Cell| c.colspan() == 1 && c.icons.is_empty() && c.shape.is_none();
        let fits = is_plain(lower)
            && is_plain(upper)
            // A colour may end with the page.
            && (lower.fill.is_none() || lower.fill == upper.fill)
            && !upper.text.is_empty()
            && merging.get(col as usize) == Some(&true);
        let (above, below) = (upper.text.as_str(), lower.text.as_str());
        if fits && (below.is_empty() || is_first && cuts(above, below)) {
            is_first |= col == 0;
            areas.push((upper.row()..row + lower.rowspan(), col..col + 1));
        } else {
            own += usize::from(!lower.is_blank());
        }
    }
    if own == 0 { Vec::new() } else { areas }
}

#[cfg(test)]
mod tests {
    use super::super::cut_rows;
    use super::*;
    use tablemend_model::{Place, RichText, Row, Seam};

    /// A drawn table of rows whose cells are parted by `|`, `^` for a cell that goes on from above, with a page break
    /// above a row.
    fn drawn(sketch: &[&str], seam: u32) -> Table {
        let place = Place::line(1);
        let rows: Vec<Vec<&str>> =
            sketch.iter().map(|l| l.split('|').map(str::trim).collect()).collect();
        let mut cells = Vec::new();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| **t != "^") {
                let below = rows[r + 1..].iter().take_while(|row| row[c] == "^").count() + 1;
                let cell = Cell::new(r as u32, c as u32, RichText::plain(text), place);
                cells.push(cell.spanning(below as u32, 1));
            }
        }
        let lines = rows.iter().map(|_| Row { place }).collect();
        let mut table = Table::new(Method::Ruled, rows[0].len() as u32, lines, cells).unwrap();
        table.set_header_rows(1);
        table.add_seam(Seam { row: seam, cuts: false });
        table
    }

    /// The cells of the first two columns after joining over a break above the fourth row: row, height and text.
    fn joined(sketch: &[&str]) -> Vec<String> {
        let mut table = drawn(sketch, 3);
        let notes = join_one(&mut table);
        let is_over = |c: &Cell| c.row() < 3 && c.row() + c.rowspan() > 3;
        assert_eq!(notes.is_empty(), !table.cells().iter().any(is_over));
        let own = table.cells().iter().filter(|c| c.col() < 2 && c.row() > 0);
        own.map(|c| format!("{}+{} {}", c.row(), c.rowspan(), c.text.as_str())).collect()
    }

    #[test]
    fn a_merged_cell_that_a_page_break_cuts_is_one() {
        let whole = joined(&[
            "Area|Why|Boat",
            "North|Gates|Gull",
            "^|Bells|Tern",
            "|Nets|Auk",
            "^|Oars|Coot",
            "South|Sails|Skua",
        ]);
        assert_eq!(
            whole,
            [
                "1+4 North",
                "1+1 Gates",
                "2+1 Bells",
                "3+1 Nets",
                "4+1 Oars",
                "5+1 South",
                "5+1 Sails"
            ]
        );
        // So is the text beside it that is cut in the middle of a sentence.
        let cut = joined(&[
            "Area|Why|Boat",
            "North|Gates|Gull",
            "East|The bell is near|Tern",
            "|the lower gate|Auk",
            "South|Nets|Coot",
            "^|^|Skua",
        ]);
        assert_eq!(
            cut,
            [
                "1+1 North",
                "1+1 Gates",
                "2+2 East",
                "2+2 The bell is near the lower gate",
                "4+2 South",
                "4+2 Nets"
            ]
        );
    }

    #[test]
    fn a_blank_cell_is_no_rest_where_blanks_are_usual_or_nothing_is_merged() {
        let plain = ["Area|Why|Boat", "North|Gates|Gull", "East|Bells|Tern", "|Nets|Auk"];
        let blanks =
            ["Area|Why|Boat", "North|Gates|Gull", "^|Bells|Tern", "|Nets|Auk", "|Oars|Coot"];
        for sketch in [&plain[..], &blanks[..]] {
            let whole: Vec<&str> = sketch.iter().copied().chain(["South|Sails|Skua"]).collect();
            assert!(joined(&whole).contains(&"3+1 ".to_owned()), "{sketch:?}");
        }
    }

    #[test]
    fn a_row_beside_a_merged_cell_is_joined_where_it_lacks_the_reference_that_all_others_have() {
        let rows = [
            "Area|No.|Action|Lead|Due|State",
            "North|1.1|Oil the bell|Ann|May 2024|Open",
            "^|1.2|Mend the|Clerk of the|June|Done",
            "||lower gate of the basin|Harbour|2025|",
            "^|1.3|Paint the wall|Bo|July 2024|Open",
            "South|2.1|Count the boats|Cy|May 2025|Open",
            "^|2.2|Tar the nets|Di|June 2025|Done",
            "^|2.3|Sweep the quay|Ed|July 2025|Open",
            "^|2.4|Close the lock|Flo|May 2026|Open",
        ];
        let mut blocks = vec![Block::Table(drawn(&rows, 3))];
        let mut pages = Pages { blocks: &mut blocks, sizes: &[], has_changed: false };
        assert_eq!(join(&mut pages).len(), 1);
        assert_eq!(cut_rows::join(&mut pages).len(), 1);
        let Some(Block::Table(table)) = blocks.first() else { panic!() };
        assert_eq!(table.row_count(), 8);
        let said = |col| table.cell_at(2, col).map(|c| c.text.as_str().to_owned());
        assert_eq!(said(0).as_deref(), Some("North"));
        assert_eq!(said(2).as_deref(), Some("Mend the lower gate of the basin"));
        assert_eq!(said(4).as_deref(), Some("June 2025"));
    }
}
