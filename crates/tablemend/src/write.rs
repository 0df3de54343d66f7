//! Records and tables as files.

pub use tablemend_emit::{FORMATS, File, Format, FormatInfo, Together};

use crate::error::{Error, of_writing};
use crate::options::WriteOptions;
use crate::stages::{Mended, Records};
use std::io::Write;
use tablemend_compare::{Changes, render};
use tablemend_emit::grids::Grid;

/// Writes records in a format to one stream; for formats of several files (CSV, Parquet) the items
/// alone.
///
/// # Errors
/// [`ErrorKind::NotWritten`](crate::ErrorKind::NotWritten) where the format is not built in or its
/// library refuses the data, [`ErrorKind::Io`](crate::ErrorKind::Io) where `out` cannot be written.
pub fn write(
    records: &Records,
    format: Format,
    options: &WriteOptions,
    mut out: impl Write,
) -> Result<(), Error> {
    tablemend_emit::write(records.data(), format, &options.inner, &mut out).map_err(of_writing)
}

/// Writes what changed between two editions as a table, a line a change: CSV, or a workbook of one sheet.
///
/// # Errors
/// As [`write()`].
pub fn write_changes(
    changes: &[Changes],
    format: Format,
    options: &WriteOptions,
    mut out: impl Write,
) -> Result<(), Error> {
    let [before, after] = match changes.first() {
        Some(of_kind) => [&of_kind.before, &of_kind.after].map(render::edition_name),
        None => [String::new(), String::new()],
    };
    let (title, rows) = (format!("Changes: {before} → {after}"), render::rows(changes));
    let grid = Grid { name: "Changes", title: &title, heads: &render::HEADS, rows: &rows };
    tablemend_emit::grids::write(&grid, format, &options.inner, &mut out).map_err(of_writing)
}

/// The files that records become in these formats, in a fixed order: of CSV one a table with their
/// data package. `stem` names those that hold the whole document (`<stem>.json`). Each is written
/// when asked, to a stream of the caller's.
#[must_use]
pub fn package<'a>(
    records: &'a Records,
    formats: &[Format],
    stem: &str,
    options: &'a WriteOptions,
) -> Vec<File<'a>> {
    tablemend_emit::package(records.data(), formats, stem, &options.inner)
}

/// Writes the tables of a document in a format (JSON, CSV, Markdown, HTML, XLSX) to one stream; as
/// CSV one below the other.
///
/// # Errors
/// As [`write()`].
pub fn write_tables(
    mended: &Mended,
    format: Format,
    options: &WriteOptions,
    mut out: impl Write,
) -> Result<(), Error> {
    let (document, notes) = (mended.document(), mended.notes());
    tablemend_emit::tables::write(document, notes, format, &options.inner, &mut out)
        .map_err(of_writing)
}

/// The files that the tables of a document become in these formats: `<stem>-table-<id>.csv` for each
/// as CSV, one `<stem>.<extension>` in the others.
#[must_use]
pub fn package_tables<'a>(
    mended: &'a Mended,
    formats: &[Format],
    stem: &str,
    options: &'a WriteOptions,
) -> Vec<File<'a>> {
    let (document, notes) = (mended.document(), mended.notes());
    tablemend_emit::tables::package(document, notes, formats, stem, &options.inner)
}
