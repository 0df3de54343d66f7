//! What is to be said of columns and of the words in them, once for all items.

use super::Reading;
use crate::profile::Profile;
use crate::records::columns::{HeaderCell, Holds, Why};
use crate::records::outline::{Outline, RawItem};
use std::collections::HashMap;
use tablemend_model::{Diagnostic, Level, Place, Record, SourceRef};

/// Where most cells of a table's columns of dates are words (`Due` over `Before the sanity check`),
/// that they are no dates is no doubt of each row. `filled` is the number of such cells by table.
pub(super) fn told_once(notes: &mut [Diagnostic], filled: &HashMap<Option<u32>, usize>) {
    const FEWEST: usize = 4;
    let is_words = |n: &Diagnostic| {
        let printed = n.printed.as_deref().unwrap_or_default();
        n.code == "date.unreadable" && !printed.contains(|c: char| c.is_ascii_digit())
    };
    let table = |n: &Diagnostic| n.source.table;
    let mut unread: HashMap<Option<u32>, usize> = HashMap::new();
    for note in notes.iter().filter(|n| is_words(n)) {
        *unread.entry(table(note)).or_insert(0) += 1;
    }
    for note in notes.iter_mut().filter(|n| is_words(n)) {
        let count = unread.get(&table(note)).copied().unwrap_or_default();
        let all = filled.get(&table(note)).copied().unwrap_or_default();
        if count >= FEWEST && count * 2 > all {
            note.level = Level::Info;
        }
    }
}

/// Where the refs are glued to the texts of some tables, a table of a text that has none gives its rows none.
pub(super) fn unnumbered(notes: &mut Vec<Diagnostic>, records: &[Record]) {
    let has_refs = |note: &Diagnostic| {
        let own = |r: &&Record| r.source.table == note.source.table && r.reference.is_some();
        records.iter().any(|r| own(&r))
    };
    let is_in_text = |n: &Diagnostic| matches!(n.source.place, Some(Place::Lines { .. }));
    notes.retain(|n| n.code != "ref.missing" || !is_in_text(n) || has_refs(n));
}

/// One note for each word in the status columns that is no status as far as the document tells.
pub(super) fn unknown_statuses(reading: &Reading<'_, '_>) -> Vec<Diagnostic> {
    let unknown = reading.unlisted.borrow();
    unknown
        .iter()
        .map(|(printed, (value, source, rows))| {
            let message = match rows {
                1 => "this word is not a known status; it was kept as printed".to_owned(),
                n => {
                    format!("this word is not a known status; it was kept as printed, in {n} rows")
                }
            };
            let mut note = Diagnostic::new("status.unlisted", Level::Info, message)
                .at(*source)
                .printed(printed.clone());
            note.used.clone_from(value);
            note
        })
        .collect()
}

/// One note for each field that several columns of a series could hold.
pub(super) fn series(outline: &Outline<'_>, profile: &Profile) -> Vec<Diagnostic> {
    let fields = &profile.schema.entities[profile.item_entity()].fields;
    let mut told: Vec<(usize, String)> = Vec::new();
    let mut notes = Vec::new();
    for (i, header) in outline.header_rows.iter().enumerate() {
        if header.cells.iter().all(|c| c.lost.is_none()) {
            continue;
        }
        let first = outline.items.iter().map(RawItem::first).find(|p| p.header == i);
        let Some(first) = first else { continue };
        for (field, schema) in fields.iter().enumerate() {
            let of_field = |c: &&HeaderCell| {
                c.lost == Some(Holds::Field(field)) || c.holds == Some(Holds::Field(field))
            };
            let columns: Vec<&str> =
                header.cells.iter().filter(of_field).map(|c| c.printed.as_str()).collect();
            let is_series = header.cells.iter().any(|c| c.lost == Some(Holds::Field(field)));
            let new = (field, columns.join(", "));
            if !is_series || told.contains(&new) {
                continue;
            }
            let message = format!(
                "{} is in {} columns of a series; the latest that is filled is used, the others are kept with their rows",
                schema.title,
                columns.len()
            );
            let place = first.table.pieces().first().copied();
            let source = SourceRef { place, table: Some(first.table_id), row: None };
            notes.push(
                Diagnostic::new("column.series", Level::Info, message)
                    .at(source)
                    .printed(new.1.clone()),
            );
            told.push(new);
        }
    }
    notes
}

/// One note for each column that no field knows.
pub(super) fn unknown_columns(outline: &Outline<'_>, profile: &Profile) -> Vec<Diagnostic> {
    let mut seen = Vec::new();
    let mut notes = Vec::new();
    for (i, header) in outline.header_rows.iter().enumerate() {
        if !outline.items.iter().any(|item| item.first().header == i) {
            continue;
        }
        for cell in header.cells.iter().filter(|c| c.holds.is_none()) {
            let is_named = !cell.words.is_empty();
            let name = if is_named { cell.words.as_str() } else { cell.printed.as_str() };
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let source =
                outline.items.iter().map(RawItem::first).find(|p| p.header == i).map(|p| {
                    SourceRef {
                        place: p.table.pieces().first().copied(),
                        table: Some(p.table_id),
                        row: None,
                    }
                });
            notes.push(
                Diagnostic::new(
                    "column.unknown",
                    Level::Info,
                    if is_named {
                        format!(
                            "it is not known what the column “{}” is for; it is kept with its rows under its own heading",
                            cell.printed
                        )
                    } else {
                        format!(
                            "a column has no heading; it is kept with its rows as “{}”",
                            cell.printed
                        )
                    },
                )
                .at(source.unwrap_or_default())
                .printed(cell.printed.clone())
                .help(if is_named {
                    format!(
                        "nothing needs doing; to have it read as one of the known columns, add its heading to the document type {} (docs/profiles.md)",
                        profile.name()
                    )
                } else {
                    "the source does not say what it holds; look at its cells there".to_owned()
                }),
            );
        }
    }
    notes
}

/// One note for each column whose field was told by its cells or its place, not by its heading.
pub(super) fn assumed_columns(outline: &Outline<'_>, profile: &Profile) -> Vec<Diagnostic> {
    let fields = &profile.schema.entities[profile.item_entity()].fields;
    let mut told: Vec<(&str, Option<usize>)> = Vec::new();
    let mut notes = Vec::new();
    for (i, header) in outline.header_rows.iter().enumerate() {
        let Some(first) = outline.items.iter().map(RawItem::first).find(|p| p.header == i) else {
            continue;
        };
        for cell in header.cells.iter().filter(|c| c.assumed) {
            let (field, title) = match cell.holds {
                Some(Holds::Field(field)) => (Some(field), fields[field].title.as_str()),
                _ => (None, "Ref"),
            };
            // That the main field was guessed is a doubt of each record where another column may have it.
            let is_doubted = header.doubts.iter().any(|d| Some(d.field) == field);
            let new = (cell.words.as_str(), field);
            if is_doubted || told.contains(&new) {
                continue;
            }
            told.push(new);
            let message = format!(
                "no heading names the {title}; it was taken from the column “{}” because of what its cells say or where it is",
                cell.printed
            );
            let place = first.table.pieces().first().copied();
            let source = SourceRef { place, table: Some(first.table_id), row: None };
            let note = Diagnostic::new("column.assumed", Level::Info, message).at(source);
            notes.push(note.printed(cell.printed.clone()));
        }
    }
    notes
}

/// What a record's header leaves in doubt of its fields.
pub(super) fn doubtful_columns(
    item: &RawItem<'_>,
    reading: &Reading<'_, '_>,
    source: SourceRef,
) -> Vec<Diagnostic> {
    let fields = &reading.profile.schema.entities[reading.profile.item_entity()].fields;
    let mut told = Vec::new();
    // What a first table names is not doubted for another that goes on with its rows.
    let headers: Vec<_> =
        item.parts.iter().map(|p| &reading.outline.header_rows[p.header]).collect();
    let is_named = |at: usize, field| {
        headers[..at].iter().any(|h| h.columns(Holds::Field(field)).next().is_some())
    };
    let all = headers.iter().enumerate().flat_map(|(at, h)| h.doubts.iter().map(move |d| (at, d)));
    let doubts = all.filter(|(at, d)| !is_named(*at, d.field)).map(|(_, d)| d);
    doubts
        .filter(|doubt| {
            let is_new = !told.contains(&doubt.field);
            told.push(doubt.field);
            is_new
        })
        .map(|doubt| {
            let title = &fields[doubt.field].title;
            let printed = &doubt.printed;
            let message = match doubt.why {
                Why::Unnamed => format!("no heading names the {title}; it was taken from the column “{printed}” because of what its cells say"),
                Why::Another => format!("the column “{printed}” may contain the {title}; it was not used for that"),
                Why::Brief => format!("the {title} was taken from a column of short entries; the column “{printed}” beside it has more text"),
            };
            Diagnostic::new("column.doubtful", Level::Warning, message).at(source).printed(printed.clone())
        })
        .collect()
}
