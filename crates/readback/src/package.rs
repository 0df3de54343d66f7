//! Data Packages: a description and the CSV files it names.

use super::{About, Book, Reading, csv, table};
use crate::error::Error;
use serde_json::Value as Json;
use tablemend_compare::Legend;
use tablemend_model::Schema;

/// The records of a Data Package that `convert` or `archive export` wrote, an edition each.
/// `descriptor` are the bytes of its `datapackage.json`, `file` gives the bytes of a file beside
/// it, and `name` is what the package is called.
///
/// # Errors
/// [`Error::NotRecords`] where it is not a Data Package, or none of its tables that are there has
/// records that can be compared; [`Error::Csv`] where a table cannot be read.
pub fn read_package(
    descriptor: &[u8],
    name: &str,
    schemas: &[Schema],
    file: &dyn Fn(&str) -> std::io::Result<Vec<u8>>,
) -> Result<Vec<Reading>, Error> {
    let schemas = &super::of_kinds(schemas)[..];
    let descriptor = descriptor.strip_prefix(b"\xef\xbb\xbf").unwrap_or(descriptor);
    let json: Json = serde_json::from_slice(descriptor)
        .map_err(|e| Error::broken("Data Package", &format!("datapackage.json: {e}")))?;
    let Some(resources) = json.get("resources").and_then(Json::as_array) else {
        return Err(Error::NotRecords(
            "its datapackage.json does not name any tables (`resources`)".to_owned(),
        ));
    };
    let mut book = Book { about: about(&json), sheets: Vec::new() };
    let mut missing: Vec<String> = Vec::new();
    for resource in resources {
        let text = |key: &str| resource.get(key).and_then(Json::as_str);
        let Some(path) = text("path").filter(|p| is_beside(p)) else { continue };
        match file(path) {
            Ok(bytes) => {
                let read = csv::sheet(&bytes, b',', text("name").unwrap_or_default());
                book.sheets.push(read.map_err(|e| Error::NotRecords(format!("{path}: {e}")))?);
            }
            Err(error) => missing.push(format!("{path} ({error})")),
        }
    }
    let sha256 = tablemend_model::sha256(descriptor);
    table::readings(book, name, &sha256, schemas).map_err(|e| match &missing[..] {
        [] => e,
        missing => Error::NotRecords(format!(
            "tables that its datapackage.json names cannot be read: {}; put them back beside it",
            missing.join(", ")
        )),
    })
}

/// Whether a path stays in the package's folder, as the specification demands.
fn is_beside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains([':', '\\'])
        && path.split('/').all(|part| part != "..")
}

fn about(json: &Json) -> About {
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let legend = json.get("tablemend:legend").cloned().unwrap_or_default();
    About {
        media_type: "application/json",
        title: text("title"),
        period: text("tablemend:period"),
        profile: text("tablemend:profile"),
        legend: serde_json::from_value::<Vec<Legend>>(legend).unwrap_or_default(),
        groups: Vec::new(),
    }
}
