//! The report's plain tables: overdue, leads, sources.

use super::{Page, colour};
use crate::grid::{Entry, Grid};
use crate::history;
use crate::told::month;
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
                (table(page, &grid, "Actions that were due before this day and are not done"))
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
            p { "An action with several leads counts for each of them." }
            (table(page, &grid, "Actions of the latest edition by lead"))
        }
    }
}

/// Where the numbers come from.
pub(super) fn sources(page: &Page<'_>) -> Markup {
    html! {
        section #sources {
            h2 { "Sources" }
            div.scroll {
                table {
                    caption { "The editions this report was made from" }
                    thead {
                        tr {
                            @for title in ["Month", "File", "Actions", "Read by", "SHA-256"] {
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

/// A grid as a table; refs lead to the item's row of the heat map.
pub(super) fn table(page: &Page<'_>, grid: &Grid, caption: &str) -> Markup {
    let at = page.timeline.editions.len().saturating_sub(1);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for (_, title) in &grid.columns { th scope="col" { (title) } } } }
                tbody {
                    @for row in &grid.rows {
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
                                } @else if let Entry::Number(_) = entry {
                                    td.number { (text) }
                                } @else if text.parse::<jiff::civil::Date>().is_ok() {
                                    td.day { (text) }
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
