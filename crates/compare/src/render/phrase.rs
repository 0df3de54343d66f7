//! The phrases in which changes are told to people.

use crate::another::is_another_plan;
use crate::cell::{Cell, Posts};
use crate::compare::{Change, ChangeKind, Changes, Direction};
use crate::edition::{Edition, Item, Kind, is_hardly_shown};
use crate::words::{Fate, capital};
use std::collections::HashMap;

pub use crate::period::month;

/// What an edition is called: its month, else its file.
pub fn edition_name(edition: &Edition) -> String {
    edition.document.period.as_deref().map_or_else(|| edition.document.name.clone(), month)
}

/// What the two editions are called; two of one month by their files as well.
pub(crate) fn edition_names(changes: &Changes) -> [String; 2] {
    let both = [&changes.before, &changes.after];
    let [before, after] = both.map(edition_name);
    if before != after {
        return [before, after];
    }
    both.map(|edition| match edition.document.name.as_str() {
        name if name.is_empty() || name == before => before.clone(),
        name => format!("{before} ({name})"),
    })
}

/// `1 action`, `2 actions`.
pub fn count(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

/// A total in words, and the changes it counts.
pub struct Total<'a> {
    /// The total as one clause.
    pub words: String,
    /// What it counts.
    pub changes: Vec<&'a Change>,
}

/// Whether there is nothing to tell: nothing has changed, and nothing has moved.
#[must_use]
pub fn is_nothing(changes: &Changes) -> bool {
    changes.is_empty()
        && super::moved::moves(changes).is_empty()
        && super::own_columns::sentences(changes).is_empty()
}

/// The totals in words, one clause each: `2 added`, `5 dates slipped by 310 days in all`.
#[must_use]
pub fn totals(changes: &Changes) -> Vec<String> {
    counted(changes).into_iter().map(|t| t.words).collect()
}

/// The totals with the changes they count; none that counts nothing.
pub fn counted(changes: &Changes) -> Vec<Total<'_>> {
    let mut all: Vec<Total<'_>> = Vec::new();
    let main = changes.after.first_of(Kind::Text).and_then(|i| changes.after.fields.get(i));
    let main = main.map(|f| f.title.to_lowercase()).unwrap_or_default();
    // What a table calls its first column may be anything.
    let is_generic = changes.after.is_generic();
    let mut say = |which: &dyn Fn(&Change) -> bool, words: &dyn Fn(usize) -> String| {
        let changes: Vec<&Change> = changes.changes.iter().filter(|c| which(c)).collect();
        if !changes.is_empty() {
            all.push(Total { words: words(changes.len()), changes });
        }
    };
    for (kind, word) in [(ChangeKind::Added, "added"), (ChangeKind::Removed, "removed")] {
        say(&|c| c.kind == kind, &|n| format!("{n} {word}"));
    }
    let lost = |c: &Change| c.kind == ChangeKind::NotFound && c.before_id.is_some();
    let found = |c: &Change| c.kind == ChangeKind::NotFound && c.before_id.is_none();
    for (which, edition) in [
        (&lost as &dyn Fn(&Change) -> bool, &changes.after),
        (&found as &dyn Fn(&Change) -> bool, &changes.before),
    ] {
        let (name, part) = (edition_name(edition), edition.remarks.unread_part());
        let part = part.unwrap_or_default();
        say(which, &|n| format!("{n} not found in {name}, possibly on {part}, which is unread"));
    }
    say(&|c| c.kind == ChangeKind::Renumbered, &|n| format!("{n} renumbered"));
    let towards = |direction| move |c: &Change| c.direction == Some(direction);
    let days = usize::try_from(changes.summary().days_slipped).unwrap_or(0);
    say(&towards(Direction::Slipped), &|n| {
        format!("{} slipped by {} in all", count(n, "date"), count(days, "day"))
    });
    say(&towards(Direction::Earlier), &|n| format!("{} brought forward", count(n, "date")));
    say(&towards(Direction::Better), &|n| format!("{} improved", many(n, "status", "statuses")));
    say(&towards(Direction::Worse), &|n| format!("{} worsened", many(n, "status", "statuses")));
    for field in &changes.after.fields {
        let is_of = |c: &Change| {
            c.kind == ChangeKind::Changed && c.field.as_deref() == Some(field.name.as_str())
        };
        if field.kind == Kind::Status {
            // Most often a converter lost the colours: it is told apart from a change of mind.
            let lost = |c: &Change| is_of(c) && c.after.is_missing();
            let first = |c: &Change| is_of(c) && c.before.is_missing() && !c.after.is_missing();
            say(&lost, &|n| format!("{} no longer shown", many(n, "status", "statuses")));
            say(&first, &|n| format!("{} newly shown", many(n, "status", "statuses")));
        }
        let is_of = |c: &Change| {
            let is_told = c.before.is_missing() || c.after.is_missing();
            is_of(c) && !(field.kind == Kind::Status && is_told)
        };
        let told = changes.changes.iter().any(|c| is_of(c) && c.direction.is_some());
        let other = if told { "other " } else { "" };
        say(&|c| is_of(c) && c.direction.is_none(), &|n| {
            let title = field.title.to_lowercase();
            match field.kind {
                Kind::Text if title == main && !is_generic => {
                    format!("{n} {title}{} reworded", plural(n))
                }
                _ => format!("{n} {other}{} of {title}", if n == 1 { "change" } else { "changes" }),
            }
        });
    }
    all
}

/// What many changes come from, one sentence each: fields that one of the editions hardly shows,
/// as a converter loses colours; items that moved to another group; posts that look renamed.
pub fn observations(changes: &Changes) -> Vec<String> {
    let [before, after] = edition_names(changes);
    let shows = |edition: &Edition, field: &str| {
        let place = edition.field(field);
        edition.items.iter().filter(|item| !item.cell(place).is_missing()).count()
    };
    let mut all = Vec::new();
    let (old, new) = (&changes.before, &changes.after);
    if is_another_plan(old, new, &changes.pairing) {
        all.push(format!(
            "{after} has hardly anything in common with {before}: is it another plan?"
        ));
    }
    for (edition, name) in [(old, &before), (new, &after)] {
        if let Some(sentence) = edition.remarks.unread_sentence(name) {
            all.push(format!("{}.", capital(&sentence)));
        }
    }
    for field in &changes.after.fields {
        let is_of = |c: &&Change| c.field.as_deref() == Some(field.name.as_str());
        let n = changes.changes.iter().filter(is_of).count();
        let title = field.title.to_lowercase();
        let (old, new) = (shows(&changes.before, &field.name), shows(&changes.after, &field.name));
        let (less, name, items) =
            if old < new { (old, &before, &changes.before) } else { (new, &after, &changes.after) };
        if n > 1 && less * 5 < old.max(new) && is_hardly_shown(less, items.items.len()) {
            all.push(format!(
                "{name} shows {title} for only {less} of {} items, which may be why most of these \
                 {n} changes appear.",
                items.items.len()
            ));
        }
    }
    all.extend(super::own_columns::sentences(changes));
    all.extend(super::moved::sentence(changes));
    all.extend(renamed(changes));
    all
}

fn renamed(changes: &Changes) -> Vec<String> {
    let renamed = changes.renamed_posts().into_iter();
    renamed
        .map(|(gone, fresh, n)| {
            format!("“{fresh}” has replaced “{gone}” in {}: renamed?", count(n, "place"))
        })
        .collect()
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// All that happened to one item, told together.
pub struct ItemChanges<'a> {
    /// The item in the earlier edition.
    pub before: Option<&'a Item>,
    /// The item in the later one.
    pub after: Option<&'a Item>,
    /// What happened to it.
    pub changes: Vec<&'a Change>,
    /// How sure it is that the two are one item; `None` where there is but one.
    pub sure: Option<f64>,
}

/// The changes by item, in their order.
pub fn item_changes(changes: &Changes) -> Vec<ItemChanges<'_>> {
    let links: HashMap<(&str, &str), f64> = changes
        .pairing
        .links
        .iter()
        .filter_map(|l| {
            changes.items(l).map(|(b, a)| ((b.id.as_str(), a.id.as_str()), l.confidence))
        })
        .collect();
    let mut all: Vec<ItemChanges<'_>> = Vec::new();
    for change in &changes.changes {
        let same = |c: &&Change| c.before_id == change.before_id && c.after_id == change.after_id;
        if let Some(last) = all.last_mut()
            && last.changes.last().is_some_and(same)
        {
            last.changes.push(change);
            continue;
        }
        all.push(ItemChanges {
            before: change.before_id.as_deref().and_then(|id| changes.before.item(id)),
            after: change.after_id.as_deref().and_then(|id| changes.after.item(id)),
            changes: vec![change],
            sure: change
                .before_id
                .as_deref()
                .zip(change.after_id.as_deref())
                .and_then(|ids| links.get(&ids).copied()),
        });
    }
    all
}

impl ItemChanges<'_> {
    /// What kind of line it gets: what was renumbered and changed is changed.
    pub fn kind(&self) -> ChangeKind {
        self.changes.iter().map(|c| c.kind).max().unwrap_or(ChangeKind::Changed)
    }

    /// `1.2.3`, or `1.2.3 → 1.2.4` where it was renumbered; ids, so that two items of one ref
    /// are told apart.
    pub fn name(&self) -> String {
        match (self.before, self.after) {
            (Some(b), Some(a)) if b.reference != a.reference => format!("{} → {}", b.id, a.id),
            (_, Some(item)) | (Some(item), None) => item.id.clone(),
            (None, None) => String::new(),
        }
    }

    /// Why it cannot be said whether it came or went: `not found; page 3 of June 2024 is unread`.
    pub fn unsure(&self, changes: &Changes) -> Option<String> {
        if self.kind() != ChangeKind::NotFound {
            return None;
        }
        let edition = if self.before.is_some() { &changes.after } else { &changes.before };
        let sentence = edition.remarks.unread_sentence(&edition_name(edition))?;
        Some(format!("not found: {sentence}"))
    }

    /// What the item is called by: its text, as the later edition has it.
    pub fn text(&self, changes: &Changes) -> String {
        match (self.after, self.before) {
            (Some(item), _) => changes.after.main_cell(item).display(),
            (None, Some(item)) => changes.before.main_cell(item).display(),
            (None, None) => String::new(),
        }
    }
}

/// A changed field in words: before, after, and what to make of it. Text is told by its words
/// instead, and so is not here.
pub struct Entry {
    /// What it said.
    pub before: String,
    /// What it says now.
    pub after: String,
    /// What to make of it.
    pub remark: Option<String>,
}

/// The entry of a changed field; `None` where both sides are text.
pub fn entry(change: &Change) -> Option<Entry> {
    if matches!((&change.before, &change.after), (Cell::Text(_), Cell::Text(_))) {
        return None;
    }
    let is_status = [&change.before, &change.after].iter().any(|c| matches!(c, Cell::Status(_)));
    let none = if is_status { "no status" } else { "nothing" };
    let nothing = |text: String| if text.is_empty() { none.to_owned() } else { text };
    let (mut before, mut after) = (change.before.display(), change.after.display());
    if before == after {
        // The words are the same and mean another date now.
        let edtf = |c: &Cell| c.dates().and_then(|d| d.edtf.clone()).unwrap_or_default();
        (before, after) = (edtf(&change.before), edtf(&change.after));
    }
    Some(Entry { before: nothing(before), after: nothing(after), remark: remark(change) })
}

/// The posts of both sides, each with its fate: those that were there in their order, then the new.
pub fn posts<'a>(before: &'a Posts, after: &'a Posts) -> Vec<(Fate, &'a str)> {
    let (old, new) = (&before.people, &after.people);
    let fate = |post| if new.contains(post) { Fate::Kept } else { Fate::Gone };
    let mut all: Vec<_> = old.iter().map(|post| (fate(post), post.as_str())).collect();
    all.extend(new.iter().filter(|p| !old.contains(p)).map(|p| (Fate::New, p.as_str())));
    all
}

/// Where a person corrected a side of a change, what was read there: `corrected from 2024-04`.
pub(crate) fn corrected(changes: &Changes, change: &Change) -> Option<String> {
    let field = change.field.as_deref()?;
    let of = |edition: &Edition, id: Option<&String>| {
        let item = edition.item(id?)?;
        let (_, was) = item.corrected.iter().find(|(name, _)| name == field)?;
        Some(if was.is_empty() { "nothing".to_owned() } else { was.replace('\n', " ") })
    };
    let before = of(&changes.before, change.before_id.as_ref());
    let after = of(&changes.after, change.after_id.as_ref());
    match (before, after) {
        (None, None) => None,
        (Some(was), None) => Some(format!("the earlier value was corrected from {was}")),
        (None, Some(was)) => Some(format!("corrected from {was}")),
        (Some(a), Some(b)) => Some(format!("both were corrected: from {a} and from {b}")),
    }
}

/// `slipped by 61 days`, `improved`.
pub(crate) fn remark(change: &Change) -> Option<String> {
    if let (Cell::Posts(before), Cell::Posts(after)) = (&change.before, &change.after) {
        let doubt = "may be only an ambiguous cell".to_owned();
        return before.may_be_same(after).then_some(doubt);
    }
    let days = change.days.map(|d| count(d.unsigned_abs() as usize, "day")).unwrap_or_default();
    match change.direction {
        Some(Direction::Slipped) => Some(format!("slipped by {days}")),
        Some(Direction::Earlier) => Some(format!("brought forward by {days}")),
        Some(Direction::Better) => Some("improved".to_owned()),
        Some(Direction::Worse) => Some("worsened".to_owned()),
        None => {
            let lost = change.before.dates().is_some_and(|d| d.edtf.is_some())
                && change.after.dates().is_none_or(|d| d.edtf.is_none());
            let first = change.after.dates().is_some_and(|d| d.edtf.is_some())
                && change.before.dates().is_none_or(|d| d.edtf.is_none());
            match (lost, first) {
                (true, _) => Some("its date has been removed".to_owned()),
                (_, true) => Some("first date given".to_owned()),
                _ => None,
            }
        }
    }
}

/// The title of a field.
pub fn title(changes: &Changes, field: &str) -> String {
    if field == "ref" {
        return "Ref".to_owned();
    }
    let fields = changes.after.fields.iter();
    fields.filter(|f| f.name == field).map(|f| f.title.clone()).next().unwrap_or_default()
}

/// The first `most` characters of the first line, with `…` where there is more.
pub fn shortened(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most && line.len() == text.len() {
        return text.to_owned();
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
