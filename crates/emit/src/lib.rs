//! Tables and records as JSON, CSV, workbooks and more.
//!
//! Every writer is a pure function from the model to bytes: it opens no file, reads no clock, and
//! writes the same bytes for the same data. [`write()`] writes one format to one stream;
//! [`package`] names the files of a folder and writes each when asked. Tabular formats share the
//! columns of the `relation` module, so that one name means one thing in every file.

pub mod csv;
mod csvw;
mod datapackage;
mod error;
mod format;
pub mod grids;
#[cfg(feature = "html")]
mod html;
pub mod json;
pub mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod relation;
pub mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(not(feature = "sqlite"))]
#[path = "sqlite_absent.rs"]
mod sqlite;
mod struck;
pub mod tables;
mod together;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use error::Error;
pub use format::{FORMATS, File, Format, FormatInfo, Options, package, write};
pub use sqlite::Merged;
pub use together::Together;

#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

#[cfg(test)]
mod laws;
