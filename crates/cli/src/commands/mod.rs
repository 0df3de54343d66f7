//! One file a command: its arguments and what it does.

pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod man;
pub(crate) mod profile;
pub(crate) mod tables;
