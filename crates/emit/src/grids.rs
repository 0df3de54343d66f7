//! A plain table of texts (what changed between two months) as CSV or as a workbook of one sheet.

use crate::csv::{guarded, writer};
use crate::{Error, Format, Options};
use std::io::Write;

/// A table of texts.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// Name of the sheet.
    pub name: &'a str,
    /// What it is of, above the table in a workbook.
    pub title: &'a str,
    /// The headings.
    pub heads: &'a [&'a str],
    /// The rows, one text a heading.
    pub rows: &'a [Vec<String>],
}

/// Writes a table as CSV or as a workbook.
///
/// # Errors
/// Where the format is another one or not built in, or `out` cannot be written.
pub fn write(
    grid: &Grid<'_>,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> Result<(), Error> {
    match format {
        Format::Csv => csv(grid, options, out),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => crate::xlsx::write_grid(grid, out),
        _ => Err(Error::plain("a table of changes is written as CSV or as a workbook")),
    }
}

fn csv(grid: &Grid<'_>, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
    if options.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut csv = writer(out);
    csv.write_record(grid.heads)?;
    for row in grid.rows {
        csv.write_record(row.iter().map(|text| guarded(text.into(), options).into_owned()))?;
    }
    csv.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format) -> Vec<u8> {
        let rows =
            [vec!["1.1".to_owned(), "=Ring, the bells".to_owned()], vec!["1.2".to_owned(); 2]];
        let grid =
            Grid { name: "Changes", title: "May → June", heads: &["Ref", "Item"], rows: &rows };
        let options = Options { bom: true, escape_formulas: true, ..Options::default() };
        let mut out = Vec::new();
        write(&grid, format, &options, &mut out).unwrap();
        out
    }

    #[test]
    fn as_csv_it_can_be_opened_without_harm() {
        let text = String::from_utf8(written(Format::Csv)).unwrap();
        assert_eq!(text, "\u{feff}Ref,Item\r\n1.1,\"'=Ring, the bells\"\r\n1.2,1.2\r\n");
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn as_a_workbook_every_cell_is_text() {
        use calamine::{Data, Reader, Xlsx};
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(written(Format::Xlsx))).unwrap();
        let sheet = book.worksheet_range("Changes").unwrap();
        let cell = |row, column| sheet.get_value((row, column)).unwrap().clone();
        assert_eq!(cell(0, 0), Data::String("May → June".to_owned()));
        assert_eq!(cell(2, 1), Data::String("Item".to_owned()));
        assert_eq!(cell(3, 1), Data::String("=Ring, the bells".to_owned()));
        assert_eq!(sheet.height(), 5);
    }
}
