//! A column of a table made two beside each other.

use tablemend_model::{Cell, Table};

/// The cells of a table with a column parted in two: `part` gives the two cells that a cell of the column becomes, from
/// the cell itself and its copy one column further right. What is right of them moves, and a cell merged over the
/// column reaches over both.
pub(super) fn in_two(
    table: &Table,
    col: u32,
    mut part: impl FnMut(&Cell, Cell) -> (Cell, Cell),
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(table.cells().len() + table.rows().len());
    for cell in table.cells() {
        if cell.col() + cell.colspan() <= col {
            cells.push(cell.clone());
        } else if cell.col() > col {
            cells.push(cell.moved(cell.row(), cell.col() + 1, cell.rowspan()));
        } else if cell.colspan() > 1 {
            cells.push(cell.clone().spanning(cell.rowspan(), cell.colspan() + 1));
        } else {
            let (left, right) = part(cell, cell.moved(cell.row(), col + 1, cell.rowspan()));
            cells.extend([left, right]);
        }
    }
    cells
}
