//! Tables that mark no row as their header, whose first row is labels all the same: `Name | Present` over names and
//! signs, under a heading of its own.

use crate::records::status;
use tablemend_model::{Cell, Table};

/// A label has at most so many words, and so many characters.
const MOST_WORDS: usize = 4;
const LONGEST: usize = 40;

/// Columns whose cells are of another kind than the label over them; one may be chance.
const TELLING: usize = 2;

/// Whether a table under a heading of its own has labels in its first row: short words without figures that do not
/// come again below, over two columns at least of figures, codes or signs alone.
pub(crate) fn heads_itself(table: &Table) -> bool {
    if table.header_rows() > 0 || table.heads.is_empty() || table.row_count() < 3 {
        return false;
    }
    let top: Vec<&Cell> = table.row_cells(0).filter(|c| !c.text.is_empty()).collect();
    if top.len() < 2 || top.len() + 1 < table.column_count() as usize {
        return false;
    }
    let is_label = |cell: &&Cell| {
        let text = cell.text.as_str();
        text.split_whitespace().count() <= MOST_WORDS
            && text.chars().count() <= LONGEST
            && text.contains(char::is_lowercase)
            && !text.contains(|c: char| c.is_ascii_digit())
            && !text.ends_with(['.', ';', ','])
            && !status::is_status(text)
            && tablemend_dates::only(text, &tablemend_dates::Context::default()).is_none()
    };
    let below = |cell: &Cell| {
        let col = cell.col();
        let own = (1..table.row_count())
            .filter_map(move |row| table.cell_at(row, col).filter(|c| c.row() == row));
        own.map(|c| c.text.as_str()).filter(|t| !t.is_empty())
    };
    let comes_again = |cell: &&Cell| below(cell).any(|t| t == cell.text.as_str());
    let tells = |cell: &&&Cell| {
        let mut values = below(cell).peekable();
        values.peek().is_some() && values.all(|t| !t.contains(char::is_lowercase))
    };
    top.iter().all(is_label)
        && !top.iter().any(comes_again)
        && top.iter().filter(tells).count() >= TELLING
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::pipe_table;

    #[test]
    fn labels_over_codes_and_signs_head_their_table() {
        let crew = "Init|Name|Berth|On board|Excused\nAM|Ann Mole|Works|+|\nSMF|Sam Frost|Works|+|\nKP|Kay Pond|Parks||+";
        let sums = "Quay|Boats|Dues\nNorth|12|£300\nSouth|9|£250";
        let items = "Paint the boats|Ann|Ongoing\nMend the gate|Bo|2026\nRing the bell|Cy|2027";
        for (lines, headed, expected) in
            [(crew, true, true), (crew, false, false), (sums, true, true), (items, true, false)]
        {
            let mut table = pipe_table(lines);
            table.heads = if headed { vec!["Crew".to_owned()] } else { Vec::new() };
            assert_eq!(heads_itself(&table), expected, "{lines}");
        }
    }
}
