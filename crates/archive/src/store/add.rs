//! Adding an edition, and following the items into it.

use super::Archive;
use super::ORDER;
use super::followed::Followed;
use super::people::verdicts;
use crate::error::Error;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{HashMap, HashSet};
use tablemend_compare::{
    Appearance, Cell, Change, ChangeKind, Edition, Kind, Links, Options, Reason, Remarks, Thread,
    Timeline, check_period, compare_editions, is_another_plan, order,
};
use tablemend_model::Dataset;
use tablemend_model::sha256;

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
    /// Whether it is added even if it looks like another plan.
    pub anyway: bool,
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
    /// Those of them that differ in a field or in their ref.
    pub changed: usize,
    /// Items of this edition alone.
    pub fresh: usize,
    /// Items of the other edition alone.
    pub gone: usize,
    /// Whether so little goes on that it may be another plan.
    pub is_another: bool,
    /// Which part of this edition is unread, where one is: what is missing may be there.
    pub unread: Option<String>,
    /// The same of the other edition: what is new may have been there.
    pub other_unread: Option<String>,
}

impl Archive {
    /// Adds an edition: all of it or, if anything goes wrong or the program is killed, nothing.
    ///
    /// # Errors
    /// [`Error::NoPeriod`], [`Error::Compare`], [`Error::OtherKind`], [`Error::Busy`],
    /// [`Error::Full`].
    pub fn add(&mut self, new: &Addition<'_>) -> Result<Added, Error> {
        let printed = new.data.document.period.as_deref();
        let period = new.period.or(printed).ok_or_else(|| Error::NoPeriod(new.name.to_owned()))?;
        check_period(period)?;
        let sha256 = sha256(new.bytes);
        let content = zstd::encode_all(new.bytes, 9)
            .map_err(|source| Error::File { path: new.name.into(), source })?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Given no period, the same bytes are the same edition wherever they are.
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
        let kept = Followed::of(&tx)?;
        let mut edition = super::followed::edition(new.data, kept.as_ref());
        if let Some(kept) = kept.filter(|kept| !kept.is_kind_of(&edition)) {
            let (found, kept) = (edition.document.profile, kept.profile().to_owned());
            return Err(Error::OtherKind { found, kept });
        }
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
             title, pages, profile, tool, options, legend, fields, groups, remarks, records) \
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
                serde_json::to_string(&edition.remarks)?,
                new.json,
            ],
        )?;
        let id = tx.last_insert_rowid();
        write_versions(&tx, id, &edition)?;
        follow_from(&tx, period)?;
        if let Some(reviewer) = &self.reviewer {
            super::corrections::review_from(&tx, period, reviewer.as_ref())?;
        }
        if !is_last(&tx, period)? || revision > 1 {
            sweep(&tx)?;
        }
        // As people corrected it: the edition before it is kept so as well.
        let follows = follows(&tx, &read_edition(&tx, id)?, revision)?;
        if let Some(found) = follows.as_ref().filter(|f| f.is_another && !new.anyway) {
            // Dropped without a commit, the transaction leaves everything as it was.
            return Err(Error::AnotherPlan { other: found.other.clone() });
        }
        tx.commit()?;
        let period = period.to_owned();
        Ok(match revision {
            1 => Added::New { period, follows },
            revision => Added::Revision { period, revision, follows },
        })
    }
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
    let own = edition.document.period.clone().unwrap_or_default();
    let at = order(&own);
    let near = |sign: &str, way: &str| {
        format!(
            "SELECT id, period FROM edition WHERE current AND {ORDER} {sign} ?1 ORDER BY {ORDER} {way} LIMIT 1"
        )
    };
    let find = |of: &str, which: &str| -> Result<Option<(i64, String)>, Error> {
        let found = tx.query_row(of, [which], |r| Ok((r.get(0)?, r.get(1)?)));
        Ok(found.optional()?)
    };
    let before = if revision > 1 { find(older, &own)? } else { find(&near("<", "DESC"), &at)? };
    let is_earlier = before.is_none();
    let found = if is_earlier { find(&near(">", ""), &at)? } else { before };
    let Some((id, name)) = found else {
        return Ok(None);
    };
    let other = read_edition(tx, id)?;
    let [first, second] = if is_earlier { [edition, &other] } else { [&other, edition] };
    let (links, options) = (Links::default(), Options::default());
    let found = compare_editions(first.clone(), second.clone(), &links, &options);
    let same = found.pairing.links.len();
    let differs = |c: &&Change| matches!(c.kind, ChangeKind::Changed | ChangeKind::Renumbered);
    let changed: HashSet<&Option<String>> =
        found.changes.iter().filter(differs).map(|c| &c.after_id).collect();
    Ok(Some(Follows {
        is_another: is_another_plan(first, second, &found.pairing),
        unread: edition.remarks.unread_part(),
        other_unread: other.remarks.unread_part(),
        other: name,
        is_earlier,
        same,
        changed: changed.len(),
        fresh: edition.items.len() - same,
        gone: other.items.len() - same,
    }))
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
    let at = order(period);
    let later = format!("SELECT id FROM edition WHERE {ORDER} >= ?1");
    tx.execute(&format!("DELETE FROM link WHERE after_edition IN ({later})"), [&at])?;
    tx.execute(
        &format!("UPDATE version SET item = NULL WHERE edition IN ({later} OR NOT current)"),
        [&at],
    )?;
    let Kept { ids, editions, threads, items } = kept(tx)?;
    let from =
        editions.partition_point(|e| e.document.period.as_deref().is_none_or(|p| order(p) < at));
    let known = threads.len();
    let timeline = Timeline::follow(editions, threads, from, &verdicts(tx)?);
    let mut link = tx.prepare_cached(
        "INSERT INTO link (before_edition, before_position, after_edition, after_position, \
         confidence, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut version =
        tx.prepare_cached("UPDATE version SET item = ?1 WHERE edition = ?2 AND position = ?3")?;
    let id = |edition: usize| ids.get(edition).copied().unwrap_or_default();
    for (number, thread) in timeline.threads.iter().enumerate() {
        let item = match items.get(number).filter(|_| number < known) {
            Some(item) => *item,
            None => {
                tx.execute("INSERT INTO item DEFAULT VALUES", [])?;
                tx.last_insert_rowid()
            }
        };
        for (n, appearance) in
            thread.appearances.iter().enumerate().filter(|(_, s)| s.edition >= from)
        {
            version.execute(params![item, id(appearance.edition), appearance.item])?;
            let before = n.checked_sub(1).and_then(|n| thread.appearances.get(n));
            if let (Some(before), Some((sure, reason))) = (before, appearance.link) {
                link.execute(params![
                    id(before.edition),
                    before.item,
                    id(appearance.edition),
                    appearance.item,
                    sure,
                    reason.as_str()
                ])?;
            }
        }
    }
    Ok(())
}

/// The current editions with who is who as far as it is written.
pub(super) struct Kept {
    /// The editions' numbers in the database.
    pub(super) ids: Vec<i64>,
    /// The editions, oldest first.
    pub(super) editions: Vec<Edition>,
    /// Their items.
    pub(super) threads: Vec<Thread>,
    /// The items' numbers in the database, parallel to `threads`.
    pub(super) items: Vec<i64>,
}

/// Reads the current editions and who is who as far as it is written.
pub(super) fn kept(db: &Connection) -> Result<Kept, Error> {
    let mut query =
        db.prepare_cached(&format!("SELECT id FROM edition WHERE current ORDER BY {ORDER}"))?;
    let ids: Vec<i64> = query.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let editions: Vec<Edition> =
        ids.iter().map(|id| read_edition(db, *id)).collect::<Result<_, _>>()?;
    let index: HashMap<i64, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let (mut threads, mut items): (Vec<Thread>, Vec<i64>) = (Vec::new(), Vec::new());
    let mut number: HashMap<i64, usize> = HashMap::new();
    // Items come in the order of their first versions: the order of the threads.
    let mut query = db.prepare_cached(&format!(
        "SELECT v.item, v.edition, v.position, l.confidence, l.reason FROM version v \
         JOIN edition e ON e.id = v.edition \
         LEFT JOIN link l ON l.after_edition = v.edition AND l.after_position = v.position \
         WHERE v.item NOT NULL AND e.current ORDER BY {ORDER}, v.position"
    ))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let Some(edition) = index.get(&row.get(1)?).copied() else { continue };
        let item: i64 = row.get(0)?;
        let at = *number.entry(item).or_insert_with(|| {
            threads.push(Thread::default());
            items.push(item);
            threads.len() - 1
        });
        let link = match (row.get::<_, Option<f64>>(3)?, row.get::<_, Option<String>>(4)?) {
            (Some(sure), Some(word)) => Some((sure, reason(&word))),
            _ => None,
        };
        if let Some(thread) = threads.get_mut(at) {
            thread.appearances.push(Appearance { edition, item: row.get(2)?, link });
        }
    }
    Ok(Kept { ids, editions, threads, items })
}

/// Whether no edition has a later period.
fn is_last(tx: &Transaction<'_>, period: &str) -> Result<bool, Error> {
    let later = format!("SELECT NOT EXISTS (SELECT 1 FROM edition WHERE {ORDER} > ?1)");
    Ok(tx.query_row(&later, [order(period)], |r| r.get(0))?)
}

/// Drops items that no version is of any more.
pub(super) fn sweep(tx: &Transaction<'_>) -> Result<(), Error> {
    tx.execute(
        "DELETE FROM item WHERE NOT EXISTS (SELECT 1 FROM version WHERE item = item.id)",
        [],
    )?;
    Ok(())
}

/// Reads what of an edition is compared.
pub(super) fn read_edition(db: &Connection, id: i64) -> Result<Edition, Error> {
    let mut query = db.prepare_cached(
        "SELECT title, period, name, media_type, source, pages, profile, tool, legend, fields, \
         groups, remarks, revision FROM edition WHERE id = ?1",
    )?;
    let (document, revision, [legend, fields, groups], remarks) = query.query_row([id], |r| {
        let document = tablemend_model::DocumentInfo {
            title: r.get(0)?,
            period: r.get(1)?,
            period_printed: None,
            name: r.get(2)?,
            media_type: r.get(3)?,
            sha256: r.get(4)?,
            pages: r.get(5)?,
            profile: r.get(6)?,
            tool: r.get(7)?,
        };
        let text = |i| r.get::<_, String>(i);
        let parts = [text(8)?, text(9)?, text(10)?];
        Ok((document, r.get(12)?, parts, r.get::<_, Option<String>>(11)?))
    })?;
    let damaged = |what: String, why: &dyn std::fmt::Display| Error::DamagedEdition {
        period: document.period.clone().unwrap_or_default(),
        revision,
        what,
        why: why.to_string(),
    };
    let mut query =
        db.prepare_cached("SELECT content FROM version WHERE edition = ?1 ORDER BY position")?;
    let mut rows = query.query([id])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let item = || format!("item {}", items.len() + 1);
        let text = row.get_ref(0)?.as_str().map_err(|e| damaged(item(), &e))?;
        let read = serde_json::from_str(text).map_err(|e| damaged(item(), &e))?;
        items.push(read);
    }
    Ok(Edition {
        called: None,
        legend: serde_json::from_str(&legend).map_err(|e| damaged("the legend".into(), &e))?,
        fields: serde_json::from_str(&fields)
            .map_err(|e| damaged("the list of fields".into(), &e))?,
        items,
        groups: serde_json::from_str(&groups).map_err(|e| damaged("the groups".into(), &e))?,
        remarks: match &remarks {
            Some(text) => {
                serde_json::from_str(text).map_err(|e| damaged("the notes".into(), &e))?
            }
            None => Remarks::default(),
        },
        document,
    })
}

/// The reason of a word from the database; an unknown word does not stop anything.
pub(super) fn reason(word: &str) -> Reason {
    Reason::of(word).unwrap_or(Reason::LikeText)
}
