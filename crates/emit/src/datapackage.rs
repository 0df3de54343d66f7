//! `datapackage.json`: a Frictionless Data Package (v1) whose resources have Table Schemas, so
//! that a program knows the types, keys and meanings of the CSV files.

use crate::relation::{Column, ColumnKind, Index, Relation, Words, for_csv};
use crate::{Error, Options};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use tablemend_model::{Dataset, Value as Field};

/// Writes the descriptor of the files that the CSV format writes.
pub(crate) fn write(data: &Dataset, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, &descriptor(data, options))?;
    out.write_all(b"\n")?;
    Ok(())
}

fn descriptor(data: &Dataset, options: &Options) -> Value {
    let document = &data.document;
    let mut package = Map::new();
    package.insert("profile".into(), "tabular-data-package".into());
    package.insert("name".into(), slug(&document.name).into());
    let title = document.title.as_ref().unwrap_or(&document.name);
    package.insert("title".into(), title.as_str().into());
    package.insert("description".into(), data.schema.description.as_str().into());
    if let Some(licence) = &options.licence {
        package.insert("licenses".into(), json!([licence_entry(licence)]));
    }
    package.insert(
        "sources".into(),
        json!([{ "title": document.name, "media_type": document.media_type, "sha256": document.sha256 }]),
    );
    package.insert("tablemend:tool".into(), document.tool.as_str().into());
    package.insert("tablemend:profile".into(), document.profile.as_str().into());
    if let Some(period) = &document.period {
        package.insert("tablemend:period".into(), period.as_str().into());
    }
    if !data.legend.is_empty() {
        let legend =
            data.legend.iter().map(|l| json!({ "status": l.status, "meaning": l.meaning }));
        package.insert("tablemend:legend".into(), legend.collect());
    }
    let statuses = statuses(data);
    let index = Index::new(data);
    let resources = for_csv(&data.schema);
    package.insert(
        "resources".into(),
        resources.iter().map(|r| resource(r, &index, &statuses)).collect(),
    );
    Value::Object(package)
}

/// A licence by its URL, or by its identifier.
fn licence_entry(licence: &str) -> Value {
    if licence.starts_with("https://") || licence.starts_with("http://") {
        json!({ "path": licence })
    } else {
        json!({ "name": licence })
    }
}

fn resource(relation: &Relation, index: &Index<'_>, statuses: &[String]) -> Value {
    let names = |positions: &[usize]| -> Value {
        positions.iter().filter_map(|at| Some(relation.columns.get(*at)?.name.as_str())).collect()
    };
    let mut schema = Map::new();
    schema.insert(
        "fields".into(),
        relation
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| field(column, relation.key == [at], statuses))
            .collect(),
    );
    schema.insert("missingValues".into(), json!([""]));
    if !relation.key.is_empty() {
        schema.insert("primaryKey".into(), names(&relation.key));
    }
    if !relation.foreign.is_empty() {
        let keys = relation.foreign.iter().map(|key| {
            json!({
                "fields": names(&[key.column]),
                "reference": { "resource": key.relation, "fields": ["id"] },
            })
        });
        schema.insert("foreignKeys".into(), keys.collect());
    }
    json!({
        "profile": "tabular-data-resource",
        "name": relation.name,
        "title": relation.title,
        "description": relation.description,
        "path": format!("{}.csv", relation.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "quoteChar": "\"", "lineTerminator": "\r\n", "header": true },
        "tablemend:rows": relation.row_count(index),
        "schema": schema,
    })
}

fn field(column: &Column, is_key: bool, statuses: &[String]) -> Value {
    let (kind, format) = match column.kind {
        ColumnKind::Text | ColumnKind::List | ColumnKind::Edtf | ColumnKind::Word(_) => {
            ("string", "default")
        }
        ColumnKind::Date => ("date", "default"),
        ColumnKind::Integer => ("integer", "default"),
        ColumnKind::Number => ("number", "default"),
        ColumnKind::Boolean => ("boolean", "default"),
    };
    let mut field = Map::new();
    field.insert("name".into(), column.name.as_str().into());
    field.insert("type".into(), kind.into());
    field.insert("format".into(), format.into());
    field.insert("title".into(), column.title.as_str().into());
    let mut description = column.description.clone();
    match column.kind {
        ColumnKind::List => {
            description.push_str(" Several are separated by “; ”.");
            field.insert("tablemend:separator".into(), "; ".into());
        }
        ColumnKind::Edtf => {
            field.insert("rdfType".into(), EDTF.into());
        }
        _ => {}
    }
    field.insert("description".into(), description.trim_start().into());
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".into(), true.into());
    }
    if is_key {
        constraints.insert("unique".into(), true.into());
    }
    if let ColumnKind::Word(words) = column.kind {
        constraints.insert("enum".into(), words_of(words, statuses).into());
    }
    if !constraints.is_empty() {
        field.insert("constraints".into(), constraints.into());
    }
    field.into()
}

/// The Library of Congress' data type for EDTF.
pub(crate) const EDTF: &str = "http://id.loc.gov/datatypes/edtf/EDTF-level1";

/// The words of a closed list; the statuses are given, since a legend may add to them.
pub(crate) fn words_of(words: Words, statuses: &[String]) -> Vec<String> {
    let fixed: &[&str] = match words {
        Words::Status => return statuses.to_vec(),
        Words::Witness => &["fill", "style", "text", "image"],
        Words::State => &["done", "open", "not_started", "dropped"],
        Words::Role => &["due", "original", "revised", "phase", "milestone"],
        Words::Level => &["info", "warning", "error"],
    };
    fixed.iter().map(|w| (*w).to_owned()).collect()
}

/// The statuses that a document may show: the five colours, its legend's, and any it uses.
pub(crate) fn statuses(data: &Dataset) -> Vec<String> {
    let mut all: Vec<String> = COLOURS.iter().map(|c| (*c).to_owned()).collect();
    let values = data.entities.iter().flat_map(|e| &e.records).flat_map(|r| &r.values);
    let used: BTreeSet<&String> = values
        .filter_map(|v| match v {
            Field::Status(s) => s.value.as_ref(),
            _ => None,
        })
        .collect();
    for word in data.legend.iter().map(|l| &l.status).chain(used) {
        if !all.contains(word) {
            all.push(word.clone());
        }
    }
    all
}

/// The statuses that every document may show.
pub(crate) const COLOURS: [&str; 5] = ["blue", "green", "amber", "red", "grey"];

/// A package name: lower case, digits, `-`, `_` and `.` only.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => out.push(c),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let out = out.trim_matches('-');
    if out.is_empty() { "document".to_owned() } else { out.to_owned() }
}
