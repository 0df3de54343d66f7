//! Words beside a table, at the heights of its rows, that are in no table: columns of it may have been left out.

use super::grid::Grid;
use super::page::Doubt;
use super::words::{self, Line, PageContent};
use tablemend_model::Rect;

/// Rows with words beside them, at least.
const ROWS: usize = 3;
/// Base lines nearer than this share of the type size are one.
const LEVEL: f32 = 0.25;
/// So many words on a line that fills its column are running text.
const WORDS: usize = 5;

/// A doubt for each table beside whose rows there are words of no table. `free` says which words are no running lines.
pub(super) fn doubts(found: &[Grid], content: &PageContent, free: &[bool]) -> Vec<Doubt> {
    let mut is_left = free.to_vec();
    for index in found.iter().flat_map(Grid::words) {
        if let Some(left) = is_left.get_mut(index as usize) {
            *left = false;
        }
    }
    let left: Vec<u32> = (0..content.words.len() as u32)
        .filter(|i| is_left[*i as usize] && !content.words[*i as usize].is_turned)
        .collect();
    if left.is_empty() {
        return Vec::new();
    }
    found.iter().flat_map(|grid| of_table(grid, found, content, &left)).collect()
}

/// Doubts about the words on either side of a table.
fn of_table(grid: &Grid, found: &[Grid], content: &PageContent, left: &[u32]) -> Vec<Doubt> {
    let area = grid.area();
    let rows = bases(grid, content);
    let side = |is_right: bool| {
        let is_beside = |i: &&u32| {
            let a = &content.words[**i as usize].area;
            let middle = (a.y0 + a.y1) / 2.0;
            area.y0 < middle
                && middle < area.y1
                && if is_right { a.x0 > area.x1 - 1.0 } else { a.x1 < area.x0 + 1.0 }
        };
        let own: Vec<u32> = left.iter().filter(is_beside).copied().collect();
        let lines = words::lines(&content.words, &own);
        let own = lines.iter().map(|l| l.area).reduce(|a, b| a.union(&b))?;
        // What is behind another table is that one's.
        let between = if is_right { (area.x1, own.x0) } else { (own.x1, area.x0) };
        let is_other = |g: &Grid| {
            let other = g.area();
            other.y0 < own.y1
                && own.y0 < other.y1
                && other.x1 > between.0 + 1.0
                && other.x0 < between.1 - 1.0
        };
        if found.iter().any(is_other) || is_running_text(&lines, &own) {
            return None;
        }
        let is_level = |row: &&f32| lines.iter().any(|l| (l.base - **row).abs() < LEVEL * l.size);
        let level = |l: &&Line| rows.iter().any(|row| (l.base - row).abs() < LEVEL * l.size);
        let shared = rows.iter().filter(is_level).count();
        let is_column = shared >= ROWS
            && shared * 2 >= rows.len()
            && lines.iter().filter(level).count() * 10 >= lines.len() * 7;
        is_column.then(|| Doubt {
            code: "table.left_out",
            message: format!(
                "beside {shared} of the {} rows of this table there is text that is in none of its columns; \
                 it is kept as text",
                rows.len()
            ),
            area: own,
        })
    };
    [false, true].into_iter().filter_map(side).collect()
}

/// The base line that each row of a table begins at.
fn bases(grid: &Grid, content: &PageContent) -> Vec<f32> {
    let mut rows = vec![f32::INFINITY; grid.ys.len().saturating_sub(1)];
    for cell in &grid.cells {
        let own = cell.words.iter().filter_map(|i| content.words.get(*i as usize));
        if let Some(row) = rows.get_mut(cell.row) {
            *row = own.map(|w| w.base).fold(*row, f32::min);
        }
    }
    rows.retain(|base| base.is_finite());
    rows
}

/// Whether most lines are words over the whole width of a column of the page.
fn is_running_text(lines: &[Line], area: &Rect) -> bool {
    let is_full = |l: &&Line| l.words.len() >= WORDS && l.area.width() > 0.85 * area.width();
    lines.iter().filter(is_full).count() * 2 > lines.len()
}
