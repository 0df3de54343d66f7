//! Metadata of the CSV files after the W3C's “CSV on the Web” (Metadata Vocabulary for Tabular
//! Data, 2015): one table group beside the items' file, where readers look for it.

use crate::datapackage::{EDTF, statuses, words_of};
use crate::relation::{Column, ColumnKind, Datum, ForeignKey, Index, Relation, for_csv};
use crate::{Error, Options};
use serde_json::{Map, Value, json};
use std::io::Write;
use tablemend_model::Dataset;

/// Writes the description of all CSV files of a dataset.
pub(crate) fn write(data: &Dataset, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
    let document = &data.document;
    let mut group = Map::new();
    group.insert("@context".into(), json!(["http://www.w3.org/ns/csvw", { "@language": "en" }]));
    let title = document.title.as_ref().unwrap_or(&document.name);
    group.insert("dc:title".into(), title.as_str().into());
    group.insert("dc:description".into(), data.schema.description.as_str().into());
    group.insert("dc:source".into(), document.name.as_str().into());
    group.insert("dc:identifier".into(), format!("sha256:{}", document.sha256).into());
    if let Some(period) = &document.period {
        group.insert("dc:temporal".into(), period.as_str().into());
    }
    if let Some(licence) = &options.licence {
        group.insert("dc:license".into(), licence.as_str().into());
    }
    let dialect = json!({ "header": true, "encoding": "utf-8", "lineTerminators": ["\r\n"] });
    group.insert("dialect".into(), dialect);
    let statuses = statuses(data);
    let (tables, index) = (for_csv(&data.schema), Index::new(data));
    let tables = tables.iter().map(|r| table(r, &keys(r, &index), &statuses));
    group.insert("tables".into(), tables.collect());
    serde_json::to_writer_pretty(&mut *out, &group)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// The foreign keys that every row has: validators take an empty one for a reference to nothing.
fn keys<'a>(relation: &'a Relation, index: &Index<'_>) -> Vec<&'a ForeignKey> {
    let mut keys: Vec<&ForeignKey> = relation.foreign.iter().collect();
    for row in relation.rows(index) {
        keys.retain(|key| row.get(key.column).is_some_and(|datum| !matches!(datum, Datum::Empty)));
    }
    keys
}

fn table(relation: &Relation, keys: &[&ForeignKey], statuses: &[String]) -> Value {
    let name = |at: &usize| relation.columns.get(*at).map(|c| Value::from(c.name.as_str()));
    let mut schema = Map::new();
    let columns = relation.columns.iter().map(|c| column(c, statuses));
    schema.insert("columns".into(), columns.collect());
    if !relation.key.is_empty() {
        schema.insert("primaryKey".into(), relation.key.iter().filter_map(name).collect());
    }
    if !keys.is_empty() {
        let keys = keys.iter().map(|key| {
            json!({
                "columnReference": [name(&key.column)],
                "reference": {
                    "resource": format!("{}.csv", key.relation),
                    "columnReference": ["id"],
                },
            })
        });
        schema.insert("foreignKeys".into(), keys.collect());
    }
    json!({
        "url": format!("{}.csv", relation.name),
        "dc:title": relation.title,
        "dc:description": relation.description,
        "tableSchema": schema,
    })
}

fn column(column: &Column, statuses: &[String]) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), column.name.as_str().into());
    out.insert("titles".into(), json!([column.name, column.title]));
    if !column.description.is_empty() {
        out.insert("dc:description".into(), column.description.as_str().into());
    }
    let datatype = match column.kind {
        ColumnKind::Text | ColumnKind::List => json!("string"),
        ColumnKind::Edtf => json!({ "base": "string", "@id": EDTF }),
        ColumnKind::Date => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        ColumnKind::Integer => json!("integer"),
        ColumnKind::Number => json!("number"),
        ColumnKind::Boolean => json!({ "base": "boolean", "format": "true|false" }),
        ColumnKind::Word(words) => {
            let words: Vec<String> = words_of(words, statuses).iter().map(|w| escaped(w)).collect();
            json!({ "base": "string", "format": words.join("|") })
        }
    };
    out.insert("datatype".into(), datatype);
    if column.kind == ColumnKind::List {
        out.insert("separator".into(), "; ".into());
    }
    if column.required {
        out.insert("required".into(), true.into());
    }
    out.into()
}

/// A word as a regular expression that matches it alone.
fn escaped(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::plan;

    fn keys_of(data: &Dataset, table: &str) -> usize {
        let mut out = Vec::new();
        write(data, &Options::default(), &mut out).unwrap();
        let group: Value = serde_json::from_slice(&out).unwrap();
        let is_it = |t: &&Value| t["url"] == table;
        let table = group["tables"].as_array().unwrap().iter().find(is_it).unwrap();
        table["tableSchema"]["foreignKeys"].as_array().map_or(0, Vec::len)
    }

    #[test]
    fn a_reference_that_some_rows_lack_is_not_a_foreign_key() {
        let mut data = plan();
        assert_eq!(keys_of(&data, "actions.csv"), 2);
        // Some diagnostics are on the document as a whole.
        assert!(data.diagnostics.iter().any(|n| n.record.is_none()));
        assert_eq!(keys_of(&data, "diagnostics.csv"), 0);
        data.entities[2].records[0].parents[1] = None;
        assert_eq!(keys_of(&data, "actions.csv"), 1);
    }
}
