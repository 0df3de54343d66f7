//! Looking at what is archived, and removing it.

use super::Archive;
use super::ORDER;
use super::add::{Kept, follow_from, kept, read_edition, sweep};
use crate::error::Error;
use rusqlite::{OptionalExtension, TransactionBehavior, params};
use tablemend_compare::{Changes, Edition, Links, Options, Timeline, compare_editions};

/// One archived edition, as `list` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `YYYY-MM`.
    pub period: String,
    /// 1 for the first.
    pub revision: u32,
    /// Whether it is the latest revision of its period.
    pub current: bool,
    /// When it was added.
    pub added_at: String,
    /// The file's name.
    pub name: String,
    /// What the bytes are.
    pub media_type: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// The document's title.
    pub title: Option<String>,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Name of the profile.
    pub profile: String,
    /// The program that read it.
    pub tool: String,
    /// How it was read, in the caller's words.
    pub options: String,
    /// Number of items.
    pub items: u32,
}

impl Archive {
    /// All editions and their revisions, oldest first.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT period, revision, current, added_at, name, media_type, source, size, title, \
             pages, profile, tool, options, \
             (SELECT count(*) FROM version WHERE edition = edition.id) \
             FROM edition JOIN source ON sha256 = source ORDER BY {ORDER}, revision"
        ))?;
        let entries = query.query_map([], |r| {
            Ok(Entry {
                period: r.get(0)?,
                revision: r.get(1)?,
                current: r.get(2)?,
                added_at: r.get(3)?,
                name: r.get(4)?,
                media_type: r.get(5)?,
                sha256: r.get(6)?,
                size: r.get(7)?,
                title: r.get(8)?,
                pages: r.get(9)?,
                profile: r.get(10)?,
                tool: r.get(11)?,
                options: r.get(12)?,
                items: r.get(13)?,
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// The records of an edition as the JSON that `convert` gave; the latest revision if none is
    /// given.
    ///
    /// # Errors
    /// [`Error::NoEdition`].
    pub fn records(&self, period: &str, revision: Option<u32>) -> Result<String, Error> {
        let id = self.find(period, revision)?;
        let text = "SELECT records FROM edition WHERE id = ?1";
        Ok(self.db.query_row(text, [id], |r| r.get(0))?)
    }

    /// The name and the bytes of an edition's document.
    ///
    /// # Errors
    /// [`Error::NoEdition`]; [`Error::Damaged`] where the bytes are not what they were.
    pub fn source(&self, period: &str, revision: Option<u32>) -> Result<(String, Vec<u8>), Error> {
        let id = self.find(period, revision)?;
        let (name, sha256, content): (String, String, Vec<u8>) = self.db.query_row(
            "SELECT name, sha256, content FROM edition JOIN source ON sha256 = source \
             WHERE id = ?1",
            [id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        Ok((name, unpacked(&sha256, &content)?))
    }

    /// What of an edition is compared.
    ///
    /// # Errors
    /// [`Error::NoEdition`].
    pub fn edition(&self, period: &str, revision: Option<u32>) -> Result<Edition, Error> {
        read_edition(&self.db, self.find(period, revision)?)
    }

    /// What changed between two archived editions, items followed through all editions between
    /// them. What a person said on who is who counts.
    ///
    /// # Errors
    /// [`Error::NoEdition`], [`Error::Compare`].
    pub fn compare(&self, before: &str, after: &str, options: &Options) -> Result<Changes, Error> {
        let (old, new) = (self.edition(before, None)?, self.edition(after, None)?);
        options.check(&old, &new)?;
        let timeline = self.timeline()?;
        let at = |period: &str| {
            let is_it = |e: &Edition| e.document.period.as_deref() == Some(period);
            timeline.editions.iter().position(is_it)
        };
        let places = at(before).zip(at(after)).filter(|(before, after)| before < after);
        let found = places.and_then(|(before, after)| timeline.compare_by(before, after, options));
        // Backwards there are no threads to follow.
        Ok(found.unwrap_or_else(|| compare_editions(old, new, &Links::default(), options)))
    }

    /// All current editions and the items followed through them.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn timeline(&self) -> Result<Timeline, Error> {
        let Kept { editions, threads, .. } = kept(&self.db)?;
        Ok(Timeline { editions, threads }.asked_once())
    }

    /// Removes a revision, or all of a period if none is given; says how many went. Sources that
    /// no edition has any more go with them.
    ///
    /// # Errors
    /// [`Error::NoEdition`], [`Error::Busy`].
    pub fn remove(&mut self, period: &str, revision: Option<u32>) -> Result<usize, Error> {
        self.find(period, revision)?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let gone = tx.execute(
            "DELETE FROM edition WHERE period = ?1 AND (?2 IS NULL OR revision = ?2)",
            params![period, revision],
        )?;
        tx.execute(
            "UPDATE edition SET current = 1 WHERE period = ?1 AND revision = \
             (SELECT max(revision) FROM edition WHERE period = ?1)",
            [period],
        )?;
        tx.execute("DELETE FROM source WHERE sha256 NOT IN (SELECT source FROM edition)", [])?;
        follow_from(&tx, period)?;
        if let Some(reviewer) = &self.reviewer {
            super::corrections::review_from(&tx, period, reviewer.as_ref())?;
        }
        sweep(&tx)?;
        tx.commit()?;
        Ok(gone)
    }

    /// The edition's number in the database.
    pub(super) fn find(&self, period: &str, revision: Option<u32>) -> Result<i64, Error> {
        let id = self
            .db
            .query_row(
                "SELECT id FROM edition WHERE period = ?1 AND \
                 CASE WHEN ?2 IS NULL THEN current ELSE revision = ?2 END",
                params![period, revision],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(id) = id {
            return Ok(id);
        }
        let mut query = self
            .db
            .prepare_cached(&format!("SELECT DISTINCT period FROM edition ORDER BY {ORDER}"))?;
        let all: Vec<String> = query.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let known = match &all[..] {
            [] => "none".to_owned(),
            [first, .., last] if all.len() > 6 => {
                format!("{} from {first} to {last}", all.len())
            }
            all => all.join(", "),
        };
        let wanted = match revision {
            Some(revision) => format!("{period} revision {revision}"),
            None => period.to_owned(),
        };
        Err(Error::NoEdition { wanted, known })
    }
}

/// The bytes of a source.
pub(super) fn unpacked(sha256: &str, content: &[u8]) -> Result<Vec<u8>, Error> {
    let damaged = || Error::Damaged(format!("the source {sha256} is not what it was"));
    let bytes = zstd::decode_all(content).map_err(|_| damaged())?;
    if tablemend_model::sha256(&bytes) == sha256 { Ok(bytes) } else { Err(damaged()) }
}
