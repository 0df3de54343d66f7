//! The label of a table's first group: where later groups begin with a bold text alone in the first column, one that is
//! set like it right above the first row is a row, too, and not only the table's title.

use super::grid::{Found, Grid};
use super::words::{self, Line, PageContent};
use tablemend_model::Method;

/// Left edges and steps that differ by less than this are alike, in points.
const SAME: f32 = 1.5;

/// Puts the label of the first group on top of each table whose later groups have one. `free` says which words may be a
/// table's.
pub(super) fn add(grids: &mut [Grid], content: &PageContent, free: &[bool]) {
    let mut is_free = free.to_vec();
    for index in grids.iter().flat_map(Grid::words) {
        if let Some(slot) = is_free.get_mut(index as usize) {
            *slot = false;
        }
    }
    for grid in grids.iter_mut().filter(|g| g.method == Method::Aligned) {
        let Some((label, cols)) = label(grid, content, &is_free) else { continue };
        for index in &label.words {
            if let Some(slot) = is_free.get_mut(*index as usize) {
                *slot = false;
            }
        }
        put(grid, label, cols, content);
    }
}

/// The line right above a grid that is set like the labels of its later groups, and over how many columns theirs are.
fn label(grid: &Grid, content: &PageContent, free: &[bool]) -> Option<(Line, usize)> {
    let rows = grid.ys.len().checked_sub(1)?;
    let line_of = |row: usize, is_last: bool| -> Option<Line> {
        let own = grid.cells.iter().filter(|c| c.row == row);
        let words: Vec<u32> = own.flat_map(|c| c.words.iter().copied()).collect();
        let mut lines = words::lines(&content.words, &words);
        if is_last { lines.pop() } else { lines.into_iter().next() }
    };
    let is_bold = |l: &Line| l.words.iter().all(|i| content.words[*i as usize].bold);
    // Labels further down, with the first line of the row below each.
    let later: Vec<(Line, Line, usize, usize)> = (1..rows.saturating_sub(1))
        .filter_map(|row| {
            let mut own = grid.cells.iter().filter(|c| c.row == row && !c.words.is_empty());
            let cell = own.next().filter(|c| c.col == 0 && c.rows == 1)?;
            let (label, next) = (line_of(row, true)?, line_of(row + 1, false)?);
            let is_alone = own.next().is_none() && label.words.len() == cell.words.len();
            (is_alone && is_bold(&label) && !is_bold(&next))
                .then_some((label, next, cell.cols, row))
        })
        .collect();
    let (model, next, cols, until) = later.first()?;
    let first = line_of(0, false).filter(|l| !is_bold(l))?;
    // A row of labels has no figures where the rows below it have them.
    let has_figures = |row: usize, col: usize| -> Option<bool> {
        let own =
            grid.cells.iter().find(|c| c.row == row && c.col == col && !c.words.is_empty())?;
        let mut texts = own.words.iter().map(|i| content.words[*i as usize].text.as_str());
        Some(texts.any(|t| t.contains(|c: char| c.is_ascii_digit())))
    };
    let is_header = (0..grid.xs.len() - 1).any(|col| {
        let mut below = (1..*until).filter_map(|row| has_figures(row, col)).peekable();
        below.peek().is_some() && below.all(|has| has) && has_figures(0, col) == Some(false)
    });
    if is_header {
        return None;
    }
    let step = next.base - model.base;
    let chosen: Vec<u32> = content
        .words
        .iter()
        .enumerate()
        .filter(|(n, w)| {
            free.get(*n) == Some(&true) && !w.is_turned && (first.base - w.base - step).abs() < SAME
        })
        .map(|(n, _)| n as u32)
        .collect();
    let mut above = words::lines(&content.words, &chosen).into_iter();
    let line = above.next().filter(|_| above.next().is_none())?;
    let is_like = is_bold(&line)
        && (line.size - model.size).abs() < 0.1
        && (line.area.x0 - model.area.x0).abs() < SAME
        && line.area.x1 <= grid.area().x1;
    is_like.then_some((line, *cols))
}

/// Puts a label on top of a grid, as a row of its own. A header below it would head one group alone.
fn put(grid: &mut Grid, label: Line, cols: usize, content: &PageContent) {
    let columns = grid.xs.len() - 1;
    let is_said =
        |c: &Found| c.is_header && c.words.iter().any(|i| content.words[*i as usize].bold);
    if !grid.cells.iter().any(is_said) {
        grid.header_rows = 0;
        grid.cells.iter_mut().for_each(|c| c.is_header = false);
    }
    let top = label.area.y0.min(grid.ys[0] - 1.0);
    grid.ys.insert(0, top);
    grid.cells.iter_mut().for_each(|c| c.row += 1);
    grid.header_rows += usize::from(grid.header_rows > 0);
    let row = |col: usize, cols: usize, words: Vec<u32>| Found {
        row: 0,
        col,
        rows: 1,
        cols,
        words,
        ..Found::default()
    };
    grid.cells.push(row(0, cols, label.words));
    grid.cells.extend((cols..columns).map(|col| row(col, 1, Vec::new())));
    grid.set_areas();
}
