//! The document's own legend: a small table, or lines of text, that say what each status means.

use super::columns;
use super::legend_pairs;
use super::signs::{self, Entry};
use super::status::{self, hue};
use crate::profile::{Phrase, Profile, phrase, short_phrase};
use foldhash::HashSet;
use std::ops::Range;
use tablemend_model::{Cell, FieldKind, LegendEntry, Rgb, RichText, SourceRef, Table};

/// A table with more rows is no legend.
const MOST_ROWS: u32 = 14;

/// A legend table, read.
pub(crate) struct LegendTable {
    /// Its entries.
    pub(crate) entries: Vec<LegendEntry>,
    /// Rows (0-based) that are header rows.
    pub(crate) header: Option<u32>,
    /// Cells that are part of no entry.
    pub(crate) rest: Vec<Cell>,
}

/// Reads a table as a legend: two to four columns (or one row of statuses), each row a status word
/// or a swatch and what it means. `None` when it is none.
///
/// `used` are the words of the document's status columns. A legend explains them, or shows colours;
/// bands of scores and counts are none.
pub(crate) fn read(
    table: &Table,
    id: u32,
    profile: &Profile,
    used: &HashSet<Phrase>,
) -> Option<LegendTable> {
    if let Some(read) = legend_pairs::read(table, id, profile) {
        return Some(read);
    }
    if table.row_count() > MOST_ROWS || table.column_count() > 8 {
        return None;
    }
    // `Complete` over `Done` are also labels of an item's fields; a row of three colours is no card.
    if let Some(read) = across(table, id, profile) {
        return Some(read);
    }
    if has_labels(table, profile) {
        return None;
    }
    let rows = 0..table.row_count();
    by_sign(table, rows.clone(), id, profile).or_else(|| down(table, rows, id, profile, used))
}

/// Whether most names down the side of a table are labels of an item's fields, who or when among them: it is a card
/// that was not read as one.
fn has_labels(table: &Table, profile: &Profile) -> bool {
    const FEWEST: usize = 2;
    let names: Vec<&str> = (0..table.row_count())
        .filter_map(|row| table.cell_at(row, 0).filter(|c| c.row() == row))
        .map(|c| c.text.as_str())
        .filter(|t| !t.is_empty())
        .collect();
    let known = |t: &&&str| columns::is_known(&phrase(t), t, &profile.items);
    let known = names.iter().filter(known).count();
    let kinds = [Some(FieldKind::Posts), Some(FieldKind::Dates)];
    known >= FEWEST
        && known * 2 > names.len()
        && names.iter().any(|t| kinds.contains(&columns::kind_named(t, &profile.items)))
}

/// Signs that are told apart by their form, and what they mean.
fn by_sign(table: &Table, rows: Range<u32>, id: u32, profile: &Profile) -> Option<LegendTable> {
    let first = rows.start;
    let mut legend = LegendTable { entries: Vec::new(), header: None, rest: Vec::new() };
    let signs = signs::key(table, rows.clone())?;
    for (sign, said) in &signs {
        let (status, meaning) = signs::named(sign.form, said, profile);
        let printed = signs::printed(sign.form, said, &meaning);
        let mut entry = entry(status, sign.cell, None, meaning, id, sign.cell.row());
        entry.printed = Some(printed);
        legend.entries.push(entry);
    }
    for row in rows.skip(1) {
        if let Some((name, said)) = signs::unsigned(table, row) {
            let word = name.text.as_str();
            let status = status_word(word, profile).unwrap_or_else(|| word.to_lowercase());
            let meaning = said.text.as_str().to_owned();
            legend.entries.push(entry(status, name, None, meaning, id, row));
        }
    }
    let has_sign = signs.iter().any(|(sign, _)| sign.cell.row() == 0);
    if first == 0 && !has_sign {
        legend.header = Some(0);
    }
    let label = table.row_cells(first).find(|c| c.row() == first && !c.is_blank());
    let is_label = |c: &&Cell| legend.header.is_none() && signs::of_cell(c).is_none();
    let own = |c: &&Cell| !signs.iter().any(|(sign, _)| std::ptr::eq(sign.cell, *c));
    legend.rest.extend(label.filter(is_label).filter(own).cloned());
    Some(legend)
}

/// Reads the last rows of a table of items as a legend that is printed in the same grid, as a sheet printed
/// with its grid lines has it: the first of these rows, and what they say. `from` is the row behind the
/// header; on a page that goes on without items it is the first row. `None` where the table ends with its items.
pub(crate) fn below(
    table: &Table,
    id: u32,
    from: u32,
    profile: &Profile,
    used: &HashSet<Phrase>,
) -> Option<(u32, LegendTable)> {
    let filled = |row: u32| table.row_cells(row).filter(move |c| c.row() == row && !c.is_blank());
    let begins_with_status = |row: u32| {
        let first = filled(row).next();
        first.is_some_and(|c| status_word(c.text.as_str(), profile).is_some())
    };
    let rows = from..table.row_count();
    let run = rows.rev().take_while(|row| filled(*row).count() <= 2).last()?;
    // In a table that begins with a column of statuses every row looks like an entry.
    if table.column_count() < 3 || (from..run).any(begins_with_status) {
        return None;
    }
    let entries = |row: &u32| begins_with_status(*row) || filled(*row).any(|c| swatch(c).is_some());
    let last = (run..table.row_count()).rev().find(entries)?;
    (run..last)
        .filter(|row| filled(*row).next().is_some())
        .filter(|row| last - row < MOST_ROWS)
        .find_map(|row| {
            let rows = row..last + 1;
            let read = by_sign(table, rows.clone(), id, profile)
                .or_else(|| down(table, rows, id, profile, used))?;
            Some((row, read))
        })
}

/// Whether a text says something: a count or a band of scores does not.
pub(super) fn is_said(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 2
}

/// A status a row.
fn down(
    table: &Table,
    rows: Range<u32>,
    id: u32,
    profile: &Profile,
    used: &HashSet<Phrase>,
) -> Option<LegendTable> {
    let is_whole = rows.start == 0;
    if is_whole && table.column_count() > 4 {
        return None;
    }
    let mut known = 0;
    let mut legend = LegendTable { entries: Vec::new(), header: None, rest: Vec::new() };
    let mut headed = false;
    for row in rows {
        let cells: Vec<&Cell> =
            table.row_cells(row).filter(|c| c.row() == row && !c.is_blank()).collect();
        let (Some(first), second) = (cells.first(), cells.get(1)) else { continue };
        if legend.entries.is_empty()
            && !headed
            && second.is_some()
            && is_header(first, second.copied(), profile)
        {
            legend.header = Some(row);
            headed = true;
            continue;
        }
        let swatch = swatch(first);
        let word = status_word(first.text.as_str(), profile);
        let is_used = short_phrase(&status::leading(first.text.as_str()), 4)
            .is_some_and(|p| used.contains(&p));
        known += usize::from(word.is_some() || swatch.is_some() || is_used);
        let named = match (word, swatch) {
            (Some(word), _) => word,
            (None, Some(colour))
                if first.text.is_empty() || signs::of_text(first.text.as_str()).is_some() =>
            {
                hue(colour)?.to_owned()
            }
            // A legend of other words must say so in its header, or show swatches.
            (None, colour)
                if (headed || colour.is_some() || is_used) && short(first.text.as_str()) =>
            {
                first.text.as_str().replace('\n', " ").to_lowercase()
            }
            (None, _) if second.is_none() => {
                legend.rest.push((*first).clone());
                continue;
            }
            _ => return None,
        };
        let mut meaning: Vec<&str> =
            cells[1..].iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
        meaning.dedup();
        legend.entries.push(entry(named, first, swatch, meaning.join(" "), id, row));
    }
    let all = legend.entries.len();
    let meaning = |e: &&LegendEntry| e.meaning.as_deref().is_some_and(is_said);
    let with_meaning = legend.entries.iter().filter(meaning).count();
    let explained = known * 2 >= all && known > 0;
    (all >= 2 && with_meaning * 2 > all && explained && legend.rest.len() < 2).then_some(legend)
}

/// All statuses in one or two rows: `Blue: done | Green: on track`, or words above meanings.
fn across(table: &Table, id: u32, profile: &Profile) -> Option<LegendTable> {
    if table.row_count() > 2 || table.column_count() < 3 {
        return None;
    }
    let mut legend = LegendTable { entries: Vec::new(), header: None, rest: Vec::new() };
    for cell in table.row_cells(0).filter(|c| !c.is_blank()) {
        let text = cell.text.as_str();
        let below = table.cell_at(1, cell.col()).filter(|c| c.row() == 1).map(|c| c.text.as_str());
        let (word, meaning) = match below {
            Some(below) => (status_word(text, profile), below.to_owned()),
            None => match line(text, profile) {
                Some((word, _, meaning)) => (Some(word), meaning),
                None => (status_word(text, profile), String::new()),
            },
        };
        let swatch = swatch(cell);
        // A word that is not a colour is that of the colour which it is printed on.
        let on = || swatch.and_then(hue).filter(|_| below.is_some() && short(text));
        match word.or_else(|| on().map(str::to_owned)) {
            Some(word) => {
                legend.entries.push(entry(word, cell, swatch, meaning, id, 0));
            }
            None => legend.rest.push(cell.clone()),
        }
    }
    (legend.entries.len() >= 3
        && legend.rest.len() < 2
        && legend.entries.iter().any(|e| e.meaning.is_some()))
    .then_some(legend)
}

pub(super) fn entry(
    status: String,
    cell: &Cell,
    fill: Option<Rgb>,
    meaning: String,
    table: u32,
    row: u32,
) -> LegendEntry {
    let printed = cell.text.as_str().replace('\n', " ");
    // In `Blue: done` the meaning is part of the cell; only the word is the printed status.
    let printed = match printed.find(&meaning) {
        Some(at) if !meaning.is_empty() && at > 0 => {
            printed[..at].trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
        }
        _ => printed,
    };
    LegendEntry {
        status,
        meaning: (!meaning.is_empty()).then_some(meaning),
        printed: (!printed.is_empty()).then_some(printed),
        fill,
        source: SourceRef { place: Some(cell.place()), table: Some(table), row: Some(row + 1) },
    }
}

/// A legend entry in running text: status, as printed, meaning.
pub(crate) type Line = (String, String, String);

/// A line of text that is a legend entry (`Amber – at risk`).
pub(super) fn line(text: &str, profile: &Profile) -> Option<Line> {
    let text = text.trim_start_matches(['•', ' ']);
    let at = text.find([':', '–', '—', '=', '-'])?;
    let (word, meaning) =
        (text[..at].trim(), text[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    let status = status_word(word, profile).filter(|_| !is_of_scale(word))?;
    (!meaning.is_empty()).then(|| (status, word.to_owned(), meaning.to_owned()))
}

/// Whether words say how much of something else there is: `Low effort`, `High cost`. `High risk` is a rating.
fn is_of_scale(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let is_scaled = words.next().is_some_and(status::is_rating);
    let rated = ["risk", "priority", "rating", "impact", "likelihood", "probability", "severity"];
    is_scaled && words.next().is_some_and(|w| !rated.contains(&w) && !status::is_rating(w))
}

/// A paragraph that is a legend: words or signs and what they mean. Gives the label in front and the entries.
pub(crate) fn text<'t>(text: &'t RichText, profile: &Profile) -> Option<(&'t str, Vec<Entry>)> {
    let entry = |(status, printed, meaning): Line| Entry {
        status,
        fill: None,
        printed: Some(printed),
        meaning,
    };
    signs::lines(text, profile).or_else(|| {
        let (label, entries) = lines(text.as_str(), profile)?;
        Some((label, entries.into_iter().map(entry).collect()))
    })
}

/// A paragraph that is a legend of words: entries by lines or semicolons, a label (`Key:`) in front
/// allowed. Gives the label and the entries; `None` when a part is no entry.
fn lines<'t>(text: &'t str, profile: &Profile) -> Option<(&'t str, Vec<Line>)> {
    let (label, rest) = match text.split_once(':') {
        Some((label, rest)) if status_word(label, profile).is_none() && label.len() < 40 => {
            (label, rest)
        }
        _ => ("", text),
    };
    let parts = rest.split(['\n', ';']).map(str::trim).filter(|p| !p.is_empty());
    let entries: Option<Vec<Line>> = parts.map(|p| line(p, profile)).collect();
    entries.filter(|e| !e.is_empty()).map(|entries| (label, entries))
}

/// The colour that a text names, where it is little more than that: `Blue`, `RED (R)`, `B`.
pub(super) fn status_word(text: &str, profile: &Profile) -> Option<String> {
    let words = short_phrase(text, 3).filter(|w| !w.is_empty())?;
    let named = |p: &Phrase| {
        profile
            .status_words
            .iter()
            .find(|(_, all)| all.contains(p))
            .map(|(status, _)| status.clone())
    };
    named(&words).or_else(|| {
        let first: Phrase = words.words().take(1).collect();
        (first.as_str().len() > 2).then(|| named(&first)).flatten()
    })
}

pub(super) fn swatch(cell: &Cell) -> Option<Rgb> {
    cell.fill.or_else(|| cell.icons.first().copied())
}

fn short(text: &str) -> bool {
    !text.is_empty() && short_phrase(text, 4).is_some()
}

/// Whether the cells of a row are the headings of a key and nothing else: `Rating`, `What it means`.
pub(crate) fn heads_key(cells: &[&Cell], profile: &Profile) -> bool {
    let among = |cell: &Cell, set: &[Phrase]| set.contains(&phrase(cell.text.as_str()));
    matches!(cells, [first, second]
        if among(first, &profile.legend.status_headers)
            && among(second, &profile.legend.meaning_headers))
}

/// Whether a row is the legend's header row.
fn is_header(first: &Cell, second: Option<&Cell>, profile: &Profile) -> bool {
    let (a, b) =
        (phrase(first.text.as_str()), second.map(|c| phrase(c.text.as_str())).unwrap_or_default());
    let among = |p: &Phrase, set: &[Phrase]| {
        let bare = p.words().filter(|w| w.chars().all(char::is_alphanumeric)).collect();
        set.contains(&bare)
    };
    among(&a, &profile.legend.status_headers)
        && (b.is_empty() || among(&b, &profile.legend.meaning_headers) || b.len() <= 6)
}
