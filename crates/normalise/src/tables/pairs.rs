//! Records on two rows: one over the whole width that says what is to be done, its smaller fields in
//! cells on the row below.
//!
//! A row over the whole width that has another such row below it heads a group. The header has two rows of
//! the same shape, or one with the names of the fields alone, or there is none and each cell says its label.

use super::evidence::{is_dated, reference};
use tablemend_model::{Cell, Style, Table};

/// A heading is no longer than this.
const LONGEST_LABEL: usize = 40;

/// Fewer pairs without a header are chance.
const FEWEST: usize = 3;

/// A text of so many words says something.
const FEWEST_WORDS: usize = 3;

/// What a row looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One text over the whole width, at most a reference before it.
    Across,
    /// Cells beside each other.
    Fields,
    /// Nothing.
    Blank,
}

/// The pairs of a table.
#[derive(Clone, Debug)]
pub(crate) struct Pairs {
    /// Header rows: that over the whole width, and that of the fields.
    pub(crate) header: (Option<u32>, Option<u32>),
    /// Columns of references before the texts over the whole width.
    pub(crate) lead: u32,
    /// The first column that fields are in.
    pub(crate) from: u32,
    /// The upper row of each pair; the lower one is right below.
    pub(crate) upper: Vec<u32>,
}

/// The pairs of rows of a table; `None` where its rows do not come in pairs.
pub(crate) fn find(table: &Table) -> Option<Pairs> {
    let rows = table.row_count();
    if table.column_count() < 2 || rows < 4 {
        return None;
    }
    let is_spanned = (0..rows).any(|r| spans(table, r));
    let kinds: Vec<Kind> = (0..rows).map(|r| kind(table, r, is_spanned)).collect();
    let first = kinds.iter().position(|k| *k == Kind::Fields)? as u32;
    let is_above = |r: u32| r > 0 && kinds[r as usize - 1] == Kind::Across;
    let all: Vec<u32> = (0..rows).filter(|r| kinds[*r as usize] == Kind::Fields).collect();
    let (paired, single): (Vec<u32>, Vec<u32>) = all.iter().copied().partition(|r| is_above(*r));
    let header = if is_above(first) && heads(table, first, &paired) {
        (Some(first - 1), Some(first))
    } else if first == 0 && is_labels(table, first) {
        (None, Some(first))
    } else {
        (None, None)
    };
    let upper: Vec<u32> =
        paired.into_iter().filter(|r| Some(*r) != header.1).map(|r| r - 1).collect();
    let single = single.iter().filter(|r| Some(**r) != header.1);
    // The rest of a row that a page break cuts is alone.
    let is_rest = |r: u32| table.seams().iter().any(|s| s.row == r);
    let alone = single.filter(|r| !is_rest(**r)).count();
    let fewest = if header.0.is_some() { 1 } else { FEWEST };
    if upper.len() < fewest || alone * 8 > upper.len() {
        return None;
    }
    let lead = upper.iter().filter(|r| before(table, **r) > 0).count() * 2 > upper.len();
    // The shade of a row is in all of its columns.
    let shows = |c: &Cell| !c.text.is_empty() || !c.icons.is_empty() || c.shape.is_some();
    let from = (0..table.column_count())
        .find(|col| upper.iter().any(|r| own(table, r + 1, *col).is_some_and(shows)))?;
    let pairs = Pairs { header, lead: u32::from(lead), from, upper };
    says_what(table, &pairs).then_some(pairs)
}

/// Whether the upper rows say what is to be done: they begin with references, or are as long as texts are;
/// and no lower row begins with a reference.
fn says_what(table: &Table, pairs: &Pairs) -> bool {
    let begins = |text: &str| reference(text).is_some() || counts(text);
    let upper = |r: &u32| across(table, *r).map_or("", |c| c.text.as_str());
    let is_text = |r: &&u32| {
        let text = upper(r);
        begins(text) || text.split_whitespace().count() >= FEWEST_WORDS
    };
    let is_numbered = |r: &&u32| {
        let below = own(table, *r + 1, pairs.from).map_or("", |c| c.text.as_str());
        reference(below).is_some() && !is_dated(below)
    };
    let texts = pairs.upper.iter().filter(is_text).count();
    let numbered = pairs.upper.iter().filter(is_numbered).count();
    texts * 4 >= pairs.upper.len() * 3 && numbered * 3 <= pairs.upper.len()
}

/// The code that a text begins with: a reference of letters and figures (`WL-01`).
pub(crate) fn code(text: &str) -> Option<&str> {
    reference(text).filter(|r| r.len() < text.len() && r.bytes().any(|b| b.is_ascii_alphabetic()))
}

/// Whether a text begins with a plain number, as `7 Paint the boats`.
fn counts(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ')', ':']);
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a row has a cell over all of the columns but one at most.
fn spans(table: &Table, row: u32) -> bool {
    let width = table.column_count();
    width > 2 && table.row_cells(row).any(|c| c.row() == row && c.colspan() + 1 >= width)
}

/// What a row looks like. Where no row spans columns, a text with blanks behind it is over the whole width.
fn kind(table: &Table, row: u32, is_spanned: bool) -> Kind {
    let filled: Vec<&Cell> =
        table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).collect();
    let shows = table.row_cells(row).any(|c| c.row() == row && !c.is_blank());
    let is_across = match filled.as_slice() {
        [] => return if shows && !spans(table, row) { Kind::Fields } else { Kind::Blank },
        [only] if is_spanned => {
            only.colspan() + 1 >= table.column_count() && table.column_count() > 2
        }
        [mark, text] if is_spanned => {
            mark.col() == 0
                && text.col() == 1
                && text.colspan() + 1 == table.column_count()
                && table.column_count() > 2
        }
        [only] => only.col() <= 1,
        [mark, text] => {
            let mark_text = mark.text.as_str();
            mark.col() == 0
                && text.col() == 1
                && table.column_count() > 2
                && (row == 0 || reference(mark_text) == Some(mark_text) || counts(mark_text))
        }
        _ => false,
    };
    if is_across { Kind::Across } else { Kind::Fields }
}

/// The text over the whole width.
pub(crate) fn across(table: &Table, row: u32) -> Option<&Cell> {
    table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty()).last()
}

/// Number of columns before the text over the whole width that have a text of their own.
fn before(table: &Table, row: u32) -> u32 {
    let filled = table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty());
    filled.count().saturating_sub(1) as u32
}

/// The cell that begins in a row and column.
fn own(table: &Table, row: u32, col: u32) -> Option<&Cell> {
    table.cell_at(row, col).filter(|c| c.row() == row && c.col() == col)
}

/// Whether all texts of a row are as short as headings are.
fn is_labels(table: &Table, row: u32) -> bool {
    let mut texts = table.row_cells(row).filter(|c| c.row() == row && !c.text.is_empty());
    texts.all(|c| {
        let text = c.text.as_str();
        text.len() <= LONGEST_LABEL
            && !text.contains(|c: char| c.is_ascii_digit())
            && (!text.ends_with(['.', ';', ',']) || text.split_whitespace().count() <= 2)
            && !text.contains(": ")
    })
}

/// Whether a pair of rows is the header of those below it: names alone, and set in another way, or printed
/// again, or without the figures that the other rows have.
fn heads(table: &Table, fields: u32, paired: &[u32]) -> bool {
    if !is_labels(table, fields - 1) || !is_labels(table, fields) {
        return false;
    }
    let others: Vec<u32> = paired.iter().copied().filter(|r| *r > fields).collect();
    let Some(next) = others.first().copied() else { return false };
    let fill =
        |r: u32| table.row_cells(r).filter(|c| c.row() == r).map(|c| c.fill).last().flatten();
    let is_tinted =
        fill(fields).is_some() && fill(fields - 1) == fill(fields) && fill(next) != fill(fields);
    let is_bold = |r: u32| {
        let mut texts = table.row_cells(r).filter(|c| c.row() == r && !c.text.is_empty());
        texts.all(|c| {
            c.text.styled(Style::Bold).map(|r| r.len()).sum::<usize>() == c.text.as_str().len()
        })
    };
    let has_figures = |r: u32| {
        let mut cells = table.row_cells(r).filter(|c| c.row() == r);
        cells.any(|c| c.text.as_str().contains(|c: char| c.is_ascii_digit()))
    };
    let begins = |r: &&u32| {
        let mut texts = table.row_cells(**r - 1).filter(|c| c.row() == **r - 1);
        texts.any(|c| reference(c.text.as_str()).is_some() || counts(c.text.as_str()))
    };
    let with_figures = others.iter().filter(|r| has_figures(**r)).count();
    let with_marks = others.iter().filter(begins).count();
    table.header_rows() >= fields
        || is_tinted
        || is_bold(fields) && !is_bold(next)
        || others.len() >= 2
            && with_figures * 4 >= others.len() * 3
            && with_marks * 4 >= others.len() * 3
}
