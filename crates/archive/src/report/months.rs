//! Statuses through the months: stacked bars, the heat map, the lists behind the numbers.

use super::{Page, charts, colour, list_id, lists, slug};
use crate::history::{status, statuses, text};
use maud::{Markup, html};
use tablemend_compare::render::{month, shortened};
use tablemend_compare::{Edition, capital};

/// What an item without a status is called.
pub(super) const NONE: &str = "none";

/// How many items of each status each edition has: one row an edition, columns as
/// `Page::statuses` and one more for those without.
pub(super) fn counts(page: &Page<'_>) -> Vec<Vec<usize>> {
    let of = |edition: &Edition| {
        let mut counts = vec![0; page.statuses.len() + 1];
        for item in &edition.items {
            let place = status(edition, item)
                .and_then(|s| page.statuses.iter().position(|(known, _)| known == s));
            if let Some(n) = counts.get_mut(place.unwrap_or(page.statuses.len())) {
                *n += 1;
            }
        }
        counts
    };
    page.timeline.editions.iter().map(of).collect()
}

/// Stacked bars and the same as a table.
pub(super) fn by_month(page: &Page<'_>) -> Markup {
    let counts = counts(page);
    let names: Vec<&str> =
        page.statuses.iter().map(|(s, _)| s.as_str()).chain(std::iter::once(NONE)).collect();
    // Without a column for what never is.
    let used: Vec<usize> = (0..names.len())
        .filter(|c| counts.iter().any(|row| row.get(*c).is_some_and(|n| *n > 0)))
        .collect();
    html! {
        section #months {
            h2 { "Status by month" }
            (key(page, false))
            (charts::bars(page, &counts))
            div.scroll tabindex="0" role="region" aria-label={ "Number of " (page.called.many) " by month and status" } {
                table {
                    caption { "Number of " (page.called.many) " by month and status" }
                    thead {
                        tr {
                            th scope="col" { "Month" }
                            @for c in &used { th scope="col" { (capital(names.get(*c).copied().unwrap_or_default())) } }
                            th scope="col" { "All" }
                        }
                    }
                    tbody {
                        @for (e, row) in counts.iter().enumerate() {
                            tr {
                                th scope="row" { (period(page, e)) }
                                @for c in &used {
                                    @let n = row.get(*c).copied().unwrap_or(0);
                                    @let name = names.get(*c).copied().unwrap_or_default();
                                    td.number {
                                        @if n > 0 && e >= page.first_month() {
                                            a href=(list_id(e, name)) { (n) }
                                        } @else { (n) }
                                    }
                                }
                                @let all = row.iter().sum::<usize>();
                                td.number {
                                    @if all > 0 && e >= page.first_month() {
                                        a href={ "#m" (e) } { (all) }
                                    } @else { (all) }
                                }
                            }
                        }
                    }
                }
            }
            @for (e, edition) in page.timeline.editions.iter().enumerate() {
                @if let Some(sentence) = edition.remarks.unread_sentence(&period(page, e)) {
                    p { (capital(&sentence)) ": the numbers of that edition leave out what is there." }
                }
            }
        }
    }
}

/// Every action and every month, in colours and letters.
pub(super) fn heat_map(page: &Page<'_>) -> Markup {
    let first = page.first_month();
    let shown = first..page.timeline.editions.len();
    let running: Vec<usize> = page.running().into_iter().map(|r| r.0).collect();
    let gone = page.timeline.threads.iter().enumerate().filter(|(_, t)| {
        !page.timeline.is_running(t) && t.appearances.last().is_some_and(|s| s.edition >= first)
    });
    let rows: Vec<(usize, bool)> =
        running.into_iter().map(|t| (t, true)).chain(gone.map(|(t, _)| (t, false))).collect();
    html! {
        section #heat {
            h2 { "Every " (page.called.one) ", every month" }
            (key(page, true))
            @if first > 0 {
                p { "The last " (super::MONTHS) " editions; earlier ones are counted in the table above." }
            }
            div.scroll tabindex="0" role="region" aria-label={ "Status of every " (page.called.one) " in every month" } {
                table.heat {
                    caption { "Status of every " (page.called.one) " in every month" }
                    thead {
                        tr {
                            th scope="col" { "Ref" }
                            th scope="col" { (capital(&page.called.one)) }
                            @for e in shown.clone() {
                                th.month scope="col" { span { (short_period(page, e)) } }
                            }
                        }
                    }
                    tbody { @for (number, runs) in rows { (heat_row(page, number, runs, first)) } }
                }
            }
        }
    }
}

fn heat_row(page: &Page<'_>, number: usize, runs: bool, first: usize) -> Markup {
    let thread = page.timeline.threads.get(number);
    let last = thread.and_then(|t| t.appearances.last()).and_then(|s| page.timeline.item(s));
    let (Some(thread), Some((edition, item))) = (thread, last) else { return html! {} };
    let cells = statuses(page.timeline, thread);
    let absence = match cells.last().map(String::as_str) {
        Some("?") => "not found: part of the latest edition is unread",
        _ => "no longer in the plan",
    };
    html! {
        tr #{ "t" (number) } class=[(!runs).then_some("gone")] {
            th scope="row" { (item.id) }
            td {
                (shortened(&text(edition, item), 90))
                @if !runs { " (" (absence) ")" }
            }
            @for status in cells.iter().skip(first) {
                @match status.as_str() {
                    "-" => td.absent { span.unseen { "not in the plan" } },
                    "?" => td.absent { abbr title="not found: part of this edition is unread" { "?" } },
                    NONE => td { abbr title="no status" { "·" } },
                    status => td class=(colour(page, status)) {
                        abbr title=(capital(status)) { (page.letter(status)) }
                    },
                }
            }
        }
    }
}

/// The items behind each number of the table of months.
pub(super) fn behind(page: &Page<'_>) -> Markup {
    html! {
        section #lists {
            h2 { "Which " (page.called.many) " make up these numbers" }
            (lists::by_lead(page))
            @for (e, edition) in page.timeline.editions.iter().enumerate().skip(page.first_month()).rev() {
                h3 #{ "m" (e) } { (period(page, e)) }
                dl.lists {
                    @for name in page.statuses.iter().map(|(s, _)| s.as_str()).chain(std::iter::once(NONE)) {
                        @let items: Vec<_> = edition.items.iter().enumerate()
                            .filter(|(_, i)| status(edition, i).unwrap_or(NONE) == name).collect();
                        @if !items.is_empty() {
                            dt #{ "m" (e) "-" (slug(name)) } { (capital(name)) " (" (items.len()) ")" }
                            dd {
                                @for (i, (place, item)) in items.iter().enumerate() {
                                    @if i > 0 { ", " }
                                    @match page.threads.get(&(e, *place)) {
                                        Some(thread) => (page.reference(*thread, &item.id)),
                                        None => (item.id),
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the colours and letters mean, in the document's own words; `is_map` adds those of the map of
/// every item and every month.
fn key(page: &Page<'_>, is_map: bool) -> Markup {
    let is_unread = page.timeline.editions.iter().any(|e| e.remarks.unread_part().is_some());
    html! {
        ul.key {
            @for (status, letter) in &page.statuses {
                @let meaning = page.latest.legend.iter().find(|l| l.status == *status)
                    .and_then(|l| l.meaning.as_deref());
                li {
                    span class={ "chip " (colour(page, status)) } { (letter) }
                    " " (capital(status))
                    @if let Some(meaning) = meaning { ": " (meaning) }
                }
            }
            li { span.chip { "·" } " No status" }
            @if is_map && is_unread {
                li { span.chip { "?" } " Not found: part of that edition is unread" }
            }
        }
    }
}

/// `January 2020`.
pub(super) fn period(page: &Page<'_>, edition: usize) -> String {
    let edition = page.timeline.editions.get(edition);
    edition.and_then(|e| e.document.period.as_deref()).map(month).unwrap_or_default()
}

/// `Jan 20`; `Jul–Sep 24` of several months.
pub(super) fn short_period(page: &Page<'_>, edition: usize) -> String {
    let edition = page.timeline.editions.get(edition);
    let period = edition.and_then(|e| e.document.period.as_deref()).unwrap_or_default();
    let short = |month: &str| {
        let day = format!("{month}-01").parse::<jiff::civil::Date>();
        day.map_or_else(|_| month.to_owned(), |d| d.strftime("%b %y").to_string())
    };
    match period.split_once('/') {
        Some((from, to)) => {
            let from = short(from);
            format!("{}–{}", from.split(' ').next().unwrap_or_default(), short(to))
        }
        None if period.len() == 7 => short(period),
        None => month(period),
    }
}
