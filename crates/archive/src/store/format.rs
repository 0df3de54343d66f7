//! The tables of the archive, and how an older archive is brought to today's format.

use crate::error::Error;
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// Marks the file as ours (`TMAR`).
const APPLICATION: i64 = super::APPLICATION_ID as i64;

/// Each step brings an archive from the format of its position to the next one.
pub(crate) const STEPS: &[&str] = &[FIRST, REMARKS, CORRECTIONS];

const FIRST: &str = "
CREATE TABLE source (
    sha256  TEXT PRIMARY KEY,
    size    INTEGER NOT NULL,
    content BLOB NOT NULL      -- zstd
) WITHOUT ROWID;

CREATE TABLE edition (
    id         INTEGER PRIMARY KEY,
    period     TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    current    INTEGER NOT NULL,  -- 1 on the latest revision of a period
    added_at   TEXT NOT NULL,
    source     TEXT NOT NULL REFERENCES source (sha256),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title      TEXT,
    pages      INTEGER,
    profile    TEXT NOT NULL,
    tool       TEXT NOT NULL,
    options    TEXT NOT NULL,     -- how it was read; the caller's own words
    legend     TEXT NOT NULL,     -- JSON
    fields     TEXT NOT NULL,     -- JSON
    groups     TEXT NOT NULL,     -- JSON
    records    TEXT NOT NULL,     -- JSON: the records as `convert` gives them
    UNIQUE (period, revision)
);
CREATE UNIQUE INDEX one_current ON edition (period) WHERE current;
CREATE INDEX edition_source ON edition (source);

-- An item followed through the editions.
CREATE TABLE item (id INTEGER PRIMARY KEY);

-- An item as one edition has it; `item` is null in editions that are not current.
CREATE TABLE version (
    edition   INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    item      INTEGER REFERENCES item (id),
    record    TEXT NOT NULL,      -- the record's id in its edition
    ref       TEXT,
    text      TEXT,
    due_start TEXT,
    due_end   TEXT,
    status    TEXT,
    leads     TEXT,               -- JSON array
    content   TEXT NOT NULL,      -- JSON: all fields
    PRIMARY KEY (edition, position),
    UNIQUE (edition, record)
) WITHOUT ROWID;
CREATE INDEX version_item ON version (item, edition);

-- Who is who: derived, and derived again when an edition comes or goes.
CREATE TABLE link (
    before_edition  INTEGER NOT NULL,
    before_position INTEGER NOT NULL,
    after_edition   INTEGER NOT NULL,
    after_position  INTEGER NOT NULL,
    confidence      REAL NOT NULL,
    reason          TEXT NOT NULL,
    PRIMARY KEY (after_edition, after_position),
    UNIQUE (before_edition, before_position),
    FOREIGN KEY (before_edition, before_position)
        REFERENCES version (edition, position) ON DELETE CASCADE,
    FOREIGN KEY (after_edition, after_position)
        REFERENCES version (edition, position) ON DELETE CASCADE
) WITHOUT ROWID;

-- What a person said on who is who; kept by period and record, whatever is read again.
CREATE TABLE verdict (
    before_period TEXT NOT NULL,
    before_record TEXT NOT NULL,
    after_period  TEXT NOT NULL,
    after_record  TEXT NOT NULL,
    together      INTEGER NOT NULL,
    said_at       TEXT NOT NULL,
    PRIMARY KEY (before_period, before_record, after_period, after_record)
) WITHOUT ROWID;
";

/// What to know of an edition (JSON); null in editions that were added before it was kept.
const REMARKS: &str = "ALTER TABLE edition ADD COLUMN remarks TEXT;";

/// What people corrected: lines that are only added to. `line` is the line of `corrections.jsonl`, the
/// other columns are for queries.
const CORRECTIONS: &str = "
CREATE TABLE correction (
    id       INTEGER PRIMARY KEY,
    line     TEXT NOT NULL UNIQUE,
    at       TEXT NOT NULL,
    by       TEXT NOT NULL,
    document TEXT,                -- sha256
    period   TEXT,
    item     TEXT,
    record   TEXT,
    field    TEXT,
    op       TEXT NOT NULL
);
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
    BEGIN SELECT raise(ABORT, 'corrections are only added to'); END;
CREATE TRIGGER correction_is_kept BEFORE DELETE ON correction
    BEGIN SELECT raise(ABORT, 'corrections are only added to'); END;
";

/// Brings the archive to the format after the last step, in one transaction; a copy of an older
/// archive is kept beside it and its path returned.
pub(crate) fn bring_up_to_date(
    db: &mut Connection,
    path: &Path,
    steps: &[&str],
) -> Result<Option<PathBuf>, Error> {
    let known = steps.len() as i64;
    let found = version(db, path, known)?;
    if found == known {
        return Ok(None);
    }
    let backup = if found > 0 { Some(keep_copy(db, path, found)?) } else { None };
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it in the meantime.
    let found = version(&tx, path, known)?;
    for step in steps.iter().skip(usize::try_from(found).unwrap_or(0)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", known)?;
    tx.commit()?;
    Ok(backup)
}

/// The archive's format: 0 for a file that is still empty.
fn version(db: &Connection, path: &Path, known: i64) -> Result<i64, Error> {
    let number = |name: &str| db.pragma_query_value(None, name, |r| r.get::<_, i64>(0));
    let not_one = |e: rusqlite::Error| match e.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => Error::NotAnArchive(path.to_owned()),
        _ => Error::from(e),
    };
    let found = number("user_version").map_err(not_one)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    let ours = number("application_id")? == APPLICATION;
    if (found, tables) != (0, 0) && !ours {
        return Err(Error::NotAnArchive(path.to_owned()));
    }
    if found > known {
        return Err(Error::Newer { path: path.to_owned(), found, known });
    }
    Ok(found)
}

fn keep_copy(db: &Connection, path: &Path, found: i64) -> Result<PathBuf, Error> {
    let name = |n: u32| {
        let more = if n == 0 { String::new() } else { format!("-{n}") };
        path.with_extension(format!("format-{found}{more}.sqlite"))
    };
    let copy = (0..).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0));
    db.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    let failed = |source| Error::File { path: copy.clone(), source };
    std::fs::File::open(&copy).and_then(|f| f.sync_all()).map_err(failed)?;
    Ok(copy)
}
