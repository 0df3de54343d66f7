//! What is overdue, due soon, and what slipped.

use super::evidence::{EVIDENCE, evidence, footnote, footnotes};
use super::facts::{due, number, people, running, state_word, status, text, text_title};
use crate::called::Called;
use crate::grid::{Entry, Grid};
use jiff::ToSpan;
use jiff::civil::Date;
use tablemend_compare::{Edition, Item, Kind, Note, Timeline, days_between, is_settled};

/// Whether an item is past its date and still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Late<'a> {
    /// It is not.
    No,
    /// It is overdue.
    Overdue,
    /// Its date has passed, and a note in the document says of its status that the work is complete.
    Noted(&'a str),
}

/// Whether an item is overdue on a day: its last date is before the day, and its status does not say
/// that it is done or dropped.
pub(crate) fn late<'a>(edition: &'a Edition, item: &Item, on: Date) -> Late<'a> {
    let is_past = due(edition, item).is_some_and(|end| end < on);
    if !is_past || is_settled(edition.state(item)) {
        return Late::No;
    }
    let note = status(edition, item).and_then(|s| edition.remarks.note_of_completion(item, s));
    note.map_or(Late::Overdue, |note| Late::Noted(&note.text))
}

/// Items of the latest edition that were due before a day and are not done, longest overdue first;
/// behind them those that a note in the document says are complete (`note`).
#[must_use]
pub fn overdue(timeline: &Timeline, on: Date) -> Grid {
    let mut grid = Grid::new(&[
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("due", "Due"),
        ("days_overdue", "Days"),
        ("status", "Status"),
        ("leads", "Leads"),
        ("first_due", "First due"),
        ("times_moved", "Moved"),
        ("place", "Place"),
        ("note", "Note in the document"),
    ])
    .for_programs(&[("state", "State"), ("due_printed", "Due as printed")])
    .for_programs(&EVIDENCE);
    for (thread, edition, item) in running(timeline) {
        let late = late(edition, item, on);
        let Some(end) = due(edition, item).filter(|_| late != Late::No) else { continue };
        let slip = timeline.slip(thread);
        let note = match late {
            Late::Noted(note) => Some(note.to_owned()),
            _ => None,
        };
        let mut row = vec![
            item.id.clone().into(),
            text(edition, item).into(),
            end.into(),
            days_between(end, on).into(),
            status(edition, item).map(str::to_owned).into(),
            people(edition, item),
            slip.first.into(),
            slip.moves.into(),
            item.place().into(),
            note.into(),
            state_word(edition, item),
            item.cell(edition.first_of(Kind::Dates)).display().into(),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
        footnotes(&mut grid, edition, item);
    }
    grid.footnotes.splice(0..0, notes_elsewhere(timeline, on));
    // Stable: what is equally late stays in document order.
    grid.rows.sort_by_key(|row| (is_noted(row), std::cmp::Reverse(number(row, 3))));
    Called::titled(timeline, grid)
}

/// Where a note that work of some status is complete is printed in one group, and items of that status
/// are counted as overdue elsewhere: a sentence for each such note and status, since only a person can
/// tell how far the note is meant to reach.
pub(crate) fn notes_elsewhere(timeline: &Timeline, on: Date) -> Vec<String> {
    let Some(latest) = timeline.latest() else { return Vec::new() };
    let mut all: Vec<(&Note, &str, usize)> = Vec::new();
    for item in latest.items.iter().filter(|item| late(latest, item, on) == Late::Overdue) {
        let Some(word) = status(latest, item) else { continue };
        let Some(note) = latest.remarks.any_note_of_completion(word) else { continue };
        match all.iter_mut().find(|(n, s, _)| std::ptr::eq(*n, note) && *s == word) {
            Some((.., count)) => *count += 1,
            None => all.push((note, word, 1)),
        }
    }
    let called = Called::of(latest);
    let sentence = |(note, word, count): (&Note, &str, usize)| {
        let group = note.parents.last().map_or("one part of the document", |(_, id)| id.as_str());
        let place = note.place.to_string();
        let place = if place.is_empty() { place } else { format!(" ({place})") };
        let (are, them) = if count == 1 { ("is", "it") } else { ("are", "them") };
        format!(
            "The note in {group}{place} says that work past its date is complete where its status is {word}. \
             The note is printed there only, so {} elsewhere with this status {are} counted as {}: check \
             whether it is meant for {them} too",
            called.count(count),
            called.past()
        )
    };
    all.into_iter().map(sentence).collect()
}

/// How many rows of [`overdue`] are overdue, and how many a note in the document says are complete.
#[must_use]
pub fn overdue_counts(grid: &Grid) -> (usize, usize) {
    let noted = grid.rows.iter().filter(|row| is_noted(row)).count();
    (grid.rows.len() - noted, noted)
}

/// Whether a row of [`overdue`] has a note in the document.
pub(crate) fn is_noted(row: &[Entry]) -> bool {
    const NOTE: usize = 9;
    row.get(NOTE).is_some_and(|e| *e != Entry::Blank)
}

/// Items of the latest edition that are due from a day on, within so many days, and are not done.
#[must_use]
pub fn due_within(timeline: &Timeline, on: Date, days: i64) -> Grid {
    let mut grid = Grid::new(&[
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("due", "Due"),
        ("days_left", "In days"),
        ("status", "Status"),
        ("leads", "Leads"),
        ("place", "Place"),
    ])
    .for_programs(&[("state", "State"), ("due_printed", "Due as printed")])
    .for_programs(&EVIDENCE);
    let until = on.checked_add(days.days()).unwrap_or(Date::MAX);
    for (thread, edition, item) in running(timeline) {
        let Some(end) = due(edition, item).filter(|end| *end >= on && *end <= until) else {
            continue;
        };
        if is_settled(edition.state(item)) {
            continue;
        }
        let mut row = vec![
            item.id.clone().into(),
            text(edition, item).into(),
            end.into(),
            days_between(on, end).into(),
            status(edition, item).map(str::to_owned).into(),
            people(edition, item),
            item.place().into(),
            state_word(edition, item),
            item.cell(edition.first_of(Kind::Dates)).display().into(),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
        footnotes(&mut grid, edition, item);
    }
    grid.rows.sort_by_key(|row| number(row, 3));
    Called::titled(timeline, grid)
}

/// Items of the latest edition whose date moved, furthest first. Dates struck out in the document
/// count as former dates.
#[must_use]
pub fn slippage(timeline: &Timeline) -> Grid {
    let mut grid = Grid::new(&[
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("first_due", "First due"),
        ("latest_due", "Latest due"),
        ("days_slipped", "Days"),
        ("times_moved", "Moved"),
        ("status", "Status"),
        ("leads", "Leads"),
        ("place", "Place"),
    ])
    .for_programs(&[("state", "State"), ("due_printed", "Due as printed"), ("promises", "Dates")])
    .for_programs(&EVIDENCE);
    for (thread, edition, item) in running(timeline) {
        let slip = timeline.slip(thread);
        if slip.moves == 0 {
            continue;
        }
        let promises = timeline.promises(thread).iter().map(ToString::to_string).collect();
        let mut row = vec![
            item.id.clone().into(),
            text(edition, item).into(),
            slip.first.into(),
            slip.latest.into(),
            slip.days.into(),
            slip.moves.into(),
            status(edition, item).map(str::to_owned).into(),
            people(edition, item),
            item.place().into(),
            state_word(edition, item),
            item.cell(edition.first_of(Kind::Dates)).display().into(),
            Entry::List(promises),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
        // An uncertain date in any edition makes the numbers uncertain.
        for appearance in &thread.appearances {
            let Some((edition, item)) = timeline.item(appearance) else { continue };
            let dates = edition.remarks.queries_on(item).filter(|q| q.code.starts_with("date."));
            for query in dates {
                let line = footnote(edition, item, query);
                if !grid.footnotes.contains(&line) {
                    grid.footnotes.push(line);
                }
            }
        }
    }
    grid.rows.sort_by_key(|row| std::cmp::Reverse(number(row, 4)));
    Called::titled(timeline, grid)
}
