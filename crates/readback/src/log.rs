//! The write-ahead log of a database: what a program wrote last is only in it.
//!
//! The format is that of SQLite (file format, section 4): a header, then frames of one page each.

use std::borrow::Cow;

const HEADER: usize = 32;
const FRAME: usize = 24;

/// A database with the changes that its write-ahead log holds; as it is where the log holds none
/// that are sound. `log` are the bytes of the file beside it whose name ends in `-wal`.
#[must_use]
pub fn with_log<'a>(database: &'a [u8], log: &[u8]) -> Cow<'a, [u8]> {
    changed(database, log).map_or(Cow::Borrowed(database), Cow::Owned)
}

fn changed(database: &[u8], log: &[u8]) -> Option<Vec<u8>> {
    let header = log.get(..HEADER)?;
    let is_big = match number(header, 0)? {
        0x377f_0682 => false,
        0x377f_0683 => true,
        _ => return None,
    };
    let page = number(header, 8)? as usize;
    if !page.is_power_of_two() || !(512..=65_536).contains(&page) {
        return None;
    }
    let mut sum = checked(&header[..24], (0, 0), is_big);
    if sum != (number(header, 24)?, number(header, 28)?) {
        return None;
    }
    let salt = header.get(16..24)?;
    let mut frames = Vec::new();
    let mut committed: Option<(usize, usize)> = None;
    for frame in log.get(HEADER..)?.chunks_exact(FRAME + page) {
        sum = checked(&frame[..8], sum, is_big);
        sum = checked(&frame[FRAME..], sum, is_big);
        // From the first frame that is not whole, or of an older log, nothing counts.
        if frame.get(8..16)? != salt || sum != (number(frame, 16)?, number(frame, 20)?) {
            break;
        }
        frames.push(frame);
        let pages = number(frame, 4)? as usize;
        if pages > 0 {
            committed = Some((frames.len(), pages));
        }
    }
    let (count, pages) = committed?;
    let length = pages.checked_mul(page)?;
    // A log only adds pages that it holds.
    if length > database.len() + log.len() {
        return None;
    }
    let mut out = database.to_vec();
    out.resize(length, 0);
    for frame in frames.into_iter().take(count) {
        let at = (number(frame, 0)? as usize).checked_sub(1)?.checked_mul(page)?;
        if let Some(place) = out.get_mut(at..at + page) {
            place.copy_from_slice(&frame[FRAME..]);
        }
    }
    Some(out)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn checked(bytes: &[u8], sum: (u32, u32), is_big: bool) -> (u32, u32) {
    let word = |four: &[u8]| {
        let four = four.try_into().unwrap_or([0; 4]);
        if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    bytes.chunks_exact(8).fold(sum, |(one, two), eight| {
        let one = one.wrapping_add(word(&eight[..4])).wrapping_add(two);
        (one, two.wrapping_add(word(&eight[4..])).wrapping_add(one))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;
    use std::fs;

    #[test]
    fn what_stands_only_in_the_log_is_put_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.sqlite");
        let db = Connection::open(&path).unwrap();
        db.pragma_update(None, "journal_mode", "wal").unwrap();
        db.execute_batch(
            "CREATE TABLE t (x); PRAGMA wal_checkpoint(TRUNCATE); \
             INSERT INTO t VALUES ('only in the log');",
        )
        .unwrap();
        let (bytes, log) =
            (fs::read(&path).unwrap(), fs::read(folder.path().join("plan.sqlite-wal")).unwrap());
        let rows = |bytes: &[u8]| -> i64 {
            let copy = folder.path().join("copy.sqlite");
            fs::write(&copy, bytes).unwrap();
            let db = Connection::open(&copy).unwrap();
            db.query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
        };
        assert_eq!(rows(&bytes), 0);
        assert_eq!(rows(&with_log(&bytes, &log)), 1);
        // A log that is cut off, or of another database, changes nothing.
        for log in [&log[..log.len() - 9], &log[..40], b"", b"no log"] {
            assert_eq!(rows(&with_log(&bytes, log)), 0);
        }
    }
}
