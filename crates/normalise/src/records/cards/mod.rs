//! Cards: an item as a small table of labels and values is turned to a header and a row.
//!
//! Before: `Action | Mend the gate`, `Lead | Clerk`, `Status | Open`. After: `Action | Lead |
//! Status`, `Mend the gate | Clerk | Open`. Labels that begin again begin the next row, and so does
//! a title: a row of one cell that names the item. A card that a page break cuts into two tables is
//! one row.

mod heads;
mod lines;
mod turn;

use super::{columns, has_own_header};
use crate::profile::{Phrase, Profile, phrase, short_phrase};
use foldhash::HashSet;
use heads::Heads;
use lines::{Line, Vocabulary};
use std::borrow::Cow;
use tablemend_model::{Block, Cell, Document, Table};
pub(crate) use turn::MADE;
use turn::{Above, Card};

/// A card of fewer labels, its title counted, is none.
const FEWEST: usize = 3;

/// Labels of one card.
const MOST: usize = 40;

/// Headings of a column of values, which are no name of a field there.
const VALUES: [&str; 8] =
    ["value", "detail", "description", "information", "entry", "response", "note", "answer"];

/// Columns of a table of cards: a label and its value, once to three times beside each other.
const WIDTHS: std::ops::RangeInclusive<u32> = 2..=6;

/// The document with its cards turned, as far as one of the profiles knows their labels.
pub(crate) fn turned<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    let wide = document.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Table(t) if WIDTHS.contains(&t.column_count()) => Some((at, t)),
        _ => None,
    });
    let all: Vec<(usize, &Table)> = wide.collect();
    let heads = Heads::learn(all.iter().map(|(_, t)| *t));
    // A header printed again on the next page is that of columns, but for one that heads labels and values.
    let may_be = |t: &Table| t.folded().is_empty() || heads.rows(t) > 0;
    let all: Vec<(usize, &Table)> = all.into_iter().filter(|(_, t)| may_be(t)).collect();
    let has_header = |t: &Table| {
        let knows = |p: &&Profile| {
            (0..t.row_count().min(3)).any(|row| columns::header_row(t, row, &p.items).is_some())
        };
        special.iter().any(knows)
            && !special.iter().any(|p| lines::begins_with_labels(t, &heads, p))
    };
    let is_told = |t: &Table| !explains(t, &special) || heads.is_again(t, &all);
    let all: Vec<(usize, &Table)> = all.iter().copied().filter(|(_, t)| is_told(t)).collect();
    let values = values(document);
    let is_key = |t: &Table| names_values(t, &values);
    let headed: Vec<bool> = all.iter().map(|(_, t)| has_header(t)).collect();
    let own = all.iter().zip(&headed).filter(|((_, t), headed)| !*headed && !is_key(t));
    let vocabulary = Vocabulary::learn(own.map(|((_, t), _)| *t), &heads, &special);
    // The first rows of a card, cut by a page break, may look like a header.
    let is_card = |(table, headed): (&Table, bool)| {
        if headed { vocabulary.is_of(table, &heads) } else { !is_key(table) }
    };
    let tables = all
        .into_iter()
        .zip(headed)
        .filter(|((_, t), headed)| is_card((t, *headed)))
        .map(|(t, _)| t);
    let mut stretches: Vec<(usize, Vec<Line<'_>>)> = Vec::new();
    for (at, table) in tables {
        if let Some(lines) = lines::of_table(table, &heads, &vocabulary) {
            stretches.push((at, lines));
        }
    }
    if stretches.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut cards = cards(document, &stretches, &vocabulary);
    let titled = cards.iter().filter(|c| c.is_titled()).count();
    if titled * 2 > cards.len() {
        // The title of a card may be the last text of the page before.
        for card in cards.iter_mut().filter(|c| c.above().is_some_and(|a| a.is_cut)) {
            card.adopt();
        }
    }
    let mut made = turn_all(document, &heads, &stretches, &cards, &special);
    let is_headed = |c: &Card<'_>| c.above().is_some_and(|a| a.is_heading);
    let headed = cards.iter().filter(|c| is_headed(c)).count();
    if made.is_empty() && headed > 1 && headed * 10 >= cards.len() * 7 {
        // Each card is under a heading that says what is to be done.
        for card in cards.iter_mut().filter(|c| is_headed(c)) {
            card.adopt();
        }
        made = turn_all(document, &heads, &stretches, &cards, &special);
    }
    if made.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    let mut gone = vec![false; document.blocks.len()];
    for card in &cards {
        // A text that became a title is in the table now.
        let block = stretches[card.stretch].0;
        if let Some(above) = card.adopted.filter(|_| made.iter().any(|(at, _)| *at == block)) {
            gone[above] = true;
        }
    }
    for (at, table) in made {
        match table {
            Some(table) => document.blocks[at] = Block::Table(table),
            None => gone[at] = true,
        }
    }
    let mut gone = gone.into_iter();
    document.blocks.retain(|_| !gone.next().unwrap_or(false));
    Cow::Owned(document)
}

/// The short values of the wider tables, below their headers and beside their first columns.
fn values(document: &Document) -> HashSet<Phrase> {
    let wide = document.tables().filter(|t| t.column_count() > 2 && t.row_count() > 2);
    let cells = wide.flat_map(|t| {
        t.cells().iter().filter(|c| c.col() > 0 && c.row() >= t.header_rows().max(1))
    });
    cells.filter_map(|c| short_phrase(c.text.as_str(), 3)).filter(|p| !p.is_empty()).collect()
}

/// Whether the names down the side of a table are values of other tables: it is a key that says what they mean.
fn names_values(table: &Table, values: &HashSet<Phrase>) -> bool {
    let names = (0..table.row_count()).filter_map(|row| table.cell_at(row, 0));
    let names: Vec<Option<Phrase>> =
        names.map(|c| short_phrase(c.text.as_str(), 3).filter(|p| !p.is_empty())).collect();
    let is_value = |p: &Phrase| values.contains(p);
    names.len() > 1 && names.iter().all(|p| p.as_ref().is_some_and(is_value))
}

/// Whether a table explains words (`Term | Definition`, or a glossary by its heading): the names down its
/// side are no labels of an item.
fn explains(table: &Table, profiles: &[&Profile]) -> bool {
    let cell = |col| table.cell_at(0, col).map(|c| phrase(c.text.as_str())).unwrap_or_default();
    let (first, second) = (cell(0), cell(1));
    let is_known = |words: &Phrase| {
        profiles.iter().any(|p| columns::is_known(words, words.as_str(), &p.items))
    };
    // `Section | Status` heads a list of sections.
    let is_headed = !VALUES.contains(&second.as_str()) && !is_known(&first) && is_known(&second);
    // A header over three columns or more, whose first is no label, is the header of a list.
    let is_list = table.column_count() > 2
        && (has_own_header(table) && !is_known(&first)
            || table.header_rows() > 0 && heads_a_list(table, is_known));
    is_list
        || table.header_rows() > 0 && lists_by_status(table, is_known(&second))
        || table.header_rows() > 0
            && table.column_count() == 2
            && (columns::explains(&first, &second) || is_headed)
        || !profiles.is_empty() && profiles.iter().all(|p| columns::is_under_other(table, &p.items))
}

/// Whether the second column of two is a known one, and all names down the side are statuses: `Status | Task`
/// over `Done`, `To do` is a list.
fn lists_by_status(table: &Table, is_known: bool) -> bool {
    let side = |row| table.cell_at(row, 0).map(|c| c.text.as_str()).unwrap_or_default();
    is_known
        && table.column_count() == 2
        && table.row_count() > 2
        && (1..table.row_count()).all(|row| super::status::is_status(side(row)))
}

/// Whether no row of a table but its header begins with a label: `Activity | Frequency | Owner | Tool` is over
/// a list, though all that is in it may be labels.
fn heads_a_list(table: &Table, is_known: impl Fn(&Phrase) -> bool) -> bool {
    // A label has few words, and is no number.
    let first = |row| {
        let text = table.cell_at(row, 0)?.text.as_str();
        let is_name = text.contains(|c: char| c.is_alphabetic() || c == '#');
        is_name.then(|| short_phrase(text, lines::MOST_WORDS)).flatten()
    };
    let begins = |row| first(row).is_some_and(|words| is_known(&words));
    table.row_count() > 2 && !(1..table.row_count()).any(begins)
}

/// Each block of cards with the table that it becomes; `None` where all of it joined the one before.
fn turn_all(
    document: &Document,
    heads: &Heads,
    stretches: &[(usize, Vec<Line<'_>>)],
    cards: &[Card<'_>],
    profiles: &[&Profile],
) -> Vec<(usize, Option<Table>)> {
    let mut made: Vec<(usize, Option<Table>)> = Vec::new();
    let mut from = 0;
    while from < stretches.len() {
        // Tables that a card joins are turned together or not at all.
        let mut to = from + 1;
        while to < stretches.len() && cards.iter().any(|c| c.crosses(to)) {
            to += 1;
        }
        let turned: Option<Vec<(usize, Option<Table>)>> = (from..to)
            .map(|n| {
                let own: Vec<&Card<'_>> = cards.iter().filter(|c| c.stretch == n).collect();
                let block = stretches[n].0;
                if own.is_empty() {
                    // All of it joined a card of another table.
                    return (to > from + 1).then_some((block, None));
                }
                let Block::Table(table) = &document.blocks[block] else { return None };
                // What heads the columns of a table whose cards all began on the page before is kept with them.
                let joined = (n + 1..to).take_while(|m| cards.iter().all(|c| c.stretch != *m));
                let mut headed: Vec<Vec<&Cell>> = Vec::new();
                for m in std::iter::once(n).chain(joined) {
                    if let Block::Table(t) = &document.blocks[stretches[m].0] {
                        if heads.rows(t) > 0 {
                            headed.push(t.row_cells(0).collect());
                        }
                        let again = t.folded().chunk_by(|a, b| a.row() == b.row());
                        headed.extend(again.map(|row| row.iter().collect()));
                    }
                }
                let table = turn::table(&own, table, &headed, cards.len(), profiles)?;
                Some((block, Some(table)))
            })
            .collect();
        made.extend(turned.into_iter().flatten());
        from = to;
    }
    made
}

/// The text right above a table, page breaks and running lines passed over; the heading, where no
/// more than a line or two are below it (`Status: active`).
fn above(document: &Document, table: usize) -> Option<Above> {
    const MOST_LINES: usize = 2;
    const LONGEST_LINE: usize = 120;
    let is_line = |b: &&Block| match b {
        Block::Paragraph { text, .. } => text.as_str().len() <= LONGEST_LINE,
        _ => false,
    };
    let lines = document.blocks[..table].iter().rev().take_while(is_line).take(MOST_LINES).count();
    let below_heading =
        matches!(document.blocks[..table - lines].last(), Some(Block::Heading { .. }));
    let table = if below_heading { table - lines } else { table };
    let mut is_cut = false;
    for (block, found) in document.blocks[..table].iter().enumerate().rev() {
        match found {
            Block::PageBreak { .. } => is_cut = true,
            Block::Running { .. } => {}
            Block::Heading { text, place, .. } | Block::Paragraph { text, place } => {
                let is_heading = matches!(found, Block::Heading { .. });
                let cell = Cell::new(0, 0, text.clone(), *place);
                return Some(Above { block, is_heading, is_cut, cell });
            }
            _ => return None,
        }
    }
    None
}

/// The cards of all stretches, in document order.
fn cards<'t>(
    document: &Document,
    stretches: &[(usize, Vec<Line<'t>>)],
    vocabulary: &Vocabulary,
) -> Vec<Card<'t>> {
    let mut cards: Vec<Card<'t>> = Vec::new();
    let mut last_block = None;
    let mut titles: Vec<(usize, Cell)> = Vec::new();
    for (n, (block, lines)) in stretches.iter().enumerate() {
        let between = last_block.map_or(&[][..], |last: usize| &document.blocks[last + 1..*block]);
        let same_page = !between.iter().any(|b| matches!(b, Block::PageBreak { .. }));
        let parted = last_block.is_none()
            || same_page
            || between.iter().any(|b| matches!(b, Block::Heading { .. } | Block::Table(_)));
        last_block = Some(*block);
        // A title at the foot of a page belongs to the labels on the next.
        if parted && !titles.is_empty() {
            cards.push(Card::new(n - 1, std::mem::take(&mut titles), None));
        }
        // Whether the next line begins a card, whatever it says.
        let mut begin = parted || !titles.is_empty();
        for (at, line) in lines.iter().enumerate() {
            match line {
                Line::Title(cell) => {
                    titles.push((n, cell.clone().into_owned()));
                    begin = true;
                }
                Line::Pair(label, words, value) => {
                    let again = vocabulary.begins(words)
                        || cards.last().is_some_and(|c| c.has(words))
                        || cards.is_empty();
                    if begin || again {
                        let above = (at == 0).then(|| above(document, *block)).flatten();
                        cards.push(Card::new(n, std::mem::take(&mut titles), above));
                        begin = false;
                    }
                    if let Some(card) = cards.last_mut() {
                        card.add(n, label, words, *value);
                    }
                }
                Line::More(value) => {
                    if let Some(card) = cards.last_mut().filter(|_| !begin) {
                        card.go_on(n, value);
                    }
                }
            }
        }
    }
    if let Some((n, _)) = titles.first() {
        cards.push(Card::new(*n, titles, None));
    }
    cards
}

#[cfg(test)]
mod tests;
