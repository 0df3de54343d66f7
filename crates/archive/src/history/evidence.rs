//! What every answer carries behind it: keys, printed words, flags and queries.

use crate::grid::{Entry, Grid};
use tablemend_compare::capital;
use tablemend_compare::{Edition, Item, Query, Thread, Timeline, render::month};

/// Columns that answers have for programs, behind those for people.
pub(super) const EVIDENCE: [(&str, &str); 5] = [
    ("item", "Key"),
    ("printed", "As printed"),
    ("corrected_from", "Corrected from"),
    ("flags", "Flags"),
    ("queries", "Queries"),
];

/// Their entries for an item: its key in all editions, the printed words that differ from what was
/// read, what was read where a person corrected it, its flags, its queries.
pub(super) fn evidence(
    timeline: &Timeline,
    thread: &Thread,
    edition: &Edition,
    item: &Item,
) -> [Entry; 5] {
    let printed: Vec<String> =
        item.printed.iter().map(|(field, words)| format!("{field}: {words}")).collect();
    let queries: Vec<String> = edition.remarks.queries_on(item).map(sentence).collect();
    [
        timeline.key(thread).into(),
        Entry::list(printed),
        Entry::list(corrected_from(item)),
        Entry::list(item.flags.clone()),
        Entry::list(queries),
    ]
}

/// What a person corrected in an item: the field, and what was read there.
pub(crate) fn corrected_from(item: &Item) -> Vec<String> {
    let was =
        |words: &str| if words.is_empty() { "(nothing)".to_owned() } else { words.to_owned() };
    item.corrected.iter().map(|(field, words)| format!("{field}: {}", was(words))).collect()
}

/// A query as one sentence, with what was printed and what was read.
#[must_use]
pub(crate) fn sentence(query: &Query) -> String {
    let message = query.message.trim_end_matches('.');
    let message = capital(message);
    // A correction that was not applied has what it says, not what was read.
    let is_correction = query.code.starts_with("correction.");
    let read_as = if is_correction { "the correction says" } else { "read as" };
    match (&query.printed, &query.used) {
        (Some(printed), Some(used)) => {
            format!("{message} (printed “{printed}”, {read_as} “{used}”)")
        }
        (Some(printed), None) => format!("{message} (printed “{printed}”)"),
        (None, Some(used)) => format!("{message} ({read_as} “{used}”)"),
        (None, None) => message,
    }
}

/// The query as a line under an answer: `1.3 (page 3): There is no such date …`.
pub(super) fn footnote(edition: &Edition, item: &Item, query: &Query) -> String {
    let place = match query.place.to_string() {
        place if place.is_empty() => item.place().unwrap_or_default(),
        place => place,
    };
    let period = month(edition.document.period.as_deref().unwrap_or_default());
    let place = if place.is_empty() { period } else { format!("{period}, {place}") };
    format!("Query on {} ({place}): {}", item.id, sentence(query))
}

/// A correction as a line under an answer.
fn corrected_note(edition: &Edition, item: &Item, said: &Query) -> String {
    let period = month(edition.document.period.as_deref().unwrap_or_default());
    let place = item.place().map(|place| format!(", {place}")).unwrap_or_default();
    let named = |field: &str| said.message.starts_with(&format!("“{}”", field.replace('_', " ")));
    let was = item.corrected.iter().find(|(field, _)| named(field)).map(|(_, was)| was.as_str());
    let words =
        [("printed", said.printed.as_deref()), ("was read as", was), ("now", said.used.as_deref())];
    let words: Vec<String> = words
        .into_iter()
        .filter_map(|(what, words)| Some(format!("{what} “{}”", words.filter(|w| !w.is_empty())?)))
        .collect();
    let message = capital(said.message.trim_end_matches('.'));
    let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
    format!("Correction on {} ({period}{place}): {message}{words}", item.id)
}

pub(super) fn footnotes(grid: &mut Grid, edition: &Edition, item: &Item) {
    for query in edition.remarks.queries_on(item) {
        let line = footnote(edition, item, query);
        if !grid.footnotes.contains(&line) {
            grid.footnotes.push(line);
        }
    }
    let is_applied = |said: &&Query| said.code == "correction.applied";
    for said in edition.remarks.corrections_on(item).filter(is_applied) {
        let line = corrected_note(edition, item, said);
        if !grid.footnotes.contains(&line) {
            grid.footnotes.push(line);
        }
    }
}

/// Every query on every edition, oldest first.
#[must_use]
pub fn queries(timeline: &Timeline) -> Grid {
    let mut grid = Grid::new(&[
        ("period", "Period"),
        ("id", "Ref"),
        ("message", "What to check"),
        ("printed", "As printed"),
        ("used", "Read as"),
        ("place", "Place"),
    ])
    .for_programs(&[("code", "Code"), ("level", "Level")]);
    for edition in &timeline.editions {
        for query in &edition.remarks.queries {
            grid.rows.push(vec![
                edition.document.period.clone().into(),
                query.item.clone().into(),
                query.message.clone().into(),
                query.printed.clone().into(),
                query.used.clone().into(),
                Entry::from(Some(query.place.to_string()).filter(|p| !p.is_empty())),
                query.code.clone().into(),
                query.level.clone().into(),
            ]);
        }
    }
    grid
}
