//! A status that is told by which of several columns has a mark becomes one column.
//!
//! Before: `Action | Not started | In progress | Complete`, with a tick in one of the last three. After: `Action` and
//! a column without a heading whose cells hold the marks and say `In progress`. The headings are kept as parts of the header.

use super::columns;
use super::signs;
use super::status::is_status;
use crate::profile::Profile;
use std::borrow::Cow;
use std::ops::Range;
use tablemend_model::{Cell, Document, FieldKind, Row, Table};

/// Columns of one status at least.
const FEWEST: usize = 2;

/// Rows with a mark that prove what the columns are.
const ROWS: usize = 3;

/// The document with such columns joined, for profiles that have a status.
pub(crate) fn joined<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    super::with_tables(document, |table| special.iter().find_map(|p| join(table, p)))
}

fn join(table: &Table, profile: &Profile) -> Option<Table> {
    let row = table.header_rows().max(1) - 1;
    if row >= table.row_count() {
        return None;
    }
    let heads: Vec<&Cell> = table.row_cells(row).filter(|c| !c.is_blank()).collect();
    let is_named =
        |c: &&Cell| columns::kind_named(c.text.as_str(), &profile.items) == Some(FieldKind::Status);
    let all = run(table, row, &heads)?;
    // A status of its own goes before marks.
    if heads.iter().filter(|c| !all.contains(&c.col())).any(is_named) {
        return None;
    }
    let said = |col: u32| heads.iter().find(|c| c.col() == col).map(|c| &c.text);
    let (first, lost) = (all.start, all.end - all.start - 1);
    let mut rows: Vec<Row> = table.rows().to_vec();
    let mut cells: Vec<Cell> = Vec::with_capacity(table.cells().len());
    let mut folded = Vec::new();
    for cell in table.cells() {
        let own = cell.col()..cell.col() + cell.colspan();
        if own.end <= all.start {
            cells.push(cell.clone());
        } else if own.start >= all.end {
            cells.push(cell.moved(cell.row(), cell.col() - lost, cell.rowspan()));
        } else if own.len() > 1 {
            if own.start > all.start || own.end < all.end {
                return None;
            }
            cells.push(cell.clone().spanning(cell.rowspan(), cell.colspan() - lost));
        } else if cell.row() > row && has_mark(cell) {
            let mut cell = cell.moved(cell.row(), first, cell.rowspan());
            cell.says = Some(said(own.start)?.clone());
            cells.push(cell);
        } else {
            if cell.row() <= row && !cell.is_blank() {
                let at = rows.len() as u32;
                folded.push(at);
                rows.push(Row { place: cell.place() });
                cells.push(Cell::new(at, 0, cell.text.clone(), cell.place()));
            }
            // A row without a mark, and the header, have one blank cell.
            let is_marked = |c: &Cell| all.contains(&c.col()) && c.row() > row && has_mark(c);
            if own.start == first && !table.row_cells(cell.row()).any(is_marked) {
                let mut blank = cell.clone();
                blank.text = cell.text.slice(0..0);
                cells.push(blank);
            }
        }
    }
    cells.sort_by_key(|c| (c.row(), c.col()));
    let mut new = table.relaid(table.column_count() - lost, rows, cells).ok()?;
    new.fold_rows(&folded);
    Some(new)
}

/// The columns beside each other that are headed by statuses and have nothing but marks, one in a row.
fn run(table: &Table, row: u32, heads: &[&Cell]) -> Option<Range<u32>> {
    let is_one = |c: &&&Cell| {
        let own = table.cells().iter().filter(|o| o.row() > row && o.col() == c.col());
        c.colspan() == 1
            && is_status(c.text.as_str())
            && own.filter(|o| o.colspan() == 1).all(|o| o.is_blank() || has_mark(o))
    };
    let mut own = heads.iter().filter(is_one).map(|c| c.col()).peekable();
    let first = *own.peek()?;
    let count = own.zip(first..).take_while(|(a, b)| a == b).count();
    let all = first..first + count as u32;
    if count < FEWEST {
        return None;
    }
    let (mut marked, mut others) = (0, 0);
    for below in row + 1..table.row_count() {
        let own = || table.row_cells(below).filter(|c| c.row() == below && c.colspan() == 1);
        if own().count() < FEWEST {
            continue;
        }
        match own().filter(|c| all.contains(&c.col()) && has_mark(c)).count() {
            0 => others += 1,
            1 => marked += 1,
            _ => return None,
        }
    }
    (marked >= ROWS && marked > others * 2).then_some(all)
}

/// Whether a cell has a mark and nothing else: a sign, printed or drawn, or the letter `x`.
fn has_mark(cell: &Cell) -> bool {
    signs::of_cell(cell).is_some() || cell.text.as_str().trim().eq_ignore_ascii_case("x")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    fn made(text: &str) -> Vec<String> {
        let profile = Profile::built_in("action-plan").unwrap();
        let document = document(text);
        let joined = joined(&document, &[&profile]);
        let table = joined.tables().next().unwrap();
        let said = |c: &Cell| c.says.as_ref().unwrap_or(&c.text).as_str().to_owned();
        let row = |r| table.row_cells(r).map(said).collect::<Vec<_>>().join(" | ");
        (0..table.row_count()).map(row).collect()
    }

    #[test]
    fn the_heading_over_a_mark_is_the_status() {
        for mark in ["✓", "x", "●"] {
            let own = made(&format!(
                "Action|Lead|To do|Started|Finished|Notes\nThe harbour|<|<|<|<|<\nMend the gate|Mate||{mark}||Wet\n\
                 Paint the shed|Clerk|{mark}|||\nRing the bell|Mate|||{mark}|Loud\nOil the hinge|Mate||||"
            ));
            assert_eq!(
                own,
                [
                    "Action | Lead |  | Notes",
                    "The harbour",
                    "Mend the gate | Mate | Started | Wet",
                    "Paint the shed | Clerk | To do | ",
                    "Ring the bell | Mate | Finished | Loud",
                    "Oil the hinge | Mate |  | "
                ]
            );
        }
    }

    #[test]
    fn columns_with_dates_or_two_marks_in_a_row_stay() {
        for row in ["Oil the hinge|Mate||x|x", "Oil the hinge|Mate||1 May 2026|"] {
            let own = made(&format!(
                "Action|Lead|To do|Started|Finished\nMend the gate|Mate||x|\nPaint the shed|Clerk|x||\n\
                 Ring the bell|Mate|||x\n{row}"
            ));
            assert_eq!(own[0], "Action | Lead | To do | Started | Finished");
        }
    }
}
