//! Titles, descriptions and source of a database for Datasette (`datasette x.sqlite -m
//! x.metadata.json`).

use crate::relation::all;
use crate::{Error, Options};
use serde_json::{Map, Value, json};
use std::io::Write;
use tablemend_model::Dataset;

/// Writes the metadata of the database `<stem>.sqlite`.
pub(crate) fn write(
    data: &Dataset,
    stem: &str,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let mut tables = Map::new();
    for relation in all(&data.schema) {
        let columns: Map<String, Value> = relation
            .columns
            .iter()
            .map(|c| (c.name.clone(), Value::from(c.description.as_str())))
            .collect();
        let mut table = Map::new();
        table.insert("title".into(), relation.title.as_str().into());
        table.insert("description".into(), relation.description.as_str().into());
        table.insert("columns".into(), columns.into());
        if let Some((_, entity)) = data.schema.items().filter(|(_, e)| e.name == relation.name) {
            table.insert("fts_table".into(), format!("{}_search", entity.name).into());
            table.insert("fts_pk".into(), "row_number".into());
            if let Some(field) = entity.fields.first() {
                table.insert("label_column".into(), field.name.as_str().into());
            }
        }
        tables.insert(relation.name, table.into());
    }
    let mut metadata = Map::new();
    metadata.insert("title".into(), data.schema.title.as_str().into());
    metadata.insert("description".into(), data.schema.description.as_str().into());
    metadata.insert("source".into(), data.document.name.as_str().into());
    if let Some(licence) = &options.licence {
        let key = if licence.starts_with("http") { "license_url" } else { "license" };
        metadata.insert(key.into(), licence.as_str().into());
    }
    metadata.insert("databases".into(), json!({ stem: { "tables": tables } }));
    serde_json::to_writer_pretty(&mut *out, &metadata)?;
    out.write_all(b"\n")?;
    Ok(())
}
