//! A Data Package: CSV files and a description that Frictionless tools understand.
//!
//! <https://specs.frictionlessdata.io/data-package/>, version 1.

use super::{Shape, changes, long};
use crate::grid::{Entry, Grid};
use crate::history::{group_name, queries};
use serde_json::{Value as Json, json};
use tablemend_compare::{Timeline, flat::Is};

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub text: String,
}

/// The files of the package: `editions.csv`, `items.csv` (who is who), `history.csv` (an item in
/// an edition), `changes.csv`, `queries.csv` (readings to check), `notes.csv` (printed in the
/// documents), `datapackage.json`.
#[must_use]
pub fn package(timeline: &Timeline) -> Vec<File> {
    let history = long(timeline);
    let tables = [
        ("editions", "editions.csv", editions(timeline)),
        ("items", "items.csv", items(timeline)),
        ("history", "history.csv", history),
        ("changes", "changes.csv", changes(timeline)),
        ("queries", "queries.csv", queries(timeline)),
        ("notes", "notes.csv", notes(timeline)),
    ];
    let resources: Vec<Json> =
        tables.iter().map(|(name, path, grid)| resource(timeline, name, path, grid)).collect();
    let title = timeline.latest().and_then(|e| e.document.title.clone());
    let description = json!({
        "profile": "tabular-data-package",
        "name": "archive",
        "title": title.unwrap_or_else(|| "Archive".to_owned()),
        "resources": resources,
    });
    let text = serde_json::to_string_pretty(&description).unwrap_or_default();
    let csv = tables.iter().map(|(_, name, grid)| File { name, text: grid.csv() });
    csv.chain(std::iter::once(File { name: "datapackage.json", text: text + "\n" })).collect()
}

/// The notes printed in the documents.
fn notes(timeline: &Timeline) -> Grid {
    let columns = ["period", "group", "text", "place"];
    let mut grid = Grid::new(&columns.map(|name| (name, name)));
    for edition in &timeline.editions {
        for note in &edition.remarks.notes {
            let group = note.parents.last().map(|(entity, id)| group_name(edition, entity, id));
            grid.rows.push(vec![
                edition.document.period.clone().into(),
                group.into(),
                note.text.clone().into(),
                Entry::from(Some(note.place.to_string()).filter(|p| !p.is_empty())),
            ]);
        }
    }
    grid
}

fn editions(timeline: &Timeline) -> Grid {
    let columns =
        ["period", "name", "media_type", "sha256", "title", "tool", "items", "queries", "unread"];
    let mut grid = Grid::new(&columns.map(|name| (name, name)));
    for edition in &timeline.editions {
        let d = &edition.document;
        grid.rows.push(vec![
            d.period.clone().into(),
            d.name.clone().into(),
            d.media_type.clone().into(),
            d.sha256.clone().into(),
            d.title.clone().into(),
            d.tool.clone().into(),
            edition.items.len().into(),
            edition.remarks.queries.len().into(),
            edition.remarks.unread_part().into(),
        ]);
    }
    grid
}

fn items(timeline: &Timeline) -> Grid {
    let columns = ["item", "first_period", "last_period", "last_id", "first_due", "latest_due"];
    let mut grid = Grid::new(&columns.map(|name| (name, name)));
    grid.columns.push(("times_moved".to_owned(), "times_moved".to_owned()));
    grid.columns.push(("days_slipped".to_owned(), "days_slipped".to_owned()));
    for thread in &timeline.threads {
        let at = |s: Option<&tablemend_compare::Appearance>| s.and_then(|s| timeline.item(s));
        let (first, last) = (at(thread.appearances.first()), at(thread.appearances.last()));
        let slip = timeline.slip(thread);
        grid.rows.push(vec![
            timeline.key(thread).into(),
            first.and_then(|(e, _)| e.document.period.clone()).into(),
            last.and_then(|(e, _)| e.document.period.clone()).into(),
            last.map(|(_, i)| i.id.clone()).into(),
            slip.first.into(),
            slip.latest.into(),
            Entry::from(slip.moves),
            Entry::from(slip.days),
        ]);
    }
    grid
}

fn resource(timeline: &Timeline, name: &str, path: &str, grid: &Grid) -> Json {
    let kinds = Shape::of(timeline).long_columns();
    let fields: Vec<Json> = grid
        .columns
        .iter()
        .map(|(column, _)| {
            let known = kinds.iter().find(|(n, _)| n == column).filter(|_| name == "history");
            let kind = match (column.as_str(), known) {
                (_, Some((_, Is::Day))) => "date",
                (_, Some((_, Is::Number))) => "number",
                (_, Some((_, Is::Whole))) => "integer",
                (_, Some((_, Is::Text | Is::List))) => "string",
                ("queries", _) if name != "editions" => "string",
                ("days" | "times_moved" | "days_slipped" | "items" | "queries", _) => "integer",
                ("confidence", _) => "number",
                ("first_due" | "latest_due", _) => "date",
                _ => "string",
            };
            json!({"name": column, "type": kind})
        })
        .collect();
    let mut schema = json!({"fields": fields, "missingValues": [""]});
    let to = |fields: Json, resource: &str, there: Json| json!({"fields": fields, "reference": {"resource": resource, "fields": there}});
    match name {
        "editions" => schema["primaryKey"] = json!(["period"]),
        "items" => schema["primaryKey"] = json!(["item"]),
        "history" => {
            schema["primaryKey"] = json!(["period", "item"]);
            schema["foreignKeys"] = json!([
                to(json!(["period"]), "editions", json!(["period"])),
                to(json!(["item"]), "items", json!(["item"])),
            ]);
        }
        "queries" | "notes" => {
            let period = to(json!(["period"]), "editions", json!(["period"]));
            schema["foreignKeys"] = json!([period]);
        }
        _ => {
            schema["foreignKeys"] = json!([
                to(json!(["before_period"]), "editions", json!(["period"])),
                to(json!(["after_period"]), "editions", json!(["period"])),
            ]);
        }
    }
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}
