//! Habits of converters in pipe tables, undone: names made up for blank headers, `NaN` for blank
//! cells, and a merged cell's text printed in each of its columns.
//!
//! PyMuPDF names blank headers `Col2`, `Col3`, pandas (and what is built on it) `Unnamed: 1`;
//! docling and PyMuPDF repeat a merged cell's text in every column that it covers. What is taken
//! away was never printed in the document; each table that has some says so in a note.

use crate::outline::{Grid, Outline};
use std::ops::Range;
use tablemend_model::{Cell, Diagnostic, Level, RichText, Row, SourceRef};

/// A text of fewer letters is in several cells of a row by chance.
const FEWEST_LETTERS: usize = 6;

/// Undoes the habits in a grid whose cells have no spans yet.
pub(super) fn undo(grid: &mut Grid, outline: &mut Outline) {
    let note = |code, row: &Row, printed: String, message: &str| {
        Diagnostic::new(code, Level::Info, message).at(SourceRef::at(row.place)).printed(printed)
    };
    if let Some(printed) = clear_placeholders(grid) {
        let message =
            "the converter filled blank cells with names of its own; they are blank again";
        outline.note(note("table.placeholder", &grid.rows[0], printed, message));
    }
    drop_blank_header(grid);
    if grid.rows.is_empty() {
        return;
    }
    if let Some((row, printed)) = restore_spans(grid) {
        let message = "the converter repeated a merged cell's text in each of its columns; \
                       it is one cell again";
        outline.note(note("table.span_restored", &grid.rows[row], printed, message));
    }
}

/// Blanks the made-up names and values; gives the first of them.
fn clear_placeholders(grid: &mut Grid) -> Option<String> {
    let has_header = grid.header_rows > 0;
    let is_name = |c: &Cell| {
        let text = c.text.as_str();
        let number = |prefix| text.strip_prefix(prefix).and_then(|n: &str| n.parse::<u32>().ok());
        number("Col") == Some(c.col() + 1) || number("Unnamed: ") == Some(c.col())
    };
    let header: Vec<&Cell> = grid.cells.iter().filter(|c| c.row() == 0).collect();
    let named = header.iter().filter(|c| is_name(c)).count();
    // Two columns called so and nothing else may be what an author calls them.
    let is_header = has_header && named > 0 && (named < header.len() || named > 2);
    let mut first = None;
    for cell in &mut grid.cells {
        if cell.row() == 0 && is_header && is_name(cell) || cell.text.as_str() == "NaN" {
            first.get_or_insert_with(|| cell.text.as_str().to_owned());
            cell.text = RichText::default();
        }
    }
    first
}

/// A converter that had no header for a piece wrote a blank one.
fn drop_blank_header(grid: &mut Grid) {
    let is_blank = grid.cells.iter().take_while(|c| c.row() == 0).all(Cell::is_blank);
    if grid.header_rows == 0 || !is_blank {
        return;
    }
    grid.header_rows = 0;
    grid.rows.remove(0);
    let cells = std::mem::take(&mut grid.cells);
    grid.cells = cells.into_iter().filter(|c| c.row() > 0).map(moved_up).collect();
}

fn moved_up(cell: Cell) -> Cell {
    let place = cell.place();
    let mut moved = Cell::new(cell.row() - 1, cell.col(), cell.text, place);
    (moved.fill, moved.fill_is_style, moved.icons) = (cell.fill, cell.fill_is_style, cell.icons);
    moved
}

/// Gives merged cells their spans back; gives the first row that had one, as it was printed.
fn restore_spans(grid: &mut Grid) -> Option<(usize, String)> {
    let columns = grid.columns as usize;
    if columns < 3 || grid.cells.windows(2).all(|w| w[0].text.is_empty() || w[0].text != w[1].text)
    {
        return None;
    }
    let mut rows: Vec<Range<usize>> = Vec::with_capacity(grid.rows.len());
    for (i, cell) in grid.cells.iter().enumerate() {
        match rows.last_mut() {
            Some(range) if grid.cells[range.start].row() == cell.row() => range.end = i + 1,
            _ => rows.push(i..i + 1),
        }
    }
    let two_rows = has_two_row_header(grid, &rows);
    let mut gone = vec![false; grid.cells.len()];
    let mut first = None;
    for (r, range) in rows.iter().enumerate() {
        let cells = &mut grid.cells[range.clone()];
        let runs = runs(cells);
        let is_upper = two_rows && r == 0;
        if !is_upper && !is_banner(cells, &runs, columns) {
            continue;
        }
        for run in runs {
            if run.len() < 2 || cells[run.start].text.is_empty() {
                continue;
            }
            first.get_or_insert_with(|| {
                let texts: Vec<&str> = cells.iter().map(|c| c.text.as_str()).collect();
                (r, texts.join(" | "))
            });
            widen(&mut cells[run.start], 1, run.len());
            gone[range.start + run.start + 1..range.start + run.end].fill(true);
        }
    }
    if two_rows {
        grid.header_rows = 2;
        for c in 0..columns {
            let (above, below) = (rows[0].start + c, rows[1].start + c);
            if grid.cells[above].text == grid.cells[below].text
                && !grid.cells[above].text.is_empty()
            {
                widen(&mut grid.cells[above], 2, 1);
                gone[below] = true;
            }
        }
    }
    let mut gone = gone.into_iter();
    grid.cells.retain(|_| !gone.next().unwrap_or(false));
    first
}

fn widen(cell: &mut Cell, rows: usize, columns: usize) {
    *cell = cell.clone().spanning(rows as u32, columns as u32);
}

/// Stretches of cells that print the same.
fn runs(cells: &[Cell]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if cells[run.start].text == cell.text => run.end = i + 1,
            _ => runs.push(i..i + 1),
        }
    }
    runs
}

/// Whether a row is a label, or a few, printed again and again: over all columns, from the first.
fn is_banner(cells: &[Cell], runs: &[Range<usize>], columns: usize) -> bool {
    let Some(first) = runs.first() else { return false };
    let letters = cells[0].text.as_str().chars().filter(|c| c.is_alphabetic()).count();
    first.len() > 1
        && letters >= FEWEST_LETTERS
        && cells.len() == columns
        && runs.len() * 2 <= columns
        && runs.iter().filter(|r| r.len() > 1).map(Range::len).sum::<usize>() * 3 >= columns * 2
}

/// Whether the first two rows are one header: every column is either labelled alike in both or
/// is below a label that is printed over several columns with labels of their own.
fn has_two_row_header(grid: &Grid, rows: &[Range<usize>]) -> bool {
    let [first, second, _, ..] = rows else { return false };
    let columns = grid.columns as usize;
    if grid.header_rows != 1 || first.len() != columns || second.len() != columns {
        return false;
    }
    let (upper, lower) = (&grid.cells[first.clone()], &grid.cells[second.clone()]);
    let (mut alike, mut parted) = (0, 0);
    for run in runs(upper) {
        let below = &lower[run.clone()];
        if run.len() == 1 && below[0].text == upper[run.start].text && !below[0].text.is_empty() {
            alike += 1;
        } else if run.len() > 1
            && !upper[run.start].text.is_empty()
            && runs(below).len() == run.len()
            && below.iter().all(|c| !c.text.is_empty())
        {
            parted += 1;
        } else {
            return false;
        }
    }
    alike > 0 && parted > 0
}
