//! Reading every source again: to check the archive, or to take what a newer program reads.

use super::Archive;
use super::add::{follow_from, read_edition, sweep, write_versions};
use super::editions::unpacked;
use crate::compare::{Changes, Options, compare_editions};
use crate::edition::Edition;
use crate::error::Error;
use crate::identity::Links;
use rusqlite::{TransactionBehavior, params};
use serde_json::Value as Json;
use tablemend_model::Dataset;

/// How bytes become records: the caller's own way, so that the archive knows no format.
pub trait Reader {
    /// Reads a document as it was read when it was added; `options` is what was given then.
    ///
    /// # Errors
    /// In words, where the document cannot be read.
    fn read(&self, bytes: &[u8], name: &str, options: &str) -> Result<Records, String>;
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
}

/// One edition as it is stored.
struct Stored {
    id: i64,
    period: String,
    revision: u32,
    sha256: String,
    content: Vec<u8>,
    name: String,
    options: String,
    tool: String,
    records: String,
    /// Whether it was added before its remarks were kept.
    is_bare: bool,
}

impl Archive {
    /// Checks everything: the database's pages and keys, the hash of every source, that every
    /// record can be read again from its source, that every item is followed.
    ///
    /// # Errors
    /// Where the database cannot be read at all; what is wrong with it otherwise is a finding.
    pub fn verify(&self, reader: &dyn Reader) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        let mut problem = |edition: Option<(String, u32)>, message: String| {
            findings.push(Finding { weight: Weight::Problem, edition, message });
        };
        let mut query = self.db.prepare("PRAGMA integrity_check")?;
        let lines = query.query_map([], |r| r.get::<_, String>(0))?;
        for line in lines.collect::<Result<Vec<_>, _>>()? {
            if line != "ok" {
                problem(None, format!("the database is damaged: {line}"));
            }
        }
        let mut query = self.db.prepare("PRAGMA foreign_key_check")?;
        let lines = query.query_map([], |r| r.get::<_, String>(0))?;
        for table in lines.collect::<Result<Vec<_>, _>>()? {
            problem(None, format!("a row of {table} points to nothing"));
        }
        let orphans: i64 = self.db.query_row(
            "SELECT count(*) FROM source WHERE sha256 NOT IN (SELECT source FROM edition)",
            [],
            |r| r.get(0),
        )?;
        if orphans > 0 {
            problem(None, format!("{orphans} sources belong to no edition"));
        }
        let followed: i64 = self.db.query_row(
            "SELECT count(*) FROM version JOIN edition ON id = edition \
             WHERE current = (item IS NULL)",
            [],
            |r| r.get(0),
        )?;
        if followed > 0 {
            problem(None, format!("{followed} items are not followed through the editions"));
        }
        let crooked: i64 = self.db.query_row(
            "SELECT count(*) FROM (SELECT 1 FROM edition GROUP BY period \
             HAVING sum(current) <> 1 OR max(revision * current) <> max(revision))",
            [],
            |r| r.get(0),
        )?;
        if crooked > 0 {
            problem(
                None,
                format!("{crooked} periods do not have their latest revision as current"),
            );
        }
        self.each(|stored| {
            let edition = Some((stored.period.clone(), stored.revision));
            let mut say = |weight, message: String| {
                findings.push(Finding { weight, edition: edition.clone(), message });
            };
            let bytes = match unpacked(&stored.sha256, &stored.content) {
                Ok(bytes) => bytes,
                Err(error) => {
                    say(Weight::Problem, error.to_string());
                    return Ok(());
                }
            };
            let again = match reader.read(&bytes, &stored.name, &stored.options) {
                Ok(again) => again,
                Err(why) => {
                    say(Weight::Problem, format!("its source cannot be read again: {why}"));
                    return Ok(());
                }
            };
            let kept = read_edition(&self.db, stored.id)?;
            let mut now = Edition::of(&again.data);
            now.document = kept.document.clone();
            let same = same_json(&stored.records, &again.json)?;
            if same && stored.is_bare {
                if now.bare() != kept.bare() {
                    say(Weight::Problem, "its items are not those of its records".to_owned());
                }
                let message =
                    "it was added before notes and queries were kept: rebuilding adds them";
                say(Weight::Remark, message.to_owned());
            } else if same {
                if now != kept {
                    say(Weight::Problem, "its items are not those of its records".to_owned());
                }
            } else if again.data.document.tool == stored.tool {
                say(Weight::Problem, "its records are not what its source gives".to_owned());
            } else {
                let message = format!(
                    "{} reads it differently from {}, which had read it: rebuilding shows how",
                    again.data.document.tool, stored.tool
                );
                say(Weight::Remark, message);
            }
            Ok(())
        })?;
        Ok(findings)
    }

    /// Reads all sources again and says what that changes; with `apply`, takes it, all or nothing.
    ///
    /// # Errors
    /// [`Error::Unreadable`] where a source cannot be read any more: nothing is changed then.
    pub fn rebuild(&mut self, reader: &dyn Reader, apply: bool) -> Result<Vec<Rebuilt>, Error> {
        let mut all = Vec::new();
        let mut taken: Vec<(i64, Edition, String)> = Vec::new();
        self.each(|stored| {
            let bytes = unpacked(&stored.sha256, &stored.content)?;
            let again = reader
                .read(&bytes, &stored.name, &stored.options)
                .map_err(|why| Error::Unreadable { period: stored.period.clone(), why })?;
            let kept = read_edition(&self.db, stored.id)?;
            let mut now = Edition::of(&again.data);
            now.document.period = Some(stored.period.clone());
            now.document.name.clone_from(&stored.name);
            let differs = stored.is_bare || !same_json(&stored.records, &again.json)?;
            taken.push((stored.id, now.clone(), again.json));
            all.push(Rebuilt {
                period: stored.period,
                revision: stored.revision,
                tool: stored.tool,
                changes: compare_editions(kept, now, &Links::default(), &Options::default()),
                differs,
            });
            Ok(())
        })?;
        if apply {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (id, edition, json) in &taken {
                let document = &edition.document;
                tx.execute(
                    "UPDATE edition SET media_type = ?2, title = ?3, pages = ?4, profile = ?5, \
                     tool = ?6, legend = ?7, fields = ?8, groups = ?9, records = ?10, remarks = ?11 \
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
                    ],
                )?;
                write_versions(&tx, *id, edition)?;
            }
            follow_from(&tx, "")?;
            sweep(&tx)?;
            tx.commit()?;
        }
        Ok(all)
    }

    /// Calls for every stored edition, one in memory at a time.
    fn each(&self, mut call: impl FnMut(Stored) -> Result<(), Error>) -> Result<(), Error> {
        let mut query = self.db.prepare(
            "SELECT id, period, revision, sha256, content, name, options, tool, records, \
             remarks IS NULL FROM edition JOIN source ON sha256 = source ORDER BY period, revision",
        )?;
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
