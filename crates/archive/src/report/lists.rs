//! The report's plain tables: overdue, leads, sources.

use super::{Page, colour};
use crate::grid::{Entry, Grid};
use crate::history::{self, By, Late};
use jiff::ToSpan;
use maud::{Markup, html};
use tablemend_compare::render::{count, month};
use tablemend_compare::{Edition, Item, Thread, capital};

/// What is overdue; apart from it what a note in the document says is complete.
pub(super) fn overdue(page: &Page<'_>) -> Markup {
    let grid = history::overdue(page.timeline, page.on);
    let apart = |noted: bool| {
        let rows = grid.rows.iter().filter(|row| history::is_noted(row) == noted);
        Grid { rows: rows.cloned().collect(), ..grid.clone() }
    };
    let (late, noted) = (apart(false), apart(true));
    let day = page.on.strftime("%-d %B %Y").to_string();
    html! {
        section #overdue {
            h2 {
                @if page.called.is_reviewed { "Reviews overdue on " } @else { "Overdue on " }
                (day)
            }
            @for sentence in history::notes_elsewhere(page.timeline, page.on) {
                p.remark { (sentence) "." }
            }
            @if late.rows.is_empty() {
                p {
                    @if page.called.is_reviewed { "No review date has passed." }
                    @else { "Nothing is overdue." }
                }
            } @else {
                @let caption = page.called.start(if page.called.is_reviewed {
                    " whose review date has passed"
                } else {
                    " past their due date and not complete"
                });
                (table(page, &late, &caption, None))
            }
            @if !noted.rows.is_empty() {
                h3 #noted { "Past their date, but complete according to a note in the document" }
                p { "They are not counted as overdue." }
                (table(page, &noted, &page.called.start(" that a note says are complete"), None))
            }
        }
    }
}

/// What is due next, by 30, 60 and 90 days.
pub(super) fn due_next(page: &Page<'_>) -> Markup {
    let grid = history::due_within(page.timeline, page.on, 90);
    let within = |days: i64| {
        let is_in = |row: &&Vec<Entry>| matches!(row.get(3), Some(Entry::Number(n)) if *n <= days);
        grid.rows.iter().filter(is_in).count()
    };
    let until = |days: i64| page.on.checked_add(days.days()).unwrap_or(page.on);
    let day = |date: jiff::civil::Date| date.strftime("%-d %B %Y").to_string();
    html! {
        section #next {
            h2 { @if page.called.is_reviewed { "To be reviewed next" } @else { "Due next" } }
            ul {
                @for days in [30, 60, 90] {
                    li {
                        "In the next " (days) " days (to " (day(until(days))) "): " (within(days))
                    }
                }
            }
            @if !grid.rows.is_empty() {
                @let what = if page.called.is_reviewed { "to be reviewed" } else { "due" };
                @let caption = page.called.start(&format!(" {what} in the next 90 days"));
                (table(page, &grid, &caption, None))
            }
        }
    }
}

/// Whether the latest edition's items belong to groups.
pub(super) fn has_groups(page: &Page<'_>) -> bool {
    !history::groups(page.timeline).is_empty()
}

/// The work by section, priority area, theme.
pub(super) fn groups(page: &Page<'_>) -> Markup {
    let groups = history::groups(page.timeline);
    if groups.is_empty() {
        return html! {};
    }
    html! {
        section #groups {
            h2 { "By section" }
            @for group in groups {
                @let by = By::Group(group.clone());
                @let grid = history::workload(page.timeline, page.on, &by);
                @let caption = format!(" by {}", group.replace('_', " "));
                (table(page, &grid, &page.called.start(&caption), None))
            }
        }
    }
}

/// Who leads how much.
pub(super) fn leads(page: &Page<'_>) -> Markup {
    let grid = history::leads(page.timeline, page.on);
    html! {
        section #leads {
            h2 { "Leads" }
            @if grid.rows.is_empty() {
                p { "No " (page.called.one) " of the latest edition names its lead." }
            } @else {
                p { (capital(&page.called.with_article())) " with several leads is counted under each." }
                (table(page, &grid, &page.called.start(" of the latest edition by lead"), Some("l")))
            }
        }
    }
}

/// What is no longer in the plan.
pub(super) fn vanished(page: &Page<'_>) -> Markup {
    let grid = history::vanished(page.timeline);
    let unfinished = grid.rows.iter().filter(|row| row.get(6).is_some_and(|e| e.show() == "yes"));
    let unfinished = unfinished.count();
    html! {
        section #gone {
            h2 { "No longer in the plan" }
            @if grid.rows.is_empty() {
                p { "Nothing has been left out since the first edition." }
            } @else {
                p {
                    (page.called.count(grid.rows.len())) " of earlier editions "
                    @if grid.rows.len() == 1 { "is" } @else { "are" }
                    " no longer in the plan; " (unfinished) " of them unfinished when last seen."
                }
                (table(page, &grid, &page.called.start(" no longer in the plan"), None))
            }
        }
    }
}

/// Where the numbers come from.
pub(super) fn sources(page: &Page<'_>) -> Markup {
    let caption = "The editions this report was made from";
    html! {
        section #sources {
            h2 { "Sources" }
            div.scroll tabindex="0" role="region" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead {
                        tr {
                            @for title in ["Month", "File", &page.called.start(""), "Queries"] {
                                th scope="col" { (title) }
                            }
                        }
                    }
                    tbody {
                        @for edition in page.timeline.editions.iter().rev() {
                            @let document = &edition.document;
                            tr {
                                th scope="row" {
                                    (month(document.period.as_deref().unwrap_or_default()))
                                }
                                td { (document.name) }
                                td.number { (edition.items.len()) }
                                td.number { (edition.remarks.queries.len()) }
                            }
                        }
                    }
                }
            }
            details {
                summary { "Technical details" }
                table {
                    caption { "How the editions were read" }
                    thead {
                        tr {
                            @for title in ["Month", "Extracted with", "Document type", "SHA-256"] {
                                th scope="col" { (title) }
                            }
                        }
                    }
                    tbody {
                        @for edition in page.timeline.editions.iter().rev() {
                            @let document = &edition.document;
                            tr {
                                th scope="row" {
                                    (month(document.period.as_deref().unwrap_or_default()))
                                }
                                td { (document.tool) }
                                td { (document.profile) }
                                td { code { (document.sha256.get(..16).unwrap_or_default()) "…" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The actions behind each lead's numbers: with the letter of the status, and what is overdue or
/// slipped.
pub(super) fn by_lead(page: &Page<'_>) -> Markup {
    let grid = history::leads(page.timeline, page.on);
    let running = page.running();
    html! {
        @if !grid.rows.is_empty() {
            h3 { "Latest edition by lead" }
            dl.lists {
                @for (n, lead) in grid.rows.iter().filter_map(|row| row.first()).enumerate() {
                    @let lead = lead.show();
                    dt #{ "l" (n) } { (lead) }
                    dd {
                        @let own = running.iter().filter(|(_, _, edition, item)| {
                            matches!(history::people(edition, item), Entry::List(p) if p.contains(&lead))
                        });
                        @for (i, (number, thread, edition, item)) in own.enumerate() {
                            @if i > 0 { ", " }
                            (page.reference(*number, &item.id))
                            " (" (remarks(page, thread, edition, item)) ")"
                        }
                    }
                }
            }
        }
    }
}

/// `green, overdue, +61 days`.
fn remarks(page: &Page<'_>, thread: &Thread, edition: &Edition, item: &Item) -> String {
    let mut all = vec![history::status(edition, item).unwrap_or("no status").to_owned()];
    match history::late(edition, item, page.on) {
        Late::Overdue if page.called.is_reviewed => all.push("review overdue".to_owned()),
        Late::Overdue => all.push("overdue".to_owned()),
        Late::Noted(_) => all.push("past its date, complete by a note".to_owned()),
        Late::No => {}
    }
    let days = page.timeline.slip(thread).days;
    if days > 0 {
        all.push(format!("+{}", count(usize::try_from(days).unwrap_or(0), "day")));
    }
    all.join(", ")
}

/// A grid as a table: its columns for people. Refs lead to the item's row of the heat map, a question
/// mark beside one to its queries, and numbers to the list whose id begins with `lists`.
pub(super) fn table(page: &Page<'_>, grid: &Grid, caption: &str, lists: Option<&str>) -> Markup {
    let columns: Vec<usize> = grid.shown();
    let queried = grid.columns.iter().position(|(name, _)| name == "queries");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for c in &columns { th scope="col" { (grid.columns[*c].1) } }
                    }
                }
                tbody {
                    @for (n, row) in grid.rows.iter().enumerate() {
                        tr {
                            @for c in &columns {
                                @let name = grid.columns[*c].0.as_str();
                                @let entry = row.get(*c).unwrap_or(&Entry::Blank);
                                @if *c == 0 {
                                    th scope="row" { (head(page, grid, row, queried)) }
                                } @else {
                                    (cell(page, name, entry, lists.map(|l| format!("#{l}{n}"))))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The first cell of a row: the ref with its links.
fn head(page: &Page<'_>, grid: &Grid, row: &[Entry], queried: Option<usize>) -> Markup {
    let text = row.first().map(Entry::show).unwrap_or_default();
    let is_id = grid.columns.first().is_some_and(|(name, _)| name == "id");
    let key = grid.columns.iter().position(|(name, _)| name == "item").and_then(|c| row.get(c));
    let thread = key.filter(|_| is_id).and_then(|key| page.keys.get(&key.show()).copied());
    let query = queried.and_then(|c| row.get(c)).map(Entry::show).filter(|q| !q.is_empty());
    html! {
        @match thread {
            Some(thread) => (page.reference(thread, &text)),
            None => (text),
        }
        @if let Some(query) = query {
            " " a.query href="#queries" title=(query) aria-label={ "Query on " (text) } { "?" }
        }
    }
}

fn cell(page: &Page<'_>, name: &str, entry: &Entry, list: Option<String>) -> Markup {
    let text = entry.show();
    html! {
        @if name == "status" && *entry != Entry::Blank {
            td { span class={ "chip " (colour(page, &text)) } { (capital(&text)) } }
        } @else if let Entry::Number(value) = entry {
            td.number {
                @match list.filter(|_| *value > 0) {
                    Some(list) => a href=(list) { (text) },
                    None => (text),
                }
            }
        } @else if let Entry::Day(day) = entry {
            td.day { (day.strftime("%-d %b %Y").to_string()) }
        } @else if name.ends_with("period") {
            td.day { (month(&text)) }
        } @else if name == "place" && text.len() < 16 {
            td.day { (text) }
        } @else {
            td { (text) }
        }
    }
}
