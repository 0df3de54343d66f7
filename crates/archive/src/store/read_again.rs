//! Reading every source again: to check the archive, or to take what a newer program reads.

use super::Archive;
use super::ORDER;
use super::add::{follow_from, read_edition, sweep, write_versions};
use super::editions::unpacked;
use crate::error::Error;
use rusqlite::{OpenFlags, TransactionBehavior, params};
use serde_json::Value as Json;
use tablemend_compare::{Changes, Edition, Field, Links, Options, compare_editions};
use tablemend_model::Dataset;

/// How bytes become records: the caller's own way, so that the archive knows no format.
pub trait Reader {
    /// Reads a document as it was read when it was added; `options` is what was given then.
    ///
    /// # Errors
    /// In words, where the document cannot be read.
    fn read(&self, bytes: &[u8], name: &str, options: &str) -> Result<Records, String>;

    /// What is to be kept of how a document was read, once these records take the place of those that
    /// were read with `options`.
    fn kept(&self, options: &str, _records: &Records) -> String {
        options.to_owned()
    }
}

/// What was read from a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Records {
    /// The records.
    pub data: Dataset,
    /// The same as JSON, as `convert` gives it.
    pub json: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something to know: the archive is whole.
    Remark,
    /// Something is broken.
    Problem,
}

/// Something that `verify` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub weight: Weight,
    /// Which edition, and which revision of it.
    pub edition: Option<(String, u32)>,
    /// One sentence.
    pub message: String,
}

/// What reading one edition again gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuilt {
    /// Its period.
    pub period: String,
    /// Its revision.
    pub revision: u32,
    /// The tool that had read it.
    pub tool: String,
    /// What reading it again changes in its items.
    pub changes: Changes,
    /// Whether anything in its records changes, what is not compared included.
    pub differs: bool,
    /// Whether what is stored could not be read, or does not agree with itself: there is nothing to
    /// compare the new reading with.
    pub is_damaged: bool,
}

/// What is kept of an edition, and what its source gives now.
struct Again {
    kept: Result<Edition, Error>,
    edition: Edition,
    json: String,
    /// How it was read now.
    options: String,
    /// Whether the stored records are the same as those that the source gives.
    records: Result<bool, Error>,
    is_same_size: bool,
}

impl Again {
    /// Whether the items and what is known of the document are those of the records, but for what was
    /// not kept yet when it was added.
    fn agrees(&self, kept: &Edition) -> bool {
        let mut now = self.as_kept(kept);
        now.document.tool.clone_from(&kept.document.tool);
        now == *kept
    }

    /// Whether it was added before columns that no field knows were kept.
    fn lacks_extra(&self, kept: &Edition) -> bool {
        let has = |edition: &Edition| edition.fields.iter().any(Field::is_extra);
        has(&self.edition) && !has(kept)
    }

    /// Whether it was added before items of other kinds were told: its groups and remarks are then of
    /// all kinds.
    fn lacks_others(&self, kept: &Edition) -> bool {
        !self.edition.remarks.others.is_empty() && kept.remarks.others.is_empty()
    }

    /// What its source gives now, as far as it was kept when it was added.
    fn as_kept(&self, kept: &Edition) -> Edition {
        let mut now = match self.lacks_extra(kept) {
            true => self.edition.without_extra(),
            false => self.edition.clone(),
        };
        if self.lacks_others(kept) {
            now.groups.clone_from(&kept.groups);
            now.remarks.clone_from(&kept.remarks);
        }
        now
    }

    /// Whether rebuilding changes anything.
    fn differs(&self) -> bool {
        let is_same = matches!(self.records, Ok(true));
        let is_as_kept = |kept: &Edition| {
            self.agrees(kept) && !self.lacks_extra(kept) && !self.lacks_others(kept)
        };
        !is_same || self.kept.as_ref().map_or(true, |kept| !is_as_kept(kept))
    }

    /// Whether what is kept cannot be read, or is not that of the records beside it.
    fn is_damaged(&self) -> bool {
        match (&self.records, &self.kept) {
            (Err(_), _) | (_, Err(_)) => true,
            (Ok(true), Ok(kept)) => self.as_kept(kept).bare() != kept.bare(),
            (Ok(false), Ok(_)) => false,
        }
    }

    fn findings(&self, stored: &Stored) -> Vec<Finding> {
        let edition = Some((stored.period.clone(), stored.revision));
        let remark =
            |message: String| Finding { weight: Weight::Remark, edition: edition.clone(), message };
        let problem = |message: String| problem(edition.clone(), message);
        let mut findings = Vec::new();
        if !self.is_same_size {
            findings.push(problem("the size kept of its document is wrong".to_owned()));
        }
        let kept = match &self.kept {
            Ok(kept) => kept,
            Err(error) => {
                findings.push(problem(error.to_string()));
                return findings;
            }
        };
        let tool = &self.edition.document.tool;
        match &self.records {
            Err(error) => findings.push(problem(format!(
                "its records cannot be read ({error}); `archive rebuild --apply` reads its document \
                 again"
            ))),
            Ok(true) if stored.is_bare => {
                if self.as_kept(kept).bare() != kept.bare() {
                    findings.push(problem("its items are not those of its records".to_owned()));
                }
                let message =
                    "it was added before notes and queries were kept: rebuilding adds them";
                findings.push(remark(message.to_owned()));
            }
            Ok(true) => {
                if !self.agrees(kept) {
                    findings.push(problem("its items are not those of its records".to_owned()));
                } else if self.lacks_others(kept) {
                    let message = "it was added before items of other kinds, which are not followed, were \
                                   told: rebuilding adds that";
                    findings.push(remark(message.to_owned()));
                } else if self.lacks_extra(kept) {
                    let message = "it was added before columns that no field of the document type \
                                   knows were kept: rebuilding adds them";
                    findings.push(remark(message.to_owned()));
                }
            }
            Ok(false) if *tool == stored.tool && stored.is_recognised() => {
                let message = "its pages were read by OCR, which gives other records now: another \
                               version of the OCR program, or none, may be installed. `archive \
                               rebuild` shows what differs";
                findings.push(remark(message.to_owned()));
            }
            Ok(false) if *tool == stored.tool => {
                let message = "its records are not what its source gives now; `archive rebuild` shows \
                               what differs. If an earlier version added it with options such as \
                               --ocr never, check it with these";
                findings.push(problem(message.to_owned()));
            }
            Ok(false) => findings.push(remark(format!(
                "{tool} reads it differently from {}, which had read it: rebuilding shows how",
                stored.tool
            ))),
        }
        findings
    }
}

fn problem(edition: Option<(String, u32)>, message: String) -> Finding {
    Finding { weight: Weight::Problem, edition, message }
}

/// Which items are one, in words that do not depend on the numbers that they have.
const LINKS: &str = "SELECT v.edition, v.position, (SELECT f.edition || ' ' || f.position \
     FROM version f WHERE f.item = v.item ORDER BY f.edition, f.position LIMIT 1), \
     l.before_edition, l.before_position, l.confidence, l.reason FROM version v \
     LEFT JOIN link l ON l.after_edition = v.edition AND l.after_position = v.position \
     ORDER BY v.edition, v.position";

/// Bytes of an archive that is copied into memory.
const MOST_IN_MEMORY: usize = 900 << 20;

/// The rows of an edition's items, but for who they are.
fn of_edition(id: i64) -> String {
    format!(
        "SELECT position, record, ref, text, due_start, due_end, status, leads, content \
         FROM version WHERE edition = {id} ORDER BY position"
    )
}

/// The rows of a query as text.
fn dump(db: &rusqlite::Connection, sql: &str) -> Result<Vec<String>, Error> {
    let mut query = db.prepare(sql)?;
    let columns = query.column_count();
    let mut rows = query.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = (0..columns).map(|at| row.get_ref(at).map(|cell| format!("{cell:?}")));
        out.push(cells.collect::<Result<Vec<_>, _>>()?.join(" | "));
    }
    Ok(out)
}

/// One edition as it is stored.
struct Stored {
    id: i64,
    period: String,
    revision: u32,
    sha256: String,
    size: u64,
    content: Vec<u8>,
    name: String,
    options: String,
    tool: String,
    records: String,
    /// Whether it was added before its remarks were kept.
    is_bare: bool,
}

impl Stored {
    /// Whether any of its records come from text recognition.
    fn is_recognised(&self) -> bool {
        let json: Json = serde_json::from_str(&self.records).unwrap_or_default();
        let notes = json["diagnostics"].as_array();
        notes.is_some_and(|notes| notes.iter().any(|note| note["code"] == "ocr.read"))
    }
}

impl Archive {
    /// Checks everything: the database's pages and keys, the hash of every source, that every
    /// record can be read again from its source, that every item is followed as it would be now.
    ///
    /// # Errors
    /// Where another program writes to the archive; what is wrong with it otherwise is a finding.
    pub fn verify(&self, reader: &dyn Reader) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        match self.look(reader, &mut findings) {
            Ok(()) => {}
            Err(error @ Error::Busy(_)) => return Err(error),
            // What was found before the database gave out is worth knowing.
            Err(error) => findings.push(problem(None, error.to_string())),
        }
        Ok(findings)
    }

    fn look(&self, reader: &dyn Reader, findings: &mut Vec<Finding>) -> Result<(), Error> {
        let mut query = self.db.prepare("PRAGMA integrity_check")?;
        let lines = query.query_map([], |r| r.get::<_, String>(0))?;
        for line in lines.collect::<Result<Vec<_>, _>>()? {
            if line != "ok" {
                findings.push(problem(None, format!("the database is damaged: {line}")));
            }
        }
        let mut query = self.db.prepare("PRAGMA foreign_key_check")?;
        let lines = query.query_map([], |r| r.get::<_, String>(0))?;
        for table in lines.collect::<Result<Vec<_>, _>>()? {
            findings.push(problem(None, format!("a row of {table} points to nothing")));
        }
        for (count, told) in [
            (
                "SELECT count(*) FROM source WHERE sha256 NOT IN (SELECT source FROM edition)",
                "sources belong to no edition",
            ),
            (
                "SELECT count(*) FROM version JOIN edition ON id = edition \
                 WHERE current = (item IS NULL)",
                "items are not followed through the editions",
            ),
            (
                "SELECT count(*) FROM (SELECT 1 FROM edition GROUP BY period \
                 HAVING sum(current) <> 1 OR max(revision * current) <> max(revision))",
                "periods do not have their latest revision as current",
            ),
        ] {
            let count: i64 = self.db.query_row(count, [], |r| r.get(0))?;
            if count > 0 {
                findings.push(problem(None, format!("{count} {told}")));
            }
        }
        let mut is_readable = true;
        self.each(|stored| {
            let edition = Some((stored.period.clone(), stored.revision));
            match self.read_again(&stored, reader) {
                Err(error) => {
                    is_readable = false;
                    findings.push(problem(edition, error.to_string()));
                }
                Ok(again) => {
                    is_readable &= again.kept.is_ok();
                    findings.extend(again.findings(&stored));
                }
            }
            Ok(())
        })?;
        // Without every edition nobody can tell who is who.
        if is_readable {
            self.look_at_derived(findings)?;
        }
        Ok(())
    }

    /// Compares what is derived from the editions (columns for queries, who is who) with what they
    /// give now.
    fn look_at_derived(&self, findings: &mut Vec<Finding>) -> Result<(), Error> {
        // In a copy, so that nothing is written here whatever happens.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut here = rusqlite::Connection::open_with_flags(&self.path, flags)?;
        here.busy_timeout(super::BUSY_TIMEOUT)?;
        let bytes = here.serialize("main")?;
        if bytes.len() > MOST_IN_MEMORY {
            let message = "the archive is too large to check in memory which item is which";
            let weight = Weight::Remark;
            findings.push(Finding { weight, edition: None, message: message.to_owned() });
            return Ok(());
        }
        let mut copy = rusqlite::Connection::open_in_memory()?;
        copy.deserialize_read_exact("main", &*bytes, bytes.len(), false)?;
        copy.pragma_update(None, "foreign_keys", true)?;
        let tx = copy.transaction()?;
        let links = dump(&tx, LINKS)?;
        let mut crooked = Vec::new();
        let mut query = tx.prepare("SELECT id, period, revision FROM edition ORDER BY 2, 3")?;
        let rows = query.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
        for row in rows.collect::<Result<Vec<(i64, (String, u32))>, _>>()? {
            let (id, edition) = row;
            let before = dump(&tx, &of_edition(id))?;
            write_versions(&tx, id, &read_edition(&tx, id)?)?;
            if before != dump(&tx, &of_edition(id))? {
                crooked.push(edition);
            }
        }
        follow_from(&tx, "")?;
        let is_followed = links == dump(&tx, LINKS)?;
        for edition in crooked {
            let message = "its columns for queries do not agree with its items: `archive rebuild \
                           --apply` writes them again";
            findings.push(problem(Some(edition), message.to_owned()));
        }
        if !is_followed {
            let message = "which item is which between the editions is not what the editions give: \
                           `archive rebuild --apply` follows them again";
            findings.push(problem(None, message.to_owned()));
        }
        Ok(())
    }

    /// Reads a source again, and beside it what is kept.
    fn read_again(&self, stored: &Stored, reader: &dyn Reader) -> Result<Again, Error> {
        let bytes = unpacked(&stored.sha256, &stored.content)?;
        let now = reader
            .read(&bytes, &stored.name, &stored.options)
            .map_err(|why| Error::Unreadable { period: stored.period.clone(), why })?;
        let kept = read_edition(&self.db, stored.id);
        let reviewed = match &self.reviewer {
            Some(reviewer) => {
                super::corrections::of_reading(&self.db, stored.id, &now.json, reviewer.as_ref())?
            }
            None => None,
        };
        let followed = super::followed::Followed::of_edition(&self.db, stored.id)?;
        let mut edition =
            reviewed.unwrap_or_else(|| super::followed::edition(&now.data, followed.as_ref()));
        // What the program and not the document says, the caller's name and period among it.
        edition.document.period = Some(stored.period.clone());
        edition.document.name.clone_from(&stored.name);
        edition.document.sha256.clone_from(&stored.sha256);
        let is_same_size = stored.size == bytes.len() as u64;
        let records = same_json(&stored.records, &now.json);
        let options = reader.kept(&stored.options, &now);
        Ok(Again { kept, edition, json: now.json, options, records, is_same_size })
    }

    /// Reads all sources again and says what that changes; with `apply`, takes it, all or nothing.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where a source cannot be read any more: nothing is changed then.
    pub fn rebuild(&mut self, reader: &dyn Reader, apply: bool) -> Result<Vec<Rebuilt>, Error> {
        self.rebuild_where(reader, apply, &|_| true)
    }

    /// Reads the documents of one period again, all its revisions, and takes what that changes.
    ///
    /// # Errors
    /// As [`Archive::rebuild`].
    pub fn rebuild_period(
        &mut self,
        reader: &dyn Reader,
        period: &str,
    ) -> Result<Vec<Rebuilt>, Error> {
        self.rebuild_where(reader, true, &|of| of == period)
    }

    fn rebuild_where(
        &mut self,
        reader: &dyn Reader,
        apply: bool,
        is_meant: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Rebuilt>, Error> {
        let mut all = Vec::new();
        let mut taken: Vec<(i64, Edition, String, String)> = Vec::new();
        self.each(|stored| {
            if !is_meant(&stored.period) {
                return Ok(());
            }
            let again = self.read_again(&stored, reader)?;
            let differs = stored.is_bare || again.differs();
            let is_damaged = again.is_damaged();
            let Again { kept, edition: now, json, options, .. } = again;
            taken.push((stored.id, now.clone(), json, options));
            // What cannot be read any more is not a list of items that were removed.
            let kept = kept.unwrap_or_else(|_| now.clone());
            all.push(Rebuilt {
                period: stored.period,
                revision: stored.revision,
                tool: stored.tool,
                changes: compare_editions(kept, now, &Links::default(), &Options::default()),
                differs,
                is_damaged,
            });
            Ok(())
        })?;
        if apply {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (id, edition, json, options) in &taken {
                let document = &edition.document;
                tx.execute(
                    "UPDATE edition SET media_type = ?2, title = ?3, pages = ?4, profile = ?5, \
                     tool = ?6, legend = ?7, fields = ?8, groups = ?9, records = ?10, remarks = ?11, \
                     options = ?12 \
                     WHERE id = ?1",
                    params![
                        id,
                        document.media_type,
                        document.title,
                        document.pages,
                        document.profile,
                        document.tool,
                        serde_json::to_string(&edition.legend)?,
                        serde_json::to_string(&edition.fields)?,
                        serde_json::to_string(&edition.groups)?,
                        json,
                        serde_json::to_string(&edition.remarks)?,
                        options,
                    ],
                )?;
                write_versions(&tx, *id, edition)?;
            }
            follow_from(&tx, "")?;
            if let Some(reviewer) = &self.reviewer {
                super::corrections::review_from(&tx, "", reviewer.as_ref())?;
            }
            sweep(&tx)?;
            tx.commit()?;
        }
        Ok(all)
    }

    /// Calls for every stored edition, one in memory at a time.
    fn each(&self, mut call: impl FnMut(Stored) -> Result<(), Error>) -> Result<(), Error> {
        let mut query = self.db.prepare(&format!(
            "SELECT id, period, revision, sha256, content, name, options, tool, records, \
             remarks IS NULL, size FROM edition JOIN source ON sha256 = source \
             ORDER BY {ORDER}, revision"
        ))?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            call(Stored {
                id: r.get(0)?,
                period: r.get(1)?,
                revision: r.get(2)?,
                sha256: r.get(3)?,
                content: r.get(4)?,
                name: r.get(5)?,
                options: r.get(6)?,
                tool: r.get(7)?,
                records: r.get(8)?,
                is_bare: r.get(9)?,
                size: r.get(10)?,
            })?;
        }
        Ok(())
    }
}

/// Whether two records are the same but for the tool's version.
fn same_json(a: &str, b: &str) -> Result<bool, Error> {
    let read = |text: &str| -> Result<Json, Error> {
        let mut json: Json = serde_json::from_str(text)?;
        if let Some(document) = json.get_mut("document").and_then(Json::as_object_mut) {
            document.remove("tool");
        }
        Ok(json)
    };
    Ok(a == b || read(a)? == read(b)?)
}
