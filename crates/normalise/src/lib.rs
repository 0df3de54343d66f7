//! Tables mended (pages stitched, split rows joined), records read under a profile.
//!
//! `tables` knows nothing of what a table means; `records` knows only what its profile says.

mod profile;
mod records;
mod tables;

pub use profile::{Candidate, Profile, ProfileError, detect, draft};
pub use records::{Audit, audit, records};
pub use tables::tables;
