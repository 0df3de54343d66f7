//! A first row of numbers above numbers is no header, whatever set it apart: lists of labels and amounts have none.
//!
//! Before: header `Skiffs | 652`, rows `Punts | 505`, `Gigs | 77`. After: three rows without a header. Years, and
//! numbers that count the columns, head them.

use super::Pages;
use tablemend_model::{Block, Diagnostic, Method, Table};

/// Rows below the first, at least.
const ROWS: usize = 2;

/// Takes the header from tables that begin with numbers. There is nothing to say about it: what reads a table without
/// a header says so.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    for block in pages.blocks.iter_mut() {
        if let Block::Table(table) = block
            && table.method() == Method::Aligned
            && table.header_rows() == 1
            && begins_with_numbers(table)
        {
            table.set_header_rows(0);
            pages.has_changed = true;
        }
    }
    Vec::new()
}

/// Whether all columns but the first are numbers, from the first row on.
fn begins_with_numbers(table: &Table) -> bool {
    let own = |row: u32, col: u32| {
        let cell = table.cell_at(row, col).filter(|c| c.row() == row && c.col() == col);
        cell.filter(|c| c.colspan() == 1 && c.rowspan() == 1).map(|c| c.text.as_str())
    };
    let has_label = own(0, 0).is_some_and(|t| t.contains(char::is_alphabetic));
    let is_column = |col: u32| {
        let below: Vec<&str> = (1..table.row_count())
            .filter_map(|row| own(row, col))
            .filter(|t| !t.is_empty())
            .collect();
        below.len() >= ROWS && below.iter().all(|t| is_number(t))
    };
    let first: Vec<&str> = (1..table.column_count()).filter_map(|col| own(0, col)).collect();
    let is_whole = first.len() + 1 == table.column_count() as usize;
    let counts = (1..).zip(&first).all(|(n, t)| **t == n.to_string());
    has_label
        && is_whole
        && !first.is_empty()
        && first.iter().all(|t| is_number(t) && !is_year(t))
        && !counts
        && (1..table.column_count()).all(is_column)
}

/// `652`, `1,204`, `77.45%`, `£12`.
fn is_number(text: &str) -> bool {
    let core = text.trim_start_matches(['£', '$', '€', '-', '−']).trim_end_matches('%');
    core.starts_with(|c: char| c.is_ascii_digit())
        && core.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' '))
}

/// `2024`, as a column may be headed.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|y: u32| (1900..2100).contains(&y))
}

#[cfg(test)]
mod tests {
    use super::begins_with_numbers;
    use tablemend_model::{Cell, Method, Place, RichText, Row, Table};

    #[test]
    fn numbers_above_numbers_are_no_header_but_for_years_and_counts() {
        for (sketch, expected) in [
            ("Skiffs|652\nPunts|505\nGigs|77.4%", true),
            ("Skiffs|1,204|3\nPunts|505|4\nGigs|77|5", true),
            ("Boats|2024\nPunts|505\nGigs|77", false),
            ("Boats|1|2\nPunts|505|3\nGigs|77|4", false),
            ("Boats|Built\nPunts|505\nGigs|77", false),
            ("Skiffs|652\nPunts|many\nGigs|77", false),
            ("|652\nPunts|505\nGigs|77", false),
        ] {
            let place = Place::line(1);
            let rows: Vec<Vec<&str>> = sketch.lines().map(|l| l.split('|').collect()).collect();
            let cells = rows.iter().zip(0..).flat_map(|(row, r)| {
                row.iter().zip(0..).map(move |(t, c)| Cell::new(r, c, RichText::plain(t), place))
            });
            let all = rows.iter().map(|_| Row { place }).collect();
            let table = Table::new(Method::Aligned, rows[0].len() as u32, all, cells.collect());
            assert_eq!(begins_with_numbers(&table.unwrap()), expected, "{sketch}");
        }
    }
}
