//! Every edition kept, and what changed between them.

mod cell;
mod compare;
mod edition;
mod identity;
mod likeness;
#[cfg(test)]
mod sample;
mod scale;
mod split;
mod words;

pub use cell::{Cell, Dates, Posts};
pub use compare::{
    Change, ChangeKind, Changes, Direction, Options, Summary, compare, compare_editions,
};
pub use edition::{Edition, Field, Group, Item, Kind, Legend};
pub use identity::{Key, Link, Links, Pairing, Part, Reason, pair};
pub use scale::Scale;
pub use words::{Fate, Run, differences};
