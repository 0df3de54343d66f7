//! Captions that a table prints in its own first row, in one cell over all columns: `Table 4: Boats`.

use tablemend_model::Table;

/// Words that begin the caption of a table.
const WORDS: &[&str] =
    &["table", "tab", "schedule", "tabelle", "tableau", "tabla", "tabela", "tabella", "tabel"];

/// The caption that a row prints alone, in its one cell.
pub(super) fn in_row(table: &Table, row: u32) -> Option<&str> {
    let mut filled = table.row_cells(row).filter(|c| !c.text.is_empty());
    let cell = filled.next().filter(|c| c.row() == row && c.col() == 0)?;
    let is_alone = filled.next().is_none() && table.column_count() > 1;
    let is_wide = cell.colspan() == table.column_count();
    let text = cell.text.as_str();
    (is_alone && is_wide && number(text).is_some()).then_some(text)
}

/// The number of a caption: `A-10` of `Table A-10: Boats`.
pub(super) fn number(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let word = words.next()?.trim_end_matches('.').to_lowercase();
    let number = words.next()?.trim_end_matches([':', '.', ',', ';', '-', '–', ')']);
    let is_number = number.len() <= 8
        && (number.contains(|c: char| c.is_ascii_digit())
            || number.len() == 1 && number.contains(|c: char| c.is_ascii_uppercase()));
    (WORDS.contains(&word.as_str()) && is_number).then_some(number)
}

/// Whether the lower of two tables begins with a caption of another number than the upper one's.
pub(super) fn differ(upper: &Table, lower: &Table) -> bool {
    /// A caption is in one of so many first rows.
    const TOP: u32 = 2;
    let own = |t: &Table| {
        (0..t.row_count().min(TOP)).find_map(|row| number(in_row(t, row)?).map(str::to_lowercase))
    };
    own(lower).is_some_and(|below| own(upper).is_some_and(|above| above != below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_told_by_their_word_and_number() {
        for (text, expected) in [
            ("Table A-10: Boats by berth", Some("A-10")),
            ("TABLE 4. Boats", Some("4")),
            ("Tableau 3 – Bateaux", Some("3")),
            ("Table B: Boats", Some("B")),
            ("Table of boats", None),
            ("Table", None),
            ("Boats 4", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
