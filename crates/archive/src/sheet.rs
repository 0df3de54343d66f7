//! Items read back from a CSV file that this program wrote, so that such files can be compared.

use crate::cell::{Cell, Dates, Posts};
use crate::edition::{Edition, Field, Item, Kind};
use crate::error::Error;
use crate::flat::columns;
use std::collections::HashMap;
use tablemend_model::{DocumentInfo, Schema};

/// The items of a CSV file (RFC 4180, UTF-8, with or without a byte order mark) whose header has
/// the columns of a profile's items, as `convert` and `archive export` write them; `None` where
/// the header has not. What such files do not have, the legend and other readings of a cell, is
/// empty.
///
/// # Errors
/// [`Error::Csv`] where a row cannot be read, with its line.
pub fn from_csv(bytes: &[u8], name: &str, schema: &Schema) -> Result<Option<Edition>, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let Ok(header) = reader.headers() else { return Ok(None) };
    let at: HashMap<String, usize> =
        header.iter().enumerate().map(|(i, name)| (name.to_owned(), i)).collect();
    let fields = Edition::fields_of(schema);
    if fields.is_empty() || columns(&fields).iter().any(|c| !at.contains_key(&c.name)) {
        return Ok(None);
    }
    let groups: Vec<(&str, usize)> =
        schema.entities.iter().filter_map(|e| Some((e.one.as_str(), *at.get(&e.one)?))).collect();
    let mut items = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| Error::Csv(e.to_string()))?;
        let value = |column: &str| {
            let text = at.get(column).and_then(|i| row.get(*i)).filter(|t| !t.is_empty());
            text.map(str::to_owned)
        };
        items.push(Item {
            id: value("id").unwrap_or_default(),
            reference: value("ref"),
            parents: groups
                .iter()
                .filter_map(|(one, i)| Some(((*one).to_owned(), row.get(*i)?.to_owned())))
                .filter(|(_, id)| !id.is_empty())
                .collect(),
            cells: fields.iter().map(|field| cell(field, &value)).collect(),
            page: value("page").and_then(|p| p.parse().ok()),
        });
    }
    let document = DocumentInfo {
        title: None,
        period: None,
        name: name.to_owned(),
        media_type: "text/csv".to_owned(),
        sha256: crate::store::sha256(bytes),
        pages: None,
        profile: schema.profile.clone(),
        tool: String::new(),
    };
    Ok(Some(Edition { document, legend: Vec::new(), fields, items, groups: Vec::new() }))
}

fn cell(field: &Field, value: &impl Fn(&str) -> Option<String>) -> Cell {
    let whole = || value(&field.name);
    let read = match field.kind {
        Kind::Text => whole().map(Cell::Text),
        Kind::Status => whole().map(Cell::Status),
        Kind::Posts => whole().map(|text| {
            let people = text.split("; ").map(str::to_owned).collect();
            Cell::Posts(Posts { people, alternatives: Vec::new() })
        }),
        Kind::Number => {
            whole().and_then(|text| Some(Cell::Number { value: text.parse().ok()?, printed: text }))
        }
        Kind::Dates => {
            let part = |name: &str| value(&format!("{}_{name}", field.name));
            let day = |name: &str| part(name).and_then(|text| text.parse().ok());
            let (printed, edtf) = (part("printed"), part("edtf"));
            (printed.is_some() || edtf.is_some()).then(|| {
                let (start, end) = (day("start"), day("end"));
                Cell::Dates(Dates { printed, edtf, start, end, parts: Vec::new() })
            })
        }
    };
    read.unwrap_or(Cell::Missing)
}
