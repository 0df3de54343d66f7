//! Adding an edition, and following the items into it.

use super::Archive;
use crate::cell::Cell;
use crate::edition::{Edition, Field, Item, Kind};
use crate::error::Error;
use crate::identity::{Key, Link, Links, Reason, pair};
use crate::timeline::{MEMORY, aligned, follow};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use tablemend_model::Dataset;

/// An edition to be added.
#[derive(Clone, Debug)]
pub struct Addition<'a> {
    /// The document's bytes.
    pub bytes: &'a [u8],
    /// The file's name.
    pub name: &'a str,
    /// What was read from them.
    pub data: &'a Dataset,
    /// The same as JSON, as `convert` gives it.
    pub json: &'a str,
    /// `YYYY-MM` (or `YYYY-MM-DD`), if the document's own period is not to be used.
    pub period: Option<&'a str>,
    /// How the bytes were read, in the caller's own words; given back to its `Reader`.
    pub options: &'a str,
    /// Today, in the words that `list` is to show (RFC 3339).
    pub now: &'a str,
}

/// What adding did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// The first edition of its period.
    New {
        /// Its period.
        period: String,
        /// How much of the edition before it goes on in it.
        follows: Option<Follows>,
    },
    /// Other bytes for a period that was there: the older revisions are kept.
    Revision {
        /// Its period.
        period: String,
        /// 2 or more.
        revision: u32,
        /// How much of the revision before it goes on in it.
        follows: Option<Follows>,
    },
    /// The same bytes are there already: nothing was done.
    Already {
        /// Their period.
        period: String,
        /// Their revision.
        revision: u32,
    },
}

/// How an edition goes on from the one before it, or the one after it from the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// The edition it is held against, in words: the period before, or `revision 1`; the period
    /// after, where none is before.
    pub other: String,
    /// Whether that is the edition after it.
    pub is_earlier: bool,
    /// Items of both.
    pub same: usize,
    /// Items of this edition alone.
    pub fresh: usize,
    /// Items of the other edition alone.
    pub gone: usize,
}

impl Follows {
    /// Whether so little goes on that it may be another plan.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.same * 4 < self.same + self.fresh.max(self.gone)
    }
}

impl Archive {
    /// Adds an edition: all of it or, if anything goes wrong or the program is killed, nothing.
    ///
    /// # Errors
    /// [`Error::NoPeriod`], [`Error::BadPeriod`], [`Error::OtherKind`], [`Error::Busy`],
    /// [`Error::Full`].
    pub fn add(&mut self, new: &Addition<'_>) -> Result<Added, Error> {
        let printed = new.data.document.period.as_deref();
        let period = new.period.or(printed).ok_or_else(|| Error::NoPeriod(new.name.to_owned()))?;
        check_period(period)?;
        let sha256 = sha256(new.bytes);
        let content = zstd::encode_all(new.bytes, 9)
            .map_err(|source| Error::File { path: new.name.into(), source })?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Given no period, the same bytes are the same edition wherever they stand.
        let already = tx
            .query_row(
                "SELECT period, revision FROM edition WHERE source = ?1 AND (?2 IS NULL OR \
                 period = ?2) ORDER BY period, revision DESC",
                params![sha256, new.period],
                |r| Ok(Added::Already { period: r.get(0)?, revision: r.get(1)? }),
            )
            .optional()?;
        if let Some(already) = already {
            return Ok(already);
        }
        let mut edition = Edition::of(new.data);
        check_kind(&tx, &edition)?;
        let latest: Option<u32> =
            tx.query_row("SELECT max(revision) FROM edition WHERE period = ?1", [period], |r| {
                r.get(0)
            })?;
        let revision = latest.unwrap_or(0) + 1;
        tx.execute(
            "INSERT OR IGNORE INTO source (sha256, size, content) VALUES (?1, ?2, ?3)",
            params![sha256, new.bytes.len(), content],
        )?;
        tx.execute("UPDATE edition SET current = 0 WHERE period = ?1", [period])?;
        edition.document.period = Some(period.to_owned());
        let document = &edition.document;
        tx.execute(
            "INSERT INTO edition (period, revision, current, added_at, source, name, media_type, \
             title, pages, profile, tool, options, legend, fields, groups, records) \
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            params![
                period,
                revision,
                new.now,
                sha256,
                new.name,
                document.media_type,
                document.title,
                document.pages,
                document.profile,
                document.tool,
                new.options,
                serde_json::to_string(&edition.legend)?,
                serde_json::to_string(&edition.fields)?,
                serde_json::to_string(&edition.groups)?,
                new.json,
            ],
        )?;
        let id = tx.last_insert_rowid();
        write_versions(&tx, id, &edition)?;
        follow_from(&tx, period)?;
        if !is_last(&tx, period)? || revision > 1 {
            sweep(&tx)?;
        }
        let follows = follows(&tx, &edition, revision)?;
        tx.commit()?;
        let period = period.to_owned();
        Ok(match revision {
            1 => Added::New { period, follows },
            revision => Added::Revision { period, revision, follows },
        })
    }
}

/// Refuses a document of another kind: read by another profile, and its items called by another field.
fn check_kind(tx: &Transaction<'_>, edition: &Edition) -> Result<(), Error> {
    let kept: Option<(String, String)> = tx
        .query_row(
            "SELECT profile, fields FROM edition WHERE current ORDER BY period DESC LIMIT 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    let Some((kept, fields)) = kept else { return Ok(()) };
    let fields: Vec<Field> = serde_json::from_str(&fields)?;
    let text =
        |fields: &[Field]| fields.iter().find(|f| f.kind == Kind::Text).map(|f| f.name.clone());
    let found = &edition.document.profile;
    if kept == *found || text(&fields) == text(&edition.fields) {
        return Ok(());
    }
    Err(Error::OtherKind { found: found.clone(), kept })
}

/// How an edition that was just added goes on from the revision, else the edition, before it; where
/// there is none, how the edition after it goes on from it.
fn follows(
    tx: &Transaction<'_>,
    edition: &Edition,
    revision: u32,
) -> Result<Option<Follows>, Error> {
    let older = "SELECT id, 'revision ' || revision FROM edition WHERE period = ?1 AND NOT current \
         ORDER BY revision DESC LIMIT 1";
    let before =
        "SELECT id, period FROM edition WHERE current AND period < ?1 ORDER BY period DESC LIMIT 1";
    let after =
        "SELECT id, period FROM edition WHERE current AND period > ?1 ORDER BY period LIMIT 1";
    let find = |of: &str| -> Result<Option<(i64, String)>, Error> {
        let found = tx.query_row(of, [&edition.document.period], |r| Ok((r.get(0)?, r.get(1)?)));
        Ok(found.optional()?)
    };
    let before = find(if revision > 1 { older } else { before })?;
    let is_earlier = before.is_none();
    let Some((id, name)) = (if is_earlier { find(after)? } else { before }) else {
        return Ok(None);
    };
    let other = read_edition(tx, id)?;
    let [first, second] = if is_earlier { [edition, &other] } else { [&other, edition] };
    let same = pair(first, second, &said(tx, first, second)?, &Key::Likeness).links.len();
    Ok(Some(Follows {
        other: name,
        is_earlier,
        same,
        fresh: edition.items.len() - same,
        gone: other.items.len() - same,
    }))
}

/// Lower-case hexadecimal SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether the words name a month or a day.
///
/// # Errors
/// [`Error::BadPeriod`].
pub fn check_period(period: &str) -> Result<(), Error> {
    let day = match period.len() {
        7 => format!("{period}-01"),
        _ => period.to_owned(),
    };
    match day.parse::<jiff::civil::Date>() {
        Ok(date) if date.to_string() == day => Ok(()),
        _ => Err(Error::BadPeriod(period.to_owned())),
    }
}

/// Writes the items of an edition in place of those it had.
pub(super) fn write_versions(
    tx: &Transaction<'_>,
    id: i64,
    edition: &Edition,
) -> Result<(), Error> {
    tx.execute("DELETE FROM version WHERE edition = ?1", [id])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO version (edition, position, record, ref, text, due_start, due_end, status, \
         leads, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let [text, due, status, leads] =
        [Kind::Text, Kind::Dates, Kind::Status, Kind::Posts].map(|kind| edition.first_of(kind));
    let shown = |cell: &Cell| (!cell.is_missing()).then(|| cell.display());
    for (position, item) in edition.items.iter().enumerate() {
        let dates = item.cell(due).dates();
        let people = match item.cell(leads) {
            Cell::Posts(posts) => Some(serde_json::to_string(&posts.people)?),
            _ => None,
        };
        insert.execute(params![
            id,
            position,
            item.id,
            item.reference,
            shown(item.cell(text)),
            dates.and_then(|d| d.start).map(|d| d.to_string()),
            dates.and_then(|d| d.end).map(|d| d.to_string()),
            shown(item.cell(status)),
            people,
            serde_json::to_string(item)?,
        ])?;
    }
    Ok(())
}

/// Derives who is who anew for all current editions from this period on.
pub(super) fn follow_from(tx: &Transaction<'_>, period: &str) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM link WHERE after_edition IN (SELECT id FROM edition WHERE period >= ?1)",
        [period],
    )?;
    tx.execute(
        "UPDATE version SET item = NULL WHERE edition IN \
         (SELECT id FROM edition WHERE period >= ?1)",
        [period],
    )?;
    let mut ids =
        tx.prepare_cached("SELECT id FROM edition WHERE current AND period >= ?1 ORDER BY period")?;
    let ids: Vec<i64> = ids.query_map([period], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let before: Option<i64> = tx
        .query_row(
            "SELECT id FROM edition WHERE current AND period < ?1 ORDER BY period DESC LIMIT 1",
            [period],
            |r| r.get(0),
        )
        .optional()?;
    let mut previous = before.map(|id| Ok::<_, Error>((id, read_edition(tx, id)?))).transpose()?;
    for id in ids {
        let edition = read_edition(tx, id)?;
        follow_one(tx, previous.as_ref(), (id, &edition))?;
        previous = Some((id, edition));
    }
    Ok(())
}

/// Whether no edition has a later period.
fn is_last(tx: &Transaction<'_>, period: &str) -> Result<bool, Error> {
    let later = "SELECT NOT EXISTS (SELECT 1 FROM edition WHERE period > ?1)";
    Ok(tx.query_row(later, [period], |r| r.get(0))?)
}

/// Drops items that no version is of any more.
pub(super) fn sweep(tx: &Transaction<'_>) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM item WHERE NOT EXISTS (SELECT 1 FROM version WHERE item = item.id)",
        [],
    )?;
    Ok(())
}

fn follow_one(
    tx: &Transaction<'_>,
    previous: Option<&(i64, Edition)>,
    (id, edition): (i64, &Edition),
) -> Result<(), Error> {
    let (vanished, places) = vanished(tx, previous.map(|p| p.0), edition)?;
    let links = match previous {
        Some((_, before)) => said(tx, before, edition)?,
        None => Links::default(),
    };
    let found = follow(previous.map(|p| &p.1), &vanished, edition, &links, &Links::default());
    let mut insert = tx.prepare_cached(
        "INSERT INTO link (before_edition, before_position, after_edition, after_position, \
         confidence, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut write = |before: (i64, i64), link: &Link| {
        insert.execute(params![
            before.0,
            before.1,
            id,
            link.after,
            link.confidence,
            link.reason.as_str()
        ])
    };
    for link in &found.pairing.links {
        if let Some((before, _)) = previous {
            write((*before, link.before as i64), link)?;
        }
    }
    for link in &found.back {
        if let Some(place) = places.get(link.before) {
            write(*place, link)?;
        }
    }
    tx.execute(
        "UPDATE version SET item = (SELECT b.item FROM link l JOIN version b ON \
         b.edition = l.before_edition AND b.position = l.before_position \
         WHERE l.after_edition = version.edition AND l.after_position = version.position) \
         WHERE edition = ?1",
        [id],
    )?;
    let mut fresh =
        tx.prepare_cached("SELECT position FROM version WHERE edition = ?1 AND item IS NULL")?;
    let fresh: Vec<i64> = fresh.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for position in fresh {
        tx.execute("INSERT INTO item DEFAULT VALUES", [])?;
        tx.execute(
            "UPDATE version SET item = ?1 WHERE edition = ?2 AND position = ?3",
            params![tx.last_insert_rowid(), id, position],
        )?;
    }
    Ok(())
}

/// The last versions of items that are in one of the editions before the one right before, and
/// not in any after it, with their places.
fn vanished(
    tx: &Transaction<'_>,
    previous: Option<i64>,
    edition: &Edition,
) -> Result<(Edition, Vec<(i64, i64)>), Error> {
    let mut made = edition.without_items();
    let mut places = Vec::new();
    let Some(previous) = previous else { return Ok((made, places)) };
    let mut query = tx.prepare_cached(
        "SELECT v.edition, v.position, v.content, e.fields FROM \
         (SELECT id, period, fields FROM edition WHERE current AND \
          period < (SELECT period FROM edition WHERE id = ?1) ORDER BY period DESC LIMIT ?2) e \
         JOIN version v ON v.edition = e.id \
         WHERE NOT EXISTS (SELECT 1 FROM link l WHERE l.before_edition = v.edition \
         AND l.before_position = v.position) ORDER BY e.period, v.position",
    )?;
    let mut rows = query.query(params![previous, MEMORY])?;
    while let Some(row) = rows.next()? {
        let item: Item = serde_json::from_str(&row.get::<_, String>(2)?)?;
        let mut from = edition.without_items();
        from.fields = serde_json::from_str(&row.get::<_, String>(3)?)?;
        made.items.push(aligned(&from, &item, edition));
        places.push((row.get(0)?, row.get(1)?));
    }
    Ok((made, places))
}

/// What a person has said on who is who in two editions.
pub(super) fn said(db: &Connection, before: &Edition, after: &Edition) -> Result<Links, Error> {
    let mut links = Links::default();
    let mut query = db.prepare_cached(
        "SELECT before_record, after_record, together FROM verdict \
         WHERE before_period = ?1 AND after_period = ?2",
    )?;
    let mut rows = query.query(params![before.document.period, after.document.period])?;
    while let Some(row) = rows.next()? {
        let pair = (row.get(0)?, row.get(1)?);
        let set = if row.get(2)? { &mut links.together } else { &mut links.apart };
        set.insert(pair);
    }
    Ok(links)
}

/// Reads what of an edition is compared.
pub(super) fn read_edition(db: &Connection, id: i64) -> Result<Edition, Error> {
    let mut query = db.prepare_cached(
        "SELECT title, period, name, media_type, source, pages, profile, tool, legend, fields, \
         groups FROM edition WHERE id = ?1",
    )?;
    let (document, legend, fields, groups) = query.query_row([id], |r| {
        let document = tablemend_model::DocumentInfo {
            title: r.get(0)?,
            period: r.get(1)?,
            name: r.get(2)?,
            media_type: r.get(3)?,
            sha256: r.get(4)?,
            pages: r.get(5)?,
            profile: r.get(6)?,
            tool: r.get(7)?,
        };
        let text = |i| r.get::<_, String>(i);
        Ok((document, text(8)?, text(9)?, text(10)?))
    })?;
    let mut query =
        db.prepare_cached("SELECT content FROM version WHERE edition = ?1 ORDER BY position")?;
    let mut rows = query.query([id])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(Edition {
        document,
        legend: serde_json::from_str(&legend)?,
        fields: serde_json::from_str(&fields)?,
        items,
        groups: serde_json::from_str(&groups)?,
    })
}

/// The reason of a word from the database; a word that is not known is no reason to stop.
pub(super) fn reason(word: &str) -> Reason {
    Reason::of(word).unwrap_or(Reason::LikeText)
}
