//! A document's tables, whatever they mean, as CSV, Markdown, HTML or a workbook.
//!
//! Formats without spans show a cell that covers several slots in its first one and leave the
//! others blank: nothing is said twice.

#[cfg(feature = "html")]
mod page;
#[cfg(feature = "xlsx")]
mod workbook;

use crate::format::File;
use crate::{Error, Format, Options, json, markdown};
use std::io::Write;
use tablemend_model::{Diagnostic, Document, Table};

/// The formats in which tables can be written.
pub const FORMATS: &[Format] = &[Format::Json, Format::Csv, Format::Md, Format::Html, Format::Xlsx];

/// Writes a document's tables to one stream. As CSV they come one below the other with an empty
/// line between them, for want of a better way to put several tables in one.
///
/// # Errors
/// When tables cannot be written in the format, or `out` cannot be written.
pub fn write(
    document: &Document,
    notes: &[Diagnostic],
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match format {
        Format::Json => json::write_tables(document, notes, out),
        Format::Md => markdown::write_tables(document, out),
        Format::Csv => {
            for (n, table) in document.tables().enumerate() {
                if n > 0 {
                    out.write_all(b"\r\n")?;
                }
                let options = Options { bom: options.bom && n == 0, ..options.clone() };
                write_csv(table, &options, out)?;
            }
            Ok(())
        }
        #[cfg(feature = "html")]
        Format::Html => page::write(document, out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => workbook::write(document, out),
        other => {
            let name = other.info().name;
            Err(Error::plain(format!("tables cannot be written as {name} by this program")))
        }
    }
}

/// The files that a document's tables become: `<stem>-table-<id>.csv` for each table as CSV, one
/// `<stem>.<extension>` in the other formats.
#[must_use]
pub fn package<'a>(
    document: &'a Document,
    notes: &'a [Diagnostic],
    formats: &[Format],
    stem: &str,
    options: &'a Options,
) -> Vec<File<'a>> {
    let mut files = Vec::new();
    for format in FORMATS.iter().copied().filter(|f| formats.contains(f)) {
        if format == Format::Csv {
            for (id, table) in (1..).zip(document.tables()) {
                files.push(File::new(format!("{stem}-table-{id}.csv"), move |out| {
                    write_csv(table, options, out)
                }));
            }
        } else {
            let info = format.info();
            let name = format!("{stem}.{}", info.extensions.first().unwrap_or(&info.name));
            files.push(File::new(name, move |out| write(document, notes, format, options, out)));
        }
    }
    files
}

/// Writes one table as CSV.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_csv(table: &Table, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
    if options.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut csv = crate::csv::writer(out);
    for row in 0..table.row_count() {
        for column in 0..table.column_count() {
            let text = first_slot(table, row, column).map_or("", |c| c.text.as_str());
            csv.write_field(crate::csv::guarded(text.into(), options).as_bytes())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()?;
    Ok(())
}

/// The cell whose first slot this is.
fn first_slot(table: &Table, row: u32, column: u32) -> Option<&tablemend_model::Cell> {
    table.cell_at(row, column).filter(|c| c.row() == row && c.col() == column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Block, Cell, MediaType, Method, Place, Rgb, RichText, Row, Source};

    fn document() -> Document {
        let place = Place::line(1);
        let cell = |row, col, text: &str| Cell::new(row, col, RichText::plain(text), place);
        let mut fill = cell(1, 1, "c | <d>\ne");
        fill.fill = Some(Rgb(255, 192, 0));
        let cells = vec![cell(0, 0, "Ref").spanning(2, 1), cell(0, 1, "=Work"), fill];
        let mut table = Table::new(Method::Html, 2, vec![Row { place }; 2], cells).unwrap();
        table.set_header_rows(1);
        table.title = Some("Quay & sluice".to_owned());
        let source = Source {
            name: "a.html".to_owned(),
            media_type: MediaType::Html,
            sha256: "00".repeat(32),
            pages: None,
            page_sizes: vec![],
        };
        Document { source, blocks: vec![Block::Table(table.clone()), Block::Table(table)] }
    }

    fn written(format: Format) -> Vec<u8> {
        let mut out = Vec::new();
        write(&document(), &[], format, &Options::default(), &mut out).unwrap();
        out
    }

    #[test]
    fn spans_stand_in_their_first_slot() {
        let one = "Ref,=Work\r\n,\"c | <d>\ne\"\r\n";
        assert_eq!(String::from_utf8(written(Format::Csv)).unwrap(), format!("{one}\r\n{one}"));
        let one =
            "## Quay & sluice\n\n| Ref | \\=Work |\n| --- | --- |\n|  | c \\| &lt;d><br>e |\n";
        assert_eq!(String::from_utf8(written(Format::Md)).unwrap(), format!("{one}\n{one}"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_page_keeps_spans_and_fills() {
        let page = String::from_utf8(written(Format::Html)).unwrap();
        assert!(page.contains("<th scope=\"col\" rowspan=\"2\">Ref</th>"), "{page}");
        assert!(page.contains("style=\"background:#ffc000;color:#000\">c | &#60;d&#62;<br>e</td>"));
        assert!(page.contains("Quay &#38; sluice"));
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn a_workbook_has_a_sheet_for_each_table() {
        use calamine::{Reader, Xlsx};
        let bytes = written(Format::Xlsx);
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names().len(), 2);
        let name = book.sheet_names()[1].clone();
        let range = book.worksheet_range(&name).unwrap();
        assert_eq!(range.get_value((0, 1)).unwrap().to_string(), "=Work");
        assert_eq!(range.get_value((1, 1)).unwrap().to_string(), "c | <d>\ne");
    }

    #[test]
    fn files_have_names_of_their_own() {
        let (document, options) = (document(), Options::default());
        let files = package(&document, &[], FORMATS, "a", &options);
        let names: Vec<_> = files.iter().map(File::name).collect();
        let all = ["a.json", "a-table-1.csv", "a-table-2.csv", "a.md", "a.html", "a.xlsx"];
        assert_eq!(names, all);
    }
}
