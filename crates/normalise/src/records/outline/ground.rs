//! Rows with a ground or a type of their own: a shade that all cells of a row share, or bold, and no row of an item has.

use crate::records::outline::has_own_header;
use tablemend_model::{Cell, Style, Table};

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

/// Whether the only filled cell of a row is a heading by its type: all of it is bold in the first column, in which
/// no row of several filled cells below the table's header is, and nothing else is shown in its row.
pub(super) fn is_bold_heading(table: &Table, cell: &Cell) -> bool {
    /// Fewer rows that are not bold than this prove nothing.
    const ROWS: usize = 3;
    let own = |row: u32| table.row_cells(row).filter(move |c| c.row() == row);
    let is_item = |row: u32| own(row).filter(|c| !c.text.is_empty()).count() > 1;
    let first = |row: u32| own(row).find(|c| c.col() == 0 && !c.text.is_empty());
    let head = table.header_rows().max(1);
    let mut items = (head..table.row_count()).filter(|row| is_item(*row)).filter_map(first);
    let shows = |c: &Cell| {
        c.fill.is_some_and(|f| Some(f) != cell.fill) || !c.icons.is_empty() || c.shape.is_some()
    };
    cell.col() == 0
        && is_bold(cell)
        && own(cell.row()).all(|c| !shows(c))
        && items.clone().count() >= ROWS
        && !items.any(is_bold)
}

/// Whether the first row of a table is a header of its own: short labels, all of them bold, above rows of several
/// cells of which none is.
pub(super) fn is_bold_header(table: &Table) -> bool {
    let own = |row: u32| table.row_cells(row).filter(move |c| c.row() == row && !c.text.is_empty());
    let mut headed = table.clone();
    headed.set_header_rows(1);
    has_own_header(&headed)
        && own(0).all(is_bold)
        && table.row_count() > 2
        && (1..table.row_count()).all(|row| own(row).count() < 2 || !own(row).all(is_bold))
}

fn is_bold(cell: &Cell) -> bool {
    let all = cell.text.as_str().len();
    let bold: usize = cell.text.styled(Style::Bold).map(|r| r.len()).sum();
    all > 0 && bold + cell.text.as_str().matches([' ', '\n']).count() >= all
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::pipe_table;
    use super::*;
    use tablemend_model::{Mark, Rgb, RichText};

    fn embolden(table: &mut Table, test: impl Fn(&Cell) -> bool) {
        for cell in table.cells_mut().filter(|c| test(c)) {
            let text = cell.text.as_str().to_owned();
            let marks = vec![Mark { range: 0..text.len(), style: Style::Bold }];
            cell.text = RichText::new(&text, marks);
        }
    }

    #[test]
    fn a_row_in_bold_is_a_heading_where_no_item_is() {
        let lines = "Action|Due|Owner\nBuildings||\nMend the roof|May|Ann\nOil the doors|June|Bo\nCut the hedge||Cy";
        for (bold, expected) in [(&[1][..], true), (&[][..], false), (&[1, 3][..], false)] {
            let mut table = pipe_table(lines);
            embolden(&mut table, |c| bold.contains(&c.row()));
            let first = table.cell_at(1, 0).unwrap();
            assert_eq!(is_bold_heading(&table, first), expected, "{bold:?}");
        }
    }

    #[test]
    fn labels_in_bold_are_a_header_where_rows_are_not() {
        let mut table = pipe_table("Risk|Likelihood|Score\nStaff leave|3|9\nCosts rise|2|8");
        assert!(!is_bold_header(&table));
        embolden(&mut table, |c| c.row() == 0);
        assert!(is_bold_header(&table));
        embolden(&mut table, |_| true);
        assert!(!is_bold_header(&table));
    }

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
