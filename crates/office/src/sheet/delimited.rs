//! Tables as text: CSV and its kin, whose dialect the text itself tells.

use super::{Book, Cell, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, unclosed};
use crate::error::Error;
use crate::word::{Look, Run};
use tablemend_model::{Diagnostic, Level, Place, SheetName, SourceRef};

/// What a text of cells is.
#[derive(Debug)]
pub struct Delimited {
    /// Its cells.
    pub book: Book,
    /// What parts them.
    pub delimiter: char,
}

/// What may part cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// More cells that hold rows are not told.
const MOST_NOTES: usize = 100;

/// So many records tell the dialect.
const LOOKED_AT: usize = 200;

/// Whether what a delimiter parts has the look of a table: how many records have the most common
/// number of cells, and that number.
fn fit(text: &str, delimiter: u8) -> Option<(usize, usize, usize)> {
    let mut counts: Vec<usize> = Vec::new();
    for record in reader(text, delimiter).records().take(LOOKED_AT) {
        counts.push(record.ok()?.len());
    }
    let widths: Vec<usize> = counts.iter().copied().filter(|n| *n > 1).collect();
    let most =
        widths.iter().copied().max_by_key(|w| (widths.iter().filter(|n| *n == w).count(), *w))?;
    Some((widths.iter().filter(|n| **n == most).count(), most, counts.len()))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The beginning of a text, which tells what it is.
fn head(text: &str) -> &str {
    let mut end = text.len().min(1 << 18);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The note on a cell that holds rows of its table. `line` is the line of the text on which its row begins.
fn tell(name: &str, [row, col]: [u32; 2], line: u64, field: &str) -> Diagnostic {
    const SHOWN: usize = 80;
    let place =
        Place::Cells { sheet: SheetName::new(name), rows: [row + 1; 2], columns: [col + 1; 2] };
    let lines = field.trim_end().lines().count();
    let message = format!(
        "the quotation mark before this cell (line {line} of the file) seems not to be closed: {lines} lines of \
         the file are in the cell, and rows of the table among them"
    );
    Diagnostic::new("cell.unclosed", Level::Warning, message)
        .at(SourceRef::at(place))
        .printed(field.chars().take(SHOWN).collect::<String>())
        .help("close the quotation mark in the file and convert it again")
}

/// The delimiter of a text; `None` where no line is parted by any. `certain` asks for a table of at
/// least three records that are nearly all alike.
pub(crate) fn dialect(text: &str, certain: bool) -> Option<u8> {
    let head = head(text);
    let (found, delimiter) = DELIMITERS
        .into_iter()
        .rev()
        .filter_map(|d| Some((fit(head, d)?, d)))
        .max_by_key(|((alike, width, _), _)| alike * (width.min(&40)))?;
    let (alike, _, all) = found;
    (!certain || alike >= 3 && alike * 10 >= all * 9).then_some(delimiter)
}

/// Reads a text whose cells are parted by a delimiter that it tells itself; a first line `sep=;`
/// says it. `certain` is for a text that may be something else: `None` where it does not look like
/// a table.
///
/// # Errors
/// When it has more cells than any document.
pub fn delimited(text: &str, name: &str, certain: bool) -> Result<Option<Delimited>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut skipped = 0;
    let mut said = None;
    if let Some(rest) = text.strip_prefix("sep=") {
        let line = rest.lines().next().unwrap_or_default();
        if let (Some(c), 1) = (line.bytes().next(), line.trim_end().len()) {
            said = Some(c);
            skipped = 1;
        }
    }
    let body = if skipped > 0 { text.split_once('\n').map_or("", |(_, b)| b) } else { text };
    let delimiter = match said {
        Some(delimiter) => delimiter,
        None => match dialect(body, certain) {
            Some(delimiter) => delimiter,
            None if certain => return Ok(None),
            None => b',',
        },
    };
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let mut room = MOST_CELLS;
    let mut rows = reader(body, delimiter);
    let mut row = skipped;
    let width = fit(head(body), delimiter).map_or(0, |(_, width, _)| width);
    let mut notes = Vec::new();
    for record in rows.records() {
        let Ok(record) = record else { continue };
        if row >= MOST_ROWS {
            return Err(Error::TooLarge(format!("it has more than {MOST_ROWS} rows")));
        }
        if record.len() > MOST_COLUMNS as usize {
            return Err(Error::TooLarge(format!("it has more than {MOST_COLUMNS} columns")));
        }
        for (col, field) in record.iter().enumerate() {
            if field.trim().is_empty() {
                continue;
            }
            room = room
                .checked_sub(1)
                .ok_or_else(|| Error::TooLarge(format!("it has more than {MOST_CELLS} cells")))?;
            if notes.len() < MOST_NOTES && unclosed::holds_rows(field, delimiter, col, width) {
                let line = record.position().map_or(0, |p| p.line()) + u64::from(skipped);
                notes.push(tell(name, [row, col as u32], line, field));
            }
            let runs = vec![Run { text: field.to_owned(), look: Look::default() }];
            sheet.cells.push(Cell { row, col: col as u32, runs, ..Cell::default() });
        }
        row += 1;
    }
    let book = Book { sheets: vec![sheet], notes };
    Ok(Some(Delimited { book, delimiter: char::from(delimiter) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_tells_its_dialect() {
        for (text, delimiter, cells) in [
            ("Ref,Action\n1,\"Mend, then paint\"\n2,x\n", ',', 6),
            ("Ref;Action;Cost\n1;a, b;1,5\n2;c;2,5\n", ';', 9),
            ("Ref\tAction\n1\ta\n", '\t', 4),
            ("sep=|\nRef|Action\n1|a\n", '|', 4),
            ("one line", ',', 1),
            ("Plan for March\n\nRef;Action\n1;a\n2;b\n", ';', 7),
        ] {
            let read = delimited(text, "a.csv", false).unwrap().unwrap();
            assert_eq!((read.delimiter, read.book.sheets[0].cells.len()), (delimiter, cells));
        }
        let text = "Ref,Gate,Lead,Due\n1,\"East,Parks,May\n2,Mill,Parks,June\n3,\"Sluice\",Parks,July\n4,Lock,Parks,May\n";
        let notes = delimited(text, "a.csv", false).unwrap().unwrap().book.notes;
        assert_eq!(notes.iter().map(|n| n.code.as_ref()).collect::<Vec<_>>(), ["cell.unclosed"]);
        assert!(notes[0].message.contains("line 2"), "{}", notes[0].message);
        for text in ["A line, with a comma\nand another, one\nand one without", "# Plan\n", ""] {
            assert!(delimited(text, "-", true).unwrap().is_none(), "{text}");
        }
    }
}
