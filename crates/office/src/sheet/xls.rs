//! Excel workbooks before 2007 (.xls), by calamine, which gives values and merges without looks.

use super::{Area, Book, Cell, MOST_CELLS, MOST_TEXT, Sheet, format};
use crate::error::Error;
use crate::word::{Look, Run};
use calamine::{Data, Reader, SheetVisible, Xls, XlsError};
use std::io::Cursor;
use tablemend_model::{Diagnostic, Level, Place, SheetName, SourceRef};

/// Reads a workbook.
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Error> {
    // A library of others reads these bytes; what it panics on is damaged.
    let opened = std::panic::catch_unwind(|| open(bytes));
    opened.unwrap_or_else(|_| Err(Error::broken("the workbook", "its records do not fit together")))
}

fn open(bytes: &[u8]) -> Result<Book, Error> {
    let broken = |e: XlsError| match e {
        XlsError::Password => Error::Password,
        e => Error::broken("the workbook", e),
    };
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let is_1904 = workbook.has_1904_epoch();
    let mut book = Book::default();
    let (mut cells, mut text) = (MOST_CELLS, MOST_TEXT);
    let all: Vec<(String, SheetVisible)> =
        workbook.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible)).collect();
    for (name, visible) in all {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, col, value) in range.used_cells() {
            let (row, col) = (top + row as u32, left + col as u32);
            let Some((shown, day)) = shown(value, is_1904) else { continue };
            cells = cells
                .checked_sub(1)
                .ok_or_else(|| Error::TooLarge(format!("it has more than {MOST_CELLS} cells")))?;
            text = text.checked_sub(shown.len()).ok_or_else(|| {
                Error::TooLarge("its cells hold more text than any document".to_owned())
            })?;
            let runs = vec![Run { text: shown, look: Look::default() }];
            sheet.cells.push(Cell { row, col, runs, day, ..Cell::default() });
        }
        sheet.merges = workbook
            .merge_cells_by_sheet_name(&name)
            .unwrap_or_default()
            .into_iter()
            .map(|d| Area { rows: [d.start.0, d.end.0], columns: [d.start.1, d.end.1] })
            .collect();
        sheet.settle();
        if sheet.cells.is_empty() {
            continue;
        }
        if visible != SheetVisible::Visible {
            let message = format!("the sheet “{name}” is hidden in the workbook and was left out");
            book.notes.push(
                Diagnostic::new("sheet.hidden", Level::Warning, message)
                    .help("show the sheet and save the workbook, if it is part of the document"),
            );
            continue;
        }
        book.sheets.push(sheet);
    }
    if let Some(first) = book.sheets.first() {
        let place =
            Place::Cells { sheet: SheetName::new(&first.name), rows: [1; 2], columns: [1; 2] };
        let message = "colours, struck text and number formats of .xls files are not read";
        book.notes.push(
            Diagnostic::new("sheet.plain", Level::Warning, message)
                .at(SourceRef::at(place))
                .help("save the workbook as .xlsx, if colours or formats mean something in it"),
        );
    }
    Ok(book)
}

/// A value as it is shown without its format, and the day that it is. Days are counted from 1900, or from
/// 1904 in workbooks that come from a Macintosh.
fn shown(value: &Data, is_1904: bool) -> Option<(String, Option<tablemend_model::Date>)> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(n) => (n.to_string(), None),
        Data::Float(n) => (format::general(*n), None),
        Data::Bool(b) => (if *b { "TRUE" } else { "FALSE" }.to_owned(), None),
        Data::String(text) => (text.clone(), None),
        Data::DateTime(when) if when.is_datetime() => {
            let code = if when.as_f64().fract() == 0.0 { "dd/mm/yyyy" } else { "dd/mm/yyyy hh:mm" };
            let shown = format::show(when.as_f64(), code, is_1904);
            (shown.text, shown.day)
        }
        Data::DateTime(when) => (format::show(when.as_f64(), "[h]:mm", false).text, None),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (text.clone(), None),
        Data::Error(error) => (error.to_string(), None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{ExcelDateTime, ExcelDateTimeType};
    use tablemend_model::Date;

    #[test]
    fn days_are_counted_from_where_the_workbook_says() {
        for (serial, is_1904) in [(46173.0, false), (44711.0, true)] {
            let when = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
            let (text, day) = shown(&Data::DateTime(when), is_1904).unwrap();
            assert_eq!((text.as_str(), day), ("31/05/2026", Some(Date::constant(2026, 5, 31))));
        }
    }
}
