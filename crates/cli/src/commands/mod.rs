//! One file a command: its arguments and what it does.

pub(crate) mod archive;
pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod convert;
#[cfg(feature = "xlsx")]
pub(crate) mod correct;
pub(crate) mod corrections;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod leads;
pub(crate) mod man;
pub(crate) mod mark;
#[cfg(feature = "xlsx")]
mod other_kinds;
pub(crate) mod overdue;
pub(crate) mod profile;
pub(crate) mod report;
#[cfg(feature = "review")]
pub(crate) mod review;
pub(crate) mod schema;
pub(crate) mod slippage;
pub(crate) mod tables;
#[cfg(feature = "xlsx")]
pub(crate) mod update;
pub(crate) mod watch;
