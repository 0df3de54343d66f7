//! Records read back from what this program writes, whatever the format, so that it can be
//! compared.
//!
//! A format's reader knows only how to take its file apart into a book: sheets of cells, and
//! what the file says of itself. One module finds the records in it, for all formats alike.

#[cfg(feature = "xlsx")]
mod book;
mod csv;
#[cfg(feature = "sqlite")]
mod database;
mod error;
mod kinds;
mod lines;
mod log;
mod package;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod texts;

pub use error::Error;
pub use log::with_log;
pub use package::read_package;
pub use texts::texts;

#[cfg(any(feature = "xlsx", feature = "parquet", feature = "sqlite"))]
use std::panic::{AssertUnwindSafe, catch_unwind};
use tablemend_compare::{Edition, Group, Legend};
use tablemend_model::Schema;

/// The records of one edition, and what a person should know of how they were read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The records, of several kinds of items those of the main kind.
    pub edition: Edition,
    /// The items of other kinds, an edition for each kind.
    pub others: Vec<Edition>,
    /// Whether a file of this format holds one kind of items however many the document has.
    pub is_part: bool,
    /// Whole sentences: columns that are missing, columns that are passed over.
    pub notes: Vec<String>,
}

impl Reading {
    /// An edition for each kind of items, the main kind first.
    #[must_use]
    pub fn into_kinds(self) -> Vec<Edition> {
        std::iter::once(self.edition).chain(self.others).collect()
    }
}

/// The schemas of each kind of items: a profile may be several, each for tables of its own.
fn of_kinds(schemas: &[Schema]) -> Vec<Schema> {
    schemas.iter().flat_map(Schema::kinds).collect()
}

/// The records of a table that the caller has taken apart into cells, and where they are in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The records.
    pub edition: Edition,
    /// Position of the sheet they are on.
    pub sheet: usize,
    /// Position of the header among the sheet's rows.
    pub header: usize,
    /// Names of the columns as in CSV (`completion_end`), with their positions from the left.
    pub columns: Vec<(String, usize)>,
    /// For each item the position of its row.
    pub rows: Vec<usize>,
    /// Whole sentences: columns that are missing, columns that are passed over.
    pub notes: Vec<String>,
}

/// The records in sheets of cells: for each sheet its name and its rows, the cells as text with days as
/// `2020-01-31`. Header, columns and items are found as in the files that [`read()`] takes.
///
/// # Errors
/// [`Error::NotRecords`] where no sheet has a header that is known, [`Error::SeveralEditions`] where
/// there are several.
pub fn locate(
    sheets: Vec<(String, Vec<Vec<String>>)>,
    name: &str,
    schemas: &[Schema],
) -> Result<Located, Error> {
    let row = |cells: Vec<String>| cells.into_iter().map(Datum::text).collect();
    let sheet = |(name, rows): (String, Vec<Vec<String>>)| {
        let rows: Vec<Vec<Datum>> = rows.into_iter().map(row).collect();
        Sheet { name, rows }
    };
    let sheets: Vec<Sheet> = sheets.into_iter().map(sheet).collect();
    #[cfg(feature = "xlsx")]
    let about = book::about(&sheets);
    #[cfg(not(feature = "xlsx"))]
    let about = About::default();
    table::located(Book { about, sheets }, name, "", &of_kinds(schemas))
}

/// What a file is made of.
#[derive(Debug, Default)]
struct Book {
    about: About,
    sheets: Vec<Sheet>,
}

/// What a file says of itself.
#[derive(Debug, Default)]
struct About {
    media_type: &'static str,
    title: Option<String>,
    period: Option<String>,
    profile: Option<String>,
    legend: Vec<Legend>,
    /// Where they are not told by columns.
    groups: Vec<Group>,
}

/// Cells in rows. A header is among the rows; it need not be the first.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    rows: Vec<Vec<Datum>>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq)]
enum Datum {
    #[default]
    Blank,
    /// Days as `2020-01-31`, numbers without needless zeros.
    Text(String),
    /// A list whose parts the format keeps apart.
    List(Vec<String>),
}

impl Datum {
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    fn of(text: Option<String>) -> Self {
        text.map_or(Self::Blank, Self::text)
    }

    #[cfg(any(feature = "xlsx", feature = "parquet", feature = "sqlite"))]
    fn number(number: f64) -> Self {
        Self::Text(number.to_string())
    }

    /// As one text; `None` where nothing is there.
    fn shown(&self) -> Option<String> {
        match self {
            Self::Blank => None,
            Self::Text(text) => Some(text.clone()),
            Self::List(parts) if parts.is_empty() => None,
            Self::List(parts) => Some(parts.join("; ")),
        }
    }
}

/// The records of a file that `convert` or `archive export` wrote: JSON Lines, CSV, a workbook, a
/// database, Parquet or our own page; an edition each, since some hold several. `None` where the
/// bytes are none of these, and so most likely a document. The first of the `schemas` (of
/// profiles) that fits best says what the columns mean.
///
/// Columns are found by their names, in any order. One that is not ours is passed over, a field
/// whose column is missing is not compared; the notes say so.
///
/// # Errors
/// [`Error::NotRecords`] where the file is of one of the formats and has no records that can be
/// compared, [`Error::Broken`] where it is damaged.
pub fn read(bytes: &[u8], name: &str, schemas: &[Schema]) -> Result<Option<Vec<Reading>>, Error> {
    let schemas = &of_kinds(schemas)[..];
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // The second is a zip file without parts.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        #[cfg(feature = "xlsx")]
        return readings(vec![guarded("workbook", || book::read(bytes))?], bytes, name, schemas);
        #[cfg(not(feature = "xlsx"))]
        return Err(not_built("workbooks"));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Error::NotRecords(
            "it is a file of an older Excel (.xls) or an encrypted one: save it as .xlsx without a \
             password"
                .to_owned(),
        ));
    }
    if bytes.starts_with(b"SQLite format 3") {
        #[cfg(feature = "sqlite")]
        return readings(
            guarded("database", || database::read(bytes, schemas))?,
            bytes,
            name,
            schemas,
        );
        #[cfg(not(feature = "sqlite"))]
        return Err(not_built("databases"));
    }
    if bytes.starts_with(b"PAR1") {
        #[cfg(feature = "parquet")]
        return readings(
            vec![guarded("Parquet file", || parquet::read(bytes))?],
            bytes,
            name,
            schemas,
        );
        #[cfg(not(feature = "parquet"))]
        return Err(not_built("Parquet"));
    }
    if start.starts_with(b"{") {
        return readings(lines::read(start)?, bytes, name, schemas);
    }
    if let Some(book) = page::read(bytes) {
        return readings(vec![book], bytes, name, schemas);
    }
    match csv::read(start, name, schemas)? {
        Some(book) => readings(vec![book], bytes, name, schemas),
        None => Ok(None),
    }
}

fn readings(
    books: Vec<Book>,
    bytes: &[u8],
    name: &str,
    schemas: &[Schema],
) -> Result<Option<Vec<Reading>>, Error> {
    let sha256 = tablemend_model::sha256(bytes);
    let mut readings = Vec::new();
    for book in books {
        readings.extend(table::readings(book, name, &sha256, schemas)?);
    }
    Ok(Some(readings))
}

#[cfg(not(all(feature = "xlsx", feature = "parquet", feature = "sqlite")))]
fn not_built(what: &str) -> Error {
    Error::NotRecords(format!("this build of the program cannot read {what}"))
}

#[cfg(any(feature = "xlsx", feature = "parquet", feature = "sqlite"))]
/// Calls a library that reads bytes from anywhere: what it panics on is damaged.
fn guarded<T>(what: &'static str, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(Error::broken(what, "the file is inconsistent")))
}
