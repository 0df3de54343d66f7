//! Rows below an item that say one more of its fields, with the field's name in front, become columns.
//!
//! Before: `Code | Description | Due date | Managed by`, below each item a row `Last note | Bids came in. | Date of note
//! 14 Oct 2022`, as performance systems print them. After: the items with columns `Last note` and `Date of note`. The
//! names are kept as parts of the header.

use super::columns;
use super::status::is_status;
use crate::profile::{Profile, phrase};
use foldhash::HashMap;
use std::borrow::Cow;
use tablemend_model::{Cell, Document, RichText, Row, Table};

/// Words of a field's name, at most.
pub(super) const LONGEST: usize = 4;
/// Rows with a name in front that prove it.
const FEWEST: usize = 2;
/// Known names in a header of items.
const KNOWN: usize = 2;
/// Cells of an item: rows of fewer are names and values alone.
pub(super) const CELLS: usize = 3;

/// The document with such rows in columns, for profiles that name fields.
pub(crate) fn raised<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    for profile in special {
        let names = Names::learn(document, profile);
        if !names.0.is_empty() {
            return super::with_tables(document, |table| raise(table, profile, &names));
        }
    }
    Cow::Borrowed(document)
}

/// For each name in front of rows, the names that begin the further cells of these rows; blank where a cell has none.
struct Names(HashMap<String, Vec<String>>);

impl Names {
    fn learn(document: &Document, profile: &Profile) -> Self {
        let mut found: HashMap<String, Vec<Vec<String>>> = HashMap::default();
        for table in document.tables().filter(|t| is_headed(t, profile)) {
            for row in 2..table.row_count() {
                let cells = own(table, row);
                let Some(name) = cells.first().filter(|c| is_name(c, profile)) else { continue };
                let names_more =
                    |c: &&Cell| columns::kind_named(c.text.as_str(), &profile.items).is_some();
                if cells.len() < 2
                    || cells.get(1).is_some_and(names_more)
                    || is_name_row(table, row - 1, profile)
                    || own(table, row - 1).len() < CELLS
                {
                    continue;
                }
                let rest = cells[2..].iter().map(|c| c.text.as_str().replace('\n', " ")).collect();
                found.entry(said(name)).or_default().push(rest);
            }
        }
        found.retain(|_, rows| rows.len() >= FEWEST);
        let names = found.into_iter().map(|(name, rows)| {
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            let further = (0..width).map(|n| common(rows.iter().filter_map(|r| r.get(n))));
            (name, further.collect())
        });
        Self(names.collect())
    }
}

/// Whether the first row of a table is a header of items.
fn is_headed(table: &Table, profile: &Profile) -> bool {
    let is_known = |c: &&Cell| columns::kind_named(c.text.as_str(), &profile.items).is_some();
    table.row_cells(0).filter(is_known).count() >= KNOWN
}

/// The cells that begin in a row and have words.
pub(super) fn own(table: &Table, row: u32) -> Vec<&Cell> {
    table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).collect()
}

fn said(cell: &Cell) -> String {
    cell.text.as_str().replace('\n', " ")
}

/// Whether the first cell of a row names a field and says nothing of an item.
fn is_name(cell: &Cell, profile: &Profile) -> bool {
    let text = cell.text.as_str();
    cell.col() == 0
        && cell.rowspan() == 1
        && text.split_whitespace().count() <= LONGEST
        && text.starts_with(char::is_uppercase)
        && !text.contains(|c: char| c.is_ascii_digit())
        && !is_status(text)
        && is_field(text, profile)
}

/// Whether a text names a field, or what was noted last.
pub(super) fn is_field(text: &str, profile: &Profile) -> bool {
    const NOTES: [&str; 5] = ["note", "comment", "update", "commentary", "progress"];
    let words = phrase(text);
    words.words().last().is_some_and(|w| NOTES.contains(&w))
        || columns::is_known(&words, text, &profile.items)
}

fn is_name_row(table: &Table, row: u32, profile: &Profile) -> bool {
    own(table, row).first().is_some_and(|c| is_name(c, profile))
}

/// The words that all of several texts begin with, where each says more.
fn common<'t>(mut texts: impl Iterator<Item = &'t String> + Clone) -> String {
    let Some(first) = texts.clone().next() else { return String::new() };
    let mut words: Vec<&str> = first.split_whitespace().collect();
    for text in texts.clone() {
        let same = words.iter().zip(text.split_whitespace()).take_while(|(a, b)| *a == b).count();
        words.truncate(same);
    }
    let count = words.len();
    let is_name = (1..=LONGEST).contains(&count)
        && texts.all(|t| t.split_whitespace().count() > count)
        && !words.iter().any(|w| w.contains(|c: char| c.is_ascii_digit()));
    if is_name { words.join(" ") } else { String::new() }
}

/// A value that goes up: to which row, under which name, where from.
pub(super) struct Value {
    pub(super) to: u32,
    pub(super) name: String,
    pub(super) text: RichText,
    pub(super) row: u32,
    pub(super) col: u32,
}

fn raise(table: &Table, profile: &Profile, names: &Names) -> Option<Table> {
    if !is_headed(table, profile) {
        return None;
    }
    let mut values: Vec<Value> = Vec::new();
    let mut item = None;
    for row in 1..table.row_count() {
        let cells = own(table, row);
        let further = cells.first().and_then(|c| Some((*c, names.0.get(&said(c))?)));
        let (Some(to), Some((name, further))) = (item, further) else {
            item = Some(row);
            continue;
        };
        let mut say = |name: &str, cell: &Cell, from: usize| {
            let text = cell.text.slice(from..cell.text.as_str().len());
            values.push(Value { to, name: name.to_owned(), text, row, col: cell.col() });
        };
        if let Some(value) = cells.get(1) {
            say(&said(name), value, 0);
        }
        for (cell, name) in cells.iter().skip(2).zip(further) {
            let text = cell.text.as_str();
            say(name, cell, begin(text, name));
        }
    }
    let mut heads: Vec<String> = Vec::new();
    for value in &values {
        if !heads.contains(&value.name) {
            heads.push(value.name.clone());
        }
    }
    if values.is_empty() {
        return None;
    }
    build(table, 0, &values, &heads)
}

/// Where a text goes on behind a name that it begins with.
fn begin(text: &str, name: &str) -> usize {
    let mut at = 0;
    for word in name.split_whitespace() {
        at += text[at..].find(word).map_or(0, |n| n + word.len());
    }
    at + (text[at..].len() - text[at..].trim_start().len())
}

/// The table with the values in columns under their names, which are put into the header row `head`.
pub(super) fn build(table: &Table, head: u32, values: &[Value], heads: &[String]) -> Option<Table> {
    let width = table.column_count();
    let mut rows: Vec<Row> = table.rows().to_vec();
    let mut cells: Vec<Cell> = Vec::with_capacity(table.cells().len());
    let mut folded: Vec<u32> = values.iter().map(|v| v.row).collect();
    folded.dedup();
    let value = |c: &Cell| values.iter().find(|v| v.row == c.row() && v.col == c.col());
    let is_name_row = |c: &Cell| folded.contains(&c.row());
    // The first of each name heads its column, the others are kept below.
    let mut heading: Vec<&str> = Vec::new();
    let mut printed: Vec<Cell> = Vec::new();
    for cell in table.cells() {
        let (name, at) = match value(cell) {
            Some(value) => (
                heads.iter().find(|h| **h == value.name),
                cell.text.as_str().len() - value.text.as_str().len(),
            ),
            None if is_name_row(cell) && cell.col() == 0 => {
                let name = said(cell);
                (heads.iter().find(|h| **h == name), cell.text.as_str().len())
            }
            None => {
                cells.push(cell.clone());
                continue;
            }
        };
        if at == 0 {
            continue;
        }
        match name.filter(|n| !heading.contains(&n.as_str())) {
            Some(name) => heading.push(name),
            None => {
                let mut name = cell.clone();
                name.text = cell.text.slice(0..at);
                printed.push(name);
            }
        }
    }
    for (n, name) in heads.iter().enumerate() {
        let col = width + n as u32;
        let place = values
            .iter()
            .find(|v| v.name == *name)
            .and_then(|v| table.cell_at(v.row, v.col).map(Cell::place))?;
        cells.push(Cell::new(head, col, RichText::new(name, Vec::new()), place));
        let mut taken: Vec<u32> = Vec::new();
        for value in values.iter().filter(|v| v.name == *name) {
            let from = table.cell_at(value.row, value.col)?;
            // A second value of one item goes on behind the first.
            if taken.contains(&value.to) {
                let first = cells.iter_mut().find(|c| c.row() == value.to && c.col() == col)?;
                first.text.append("\n", &value.text);
                continue;
            }
            taken.push(value.to);
            let mut own = from.moved(value.to, col, 1).spanning(1, 1);
            own.text = value.text.clone();
            cells.push(own);
        }
    }
    for name in printed {
        folded.push(rows.len() as u32);
        cells.push(Cell::new(rows.len() as u32, 0, name.text.clone(), name.place()));
        rows.push(Row { place: name.place() });
    }
    cells.sort_by_key(|c| (c.row(), c.col()));
    let mut new = table.relaid(width + heads.len() as u32, rows, cells).ok()?;
    new.fold_rows(&folded);
    Some(new)
}
