//! The rows of large sheets, written straight into the package.
//!
//! The library takes a workbook cell by cell, keeps each and looks its format up by all that it is made
//! of: of a hundred thousand rows that is most of the time. So it makes a large sheet with all but its
//! rows, and what it would have written for them is put in here. A test holds both against each other.

use super::sheet::{excel_day, fit};
use crate::Error;
use crate::relation::Datum;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How hard the rows are compressed, of 9: the default of 6 takes twice the time for a tenth of the bytes.
const COMPRESSION: i64 = 3;

/// Rows are handed on in pieces of so many bytes.
const PIECE: usize = 1 << 16;

/// Pixels of a row of default height, which is not told.
const DEFAULT_PIXELS: u32 = 20;

/// A sheet that gets its rows here.
pub(super) struct Large<'a> {
    /// Position of the sheet in the workbook, from 1.
    pub(super) number: usize,
    /// How many of its rows the library has written; those behind are taken away.
    pub(super) kept: usize,
    /// The last row and column, counted from 1.
    pub(super) last: (usize, usize),
    /// Writes the rows; it is told what format the cells of the next rows have there.
    pub(super) rows: RowsOf<'a>,
}

/// What writes the rows of a sheet.
pub(super) type RowsOf<'a> = Box<dyn FnOnce(&[Vec<u32>], &mut Rows<'_>) -> Result<(), Error> + 'a>;

/// Puts the rows of large sheets into a workbook.
///
/// # Errors
/// When the package is not as the library makes it, or cannot be written.
pub(super) fn fill(book: Vec<u8>, sheets: Vec<Large<'_>>) -> Result<Vec<u8>, Error> {
    if sheets.is_empty() {
        return Ok(book);
    }
    let trouble = |e| Error::from_library("the workbook could not be written", e);
    let mut book = ZipArchive::new(Cursor::new(book)).map_err(trouble)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION));
    let mut sheets: Vec<(String, Large<'_>)> = sheets
        .into_iter()
        .map(|sheet| (format!("xl/worksheets/sheet{}.xml", sheet.number), sheet))
        .collect();
    for at in 0..book.len() {
        let mut part = book.by_index(at).map_err(trouble)?;
        let found = part.name().ok().and_then(|of| sheets.iter().position(|(name, _)| *name == of));
        let Some(found) = found else {
            out.raw_copy_file(part).map_err(trouble)?;
            continue;
        };
        let (name, sheet) = sheets.swap_remove(found);
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        out.start_file(name, options).map_err(trouble)?;
        sheet.write(&text, &mut out)?;
    }
    Ok(out.finish().map_err(trouble)?.into_inner())
}

impl Large<'_> {
    /// Writes the sheet, of which the library made `text`.
    fn write(self, text: &str, out: &mut dyn Write) -> Result<(), Error> {
        let odd = || Error::plain("the workbook could not be written: a sheet has no rows");
        let (head, rows, tail) = match text.split_once("<sheetData/>") {
            Some((head, tail)) => (head, "", tail),
            None => {
                let (head, rest) = text.split_once("<sheetData>").ok_or_else(odd)?;
                let (rows, tail) = rest.split_once("</sheetData>").ok_or_else(odd)?;
                (head, rows, tail)
            }
        };
        let (rows, last) = (rows.split_inclusive("</row>"), self.last);
        let kept: String = rows.clone().take(self.kept).collect();
        let formats: Vec<Vec<u32>> = rows.skip(self.kept).map(formats).collect();
        out.write_all(with_dimension(head, last).as_bytes())?;
        out.write_all(b"<sheetData>")?;
        out.write_all(kept.as_bytes())?;
        let mut rows = Rows::new(out, last.1);
        (self.rows)(&formats, &mut rows)?;
        rows.flush()?;
        out.write_all(b"</sheetData>")?;
        Ok(out.write_all(tail.as_bytes())?)
    }
}

/// The formats of the cells of a row.
fn formats(row: &str) -> Vec<u32> {
    let cells = row.split("<c ").skip(1);
    let format = |cell: &str| {
        let told = cell.split('>').next()?.split(" s=\"").nth(1)?.split('"').next()?;
        told.parse().ok()
    };
    cells.map(|cell| format(cell).unwrap_or(0)).collect()
}

/// The beginning of a sheet with the cells that it has in the end.
fn with_dimension(head: &str, (row, column): (usize, usize)) -> Cow<'_, str> {
    const BEGIN: &str = "<dimension ref=\"";
    let parts =
        head.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once('"')?)));
    match parts {
        Some((before, (_, after))) => {
            let last = letters(column.saturating_sub(1));
            format!("{before}{BEGIN}A1:{last}{row}\"{after}").into()
        }
        None => head.into(),
    }
}

/// The letters of a column, counted from 0.
fn letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8)); // OK because less than 26.
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Rows on their way into a sheet.
pub(super) struct Rows<'a> {
    out: &'a mut dyn Write,
    text: String,
    /// The letters of each column.
    columns: Vec<String>,
}

impl<'a> Rows<'a> {
    fn new(out: &'a mut dyn Write, columns: usize) -> Self {
        let text = String::with_capacity(PIECE + PIECE / 4);
        Self { out, text, columns: (0..columns).map(letters).collect() }
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    /// Writes a row, counted from 1, of this height in points.
    pub(super) fn put(
        &mut self,
        row: usize,
        height: f64,
        formats: impl Iterator<Item = u32>,
        values: &[Datum<'_>],
    ) -> Result<(), Error> {
        let pixels = (height * 4.0 / 3.0).round() as u32;
        let _ = write!(self.text, "<row r=\"{row}\"");
        if pixels != DEFAULT_PIXELS {
            let _ = write!(self.text, " ht=\"{}\" customHeight=\"1\"", f64::from(pixels) * 0.75);
        }
        self.text.push('>');
        for ((datum, format), column) in values.iter().zip(formats).zip(&self.columns) {
            cell(&mut self.text, (column, row), format, *datum);
        }
        self.end_row()
    }

    /// Writes a row of texts without looks.
    pub(super) fn put_texts(&mut self, row: usize, texts: &[String]) -> Result<(), Error> {
        let _ = write!(self.text, "<row r=\"{row}\">");
        for (text, column) in texts.iter().zip(&self.columns).filter(|(t, _)| !t.is_empty()) {
            begin(&mut self.text, (column, row), 0);
            inline(&mut self.text, text);
        }
        self.end_row()
    }

    fn end_row(&mut self) -> Result<(), Error> {
        self.text.push_str("</row>");
        if self.text.len() >= PIECE { self.flush() } else { Ok(()) }
    }
}

/// Writes a cell; a text as much of it as a cell holds.
fn cell(out: &mut String, place: (&str, usize), format: u32, datum: Datum<'_>) {
    begin(out, place, format);
    let number = match datum {
        Datum::Integer(n) => Some(n as f64),
        Datum::Number(n) if n.is_finite() => Some(n),
        Datum::Date(day) => excel_day(day).map(|day| day.to_excel()),
        _ => None,
    };
    if let Some(number) = number {
        let _ = write!(out, "><v>{number}</v></c>");
        return;
    }
    if let Datum::Boolean(truth) = datum {
        let _ = write!(out, " t=\"b\"><v>{}</v></c>", u8::from(truth));
        return;
    }
    let shown = datum.shown();
    match shown.as_deref().filter(|text| !text.is_empty()) {
        None => out.push_str("/>"),
        Some(text) => inline(out, &fit(text).0),
    }
}

fn begin(out: &mut String, (column, row): (&str, usize), format: u32) {
    let _ = write!(out, "<c r=\"{column}{row}\"");
    if format > 0 {
        let _ = write!(out, " s=\"{format}\"");
    }
}

/// The rest of a cell of text.
fn inline(out: &mut String, text: &str) {
    let white = ['\t', '\n', ' '];
    let keeps = text.starts_with(white) || text.ends_with(white);
    out.push_str(" t=\"inlineStr\"><is><t");
    out.push_str(if keeps { " xml:space=\"preserve\">" } else { ">" });
    escape(out, text);
    out.push_str("</t></is></c>");
}

/// Writes a text as Excel does: characters that XML cannot hold as `_x0007_`, and what looks like such an
/// escape with its first sign escaped.
fn escape(out: &mut String, text: &str) {
    let is_special =
        |b: u8| matches!(b, b'&' | b'<' | b'>' | b'_') || (b < b' ' && b != b'\t' && b != b'\n');
    let mut rest = text;
    // All of these are ASCII, so that a text can be cut at them.
    while let Some(at) = rest.bytes().position(is_special) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('_') => out.push_str(if is_escape(from) { "_x005F_" } else { "_" }),
            Some(control) => {
                let _ = write!(out, "_x{:04X}_", u32::from(control));
            }
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Whether a text begins as an escape of Excel does.
fn is_escape(text: &str) -> bool {
    let Some((head, rest)) = text.strip_prefix("_x").and_then(|t| t.split_at_checked(4)) else {
        return false;
    };
    head.bytes().all(|b| b.is_ascii_hexdigit()) && rest.starts_with('_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xlsx::sheet;
    use rust_xlsxwriter::{Format, Workbook};
    use tablemend_model::Date;

    fn part(book: &[u8], name: &str) -> String {
        let mut book = ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        book.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn rows_are_what_the_library_writes() {
        let day = |y, m, d| Datum::Date(Date::new(y, m, d).unwrap());
        let long = "gate ".repeat(7000);
        let values = [
            [Datum::Text("gate & <bell>"), Datum::Integer(-7), day(2024, 2, 29)],
            [Datum::Text("_x0041_ _x_ \u{7}\r\n"), Datum::Number(0.1), day(1850, 1, 1)],
            [Datum::Text(" boat"), Datum::Number(f64::INFINITY), Datum::Boolean(true)],
            [Datum::Empty, Datum::Text(""), Datum::Boolean(false)],
            [Datum::Text(&long), Datum::Text("Übér_x00e9_\u{ffff}"), Datum::Number(1e21)],
        ];
        let heights = [16.75, 29.5, 15.0, 409.0, 15.2];
        let looks = [Format::new().set_bold(), Format::new().set_italic(), Format::new()];
        let mut book = Workbook::new();
        let page = book.add_worksheet_with_constant_memory().unwrap();
        page.write_string(0, 0, "Head").unwrap();
        for (r, (row, height)) in (1u32..).zip(values.iter().zip(heights)) {
            page.set_row_height(r, height).unwrap();
            for (c, datum) in (0u16..).zip(row) {
                let format = &looks[usize::from(c) % 2];
                sheet::put(page, r, c, *datum, format).unwrap();
            }
        }
        let page = book.add_worksheet();
        page.write_string(0, 0, "Head").unwrap();
        for c in 0..3u16 {
            page.write_blank(1, c, &looks[usize::from(c) % 2]).unwrap();
        }
        let rows: RowsOf<'_> = Box::new(|formats, rows| {
            for (r, (row, height)) in (2..).zip(values.iter().zip(heights)) {
                rows.put(r, height, formats[0].iter().copied(), row)?;
            }
            Ok(())
        });
        let last = (values.len() + 1, 3);
        let whole = book.save_to_buffer().unwrap();
        let filled = fill(whole, vec![Large { number: 2, kept: 1, last, rows }]).unwrap();
        let (library, own) =
            (part(&filled, "xl/worksheets/sheet1.xml"), part(&filled, "xl/worksheets/sheet2.xml"));
        let rows = |text: &str| {
            let (_, rows) = text.split_once("<row r=\"2\"").unwrap();
            rows.split_once("</sheetData>").unwrap().0.to_owned()
        };
        // The library tells the last row a second time.
        let library = rows(&library);
        let library = library.strip_suffix("<row r=\"6\"/>").unwrap_or(&library);
        for (own, library) in rows(&own).split("<c ").zip(library.split("<c ")) {
            assert!(own == library, "{own:.80} is not {library:.80}");
        }
        assert_eq!(rows(&own).len(), library.len());
        assert!(own.contains("<dimension ref=\"A1:C6\"/>"), "{}", &own[..400]);
    }

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }
}
