//! What each row of a table of cards says: a title, or labels with their values.

use super::heads::Heads;
use crate::profile::{Phrase, Profile, phrase};
use crate::records::{columns, refs};
use std::borrow::Cow;
use std::collections::HashMap;
use tablemend_model::{Cell, Table};

/// Words of a label; more are a sentence.
pub(super) const MOST_WORDS: usize = 6;

/// Bytes of a label.
const LONGEST: usize = 60;

/// One thing that a row of a card says.
#[derive(Clone, Debug)]
pub(super) enum Line<'t> {
    /// A row of one cell that is no label, or of a reference and what it is of.
    Title(Cow<'t, Cell>),
    /// A label, its words, and the value beside it; none where the label takes the whole row.
    Pair(&'t Cell, Phrase, Option<&'t Cell>),
    /// A value without a label: the one above goes on.
    More(&'t Cell),
}

/// The labels of the document's cards.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Each label: how often it has a value beside it, and whether a profile knows it.
    labels: HashMap<String, (u32, bool)>,
    /// The label that most tables begin with.
    first: Option<String>,
}

impl Vocabulary {
    /// The labels of all tables: cells in front of others that a profile knows, or that come again.
    pub(super) fn learn<'t>(
        tables: impl Iterator<Item = &'t Table>,
        heads: &Heads,
        profiles: &[&Profile],
    ) -> Self {
        let mut labels: HashMap<String, (u32, bool)> = HashMap::new();
        let mut firsts: HashMap<String, u32> = HashMap::new();
        for table in tables {
            let mut is_first = true;
            for row in heads.rows(table)..table.row_count() {
                for (label, value) in pairs(table, row).into_iter().flatten() {
                    let words = phrase(label.text.as_str());
                    let is_ref = refs::is_like(label.text.as_str());
                    if value.is_none() || words.is_empty() || is_ref || !is_short(label, &words) {
                        continue;
                    }
                    let name = words.as_str().to_owned();
                    if is_first {
                        *firsts.entry(name.clone()).or_insert(0) += 1;
                        is_first = false;
                    }
                    let entry = labels.entry(name).or_insert_with(|| {
                        let printed = label.text.as_str();
                        let known = |p: &&Profile| columns::is_known(&words, printed, &p.items);
                        (0, profiles.iter().any(known))
                    });
                    entry.0 += 1;
                }
            }
        }
        let first = firsts.into_iter().max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0)));
        Self { labels, first: first.map(|(name, _)| name) }
    }

    /// Whether cards of this document begin with a label.
    pub(super) fn begins(&self, words: &Phrase) -> bool {
        self.first.as_deref() == Some(words.as_str())
    }

    /// Whether all labels of a table are labels of cards, again and again; titles are none.
    pub(super) fn is_of(&self, table: &Table, heads: &Heads) -> bool {
        const AGAIN: u32 = 3;
        let mut any = false;
        let is_own = |(label, value): &(&Cell, Option<&Cell>)| {
            let words = phrase(label.text.as_str());
            let count = self.labels.get(words.as_str()).map_or(0, |(count, _)| *count);
            count >= AGAIN || value.is_none() && label.colspan() == table.column_count()
        };
        let all = (heads.rows(table)..table.row_count()).all(|row| {
            let Some(pairs) = pairs(table, row) else { return false };
            any |= pairs.iter().any(|(_, value)| value.is_some());
            pairs.iter().all(is_own)
        });
        all && any
    }

    /// Whether these words are a label even without a value: known, or a label elsewhere.
    fn has(&self, words: &Phrase) -> bool {
        self.labels.get(words.as_str()).is_some_and(|(count, known)| *known || *count > 1)
    }
}

/// Whether a cell is short enough for a label.
fn is_short(cell: &Cell, words: &Phrase) -> bool {
    let text = cell.text.as_str();
    words.len() <= MOST_WORDS
        && text.len() <= LONGEST
        // `Ref.` and `Item no.` are short for something; a longer text is a sentence.
        && (!text.ends_with('.') || words.len() <= 2)
}

/// The cells of a row by twos; `None` where a cell spans rows. A label at the end has no value.
pub(super) fn pairs(table: &Table, row: u32) -> Option<Vec<(&Cell, Option<&Cell>)>> {
    let cells: Vec<&Cell> = table.row_cells(row).collect();
    if cells.iter().any(|c| c.rowspan() > 1) {
        return None;
    }
    Some(cells.chunks(2).map(|two| (two[0], two.get(1).copied())).collect())
}

/// Whether most rows begin with a name that the profile knows, of which there are two or more, and
/// so do all columns in front of a value: the names down the side are labels, even where a row of
/// them looks like a header.
pub(super) fn begins_with_labels(table: &Table, heads: &Heads, profile: &Profile) -> bool {
    let from = heads.rows(table);
    let mut fronts = (0..table.column_count().max(2) - 1).step_by(2);
    fronts.all(|col| has_labels(table, from, col, profile))
}

fn has_labels(table: &Table, from: u32, col: u32, profile: &Profile) -> bool {
    let mut names: Vec<Phrase> = Vec::new();
    let (mut known, mut rows) = (0, 0);
    for row in from..table.row_count() {
        // A value over several columns has no label in them.
        let own = table.cell_at(row, col).filter(|c| c.col() == col && !is_nothing(c));
        let Some(cell) = own else { continue };
        rows += 1;
        let words = phrase(cell.text.as_str());
        if is_short(cell, &words) && columns::is_known(&words, cell.text.as_str(), &profile.items) {
            known += 1;
            if !names.contains(&words) {
                names.push(words);
            }
        }
    }
    // A second label may be in one row of each card alone.
    names.len() >= if col == 0 { 2 } else { 1 } && known * 2 > rows
}

/// Whether a cell shows nothing: neither text nor colour nor sign.
fn is_nothing(cell: &Cell) -> bool {
    cell.is_blank() && cell.icons.is_empty()
}

/// Whether a cell is the reference of the card that begins with it (`1.2 | Mend the gate`), no label.
fn is_numbered(cell: &Cell, words: &Phrase, vocabulary: &Vocabulary) -> bool {
    refs::is_like(cell.text.as_str()) && !vocabulary.has(words)
}

/// A reference and the text beside it as one cell.
fn joined(reference: &Cell, text: &Cell) -> Cell {
    let mut cell = reference.clone();
    cell.text.append(" ", &text.text);
    cell.places.extend(text.places.iter().copied());
    cell.flags.extend(text.flags.iter().cloned());
    cell
}

/// What the rows of a table say; `None` where it is not made of titles, labels and values.
pub(super) fn of_table<'t>(
    table: &'t Table,
    heads: &Heads,
    vocabulary: &Vocabulary,
) -> Option<Vec<Line<'t>>> {
    let mut lines = Vec::new();
    for row in heads.rows(table)..table.row_count() {
        let pairs = pairs(table, row)?;
        let (first, value) = *pairs.first()?;
        let words = phrase(first.text.as_str());
        let alone = pairs[1..].iter().all(|(l, v)| is_nothing(l) && v.is_none_or(is_nothing));
        let spans = first.colspan() == table.column_count();
        if alone && (spans || value.is_none_or(|v| is_nothing(v) && v.fill.is_none())) {
            // A label whose value is blank, or the title of a card.
            match value {
                Some(_) if vocabulary.has(&words) => lines.push(Line::Pair(first, words, value)),
                None if table.column_count() > 1 && vocabulary.has(&words) => {
                    lines.push(Line::Pair(first, words, None));
                }
                _ if is_nothing(first) => {}
                _ => lines.push(Line::Title(Cow::Borrowed(first))),
            }
            continue;
        }
        if let (true, Some(value)) = (pairs.len() == 1, value)
            && is_numbered(first, &words, vocabulary)
        {
            lines.push(Line::Title(Cow::Owned(joined(first, value))));
            continue;
        }
        for (label, value) in pairs {
            let words = phrase(label.text.as_str());
            match value {
                Some(value) if words.is_empty() && label.is_blank() => {
                    if !is_nothing(value) {
                        // Text that follows no value is none that goes on.
                        if !matches!(lines.last(), Some(Line::Pair(..) | Line::More(_))) {
                            return None;
                        }
                        lines.push(Line::More(value));
                    }
                }
                Some(value) if !words.is_empty() && is_short(label, &words) => {
                    lines.push(Line::Pair(label, words, Some(value)));
                }
                None if is_nothing(label) => {}
                _ => return None,
            }
        }
    }
    // A title at the foot of a page may be a table of its own.
    let is_title = table.row_count() == 1 && matches!(lines.as_slice(), [Line::Title(_)]);
    (is_title || lines.iter().any(|l| matches!(l, Line::Pair(..)))).then_some(lines)
}
