//! Records on two rows laid out on one: the text over the whole width becomes the first of the fields below it.
//!
//! Before: `Ref and action` over `Lead | Date`, then `1.1 Mend the gate` over `Clerk | May`. After: `Ref and
//! action | Lead | Date`, then `1.1 Mend the gate | Clerk | May`. Rows keep their numbers: the record is in the
//! upper row of its pair, the lower one is blank.

mod labels;

use super::cards::MADE;
use super::columns;
use crate::profile::{Holds, Profile};
use crate::tables::pairs::{self, Pairs};
use labels::Labels;
use std::borrow::Cow;
use tablemend_model::{Cell, Document, Place, RichText, Row, Table};

/// What the column of texts is called where no heading is over it.
const TITLE: &str = "Title";

/// What the column of codes is called that are printed in front of the texts.
const REF: &str = "Ref";

/// The document with its records on one row each, as far as one of the profiles knows their header.
pub(crate) fn laid<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    super::with_tables(document, |table| one_row(table, profiles))
}

/// A table with each pair of its rows on one.
fn one_row(table: &Table, profiles: &[&Profile]) -> Option<Table> {
    let pairs = pairs::find(table)?;
    let special = || profiles.iter().filter(|p| !p.items.generic);
    // A row over the rows of a group, where the header below names what is to be done.
    let is_whole = |p: &&&Profile| {
        let header = pairs.header.1.and_then(|row| columns::header_row(table, row, &p.items));
        header.is_some_and(|h| h.names_key(&p.items))
    };
    if special().any(|p| is_whole(&p)) {
        return None;
    }
    let labels = if pairs.header.1.is_none() { Some(Labels::find(table, &pairs)?) } else { None };
    let fits = |made: &Table, p: &Profile| {
        let header = (0..made.row_count()).find_map(|r| columns::header_row(made, r, &p.items));
        header.is_some_and(|h| h.columns(Holds::Field(p.items.key)).next().is_some())
    };
    let has_codes = has_codes(table, &pairs);
    let layout = |key: &str| Layout {
        table,
        pairs: &pairs,
        has_codes,
        labels: labels.as_ref(),
        key: key.to_owned(),
    };
    let known = special().find_map(|p| {
        let key = columns::name_of(Holds::Field(p.items.key), &p.items)?;
        layout(&key).made().filter(|made| fits(made, p))
    });
    match known {
        None if special().next().is_none() => layout(TITLE).made(),
        known => known,
    }
}

/// Whether most texts begin with a code, which becomes a column of its own.
fn has_codes(table: &Table, pairs: &Pairs) -> bool {
    let text = |r: &u32| pairs::across(table, *r).map_or("", |c| c.text.as_str());
    let with = pairs.upper.iter().filter(|r| pairs::code(text(r)).is_some()).count();
    pairs.lead == 0 && with * 4 >= pairs.upper.len() * 3
}

/// How the pairs of a table are laid out.
struct Layout<'t> {
    table: &'t Table,
    pairs: &'t Pairs,
    /// Whether the texts begin with codes.
    has_codes: bool,
    /// The labels of the fields, where no header names them.
    labels: Option<&'t Labels>,
    /// What the column of texts is called where no heading is over it.
    key: String,
}

impl Layout<'_> {
    /// The column of texts, behind those of references.
    fn key_column(&self) -> u32 {
        self.pairs.lead + u32::from(self.has_codes)
    }

    fn width(&self) -> u32 {
        let fields = match self.labels {
            Some(labels) => labels.names.len() as u32,
            None => self.table.column_count() - self.pairs.from,
        };
        self.key_column() + 1 + fields
    }

    fn made(&self) -> Option<Table> {
        let (table, pairs) = (self.table, self.pairs);
        let mut rows: Vec<Row> = table.rows().to_vec();
        let mut cells: Vec<Cell> = Vec::new();
        // Without a header, the first pair gives its upper row to the names of its columns.
        let made_head = pairs.header.1.is_none().then(|| pairs.upper.first().copied()).flatten();
        let mut row = 0;
        while row < table.row_count() {
            let is_pair = pairs.upper.contains(&row) || pairs.header.0 == Some(row);
            if is_pair {
                let to = if made_head == Some(row) { row + 1 } else { row };
                self.upper(row, to, &mut cells);
                if pairs.header.0 == Some(row) {
                    self.code_heading(row, &mut cells);
                }
                self.lower(row + 1, to, &mut cells)?;
                let whole = rows[row as usize].place;
                let lower = rows[row as usize + 1].place;
                if whole.page() == lower.page() {
                    rows[to as usize].place = whole.union(&lower);
                }
                row += 2;
            } else if pairs.header.1 == Some(row) {
                self.key_cell(row, &mut cells);
                self.lower(row, row, &mut cells)?;
                row += 1;
            } else {
                self.other(row, &mut cells)?;
                row += 1;
            }
        }
        let mut folded = Vec::new();
        if let (Some(labels), Some(head)) = (self.labels, made_head) {
            self.key_cell(head, &mut cells);
            let first = self.key_column() + 1;
            for (n, printed) in labels.printed.iter().enumerate() {
                // The first printing of each label is the header, its others are folded.
                for (at, (text, place)) in printed.iter().enumerate() {
                    let to = if at == 0 {
                        head
                    } else {
                        self.extra_row(at, &mut rows, *place, &mut folded)
                    };
                    cells.push(Cell::new(to, first + n as u32, text.clone(), *place));
                }
            }
        }
        let mut new = table.relaid(self.width(), rows, cells).ok()?;
        let header = [pairs.header.0, pairs.header.1, made_head];
        let last = header.into_iter().flatten().max().map_or(0, |r| r + 1);
        if !folded.is_empty() {
            new.fold_rows(&folded);
        }
        new.set_header_rows(last.max(table.header_rows()));
        Some(new)
    }

    /// The row behind all others that the further printings of the labels are in.
    fn extra_row(
        &self,
        nth: usize,
        rows: &mut Vec<Row>,
        place: Place,
        folded: &mut Vec<u32>,
    ) -> u32 {
        let row = self.table.row_count() + nth as u32 - 1;
        while rows.len() as u32 <= row {
            folded.push(rows.len() as u32);
            rows.push(Row { place });
        }
        row
    }

    /// A heading that is nowhere in the document.
    fn key_cell(&self, row: u32, cells: &mut Vec<Cell>) {
        let place = self.table.rows().get(row as usize).map(|r| r.place);
        let Some(place) = place else { return };
        let mut made = Cell::new(row, self.key_column(), RichText::plain(&self.key), place);
        made.flags.push(MADE.into());
        cells.push(made);
        self.code_heading(row, cells);
    }

    /// The heading of the column of codes, which is nowhere in the document.
    fn code_heading(&self, row: u32, cells: &mut Vec<Cell>) {
        let place = self.table.rows().get(row as usize).map(|r| r.place);
        if let Some(place) = place.filter(|_| self.has_codes) {
            let mut made = Cell::new(row, 0, RichText::plain(REF), place);
            made.flags.push(MADE.into());
            cells.push(made);
        }
    }

    /// The upper row of a pair: a reference and the text, or the text alone.
    fn upper(&self, row: u32, to: u32, cells: &mut Vec<Cell>) {
        let text = pairs::across(self.table, row).map(Cell::col);
        for cell in self.table.row_cells(row).filter(|c| c.row() == row && !c.is_blank()) {
            let is_text = text == Some(cell.col());
            if is_text {
                let mut moved = cell.moved(to, self.key_column(), 1).spanning(1, 1);
                let text = cell.text.as_str();
                if let Some(code) = pairs::code(text).filter(|_| self.has_codes) {
                    moved.text = cell.text.slice(code.len()..text.len());
                    cells.push(Cell::new(to, 0, cell.text.slice(0..code.len()), cell.place()));
                }
                cells.push(moved);
            } else if cell.col() < self.key_column() {
                cells.push(cell.moved(to, cell.col(), 1).spanning(1, 1));
            }
        }
    }

    /// The lower row of a pair: its fields.
    fn lower(&self, row: u32, to: u32, cells: &mut Vec<Cell>) -> Option<()> {
        let first = self.key_column() + 1;
        let is_own = |c: &&Cell| c.row() == row && !c.is_blank();
        // The shade of a row is in the columns before its fields too.
        let is_shade = |c: &&Cell| c.text.is_empty() && c.col() < self.pairs.from;
        for cell in self.table.row_cells(row).filter(|c| is_own(c) && !is_shade(c)) {
            match self.labels {
                Some(labels) => {
                    let (column, value) = labels.value(cell)?;
                    let mut moved = cell.moved(to, first + column, 1).spanning(1, 1);
                    moved.text = value;
                    if !moved.is_blank() {
                        cells.push(moved);
                    }
                }
                None => {
                    cells.push(cell.moved(to, first + cell.col().checked_sub(self.pairs.from)?, 1))
                }
            }
        }
        Some(())
    }

    /// A row that is no pair: a heading over all columns, or the rest of the row above.
    fn other(&self, row: u32, cells: &mut Vec<Cell>) -> Option<()> {
        let own: Vec<&Cell> =
            self.table.row_cells(row).filter(|c| c.row() == row && !c.is_blank()).collect();
        match own.as_slice() {
            [] => Some(()),
            [only] if only.colspan() > 1 || only.col() == 0 => {
                cells.push(only.moved(row, 0, 1).spanning(1, self.width()));
                Some(())
            }
            _ if own.iter().any(|c| c.colspan() > 1) => {
                // A reference and the heading that it is of.
                self.upper(row, row, cells);
                Some(())
            }
            _ => self.lower(row, row, cells),
        }
    }
}

#[cfg(test)]
mod tests;
