//! The refs of the items, repaired by those around them.

use super::Reading;
use super::laid::Laid;
use super::lettered;
use crate::records::refs::{self, Ref, Step};
use std::collections::HashSet;
use tablemend_model::{Diagnostic, FieldKind, Level, Place};

/// The ref of each item with the notes about it; `None` where none is there.
pub(super) struct Found {
    pub(super) reference: Option<Ref>,
    /// Whether the ref is in front of the key field's text.
    pub(super) in_text: bool,
    /// Whether it is in a cell merged with the row above.
    pub(super) inherited: bool,
    pub(super) notes: Vec<Diagnostic>,
}

/// Whether more than a fifth of the refs are used before: numbers that begin again by table.
pub(super) fn restart(refs: &[Found]) -> bool {
    let mut seen = HashSet::new();
    let own = refs.iter().filter(|f| !f.inherited);
    let all: Vec<&str> = own.filter_map(|f| Some(f.reference.as_ref()?.value.as_str())).collect();
    let again = all.iter().filter(|value| !seen.insert(**value)).count();
    again > 2 && again * 5 > all.len()
}

pub(super) fn references(laid: &[Laid<'_>], reading: &Reading<'_, '_>) -> Vec<Found> {
    let rule = &reading.profile.items;
    let pattern = rule.reference.as_ref();
    let depth = reading.outline.depth;
    let schema = &reading.profile.schema.entities[reading.profile.item_entity()];
    let is_text = schema.fields.get(rule.key).is_some_and(|f| f.kind == FieldKind::Text);
    let may_have = !rule.generic || is_text;
    let mut all: Vec<Found> = laid
        .iter()
        .map(|l| {
            let own = l.reference.text.unmarked();
            let in_column = !own.is_empty();
            let text = if in_column { own.as_str() } else { l.fields[rule.key].text.as_str() };
            let bare = in_column || reading.outline.bare;
            let may_have = may_have && (depth.is_some() || bare);
            let mut reference =
                if in_column || may_have { refs::read(text, depth, bare, pattern) } else { None };
            if !in_column && rule.generic {
                // A code alone is what its column says of the row (`DP 4`), as is a number.
                // `2.5e-07` is one number.
                let parts = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '–');
                let goes_on = |r: &Ref| {
                    text.split_at_checked(r.length).is_some_and(|(reference, rest)| {
                        reference.ends_with(parts) || rest.starts_with(parts)
                    })
                };
                reference = reference.filter(|r| r.length < text.trim_end().len() && goes_on(r));
            }
            if in_column {
                // A column of its own holds the ref, whatever it looks like.
                reference = reference.filter(|r| r.length == text.len()).or_else(|| {
                    let end: &[char] =
                        if text.contains('(') { &['.', ':'] } else { &['.', ':', ')'] };
                    let plain = text.trim_end_matches(end).replace('\n', " ");
                    Some(Ref {
                        value: plain.clone(),
                        printed: text.replace('\n', " "),
                        repaired: false,
                        length: text.len(),
                    })
                });
                // Printed is what is there, note marks too.
                if let Some(r) = &mut reference
                    && l.reference.text.as_str().len() > text.len()
                {
                    r.printed = l.reference.text.as_str().replace('\n', " ");
                }
            } else if depth
                .is_some_and(|d| d > 1 && reference.as_ref().is_some_and(|r| r.depth() == 1))
            {
                reference =
                    reference.filter(|r| r.value.starts_with(|c: char| c.is_ascii_uppercase()));
            }
            let mut notes = Vec::new();
            if let Some(r) = reference.as_ref().filter(|r| r.repaired) {
                notes.push(
                    Diagnostic::new("ref.repaired", Level::Info, "the reference was repaired")
                        .at(l.source)
                        .repair(r.printed.clone(), r.value.clone()),
                );
            }
            let merged = l.reference.shared.map(|c| c.text.unmarked());
            let merged = merged.filter(|t| !in_column && !t.is_empty() && reference.is_none());
            if let Some(merged) = merged {
                let text = merged.as_str();
                let end: &[char] = if text.contains('(') { &['.', ':'] } else { &['.', ':', ')'] };
                let value = text.trim_end_matches(end).replace('\n', " ");
                reference = Some(Ref { value, printed: String::new(), repaired: false, length: 0 });
                return Found { reference, in_text: false, inherited: true, notes };
            }
            Found { reference, in_text: !in_column, inherited: false, notes }
        })
        .collect();
    let texts: Vec<&str> = laid.iter().map(|l| l.fields[rule.key].text.as_str()).collect();
    if !rule.generic {
        lettered::letters(&mut all, &texts, &reading.outline.items);
    }
    letter_a(&mut all, laid, reading);
    sequence(&mut all, laid, reading);
    all
}

/// An unlettered row that opens a run `…b`, `…c` and has the part `a.` gets the letter.
pub(super) fn letter_a(all: &mut [Found], laid: &[Laid<'_>], reading: &Reading<'_, '_>) {
    for i in 0..all.len().saturating_sub(1) {
        let (Some(now), Some(next)) = (&all[i].reference, &all[i + 1].reference) else { continue };
        let (base, letter) = refs::split_letter(&next.value);
        let text = laid[i].fields[reading.profile.items.key].text.as_str();
        if letter == Some('b') && base == now.value && refs::has_part_a(text) {
            let note = Diagnostic::new(
                "ref.repaired",
                Level::Info,
                "this row is part a of a lettered group (b, c … follow), so it was numbered as part a",
            )
            .at(laid[i].source)
            .repair(now.printed.clone(), format!("{base}a"));
            if let Some(reference) = all[i].reference.as_mut() {
                reference.value.push('a');
                reference.repaired = true;
            }
            all[i].notes.push(note);
        }
    }
}

/// How a gap is told.
const GAP: &str = "numbers are left out";

/// Makes the gaps in the numbering notes where the document as a whole is doubted for them: the row
/// behind a gap is as right as any.
pub(crate) fn settle_gaps(all: &mut [Diagnostic], of_document: &[Diagnostic]) {
    if of_document.iter().any(|d| d.code == "records.missing") {
        let is_gap = |d: &&mut Diagnostic| d.code == "ref.sequence" && d.message.starts_with(GAP);
        all.iter_mut().filter(is_gap).for_each(|d| d.level = Level::Info);
    }
}

/// What is told of a ref behind another; `None` where it follows.
pub(in crate::records) fn step_told(before: &str, now: &str) -> Option<String> {
    match refs::step(before, now) {
        Step::Fine => None,
        Step::Gap => Some(format!("{GAP} between {before} and {now}")),
        Step::Back => Some(format!("{now} comes after {before}")),
    }
}

/// Reports gaps and returns in the numbering of rows under one parent.
pub(super) fn sequence(all: &mut [Found], laid: &[Laid<'_>], reading: &Reading<'_, '_>) {
    const FEWEST: usize = 3;
    let items = &reading.outline.items;
    // A list in text that goes back again and again is in another order than its numbers: that of priority.
    let steps: Vec<Step> = (1..all.len())
        .filter(|i| items[*i].parents == items[*i - 1].parents)
        .filter_map(|i| {
            let (before, now) = (all[i - 1].reference.as_ref()?, all[i].reference.as_ref()?);
            Some(refs::step(&before.value, &now.value))
        })
        .collect();
    let back = steps.iter().filter(|s| matches!(s, Step::Back)).count();
    let is_mixed = back >= FEWEST && back * 4 >= steps.len();
    let are_codes = are_codes(all, &steps) || reading.profile.items.generic && back > 0;
    let mut is_told = false;
    for i in 1..all.len() {
        if items[i].parents != items[i - 1].parents {
            continue;
        }
        let (Some(before), Some(now)) = (&all[i - 1].reference, &all[i].reference) else {
            continue;
        };
        let Some(message) = step_told(&before.value, &now.value) else { continue };
        if are_codes {
            if !std::mem::replace(&mut is_told, true) {
                let message = "the references are not in sequence here and further down: they look like codes, so \
                               no row is taken to be missing between them";
                let note = Diagnostic::new("ref.sequence", Level::Info, message).at(laid[i].source);
                all[i].notes.push(note.printed(now.printed.clone()));
            }
            continue;
        }
        let is_in_text = matches!(laid[i].source.place, Some(Place::Lines { .. }));
        let level = if is_mixed && is_in_text { Level::Info } else { Level::Warning };
        let note = Diagnostic::new("ref.sequence", level, message)
            .at(laid[i].source)
            .printed(now.printed.clone())
            .help("check that no row is missing in the document");
        all[i].notes.push(note);
    }
}

/// Whether refs are codes that somebody else gave (of places, of accounts) and no numbering of these rows: many do not
/// follow the one before, and far more numbers are left out between them than there are rows.
fn are_codes(all: &[Found], steps: &[Step]) -> bool {
    const FEWEST: usize = 5;
    const ROOM: usize = 3;
    let numbers: Option<Vec<usize>> =
        all.iter().filter_map(|f| f.reference.as_ref()).map(|r| r.value.parse().ok()).collect();
    let Some(mut numbers) = numbers else { return false };
    numbers.sort_unstable();
    numbers.dedup();
    let (Some(least), Some(most)) = (numbers.first(), numbers.last()) else { return false };
    let apart = steps.iter().filter(|s| !matches!(s, Step::Fine)).count();
    apart >= FEWEST && apart * 4 >= steps.len() && most - least >= numbers.len() * ROOM
}
