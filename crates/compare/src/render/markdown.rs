//! Changes as Markdown, for a report or an issue.

use super::phrase::{
    corrected, edition_names, entry, is_nothing, item_changes, observations, posts, shortened,
    title, totals,
};
use crate::cell::Cell;
use crate::compare::{Change, ChangeKind, Changes};
use crate::words::{Fate, differences};

/// Markdown: a heading, the totals, and what happened item by item; in texts, words that are gone
/// are ~~struck~~ and new words **bold**. Of items of several kinds each kind has a part of its own.
#[must_use]
pub fn markdown(changes: &(impl AsRef<[Changes]> + ?Sized)) -> String {
    let all = changes.as_ref();
    let Some(first) = all.first() else { return String::new() };
    let [before, after] = edition_names(first).map(|name| escaped(&name));
    let mut out = format!("# Changes from {before} to {after}\n\n");
    if all.iter().all(is_nothing) {
        out.push_str(&format!("Nothing has changed.\n{WRITTEN}"));
        return out;
    }
    for (number, changes) in all.iter().enumerate() {
        if all.len() > 1 {
            let gap = if number == 0 { "" } else { "\n" };
            out.push_str(&format!("{gap}## {}\n\n", escaped(changes.after.title_of_items())));
        }
        of_kind(&mut out, changes, if all.len() > 1 { "###" } else { "##" });
    }
    out.push_str(WRITTEN);
    out
}

/// What changed in the items of one kind, with headings of this level.
fn of_kind(out: &mut String, changes: &Changes, level: &str) {
    if is_nothing(changes) {
        out.push_str("Nothing has changed.\n");
        return;
    }
    for total in totals(changes) {
        out.push_str(&format!("- {}\n", escaped(&total)));
    }
    for sentence in observations(changes) {
        out.push_str(&format!("- {}\n", escaped(&sentence)));
    }
    let sections = [
        ("Added", ChangeKind::Added),
        ("Removed", ChangeKind::Removed),
        ("Not found: part of an edition is unread", ChangeKind::NotFound),
        ("Changed", ChangeKind::Changed),
        ("Renumbered", ChangeKind::Renumbered),
    ];
    let items = item_changes(changes);
    for (heading, kind) in sections {
        let of_kind: Vec<_> = items.iter().filter(|i| i.kind() == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{level} {heading}\n\n"));
        for item in of_kind {
            let called = escaped(&shortened(&item.text(changes), 160));
            out.push_str(&format!("- **{}** {called}", escaped(&item.name())));
            if let Some(whole) = item.changes.iter().find_map(|c| c.split_of.as_ref()) {
                out.push_str(&format!(" (split off {})", escaped(whole)));
            }
            out.push('\n');
            for change in item.changes.iter().filter(|c| c.kind == ChangeKind::Changed) {
                let field = title(changes, change.field.as_deref().unwrap_or_default());
                let by_hand = corrected(changes, change).map(|c| format!(" ({})", escaped(&c)));
                let by_hand = by_hand.unwrap_or_default();
                out.push_str(&format!("  - {}: {}{by_hand}\n", escaped(&field), value(change)));
            }
        }
    }
}

/// By this the page is told from a document that somebody published.
const WRITTEN: &str = "\n<!-- Written by tablemend -->\n";

fn value(change: &Change) -> String {
    if let Some(entry) = entry(change) {
        let remark = entry.remark.map(|r| format!(" ({r})")).unwrap_or_default();
        if let (Cell::Posts(old), Cell::Posts(new)) = (&change.before, &change.after) {
            let all = posts(old, new).into_iter().map(|(fate, post)| marked(fate, post));
            return format!("{}{remark}", all.collect::<Vec<_>>().join("; "));
        }
        return format!("{} → {}{remark}", escaped(&entry.before), escaped(&entry.after));
    }
    let runs = differences(&change.before.display(), &change.after.display());
    let words = runs.iter().map(|run| marked(run.fate, run.text.trim()));
    words.collect::<Vec<_>>().join(" ")
}

fn marked(fate: Fate, text: &str) -> String {
    let text = escaped(text);
    match fate {
        Fate::Kept => text,
        Fate::Gone => format!("~~{text}~~"),
        Fate::New => format!("**{text}**"),
    }
}

/// The text on one line, with a backslash before what Markdown or HTML would take for a mark.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
