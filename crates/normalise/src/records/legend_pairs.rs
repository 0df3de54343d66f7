//! A legend in one row: a sign and what it means, again and again.
//!
//! `(blue) | Not started | (green) | Complete | (red) | Delayed`, with nothing, a letter or a word in the
//! colours; a label may be in front (`Key`), and the colours may be behind what they mean.

use super::legend::{LegendTable, entry, is_said, status_word, swatch};
use super::signs;
use super::status::hue;
use crate::profile::{Profile, phrase};
use foldhash::HashSet;
use tablemend_model::{Cell, Rgb, Table};

/// Fewer pairs show nothing.
const FEWEST: usize = 2;

/// A key is not printed in more rows.
const MOST_ROWS: u32 = 4;

/// What it means is said in no more letters.
const LONGEST: usize = 120;

/// A sign and the cell that says what it means.
type Pair<'t> = (&'t Cell, &'t Cell);

/// Reads a table whose rows hold pairs of a sign and its meaning.
pub(super) fn read(table: &Table, id: u32, profile: &Profile) -> Option<LegendTable> {
    if table.row_count() > MOST_ROWS || table.column_count() < 4 {
        return None;
    }
    let mut legend = LegendTable { entries: Vec::new(), header: None, rest: Vec::new() };
    for row in 0..table.row_count() {
        let own = table.row_cells(row).filter(|c| c.row() == row);
        let cells: Vec<&Cell> = own.filter(|c| !c.is_blank() || swatch(c).is_some()).collect();
        if cells.is_empty() {
            continue;
        }
        let (label, pairs) = pairs(&cells, profile)?;
        legend.rest.extend(label.cloned());
        for (sign, said) in pairs {
            let status = named(sign, profile)?;
            let meaning = said.text.as_str().replace('\n', " ");
            legend.entries.push(entry(status, sign, swatch(sign), meaning, id, row));
        }
    }
    let mut kinds = HashSet::default();
    let are_apart = legend.entries.iter().all(|e| kinds.insert(e.status.clone()));
    (legend.entries.len() >= FEWEST && are_apart && legend.rest.len() < 2).then_some(legend)
}

/// The pairs of a row, and the label in front of them.
fn pairs<'t>(cells: &[&'t Cell], profile: &Profile) -> Option<(Option<&'t Cell>, Vec<Pair<'t>>)> {
    let (label, rest) = match cells {
        [label, rest @ ..] if rest.len() % 2 == 0 => (Some(*label), rest),
        _ => (None, cells),
    };
    if rest.len() < FEWEST * 2 && label.is_some() || rest.len() < 2 {
        return None;
    }
    let all = |sign: usize| -> Option<Vec<Pair<'t>>> {
        let pair = |two: &[&'t Cell]| {
            let (sign, said) = (*two.get(sign)?, *two.get(1 - sign)?);
            (is_sign(sign, profile) && is_meaning(said, sign, profile)).then_some((sign, said))
        };
        rest.chunks(2).map(pair).collect()
    };
    let is_label = |c: &Cell| swatch(c).is_none() && named(c, profile).is_none();
    let read = all(0).or_else(|| all(1))?;
    label.is_none_or(is_label).then_some((label, read))
}

/// Whether a cell is a sign: a colour with at most a letter or a word in it, or the name of a colour.
fn is_sign(cell: &Cell, profile: &Profile) -> bool {
    let text = cell.text.as_str();
    let is_short = text.chars().count() <= 2 || signs::of_text(text).is_some();
    match swatch(cell) {
        Some(_) => is_short || status_word(text, profile).is_some(),
        None => status_word(text, profile).is_some_and(|s| phrase(text) == phrase(&s)),
    }
}

/// Whether a cell says what a sign means: it has words, and not a colour of its own.
fn is_meaning(cell: &Cell, sign: &Cell, profile: &Profile) -> bool {
    let text = cell.text.as_str();
    let is_colour = status_word(text, profile).is_some_and(|s| phrase(text) == phrase(&s));
    let fills: [Option<Rgb>; 2] = [swatch(cell), swatch(sign)];
    is_said(text)
        && text.chars().count() <= LONGEST
        && !is_colour
        && (fills[0].is_none() || fills[0] == fills[1])
}

/// The status that a sign is: the word in it, else its colour.
fn named(cell: &Cell, profile: &Profile) -> Option<String> {
    let word = status_word(cell.text.as_str(), profile);
    word.or_else(|| swatch(cell).and_then(hue).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::pipe_table;
    use tablemend_model::{Method, Place, RichText, Row};

    /// A table of one row; `#0070c0 B` is a cell of this colour with this text.
    fn row(cells: &[&str]) -> Table {
        let cells = cells.iter().zip(0..).map(|(text, col)| {
            let (fill, text) = match text.starts_with('#') {
                true => (Rgb::from_hex(&text[..7]), text[7..].trim()),
                false => (None, *text),
            };
            let mut cell = Cell::new(0, col, RichText::plain(text), Place::line(1));
            cell.fill = fill;
            cell
        });
        let cells: Vec<Cell> = cells.collect();
        let rows = vec![Row { place: Place::line(1) }];
        Table::new(Method::Html, cells.len() as u32, rows, cells).unwrap()
    }

    fn said(table: &Table) -> Option<Vec<(String, String)>> {
        let profile = Profile::built_in("action-plan").unwrap();
        let entries = read(table, 1, &profile)?.entries;
        Some(entries.into_iter().map(|e| (e.status, e.meaning.unwrap_or_default())).collect())
    }

    #[test]
    fn signs_and_meanings_by_turns_are_a_legend() {
        let expected = [("blue", "Not started"), ("green", "Complete"), ("red", "Late")]
            .map(|(s, m)| (s.to_owned(), m.to_owned()));
        let blank = ["#0070c0", "Not started", "#92d050", "Complete", "#ff0000", "Late"];
        let letters = ["#0070c0 B", "Not started", "#92d050 G", "Complete", "#ff0000 R", "Late"];
        let labelled = ["Key", "#0070c0", "Not started", "#92d050", "Complete", "#ff0000", "Late"];
        let behind = ["Not started", "#0070c0", "Complete", "#92d050", "Late", "#ff0000"];
        for cells in [&blank[..], &letters, &labelled, &behind] {
            assert_eq!(said(&row(cells)).unwrap(), expected, "{cells:?}");
        }
        let words = pipe_table("Blue|Not started|Green|Complete|Red|Late");
        assert_eq!(said(&words).unwrap(), expected);
    }

    #[test]
    fn other_rows_of_pairs_are_no_legend() {
        for cells in [
            &["Lead", "Works Manager", "Gate", "East gate"][..],
            &["#0070c0", "Not started", "#0070c0", "Complete"],
            &["#0070c0", "Not started", "#92d050", "#ff0000"],
            &["#0070c0", "12", "#92d050", "14"],
            &["#0070c0 East gate", "#0070c0 Mill gate", "#0070c0 Sluice", "#0070c0 Lock"],
        ] {
            assert_eq!(said(&row(cells)), None, "{cells:?}");
        }
    }
}
