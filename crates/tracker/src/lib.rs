//! Workbooks that people work in, brought up to a new edition without loss.
//!
//! A tracker is a workbook that `convert` wrote once and people have worked in since: with columns,
//! notes, filters, colours and rows of their own. [`Workbook::open`] reads it, [`Case::plan`] says what
//! is to be done (pure: it knows no workbook), [`Workbook::updated`] does it. Only cells that change are
//! written anew, as text within the sheet's part; every other byte of the part, and every other part,
//! stays as it is, so that what this program does not know is not lost.
//!
//! No row is ever moved: formulas, notes and rules all over a workbook point at rows. New rows come
//! below the last one; filters, tables, rules and areas of print that end there are lengthened, formulas
//! whose ranges have all rows get the new ones (`widen`), and formulas that point at nothing but their own
//! row are carried on. What a person should look at is told.
//!
//! What formulas gave is of the edition before: their stored results are taken out (`stale`), so that every
//! program calculates them when it opens the workbook.
//!
//! Who is who between the tracker, what was published last and the new edition is not decided here: the
//! caller brings it from the archive's matching.

mod area;
mod book;
mod cells;
mod derived;
mod error;
mod folded;
mod formula;
mod lengthened;
mod package;
mod pages;
pub mod plan;
mod sheet;
mod stale;
mod styles;
mod table;
mod told;
mod update;
mod value;
mod widen;
mod xml;

pub use area::Spot;
pub use book::{Published, Rows, Workbook};
pub use error::Error;
pub use plan::{Case, Plan};
pub use update::{Derived, MARKS, Target, Update, Updated};
pub use value::Value;
