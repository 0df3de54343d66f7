//! Cards: an item as a small table of labels and values is turned to a header and a row.
//!
//! Before: `Action | Mend the gate`, `Lead | Clerk`, `Status | Open`. After: `Action | Lead |
//! Status`, `Mend the gate | Clerk | Open`. Labels that begin again begin the next row.

use super::columns;
use crate::profile::{Phrase, Profile, phrase};
use std::borrow::Cow;
use tablemend_model::{Block, Cell, Document, Place, Row, Table};

/// A card of fewer labels is none.
const FEWEST: usize = 3;

/// Labels of one card.
const MOST: usize = 40;

/// The document with its cards turned, as far as one of the profiles knows their labels.
pub(crate) fn turned<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let turn = |table: &Table| {
        if !matches!(table.column_count(), 2 | 4) || !table.folded().is_empty() {
            return None;
        }
        let special = || profiles.iter().filter(|p| !p.items.generic);
        let known = |t: &Table| {
            special().any(|p| {
                (0..t.row_count().min(3)).any(|row| columns::header_row(t, row, &p.items).is_some())
            })
        };
        let turned = turned_table(table).filter(|_| !known(table))?;
        let fits = special().any(|p| {
            columns::header_row(&turned, 0, &p.items).is_some_and(|h| h.names_key(&p.items))
        });
        fits.then_some(turned)
    };
    let found: Vec<(usize, Table)> = document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Table(table) => Some((at, turn(table)?)),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    for (at, table) in found {
        document.blocks[at] = Block::Table(table);
    }
    Cow::Owned(document)
}

/// A table of pairs as a header and rows; `None` where it is not made of labels and values.
fn turned_table(table: &Table) -> Option<Table> {
    let mut pairs: Vec<(&Cell, &Cell)> = Vec::new();
    for row in 0..table.row_count() {
        let cells: Vec<&Cell> = table.row_cells(row).collect();
        if cells.iter().any(|c| c.rowspan() > 1) {
            return None;
        }
        let mut cells = cells.into_iter();
        while let Some(label) = cells.next() {
            let value = cells.next()?;
            if label.is_blank() && value.is_blank() {
                continue;
            }
            pairs.push((label, value));
        }
    }
    let words: Vec<Phrase> = pairs.iter().map(|(l, _)| phrase(l.text.as_str())).collect();
    let is_label = |(cell, words): (&(&Cell, &Cell), &Phrase)| {
        let text = cell.0.text.as_str();
        !words.is_empty() && words.len() <= 6 && text.len() <= 60 && !text.ends_with('.')
    };
    if pairs.len() < FEWEST || !pairs.iter().zip(&words).all(is_label) {
        return None;
    }
    // The labels of the first card; the card ends where its first label comes again.
    let period = (1..words.len()).find(|i| words[*i] == words[0]).unwrap_or(words.len());
    if !(FEWEST..=MOST).contains(&period) {
        return None;
    }
    let labels = &words[..period];
    let mut cells: Vec<Cell> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for (col, (label, _)) in (0..).zip(&pairs[..period]) {
        cells.push(moved(label, 0, col));
        places.push(label.place());
    }
    let mut rows = vec![Row { place: union(&places)? }];
    let mut again: Vec<Cell> = Vec::new();
    for (card, words) in pairs.chunks(period).zip(words.chunks(period)) {
        let row = rows.len() as u32;
        let mut places = Vec::new();
        let mut filled = vec![false; period];
        for ((label, value), words) in card.iter().zip(words) {
            let col = labels.iter().position(|l| l == words).filter(|c| !filled[*c])?;
            filled[col] = true;
            cells.push(moved(value, row, col as u32));
            places.push(value.place());
            if row > 1 {
                again.push((*label).clone());
            }
        }
        let place = union(&places)?;
        for col in (0..period).filter(|c| !filled[*c]) {
            cells.push(Cell::new(row, col as u32, Default::default(), place));
        }
        rows.push(Row { place });
    }
    if !again.is_empty() {
        // The labels of further cards are printings of the header: they are folded.
        let row = rows.len() as u32;
        let place = union(&again.iter().map(Cell::place).collect::<Vec<_>>())?;
        let mut fold = Vec::new();
        for (n, labels) in (0..).zip(again.chunks(period)) {
            for col in 0..period as u32 {
                let cell = labels.get(col as usize);
                cells.push(match cell {
                    Some(cell) => moved(cell, row + n, col),
                    None => Cell::new(row + n, col, Default::default(), place),
                });
            }
            rows.push(Row { place });
            fold.push(row + n);
        }
        let mut made = Table::new(table.method(), period as u32, rows, cells).ok()?;
        made.fold_rows(&fold);
        return Some(finished(made, table));
    }
    Table::new(table.method(), period as u32, rows, cells).ok().map(|made| finished(made, table))
}

fn finished(mut made: Table, table: &Table) -> Table {
    made.set_header_rows(1);
    made.set_pieces(table.pieces().to_vec());
    made.title.clone_from(&table.title);
    made
}

/// A cell at another position of another table.
fn moved(cell: &Cell, row: u32, col: u32) -> Cell {
    let mut new = Cell::new(row, col, cell.text.clone(), cell.place());
    new.places.clone_from(&cell.places);
    new.fill = cell.fill;
    new.fill_is_style = cell.fill_is_style;
    new.icons.clone_from(&cell.icons);
    new.flags.clone_from(&cell.flags);
    new
}

fn union(places: &[Place]) -> Option<Place> {
    places.iter().copied().reduce(|a, b| a.union(&b))
}

#[cfg(test)]
mod tests {
    use super::turned_table;
    use crate::records::testing::pipe_table;

    #[test]
    fn labels_become_a_header_and_each_card_a_row() {
        let turned = turned_table(&pipe_table(
            "Action|Mend the gate\nLead|Clerk\nStatus|Open\nAction|Paint the shed\nLead|Gardener\nStatus|Done",
        ))
        .unwrap();
        let row = |r| turned.row_cells(r).map(|c| c.text.as_str()).collect::<Vec<_>>();
        assert_eq!(row(0), ["Action", "Lead", "Status"]);
        assert_eq!(row(1), ["Mend the gate", "Clerk", "Open"]);
        assert_eq!(row(2), ["Paint the shed", "Gardener", "Done"]);
        assert_eq!((turned.row_count(), turned.folded().len()), (3, 3));
        assert!(turned_table(&pipe_table("Ann|Field\nBo|Marsh")).is_none());
    }
}
