//! Changes in the JSON of the tool `csv-diff`.

use crate::compare::{ChangeKind, Changes};
use crate::edition::{Edition, Item};
use crate::flat::{Column, columns, value};
use serde_json::{Map, Value as Json, json};

/// The JSON that `csv-diff --key=id --json` gives for the two `actions.csv`, items followed by
/// who they are: `added`, `removed` (whole rows), `changed` (`key`, the id in the later edition,
/// and `changes: {column: [old, new]}`), `columns_added`, `columns_removed`. What is of another kind of
/// items than the first has a key `entity`.
#[must_use]
pub fn csv_diff(changes: &(impl AsRef<[Changes]> + ?Sized)) -> Json {
    let mut all = Map::new();
    for (number, changes) in changes.as_ref().iter().enumerate() {
        for (key, list) in of_kind(changes) {
            let list = list.into_iter().map(|mut told| {
                if let (1.., Some(told)) = (number, told.as_object_mut()) {
                    told.insert("entity".to_owned(), json!(changes.after.name_of_item()));
                }
                told
            });
            let known = all.entry(key.to_owned()).or_insert_with(|| json!([]));
            if let Some(known) = known.as_array_mut() {
                known.extend(list);
            }
        }
    }
    Json::Object(all)
}

/// The lists of one kind of items.
fn of_kind(changes: &Changes) -> [(&'static str, Vec<Json>); 5] {
    let (old, new) = (columns(&changes.before.fields), columns(&changes.after.fields));
    let only = |here: &[Column], there: &[Column]| -> Vec<Json> {
        let here = here.iter().filter(|c| !there.iter().any(|t| t.name == c.name));
        here.map(|c| json!(c.name)).collect()
    };
    let of_kind = |kind| changes.changes.iter().filter(move |c| c.kind == kind);
    let added: Vec<_> = of_kind(ChangeKind::Added)
        .chain(of_kind(ChangeKind::NotFound))
        .filter_map(|c| changes.after.item(c.after_id.as_deref()?))
        .map(|item| row(&changes.after, item, &new))
        .collect();
    let removed: Vec<_> = of_kind(ChangeKind::Removed)
        .filter_map(|c| changes.before.item(c.before_id.as_deref()?))
        .map(|item| row(&changes.before, item, &old))
        .collect();
    let mut changed: Vec<(String, Map<String, Json>)> = Vec::new();
    for change in &changes.changes {
        let (Some(before), Some(after)) = (&change.before_id, &change.after_id) else { continue };
        let (Some(before), Some(after)) = (changes.before.item(before), changes.after.item(after))
        else {
            continue;
        };
        if changed.last().is_none_or(|(key, _)| *key != after.id) {
            changed.push((after.id.clone(), Map::new()));
        }
        let Some((_, cells)) = changed.last_mut() else { continue };
        for column in &new {
            let told = match change.kind {
                ChangeKind::Renumbered => column.field.is_none(),
                _ => column.field.is_some() && column.field == change.field,
            };
            if !told {
                continue;
            }
            let old = value(&changes.before, before, column).unwrap_or_default();
            let new = value(&changes.after, after, column).unwrap_or_default();
            if old != new {
                cells.insert(column.name.clone(), json!([old, new]));
            }
        }
    }
    let changed: Vec<_> =
        changed.into_iter().map(|(key, cells)| json!({"key": key, "changes": cells})).collect();
    [
        ("added", added),
        ("removed", removed),
        ("changed", changed),
        ("columns_added", only(&new, &old)),
        ("columns_removed", only(&old, &new)),
    ]
}

fn row(edition: &Edition, item: &Item, columns: &[Column]) -> Json {
    let cells = columns
        .iter()
        .map(|c| (c.name.clone(), json!(value(edition, item, c).unwrap_or_default())));
    Json::Object(cells.collect())
}
