//! Rows below a page break that go on in the middle of sentences in two cells or more, the first among them, where no
//! other row begins so: such a row is the rest of the one above, though all of its cells have words.
//!
//! Before: `The gate on the | Mend by the old`, a page break, `north quay | crew of the tower`. After: one row.

use super::surely_cut::cuts;
use tablemend_model::Table;

/// Texts that are cut in mid sentence, at least.
const CUT: u32 = 2;
/// Rows that show how cells begin, at least.
const ROWS: usize = 3;

/// What the first cells of a table's rows begin with, those below its page breaks aside.
pub(super) struct Begins {
    /// Whether none begins with a small letter.
    large: bool,
}

impl Begins {
    /// Looks at the rows of a table.
    pub(super) fn of(table: &Table, seams: &[u32]) -> Self {
        let rows = table.header_rows()..table.row_count();
        let own = rows.filter(|row| seams.binary_search(row).is_err());
        let texts: Vec<&str> = own
            .filter_map(|row| table.cell_at(row, 0).filter(|c| c.row() == row))
            .map(|c| c.text.as_str())
            .filter(|t| !t.is_empty())
            .collect();
        Self {
            large: texts.len() >= ROWS && !texts.iter().any(|t| t.starts_with(char::is_lowercase)),
        }
    }

    /// Whether a row is the rest of the one above: its first cell and another one go on in the middle of a sentence, and
    /// each other one with words goes on with a list, or lacks nothing above.
    pub(super) fn cut(&self, table: &Table, row: u32) -> bool {
        let Some(above) = row.checked_sub(1).filter(|_| self.large) else { return false };
        let (mut cut, mut is_key_cut) = (0, false);
        for col in 0..table.column_count() {
            let (Some(upper), Some(cell)) = (table.cell_at(above, col), table.cell_at(row, col))
            else {
                return false;
            };
            let is_own = cell.row() == row
                && cell.col() == col
                && cell.rowspan() == 1
                && cell.colspan() == 1
                && upper.colspan() == 1;
            if !is_own || !cell.icons.is_empty() || cell.fill != upper.fill {
                return false;
            }
            let (one, other) = (upper.text.as_str(), cell.text.as_str());
            if other.is_empty() {
                continue;
            }
            let is_cut = cuts(one, other);
            let is_list = other.starts_with('\u{2022}') && !one.is_empty();
            if !is_cut && !is_list {
                return false;
            }
            cut += u32::from(is_cut);
            is_key_cut |= col == 0 && is_cut;
        }
        is_key_cut && cut >= CUT
    }
}
