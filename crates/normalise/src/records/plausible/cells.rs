//! Cells that do not hold what their column holds everywhere else.

use super::{FEWEST, View, is_filled, is_share, text};
use crate::profile::short_phrase;
use foldhash::{HashMap, HashSet};
use tablemend_model::{Diagnostic, FieldKind, Level, MediaType, Value, Witness};

/// An empty cell of a field that nearly all others have.
pub(super) fn empty(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let all = view.items.len();
    let unread: HashSet<&str> = view
        .told
        .iter()
        .filter(|n| n.code == "date.unreadable")
        .filter_map(|n| n.record.as_deref())
        .collect();
    for (field, schema) in view.item_schema().fields.iter().enumerate() {
        let filled = view.items.iter().filter(|r| is_filled(&r.values[field])).count();
        let enough = match schema.kind {
            FieldKind::Forecast => continue,
            // In a table of any kind the first column may be one of many.
            _ if field == view.rule.key && !view.rule.generic => filled > 0,
            _ if field == view.rule.key => all >= FEWEST && is_share(filled, all, 98),
            FieldKind::Status
                if view.media_type == MediaType::Pdf && are_lost(view, field, filled) =>
            {
                true
            }
            FieldKind::Status | FieldKind::Dates => all >= FEWEST && is_share(filled, all, 98),
            // Remarks and numbers are left out where there is nothing to say.
            FieldKind::Text | FieldKind::Number => false,
            _ => all >= FEWEST && is_share(filled, all, 90),
        };
        if !enough {
            continue;
        }
        let told = |id: &str| schema.kind == FieldKind::Dates && unread.contains(id);
        for (i, record) in
            view.items.iter().enumerate().filter(|(_, r)| !is_filled(&r.values[field]))
        {
            if told(&record.id) {
                continue;
            }
            let message = match filled {
                0 => format!("nothing was read for {}", view.title(field)),
                _ => format!(
                    "nothing was read for {}, which {} of {all} rows have",
                    view.title(field),
                    filled
                ),
            };
            notes.push(view.note(i, Some(field), "cell.empty", message));
        }
    }
}

/// Whether blanks among the statuses are not to be believed. A colour is what gets lost first: a few
/// blanks are the document's own, many where most statuses are colours, or where a legend says what
/// they mean, are not.
fn are_lost(view: &View<'_>, field: usize, filled: usize) -> bool {
    let is_coloured = |value: &Value| match value {
        Value::Status(s) => matches!(s.evidence, Some(Witness::Fill | Witness::Image)),
        _ => false,
    };
    let all = view.items.len();
    let coloured = view.items.iter().filter(|r| is_coloured(&r.values[field])).count();
    let many = !is_share(filled, all, 88);
    many && (view.legend.len() > 1 || all >= FEWEST && is_share(coloured, all, 50))
}

/// A field that no item has, though its name is printed outside of them: its column may be on
/// another page or in a table that was not recognised.
pub(super) fn elsewhere(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    if view.media_type != MediaType::Pdf {
        return;
    }
    let titles = view.groups.iter().flat_map(|g| &g.records).filter_map(|r| r.printed.as_deref());
    let texts = view.other_text.iter().map(|o| o.text.as_str()).chain(titles);
    let mut left: Vec<(usize, &str)> = Vec::new();
    for (field, name) in texts.filter_map(|t| Some((view.named(t)?, t))) {
        let is_new = !left.iter().any(|(f, _)| *f == field);
        if is_new && view.items.iter().all(|r| !is_filled(&r.values[field])) {
            left.push((field, name));
        }
    }
    // A heading with a word of the name is that column: `Rank` beside `Risk rank` over what the ranks mean.
    let is_kept = |name: &str| {
        let name = short_phrase(name, 6).unwrap_or_default();
        let mut extra = view.item_schema().extra.iter();
        extra
            .any(|heading| short_phrase(heading, 6).is_some_and(|h| h.position_in(&name).is_some()))
    };
    left.retain(|(_, name)| !is_kept(name));
    // The rows have it in common: it is said once.
    for (field, name) in left.into_iter().filter(|_| !view.items.is_empty()) {
        let message = format!(
            "nothing was read for {} in any row, though “{name}” is printed outside the rows",
            view.title(field)
        );
        notes.push(Diagnostic::new("cell.elsewhere", Level::Warning, message).printed(name));
    }
}

/// A year where nearly all others have a month or a day: the rest of it may be in another cell.
pub(super) fn coarse_dates(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Dates]) {
        let dates: Vec<(usize, &str)> = view
            .items
            .iter()
            .enumerate()
            .filter_map(|(i, r)| match &r.values[field] {
                Value::Completion(c) => Some((i, c.edtf.as_deref()?)),
                _ => None,
            })
            .collect();
        let is_year = |edtf: &str| edtf.len() == 4;
        let years = dates.iter().filter(|(_, edtf)| is_year(edtf)).count();
        if dates.len() < FEWEST || !is_share(dates.len() - years, dates.len(), 85) {
            continue;
        }
        for (i, edtf) in dates.iter().filter(|(_, edtf)| is_year(edtf)) {
            let message = "the date is a year alone, where nearly all others have a month or a day"
                .to_owned();
            notes.push(view.note(*i, Some(field), "date.coarse", message).used(*edtf));
        }
    }
}

/// A status that no other row has, where all others share a few.
pub(super) fn odd_statuses(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Status]) {
        let mut counted: HashMap<&str, usize> = HashMap::default();
        let values: Vec<(usize, &str)> = view
            .items
            .iter()
            .enumerate()
            .filter_map(|(i, r)| match &r.values[field] {
                Value::Status(s) => Some((i, s.value.as_deref().or(s.printed.as_deref())?)),
                _ => None,
            })
            .collect();
        for (_, value) in &values {
            *counted.entry(*value).or_insert(0) += 1;
        }
        let common: usize = counted.values().filter(|n| **n > 1).sum();
        if values.len() < FEWEST || !is_share(common, values.len(), 90) {
            continue;
        }
        for (i, value) in values {
            // `Monitoring`, `Mitigated for the pilot` say how far it is.
            let first = value.split_whitespace().next().unwrap_or_default();
            let is_told = first.len() > 5 && (first.ends_with("ing") || first.ends_with("ed"));
            let known = is_told
                || tablemend_model::State::of(value, view.legend).is_some()
                || view.legend.iter().any(|e| e.status == value)
                || ["red", "amber", "green", "blue", "grey", "n/a", "missing", "unknown"]
                    .contains(&value);
            if counted[value] == 1 && !known {
                let message = "no other row has this status".to_owned();
                notes.push(view.note(i, Some(field), "status.odd", message).printed(value));
            }
        }
    }
}

/// A status that is a sentence without a word that tells how far it is: its column may be of remarks.
pub(super) fn unread_statuses(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Status]) {
        for (i, record) in view.items.iter().enumerate() {
            let Value::Status(status) = &record.values[field] else { continue };
            let Some(printed) = status.printed.as_deref().filter(|_| status.value.is_none()) else {
                continue;
            };
            if printed.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count() > 3 {
                let message = "no status could be read from this text".to_owned();
                notes.push(view.note(i, Some(field), "status.unread", message).printed(printed));
            }
        }
    }
}

/// A lead that is a sentence, or two that are not parted.
pub(super) fn odd_leads(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for field in view.fields(&[FieldKind::Posts, FieldKind::PostList]) {
        let people: Vec<(usize, &str)> = view
            .items
            .iter()
            .enumerate()
            .filter_map(|(i, r)| match &r.values[field] {
                Value::Posts(p) => Some(p.people.iter().map(move |n| (i, n.as_str()))),
                _ => None,
            })
            .flatten()
            .collect();
        let mut counted: HashMap<&str, usize> = HashMap::default();
        for (_, name) in &people {
            *counted.entry(*name).or_insert(0) += 1;
        }
        for (i, name) in &people {
            let words: Vec<&str> = name.split_whitespace().collect();
            let sentence =
                words.len() > 16 || name.contains(". ") && words.len() > 5 || text_like(&words);
            let is_known = |part: &[&str]| {
                part.len() > 1
                    && !super::texts::breaks_off(&part.join(" "))
                    && counted.contains_key(part.join(" ").as_str())
            };
            let glued = (2..words.len()).any(|at| is_known(&words[..at]) && is_known(&words[at..]))
                || has_two_titles(&words);
            // What is left of a name that the others have whole.
            let rest = words.len() == 1
                && counted[name] == 1
                && counted.iter().any(|(other, n)| {
                    *n > 1
                        && other.len() > name.len() + 1
                        && other.strip_suffix(*name).is_some_and(|front| front.ends_with(' '))
                });
            let message = if sentence {
                "the lead reads like a sentence, not like a post or a name"
            } else if glued {
                "the lead may be two posts or names that nothing parts"
            } else if rest {
                "the lead is a part of a longer name that other rows have"
            } else {
                continue;
            };
            notes.push(view.note(*i, Some(field), "leads.odd", message.to_owned()).printed(*name));
        }
    }
}

/// Whether a name says twice of what it is the head, with nothing between: `Head of Works Director of Boats`.
fn has_two_titles(words: &[&str]) -> bool {
    const TITLES: [&str; 6] = ["Head", "Director", "Manager", "Chief", "Lead", "Secretary"];
    let titles: Vec<usize> = words
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| matches!(pair, [title, of] if TITLES.contains(title) && *of == "of"))
        .map(|(at, _)| at)
        .collect();
    let is_apart = |at: &usize| {
        let before = at.checked_sub(1).and_then(|n| words.get(n));
        before.is_some_and(|w| !w.ends_with([',', ';', '/', ')']) && !is_rank(w))
    };
    titles.first() == Some(&0) && titles.iter().skip(1).any(is_apart)
}

/// Whether a word belongs to the title behind it, or joins it to what is in front.
fn is_rank(word: &str) -> bool {
    const RANKS: [&str; 11] = [
        "and",
        "&",
        "Deputy",
        "Assistant",
        "Associate",
        "Executive",
        "Interim",
        "Acting",
        "Joint",
        "Managing",
        "to",
    ];
    RANKS.contains(&word)
}

/// Whether words have a verb that no post or name has.
fn text_like(words: &[&str]) -> bool {
    const VERBS: [&str; 12] = [
        "is", "are", "was", "were", "has", "have", "been", "will", "be", "being", "should", "must",
    ];
    words.len() > 3 && words.iter().filter(|w| VERBS.contains(w)).count() > 0
}

/// Whether a text field is filled; used by the rules about texts.
pub(super) fn filled_texts<'v>(view: &'v View<'_>, field: usize) -> Vec<(usize, &'v str)> {
    let items = view.items.iter().enumerate();
    items.filter_map(|(i, r)| Some((i, text(&r.values[field])?))).collect()
}
