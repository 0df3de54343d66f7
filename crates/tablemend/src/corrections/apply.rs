//! Corrections, one after another, on the records that the program read.

use super::evidence::{Found, REF, in_words, printed, read_as, same, source, value};
use super::find::{Lost, Spot, find, record};
use super::numbering::Numbering;
use super::settle::{self, by, note, tell};
use super::typed::typed;
use super::{Correction, Op, Who, rows};
use crate::order::in_order;
use crate::stages::Records;
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use tablemend_model::{Corrected, Dataset, Diagnostic, Level, Value};

/// The records as corrected. What was read stays with each corrected value
/// ([`Record::corrected`](tablemend_model::Record::corrected)); what became of each correction is a
/// note (see the module). `records` must be as the program read them, not corrected before.
#[must_use]
pub fn apply(records: &Records, corrections: &[Correction]) -> Records {
    apply_among(records, corrections, &|_| Who::Unknown)
}

/// The same, where it is known from elsewhere which record a correction of an earlier edition speaks
/// of: an archive follows the items.
#[must_use]
pub fn apply_among(
    records: &Records,
    corrections: &[Correction],
    who: &dyn Fn(&Correction) -> Who,
) -> Records {
    let mut data = records.data().clone();
    let numbering = Numbering::of(&data);
    // Columns that were drawn counted when the document was read.
    let mut standing = standing(corrections);
    standing.retain(|c| c.op != Op::Layout);
    let conflicting: Vec<(Correction, Correction)> = conflicts(&standing)
        .into_iter()
        .map(|(earlier, later)| {
            (earlier.clone(), known(later, &data, who).unwrap_or_else(|_| later.clone()))
        })
        .collect();
    let mut lost: Vec<(&Correction, Lost)> = Vec::new();
    let mut here: Vec<Correction> = Vec::new();
    for correction in standing {
        match known(correction, &data, who) {
            Ok(known) => here.push(known),
            Err(why) => lost.push((correction, why)),
        }
    }
    let standing: Vec<&Correction> = here.iter().collect();
    let is_of_rows = |c: &Correction| matches!(c.op, Op::Add | Op::Split | Op::Join | Op::Drop);
    // What speaks of a row that a correction makes comes after it.
    let is_made = |c: &Correction| {
        c.document.as_deref() == Some(data.document.sha256.as_str())
            && c.id.is_some()
            && !is_of_rows(c)
            && find(&data, c).is_err()
    };
    let (made, standing): (Vec<&Correction>, Vec<&Correction>) =
        standing.into_iter().partition(|c| is_made(c));
    let is_of_ref = |c: &Correction| c.field.as_deref() == Some(REF);
    // Values first, by the ids that the document has, and of several for one field the latest; then
    // what gives items another reference; then rows, in the order in which it was done.
    let mut settled: HashSet<(Spot, &str, Option<&str>)> = HashSet::new();
    for refs in [false, true] {
        let values = standing.iter().rev().filter(|c| !is_of_rows(c) && is_of_ref(c) == refs);
        for correction in values {
            if let (Ok(spot), Some(field)) = (find(&data, correction), correction.field.as_deref())
            {
                // Who confirms what became of an earlier correction has looked at the field itself.
                let code = correction.code.as_deref().filter(|c| !c.starts_with("correction."));
                if settled.contains(&(spot, field, None)) || settled.contains(&(spot, field, code))
                {
                    continue;
                }
                settled.insert((spot, field, code));
            }
            one(&mut data, correction);
        }
    }
    for (earlier, later) in &conflicting {
        conflict(&mut data, earlier, later);
    }
    for (correction, why) in lost {
        orphan(&mut data, correction, why);
    }
    for correction in standing.iter().filter(|c| is_of_rows(c)).chain(&made) {
        one(&mut data, correction);
    }
    numbering.settle(&mut data);
    in_order(&mut data.diagnostics);
    records.with_data(data)
}

/// A correction under the id that its record has here.
fn known(
    correction: &Correction,
    data: &Dataset,
    who: &dyn Fn(&Correction) -> Who,
) -> Result<Correction, Lost> {
    if correction.document.as_deref() == Some(data.document.sha256.as_str()) {
        return Ok(correction.clone());
    }
    match who(correction) {
        Who::Unknown => Ok(correction.clone()),
        Who::Is(id) => Ok(Correction {
            printed: correction.printed.clone().or_else(|| {
                // A row is known by its text, which stays as it was.
                correction.text.clone().filter(|_| correction.field.is_none())
            }),
            id: Some(id),
            text: None,
            ..correction.clone()
        }),
        Who::Doubtful => Err(Lost::Other),
        Who::Gone => Err(Lost::Gone),
    }
}

/// The corrections that nobody took back, the earliest first.
pub(super) fn standing(corrections: &[Correction]) -> Vec<&Correction> {
    let key = |c: &Correction| (c.document.clone(), c.id.clone(), c.field.clone());
    let undone: HashSet<_> =
        corrections.iter().filter_map(|c| Some((c.undoes.clone()?, key(c)))).collect();
    let mut standing: Vec<&Correction> = corrections
        .iter()
        .filter(|c| c.undoes.is_none() && !undone.contains(&(c.at.clone(), key(c))))
        .collect();
    standing.sort_by(|a, b| a.at.cmp(&b.at));
    standing
}

/// Where two people gave one field of one document different values: the last of each two.
fn conflicts<'a>(standing: &[&'a Correction]) -> Vec<(&'a Correction, &'a Correction)> {
    let mut latest: HashMap<_, &Correction> = HashMap::new();
    let mut found = Vec::new();
    for correction in standing.iter().filter(|c| c.op == Op::Set) {
        let key = (&correction.document, &correction.id, &correction.field);
        if let Some(before) = latest.insert(key, correction)
            && before.by != correction.by
            && before.value != correction.value
        {
            found.push((before, *correction));
        }
    }
    found
}

fn conflict(data: &mut Dataset, earlier: &Correction, later: &Correction) {
    let Ok(spot) = find(data, later) else { return };
    let message = format!(
        "{} was corrected to “{}” {} and to “{}” {}; the later one counts",
        field_name(later.field.as_deref().unwrap_or_default()),
        shown(&earlier.value),
        by(earlier),
        shown(&later.value),
        by(later)
    );
    let told = note(data, spot, "correction.conflict", Level::Warning, message);
    tell(data, Some(spot), told);
}

fn one(data: &mut Dataset, correction: &Correction) {
    if correction.op == Op::Add {
        return rows::add(data, correction);
    }
    if correction.op == Op::Confirm && correction.id.is_none() {
        if let Some(code) = correction.code.as_deref() {
            let codes = settle::coded(data, None, code, correction.printed.as_deref());
            confirmed(data, None, correction, &codes);
        }
        return;
    }
    let spot = match find(data, correction) {
        Ok(spot) => spot,
        Err(lost) => return orphan(data, correction, lost),
    };
    match (correction.op, correction.field.as_deref()) {
        (Op::Set, Some(field)) => set(data, spot, correction, field),
        (Op::Confirm, Some(field)) => {
            if is_evident(data, spot, correction, field) {
                let codes = settle::field(data, spot, field, correction.code.as_deref());
                confirmed(data, Some(spot), correction, &codes);
            } else {
                stale(data, spot, correction, field);
            }
        }
        (Op::Confirm, None) => {
            let code = correction.code.as_deref().unwrap_or_default();
            let codes = settle::coded(data, Some(spot), code, correction.printed.as_deref());
            confirmed(data, Some(spot), correction, &codes);
        }
        (Op::Set, None) => {
            let told = "a correction does not name a field; it was not applied".to_owned();
            let note = note(data, spot, "correction.unreadable", Level::Warning, told);
            tell(data, Some(spot), note);
        }
        (Op::Drop, _) => rows::drop(data, spot, correction),
        (Op::Join, _) => rows::join(data, spot, correction),
        (Op::Split, _) => rows::split(data, spot, correction),
        // Columns that were drawn have counted already.
        (Op::Add | Op::Layout, _) => {}
    }
}

/// Whether what was looked at is still there. On the same document it is; elsewhere the printed words
/// must be the same, and where nothing is printed, what is read.
fn is_evident(data: &Dataset, spot: Spot, correction: &Correction, field: &str) -> bool {
    if correction.document.as_deref() == Some(data.document.sha256.as_str()) {
        return true;
    }
    let Some((schema, row)) = record(data, spot) else { return false };
    let there = printed(schema, row, field);
    if !same(there.as_deref(), correction.printed.as_deref()) {
        return false;
    }
    there.is_some() || same(read_as(schema, row, field).as_deref(), correction.read.as_deref())
}

fn set(data: &mut Dataset, spot: Spot, correction: &Correction, field: &str) {
    let Some((schema, row)) = record(data, spot) else { return };
    let made = if field == REF {
        let text = correction.value.as_str().map(str::trim).filter(|t| !t.is_empty());
        Ok(text.map_or(Value::Missing, |t| Value::Text(t.to_owned())))
    } else {
        match value(schema, row, field) {
            None => Err(format!("this document has no field “{field}”")),
            Some(Found::Extra(_)) => typed(
                tablemend_model::FieldKind::Text,
                &Value::Missing,
                &correction.value,
                &data.legend,
            ),
            Some(Found::Value(known, was)) => {
                typed(known.kind, was, &correction.value, &data.legend)
            }
        }
    };
    let made = match made {
        Ok(made) => made,
        Err(why) => {
            let message = format!("the correction {} was not applied: {why}", by(correction));
            let told = note(data, spot, "correction.unreadable", Level::Warning, message)
                .used(shown(&correction.value));
            return tell(data, Some(spot), told);
        }
    };
    let before = read_as(schema, row, field);
    let is_read_so = same(before.as_deref(), in_words(&made).as_deref());
    if is_read_so {
        settle::field(data, spot, field, None);
        let message = format!(
            "the program now reads {} as it was corrected {}",
            field_name(field),
            by(correction)
        );
        let told = note(data, spot, "correction.retired", Level::Info, message)
            .used(in_words(&made).unwrap_or_else(|| NOTHING.to_owned()));
        return tell(data, Some(spot), told);
    }
    if !is_evident(data, spot, correction, field) {
        return stale(data, spot, correction, field);
    }
    let words = printed(schema, row, field).or(before);
    settle::field(data, spot, field, None);
    let used = in_words(&made).unwrap_or_else(|| NOTHING.to_owned());
    let message = format!("{} was corrected {}", field_name(field), by(correction));
    put(data, spot, field, made);
    let mut told = note(data, spot, "correction.applied", Level::Info, message).used(used);
    told.printed = words;
    tell(data, Some(spot), told);
}

/// What is written for a value that is nothing.
const NOTHING: &str = "(nothing)";

/// Puts a value in its place and keeps what was there.
pub(super) fn put(data: &mut Dataset, spot: Spot, field: &str, made: Value) {
    let Some(schema) = data.schema.entities.get(spot.entity) else { return };
    let Some(record) = data.entities.get_mut(spot.entity).and_then(|e| e.records.get_mut(spot.row))
    else {
        return;
    };
    let text = |value: Value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    };
    let or_missing = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
    let from = if field == REF {
        let old = std::mem::replace(&mut record.reference, text(made));
        or_missing(old)
    } else if let Some((at, _)) = schema.field(field) {
        match record.values.get_mut(at) {
            Some(place) => std::mem::replace(place, made),
            None => return,
        }
    } else if let Some(at) = schema.extra.iter().position(|header| header == field) {
        if record.extra.len() <= at {
            record.extra.resize(at + 1, None);
        }
        or_missing(std::mem::replace(&mut record.extra[at], text(made)))
    } else {
        return;
    };
    // Corrected twice, a value was still what the program read.
    if record.corrected_from(field).is_none() {
        record.corrected.push(Corrected { field: field.to_owned(), from });
    }
}

fn stale(data: &mut Dataset, spot: Spot, correction: &Correction, field: &str) {
    let Some((schema, row)) = record(data, spot) else { return };
    let now = printed(schema, row, field).or_else(|| read_as(schema, row, field));
    let was = correction.printed.as_deref().or(correction.read.as_deref()).unwrap_or(NOTHING);
    let message = format!(
        "a correction {} was not applied: {} was “{was}” then and is printed differently now",
        by(correction),
        field_name(field)
    );
    let mut told = note(data, spot, "correction.stale", Level::Warning, message)
        .help("check it again, and correct or confirm it for this edition");
    told.printed = now;
    told.used = Some(shown(&correction.value)).filter(|_| correction.op == Op::Set);
    tell(data, Some(spot), told);
}

fn orphan(data: &mut Dataset, correction: &Correction, lost: Lost) {
    let id = correction.id.as_deref().unwrap_or("an item");
    let why = match lost {
        Lost::Gone => "it is not in this document",
        Lost::Other => "the row of that number is another one, or several have its text",
    };
    let message = format!("a correction of {id} {} was not applied: {why}", by(correction));
    let mut told = Diagnostic::new("correction.orphan", Level::Warning, message);
    told.printed = correction.printed.clone();
    told.used = Some(shown(&correction.value)).filter(|_| correction.op == Op::Set);
    if correction.document.as_deref() == Some(data.document.sha256.as_str()) {
        told = told.at(source(&correction.place));
    }
    tell(data, None, told);
}

fn confirmed(
    data: &mut Dataset,
    spot: Option<Spot>,
    correction: &Correction,
    codes: &[tablemend_model::Code],
) {
    // A query that is gone needs no answer.
    if codes.is_empty() && correction.field.is_none() {
        return;
    }
    let what = match correction.field.as_deref() {
        Some(field) => field_name(field),
        None => "this reading".to_owned(),
    };
    let message = format!("{what} was checked and confirmed {}", by(correction));
    let told = match spot {
        Some(spot) => note(data, spot, "correction.confirmed", Level::Info, message),
        None => Diagnostic::new("correction.confirmed", Level::Info, message)
            .at(source(&correction.place)),
    };
    let mut told = told;
    told.printed = correction.printed.clone();
    tell(data, spot, told);
}

/// A field's name in words.
pub(super) fn field_name(field: &str) -> String {
    format!("“{}”", field.replace('_', " "))
}

/// A value as it was given, for messages.
pub(super) fn shown(value: &Json) -> String {
    match value {
        Json::Null => NOTHING.to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
