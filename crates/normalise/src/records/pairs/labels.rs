//! The labels in the cells of records on two rows: `Lead: Clerk | By: May`.

use crate::profile::{Phrase, phrase};
use crate::tables::pairs::Pairs;
use tablemend_model::{Cell, Place, RichText, Table};

/// Words of a label; more are a sentence.
const MOST_WORDS: usize = 5;

/// Bytes of a label.
const LONGEST: usize = 40;

/// Fewer columns of labelled cells are chance.
const FEWEST: usize = 2;

/// The labels of a table's fields.
#[derive(Debug)]
pub(super) struct Labels {
    /// Their words; none for a column whose cells have no label.
    pub(super) names: Vec<Phrase>,
    /// Each label as printed, with its place.
    pub(super) printed: Vec<Vec<(RichText, Place)>>,
    /// The field of each column of the table, where a cell has no label.
    usual: Vec<Option<u32>>,
}

impl Labels {
    /// The labels of the lower rows; `None` where most cells have none.
    pub(super) fn find(table: &Table, pairs: &Pairs) -> Option<Self> {
        let cells = || {
            let rows = pairs.upper.iter().map(|upper| upper + 1);
            rows.flat_map(|row| table.row_cells(row).filter(move |c| c.row() == row))
                .filter(|c| !c.text.is_empty())
        };
        let mut found: Vec<(Phrase, u32)> = Vec::new();
        let (mut with, mut all) = (0, 0);
        for cell in cells() {
            all += 1;
            let Some(end) = label_end(&cell.text) else { continue };
            with += 1;
            let words = phrase(&cell.text.as_str()[..end]);
            match found.iter_mut().find(|(w, _)| *w == words) {
                Some((_, count)) => *count += 1,
                None => found.push((words, 1)),
            }
        }
        // A word before a colon that does not come again is part of a text.
        let records = pairs.upper.len() as u32;
        let mut names: Vec<Phrase> =
            found.into_iter().filter(|(_, n)| n * 3 >= records).map(|(words, _)| words).collect();
        if names.len() < FEWEST || with * 3 < all * 2 {
            return None;
        }
        let width = table.column_count() as usize;
        let mut votes = vec![vec![0_u32; names.len()]; width];
        let mut bare = vec![false; width];
        let at = |names: &[Phrase], cell: &Cell| {
            let words = phrase(&cell.text.as_str()[..label_end(&cell.text)?]);
            names.iter().position(|n| *n == words)
        };
        let mut printed: Vec<Vec<(RichText, Place)>> = vec![Vec::new(); names.len()];
        for cell in cells() {
            match at(&names, cell) {
                Some(n) => {
                    votes[cell.col() as usize][n] += 1;
                    let end = label_end(&cell.text).unwrap_or(0);
                    printed[n].push((cell.text.slice(0..end), cell.place()));
                }
                None => bare[cell.col() as usize] = true,
            }
        }
        let mut usual: Vec<Option<u32>> = votes
            .iter()
            .map(|of| {
                let best = of.iter().enumerate().max_by_key(|(n, v)| (**v, std::cmp::Reverse(*n)));
                best.filter(|(_, v)| **v > 0).map(|(n, _)| n as u32)
            })
            .collect();
        for col in (0..width).filter(|col| bare[*col]) {
            if usual[col].is_none() {
                usual[col] = Some(names.len() as u32);
                names.push(phrase(""));
                printed.push(Vec::new());
            }
        }
        Some(Self { names, printed, usual })
    }

    /// The field that a cell has, and its text without the label.
    pub(super) fn value(&self, cell: &Cell) -> Option<(u32, RichText)> {
        let text = cell.text.as_str();
        let labelled = label_end(&cell.text).and_then(|end| {
            let words = phrase(&text[..end]);
            let field = self.names.iter().position(|n| *n == words)?;
            Some((field as u32, cell.text.slice(end..text.len())))
        });
        labelled.or_else(|| Some(((*self.usual.get(cell.col() as usize)?)?, cell.text.clone())))
    }
}

/// Where the label ends that a text begins with: `Lead:`, or words on a line of their own that end with a colon.
fn label_end(text: &RichText) -> Option<usize> {
    let text = text.as_str();
    let end = text.find(':')? + 1;
    let label = text.get(..end)?;
    let begins = label.starts_with(char::is_uppercase);
    let is_short = end <= LONGEST && label.split_whitespace().count() <= MOST_WORDS;
    let parts = text[end..].chars().next().is_none_or(char::is_whitespace);
    (begins && is_short && parts && !label.contains(['\n', '.', ','])).then_some(end)
}
