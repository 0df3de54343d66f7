//! What a document is (`Document`, `Table`, `RichText`) and what was understood of it (`Dataset`).
//!
//! Types and their invariants only: this crate knows no format, opens no file and reads no clock.
//! `ingest` makes a `Document`, `normalise` mends it and reads a `Dataset` from it, `emit` and
//! `archive` take either. None of those four knows another.

mod dataset;
mod diagnostic;
mod document;
mod hash;
mod kinds;
pub mod languages;
mod place;
pub mod published;
mod schema;
mod seen;
mod sheet;
mod state;
mod table;
mod text;

pub use dataset::{
    Completion, Corrected, Dataset, DatedAs, DocumentInfo, Entity, HeaderText, LegendEntry, Marker,
    OtherText, Posts, Record, Remark, Role, Status, Value, Witness,
};
pub use diagnostic::{Code, Diagnostic, Level, Noted};
pub use document::{Block, Document, MediaType, Running, Source};
pub use hash::sha256;
pub use jiff::civil::Date;
pub use place::{Place, Rect, SourceRef, column_letters};
pub use schema::{EXTRA, EntityKind, EntitySchema, FieldKind, FieldSchema, Schema, extra_name};
pub use seen::{Lack, SeenPage};
pub use sheet::SheetName;
pub use state::State;
pub use table::{Cell, Method, Row, Seam, ShapeError, Table};
pub use text::{Mark, Rgb, RichText, SIGNS, Style, fold_blanks};
