//! Rows of one cell below nearly every item, which say one more of its fields, become a column.
//!
//! Before: `Action | Lead | Due`, below each item a row over the full width, `Update: The paint is ordered.` After:
//! the items with a column `Update`. Plain sentences below the items are their commentary where no column is.

use super::cards::MADE;
use super::columns::{self, Holds};
use super::groups;
use super::label_rows::{CELLS, LONGEST, Value, build, is_field, own};
use super::status::is_status;
use crate::profile::{Profile, phrase};
use std::borrow::Cow;
use tablemend_model::{Cell, Document, Table};

/// Rows of one cell that prove it.
const FEWEST: usize = 3;
/// Words of a sentence without a full stop, at least.
const SENTENCE: usize = 9;
/// The field that sentences below items are, and its heading where none is printed.
const COMMENTARY: (&str, &str) = ("commentary", "Commentary");

/// The document with such rows in columns, for profiles that name fields.
pub(crate) fn raised<'d>(document: &'d Document, profiles: &[&Profile]) -> Cow<'d, Document> {
    let special: Vec<&Profile> = profiles.iter().copied().filter(|p| !p.items.generic).collect();
    super::with_tables(document, |table| {
        // Headers are read at length, and most tables have no such rows.
        let wide = (0..table.row_count()).filter(|row| own(table, *row).len() == 1);
        (wide.count() >= FEWEST).then(|| special.iter().find_map(|p| raise(table, p))).flatten()
    })
}

/// A row of one cell and the item above it.
struct Wide<'t> {
    to: u32,
    cell: &'t Cell,
    /// Whether it is the first such row of its item.
    is_first: bool,
}

fn raise(table: &Table, profile: &Profile) -> Option<Table> {
    let (head, header) = (0..table.row_count().min(3))
        .find_map(|row| Some((row, columns::header_row(table, row, &profile.items)?)))?;
    let mut items = 0;
    let mut above: Option<u32> = None;
    let mut wide: Vec<Wide<'_>> = Vec::new();
    let mut before = false;
    for row in table.header_rows().max(head + 1)..table.row_count() {
        let cells = own(table, row);
        match (cells.as_slice(), above) {
            ([cell], Some(to)) => {
                let is_first = wide.last().is_none_or(|w| w.to != to);
                wide.push(Wide { to, cell, is_first });
            }
            // Sentences above the first item may be about those below them.
            ([cell], None) => before |= is_sentence(cell, profile),
            _ if cells.len() >= CELLS => {
                items += 1;
                above = Some(row);
            }
            _ => above = None,
        }
    }
    let mut names: Vec<(String, usize)> = Vec::new();
    for (name, _) in wide.iter().filter_map(|w| label(w.cell, profile)) {
        match names.iter_mut().find(|(n, _)| phrase(n) == phrase(name)) {
            Some((_, count)) => *count += 1,
            None => names.push((name.to_owned(), 1)),
        }
    }
    names.retain(|(_, count)| *count >= FEWEST && *count * 2 >= items);
    let mut values: Vec<Value> = Vec::new();
    let mut say = |of: &Wide<'_>, name: &str, from: usize| {
        let text = of.cell.text.slice(from..of.cell.text.as_str().len());
        let (row, col) = (of.cell.row(), of.cell.col());
        values.push(Value { to: of.to, name: name.to_owned(), text, row, col });
    };
    if names.is_empty() {
        let fields = &profile.schema.entities[profile.item_entity()].fields;
        let field = fields.iter().position(|f| f.name == COMMENTARY.0)?;
        let sentences: Vec<&Wide<'_>> =
            wide.iter().filter(|w| w.is_first && is_sentence(w.cell, profile)).collect();
        let has_one = header.columns(Holds::Field(field)).next().is_some();
        let count = sentences.len();
        if has_one || before || count < FEWEST || count * 10 < items * 9 {
            return None;
        }
        for sentence in sentences {
            say(sentence, COMMENTARY.1, 0);
        }
        let heads = [COMMENTARY.1.to_owned()];
        let mut new = build(table, head, &values, &heads)?;
        let col = table.column_count();
        for cell in new.cells_mut().filter(|c| c.row() == head && c.col() == col) {
            cell.flags.push(MADE.into());
        }
        return Some(new);
    }
    for of in &wide {
        let Some((name, from)) = label(of.cell, profile) else { continue };
        let known = names.iter().find(|(n, _)| phrase(n) == phrase(name));
        if let Some((name, _)) = known {
            say(of, name, from);
        }
    }
    let heads: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
    build(table, head, &values, &heads)
}

/// The name of a field that a cell begins with, and where its text goes on.
fn label<'t>(cell: &'t Cell, profile: &Profile) -> Option<(&'t str, usize)> {
    let text = cell.text.as_str();
    let colon = text.find(':')?;
    let name = text[..colon].trim();
    let rest = text[colon + 1..].trim_start();
    let is_name = (1..=LONGEST).contains(&name.split_whitespace().count())
        && name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit() || c == '\n')
        && !is_status(name)
        && is_field(name, profile);
    (is_name && !rest.is_empty()).then(|| (name, text.len() - rest.len()))
}

/// Whether a cell is a sentence and no name of a group.
fn is_sentence(cell: &Cell, profile: &Profile) -> bool {
    let text = cell.text.as_str();
    let words = text.split_whitespace().count();
    (words >= SENTENCE || words > 2 && text.ends_with(['.', '!', '?']))
        && groups::labelled(text, &profile.groups).is_none()
        && groups::by_reference(text, &profile.groups).is_none()
        && !profile.note_starts.iter().any(|s| s.position_in(&phrase(text)) == Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::document;

    fn made(text: &str) -> Vec<String> {
        let profile = Profile::built_in("action-plan").unwrap();
        let document = document(text);
        let raised = raised(&document, &[&profile]);
        let table = raised.tables().next().unwrap();
        let own = |r| table.row_cells(r).map(|c| c.text.as_str().to_owned()).collect::<Vec<_>>();
        (0..table.row_count()).map(|r| own(r).join(" | ")).collect()
    }

    const HEAD: &str = "Ref|Action|Lead|Due date\nTheme 1: The harbour|<|<|<\n";

    #[test]
    fn a_row_with_the_name_of_a_field_below_each_item_is_a_column() {
        let rows = "1.1|Mend the gate|Mate|May 2026\nUpdate: The hinges are bought.|<|<|<\n\
                    1.2|Paint the boat|Clerk|June 2026\nUpdate: Two coats are on.|<|<|<\n\
                    1.3|Ring the bell|Mate|July 2026\n\
                    1.4|Oil the winch|Mate|July 2026\nUpdate: Waiting: no oil.|<|<|<";
        assert_eq!(
            made(&format!("{HEAD}{rows}")),
            [
                "Ref | Action | Lead | Due date | Update",
                "Theme 1: The harbour | ",
                "1.1 | Mend the gate | Mate | May 2026 | The hinges are bought.",
                "1.2 | Paint the boat | Clerk | June 2026 | Two coats are on.",
                "1.3 | Ring the bell | Mate | July 2026 | ",
                "1.4 | Oil the winch | Mate | July 2026 | Waiting: no oil.",
            ]
        );
    }

    #[test]
    fn sentences_below_each_item_are_its_commentary() {
        let rows = "1.1|Mend the gate|Mate|May 2026\nThe hinges are bought.|<|<|<\n\
                    1.2|Paint the boat|Clerk|June 2026\nTwo coats are on.|<|<|<\n\
                    1.3|Ring the bell|Mate|July 2026\nIt rings at noon.|<|<|<";
        let own = made(&format!("{HEAD}{rows}"));
        assert_eq!(own[0], "Ref | Action | Lead | Due date | Commentary");
        assert_eq!(own[4], "1.3 | Ring the bell | Mate | July 2026 | It rings at noon.");
        // Sentences above each item, below a few of them, or beside a commentary stay.
        let above = rows.replace("1.1|", "The first thing is the gate.|<|<|<\n1.1|");
        let few = rows.replace("It rings at noon.|<|<|<", "1.4|Oil the winch|Mate|July 2026");
        for rows in [above, few] {
            let own = made(&format!("{HEAD}{rows}"));
            assert_eq!(own[0], "Ref | Action | Lead | Due date");
        }
        let beside = format!("{HEAD}{rows}").replace("Lead|", "Commentary|");
        assert_eq!(made(&beside)[0], "Ref | Action | Commentary | Due date");
    }
}
