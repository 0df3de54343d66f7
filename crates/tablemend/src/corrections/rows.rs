//! Corrections of rows: one is missing, is none, is several, goes on another. Words are kept.

use super::apply::{put, shown};
use super::carried::{self, Gained, forget};
use super::evidence::{self, in_words};
use super::find::{Spot, record, text_of, with_id};
use super::settle::{by, note, tell};
use super::typed::typed;
use super::{Correction, Op};
use serde_json::{Map, Value as Json};
use tablemend_model::{
    Dataset, Diagnostic, EntitySchema, FieldKind, Level, OtherText, Posts, Record, SourceRef, Value,
};

/// The row is not a record: its words go to the other text.
pub(super) fn drop(data: &mut Dataset, spot: Spot, correction: &Correction) {
    if !is_same(data, spot, correction) {
        return;
    }
    let Some(record) = remove(data, spot) else { return };
    let message = format!("this row was said not to be a record {}", by(correction));
    let texts: Vec<String> = words_of(&record);
    let mut told = Diagnostic::new("correction.applied", Level::Info, message).at(record.source);
    told.printed = texts.first().cloned();
    told.used = Some("other text".to_owned());
    let others = texts.into_iter().map(|text| OtherText { text, source: record.source });
    data.other_text.extend(others);
    forget(data, &record.id);
    data.diagnostics.push(told);
}

/// The row goes on another: what that one lacks it gets from it, texts and people are put together.
pub(super) fn join(data: &mut Dataset, spot: Spot, correction: &Correction) {
    if !is_same(data, spot, correction) {
        return;
    }
    let target = correction.value.as_str().and_then(|id| with_id(data, id, None));
    let Some(target) = target.filter(|t| t.entity == spot.entity && t.row != spot.row) else {
        return refuse(data, spot, correction, "there is no other record of that number");
    };
    let Some(gone) = remove(data, spot) else { return };
    let target = Spot { row: target.row - usize::from(target.row > spot.row), ..target };
    let Some((schema, kept)) = record(data, target).map(|(s, r)| (s.clone(), r.clone())) else {
        return;
    };
    let mut left = Vec::new();
    let mut changes = Vec::new();
    let mut gained = Gained { moved: Vec::new(), joined: Vec::new() };
    let pairs = kept.values.iter().zip(gone.values.iter().cloned());
    for (field, (mine, other)) in schema.fields.iter().zip(pairs) {
        match joined(mine, other) {
            Ok(Some(value)) => {
                let to =
                    if *mine == Value::Missing { &mut gained.moved } else { &mut gained.joined };
                to.push(field.name.clone());
                changes.push((field.name.clone(), value));
            }
            Ok(None) => {}
            Err(other) => left.extend(printed_words(&other)),
        }
    }
    for (header, (mine, other)) in schema.extra.iter().zip(kept.extra.iter().zip(&gone.extra)) {
        if let Some(other) = other {
            let to = if mine.is_none() { &mut gained.moved } else { &mut gained.joined };
            to.push(header.clone());
            let whole = mine.as_ref().map_or_else(|| other.clone(), |mine| together(mine, other));
            changes.push((header.clone(), Value::Text(whole)));
        }
    }
    left.extend(gone.ref_printed.clone());
    for (field, value) in changes {
        put(data, target, &field, value);
    }
    let source = gone.source;
    data.other_text.extend(left.into_iter().map(|text| OtherText { text, source }));
    carried::over(data, target, &schema, (&kept, &gone), &gained);
    let message = format!("{} was joined to this row {}", gone.id, by(correction));
    let told = note(data, target, "correction.applied", Level::Info, message);
    tell(data, Some(target), told);
}

/// The row is several: the first object of fields is what is left of it, each other one a new record.
pub(super) fn split(data: &mut Dataset, spot: Spot, correction: &Correction) {
    if !is_same(data, spot, correction) {
        return;
    }
    let parts: Option<Vec<&Map<String, Json>>> =
        correction.value.as_array().and_then(|list| list.iter().map(Json::as_object).collect());
    let Some(parts) = parts.filter(|parts| parts.len() > 1) else {
        return refuse(
            data,
            spot,
            correction,
            "the parts must be a list of two or more objects of fields",
        );
    };
    let Some(whole) = record(data, spot).map(|(_, r)| r.clone()) else { return };
    let mut made = Vec::new();
    for (part, number) in parts.into_iter().zip(1_u32..) {
        let mut one = Record { flags: Vec::new(), ..whole.clone() };
        if number > 1 {
            one.id = unique(data, &made, part.get("ref").and_then(Json::as_str), &whole.id);
            one.reference = None;
        }
        match filled(data, spot.entity, one, part) {
            Ok(one) => made.push(one),
            Err(why) => return refuse(data, spot, correction, &why),
        }
    }
    let ids: Vec<String> = made.iter().map(|r| r.id.clone()).collect();
    let Some(rows) = data.entities.get_mut(spot.entity) else { return };
    rows.records.splice(spot.row..=spot.row, made);
    for (row, _) in (spot.row..).zip(&ids) {
        let spot = Spot { row, ..spot };
        let message = format!("this row was split into {} {}", ids.join(" and "), by(correction));
        let told = note(data, spot, "correction.applied", Level::Info, message);
        tell(data, Some(spot), told);
    }
}

/// The entity of the items that a missing row is one of: that of the item which it is behind, else of
/// several kinds the one that has its fields, else the main kind.
fn kind_of_row(data: &Dataset, correction: &Correction) -> Option<usize> {
    let after = correction.value.get("after").and_then(Json::as_str);
    let after = after.and_then(|id| with_id(data, id, None)).map(|spot| spot.entity);
    let is_item = |at: &usize| data.schema.item_entities().any(|(item, _)| item == *at);
    let fields = || correction.value.as_object().into_iter().flatten().map(|(name, _)| name);
    let has_fields = |schema: &EntitySchema| {
        fields()
            .filter(|f| !["after", "ref"].contains(&f.as_str()))
            .all(|f| schema.field(f).is_some() || schema.extra.iter().any(|header| header == f))
    };
    let fitting = || data.schema.item_entities().find(|(_, schema)| has_fields(schema));
    let other = || fitting().or_else(|| data.schema.items()).map(|(at, _)| at);
    after.filter(is_item).or_else(other)
}

/// A row is missing: it comes behind the record that `after` names, else last, in the same groups.
pub(super) fn add(data: &mut Dataset, correction: &Correction) {
    let is_same_document = correction.document.as_deref() == Some(data.document.sha256.as_str());
    let Some(entity) = kind_of_row(data, correction) else { return };
    let text = |key: &str| correction.value.get(key).and_then(Json::as_str);
    if !is_same_document {
        let said =
            |text: Option<&str>| text.is_some() && evidence::same(text, correction.text.as_deref());
        let found =
            data.entities.get(entity).into_iter().flat_map(|e| &e.records).position(|r| {
                data.schema.entities.get(entity).is_some_and(|s| said(text_of(s, r)))
            });
        if let Some(row) = found {
            let spot = Spot { entity, row };
            let message =
                format!("the program now reads this row, which was added {}", by(correction));
            let told = note(data, spot, "correction.retired", Level::Info, message);
            return tell(data, Some(spot), told);
        }
    }
    let mut refused = |why: &str| {
        let message = format!("a row added {} was not added: {why}", by(correction));
        data.diagnostics.push(
            Diagnostic::new("correction.orphan", Level::Warning, message)
                .used(correction.text.clone().unwrap_or_else(|| shown(&correction.value))),
        );
    };
    let Some(fields) = correction.value.as_object() else {
        return refused("its fields are missing");
    };
    if !is_same_document {
        return refused("it was added to another edition; check whether this one has it");
    }
    let after = text("after").and_then(|id| with_id(data, id, None)).filter(|s| s.entity == entity);
    let last = data.entities.get(entity).map_or(0, |e| e.records.len());
    let row = after.map_or(last, |s| s.row + 1);
    let model = row.checked_sub(1).and_then(|row| record(data, Spot { entity, row }));
    let Some(schema) = data.schema.entities.get(entity) else { return };
    let empty = Record {
        id: unique(data, &[], correction.id.as_deref().or(text("ref")), "added"),
        reference: None,
        ref_printed: None,
        parents: model.map_or_else(|| vec![None; schema.parents.len()], |(_, r)| r.parents.clone()),
        values: vec![Value::Missing; schema.fields.len()],
        printed: None,
        extra: vec![None; schema.extra.len()],
        source: SourceRef { table: None, row: None, ..evidence::source(&correction.place) },
        flags: Vec::new(),
        corrected: Vec::new(),
    };
    let mut fields = fields.clone();
    fields.remove("after");
    match filled(data, entity, empty, &fields) {
        Ok(mut made) => {
            // It was not read, so that there is nothing it was corrected from.
            made.corrected.clear();
            if let Some(rows) = data.entities.get_mut(entity) {
                rows.records.insert(row, made);
            }
            let spot = Spot { entity, row };
            let message = format!("this row was added {}", by(correction));
            let told = note(data, spot, "correction.applied", Level::Info, message);
            tell(data, Some(spot), told);
        }
        Err(why) => {
            let message = format!("a row added {} was not added: {why}", by(correction));
            data.diagnostics.push(Diagnostic::new(
                "correction.unreadable",
                Level::Warning,
                message,
            ));
        }
    }
}

/// On another edition a row is only touched where its text is the same.
fn is_same(data: &mut Dataset, spot: Spot, correction: &Correction) -> bool {
    if correction.document.as_deref() == Some(data.document.sha256.as_str()) {
        return true;
    }
    let there = record(data, spot).and_then(|(s, r)| text_of(s, r));
    let expected = correction.text.as_deref().or(correction.printed.as_deref());
    if evidence::same(there, expected) {
        return true;
    }
    let message = format!(
        "a correction of this row {} was not applied: it reads differently now",
        by(correction)
    );
    let told = note(data, spot, "correction.stale", Level::Warning, message)
        .help("check it again, and correct it for this edition if it needs to be");
    tell(data, Some(spot), told);
    false
}

fn refuse(data: &mut Dataset, spot: Spot, correction: &Correction, why: &str) {
    let verb = match correction.op {
        Op::Join => "joined",
        _ => "split",
    };
    let message = format!("this row was not {verb}, as asked {}: {why}", by(correction));
    let told = note(data, spot, "correction.unreadable", Level::Warning, message);
    tell(data, Some(spot), told);
}

fn remove(data: &mut Dataset, spot: Spot) -> Option<Record> {
    let rows = &mut data.entities.get_mut(spot.entity)?.records;
    (spot.row < rows.len()).then(|| rows.remove(spot.row))
}

/// A record with these fields, each in the shape of its kind.
fn filled(
    data: &Dataset,
    entity: usize,
    mut record: Record,
    fields: &Map<String, Json>,
) -> Result<Record, String> {
    let Some(schema) = data.schema.entities.get(entity) else { return Ok(record) };
    let whole = record.clone();
    for (name, given) in fields {
        if name == evidence::REF {
            record.reference = given.as_str().map(str::to_owned);
        } else if let Some((at, field)) = schema.field(name) {
            let was = whole.values.get(at).unwrap_or(&Value::Missing);
            let made = typed(field.kind, was, given, &data.legend)?;
            if let Some(place) = record.values.get_mut(at)
                && *place != made
            {
                let from = std::mem::replace(place, made);
                record.corrected.push(tablemend_model::Corrected { field: name.clone(), from });
            }
        } else if let Some(at) = schema.extra.iter().position(|header| header == name) {
            match typed(FieldKind::Text, &Value::Missing, given, &[])? {
                Value::Text(text) => record.extra[at] = Some(text),
                _ => record.extra[at] = None,
            }
        } else {
            return Err(format!("this document has no field “{name}”"));
        }
    }
    Ok(record)
}

/// An id that no record has.
fn unique(data: &Dataset, made: &[Record], wanted: Option<&str>, base: &str) -> String {
    let is_taken =
        |id: &str| with_id(data, id, None).is_some() || made.iter().any(|record| record.id == id);
    let wanted = wanted.map(str::trim).filter(|w| !w.is_empty()).unwrap_or(base);
    let numbered = (2_u32..).map(|n| format!("{wanted}~{n}"));
    let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
    ids.find(|id| !is_taken(id)).unwrap_or_else(|| wanted.to_owned())
}

/// Two values of one field as one; `None` where the second adds nothing, `Err` where they cannot be
/// put together.
fn joined(mine: &Value, other: Value) -> Result<Option<Value>, Value> {
    match (mine, other) {
        (_, Value::Missing) => Ok(None),
        (Value::Missing, other) => Ok(Some(other)),
        (Value::Text(mine), Value::Text(other)) => Ok(Some(Value::Text(together(&mine, &other)))),
        (Value::Posts(mine), Value::Posts(other)) => {
            let mut posts: Posts = mine.clone();
            let printed = [mine.printed.clone(), other.printed].into_iter().flatten();
            let printed = printed.collect::<Vec<_>>().join(" ");
            posts.printed = Some(printed).filter(|p| !p.is_empty());
            for person in other.people {
                if !posts.people.contains(&person) {
                    posts.people.push(person);
                }
            }
            if posts == *mine { Ok(None) } else { Ok(Some(Value::Posts(posts))) }
        }
        (_, other) => Err(other),
    }
}

/// The text of a row and that of the row that goes on it: a sentence that goes on is one line.
fn together(mine: &str, other: &str) -> String {
    let between = if tablemend_normalise::goes_on(mine, other) { ' ' } else { '\n' };
    format!("{mine}{between}{other}")
}

fn printed_words(value: &Value) -> Option<String> {
    match value {
        Value::Completion(when) => when.printed.clone(),
        Value::Posts(posts) => posts.printed.clone(),
        Value::Status(status) => status.printed.clone(),
        Value::Number { printed, .. } => Some(printed.clone()),
        Value::Text(_) => in_words(value),
        // Its text is in the field that it was read from.
        Value::Forecast(_) | Value::Missing => None,
    }
}

/// All words that are printed in a record.
fn words_of(record: &Record) -> Vec<String> {
    let reference = record.ref_printed.iter().cloned();
    let values = record.values.iter().filter_map(printed_words);
    reference.chain(values).chain(record.extra.iter().flatten().cloned()).collect()
}
