//! JSON Schema (2020-12) of each JSON form, made from a profile's schema.

use crate::Error;
use serde_json::{Map, Value, json};
use std::io::Write;
use tablemend_model::{EntityKind, EntitySchema, FieldKind, Schema};

/// A JSON form that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// What `convert` writes as JSON.
    Records,
    /// A line of what `convert` writes as JSON Lines.
    Line,
    /// What `tables` writes; it is the same for every profile.
    Tables,
    /// What `diff` writes.
    Changes,
}

/// Every form with its name in file names and on the command line.
pub const FORMS: &[(Form, &str)] = &[
    (Form::Records, "records"),
    (Form::Line, "line"),
    (Form::Tables, "tables"),
    (Form::Changes, "changes"),
];

impl Form {
    /// The form of this name (`records`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        FORMS.iter().find(|(_, n)| *n == name).map(|(form, _)| *form)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        // OK because every form is in the table.
        FORMS.iter().find(|(form, _)| *form == self).map_or("", |(_, name)| name)
    }
}

/// Writes the JSON Schema of a form under a profile.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(form: Form, schema: &Schema, out: &mut dyn Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, &made(form, schema))?;
    out.write_all(b"\n")?;
    Ok(())
}

fn made(form: Form, schema: &Schema) -> Value {
    let (title, mut body) = match form {
        Form::Records => (format!("{} records", schema.title), records(schema)),
        Form::Line => (format!("One line of {} records", schema.title), line(schema)),
        Form::Tables => ("Tables of a document".to_owned(), tables()),
        Form::Changes => (format!("Changes between two {}s", schema.title), changes(schema)),
    };
    let id = match form {
        Form::Tables => "urn:tablemend:schema:tables".to_owned(),
        form => format!("urn:tablemend:schema:{}:{}", schema.profile, form.name()),
    };
    let mut out = Map::new();
    out.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    out.insert("$id".into(), id.into());
    out.insert("title".into(), title.into());
    if let Some(body) = body.as_object_mut() {
        out.append(body);
    }
    out.insert("$defs".into(), definitions());
    out.into()
}

/// An object of exactly these members.
fn object(members: Vec<(String, Value)>) -> Value {
    let required: Vec<&String> = members.iter().map(|(key, _)| key).collect();
    json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": members.iter().cloned().collect::<Map<_, _>>(),
    })
}

/// An object of exactly the members that are written so: `object!{ "a": json, … }`.
macro_rules! object {
    ($($key:literal: $value:expr),* $(,)?) => {
        object(vec![$(($key.to_owned(), $value)),*])
    };
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"], "minLength": 1 })
}

fn count_or_null() -> Value {
    json!({ "type": ["integer", "null"], "minimum": 0 })
}

fn one_of(words: &[&str]) -> Value {
    json!({ "enum": words })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn described(mut value: Value, description: &str) -> Value {
    if let Some(map) = value.as_object_mut().filter(|_| !description.is_empty()) {
        map.insert("description".into(), description.into());
    }
    value
}

/// What several forms share.
fn definitions() -> Value {
    json!({
        "day": {
            "description": "A day, ISO 8601.",
            "type": ["string", "null"],
            "format": "date",
            "pattern": r"^-?\d{4,6}-\d{2}-\d{2}$",
        },
        "edtf": {
            "description": "A date or interval, EDTF level 1 (ISO 8601-2).",
            "type": ["string", "null"],
            "minLength": 2,
        },
        "lines": {
            "description": "First and last line, counted from 1.",
            "type": ["array", "null"],
            "items": { "type": "integer", "minimum": 1 },
            "minItems": 2,
            "maxItems": 2,
        },
        "bbox": {
            "description": "Left, top, right and bottom in PDF points from the page's top left.",
            "type": ["array", "null"],
            "items": { "type": "number" },
            "minItems": 4,
            "maxItems": 4,
        },
        "paragraph": {
            "description": "Number of a paragraph in a word processor's document, from 1; those in cells count.",
            "type": "integer",
            "minimum": 1,
        },
        "sheet": { "description": "Name of a spreadsheet's sheet.", "type": "string" },
        "cells": {
            "description": "Cells of a sheet, as spreadsheets write them.",
            "type": "string",
            "pattern": "^[A-Z]+[0-9]+(:[A-Z]+[0-9]+)?$",
        },
        "colour": { "type": ["string", "null"], "pattern": "^#[0-9a-f]{6}$" },
        "source": {
            "description": "Where it is in the source.",
            "type": "object",
            "required": ["table", "row"],
            "additionalProperties": false,
            "properties": {
                "page": { "type": ["integer", "null"], "minimum": 1 },
                "lines": reference("lines"),
                "bbox": reference("bbox"),
                "paragraph": reference("paragraph"),
                "sheet": reference("sheet"),
                "cells": reference("cells"),
                "table": { "type": ["integer", "null"], "minimum": 1 },
                "row": { "type": ["integer", "null"], "minimum": 1 },
            },
            "oneOf": [
                { "required": ["page", "lines", "bbox"] },
                { "required": ["paragraph"] },
                { "required": ["sheet", "cells"] },
            ],
        },
        "flags": {
            "description": "Codes of the diagnostics that speak of it.",
            "type": "array",
            "items": { "type": "string", "pattern": r"^[a-z0-9_-]+\.[a-z0-9_.-]+$" },
            "uniqueItems": true,
        },
    })
}

fn document() -> Value {
    let mut made = object! {
        "title": text_or_null(),
        "period": json!({ "type": ["string", "null"], "pattern": r"^\d{4}-\d{2}(/\d{4}-\d{2}|-\d{2})?$" }),
        "name": text(),
        "media_type": text(),
        "sha256": json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
        "pages": count_or_null(),
        "profile": text(),
        "tool": text(),
    };
    // Named where the document was read under several, and where its period is not a month.
    if let Some(properties) = made.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("period_printed".to_owned(), text());
        properties.insert("profiles".to_owned(), list(text()));
    }
    made
}

fn records(schema: &Schema) -> Value {
    let source = || reference("source");
    let legend = object! {
        "status": text(), "meaning": text_or_null(), "printed": text_or_null(),
        "fill": reference("colour"), "source": source(),
    };
    let mut members =
        vec![("document".to_owned(), document()), ("legend".to_owned(), list(legend))];
    for entity in &schema.entities {
        let row = corrected(opened(schema, entity, object(record(schema, entity))));
        let row = described(row, &entity.description);
        members.push((entity.name.clone(), list(row)));
    }
    let mut note = vec![("text".to_owned(), text())];
    note.extend(groups(schema).map(|e| (e.one.clone(), text_or_null())));
    note.push(("source".to_owned(), source()));
    let header = object! { "printed": text(), "field": text_or_null(), "source": source() };
    let other = object! { "text": text(), "source": source() };
    members.push(("notes".to_owned(), list(object(note))));
    members.push(("headers".to_owned(), list(header)));
    members.push(("other_text".to_owned(), list(other)));
    members.push(("diagnostics".to_owned(), list(diagnostic(Some(schema)))));
    described(object(members), &schema.description)
}

fn groups(schema: &Schema) -> impl Iterator<Item = &EntitySchema> {
    schema.entities.iter().filter(|e| e.kind == EntityKind::Group)
}

fn parent_ones<'a>(schema: &'a Schema, entity: &'a EntitySchema) -> impl Iterator<Item = &'a str> {
    entity.parents.iter().map(|p| schema.entity(p).map_or(p.as_str(), |(_, e)| e.one.as_str()))
}

/// Rows whose fields are named by the document's own headers may have any member.
fn opened(schema: &Schema, entity: &EntitySchema, mut row: Value) -> Value {
    if schema.has_own_fields(entity) {
        row["additionalProperties"] = Value::Bool(true);
    }
    row
}

/// The members of an entity's record, in the order in which they are written.
fn record(schema: &Schema, entity: &EntitySchema) -> Vec<(String, Value)> {
    let group = entity.kind == EntityKind::Group;
    let mut members: Vec<(String, Value)> = Vec::new();
    let mut add = |key: &str, value: Value| members.push((key.to_owned(), value));
    if !group {
        add("id", described(text(), "Unique in the document."));
    }
    add("ref", described(text_or_null(), "The reference, repaired where it was broken."));
    if !group {
        add("ref_printed", text_or_null());
    }
    for one in parent_ones(schema, entity) {
        add(one, described(text_or_null(), "Id of the group it belongs to."));
    }
    let fields = entity.fields.iter().filter(|_| !schema.has_own_fields(entity));
    for field in fields {
        add(&field.name, described(value(field.kind), &field.description));
    }
    if group {
        add("printed", text_or_null());
    }
    for field in entity.fields.iter().filter(|f| f.kind == FieldKind::PostList) {
        add(&crate::json::printed_key(field), text_or_null());
    }
    if !group {
        let texts = json!({ "type": "object", "additionalProperties": text() });
        add("extra", described(texts, "Columns that no field knows, by their headers as printed."));
    }
    add("source", reference("source"));
    if group {
        add("id", described(json!({ "type": "string" }), "Unique in the document."));
        add("ref_printed", text_or_null());
    }
    add("flags", reference("flags"));
    members
}

/// The value of a field. What has members has one more where a person corrected it: what the program
/// read there.
fn value(kind: FieldKind) -> Value {
    let mut made = read_value(kind);
    if !matches!(kind, FieldKind::Text | FieldKind::PostList | FieldKind::Forecast)
        && let Some(properties) = made.get_mut("properties").and_then(Value::as_object_mut)
    {
        let told = described(read_value(kind), "What was read, where a person has corrected it.");
        properties.insert("corrected_from".to_owned(), told);
    }
    made
}

fn read_value(kind: FieldKind) -> Value {
    let day = || reference("day");
    match kind {
        FieldKind::Text => text_or_null(),
        FieldKind::PostList => list(text()),
        FieldKind::Posts => object! {
            "printed": text_or_null(), "people": list(text()),
            "inherited": json!({ "type": "boolean" }), "alternatives": list(list(text())),
        },
        FieldKind::Dates => object! {
            "printed": text_or_null(), "edtf": reference("edtf"), "start": day(), "end": day(),
            "dates": list(object! {
                "edtf": json!({ "type": "string", "minLength": 2 }), "start": day(), "end": day(),
                "role": one_of(&["due", "original", "revised", "phase", "milestone"]),
                "label": text_or_null(), "printed": text(),
            }),
        },
        FieldKind::Status => object! {
            "value": text_or_null(),
            "evidence": json!({ "enum": ["fill", "style", "text", "image", null] }),
            "printed": text_or_null(),
            "state": json!({ "enum": ["done", "open", "not_started", "dropped", null] }),
        },
        FieldKind::Number => {
            object! { "value": json!({ "type": ["number", "null"] }), "printed": text_or_null() }
        }
        FieldKind::Forecast => json!({
            "oneOf": [
                { "type": "null" },
                object! {
                    "edtf": json!({ "type": "string", "minLength": 2 }), "start": day(),
                    "end": day(),
                },
            ]
        }),
    }
}

/// A diagnostic; under a profile it names its record.
fn diagnostic(schema: Option<&Schema>) -> Value {
    let mut members = vec![
        ("code".to_owned(), json!({ "type": "string", "pattern": r"^[a-z0-9_-]+\.[a-z0-9_.-]+$" })),
        ("level".to_owned(), one_of(&["error", "warning", "info"])),
    ];
    if let Some((_, items)) = schema.and_then(Schema::items) {
        members.push((items.one.clone(), text_or_null()));
    }
    members.push(("message".to_owned(), text()));
    members.push(("printed".to_owned(), text_or_null()));
    members.push(("used".to_owned(), text_or_null()));
    members.push(("source".to_owned(), reference("source")));
    members.push(("help".to_owned(), text_or_null()));
    let mut made = object(members);
    // A diagnostic of a group names it behind the others; most speak of none.
    if let Some(properties) = made.get_mut("properties").and_then(Value::as_object_mut) {
        for entity in schema.into_iter().flat_map(|s| &s.entities) {
            properties.entry(entity.one.clone()).or_insert_with(text);
        }
    }
    made
}

fn line(schema: &Schema) -> Value {
    let Some((_, items)) = schema.items() else { return object(Vec::new()) };
    let mut members = record(schema, items);
    for one in parent_ones(schema, items) {
        members.push((format!("{one}_title"), text_or_null()));
    }
    members.push((
        "document".to_owned(),
        object! { "name": text(), "period": text_or_null(), "sha256": text() },
    ));
    described(corrected(opened(schema, items, object(members))), &items.description)
}

/// A record may say what those of its corrected values were that have no members of their own.
fn corrected(mut row: Value) -> Value {
    if let Some(properties) = row.get_mut("properties").and_then(Value::as_object_mut) {
        let told = "What was read of texts and lists that a person has corrected, by field.";
        properties
            .insert("corrected_from".to_owned(), described(json!({ "type": "object" }), told));
    }
    row
}

/// The ways to say where something is; `on_page` is the one of pages.
fn places(on_page: &str) -> Value {
    json!([
        { "required": [on_page] },
        { "required": ["lines"] },
        { "required": ["paragraph"] },
        { "required": ["sheet"] },
    ])
}

fn tables() -> Value {
    let place = json!({
        "type": "object",
        "required": ["page"],
        "additionalProperties": false,
        "properties": {
            "page": { "type": ["integer", "null"], "minimum": 1 },
            "bbox": reference("bbox"),
            "lines": reference("lines"),
            "paragraph": reference("paragraph"),
            "sheet": reference("sheet"),
            "cells": reference("cells"),
        },
        "oneOf": places("bbox"),
    });
    let whole = |least: u32| json!({ "type": "integer", "minimum": least });
    let cell = json!({
        "type": "object",
        "required": ["row", "col", "rowspan", "colspan", "text", "page", "flags"],
        "additionalProperties": false,
        "properties": {
            "row": described(whole(0), "First row, counted from 0."),
            "col": described(whole(0), "First column, counted from 0."),
            "rowspan": whole(1),
            "colspan": whole(1),
            "text": { "type": "string" },
            "page": { "type": ["integer", "null"], "minimum": 1 },
            "bbox": reference("bbox"),
            "lines": reference("lines"),
            "paragraph": reference("paragraph"),
            "sheet": reference("sheet"),
            "cells": reference("cells"),
            "fill": reference("colour"),
            "flags": reference("flags"),
            "continues": described(list(place.clone()), "The pieces behind a page break."),
            "struck": described(
                list(json!({ "type": "array", "items": whole(0), "minItems": 2, "maxItems": 2 })),
                "Characters of the text that are struck out: from and to, end exclusive.",
            ),
        },
        "oneOf": places("bbox"),
    });
    let table = json!({
        "type": "object",
        "required": ["id", "title", "pages", "method", "header_rows", "row_count", "column_count",
                     "cells"],
        "additionalProperties": false,
        "properties": {
            "id": whole(1),
            "title": text_or_null(),
            "pages": list(whole(1)),
            "boxes": list(place),
            "lines": reference("lines"),
            "paragraph": reference("paragraph"),
            "sheet": reference("sheet"),
            "area": reference("cells"),
            "method": one_of(&["tagged", "ruled", "aligned", "markdown", "html", "word", "sheet"]),
            "header_rows": whole(0),
            "row_count": whole(1),
            "column_count": whole(1),
            "direction": described(
                json!({ "enum": ["rtl"] }),
                "Where the table reads from right to left; its first column is the rightmost.",
            ),
            "cells": list(cell),
        },
        "oneOf": places("boxes"),
    });
    let document = json!({
        "type": "object",
        "required": ["name", "media_type", "sha256", "pages"],
        "additionalProperties": false,
        "properties": {
            "name": text(),
            "media_type": text(),
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "pages": count_or_null(),
            "page_sizes": list(json!({
                "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2
            })),
        },
    });
    object! { "document": document, "tables": list(table), "diagnostics": list(diagnostic(None)) }
}

fn changes(schema: &Schema) -> Value {
    let mut fields: Vec<Value> = vec![Value::Null, "ref".into()];
    if let Some((_, items)) = schema.items() {
        let compared = items.fields.iter().filter(|f| f.kind != FieldKind::Forecast);
        fields.extend(compared.map(|f| Value::from(f.name.as_str())));
    }
    let side = json!({
        "type": "object",
        "required": ["document"],
        "properties": {
            "document": { "type": "object" },
            "unread": list(json!({ "type": "object" })),
        },
    });
    let value = json!({
        "oneOf": [
            text_or_null(),
            list(text()),
            { "type": "number" },
            {
                "type": "object",
                "required": ["printed", "edtf"],
                "additionalProperties": false,
                "properties": { "printed": text_or_null(), "edtf": reference("edtf") },
            },
        ]
    });
    let mut change = object! {
        "kind": one_of(&["added", "removed", "not_found", "renumbered", "changed"]),
        "before_id": text_or_null(),
        "after_id": text_or_null(),
        "field": text_or_null(),
        "before": value.clone(),
        "after": value,
        "split_of": text_or_null(),
        "days": json!({ "type": ["integer", "null"] }),
        "direction": json!({ "enum": ["slipped", "earlier", "better", "worse", null] }),
        "confidence": json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1 }),
    };
    // Only where a person corrected what was read.
    for name in ["before_corrected_from", "after_corrected_from"] {
        let told = "What was read there, in words, where a person has corrected it.";
        change["properties"][name] = described(text_or_null(), told);
    }
    let told = "Singular name of the items, where they are of another kind than the first.";
    change["properties"]["entity"] = described(text(), told);
    // Fields of other kinds are those of other profiles.
    change["if"] = json!({ "required": ["entity"] });
    let field =
        json!({ "anyOf": [{ "enum": fields }, { "type": "string", "pattern": "^extra_" }] });
    change["else"] = json!({ "properties": { "field": field } });
    let count = || json!({ "type": "integer", "minimum": 0 });
    let mut summary = object! {
        "added": count(),
        "removed": count(),
        "renumbered": count(),
        "changed": json!({ "type": "object", "additionalProperties": count() }),
        "slipped": count(),
        "days_slipped": json!({ "type": "integer" }),
    };
    // Only where part of an edition is unread.
    summary["properties"]["not_found"] = count();
    let mut made = object! {
        "before": side.clone(), "after": side, "changes": list(change), "summary": summary,
    };
    let told = "Singular names of the kinds of items, where there are several; the first is that of \
                changes without `entity`.";
    made["properties"]["entities"] = described(list(text()), told);
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};
    use std::collections::BTreeSet;

    fn keys(value: &Value) -> BTreeSet<&String> {
        value.as_object().unwrap().keys().collect()
    }

    /// The members of a record that nobody corrected: there is nothing that it was corrected from.
    fn unreviewed(row: &Value) -> BTreeSet<&String> {
        let told = keys(&row["properties"]);
        assert!(told.iter().any(|key| *key == "corrected_from"));
        told.into_iter().filter(|key| *key != "corrected_from").collect()
    }

    /// Every key that is written is in the schema and the other way round; that the values fit is
    /// for a validator to say (`scripts/check-outputs`).
    #[test]
    fn members_are_those_that_are_written() {
        for data in [plan(), register()] {
            let mut out = Vec::new();
            crate::json::write(&data, &mut out).unwrap();
            let written: Value = serde_json::from_slice(&out).unwrap();
            let schema = made(Form::Records, &data.schema);
            assert_eq!(keys(&schema["properties"]), keys(&written));
            for entity in &data.schema.entities {
                let row = &schema["properties"][&entity.name]["items"];
                assert_eq!(unreviewed(row), keys(&written[&entity.name][0]));
            }
            let mut out = Vec::new();
            crate::json::write_lines(&data, &mut out).unwrap();
            let first = out.split(|b| *b == b'\n').next().unwrap();
            let written: Value = serde_json::from_slice(first).unwrap();
            assert_eq!(unreviewed(&made(Form::Line, &data.schema)), keys(&written));
        }
    }

    #[test]
    fn every_form_has_a_name_of_its_own() {
        for (form, name) in FORMS {
            assert_eq!((Form::from_name(name), form.name()), (Some(*form), *name));
        }
    }
}
