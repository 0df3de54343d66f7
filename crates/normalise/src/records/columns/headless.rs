//! Tables without a header: the first row is of numbers or days where the column below is, or of sentences, so
//! that it is data, and the columns are named by those of the table above or by their place.

use super::{HeaderCell, HeaderRow, header_row};
use crate::profile::{ItemRule, Phrase, phrase};
use crate::records::numbers;
use std::collections::HashMap;
use tablemend_model::{Document, Table};

/// Rows of a column that are looked at for its kind.
const MOST_ROWS: u32 = 200;

/// The header that a table without one is read under.
pub(crate) struct Assumed {
    /// The columns.
    pub(crate) header: HeaderRow,
    /// The table, from 1, whose columns these are; `None` where the columns have no name.
    pub(crate) of: Option<u32>,
}

/// Of each table that has no header of its own, by its number from 1, the columns to read it under.
/// Empty where the profile takes tables of certain columns only.
pub(crate) fn assumed(document: &Document, rule: &ItemRule) -> HashMap<u32, Assumed> {
    let mut all = HashMap::new();
    if !rule.generic {
        return all;
    }
    if are_headless(document, rule) {
        let tables = (1..).zip(document.tables()).filter(|(_, table)| is_grid(table));
        return tables
            .map(|(id, t)| (id, Assumed { header: by_place(t, rule), of: None }))
            .collect();
    }
    let mut above: Option<(u32, HeaderRow, Vec<bool>)> = None;
    for (id, table) in (1..).zip(document.tables()) {
        if !begins_with_data(table) {
            let header = header_row(table, 0, rule);
            above = header.map(|h| (id, h, numeric(table, table.header_rows().max(1))));
            continue;
        }
        // Columns of words alone are like any others.
        let own = numeric(table, 0);
        let known = above.as_ref().filter(|(_, _, kinds)| own.contains(&true) && *kinds == own);
        let assumed = match known {
            Some((of, header, _)) => Assumed { header: header.clone(), of: Some(*of) },
            None => {
                above = None;
                Assumed { header: by_place(table, rule), of: None }
            }
        };
        all.insert(id, assumed);
    }
    all
}

/// Whether a document has tables, and none of them a header or a first row of data: a form of two columns alone.
pub(crate) fn are_headless(document: &Document, rule: &ItemRule) -> bool {
    let mut tables = document.tables();
    rule.generic
        && document.tables().any(is_grid)
        && tables.all(|t| !begins_with_data(t) && header_row(t, 0, rule).is_none())
}

/// Whether a table has rows and columns.
fn is_grid(table: &Table) -> bool {
    table.column_count() > 1 && table.row_count() > 1
}

/// Whether the first row of a table that marks none as its header is data: every column of numbers
/// begins with a number that is no year, and there is such a column; or a column of days begins with one; or
/// the row says sentences.
pub(crate) fn begins_with_data(table: &Table) -> bool {
    const FEWEST_ROWS: u32 = 3;
    if table.header_rows() > 0 {
        return false;
    }
    if table.row_count() < FEWEST_ROWS {
        return has_amounts(table);
    }
    if has_sentences(table) || begins_with_a_day(table) || has_amounts(table) {
        return true;
    }
    let kinds = numeric(table, 1);
    let mut columns = (0..).zip(kinds).filter(|(_, is_number)| *is_number).peekable();
    columns.peek().is_some()
        && columns.all(|(col, _)| {
            let cell = table.cell_at(0, col).filter(|c| c.row() == 0 && c.colspan() == 1);
            cell.is_some_and(|c| is_number(c.text.as_str()) && !is_year(c.text.as_str()))
        })
}

/// Whether a column has an amount with its sign (`60%`, `£120`) in the first row and in every other: two rows suffice.
fn has_amounts(table: &Table) -> bool {
    let is_amount = |row: u32, col: u32| {
        let cell = table.cell_at(row, col).filter(|c| c.row() == row && c.colspan() == 1);
        cell.is_some_and(|c| {
            let text = c.text.as_str();
            text.contains(['%', '£', '€', '$']) && is_number(text)
        })
    };
    table.row_count() > 1
        && (0..table.column_count())
            .any(|col| (0..table.row_count().min(MOST_ROWS)).all(|row| is_amount(row, col)))
}

/// Whether the first row is of sentences, as no headings are: one of them begins in its middle, beside a blank
/// key, or two are long and as long as those below.
fn has_sentences(table: &Table) -> bool {
    const LONG: usize = 60;
    let first = || table.row_cells(0).filter(|c| c.row() == 0 && c.colspan() == 1);
    let is_long = |text: &str| text.chars().count() > LONG;
    let is_small = |text: &str| text.starts_with(char::is_lowercase) && is_long(text);
    let mut cells = first();
    let is_rest =
        cells.next().is_some_and(|c| c.is_blank()) && cells.any(|c| is_small(c.text.as_str()));
    let long: Vec<u32> = first().filter(|c| is_long(c.text.as_str())).map(|c| c.col()).collect();
    let goes_on = |col: &u32| {
        let below = (1..table.row_count().min(MOST_ROWS)).filter_map(|r| table.cell_at(r, *col));
        let mut texts = below.map(|c| c.text.as_str()).filter(|t| !t.is_empty()).peekable();
        texts.peek().is_some() && texts.all(is_long)
    };
    is_rest || long.len() > 1 && long.iter().all(goes_on)
}

/// Whether a column of days begins with a day.
fn begins_with_a_day(table: &Table) -> bool {
    const FEWEST: usize = 2;
    (0..table.column_count()).any(|col| {
        let text =
            |row| table.cell_at(row, col).filter(|c| c.row() == row).map(|c| c.text.as_str());
        let is_said = |t: &&str| t.chars().any(char::is_alphanumeric);
        let below: Vec<&str> =
            (1..table.row_count().min(MOST_ROWS)).filter_map(text).filter(is_said).collect();
        let days = below.iter().filter(|t| super::is_day(t)).count();
        text(0).is_some_and(super::is_day) && days >= FEWEST && days * 10 >= below.len() * 9
    })
}

/// The first header row below a title: a header row above others with one text alone, over several columns.
pub(super) fn below_title(table: &Table, row: u32) -> u32 {
    let is_title = |row: u32| {
        let mut filled = table.row_cells(row).filter(|c| !c.text.is_empty());
        let one = filled.next().filter(|c| c.row() == row && c.rowspan() == 1 && c.colspan() > 1);
        one.is_some() && filled.next().is_none()
    };
    let last = table.header_rows().saturating_sub(1).max(row);
    (row..last).find(|row| !is_title(*row)).unwrap_or(last)
}

/// Headings, and before them one by its place for a first column that has none though its cells name the rows.
pub(super) fn with_stub(
    table: &Table,
    mut cells: Vec<(u32, u32, Phrase, String)>,
) -> Vec<(u32, u32, Phrase, String)> {
    let first = table.header_rows().max(1);
    let below = || {
        let own = (first..table.row_count()).filter_map(|row| table.cell_at(row, 0));
        own.filter(|c| c.row() >= first && !c.text.is_empty())
    };
    let is_stub = cells.iter().all(|c| c.0 > 0)
        && below().any(|c| c.colspan() == 1 && c.text.as_str().contains(char::is_alphabetic));
    if is_stub {
        let name = "Column 1".to_owned();
        cells.insert(0, (0, 1, phrase(&name), name));
    }
    cells
}

/// For each column, whether nearly all of its cells from a row on are numbers.
fn numeric(table: &Table, from: u32) -> Vec<bool> {
    const FEWEST: usize = 2;
    let last = table.row_count().min(from + MOST_ROWS);
    (0..table.column_count())
        .map(|col| {
            let texts: Vec<&str> = (from..last)
                .filter_map(|row| table.cell_at(row, col).filter(|c| c.row() == row))
                .map(|c| c.text.as_str())
                .filter(|t| !t.is_empty())
                .collect();
            let numbers = texts.iter().filter(|t| is_number(t)).count();
            numbers >= FEWEST && numbers * 10 >= texts.len() * 9
        })
        .collect()
}

fn is_number(text: &str) -> bool {
    !text.contains(char::is_alphabetic) && numbers::is_like(text, numbers::Figures::default())
}

/// Whether a number may be the year that heads a column: `2024`, `2024/25`.
fn is_year(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    year.parse().is_ok_and(|y: u32| (1900..2100).contains(&y))
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '–'))
}

/// Columns that have no name but their place: `Column 1`.
fn by_place(table: &Table, rule: &ItemRule) -> HeaderRow {
    let cells = (0..table.column_count())
        .map(|col| {
            let name = format!("Column {}", col + 1);
            let words = phrase(&name);
            let mut synonyms = rule.synonyms.get(words.first()).into_iter().flatten();
            let holds = synonyms.find(|s| s.words == words).map(|s| s.holds);
            HeaderCell { holds, ..HeaderCell::new(col, 1, words, name) }
        })
        .collect();
    HeaderRow::named(table, cells)
}
