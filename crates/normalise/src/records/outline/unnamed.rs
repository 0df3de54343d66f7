//! Columns of items that no cell of their header names: what they hold stays with its row.

use super::rows::heads_rows;
use super::{Outline, is_placeholder};
use crate::profile::GroupRule;
use crate::records::columns::HeaderCell;
use foldhash::{HashMap, HashSet, HashSetExt};
use tablemend_model::{Cell, Table};

/// Adds the columns that have texts in the rows of items and no cell in the header to it. `found` says where
/// each header is: table, row. What a header's cell prints is the column's name, a sentence too, which is no name
/// of a field; a column without any is called by its place, `Column 4`.
pub(super) fn add(
    outline: &mut Outline<'_>,
    tables: &[&Table],
    found: &HashMap<(u32, u32), usize>,
    groups: &[GroupRule],
) {
    let mut missing: HashSet<(usize, u32)> = HashSet::new();
    for part in outline.items.iter().flat_map(|item| &item.parts) {
        let header = &outline.header_rows[part.header];
        // A column that goes further than those of the header's own table is another table's.
        let cells = part.table.row_cells(part.row).filter(|c| c.row() == part.row);
        for cell in cells.filter(|c| !c.text.is_empty() && c.col() < header.width) {
            let named = header.cells.iter();
            let mut named = named
                .filter(|c| c.col < cell.col() + cell.colspan() && cell.col() < c.col + c.colspan);
            if named.next().is_none()
                && !is_placeholder(part.table, cell)
                && !heads_rows(header, cell, groups)
            {
                missing.insert((part.header, cell.col()));
            }
        }
    }
    let mut missing: Vec<(usize, u32)> = missing.into_iter().collect();
    missing.sort_unstable();
    let places: HashMap<usize, (u32, u32)> =
        found.iter().map(|(place, header)| (*header, *place)).collect();
    for (at, col) in missing {
        let place = places.get(&at).copied();
        let own = place.and_then(|(id, row)| tables.get(id as usize - 1)?.cell_at(row, col));
        let printed = |cell: &Cell| cell.text.as_str().replace('\n', " ");
        let own = own.map(printed).filter(|t| t.chars().any(char::is_alphanumeric));
        let header = &mut outline.header_rows[at];
        header.cells.push(HeaderCell::beside(col, own));
        header.cells.sort_by_key(|c| c.col);
    }
}
