//! Columns that name the group that their rows are in: `Theme`, `Priority`, `Objective` beside the
//! actions, merged down several rows, printed once, or in each row again. Yes and no, true and false are no names.

use super::columns::{HeaderCell, HeaderRow, Holds};
use super::status;
use crate::profile::{GroupRule, Phrase};
use tablemend_model::{Table, languages};

/// A group's name has at most so many words; more are a sentence about one row.
const LONGEST_NAME: usize = 20;

/// Marks the columns of a header row that no field of the items has and that name groups: the
/// header is a label of the profile's groups, or the column is the first and has merged cells; and
/// its names are fewer than the rows beside them.
pub(super) fn find(table: &Table, row: u32, header: &mut HeaderRow, rules: &[GroupRule]) {
    let Some(standard) = rules.iter().position(|g| g.heading) else { return };
    let mut least = 0;
    for at in 0..header.cells.len() {
        let cell = &header.cells[at];
        if cell.holds.is_some() || cell.lost.is_some() || cell.colspan > 1 {
            continue;
        }
        let label = level_of(&cell.words, rules, least);
        let column = Column::read(table, row, cell);
        let level = match label {
            Some(level) if column.names_groups() => level,
            None if cell.col == 0 && column.merged > 0 && column.names_groups() => standard,
            _ => continue,
        };
        if level < least {
            continue;
        }
        least = level + 1;
        header.cells[at].holds = Some(Holds::Group(level));
    }
}

/// The outermost level from `least` on that has these words, or their last ones, as a label.
fn level_of(words: &Phrase, rules: &[GroupRule], least: usize) -> Option<usize> {
    let ends = |label: &Phrase| {
        let head = words.as_str().strip_suffix(label.as_str());
        head.is_some_and(|h| h.is_empty() || h.ends_with(' '))
    };
    (least..rules.len()).find(|l| rules[*l].labels.iter().any(ends))
}

/// What a column's cells are like.
#[derive(Debug, Default)]
struct Column {
    /// Rows of the table below the header.
    rows: usize,
    /// Cells over several rows.
    merged: usize,
    /// Different texts.
    names: usize,
    /// Cells whose text is no name: a rating, a number, a sentence.
    others: usize,
    filled: usize,
}

impl Column {
    fn read(table: &Table, row: u32, header: &HeaderCell) -> Self {
        let mut column = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for r in row + 1..table.row_count() {
            let Some(cell) = table.cell_at(r, header.col).filter(|c| c.colspan() == 1) else {
                continue;
            };
            column.rows += 1;
            let text = cell.text.as_str();
            if cell.row() != r || text.is_empty() {
                continue;
            }
            column.filled += 1;
            column.merged += usize::from(cell.rowspan() > 1);
            let is_name = text.chars().any(char::is_alphabetic)
                && text.split_whitespace().count() <= LONGEST_NAME
                && !status::is_rating(&text.to_lowercase())
                && !answers(text);
            column.others += usize::from(!is_name);
            if !seen.contains(&text) {
                seen.push(text);
            }
        }
        column.names = seen.len();
        column
    }

    /// Whether the cells are names of groups: all but a few are names, and there are clearly fewer
    /// of them than rows.
    fn names_groups(&self) -> bool {
        self.filled > 0 && self.others * 10 <= self.filled && self.names * 3 <= self.rows * 2
    }
}

/// Whether a cell says yes or no, and no more.
fn answers(text: &str) -> bool {
    let lower = text.to_lowercase();
    matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "y" | "n")
        || languages::answer(&lower).is_some() && !lower.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::read;

    #[test]
    fn yes_and_no_are_no_groups() {
        let rows = |first: &str, second: &str| {
            format!(
                "Ref|Action|Due|Owner|Harbour theme\nA1|Mend the gate|May 2026|Ann|{first}\nA2|Oil the bell|June 2026|Bo|{second}\nA3|Paint the boats|July 2026|Cy|{first}"
            )
        };
        for (first, second, groups) in
            [("FALSE", "TRUE", 0), ("No", "Yes", 0), ("Quays", "Boats", 2)]
        {
            let data = read(&rows(first, second));
            let (schema, items) = data.items().unwrap();
            assert_eq!(data.entities[0].records.len(), groups, "{first}");
            let kept = schema.extra.iter().position(|h| h == "Harbour theme");
            let kept = kept.and_then(|at| items.records[0].extra[at].as_deref());
            assert_eq!(kept, (groups == 0).then_some(first), "{first}");
        }
    }
}
