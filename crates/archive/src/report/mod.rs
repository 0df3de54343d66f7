//! A report for a committee: one page that needs nothing else, readable on screen and on paper.

mod changes;
mod charts;
mod lists;
mod months;

use crate::edition::{Edition, Item, Kind};
use crate::history::{self, present_statuses};
use crate::scale::Scale;
use crate::timeline::{Thread, Timeline};
use crate::told::{count, month};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// How many months the heat map and the lists behind the numbers go back.
const MONTHS: usize = 24;

/// What the parts of the page need to know.
struct Page<'a> {
    timeline: &'a Timeline,
    latest: &'a Edition,
    on: Date,
    /// What an item is called.
    called: Called,
    /// Every status that any shown edition has, best first, and the letters that stand for it.
    statuses: Vec<(String, String)>,
    /// Number of the thread of each item, by edition and position.
    threads: BTreeMap<(usize, usize), usize>,
}

/// What items are called: by the title of the field that holds their text, where that is one word.
struct Called {
    one: String,
    many: String,
}

impl Called {
    fn of(edition: &Edition) -> Self {
        let field = edition.first_of(Kind::Text).and_then(|i| edition.fields.get(i));
        let title = field.map(|f| f.title.to_lowercase());
        let one = title
            .filter(|t| !t.is_empty() && t.chars().all(char::is_alphabetic))
            .unwrap_or_else(|| "item".to_owned());
        Self { many: format!("{one}s"), one }
    }

    /// `Actions`, and what follows.
    fn start(&self, rest: &str) -> String {
        format!("{}{rest}", history::capital(&self.many))
    }
}

/// The report as one HTML page without scripts or links to elsewhere; `on` is the day on which to
/// ask what is overdue (see [`Timeline::last_day`]).
#[must_use]
pub fn report(timeline: &Timeline, on: Date) -> String {
    let Some(latest) = timeline.latest() else {
        return page("Report", &html! { main { h1 { "Report" } p { "The archive is empty." } } });
    };
    let mut threads = BTreeMap::new();
    for (number, thread) in timeline.threads.iter().enumerate() {
        threads.extend(thread.stands.iter().map(|s| ((s.edition, s.item), number)));
    }
    let statuses = letters(timeline);
    let called = Called::of(latest);
    let parts = Page { timeline, latest, called, on, statuses, threads };
    let title = latest.document.title.clone().unwrap_or_else(|| "Report".to_owned());
    let body = html! {
        header {
            h1 { (title) }
            p { (edition_line(timeline)) }
            @if let Some(remark) = history::status_remark(timeline) { p.remark { (remark) "." } }
        }
        (navigation(&parts))
        main {
            (headline(&parts))
            (changes::section(&parts))
            (lists::overdue(&parts))
            (months::by_month(&parts))
            (months::heat_map(&parts))
            (charts::slippage(&parts))
            (lists::leads(&parts))
            (months::behind(&parts))
            (lists::sources(&parts))
        }
    };
    page(&title, &body)
}

fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                // Nothing is loaded from elsewhere, whatever stands in the texts.
                meta
                    http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body { (body) }
        }
    };
    page.into_string()
}

fn edition_line(timeline: &Timeline) -> String {
    let name = |e: Option<&Edition>| e.and_then(|e| e.document.period.as_deref()).map(month);
    let (first, last) = (name(timeline.editions.first()), name(timeline.editions.last()));
    match (first, last) {
        (Some(first), Some(last)) if first != last => {
            let editions = count(timeline.editions.len(), "edition");
            let gaps = gaps(timeline);
            let missing = match &gaps[..] {
                [] => String::new(),
                gaps => format!("; none of {}", gaps.join(", ")),
            };
            format!("{last}; {editions} since {first}{missing}")
        }
        (_, last) => last.unwrap_or_default(),
    }
}

/// The months between two editions in which one would have been expected, as the editions' smallest
/// step has it: `March 2024`, `March 2024 to May 2024`.
fn gaps(timeline: &Timeline) -> Vec<String> {
    let periods = timeline.editions.iter().filter_map(|e| e.document.period.as_deref());
    let months: Vec<Date> = periods.filter_map(|p| format!("{p}-01").parse().ok()).collect();
    let number = |day: &Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let steps = || months.iter().zip(months.iter().skip(1));
    let step = steps().map(|(a, b)| number(b) - number(a)).min().filter(|n| *n > 0);
    let Some(step) = step else { return Vec::new() };
    let name = |day: Date| day.strftime("%B %Y").to_string();
    let gap = |(before, after): (&Date, &Date)| {
        let first = before.checked_add(step.months()).ok().filter(|day| day < after)?;
        let last = after.checked_sub(step.months()).ok().filter(|day| *day > first);
        Some(last.map_or_else(|| name(first), |last| format!("{} to {}", name(first), name(last))))
    };
    steps().filter_map(gap).collect()
}

fn navigation(page: &Page<'_>) -> Markup {
    let every = format!("Every {}, every month", page.called.one);
    let parts = [
        ("changes", "Changes"),
        ("overdue", "Overdue"),
        ("months", "Status by month"),
        ("heat", every.as_str()),
        ("slippage", "Slippage"),
        ("leads", "Leads"),
        ("sources", "Sources"),
    ];
    html! {
        nav aria-label="Parts of this report" {
            ul { @for (id, title) in parts { li { a href={ "#" (id) } { (title) } } } }
        }
    }
}

/// The headline counts, each a link to its rows.
fn headline(page: &Page<'_>) -> Markup {
    let items = page.latest.items.len();
    let done = page.latest.items.iter().filter(|i| history::is_done(page.latest, i)).count();
    let overdue = history::overdue(page.timeline, page.on).rows.len();
    let slipped = page
        .timeline
        .threads
        .iter()
        .filter(|t| page.timeline.is_running(t))
        .filter(|t| page.timeline.slip(t).days > 0)
        .count();
    let at = page.timeline.editions.len().saturating_sub(1);
    let done_status = page.statuses.iter().find(|(s, _)| Scale::of(&page.latest.legend).is_done(s));
    let done_status = done_status.filter(|_| done > 0);
    let done_link = done_status.map_or_else(|| "#heat".to_owned(), |(s, _)| list_id(at, s));
    let tiles = [
        (items, page.called.many.as_str(), "#heat".to_owned()),
        (done, "done", done_link),
        (overdue, "overdue", "#overdue".to_owned()),
        (slipped, "due later than first promised", "#slippage".to_owned()),
    ];
    html! {
        section.headline aria-label="Headline counts" {
            ul {
                @for (n, label, link) in tiles {
                    li { a href=(link) { strong { (n) } " " span { (label) } } }
                }
            }
        }
    }
}

impl<'a> Page<'a> {
    /// A ref that leads to the item's row of the heat map.
    fn reference(&self, thread: usize, name: &str) -> Markup {
        html! { a href={ "#t" (thread) } { (name) } }
    }

    /// The thread of an item of an edition.
    fn thread_of(&self, edition: usize, id: &str) -> Option<usize> {
        let items = &self.timeline.editions.get(edition)?.items;
        let place = items.iter().position(|i| i.id == id)?;
        self.threads.get(&(edition, place)).copied()
    }

    /// The letters of a status.
    fn letter(&self, status: &str) -> &str {
        self.statuses.iter().find(|(s, _)| s == status).map_or("–", |(_, letter)| letter)
    }

    /// Items of the latest edition with the numbers of their threads.
    fn running(&self) -> Vec<(usize, &'a Thread, &'a Edition, &'a Item)> {
        let at = self.timeline.editions.len().saturating_sub(1);
        let running = history::running(self.timeline).into_iter();
        running
            .filter_map(|(thread, edition, item)| {
                let place = thread.stands.last()?.item;
                Some((*self.threads.get(&(at, place))?, thread, edition, item))
            })
            .collect()
    }

    /// Position of the first month that the heat map shows.
    fn first_month(&self) -> usize {
        self.timeline.editions.len().saturating_sub(MONTHS)
    }
}

/// Link to the list of the items that had a status in an edition.
fn list_id(edition: usize, status: &str) -> String {
    format!("#m{edition}-{}", slug(status))
}

/// A status as part of an id and as a class: ASCII letters and digits, others as `-`.
fn slug(status: &str) -> String {
    status.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// A colour name for the class of a status; statuses that are no colours get their place on the
/// scale.
fn colour(page: &Page<'_>, status: &str) -> String {
    let known = ["blue", "green", "amber", "red", "grey"];
    if known.contains(&status) {
        return format!("s-{status}");
    }
    let place = page.statuses.iter().position(|(s, _)| s == status).unwrap_or(0);
    format!("s-other s-{}", place % 5)
}

/// The statuses of all editions, best first, each with the fewest capitals that tell it apart.
fn letters(timeline: &Timeline) -> Vec<(String, String)> {
    let scale = timeline.latest().map(|e| Scale::of(&e.legend)).unwrap_or_default();
    let mut all: Vec<String> = timeline.editions.iter().flat_map(present_statuses).collect();
    all.sort_by_key(|s| (scale.rank(s).unwrap_or(usize::MAX), s.clone()));
    all.dedup();
    let start = |s: &str, n: usize| history::capital(&s.chars().take(n).collect::<String>());
    all.iter()
        .map(|status| {
            let length = status.chars().count();
            let shortest = (1..=length).find(|n| {
                let start_of = start(status, *n);
                !all.iter().any(|other| other != status && start(other, *n) == start_of)
            });
            (status.clone(), start(status, shortest.unwrap_or(length)))
        })
        .collect()
}

#[cfg(test)]
mod tests;
