//! Quotation marks of a text of cells that are not closed where their row ends: the rows below become text of
//! one cell, up to the next quotation mark.

/// Fewer cells than this are no row.
const FEWEST: usize = 3;

/// Whether a cell holds rows of its table: the rest of its own row, then a line end; or a line with a row's
/// number of cells. A text of several lines with commas in it has blanks behind them.
pub(super) fn holds_rows(field: &str, delimiter: u8, col: usize, width: usize) -> bool {
    let mut lines = field.trim_end().lines();
    let Some(first) = lines.next() else { return false };
    let rest: Vec<&str> = lines.collect();
    let is_row = |line: &str, cells: usize| {
        let all: Vec<&str> = line.split(char::from(delimiter)).collect();
        let apart = all.iter().skip(1).filter(|t| t.starts_with(' ')).count();
        cells >= FEWEST && all.len() == cells && apart * 2 < cells
    };
    !rest.is_empty()
        && (is_row(first, width.saturating_sub(col)) || rest.iter().any(|line| is_row(line, width)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_a_cell_are_told_from_lines_of_text() {
        let holds = |field: &str, col| holds_rows(field, b',', col, 5);
        assert!(holds("Oil gate,Works,31 May 2026,Red\n2,Ring bell,Parks,1 June 2026,Red\n3,", 1));
        // Only the rest of its row, and only a whole row.
        assert!(holds("Oil gate,Works,31 May 2026,Red\n2,", 1));
        assert!(holds("Red\n2,Ring bell,Parks,1 June 2026,Red\n3,", 4));
        // One line; lines of text, with and without commas.
        assert!(!holds("Oil gate,Works,31 May 2026,Red", 1));
        assert!(!holds("Oil the gate\nRing the bell", 1));
        assert!(!holds("Gates, bells, boats, oars\nropes, masts, sails, flags, lamps", 1));
    }
}
