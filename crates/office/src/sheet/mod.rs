//! What is on the sheets of a workbook: cells as they are shown.

mod beside;
mod conditional;
mod delimited;
mod format;
mod formula;
mod ods;
mod styles;
mod unclosed;
mod xls;
mod xlsx;

pub use delimited::{Delimited, delimited};
pub(crate) use ods::{parts as odf_parts, read as read_ods};
pub(crate) use xls::read as read_xls;
pub(crate) use xlsx::read as read_xlsx;

use crate::word::Run;
use std::collections::BTreeMap;
use tablemend_model::{Date, Diagnostic, Rgb};

/// Most cells with something in them that are read of a workbook.
pub(crate) const MOST_CELLS: usize = 2_000_000;

/// Most bytes of text in all cells together: a text that is stored once can be in any number.
pub(crate) const MOST_TEXT: usize = 256 << 20;

/// Rows and columns below and to the right of these are no sheet's.
pub(crate) const MOST_ROWS: u32 = 1 << 20;
/// As for rows.
pub(crate) const MOST_COLUMNS: u32 = 1 << 14;

/// A workbook.
#[derive(Debug, Default)]
pub struct Book {
    /// Its sheets that are shown, in order.
    pub sheets: Vec<Sheet>,
    /// What the reader should know.
    pub notes: Vec<Diagnostic>,
}

/// An area of a sheet: rows and columns, 0-based, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First and last row.
    pub rows: [u32; 2],
    /// First and last column.
    pub columns: [u32; 2],
}

impl Area {
    /// Whether a cell lies in it.
    #[must_use]
    pub fn contains(&self, row: u32, col: u32) -> bool {
        (self.rows[0]..=self.rows[1]).contains(&row)
            && (self.columns[0]..=self.columns[1]).contains(&col)
    }

    /// Reads `B7` or `B7:F9`; `$` is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace('$', "");
        let (first, last) = text.split_once(':').unwrap_or((&text, &text));
        let ((a, b), (c, d)) = (corner(first)?, corner(last)?);
        Some(Self { rows: [a.min(c), a.max(c)], columns: [b.min(d), b.max(d)] })
    }
}

/// Row and column, 0-based, of `B7`.
pub(crate) fn corner(name: &str) -> Option<(u32, u32)> {
    let name = name.trim();
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = name.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column =
        letters.bytes().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A' + 1));
    let row: u32 = digits.parse().ok()?;
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < MOST_ROWS && column < MOST_COLUMNS).then_some((row, column))
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Cells that show something, by row, then column.
    pub cells: Vec<Cell>,
    /// Merged cells; none overlaps another.
    pub merges: Vec<Area>,
    /// Areas that lists of choices are taken from, for cells of this sheet.
    pub choices: Vec<Area>,
    /// Areas that the workbook calls tables, with their number of header rows.
    pub tables: Vec<(Area, u32)>,
    /// Rows that do not show.
    pub hidden_rows: Vec<u32>,
    /// First and last column of those that do not show.
    pub hidden_columns: Vec<[u32; 2]>,
    /// Notes at cells: row, column, text.
    pub remarks: Vec<(u32, u32, String)>,
    /// Texts of shapes that lie on the sheet, each with the row and column where it begins.
    pub boxes: Vec<(u32, u32, String)>,
    /// Texts printed at the head of each page.
    pub heads: Vec<String>,
    /// Texts printed at the foot of each page.
    pub feet: Vec<String>,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Row, 0-based.
    pub row: u32,
    /// Column, 0-based.
    pub col: u32,
    /// What it shows.
    pub runs: Vec<Run>,
    /// The day that it holds, where it holds one.
    pub day: Option<Date>,
    /// Its background.
    pub fill: Option<Rgb>,
    /// Whether a formula worked out what it shows.
    pub is_formula: bool,
    /// Whether its text is larger than that of most cells.
    pub is_large: bool,
    /// Colours of small pictures in it that conditional formatting draws.
    pub icons: Vec<Rgb>,
    /// The area over which it goes, where it is merged with others.
    pub merged: Option<Area>,
}

impl Sheet {
    /// Puts the cells in order, tells those that are merged their areas, and drops those that
    /// others cover.
    pub(crate) fn settle(&mut self) {
        self.cells.sort_by_key(|c| (c.row, c.col));
        self.cells.dedup_by_key(|c| (c.row, c.col));
        self.merges.retain(|m| m.rows[0] < m.rows[1] || m.columns[0] < m.columns[1]);
        self.merges.sort_by_key(|m| (m.rows[0], m.columns[0]));
        // Areas that reach into the row that is looked at, by their first column.
        let mut open: BTreeMap<u32, Area> = BTreeMap::new();
        let mut next = 0;
        let mut kept = Vec::with_capacity(self.merges.len());
        let merges = std::mem::take(&mut self.merges);
        self.cells.retain_mut(|cell| {
            while let Some(merge) = merges.get(next).filter(|m| m.rows[0] <= cell.row) {
                next += 1;
                open.retain(|_, m| m.rows[1] >= merge.rows[0]);
                let before = open.range(..=merge.columns[1]).next_back();
                // Of two that overlap the second is a mistake.
                if before.is_none_or(|(_, m)| m.columns[1] < merge.columns[0]) {
                    open.insert(merge.columns[0], *merge);
                    kept.push(*merge);
                }
            }
            let over = open.range(..=cell.col).next_back().map(|(_, m)| *m);
            let Some(over) = over.filter(|m| m.contains(cell.row, cell.col)) else { return true };
            if (over.rows[0], over.columns[0]) != (cell.row, cell.col) {
                return false;
            }
            cell.merged = Some(over);
            true
        });
        self.merges = kept;
    }
}

impl Cell {
    /// Its text without looks.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }

    /// Whether it shows no text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|r| r.text.trim().is_empty())
    }
}

#[cfg(test)]
mod written;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_know_their_area_and_cover_others() {
        let cell = |row, col| Cell { row, col, ..Cell::default() };
        let mut sheet = Sheet {
            cells: (0..4).flat_map(|r| (0..4).map(move |c| cell(r, c))).collect(),
            merges: ["A1:B2", "B2:C3", "D1:D4", "A4"]
                .iter()
                .filter_map(|a| Area::parse(a))
                .collect(),
            ..Sheet::default()
        };
        sheet.settle();
        assert_eq!(sheet.merges.len(), 2);
        assert_eq!(sheet.cells.len(), 16 - 3 - 3);
        assert_eq!(sheet.cells[0].merged, Area::parse("A1:B2"));
        assert!(sheet.cells.iter().all(|c| c.col != 3 || c.row == 0));
    }

    #[test]
    fn many_merges_take_no_long_time() {
        let mut sheet = Sheet::default();
        for row in 0..50_000 {
            sheet.cells.push(Cell { row, col: row % 5, ..Cell::default() });
            sheet.merges.push(Area { rows: [row / 2, row], columns: [row % 7, row % 7 + 1] });
        }
        sheet.settle();
        assert!(!sheet.merges.is_empty());
    }
}
