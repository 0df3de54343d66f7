//! The report's plain tables: overdue, leads, sources.

use super::{Page, colour};
use crate::edition::{Edition, Item};
use crate::grid::{Entry, Grid};
use crate::history;
use crate::timeline::Thread;
use crate::told::{count, month};
use maud::{Markup, html};

/// What is overdue.
pub(super) fn overdue(page: &Page<'_>) -> Markup {
    let grid = history::overdue(page.timeline, page.on);
    html! {
        section #overdue {
            h2 { "Overdue on " (page.on.strftime("%-d %B %Y").to_string()) }
            @if grid.rows.is_empty() {
                p { "Nothing is overdue." }
            } @else {
                @let caption = page.called.start(" that were due before this day and are not done");
                (table(page, &grid, &caption, false))
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
                p { "What has several leads counts for each of them." }
                (table(page, &grid, &page.called.start(" of the latest edition by lead"), true))
            }
        }
    }
}

/// Where the numbers come from.
pub(super) fn sources(page: &Page<'_>) -> Markup {
    html! {
        section #sources {
            h2 { "Sources" }
            div.scroll tabindex="0" role="region" aria-label="The editions this report was made from" {
                table {
                    caption { "The editions this report was made from" }
                    thead {
                        tr {
                            @for title in ["Month", "File", &page.called.start(""), "Read by", "SHA-256"] {
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
                                td { (document.tool) }
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
    let is_late = history::due(edition, item).is_some_and(|day| day < page.on);
    if is_late && !history::is_done(edition, item) {
        all.push("overdue".to_owned());
    }
    let days = page.timeline.slip(thread).days;
    if days > 0 {
        all.push(format!("+{}", count(usize::try_from(days).unwrap_or(0), "day")));
    }
    all.join(", ")
}

/// A grid as a table; refs lead to the item's row of the heat map, and the numbers of a lead
/// (`by_lead`) to the list of the lead's actions.
pub(super) fn table(page: &Page<'_>, grid: &Grid, caption: &str, by_lead: bool) -> Markup {
    let at = page.timeline.editions.len().saturating_sub(1);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for (_, title) in &grid.columns { th scope="col" { (title) } } } }
                tbody {
                    @for (n, row) in grid.rows.iter().enumerate() {
                        tr {
                            @for (i, (entry, (name, _))) in row.iter().zip(&grid.columns).enumerate() {
                                @let text = entry.show();
                                @if i == 0 {
                                    th scope="row" {
                                        @match page.thread_of(at, &text).filter(|_| name == "id") {
                                            Some(thread) => (page.reference(thread, &text)),
                                            None => (text),
                                        }
                                    }
                                } @else if name == "status" && *entry != Entry::Blank {
                                    td { span class={ "chip " (colour(page, &text)) } { (history::capital(&text)) } }
                                } @else if let Entry::Number(value) = entry {
                                    td.number {
                                        @if by_lead && *value > 0 {
                                            a href={ "#l" (n) } { (text) }
                                        } @else { (text) }
                                    }
                                } @else if let Entry::Day(day) = entry {
                                    td.day { (day.strftime("%-d %b %Y").to_string()) }
                                } @else {
                                    td { (text) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
