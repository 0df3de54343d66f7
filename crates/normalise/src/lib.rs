//! Tables mended (pages stitched, split rows joined), records read under a profile.
//!
//! `tables` knows nothing of what a table means; `records` knows only what its profile says.

pub mod tables;
