//! Every edition kept, and what changed between them.
//!
//! Two doors need no archive: [`compare`] says what changed between two sets of records (with
//! [`Options`]: [`compare_editions`]), and [`told`] tells it, to people as text, Markdown or HTML,
//! to programs as JSON or CSV. [`Timeline::of`] follows the items through any number of editions.
//!
//! [`Archive`] keeps editions in one SQLite file: their bytes, what was read from them, and who is
//! who. It knows no format: the caller reads a document and gives [`Archive::add`] the bytes, the
//! records and their JSON; [`Archive::verify`] and [`Archive::rebuild`] take the caller's way of
//! reading as a [`Reader`]. [`Archive::timeline`] then answers everything else: the questions of
//! [`history`], the [`report`], the [`export`]s. This crate never reads the clock: what is today
//! is an argument.
//!
//! | to | call |
//! |---|---|
//! | compare two datasets | `compare_editions(Edition::of(&a), Edition::of(&b), &Links::default(), &options)` |
//! | read records back from the files that were written of them | [`read()`], [`read_package`], [`locate`] |
//! | every text of a written file, for counting its words | [`texts`] |
//! | compare two periods | [`Archive::compare`] |
//! | tell changes | [`told::json`], [`told::text`], [`told::markdown`], [`told::message`], [`told::csv_diff`], [`told::daff_csv`], [`told::daff_html`] |
//! | add, list, show | [`Archive::add`], [`Archive::list`], [`Archive::records`], [`Archive::source`] |
//! | remove, verify, rebuild | [`Archive::remove`], [`Archive::verify`], [`Archive::rebuild`] |
//! | what people corrected | [`Archive::correct`], [`Archive::corrections`], [`Archive::reviewed`] |
//! | link, unlink | [`Archive::say`] with `together` true or false; [`Archive::verdicts`] |
//! | who is who, and what of it is doubtful | [`history::links`] |
//! | history of one item | [`Timeline::threads_of`], then [`history::history`] |
//! | the tables | [`history::histories`], [`history::overdue`], [`history::slippage`], [`history::leads`], each a [`Grid`] with `text`, `csv`, `json` |
//! | the report | [`report`], as a Word document `report_docx` |
//! | exports | [`export::sqlite`], [`export::long`], [`export::changes`], [`export::package`] |
//!
//! # Who is who
//!
//! An item is followed by its ref and its text. What has both unchanged, or a text that is
//! nowhere else, is certain; everything else is settled by an assignment over all that is left,
//! so that a plan whose rows all moved up by one is read as that. A pair below a threshold is no
//! pair: the one item went, the other came. Each link has a confidence and a reason; a link below
//! 0.75 is for a person to confirm or cut, and what a person said is never forgotten.

mod another;
mod assignment;
mod called;
mod cell;
mod compare;
mod edition;
mod error;
pub mod export;
mod flat;
mod grid;
mod hash;
pub mod history;
mod identity;
mod likeness;
mod period;
mod read;
mod remarks;
mod report;
#[cfg(test)]
mod sample;
mod scale;
mod split;
#[cfg(feature = "store")]
mod store;
mod timeline;
pub mod told;
mod verdict;
mod who;
mod words;

/// What pages written by this program name as their maker.
pub const MAKER: &str = "tablemend";

pub use another::is_another_plan;
pub use called::Called;
pub use cell::{Cell, Dates, Posts};
pub use compare::{
    Change, ChangeKind, Changes, Direction, Options, Summary, compare, compare_editions,
};
pub use edition::{Edition, Field, Group, Item, Kind, Legend};
pub use error::Error;
pub use grid::{Entry as GridEntry, Grid, without_formulas};
pub use identity::{Key, Link, Links, Pairing, Part, Reason, pair};
pub use period::{check_period, financial, first_day, is_within, order};
pub use read::{Located, Reading, locate, read, read_package, texts, with_log};
pub use remarks::{Note, Query, Remarks, Span, Unread};
#[cfg(feature = "docx")]
pub use report::docx::report_docx;
pub use report::report;
pub use scale::Scale;
#[cfg(feature = "store")]
pub use store::{
    APPLICATION_ID, Added, Addition, Archive, CORRECTIONS, Copied, Entry, FILE, Finding, Follows,
    Reader, Rebuilt, Records, Reviewer, Unreviewed, Weight,
};
pub use timeline::{Appearance, Thread, Timeline};
pub use verdict::Verdict;
pub use who::Who;
pub use words::{Fate, Run, differences};
