//! Questions to a timeline: what became of an item, what is overdue, what slipped, who leads.

use crate::called::Called;
use crate::cell::Cell;
use crate::edition::{Edition, Item, Kind, is_settled};
use crate::grid::{Entry, Grid};
use crate::identity::is_doubtful;
use crate::period::{first_day, last_day};
use crate::remarks::Query;
use crate::scale::Scale;
use crate::timeline::{Thread, Timeline};
use crate::told::month;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tablemend_model::State;

/// The dates of an item through the editions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The last day meant when a date was first given.
    pub first: Option<Date>,
    /// The last day meant in the latest edition that gives one.
    pub latest: Option<Date>,
    /// How often it moved, in either direction.
    pub moves: usize,
    /// By how many days it moved in all; below 0 where it was pulled forward.
    pub days: i64,
}

impl Timeline {
    /// Ends of an item's dates, edition by edition, and what they amount to.
    #[must_use]
    pub fn slip(&self, thread: &Thread) -> Slip {
        let path = self.promises(thread);
        let (Some(first), Some(latest)) = (path.first().copied(), path.last().copied()) else {
            return Slip::default();
        };
        Slip {
            first: Some(first),
            latest: Some(latest),
            moves: path.len() - 1,
            days: days_between(first, latest),
        }
    }

    /// The last days that were promised for an item, in order, each once until it changes: those of
    /// the editions, and those that the document shows struck out.
    #[must_use]
    pub fn promises(&self, thread: &Thread) -> Vec<Date> {
        let mut path: Vec<Date> = Vec::new();
        for stand in &thread.stands {
            let Some((edition, item)) = self.item(stand) else { continue };
            let Some(dates) = item.cell(edition.first_of(Kind::Dates)).dates() else { continue };
            let Some(end) = dates.end else { continue };
            // Struck dates that are not known yet come before the next one that is.
            let mut from = 0;
            let mut fresh: Vec<Date> = Vec::new();
            for day in &dates.former {
                match path.iter().skip(from).position(|known| known == day) {
                    Some(offset) => {
                        let at = from + offset;
                        from = at + 1 + fresh.len();
                        path.splice(at..at, fresh.drain(..));
                    }
                    None => fresh.push(*day),
                }
            }
            if path.last() == Some(&end) && from < path.len() {
                let at = path.len() - 1;
                path.splice(at..at, fresh);
            } else {
                path.extend(fresh);
                path.push(end);
            }
            path.dedup();
        }
        path
    }

    /// The archive as it was on a day: without the editions whose period begins after it.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let is_known = |e: &Edition| {
            first_day(e.document.period.as_deref().unwrap_or_default()).is_none_or(|d| d <= day)
        };
        let editions: Vec<Edition> =
            self.editions.iter().take_while(|e| is_known(e)).cloned().collect();
        let threads = self.threads.iter().filter_map(|thread| {
            let stands = thread.stands.iter().filter(|s| s.edition < editions.len());
            let stands: Vec<_> = stands.cloned().collect();
            (!stands.is_empty()).then_some(Thread { stands })
        });
        let threads = threads.collect();
        Self { editions, threads }
    }

    /// The latest edition.
    #[must_use]
    pub fn latest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The last day of the latest edition's period: the day on which to ask what is overdue, if
    /// nobody names another.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        last_day(self.latest()?.document.period.as_deref()?)
    }
}

/// Whether a status is shown for so few items that counts by it mean little: the one rule for
/// adding, comparing and reporting.
#[must_use]
pub fn is_hardly_shown(shown: usize, all: usize) -> bool {
    shown * 5 < all
}

/// What to know before relying on what is overdue or done: that part of the latest edition is unread,
/// that it hardly shows any status. Each with the code of its diagnostic.
#[must_use]
pub fn cautions(timeline: &Timeline) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let Some(latest) = timeline.latest() else { return all };
    let called = Called::of(latest);
    let period = month(latest.document.period.as_deref().unwrap_or_default());
    if let Some(sentence) = latest.remarks.unread_sentence(&period) {
        let at = timeline.editions.len() - 1;
        let is_missing = |t: &&Thread| t.stands.last().is_some_and(|s| s.edition + 1 == at);
        let missing = timeline.threads.iter().filter(is_missing).count();
        let before = at.checked_sub(1).and_then(|i| timeline.editions.get(i));
        let before = before.and_then(|e| e.document.period.as_deref()).map(month);
        let told = match (missing, before) {
            (0, _) | (_, None) => format!("{sentence}: these numbers leave it out"),
            (n, Some(before)) => format!(
                "{sentence}; {} in {before} {} not found and may be there: these numbers leave {} \
                 out",
                called.count(n),
                if n == 1 { "was" } else { "were" },
                if n == 1 { "it" } else { "them" },
            ),
        };
        all.push(("page.unread", told));
    }
    if latest.first_of(Kind::Status).is_some() {
        let items = latest.items.len();
        let shown = latest.items.iter().filter(|item| status(latest, item).is_some()).count();
        let ever = timeline.editions.iter().any(|e| !present_statuses(e).is_empty());
        if ever && is_hardly_shown(shown, items) {
            all.push((
                "status.missing",
                format!(
                    "{period} shows a status for only {shown} of {}: completed {} then count as \
                     open, and as overdue once their date has passed",
                    called.count(items),
                    called.many
                ),
            ));
        }
    }
    all
}

/// Columns that answers have for programs, behind those for people.
const EVIDENCE: [(&str, &str); 4] =
    [("item", "Key"), ("printed", "As printed"), ("flags", "Flags"), ("queries", "Queries")];

/// Their entries for an item: its key in all editions, the printed words that differ from what was
/// read, its flags, its queries.
fn evidence(timeline: &Timeline, thread: &Thread, edition: &Edition, item: &Item) -> [Entry; 4] {
    let printed: Vec<String> =
        item.printed.iter().map(|(field, words)| format!("{field}: {words}")).collect();
    let queries: Vec<String> = edition.remarks.queries_on(item).map(sentence).collect();
    [
        timeline.key(thread).into(),
        Entry::list(printed),
        Entry::list(item.flags.clone()),
        Entry::list(queries),
    ]
}

/// A query as one sentence, with what was printed and what was read.
#[must_use]
pub(crate) fn sentence(query: &Query) -> String {
    let message = query.message.trim_end_matches('.');
    let message = capital(message);
    match (&query.printed, &query.used) {
        (Some(printed), Some(used)) => {
            format!("{message} (printed “{printed}”, read as “{used}”)")
        }
        (Some(printed), None) => format!("{message} (printed “{printed}”)"),
        (None, Some(used)) => format!("{message} (read as “{used}”)"),
        (None, None) => message,
    }
}

/// The query as a line under an answer: `1.3 (page 3): There is no such date …`.
fn footnote(edition: &Edition, item: &Item, query: &Query) -> String {
    let place = match query.place.to_string() {
        place if place.is_empty() => item.place().unwrap_or_default(),
        place => place,
    };
    let period = month(edition.document.period.as_deref().unwrap_or_default());
    let place = if place.is_empty() { period } else { format!("{period}, {place}") };
    format!("Query on {} ({place}): {}", item.id, sentence(query))
}

fn footnotes(grid: &mut Grid, edition: &Edition, item: &Item) {
    for query in edition.remarks.queries_on(item) {
        let line = footnote(edition, item, query);
        if !grid.footnotes.contains(&line) {
            grid.footnotes.push(line);
        }
    }
}

/// One item through all editions: a row for each that has it.
#[must_use]
pub fn history(timeline: &Timeline, thread: &Thread) -> Grid {
    let mut grid = Grid::new(&[
        ("period", "Period"),
        ("id", "Ref"),
        ("status", "Status"),
        ("due", "Due"),
        ("moved", "Moved by"),
        ("leads", "Leads"),
        ("changed", "Changed"),
        ("text", text_title(timeline)),
        ("place", "Place"),
        ("same_because", "Matched by"),
    ])
    .for_programs(&[("state", "State"), ("due_start", "From"), ("due_end", "By")])
    .for_programs(&EVIDENCE);
    let mut former: Option<(&Edition, &Item)> = None;
    for stand in &thread.stands {
        let Some((edition, item)) = timeline.item(stand) else { continue };
        let end = due(edition, item);
        let before = former.and_then(|(e, i)| due(e, i));
        let moved = before.zip(end).map(|(b, a)| days_between(b, a)).filter(|d| *d != 0);
        let changed = former.map_or_else(Vec::new, |f| changed_fields(f, (edition, item)));
        let why = stand.link.map(|(sure, reason)| {
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
            Entry::List(changed),
            text(edition, item).into(),
            item.place().into(),
            why.into(),
            state_word(edition, item),
            dates.dates().and_then(|d| d.start).into(),
            dates.dates().and_then(|d| d.end).into(),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
        footnotes(&mut grid, edition, item);
        former = Some((edition, item));
    }
    grid
}

/// Who is who: every link from an item to the same item one edition later (or several, where it
/// was gone for a while), how sure it is and why; `doubtful` for those alone that a person should
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
        for pair in thread.stands.windows(2) {
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
    let mut grid = Grid::new(&[
        ("id", "Ref"),
        ("text", text_title(timeline)),
        ("from", "From"),
        ("to", "To"),
        ("first_due", "First due"),
        ("latest_due", "Latest due"),
        ("times_moved", "Moved"),
        ("days_slipped", "Days"),
        ("statuses", "Statuses"),
    ])
    .for_programs(&[("state", "State"), ("place", "Place")])
    .for_programs(&EVIDENCE);
    for thread in &timeline.threads {
        let Some((edition, item)) = thread.stands.last().and_then(|s| timeline.item(s)) else {
            continue;
        };
        let first = thread.stands.first().and_then(|s| timeline.item(s));
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
            state_word(edition, item),
            item.place().into(),
        ];
        row.extend(evidence(timeline, thread, edition, item));
        grid.rows.push(row);
    }
    grid
}

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
    // Stable: what is equally late stays in document order.
    grid.rows.sort_by_key(|row| (is_noted(row), std::cmp::Reverse(number(row, 3))));
    grid
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
    grid
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
        let Some(stand) = thread.stands.last() else { continue };
        let Some((edition, item)) = timeline.item(stand) else { continue };
        // From the edition it is missing from on, each must have been read to its end.
        let after = timeline.editions.get(stand.edition + 1..).unwrap_or_default();
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
        rows.push((settled, usize::MAX - stand.edition, stand.item, row));
    }
    rows.sort_by_key(|(settled, edition, item, _)| (*settled, *edition, *item));
    grid.rows = rows.into_iter().map(|(.., row)| row).collect();
    grid
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
        // A doubtful date in any edition makes the numbers doubtful.
        for stand in &thread.stands {
            let Some((edition, item)) = timeline.item(stand) else { continue };
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
    grid
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

/// By what the work is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// By lead; an item with several counts for each.
    Lead,
    /// By the groups of this name (`section`).
    Group(String),
}

/// Who leads how much of the latest edition: items, those not done, by status, overdue on a day,
/// slipped. An item with several leads counts for each.
#[must_use]
pub fn leads(timeline: &Timeline, on: Date) -> Grid {
    workload(timeline, on, &By::Lead)
}

/// The singular names of the groups of the latest edition, the largest first (`section`).
#[must_use]
pub fn groups(timeline: &Timeline) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (name, _) in timeline.latest().iter().flat_map(|e| &e.items).flat_map(|i| &i.parents) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// How much of the latest edition there is by lead or by group.
#[must_use]
pub fn workload(timeline: &Timeline, on: Date, by: &By) -> Grid {
    #[derive(Default)]
    struct Load {
        items: usize,
        open: usize,
        done: usize,
        overdue: usize,
        slipped: usize,
        days: i64,
        by_status: BTreeMap<String, usize>,
    }
    let mut loads: Vec<(String, Load)> = Vec::new();
    for (thread, edition, item) in running(timeline) {
        let owners = match by {
            By::Lead => match people(edition, item) {
                Entry::List(people) => people,
                _ => continue,
            },
            By::Group(name) => match item.parents.iter().find(|(group, _)| group == name) {
                Some((_, id)) => vec![group_name(edition, name, id)],
                None => continue,
            },
        };
        let slip = timeline.slip(thread);
        let state = edition.state(item);
        for owner in owners {
            let at = loads.iter().position(|(known, _)| *known == owner).unwrap_or_else(|| {
                loads.push((owner.clone(), Load::default()));
                loads.len() - 1
            });
            let Some((_, load)) = loads.get_mut(at) else { continue };
            load.items += 1;
            load.open += usize::from(!is_settled(state));
            load.done += usize::from(state == Some(State::Done));
            load.overdue += usize::from(late(edition, item, on) == Late::Overdue);
            load.slipped += usize::from(slip.days > 0);
            load.days += slip.days.max(0);
            let status = status(edition, item).unwrap_or_default().to_owned();
            *load.by_status.entry(status).or_default() += 1;
        }
    }
    let columns = timeline.latest().map(present_statuses).unwrap_or_default();
    let first = match by {
        By::Lead => ("lead".to_owned(), "Lead".to_owned()),
        By::Group(name) => (name.clone(), capital(&name.replace('_', " "))),
    };
    let mut grid =
        Grid::new(&[(&first.0, &first.1), ("items", "Items"), ("open", "Open"), ("done", "Done")]);
    grid.columns.extend(columns.iter().map(|s| (s.clone(), capital(s))));
    for (name, title) in
        [("overdue", "Overdue"), ("slipped", "Slipped"), ("days_slipped", "Days slipped")]
    {
        grid.columns.push((name.to_owned(), title.to_owned()));
    }
    if *by == By::Lead {
        loads.sort_by(|(a, x), (b, y)| {
            y.open.cmp(&x.open).then(y.items.cmp(&x.items)).then(a.cmp(b))
        });
    }
    for (owner, load) in loads {
        let mut row: Vec<Entry> =
            vec![owner.into(), load.items.into(), load.open.into(), load.done.into()];
        row.extend(
            columns.iter().map(|s| Entry::from(load.by_status.get(s).copied().unwrap_or(0))),
        );
        row.extend([load.overdue.into(), load.slipped.into(), load.days.into()]);
        grid.rows.push(row);
    }
    grid
}

/// `1 Roads` of a group with a title.
pub(crate) fn group_name(edition: &Edition, entity: &str, id: &str) -> String {
    match edition.group_title(entity, id) {
        Some(title) if title != id => format!("{id} {title}"),
        _ => id.to_owned(),
    }
}

/// Items of the latest edition, in its order, with their threads.
pub(crate) fn running(timeline: &Timeline) -> Vec<(&Thread, &Edition, &Item)> {
    let mut all: Vec<_> = timeline
        .threads
        .iter()
        .filter(|t| timeline.is_running(t))
        .filter_map(|t| Some((t.stands.last()?.item, t)))
        .collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter()
        .filter_map(|(_, t)| {
            let (edition, item) = timeline.item(t.stands.last()?)?;
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
    let first = thread.stands.first().map_or(0, |s| s.edition);
    let absent = |(at, e): (usize, &Edition)| {
        (if e.remarks.unread.is_empty() || at < first { "-" } else { "?" }).to_owned()
    };
    let mut all: Vec<String> = timeline.editions.iter().enumerate().map(absent).collect();
    for stand in &thread.stands {
        if let (Some((edition, item)), Some(slot)) =
            (timeline.item(stand), all.get_mut(stand.edition))
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
    item.cell(edition.first_of(Kind::Text)).display()
}

/// What the items' text is called in the latest edition: `Action`.
fn text_title(timeline: &Timeline) -> &str {
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

fn state_word(edition: &Edition, item: &Item) -> Entry {
    edition.state(item).map(|s| s.as_str().to_owned()).into()
}

pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    to.since(from).map_or(0, |span| i64::from(span.get_days()))
}

pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn number(row: &[Entry], column: usize) -> i64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::plan;

    fn timeline() -> Timeline {
        let january = "1.1 | Publish the joint needs assessment | 2020-01 | Head of Data | | green
            1.2 | Recruit two speech therapists for schools | 2020-03-31 | Nurse Manager | | green
            1.3 | Review the short breaks offer with parents | 2020-02 | Nurse Manager | | amber";
        let february = "1.1 | Publish the joint needs assessment | 2020-03 | Head of Data | | amber
            1.3 | Recruit two speech therapists for schools | 2020-02-15 | Nurse Manager | | amber
            1.4 | Review the short breaks offer with parents | 2020-02 | Nurse Manager | | blue";
        let march = "1.1 | Publish the joint needs assessment | 2020-05 | Head of Data | | red
            1.3 | Recruit two speech therapists for schools | 2020-02-15 | Head of Data; Nurse Manager | | amber";
        let editions =
            vec![plan("2020-03", march), plan("2020-01", january), plan("2020-02", february)];
        Timeline::of(editions, &[])
    }

    fn shown(grid: &Grid, columns: &[&str]) -> Vec<String> {
        let at: Vec<_> = columns
            .iter()
            .map(|c| grid.columns.iter().position(|(name, _)| name == c).unwrap())
            .collect();
        let row = |r: &Vec<Entry>| at.iter().map(|i| r[*i].show()).collect::<Vec<_>>().join(" | ");
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn all_items_with_their_dates_and_statuses() {
        let grid = histories(&timeline());
        let columns =
            ["id", "to", "first_due", "latest_due", "times_moved", "days_slipped", "statuses"];
        assert_eq!(
            shown(&grid, &columns),
            [
                "1.1 | 2020-03 | 2020-01-31 | 2020-05-31 | 2 | 121 | green; amber; red",
                "1.3 | 2020-03 | 2020-03-31 | 2020-02-15 | 1 | -45 | green; amber; amber",
                "1.4 | 2020-02 | 2020-02-29 | 2020-02-29 | 0 | 0 | amber; blue; -",
            ]
        );
    }

    #[test]
    fn one_item_through_its_editions() {
        let timeline = timeline();
        let threads = timeline.threads_of("1.2");
        assert_eq!(threads.len(), 1);
        let grid = history(&timeline, threads[0]);
        assert_eq!(
            shown(&grid, &["period", "id", "moved", "changed", "same_because"]),
            [
                "2020-01 | 1.2 |  |  | ",
                "2020-02 | 1.3 | -45 | ref; completion; status | same text under another ref",
                "2020-03 | 1.3 |  | leads | same ref, same text",
            ]
        );
        // Today's 1.3, not the one that had this ref before.
        assert_eq!(timeline.threads_of("1.3"), threads);
        assert_eq!(timeline.threads_of("9.9"), Vec::<&Thread>::new());
    }

    #[test]
    fn overdue_slippage_and_leads() {
        let timeline = timeline();
        let day = timeline.last_day().unwrap();
        assert_eq!(day.to_string(), "2020-03-31");
        assert_eq!(shown(&overdue(&timeline, day), &["id", "days_overdue"]), ["1.3 | 45"]);
        // What is due on the day itself is not overdue.
        let due = "2020-02-15".parse().unwrap();
        assert_eq!(overdue(&timeline, due).rows.len(), 0);
        assert_eq!(
            shown(&slippage(&timeline), &["id", "days_slipped", "times_moved"]),
            ["1.1 | 121 | 2", "1.3 | -45 | 1"]
        );
        assert_eq!(
            shown(
                &leads(&timeline, day),
                &["lead", "open", "amber", "red", "overdue", "days_slipped"]
            ),
            ["Head of Data | 2 | 1 | 1 | 1 | 121", "Nurse Manager | 1 | 1 | 0 | 1 | 0"]
        );
    }

    #[test]
    fn what_is_done_or_dropped_is_never_overdue() {
        let rows = "1 | Mend the clock | 2024-01-31 | Curator | | complete
            2 | Repaint the hall | 2024-03-31 | Estates | | delayed
            3 | Open the shop | 2024-12-31 | Shop | | on track
            4 | Catalogue the coins | 2024-02-29 | Curator | | not achieved
            5 | Close the annexe | 2024-02-29 | Curator | | abandoned";
        let mut edition = plan("2024-05", rows);
        edition.legend.clear();
        let timeline = Timeline::of(vec![edition], &[]);
        let day = timeline.last_day().unwrap();
        assert_eq!(shown(&overdue(&timeline, day), &["id", "state"]), ["4 | open", "2 | open"]);
        assert_eq!(
            shown(&leads(&timeline, day), &["lead", "open", "done", "overdue"]),
            ["Curator | 1 | 1 | 1", "Estates | 1 | 0 | 1", "Shop | 1 | 0 | 0"]
        );
        let next = due_within(&timeline, "2024-12-01".parse().unwrap(), 30);
        assert_eq!(shown(&next, &["id", "days_left"]), ["3 | 30"]);
    }

    #[test]
    fn a_note_in_the_document_tells_apart_what_is_complete() {
        let rows = "1.1 | Fit the handrails | 2024-01-31 | Estates | | green
            1.3 | Mend the bell | 2024-03-31 | Estates | | red";
        let mut edition = plan("2024-05", rows);
        let text = "NB – where a date has passed and the rating is green, the action is complete";
        let note = crate::Note { text: text.to_owned(), ..crate::Note::default() };
        edition.remarks.notes.push(note);
        let timeline = Timeline::of(vec![edition], &[]);
        let grid = overdue(&timeline, timeline.last_day().unwrap());
        assert_eq!(overdue_counts(&grid), (1, 1));
        assert_eq!(shown(&grid, &["id", "note"]), ["1.3 | ".to_owned(), format!("1.1 | {text}")]);
    }

    #[test]
    fn a_day_is_answered_by_the_edition_in_force_on_it() {
        let whole = timeline();
        let then = whole.on("2020-02-20".parse().unwrap());
        assert_eq!(then.latest().unwrap().document.period.as_deref(), Some("2020-02"));
        assert_eq!(then.threads.len(), 3);
        assert!(whole.on("2019-12-31".parse().unwrap()).editions.is_empty());
        assert_eq!(whole.on("2030-01-01".parse().unwrap()), whole);
    }

    #[test]
    fn struck_dates_count_as_promises() {
        let due = |days: &[&str]| {
            let all: Vec<Date> = days.iter().map(|d| d.parse().unwrap()).collect();
            let (end, former) = all.split_last().unwrap();
            Cell::Dates(crate::Dates {
                end: Some(*end),
                former: former.to_vec(),
                ..crate::Dates::default()
            })
        };
        let promised = |months: &[&[&str]]| {
            let editions = months.iter().enumerate().map(|(n, days)| {
                let mut edition = plan(&format!("2024-{:02}", n + 5), "1.1 | Rebuild the jetty");
                edition.items[0].cells[1] = due(days);
                edition
            });
            let timeline = Timeline::of(editions.collect(), &[]);
            let slip = timeline.slip(&timeline.threads[0]);
            (slip.first.unwrap().to_string(), slip.days, slip.moves)
        };
        let (march, june, september) = ("2024-03-31", "2024-06-30", "2024-09-30");
        let from = |day: &str, days, moves| (day.to_owned(), days, moves);
        assert_eq!(promised(&[&[march, june], &[march, june, september]]), from(march, 183, 2));
        assert_eq!(promised(&[&[march, june], &[march, june]]), from(march, 91, 1));
        // Struck dates between two editions, and one that only the later edition tells of.
        assert_eq!(promised(&[&[march], &[march, june, september]]), from(march, 183, 2));
        assert_eq!(promised(&[&[june], &[march, june]]), from(march, 91, 1));
        assert_eq!(promised(&[&[june], &[march]]), from(june, -91, 1));
        assert_eq!(promised(&[&[march], &[june], &[march]]), from(march, 0, 2));
    }

    #[test]
    fn what_may_be_on_an_unread_page_is_not_gone() {
        let both =
            "1 | Clear the gullies | 2024-01 | | | red\n2 | Walk the culverts | 2024-01 | | | red";
        let one = "1 | Clear the gullies | 2024-01 | | | red";
        let mut february = plan("2024-02", one);
        let unread = crate::Unread { page: Some(3), message: String::new() };
        february.remarks.unread.push(unread);
        let timeline = Timeline::of(vec![plan("2024-01", both), february.clone()], &[]);
        assert_eq!(vanished(&timeline).rows.len(), 0);
        let told = cautions(&timeline);
        assert_eq!(
            told[0].1,
            "page 3 of February 2024 is unread; 1 action in January 2024 was not found and may be \
             there: these numbers leave it out"
        );
        assert_eq!(shown(&histories(&timeline), &["id", "statuses"])[1], "2 | red; ?");
        let changes = timeline.compare(0, 1).unwrap();
        let sum = changes.summary();
        assert_eq!((sum.removed, sum.not_found), (0, 1));
        assert!(
            crate::told::text(&changes, false)
                .contains("1 not found in February 2024, possibly on page 3, which is unread")
        );
        // Back again, it is not new, and the page that was not read is told.
        let timeline =
            Timeline::of(vec![plan("2024-01", both), february, plan("2024-03", both)], &[]);
        assert_eq!(shown(&histories(&timeline), &["id", "statuses"])[1], "2 | red; ?; red");
        let sum = timeline.compare(1, 2).unwrap().summary();
        assert_eq!((sum.added, sum.not_found), (0, 1));
        // Read to its end, it is gone.
        let timeline = Timeline::of(vec![plan("2024-01", both), plan("2024-02", one)], &[]);
        assert_eq!(
            shown(&vanished(&timeline), &["id", "last_period", "unfinished"]),
            ["2 | 2024-01 | yes"]
        );
    }

    #[test]
    fn no_edition_gives_no_rows() {
        let none = Timeline::default();
        let day = "2020-01-01".parse().unwrap();
        for grid in [histories(&none), overdue(&none, day), slippage(&none), leads(&none, day)] {
            assert_eq!(grid.rows.len(), 0);
        }
        assert_eq!(none.last_day(), None);
    }
}
