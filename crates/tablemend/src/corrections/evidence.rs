//! What a correction is held against: what is printed in a field, what was read there, which notes
//! speak of it.

use serde_json::{Value as Json, json};
use tablemend_model::{
    Diagnostic, EntitySchema, FieldKind, FieldSchema, Place, Record, Rect, SourceRef, Value,
};

/// The name under which the reference is corrected.
pub(super) const REF: &str = "ref";

/// What is printed in a field of a record, as far as the record keeps it; `None` where nothing is
/// (a status by colour, a lead from a merged cell). `field` is a field's name, `ref`, or the header of
/// a column that no field knows.
#[must_use]
pub fn printed(schema: &EntitySchema, record: &Record, field: &str) -> Option<String> {
    if field == REF {
        return record.ref_printed.clone().or_else(|| record.reference.clone());
    }
    match value(schema, record, field)? {
        Found::Value(_, value) => match value {
            Value::Text(text) => Some(text.clone()),
            Value::Completion(when) => when.printed.clone(),
            Value::Posts(posts) => posts.printed.clone(),
            Value::Status(status) => status.printed.clone(),
            Value::Number { printed, .. } => Some(printed.clone()),
            Value::Forecast(_) | Value::Missing => None,
        },
        Found::Extra(text) => text.map(str::to_owned),
    }
}

/// What was read in a field of a record, in words: the text, the EDTF form of dates, people joined
/// with `; `, the word of a status. `None` where nothing was.
#[must_use]
pub fn read_as(schema: &EntitySchema, record: &Record, field: &str) -> Option<String> {
    if field == REF {
        return record.reference.clone();
    }
    match value(schema, record, field)? {
        Found::Value(_, value) => in_words(value),
        Found::Extra(text) => text.map(str::to_owned),
    }
}

/// A value in words, as [`read_as`] gives it.
pub(super) fn in_words(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Completion(when) => when.edtf.clone(),
        Value::Posts(posts) => (!posts.people.is_empty()).then(|| posts.people.join("; ")),
        Value::Status(status) => status.value.clone(),
        Value::Number { value: Some(number), .. } => Some(number.to_string()),
        Value::Number { printed, .. } => Some(printed.clone()),
        Value::Forecast(when) => Some(when.edtf.clone()),
        Value::Missing => None,
    }
}

/// A field of a record.
pub(super) enum Found<'a> {
    /// One that the profile knows.
    Value(&'a FieldSchema, &'a Value),
    /// The text of a column that it does not know.
    Extra(Option<&'a str>),
}

/// The field of this name, if the entity has it.
pub(super) fn value<'a>(
    schema: &'a EntitySchema,
    record: &'a Record,
    field: &str,
) -> Option<Found<'a>> {
    if let Some((at, known)) = schema.field(field) {
        return Some(Found::Value(known, record.values.get(at).unwrap_or(&Value::Missing)));
    }
    let at = schema.extra.iter().position(|header| header == field)?;
    Some(Found::Extra(record.extra.get(at).and_then(Option::as_deref)))
}

/// Whether two texts say the same, blanks folded; nothing is the same as an empty text.
pub(super) fn same(a: Option<&str>, b: Option<&str>) -> bool {
    a.unwrap_or_default().split_whitespace().eq(b.unwrap_or_default().split_whitespace())
}

/// Whether a note of a record speaks of this field of it: by its code where that is of one kind of
/// fields (`date.impossible`), else by what is printed.
#[must_use]
pub fn concerns(note: &Diagnostic, schema: &EntitySchema, record: &Record, field: &str) -> bool {
    let family = note.code.split('.').next().unwrap_or_default();
    let kinds: &[FieldKind] = match family {
        "date" => &[FieldKind::Dates, FieldKind::Forecast],
        "leads" => &[FieldKind::Posts, FieldKind::PostList],
        "status" => &[FieldKind::Status],
        "number" => &[FieldKind::Number],
        "ref" => return field == REF,
        _ => &[],
    };
    let words = |field: &str| {
        let there = printed(schema, record, field);
        note.printed.as_deref().is_some_and(|told| {
            same(Some(told), there.as_deref()) || is_beginning(told, there.as_deref())
        })
    };
    if kinds.is_empty() {
        // Of a cell with nothing in it the note says which one it is.
        let is_empty = family == "cell" && note.printed.is_none();
        return field != REF && (words(field) || is_empty && named(note, schema) == Some(field));
    }
    let of_kind = |name: &str| schema.field(name).is_some_and(|(_, f)| kinds.contains(&f.kind));
    if !of_kind(field) {
        return false;
    }
    let mut others = schema.fields.iter().filter(|f| f.name != field && of_kind(&f.name));
    // Of several fields of the kind the one with the words, the first where none has them.
    let names = || schema.fields.iter().filter(|f| of_kind(&f.name));
    match others.next() {
        None => true,
        Some(_) if names().any(|f| words(&f.name)) => words(field),
        Some(_) => names().next().is_some_and(|f| f.name == field),
    }
}

/// Whether a note has the first words of a long text, with dots for the others.
fn is_beginning(told: &str, there: Option<&str>) -> bool {
    let Some(beginning) = told.strip_suffix('…') else { return false };
    let mut words = beginning.split_whitespace().peekable();
    let mut there = there.unwrap_or_default().split_whitespace();
    let mut any = false;
    while let Some(word) = words.next() {
        let is_last = words.peek().is_none();
        any = true;
        match there.next() {
            Some(other) if other == word || is_last && other.starts_with(word) => {}
            _ => return false,
        }
    }
    any
}

/// The field whose title a note has in its words; of several the one with the longest.
fn named<'a>(note: &Diagnostic, schema: &'a EntitySchema) -> Option<&'a str> {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let has = |title: &str| {
        note.message.match_indices(title).any(|(at, found)| {
            let (before, behind) = (&note.message[..at], &note.message[at + found.len()..]);
            !is_word(before.chars().next_back()) && !is_word(behind.chars().next())
        })
    };
    let fields = schema.fields.iter().filter(|f| !f.title.is_empty() && has(&f.title));
    fields.max_by_key(|f| f.title.len()).map(|f| f.name.as_str())
}

/// A place as it is in records.
pub(super) fn place(source: &SourceRef) -> Json {
    let mut made = match source.place {
        None => return Json::Null,
        Some(Place::Lines { first, last }) => json!({ "lines": [first, last] }),
        Some(Place::Paragraph { number }) => json!({ "paragraph": number }),
        Some(Place::Page { number, area }) => {
            let round = |v: f32| (f64::from(v) * 100.0).round() / 100.0;
            let bbox = [area.x0, area.y0, area.x1, area.y1].map(round);
            json!({ "page": number, "bbox": bbox })
        }
        Some(place @ Place::Cells { .. }) => {
            let (sheet, cells) = place.cells().unwrap_or_default();
            json!({ "sheet": sheet, "cells": cells })
        }
    };
    for (key, number) in [("table", source.table), ("row", source.row)] {
        if let (Some(number), Some(object)) = (number, made.as_object_mut()) {
            object.insert(key.to_owned(), number.into());
        }
    }
    made
}

/// The place that [`place`] wrote.
pub(super) fn source(place: &Json) -> SourceRef {
    let number = |key: &str| place.get(key)?.as_u64().and_then(|n| u32::try_from(n).ok());
    let list = |key: &str| -> Option<Vec<f64>> {
        place.get(key)?.as_array()?.iter().map(Json::as_f64).collect()
    };
    let text = |key: &str| place.get(key).and_then(Json::as_str);
    let found = match (list("bbox").as_deref(), list("lines").as_deref()) {
        (Some(&[x0, y0, x1, y1]), _) => number("page").map(|number| Place::Page {
            number,
            area: Rect::new(x0 as f32, y0 as f32, x1 as f32, y1 as f32),
        }),
        (_, Some(&[first, last])) => {
            Some(Place::Lines { first: first as u32, last: (last as u32).max(first as u32) })
        }
        _ => match (number("paragraph"), text("sheet"), text("cells")) {
            (Some(number), ..) => Some(Place::Paragraph { number }),
            (_, Some(sheet), Some(cells)) => Place::from_cells(sheet, cells),
            _ => None,
        },
    };
    SourceRef { place: found, table: number("table"), row: number("row") }
}
