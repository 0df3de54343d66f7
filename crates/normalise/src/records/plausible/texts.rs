//! Texts that begin or end in the middle, or that hold more than one row.

use super::{FEWEST, View, cells::filled_texts, is_share};
use crate::records::refs;
use foldhash::HashSet;
use tablemend_model::{Diagnostic, FieldKind, MediaType};

/// Words that no sentence or title ends with.
const NEVER_LAST: [&str; 18] = [
    "and",
    "or",
    "the",
    "a",
    "an",
    "including",
    "whose",
    "our",
    "their",
    "und",
    "oder",
    "der",
    "das",
    "et",
    "ou",
    "le",
    "les",
    "del",
];

/// Words that hardly any ends with: `the spots that residents can add to`.
const SELDOM_LAST: [&str; 23] = [
    "of", "to", "by", "from", "as", "before", "after", "between", "into", "within", "across", "is",
    "are", "was", "were", "has", "have", "been", "will", "be", "that", "which", "its",
];

/// Whether a text stops where no sentence stops.
pub(in crate::records) fn breaks_off(text: &str) -> bool {
    text.trim_end().ends_with([',', '(', '&']) || ends_with(text, &NEVER_LAST)
}

/// Whether the last of several words is one of these.
fn ends_with(text: &str, words: &[&str]) -> bool {
    let text = text.trim_end();
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.len() < text.len() && words.contains(&last)
}

/// Whether a text begins as a sentence goes on.
fn goes_on(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
        && !text.starts_with("http")
        && !is_name(text)
        // `iPad`, `e-learning`, `a) First`
        && !text.chars().nth(1).is_some_and(|c| c.is_uppercase() || matches!(c, '-' | ')' | '.'))
}

/// Whether a text begins with what is always written so: `main.py`, `yt-dlp`, `macOS`.
pub(super) fn is_name(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches([',', '.', ';', ':', ')']);
    first.contains(|c: char| c.is_uppercase() || c.is_ascii_digit() || "._/-()@".contains(c))
}

/// Whether a column is of names, which may begin small (`de Aar`) and go on nowhere.
fn are_names(all: &[(usize, &str)]) -> bool {
    const MOST_WORDS: usize = 3;
    let short = all.iter().filter(|(_, t)| t.split_whitespace().count() <= MOST_WORDS).count();
    is_share(short, all.len(), 80)
}

/// A text that ends in the middle of a sentence, or begins so where the others do not.
pub(super) fn cut(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Text]) {
        let all = filled_texts(view, field);
        let whole = all.iter().filter(|(_, t)| !goes_on(t)).count();
        let begins = all.len() >= 4 && is_share(whole, all.len(), 80) && !are_names(&all);
        let is_full = |t: &str| t.ends_with(['.', '!', '?', ':', '”', '"']);
        let full = all.iter().filter(|(_, t)| is_full(t)).count();
        let sentences = all.len() >= FEWEST && is_share(full, all.len(), 95);
        for (i, text) in &all {
            let title = view.title(field);
            // Where lines part the rows, a text is cut only where the one above is cut too.
            let undrawn = view.undrawn.get(*i) == Some(&true);
            let above = i.checked_sub(1).and_then(|up| view.items[up].values.get(field));
            let above = above.and_then(super::text);
            // In text the lines of a table are its author's: what has its own number goes on nowhere,
            // but where the text above breaks off.
            let key = view.rule.key;
            let names_row = || {
                let own = view.items[*i].values.get(key).and_then(super::text);
                field != key && own.is_some_and(|t| !goes_on(t))
            };
            let is_numbered =
                || view.numbered.get(*i) == Some(&true) && view.items[*i].reference.is_some();
            let is_own = view.media_type != MediaType::Pdf && (is_numbered() || names_row());
            // Nothing but the text above tells that a row of any table goes on.
            let is_own = is_own || view.media_type != MediaType::Pdf && view.rule.generic;
            let goes_behind = above.is_some_and(|t| !is_full(t) && (!is_own || breaks_off(t)));
            let message = if begins && goes_on(text) && (undrawn || goes_behind) {
                format!("{title} begins in the middle of a sentence, which the others do not")
            } else if breaks_off(text) || undrawn && ends_with(text, &SELDOM_LAST) {
                format!("{title} ends in the middle of a sentence")
            } else if sentences && !is_full(text) {
                format!("{title} has no full stop at its end, which the others have")
            } else {
                continue;
            };
            notes.push(view.note(*i, Some(field), "text.cut", message).printed(excerpt(text)));
        }
    }
}

/// A text with the ref of another row, or the label of a group, at the start of one of its lines.
pub(super) fn of_two_rows(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let known: HashSet<&str> = view.items.iter().filter_map(|r| r.reference.as_deref()).collect();
    let depths: Vec<usize> = known.iter().map(|r| r.split('.').count()).collect();
    let depth = depths.iter().copied().max().unwrap_or(0);
    let labels: Vec<String> =
        view.schema.entities[..view.groups.len()].iter().map(|e| e.one.replace('_', " ")).collect();
    for field in view.fields(&[FieldKind::Text]) {
        let all = filled_texts(view, field);
        for (i, text) in &all {
            let own = view.items[*i].reference.as_deref();
            let odd = text.lines().skip(1).find(|line| {
                let lower = line.to_lowercase();
                let label = labels.iter().any(|l| {
                    lower.strip_prefix(l.as_str()).is_some_and(|rest| {
                        rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
                    })
                });
                let reference = depth > 1
                    && refs::read(line, Some(depth), false, None).is_some_and(|r| {
                        r.depth() == depth && Some(r.value.as_str()) != own && r.length < line.len()
                    });
                label || reference
            });
            let Some(line) = odd else { continue };
            let message = format!("{} holds what looks like another row", view.title(field));
            notes.push(view.note(*i, Some(field), "text.two_rows", message).printed(excerpt(line)));
        }
        if field == view.rule.key {
            longer(view, field, &all, notes);
        }
    }
}

/// A main text far longer than all others.
fn longer(view: &View<'_>, field: usize, all: &[(usize, &str)], notes: &mut Vec<Diagnostic>) {
    let mut lengths: Vec<usize> = all.iter().map(|(_, t)| t.len()).collect();
    lengths.sort_unstable();
    if lengths.len() < FEWEST {
        return;
    }
    let (median, high) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    for (i, text) in all {
        if text.len() > median * 5 && text.len() > high * 2 && text.len() > 400 {
            let message = format!(
                "{} is far longer than the others: it may hold several rows",
                view.title(field)
            );
            notes.push(view.note(*i, Some(field), "text.long", message));
        }
    }
}

/// The text at a doubtful end, for a message.
fn excerpt(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
