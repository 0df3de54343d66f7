//! Every edition kept, and what changed between them.

mod cell;
mod compare;
mod edition;
mod error;
mod flat;
mod grid;
pub mod history;
mod identity;
mod likeness;
mod report;
#[cfg(test)]
mod sample;
mod scale;
mod split;
mod store;
mod timeline;
pub mod told;
mod words;

pub use cell::{Cell, Dates, Posts};
pub use compare::{
    Change, ChangeKind, Changes, Direction, Options, Summary, compare, compare_editions,
};
pub use edition::{Edition, Field, Group, Item, Kind, Legend};
pub use error::Error;
pub use grid::{Entry as GridEntry, Grid};
pub use identity::{Key, Link, Links, Pairing, Part, Reason, pair};
pub use report::report;
pub use scale::Scale;
pub use store::{
    Added, Addition, Archive, Doubt, Entry, FILE, Finding, Reader, Rebuilt, Records, Verdict,
    Weight,
};
pub use timeline::{Stand, Thread, Timeline};
pub use words::{Fate, Run, differences};
