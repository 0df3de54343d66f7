//! The archive itself: one SQLite file with sources, records and who is who.
//!
//! A rollback journal with `synchronous=EXTRA` keeps it whole: what a transaction wrote is either
//! all there or not at all, whenever the program is killed, and what was reported as done is on
//! the disk. A write-ahead log would be as safe, and leave a second file that a person copying
//! the archive forgets.

mod add;
mod copy;
mod corrections;
mod editions;
mod followed;
mod format;
mod people;
mod read_again;

pub use add::{Added, Addition, Follows};
pub use copy::Copied;
pub use corrections::{CORRECTIONS, Reviewer, Unreviewed};
pub use editions::Entry;
pub use read_again::{Finding, Reader, Rebuilt, Records, Weight};

use crate::error::Error;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// [`tablemend_compare::order`] of the column `period`, in SQL.
pub(crate) const ORDER: &str = "CASE length(period) WHEN 15 THEN substr(period, 9) || '~' || \
     printf('%06d', 120000 - 12 * substr(period, 1, 4) - substr(period, 6, 2)) ELSE period END";

/// Name of the archive's file in its folder.
pub const FILE: &str = "archive.sqlite";

/// What an archive's file is marked with, wherever it is and whatever its name: SQLite's
/// application id, four bytes from byte 68 on.
pub const APPLICATION_ID: u32 = 0x544d_4152;

/// How long to wait for another program that writes.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    db: Connection,
    path: PathBuf,
    backup: Option<PathBuf>,
    reviewer: Option<Box<dyn Reviewer>>,
}

impl Archive {
    /// Opens the archive of a folder.
    ///
    /// # Errors
    /// [`Error::NoArchive`] where there is none, [`Error::Newer`] where a newer program made it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(Error::NoArchive(folder.to_owned()));
        }
        Self::at(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens the archive of a folder, or makes both.
    ///
    /// # Errors
    /// As [`Archive::open`], and where the folder cannot be made.
    pub fn open_or_create(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|source| Error::File { path: folder.to_owned(), source })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Self::at(folder.join(FILE), flags)
    }

    /// The archive's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The copy that was kept when opening brought an older archive to today's format.
    #[must_use]
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
    }

    fn at(path: PathBuf, flags: OpenFlags) -> Result<Self, Error> {
        let not_one = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Error::NotAnArchive(path.clone()),
            _ => Error::from(e),
        };
        let mut db = Connection::open_with_flags(&path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(BUSY_TIMEOUT)?;
        db.pragma_update(None, "journal_mode", "delete").map_err(not_one)?;
        db.pragma_update(None, "synchronous", "extra")?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "trusted_schema", false)?;
        let backup = format::bring_up_to_date(&mut db, &path, format::STEPS)?;
        Ok(Self { db, path, backup, reviewer: None })
    }
}

#[cfg(test)]
mod tests;
