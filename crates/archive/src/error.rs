//! What can go wrong with an archive, in words.

#[cfg(feature = "store")]
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why an archive could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none.
    #[error("there is no archive in {0}; adding a first edition makes one")]
    NoArchive(PathBuf),
    /// The file is something else.
    #[error("{0} is not an archive of this program")]
    NotAnArchive(PathBuf),
    /// A newer program made it.
    #[error(
        "the archive {path} has format {found}, and this program knows formats up to {known}: \
         use a newer version of the program; nothing was changed"
    )]
    Newer {
        /// The archive.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Another program writes to it.
    #[error(
        "another program is writing to the archive and did not finish in {0} seconds; nothing was \
         changed: try again when it is done"
    )]
    Busy(u64),
    /// The disk is full.
    #[error("the disk is full; nothing was changed in the archive")]
    Full,
    /// It may not be written.
    #[cfg(feature = "store")]
    #[error("the archive is read-only: {0}")]
    ReadOnly(rusqlite::Error),
    /// Its bytes are not what they were.
    #[error("the archive is damaged: {0}")]
    Damaged(String),
    /// What is stored of an edition cannot be read.
    #[error(
        "the archive is damaged: {what} of {period}, revision {revision}, cannot be read ({why}); \
         `archive rebuild --apply` reads its document again"
    )]
    DamagedEdition {
        /// Of which edition.
        period: String,
        /// Which revision of it.
        revision: u32,
        /// Which part of it, in words.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// A line of corrections is none.
    #[error(
        "{path}{}: this is not a correction: {why}",
        line.map_or_else(String::new, |line| format!(", line {line}"))
    )]
    NotCorrections {
        /// Where it is.
        path: PathBuf,
        /// Which line, from 1.
        line: Option<usize>,
        /// What is wrong with it.
        why: String,
    },
    /// Neither the document (of this name) nor the caller says which month it is of.
    #[error("the document does not say which month it is for: use --period 2020-01")]
    NoPeriod(String),
    /// No such edition.
    #[error("the archive has no edition {wanted}; it has {known}")]
    NoEdition {
        /// What was asked for.
        wanted: String,
        /// What there is, in words.
        known: String,
    },
    /// A document of another kind than those that the archive keeps.
    #[error(
        "its document type is {found}, and this archive holds editions of type {kept}: keep it in an \
         archive of its own (--archive DIR)"
    )]
    OtherKind {
        /// The document's profile.
        found: String,
        /// The profile of the archive's editions.
        kept: String,
    },
    /// A document that has hardly anything in common with the edition beside it.
    #[error(
        "it has hardly anything in common with {other}: it looks like another plan, so it was not \
         added"
    )]
    AnotherPlan {
        /// The edition it was compared with.
        other: String,
    },
    /// No such item.
    #[error("the edition of {period} has no item {id}")]
    NoItem {
        /// Of which edition.
        period: String,
        /// What was asked for.
        id: String,
    },
    /// The periods of a link are in the wrong order.
    #[error("{0} does not come before {1}")]
    Order(String, String),
    /// A source could not be read again.
    #[error("the source of {period} could not be read again: {why}")]
    Unreadable {
        /// Of which edition.
        period: String,
        /// The reader's words.
        why: String,
    },
    /// A Parquet file could not be written.
    #[cfg(feature = "parquet")]
    #[error("the Parquet file could not be written: {0}")]
    Parquet(String),
    /// Trouble with a file.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What.
        source: std::io::Error,
    },
    /// What comparing says.
    #[error(transparent)]
    Compare(#[from] tablemend_compare::Error),
    /// Anything else that SQLite says.
    #[cfg(feature = "store")]
    #[error("the archive's database: {0}")]
    Database(rusqlite::Error),
}

impl Error {
    /// Whether the archive is damaged, and what was asked of it is not to blame.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::DamagedEdition { .. } | Self::Unreadable { .. })
    }

    #[cfg(feature = "parquet")]
    pub(crate) fn parquet(error: impl std::fmt::Display) -> Self {
        Self::Parquet(error.to_string())
    }
}

#[cfg(feature = "store")]
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
        };
        // A value that is not of its column's kind was not written by this program.
        if matches!(
            error,
            FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | Utf8Error(..)
        ) {
            return Self::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy(crate::store::BUSY_TIMEOUT.as_secs())
            }
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
