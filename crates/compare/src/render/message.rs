//! Changes as a commit message, for plans whose records are kept in version control.

use super::phrase::{edition_name, item_changes, remark, shortened, title, totals};
use crate::compare::{ChangeKind, Changes};

/// A subject of at most 72 characters, a blank line, and a line for each item.
#[must_use]
pub fn message(changes: &(impl AsRef<[Changes]> + ?Sized)) -> String {
    let all = changes.as_ref();
    let Some(first) = all.first() else { return String::new() };
    let month = edition_name(&first.after);
    if all.iter().all(Changes::is_empty) {
        return format!("{}\n", shortened(&format!("{month}: nothing has changed"), 72));
    }
    let mut subject = format!("{month}:");
    let clauses: Vec<String> = all
        .iter()
        .flat_map(|changes| {
            let kind = if all.len() > 1 {
                changes.after.title_of_items().to_lowercase()
            } else {
                String::new()
            };
            let of_kind = move |total: String| format!("{kind} {total}").trim_start().to_owned();
            totals(changes).into_iter().map(of_kind)
        })
        .collect();
    for (i, total) in clauses.iter().enumerate() {
        let comma = if i == 0 { "" } else { "," };
        // Later clauses only as far as there is room.
        if subject.chars().count() + total.chars().count() + 2 > 72 && i > 0 {
            break;
        }
        subject.push_str(&format!("{comma} {total}"));
    }
    let mut out = format!("{}\n\n", shortened(&subject, 72));
    for (changes, item) in all.iter().flat_map(|c| item_changes(c).into_iter().map(move |i| (c, i)))
    {
        let name = item.name();
        let mut told: Vec<String> = Vec::new();
        for change in &item.changes {
            told.push(match change.kind {
                ChangeKind::Added => match &change.split_of {
                    Some(whole) => format!("split off {whole}"),
                    None => format!("added: {}", shortened(&item.text(changes), 50)),
                },
                ChangeKind::Removed => format!("removed: {}", shortened(&item.text(changes), 50)),
                ChangeKind::NotFound => "not found (part of the document is unread)".to_owned(),
                ChangeKind::Renumbered => "renumbered".to_owned(),
                ChangeKind::Changed => {
                    let field = title(changes, change.field.as_deref().unwrap_or_default());
                    let remark = remark(change).unwrap_or_else(|| "changed".to_owned());
                    format!("{} {remark}", field.to_lowercase())
                }
            });
        }
        out.push_str(&format!("{name}: {}\n", told.join(", ")));
    }
    out
}
