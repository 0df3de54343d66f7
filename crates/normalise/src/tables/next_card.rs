//! Cards: small tables of a title and labels beside their values, one for each record.

use super::captions;
use super::evidence::letters;
use tablemend_model::Table;

/// Labels that a card has, at least.
const LABELS: usize = 3;
/// A label has no more words than this.
const WORDS: usize = 5;

/// Whether the lower table is another card: it begins with a title, and its labels are among those that the upper one,
/// a card with a title too, has once each.
pub(super) fn is_next(upper: &Table, lower: &Table) -> bool {
    let (Some(above), Some(below)) = (labels(upper), labels(lower)) else { return false };
    let title = |t: &Table| -> String {
        t.cell_at(0, 0).map(|c| letters(c.text.as_str()).collect()).unwrap_or_default()
    };
    // A title that is printed again, perhaps with a word for going on, is of the same table.
    if captions::in_row(lower, 0).is_some() || title(lower).starts_with(&title(upper)) {
        return false;
    }
    let mut once = above.clone();
    once.sort_unstable();
    once.dedup();
    once.len() == above.len() && below.iter().all(|label| once.contains(label))
}

/// The labels of a table of a title over all columns and, below it, labels without digits in the first of two columns.
fn labels(table: &Table) -> Option<Vec<String>> {
    let text = |row: u32, col: u32| {
        let cell = table.cell_at(row, col).filter(|c| c.row() == row && c.col() == col);
        cell.map_or("", |c| c.text.as_str())
    };
    let is_card = table.column_count() == 2 && !text(0, 0).is_empty() && text(0, 1).is_empty();
    if !is_card {
        return None;
    }
    let label = |row: u32| {
        let said = text(row, 0);
        let is_label = !said.is_empty()
            && said.split_whitespace().count() <= WORDS
            && !said.contains(|c: char| c.is_ascii_digit());
        is_label.then(|| letters(said).collect::<String>())
    };
    let found: Vec<String> = (1..table.row_count()).map(label).collect::<Option<_>>()?;
    (found.len() >= LABELS).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::tables;
    use super::super::tests::{document, table};
    use super::*;

    #[test]
    fn a_title_and_the_labels_of_the_card_above_are_another_card() {
        let lines = |all: &[&'static str]| {
            let own: Vec<(u32, &str)> = (1..).zip(all.iter().copied()).collect();
            table(&own)
        };
        let card = lines(&[
            "|7 Mend the gate||",
            "|Owner|Clerk|",
            "|By when|May|",
            "|State|Open|",
            "|Notes||",
        ]);
        let short = lines(&["|8 Paint the bell||", "|Owner|Cook|", "|State|Done|", "|Notes|None|"]);
        assert!(is_next(&card, &short));
        let rest = lines(&["|Cost|5|", "|Owner|Cook|", "|State|Done|", "|Notes|None|"]);
        assert!(!is_next(&card, &rest), "it has no title");
        let other = lines(&["|8 Paint the bell||", "|Owner|Cook|", "|Colour|Red|", "|Notes|None|"]);
        assert!(!is_next(&card, &other), "it has other labels");
        let groups =
            lines(&["|North||", "|Boats|5|", "|Gates|7|", "|Bells|1|", "|South||", "|Boats|3|"]);
        let group = lines(&["|East||", "|Boats|4|", "|Gates|2|", "|Bells|6|"]);
        assert!(!is_next(&groups, &group), "groups of one table have the same labels");
    }

    #[test]
    fn the_next_card_is_not_joined_over_a_page_break() {
        let count = |first: &str| {
            let card = "|7 Mend the gate||\n|Owner|Clerk|\n|By when|May|\n|State|Open|\n|Notes||";
            let below = format!("{first}\n|Owner|Cook|\n|State|Done|\n|Notes|None|");
            let found = tables(document(&format!("{card}\n\n---\n{below}"))).value;
            found.tables().count()
        };
        assert_eq!(count("|8 Paint the bell||"), 2);
        assert_eq!(count("|Cost|5|"), 1);
    }
}
