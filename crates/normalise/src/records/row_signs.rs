//! A sign beside the words of each row, in a table that has no column of statuses, becomes a column of its own.
//!
//! Before: `Ref | Action | Lead`, with a disc or a tick in front of each action. After: a column without a
//! heading behind that of the actions, whose cells hold the signs.

use super::columns;
use super::parting;
use super::signs;
use super::status::{hue, is_rating, is_status};
use crate::profile::Profile;
use foldhash::HashSet;
use std::borrow::Cow;
use tablemend_model::{Cell, Document, FieldKind, RichText, SIGNS, Table};

/// Rows with a sign that prove what the signs are.
const ROWS: u32 = 3;

/// Columns of a table whose headings must be known: others are no lists of items.
const KNOWN: usize = 2;

/// The document with such signs in a column of their own, for profiles that have a status.
pub(crate) fn apart<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    let found: Vec<(Like, u32)> = special.iter().flat_map(|p| columns_of(document, p)).collect();
    if found.is_empty() {
        return Cow::Borrowed(document);
    }
    super::with_tables(document, |table| {
        let own = like(table)?;
        let col = found.iter().find(|(like, _)| *like == own)?.1;
        set_apart(table, col)
    })
}

/// Words of a name beside a printed sign, at most.
const NAME: usize = 3;

/// What tables of one list have in common: their headings.
type Like = Vec<String>;

/// The headings of a table's last header row.
fn like(table: &Table) -> Option<Like> {
    let row = table.header_rows().max(1) - 1;
    (row < table.row_count()).then(|| {
        (0..table.column_count())
            .map(|col| table.cell_at(row, col).map_or("", |c| c.text.as_str()).to_owned())
            .collect()
    })
}

/// What the cells of one column show.
#[derive(Clone, Default)]
struct Column {
    filled: u32,
    signed: u32,
    /// Cells that have a sign and no words.
    bare: u32,
    /// Cells whose words say what the sign does, or may: a status, a rating, a word or two behind a printed sign.
    said: u32,
    looks: HashSet<(Option<&'static str>, Option<char>)>,
}

/// For each list of a document whose rows have signs beside the words of one column, that column. Tables
/// under the same headings are one list.
fn columns_of(document: &Document, profile: &Profile) -> Vec<(Like, u32)> {
    let mut lists: Vec<(Like, Vec<Column>)> = Vec::new();
    for table in document.tables() {
        let Some(own) = like(table).filter(|l| is_list(l, profile)) else { continue };
        let at = lists.iter().position(|(l, _)| *l == own).unwrap_or_else(|| {
            lists.push((own, vec![Column::default(); table.column_count() as usize]));
            lists.len() - 1
        });
        count(table, &mut lists[at].1);
    }
    let settled = lists.into_iter().filter_map(|(like, columns)| {
        // Signs in cells of their own are told as statuses there.
        if columns.iter().any(|c| c.bare * 2 > c.filled) {
            return None;
        }
        let is_told = |c: &Column| {
            c.signed >= ROWS
                && c.signed * 10 >= c.filled * 8
                && c.said * 2 < c.filled
                && (2..=8).contains(&c.looks.len())
        };
        // How urgent a row is says nothing of how far it is: `Priority` over coloured discs.
        let is_rank = |n: &usize| like.get(*n).is_some_and(|h| columns::is_rank_name(h));
        let mut told = (0..columns.len()).filter(|n| is_told(&columns[*n]) && !is_rank(n));
        let col = told.next()?;
        told.next().is_none().then_some((like, col as u32))
    });
    settled.collect()
}

/// Whether headings are those of a list of items without a status.
fn is_list(headings: &[String], profile: &Profile) -> bool {
    let kinds: Vec<FieldKind> =
        headings.iter().filter_map(|h| columns::kind_named(h, &profile.items)).collect();
    kinds.len() >= KNOWN && !kinds.contains(&FieldKind::Status)
}

fn count(table: &Table, columns: &mut [Column]) {
    let head = table.header_rows().max(1);
    for cell in table.cells().iter().filter(|c| c.row() >= head && c.colspan() == 1) {
        let column = &mut columns[cell.col() as usize];
        let look = look(cell);
        if cell.text.is_empty() {
            column.bare += u32::from(look.is_some());
            column.filled += u32::from(look.is_some());
            continue;
        }
        column.filled += 1;
        let words = signs::after_sign(cell.text.as_str());
        let is_short = words.split_whitespace().count() <= NAME;
        column.said += u32::from(
            is_status(words)
                || is_rating(&words.to_lowercase())
                || is_short && printed(cell).is_some(),
        );
        if let Some(look) = look {
            column.signed += 1;
            column.looks.insert(look);
        }
    }
}

/// The colour and the form of the sign in a cell.
fn look(cell: &Cell) -> Option<(Option<&'static str>, Option<char>)> {
    let colour = cell.icons.first().copied().and_then(hue);
    let form = cell.shape.or_else(|| printed(cell));
    (colour.is_some() || form.is_some()).then_some((colour, form))
}

/// The sign that the words of a cell begin with. Dashes and dots are those of lists.
fn printed(cell: &Cell) -> Option<char> {
    const ROUND: &str = "🔴🟠🟡🟢🔵🟥🟧🟨🟩🟦";
    let first = cell.text.as_str().chars().next()?;
    let is_sign = SIGNS.contains(first) || ROUND.contains(first);
    signs::leading_sign(cell.text.as_str()).filter(|_| is_sign && cell.icons.is_empty())
}

/// The table with the signs of a column in one of their own behind it.
fn set_apart(table: &Table, col: u32) -> Option<Table> {
    let head = table.header_rows().max(1);
    let cells = parting::in_two(table, col, |cell, mut sign| {
        let mut words = cell.clone();
        sign.text = RichText::default();
        if cell.row() < head || look(cell).is_none() {
            sign.icons.clear();
            sign.shape = None;
        } else {
            let text = cell.text.as_str();
            if cell.shape.is_none() && printed(cell).is_some() {
                let at = text.find(signs::after_sign(text)).unwrap_or(0);
                let end = text[..at].trim_end().len();
                (sign.text, words.text) =
                    (cell.text.slice(0..end), cell.text.slice(at..text.len()));
            }
            words.icons.clear();
            words.shape = None;
        }
        (words, sign)
    });
    table.relaid(table.column_count() + 1, table.rows().to_vec(), cells).ok()
}
