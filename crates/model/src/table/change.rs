//! What changes a table's shape: rows appended, folded and joined, columns dropped, cells merged.

use super::{Cell, MOST_SLOTS, Row, Seam, ShapeError, Table};
use crate::text::RichText;

impl Table {
    /// Turns the order of the columns round, for a table that is read from right to left.
    pub fn mirror(&mut self) {
        for cell in self.cells.iter_mut().chain(&mut self.folded) {
            cell.col = self.columns - cell.col - cell.colspan;
        }
        self.is_rtl = !self.is_rtl;
        self.index();
    }

    /// The same table in other columns: the same rows, further ones behind them, and all that is known
    /// of it. Header rows, page breaks and folded cells are kept.
    ///
    /// # Errors
    /// When the cells do not make a grid, or rows are missing.
    pub fn relaid(
        &self,
        columns: u32,
        rows: Vec<Row>,
        cells: Vec<Cell>,
    ) -> Result<Self, ShapeError> {
        if rows.len() < self.rows.len() {
            return Err(ShapeError::Size);
        }
        let mut new = Self::new(self.method, columns, rows, cells)?;
        new.header_rows = self.header_rows;
        new.pieces.clone_from(&self.pieces);
        new.seams.clone_from(&self.seams);
        new.folded.clone_from(&self.folded);
        new.is_rtl = self.is_rtl;
        new.title.clone_from(&self.title);
        new.heads.clone_from(&self.heads);
        Ok(new)
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
        self.keep_columns(&keep, &position)
    }

    /// Takes a column (0-based) out of the grid and keeps its cells as folded, where none of them reaches into
    /// another. Gives whether it was taken out.
    pub fn fold_column(&mut self, column: u32) -> bool {
        let is_own = |c: &Cell| c.col == column;
        let reaches = |c: &Cell| {
            c.col <= column && column < c.col + c.colspan && (!is_own(c) || c.colspan > 1)
        };
        if column >= self.columns || self.columns < 2 || self.cells.iter().any(reaches) {
            return false;
        }
        let own: Vec<Cell> = self.cells.iter().filter(|c| is_own(c)).cloned().collect();
        self.folded.extend(own);
        let keep: Vec<bool> = (0..self.columns).map(|c| c != column).collect();
        let position: Vec<u32> =
            (0..self.columns).map(|c| if c > column { c - 1 } else { c }).collect();
        self.keep_columns(&keep, &position) > 0
    }

    /// Takes columns out of the grid: which are kept, and at which position. Gives the number taken out.
    fn keep_columns(&mut self, keep: &[bool], position: &[u32]) -> u32 {
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
            table.is_rtl = self.is_rtl;
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
}
