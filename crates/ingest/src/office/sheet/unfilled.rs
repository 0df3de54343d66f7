//! Rows that nobody has filled in yet, though formulas already show something in them.
//!
//! Whoever makes a tracker copies its formulas down over rows that are still to come: they show `0`
//! and `Low` under a dozen columns that are blank. Such a row stays in its table; it is no item.

use super::regions::Region;
use std::collections::{BTreeMap, BTreeSet};
use tablemend_office::sheet::{Cell, Sheet};

/// The flag of the cells of such a row.
pub(super) const FLAG: &str = "row.unfilled";

/// The rows of a region, below so many of its header, in which formulas alone show something: each in a column
/// that is worked out in nearly all rows, and all together in less than half of the columns.
pub(super) fn rows(sheet: &Sheet, region: &Region, heads: u32) -> BTreeSet<u32> {
    let below = region.rows.get(heads as usize..).unwrap_or_default();
    let mut habits: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
    let mut widest = 0;
    for row in below {
        let shown = shown(sheet, region, *row);
        for cell in &shown {
            habits.entry(cell.col).or_default()[usize::from(cell.is_formula)] += 1;
        }
        widest = widest.max(shown.len());
    }
    // Where no row is filled in, the labels tell how many columns a row has.
    let labels = region.rows.iter().take(heads as usize);
    let widest = labels.map(|row| shown(sheet, region, *row).len()).max().unwrap_or(0).max(widest);
    let is_worked_out = |cell: &&Cell| {
        let [typed, formulas] = habits.get(&cell.col).copied().unwrap_or_default();
        cell.is_formula && cell.merged.is_none() && typed * 10 <= formulas
    };
    let is_unfilled = |row: &u32| {
        let shown = shown(sheet, region, *row);
        !shown.is_empty() && shown.len() * 2 < widest && shown.iter().all(is_worked_out)
    };
    if heads == 0 { BTreeSet::new() } else { below.iter().copied().filter(is_unfilled).collect() }
}

/// The cells of a row of a region that show a text.
fn shown<'s>(sheet: &'s Sheet, region: &Region, row: u32) -> Vec<&'s Cell> {
    let from = sheet.cells.partition_point(|c| c.row < row);
    let own = sheet.cells[from..].iter().take_while(|c| c.row == row);
    own.filter(|c| !c.is_blank() && region.columns.binary_search(&c.col).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_office::word::{Look, Run};

    /// A sheet of these rows; a text that begins with `=` is a formula's.
    fn sheet(rows: &[&[&str]]) -> (Sheet, Region) {
        let mut sheet = Sheet::default();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
                let run = Run { text: text.trim_start_matches('=').into(), look: Look::default() };
                let is_formula = text.starts_with('=');
                let (row, col) = (r as u32, c as u32);
                sheet.cells.push(Cell { row, col, runs: vec![run], is_formula, ..Cell::default() });
            }
        }
        let columns = rows.iter().map(|r| r.len() as u32).max().unwrap_or(0);
        let rows = (0..rows.len() as u32).collect();
        (sheet, Region { rows, columns: (0..columns).collect(), called: 0, spread: Vec::new() })
    }

    const HEAD: &[&str] = &["Ref", "Gate", "Wear", "Risk", "Score", "Band"];

    fn found(rows_below: &[&[&str]]) -> Vec<u32> {
        let all: Vec<&[&str]> = [HEAD].into_iter().chain(rows_below.iter().copied()).collect();
        let (sheet, region) = sheet(&all);
        rows(&sheet, &region, 1).into_iter().collect()
    }

    #[test]
    fn formulas_below_the_items_are_rows_that_nobody_filled_in() {
        let items: &[&[&str]] = &[
            &["1", "East gate", "2", "3", "=6", "=Low"],
            &["2", "Mill gate", "4", "5", "=20", "=High"],
            &["", "", "", "", "=0", "=Low"],
            &["", "", "", "", "=0", "=Low"],
        ];
        assert_eq!(found(items), [3, 4]);
        assert_eq!(found(&items[2..]), [1, 2]);
    }

    #[test]
    fn what_somebody_typed_and_what_is_worked_out_in_one_row_alone_are_items() {
        // The band was typed; a sum below the figures; a sheet that shows all of another.
        assert!(
            found(&[&["1", "East gate", "2", "3", "=6", "=Low"], &["", "", "", "", "=0", "Low"]])
                .is_empty()
        );
        assert!(
            found(&[&["1", "East gate", "2", "3", "6", "Low"], &["", "", "=2", "=3", "", ""]])
                .is_empty()
        );
        assert!(found(&[&["=1", "=East gate", "=2", "=3", "=6", "=Low"]]).is_empty());
    }
}
