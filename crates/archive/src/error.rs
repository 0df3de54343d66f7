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
    /// A period that is none.
    #[error(
        "{0:?} is not a period: write a month (2020-01), a day (2020-01-31), a quarter (Q2 2019/20 of \
         the financial year, 2019-Q3 of the calendar year) or a financial year (2019/20)"
    )]
    BadPeriod(String),
    /// No such edition.
    #[error("the archive has no edition {wanted}; it has {known}")]
    NoEdition {
        /// What was asked for.
        wanted: String,
        /// What there is, in words.
        known: String,
    },
    /// No such field.
    #[error("there is no field {wanted}; known are {known}")]
    NoField {
        /// What was asked for.
        wanted: String,
        /// What there is.
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
    /// A CSV file is not as this program writes them.
    #[error("the CSV file cannot be read: {0}")]
    Csv(String),
    /// A file has no records that can be compared; in words, with what to do.
    #[error("{0}")]
    NotRecords(String),
    /// A table whose one edition was wanted holds several.
    #[error("it holds several documents or editions")]
    SeveralEditions,
    /// A file that records were to be read from is damaged.
    #[error(
        "the {what} is damaged or cut off ({why}): write it again with `convert`, or fetch it again \
         from where it came from"
    )]
    Broken {
        /// What kind of file.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Trouble with a file.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What.
        source: std::io::Error,
    },
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

    pub(crate) fn broken(what: &'static str, why: &str) -> Self {
        Self::Broken { what, why: why.to_owned() }
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
                Self::Busy(crate::store::PATIENCE.as_secs())
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
