//! Rows of a drawn grid that hold several, told by texts that are turned over though they have room.
//!
//! A typesetter turns a line over only where the next word has no more room. Where the lines of all columns are at
//! the same heights, and what is below would have fitted beside what is above, each line begins a row.

use super::LEVEL;
use crate::pdf::grid::{Found, Grid};
use crate::pdf::text;
use crate::pdf::words::{self, PageContent};
use tablemend_model::Rect;

/// Lines that fill all columns, at least.
const FULL: usize = 3;
/// A grid of more rows than this has lines drawn between rows that are meant.
const ROWS: usize = 2;

/// A line of a cell: where it is, and how much room its first word wants.
pub(super) struct Line {
    pub(super) base: f32,
    pub(super) size: f32,
    width: f32,
    first: f32,
    pub(super) is_item: bool,
}

/// The lines of a cell, and how wide they may be.
pub(super) struct Cell {
    room: f32,
    pub(super) lines: Vec<Line>,
}

impl Cell {
    pub(super) fn at(&self, base: f32) -> Option<&Line> {
        self.lines.iter().find(|l| (l.base - base).abs() < LEVEL)
    }

    /// Whether the words of a line would have fitted on the one above, or nothing is above.
    pub(super) fn had_room(&self, base: f32, above: f32) -> Option<bool> {
        let line = self.at(base)?;
        Some(self.at(above).is_none_or(|a| a.width + 0.3 * line.size + line.first < self.room))
    }
}

/// Where a row of a grid is to be cut, from top to bottom.
struct Cuts {
    at: Vec<f32>,
    /// Whether each line says clearly that it begins a row or goes on with one.
    are_sure: bool,
}

/// Parts the rows of a grid whose lines are rows each, or begin one: lines that fill all columns, each below lines
/// that had room for its words or are blank. Gives whether that is sure, where it does so.
pub(crate) fn part(grid: &mut Grid, content: &PageContent) -> Option<bool> {
    let row =
        (0..grid.ys.len().saturating_sub(1)).rev().find(|r| cuts(grid, content, *r).is_some())?;
    let Cuts { at, are_sure } = cuts(grid, content, row)?;
    cut(grid, content, row, &at);
    Some(are_sure)
}

fn cuts(grid: &Grid, content: &PageContent, row: usize) -> Option<Cuts> {
    if grid.ys.len() > ROWS + 1 {
        return None;
    }
    let own = |c: &&Found| c.row == row && c.rows == 1 && c.cols == 1 && !c.words.is_empty();
    let cells: Vec<Cell> = grid.cells.iter().filter(own).map(|c| lines(c, content)).collect();
    let mut all: Vec<&Line> = cells.iter().flat_map(|c| &c.lines).collect();
    // A column may be blank in all rows.
    let columns = cells.len();
    if columns < 2 || columns * 3 < (grid.xs.len() - 1) * 2 || all.iter().any(|l| l.is_item) {
        return None;
    }
    all.sort_by(|a, b| a.base.total_cmp(&b.base));
    all.dedup_by(|b, a| b.base - a.base < LEVEL);
    let is_full = |l: &Line| cells.iter().all(|c| c.at(l.base).is_some());
    // What comes before the first full line would be a row that lacks cells.
    if !is_full(all.first()?) {
        return None;
    }
    let (mut at, mut fitted, mut clear, mut are_sure) = (Vec::new(), 0, 0, true);
    for pair in all.windows(2) {
        let (above, line) = (pair[0], pair[1]);
        let rooms: Vec<bool> =
            cells.iter().filter_map(|c| c.had_room(line.base, above.base)).collect();
        let had_room = rooms.iter().filter(|r| **r).count();
        if !is_full(line) {
            are_sure &= had_room == 0;
            continue;
        }
        let is_clear = had_room >= 2.max(columns.div_ceil(2));
        fitted += had_room;
        clear += usize::from(is_clear);
        are_sure &= is_clear;
        at.push((above.base + 0.2 * above.size + line.base - 0.8 * line.size) / 2.0);
    }
    let is_shown =
        at.len() + 1 >= FULL && clear * 2 >= at.len() && fitted * 10 >= at.len() * columns * 6;
    is_shown.then_some(Cuts { at, are_sure })
}

/// Cuts a row at the heights given; cells that are merged into it from above or below reach over all its parts.
pub(super) fn cut(grid: &mut Grid, content: &PageContent, row: usize, at: &[f32]) {
    let tail = grid.ys.split_off(row + 1);
    grid.ys.extend_from_slice(at);
    grid.ys.extend(tail);
    let mut out = Vec::with_capacity(grid.cells.len() + at.len() * grid.xs.len());
    for mut cell in std::mem::take(&mut grid.cells) {
        if cell.row > row {
            cell.row += at.len();
        } else if cell.row + cell.rows > row && (cell.rows > 1 || cell.cols > 1) {
            cell.rows += at.len();
        } else if cell.row == row {
            let words = std::mem::take(&mut cell.words);
            let part_of = |i: &u32| {
                let base = content.words.get(*i as usize).map_or(0.0, |w| w.base);
                at.partition_point(|cut| *cut < base)
            };
            for n in 0..=at.len() {
                let own = words.iter().copied().filter(|i| part_of(i) == n).collect();
                let (top, bottom) = (grid.ys[row + n], grid.ys[row + n + 1]);
                let area = Rect::new(cell.area.x0, top, cell.area.x1, bottom);
                out.push(Found { row: row + n, words: own, area, ..cell.clone() });
            }
            continue;
        }
        out.push(cell);
    }
    grid.cells = out;
}

/// The lines of a cell, and how wide they may be.
pub(super) fn lines(cell: &Found, content: &PageContent) -> Cell {
    let mut own = Vec::new();
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    for line in words::lines(&content.words, &cell.words) {
        let mut words = line.words.iter().filter_map(|i| content.words.get(*i as usize));
        let Some(first) = words.next() else { continue };
        let x1 = words.map(|w| w.area.x1).fold(first.area.x1, f32::max);
        left = left.min(first.area.x0);
        right = right.max(x1);
        own.push(Line {
            base: line.base,
            size: first.size,
            width: x1 - first.area.x0,
            first: first.area.width(),
            is_item: text::is_bullet(&first.text),
        });
    }
    // The texts keep as far from one side as they do from the other.
    let white = (left - cell.area.x0).min(cell.area.x1 - right).max(0.0);
    Cell { room: cell.area.width() - 2.0 * white, lines: own }
}
