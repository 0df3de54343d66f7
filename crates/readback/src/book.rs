//! Workbooks (.xlsx), as `convert` writes them and people save them again.

use super::{About, Book, Datum, Sheet};
use crate::error::Error;
use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use jiff::civil::Date;
use std::io::{Cursor, Read};
use tablemend_compare::Legend;

/// Most cells that are read; a plan of a thousand actions has fewer than fifty thousand.
const MOST_CELLS: usize = 4_000_000;

/// Most columns of a row that are looked at.
const MOST_COLUMNS: u32 = 1_000;

/// Most bytes that the parts of a workbook may have when they are unpacked; a plan of a thousand
/// actions has fewer than five million.
const MOST_BYTES: u64 = 64 << 20;

/// Most bytes of text in all cells together: a text that is stored once can be in any number.
const MOST_TEXT: usize = 64 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    if !is_of_sane_size(bytes) {
        return Err(Error::broken("workbook", "it is too large (more than 64 MB unpacked)"));
    }
    let broken = |e: XlsxError| match e {
        // A zip file without the parts of a workbook is another thing made of a zip file.
        XlsxError::FileNotFound(_) => Error::NotRecords(
            "it is a zip file and no Excel workbook: in Excel or LibreOffice, save it as .xlsx"
                .to_owned(),
        ),
        XlsxError::Password => {
            Error::NotRecords("the workbook has a password: save it without one".to_owned())
        }
        e => Error::broken("workbook", &e.to_string()),
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    let (mut count, mut text) = (0, 0);
    for name in book.sheet_names() {
        // Sheets of charts have no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: Vec<Vec<Datum>> = Vec::new();
        let mut last = 0;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            count += 1;
            if count > MOST_CELLS {
                return Err(Error::broken(
                    "workbook",
                    "it is too large (more than four million cells)",
                ));
            }
            text += length(cell.get_value());
            if text > MOST_TEXT {
                return Err(Error::broken(
                    "workbook",
                    "it is too large (its cells hold more than 64 MB of text)",
                ));
            }
            if *cell.get_value() == DataRef::Empty || column >= MOST_COLUMNS {
                continue;
            }
            // Blank rows are passed over: a stray cell far below must not fill memory.
            if rows.is_empty() || row != last {
                rows.push(Vec::new());
                last = row;
            }
            if let Some(line) = rows.last_mut() {
                let at = column as usize;
                if line.len() <= at {
                    line.resize(at + 1, Datum::Blank);
                }
                line[at] = datum(Data::from(cell.get_value().clone())); // OK because it was made so long.
            }
        }
        // What was published last is not a sheet of what is.
        let first = rows.first().and_then(|row| row.first()).and_then(Datum::shown);
        if first.as_deref() != Some(tablemend_model::published::MARK) {
            sheets.push(Sheet { name, rows });
        }
    }
    Ok(Book { about: about(&sheets), sheets })
}

/// Whether the parts of a zip file are together no larger than they may be. What they claim to be
/// is not believed; what cannot be unpacked at all is left to the reader of workbooks to tell.
fn is_of_sane_size(bytes: &[u8]) -> bool {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return true };
    let mut room = MOST_BYTES;
    for number in 0..zip.len() {
        let Ok(part) = zip.by_index(number) else { continue };
        let unpacked = std::io::copy(&mut part.take(room + 1), &mut std::io::sink());
        match room.checked_sub(unpacked.unwrap_or(0)) {
            Some(left) => room = left,
            None => return false,
        }
    }
    true
}

/// Bytes of a cell's text.
fn length(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.len()
        }
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

fn datum(value: Data) -> Datum {
    match value {
        Data::Empty | Data::Error(_) => Datum::Blank,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Datum::text(text),
        Data::Int(n) => Datum::Text(n.to_string()),
        Data::Float(n) => Datum::number(n),
        Data::Bool(b) => Datum::Text(b.to_string()),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            let day = i16::try_from(year).ok().and_then(|y| {
                Date::new(y, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            });
            Datum::of(day.map(|d| d.to_string()))
        }
    }
}

/// What the sheet of two columns says: the title, the period, the legend.
pub(super) fn about(sheets: &[Sheet]) -> About {
    let mut about = About {
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ..About::default()
    };
    let is_about = |row: &&Sheet| {
        let head = row.rows.first().map_or(&[][..], Vec::as_slice);
        matches!(head, [Datum::Text(a), Datum::Text(b), ..] if a == "What" && b == "Explanation")
    };
    for row in sheets.iter().filter(is_about).flat_map(|s| &s.rows) {
        let [Datum::Text(what), Datum::Text(told), ..] = &row[..] else { continue };
        let printed = || (told != "none is printed").then(|| told.clone());
        match what.as_str() {
            "Title" => about.title = printed(),
            "Period" => about.period = printed(),
            "Document type" => {
                let profile = told.rsplit_once("(profile ").map(|(_, rest)| rest);
                about.profile = profile.and_then(|p| p.strip_suffix(')')).map(str::to_owned);
            }
            _ => {
                if let Some(status) = what.strip_prefix("Legend: ") {
                    let meaning = (told != "the document does not say").then(|| told.clone());
                    about.legend.push(Legend { status: status.to_owned(), meaning });
                }
            }
        }
    }
    about
}
