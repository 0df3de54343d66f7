//! An SQLite database for Datasette, shaped as the tool `git-history` shapes its own.

use super::{Shape, key};
use crate::error::Error;
use crate::timeline::Timeline;
use rusqlite::{Connection, params, params_from_iter};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// Writes the database: `commits` (one an edition: `hash` is the SHA-256 of the document,
/// `commit_at` the first day of its period), `item` (as it was last), `item_version` (only what
/// changed since the version before), `columns`, `item_changed`, the view `item_version_detail`,
/// and, where `git-history` has nothing, `item_removed`: which item was gone in which commit.
/// `path` must be new or an empty file.
///
/// # Errors
/// Where the file cannot be written.
pub fn sqlite(timeline: &Timeline, path: &Path) -> Result<(), Error> {
    let mut db = Connection::open(path)?;
    let shape = Shape::of(timeline);
    let names: Vec<String> = shape.names().into_iter().map(|n| column_name(&n)).collect();
    let typed: String = names.iter().fold(String::new(), |mut sql, name| {
        let _ = write!(sql, "{} TEXT, ", quoted(name)); // A String takes all.
        sql
    });
    let tx = db.transaction()?;
    tx.execute_batch(&schema(&typed))?;
    tx.execute("INSERT INTO namespaces (id, name) VALUES (1, 'item')", [])?;
    for (i, name) in names.iter().enumerate() {
        tx.execute(
            "INSERT INTO columns (id, namespace, name) VALUES (?1, 1, ?2)",
            params![i + 1, name],
        )?;
    }
    for (i, edition) in timeline.editions.iter().enumerate() {
        let d = &edition.document;
        let period = d.period.clone().unwrap_or_default();
        let at = if period.len() == 7 { format!("{period}-01") } else { period.clone() };
        tx.execute(
            "INSERT INTO commits (id, namespace, hash, commit_at, period, name, title) \
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6)",
            // Two periods may have the same document.
            params![i + 1, d.sha256, format!("{at}T00:00:00+00:00"), period, d.name, d.title],
        )?;
    }
    let columns: String = names.iter().map(|n| format!("{}, ", quoted(n))).collect();
    let marks =
        |from: usize| -> String { (from..from + names.len()).map(|i| format!("?{i}, ")).collect() };
    let mut add_item = tx.prepare(&format!(
        "INSERT INTO item ({columns} _id, _item_id, _commit) VALUES ({} ?1, ?2, ?3)",
        marks(4)
    ))?;
    let mut add_version = tx.prepare(&format!(
        "INSERT INTO item_version ({columns} _id, _item, _version, _commit, _item_full_hash) \
         VALUES ({} ?1, ?2, ?3, ?4, ?5)",
        marks(6)
    ))?;
    let mut add_changed =
        tx.prepare("INSERT INTO item_changed (item_version, column) VALUES (?1, ?2)")?;
    let mut add_removed =
        tx.prepare("INSERT INTO item_removed (_item, _commit) VALUES (?1, ?2)")?;
    let mut version_id = 0_i64;
    for (number, thread) in timeline.threads.iter().enumerate() {
        let item_id = number as i64 + 1;
        let mut versions: Vec<(i64, Vec<Option<String>>, Vec<usize>)> = Vec::new();
        let mut former: Option<Vec<Option<String>>> = None;
        for stand in &thread.stands {
            let Some((edition, item)) = timeline.item(stand) else { continue };
            let values = shape.values(edition, item);
            let changed: Vec<usize> = match &former {
                None => (0..values.len()).collect(),
                Some(old) => (0..values.len()).filter(|i| old.get(*i) != values.get(*i)).collect(),
            };
            if !changed.is_empty() {
                versions.push((stand.edition as i64 + 1, values.clone(), changed));
            }
            former = Some(values);
        }
        let (Some(last), Some((commit, ..))) = (former, versions.last()) else { continue };
        let mut row: Vec<rusqlite::types::Value> =
            vec![item_id.into(), key(timeline, thread).into(), (*commit).into()];
        row.extend(last.into_iter().map(Into::into));
        add_item.execute(params_from_iter(row))?;
        for (n, (commit, values, changed)) in versions.into_iter().enumerate() {
            version_id += 1;
            let hash = hash(&values);
            let mut row: Vec<rusqlite::types::Value> = vec![
                version_id.into(),
                item_id.into(),
                (n as i64 + 1).into(),
                commit.into(),
                hash.into(),
            ];
            let kept = values
                .into_iter()
                .enumerate()
                .map(|(i, v)| if changed.contains(&i) { v } else { None });
            row.extend(kept.map(Into::into));
            add_version.execute(params_from_iter(row))?;
            for column in changed {
                add_changed.execute(params![version_id, column + 1])?;
            }
        }
        for (a, b) in gaps(thread.stands.iter().map(|s| s.edition), timeline.editions.len()) {
            // Gone is it in the first edition that it is missing from.
            if a < b {
                add_removed.execute(params![item_id, a + 1])?;
            }
        }
    }
    drop((add_item, add_version, add_changed, add_removed));
    tx.commit()?;
    db.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// Runs of editions (first, one behind the last) that lie behind a stand and have none.
fn gaps(stands: impl Iterator<Item = usize>, all: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut next: Option<usize> = None;
    for edition in stands.chain(std::iter::once(all)) {
        if let Some(next) = next {
            runs.push((next, edition));
        }
        next = Some(edition + 1);
    }
    runs.retain(|(a, b)| a < b);
    runs
}

fn hash(values: &[Option<String>]) -> String {
    let text = serde_json::to_string(values).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().take(20).map(|b| format!("{b:02x}")).collect()
}

/// `git-history` reserves some names and adds `_` to columns of these names.
fn column_name(name: &str) -> String {
    let reserved = [
        "_id",
        "_item_full_hash",
        "_item",
        "_item_id",
        "_version",
        "_commit",
        "_commit_at",
        "_commit_hash",
        "_changed_columns",
        "rowid",
    ];
    if reserved.contains(&name.trim_end_matches('_')) || reserved.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn schema(columns: &str) -> String {
    format!(
        "CREATE TABLE namespaces (id INTEGER PRIMARY KEY, name TEXT);
         CREATE UNIQUE INDEX idx_namespaces_name ON namespaces (name);
         CREATE TABLE commits (id INTEGER PRIMARY KEY, namespace INTEGER REFERENCES namespaces (id),
             hash TEXT, commit_at TEXT, period TEXT, name TEXT, title TEXT);
         CREATE UNIQUE INDEX idx_commits_period ON commits (namespace, period);
         CREATE TABLE item (_id INTEGER PRIMARY KEY, _item_id TEXT, {columns}
             _commit INTEGER REFERENCES commits (id));
         CREATE UNIQUE INDEX idx_item__item_id ON item (_item_id);
         CREATE TABLE item_version (_id INTEGER PRIMARY KEY, _item INTEGER REFERENCES item (_id),
             _version INTEGER, _commit INTEGER REFERENCES commits (id), {columns}
             _item_full_hash TEXT);
         CREATE INDEX idx_item_version__item ON item_version (_item);
         CREATE TABLE columns (id INTEGER PRIMARY KEY,
             namespace INTEGER REFERENCES namespaces (id), name TEXT);
         CREATE UNIQUE INDEX idx_columns_namespace_name ON columns (namespace, name);
         CREATE TABLE item_changed (item_version INTEGER REFERENCES item_version (_id),
             column INTEGER REFERENCES columns (id), PRIMARY KEY (item_version, column));
         CREATE TABLE item_removed (_item INTEGER REFERENCES item (_id),
             _commit INTEGER REFERENCES commits (id), PRIMARY KEY (_item, _commit));
         CREATE VIEW item_version_detail AS SELECT commits.commit_at AS _commit_at,
             commits.hash AS _commit_hash, item_version.*,
             (SELECT json_group_array(name) FROM columns WHERE id IN
                 (SELECT column FROM item_changed WHERE item_version = item_version._id))
                 AS _changed_columns
             FROM item_version JOIN commits ON commits.id = item_version._commit;"
    )
}
