//! What a header leaves in doubt: columns that were guessed, and headings that nearly name a field that
//! no column has.

use super::cells::{cells_below, sentences, verdicts};
use super::naming::{NAMED, abbreviated, broken, candidates, head, misspelt};
use super::{HeaderCell, HeaderRow};
use crate::profile::{Holds, ItemRule, phrase};
use tablemend_model::{FieldKind, Table};

/// Why a field of the rows below a header is doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// No heading names the main field; its column was told by its cells.
    Unnamed,
    /// Another column of no known heading has a word of a name of the field.
    Another,
    /// The column has a few words over and over, another beside it has sentences.
    Brief,
}

/// A field in doubt.
#[derive(Clone, Debug)]
pub(crate) struct Doubt {
    /// The field, by index among the items'.
    pub(crate) field: usize,
    /// The heading in question.
    pub(crate) printed: String,
    /// Why.
    pub(crate) why: Why,
}

/// The doubts about a header row.
pub(super) fn doubts(table: &Table, row: u32, header: &HeaderRow, rule: &ItemRule) -> Vec<Doubt> {
    let mut all = Vec::new();
    let key = Holds::Field(rule.key);
    let is_free = |c: &&HeaderCell| {
        c.holds.is_none() && c.lost.is_none() && !c.printed.is_empty() && c.colspan == 1
    };
    // A column that was taken by its cells, where another has texts too.
    let is_guess = |c: &&HeaderCell| {
        c.score == 0
            && !candidates(&c.words, &c.printed, rule).iter().any(|c| c.holds == key)
            && !names_key(c, rule)
    };
    let told = |c: &HeaderCell| sentences(table, row, c.col);
    let guess = header.columns(key).find(is_guess);
    if let Some(cell) = guess.filter(|_| header.cells.iter().filter(is_free).any(told)) {
        all.push(Doubt { field: rule.key, printed: cell.printed.clone(), why: Why::Unnamed });
    }
    for cell in header.cells.iter().filter(is_free) {
        let near = cell.words.words().filter(|w| w.chars().count() >= SHORTEST).find_map(|word| {
            let named = rule.synonyms.get(word).into_iter().flatten();
            named.filter(|s| !s.weak && s.words.len() == 1).find_map(|s| match s.holds {
                Holds::Field(f) if header.columns(s.holds).next().is_none() => Some(f),
                _ => None,
            })
        });
        if let Some(field) = near.filter(|f| rule.kinds.get(*f) == Some(&FieldKind::Posts))
            && may_be_people(table, row, cell.col, rule)
        {
            all.push(Doubt { field, printed: cell.printed.clone(), why: Why::Another });
        }
        let beside = header.cells.iter().find(|c| {
            let is_text = |f| f != rule.key && rule.kinds.get(f) == Some(&FieldKind::Text);
            matches!(c.holds, Some(Holds::Field(f)) if is_text(f))
                && c.col.abs_diff(cell.col) == 1
                && verdicts(table, row, c.col)
                && !sentences(table, row, c.col)
        });
        if let Some(HeaderCell { holds: Some(Holds::Field(field)), .. }) = beside
            && sentences(table, row, cell.col)
            && cell.words.as_str() != "example"
            && candidates(&cell.words, &cell.printed, rule)
                .iter()
                .all(|c| c.holds == Holds::Field(*field))
        {
            all.push(Doubt { field: *field, printed: cell.printed.clone(), why: Why::Brief });
        }
    }
    all
}

/// Whether a cell of a column has up to three capitalised words and no more, as names have, or a word of a post.
fn may_be_people(table: &Table, row: u32, col: u32, rule: &ItemRule) -> bool {
    cells_below(table, row, col).any(|cell| {
        let text = cell.text.as_str();
        let words = || text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        let is_capital = |w: &str| {
            w.starts_with(char::is_uppercase)
                && w.chars().skip(1).all(char::is_lowercase)
                && w.len() > 1
        };
        let is_name = (1..=3).contains(&words().count())
            && words().all(is_capital)
            && !text.contains([',', ';', '/', '.', '_']);
        is_name || words().any(|w| rule.heads.contains(w.to_lowercase().as_str()))
    })
}

/// Marks the columns that got their field by their cells or their place: no name of it is like their heading.
pub(super) fn mark_assumed(header: &mut HeaderRow, rule: &ItemRule) {
    for cell in header.cells.iter_mut().filter(|c| !c.words.is_empty()) {
        cell.assumed = match cell.holds {
            Some(holds @ (Holds::Field(_) | Holds::Ref)) => {
                !is_named(cell, holds, rule)
                    || is_half(cell, holds, rule)
                    || is_of_whom(cell, holds, rule)
            }
            _ => false,
        };
    }
}

/// Whether a heading names what its column was taken for, or has a word of such a name.
fn is_named(cell: &HeaderCell, holds: Holds, rule: &ItemRule) -> bool {
    let is_it = |found: Option<super::naming::Candidate>| found.is_some_and(|c| c.holds == holds);
    let is_late = |(field, name): &(usize, crate::profile::Phrase)| {
        Holds::Field(*field) == holds
            && (cell.words.as_str().ends_with(name.as_str()) || head(&cell.words) == *name)
    };
    let has_word = |word: &str| {
        let mut all = rule.synonyms.get(word).into_iter().flatten();
        all.any(|s| s.holds == holds && s.words.len() == 1)
    };
    candidates(&cell.words, &cell.printed, rule).iter().any(|c| c.holds == holds)
        || is_it(broken(&cell.words, rule))
        || is_it(abbreviated(&cell.words, &cell.printed, rule))
        || is_it(misspelt(&cell.words, rule))
        || rule.late.iter().any(is_late)
        || cell.words.words().any(has_word)
}

/// Whether a heading has a stroke between a name of a text and something of another kind: `Trigger / evidence`.
fn is_half(cell: &HeaderCell, holds: Holds, rule: &ItemRule) -> bool {
    let Holds::Field(field) = holds else { return false };
    if field == rule.key || rule.kinds.get(field) != Some(&FieldKind::Text) {
        return false;
    }
    let parts: Vec<&str> = cell.printed.split('/').collect();
    let names = |part: &&&str| {
        let words = phrase(part);
        candidates(&words, part, rule).iter().any(|c| c.holds == holds)
    };
    let named = parts.iter().filter(names).count();
    parts.len() > 1 && named > 0 && named < parts.len()
}

/// Whether a heading that asks by whom or by when was taken for that of a text: `Needs checking by`.
fn is_of_whom(cell: &HeaderCell, holds: Holds, rule: &ItemRule) -> bool {
    let is_text = matches!(holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Text));
    is_text && cell.score < NAMED && cell.words.len() > 1 && cell.words.words().last() == Some("by")
}

/// Letters of a word that says something by itself.
const SHORTEST: usize = 5;

/// Whether a heading has a word of a name of the main field.
fn names_key(cell: &HeaderCell, rule: &ItemRule) -> bool {
    let is_word = |word: &str| {
        let mut all = rule.synonyms.get(word).into_iter().flatten();
        all.any(|s| s.holds == Holds::Field(rule.key) && s.words.len() == 1)
    };
    cell.words.words().any(is_word)
}
