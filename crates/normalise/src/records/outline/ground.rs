//! Rows with a ground of their own: a shade that all cells of a row share, and no row of an item has.

use tablemend_model::{Cell, Table};

/// Whether the only filled cell of a row is a heading by its ground: all cells of the row have one fill, in every
/// column, and no row of several filled cells below the table's header has that fill.
pub(super) fn is_heading(table: &Table, cell: &Cell) -> bool {
    let Some(fill) = cell.fill.filter(|_| cell.col() == 0 && table.column_count() > 2) else {
        return false;
    };
    let is_ground = |row: u32| table.row_cells(row).all(|c| c.fill == Some(fill));
    let filled =
        |row: u32| table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).count();
    is_ground(cell.row())
        && (0..table.row_count()).skip(1).filter(|row| filled(*row) > 2).count() > 1
        && (0..table.row_count()).skip(1).all(|row| filled(row) < 2 || !is_ground(row))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::pipe_table;
    use super::*;
    use tablemend_model::Rgb;

    #[test]
    fn a_row_with_a_ground_that_no_item_has_is_a_heading() {
        let lines =
            "Action|Due|Owner\n1. Buildings||\n1 Mend the roof|May|Ann\n2 Oil the doors|June|Bo";
        for (shaded, expected) in [
            (&[1][..], true),
            (&[][..], false),
            // Bands behind items too are no sign.
            (&[1, 3][..], false),
        ] {
            let mut table = pipe_table(lines);
            for cell in table.cells_mut().filter(|c| shaded.contains(&c.row())) {
                cell.fill = Some(Rgb(238, 238, 238));
            }
            let first = table.cell_at(1, 0).unwrap();
            assert_eq!(is_heading(&table, first), expected, "{shaded:?}");
        }
    }
}
