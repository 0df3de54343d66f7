//! A grid of cells with spans; only the methods here change its shape.

use crate::note::Code;
use crate::place::Place;
use crate::text::{Rgb, RichText};
use smallvec::{SmallVec, smallvec};
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
        }
    }
}

/// One cell: its position and spans belong to its table, its content is free to change.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    row: u32,
    col: u32,
    rowspan: u32,
    colspan: u32,
    /// What stands in it.
    pub text: RichText,
    /// Where it stands; more than one where a page break cut it. Never empty.
    pub places: SmallVec<[Place; 1]>,
    /// Its visible background; `None` for none or white.
    pub fill: Option<Rgb>,
    /// Whether `fill` comes from a style attribute of the markup rather than a painted area.
    pub fill_is_style: bool,
    /// Colours of the pictures, swatches and coloured glyphs in it, in reading order.
    pub icons: Vec<Rgb>,
    /// Whether the source itself says that it is a header (`th`, `TH`).
    pub is_header: bool,
    /// Codes of the notes that speak of it.
    pub flags: Vec<Code>,
}

impl Cell {
    /// A cell of one row and one column, 0-based.
    #[must_use]
    pub fn new(row: u32, col: u32, text: RichText, place: Place) -> Self {
        Self {
            row,
            col,
            rowspan: 1,
            colspan: 1,
            text,
            places: smallvec![place],
            fill: None,
            fill_is_style: false,
            icons: Vec::new(),
            is_header: false,
            flags: Vec::new(),
        }
    }

    /// The same cell over so many rows and columns (at least one each).
    #[must_use]
    pub fn spanning(mut self, rows: u32, columns: u32) -> Self {
        self.rowspan = rows.max(1);
        self.colspan = columns.max(1);
        self
    }

    /// First row, 0-based.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.row
    }

    /// First column, 0-based.
    #[must_use]
    pub fn col(&self) -> u32 {
        self.col
    }

    /// Number of rows it covers, at least 1.
    #[must_use]
    pub fn rowspan(&self) -> u32 {
        self.rowspan
    }

    /// Number of columns it covers, at least 1.
    #[must_use]
    pub fn colspan(&self) -> u32 {
        self.colspan
    }

    /// Where its first piece stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.places[0] // OK because a cell is made with one place and none is ever taken away.
    }

    /// Whether it shows nothing: no text, no colour, no picture.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty() && self.fill.is_none() && self.icons.is_empty()
    }

    /// Takes in another cell's content behind its own, with a separator between the texts.
    pub fn absorb(&mut self, separator: &str, other: Self) {
        self.text.append(separator, &other.text);
        for place in other.places {
            match self.places.last_mut() {
                Some(last) if same_sheet(last, &place) => *last = last.union(&place),
                _ => self.places.push(place),
            }
        }
        if self.fill.is_none() {
            self.fill = other.fill;
            self.fill_is_style = other.fill_is_style;
        }
        self.icons.extend(other.icons);
        for flag in other.flags {
            if !self.flags.contains(&flag) {
                self.flags.push(flag);
            }
        }
    }
}

/// Pieces on one page are one piece; lines of text that follow each other are too.
fn same_sheet(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Page { number: m, .. }, Place::Page { number: n, .. }) => m == n,
        (Place::Lines { last, .. }, Place::Lines { first, .. }) => *first <= last + 1,
        _ => false,
    }
}

/// One row: where it stands.
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
    /// Text of the nearest heading or caption.
    pub title: Option<String>,
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
            title: None,
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

    /// All cells, for changing what stands in them.
    pub fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.cells.iter_mut()
    }

    /// The cell that covers a slot (0-based); `None` outside the grid.
    #[must_use]
    pub fn cell_at(&self, row: u32, col: u32) -> Option<&Cell> {
        self.index_at(row, col).map(|i| &self.cells[i])
    }

    /// The cell that covers a slot, for changing what stands in it.
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

    /// Where the table stands: one place a page, or the lines of each piece.
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

    /// Puts another table's rows below this one's, with a seam between. `columns[c]` is the column
    /// here of the other's column `c`; it must rise strictly and stay within this table.
    ///
    /// # Errors
    /// When the columns do not fit; the table is then as it was.
    pub fn append(&mut self, other: Self, columns: &[u32]) -> Result<(), ShapeError> {
        let rising = columns.windows(2).all(|w| w[0] < w[1]);
        let inside = columns.iter().all(|c| *c < self.columns);
        if columns.len() != other.columns as usize || !rising || !inside {
            return Err(ShapeError::Outside { row: 0, col: other.columns });
        }
        let shift = self.row_count();
        if (u64::from(shift) + other.rows.len() as u64) * u64::from(self.columns) > MOST_SLOTS {
            return Err(ShapeError::Size);
        }
        let width = self.columns as usize;
        let free = u32::MAX;
        let first = self.cells.len();
        let mut slots = vec![free; other.rows.len() * width];
        let mut cells = Vec::with_capacity(other.cells.len());
        for mut cell in other.cells {
            let last = columns[(cell.col + cell.colspan - 1) as usize];
            cell.col = columns[cell.col as usize];
            cell.colspan = last - cell.col + 1;
            for row in cell.row..cell.row + cell.rowspan {
                for col in cell.col..=last {
                    slots[row as usize * width + col as usize] = 0;
                }
            }
            cells.push(cell);
        }
        for (i, _) in slots.iter().enumerate().filter(|(_, s)| **s == free) {
            let (row, col) = (i / width, i % width);
            let place = other.rows[row].place;
            cells.push(Cell::new(row as u32, col as u32, RichText::default(), place));
        }
        cells.sort_by_key(|c| (c.row, c.col));
        for (i, cell) in cells.iter_mut().enumerate() {
            for row in cell.row..cell.row + cell.rowspan {
                for col in cell.col..cell.col + cell.colspan {
                    slots[row as usize * width + col as usize] = (first + i) as u32;
                }
            }
            cell.row += shift;
        }
        self.cells.extend(cells);
        self.slots.extend(slots);
        self.rows.extend(other.rows);
        self.pieces.extend(other.pieces);
        self.folded.extend(other.folded);
        self.add_seam(Seam { row: shift, cuts: false });
        for seam in other.seams {
            self.add_seam(Seam { row: seam.row + shift, cuts: seam.cuts });
        }
        Ok(())
    }

    /// Takes rows (0-based) out of the grid and keeps their cells as folded: a header that a page
    /// repeats. A cell that reaches into a kept row stays with it, one row shorter.
    pub fn fold_rows(&mut self, rows: &[u32]) {
        self.drop_rows(rows, true);
    }

    /// Joins each of these rows (0-based, not 0) into the row above it, cell by cell, with a
    /// separator between the texts. Rows may follow each other: all then join the first above.
    pub fn join_rows_up(&mut self, rows: &[u32], separator: impl Fn(&str, &str) -> &'static str) {
        let mut joined = vec![false; self.rows.len()];
        for row in rows.iter().filter(|r| **r > 0 && **r < self.row_count()) {
            joined[*row as usize] = true;
        }
        for row in 1..self.row_count() {
            if !joined[row as usize] {
                continue;
            }
            let above = (0..row).rev().find(|r| !joined[*r as usize]).unwrap_or(0);
            for col in 0..self.columns {
                let (Some(from), Some(to)) = (self.index_at(row, col), self.index_at(above, col))
                else {
                    continue;
                };
                if from == to || self.cells[from].col != col || self.cells[from].row != row {
                    continue;
                }
                let blank = Cell::new(row, col, RichText::default(), self.cells[from].place());
                let span = (self.cells[from].rowspan, self.cells[from].colspan);
                let taken =
                    std::mem::replace(&mut self.cells[from], blank.spanning(span.0, span.1));
                let between = separator(self.cells[to].text.as_str(), taken.text.as_str());
                self.cells[to].absorb(between, taken);
            }
            let seam = Seam { row: above + 1, cuts: true };
            if self.seams.binary_search_by_key(&row, |s| s.row).is_ok() {
                self.add_seam(seam);
            }
        }
        let gone: Vec<u32> = (0..self.row_count()).filter(|r| joined[*r as usize]).collect();
        self.drop_rows(&gone, false);
    }

    /// Takes columns out of the grid that show nothing in any row; others are left. Gives the
    /// number taken out.
    pub fn drop_blank_columns(&mut self, columns: &[u32]) -> u32 {
        let mut keep: Vec<bool> = vec![true; self.columns as usize];
        for col in columns.iter().filter(|c| **c < self.columns) {
            let blank = (0..self.row_count())
                .all(|row| self.cell_at(row, *col).is_some_and(|c| c.colspan > 1 || c.is_blank()));
            keep[*col as usize] = !blank;
        }
        if keep.iter().all(|k| !k) {
            return 0;
        }
        let position: Vec<u32> = keep
            .iter()
            .scan(0, |n, k| {
                let at = *n;
                *n += u32::from(*k);
                Some(at)
            })
            .collect();
        let gone = keep.iter().filter(|k| !**k).count() as u32;
        if gone == 0 {
            return 0;
        }
        self.cells.retain_mut(|cell| {
            let covered = cell.col..cell.col + cell.colspan;
            let left = covered.clone().filter(|c| keep[*c as usize]).count() as u32;
            cell.col = position[cell.col as usize];
            cell.colspan = left;
            left > 0
        });
        self.columns -= gone;
        self.index();
        gone
    }

    /// Makes one cell of all cells that lie in these rows and columns (0-based, ends excluded),
    /// their texts joined in row-major order. Nothing happens where a cell crosses the area's edge.
    pub fn merge(
        &mut self,
        rows: std::ops::Range<u32>,
        columns: std::ops::Range<u32>,
        separator: &str,
    ) {
        self.merge_all(&[(rows, columns)], separator);
    }

    /// `merge` for many areas that do not overlap, in one pass.
    pub fn merge_all(
        &mut self,
        areas: &[(std::ops::Range<u32>, std::ops::Range<u32>)],
        separator: &str,
    ) {
        let mut gone = vec![false; self.cells.len()];
        for (rows, columns) in areas {
            if rows.is_empty()
                || columns.is_empty()
                || rows.end > self.row_count()
                || columns.end > self.columns
            {
                continue;
            }
            let mut inside: Vec<usize> = rows
                .clone()
                .flat_map(|r| columns.clone().map(move |c| (r, c)))
                .filter_map(|(r, c)| self.index_at(r, c))
                .collect();
            inside.sort_unstable();
            inside.dedup();
            let fits = inside.iter().all(|i| {
                let c = &self.cells[*i];
                !gone[*i]
                    && c.row >= rows.start
                    && c.col >= columns.start
                    && c.row + c.rowspan <= rows.end
                    && c.col + c.colspan <= columns.end
            });
            let Some((first, others)) = inside.split_first().filter(|_| fits) else {
                continue;
            };
            for other in others {
                let blank = Cell::new(0, 0, RichText::default(), self.cells[*other].place());
                let taken = std::mem::replace(&mut self.cells[*other], blank);
                self.cells[*first].absorb(separator, taken);
                gone[*other] = true;
            }
            let cell = &mut self.cells[*first];
            (cell.row, cell.col) = (rows.start, columns.start);
            cell.rowspan = rows.end - rows.start;
            cell.colspan = columns.end - columns.start;
        }
        let mut gone = gone.into_iter();
        self.cells.retain(|_| !gone.next().unwrap_or(false));
        self.index();
    }

    /// Splits the table before rows (0-based); gives all parts in order. Cells that cross a cut
    /// are kept whole in the upper part and leave blanks below. Header rows stay with the first.
    #[must_use]
    pub fn split_before(self, rows: &[u32]) -> Vec<Self> {
        let mut cuts: Vec<u32> =
            rows.iter().copied().filter(|r| *r > 0 && *r < self.row_count()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        if cuts.is_empty() {
            return vec![self];
        }
        let bounds: Vec<u32> =
            std::iter::once(0).chain(cuts).chain(std::iter::once(self.row_count())).collect();
        let mut parts = Vec::with_capacity(bounds.len() - 1);
        let mut cells = self.cells.into_iter().peekable();
        for (n, w) in bounds.windows(2).enumerate() {
            let rows = self.rows[w[0] as usize..w[1] as usize].to_vec();
            let mut part = Vec::new();
            while let Some(mut cell) = cells.next_if(|c| c.row < w[1]) {
                cell.rowspan = cell.rowspan.min(w[1] - cell.row);
                cell.row -= w[0];
                part.push(cell);
            }
            let Ok(mut table) = Self::new(self.method, self.columns, rows, part) else {
                continue; // Cannot be: the cells of a table's rows make a grid.
            };
            table.title.clone_from(&self.title);
            for seam in self.seams.iter().filter(|s| s.row > w[0] && s.row < w[1]) {
                table.add_seam(Seam { row: seam.row - w[0], cuts: seam.cuts });
            }
            if n == 0 {
                table.header_rows = self.header_rows.min(table.row_count());
                table.folded.clone_from(&self.folded);
            }
            parts.push(table);
        }
        parts
    }

    fn index_at(&self, row: u32, col: u32) -> Option<usize> {
        if col >= self.columns {
            return None;
        }
        let slot = row as usize * self.columns as usize + col as usize;
        self.slots.get(slot).map(|i| *i as usize)
    }

    fn drop_rows(&mut self, rows: &[u32], keep_cells: bool) {
        let mut keep = vec![true; self.rows.len()];
        for row in rows {
            if let Some(k) = keep.get_mut(*row as usize) {
                *k = false;
            }
        }
        if keep.iter().all(|k| *k) || keep.iter().all(|k| !k) {
            return;
        }
        // position[r] is the new number of row r, or of the next kept row below it.
        let mut position = Vec::with_capacity(keep.len() + 1);
        let mut next = 0;
        for k in &keep {
            position.push(next);
            next += u32::from(*k);
        }
        position.push(next);
        let cells = std::mem::take(&mut self.cells);
        for mut cell in cells {
            let end = cell.row + cell.rowspan;
            let (top, bottom) = (position[cell.row as usize], position[end as usize]);
            if top == bottom {
                if keep_cells && !cell.is_blank() {
                    self.folded.push(cell);
                }
                continue;
            }
            (cell.row, cell.rowspan) = (top, bottom - top);
            self.cells.push(cell);
        }
        let header = (0..self.header_rows).filter(|r| keep[*r as usize]).count();
        self.header_rows = header as u32;
        let seams = std::mem::take(&mut self.seams);
        let mut kept = keep.iter();
        self.rows.retain(|_| *kept.next().unwrap_or(&true));
        for seam in seams {
            self.add_seam(Seam { row: position[seam.row as usize], cuts: seam.cuts });
        }
        self.index();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let columns = rows[0].len() as u32;
        let cells = rows
            .iter()
            .enumerate()
            .flat_map(|(r, row)| {
                row.iter().enumerate().map(move |(c, text)| {
                    Cell::new(r as u32, c as u32, RichText::plain(text), Place::line(r as u32 + 1))
                })
            })
            .collect();
        let rows = (0..rows.len()).map(|r| Row { place: Place::line(r as u32 + 1) }).collect();
        Table::new(Method::Markdown, columns, rows, cells).unwrap()
    }

    fn shown(table: &Table) -> Vec<Vec<&str>> {
        (0..table.row_count())
            .map(|r| table.row_cells(r).map(|c| c.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn unclaimed_slots_get_blank_cells_and_overlaps_are_refused() {
        let place = Place::line(1);
        let rows = vec![Row { place }; 2];
        let big = Cell::new(0, 0, RichText::plain("a"), place).spanning(2, 1);
        let made = Table::new(Method::Html, 2, rows.clone(), vec![big.clone()]).unwrap();
        assert_eq!(shown(&made), [["a", ""], ["a", ""]]);
        let other = Cell::new(1, 0, RichText::plain("b"), place);
        let refused = Table::new(Method::Html, 2, rows.clone(), vec![big, other]);
        assert_eq!(refused.unwrap_err(), ShapeError::Overlap { row: 1, col: 0 });
        let outside = Cell::new(0, 1, RichText::plain("c"), place).spanning(1, 2);
        let refused = Table::new(Method::Html, 2, rows, vec![outside]);
        assert_eq!(refused.unwrap_err(), ShapeError::Outside { row: 0, col: 1 });
    }

    #[test]
    fn append_puts_columns_where_they_are_told_and_leaves_a_seam() {
        let mut upper = table(&[&["a", "b", "c"]]);
        upper.append(table(&[&["d", "e"], &["f", "g"]]), &[0, 2]).unwrap();
        assert_eq!(shown(&upper), [["a", "b", "c"], ["d", "", "e"], ["f", "", "g"]]);
        assert_eq!(upper.seams(), [Seam { row: 1, cuts: false }]);
        assert!(upper.append(table(&[&["x", "y"]]), &[2, 0]).is_err());
    }

    #[test]
    fn joined_rows_lose_no_word() {
        let mut t = table(&[&["1", "a"], &["", "b"], &["", "c"], &["2", "d"]]);
        t.add_seam(Seam { row: 1, cuts: false });
        t.join_rows_up(&[1, 2], |_, _| " ");
        assert_eq!(shown(&t), [["1", "a b c"], ["2", "d"]]);
        assert_eq!(t.cell_at(0, 1).unwrap().places[..], [Place::Lines { first: 1, last: 3 }]);
        assert!(t.seams().iter().any(|s| s.cuts));
    }

    #[test]
    fn folded_rows_keep_their_cells_aside() {
        let mut t = table(&[&["H", "I"], &["a", "b"], &["H", "I"], &["c", "d"]]);
        t.fold_rows(&[2]);
        assert_eq!(shown(&t), [["H", "I"], ["a", "b"], ["c", "d"]]);
        assert_eq!(t.folded().len(), 2);
    }

    #[test]
    fn merge_and_split_keep_the_grid_whole() {
        let mut t = table(&[&["a", "b"], &["c", "d"], &["e", "f"]]);
        t.merge(0..2, 0..1, " ");
        assert_eq!(t.cell_at(1, 0).unwrap().text.as_str(), "a c");
        let parts = t.split_before(&[1]);
        assert_eq!(shown(&parts[0]), [["a c", "b"]]);
        assert_eq!(shown(&parts[1]), [["", "d"], ["e", "f"]]);
    }

    #[test]
    fn only_blank_columns_are_dropped() {
        let mut t = table(&[&["a", "", "b"], &["c", "", ""]]);
        assert_eq!(t.drop_blank_columns(&[1, 2]), 1);
        assert_eq!(shown(&t), [["a", "b"], ["c", ""]]);
    }
}
