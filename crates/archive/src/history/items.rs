//! What became of the items: one through all editions, all of them, those that are gone, and which
//! is which.

use super::evidence::{EVIDENCE, evidence, footnotes};
use super::facts::{changed_fields, due, people, state_word, status, statuses, text, text_title};
use super::numbers;
use crate::called::Called;
use crate::grid::{Entry, Grid};
use tablemend_compare::{
    Edition, Item, Kind, Thread, Timeline, days_between, is_doubtful, is_settled, render::month,
};

/// One item through all editions: a row for each that has it.
#[must_use]
pub fn history(timeline: &Timeline, thread: &Thread) -> Grid {
    let numbers = numbers::fields(timeline);
    let numbers_of = || numbers.iter().map(|(name, title)| (name.as_str(), title.as_str()));
    let before = [
        ("period", "Period"),
        ("id", "Ref"),
        ("status", "Status"),
        ("due", "Due"),
        ("moved", "Moved by"),
        ("leads", "Leads"),
    ];
    let behind = [
        ("changed", "Changed"),
        ("text", text_title(timeline)),
        ("place", "Place"),
        ("same_because", "Matched by"),
    ];
    let columns: Vec<(&str, &str)> = before.into_iter().chain(numbers_of()).chain(behind).collect();
    let mut grid = Grid::new(&columns)
        .for_programs(&[("state", "State"), ("due_start", "From"), ("due_end", "By")])
        .for_programs(&EVIDENCE);
    let mut former: Option<(&Edition, &Item)> = None;
    for appearance in &thread.appearances {
        let Some((edition, item)) = timeline.item(appearance) else { continue };
        let end = due(edition, item);
        let before = former.and_then(|(e, i)| due(e, i));
        let moved = before.zip(end).map(|(b, a)| days_between(b, a)).filter(|d| *d != 0);
        let changed = former.map_or_else(Vec::new, |f| changed_fields(f, (edition, item)));
        let why = appearance.link.map(|(sure, reason)| {
            let sure = if is_doubtful(sure) {
                format!(" ({:.0}% certain)", sure * 100.0)
            } else {
                String::new()
            };
            format!("{}{sure}", reason.phrase())
        });
        let dates = item.cell(edition.first_of(Kind::Dates));
        let mut row = vec![
            edition.document.period.clone().into(),
            item.id.clone().into(),
            status(edition, item).map(str::to_owned).into(),
            dates.display().into(),
            moved.into(),
            people(edition, item),
        ];
        row.extend(numbers_of().map(|(name, _)| numbers::said(edition, item, name).into()));
        row.extend([
            Entry::List(changed),
            text(edition, item).into(),
            item.place().into(),
            why.into(),
            state_word(edition, item),
            dates.dates().and_then(|d| d.start).into(),
            dates.dates().and_then(|d| d.end).into(),
        ]);
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
        footnotes(&mut grid, edition, item);
        former = Some((edition, item));
    }
    // An edition without a row says why, where that is a page that nobody read.
    for (edition, word) in timeline.editions.iter().zip(statuses(timeline, thread)) {
        let period = month(edition.document.period.as_deref().unwrap_or_default());
        if word == "?"
            && let Some(told) = edition.remarks.unread_sentence(&period)
        {
            grid.footnotes.push(format!("{period}: not found; {told}"));
        }
    }
    Called::titled(timeline, grid)
}

/// Who is who: every link from an item to the same item one edition later (or several, where it
/// was gone for a while), how sure it is and why; `doubtful` for those alone that someone should
/// confirm or reject.
#[must_use]
pub fn links(timeline: &Timeline, doubtful: bool) -> Grid {
    let mut grid = Grid::new(&[
        ("before_period", "Before"),
        ("before", "Ref"),
        ("after_period", "After"),
        ("after", "Ref"),
        ("confidence", "Certain"),
        ("reason", "Because"),
        ("before_text", "Text before"),
        ("after_text", "Text after"),
    ]);
    let mut rows: Vec<((usize, usize), Vec<Entry>)> = Vec::new();
    for thread in &timeline.threads {
        for pair in thread.appearances.windows(2) {
            let [from, to] = pair else { continue };
            let Some((sure, reason)) = to.link.filter(|(s, _)| !doubtful || is_doubtful(*s)) else {
                continue;
            };
            let (Some((e, b)), Some((f, a))) = (timeline.item(from), timeline.item(to)) else {
                continue;
            };
            let row = vec![
                e.document.period.clone().into(),
                b.id.clone().into(),
                f.document.period.clone().into(),
                a.id.clone().into(),
                Entry::sure(sure),
                reason.phrase().to_owned().into(),
                text(e, b).into(),
                text(f, a).into(),
            ];
            rows.push(((to.edition, to.item), row));
        }
    }
    rows.sort_by_key(|(place, _)| *place);
    grid.rows = rows.into_iter().map(|(_, row)| row).collect();
    grid
}

/// All items that ever were: first and latest due day, how often and how far it moved, the
/// statuses in order (`-` where the item was not there, `?` where part of the edition is unread).
#[must_use]
pub fn histories(timeline: &Timeline) -> Grid {
    let numbers = numbers::fields(timeline);
    let numbers_of = || numbers.iter().map(|(name, title)| (name.as_str(), title.as_str()));
    let fixed = [
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("from", "From"),
        ("to", "To"),
        ("first_due", "First due"),
        ("latest_due", "Latest due"),
        ("times_moved", "Moved"),
        ("days_slipped", "Days"),
        ("statuses", "Statuses"),
    ];
    let columns: Vec<(&str, &str)> = fixed.into_iter().chain(numbers_of()).collect();
    let mut grid = Grid::new(&columns)
        .for_programs(&[("state", "State"), ("place", "Place")])
        .for_programs(&EVIDENCE);
    for thread in &timeline.threads {
        let Some((edition, item)) = thread.appearances.last().and_then(|s| timeline.item(s)) else {
            continue;
        };
        let first = thread.appearances.first().and_then(|s| timeline.item(s));
        let slip = timeline.slip(thread);
        let mut row = vec![
            item.id.clone().into(),
            text(edition, item).into(),
            first.and_then(|(e, _)| e.document.period.clone()).into(),
            edition.document.period.clone().into(),
            slip.first.into(),
            slip.latest.into(),
            slip.moves.into(),
            slip.days.into(),
            Entry::List(statuses(timeline, thread)),
        ];
        let all = statuses(timeline, thread);
        row.extend(numbers_of().map(|(name, _)| numbers::through(timeline, thread, name, &all)));
        row.extend([state_word(edition, item), item.place().into()]);
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
    }
    Called::titled(timeline, grid)
}

/// Items that are no longer in the plan, the unfinished first: where they were last, with which status
/// and date. What may be in the unread part of the latest edition is not among them.
#[must_use]
pub fn vanished(timeline: &Timeline) -> Grid {
    let mut grid = Grid::new(&[
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("last_period", "Last in"),
        ("status", "Status then"),
        ("due", "Due then"),
        ("leads", "Leads"),
        ("unfinished", "Unfinished"),
        ("place", "Place"),
    ])
    .for_programs(&[("state", "State")])
    .for_programs(&EVIDENCE);
    let mut rows: Vec<(bool, usize, usize, Vec<Entry>)> = Vec::new();
    for thread in timeline.threads.iter().filter(|t| !timeline.is_running(t)) {
        let Some(appearance) = thread.appearances.last() else { continue };
        let Some((edition, item)) = timeline.item(appearance) else { continue };
        // From the edition it is missing from on, each must have been read to its end.
        let after = timeline.editions.get(appearance.edition + 1..).unwrap_or_default();
        if after.iter().all(|e| !e.remarks.unread.is_empty()) {
            continue;
        }
        let settled = is_settled(edition.state(item));
        let mut row = vec![
            item.id.clone().into(),
            text(edition, item).into(),
            edition.document.period.clone().into(),
            status(edition, item).map(str::to_owned).into(),
            due(edition, item).into(),
            people(edition, item),
            (if settled { "no" } else { "yes" }).to_owned().into(),
            item.place().into(),
            state_word(edition, item),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        rows.push((settled, usize::MAX - appearance.edition, appearance.item, row));
    }
    rows.sort_by_key(|(settled, edition, item, _)| (*settled, *edition, *item));
    grid.rows = rows.into_iter().map(|(.., row)| row).collect();
    Called::titled(timeline, grid)
}
