//! What the page shows: the dataset turned into headings, rows and words. The template only lays
//! it out.

use super::columns::{Column, class_of, columns, unfilled};
use super::counts::{Count, counts, heads};
use super::words::{Prose, clean, interval, meant, month, place, prose};
use crate::relation::{Index, extra_name, title_field, words};
use askama::Template;
use std::borrow::Cow;
use std::collections::HashMap;
use tablemend_model::{
    Dataset, DatedAs, Diagnostic, EntityKind, EntitySchema, FieldKind, FieldSchema, Level, Record,
    Role, Value,
};

/// The whole page.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page<'a> {
    title: Cow<'a, str>,
    kind: &'a str,
    /// For programs that read the page again.
    mark: Mark<'a>,
    period: Option<String>,
    source: Cow<'a, str>,
    tool: &'a str,
    /// The items of each kind; mostly there is one.
    parts: Vec<Part>,
    /// What all the items are called (`actions`).
    noun: String,
    doubts: usize,
    /// What the groups of the first kind are called.
    group_heading: String,
    /// The statuses of all parts, each once.
    heads: Vec<Badge>,
    has_counts: bool,
    /// Whether there is a group to choose.
    has_groups: bool,
    legend: Vec<Entry>,
    loose: Vec<Doubt>,
    /// What was repaired beside the records: of use to few, so it is folded away and not printed.
    technical: Vec<Doubt>,
    about: Vec<(&'static str, String)>,
}

/// The items of one kind.
struct Part {
    /// Singular name of their entity.
    kind: String,
    /// Their name (`Actions`).
    title: String,
    /// The same within a sentence.
    noun: String,
    count: usize,
    group_noun: String,
    group_heading: String,
    heads: Vec<Badge>,
    counts: Vec<Count>,
    columns: Vec<Column>,
    /// What is said of the columns that are not shown; empty where all are.
    unfilled: String,
    blocks: Vec<Block>,
}

/// What the page says of itself to programs.
struct Mark<'a> {
    profile: Cow<'a, str>,
    period: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
}

/// A status with what marks it besides its colour.
#[derive(Clone)]
pub(super) struct Badge {
    pub(super) key: String,
    word: String,
    pub(super) class: &'static str,
    mark: &'static str,
}

struct Entry {
    status: Badge,
    /// Empty where the document does not say.
    said: String,
    meaning: String,
}

/// A group, or the items that are in none; blocks that open more deeply follow.
#[derive(Default)]
struct Block {
    opens: bool,
    /// How many sections end behind it.
    closes: usize,
    /// 1 is the outermost; 0 is not a group.
    level: usize,
    anchor: String,
    /// Singular name of the group's entity, and its id there.
    entity: String,
    id: String,
    reference: Option<String>,
    title: String,
    /// For those who hear a table's name.
    name: String,
    facts: Vec<Fact>,
    doubts: Vec<Doubt>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

struct Fact {
    name: String,
    parts: Vec<Prose>,
}

struct Row {
    anchor: String,
    id: String,
    page: Option<u32>,
    /// Ids of the groups it is in, by the singular names of their entities.
    groups: Vec<(String, String)>,
    reference: String,
    status: String,
    group: String,
    doubtful: bool,
    cells: Vec<Cell>,
}

#[derive(Default)]
struct Cell {
    class: &'static str,
    field: String,
    is_hidden: bool,
    /// What of the value does not show, or not exactly, as attributes (`data-edtf`).
    data: Vec<(&'static str, String)>,
    sort: Option<String>,
    status: Option<Badge>,
    parts: Vec<Prose>,
    small: Option<String>,
    doubts: Vec<Doubt>,
    doubts_told: String,
}

struct Doubt {
    level: &'static str,
    message: String,
    printed: Option<String>,
    used: Option<String>,
    place: Option<String>,
    help: Option<String>,
    code: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(data: &'a Dataset) -> Self {
        let index = Index::new(data);
        let document = &data.document;
        let kinds = data.kinds();
        let parts: Vec<Part> = kinds.iter().map(|data| Part::new(data)).collect();
        let mut heads: Vec<Badge> = Vec::new();
        for head in parts.iter().flat_map(|part| &part.heads) {
            if !heads.iter().any(|known| known.key == head.key) {
                heads.push(head.clone());
            }
        }
        let nouns: Vec<&str> = parts.iter().map(|part| part.noun.as_str()).collect();
        let (noun, first) = (nouns.join(" and "), parts.first());
        Self {
            title: clean(document.title.as_deref().unwrap_or(&document.name)),
            kind: &data.schema.title,
            mark: Mark {
                profile: clean(&document.profile),
                period: document.period.as_deref().map(clean),
                title: document.title.as_deref().map(clean),
            },
            period: document.period.as_deref().map(month),
            source: clean(&document.name),
            tool: &document.tool,
            noun,
            doubts: data.diagnostics.iter().filter(|n| n.level > Level::Info).count(),
            group_heading: first.map_or_else(String::new, |part| part.group_heading.clone()),
            heads,
            has_counts: parts.iter().any(|part| !part.counts.is_empty()),
            has_groups: parts.iter().any(|part| part.counts.len() > 1),
            legend: data
                .legend
                .iter()
                .map(|l| Entry {
                    status: badge(Some(&l.status)),
                    said: clean(l.meaning.as_deref().unwrap_or_default()).into_owned(),
                    meaning: clean(l.meaning.as_deref().unwrap_or("not said")).into_owned(),
                })
                .collect(),
            parts,
            loose: loose(data, &index, |level| level > Level::Info),
            technical: loose(data, &index, |level| level == Level::Info),
            about: about(data),
        }
    }
}

impl Part {
    /// The items of a dataset of one kind.
    fn new(data: &Dataset) -> Self {
        let index = Index::new(data);
        let items = data.items();
        let outer = items.and_then(|(s, _)| data.schema.entity(s.parents.first()?));
        let by_record = doubts_by_record(data, &index);
        let heads = heads(data);
        let columns = columns(data);
        let mut blocks = blocks(data, &index, &by_record);
        for row in blocks.iter_mut().flat_map(|block| &mut block.rows) {
            for (cell, column) in row.cells.iter_mut().zip(&columns) {
                cell.is_hidden = column.is_hidden;
            }
        }
        Self {
            kind: items.map_or_else(String::new, |(s, _)| s.one.clone()),
            title: items.map_or_else(|| "Rows".to_owned(), |(s, _)| s.title.clone()),
            noun: items.map_or_else(|| "rows".to_owned(), |(s, _)| s.title.to_lowercase()),
            count: items.map_or(0, |(_, e)| e.records.len()),
            group_noun: outer.map_or_else(String::new, |(_, e)| words(&e.one).to_lowercase()),
            group_heading: outer.map_or_else(String::new, |(_, e)| words(&e.one)),
            counts: outer.map_or_else(Vec::new, |(at, _)| counts(data, at, &heads)),
            heads,
            unfilled: unfilled(&columns),
            columns,
            blocks,
        }
    }
}

/// The diagnostics of these levels that are about no record.
fn loose(data: &Dataset, index: &Index<'_>, wanted: impl Fn(Level) -> bool) -> Vec<Doubt> {
    let is_loose =
        |n: &&Diagnostic| n.record.as_deref().is_none_or(|id| index.entity_of(id).is_none());
    data.diagnostics.iter().filter(is_loose).filter(|n| wanted(n.level)).map(doubt).collect()
}

/// The diagnostics of each record, by entity and id.
type ByRecord<'a> = HashMap<(usize, &'a str), Vec<&'a Diagnostic>>;

fn doubts_by_record<'a>(data: &'a Dataset, index: &Index<'a>) -> ByRecord<'a> {
    let mut by_record = ByRecord::new();
    for note in &data.diagnostics {
        if let Some(id) = note.record.as_deref()
            && let Some(entity) = index.entity_at(id)
        {
            by_record.entry((entity, id)).or_default().push(note);
        }
    }
    by_record
}

pub(super) fn status_of(record: &Record, field: usize) -> Option<&str> {
    match record.values.get(field) {
        Some(Value::Status(status)) => status.value.as_deref(),
        _ => None,
    }
}

/// Groups and items in document order, each group once.
fn blocks(data: &Dataset, index: &Index<'_>, by_record: &ByRecord<'_>) -> Vec<Block> {
    let Some((at, (schema, items))) = data.schema.items().map(|(at, _)| at).zip(data.items())
    else {
        return Vec::new();
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<Option<String>> = Vec::new();
    let mut here: Option<&[Option<String>]> = None;
    for record in &items.records {
        if here != Some(&record.parents) {
            let same = open.iter().zip(&record.parents).take_while(|(a, b)| a == b).count();
            close(&mut blocks, open.drain(same..));
            blocks.push(Block { name: schema.title.clone(), ..Block::default() });
            for (parent, id) in record.parents.iter().enumerate().skip(same) {
                open.push(id.clone());
                if let Some((group, row)) = index.parent(schema, record, parent) {
                    let entity = data.schema.entity(&group.name).map_or(0, |(at, _)| at);
                    let doubts = by_record.get(&(entity, row.id.as_str()));
                    blocks.push(group_block(group, row, parent + 1, doubts, data, entity));
                }
            }
            here = Some(&record.parents);
        }
        if let Some(block) = blocks.last_mut() {
            let doubts = by_record.get(&(at, record.id.as_str())).map_or(&[][..], Vec::as_slice);
            block.rows.push(row(data, schema, record, doubts));
        }
    }
    close(&mut blocks, open.drain(..));
    blocks.retain(|b| b.opens || b.closes > 0 || !b.rows.is_empty());
    blocks
}

/// Says at the last block how many sections end behind it.
fn close(blocks: &mut [Block], ended: impl Iterator<Item = Option<String>>) {
    let ended = ended.flatten().count();
    if let Some(last) = blocks.last_mut() {
        last.closes += ended;
    }
}

fn group_block(
    schema: &EntitySchema,
    record: &Record,
    level: usize,
    doubts: Option<&Vec<&Diagnostic>>,
    data: &Dataset,
    entity: usize,
) -> Block {
    let named = title_field(schema);
    let title = clean(title_of(schema, record).unwrap_or_default()).replace('\n', " ");
    let facts = schema.fields.iter().enumerate().filter(|(at, _)| Some(*at) != named);
    let facts = facts.filter_map(|(at, field)| {
        let parts = match record.values.get(at)? {
            Value::Text(text) => prose(text),
            Value::Posts(posts) => prose(&posts.people.join("; ")),
            Value::Completion(when) => prose(when.printed.as_deref()?),
            Value::Number { printed, .. } => prose(printed),
            Value::Status(status) => prose(status.value.as_deref()?),
            Value::Missing | Value::Forecast(_) => return None,
        };
        (!parts.is_empty()).then(|| Fact { name: field.title.clone(), parts })
    });
    let groups = data.schema.entities.iter().enumerate();
    let level_of_notes =
        groups.filter(|(_, e)| e.kind == EntityKind::Group).position(|(at, _)| at == entity);
    let notes = data.notes.iter().filter(|n| {
        let innermost = n.parents.iter().rposition(Option::is_some);
        innermost == level_of_notes
            && innermost.and_then(|at| n.parents.get(at)?.as_deref()) == Some(&record.id)
    });
    Block {
        opens: true,
        closes: 0,
        level,
        anchor: anchor(schema, &record.id),
        entity: schema.one.clone(),
        id: clean(&record.id).into_owned(),
        reference: record.reference.as_deref().map(|r| clean(r).into_owned()),
        name: [record.reference.as_deref(), Some(&title)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        title,
        facts: facts.collect(),
        doubts: doubts.map_or_else(Vec::new, |list| list.iter().map(|n| doubt(n)).collect()),
        rows: Vec::new(),
        notes: notes.map(|n| clean(&n.text).into_owned()).collect(),
    }
}

fn row(data: &Dataset, schema: &EntitySchema, record: &Record, doubts: &[&Diagnostic]) -> Row {
    let mut cells: Vec<Cell> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.kind != FieldKind::Forecast)
        .map(|(at, field)| {
            let forecast = schema.fields.iter().zip(&record.values).find_map(|(f, v)| match v {
                Value::Forecast(when) if f.from.as_deref() == Some(&field.name) => Some(when),
                _ => None,
            });
            let value = record.values.get(at).unwrap_or(&Value::Missing);
            Cell {
                field: field.name.clone(),
                data: attributes(value),
                ..cell(field, value, forecast)
            }
        })
        .collect();
    // What no field knows stays with its row.
    cells.extend(schema.extra.iter().enumerate().map(|(at, header)| {
        let text = record.extra.get(at).and_then(Option::as_deref).unwrap_or_default();
        Cell {
            class: class_of(FieldKind::Text),
            field: extra_name(header),
            parts: prose(text),
            ..Cell::default()
        }
    }));
    let doubtful = doubts.iter().any(|n| n.level > Level::Info);
    if let Some(first) = cells.first_mut() {
        first.doubts = doubts.iter().map(|n| doubt(n)).collect();
        let noun = match (doubtful, doubts.len()) {
            (true, 1) => "query",
            (true, _) => "queries",
            (false, 1) => "note",
            (false, _) => "notes",
        };
        first.doubts_told = format!("{} {noun} on this row", doubts.len());
    }
    let status = schema.first_of(FieldKind::Status).and_then(|(at, _)| status_of(record, at));
    let outer = schema.parents.first().and_then(|name| data.schema.entity(name));
    let group = record.parents.first().and_then(Option::as_deref);
    let parents = schema.parents.iter().zip(&record.parents).filter_map(|(name, id)| {
        let (_, parent) = data.schema.entity(name)?;
        Some((parent.one.clone(), clean(id.as_deref()?).into_owned()))
    });
    Row {
        anchor: anchor(schema, &record.id),
        id: clean(&record.id).into_owned(),
        page: record.source.place.and_then(|p| p.page()),
        groups: parents.collect(),
        reference: clean(record.reference.as_deref().unwrap_or_default()).into_owned(),
        status: status.unwrap_or(NO_STATUS).to_owned(),
        group: outer.zip(group).map_or_else(String::new, |((_, e), id)| anchor(e, id)),
        doubtful,
        cells,
    }
}

fn cell(field: &FieldSchema, value: &Value, forecast: Option<&DatedAs>) -> Cell {
    let class = class_of(field.kind);
    let empty = Cell { class, ..Cell::default() };
    match value {
        Value::Missing | Value::Forecast(_) if field.kind == FieldKind::Status => {
            Cell { status: Some(badge(None)), sort: Some(String::new()), ..empty }
        }
        Value::Missing | Value::Forecast(_) => empty,
        Value::Text(text) => Cell {
            parts: prose(text),
            small: forecast.map(|when| format!("Forecast: {}", interval(when.start, when.end))),
            ..empty
        },
        Value::Completion(when) => Cell {
            parts: prose(when.printed.as_deref().unwrap_or_default()),
            sort: Some(when.end.map_or_else(String::new, |d| d.to_string())),
            small: meant(when),
            ..empty
        },
        Value::Posts(posts) => Cell { parts: prose(&posts.people.join("\n")), ..empty },
        Value::Status(status) => Cell {
            status: Some(badge(status.value.as_deref())),
            sort: Some(status.value.clone().unwrap_or_default()),
            ..empty
        },
        Value::Number { value, printed } => {
            Cell { parts: prose(printed), sort: value.map(|v| v.to_string()), ..empty }
        }
    }
}

/// What programs that read the page again need beside what shows.
fn attributes(value: &Value) -> Vec<(&'static str, String)> {
    match value {
        Value::Missing | Value::Forecast(_) | Value::Text(_) => Vec::new(),
        Value::Completion(when) => {
            let day = |d: Option<tablemend_model::Date>| d.map(|d| d.to_string());
            let live = when.dates.iter().filter(|d| d.role != Role::Original);
            let live: Vec<&str> = live.map(|d| d.when.edtf.as_str()).collect();
            let pairs = [
                ("edtf", Some(when.edtf.clone().unwrap_or_default())),
                ("start", day(when.start)),
                ("end", day(when.end)),
                ("dates", (!live.is_empty()).then(|| live.join(" "))),
            ];
            pairs.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
        }
        Value::Posts(posts) if posts.alternatives.is_empty() => Vec::new(),
        Value::Posts(posts) => {
            let others = posts.alternatives.iter().map(|list| list.join(" + "));
            let others = others.collect::<Vec<_>>().join("; ");
            vec![("alternatives", clean(&others).into_owned())]
        }
        Value::Status(status) => {
            status.value.iter().map(|s| ("value", clean(s).into_owned())).collect()
        }
        Value::Number { value, .. } => value.iter().map(|v| ("value", v.to_string())).collect(),
    }
}

/// Key of rows without a status; no status is spelt so, since a status has no blank at its start.
pub(super) const NO_STATUS: &str = " none";

/// A status as it shows: a word, a colour, and a mark that differs by colour.
pub(super) fn badge(status: Option<&str>) -> Badge {
    let (class, mark) = match status {
        Some("blue") => ("s-blue", "✓"),
        Some("green") => ("s-green", "●"),
        Some("amber") => ("s-amber", "▲"),
        Some("red") => ("s-red", "■"),
        Some("grey") => ("s-grey", "–"),
        Some(_) => ("s-other", "○"),
        None => ("s-none", "·"),
    };
    let key = status.unwrap_or(NO_STATUS).to_owned();
    let word = status.map_or_else(|| "No status".to_owned(), |s| words(&clean(s)));
    Badge { key, word, class, mark }
}

fn doubt(note: &Diagnostic) -> Doubt {
    let own = |text: &Option<String>| text.as_deref().map(|t| clean(t).into_owned());
    Doubt {
        level: match note.level {
            Level::Info => "Note",
            Level::Warning => "Query",
            Level::Error => "Not readable",
        },
        message: clean(&note.message).into_owned(),
        printed: own(&note.printed),
        used: own(&note.used),
        place: place(&note.source),
        help: own(&note.help),
        code: note.code.to_string(),
    }
}

fn about(data: &Dataset) -> Vec<(&'static str, String)> {
    let d = &data.document;
    let mut facts = vec![
        ("Source file", clean(&d.name).into_owned()),
        ("SHA-256", d.sha256.clone()),
        ("Media type", d.media_type.clone()),
    ];
    facts.extend(d.pages.map(|p| ("Pages", p.to_string())));
    facts.push(("Document type", format!("{} (profile {})", data.schema.title, d.profile)));
    facts.push(("Extracted with", d.tool.clone()));
    facts.push((
        "Dates",
        "Small text under a date shows the days it covers; a month runs from its first to its last day."
            .to_owned(),
    ));
    facts
}

pub(super) fn title_of<'a>(schema: &EntitySchema, record: &'a Record) -> Option<&'a str> {
    match record.values.get(title_field(schema)?)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The fragment of a record: its entity and id, without blanks.
pub(super) fn anchor(schema: &EntitySchema, id: &str) -> String {
    let id: String = clean(id).chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
    format!("{}-{id}", schema.one)
}
