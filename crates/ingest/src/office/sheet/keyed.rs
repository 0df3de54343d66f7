//! Tables that are beside each other in the same rows: each has a title of its own, and its own keys.
//!
//! `Gates | (blank) | Bells` over `G1 | East gate | | B1 | Fog bell`: the first bell is not that of the first gate.

use super::regions::Line;
use std::collections::BTreeSet;
use tablemend_office::sheet::{Cell, Sheet};

/// Fewer keys than this show nothing.
const FEWEST: usize = 3;

/// A key is no longer than this.
const LONGEST: usize = 10;

/// Whether some columns of a band are a table for themselves: one text over them all, or alone in its row,
/// then labels, then rows that each begin with a code of their own.
pub(super) fn keyed(sheet: &Sheet, band: &[Line], block: [u32; 2]) -> bool {
    let rows: Vec<Vec<&Cell>> = band
        .iter()
        .map(|line| {
            let cells = line.cells.iter().map(|i| &sheet.cells[*i]);
            cells.filter(|c| (block[0]..=block[1]).contains(&c.col)).collect::<Vec<_>>()
        })
        .filter(|row| !row.is_empty())
        .collect();
    let [title, labels, items @ ..] = rows.as_slice() else { return false };
    let is_title = title.len() == 1 && title[0].col == block[0];
    let keys: Vec<String> = items
        .iter()
        .filter(|row| row[0].col == block[0])
        .map(|row| row[0].text().trim().to_uppercase())
        .collect();
    let is_key = |key: &String| {
        key.len() <= LONGEST
            && key.starts_with(|c: char| c.is_ascii_uppercase())
            && key.contains(|c: char| c.is_ascii_digit())
            && !key.contains(char::is_whitespace)
    };
    let apart: BTreeSet<&String> = keys.iter().collect();
    is_title
        && labels.len() > 1
        && keys.len() >= FEWEST
        && keys.len() == items.len()
        && apart.len() == keys.len()
        && keys.iter().all(is_key)
}

/// Whether the first column of a block holds the labels of the first column of the block before it again, beside
/// columns of its own: `Gates | 2 | 3 | (blank) | Gates | 20 | 30`. Note marks behind them may differ.
pub(super) fn repeats(sheet: &Sheet, band: &[Line], before: [u32; 2], block: [u32; 2]) -> bool {
    if before[0] == before[1] || block[0] == block[1] {
        return false;
    }
    let label = |line: &Line, col: u32| {
        let cell = line.cells.iter().map(|i| &sheet.cells[*i]).find(|c| c.col == col)?;
        let runs = cell.runs.iter().filter(|r| !r.look.raised).map(|r| r.text.to_lowercase());
        let text: String = runs.collect();
        let text = text.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        text.contains(char::is_alphabetic).then(|| text.to_owned())
    };
    let own: Vec<String> = band.iter().filter_map(|l| label(l, block[0])).collect();
    let again = band.iter().filter(|l| {
        let (first, second) = (label(l, before[0]), label(l, block[0]));
        second.is_some() && first == second
    });
    let kinds: BTreeSet<&String> = own.iter().collect();
    kinds.len() >= FEWEST && kinds.len() * 2 >= own.len() && again.count() * 10 >= own.len() * 8
}

#[cfg(test)]
mod tests {
    use super::super::regions::{Found, find};
    use super::*;
    use tablemend_office::word::{Look, Run};

    fn tables(rows: &[[&str; 6]]) -> Vec<Vec<u32>> {
        let mut sheet = Sheet::default();
        for (r, row) in rows.iter().enumerate() {
            for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
                let runs = vec![Run { text: (*text).into(), look: Look::default() }];
                sheet.cells.push(Cell { row: r as u32, col: c as u32, runs, ..Cell::default() });
            }
        }
        let tables = find(&sheet).into_iter().filter_map(|f| match f {
            Found::Table(region) => Some(region.columns),
            Found::Text { .. } => None,
        });
        tables.collect()
    }

    #[test]
    fn tables_in_the_same_rows_with_titles_and_keys_of_their_own_are_two() {
        let gates = [
            ["Gates", "", "", "Bells", "", ""],
            ["Gate ID", "Gate", "", "Bell ID", "Bell", "Tone"],
            ["G1", "East gate", "", "B1", "Fog bell", "low"],
            ["G2", "Mill gate", "", "B2", "Hour bell", "high"],
            ["G3", "Sluice", "", "B3", "Ship bell", "high"],
        ];
        assert_eq!(tables(&gates), [vec![0, 1], vec![3, 4, 5]]);
        // Without keys of its own what is on the right is about the gates on the left.
        let about = [
            ["Gates", "", "", "Wear", "", ""],
            ["Gate ID", "Gate", "", "Before", "After", "Now"],
            ["G1", "East gate", "", "low", "high", "low"],
            ["G2", "Mill gate", "", "low", "high", "high"],
            ["G3", "Sluice", "", "high", "high", "high"],
        ];
        assert_eq!(tables(&about).len(), 1);
    }
}
