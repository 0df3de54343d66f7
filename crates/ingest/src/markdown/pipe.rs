//! Pipe tables from their source lines (GitHub Flavored Markdown, section 4.10), and then some.
//!
//! More is taken for a table than the specification does: rows without a delimiter row, rows wider
//! than the header, a delimiter row of another width, a row that goes on in the next line.

use super::marks::Dialect;
use super::scan::{RowLine, ends_with_pipe};
use super::{habits, inline};
use crate::outline::{Grid, Outline};
use std::borrow::Cow;
use tablemend_model::{Cell, Diagnostic, Level, Method, Place, Row, SourceRef};

/// A row of a table: its cells' sources and where it is.
struct Source<'a> {
    cells: Vec<Cow<'a, str>>,
    place: Place,
}

/// Reads a run of table rows, and gives the width of its last table. `above` is the width of the
/// table right above it: a single row of that width goes on with it.
pub(super) fn read(
    run: &[RowLine<'_>],
    above: Option<usize>,
    dialect: &Dialect,
    outline: &mut Outline,
) -> Option<usize> {
    let rows = rows(run);
    let mut last = above;
    let mut begin = 0;
    while begin < rows.len() {
        // A row above a delimiter row is a header: it begins a table.
        let end = (begin + 2..rows.len())
            .find(|i| is_later_delimiter(&rows[*i]) && !is_delimiter(&rows[*i - 1]))
            .map_or(rows.len(), |i| i - 1);
        last = one(&rows[begin..end.max(begin + 1)], last, dialect, outline).or(last);
        begin = end.max(begin + 1);
    }
    last
}

/// Reads the rows of one table.
fn one(
    rows: &[Source<'_>],
    above: Option<usize>,
    dialect: &Dialect,
    outline: &mut Outline,
) -> Option<usize> {
    let has_header = rows.get(1).is_some_and(is_delimiter) && !is_delimiter(&rows[0]);
    let body: Vec<&Source<'_>> = if has_header {
        rows[..1].iter().chain(&rows[2..]).collect()
    } else {
        // A delimiter row on top says that the header is missing.
        rows.iter().skip(usize::from(is_delimiter(&rows[0]))).collect()
    };
    if body.is_empty() {
        return None;
    }
    let is_table = has_header
        || body.len() < rows.len()
        || body.windows(2).any(|w| w[0].cells.len() == w[1].cells.len() && w[0].cells.len() > 1)
        || (above == Some(body[0].cells.len()) && above > Some(1));
    if !is_table {
        for row in body {
            let text = inline::cell(&row.cells.join(" | "), dialect).text;
            outline.paragraph(text, row.place);
        }
        return None;
    }
    let printed =
        |row: &Source<'_>| row.cells.iter().rposition(|c| !c.is_empty()).map_or(0, |last| last + 1);
    let header_width = body[0].cells.len();
    // Blank cells beyond the header are slips of the converter; printed ones are kept.
    let columns = if has_header {
        body.iter().map(|r| printed(r)).max().unwrap_or(0).max(header_width)
    } else {
        body.iter().map(|r| r.cells.len()).max().unwrap_or(0)
    };
    if has_header && columns > header_width {
        let wide = body.iter().find(|r| printed(r) > header_width);
        let mut note = Diagnostic::new(
            "table.wide_row",
            Level::Warning,
            format!("a row has more cells than the {header_width} of its header; they are kept"),
        )
        .help("write a pipe that belongs to the text as \\|");
        if let Some(row) = wide {
            note = note.at(SourceRef::at(row.place)).printed(row.cells.join(" | "));
        }
        outline.note(note);
    }
    let mut grid = grid(&body, columns, has_header, dialect);
    habits::undo(&mut grid, outline);
    outline.table(grid);
    Some(columns)
}

fn grid(body: &[&Source<'_>], columns: usize, has_header: bool, dialect: &Dialect) -> Grid {
    let mut rows = Vec::with_capacity(body.len());
    let mut cells = Vec::with_capacity(body.iter().map(|r| r.cells.len()).sum());
    for (r, source) in body.iter().enumerate() {
        for (c, text) in source.cells.iter().take(columns).enumerate() {
            let read = inline::cell(text, dialect);
            let mut cell = Cell::new(r as u32, c as u32, read.text, source.place);
            inline::paint(&mut cell, read.fill, read.icons);
            cells.push(cell);
        }
        rows.push(Row { place: source.place });
    }
    let (method, header_rows) = (Method::Markdown, u32::from(has_header));
    Grid { method, columns: columns as u32, rows, cells, header_rows, title: None }
}

/// The rows of a run; a row that is not closed goes on in the next line.
fn rows<'a>(run: &[RowLine<'a>]) -> Vec<Source<'a>> {
    let mut rows: Vec<Source<'a>> = Vec::with_capacity(run.len());
    let delimiter = run.iter().take(2).find(|l| is_delimiter_line(l.text));
    let width = delimiter.map_or(usize::MAX, |l| split(l.text).len());
    let run = without_spare_rules(run);
    let mut i = 0;
    while i < run.len() {
        let first = run[i];
        let mut end = i + 1;
        while end < run.len()
            && !run[end].text.starts_with('|')
            && !ends_with_pipe(run[end - 1].text)
        {
            end += 1;
        }
        let place = Place::Lines { first: first.number, last: run[end - 1].number };
        let joins = end > i + 1 && first.text.starts_with('|') && split(first.text).len() < width;
        if joins && run[i..end].iter().any(|l| ends_with_pipe(l.text)) {
            let mut whole = first.text.to_owned();
            for pair in run[i..end].windows(2) {
                // A blank line in a cell ends a paragraph.
                whole.push_str(if pair[1].number > pair[0].number + 1 { "<br>" } else { " " });
                whole.push_str(pair[1].text);
            }
            let cells = split(&whole).into_iter().map(|c| c.into_owned().into()).collect();
            rows.push(Source { cells, place });
        } else {
            rows.extend(
                run[i..end]
                    .iter()
                    .map(|l| Source { cells: split(l.text), place: Place::line(l.number) }),
            );
        }
        i = end;
    }
    rows
}

/// The lines without the rules of an Org table that part no header from its rows.
fn without_spare_rules<'a>(run: &[RowLine<'a>]) -> Vec<RowLine<'a>> {
    let mut kept: Vec<RowLine<'a>> = Vec::with_capacity(run.len());
    for line in run {
        if !is_org_rule(line.text) || kept.len() == 1 {
            kept.push(*line);
        }
    }
    kept
}

/// The cells of a line: split at pipes that are not escaped, code spans or not, as the
/// specification has it. A pipe at either end is no border between cells.
pub(super) fn split(line: &str) -> Vec<Cow<'_, str>> {
    let line = line.trim();
    if is_org_rule(line) {
        let inner = line.trim_matches('|');
        return inner.split(['|', '+']).map(|cell| Cow::Borrowed(cell.trim())).collect();
    }
    let mut line = line.strip_prefix('|').unwrap_or(line);
    if ends_with_pipe(line) {
        line = &line[..line.len() - 1];
    }
    if !line.contains('\\') {
        let mut cells = Vec::with_capacity(8);
        cells.extend(line.split('|').map(|cell| Cow::Borrowed(cell.trim())));
        return cells;
    }
    let mut cells = Vec::new();
    let (mut start, mut escaped, mut has_escapes) = (0, false, false);
    for (i, byte) in line.bytes().enumerate() {
        match byte {
            b'|' if escaped => has_escapes = true,
            b'|' => {
                cells.push(unescape(&line[start..i], std::mem::take(&mut has_escapes)));
                start = i + 1;
            }
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push(unescape(&line[start..], has_escapes));
    cells
}

fn unescape(cell: &str, has_escapes: bool) -> Cow<'_, str> {
    let cell = cell.trim();
    if has_escapes { Cow::Owned(cell.replace("\\|", "|")) } else { Cow::Borrowed(cell) }
}

/// Whether a row below the second is a delimiter row. Single dashes stand for blanks there.
fn is_later_delimiter(row: &Source<'_>) -> bool {
    is_delimiter(row) && row.cells.iter().any(|c| c.len() > 1)
}

/// Whether a line is a rule of an Org table (`|----+----|`), which is a delimiter row elsewhere.
fn is_org_rule(line: &str) -> bool {
    line.contains("-+-")
        && line.starts_with('|')
        && line.bytes().all(|b| matches!(b, b'|' | b'+' | b'-' | b':' | b' '))
}

/// Whether a line reads as a delimiter row.
pub(super) fn is_delimiter_line(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b'|' | b'+' | b'-' | b':' | b' ' | b'\t'))
        && line.contains('-')
        && is_delimiter(&Source { cells: split(line), place: Place::line(1) })
}

/// Whether a row is a delimiter row: dashes in some cell, and nothing else but colons and dashes
/// in any.
fn is_delimiter(row: &Source<'_>) -> bool {
    let dashes = |cell: &str| {
        let inner = cell.strip_prefix(':').unwrap_or(cell);
        let inner = inner.strip_suffix(':').unwrap_or(inner);
        !inner.is_empty() && inner.bytes().all(|b| b == b'-')
    };
    row.cells.iter().all(|c| c.is_empty() || dashes(c))
        && (row.cells.iter().all(|c| !c.is_empty()) || row.cells.iter().any(|c| c.len() >= 3))
}
