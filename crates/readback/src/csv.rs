//! CSV as `convert` and `archive export` write it, and as spreadsheets save it again.

use super::{About, Book, Datum, Sheet, table};
use crate::error::Error;
use csv::ReaderBuilder;
use tablemend_model::Schema;

/// What may part the cells: spreadsheets of other countries write a semicolon, and some people a
/// tab.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The one sheet of a CSV file whose header has our columns; `None` where it does not, and the
/// name does not say either that it is CSV.
pub(super) fn read(bytes: &[u8], name: &str, schemas: &[Schema]) -> Result<Option<Book>, Error> {
    let decoded = of_utf16(bytes);
    let bytes = decoded.as_deref().map_or(bytes, str::as_bytes);
    for delimiter in DELIMITERS {
        let header = header(bytes, delimiter);
        if table::fits(&header, schemas) {
            let about = About { media_type: "text/csv", ..About::default() };
            return Ok(Some(Book { about, sheets: vec![sheet(bytes, delimiter, "")?] }));
        }
    }
    if !name.to_lowercase().ends_with(".csv") {
        return Ok(None);
    }
    let header = header(bytes, b',');
    Err(table::not_ours(&[Sheet { name: String::new(), rows: vec![header] }], schemas))
}

/// The text of a file in UTF-16, as spreadsheets save “Unicode text”; `None` where it is none.
fn of_utf16(bytes: &[u8]) -> Option<String> {
    let (units, is_big) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        _ => return None,
    };
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]]; // OK because the chunks are of two.
        if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let units: Vec<u16> = units.chunks_exact(2).map(unit).collect();
    Some(String::from_utf16_lossy(&units))
}

pub(super) fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes)
}

fn header(bytes: &[u8], delimiter: u8) -> Vec<Datum> {
    let mut record = csv::ByteRecord::new();
    let _ = reader(bytes, delimiter).read_byte_record(&mut record); // What cannot be read is empty.
    record.iter().map(|cell| Datum::text(String::from_utf8_lossy(cell))).collect()
}

/// All rows of a CSV file.
///
/// # Errors
/// [`Error::Csv`] with the line, where it is not UTF-8 or a row does not have the columns of the header.
pub(super) fn sheet(bytes: &[u8], delimiter: u8, name: &str) -> Result<Sheet, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut rows: Vec<Vec<Datum>> = Vec::new();
    for row in reader(bytes, delimiter).into_records() {
        let row = row.map_err(|e| match e.kind() {
            csv::ErrorKind::Utf8 { pos, .. } => Error::Csv(format!(
                "line {} is not UTF-8: in the spreadsheet, save it as “CSV UTF-8”",
                pos.as_ref().map_or(1, csv::Position::line)
            )),
            _ => Error::Csv(e.to_string()),
        })?;
        let cells = row.len();
        let wanted = rows.first().map_or(cells, Vec::len);
        if cells != wanted {
            let line = row.position().map_or(1, csv::Position::line);
            return Err(Error::Csv(format!(
                "line {line} has {cells} cells and the header {wanted}: the file is cut off, or a \
                 quotation mark is missing"
            )));
        }
        rows.push(row.iter().map(|cell| Datum::text(unguarded(cell))).collect());
    }
    Ok(Sheet { name: name.to_owned(), rows })
}

/// Without the apostrophe that `--escape-formulas` puts in front of what a spreadsheet would run.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => rest,
        _ => cell,
    }
}
