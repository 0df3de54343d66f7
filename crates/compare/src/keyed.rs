//! Rows of tables that no profile knows, by what tells them apart: their codes, their days, the first columns
//! that together are another in each row.

use crate::edition::{Edition, Item};
use crate::words::bare;
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many first columns may make a key together.
const MOST_COLUMNS: usize = 4;

/// A cell of a row: the name of its column and its words.
type Part<'e> = (&'e str, String);

/// The rows of both sides whose keys are the same. None where the items are those of a profile: these are
/// known by what they say, whatever they are numbered.
pub(crate) fn same_rows(before: &Edition, after: &Edition) -> Vec<(usize, usize)> {
    if !(before.is_generic() && after.is_generic()) {
        return Vec::new();
    }
    let (old, new) = (by_first_column(before), by_first_column(after));
    let mut pairs: Vec<(usize, usize)> = old
        .iter()
        .filter_map(|(name, rows)| Some(of_one_kind(rows, new.get(name)?)))
        .flatten()
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Whether a row has no words of its own: it is known by its code, its day or its numbers, and what is like these is
/// another row.
pub(crate) fn is_known_by_its_key(edition: &Edition, item: &Item) -> bool {
    use crate::edition::Kind;
    let has_words =
        edition.fields.iter().zip(&item.cells).any(|(field, cell)| {
            matches!(field.kind, Kind::Text | Kind::Posts) && !cell.is_missing()
        });
    edition.is_generic() && !has_words
}

/// The filled cells of each row in their order, its ref first, by the name of the first: rows of several tables have
/// other columns.
fn by_first_column(edition: &Edition) -> BTreeMap<&str, Vec<(usize, Vec<Part<'_>>)>> {
    let mut all: BTreeMap<&str, Vec<(usize, Vec<Part<'_>>)>> = BTreeMap::new();
    for (at, item) in edition.items.iter().enumerate() {
        let reference = item.reference.as_deref().map(|r| ("ref", bare(r)));
        let cells = edition.fields.iter().zip(&item.cells);
        let filled = cells.filter(|(_, cell)| !cell.is_missing());
        let parts: Vec<Part<'_>> = reference
            .into_iter()
            .chain(filled.map(|(field, cell)| (field.name.as_str(), bare(&cell.display()))))
            .take(MOST_COLUMNS)
            .collect();
        if let Some((name, _)) = parts.first() {
            all.entry(name).or_default().push((at, parts));
        }
    }
    all
}

/// The pairs of the fewest first columns that tell all rows of either side apart. None where these columns have hardly
/// a row in common: then they are no key. Refs that only count the rows say nothing of what the rows are.
fn of_one_kind(
    old: &[(usize, Vec<Part<'_>>)],
    new: &[(usize, Vec<Part<'_>>)],
) -> Vec<(usize, usize)> {
    if counts(old) || counts(new) {
        return Vec::new();
    }
    for columns in 1..=MOST_COLUMNS {
        let (Some(before), Some(after)) = (keys(old, columns), keys(new, columns)) else {
            continue;
        };
        let same: Vec<(usize, usize)> =
            after.iter().filter_map(|(key, a)| Some((*before.get(key)?, *a))).collect();
        let fewer = before.len().min(after.len());
        return if same.len() * 2 >= fewer { same } else { Vec::new() };
    }
    Vec::new()
}

/// The rows by their first columns; `None` where two have the same, or a row has fewer.
fn keys<'e>(
    rows: &'e [(usize, Vec<Part<'e>>)],
    columns: usize,
) -> Option<HashMap<&'e [Part<'e>], usize>> {
    let mut all = HashMap::new();
    for (at, parts) in rows {
        let key = parts.get(..columns)?;
        if all.insert(key, *at).is_some() {
            return None;
        }
    }
    Some(all)
}

/// Whether the first column only counts the rows (`1`, `2`, `3`), and something else is said of them in words.
fn counts(rows: &[(usize, Vec<Part<'_>>)]) -> bool {
    let numbers: Option<Vec<u32>> =
        rows.iter().map(|(_, parts)| parts.first()?.1.parse().ok()).collect();
    let Some(numbers) = numbers else { return false };
    let says = |(_, parts): &(usize, Vec<Part<'_>>)| {
        parts.iter().skip(1).any(|(_, text)| text.contains(char::is_alphabetic))
    };
    let apart: HashSet<&u32> = numbers.iter().collect();
    let is_run = numbers.iter().max().is_some_and(|most| *most as usize <= numbers.len());
    apart.len() == numbers.len() && is_run && rows.iter().all(says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Cell;
    use crate::edition::{Field, Kind};
    use crate::identity::Links;
    use crate::{Options, compare_editions, render, sample};

    /// Rows of a table, `ref | first field | …`, under fields of these kinds.
    fn edition(kinds: &[Kind], rows: &str) -> Edition {
        let mut edition = sample::blank("2024-01");
        edition.document.profile = "table".to_owned();
        let name = |at: usize| ["quay", "boats", "gates", "bells"][at].to_owned();
        edition.fields = kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| Field { name: name(at), title: name(at), kind: *kind })
            .collect();
        for (at, line) in rows.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
            let mut cells = line.split('|').map(str::trim);
            let reference = cells.next().filter(|r| !r.is_empty()).map(str::to_owned);
            let cells = cells.zip(kinds).map(|(text, kind)| match kind {
                _ if text.is_empty() => Cell::Missing,
                Kind::Number => Cell::Number { value: text.parse().ok(), printed: text.to_owned() },
                Kind::Dates => sample::due(text),
                _ => Cell::Text(text.to_owned()),
            });
            let cells: Vec<Cell> = cells.collect();
            let id = reference.clone().unwrap_or_else(|| format!("table 1 row {at}"));
            edition.items.push(Item { id, reference, cells, ..Item::default() });
        }
        edition
    }

    fn told(kinds: &[Kind], before: &str, after: &str) -> Vec<String> {
        let (before, after) = (edition(kinds, before), edition(kinds, after));
        let found = compare_editions(before, after, &Links::default(), &Options::default());
        render::totals(&found)
    }

    #[test]
    fn rows_of_codes_and_figures_are_followed_by_their_code() {
        let kinds = [Kind::Number, Kind::Number];
        let before = "B07-A | 11 | 4\nB07-C | 25 | 9\nB07-D | 7 | 3";
        let after = "B07-A | 25 | 9\nB07-C | 12 | 9\nB07-F | 7 | 3";
        assert_eq!(
            told(&kinds, before, after),
            ["1 added", "1 removed", "2 changes of quay", "1 change of boats"]
        );
    }

    #[test]
    fn rows_of_days_are_followed_by_their_day_and_two_columns_may_be_the_key() {
        let kinds = [Kind::Dates, Kind::Number];
        let (before, after) = ("|2024-01|5\n|2024-02|6", "|2024-02|7\n|2024-01|5\n|2024-03|6");
        assert_eq!(told(&kinds, before, after), ["1 added", "1 change of boats"]);
        let kinds = [Kind::Text, Kind::Text, Kind::Number];
        let before = "|North|Oak|3\n|North|Ash|4\n|South|Oak|5\n|South|Ash|6";
        let after = "|North|Oak|4\n|North|Ash|3\n|South|Oak|6\n|South|Ash|5";
        assert_eq!(told(&kinds, before, after), ["4 changes of gates"]);
    }

    #[test]
    fn numbers_that_count_the_rows_are_no_key() {
        let kinds = [Kind::Text, Kind::Number];
        let before =
            "1 | Paint the long boats by the quay | 3\n2 | Mend the gates of the old harbour | 4";
        let after =
            "1 | Mend the gates of the old harbour | 4\n2 | Paint the long boats by the quay | 3";
        assert_eq!(told(&kinds, before, after), ["2 renumbered"]);
    }
}
