//! A report for a committee: one page that needs nothing else, readable on screen and on paper.

mod changes;
mod charts;
mod corrections;
#[cfg(feature = "docx")]
pub(crate) mod docx;
mod lists;
mod months;
mod queries;

use crate::called::Called;
use crate::history::{self, present_statuses};
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::BTreeMap;
use tablemend_compare::{Edition, Item, Scale, Thread, Timeline, months, render::month};

/// How many months the heat map and the lists behind the numbers go back.
const MONTHS: usize = 24;

/// What the parts of the page need to know.
struct Page<'a> {
    timeline: &'a Timeline,
    latest: &'a Edition,
    on: Date,
    /// What an item is called.
    called: Called,
    /// Every status that any shown edition has, best first, and the letters for them.
    statuses: Vec<(String, String)>,
    /// Number of the thread of each item, by edition and position.
    threads: BTreeMap<(usize, usize), usize>,
    /// Number of each thread by its key in all editions.
    keys: BTreeMap<String, usize>,
}

/// The report as one HTML page without scripts or links to elsewhere; `on` is the day on which to
/// ask what is overdue (see [`Timeline::last_day`]).
#[must_use]
pub fn report(timeline: &Timeline, on: Date) -> String {
    let Some(parts) = Page::of(timeline, on) else {
        return page("Report", &html! { main { h1 { "Report" } p { "The archive is empty." } } });
    };
    let title = parts.latest.document.title.clone();
    let title = title.map_or_else(|| "Report".to_owned(), |t| t.replace('\n', " "));
    let body = html! {
        header {
            h1 { (title) }
            p { (edition_line(timeline)) }
            @for (_, caution) in history::cautions(timeline) {
                p.remark { (tablemend_compare::capital(&caution)) "." }
            }
        }
        (navigation(&parts))
        main {
            (headline(&parts))
            (changes::section(&parts))
            (lists::overdue(&parts))
            (lists::due_next(&parts))
            (months::by_month(&parts))
            (months::heat_map(&parts))
            (charts::slippage(&parts))
            (lists::groups(&parts))
            (lists::leads(&parts))
            (lists::vanished(&parts))
            (queries::notes(&parts))
            (queries::queries(&parts))
            (corrections::section(&parts))
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
                // Nothing is loaded from elsewhere, whatever is in the texts.
                meta
                    http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(tablemend_compare::MAKER);
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
            let missing = match &gaps(timeline)[..] {
                [] => String::new(),
                gaps => format!("; there is none for {}", gaps.join(", ")),
            };
            format!(
                "{last} – the {} edition since {first}{missing}",
                ordinal(timeline.editions.len())
            )
        }
        (_, last) => last.unwrap_or_default(),
    }
}

/// `sixth`; from eleven on in figures.
fn ordinal(n: usize) -> String {
    const WORDS: [&str; 10] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth",
    ];
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let word = n.checked_sub(1).and_then(|i| WORDS.get(i));
    word.map_or_else(|| format!("{n}{ending}"), |word| (*word).to_owned())
}

/// The months between two editions in which one would have been expected, as the editions' smallest
/// step has it: `March 2024`, `March 2024 to May 2024`.
fn gaps(timeline: &Timeline) -> Vec<String> {
    let periods = timeline.editions.iter().filter_map(|e| e.document.period.as_deref());
    let spans: Vec<(i32, i32)> = periods.filter_map(months).collect();
    let steps = || spans.iter().zip(spans.iter().skip(1));
    let step = steps().map(|(a, b)| b.0 - a.0).min().filter(|n| *n > 0);
    let Some(step) = step else { return Vec::new() };
    let name = |month: i32| {
        let (year, month) = ((month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        self::month(&format!("{year:04}-{month:02}"))
    };
    let gap = |(before, after): (&(i32, i32), &(i32, i32))| {
        let first = Some(before.0 + step).filter(|month| *month < after.0)?;
        let last = Some(after.0 - step).filter(|month| *month > first);
        Some(last.map_or_else(|| name(first), |last| format!("{} to {}", name(first), name(last))))
    };
    steps().filter_map(gap).collect()
}

fn navigation(page: &Page<'_>) -> Markup {
    let every = format!("Every {}, every month", page.called.one);
    let (late, next) =
        if page.called.is_reviewed { ("Reviews", "Reviews next") } else { ("Overdue", "Due next") };
    let parts = [
        ("changes", "Changes", true),
        ("overdue", late, true),
        ("next", next, true),
        ("months", "Status by month", true),
        ("heat", every.as_str(), true),
        ("slippage", "Slippage", true),
        ("groups", "By section", lists::has_groups(page)),
        ("leads", "Leads", true),
        ("gone", "No longer in the plan", true),
        ("notes", "Notes in the document", queries::has_notes(page)),
        ("queries", "Queries", true),
        ("corrections", "Corrections", !page.latest.remarks.corrections.is_empty()),
        ("sources", "Sources", true),
    ];
    html! {
        nav aria-label="Parts of this report" {
            ul {
                @for (id, title, _) in parts.iter().filter(|(.., is_there)| *is_there) {
                    li { a href={ "#" (id) } { (title) } }
                }
            }
        }
    }
}

/// The headline counts, each a link to its rows.
fn headline(page: &Page<'_>) -> Markup {
    let items = page.latest.items.len();
    let done = page.latest.items.iter().filter(|i| history::is_done(page.latest, i)).count();
    let (overdue, noted) = history::overdue_counts(&history::overdue(page.timeline, page.on));
    let slipped = page
        .timeline
        .threads
        .iter()
        .filter(|t| page.timeline.is_running(t))
        .filter(|t| page.timeline.slip(t).days > 0)
        .count();
    let queries = page.latest.remarks.queries.len();
    let at = page.timeline.editions.len().saturating_sub(1);
    let is_done = |s: &str| {
        let mut items = page.latest.items.iter();
        items
            .any(|i| history::status(page.latest, i) == Some(s) && history::is_done(page.latest, i))
    };
    let mut done_statuses = page.statuses.iter().filter(|(s, _)| is_done(s));
    // Several words may mean that it is done: then the table has each.
    let done_link = match (done_statuses.next(), done_statuses.next()) {
        (Some((s, _)), None) => list_id(at, s),
        _ => "#months".to_owned(),
    };
    let mut tiles = vec![
        (items, page.called.many.clone(), "#heat"),
        (done, page.called.done().to_owned(), done_link.as_str()),
        (overdue, page.called.past().to_owned(), "#overdue"),
    ];
    if noted > 0 {
        tiles.push((noted, "past their date, complete by a note".to_owned(), "#noted"));
    }
    tiles.push((slipped, page.called.later().to_owned(), "#slippage"));
    if queries > 0 {
        let word = if queries == 1 { "query to check" } else { "queries to check" };
        tiles.push((queries, word.to_owned(), "#queries"));
    }
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
    /// `None` of an empty archive.
    fn of(timeline: &'a Timeline, on: Date) -> Option<Self> {
        let latest = timeline.latest()?;
        let (mut threads, mut keys) = (BTreeMap::new(), BTreeMap::new());
        for (number, thread) in timeline.threads.iter().enumerate() {
            keys.insert(timeline.key(thread), number);
            threads.extend(thread.appearances.iter().map(|s| ((s.edition, s.item), number)));
        }
        let statuses = letters(timeline);
        let called = Called::of(latest);
        Some(Self { timeline, latest, called, on, statuses, threads, keys })
    }

    /// A ref that leads to the item's row of the heat map.
    fn reference(&self, thread: usize, name: &str) -> Markup {
        html! { a href={ "#t" (thread) } { (name) } }
    }

    /// The ref of an item that something is said of: a link where the item is known, a dash for none.
    fn item(&self, edition: usize, id: Option<&str>) -> Markup {
        html! {
            @match id {
                Some(id) => @match self.thread_of(edition, id) {
                    Some(thread) => (self.reference(thread, id)),
                    None => (id),
                },
                None => "–",
            }
        }
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
                let place = thread.appearances.last()?.item;
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

/// A colour name for the class of a status; statuses that are not colours get their place on the
/// scale.
fn colour(page: &Page<'_>, status: &str) -> String {
    let known = ["blue", "green", "amber", "red", "grey"];
    if known.contains(&status) {
        return format!("s-{status}");
    }
    let place = page.statuses.iter().position(|(s, _)| s == status).unwrap_or(0);
    format!("s-other s-{}", place % 5)
}

/// Letters of a status at most: more do not fit in a bar.
const MOST_LETTERS: usize = 4;

/// The statuses of all editions, best first, each with the fewest letters that tell it apart; with its
/// first letter and a number where these are too many (`Complete` beside `Completed`).
fn letters(timeline: &Timeline) -> Vec<(String, String)> {
    let scale = timeline.latest().map(|e| Scale::of(&e.legend)).unwrap_or_default();
    let mut all: Vec<String> = timeline.editions.iter().flat_map(present_statuses).collect();
    all.sort_by_key(|s| history::order(&scale, s));
    all.dedup();
    let start =
        |s: &str, n: usize| tablemend_compare::capital(&s.chars().take(n).collect::<String>());
    let mut all_letters: Vec<(String, String)> = all
        .iter()
        .map(|status| {
            let length = status.chars().count();
            let shortest = (1..=length).find(|n| {
                let start_of = start(status, *n);
                !all.iter().any(|other| other != status && start(other, *n) == start_of)
            });
            (status.clone(), start(status, shortest.unwrap_or(length)))
        })
        .collect();
    for at in 0..all_letters.len() {
        let Some((status, long)) = all_letters.get(at) else { continue };
        if long.chars().count() <= MOST_LETTERS {
            continue;
        }
        let first = start(status, 1);
        let is_free = |short: &String| all_letters.iter().all(|(_, other)| other != short);
        if let Some(short) = (1..).map(|n: u32| format!("{first}{n}")).find(is_free)
            && let Some((_, letters)) = all_letters.get_mut(at)
        {
            *letters = short;
        }
    }
    all_letters
}

#[cfg(test)]
mod tests;
