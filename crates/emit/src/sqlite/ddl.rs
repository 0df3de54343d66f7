//! What is in the database: tables, search and views, as SQL made from the schema.

use super::entity_of;
use crate::relation::{ColumnKind, Origin, Relation, items};
use std::fmt::Write;
use tablemend_model::{EntitySchema, FieldKind, FieldSchema, Schema};

/// The table of documents.
pub(super) const DOCUMENTS: &str = "
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  profile TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT,
  period TEXT,
  media_type TEXT NOT NULL,
  pages INTEGER,
  tool TEXT NOT NULL,
  UNIQUE (sha256, profile)
);";

/// A name as SQL quotes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL quotes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Declared type of a column. `DATE` columns hold ISO 8601 texts, which SQLite's own functions
/// read and which sort as days do; lists are JSON arrays.
pub(super) fn column_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Edtf | ColumnKind::List | ColumnKind::Word(_) => "TEXT",
        ColumnKind::Date => "DATE",
        ColumnKind::Integer => "INTEGER",
        ColumnKind::Number => "REAL",
        ColumnKind::Boolean => "INTEGER",
    }
}

/// A relation's table. Entities have a number of their own beside their key, since full-text
/// search refers to rows by number.
pub(super) fn table(relation: &Relation) -> String {
    let mut sql = format!("CREATE TABLE IF NOT EXISTS {} (\n", quoted(&relation.name));
    if entity_of(relation).is_some() {
        sql.push_str("  row_number INTEGER PRIMARY KEY,\n");
    }
    sql.push_str("  document INTEGER NOT NULL REFERENCES documents (id)");
    for column in &relation.columns {
        let (name, kind) = (quoted(&column.name), column_type(column.kind));
        let _ = write!(sql, ",\n  {name} {kind}"); // OK because a String takes all.
        // Rows of another document's items, in the same table, belong to no item of this kind.
        if column.required && !matches!(column.from, Origin::Owner(_)) {
            sql.push_str(" NOT NULL");
        }
        match column.kind {
            ColumnKind::Boolean => {
                let _ = write!(sql, " CHECK ({name} IN (0, 1))");
            }
            ColumnKind::List => {
                let _ = write!(sql, " CHECK (json_valid({name}))");
            }
            _ => {}
        }
    }
    if !relation.key.is_empty() {
        let key: Vec<String> = relation
            .key
            .iter()
            .filter_map(|at| Some(quoted(&relation.columns.get(*at)?.name)))
            .collect();
        let _ = write!(sql, ",\n  UNIQUE (document, {})", key.join(", "));
    }
    for key in &relation.foreign {
        if let Some(column) = relation.columns.get(key.column) {
            let (column, to) = (quoted(&column.name), quoted(&key.relation));
            let _ = write!(
                sql,
                ",\n  FOREIGN KEY (document, {column}) REFERENCES {to} (document, \"id\")"
            );
        }
    }
    sql.push_str("\n);");
    sql
}

/// What takes the triggers of the full-text search away, so that many rows can be added before the
/// index is built anew.
pub(super) fn without_triggers(schema: &Schema) -> Vec<String> {
    let items = schema.items().into_iter();
    items
        .flat_map(|(_, entity)| {
            ["insert", "delete", "update"].map(|when| {
                let trigger = quoted(&format!("{}_search_{when}", entity.name));
                format!("DROP TRIGGER IF EXISTS {trigger};")
            })
        })
        .collect()
}

/// What builds the index of the full-text search anew from the items' texts.
pub(super) fn rebuild(schema: &Schema) -> Option<String> {
    let (_, entity) = schema.items().filter(|_| !search(schema).is_empty())?;
    let fts = quoted(&format!("{}_search", entity.name));
    Some(format!("INSERT INTO {fts} ({fts}) VALUES ('rebuild');"))
}

/// Full-text search over the texts of the items, kept up to date by triggers. The table is
/// declared as an index of the items' own, which is how Datasette finds it.
pub(super) fn search(schema: &Schema) -> Vec<String> {
    let Some((_, entity)) = schema.items() else { return Vec::new() };
    let texts: Vec<String> = entity
        .fields
        .iter()
        .filter(|f| f.kind == FieldKind::Text)
        .map(|f| quoted(&f.name))
        .collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let (table, fts) = (quoted(&entity.name), quoted(&format!("{}_search", entity.name)));
    let columns = texts.join(", ");
    let of = |row: &str| texts.iter().map(|t| format!("{row}.{t}")).collect::<Vec<_>>().join(", ");
    let trigger = |when: &str| quoted(&format!("{}_search_{when}", entity.name));
    let add =
        format!("INSERT INTO {fts} (rowid, {columns}) VALUES (new.row_number, {});", of("new"));
    let remove = format!(
        "INSERT INTO {fts} ({fts}, rowid, {columns}) VALUES ('delete', old.row_number, {});",
        of("old")
    );
    vec![
        format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS {fts} USING fts5 ({columns}, content={}, \
             content_rowid='row_number', tokenize='unicode61 remove_diacritics 2');",
            literal(&entity.name)
        ),
        format!(
            "CREATE TRIGGER IF NOT EXISTS {} AFTER INSERT ON {table} BEGIN {add} END;",
            trigger("insert")
        ),
        format!(
            "CREATE TRIGGER IF NOT EXISTS {} AFTER DELETE ON {table} BEGIN {remove} END;",
            trigger("delete")
        ),
        format!(
            "CREATE TRIGGER IF NOT EXISTS {} AFTER UPDATE ON {table} BEGIN {remove} {add} END;",
            trigger("update")
        ),
    ]
}

/// A view over the items of a schema.
pub(super) struct View {
    /// Its name; one of another kind of items may have it already.
    pub(super) name: String,
    /// Its name then.
    pub(super) name_of_kind: String,
    /// What it selects.
    pub(super) select: String,
    /// What the definition of a view over the same items has in it.
    pub(super) from: String,
}

impl View {
    fn new(name: &str, entity: &EntitySchema, select: String) -> Self {
        Self {
            name: name.to_owned(),
            name_of_kind: format!("{name}_{}", entity.name),
            from: from(entity),
            select,
        }
    }
}

/// Where a view takes its items from.
fn from(entity: &EntitySchema) -> String {
    format!("FROM {} JOIN documents", quoted(&entity.name))
}

/// The views: what is overdue, the items of each post, the numbers by status.
pub(super) fn views(schema: &Schema) -> Vec<View> {
    let Some((_, entity)) = schema.items() else { return Vec::new() };
    let Some(relation) = items(schema) else { return Vec::new() };
    let shown = shown_columns(entity, &relation);
    let mut views = Vec::new();
    let first = |kind| entity.first_of(kind).map(|(_, f)| f);
    if let Some(dates) = first(FieldKind::Dates) {
        views.push(overdue(entity, dates, first(FieldKind::Status), &shown));
    }
    if let Some(posts) = first(FieldKind::Posts) {
        views.push(by_post(entity, posts, &shown));
    }
    if let Some(status) = first(FieldKind::Status) {
        views.push(by_status(entity, status));
    }
    views
}

/// The columns that a reader of a view needs: key, groups, fields; not where they are.
fn shown_columns(entity: &EntitySchema, relation: &Relation) -> String {
    let last = relation.columns.iter().position(|c| c.name == "page");
    let columns = relation.columns.iter().take(last.unwrap_or(relation.columns.len()));
    let prefix = |name: &str| format!("{}.{}", quoted(&entity.name), quoted(name));
    columns.map(|c| prefix(&c.name)).collect::<Vec<_>>().join(", ")
}

/// A view, made anew so that a newer program's definition counts.
pub(super) fn view(name: &str, select: &str) -> [String; 2] {
    let name = quoted(name);
    [format!("DROP VIEW IF EXISTS {name};"), format!("CREATE VIEW {name} AS {select};")]
}

/// The last day of the period of a row of `documents`; today where the document does not give one. A document
/// cannot say what has become of its items since.
const LAST_DAY: &str = "coalesce(CASE length(substr(documents.period, \
    instr(documents.period, '/') + 1)) WHEN 10 THEN substr(documents.period, -10) \
    WHEN 7 THEN date(substr(documents.period, -7) || '-01', '+1 month', '-1 day') END, date('now'))";

/// Items whose date had passed on the last day of their document's period and that are neither done nor
/// dropped, by the state of their status.
fn overdue(
    entity: &EntitySchema,
    dates: &FieldSchema,
    status: Option<&FieldSchema>,
    shown: &str,
) -> View {
    let table = quoted(&entity.name);
    let end = format!("{table}.{}", quoted(&format!("{}_end", dates.name)));
    let open = status.map_or(String::new(), |status| {
        let state = format!("{table}.{}", quoted(&format!("{}_state", status.name)));
        format!(" AND coalesce({state}, '') NOT IN ('done', 'dropped')")
    });
    let select = format!(
        "SELECT documents.period AS period, {table}.document AS document, {shown}, \
         {LAST_DAY} AS as_at, \
         CAST(julianday({LAST_DAY}) - julianday({end}) AS INTEGER) AS days_overdue \
         {from} ON documents.id = {table}.document \
         WHERE {end} < {LAST_DAY}{open} ORDER BY {end}, {table}.row_number",
        from = from(entity)
    );
    View::new(&view_name("overdue", entity), entity, select)
}

/// One row for each post and item that it leads.
fn by_post(entity: &EntitySchema, posts: &FieldSchema, shown: &str) -> View {
    let table = quoted(&entity.name);
    let one = posts.name.strip_suffix('s').unwrap_or(&posts.name);
    let list = format!("{table}.{}", quoted(&posts.name));
    let select = format!(
        "SELECT json_each.value AS {}, documents.period AS period, \
         {table}.document AS document, {shown} \
         {from} ON documents.id = {table}.document, json_each({list}) \
         ORDER BY json_each.value, {table}.row_number",
        quoted(one),
        from = from(entity)
    );
    View::new(&format!("by_{one}"), entity, select)
}

/// Numbers of items by document, outermost group and status.
fn by_status(entity: &EntitySchema, status: &FieldSchema) -> View {
    let table = quoted(&entity.name);
    let column = format!("{table}.{}", quoted(&status.name));
    let select = format!(
        "SELECT documents.period AS period, {table}.document AS document, \
         {column} AS {name}, (SELECT legend.meaning FROM legend WHERE legend.document = \
         {table}.document AND legend.status = {column}) AS meaning, count(*) AS {many} \
         {from} ON documents.id = {table}.document \
         GROUP BY {table}.document, {column} ORDER BY {table}.document, count(*) DESC, {column}",
        name = quoted(&status.name),
        many = table,
        from = from(entity),
    );
    View::new(&format!("by_{}", status.name), entity, select)
}

/// `overdue` for actions, the first that anyone asks for; `overdue_risks` and so on for others.
fn view_name(name: &str, entity: &EntitySchema) -> String {
    match entity.name.as_str() {
        "actions" => name.to_owned(),
        other => format!("{name}_{other}"),
    }
}
