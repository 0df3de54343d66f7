//! What people corrected: lines that are only ever added to, in a table and in a file beside the
//! archive, and put on the records of each edition that they concern.
//!
//! The archive knows no more of a line than when it was said and of which record. How corrections
//! change records is the caller's own way ([`Reviewer`]). The stored records stay as they were read;
//! the items that are compared and followed are the corrected ones.

use super::Archive;
use super::ORDER;
use super::add::{Kept, follow_from, kept, read_edition, sweep, write_versions};
use crate::error::Error;
use crate::who::Who;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::Value as Json;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use tablemend_compare::{Edition, is_doubtful, order};
use tablemend_model::Dataset;

/// Name of the file of corrections in the archive's folder.
pub const CORRECTIONS: &str = "corrections.jsonl";

/// How corrections change records: the caller's own way, so that the archive knows no corrections.
pub trait Reviewer: fmt::Debug + Send + Sync {
    /// The records of an edition as people corrected them.
    ///
    /// # Errors
    /// In words, where its records or the lines cannot be read.
    fn review(&self, edition: &Unreviewed<'_>) -> Result<Dataset, String>;

    /// Whether a line is a correction.
    ///
    /// # Errors
    /// In words, what is wrong with it.
    fn check(&self, line: &str) -> Result<(), String>;
}

/// An edition as the program read it, and what people said of it and of those before it.
#[derive(Clone, Copy)]
pub struct Unreviewed<'a> {
    /// The records as JSON, as `convert` gives them.
    pub json: &'a str,
    /// How it was read, as [`Addition::options`](super::Addition::options) says.
    pub options: &'a str,
    /// The corrections, each a JSON object, in the order in which they came.
    pub lines: &'a [String],
    /// Which record here is the one of this period and id.
    pub who: &'a dyn Fn(&str, &str) -> Who,
}

impl Archive {
    /// With a way to put corrections on records; without one they are kept and change nothing.
    #[must_use]
    pub fn reviewed_by(mut self, reviewer: impl Reviewer + 'static) -> Self {
        self.reviewer = Some(Box::new(reviewer));
        self
    }

    /// The file of corrections.
    #[must_use]
    pub fn corrections_path(&self) -> PathBuf {
        self.path.with_file_name(CORRECTIONS)
    }

    /// Every correction, in the order in which they came: those of the table, and those that were
    /// added to the file by hand since.
    ///
    /// # Errors
    /// [`Error::NotCorrections`] where the file has a line that is none.
    pub fn corrections(&self) -> Result<Vec<String>, Error> {
        let mut all = lines(&self.db)?;
        let more = self.logged()?.lines;
        all.extend(more.into_iter().filter(|line| !all.contains(line)).collect::<Vec<_>>());
        Ok(all)
    }

    /// Adds corrections, each a line of JSON, and puts them on the records; gives how many were new.
    /// When this returns they are on the disk. An item that can be told is named in `item`.
    ///
    /// # Errors
    /// [`Error::NotCorrections`], [`Error::Busy`], [`Error::Full`]; nothing is kept then.
    pub fn correct(&mut self, new: &[String]) -> Result<usize, Error> {
        let path = self.corrections_path();
        let logged = self.logged()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known = kept(&tx)?;
        let check = |line: &str| match &self.reviewer {
            Some(reviewer) => reviewer.check(line).map_err(|why| Error::NotCorrections {
                path: "the new corrections".into(),
                line: None,
                why,
            }),
            None => Ok(()),
        };
        let mut from: Option<String> = None;
        let mut added = 0;
        let by_hand = logged.lines.iter().map(|line| (line, false));
        for (line, is_new) in by_hand.chain(new.iter().map(|line| (line, true))) {
            check(line)?;
            let line = if is_new { named(line, &known)? } else { line.clone() };
            if insert(&tx, &line)? {
                added += usize::from(is_new);
                let period = first_period(&tx, &line)?;
                from = Some(from.map_or(period.clone(), |f| f.min(period)));
            }
        }
        if let (Some(from), Some(reviewer)) = (&from, &self.reviewer) {
            review_from(&tx, from, reviewer.as_ref())?;
        }
        // The file first: what is in it and not in the table is taken in the next time.
        append(&path, &tx, &logged)?;
        tx.commit()?;
        Ok(added)
    }

    /// The file of corrections as it is now.
    fn logged(&self) -> Result<Logged, Error> {
        read_log(&self.corrections_path())
    }

    /// The records of an edition as people corrected them; `None` where there are no corrections, or
    /// no way to put them on.
    ///
    /// # Errors
    /// [`Error::NoEdition`], [`Error::Unreadable`].
    pub fn reviewed(&self, period: &str, revision: Option<u32>) -> Result<Option<Dataset>, Error> {
        let id = self.find(period, revision)?;
        match &self.reviewer {
            Some(reviewer) => reviewed(&self.db, id, reviewer.as_ref()),
            None => Ok(None),
        }
    }
}

/// What the file of corrections holds.
pub(super) struct Logged {
    lines: Vec<String>,
    /// Where a last line begins that was cut off, as when the program was killed: it was never
    /// acknowledged, and the next one is written in its place.
    cut: Option<u64>,
    /// Whether its last line has no end, as when it was written by hand.
    is_open: bool,
    is_there: bool,
}

fn read_log(path: &Path) -> Result<Logged, Error> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(source) => return Err(Error::File { path: path.to_owned(), source }),
    };
    let is_there = path.exists();
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut logged = Logged { lines: Vec::new(), cut: None, is_open: false, is_there };
    let count = text.lines().count();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let is_last = n + 1 == count && !text.ends_with('\n');
        match parsed(line) {
            Ok(_) => {
                logged.lines.push(line.trim().to_owned());
                logged.is_open = is_last;
            }
            Err(_) if is_last => {
                let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
                logged.cut = Some(end as u64);
            }
            Err(why) => {
                let line = Some(n + 1);
                return Err(Error::NotCorrections { path: path.to_owned(), line, why });
            }
        }
    }
    Ok(logged)
}

fn parsed(line: &str) -> Result<Json, String> {
    let json: Json = serde_json::from_str(line).map_err(|e| e.to_string())?;
    match (json["at"].as_str(), json["by"].as_str(), json["op"].as_str()) {
        (Some(_), Some(_), Some(_)) => Ok(json),
        _ => Err("it does not say when, by whom and what".to_owned()),
    }
}

/// The line with the item that it speaks of, as the archive calls it.
fn named(line: &str, kept: &Kept) -> Result<String, Error> {
    let mut json: Json = serde_json::from_str(line)?;
    if !json["item"].is_null() {
        return Ok(line.to_owned());
    }
    let (Some(period), Some(id)) = (json["period"].as_str(), json["id"].as_str()) else {
        return Ok(line.to_owned());
    };
    let Some(key) = key(kept, period, id) else { return Ok(line.to_owned()) };
    if let Some(members) = json.as_object_mut() {
        members.insert("item".to_owned(), Json::String(key));
    }
    Ok(json.to_string())
}

/// What an item is called in all editions: its first period and its id there.
fn key(kept: &Kept, period: &str, id: &str) -> Option<String> {
    let (thread, _) = appearance(kept, period, id)?;
    let first = thread.appearances.first()?;
    let edition = kept.editions.get(first.edition)?;
    let item = edition.items.get(first.item)?;
    Some(format!("{}/{}", edition.document.period.as_deref().unwrap_or_default(), item.id))
}

/// The thread that is at this record, and the position of its edition.
fn appearance<'a>(
    kept: &'a Kept,
    period: &str,
    id: &str,
) -> Option<(&'a tablemend_compare::Thread, usize)> {
    let is_it = |e: &Edition| e.document.period.as_deref() == Some(period);
    let at = kept.editions.iter().position(is_it)?;
    let item = kept.editions.get(at)?.items.iter().position(|item| item.id == id)?;
    let is_here = |s: &tablemend_compare::Appearance| (s.edition, s.item) == (at, item);
    let thread = kept.threads.iter().find(|t| t.appearances.iter().any(is_here))?;
    Some((thread, at))
}

/// Which record of the edition at `here` is the one of an earlier period and id.
fn who(kept: &Kept, here: Option<usize>, period: &str, id: &str) -> Who {
    let Some(here) = here else { return Who::Unknown };
    let Some((thread, at)) = appearance(kept, period, id) else { return Who::Unknown };
    if at >= here {
        return Who::Unknown;
    }
    let Some(appearance) = thread.appearances.iter().find(|s| s.edition == here) else {
        return Who::Gone;
    };
    let between = thread.appearances.iter().filter(|s| s.edition > at && s.edition <= here);
    if between.filter_map(|s| s.link).any(|(sure, _)| is_doubtful(sure)) {
        return Who::Doubtful;
    }
    let item = kept.editions.get(here).and_then(|e| e.items.get(appearance.item));
    item.map_or(Who::Gone, |item| Who::Is(item.id.clone()))
}

/// Writes a line into the table, unless it is there; says whether it was new.
fn insert(tx: &Transaction<'_>, line: &str) -> Result<bool, Error> {
    let json: Json = serde_json::from_str(line)?;
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let new = tx.execute(
        "INSERT OR IGNORE INTO correction (line, at, by, document, period, item, record, field, op) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            line,
            text("at").unwrap_or_default(),
            text("by").unwrap_or_default(),
            text("document"),
            text("period"),
            text("item"),
            text("id"),
            text("field"),
            text("op").unwrap_or_default(),
        ],
    )?;
    Ok(new > 0)
}

/// The first period that a line concerns: the one that it names, or the one of its document.
fn first_period(tx: &Transaction<'_>, line: &str) -> Result<String, Error> {
    let json: Json = serde_json::from_str(line)?;
    let of_document: Option<String> = tx
        .query_row(
            &format!("SELECT period FROM edition WHERE source = ?1 ORDER BY {ORDER} LIMIT 1"),
            [json["document"].as_str().unwrap_or_default()],
            |r| r.get(0),
        )
        .optional()?;
    let own = json["period"].as_str().map(str::to_owned);
    Ok(match (own, of_document) {
        (Some(a), Some(b)) => std::cmp::min_by_key(a, b, |p| order(p)),
        (one, other) => one.or(other).unwrap_or_default(),
    })
}

/// All lines of the table, in the order in which they came.
pub(super) fn lines(db: &Connection) -> Result<Vec<String>, Error> {
    let mut query = db.prepare_cached("SELECT line FROM correction ORDER BY id")?;
    let all = query.query_map([], |r| r.get(0))?;
    Ok(all.collect::<Result<_, _>>()?)
}

/// Appends to the file what only the table has, and waits until it is on the disk.
fn append(path: &Path, tx: &Transaction<'_>, logged: &Logged) -> Result<(), Error> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    let mut text = if logged.is_open { "\n".to_owned() } else { String::new() };
    for line in lines(tx)?.iter().filter(|line| !logged.lines.contains(line)) {
        text.push_str(line);
        text.push('\n');
    }
    if text.trim().is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    if let Some(end) = logged.cut {
        file.set_len(end).map_err(failed)?;
    }
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    // A new name in a folder is on the disk when the folder is.
    if !logged.is_there
        && let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok())
    {
        let _ = folder.sync_all(); // Not every system can; the file itself is written.
    }
    Ok(())
}

/// One edition as it is stored, for reviewing.
struct Row {
    id: i64,
    is_current: bool,
    period: String,
    sha256: String,
    name: String,
    options: String,
    json: String,
}

fn row(db: &Connection, id: i64) -> Result<Row, Error> {
    let sql = "SELECT current, period, source, name, options, records FROM edition WHERE id = ?1";
    let found = db.query_row(sql, [id], |r| {
        Ok(Row {
            id,
            is_current: r.get(0)?,
            period: r.get(1)?,
            sha256: r.get(2)?,
            name: r.get(3)?,
            options: r.get(4)?,
            json: r.get(5)?,
        })
    });
    Ok(found?)
}

/// The records of an edition as people corrected them; `None` where nothing was said of it.
pub(super) fn reviewed(
    db: &Connection,
    id: i64,
    reviewer: &dyn Reviewer,
) -> Result<Option<Dataset>, Error> {
    let all = lines(db)?;
    if all.is_empty() {
        return Ok(None);
    }
    let row = row(db, id)?;
    let own = concerning(&all, &row)?;
    if own.is_empty() {
        return Ok(None);
    }
    corrected(&row, &row.json, &own, &kept(db)?, reviewer).map(Some)
}

/// The edition that another reading of a source gives, as people corrected it.
pub(super) fn of_reading(
    db: &Connection,
    id: i64,
    json: &str,
    reviewer: &dyn Reviewer,
) -> Result<Option<Edition>, Error> {
    let all = lines(db)?;
    let row = row(db, id)?;
    let own = concerning(&all, &row)?;
    if own.is_empty() {
        return Ok(None);
    }
    let data = corrected(&row, json, &own, &kept(db)?, reviewer)?;
    edition(db, &data, &row).map(Some)
}

/// The lines on this document, and those on earlier editions.
fn concerning(all: &[String], row: &Row) -> Result<Vec<String>, Error> {
    let at = order(&row.period);
    let mut own = Vec::new();
    for line in all {
        let json: Json = serde_json::from_str(line)?;
        let is_same = json["document"].as_str() == Some(&row.sha256);
        let is_earlier = json["period"].as_str().is_none_or(|period| order(period) <= at);
        if is_same || is_earlier {
            own.push(line.clone());
        }
    }
    Ok(own)
}

fn corrected(
    row: &Row,
    json: &str,
    own: &[String],
    kept: &Kept,
    reviewer: &dyn Reviewer,
) -> Result<Dataset, Error> {
    let here = kept.ids.iter().position(|id| *id == row.id).filter(|_| row.is_current);
    let who = |period: &str, id: &str| who(kept, here, period, id);
    let unreviewed = Unreviewed { json, options: &row.options, lines: own, who: &who };
    let failed = |why| Error::Unreadable { period: row.period.clone(), why };
    reviewer.review(&unreviewed).map_err(failed)
}

/// What is compared of a dataset, with what the archive and not the document says.
fn edition(db: &Connection, data: &Dataset, row: &Row) -> Result<Edition, Error> {
    let followed = super::followed::Followed::of_edition(db, row.id)?;
    let mut edition = super::followed::edition(data, followed.as_ref());
    edition.document.period = Some(row.period.clone());
    edition.document.name.clone_from(&row.name);
    edition.document.sha256.clone_from(&row.sha256);
    Ok(edition)
}

/// How often items are followed and corrected in turn: what corrects a text may make it another
/// item's.
const MOST_ROUNDS: usize = 3;

/// Puts the corrections on every edition from this period on, and follows the items anew where that
/// changed anything.
pub(super) fn review_from(
    tx: &Transaction<'_>,
    period: &str,
    reviewer: &dyn Reviewer,
) -> Result<(), Error> {
    let all = lines(tx)?;
    if all.is_empty() {
        return Ok(());
    }
    let mut query = tx.prepare_cached(&format!(
        "SELECT id FROM edition WHERE {ORDER} >= ?1 ORDER BY {ORDER}, revision"
    ))?;
    let ids: Vec<i64> =
        query.query_map([order(period)], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for _ in 0..MOST_ROUNDS {
        let known = kept(tx)?;
        let mut is_changed = false;
        for id in &ids {
            let row = row(tx, *id)?;
            let own = concerning(&all, &row)?;
            if own.is_empty() {
                continue;
            }
            let data = corrected(&row, &row.json, &own, &known, reviewer)?;
            let edition = edition(tx, &data, &row)?;
            if edition != read_edition(tx, *id)? {
                is_changed = true;
                write_edition(tx, *id, &edition)?;
            }
        }
        if !is_changed {
            break;
        }
        follow_from(tx, period)?;
    }
    sweep(tx)
}

/// Writes what is derived from an edition's records.
fn write_edition(tx: &Transaction<'_>, id: i64, edition: &Edition) -> Result<(), Error> {
    tx.execute(
        "UPDATE edition SET legend = ?2, fields = ?3, groups = ?4, remarks = ?5 WHERE id = ?1",
        params![
            id,
            serde_json::to_string(&edition.legend)?,
            serde_json::to_string(&edition.fields)?,
            serde_json::to_string(&edition.groups)?,
            serde_json::to_string(&edition.remarks)?,
        ],
    )?;
    write_versions(tx, id, edition)
}
