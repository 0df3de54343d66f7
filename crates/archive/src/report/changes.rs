//! What changed since the edition before, in words.

use super::Page;
use maud::{Markup, html};
use tablemend_compare::render::{
    counted, edition_name, entry, is_nothing, item_changes, observations, posts, shortened, title,
};
use tablemend_compare::{Cell, Change, ChangeKind, Changes, Fate, differences};

/// The changes between the last two editions.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let at = page.timeline.editions.len().saturating_sub(1);
    let changes = at.checked_sub(1).and_then(|before| page.timeline.compare(before, at));
    let Some(changes) = changes else {
        return html! {
            section #changes {
                h2 { "Changes" }
                p { "This is the first edition: there is nothing to compare it with." }
            }
        };
    };
    html! {
        section #changes {
            h2 { "Changes since " (edition_name(&changes.before)) }
            @if is_nothing(&changes) {
                p { "Nothing has changed." }
            } @else {
                ul.totals {
                    @for total in counted(&changes) {
                        li { (total.words) ": " (references(page, &total.changes, at)) }
                    }
                    @for sentence in observations(&changes) { li { (sentence) } }
                }
                (items(page, &changes, at))
            }
        }
    }
}

/// The items of some changes, each a link to its row.
fn references(page: &Page<'_>, changes: &[&Change], at: usize) -> Markup {
    /// A plan that was numbered anew has hundreds.
    const MOST: usize = 40;
    html! {
        @for (i, change) in changes.iter().take(MOST).enumerate() {
            @if i > 0 { ", " }
            @let (edition, id) = match (&change.after_id, &change.before_id) {
                (Some(id), _) => (at, id.as_str()),
                (None, Some(id)) => (at.saturating_sub(1), id.as_str()),
                (None, None) => (at, ""),
            };
            @match page.thread_of(edition, id) {
                Some(thread) => (page.reference(thread, id)),
                None => (id),
            }
        }
        @if changes.len() > MOST { " and " (changes.len() - MOST) " more, below" }
    }
}

fn items(page: &Page<'_>, changes: &Changes, at: usize) -> Markup {
    let kinds = [
        ("Added", ChangeKind::Added),
        ("Removed", ChangeKind::Removed),
        ("Not found: part of an edition is unread", ChangeKind::NotFound),
        ("Changed", ChangeKind::Changed),
        ("Renumbered", ChangeKind::Renumbered),
    ];
    let all = item_changes(changes);
    html! {
        @for (heading, kind) in kinds {
            @let of_kind: Vec<_> = all.iter().filter(|i| i.kind() == kind).collect();
            @if !of_kind.is_empty() {
                h3 { (heading) }
                ul.changes {
                    @for item in of_kind {
                        @let thread = match (item.after, item.before) {
                            (Some(after), _) => page.thread_of(at, &after.id),
                            (None, Some(before)) => page.thread_of(at.saturating_sub(1), &before.id),
                            (None, None) => None,
                        };
                        li {
                            @match thread {
                                Some(thread) => (page.reference(thread, &item.name())),
                                None => strong { (item.name()) },
                            }
                            " " (shortened(&item.text(changes), 140))
                            @if let Some(whole) = item.changes.iter().find_map(|c| c.split_of.as_ref()) {
                                " (split off " (whole) ")"
                            }
                            @let fields: Vec<_> = item.changes.iter()
                                .filter(|c| c.kind == ChangeKind::Changed).collect();
                            @if !fields.is_empty() {
                                ul {
                                    @for change in fields {
                                        li { (value(changes, change)) }
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

fn value(changes: &Changes, change: &Change) -> Markup {
    let field = title(changes, change.field.as_deref().unwrap_or_default());
    html! {
        span.field { (field) ": " }
        @match entry(change) {
            Some(entry) => {
                @if let (Cell::Posts(old), Cell::Posts(new)) = (&change.before, &change.after) {
                    @for (n, (fate, post)) in posts(old, new).into_iter().enumerate() {
                        @if n > 0 { "; " }
                        (marked(fate, post))
                    }
                } @else {
                    del { (entry.before) } " → " ins { (entry.after) }
                }
                @if let Some(remark) = entry.remark { " (" (remark) ")" }
            }
            None => {
                @for run in differences(&change.before.display(), &change.after.display()) {
                    (marked(run.fate, run.text.trim_end()))
                    " "
                }
            }
        }
    }
}

fn marked(fate: Fate, text: &str) -> Markup {
    match fate {
        Fate::Kept => html! { (text) },
        Fate::Gone => html! { del { (text) } },
        Fate::New => html! { ins { (text) } },
    }
}
