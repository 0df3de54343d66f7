//! Questions to a timeline: what became of an item, what is overdue, what slipped, who leads.

use crate::cell::Cell;
use crate::edition::{Edition, Item, Kind};
use crate::grid::{Entry, Grid};
use crate::identity::is_doubtful;
use crate::scale::Scale;
use crate::timeline::{Thread, Timeline};
use crate::told::month;
use jiff::civil::Date;
use std::collections::BTreeMap;

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
        let mut slip = Slip::default();
        for stand in &thread.stands {
            let Some((edition, item)) = self.item(stand) else { continue };
            let Some(end) = due(edition, item) else { continue };
            if slip.latest.is_some_and(|latest| latest != end) {
                slip.moves += 1;
            }
            slip.first = slip.first.or(Some(end));
            slip.latest = Some(end);
        }
        if let (Some(first), Some(latest)) = (slip.first, slip.latest) {
            slip.days = days_between(first, latest);
        }
        slip
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
        let period = self.latest()?.document.period.as_deref()?;
        let day = period.parse::<Date>();
        day.or_else(|_| format!("{period}-01").parse::<Date>().map(Date::last_of_month)).ok()
    }
}

/// What to know before one counts what is overdue or done: that the latest edition hardly shows any
/// status, so that what is done cannot be told from what is late.
#[must_use]
pub fn status_remark(timeline: &Timeline) -> Option<String> {
    let latest = timeline.latest()?;
    latest.first_of(Kind::Status)?;
    let all = latest.items.len();
    let shown = latest.items.iter().filter(|item| status(latest, item).is_some()).count();
    let period = month(latest.document.period.as_deref().unwrap_or_default());
    (shown * 5 < all && timeline.editions.iter().any(|e| !present_statuses(e).is_empty())).then(|| {
        format!(
            "{period} shows a status for {shown} of {all} only: without one, what is done counts as \
             open, and as overdue when its date is past"
        )
    })
}

/// One item through all editions: a row for each it stands in.
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
        ("same_because", "Same because"),
    ]);
    let mut former: Option<(&Edition, &Item)> = None;
    for stand in &thread.stands {
        let Some((edition, item)) = timeline.item(stand) else { continue };
        let end = due(edition, item);
        let before = former.and_then(|(e, i)| due(e, i));
        let moved = before.zip(end).map(|(b, a)| days_between(b, a)).filter(|d| *d != 0);
        let changed = former.map_or_else(Vec::new, |f| changed_fields(f, (edition, item)));
        let why = stand.link.map(|(sure, reason)| {
            let sure = if is_doubtful(sure) {
                format!(" ({:.0}% sure)", sure * 100.0)
            } else {
                String::new()
            };
            format!("{}{sure}", reason.phrase())
        });
        grid.rows.push(vec![
            edition.document.period.clone().into(),
            item.id.clone().into(),
            status(edition, item).map(str::to_owned).into(),
            item.cell(edition.first_of(Kind::Dates)).display().into(),
            moved.into(),
            people(edition, item),
            Entry::List(changed),
            text(edition, item).into(),
            why.into(),
        ]);
        former = Some((edition, item));
    }
    grid
}

/// Who is who: every link from an item to the same item one edition later (or several, where it
/// was gone for a while), how sure it is and why; `doubtful` for those alone that a person should
/// confirm or cut.
#[must_use]
pub fn links(timeline: &Timeline, doubtful: bool) -> Grid {
    let mut grid = Grid::new(&[
        ("before_period", "Before"),
        ("before", "Ref"),
        ("after_period", "After"),
        ("after", "Ref"),
        ("confidence", "Sure"),
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
/// statuses in order (`-` where the item was not there).
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
    ]);
    for thread in &timeline.threads {
        let Some((edition, item)) = thread.stands.last().and_then(|s| timeline.item(s)) else {
            continue;
        };
        let first = thread.stands.first().and_then(|s| timeline.item(s));
        let slip = timeline.slip(thread);
        grid.rows.push(vec![
            item.id.clone().into(),
            text(edition, item).into(),
            first.and_then(|(e, _)| e.document.period.clone()).into(),
            edition.document.period.clone().into(),
            slip.first.into(),
            slip.latest.into(),
            slip.moves.into(),
            slip.days.into(),
            Entry::List(statuses(timeline, thread)),
        ]);
    }
    grid
}

/// Items of the latest edition that were due before a day and are not done, longest overdue first.
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
    ]);
    for (thread, edition, item) in running(timeline) {
        let Some(end) = due(edition, item) else { continue };
        if end >= on || is_done(edition, item) {
            continue;
        }
        let slip = timeline.slip(thread);
        grid.rows.push(vec![
            item.id.clone().into(),
            text(edition, item).into(),
            end.into(),
            days_between(end, on).into(),
            status(edition, item).map(str::to_owned).into(),
            people(edition, item),
            slip.first.into(),
            slip.moves.into(),
        ]);
    }
    // Stable: what is equally late stays in document order.
    grid.rows.sort_by_key(|row| std::cmp::Reverse(number(row, 3)));
    grid
}

/// Items of the latest edition whose date moved, furthest first.
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
    ]);
    for (thread, edition, item) in running(timeline) {
        let slip = timeline.slip(thread);
        if slip.moves == 0 {
            continue;
        }
        grid.rows.push(vec![
            item.id.clone().into(),
            text(edition, item).into(),
            slip.first.into(),
            slip.latest.into(),
            slip.days.into(),
            slip.moves.into(),
            status(edition, item).map(str::to_owned).into(),
            people(edition, item),
        ]);
    }
    grid.rows.sort_by_key(|row| std::cmp::Reverse(number(row, 4)));
    grid
}

/// Who leads how much of the latest edition: items, those not done, by status, overdue on a day,
/// slipped. An item with several leads counts for each.
#[must_use]
pub fn leads(timeline: &Timeline, on: Date) -> Grid {
    #[derive(Default)]
    struct Load {
        items: usize,
        open: usize,
        overdue: usize,
        slipped: usize,
        days: i64,
        by_status: BTreeMap<String, usize>,
    }
    let mut loads: BTreeMap<String, Load> = BTreeMap::new();
    for (thread, edition, item) in running(timeline) {
        let Entry::List(people) = people(edition, item) else { continue };
        let slip = timeline.slip(thread);
        let open = !is_done(edition, item);
        for person in people {
            let load = loads.entry(person).or_default();
            load.items += 1;
            load.open += usize::from(open);
            load.overdue += usize::from(open && due(edition, item).is_some_and(|d| d < on));
            load.slipped += usize::from(slip.days > 0);
            load.days += slip.days.max(0);
            let status = status(edition, item).unwrap_or_default().to_owned();
            *load.by_status.entry(status).or_default() += 1;
        }
    }
    let columns = timeline.latest().map(present_statuses).unwrap_or_default();
    let mut grid = Grid::new(&[("lead", "Lead"), ("items", "Items"), ("open", "Open")]);
    grid.columns.extend(columns.iter().map(|s| (s.clone(), capital(s))));
    for (name, title) in
        [("overdue", "Overdue"), ("slipped", "Slipped"), ("days_slipped", "Days slipped")]
    {
        grid.columns.push((name.to_owned(), title.to_owned()));
    }
    let mut loads: Vec<_> = loads.into_iter().collect();
    loads.sort_by(|a, b| b.1.open.cmp(&a.1.open).then(b.1.items.cmp(&a.1.items)));
    for (person, load) in loads {
        let mut row: Vec<Entry> = vec![person.into(), load.items.into(), load.open.into()];
        row.extend(
            columns.iter().map(|s| Entry::from(load.by_status.get(s).copied().unwrap_or(0))),
        );
        row.extend([load.overdue.into(), load.slipped.into(), load.days.into()]);
        grid.rows.push(row);
    }
    grid
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
    all.sort_by_key(|s| (scale.rank(s).unwrap_or(usize::MAX), s.clone()));
    all.dedup();
    all
}

/// The statuses of an item, one for each edition of the timeline.
pub(crate) fn statuses(timeline: &Timeline, thread: &Thread) -> Vec<String> {
    let mut all = vec!["-".to_owned(); timeline.editions.len()];
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
    status(edition, item).is_some_and(|s| Scale::of(&edition.legend).is_done(s))
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
    use crate::identity::Links;
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
        Timeline::of(editions, &|_, _| Links::default())
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
    fn no_edition_gives_no_rows() {
        let none = Timeline::default();
        let day = "2020-01-01".parse().unwrap();
        for grid in [histories(&none), overdue(&none, day), slippage(&none), leads(&none, day)] {
            assert_eq!(grid.rows.len(), 0);
        }
        assert_eq!(none.last_day(), None);
    }
}
