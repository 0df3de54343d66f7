//! Tables in PDF, Word, spreadsheets, Markdown and HTML as clean, typed, linked data.
//!
//! Public bodies publish their plans, trackers and risk registers as tables that run over many pages
//! of a PDF, or as what a converter made of one. This crate reads such documents, makes their tables
//! whole, reads typed records from them under a profile, writes these in eight formats and compares
//! two editions. Every repair and every doubtful reading is told, with its place and the words as
//! printed; no word is lost.
//!
//! ```
//! use tablemend::{Format, Options, WriteOptions};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))?;
//! let bytes = std::fs::read("fixtures/plan/2024-01.md")?;
//! let records = tablemend::convert(bytes, "2024-01.md", &Options::new())?;
//! for note in records.notes() {
//!     eprintln!("{}: {}", note.code, note.message);
//! }
//! let mut csv = Vec::new();
//! tablemend::write(&records, Format::Csv, &WriteOptions::new(), &mut csv)?;
//! assert!(csv.starts_with(b"id,ref,section,"));
//! # Ok(())
//! # }
//! ```
//!
//! # The stages
//!
//! | function | from | to |
//! |---|---|---|
//! | [`read`] | bytes | [`Opened`]: what is in the document |
//! | [`mend`] | [`Opened`] | [`Mended`]: its tables made whole |
//! | [`records`] | [`Mended`] | [`Records`]: typed and linked, under the profile that fits |
//! | [`tables`] | bytes | [`Mended`]: the first two in one |
//! | [`convert`] | bytes | [`Records`]: all three in one |
//! | [`write()`], [`package`] | [`Records`] | a file, or the files of a folder |
//! | [`write_tables`], [`package_tables`] | [`Mended`] | the same for tables |
//! | [`mark`] | [`Mended`] and [`Records`] | a copy of the PDF with what is doubtful outlined |
//! | [`corrections::apply`] | [`Records`] | [`Records`] as people corrected them |
//! | [`compare`](fn@compare) | two [`Records`] | [`Changes`](compare::Changes), which [`compare::render`] puts into words |
//!
//! [`Options`], [`WriteOptions`] and [`CompareOptions`] say what is not usual. An [`Error`] has a
//! [kind](ErrorKind) for programs and words for people. Nothing here opens a file, prints, or reads
//! the clock or the environment; every value can be sent to another thread.
//!
//! What is in a document and what was understood of it are plain types: [`model`]. Profiles, one's
//! own among them, are in [`profiles`]; what people corrected, in [`corrections`]; counts that show that no word was lost, in [`audit`].
//!
//! # Features
//!
//! All are on by default; without any the crate is pure Rust and runs in a browser (wasm32).
//!
//! | feature | what it adds |
//! |---|---|
//! | `xlsx` | workbooks, written and read back |
//! | `sqlite` | SQLite databases, written (builds SQLite from C) |
//! | `parquet` | Parquet files, written and read back |
//! | `html` | the self-contained page |
//! | `archive` | [`archive`]: editions kept in one file and followed through time (builds SQLite from C) |
//! | `docx` | the archive's report as a Word document |
//! | `ocr` | pages that are pictures, and PNG, JPEG and TIFF files, drawn for the caller's own engine of text recognition ([`Engine`]) |

#[cfg(feature = "archive")]
pub mod archive;
pub mod audit;
mod bytes;
pub mod compare;
pub mod corrections;
mod error;
mod mark;
mod options;
mod order;
pub mod profiles;
mod recognised;
mod stages;
mod write;

/// What is in a document ([`Document`](model::Document), [`Table`](model::Table)) and what was
/// understood of it ([`Dataset`](model::Dataset)).
pub use tablemend_model as model;
pub use tablemend_model::sha256;

pub use bytes::Bytes;
#[doc(inline)]
pub use compare::{compare, compare_kinds};
pub use error::{Error, ErrorKind};
pub use mark::{Marked, mark};
pub use options::{CompareOptions, Options, WriteOptions};
pub use stages::{Mended, Opened, Records, TOOL, convert, mend, read, records, tables};
pub use tablemend_ingest::pdf::LayoutHint;
pub use tablemend_ingest::{
    Engine, Failure, Grey, OcrMode, Tracked, office_kind, office_properties,
};
pub use write::{
    FORMATS, File, Format, FormatInfo, Together, package, package_tables, write, write_changes,
    write_tables,
};
