//! What the answers say of one item.

use crate::grid::Entry;
use jiff::civil::Date;
use tablemend_compare::{Cell, Edition, Item, Kind, Scale, Thread, Timeline};
use tablemend_model::State;

/// Items of the latest edition, in its order, with their threads.
pub(crate) fn running(timeline: &Timeline) -> Vec<(&Thread, &Edition, &Item)> {
    let mut all: Vec<_> = timeline
        .threads
        .iter()
        .filter(|t| timeline.is_running(t))
        .filter_map(|t| Some((t.appearances.last()?.item, t)))
        .collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter()
        .filter_map(|(_, t)| {
            let (edition, item) = timeline.item(t.appearances.last()?)?;
            Some((t, edition, item))
        })
        .collect()
}

/// Statuses that the edition's items have, best first, those without a rank behind.
pub(crate) fn present_statuses(edition: &Edition) -> Vec<String> {
    let scale = Scale::of(&edition.legend);
    let mut all: Vec<String> =
        edition.items.iter().filter_map(|item| status(edition, item).map(str::to_owned)).collect();
    all.sort_by_key(|s| order(&scale, s));
    all.dedup();
    all
}

/// Where a status comes: by its rank; those without one by how far they are, finished first.
pub(crate) fn order(scale: &Scale, status: &str) -> (usize, u8, String) {
    let state = match State::of_words(status) {
        Some(State::Done) => 0,
        Some(State::Open) => 1,
        Some(State::NotStarted) => 2,
        None => 3,
        Some(State::Dropped) => 4,
    };
    (scale.rank(status).unwrap_or(usize::MAX), state, status.to_owned())
}

/// The statuses of an item, one for each edition of the timeline: `-` where the item is not in it,
/// `?` where it may be in the part that is unread, `none` where it shows no status.
pub(crate) fn statuses(timeline: &Timeline, thread: &Thread) -> Vec<String> {
    let first = thread.appearances.first().map_or(0, |s| s.edition);
    let is_read = |e: &Edition| e.remarks.unread.is_empty();
    // What first appears after unread editions may have been in them already.
    let before = timeline.editions.get(..first).unwrap_or_default();
    let from = before.iter().rposition(is_read).map_or(0, |at| at + 1);
    let absent =
        |(at, e): (usize, &Edition)| (if is_read(e) || at < from { "-" } else { "?" }).to_owned();
    let mut all: Vec<String> = timeline.editions.iter().enumerate().map(absent).collect();
    for appearance in &thread.appearances {
        if let (Some((edition, item)), Some(slot)) =
            (timeline.item(appearance), all.get_mut(appearance.edition))
        {
            *slot = status(edition, item).unwrap_or("none").to_owned();
        }
    }
    all
}

pub(crate) fn due(edition: &Edition, item: &Item) -> Option<Date> {
    item.cell(edition.first_of(Kind::Dates)).dates()?.end
}

pub(crate) fn status<'a>(edition: &Edition, item: &'a Item) -> Option<&'a str> {
    match item.cell(edition.first_of(Kind::Status)) {
        Cell::Status(word) => Some(word),
        _ => None,
    }
}

pub(crate) fn text(edition: &Edition, item: &Item) -> String {
    edition.main_cell(item).display()
}

/// What the items' text is called in the latest edition: `Action`.
pub(super) fn text_title(timeline: &Timeline) -> &str {
    let field = timeline.latest().and_then(|e| e.fields.get(e.first_of(Kind::Text)?));
    field.map_or("Text", |f| f.title.as_str())
}

pub(crate) fn people(edition: &Edition, item: &Item) -> Entry {
    match item.cell(edition.first_of(Kind::Posts)) {
        Cell::Posts(posts) => Entry::List(posts.people.clone()),
        _ => Entry::Blank,
    }
}

pub(crate) fn is_done(edition: &Edition, item: &Item) -> bool {
    edition.state(item) == Some(State::Done)
}

pub(super) fn state_word(edition: &Edition, item: &Item) -> Entry {
    edition.state(item).map(|s| s.as_str().to_owned()).into()
}

pub(super) fn number(row: &[Entry], column: usize) -> i64 {
    match row.get(column) {
        Some(Entry::Number(n)) => *n,
        _ => 0,
    }
}

/// Names of the fields that differ, `ref` first.
pub(crate) fn changed_fields(before: (&Edition, &Item), after: (&Edition, &Item)) -> Vec<String> {
    let mut all = Vec::new();
    if before.1.reference != after.1.reference {
        all.push("ref".to_owned());
    }
    for (i, field) in after.0.fields.iter().enumerate() {
        let old = before.1.cell(before.0.field(&field.name));
        if !old.same(after.1.cell(Some(i))) {
            all.push(field.name.clone());
        }
    }
    all
}
