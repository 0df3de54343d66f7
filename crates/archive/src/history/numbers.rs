//! Likelihood, impact, score: the fields of numbers through all editions, as printed.

use crate::grid::Entry;
use tablemend_compare::{Cell, Edition, Item, Kind, Thread, Timeline};

/// The fields of numbers that any edition has a value of, by name and title.
pub(super) fn fields(timeline: &Timeline) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for edition in &timeline.editions {
        for field in edition.fields.iter().filter(|field| field.kind == Kind::Number) {
            let is_known = all.iter().any(|(name, _)| *name == field.name);
            if !is_known
                && edition.items.iter().any(|item| said(edition, item, &field.name).is_some())
            {
                all.push((field.name.clone(), field.title.clone()));
            }
        }
    }
    all
}

/// What an item has there, a number or a word.
pub(super) fn said(edition: &Edition, item: &Item, field: &str) -> Option<String> {
    match item.cell(edition.field(field)) {
        Cell::Missing => None,
        cell => Some(cell.display()).filter(|said| !said.is_empty()),
    }
}

/// The values of an item, one for each edition as its statuses are: `none` where it has no value, and
/// the statuses' own sign where it is not in the edition.
pub(super) fn through(
    timeline: &Timeline,
    thread: &Thread,
    field: &str,
    statuses: &[String],
) -> Entry {
    let mut all = statuses.to_vec();
    for appearance in &thread.appearances {
        if let (Some((edition, item)), Some(slot)) =
            (timeline.item(appearance), all.get_mut(appearance.edition))
        {
            *slot = said(edition, item, field).unwrap_or_else(|| "none".to_owned());
        }
    }
    Entry::List(all)
}
