//! An SQLite database for Datasette, shaped as the tool `git-history` shapes its own.

use super::Shape;
use crate::error::Error;
use tablemend_compare::flat::Is;
use tablemend_compare::{Cell, Kind, Thread, Timeline, first_day, last_day};

use crate::history::{Late, corrected_from, group_name, late};
use rusqlite::{Connection, Transaction, params, params_from_iter};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// Writes the database: `commits` (one an edition: `hash` is the SHA-256 of the document,
/// `commit_at` the first day of its month, of several months the last), `item` (as it was last),
/// `item_version` (only what changed since the version before), `columns`, `item_changed`, the view
/// `item_version_detail`.
/// Where `git-history` has nothing: `item_removed` (which item was gone in which commit),
/// `item_evidence` (of each item as it was last its state, dates, place and flags), `item_lead`,
/// `query` (readings to check), `note` (printed in the documents), `unread`, and the views
/// `overdue`, `workload` and `queries_by_month`.
/// `path` must be new or an empty file.
///
/// # Errors
/// Where the file cannot be written.
pub fn sqlite(timeline: &Timeline, path: &Path) -> Result<(), Error> {
    let mut db = Connection::open(path)?;
    let shape = Shape::of(timeline);
    let names: Vec<String> = shape.names().into_iter().map(|n| column_name(&n)).collect();
    let kinds = shape.columns().into_iter().map(|(_, is)| is);
    let typed: String = names.iter().zip(kinds).fold(String::new(), |mut sql, (name, is)| {
        // A column of numbers takes texts that are numbers as such, and keeps others.
        let kind = match is {
            Is::Number => "NUMERIC",
            Is::Whole => "INTEGER",
            Is::Text | Is::Day | Is::List => "TEXT",
        };
        let _ = write!(sql, "{} {kind}, ", quoted(name)); // A String takes all.
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
        // Several months are behind the last of them, whose own edition may be there too.
        let day = if period.contains('/') { last_day(&period) } else { first_day(&period) };
        let at = day.map_or_else(|| period.clone(), |day| day.to_string());
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
        for appearance in &thread.appearances {
            let Some((edition, item)) = timeline.item(appearance) else { continue };
            let values = shape.shown(edition, item);
            let changed: Vec<usize> = match &former {
                None => (0..values.len()).collect(),
                Some(old) => (0..values.len()).filter(|i| old.get(*i) != values.get(*i)).collect(),
            };
            if !changed.is_empty() {
                versions.push((appearance.edition as i64 + 1, values.clone(), changed));
            }
            former = Some(values);
        }
        let (Some(last), Some((commit, ..))) = (former, versions.last()) else { continue };
        let mut row: Vec<rusqlite::types::Value> =
            vec![item_id.into(), timeline.key(thread).into(), (*commit).into()];
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
        for (a, b) in gaps(thread.appearances.iter().map(|s| s.edition), timeline.editions.len()) {
            // It is gone in the first edition that it is missing from and that was read to its end.
            let is_whole =
                |e: &usize| timeline.editions.get(*e).is_some_and(|e| e.remarks.unread.is_empty());
            if let Some(first) = (a..b).find(is_whole) {
                add_removed.execute(params![item_id, first + 1])?;
            }
        }
        evidence(&tx, timeline, thread, item_id)?;
    }
    drop((add_item, add_version, add_changed, add_removed));
    remarks(&tx, timeline)?;
    tx.commit()?;
    db.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// What an item was read from as it was last, and who leads it.
fn evidence(
    tx: &Transaction<'_>,
    timeline: &Timeline,
    thread: &Thread,
    item_id: i64,
) -> Result<(), Error> {
    let Some((edition, item)) = thread.appearances.last().and_then(|s| timeline.item(s)) else {
        return Ok(());
    };
    let slip = timeline.slip(thread);
    let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string());
    let dates = item.cell(edition.first_of(Kind::Dates)).dates();
    let last = timeline.last_day();
    let is_noted = last.is_some_and(|on| matches!(late(edition, item, on), Late::Noted(_)));
    tx.execute(
        "INSERT INTO item_evidence (_item, is_current, state, due, first_due, times_moved, \
         days_slipped, page, first_line, last_line, place, flags, noted_complete, corrected_from) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            item_id,
            timeline.is_running(thread),
            edition.state(item).map(|s| s.as_str()),
            day(dates.and_then(|d| d.end)),
            day(slip.first),
            slip.moves,
            slip.days,
            item.page,
            item.lines.map(|l| l.0),
            item.lines.map(|l| l.1),
            item.place(),
            item.flags.join("; "),
            is_noted,
            corrected_from(item).join("\n"),
        ],
    )?;
    if let Cell::Posts(posts) = item.cell(edition.first_of(Kind::Posts)) {
        for lead in &posts.people {
            let add = "INSERT OR IGNORE INTO item_lead (_item, lead) VALUES (?1, ?2)";
            tx.execute(add, params![item_id, lead])?;
        }
    }
    Ok(())
}

/// What to know of each edition before relying on it.
fn remarks(tx: &Transaction<'_>, timeline: &Timeline) -> Result<(), Error> {
    for (i, edition) in timeline.editions.iter().enumerate() {
        let commit = i + 1;
        for query in &edition.remarks.queries {
            let item = query.item.as_deref().and_then(|id| {
                let place = edition.items.iter().position(|item| item.id == id)?;
                let is_it =
                    |t: &Thread| t.appearances.iter().any(|s| (s.edition, s.item) == (i, place));
                timeline.threads.iter().position(is_it).map(|n| n + 1)
            });
            tx.execute(
                "INSERT INTO query (_commit, _item, id, code, level, message, printed, used, page, \
                 first_line, last_line, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                params![
                    commit,
                    item,
                    query.item,
                    query.code,
                    query.level,
                    query.message,
                    query.printed,
                    query.used,
                    query.place.page,
                    query.place.lines.map(|l| l.0),
                    query.place.lines.map(|l| l.1),
                    Some(query.place.to_string()).filter(|p| !p.is_empty()),
                ],
            )?;
        }
        for note in &edition.remarks.notes {
            let group = note.parents.last().map(|(entity, id)| group_name(edition, entity, id));
            tx.execute(
                "INSERT INTO note (_commit, text, in_group) VALUES (?1, ?2, ?3)",
                params![commit, note.text, group],
            )?;
        }
        for unread in &edition.remarks.unread {
            tx.execute(
                "INSERT INTO unread (_commit, page, message) VALUES (?1, ?2, ?3)",
                params![commit, unread.page, unread.message],
            )?;
        }
    }
    let day = timeline.last_day().map(|d| d.to_string());
    tx.execute("INSERT INTO report_day (day) VALUES (?1)", [day])?;
    Ok(())
}

/// Runs of editions (first, one behind the last) that lie behind an appearance and have none.
fn gaps(appearances: impl Iterator<Item = usize>, all: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut next: Option<usize> = None;
    for edition in appearances.chain(std::iter::once(all)) {
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
             FROM item_version JOIN commits ON commits.id = item_version._commit;
         CREATE TABLE item_evidence (_item INTEGER PRIMARY KEY REFERENCES item (_id),
             is_current INTEGER, state TEXT, due TEXT, first_due TEXT, times_moved INTEGER,
             days_slipped INTEGER, page INTEGER, first_line INTEGER, last_line INTEGER, place TEXT, flags TEXT,
             noted_complete INTEGER, corrected_from TEXT);
         CREATE TABLE item_lead (_item INTEGER REFERENCES item (_id), lead TEXT,
             PRIMARY KEY (_item, lead));
         CREATE TABLE query (_commit INTEGER REFERENCES commits (id),
             _item INTEGER REFERENCES item (_id), id TEXT, code TEXT, level TEXT, message TEXT,
             printed TEXT, used TEXT, page INTEGER, first_line INTEGER, last_line INTEGER, place TEXT);
         CREATE TABLE note (_commit INTEGER REFERENCES commits (id), text TEXT, in_group TEXT);
         CREATE TABLE unread (_commit INTEGER REFERENCES commits (id), page INTEGER, message TEXT);
         CREATE TABLE report_day (day TEXT);
         CREATE VIEW overdue AS SELECT item.*, e.due, e.state, e.first_due, e.times_moved,
             e.days_slipped, e.page, e.first_line, e.place, e.flags,
             CAST(julianday(d.day) - julianday(e.due) AS INTEGER) AS days_overdue
             FROM item JOIN item_evidence e ON e._item = item._id, report_day d
             WHERE e.is_current AND NOT e.noted_complete AND e.due < d.day
             AND coalesce(e.state, 'open') NOT IN ('done', 'dropped') ORDER BY e.due;
         CREATE VIEW workload AS SELECT l.lead, count(*) AS items,
             sum(coalesce(e.state, 'open') NOT IN ('done', 'dropped')) AS open,
             sum(coalesce(e.state, '') = 'done') AS done,
             sum(l._item IN (SELECT _id FROM overdue)) AS overdue
             FROM item_lead l JOIN item_evidence e ON e._item = l._item
             WHERE e.is_current GROUP BY l.lead ORDER BY open DESC, l.lead;
         CREATE VIEW queries_by_month AS SELECT commits.period, count(query.code) AS queries,
             (SELECT count(*) FROM unread WHERE unread._commit = commits.id) AS unread_pages
             FROM commits LEFT JOIN query ON query._commit = commits.id
             GROUP BY commits.id ORDER BY commits.id;"
    )
}
