//! The profile `table`, made for one document: a field for each column, of the kind that its cells
//! are.

use super::{Holds, Phrase, Profile, Synonym};
use crate::records::{columns, numbers, refs, status};
use foldhash::HashSet;
use tablemend_dates::Context;
use tablemend_model::{Cell, Document, FieldKind, FieldSchema, Table};

/// Columns of one header, over all tables of the document.
struct Column<'a> {
    words: Phrase,
    /// Which of the columns of this header in one table it is: 0 the first.
    nth: u32,
    printed: String,
    cells: Vec<&'a Cell>,
    /// Whether all of its tables have refs in it.
    refs: bool,
}

/// Cells of a column that are looked at for its kind.
const MOST_CELLS: usize = 200;

/// The profile with the columns of a document, but for those of some tables, in the place of its stand-in field.
pub(crate) fn made(profile: &Profile, document: &Document, skip: &HashSet<u32>) -> Profile {
    let mut all: Vec<Column<'_>> = Vec::new();
    let mut assumed = columns::assumed(document, &profile.items);
    for (id, table) in (1..).zip(document.tables()).filter(|(id, _)| !skip.contains(id)) {
        let (header, first) = match assumed.remove(&id) {
            Some(assumed) => (assumed.header, 0),
            None => match columns::header_row(table, 0, &profile.items) {
                Some(header) => (header, table.header_rows().max(1)),
                None => continue,
            },
        };
        let mut has_refs = false;
        let mut seen: Vec<&Phrase> = Vec::new();
        for cell in &header.cells {
            let nth = seen.iter().filter(|w| **w == &cell.words).count() as u32;
            seen.push(&cell.words);
            let cells: Vec<&Cell> = (first..table.row_count())
                .filter_map(|row| table.cell_at(row, cell.col).filter(|c| c.row() == row))
                .filter(|c| !c.is_blank())
                .take(MOST_CELLS)
                .collect();
            // The first column that tells the rows apart holds their refs.
            let is_ref = !has_refs && are_refs(table, &cells, cell.col, &cell.words);
            has_refs |= is_ref;
            match all.iter_mut().find(|c| c.words == cell.words && c.nth == nth) {
                Some(column) => {
                    column.refs &= is_ref;
                    column.cells.extend(cells);
                }
                None => all.push(Column {
                    words: cell.words.clone(),
                    nth,
                    printed: cell.printed.clone(),
                    cells,
                    refs: is_ref,
                }),
            }
        }
    }
    with_columns(profile, &all)
}

fn with_columns(profile: &Profile, all: &[Column<'_>]) -> Profile {
    let mut made = profile.clone();
    let entity = made.schema.entities.last_mut();
    let (mut fields, mut synonyms) = (Vec::new(), Vec::new());
    for column in all {
        let holds = if column.refs && column.nth == 0 {
            Holds::Ref
        } else {
            fields.push(field(column, &fields));
            Holds::Field(fields.len() - 1)
        };
        let words = column.words.clone();
        synonyms.push(Synonym { words, holds, rank: column.nth, weak: false });
    }
    made.items.synonyms = foldhash::HashMap::default();
    for synonym in synonyms {
        let first = synonym.words.first().to_owned();
        made.items.synonyms.entry(first).or_default().push(synonym);
    }
    if fields.is_empty() {
        return made;
    }
    let text = fields.iter().position(|f: &FieldSchema| f.kind == FieldKind::Text);
    // Rows without any text are called by their ref, a day or a number: these stay what they are.
    made.items.key = text.unwrap_or_default();
    if let Some(entity) = entity {
        entity.fields = fields;
    }
    made
}

fn field(column: &Column<'_>, before: &[FieldSchema]) -> FieldSchema {
    let mut name: String = column
        .printed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("_");
    // A sign has no letters, but words all the same.
    if name.is_empty() {
        let words = column.words.words().filter(|w| w.contains(char::is_alphanumeric));
        name = words.collect::<Vec<_>>().join("_");
    }
    if !name.starts_with(|c: char| c.is_alphabetic()) || TAKEN.contains(&name.as_str()) {
        name = format!("column_{name}");
    }
    let taken = |name: &str| before.iter().any(|f| f.name == name);
    let base = name.clone();
    let mut n = 2;
    while taken(&name) {
        name = format!("{base}_{n}");
        n += 1;
    }
    FieldSchema {
        name,
        title: column.printed.clone(),
        description: format!("The column “{}”.", column.printed),
        kind: kind(column),
        printed_as: None,
        from: None,
    }
}

/// Names that every row has of itself.
const TAKEN: [&str; 10] =
    ["id", "ref", "ref_printed", "source", "flags", "page", "printed", "row", "document", "extra"];

/// Whether a column's cells are refs that tell the rows of a table apart.
fn are_refs(table: &Table, cells: &[&Cell], col: u32, words: &Phrase) -> bool {
    let texts: Vec<&str> = cells.iter().map(|c| c.text.as_str()).collect();
    let rows = table.row_count().saturating_sub(table.header_rows().max(1)) as usize;
    let mut apart = texts.clone();
    apart.sort_unstable();
    apart.dedup();
    let plain = texts.iter().all(|t| t.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let named = words.words().last().is_some_and(|w| columns::REF_NOUNS.contains(&w));
    // `2.52e-07` is a number.
    let is_power = |t: &&str| t.contains(['e', 'E']) && t.parse::<f64>().is_ok();
    let are_powers = texts.iter().any(is_power) && texts.iter().all(|t| t.parse::<f64>().is_ok());
    let counted = (1..).zip(&texts).all(|(n, t)| t.trim_end_matches('.').parse::<u32>() == Ok(n));
    texts.len() * 5 >= rows * 4
        && !texts.is_empty()
        && !are_powers
        && apart.len() == texts.len()
        && texts.iter().filter(|t| refs::is_like(t)).count() * 5 >= texts.len() * 4
        && (named || !plain && col == 0 || col == 0 && counted)
}

/// The kind that most of a column's cells are.
fn kind(column: &Column<'_>) -> FieldKind {
    let texts: Vec<&str> =
        column.cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    let most = |n: usize| !texts.is_empty() && n * 10 >= texts.len() * 7;
    let count = |test: &dyn Fn(&str) -> bool| texts.iter().filter(|t| test(t)).count();
    let words = column.words.as_str();
    let is_named = |names: &[&str]| column.words.words().any(|w| names.contains(&w));
    // `State` over `Kerala` is where, not how far; `State aid` over `1,200` is money.
    let is_place = words == "state" && !texts.iter().any(|t| status::is_status(t));
    let is_status = is_named(&STATUS) && !is_place && !numbers::are_amounts(texts.iter().copied());
    if is_status && texts.iter().all(|t| t.split_whitespace().count() <= 12)
        || texts.is_empty()
            && column
                .cells
                .iter()
                .any(|c| c.fill.is_some() || !c.icons.is_empty() || c.shape.is_some())
    {
        return FieldKind::Status;
    }
    let figures = numbers::Figures::of(texts.iter().copied());
    // `120 High Street` begins with a number and is none.
    let is_named_thing = |t: &str| {
        let mut words = t.split_whitespace().skip(1);
        words.next().is_some_and(|w| {
            w.starts_with(char::is_uppercase) && w.chars().nth(1).is_some_and(char::is_lowercase)
        })
    };
    let is_number = |t: &str| {
        t.len() <= 24
            && t.split_whitespace().count() <= 3
            && !is_named_thing(t)
            && (numbers::is_like(t, figures) || numbers::several(t))
    };
    // `17.10` is another version than `17.1`.
    let are_versions = is_named(&VERSIONS) && texts.iter().any(|t| t.contains('.'));
    if most(count(&is_number)) && !most(count(&is_day)) && !are_versions {
        // Ranges and bounds alone are no column of numbers.
        let values = count(&|t| numbers::read(t, figures).is_some());
        return if values * 5 >= texts.len() { FieldKind::Number } else { FieldKind::Text };
    }
    // A share (`12%`) is a number before it says how far anything is.
    if most(count(&status::is_status)) {
        return FieldKind::Status;
    }
    if most(count(&is_day)) || is_named(&DATES) && count(&is_day) * 2 >= texts.len().max(1) {
        return FieldKind::Dates;
    }
    // `Required owner action` is what an owner does.
    let is_done = column.words.words().last().is_some_and(|w| DEEDS.contains(&w));
    if (is_named(&PEOPLE) && !is_done || words == "who" || words == "by whom")
        && texts.iter().all(|t| t.len() <= 120)
        // `A/R`, `C` say what part somebody has.
        && texts.iter().any(|t| t.len() > 3)
    {
        return FieldKind::Posts;
    }
    FieldKind::Text
}

/// Whether a text is a date and little more.
fn is_day(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'%'));
    let is_one = |text: &str| tablemend_dates::only(text, &Context::default()).is_some();
    // `1 May` is one too: the year may be said elsewhere.
    let is_yearless = || text.contains(char::is_alphabetic) && is_one(&format!("{text} 2000"));
    text.len() <= 60 && digits > 0 && !plain && (is_one(text) || is_yearless())
}

const STATUS: [&str; 6] = ["status", "rag", "brag", "rating", "state", "progress"];
const DATES: [&str; 9] =
    ["date", "due", "deadline", "when", "timescale", "start", "end", "finish", "eta"];
const VERSIONS: [&str; 4] = ["version", "release", "build", "revision"];
const PEOPLE: [&str; 9] = [
    "owner",
    "lead",
    "responsible",
    "responsibility",
    "assignee",
    "assigned",
    "officer",
    "author",
    "contact",
];
const DEEDS: [&str; 9] = [
    "action",
    "response",
    "comment",
    "note",
    "update",
    "task",
    "step",
    "recommendation",
    "decision",
];
