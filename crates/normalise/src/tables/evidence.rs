//! What the look of a text says about its place in a table.

use tablemend_model::languages::MONTHS;
use tablemend_model::{Diagnostic, Level, SourceRef, Table};

/// Letters and digits in lower case: what two printings of one header have in common.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether a row prints the same as a row of another table, blanks and case aside.
pub(super) fn same_row(a: &Table, row: u32, b: &Table, other: u32) -> bool {
    a.column_count() == b.column_count()
        && (0..a.column_count()).all(|col| match (a.cell_at(row, col), b.cell_at(other, col)) {
            (Some(x), Some(y)) => same_text(x.text.as_str(), y.text.as_str()),
            _ => false,
        })
}

/// Whether two texts have the same letters and digits. Signs alone must be the same signs, and so
/// must the signs of a label that has nothing else besides (`+/-` is not `+`).
fn same_text(a: &str, b: &str) -> bool {
    let has_letters = |text: &str| letters(text).next().is_some();
    if has_letters(a) || has_letters(b) { letters(a).eq(letters(b)) } else { a == b }
}

/// Number of columns in which a row prints something else than a row of another table.
pub(super) fn differing(a: &Table, row: u32, b: &Table, other: u32) -> usize {
    let text = |t: &Table, row, col| t.cell_at(row, col).map_or("", |c| c.text.as_str()).to_owned();
    let columns = 0..a.column_count().max(b.column_count());
    columns.filter(|col| !same_text(&text(a, row, *col), &text(b, other, *col))).count()
}

/// Whether a row sums up the rows above it.
pub(super) fn is_total(table: &Table, row: u32) -> bool {
    let first = table.row_cells(row).find(|c| !c.text.is_empty()).map_or("", |c| c.text.as_str());
    let mut words = first.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let word = words.next().unwrap_or_default().to_lowercase();
    let second = words.next().unwrap_or_default().to_lowercase();
    let sums = matches!(word.as_str(), "total" | "totals" | "subtotal")
        || matches!(word.as_str(), "sub" | "grand" | "overall") && second == "total";
    let figures = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    sums && table.row_cells(row).skip(1).any(|c| figures(c.text.as_str()))
}

/// The text of a row, for a note.
pub(super) fn printed(table: &Table, row: u32) -> String {
    let cells: Vec<&str> = table.row_cells(row).map(|c| c.text.as_str()).collect();
    cells.join(" | ")
}

/// Says how many rows a table's header has.
pub(super) fn header_note(table: &Table, rows: u32) -> Diagnostic {
    let place = table.rows().get(1).map(|r| r.place);
    Diagnostic::new("table.header_rows", Level::Info, format!("the header has {rows} rows"))
        .at(SourceRef { place, ..SourceRef::default() })
        .printed(printed(table, 1))
}

/// Whether a row is a label for what comes below rather than a header of columns: at most half of
/// the columns have a text.
pub(super) fn is_banner(table: &Table, row: u32) -> bool {
    let printed = table.row_cells(row).filter(|c| !c.text.is_empty()).count();
    table.column_count() > 1 && printed * 2 <= table.column_count() as usize
}

/// The reference that a text begins with (`1.2.3b`, `R4`, `12`), if any.
pub(super) fn reference(text: &str) -> Option<&str> {
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, ':' | ')')).unwrap_or(text.len());
    let word = text.get(..end)?;
    let body = word.trim_end_matches('.');
    let letters = body.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    let fits = body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/'));
    // `2020` and `31` begin a date as likely as they are a reference.
    let numbered = body.contains('.') || letters > 0 || (digits <= 3 && word.len() == text.len());
    (fits && digits > 0 && letters <= 3 && body.len() <= 10 && numbered && !is_dated(text))
        .then_some(word)
}

/// Whether most cells of the first column begin with a reference.
pub(super) fn has_references(table: &Table) -> bool {
    let (mut with, mut printed) = (0, 0);
    for row in table.header_rows()..table.row_count() {
        let Some(cell) = table.cell_at(row, 0) else { continue };
        if !cell.text.is_empty() && cell.row() == row {
            printed += 1;
            with += usize::from(reference(cell.text.as_str()).is_some());
        }
        if printed >= 64 {
            break;
        }
    }
    with >= 2 && with * 2 >= printed
}

/// Whether a short text is about as much as a date: a month or a year, with a digit.
pub(super) fn is_dated(text: &str) -> bool {
    if text.len() > 48 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_month = |w: &str| {
        w.get(..3).is_some_and(|m| MONTHS.iter().any(|n| m.eq_ignore_ascii_case(&n[..3])))
            && w.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let is_year = |w: &str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
    let numeric = || {
        let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
        let number = |p: &&str| matches!(p.len(), 1..=4) && p.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && text.contains('/') && parts.iter().all(number)
    };
    words.any(|w| is_month(w) || is_year(w) && w.bytes().all(|b| b.is_ascii_digit())) || numeric()
}

/// Words that end no sentence.
const OPEN_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "be", "by", "for", "from", "in", "into", "is", "of", "on", "or",
    "our", "that", "the", "their", "this", "to", "via", "which", "who", "will", "with",
];

/// Whether a text goes on in another one: the upper one stops in the middle of a sentence, list,
/// bracket or word, or the lower one begins there.
pub(crate) fn goes_on(above: &str, below: &str) -> bool {
    let (Some(end), Some(start)) = (above.chars().next_back(), below.chars().next()) else {
        return false;
    };
    if start == '\u{2022}' {
        return above.contains('\u{2022}');
    }
    if start.is_lowercase() && !matches!(end, '.' | '!' | '?') {
        return true;
    }
    let word = above.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(end, ',' | '-' | '\u{2013}' | '\u{2014}' | '(' | '[' | '/' | '&' | ';')
        || OPEN_WORDS.contains(&word)
        || is_open(above) && below.contains(')')
}

/// Whether a bracket is open at the end of a text.
fn is_open(text: &str) -> bool {
    let depth = |d: u32, c: char| match c {
        '(' => d + 1,
        ')' => d.saturating_sub(1),
        _ => d,
    };
    text.chars().fold(0, depth) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_dates_and_words() {
        for text in ["1.2.3b Do it", "R4 Flood", "12", "1.", "A1.2: x", "SEND-3 x", "(4"] {
            let expected = !text.starts_with(['S', '(']);
            assert_eq!(reference(text).is_some(), expected, "{text}");
        }
        for text in ["31 March 2020", "2020", "31/03/2020", "Review", "3 schools", "", "on 1.2"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }

    #[test]
    fn texts_go_on_where_neither_ends_nor_begins_a_sentence() {
        for (above, below, expected) in [
            ("review of the", "Plan", true),
            ("Manager \u{2013} Children and", "Families", true),
            ("Manager (North", "East) Trust", true),
            ("to improve", "access to care", true),
            ("co-", "Ordinator", true),
            ("list: \u{2022} one", "\u{2022} two", true),
            ("It is done.", "It goes on", false),
            ("Head of Care", "Head of Schools", false),
            ("It is done.", "in part", false),
            ("", "in part", false),
        ] {
            assert_eq!(goes_on(above, below), expected, "{above:?} {below:?}");
        }
    }
}
