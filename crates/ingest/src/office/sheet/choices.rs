//! Lists of the words that cells may have, beside the table whose cells they are for.
//!
//! `Risk`, `Issue` and `Idea` below each other in a column without a label are what the cells of another
//! column may say: the workbook itself tells so. They say nothing of the rows that they are next to.

use std::collections::{BTreeMap, BTreeSet};
use tablemend_office::sheet::{Area, Cell, Sheet};

/// A column of choices: where it is, and its words below each other.
#[derive(Debug, PartialEq)]
pub(super) struct List {
    pub(super) rows: [u32; 2],
    pub(super) column: u32,
    pub(super) words: String,
}

/// Takes the columns out of a sheet that hold nothing but choices.
pub(super) fn take(sheet: &mut Sheet) -> Vec<List> {
    let areas: Vec<Area> =
        sheet.choices.iter().copied().filter(|a| a.columns[0] == a.columns[1]).collect();
    if areas.is_empty() {
        return Vec::new();
    }
    let is_choice =
        |c: &Cell| c.merged.is_none() && areas.iter().any(|area| area.contains(c.row, c.col));
    let mut others: BTreeSet<u32> = BTreeSet::new();
    for cell in sheet.cells.iter().filter(|c| !c.is_blank() && !is_choice(c)) {
        let [first, last] = cell.merged.map_or([cell.col; 2], |m| m.columns);
        others.extend(first..=last);
    }
    let mut lists: BTreeMap<u32, List> = BTreeMap::new();
    sheet.cells.retain(|cell| {
        let is_taken = is_choice(cell) && !others.contains(&cell.col);
        if is_taken && !cell.is_blank() {
            let blank = List { rows: [cell.row; 2], column: cell.col, words: String::new() };
            let list = lists.entry(cell.col).or_insert(blank);
            list.rows[1] = cell.row;
            list.words += if list.words.is_empty() { "" } else { "\n" };
            list.words += cell.text().trim();
        }
        !is_taken
    });
    lists.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_office::word::{Look, Run};

    fn sheet(cells: &[(&str, &str)], choices: &[&str]) -> Sheet {
        let made = |(at, text): &(&str, &str)| {
            let area = Area::parse(at).unwrap();
            let runs = vec![Run { text: (*text).into(), look: Look::default() }];
            Cell { row: area.rows[0], col: area.columns[0], runs, ..Cell::default() }
        };
        let choices = choices.iter().filter_map(|a| Area::parse(a)).collect();
        Sheet { cells: cells.iter().map(made).collect(), choices, ..Sheet::default() }
    }

    #[test]
    fn choices_without_a_label_are_no_part_of_the_rows_beside_them() {
        let mut made =
            sheet(&[("A1", "Type"), ("A2", "Risk"), ("C2", "Risk"), ("C3", "Idea")], &["C2:C3"]);
        let lists = take(&mut made);
        assert_eq!(lists, [List { rows: [1, 2], column: 2, words: "Risk\nIdea".into() }]);
        assert_eq!(made.cells.len(), 2);
    }

    #[test]
    fn a_labelled_column_that_choices_are_taken_from_stays_where_it_is() {
        // Which gate an entry waits for is one of the gates of the table itself.
        let mut made = sheet(
            &[("A1", "Ref"), ("B1", "Waits for"), ("A2", "G1"), ("A3", "G2"), ("B3", "G1")],
            &["A2:A3"],
        );
        assert!(take(&mut made).is_empty());
        assert_eq!(made.cells.len(), 5);
    }
}
