//! A grid of cells with spans; only the methods here change its shape.

mod cell;
mod change;
#[cfg(test)]
mod tests;

pub use cell::Cell;

use crate::place::Place;
use crate::text::RichText;
use cell::same_sheet;
use std::fmt;

/// How a table was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// The PDF's tag tree.
    Tagged,
    /// Rulings and fill edges.
    Ruled,
    /// Alignment of text.
    Aligned,
    /// A Markdown pipe table.
    Markdown,
    /// An HTML table.
    Html,
    /// A table of a word processor's document.
    Word,
    /// Cells of a spreadsheet.
    Sheet,
}

impl Method {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tagged => "tagged",
            Self::Ruled => "ruled",
            Self::Aligned => "aligned",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Word => "word",
            Self::Sheet => "sheet",
        }
    }
}

/// One row: where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The whole row's place; its first piece where a page break cut it.
    pub place: Place,
}

/// A page break inside a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// The first row (0-based) that begins on the new page.
    pub row: u32,
    /// Whether a row or cell goes on across it.
    pub cuts: bool,
}

/// The cells do not make a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeError {
    /// Two cells claim one slot.
    Overlap {
        /// Row of the slot, 0-based.
        row: u32,
        /// Column of the slot, 0-based.
        col: u32,
    },
    /// A cell reaches beyond the rows or columns.
    Outside {
        /// Row of the cell, 0-based.
        row: u32,
        /// Column of the cell, 0-based.
        col: u32,
    },
    /// No rows, no columns, or more slots than can be counted.
    Size,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlap { row, col } => {
                write!(f, "two cells claim row {}, column {}", row + 1, col + 1)
            }
            Self::Outside { row, col } => {
                write!(f, "the cell at row {}, column {} reaches outside", row + 1, col + 1)
            }
            Self::Size => write!(f, "a table needs a row and a column, and at most 2^28 slots"),
        }
    }
}

impl std::error::Error for ShapeError {}

/// More slots than this are refused: no printed table has them.
const MOST_SLOTS: u64 = 1 << 28;

/// A table: every slot of its grid is covered by exactly one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    method: Method,
    columns: u32,
    rows: Vec<Row>,
    /// Row-major by first row, then first column.
    cells: Vec<Cell>,
    /// Index of the covering cell by `row * columns + col`.
    slots: Vec<u32>,
    header_rows: u32,
    pieces: Vec<Place>,
    seams: Vec<Seam>,
    folded: Vec<Cell>,
    is_rtl: bool,
    /// Text of the nearest heading or caption.
    pub title: Option<String>,
    /// What is over it: its title, then the headings that it is under, the innermost first.
    pub heads: Vec<String>,
}

impl Table {
    /// A table of these rows and columns. Slots that no cell claims get blank cells.
    ///
    /// # Errors
    /// When cells overlap or reach outside the grid, or the grid is empty or absurdly large.
    pub fn new(
        method: Method,
        columns: u32,
        rows: Vec<Row>,
        mut cells: Vec<Cell>,
    ) -> Result<Self, ShapeError> {
        let count = rows.len() as u64 * u64::from(columns);
        if count == 0 || count > MOST_SLOTS {
            return Err(ShapeError::Size);
        }
        cells.sort_by_key(|c| (c.row, c.col));
        let mut taken = vec![false; count as usize];
        for cell in &cells {
            let (bottom, right) = (
                u64::from(cell.row) + u64::from(cell.rowspan),
                u64::from(cell.col) + u64::from(cell.colspan),
            );
            if bottom > rows.len() as u64 || right > u64::from(columns) {
                return Err(ShapeError::Outside { row: cell.row, col: cell.col });
            }
            for row in cell.row..cell.row + cell.rowspan {
                for col in cell.col..cell.col + cell.colspan {
                    let slot = &mut taken[row as usize * columns as usize + col as usize];
                    if *slot {
                        return Err(ShapeError::Overlap { row, col });
                    }
                    *slot = true;
                }
            }
        }
        for (i, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
            let (row, col) = (i / columns as usize, i % columns as usize);
            cells.push(Cell::new(row as u32, col as u32, RichText::default(), rows[row].place));
        }
        let mut pieces: Vec<Place> = Vec::new();
        for row in &rows {
            match pieces.last_mut() {
                Some(last)
                    if matches!(last, Place::Lines { .. }) || same_sheet(last, &row.place) =>
                {
                    *last = last.union(&row.place);
                }
                _ => pieces.push(row.place),
            }
        }
        let mut table = Self {
            method,
            columns,
            rows,
            cells,
            slots: Vec::new(),
            header_rows: 0,
            pieces,
            seams: Vec::new(),
            folded: Vec::new(),
            is_rtl: false,
            title: None,
            heads: Vec::new(),
        };
        table.index();
        Ok(table)
    }

    /// How it was found.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Number of rows, header rows included.
    #[must_use]
    pub fn row_count(&self) -> u32 {
        self.rows.len() as u32
    }

    /// Number of columns.
    #[must_use]
    pub fn column_count(&self) -> u32 {
        self.columns
    }

    /// Number of header rows at the top.
    #[must_use]
    pub fn header_rows(&self) -> u32 {
        self.header_rows
    }

    /// Says how many rows at the top are header rows; at most all of them.
    pub fn set_header_rows(&mut self, rows: u32) {
        self.header_rows = rows.min(self.row_count());
    }

    /// Whether it is read from right to left: its first column is the rightmost on the page.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        self.is_rtl
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// All cells, by first row, then first column.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// All cells, for changing what is in them.
    pub fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.cells.iter_mut()
    }

    /// The cell that covers a slot (0-based); `None` outside the grid.
    #[must_use]
    pub fn cell_at(&self, row: u32, col: u32) -> Option<&Cell> {
        self.index_at(row, col).map(|i| &self.cells[i])
    }

    /// The cell that covers a slot, for changing what is in it.
    pub fn cell_at_mut(&mut self, row: u32, col: u32) -> Option<&mut Cell> {
        self.index_at(row, col).map(|i| &mut self.cells[i])
    }

    /// The cells that cover a row, from left to right, each once.
    pub fn row_cells(&self, row: u32) -> impl Iterator<Item = &Cell> {
        let mut col = 0;
        std::iter::from_fn(move || {
            let cell = self.cell_at(row, col)?;
            col = cell.col + cell.colspan;
            Some(cell)
        })
    }

    /// Where the table is: one place a page, or the lines of each piece.
    #[must_use]
    pub fn pieces(&self) -> &[Place] {
        &self.pieces
    }

    /// Replaces the pieces, for a reader that knows the table's outline better than its rows do.
    pub fn set_pieces(&mut self, pieces: Vec<Place>) {
        if !pieces.is_empty() {
            self.pieces = pieces;
        }
    }

    /// The page breaks inside it, by row.
    #[must_use]
    pub fn seams(&self) -> &[Seam] {
        &self.seams
    }

    /// Says that a page begins before a row (0-based, not the first).
    pub fn add_seam(&mut self, seam: Seam) {
        if seam.row == 0 || seam.row >= self.row_count() {
            return;
        }
        match self.seams.binary_search_by_key(&seam.row, |s| s.row) {
            Ok(i) => self.seams[i].cuts |= seam.cuts,
            Err(i) => self.seams.insert(i, seam),
        }
    }

    /// Cells of repeated headers that were folded away: nothing is lost.
    #[must_use]
    pub fn folded(&self) -> &[Cell] {
        &self.folded
    }

    fn index_at(&self, row: u32, col: u32) -> Option<usize> {
        if col >= self.columns {
            return None;
        }
        let slot = row as usize * self.columns as usize + col as usize;
        self.slots.get(slot).map(|i| *i as usize)
    }

    /// Sorts the cells and writes the slots anew.
    fn index(&mut self) {
        self.cells.sort_by_key(|c| (c.row, c.col));
        self.slots = vec![0; self.rows.len() * self.columns as usize];
        for (i, cell) in self.cells.iter().enumerate() {
            for row in cell.row..cell.row + cell.rowspan {
                let start = row as usize * self.columns as usize + cell.col as usize;
                self.slots[start..start + cell.colspan as usize].fill(i as u32);
            }
        }
    }
}
