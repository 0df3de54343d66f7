//! What an update has done, as rows of the sheet of changes.

use crate::area::Spot;
use crate::pages::Told;
use crate::plan::{Entry, Fate, Kind, Of};
use crate::update::Update;
use crate::value::Value;
use std::collections::BTreeMap;

/// The row of each item of the new edition in the table, by its id.
pub(crate) fn item_rows(update: &Update<'_>, rows: &[u32]) -> BTreeMap<String, u32> {
    let mut places = BTreeMap::new();
    let is_there = |of: &Of| match of {
        Of::Row(at) => {
            update.plan.rows.get(*at).is_some_and(|row| row.fate == Fate::There).then_some(*at)
        }
        Of::New(at) => Some(update.target.rows.len() + at),
        Of::Published(_) => None,
    };
    for (item, of) in &update.plan.items {
        let id = update.fresh.get(*item).and_then(|row| row.get(update.id)).map(Value::shown);
        let row = is_there(of).and_then(|at| rows.get(at));
        if let (Some(id), Some(row)) = (id, row) {
            places.insert(id, *row);
        }
    }
    places
}

/// The rows of the sheet of changes.
pub(crate) fn told(update: &Update<'_>, new_rows: &[u32]) -> Vec<Vec<Told>> {
    update.plan.entries.iter().map(|entry| told_of(update, entry, new_rows)).collect()
}

fn told_of(update: &Update<'_>, entry: &Entry, new_rows: &[u32]) -> Vec<Told> {
    let target = update.target;
    let row = match entry.of {
        Of::Row(at) => target.rows.get(at).copied(),
        Of::New(at) => new_rows.get(at).copied(),
        Of::Published(_) => None,
    };
    let fresh = |column: Option<usize>| -> String {
        let row = entry.item.and_then(|item| update.fresh.get(item));
        column.and_then(|c| row?.get(c)).map(Value::shown).unwrap_or_default()
    };
    let held = |column: Option<usize>| -> String {
        let value = match entry.of {
            Of::Row(at) => column.and_then(|c| update.plan.texts.get(at)?.get(c)?.clone()),
            Of::Published(at) => column.and_then(|c| update.before.get(at)?.get(c).cloned()),
            Of::New(_) => None,
        };
        value.unwrap_or_default()
    };
    let either = |column: Option<usize>| match fresh(column) {
        none if none.is_empty() => held(column),
        some => some,
    };
    let name = match either(update.reference) {
        none if none.is_empty() => either(Some(update.id)),
        some => some,
    };
    let place = entry.column.and_then(|c| target.columns.get(c).copied().flatten());
    let spot = row.map(|row| Spot { row, column: place.unwrap_or(1) });
    let sheet = target.sheet.replace('\'', "''");
    let cut = |text: String| -> String { text.chars().take(2_000).collect() };
    let plain = |text: String| Told { text: cut(text), link: None };
    let column = entry.column.and_then(|c| update.columns.get(c)).map(|c| c.title.clone());
    let mut happened = entry.kind.told().to_owned();
    if entry.kind != Kind::Gone && !entry.remark.is_empty() {
        happened.push_str(&format!(" ({})", entry.remark));
    }
    vec![
        plain(happened),
        plain(name),
        plain(either(update.text)),
        plain(column.unwrap_or_default()),
        plain(entry.held.clone()),
        plain(entry.published.clone().unwrap_or_default()),
        plain(entry.fresh.clone()),
        Told {
            text: spot.map(|s| s.to_string()).unwrap_or_default(),
            link: spot.map(|s| format!("'{sheet}'!{s}")),
        },
        plain(entry.item.and_then(|item| update.places.get(item).cloned()).unwrap_or_default()),
    ]
}
