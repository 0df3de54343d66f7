//! Tables mended (pages stitched, split rows joined), records read under a profile.
//!
//! `tables` knows nothing of what a table means; `records` knows only what its profile says.

mod audit;
mod profile;
mod records;
mod tables;

pub use audit::{Audit, Loss, Printing, Written, audit, audit_pages, audit_tables};
pub use profile::{Candidate, Profile, ProfileError, detect, draft};
pub use records::{Lacking, breaks_off, goes_on, records, step_told};
pub use tables::tables;
