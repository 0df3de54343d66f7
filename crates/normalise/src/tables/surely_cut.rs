//! Rows below a page break that are surely the rest of the row above, whatever dates are in them: a new date
//! below a struck one, or a date below a lead.
//!
//! Before: `7 | Mend the | May`, a page break, ` | north gate | June`. After: one row with both dates.

use super::cut_rows::shows;
use super::evidence::reference;
use tablemend_model::{Cell, Table};

/// Rows that show which columns are always filled, at least.
const FEWEST: usize = 3;

/// What the rows of a table have in common, those below its page breaks aside.
pub(super) enum Surely {
    /// Each row has a reference of its own.
    Referenced,
    /// Rows have no references; these columns always have something in them.
    Filled(Vec<u32>),
    /// Nothing.
    Nothing,
}

impl Surely {
    /// Looks at the rows of a table. `references` says whether they begin with references.
    pub(super) fn of(table: &Table, seams: &[u32], references: bool) -> Self {
        let columns = table.column_count();
        let is_label =
            |row: u32| table.row_cells(row).any(|c| c.colspan() * 2 > columns && c.row() == row);
        let rows: Vec<u32> = (table.header_rows()..table.row_count())
            .filter(|row| seams.binary_search(row).is_err() && !is_label(*row))
            .collect();
        // One reference over several rows: a row without one may be one of these.
        let own = |row: u32| table.cell_at(row, 0).filter(|c| c.row() == row && c.rowspan() == 1);
        if rows.iter().any(|row| own(*row).is_none_or(|c| c.text.is_empty())) {
            return Self::Nothing;
        }
        // Rows of one text over all columns between them hide that rows have references.
        let with =
            rows.iter().filter(|r| own(**r).is_some_and(|c| is_key(c.text.as_str()))).count();
        if references || with > 1 && with * 2 >= rows.len() {
            return Self::Referenced;
        }
        if rows.len() < FEWEST {
            return Self::Nothing;
        }
        // What the last row of a page lacks may all be on the next.
        let is_last = |row: u32| seams.binary_search(&(row + 1)).is_ok();
        let is_filled = |c: &u32| rows.iter().all(|r| is_last(*r) || shows(table, *r, *c));
        Self::Filled((1..columns).filter(is_filled).collect())
    }

    /// Whether a row has no key where all rows have one, or its key goes on in the middle of a sentence and it lacks
    /// what all rows have; a text goes on in it, nothing in it is below nothing, and its colours are those above.
    pub(super) fn cut(&self, table: &Table, row: u32) -> bool {
        let Some(above) = row.checked_sub(1) else { return false };
        let (mut goes, mut key_goes, mut lacks) = (false, false, false);
        for col in 0..table.column_count() {
            let (Some(upper), Some(cell)) = (table.cell_at(above, col), table.cell_at(row, col))
            else {
                return false;
            };
            if cell.row() != row || cell.col() != col {
                return false;
            }
            if !is_below(upper, cell) || col == 0 && upper.text.is_empty() {
                return false;
            }
            let goes_here = cuts(upper.text.as_str(), cell.text.as_str());
            goes |= goes_here;
            key_goes |= col == 0 && goes_here;
            lacks |= col > 0
                && cell.text.is_empty()
                && matches!(self, Self::Filled(filled) if filled.contains(&col));
        }
        match self {
            Self::Referenced => goes && table.cell_at(row, 0).is_some_and(Cell::is_blank),
            Self::Filled(_) => key_goes && lacks,
            Self::Nothing => false,
        }
    }
}

fn is_key(text: &str) -> bool {
    reference(text).is_some()
}

/// Whether a cell may be the rest of the one above it.
fn is_below(upper: &Cell, cell: &Cell) -> bool {
    cell.rowspan() == 1
        && cell.colspan() == 1
        && upper.colspan() == 1
        && cell.icons.is_empty()
        && cell.fill == upper.fill
        && (cell.text.is_empty() || !upper.text.is_empty())
}

/// Whether a text is cut within a sentence: no stop above, lower case below.
pub(super) fn cuts(above: &str, below: &str) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ':');
    !above.is_empty() && !above.ends_with(ends) && below.starts_with(char::is_lowercase)
}
