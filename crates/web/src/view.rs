//! What the screen shows of a document: its records, each field as printed, as read and as corrected,
//! with its place; the notes, and in which order they are worth a look.
//!
//! Places are lists of pieces: `{"page", "bbox"}` in PDF points from the top left, `{"lines"}`,
//! `{"paragraph"}` or `{"sheet", "cells"}`.

use crate::places::Columns;
use serde_json::{Value as Json, json};
use tablemend::corrections::{above_gap, concerns, place, printed, read_as};
use tablemend::model::{
    Dataset, Diagnostic, Document, EntityKind, EntitySchema, FieldKind, Level, Place, Record,
    SourceRef,
};

/// The whole view: of the records as corrected (`data`) and as the program read them (`unreviewed`).
#[must_use]
pub fn of(document: &Document, data: &Dataset, unreviewed: &Dataset) -> Json {
    let columns = Columns::new(document, data);
    let entities = data.schema.entities.iter().zip(&data.entities).map(|(schema, entity)| {
        let rows = entity.records.iter().map(|r| record(data, unreviewed, &columns, schema, r));
        json!({
            "name": schema.name, "one": schema.one, "title": schema.title,
            "is_item": schema.kind == EntityKind::Item,
            "fields": fields(schema), "records": rows.collect::<Vec<_>>(),
        })
    });
    let info = &data.document;
    json!({
        "document": {
            "name": info.name, "title": info.title, "period": info.period, "sha256": info.sha256,
            "media_type": info.media_type, "pages": info.pages, "profile": info.profile,
            "kind": data.schema.title, "tool": info.tool,
        },
        "page_sizes": document.source.page_sizes,
        "entities": entities.collect::<Vec<_>>(),
        "notes": notes(data, unreviewed, &columns),
        "legend": data.legend.iter().map(|l| json!({ "status": l.status, "meaning": l.meaning }))
            .collect::<Vec<_>>(),
        "statuses": statuses(data),
    })
}

/// The fields that are shown and can be corrected: the reference, those of the profile, then the
/// columns that it does not know.
fn fields(schema: &EntitySchema) -> Json {
    let known = schema.fields.iter().filter(|f| f.kind != FieldKind::Forecast);
    let known = known.map(|f| json!({ "name": f.name, "title": f.title, "kind": kind(f.kind) }));
    let reference = json!({ "name": "ref", "title": "Reference", "kind": "ref" });
    let extra = schema.extra.iter().map(|h| json!({ "name": h, "title": h, "kind": "text" }));
    std::iter::once(reference).chain(known).chain(extra).collect()
}

fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Posts | FieldKind::PostList => "people",
        FieldKind::Dates | FieldKind::Forecast => "dates",
        FieldKind::Status => "status",
        FieldKind::Number => "number",
    }
}

fn names(schema: &EntitySchema) -> impl Iterator<Item = &str> {
    let known = schema.fields.iter().filter(|f| f.kind != FieldKind::Forecast);
    let known = known.map(|f| f.name.as_str());
    std::iter::once("ref").chain(known).chain(schema.extra.iter().map(String::as_str))
}

fn record(
    data: &Dataset,
    unreviewed: &Dataset,
    columns: &Columns<'_>,
    schema: &EntitySchema,
    record: &Record,
) -> Json {
    // What was there before corrections is evidence: it goes into the next ones.
    let before = unreviewed
        .entity(&schema.name)
        .and_then(|(_, e)| {
            e.records.iter().find(|r| r.id == record.id && r.source == record.source)
        })
        .unwrap_or(record);
    let fields = names(schema).map(|name| {
        json!({
            "printed": printed(schema, before, name),
            "read": read_as(schema, before, name),
            "now": read_as(schema, record, name),
            "corrected": record.corrected_from(name).is_some(),
            "inherited": inherited(schema, record, name),
            "at": pieces(&columns.of(record, name)),
        })
    });
    let parents = schema.parents.iter().zip(&record.parents).filter_map(|(name, id)| {
        let (parent, rows) = data.entity(name)?;
        let row = rows.records.iter().find(|r| Some(&r.id) == id.as_ref())?;
        let title = main_text(parent, row);
        Some(json!({ "entity": parent.name, "one": parent.one, "id": row.id,
            "ref": row.reference, "title": title }))
    });
    json!({
        "id": record.id,
        "parents": parents.collect::<Vec<_>>(),
        "fields": fields.collect::<Vec<_>>(),
        "text": main_text(schema, before),
        "place": place(&record.source),
        "at": pieces(record.source.place.as_slice()),
        "table": record.source.table, "row": record.source.row,
        "flags": record.flags,
    })
}

/// The text by which people know a record.
fn main_text<'a>(schema: &EntitySchema, record: &'a Record) -> Option<&'a str> {
    let titled = schema.field("title").filter(|(_, f)| f.kind == FieldKind::Text);
    let (at, _) = titled.or_else(|| schema.first_of(FieldKind::Text))?;
    match record.values.get(at)? {
        tablemend::model::Value::Text(text) => Some(text),
        _ => None,
    }
}

fn inherited(schema: &EntitySchema, record: &Record, name: &str) -> bool {
    schema.field(name).and_then(|(at, _)| record.values.get(at)).is_some_and(
        |value| matches!(value, tablemend::model::Value::Posts(posts) if posts.inherited),
    )
}

/// The notes, the most uncertain first: errors, warnings, then what was only repaired; each in
/// document order.
fn notes(data: &Dataset, unreviewed: &Dataset, columns: &Columns<'_>) -> Vec<Json> {
    let mut order: Vec<&Diagnostic> = data.diagnostics.iter().collect();
    order.sort_by_key(|n| (std::cmp::Reverse(n.level), rank(n)));
    let near = |n: &Diagnostic| {
        let is_gap = n.code == "records.missing" && n.record.is_none();
        is_gap.then(|| above_gap(data, unreviewed)).flatten()
    };
    order.into_iter().map(|n| note(data, columns, n, near(n))).collect()
}

/// Within a level: what makes whole rows uncertain before what makes one field uncertain.
fn rank(note: &Diagnostic) -> u8 {
    match (note.level, note.code.split('.').next().unwrap_or_default()) {
        (Level::Info, _) => 0,
        (_, "page" | "pdf" | "document") => 1,
        (_, "table" | "row" | "column" | "header" | "records") => 2,
        (_, "correction") => 3,
        // What has a place can be looked at beside the page.
        _ if note.record.is_some() || note.source.place.is_some() => 4,
        _ => 5,
    }
}

/// A note; `near` is the record beside which it is looked at, where it is about no record.
fn note(data: &Dataset, columns: &Columns<'_>, note: &Diagnostic, near: Option<&Record>) -> Json {
    let found = note.record.as_deref().and_then(|id| of_id(data, id));
    let field = found.and_then(|(schema, record)| {
        names(schema).find(|name| concerns(note, schema, record, name))
    });
    let cells = found.zip(field).map(|((_, record), field)| columns.of(record, field));
    let cells = cells.filter(|places| !places.is_empty());
    let source = near.map_or(&note.source, |record| &record.source);
    let at = cells.unwrap_or_else(|| source.place.into_iter().collect());
    json!({
        "code": note.code, "level": note.level.as_str(), "message": note.message,
        "help": note.help, "printed": note.printed, "used": note.used, "record": note.record,
        "entity": found.map(|(schema, _)| schema.name.as_str()), "field": field,
        "place": place(&note.source), "at": pieces(&at),
        "table": source.table, "row": source.row,
        "near": near.and_then(|r| Some(json!({ "entity": entity_of(data, r)?.name, "id": r.id }))),
    })
}

/// The record of an id, items before groups.
fn of_id<'a>(data: &'a Dataset, id: &str) -> Option<(&'a EntitySchema, &'a Record)> {
    let all = || data.schema.entities.iter().zip(&data.entities);
    let of = |kind: EntityKind| {
        all().filter(|(s, _)| s.kind == kind).find_map(|(schema, entity)| {
            Some((schema, entity.records.iter().find(|r| r.id == id)?))
        })
    };
    of(EntityKind::Item).or_else(|| of(EntityKind::Group))
}

/// The entity that a record of the dataset is in.
fn entity_of<'a>(data: &'a Dataset, record: &Record) -> Option<&'a EntitySchema> {
    let mut all = data.schema.entities.iter().zip(&data.entities);
    all.find(|(_, e)| e.records.iter().any(|r| std::ptr::eq(r, record))).map(|(s, _)| s)
}

fn pieces(places: &[Place]) -> Vec<Json> {
    places.iter().map(|p| place(&SourceRef::at(*p))).collect()
}

/// Every status that the document shows or explains, for choosing from.
fn statuses(data: &Dataset) -> Vec<String> {
    let mut all: Vec<String> = data.legend.iter().map(|l| l.status.clone()).collect();
    for (schema, entity) in data.items_of_all_kinds() {
        for (at, _) in schema.fields.iter().enumerate().filter(|(_, f)| f.kind == FieldKind::Status)
        {
            for record in &entity.records {
                if let Some(tablemend::model::Value::Status(status)) = record.values.get(at)
                    && let Some(value) = &status.value
                    && !all.contains(value)
                {
                    all.push(value.clone());
                }
            }
        }
    }
    all
}
