//! JSON Lines: an item a line, each with the document it comes from.

use super::{About, Book, Datum, Sheet};
use crate::error::Error;
use serde_json::{Map, Value as Json};

/// Members that say where a line comes from and what was noted of it.
const ASIDE: [&str; 4] = ["source", "flags", "document", "corrected_from"];

/// The lines, a book for each document.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Book>, Error> {
    let mut tables: Vec<(Json, Tables)> = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object: Map<String, Json> = serde_json::from_slice(line).map_err(|e| {
            if number == 1 {
                Error::NotRecords(
                    "it is JSON, and neither records nor an action a line, as `convert` writes \
                     them (-f json, -f jsonl)"
                        .to_owned(),
                )
            } else {
                Error::broken("JSON Lines file", &format!("line {number}: {e}"))
            }
        })?;
        let document = object.get("document").cloned().unwrap_or_default();
        let at = tables.iter().position(|(d, _)| *d == document).unwrap_or_else(|| {
            tables.push((document, Tables::default()));
            tables.len() - 1
        });
        if let Some((_, table)) = tables.get_mut(at) {
            table.add(&object);
        }
    }
    Ok(tables
        .into_iter()
        .map(|(document, tables)| Book {
            about: About {
                media_type: "application/jsonl",
                period: document.get("period").and_then(Json::as_str).map(str::to_owned),
                ..About::default()
            },
            sheets: tables.sheets(),
        })
        .collect())
}

/// Rows of named cells, turned into sheets when all names are known.
#[derive(Debug, Default)]
pub(super) struct Tables {
    rows: Vec<Vec<(String, Datum)>>,
    /// Field, id, EDTF, role, label.
    dates: Vec<(String, [Datum; 4])>,
}

impl Tables {
    pub(super) fn row(&mut self, cells: Vec<(String, Datum)>) {
        self.rows.push(cells);
    }

    /// One of the dates of a field of the item of this id.
    pub(super) fn date(
        &mut self,
        field: &str,
        id: &str,
        edtf: &str,
        role: &str,
        label: Option<&str>,
    ) {
        let cells = [id, edtf, role, label.unwrap_or_default()].map(Datum::text);
        self.dates.push((field.to_owned(), cells));
    }

    pub(super) fn sheets(self) -> Vec<Sheet> {
        let mut names: Vec<String> = Vec::new();
        let mut known = std::collections::HashMap::new();
        for (name, _) in self.rows.iter().flatten() {
            known.entry(name.clone()).or_insert_with(|| {
                names.push(name.clone());
                names.len() - 1
            });
        }
        let mut rows = vec![names.iter().map(Datum::text).collect::<Vec<_>>()];
        for cells in self.rows {
            let mut row = vec![Datum::Blank; names.len()];
            for (name, value) in cells {
                if let Some(cell) = known.get(&name).and_then(|at| row.get_mut(*at)) {
                    *cell = value;
                }
            }
            rows.push(row);
        }
        let mut sheets = vec![Sheet { name: String::new(), rows }];
        for (field, cells) in self.dates {
            let name = format!("{field}_dates");
            let at = sheets.iter().position(|s| s.name == name).unwrap_or_else(|| {
                let header = ["item", "edtf", "role", "label"].map(Datum::text).to_vec();
                sheets.push(Sheet { name, rows: vec![header] });
                sheets.len() - 1
            });
            if let Some(sheet) = sheets.get_mut(at) {
                sheet.rows.push(cells.to_vec());
            }
        }
        sheets
    }

    /// A line: members of the contract's section 3 as the columns of section 4.
    fn add(&mut self, object: &Map<String, Json>) {
        let id = object.get("id").and_then(Json::as_str).unwrap_or_default();
        let mut cells = Vec::new();
        for (name, value) in object.iter().filter(|(name, _)| !ASIDE.contains(&name.as_str())) {
            let Json::Object(parts) = value else {
                cells.push((name.clone(), datum(value)));
                continue;
            };
            for (part, value) in parts {
                match part.as_str() {
                    // Lists of posts and statuses are called by the field itself.
                    "people" | "value" => cells.push((name.clone(), datum(value))),
                    "dates" => {
                        for date in value.as_array().into_iter().flatten() {
                            let text = |key: &str| date.get(key).and_then(Json::as_str);
                            if let (Some(edtf), Some(role)) = (text("edtf"), text("role")) {
                                self.date(name, id, edtf, role, text("label"));
                            }
                        }
                    }
                    _ => cells.push((format!("{name}_{part}"), datum(value))),
                }
            }
        }
        if let Some(page) = object.get("source").and_then(|s| s.get("page")) {
            cells.push(("page".to_owned(), datum(page)));
        }
        self.row(cells);
    }
}

/// A value as a cell; a list of lists has ` + ` between the parts of the inner ones.
fn datum(value: &Json) -> Datum {
    match value {
        Json::Null | Json::Object(_) => Datum::Blank,
        Json::String(text) => Datum::text(text),
        Json::Bool(_) | Json::Number(_) => Datum::Text(value.to_string()),
        Json::Array(list) => {
            let one = |v: &Json| match v {
                Json::String(text) => text.clone(),
                Json::Array(inner) => {
                    inner.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" + ")
                }
                other => other.to_string(),
            };
            Datum::List(list.iter().map(one).collect())
        }
    }
}
