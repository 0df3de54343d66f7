//! Pictures of pages, as a scanner makes them: made straight, their rulings and fills found, and the
//! words that a recogniser reads on them put where they are.
//!
//! [`prepare`] gives what is to be recognised, [`Prepared::page`] the page as any other, for the same
//! finder of tables. The recogniser itself is the caller's ([`Engine`]): nothing here starts a
//! process or opens a file.

#[cfg(feature = "decode")]
mod decode;
mod engine;
mod erase;
mod fills;
mod letters;
mod lines;
mod ordinals;
mod page;
mod paper;
mod parts;
mod picture;
mod prepare;
mod rules;
mod skew;
mod tsv;

#[cfg(feature = "decode")]
pub use decode::{DecodeError, Kind, Pictures, kind};
pub use engine::{Engine, Failure};
pub use page::{Doubted, ReadPage};
pub use picture::{Grey, Picture};
pub use prepare::{Prepared, prepare};
pub use tsv::{Seen, parse};

/// Pixels of a picture of a page: A0 at 300 to the inch.
pub const MOST_PIXELS: u64 = 140_000_000;

/// Pixels of a side.
pub const LONGEST: u32 = 60_000;
