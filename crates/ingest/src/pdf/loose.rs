//! Lines that are drawn around parts of a table only: for its head, its columns, its frame.
//!
//! Such lines part the table no further than its printer thought the eye needs; the cells between
//! them hold several columns or rows. They are evidence for `aligned`, and no grid.

use super::aligned::{self, TextLine};
use super::columns;
use super::drawn::line_text;
use super::grid::{Found, Grid};
use super::judge;
use super::numeric::is_atomic;
use super::text;
use super::words::{self, PageContent};
use tablemend_model::Rect;

/// Whether rows with cells that hold several columns make up a good part of a drawn grid.
pub(crate) fn is_loose(grid: &Grid, content: &PageContent) -> bool {
    let rows = grid.ys.len() - 1;
    let mut is_crowded_row = vec![false; rows];
    let mut words = vec![0; rows];
    for cell in grid.cells.iter().filter(|c| !c.words.is_empty()) {
        words[cell.row] += cell.words.len();
        is_crowded_row[cell.row] |= is_crowded(cell, content);
    }
    let crowded: usize = (0..rows).filter(|row| is_crowded_row[*row]).map(|row| words[row]).sum();
    crowded * 3 > words.iter().sum()
}

/// Whether a grid is drawn for a head alone: labels without a number, right above lines of text in
/// several columns that no lines part.
pub(crate) fn is_head_alone(grid: &Grid, content: &PageContent, free: &[bool]) -> bool {
    const ROWS: usize = 3;
    let labels = || grid.cells.iter().filter(|c| !c.words.is_empty());
    let is_number = |c: &Found| is_atomic(&aligned::said(content, &c.words));
    if grid.ys.len() > ROWS + 1 || labels().any(is_number) {
        return false;
    }
    let area = grid.area();
    let size = labels().flat_map(|c| &c.words).map(|i| content.words[*i as usize].size);
    let reach = area.y1 + 4.0 * size.fold(0.0, f32::max);
    let low = content.words.partition_point(|w| w.base < area.y1);
    let below: Vec<u32> = (low..)
        .zip(&content.words[low..])
        .take_while(|(_, w)| w.base < reach)
        .filter(|(n, w)| free[*n] && w.area.x0 > area.x0 - 5.0 && w.area.x1 < area.x1 + 5.0)
        .map(|(n, _)| n as u32)
        .collect();
    let text_lines = aligned::text_lines(&content.words, &below, &[]);
    text_lines.first().is_some_and(|s| {
        s.is_open() && s.segments.iter().any(|p| is_atomic(&aligned::said(content, &p.words)))
    })
}

/// Whether names or numbers that belong to several rows were left together, by the lines and by what
/// parts rows after them: the lines part the columns alone, and the text does better.
pub(crate) fn is_parted_badly(parted: &Grid, drawn: &Grid, content: &PageContent) -> bool {
    let is_parted = parted.ys.len() > drawn.ys.len();
    let is_whole = |area: &Rect| drawn.ys.contains(&area.y0) && drawn.ys.contains(&area.y1);
    let mut stacked = vec![0usize; parted.ys.len()];
    let mut words_of_stacked = stacked.clone();
    let mut left = 0;
    for cell in parted.cells.iter().filter(|c| c.words.len() > 1) {
        let lines = words::lines(&content.words, &cell.words);
        let is_number = |l: &&words::Line| is_atomic(&line_text(&content.words, l));
        let numbers = lines.iter().filter(is_number).count();
        let is_tall = cell.rows > 2 && lines.len() * 3 >= cell.rows * 2 && is_whole(&cell.area);
        let is_pile = cell.rows == 1 && lines.len() > 1 && numbers == lines.len();
        if is_parted && (is_tall || is_pile) {
            left += cell.words.len();
        } else if numbers > cell.rows + 1 {
            stacked[cell.row] += 1;
            words_of_stacked[cell.row] += cell.words.len();
        }
    }
    // One cell may well hold several numbers; two beside each other are rows.
    left += (0..stacked.len())
        .filter(|row| stacked[*row] > 1)
        .map(|row| words_of_stacked[row])
        .sum::<usize>();
    left * 8 > parted.words().count()
}

/// Whether the lines of a cell are in columns of their own.
fn is_crowded(cell: &Found, content: &PageContent) -> bool {
    let text_lines = aligned::text_lines(&content.words, &cell.words, &[]);
    let open = text_lines.iter().filter(|s| s.segments.len() > 1).count();
    if open == 0 || text_lines.iter().any(|s| starts_item(s, content)) {
        return false;
    }
    if open < 3 {
        let mut segments = text_lines.iter().flat_map(|s| &s.segments);
        return open == text_lines.len()
            && segments.all(|p| is_atomic(&aligned::said(content, &p.words)));
    }
    let gutters = columns::gutters(&text_lines);
    let full = text_lines.iter().filter(|s| s.segments.len() > gutters.len().div_ceil(2)).count();
    // Between full lines the rest of a long cell may be, within its column.
    let crosses = |s: &&TextLine| {
        s.segments.iter().any(|p| gutters.iter().any(|g| p.x0 < g.0 - 0.5 && p.x1 > g.1 + 0.5))
    };
    let crossing = text_lines.iter().filter(crosses).count();
    let least = if gutters.len() > 2 { 3 } else { 7 };
    !gutters.is_empty()
        && full >= 3
        && full * 10 >= text_lines.len() * least
        && crossing * 10 <= text_lines.len() * 2
}

/// Whether a line begins with the sign or number of an item: its gap is an indent.
fn starts_item(text_line: &TextLine, content: &PageContent) -> bool {
    let first = aligned::said(content, &text_line.segments[0].words);
    text_line.segments.len() == 2 && (text::is_bullet(&first) || judge::is_sign(&first))
}

/// Whether one of the tables found by alignment holds most words of a loosely drawn one, in no
/// fewer columns.
pub(crate) fn is_held(grid: &Grid, aligned: &[Grid]) -> bool {
    let mut own: Vec<u32> = grid.words().collect();
    own.sort_unstable();
    let shared = |other: &Grid| other.words().filter(|i| own.binary_search(i).is_ok()).count();
    let columns = columns_filled(grid);
    aligned
        .iter()
        .any(|other| shared(other) * 10 >= own.len() * 8 && columns_filled(other) >= columns)
}

/// Number of columns in which a cell with words begins.
fn columns_filled(grid: &Grid) -> usize {
    let filled = grid.cells.iter().filter(|c| !c.words.is_empty() && c.cols == 1);
    filled.map(|c| c.col).collect::<std::collections::BTreeSet<usize>>().len()
}
