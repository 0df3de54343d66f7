//! Changes as text for people, with or without colours.

use super::phrase::{
    corrected, edition_names, entry, is_nothing, item_changes, observations, posts, shortened,
    title, totals,
};
use crate::cell::{Cell, Posts};
use crate::compare::{Change, ChangeKind, Changes, Direction};
use crate::identity::is_doubtful;
use crate::words::{Fate, differences};
use anstyle::{AnsiColor, Effects, Style};
use std::fmt::Write;

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const STRUCK: Style = REMOVED.effects(Effects::STRIKETHROUGH);
const UNDERLINED: Style = ADDED.effects(Effects::UNDERLINE);
const MOVED: Style = AnsiColor::Cyan.on_default();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Text for people. With `colour`, ANSI escapes mark what is gone and new; without it, `[-gone-]`
/// and `{+new+}` do, as in `wdiff`.
#[must_use]
pub fn text(changes: &(impl AsRef<[Changes]> + ?Sized), colour: bool) -> String {
    let mut out = String::new();
    let paint = Paint { colour };
    let all = changes.as_ref();
    let Some(first) = all.first() else { return out };
    let [before, after] = edition_names(first);
    let heading = format!("{before} → {after}");
    line(&mut out, &paint.with(BOLD, &heading));
    if all.iter().all(is_nothing) {
        line(&mut out, "Nothing has changed.");
        return out;
    }
    for changes in all {
        if all.len() > 1 {
            out.push('\n');
            line(&mut out, &paint.with(BOLD, changes.after.title_of_items()));
        }
        of_kind(&mut out, changes, &paint);
    }
    out
}

/// What changed in the items of one kind.
fn of_kind(out: &mut String, changes: &Changes, paint: &Paint) {
    if is_nothing(changes) {
        line(out, "Nothing has changed.");
        return;
    }
    if !changes.is_empty() {
        line(out, &format!("{}.", totals(changes).join(", ")));
    }
    for sentence in observations(changes) {
        line(out, &sentence);
    }
    for item in item_changes(changes) {
        let called = shortened(&item.text(changes), 100);
        let (sign, style) = match item.kind() {
            ChangeKind::Added => ("+", ADDED),
            ChangeKind::Removed => ("-", REMOVED),
            ChangeKind::NotFound => ("?", DIM),
            ChangeKind::Renumbered => (">", MOVED),
            ChangeKind::Changed => ("~", BOLD),
        };
        let mut head =
            format!("{} {called}", paint.with(style, &format!("{sign} {}", item.name())));
        if let Some(whole) = item.changes.iter().find_map(|c| c.split_of.as_ref()) {
            head.push_str(&paint.with(DIM, &format!(" (split off {whole})")));
        }
        if let Some(why) = item.unsure(changes) {
            head.push_str(&paint.with(DIM, &format!(" ({why})")));
        }
        if let Some(sure) = item.sure.filter(|s| is_doubtful(*s)) {
            let words = format!(" (probably the same item: {:.0}% confidence)", sure * 100.0);
            head.push_str(&paint.with(DIM, &words));
        }
        out.push('\n');
        line(out, &head);
        for change in item.changes.iter().filter(|c| c.kind == ChangeKind::Changed) {
            let field = title(changes, change.field.as_deref().unwrap_or_default());
            let by_hand = corrected(changes, change);
            let by_hand = by_hand.map(|c| paint.with(DIM, &format!(" ({c})"))).unwrap_or_default();
            let value = paint.value(change);
            line(out, &format!("    {}: {value}{by_hand}", paint.with(DIM, &field)));
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn with(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn gone(&self, text: &str) -> String {
        if self.colour { self.with(STRUCK, text) } else { format!("[-{text}-]") }
    }

    fn fresh(&self, text: &str) -> String {
        if self.colour { self.with(UNDERLINED, text) } else { format!("{{+{text}+}}") }
    }

    fn value(&self, change: &Change) -> String {
        if let Some(entry) = entry(change) {
            let mut out = match (&change.before, &change.after) {
                (Cell::Posts(old), Cell::Posts(new)) => self.posts(old, new),
                _ => format!("{} → {}", entry.before, entry.after),
            };
            if let Some(remark) = &entry.remark {
                let style = match change.direction {
                    Some(Direction::Slipped | Direction::Worse) => REMOVED,
                    Some(Direction::Earlier | Direction::Better) => ADDED,
                    None => DIM,
                };
                let _ = write!(out, " ({})", self.with(style, remark)); // A String takes all.
            }
            return out;
        }
        let mut out = String::new();
        for run in differences(&change.before.display(), &change.after.display()) {
            if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
            let (text, blanks) = run.text.split_at(run.text.trim_end().len());
            match run.fate {
                Fate::Kept => out.push_str(text),
                Fate::Gone => out.push_str(&self.gone(text)),
                Fate::New => out.push_str(&self.fresh(text)),
            }
            out.push_str(blanks);
        }
        out.trim_end().replace('\n', "\n      ")
    }

    fn posts(&self, old: &Posts, new: &Posts) -> String {
        let all = posts(old, new).into_iter().map(|(fate, post)| match fate {
            Fate::Kept => post.to_owned(),
            Fate::Gone => self.gone(post),
            Fate::New => self.fresh(post),
        });
        all.collect::<Vec<_>>().join("; ")
    }
}
