//! A column that says who and when in one cell becomes two.
//!
//! Before: `Who and when`, `Clerk` above `1 May 2026` or `Lead: Clerk By: 1 May 2026`. After: `Who | when`, `Clerk | 1
//! May 2026`. The words between the names, and labels in the cells, are kept as parts of the header.

use super::columns;
use super::parting;
use crate::profile::Profile;
use std::borrow::Cow;
use std::ops::Range;
use tablemend_dates::Context;
use tablemend_model::{Cell, Document, FieldKind, Place, RichText, Row, Table};

/// What parts two names of fields in a heading.
const BETWEEN: [&str; 7] = [" and ", " & ", " / ", "/", "\n", ", ", " + "];

/// Bytes of a label in a cell.
const LONGEST_LABEL: usize = 24;

/// Labels of dates that head no column.
const BY: [&str; 3] = ["by", "by when", "when"];

/// The document with such columns parted, as far as one of the profiles knows both names.
pub(crate) fn parted<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    super::with_tables(document, |table| special.iter().find_map(|p| part(table, p)))
}

/// The two names of a heading.
struct Names {
    first: Range<usize>,
    between: Range<usize>,
    second: Range<usize>,
    /// Whether who comes before when.
    is_who_first: bool,
}

/// The names of a heading that is one of who and one of when.
fn names(text: &str, profile: &Profile) -> Option<Names> {
    let kind = |part: &str| match columns::kind_named(part, &profile.items)? {
        FieldKind::Posts | FieldKind::PostList => Some(true),
        FieldKind::Dates => Some(false),
        _ => None,
    };
    BETWEEN.iter().find_map(|between| {
        let at = text.find(between)?;
        let behind = at + between.len();
        let is_who_first = kind(&text[..at])?;
        (kind(&text[behind..])? != is_who_first).then_some(Names {
            first: 0..at,
            between: at..behind,
            second: behind..text.len(),
            is_who_first,
        })
    })
}

/// Where a cell says who and when, and where its labels are.
#[derive(Debug, Default, PartialEq)]
struct Found {
    who: Range<usize>,
    when: Range<usize>,
    labels: Vec<Range<usize>>,
}

/// Takes a cell apart: by its labels, or where the rest of it is a date and nothing else.
fn read(text: &str, is_who_first: bool, profile: &Profile) -> Option<Found> {
    if let Some(found) = labelled(text, profile) {
        return Some(found);
    }
    let is_date = |part: &str| tablemend_dates::only(part, &Context::default()).is_some();
    let is_break = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(');
    let is_name = |part: &str| part.chars().any(char::is_alphabetic) && !is_date(part);
    let trim = |range: Range<usize>| {
        let part = &text[range.clone()];
        let cut =
            |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')' | '–' | '-');
        let start = range.start + (part.len() - part.trim_start_matches(cut).len());
        start..start.max(range.start + part.trim_end_matches(cut).len())
    };
    if is_date(text) {
        return Some(Found { when: 0..text.len(), ..Found::default() });
    }
    let mut breaks = text.char_indices().filter(|(_, c)| is_break(*c)).map(|(at, _)| at);
    let (name, date) = if is_who_first {
        let at = breaks.find(|at| is_date(text[trim(*at..text.len())].trim()))?;
        (trim(0..at), trim(at..text.len()))
    } else {
        let at = breaks.rfind(|at| is_date(&text[trim(0..*at)]))?;
        (trim(at..text.len()), trim(0..at))
    };
    is_name(&text[name.clone()]).then(|| Found { who: name, when: date, labels: Vec::new() })
}

/// A cell whose parts have labels: `Lead: Clerk By: 1 May 2026`.
fn labelled(text: &str, profile: &Profile) -> Option<Found> {
    // A label begins the text or is behind a blank, and ends with a colon.
    let kind = |label: &str| {
        if BY.iter().any(|by| label.eq_ignore_ascii_case(by)) {
            return Some(FieldKind::Dates);
        }
        columns::kind_named(label, &profile.items)
    };
    let mut labels: Vec<(Range<usize>, bool)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let behind = text[colon + 1..].chars().next();
        if behind.is_some_and(|c| !c.is_whitespace()) {
            continue;
        }
        let from = labels.last().map_or(0, |(l, _)| l.end);
        let starts = std::iter::once(from)
            .chain(text[from..colon].match_indices([' ', '\n']).map(|(at, _)| from + at + 1));
        let mut starts = starts
            .filter(|s| colon - s <= LONGEST_LABEL && text[*s..].starts_with(char::is_uppercase));
        let found = starts.find_map(|start| {
            let is_who = match kind(text[start..colon].trim())? {
                FieldKind::Posts | FieldKind::PostList => true,
                FieldKind::Dates => false,
                _ => return None,
            };
            Some((start..colon + 1, is_who))
        });
        labels.extend(found);
    }
    let [(first, is_who), (second, is_second_who)] = labels.as_slice() else { return None };
    if first.start > 0 || is_who == is_second_who {
        return None;
    }
    let (one, other) = (first.end..second.start, second.end..text.len());
    let (who, when) = if *is_who { (one, other) } else { (other, one) };
    Some(Found { who, when, labels: vec![first.clone(), second.clone()] })
}

/// The table with its first such column parted.
fn part(table: &Table, profile: &Profile) -> Option<Table> {
    let head = table.header_rows().max(1).min(table.row_count());
    let (heading, names) =
        (0..head).flat_map(|r| table.row_cells(r).filter(move |c| c.row() == r)).find_map(|c| {
            (c.colspan() == 1).then(|| Some((c, names(c.text.as_str(), profile)?))).flatten()
        })?;
    let col = heading.col();
    let is_own = |c: &&Cell| {
        c.col() == col && c.colspan() == 1 && c.row() >= heading.row() + heading.rowspan()
    };
    let own: Vec<&Cell> =
        table.cells().iter().filter(is_own).filter(|c| !c.text.is_empty()).collect();
    let found: Vec<Option<Found>> =
        own.iter().map(|c| read(c.text.as_str(), names.is_who_first, profile)).collect();
    let whole = found.iter().flatten().filter(|f| !f.who.is_empty() && !f.when.is_empty()).count();
    if whole == 0 || whole * 10 < own.len() * 6 {
        return None;
    }
    let mut rows: Vec<Row> = table.rows().to_vec();
    let mut printed: Vec<(RichText, Place)> = Vec::new();
    let mut cells = parting::in_two(table, col, |cell, mut right| {
        let mut left = cell.clone();
        let text = &cell.text;
        let all = text.as_str().len();
        let at = own.iter().position(|c| c.row() == cell.row());
        if cell.row() == heading.row() {
            left.text = text.slice(names.first.clone());
            right.text = text.slice(names.second.clone());
            printed.push((text.slice(names.between.clone()), cell.place()));
        } else if let Some(found) = at.and_then(|at| found[at].as_ref()) {
            let (who, when) = (text.slice(found.who.clone()), text.slice(found.when.clone()));
            (left.text, right.text) = if names.is_who_first { (who, when) } else { (when, who) };
            printed.extend(found.labels.iter().map(|l| (text.slice(l.clone()), cell.place())));
        } else {
            // What says neither for sure is a name, where it comes first, or else a date.
            let own = if names.is_who_first { &mut right } else { &mut left };
            own.text = text.slice(all..all);
        }
        right.icons.clear();
        right.shape = None;
        (left, right)
    });
    let mut folded = Vec::new();
    for (text, place) in
        printed.into_iter().filter(|(t, _)| t.as_str().contains(char::is_alphabetic))
    {
        folded.push(rows.len() as u32);
        cells.push(Cell::new(rows.len() as u32, 0, text, place));
        rows.push(Row { place });
    }
    let mut new = table.relaid(table.column_count() + 1, rows, cells).ok()?;
    new.fold_rows(&folded);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    fn split(text: &str) -> Vec<String> {
        let profile = Profile::built_in("action-plan").unwrap();
        let document = document(text);
        let parted = parted(&document, &[&profile]);
        let table = parted.tables().next().unwrap();
        let row = |r| table.row_cells(r).map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ");
        (0..table.row_count()).map(row).collect()
    }

    #[test]
    fn a_name_above_a_date_is_two_fields() {
        for heading in ["Who and when", "Lead and timescale", "Owner / date", "Lead/Deadline"] {
            let made = split(&format!(
                "Ref|Action|{heading}|Status\n1|Mend the gate|Clerk of the harbour\\n30 Sep 2026|Open\n\
                 2|Paint the shed|Head of Boats, Sheds and Keys\\nMay 2026|Done\n3|Ring the bell|Mate|Open"
            ));
            let ends = |r: usize, end: &str| assert!(made[r].ends_with(end), "{heading}: {made:?}");
            ends(1, "Mend the gate | Clerk of the harbour | 30 Sep 2026 | Open");
            ends(2, "Paint the shed | Head of Boats, Sheds and Keys | May 2026 | Done");
            ends(3, "Ring the bell | Mate |  | Open");
        }
    }

    #[test]
    fn labels_part_the_fields_and_are_no_part_of_them() {
        let made = split(
            "Ref|Action|Who and when\n1|Mend the gate|Lead: Clerk By: 30 Sep 2026\n\
             2|Paint the shed|Lead: Head of Boats\\nBy: 1 May 2026",
        );
        assert_eq!(
            made,
            [
                "Ref | Action | Who | when",
                "1 | Mend the gate | Clerk | 30 Sep 2026",
                "2 | Paint the shed | Head of Boats | 1 May 2026"
            ]
        );
    }

    #[test]
    fn a_column_of_names_alone_stays_one() {
        let text = "Ref|Action|Lead and date\n1|Mend the gate|Clerk\n2|Paint the shed|Mate";
        assert_eq!(split(text)[0], "Ref | Action | Lead and date");
    }
}
