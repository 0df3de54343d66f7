//! A copy of the archive, made while it may be in use, and checked.

use super::Archive;
use crate::error::Error;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

impl Archive {
    /// Copies the archive into a file that is empty or not there yet, as it is at this moment:
    /// what another program writes meanwhile waits, or is not in it. The copy is an archive's file:
    /// put it into a folder as [`super::FILE`].
    ///
    /// # Errors
    /// [`Error::Damaged`] where the copy is not whole, and where it cannot be written.
    pub fn copy_to(&self, file: &Path) -> Result<Copied, Error> {
        let whole = |db: &Connection| -> Result<(String, u64), Error> {
            let found = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            let editions = db.query_row("SELECT count(*) FROM edition", [], |row| row.get(0))?;
            Ok((found, editions))
        };
        let name = file.to_string_lossy();
        self.db.execute("VACUUM INTO ?1", [name.as_ref()])?;
        let copy = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let (found, editions) = whole(&copy)?;
        if found != "ok" {
            return Err(Error::Damaged(format!("the copy is not whole: {found}")));
        }
        Ok(Copied { editions })
    }
}

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Editions, all their revisions counted.
    pub editions: u64,
}
