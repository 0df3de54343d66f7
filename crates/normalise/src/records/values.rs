//! Second pass: what the cells of the items say.

use super::columns::{Edition, HeaderRow, Holds, edition};
use super::completion::{DateCells, with_edition};
use super::leads::{self, Lead, Slot};
use super::outline::{Outline, Part, RawItem, heads_rows, is_placeholder};
use super::posts::Known;
use super::refs::{self, Ref, Step};
use super::status::{Statuses, saturated};
use super::{Ids, flags, numbers, parent_ids, text};
use crate::profile::{Phrase, Profile, phrase};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use tablemend_dates::Context;
use tablemend_model::{
    Cell, Completion, Entity, FieldKind, Level, Method, Note, OtherText, Place, Record, Rgb,
    RichText, SourceRef, Value,
};

/// A field's text in a row, joined from the cells that hold it.
#[derive(Debug, Default)]
struct Content<'a> {
    text: Cow<'a, RichText>,
    /// The cells that begin in the row, where their colours may show a status.
    own: Vec<&'a Cell>,
    /// A merged cell that begins in a row of an item above.
    shared: Option<&'a Cell>,
    /// The first of its cells.
    place: Option<Place>,
}

/// An item's cells by field.
struct Laid<'a> {
    reference: Content<'a>,
    fields: Vec<Content<'a>>,
    /// Columns of date fields beside the first: field, what the header says, text.
    editions: Vec<(usize, Option<Edition>, RichText)>,
    /// Text of columns that no field knows, by header.
    extra: Vec<(&'a str, String)>,
    /// Text of columns without a header.
    rest: Vec<OtherText>,
    source: SourceRef,
}

impl Laid<'_> {
    /// Whether the item has a cell of this text already.
    fn knows(&self, cell: &Cell) -> bool {
        let text = cell.text.as_str();
        !text.is_empty()
            && (self.reference.text.as_str() == text
                || self.fields.iter().any(|f| f.text.as_str() == text)
                || self.extra.iter().any(|(_, t)| t == text))
    }
}

/// A word in a status column that is no status that is known: its value, where it is first, in how
/// many rows.
type Unlisted = (Option<String>, SourceRef, u32);

/// Everything that is the same for all items.
struct Reading<'o, 'a> {
    outline: &'o Outline<'a>,
    profile: &'o Profile,
    ids: &'o [String],
    dates: DateCells,
    statuses: Statuses,
    /// Whether the same refs come again so often that they do not tell the rows apart.
    restarts: bool,
    /// Words in the status columns that are no status that is known: value, where first, rows.
    unlisted: RefCell<BTreeMap<String, Unlisted>>,
}

/// The items as they were read.
pub(crate) struct Items {
    pub(crate) entity: Entity,
    /// Headers of the columns that no field knows.
    pub(crate) extra: Vec<String>,
    pub(crate) notes: Vec<Note>,
    /// Text of columns without a header.
    pub(crate) rest: Vec<OtherText>,
    /// The place of each item's cell, by field.
    pub(crate) places: Vec<Vec<Option<Place>>>,
}

/// Reads all items.
pub(crate) fn items(
    outline: &Outline<'_>,
    profile: &Profile,
    known: &Known<'_>,
    ids: &[String],
) -> Items {
    let schema = &profile.schema.entities[profile.item_entity()];
    let laid: Vec<Laid<'_>> = outline.items.iter().map(|i| lay(i, outline, profile)).collect();
    let mut extra: Vec<String> = Vec::new();
    for (header, _) in laid.iter().flat_map(|l| &l.extra) {
        if !extra.iter().any(|h| h == header) {
            extra.push((*header).to_owned());
        }
    }
    let date_texts = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.kind == FieldKind::Dates)
        .flat_map(|(i, _)| laid.iter().map(move |l| l.fields[i].text.as_str()))
        .collect::<Vec<_>>()
        .into_iter();
    let reading = Reading {
        outline,
        profile,
        ids,
        dates: DateCells::new(Context {
            day_first: tablemend_dates::day_first(date_texts.clone()),
            period: outline.period.as_ref().and_then(|period| period.month()),
            month_first: tablemend_dates::month_first(date_texts.clone()),
            near: None,
        }),
        statuses: Statuses::new(&outline.legend, &profile.status_words),
        unlisted: RefCell::default(),
        restarts: false,
    };
    reading.dates.learn(
        schema
            .fields
            .iter()
            .enumerate()
            .filter(|(_, f)| f.kind == FieldKind::Dates)
            .flat_map(|(i, _)| laid.iter().map(move |l| (i, l.fields[i].text.as_str()))),
    );
    let refs = references(&laid, &reading);
    let reading = Reading { restarts: restart(&refs), ..reading };
    let mut posts: Vec<(usize, Vec<Lead>)> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| matches!(f.kind, FieldKind::Posts | FieldKind::PostList))
        .map(|(i, _)| (i, leads::read(&slots(&laid, i, &reading), known)))
        .collect();
    let mut entity = Entity::default();
    let mut notes = Vec::new();
    let mut rest = Vec::new();
    let mut used = Ids::default();
    let places = laid.iter().map(|l| l.fields.iter().map(|f| f.place).collect()).collect();
    for (n, ((item, mut laid), found)) in outline.items.iter().zip(laid).zip(refs).enumerate() {
        rest.append(&mut laid.rest);
        let leads = posts.iter_mut().map(|(i, all)| (*i, std::mem::take(&mut all[n]))).collect();
        let (mut record, mut own) = record(item, &laid, found, leads, &reading, &mut used);
        record.extra = extra
            .iter()
            .map(|h| laid.extra.iter().find(|(of, _)| of == h).map(|(_, text)| text.clone()))
            .collect();
        entity.records.push(record);
        notes.append(&mut own);
    }
    notes.extend(unknown_statuses(&reading));
    notes.extend(unknown_columns(outline, profile));
    notes.extend(series(outline, profile));
    Items { entity, extra, notes, rest, places }
}

/// Lays the cells of an item's rows under its header.
fn lay<'a>(item: &RawItem<'a>, outline: &'a Outline<'_>, profile: &Profile) -> Laid<'a> {
    let fields = profile.schema.entities[profile.item_entity()].fields.len();
    let first = item.first();
    let mut laid = Laid {
        reference: Content::default(),
        fields: (0..fields).map(|_| Content::default()).collect(),
        editions: Vec::new(),
        extra: Vec::new(),
        rest: Vec::new(),
        source: SourceRef {
            place: first.table.rows().get(first.row as usize).map(|r| r.place),
            table: Some(first.table_id),
            row: Some(first.row + 1),
        },
    };
    for part in &item.parts {
        let header = &outline.header_rows[part.header];
        let coloured = |field| shows_colour(field, profile);
        let column_of =
            |col: u32| header.cells.iter().find(|c| col >= c.col && col < c.col + c.colspan);
        for cell in part.table.row_cells(part.row) {
            if is_placeholder(part.table, cell) || heads_rows(header, cell, &profile.groups) {
                continue;
            }
            if part.is_again && laid.knows(cell) {
                laid.rest.push(OtherText {
                    text: cell.text.as_str().replace('\n', " "),
                    source: SourceRef {
                        place: Some(cell.place()),
                        table: Some(part.table_id),
                        row: Some(part.row + 1),
                    },
                });
                continue;
            }
            // A cell over several columns belongs to the first of them that a field knows.
            let head = (cell.col()..cell.col() + cell.colspan())
                .filter_map(column_of)
                .find(|c| c.holds.is_some());
            let unknown = column_of(cell.col()).filter(|c| !c.printed.is_empty());
            if let (None, Some(head)) = (head, unknown) {
                if cell.row() == part.row && !cell.text.is_empty() {
                    let text = cell.text.as_str();
                    match laid.extra.iter_mut().find(|(h, _)| *h == head.printed) {
                        Some((_, all)) => {
                            all.push('\n');
                            all.push_str(text);
                        }
                        None => laid.extra.push((&head.printed, text.to_owned())),
                    }
                }
                continue;
            }
            let Some(head) = head else {
                if cell.row() == part.row && !cell.text.is_empty() {
                    laid.rest.push(OtherText {
                        text: cell.text.as_str().replace('\n', " "),
                        source: SourceRef {
                            place: Some(cell.place()),
                            table: Some(part.table_id),
                            row: Some(part.row + 1),
                        },
                    });
                }
                continue;
            };
            if let Some(Holds::Group(_)) = head.holds {
                continue;
            }
            let content = match head.holds {
                Some(Holds::Field(f)) => &mut laid.fields[f],
                _ => &mut laid.reference,
            };
            if part.is_again && !content.text.is_empty() {
                // Another text for a field that has one: it stays under its header.
                let text = cell.text.as_str().to_owned();
                if !text.is_empty() && cell.row() == part.row {
                    laid.extra.push((&head.printed, text));
                }
                continue;
            }
            if cell.row() < part.row {
                // What begins in a row above is that row's, unless that row is this item's too.
                if part.row == first.row || cell.row() < first.row {
                    content.shared = Some(cell);
                }
                continue;
            }
            content.place.get_or_insert(cell.place());
            if matches!(head.holds, Some(Holds::Field(f)) if coloured(f)) {
                content.own.push(cell);
            }
            if let Some(Holds::Field(f)) = head.holds
                && header.columns(Holds::Field(f)).next().is_some_and(|c| c.col != head.col)
                && edition_column(f, profile)
                && !cell.text.is_empty()
            {
                laid.editions.push((f, edition(&head.words), cell.text.clone()));
                continue;
            }
            if content.text.is_empty() {
                content.text = Cow::Borrowed(&cell.text);
            } else if !cell.text.is_empty() {
                // A list that begins behind the cut begins on a line of its own.
                let is_list = cell.text.as_str().starts_with('\u{2022}');
                let between = if part.is_cut && !is_list { " " } else { "\n" };
                content.text.to_mut().append(between, &cell.text);
            }
        }
        latest_of_series(&mut laid, *part, header);
    }
    laid
}

/// Of a series of columns (`RAG Q1`, `RAG Q2`) the latest that is filled is the field's.
fn latest_of_series<'a>(laid: &mut Laid<'a>, part: Part<'a>, header: &'a HeaderRow) {
    for cell in header.cells.iter().rev() {
        let Some(Holds::Field(field)) = cell.lost else { continue };
        let content = &mut laid.fields[field];
        if !content.text.is_empty() || content.own.iter().any(|c| !c.is_blank()) || part.is_again {
            continue;
        }
        let Some(found) = part.table.cell_at(part.row, cell.col) else { continue };
        if found.row() != part.row || found.is_blank() {
            continue;
        }
        content.text = Cow::Borrowed(&found.text);
        content.own = vec![found];
        laid.extra.retain(|(h, _)| *h != cell.printed);
    }
}

/// Whether the cells of a field are looked at for their colours.
fn shows_colour(field: usize, profile: &Profile) -> bool {
    profile.schema.entities[profile.item_entity()].fields[field].kind == FieldKind::Status
        || profile.items.fill_from.iter().any(|(_, columns)| columns.contains(&field))
}

fn edition_column(field: usize, profile: &Profile) -> bool {
    profile.schema.entities[profile.item_entity()].fields[field].kind == FieldKind::Dates
}

/// The ref of each item with the notes about it; `None` where none stands there.
struct Found {
    reference: Option<Ref>,
    /// Whether the ref stands in front of the key field's text.
    in_text: bool,
    notes: Vec<Note>,
}

/// Whether more than a fifth of the refs are used before: numbers that begin again by table.
fn restart(refs: &[Found]) -> bool {
    let mut seen = HashSet::new();
    let all: Vec<&str> =
        refs.iter().filter_map(|f| Some(f.reference.as_ref()?.value.as_str())).collect();
    let again = all.iter().filter(|value| !seen.insert(**value)).count();
    again > 2 && again * 5 > all.len()
}

fn references(laid: &[Laid<'_>], reading: &Reading<'_, '_>) -> Vec<Found> {
    let rule = &reading.profile.items;
    let pattern = rule.reference.as_ref();
    let depth = reading.outline.depth;
    let mut all: Vec<Found> = laid
        .iter()
        .map(|l| {
            let own = l.reference.text.unmarked();
            let in_column = !own.is_empty();
            let text = if in_column { own.as_str() } else { l.fields[rule.key].text.as_str() };
            let bare = in_column || reading.outline.bare;
            let mut reference = if in_column || depth.is_some() || bare {
                refs::read(text, depth, bare, pattern)
            } else {
                None
            };
            if in_column {
                // A column of its own holds the ref, whatever it looks like.
                reference = reference.filter(|r| r.length == text.len()).or_else(|| {
                    let end: &[char] =
                        if text.contains('(') { &['.', ':'] } else { &['.', ':', ')'] };
                    let plain = text.trim_end_matches(end).replace('\n', " ");
                    Some(Ref {
                        value: plain.clone(),
                        printed: text.replace('\n', " "),
                        repaired: false,
                        length: text.len(),
                    })
                });
                // Printed is what stands there, note marks too.
                if let Some(r) = &mut reference
                    && l.reference.text.as_str().len() > text.len()
                {
                    r.printed = l.reference.text.as_str().replace('\n', " ");
                }
            } else if depth
                .is_some_and(|d| d > 1 && reference.as_ref().is_some_and(|r| r.depth() == 1))
            {
                reference =
                    reference.filter(|r| r.value.starts_with(|c: char| c.is_ascii_uppercase()));
            }
            let mut notes = Vec::new();
            if let Some(r) = reference.as_ref().filter(|r| r.repaired) {
                notes.push(
                    Note::new("ref.repaired", Level::Info, "the reference was repaired")
                        .at(l.source)
                        .repair(r.printed.clone(), r.value.clone()),
                );
            }
            Found { reference, in_text: !in_column, notes }
        })
        .collect();
    letter_a(&mut all, laid, reading);
    sequence(&mut all, laid, reading);
    all
}

/// An unlettered row that opens a run `…b`, `…c` and has the part `a.` gets the letter.
fn letter_a(all: &mut [Found], laid: &[Laid<'_>], reading: &Reading<'_, '_>) {
    for i in 0..all.len().saturating_sub(1) {
        let (Some(now), Some(next)) = (&all[i].reference, &all[i + 1].reference) else { continue };
        let (base, letter) = refs::split_letter(&next.value);
        let text = laid[i].fields[reading.profile.items.key].text.as_str();
        if letter == Some('b') && base == now.value && refs::has_part_a(text) {
            let note = Note::new(
                "ref.repaired",
                Level::Info,
                "this row is part a of a lettered group (b, c … follow), so it was numbered as part a",
            )
            .at(laid[i].source)
            .repair(now.printed.clone(), format!("{base}a"));
            if let Some(reference) = all[i].reference.as_mut() {
                reference.value.push('a');
                reference.repaired = true;
            }
            all[i].notes.push(note);
        }
    }
}

/// Reports gaps and returns in the numbering of rows under one parent.
fn sequence(all: &mut [Found], laid: &[Laid<'_>], reading: &Reading<'_, '_>) {
    let items = &reading.outline.items;
    for i in 1..all.len() {
        if items[i].parents != items[i - 1].parents {
            continue;
        }
        let (Some(before), Some(now)) = (&all[i - 1].reference, &all[i].reference) else {
            continue;
        };
        let message = match refs::step(&before.value, &now.value) {
            Step::Fine => continue,
            Step::Gap => format!("numbers are left out between {} and {}", before.value, now.value),
            Step::Back => format!("{} comes after {}", now.value, before.value),
        };
        let note = Note::new("ref.sequence", Level::Warning, message)
            .at(laid[i].source)
            .printed(now.printed.clone())
            .help("check that no row is missing in the document");
        all[i].notes.push(note);
    }
}

fn slots<'l>(laid: &'l [Laid<'_>], field: usize, reading: &Reading<'_, '_>) -> Vec<Slot<'l>> {
    // An HTML table may come from a converter that knows no spans; one span shows that it does.
    let spans = |method: Method| {
        // The items of a table follow each other: each table is looked at once.
        let mut last: Option<*const tablemend_model::Table> = None;
        reading.outline.items.iter().map(|i| i.first().table).any(|table| {
            let is_seen =
                last.replace(std::ptr::from_ref(table)) == Some(std::ptr::from_ref(table));
            !is_seen && table.method() == method && table.cells().iter().any(|c| c.rowspan() > 1)
        })
    };
    let (html_spans, markdown_spans) = (spans(Method::Html), spans(Method::Markdown));
    let (word_spans, sheet_spans) = (spans(Method::Word), spans(Method::Sheet));
    reading
        .outline
        .items
        .iter()
        .zip(laid)
        .map(|(item, l)| {
            let content = &l.fields[field];
            let area = item.parents.iter().rev().find_map(|p| *p);
            Slot {
                text: (!content.text.is_empty()).then_some(&content.text),
                merged: content.shared.is_some_and(|c| !c.text.is_empty()),
                merges_show: match item.first().table.method() {
                    Method::Tagged | Method::Ruled => true,
                    Method::Html => html_spans,
                    Method::Markdown => markdown_spans,
                    // Whoever merges leads somewhere does so everywhere; others leave blanks.
                    Method::Word => word_spans,
                    Method::Sheet => sheet_spans,
                    Method::Aligned => false,
                },
                area,
                after_break: item.after_break,
                absent: !item.parts.iter().any(|part| {
                    let header = &reading.outline.header_rows[part.header];
                    header.columns(Holds::Field(field)).next().is_some()
                }),
                source: l.source,
            }
        })
        .collect()
}

fn record(
    item: &RawItem<'_>,
    laid: &Laid<'_>,
    found: Found,
    leads: Vec<(usize, Lead)>,
    reading: &Reading<'_, '_>,
    used: &mut Ids,
) -> (Record, Vec<Note>) {
    let profile = reading.profile;
    let schema = &profile.schema.entities[profile.item_entity()];
    let mut notes = found.notes;
    let mut leads = leads;
    let mut values: Vec<Value> = Vec::with_capacity(schema.fields.len());
    for (i, field) in schema.fields.iter().enumerate() {
        let content = &laid.fields[i];
        let value = match field.kind {
            FieldKind::Text => {
                let mut text = content.text.as_str();
                if i == profile.items.key
                    && found.in_text
                    && let Some(r) = &found.reference
                {
                    text = text.get(r.length..).unwrap_or(text).trim_start();
                }
                let own = text::running(text);
                if own.is_empty() {
                    inherited_text(content, &field.title, laid.source, &mut notes)
                } else {
                    Value::Text(own)
                }
            }
            FieldKind::Dates => dates(content, laid, i, reading, &mut notes),
            FieldKind::Posts | FieldKind::PostList => {
                match leads.iter_mut().find(|(f, _)| *f == i) {
                    Some((_, lead)) => {
                        notes.append(&mut lead.notes);
                        Value::Posts(std::mem::take(&mut lead.posts))
                    }
                    None => Value::Missing,
                }
            }
            FieldKind::Status => status(i, item, laid, reading, &mut notes),
            FieldKind::Number => number(content, scale(profile, i)),
            FieldKind::Forecast => Value::Missing,
        };
        values.push(value);
    }
    for (i, field) in
        schema.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Forecast)
    {
        let from = field.from.as_deref().and_then(|name| schema.field(name));
        if let Some((j, _)) = from
            && let Value::Text(text) = &values[j]
            && let Some(when) = tablemend_dates::only(text, &reading.dates.context)
        {
            values[i] = Value::Forecast(when);
        }
    }
    if laid.fields[profile.items.key].text.is_struck() {
        notes.push(Note::new("item.struck", Level::Info, "the item is struck out").at(laid.source));
    }
    let reference = found.reference.as_ref().map(|r| r.value.clone());
    let wanted = reference.clone().unwrap_or_else(|| {
        format!("table {} row {}", laid.source.table.unwrap_or(0), laid.source.row.unwrap_or(0))
    });
    let id = used.unique(&wanted);
    match &found.reference {
        Some(r) if id != r.value => {
            // A duplicate stays as printed: that it was glued to its text is said in its one note.
            let glued = notes.iter().position(|n| n.code == "ref.repaired" && r.printed == r.value);
            let message = match glued.map(|i| notes.remove(i)) {
                Some(_) => {
                    "this reference has already been used in the document; it was split off the text that it is glued to"
                }
                None => "this reference has already been used in the document",
            };
            // Refs that begin again in each table are the document's way.
            let level = if reading.restarts { Level::Info } else { Level::Warning };
            notes.push(
                Note::new("ref.duplicate", level, message)
                    .at(laid.source)
                    .repair(r.printed.clone(), id.clone()),
            );
        }
        None if reading.outline.depth.is_some() => notes.push(
            Note::new("ref.missing", Level::Warning, "the row has no reference")
                .at(laid.source)
                .used(id.clone()),
        ),
        _ => {}
    }
    for note in &mut notes {
        note.record = Some(id.clone());
    }
    let record = Record {
        parents: parent_ids(&schema.parents, &item.parents, profile, reading.ids),
        flags: flags(&notes),
        corrected: Vec::new(),
        reference,
        ref_printed: found.reference.map(|r| r.printed),
        id,
        values,
        printed: None,
        extra: Vec::new(),
        source: row_source(item, laid.source),
    };
    (record, notes)
}

/// A row's place: all of its rows.
fn row_source(item: &RawItem<'_>, first: SourceRef) -> SourceRef {
    let place = item
        .parts
        .iter()
        .filter(|p| !p.is_again)
        .filter_map(|p| p.table.rows().get(p.row as usize))
        .map(|r| r.place)
        .reduce(|a: Place, b| a.union(&b));
    SourceRef { place: place.or(first.place), ..first }
}

/// Text of a merged cell that begins in a row above: it counts for this row too.
fn inherited_text(
    content: &Content<'_>,
    field: &str,
    source: SourceRef,
    notes: &mut Vec<Note>,
) -> Value {
    let Some(shared) = content.shared.filter(|c| !c.text.is_empty()) else { return Value::Missing };
    let text = text::running(shared.text.as_str());
    inherited(field, &text, source, notes);
    Value::Text(text)
}

fn inherited(field: &str, used: &str, source: SourceRef, notes: &mut Vec<Note>) {
    notes.push(
        Note::new(
            "cell.inherited",
            Level::Info,
            format!("{field} is in a cell merged with the row above"),
        )
        .at(source)
        .used(used),
    );
}

fn dates(
    content: &Content<'_>,
    laid: &Laid<'_>,
    field: usize,
    reading: &Reading<'_, '_>,
    notes: &mut Vec<Note>,
) -> Value {
    let title = &reading.profile.schema.entities[reading.profile.item_entity()].fields[field].title;
    let mut read = |text: &RichText| {
        let mut read = reading.dates.read(&text.unmarked(), field);
        read.completion.printed = read.completion.printed.map(|_| text.as_str().replace('\n', " "));
        for finding in read.findings {
            let mut note = Note::new(finding.code, finding.level, finding.message)
                .at(laid.source)
                .printed(finding.printed);
            note.used = finding.used;
            notes.push(note);
        }
        read.completion
    };
    let others: Vec<_> = laid.editions.iter().filter(|(f, _, _)| *f == field).collect();
    if content.text.is_empty() && others.is_empty() {
        let Some(shared) = content.shared.filter(|c| !c.text.is_empty()) else {
            return Value::Missing;
        };
        let mut completion = read(&shared.text);
        completion.printed = None;
        inherited(title, "", laid.source, notes);
        return Value::Completion(completion);
    }
    let mut all = if content.text.is_empty() { Completion::default() } else { read(&content.text) };
    for (_, edition, text) in others {
        let other = read(text);
        all = with_edition(all, other, *edition);
    }
    Value::Completion(all)
}

fn status(
    field: usize,
    item: &RawItem<'_>,
    laid: &Laid<'_>,
    reading: &Reading<'_, '_>,
    notes: &mut Vec<Note>,
) -> Value {
    let content = &laid.fields[field];
    let ground = ground(item, content);
    let read_all = |cells: &[&Cell]| {
        let (first, others) = cells.split_first()?;
        if others.is_empty() {
            return Some(live_status(reading, first, ground));
        }
        let mut merged = (*first).clone();
        for cell in others {
            merged.absorb("\n", (*cell).clone());
        }
        Some(live_status(reading, &merged, ground))
    };
    let mut read = read_all(&content.own);
    let empty = |r: &Option<super::status::Read>| {
        r.as_ref().is_none_or(|r| r.status.value.is_none() && r.status.printed.is_none())
    };
    if empty(&read)
        && let Some(shared) = content.shared.filter(|c| !c.is_blank())
    {
        read = Some(reading.statuses.read(shared, ground));
        if let Some(read) = &mut read
            && read.status.value.is_some()
        {
            read.status.printed = None;
            inherited("the status", "", laid.source, notes);
        }
    }
    if empty(&read) {
        // Another column may show the status by its fill alone.
        let columns = reading.profile.items.fill_from.iter().find(|(f, _)| *f == field);
        for column in columns.map(|(_, c)| c.as_slice()).unwrap_or_default() {
            let cells = laid.fields[*column].own.iter().filter(|c| c.fill.is_some());
            for cell in cells {
                let mut bare = (*cell).clone();
                bare.text = RichText::default();
                read = Some(reading.statuses.read(&bare, ground));
            }
            if !empty(&read) {
                break;
            }
        }
    }
    let Some(read) = read else { return Value::Missing };
    let printed = read.status.printed.clone().unwrap_or_default();
    if let Some(colour) = read.conflict {
        notes.push(
            Note::new(
                "status.conflict",
                Level::Warning,
                format!("the word says one status, the colour {colour}; the word is used"),
            )
            .at(laid.source)
            .repair(printed.clone(), read.status.value.clone().unwrap_or_default()),
        );
    }
    if read.unlisted {
        let mut unlisted = reading.unlisted.borrow_mut();
        let word = read.status.value.clone().unwrap_or(printed);
        unlisted.entry(word).or_insert((read.status.value.clone(), laid.source, 0)).2 += 1;
    }
    if read.status.value.is_none() && read.status.printed.is_none() {
        return Value::Missing;
    }
    Value::Status(read.status)
}

/// Reads a status by what of its cell holds; all of it is kept as printed.
fn live_status(reading: &Reading<'_, '_>, cell: &Cell, ground: Option<Rgb>) -> super::status::Read {
    let live = cell.text.live();
    if live == cell.text {
        return reading.statuses.read(cell, ground);
    }
    let mut held = cell.clone();
    held.text = live;
    let mut read = reading.statuses.read(&held, ground);
    read.status.printed = Some(cell.text.as_str().replace('\n', " "));
    read
}

/// The shade that the row's other cells share, if more than half of them do.
fn ground(item: &RawItem<'_>, content: &Content<'_>) -> Option<Rgb> {
    let part = item.first();
    let mine: Vec<(u32, u32)> = content.own.iter().map(|c| (c.row(), c.col())).collect();
    let others: Vec<Option<Rgb>> = part
        .table
        .row_cells(part.row)
        .filter(|c| !mine.contains(&(c.row(), c.col())))
        .map(|c| c.fill.filter(|f| !saturated(*f)))
        .collect();
    let first = others.iter().find_map(|f| *f)?;
    (others.iter().filter(|f| **f == Some(first)).count() * 2 > others.len()).then_some(first)
}

/// A number, or a word of a scale in its place. Note marks and what is struck out are no part of it.
///
/// Where the words are of a known scale, the value is the word's place in it.
fn number(content: &Content<'_>, scale: &[Vec<Phrase>]) -> Value {
    if content.text.is_empty() {
        return Value::Missing;
    }
    let printed = content.text.as_str().replace('\n', " ");
    let live = content.text.live();
    let text = live.as_str();
    // `12 (3x4)` and `4 - Likely` begin with their number; a word with a number in brackets ends so.
    let behind = || {
        let open = text.rfind('(')?;
        text[open + 1..].trim_end_matches(')').trim().parse::<f64>().ok()
    };
    let on_scale = || {
        // `High priority`, `Medium risk`.
        let what = ["priority", "risk", "severity", "rating", "impact", "likelihood"];
        let lead = phrase(&super::status::leading(text));
        let lead: Phrase = lead.words().filter(|w| !what.contains(w)).collect();
        let step = scale.iter().position(|step| step.contains(&lead))?;
        Some(step as f64 + 1.0)
    };
    let value = numbers::read(text).or_else(behind).or_else(on_scale);
    Value::Number { value, printed }
}

/// The words of a field's scale, from the least to the most.
fn scale(profile: &Profile, field: usize) -> &[Vec<Phrase>] {
    let scales = &profile.items.scales;
    scales.iter().find(|(f, _)| *f == field).map(|(_, words)| words.as_slice()).unwrap_or_default()
}

/// One note for each word in the status columns that is no status as far as the document tells.
fn unknown_statuses(reading: &Reading<'_, '_>) -> Vec<Note> {
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
            let mut note = Note::new("status.unlisted", Level::Info, message)
                .at(*source)
                .printed(printed.clone());
            note.used.clone_from(value);
            note
        })
        .collect()
}

/// One note for each field that several columns of a series could hold.
fn series(outline: &Outline<'_>, profile: &Profile) -> Vec<Note> {
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
            let of_field = |c: &&super::columns::HeaderCell| {
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
                Note::new("column.series", Level::Info, message).at(source).printed(new.1.clone()),
            );
            told.push(new);
        }
    }
    notes
}

/// One note for each column that no field knows.
fn unknown_columns(outline: &Outline<'_>, profile: &Profile) -> Vec<Note> {
    let mut seen = Vec::new();
    let mut notes = Vec::new();
    for (i, header) in outline.header_rows.iter().enumerate() {
        if !outline.items.iter().any(|item| item.first().header == i) {
            continue;
        }
        for cell in header.cells.iter().filter(|c| c.holds.is_none()) {
            if seen.contains(&&cell.words) {
                continue;
            }
            seen.push(&cell.words);
            let source =
                outline.items.iter().map(RawItem::first).find(|p| p.header == i).map(|p| {
                    SourceRef {
                        place: p.table.pieces().first().copied(),
                        table: Some(p.table_id),
                        row: None,
                    }
                });
            notes.push(
                Note::new(
                    "column.unknown",
                    Level::Info,
                    format!(
                        "no field of the profile knows the column “{}”; it is kept with its rows as it is",
                        cell.printed
                    ),
                )
                .at(source.unwrap_or_default())
                .printed(cell.printed.clone())
                .help(format!(
                    "add the header's words to a field of the profile {}",
                    profile.name()
                )),
            );
        }
    }
    notes
}
