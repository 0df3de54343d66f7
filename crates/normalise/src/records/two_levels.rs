//! A column that says how likely and how bad in one cell becomes two.
//!
//! Before: `Likelihood / Impact` above `Low / Medium` or `3 / 4`. After: `Likelihood | Impact` above `Low | Medium`.

use super::columns::{self, Holds};
use super::parting;
use crate::profile::Profile;
use std::borrow::Cow;
use std::ops::Range;
use tablemend_model::{Cell, Document, FieldKind, RichText, Table};

/// What parts two names in a heading, and two levels in a cell.
const BETWEEN: [&str; 11] =
    [" / ", "/", " x ", " × ", " and ", " & ", "\n", ", ", "; ", " | ", " – "];

/// The document with such columns parted, as far as one of the profiles knows both names.
pub(crate) fn parted<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    super::with_tables(document, |table| special.iter().find_map(|p| part(table, p)))
}

/// Where a text has two parts of which each passes, the words between them aside.
fn halves(text: &str, fits: impl Fn(&str, &str) -> bool) -> Option<(Range<usize>, Range<usize>)> {
    BETWEEN.iter().find_map(|between| {
        let at = text.find(between)?;
        let behind = at + between.len();
        let (first, second) = (text[..at].trim_end(), text[behind..].trim_start());
        let start = text.len() - second.len();
        fits(first, second).then_some((0..first.len(), start..text.len()))
    })
}

/// The table with its first such column parted.
fn part(table: &Table, profile: &Profile) -> Option<Table> {
    // Two fields that are numbers, and no name of one.
    let number = |name: &str| match columns::named_whole(name, &profile.items)? {
        holds @ Holds::Field(f) if profile.items.kinds.get(f) == Some(&FieldKind::Number) => {
            Some(holds)
        }
        _ => None,
    };
    let named = |first: &str, second: &str| match (number(first), number(second)) {
        (Some(first), Some(second)) => first != second,
        _ => false,
    };
    let head = table.header_rows().max(1).min(table.row_count());
    let (heading, names) = (0..head)
        .flat_map(|r| table.row_cells(r).filter(move |c| c.row() == r && c.colspan() == 1))
        .find_map(|c| Some((c, halves(c.text.as_str(), named)?)))?;
    let col = heading.col();
    let levels = |text: &str| {
        halves(text, |first, second| columns::is_grade(first) && columns::is_grade(second))
    };
    let below = heading.row() + heading.rowspan();
    let is_own = |c: &&Cell| c.col() == col && c.colspan() == 1 && c.row() >= below;
    let says = |c: &&Cell| c.text.as_str().contains(char::is_alphanumeric);
    let own = || table.cells().iter().filter(is_own).filter(says);
    // A cell of one level says nothing of the other: the column is left as it is, unless that is rare.
    let whole = own().filter(|c| levels(c.text.as_str()).is_some()).count();
    if whole == 0 || whole * 10 < own().count() * 9 {
        return None;
    }
    let cells = parting::in_two(table, col, |cell, mut right| {
        let mut left = cell.clone();
        let found = if cell.row() == heading.row() {
            Some(names.clone())
        } else {
            levels(cell.text.as_str()).filter(|_| cell.row() >= below)
        };
        right.text = RichText::default();
        if let Some((first, second)) = found {
            right.text = cell.text.slice(second);
            left.text = cell.text.slice(first);
        }
        right.icons.clear();
        right.shape = None;
        (left, right)
    });
    table.relaid(table.column_count() + 1, table.rows().to_vec(), cells).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    fn rows(text: &str) -> Vec<String> {
        let profile = Profile::built_in("risk-register").unwrap();
        let document = document(text);
        let parted = parted(&document, &[&profile]);
        let table = parted.tables().next().unwrap();
        let row = |r| table.row_cells(r).map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ");
        (0..table.row_count()).map(row).collect()
    }

    #[test]
    fn two_levels_in_a_cell_are_two_fields() {
        for (heading, first, second) in [
            ("Likelihood / Impact", "Low / Med", "High / High"),
            ("Probability & Severity", "3 / 4", "2/5"),
            ("Likelihood/Impact", "Low (2) / High (4)", "Medium, Low"),
        ] {
            let made = rows(&format!(
                "Risk|{heading}|Mitigation\nThe gate jams|{first}|Oil it\nThe bell falls|{second}|Bolt it\nThe boat leaks||Tar it"
            ));
            let names: Vec<&str> = made[0].split(" | ").collect();
            assert_eq!(names.len(), 4, "{made:?}");
            let cells: Vec<&str> = made[1].split(" | ").collect();
            assert_eq!(
                cells.join("/").replace(' ', ""),
                format!("Thegatejams/{}/Oilit", first.replace(' ', ""))
            );
        }
    }

    #[test]
    fn one_figure_of_both_stays_one() {
        for text in [
            "Risk|Likelihood x Impact|Mitigation\nThe gate jams|12|Oil it\nThe bell falls|6|Bolt it",
            "Risk|Impact / Severity|Mitigation\nThe gate jams|Low / Med|Oil it\nThe bell falls|Low / Low|Bolt it",
            "Risk|Likelihood / Impact|Mitigation\nThe gate jams|Low|Oil it\nThe bell falls|High / High|Bolt it",
        ] {
            assert_eq!(rows(text)[0].split(" | ").count(), 3, "{text}");
        }
    }
}
