//! Every edition kept, and the questions to them.
//!
//! [`Archive`] keeps editions in one SQLite file: their bytes, what was read from them, and who is
//! who. It knows no format: the caller reads a document and gives [`Archive::add`] the bytes, the
//! records and their JSON; [`Archive::verify`] and [`Archive::rebuild`] take the caller's way of
//! reading as a [`Reader`]. [`Archive::timeline`] then answers everything else: the questions of
//! [`history`], the [`report`](report()), the [`export`]s. What changed between two editions is told by
//! `tablemend_compare`; what a person said of who is who is never forgotten. This crate never reads the
//! clock: what is today is an argument.
//!
//! | to | call |
//! |---|---|
//! | compare two periods | [`Archive::compare`] |
//! | add, list, show | [`Archive::add`], [`Archive::list`], [`Archive::records`], [`Archive::source`] |
//! | remove, verify, rebuild | [`Archive::remove`], [`Archive::verify`], [`Archive::rebuild`] |
//! | what people corrected | [`Archive::correct`], [`Archive::corrections`], [`Archive::reviewed`] |
//! | link, unlink | [`Archive::say`] with `together` true or false; [`Archive::verdicts`] |
//! | who is who, and what of it is doubtful | [`history::links`] |
//! | history of one item | [`tablemend_compare::Timeline::threads_of`], then [`history::history`] |
//! | the tables | [`history::histories`], [`history::overdue`], [`history::slippage`], [`history::leads`], each a [`Grid`] with `text`, `csv`, `json` |
//! | the report | [`report`](report()), as a Word document `report_docx` |
//! | exports | [`export::sqlite`], [`export::long`], [`export::changes`], [`export::package`] |

mod called;
mod error;
pub mod export;
mod grid;
pub mod history;
mod report;
#[cfg(feature = "store")]
mod store;
mod who;

pub use called::Called;
pub use error::Error;
pub use grid::{Entry as GridEntry, Grid, without_formulas};
#[cfg(feature = "docx")]
pub use report::docx::report_docx;
pub use report::report;
#[cfg(feature = "store")]
pub use store::{
    APPLICATION_ID, Added, Addition, Archive, CORRECTIONS, Copied, Entry, FILE, Finding, Follows,
    Reader, Rebuilt, Records, Reviewer, Unreviewed, Weight,
};
pub use who::Who;
