//! What changed between two editions: pure, without a file, a database or a clock.
//!
//! [`compare`] says what changed between two sets of records (with [`Options`]:
//! [`compare_editions`]), and [`render`] puts it into words, for people as text, Markdown or HTML, for
//! programs as JSON or CSV. [`Timeline::of`] follows the items through any number of editions.
//!
//! | to | call |
//! |---|---|
//! | compare two datasets | `compare_editions(Edition::of(&a), Edition::of(&b), &Links::default(), &options)` |
//! | compare documents with items of several kinds | [`compare_kinds`] of `Edition::of_kinds(&a)` and `Edition::of_kinds(&b)` |
//! | put changes into words | [`render::json`], [`render::text`], [`render::markdown`], [`render::message`], [`render::csv_diff`], [`render::daff_csv`], [`render::daff_html`] |
//! | know who is who | [`pair`] |
//! | follow items through editions | [`Timeline::of`] |
//! | order periods | [`order`], [`first_day`] |
//!
//! # Who is who
//!
//! An item is followed by its ref and its text. What has both unchanged, or a text that is
//! nowhere else, is certain; everything else is settled by an assignment over all that is left,
//! so that a plan whose rows all moved up by one is read as that. A pair below a threshold is no
//! pair: the one item went, the other came. Each link has a confidence and a reason; a link below
//! 0.75 is for a person to confirm or cut.

mod another;
mod assignment;
mod cell;
mod compare;
mod edition;
mod error;
pub mod flat;
mod gaps;
mod identity;
mod keyed;
mod kinds;
mod likeness;
mod main_cell;
mod meant;
mod otherwise;
mod period;
mod remarks;
pub mod render;
#[cfg(any(test, feature = "testing"))]
#[allow(clippy::unwrap_used, reason = "plans made up for tests")]
pub mod sample;
mod scale;
mod slip;
mod split;
mod timeline;
mod verdict;
mod words;

/// What pages written by this program name as their maker.
pub const MAKER: &str = "tablemend";

pub use another::is_another_plan;
pub use cell::{Cell, Dates, Posts};
pub use compare::{
    Change, ChangeKind, Changes, Direction, Options, Summary, compare, compare_editions,
};
pub use edition::{
    Called, Edition, Field, Group, Item, Kind, Legend, is_hardly_shown, is_settled, state_of,
};
pub use error::Error;
pub use identity::{Key, Link, Links, Pairing, Part, Reason, is_doubtful, pair};
pub use kinds::{check_kinds, compare_kinds};
pub use period::{
    check_period, days_between, financial, first_day, in_force, is_within, last_day, month, months,
    order,
};
pub use remarks::{Note, OtherItems, Query, Remarks, Span, Unread};
pub use scale::Scale;
pub use slip::Slip;
pub use timeline::{Appearance, Thread, Timeline};
pub use verdict::Verdict;
pub use words::{Fate, Run, capital, differences};
