//! Records as a SQLite database: the relations with keys and typed columns, full-text search, and
//! the views that people would write first. Several documents share one file.

mod ddl;
mod metadata;

pub(crate) use metadata::write as write_metadata;

use crate::Error;
use crate::relation::{Column, ColumnKind, Datum, Index, Of, Relation, all};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, params, params_from_iter};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Write;
use tablemend_model::{Dataset, Schema};

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        Self::from_library("the database could not be written", e)
    }
}

/// Writes a dataset into the database whose bytes are given, or into a new one.
///
/// A document is known by its bytes (SHA-256) and the profile it was read under: writing it again
/// puts its new rows in the place of the old. The database is made in memory and written whole,
/// so that a file is never left half changed.
///
/// # Errors
/// When `existing` is not a database of ours, or `out` cannot be written.
pub(crate) fn write(
    data: &Dataset,
    existing: Option<&[u8]>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    // A new database gets its index of texts in the end, which takes a quarter of the time; in one that
    // is there already, only the new rows are put into it.
    let is_new = existing.is_none_or(<[u8]>::is_empty);
    let mut merged = if is_new { Merged::open_for_many(None)? } else { Merged::open(existing)? };
    merged.add(data)?;
    merged.write(out)
}

/// A database that documents are added to one after another, and that is written whole in the end.
#[derive(Debug)]
pub struct Merged {
    db: Connection,
    /// The tables and views that are made, by profile and columns: a document's own columns are
    /// among them.
    made: HashSet<String>,
    /// Where many documents are added: the schemas whose index of texts is built in the end.
    unindexed: Option<HashMap<String, Schema>>,
}

impl Merged {
    /// The database whose bytes are given, or a new one.
    ///
    /// # Errors
    /// When they are not a database.
    pub fn open(existing: Option<&[u8]>) -> Result<Self, Error> {
        let mut db = Connection::open_in_memory()?;
        if let Some(bytes) = existing.filter(|bytes| !bytes.is_empty()) {
            db.deserialize_read_exact("main", bytes, bytes.len(), false)?;
            // Bytes that are not a database are only found out by reading them.
            db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        }
        // Keys that dangle are told in the data's own diagnostics and are no reason to write nothing.
        db.pragma_update(None, "foreign_keys", false)?;
        Ok(Self { db, made: HashSet::new(), unindexed: None })
    }

    /// The same for many documents: the index of their texts is built once, when the database is
    /// written, and not document by document.
    ///
    /// # Errors
    /// When they are not a database.
    pub fn open_for_many(existing: Option<&[u8]>) -> Result<Self, Error> {
        Ok(Self { unindexed: Some(HashMap::new()), ..Self::open(existing)? })
    }

    /// Adds a document, whole or not at all; one that is there already gets its new rows. Gives the
    /// name that it has there, if that is another: the same bytes are in the database once.
    ///
    /// # Errors
    /// When the database is none of ours.
    pub fn add(&mut self, data: &Dataset) -> Result<Option<String>, Error> {
        let made = made(data);
        let is_new = !self.made.contains(&made);
        let change = self.db.transaction()?;
        if self.unindexed.is_some() && is_new {
            for sql in ddl::without_triggers(&data.schema) {
                change.execute_batch(&sql)?;
            }
        }
        let before = fill(&change, data, is_new, self.unindexed.is_none())?;
        change.commit()?;
        if let Some(unindexed) = self.unindexed.as_mut().filter(|_| is_new) {
            // Another document's own columns of the same items need no index of their own.
            let items = data.schema.items().map(|(_, items)| items.name.clone());
            unindexed.entry(items.unwrap_or_default()).or_insert_with(|| data.schema.clone());
        }
        self.made.insert(made);
        Ok(before.filter(|name| *name != data.document.name))
    }

    /// Writes the whole database.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        for schema in self.unindexed.iter().flat_map(HashMap::values) {
            for sql in ddl::search(schema).iter().chain(&ddl::rebuild(schema)) {
                self.db.execute_batch(sql)?;
            }
        }
        out.write_all(&self.db.serialize("main")?)?;
        Ok(())
    }
}

/// What tells whether a document needs tables or columns that are not there yet.
fn made(data: &Dataset) -> String {
    let mut out = data.schema.profile.clone();
    for entity in &data.schema.entities {
        out.push('\n');
        out.push_str(&entity.name);
        for field in &entity.fields {
            // A number has two columns, a text one.
            let _ = write!(out, "\n{} {:?}", field.name, field.kind); // OK because a String takes all.
        }
        for header in &entity.extra {
            out.push_str("\n+");
            out.push_str(header);
        }
    }
    out
}

/// Puts a document's rows into the tables, which are made first where that was not done yet. Gives the
/// name by which it was there already.
fn fill(
    db: &Transaction<'_>,
    data: &Dataset,
    is_new: bool,
    is_indexed: bool,
) -> Result<Option<String>, Error> {
    let relations = all(&data.schema);
    let index = Index::new(data);
    if is_new {
        db.execute_batch(ddl::DOCUMENTS)?;
    }
    let (document, before) = document(db, data)?;
    // Groups come before what points to them.
    for relation in relations.iter().rev() {
        if is_new {
            db.execute_batch(&ddl::table(relation))?;
            add_columns(db, relation)?;
        }
        if before.is_some() {
            let delete = format!("DELETE FROM {} WHERE document = ?1", ddl::quoted(&relation.name));
            db.execute(&delete, [document])?;
        }
    }
    if is_new {
        let search = if is_indexed { ddl::search(&data.schema) } else { Vec::new() };
        for sql in &search {
            db.execute_batch(sql)?;
        }
        for view in ddl::views(&data.schema) {
            add_view(db, &view)?;
        }
    }
    for relation in relations.iter().rev() {
        insert(db, relation, &index, document)?;
    }
    Ok(before)
}

/// Makes a view; where items of another kind have one of its name, under the name of its own kind.
fn add_view(db: &Transaction<'_>, view: &ddl::View) -> Result<(), Error> {
    let there: Option<String> = db
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1",
            [&view.name],
            |row| row.get(0),
        )
        .optional()?;
    let is_free = there.is_none_or(|sql| sql.contains(&view.from));
    for sql in ddl::view(if is_free { &view.name } else { &view.name_of_kind }, &view.select) {
        db.execute_batch(&sql)?;
    }
    Ok(())
}

/// The document's number in this file, and its name where it was there already.
fn document(db: &Transaction<'_>, data: &Dataset) -> Result<(i64, Option<String>), Error> {
    let d = &data.document;
    let before = db
        .query_row(
            "SELECT name FROM documents WHERE sha256 = ?1 AND profile = ?2",
            [&d.sha256, &d.profile],
            |row| row.get(0),
        )
        .optional()?;
    db.execute(
        "INSERT INTO documents (sha256, profile, name, title, period, media_type, pages, tool) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         ON CONFLICT (sha256, profile) DO UPDATE SET name = excluded.name, \
         title = excluded.title, period = excluded.period, media_type = excluded.media_type, \
         pages = excluded.pages, tool = excluded.tool",
        params![d.sha256, d.profile, d.name, d.title, d.period, d.media_type, d.pages, d.tool],
    )?;
    let id = db.query_row(
        "SELECT id FROM documents WHERE sha256 = ?1 AND profile = ?2",
        [&d.sha256, &d.profile],
        |row| row.get(0),
    )?;
    Ok((id, before))
}

/// Adds the columns that a table of the same name does not have yet: another profile's notes and
/// diagnostics point to other entities.
fn add_columns(db: &Transaction<'_>, relation: &Relation) -> Result<(), Error> {
    let mut there = Vec::new();
    db.pragma(None, "table_info", &relation.name, |row| {
        there.push(row.get::<_, String>(1)?);
        Ok(())
    })?;
    for column in relation.columns.iter().filter(|c| !there.contains(&c.name)) {
        let table = ddl::quoted(&relation.name);
        let (name, kind) = (ddl::quoted(&column.name), ddl::column_type(column.kind));
        db.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {name} {kind}"))?;
    }
    Ok(())
}

fn insert<'a>(
    db: &Transaction<'_>,
    relation: &'a Relation,
    index: &Index<'a>,
    document: i64,
) -> Result<(), Error> {
    let names: Vec<String> = relation.columns.iter().map(|c| ddl::quoted(&c.name)).collect();
    let marks: Vec<String> = (2..names.len() + 2).map(|n| format!("?{n}")).collect();
    let sql = format!(
        "INSERT INTO {} (document, {}) VALUES (?1, {})",
        ddl::quoted(&relation.name),
        names.join(", "),
        marks.join(", ")
    );
    let mut statement = db.prepare_cached(&sql)?;
    for row in relation.rows(index) {
        let values = row.iter().zip(&relation.columns).map(|(datum, column)| Cell(*datum, column));
        let values: Vec<Cell<'_>> = values.collect();
        let all =
            std::iter::once(&document as &dyn ToSql).chain(values.iter().map(|v| v as &dyn ToSql));
        statement.execute(params_from_iter(all))?;
    }
    Ok(())
}

/// A value for its column: lists as JSON arrays, days as ISO 8601 texts.
struct Cell<'a>(Datum<'a>, &'a Column);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        if self.1.kind == ColumnKind::List {
            let members = self.0.members().unwrap_or_default();
            // OK because a list of texts is always JSON.
            let json = serde_json::to_string(&members).unwrap_or_default();
            return Ok(ToSqlOutput::Owned(Value::Text(json)));
        }
        Ok(match self.0 {
            Datum::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Datum::Integer(n) => ToSqlOutput::Owned(Value::Integer(n)),
            Datum::Boolean(b) => ToSqlOutput::Owned(Value::Integer(b.into())),
            Datum::Number(n) if n.is_finite() => ToSqlOutput::Owned(Value::Real(n)),
            other => match other.shown() {
                Some(text) => ToSqlOutput::Owned(Value::Text(text.into_owned())),
                None => ToSqlOutput::Owned(Value::Null),
            },
        })
    }
}

/// Whether the rows of a relation are an entity's records.
fn entity_of(relation: &Relation) -> Option<usize> {
    match relation.of {
        Of::Entity(at) => Some(at),
        _ => None,
    }
}

#[cfg(test)]
mod kinds_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};

    fn written(data: &Dataset, existing: Option<&[u8]>) -> Vec<u8> {
        let mut out = Vec::new();
        write(data, existing, &mut out).unwrap();
        out
    }

    pub(super) fn opened(bytes: &[u8]) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        db.deserialize_read_exact("main", bytes, bytes.len(), false).unwrap();
        db
    }

    /// All rows of a query, values as text.
    pub(super) fn rows(db: &Connection, sql: &str) -> Vec<Vec<String>> {
        let mut statement = db.prepare(sql).unwrap();
        let columns = statement.column_count();
        let shown = |value: ValueRef<'_>| match value {
            ValueRef::Null => "null".to_owned(),
            ValueRef::Integer(n) => n.to_string(),
            ValueRef::Real(n) => n.to_string(),
            ValueRef::Text(t) | ValueRef::Blob(t) => String::from_utf8_lossy(t).into_owned(),
        };
        statement
            .query_map([], |row| {
                (0..columns).map(|at| row.get_ref(at).map(shown)).collect::<Result<Vec<_>, _>>()
            })
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn rows_are_typed_linked_and_found() {
        let db = opened(&written(&plan(), None));
        let got = rows(&db, "SELECT id, leads, leads_inherited, completion_end FROM actions");
        assert_eq!(
            got[0],
            ["1.1.1", r#"["Harbour Master","Head of Works; Coast"]"#, "0", "2021-06-30"]
        );
        assert_eq!(got[2], ["1.1.2~2", "[]", "0", "null"]);
        assert!(rows(&db, "PRAGMA foreign_key_check").is_empty());
        let hit = "SELECT a.id FROM actions_search s JOIN actions a ON a.row_number = s.rowid \
                   WHERE actions_search MATCH 'facade'";
        assert_eq!(rows(&db, hit), [["1.1.2"]]);
        let leads = rows(&db, "SELECT lead, id FROM by_lead");
        assert_eq!(leads.len(), 3);
        assert_eq!(
            rows(&db, "SELECT status, meaning, actions FROM by_status WHERE status = 'amber'"),
            [["amber", "Late", "1"]]
        );
    }

    #[test]
    fn overdue_is_as_at_the_last_day_of_the_documents_period() {
        let ask = "SELECT id, as_at, days_overdue FROM overdue";
        let of = |period: Option<&str>| {
            let mut data = plan();
            data.document.period = period.map(str::to_owned);
            opened(&written(&data, None))
        };
        let late = [["1.1.2", "2021-06-30", "29"]];
        for june in ["2021-06", "2021-06-30", "2021-04/2021-06"] {
            assert_eq!(
                rows(&of(Some(june)), ask),
                late,
                "the other is due on that very day: {june}"
            );
        }
        assert!(rows(&of(Some("2021-03")), ask).is_empty());
        // Without a period it is asked today.
        let late = rows(&of(None), "SELECT id FROM overdue WHERE as_at = date('now')");
        assert_eq!(late, [["1.1.2"], ["1.1.1"]], "both days have passed, the earlier first");
    }

    #[test]
    fn what_the_legend_calls_complete_is_not_overdue() {
        let mut data = plan();
        data.document.period = None;
        data.legend[0].meaning = Some("Completed".to_owned());
        for record in data.entities.iter_mut().flat_map(|e| &mut e.records) {
            for value in &mut record.values {
                if let tablemend_model::Value::Status(status) = value {
                    let word = status.value.clone().unwrap_or_default();
                    status.state = tablemend_model::State::of(&word, &data.legend);
                }
            }
        }
        let db = opened(&written(&data, None));
        assert_eq!(rows(&db, "SELECT id FROM overdue"), [["1.1.1"]]);
    }

    #[test]
    fn further_documents_are_added_and_the_same_one_is_not_doubled() {
        let once = written(&plan(), None);
        let mut next = plan();
        next.document.sha256 = "cd".repeat(32);
        next.entities[2].records.pop();
        next.diagnostics.remove(1);
        let two = written(&next, Some(&once));
        let again = written(&next, Some(&two));
        let mut risks = register();
        risks.document.period = Some("2021-05/2021-06".to_owned());
        let three = written(&risks, Some(&again));
        let db = opened(&three);
        let counts = "SELECT document, count(*) FROM actions GROUP BY document";
        assert_eq!(rows(&db, counts), [["1", "3"], ["2", "2"]]);
        assert_eq!(rows(&db, "SELECT count(*) FROM documents"), [["3"]]);
        assert_eq!(
            rows(&db, "SELECT theme, likelihood FROM risks"),
            [["Tides", "4"], ["Tides", "2.5"]]
        );
        assert_eq!(rows(&db, "SELECT id FROM overdue_risks"), [["R1"]]);
        assert!(rows(&db, "PRAGMA foreign_key_check").is_empty());
        assert_eq!(rows(&db, "PRAGMA integrity_check"), [["ok"]]);
        db.execute_batch("INSERT INTO actions_search (actions_search) VALUES ('integrity-check')")
            .unwrap();
    }

    #[test]
    fn many_documents_give_the_same_database_as_one_after_another() {
        let mut next = plan();
        next.document.sha256 = "cd".repeat(32);
        let both = [plan(), next, register()];
        let mut one_by_one = Vec::new();
        for data in &both {
            one_by_one = written(data, Some(&one_by_one));
        }
        // A document that is there already, with an index, and is written again.
        for existing in [None, Some(written(&plan(), None))] {
            let mut many = Merged::open_for_many(existing.as_deref()).unwrap();
            both.iter().for_each(|data| assert_eq!(many.add(data).unwrap(), None));
            let mut bytes = Vec::new();
            many.write(&mut bytes).unwrap();
            let (db, expected) = (opened(&bytes), opened(&one_by_one));
            for sql in [
                "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
                "SELECT id, document, action, status FROM actions ORDER BY document, id",
                "SELECT count(*) FROM risks",
                "SELECT rowid FROM actions_search WHERE actions_search MATCH 'facade'",
            ] {
                let numbers = sql.contains("rowid");
                let (got, wanted) = (rows(&db, sql), rows(&expected, sql));
                assert_eq!(got.len(), wanted.len(), "{sql}");
                assert!(numbers || got == wanted, "{sql}: {got:?}");
            }
            db.execute_batch(
                "INSERT INTO actions_search (actions_search) VALUES ('integrity-check')",
            )
            .unwrap();
            db.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM actions WHERE document = 1")
                .unwrap();
            let hit = "SELECT rowid FROM actions_search WHERE actions_search MATCH 'facade'";
            assert_eq!(rows(&db, hit).len(), 1, "triggers keep the index up to date");
        }
    }

    #[test]
    fn a_new_database_gets_its_index_of_texts_in_the_end() {
        let mut many = Merged::open_for_many(None).unwrap();
        many.add(&plan()).unwrap();
        let mut bytes = Vec::new();
        many.write(&mut bytes).unwrap();
        // Row by row, the index would have other pages: one piece for each row, later merged.
        assert!(written(&plan(), None) == bytes);
        assert!(written(&plan(), Some(&[])) == bytes, "a file of no bytes is a new one");
    }

    #[test]
    fn items_of_several_kinds_share_the_tables_of_dates_and_have_views_of_their_own() {
        let mut other = plan();
        other.document.sha256 = "ef".repeat(32);
        other.schema.profile = "tasks".to_owned();
        let entity = &mut other.schema.entities[2];
        (entity.name, entity.one) = ("tasks".to_owned(), "task".to_owned());
        let mut bytes = Vec::new();
        let mut many = Merged::open_for_many(None).unwrap();
        for data in [&plan(), &other, &plan()] {
            assert_eq!(many.add(data).unwrap(), None);
        }
        many.write(&mut bytes).unwrap();
        let db = opened(&bytes);
        for (table, view) in [("actions", "by_status"), ("tasks", "by_status_tasks")] {
            let counted = format!("SELECT sum({table}) FROM {view}");
            assert_eq!(rows(&db, &counted), rows(&db, &format!("SELECT count(*) FROM {table}")));
            let dated = format!(
                "SELECT count(*) > 0 FROM completion_dates WHERE document = \
                 (SELECT max(document) FROM {table})"
            );
            assert_eq!(rows(&db, &dated), [["1"]], "{table}");
        }
    }

    #[test]
    fn the_same_bytes_by_another_name_are_told() {
        let mut many = Merged::open_for_many(None).unwrap();
        assert_eq!(many.add(&plan()).unwrap(), None);
        let mut copy = plan();
        copy.document.name = "copy of it.md".to_owned();
        assert_eq!(many.add(&copy).unwrap(), Some(plan().document.name));
    }

    #[test]
    fn a_file_that_is_no_database_is_refused() {
        let mut out = Vec::new();
        let refused = write(
            &plan(),
            Some(b"not a database, but long enough to be one".repeat(99).as_slice()),
            &mut out,
        );
        assert!(refused.is_err() && out.is_empty());
    }
}
