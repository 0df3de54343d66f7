//! Every text of a file, cell by cell, whatever it means: for counting the words that were written.

#[cfg(any(feature = "xlsx", feature = "parquet", feature = "sqlite"))]
use super::guarded;
#[cfg(any(feature = "xlsx", feature = "parquet"))]
use super::{Datum, Sheet};
use crate::error::Error;
use serde_json::Value as Json;

/// Every text that a written file holds (JSON, JSON Lines, CSV, a workbook, a database, Parquet),
/// in its order; of a database those of the `documents`, known by the SHA-256 of
/// their bytes. Names of members and of
/// Parquet's and the database's columns are not among them. `None` where the bytes are none of
/// these formats; what is neither of the others is read as CSV only if `is_csv`.
///
/// # Errors
/// [`Error::Broken`] or [`Error::Csv`] where the file cannot be read, or is larger than what is read
/// back.
pub fn texts(
    bytes: &[u8],
    documents: &[String],
    is_csv: bool,
) -> Result<Option<Vec<String>>, Error> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") {
        #[cfg(feature = "xlsx")]
        return guarded("workbook", || super::book::read(bytes))
            .map(|book| Some(of_sheets(&book.sheets, 0)));
        #[cfg(not(feature = "xlsx"))]
        return Err(super::not_built("workbooks"));
    }
    if bytes.starts_with(b"SQLite format 3") {
        #[cfg(feature = "sqlite")]
        return guarded("database", || super::database::texts(bytes, documents)).map(Some);
        #[cfg(not(feature = "sqlite"))]
        {
            let _ = documents;
            return Err(super::not_built("databases"));
        }
    }
    if bytes.starts_with(b"PAR1") {
        #[cfg(feature = "parquet")]
        return guarded("Parquet file", || super::parquet::read(bytes))
            .map(|book| Some(of_sheets(&book.sheets, 1)));
        #[cfg(not(feature = "parquet"))]
        return Err(super::not_built("Parquet"));
    }
    if is_csv {
        let mut texts = Vec::new();
        for row in super::csv::reader(start, b',').into_records() {
            let row = row.map_err(|e| Error::Csv(e.to_string()))?;
            texts.extend(row.iter().filter(|cell| !cell.is_empty()).map(str::to_owned));
        }
        return Ok(Some(texts));
    }
    if !start.trim_ascii_start().starts_with(b"{") && !start.trim_ascii_start().starts_with(b"[") {
        return Ok(None);
    }
    let mut texts = Vec::new();
    for value in serde_json::Deserializer::from_slice(start).into_iter::<Json>() {
        let value = value.map_err(|e| Error::broken("JSON file", &e.to_string()))?;
        strings(&value, &mut texts);
    }
    Ok(Some(texts))
}

#[cfg(any(feature = "xlsx", feature = "parquet"))]
fn of_sheets(sheets: &[Sheet], header: usize) -> Vec<String> {
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().skip(header));
    rows.flatten().filter_map(Datum::shown).collect()
}

fn strings(value: &Json, texts: &mut Vec<String>) {
    match value {
        Json::String(text) => texts.push(text.clone()),
        Json::Array(members) => members.iter().for_each(|m| strings(m, texts)),
        Json::Object(members) => members.values().for_each(|m| strings(m, texts)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_formats_that_are_text() {
        let cases: [(&[u8], bool, &[&str]); 4] = [
            (br#"{"a": ["x", {"b": "y z"}], "n": 3, "t": null}"#, false, &["x", "y z"]),
            (b"{\"a\": \"x\"}\n{\"a\": \"y\"}\n", false, &["x", "y"]),
            (
                b"\xef\xbb\xbfid,text\r\n1,\"a, b\"\r\n\r\n\"c\nd\"\r\n",
                true,
                &["id", "text", "1", "a, b", "c\nd"],
            ),
            (b"[]", false, &[]),
        ];
        for (bytes, is_csv, expected) in cases {
            assert_eq!(texts(bytes, &[], is_csv).unwrap().unwrap(), expected);
        }
        assert!(texts(b"# A page", &[], false).unwrap().is_none());
        assert!(texts(b"{\"a\": ", &[], false).is_err());
    }
}
