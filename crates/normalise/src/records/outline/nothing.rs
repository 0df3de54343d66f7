//! Rows that say nothing: noughts, dashes, lines of a form that nobody has filled in.

use crate::records::status;
use tablemend_model::{Cell, Table, languages};

/// Whether a row says nothing of an item; `filled` are its cells with text.
pub(super) fn says_nothing(table: &Table, row: u32, filled: &[&Cell]) -> bool {
    filled.iter().all(|cell| is_nought(cell.text.as_str()))
        || is_sum(table, row, filled)
        || is_count(table, filled)
        || are_dashes(filled)
        || are_nothing(filled)
        || is_unfilled(table, row)
}

/// Whether the last row is a sum of what is above: `Total`, figures, and nothing else.
fn is_sum(table: &Table, row: u32, filled: &[&Cell]) -> bool {
    const SUMS: [&str; 5] = ["total", "totals", "grand total", "sum", "subtotal"];
    let names_sum = |w: &str| SUMS.contains(&w) || languages::is_sum(w);
    let word = |text: &str| text.trim_end_matches([':', ' ']).to_lowercase();
    let has_digits = |c: &&Cell| c.text.as_str().contains(|c: char| c.is_ascii_digit());
    let is_figure = |c: &&Cell| {
        let text = c.text.as_str();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        has_digits(c) && letters <= 8 && text.split_whitespace().count() <= 3
            || !text.contains(char::is_alphanumeric)
    };
    row + 1 == table.row_count()
        && row > table.header_rows()
        && filled.len() > 1
        && filled.len() < table.column_count() as usize
        && names_sum(&word(filled[0].text.as_str()))
        && filled[1..].iter().all(is_figure)
        && filled[1..].iter().any(has_digits)
}

/// Whether a row counts what is above it, wherever it is: `Total gates: 15` and figures.
fn is_count(table: &Table, filled: &[&Cell]) -> bool {
    const SUMS: [&str; 4] = ["total", "totals", "subtotal", "sum"];
    const LONGEST: usize = 6;
    let Some((first, others)) = filled.split_first() else { return false };
    let text = first.text.as_str().trim().to_lowercase();
    let text = text.strip_prefix("grand ").unwrap_or(&text).replace("sub-total", "subtotal");
    let words: Vec<&str> = text.split_whitespace().collect();
    let names_sum = words.first().is_some_and(|w| SUMS.contains(&w.trim_end_matches(':')));
    let is_figure =
        |w: &str| w.contains(|c: char| c.is_ascii_digit()) && !w.contains(char::is_alphabetic);
    let is_counted = words.last().is_some_and(|w| is_figure(w))
        && words.len() <= LONGEST
        && (text.contains(':') || words.len() <= 3);
    let is_short = |c: &&Cell| {
        let text = c.text.as_str();
        text.contains(|c: char| c.is_ascii_digit()) && text.split_whitespace().count() <= 3
    };
    names_sum
        && is_counted
        && filled.len() < table.column_count() as usize
        && others.iter().all(is_short)
}

/// Whether a text is nought: what formulas show in rows that nobody has filled.
fn is_nought(text: &str) -> bool {
    let is_part = |c: char| matches!(c, '0' | '.' | ',' | '%' | '£' | '$' | '€' | ' ');
    text.contains('0') && text.chars().all(is_part)
}

/// Whether a row is of dashes, which say that there is nothing to tell, or of a bracket that a line cut off.
fn are_dashes(filled: &[&Cell]) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '−' | '…' | '.') || c.is_whitespace();
    let is_rest = |c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | ';') || is_dash(c);
    let all =
        |is: &dyn Fn(char) -> bool| filled.iter().all(|cell| cell.text.as_str().chars().all(is));
    filled.len() > 1 && all(&is_dash) || filled.len() == 1 && all(&is_rest) && !all(&is_dash)
}

/// Whether a row of three cells or more says in each that there is nothing: `N/A | None | N/A`.
fn are_nothing(filled: &[&Cell]) -> bool {
    const NOTHING: [&str; 7] = ["n/a", "na", "none", "nil", "not applicable", "-", "–"];
    let is_nothing = |cell: &&Cell| {
        let text = cell.text.as_str().trim_end_matches('.').to_lowercase();
        NOTHING.contains(&text.as_str())
    };
    filled.len() > 2 && filled.iter().all(is_nothing)
}

/// Whether a row and all below it are lines of a form that nobody has filled in: a number in the first column
/// of three or more, one up from line to line, and nothing else but the noughts of a sum over blanks.
fn is_unfilled(table: &Table, row: u32) -> bool {
    const FEWEST: u32 = 2;
    let is_blank = |c: &Cell, r: u32| {
        let has_sign = !c.icons.is_empty() || c.shape.is_some();
        let is_bare = c.text.is_empty() && !c.fill.is_some_and(status::saturated);
        c.row() != r || !has_sign && (is_bare || is_nought(c.text.as_str()))
    };
    let number = |r: u32| {
        let first = table.cell_at(r, 0).filter(|c| c.row() == r && c.rowspan() == 1)?;
        let number = first.text.as_str().trim_end_matches(['.', ')']).parse::<u32>().ok()?;
        table.row_cells(r).all(|c| c.col() == 0 || is_blank(c, r)).then_some(number)
    };
    let Some(own) = number(row).filter(|_| table.column_count() > 2) else { return false };
    let below = (row..table.row_count()).zip(own..).all(|(r, n)| number(r) == Some(n));
    let above = || row > 0 && number(row - 1).is_some_and(|n| n + 1 == own);
    below && (table.row_count() - row >= FEWEST || above())
}
