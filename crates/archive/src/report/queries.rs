//! What to check before the numbers are relied on: the document's own notes, and the readings that
//! are queried.

use super::months::period;
use super::{Page, history};
use maud::{Markup, html};
use tablemend_compare::Query;

/// Whether the latest edition has notes.
pub(super) fn has_notes(page: &Page<'_>) -> bool {
    !page.latest.remarks.notes.is_empty()
}

/// The notes printed in the latest edition.
pub(super) fn notes(page: &Page<'_>) -> Markup {
    if !has_notes(page) {
        return html! {};
    }
    html! {
        section #notes {
            h2 { "Notes in the document" }
            ul.changes {
                @for note in &page.latest.remarks.notes {
                    @let place = note.place.to_string();
                    @let group = note.parents.last().map(|(entity, id)| {
                        history::group_name(page.latest, entity, id)
                    });
                    li {
                        "“" (note.text) "”"
                        @match (group, place.is_empty()) {
                            (Some(group), true) => { " (" (group) ")" },
                            (Some(group), false) => { " (" (group) ", " (place) ")" },
                            (None, false) => { " (" (place) ")" },
                            (None, true) => {},
                        }
                    }
                }
            }
        }
    }
}

/// The queries on the latest edition, and how many each edition has.
pub(super) fn queries(page: &Page<'_>) -> Markup {
    let latest = &page.latest.remarks.queries;
    let any = page.timeline.editions.iter().any(|e| !e.remarks.queries.is_empty());
    html! {
        section #queries {
            h2 { "Queries" }
            @if latest.is_empty() {
                p { "Nothing in the latest edition needs checking." }
            } @else {
                p {
                    "The program was not certain of these readings. Check each against the document \
                     before relying on the numbers it is part of."
                }
                (table(page, latest))
            }
            @if any { (by_month(page)) }
        }
    }
}

fn table(page: &Page<'_>, queries: &[Query]) -> Markup {
    let at = page.timeline.editions.len().saturating_sub(1);
    let caption = "Readings to check in the latest edition";
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.queries {
                caption { (caption) }
                thead {
                    tr {
                        @for title in ["Ref", "What to check", "As printed", "Read as", "Place"] {
                            th scope="col" { (title) }
                        }
                    }
                }
                tbody {
                    @for (n, query) in queries.iter().enumerate() {
                        tr #{ "q" (n) } {
                            th scope="row" { (page.item(at, query.item.as_deref())) }
                            td { (tablemend_compare::capital(&query.message)) }
                            td { (query.printed.as_deref().unwrap_or_default()) }
                            td { (query.used.as_deref().unwrap_or_default()) }
                            td { (query.place.to_string()) }
                        }
                    }
                }
            }
        }
    }
}

fn by_month(page: &Page<'_>) -> Markup {
    let caption = "Queries and unread pages by month";
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead {
                    tr {
                        @for title in ["Month", "Queries", &page.called.start(" concerned"), "Unread"] {
                            th scope="col" { (title) }
                        }
                    }
                }
                tbody {
                    @for (e, edition) in page.timeline.editions.iter().enumerate().rev() {
                        @let remarks = &edition.remarks;
                        @let mut items: Vec<_> =
                            remarks.queries.iter().filter_map(|q| q.item.as_deref()).collect();
                        @let () = { items.sort_unstable(); items.dedup(); };
                        tr {
                            th scope="row" { (period(page, e)) }
                            td.number { (remarks.queries.len()) }
                            td.number { (items.len()) }
                            td { (remarks.unread_part().unwrap_or_else(|| "nothing".to_owned())) }
                        }
                    }
                }
            }
        }
    }
}
