//! Refs that are missing from the numbering or are none.

use super::{View, is_share};
use crate::records::refs;
use foldhash::HashSet;
use std::collections::{BTreeMap, BTreeSet};
use tablemend_model::{Diagnostic, Level, MediaType, OtherText, Record};

/// So many missing refs are named.
const MOST_NAMED: usize = 8;

/// A ref taken apart: what is before its last number, and that number.
fn parted(reference: &str) -> Option<(&str, u32)> {
    let (base, letter) = refs::split_letter(reference);
    let base = if letter.is_some() && base.ends_with(|c: char| c.is_ascii_digit()) {
        base
    } else {
        reference
    };
    let digits = base.len() - base.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (front, number) = base.split_at(base.len() - digits);
    (1..=4).contains(&digits).then(|| Some((front, number.parse().ok()?))).flatten()
}

/// The numbers of each run, by what is before them, and the runs in the order of the document.
fn runs(items: &[Record]) -> (BTreeMap<&str, BTreeSet<u32>>, Vec<&str>) {
    let mut runs: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for record in items {
        let Some((front, number)) = record.reference.as_deref().and_then(parted) else { continue };
        if !runs.contains_key(front) {
            order.push(front);
        }
        runs.entry(front).or_default().insert(number);
    }
    (runs, order)
}

/// Those of some refs that no item has, with a letter or without, and that items of their run still let
/// expect.
pub(in crate::records) fn still_lacking(lacking: &[String], items: &[Record]) -> Vec<String> {
    let (runs, _) = runs(items);
    let lacks = |wanted: &str| {
        let (front, number) = parted(wanted)?;
        runs.get(front).map(|run| !run.contains(&number))
    };
    lacking.iter().filter(|wanted| lacks(wanted) == Some(true)).cloned().collect()
}

/// The item above the place of a missing ref: of its run the last with a smaller number, else the
/// first of the run.
pub(in crate::records) fn above<'r>(missing: &str, items: &'r [Record]) -> Option<&'r Record> {
    let (front, number) = parted(missing)?;
    let own = |record: &Record| {
        record.reference.as_deref().and_then(parted).filter(|(f, _)| *f == front).map(|(_, n)| n)
    };
    let smaller = items.iter().filter(|r| own(r).is_some_and(|n| n < number));
    smaller.max_by_key(|r| own(r)).or_else(|| items.iter().find(|r| own(r).is_some()))
}

/// Refs that the numbering lets expect and that no record has.
///
/// A run (`1.1.1`, `1.1.2`, …) is held against itself only where most of the document's numbers
/// follow each other; a run that begins behind 1 counts where most runs begin with 1.
pub(in crate::records) fn lacking(
    items: &[Record],
    groups: &[&[Record]],
    other_text: &[OtherText],
) -> Vec<String> {
    let (runs, order) = runs(items);
    let (mut steps, mut gaps) = (0, 0);
    for run in runs.values() {
        for (a, b) in run.iter().zip(run.iter().skip(1)) {
            steps += 1;
            gaps += usize::from(*b > a + 1);
        }
    }
    let long = |run: &&BTreeSet<u32>| run.len() > 1;
    let first_is_one = runs.values().filter(long).filter(|r| r.first() == Some(&1)).count();
    let begin_at_one =
        first_is_one > 0 && is_share(first_is_one, runs.values().filter(long).count(), 60);
    // Where numbers are left out as a habit, a gap tells nothing.
    if steps < 4 || !is_share(steps - gaps, steps, 75) {
        return Vec::new();
    }
    let mut missing: Vec<String> = Vec::new();
    for front in &order {
        let run = &runs[front];
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let from = if begin_at_one && *first <= 10 { 1 } else { *first };
        if (last - from) as usize > run.len() * 3 {
            continue;
        }
        missing.extend((from..*last).filter(|n| !run.contains(n)).map(|n| format!("{front}{n}")));
    }
    // A row that is in the document's text, but in none of its records.
    let in_text = other_text.iter().filter_map(|other| {
        let word = other.text.split_whitespace().next()?.trim_end_matches(['.', ':', ')']);
        let (front, number) = parted(word)?;
        let known = runs.get(front)?;
        (front.len() > 1 && !known.contains(&number)).then(|| word.to_owned())
    });
    // A row that heads others may be numbered with them.
    let heads = groups.iter().copied().flatten().filter_map(|r| r.printed.as_deref());
    let heads: HashSet<&str> = heads.filter_map(|p| p.split_whitespace().next()).collect();
    missing.retain(|number| !heads.contains(number.as_str()));
    let mut known: HashSet<String> = missing.iter().cloned().collect();
    missing.extend(in_text.filter(|word| known.insert(word.clone())));
    missing
}

/// The one note of a document on the refs that its numbering lacks.
pub(in crate::records) fn lacking_note(missing: &[String]) -> Option<Diagnostic> {
    if missing.is_empty() {
        return None;
    }
    let named = missing.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match missing.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = match missing.len() {
        1 => format!("the numbering lacks {named}: a row may be missing from the records"),
        _ => format!("the numbering lacks {named}{more}: rows may be missing from the records"),
    };
    let note = Diagnostic::new("records.missing", Level::Warning, message);
    Some(note.help("compare these numbers with the document"))
}

/// Refs that the numbering lets expect and that no record has: one note for the document.
pub(super) fn left_out(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let groups: Vec<&[Record]> = view.groups.iter().map(|g| g.records.as_slice()).collect();
    notes.extend(lacking_note(&lacking(view.items, &groups, view.other_text)));
}

/// A ref that is none: a date, a name, a sentence, where the others are numbers.
pub(super) fn odd_refs(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    let all: Vec<&str> = view.items.iter().filter_map(|r| r.reference.as_deref()).collect();
    let is_like = |text: &str| {
        refs::is_like(text)
            || refs::read(text, None, true, None).is_some_and(|r| r.length == text.len())
    };
    let like = all.iter().filter(|r| is_like(r)).count();
    for (i, record) in view.items.iter().enumerate() {
        let Some(reference) = record.reference.as_deref() else { continue };
        let long = reference.split_whitespace().count() > 4;
        let dated = reference.chars().filter(|c| c.is_alphabetic()).count() > 2
            && tablemend_dates::month_in(reference).is_some();
        let other = !is_like(reference) && all.len() > 3 && is_share(like, all.len(), 80);
        if long || dated || other {
            notes.push(
                view.note(
                    i,
                    None,
                    "ref.odd",
                    "what is in the place of the reference does not look like one".to_owned(),
                )
                .printed(reference),
            );
        }
    }
}

/// Items without refs, where the document prints many outside of them: their column was not read.
pub(super) fn elsewhere(view: &View<'_>, notes: &mut Vec<Diagnostic>) {
    if view.items.iter().any(|r| r.reference.is_some()) {
        return;
    }
    let is_ref = |text: &str| {
        let read = refs::read(text, None, false, None);
        read.is_some_and(|r| r.length == text.len() && r.depth() > 1)
    };
    // Cells of another table of Markdown are that table's; in PDF a column may have come apart.
    let is_outside = |o: &&OtherText| o.source.table.is_none() || view.media_type == MediaType::Pdf;
    let outside: Vec<&str> = view
        .other_text
        .iter()
        .filter(is_outside)
        .map(|o| o.text.as_str())
        .filter(|t| is_ref(t))
        .collect();
    // Figures of a table may look like refs; those of a numbering follow each other.
    let follow = outside.windows(2).filter(|w| follows(w[0], w[1])).count();
    if outside.len() < 5 || follow * 3 < outside.len() - 1 {
        return;
    }
    for i in 0..view.items.len() {
        let message =
            "the row has no reference, though the document prints references outside its rows";
        notes.push(view.note(i, None, "ref.elsewhere", message.to_owned()));
    }
}

/// Whether a ref is the next of another: `2.3` behind `2.2`, `3.1` behind any of `2`.
fn follows(before: &str, now: &str) -> bool {
    let parts = |text: &str| -> Option<Vec<u32>> {
        text.trim_end_matches('.').split('.').map(|p| p.parse().ok()).collect()
    };
    let (Some(a), Some(b)) = (parts(before), parts(now)) else {
        // With letters in them they are no figures.
        return true;
    };
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    match (a.get(same), b.get(same)) {
        (Some(x), Some(y)) => *y == x + 1 && b[same + 1..].iter().all(|n| *n == 1),
        (None, Some(y)) => *y == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::follows;

    #[test]
    fn refs_follow_each_other_and_figures_do_not() {
        for (before, now) in
            [("2.2", "2.3"), ("2.4", "3.1"), ("2", "2.1"), ("1.2.9", "1.3"), ("A.1", "A.7")]
        {
            assert!(follows(before, now), "{before} {now}");
        }
        for (before, now) in [("2.2", "2.4"), ("12.5", "3.1"), ("4.7", "4.7"), ("1.1", "2.4")] {
            assert!(!follows(before, now), "{before} {now}");
        }
    }
}
