//! Tables whose cells are one a line, as web extractors write a page's text.
//!
//! The evidence is the period: a label a line, then row after row of as many lines, each of which
//! begins with a reference. Where blank cells left no line the period is lost, and that is said.

use super::inline;
use super::marks::Dialect;
use crate::outline::{Grid, Outline};
use std::collections::HashSet;
use std::ops::Range;
use tablemend_model::{Cell, Diagnostic, Level, Method, Place, Row, SourceRef};

/// A table has at least so many columns and rows to be told by its period.
const FEWEST_COLUMNS: usize = 3;
const FEWEST_ROWS: usize = 3;
const MOST_COLUMNS: usize = 12;

/// A label is no longer than this.
const LONGEST_LABEL: usize = 40;

/// A line of the text that is not blank.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    number: u32,
    start: usize,
    end: usize,
}

/// A table that was found among lines.
pub(super) struct Found<'a> {
    /// The bytes that it takes.
    pub(super) range: Range<usize>,
    lines: Vec<Line<'a>>,
    columns: usize,
}

/// Looks for a table in a text that has none otherwise; says where there may be one.
pub(super) fn find<'a>(text: &'a str, notes: &mut Vec<Diagnostic>) -> Option<Found<'a>> {
    let lines = lines(text);
    let keys: Vec<usize> = (0..lines.len()).filter(|i| is_key(lines[*i].text)).collect();
    for (n, first) in keys.iter().enumerate() {
        let Some(columns) = keys.get(n + 1).map(|next| next - first) else { break };
        if let Some(found) = at(&lines, *first, columns) {
            return Some(found);
        }
    }
    if let Some(line) = may_be_table(&lines, &keys) {
        let message = "lines that begin with references may be the cells of a table, one a line; \
                       blank cells left no line, so that its columns cannot be told";
        notes.push(
            Diagnostic::new("table.doubtful", Level::Warning, message)
                .at(SourceRef::at(Place::line(line.number)))
                .printed(line.text)
                .help("give the web page itself, saved as HTML, or a PDF of it"),
        );
    }
    None
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        if !line.trim().is_empty() {
            lines.push(Line { text: line.trim(), number: i as u32 + 1, start, end });
        }
        start = end;
    }
    lines
}

/// Whether a line is a reference alone: `1`, `1.2`, `R4`, `REC 3`.
fn is_key(line: &str) -> bool {
    let letters = line.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = line[letters..].trim_start_matches([' ', '-', '.']);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let is_year = letters == 0 && rest.len() == 4 && digits == 4;
    line.len() <= 12
        && letters <= 4
        && digits > 0
        && digits <= 6
        && !is_year
        && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b.is_ascii_lowercase())
        && rest.bytes().filter(u8::is_ascii_lowercase).count() <= 1
}

fn is_label(line: &str) -> bool {
    line.len() <= LONGEST_LABEL
        && line.chars().next().is_some_and(char::is_alphabetic)
        && !line.contains(|c: char| c.is_ascii_digit())
        && !line.ends_with(['.', ':', ',', ';'])
}

/// The table whose first row begins at a line, with so many lines a row.
fn at<'a>(lines: &[Line<'a>], first: usize, columns: usize) -> Option<Found<'a>> {
    if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&columns) {
        return None;
    }
    let header = first.checked_sub(columns)?;
    let labels = &lines[header..first];
    let mut seen = HashSet::new();
    if !labels.iter().all(|l| is_label(l.text) && seen.insert(l.text)) {
        return None;
    }
    let mut rows = 0;
    while lines.get(first + rows * columns).is_some_and(|l| is_key(l.text) && seen.insert(l.text)) {
        rows += 1;
    }
    let end = first + rows * columns;
    // Another reference behind the last whole row is a row that lost a cell.
    let breaks = lines[first..end.min(lines.len())]
        .iter()
        .enumerate()
        .any(|(i, l)| i % columns != 0 && l.text.contains('.') && is_key(l.text));
    (rows >= FEWEST_ROWS && end <= lines.len() && !breaks).then(|| Found {
        range: lines[header].start..lines[end - 1].end,
        lines: lines[header..end].to_vec(),
        columns,
    })
}

/// Whether references come again and again, a few lines between: gives the first.
fn may_be_table<'a>(lines: &[Line<'a>], keys: &[usize]) -> Option<Line<'a>> {
    let near = |w: &&[usize]| (FEWEST_COLUMNS..=MOST_COLUMNS).contains(&(w[1] - w[0]));
    let (first, last) = (*keys.first()?, *keys.last()?);
    let between = &lines[first..=last];
    let average = between.iter().map(|l| l.text.len()).sum::<usize>() / between.len();
    let count = keys.windows(2).filter(near).count();
    let different: HashSet<&str> = keys.iter().map(|k| lines[*k].text).collect();
    let is_many = count > FEWEST_ROWS && count * 4 >= keys.len() * 3;
    // Numbered paragraphs are longer than cells.
    (is_many && average <= LONGEST_LABEL && different.len() * 5 >= keys.len() * 4)
        .then(|| lines[first])
}

/// Puts a table that was found.
pub(super) fn put(found: &Found<'_>, dialect: &Dialect, outline: &mut Outline) {
    let mut grid = Grid {
        method: Method::Markdown,
        columns: found.columns as u32,
        rows: Vec::new(),
        cells: Vec::new(),
        header_rows: 1,
        title: None,
    };
    for (r, row) in found.lines.chunks(found.columns).enumerate() {
        let last = row.last().map_or(row[0].number, |l| l.number);
        grid.rows.push(Row { place: Place::Lines { first: row[0].number, last } });
        for (c, line) in row.iter().enumerate() {
            let read = inline::cell(line.text, dialect);
            let place = Place::line(line.number);
            let mut cell = Cell::new(r as u32, c as u32, read.text, place);
            inline::paint(&mut cell, read.fill, read.icons);
            grid.cells.push(cell);
        }
    }
    let message = format!(
        "each cell of a table is on a line of its own; they were read as rows of {} columns",
        found.columns
    );
    outline.note(
        Diagnostic::new("table.from_lines", Level::Warning, message)
            .at(SourceRef::at(grid.rows[0].place))
            .help("check that no cell is blank in the document: a blank cell leaves no line"),
    );
    outline.table(grid);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a text, and what is found: rows and columns, or whether there is a doubt.
    fn check(text: &str, table: Option<(usize, usize)>, doubt: bool) {
        let mut notes = Vec::new();
        let found = find(text, &mut notes);
        let shape = found.map(|f| (f.lines.len() / f.columns, f.columns));
        assert_eq!((shape, !notes.is_empty()), (table, doubt), "{text}");
    }

    #[test]
    fn a_period_makes_a_table_and_a_broken_one_a_doubt() {
        let row = |n: usize, cells: &[&str]| format!("{n}\n{}\n", cells.join("\n"));
        let head = "Works\nRef\nAction\nDue\n";
        let whole: String = (1..5).map(|n| row(n, &["Mend a gate", "May"])).collect();
        check(&format!("{head}{whole}The end.\n"), Some((5, 3)), false);
        check(&format!("{head}{}", whole.replace('\n', "\n\n")), Some((5, 3)), false);
        let ragged: String =
            (1..8).map(|n| row(n, &["Mend", "May", "Clerk"][..2 + n % 2])).collect();
        check(&format!("{head}{ragged}"), None, true);
        let long = "A paragraph of a law that is rather longer than a cell. ".repeat(3);
        let law: String = (1..8).map(|n| row(n, &[&long, "is."])).collect();
        check(&law, None, false);
        check("1\nIntroduction\n3\n2\nAims\n5\n", None, false);
    }
}
