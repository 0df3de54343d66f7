//! Databases (SQLite), as `convert` writes them: several documents in one file.

use super::{About, Book, Datum, Sheet};
use crate::error::Error;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};
use std::borrow::Cow;
use std::collections::HashSet;
use tablemend_compare::Legend;
use tablemend_model::Schema;

/// Bytes of one value or one row.
const MOST_LENGTH: i32 = 16 << 20;
/// Bytes of text in all rows.
const MOST_BYTES: usize = 256 << 20;
/// How often the database's machine may take so many steps.
const STEPS: i32 = 1_000_000;
const TURNS: u32 = 2_000;

/// The documents of a database, a book each.
pub(super) fn read(bytes: &[u8], schemas: &[Schema]) -> Result<Vec<Book>, Error> {
    let (db, tables) = open(bytes)?;
    documents(&db, &tables, schemas).map_err(broken)
}

/// Every text of the rows that belong to some documents, known by the SHA-256 of their bytes.
pub(super) fn texts(bytes: &[u8], documents: &[String]) -> Result<Vec<String>, Error> {
    let (db, tables) = open(bytes)?;
    let wanted: HashSet<&str> = documents.iter().map(String::as_str).collect();
    let all = || -> rusqlite::Result<Vec<String>> {
        let mut query = db.prepare("SELECT id, sha256 FROM documents")?;
        let mut ids: HashSet<i64> = HashSet::new();
        for document in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (id, sha256): (i64, String) = document?;
            if wanted.contains(sha256.as_str()) {
                ids.insert(id);
            }
        }
        let mut texts = Vec::new();
        for name in &tables {
            let columns = stored(&db, name)?;
            // Tables of the search index belong to no document.
            let Some(of) = columns.iter().position(|column| column == "document") else { continue };
            let listed: Vec<String> =
                columns.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            let table = name.replace('"', "\"\"");
            let mut query =
                db.prepare(&format!("SELECT {} FROM \"{table}\"", listed.join(", ")))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                if !ids.contains(&row.get::<_, i64>(of)?) {
                    continue;
                }
                for at in (0..columns.len()).filter(|at| *at != of) {
                    texts.extend(datum(row.get_ref(at)?).shown());
                }
            }
        }
        Ok(texts)
    };
    all().map_err(broken)
}

fn broken(error: rusqlite::Error) -> Error {
    Error::broken("database", &error.to_string())
}

/// Opens a database that `convert` wrote; gives the names of its tables too.
fn open(bytes: &[u8]) -> Result<(Connection, Vec<String>), Error> {
    let mut db = Connection::open_in_memory().map_err(broken)?;
    let plain = without_log(bytes);
    db.deserialize_read_exact("main", &*plain, plain.len(), true).map_err(broken)?;
    // Nothing that a stranger's file defines is run but plain reading, and that not without end.
    db.pragma_update(None, "trusted_schema", false).map_err(broken)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_LENGTH).map_err(broken)?;
    let mut turns = 0;
    db.progress_handler(
        STEPS,
        Some(move || {
            turns += 1;
            turns > TURNS
        }),
    )
    .map_err(broken)?;
    // What is damaged could be read as fewer records, which would count as removed.
    let found: String =
        db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(broken)?;
    if found != "ok" {
        return Err(Error::broken("database", &format!("its own check says: {}", found.trim())));
    }
    let tables = names(&db).map_err(broken)?;
    if !tables.iter().any(|t| t == "documents") {
        return Err(Error::NotRecords(other(&tables)));
    }
    Ok((db, tables))
}

/// The database as one without a write-ahead log: its header says that there is one, which cannot
/// be for a database in memory. What is only in the log has to be put in before
/// ([`super::with_log`]).
fn without_log(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes.get(18..20) {
        Some([2, _] | [_, 2]) => {
            let mut plain = bytes.to_vec();
            plain[18..20].fill(1); // OK because there are so many.
            Cow::Owned(plain)
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// What to do with a database that is none of `convert`'s.
fn other(tables: &[String]) -> String {
    let has = |name: &str| tables.iter().any(|t| t == name);
    if has("edition") && has("verdict") {
        "it is an archive: name its folder with --archive DIR, and its periods in place of files"
            .to_owned()
    } else if has("item_version") && has("commits") {
        "it is the history of a whole archive (`archive export`), where a version has only what \
         changed: export it as csv, parquet or package, or compare periods of the archive itself"
            .to_owned()
    } else {
        let there = match tables {
            [] => "none".to_owned(),
            some => some.iter().take(8).map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", "),
        };
        format!(
            "it does not have the tables that `convert -f sqlite` writes (`documents` and the records; \
             its tables: {there})"
        )
    }
}

fn names(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' \
             ORDER BY rowid",
    )?;
    query.query_map([], |row| row.get(0))?.collect()
}

fn documents(
    db: &Connection,
    tables: &[String],
    schemas: &[Schema],
) -> rusqlite::Result<Vec<Book>> {
    let mut query = db.prepare("SELECT id, title, period, profile FROM documents ORDER BY id")?;
    let documents = query.query_map([], |row| {
        let about = About {
            media_type: "application/vnd.sqlite3",
            title: row.get(1)?,
            period: row.get(2)?,
            profile: row.get(3)?,
            ..About::default()
        };
        Ok((row.get::<_, i64>(0)?, about))
    })?;
    let mut books = Vec::new();
    for document in documents {
        let (id, mut about) = document?;
        if tables.iter().any(|t| t == "legend") {
            about.legend = legend(db, id)?;
        }
        let wanted = wanted(schemas, tables);
        let sheets =
            wanted.iter().map(|name| sheet(db, name, id)).collect::<Result<Vec<_>, _>>()?;
        let sheets = filled(sheets, about.profile.as_deref(), schemas);
        books.push(Book { about, sheets });
    }
    Ok(books)
}

/// The tables in which the document has rows: others are of other documents. That of the document's own
/// profile stays, since a document may have no item.
fn filled(sheets: Vec<Sheet>, profile: Option<&str>, schemas: &[Schema]) -> Vec<Sheet> {
    let own = schemas.iter().find(|s| Some(s.profile.as_str()) == profile).and_then(Schema::items);
    let own = own.map(|(_, items)| items.name.clone());
    // The header is a row.
    let is_filled = |s: &Sheet| s.rows.len() > 1;
    if own.is_none() && !sheets.iter().any(is_filled) {
        return sheets;
    }
    sheets.into_iter().filter(|s| is_filled(s) || Some(&s.name) == own.as_ref()).collect()
}

/// The tables of items, of every kind, and of their dates that are there.
fn wanted(schemas: &[Schema], tables: &[String]) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for entity in schemas.iter().filter_map(Schema::items).map(|(_, items)| items) {
        let dates = entity.fields.iter().map(|f| format!("{}_dates", f.name));
        for name in std::iter::once(entity.name.clone()).chain(dates) {
            if tables.contains(&name) && !wanted.contains(&name) {
                wanted.push(name);
            }
        }
    }
    wanted
}

fn legend(db: &Connection, document: i64) -> rusqlite::Result<Vec<Legend>> {
    let mut query =
        db.prepare("SELECT status, meaning FROM legend WHERE document = ?1 ORDER BY rowid")?;
    let lines = query.query_map(params![document], |row| {
        Ok(Legend { status: row.get(0)?, meaning: row.get(1)? })
    })?;
    lines.collect()
}

/// The rows of a table that belong to a document; lists are there as JSON.
fn sheet(db: &Connection, name: &str, document: i64) -> rusqlite::Result<Sheet> {
    // The name is a profile's, and quoted.
    let table = name.replace('"', "\"\"");
    let columns = stored(db, name)?;
    let listed: Vec<String> =
        columns.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
    if listed.is_empty() {
        return Ok(Sheet { name: name.to_owned(), rows: Vec::new() });
    }
    let mut query = db.prepare(&format!(
        "SELECT {} FROM \"{table}\" WHERE document = ?1 ORDER BY rowid",
        listed.join(", ")
    ))?;
    let mut rows = vec![columns.iter().map(Datum::text).collect::<Vec<_>>()];
    let found = query.query_map(params![document], |row| {
        (0..columns.len()).map(|i| row.get_ref(i).map(datum)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut bytes = 0;
    for row in found {
        let row = row?;
        bytes += row.iter().filter_map(Datum::shown).map(|t| t.len()).sum::<usize>();
        if bytes > MOST_BYTES {
            return Err(rusqlite::Error::InvalidQuery);
        }
        rows.push(row);
    }
    Ok(Sheet { name: name.to_owned(), rows })
}

/// The columns of a table that are stored; those that a stranger's file has computed are not read.
fn stored(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut columns = Vec::new();
    db.pragma(None, "table_xinfo", table, |row| {
        // 0 for a plain column, others for hidden and generated ones.
        if row.get::<_, i64>("hidden")? == 0 {
            columns.push(row.get("name")?);
        }
        Ok(())
    })?;
    Ok(columns)
}

fn datum(value: ValueRef<'_>) -> Datum {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Datum::Blank,
        ValueRef::Integer(n) => Datum::Text(n.to_string()),
        ValueRef::Real(n) => Datum::number(n),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            match serde_json::from_str::<Vec<String>>(&text) {
                Ok(list) if text.starts_with('[') => Datum::List(list),
                _ => Datum::text(text),
            }
        }
    }
}
