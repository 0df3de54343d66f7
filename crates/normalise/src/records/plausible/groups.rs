//! Items that are in no group, or in another than their refs say; groups whose titles are none.

use super::texts::is_name;
use super::{FEWEST, View, is_share};
use foldhash::{HashMap, HashSet};
use tablemend_model::{Diagnostic, MediaType, Record};

/// The id of the group of this level that an item is in.
fn parent(record: &Record, level: usize) -> Option<&str> {
    record.parents.get(level).and_then(Option::as_deref)
}

/// An item outside of all sections, in a document that has them.
pub(super) fn without(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for (level, groups) in view.groups.iter().enumerate() {
        if groups.records.is_empty() {
            continue;
        }
        let inside = view.items.iter().filter(|r| parent(r, level).is_some()).count();
        // In PDF the outermost level holds everything; of those inside some may be without, and in
        // text a heading may be over some tables only.
        let holds_all = level == 0 && view.media_type == MediaType::Pdf;
        if !holds_all && !is_share(inside, view.items.len(), if level == 0 { 75 } else { 90 })
            || inside == 0 && (view.media_type != MediaType::Pdf || groups.records.len() < 2)
        {
            continue;
        }
        let what = view.schema.entities[level].one.replace('_', " ");
        for (i, _) in view.items.iter().enumerate().filter(|(_, r)| parent(r, level).is_none()) {
            let message = format!("the row is in no {what}, though the document has them");
            notes.push(view.note(i, None, "group.none", message));
        }
    }
}

/// The first part of a ref: `2` of `2.1.4`, `B` of `B7`.
fn first_part(reference: &str) -> Option<&str> {
    let letters =
        reference.len() - reference.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    match letters {
        0 => reference.split_once('.').map(|(first, _)| first),
        1 if reference[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            Some(&reference[..1])
        }
        _ => None,
    }
    .filter(|p| !p.is_empty() && p.len() < 4)
}

/// An item whose ref begins as those of another section do.
pub(super) fn of_another(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let Some(sections) = view.groups.first().filter(|g| !g.records.is_empty()) else { return };
    // Where the sections are numbered as the refs are, the numbers tell.
    let numbered: HashMap<&str, &str> = sections
        .records
        .iter()
        .filter_map(|r| Some((r.reference.as_deref()?, r.id.as_str())))
        .collect();
    let placed: Vec<(usize, &str, &str)> = view
        .items
        .iter()
        .enumerate()
        .filter_map(|(i, r)| Some((i, first_part(r.reference.as_deref()?)?, parent(r, 0)?)))
        .collect();
    let agree = placed.iter().filter(|(_, part, id)| numbered.get(part) == Some(id)).count();
    let known = placed.iter().filter(|(_, part, _)| numbered.contains_key(part)).count();
    let by_number = agree > 2 && is_share(agree, known, 60)
        || agree > 0 && is_share(known, placed.len(), 60) && is_share(agree, known, 30);
    // Else each beginning has the section in which most of its rows are, if it is not that of most
    // rows of another beginning.
    let mut votes: HashMap<(&str, &str), usize> = HashMap::default();
    for (_, part, id) in &placed {
        *votes.entry((*part, *id)).or_insert(0) += 1;
    }
    let mut owners: HashMap<&str, &str> = HashMap::default();
    let mut leaders: HashMap<&str, &str> = HashMap::default();
    let mut sorted: Vec<((&str, &str), usize)> = votes.into_iter().collect();
    // The heaviest comes first and is kept; of two alike, the one that comes first by its name.
    sorted.sort_unstable_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    for ((part, id), _) in sorted {
        owners.entry(part).or_insert(id);
        leaders.entry(id).or_insert(part);
    }
    let paired = placed
        .iter()
        .filter(|(_, part, id)| owners.get(part) == Some(id) && leaders.get(id) == Some(part))
        .count();
    let by_votes = owners.len() > 1 && placed.len() >= FEWEST && is_share(paired, placed.len(), 60);
    if !by_number && !by_votes {
        return;
    }
    let own_numbers: HashSet<&str> =
        placed.iter().filter(|(_, part, id)| numbered.get(part) == Some(id)).map(|p| p.2).collect();
    for (i, part, id) in placed {
        let agrees = numbered.get(part) == Some(&id);
        let fits = agrees
            || if by_number {
                match numbered.get(part) {
                    Some(of) => *of == id,
                    // A section of this number is not there (its heading may be on an unread page):
                    // it is not the one that has rows of its own number.
                    None => !own_numbers.contains(id),
                }
            } else {
                owners.get(part) == Some(&id) && leaders.get(id) == Some(&part)
            };
        if !fits {
            let reference = view.items[i].reference.clone().unwrap_or_default();
            let title = view.schema.entities[0].one.replace('_', " ");
            let message = format!(
                "the row {reference} is in the {title} “{id}”, but its number belongs to another"
            );
            notes.push(view.note(i, None, "group.conflict", message));
        }
    }
}

/// A title that begins or ends in the middle of something.
pub(super) fn odd_titles(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    for (level, groups) in view.groups.iter().enumerate() {
        let entity = &view.schema.entities[level];
        let Some((title, _)) = entity.field("title") else { continue };
        let titles = |r: &Record| super::text(r.values.get(title)?).map(str::to_owned);
        // `a) First steps` is numbered.
        let numbered = |t: &str| t.chars().nth(1).is_some_and(|c| matches!(c, ')' | '.'));
        let small =
            |t: &str| t.starts_with(|c: char| c.is_lowercase()) && !is_name(t) && !numbered(t);
        let all: Vec<Option<String>> = groups.records.iter().map(titles).collect();
        let lower = all.iter().flatten().filter(|t| small(t)).count();
        // Refs without titles, and titles in small letters, may be the document's way.
        let habit = lower > 2 && lower * 3 > all.len();
        let field_labels: Vec<&str> =
            entity.fields.iter().map(|f| f.title.as_str()).filter(|t| *t != "Title").collect();
        let mut odd: HashMap<&str, String> = HashMap::default();
        for (group, title) in groups.records.iter().zip(&all) {
            let Some(title) = title else { continue };
            let label = field_labels.iter().any(|l| {
                let front = title.get(..l.len().saturating_sub(1)).map(str::to_lowercase);
                front.is_some_and(|t| l.to_lowercase().starts_with(&t)) && title.contains(':')
            });
            let is_odd = (small(title) && !habit)
                || label
                || view.media_type == MediaType::Pdf
                    && view.named(title).is_some_and(|f| f != view.rule.key)
                || super::texts::breaks_off(title)
                || title.split_whitespace().count() > 40;
            if is_odd {
                odd.insert(&group.id, short(title));
            }
        }
        let what = entity.one.replace('_', " ");
        for (i, record) in view.items.iter().enumerate() {
            if let Some(title) = parent(record, level).and_then(|id| odd.get(id)) {
                let message =
                    format!("the {what} that the row is in has no clear title: “{title}”");
                notes.push(view.note(i, None, "group.title", message));
            }
        }
    }
}

/// A title for a message.
fn short(title: &str) -> String {
    let mut words: Vec<&str> = title.split_whitespace().take(13).collect();
    if words.len() == 13 {
        words[12] = "…";
    }
    words.join(" ")
}
