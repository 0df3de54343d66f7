//! A table found on a page, before its cells' text is put together.

use super::bidi;
use super::bullets::{self, DRAWN};
use super::fill_index::FillIndex;
use super::keys;
use super::text::{self, Known};
use super::words::{self, PageContent};
use tablemend_model::{Cell, Method, Place, Rect, Row, Table};
use tablemend_pdf::Shape;

/// A cell that was found: its slots, area and words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) row: usize,
    pub(crate) col: usize,
    pub(crate) rows: usize,
    pub(crate) cols: usize,
    pub(crate) area: Rect,
    pub(crate) words: Vec<u32>,
    pub(crate) is_header: bool,
    /// Whether its tag begins on the page before: this is the rest of that cell.
    pub(crate) is_rest: bool,
}

/// A table that was found on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    pub(crate) method: Method,
    /// Edges of the columns.
    pub(crate) xs: Vec<f32>,
    /// Edges of the rows.
    pub(crate) ys: Vec<f32>,
    pub(crate) cells: Vec<Found>,
    pub(crate) header_rows: usize,
}

impl Grid {
    pub(crate) fn area(&self) -> Rect {
        let first = |v: &[f32]| v.first().copied().unwrap_or(0.0);
        let last = |v: &[f32]| v.last().copied().unwrap_or(0.0);
        Rect { x0: first(&self.xs), y0: first(&self.ys), x1: last(&self.xs), y1: last(&self.ys) }
    }

    /// Gives each cell the area between its edges.
    pub(crate) fn set_areas(&mut self) {
        for cell in &mut self.cells {
            cell.area = Rect {
                x0: self.xs[cell.col],
                y0: self.ys[cell.row],
                x1: self.xs[cell.col + cell.cols],
                y1: self.ys[cell.row + cell.rows],
            };
        }
    }

    /// Gives each slot that no cell covers a blank one.
    pub(crate) fn fill_slots(&mut self) {
        let (rows, columns) = (self.ys.len() - 1, self.xs.len() - 1);
        let mut taken = vec![false; rows * columns];
        for cell in &self.cells {
            for r in cell.row..cell.row + cell.rows {
                taken[r * columns + cell.col..r * columns + cell.col + cell.cols].fill(true);
            }
        }
        let blank = |slot: usize| Found {
            row: slot / columns,
            col: slot % columns,
            rows: 1,
            cols: 1,
            ..Found::default()
        };
        self.cells.extend(taken.iter().enumerate().filter(|(_, t)| !**t).map(|(n, _)| blank(n)));
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = u32> {
        self.cells.iter().flat_map(|c| c.words.iter().copied())
    }
}

/// Makes the table: text, fills and pictures of each cell, places on the page as shown.
pub(crate) fn table(
    grid: &Grid,
    content: &PageContent,
    known: &Known,
    fill_index: &FillIndex<'_>,
) -> Option<Table> {
    let place = |area: &Rect| content.place(area);
    let area = grid.area();
    let rows = grid
        .ys
        .windows(2)
        .map(|w| Row { place: place(&Rect { y0: w[0], y1: w[1], ..area }) })
        .collect();
    let mut cells: Vec<Cell> = Vec::with_capacity(grid.cells.len());
    let edges = edges(grid, content);
    for found in &grid.cells {
        let last = (found.col + found.cols).saturating_sub(1);
        let edge = edges.get(last).copied().unwrap_or(f32::INFINITY);
        cells.push(cell(found, content, known, fill_index, edge, &place));
    }
    let columns = grid.xs.len().saturating_sub(1) as u32;
    let mut table = Table::new(grid.method, columns, rows, cells).ok()?;
    table.set_header_rows(grid.header_rows as u32);
    if bidi::is_mostly_rtl(grid.words().map(|i| content.words[i as usize].text.as_str())) {
        table.mirror();
    }
    Some(table)
}

/// How far the texts of each column reach where nothing is drawn: no word of them is broken before that.
fn edges(grid: &Grid, content: &PageContent) -> Vec<f32> {
    let mut edges = vec![f32::INFINITY; grid.xs.len().saturating_sub(1)];
    if grid.method != Method::Aligned {
        return edges;
    }
    for cell in grid.cells.iter().filter(|c| c.cols == 1) {
        let words = cell.words.iter().filter_map(|i| content.words.get(*i as usize));
        let reach = words.map(|w| w.area.x1).reduce(f32::max);
        if let (Some(edge), Some(reach)) = (edges.get_mut(cell.col), reach) {
            *edge = if edge.is_finite() { edge.max(reach) } else { reach };
        }
    }
    edges
}

fn cell(
    found: &Found,
    content: &PageContent,
    known: &Known,
    fill_index: &FillIndex<'_>,
    edge: f32,
    place: &impl Fn(&Rect) -> Place,
) -> Cell {
    let words = &content.words;
    let printed: Vec<u32> =
        found.words.iter().copied().filter(|i| words[*i as usize].font != DRAWN).collect();
    let is_icon = |i: &u32| {
        let w = &words[*i as usize];
        let is_coloured = !text::is_colourless(w.colour);
        text::is_swatch(&w.text) && (is_coloured || (printed.len() == 1 && text::is_grey(w.colour)))
    };
    let lines = words::lines(words, &printed);
    let right = text::text_right(&found.area, words, &lines);
    let composed = text::compose_in(words, &lines, (right, right.min(edge)), known);
    let composed = text::with_tick(composed, words, &lines);
    let mut cell = Cell::new(found.row as u32, found.col as u32, composed, place(&found.area))
        .spanning(found.rows as u32, found.cols as u32);
    cell.fill = fill_index.cover(&found.area);
    let swatch = if printed.is_empty() { swatch(&found.area, content) } else { None };
    if swatch.is_some() {
        cell.fill = None;
    }
    cell.is_header = found.is_header;
    cell.is_rest = found.is_rest;
    let swatches = found.words.iter().filter(|i| is_icon(i));
    cell.icons.extend(swatches.map(|i| words[*i as usize].colour));
    // A band behind the row is no status; a sign on it may be.
    if cell.fill.is_none_or(text::is_colourless) {
        // What is set within a sign is part of it.
        let is_bare = match printed.as_slice() {
            [] => true,
            [word] => bullets::is_in_a_sign(&words[*word as usize], &content.fills),
            _ => false,
        };
        let mark = mark(&found.area, content, is_bare);
        cell.shape = mark.shape.sign().or(swatch);
        if cell.icons.is_empty() {
            cell.icons.extend(mark.colour);
        }
        if cell.shape.is_none() {
            cell.shape = keys::sign(content, &found.words);
        }
    }
    for image in &content.images {
        let a = &image.area;
        let inside = found.area.contains((a.x0 + a.x1) / 2.0, (a.y0 + a.y1) / 2.0);
        if inside && a.width() >= 4.0 && a.height() >= 4.0 && a.width() <= found.area.width() + 4.0
        {
            cell.icons.extend(image.colour);
        }
    }
    cell
}

/// The sign that a small square is which is all of a cell: the cell was found by it.
fn swatch(area: &Rect, content: &PageContent) -> Option<char> {
    /// A sign is no larger, in points.
    const LARGEST: f32 = 16.0;
    let near = |a: f32, b: f32| (a - b).abs() < 1.5;
    let is_it = |f: &&tablemend_pdf::Fill| {
        let a = &f.area;
        f.shape == Shape::Square
            && near(a.x0, area.x0)
            && near(a.x1, area.x1)
            && a.height() > 0.5 * area.height()
    };
    let is_small = area.width() <= LARGEST && area.height() <= LARGEST;
    content.fills.iter().filter(|_| is_small).find(is_it).and_then(|f| f.shape.sign())
}

/// What is drawn in a cell as a sign.
#[derive(Default)]
struct Mark {
    colour: Option<tablemend_model::Rgb>,
    shape: Shape,
}

/// The one shape that is drawn in a cell as a sign: a disc, a tick, a pill. A fill of half the cell or
/// more is its background, and one behind a word of many a highlight. A grey shape, and a black one that
/// is known as a sign, are signs where they are all that the cell has.
fn mark(area: &Rect, content: &PageContent, is_alone: bool) -> Mark {
    let is_within = |a: &Rect| a.width() < 0.8 * area.width() && a.height() < 0.95 * area.height();
    let is_grey_sign = |f: &tablemend_pdf::Fill| {
        let is_bar = f.shape == Shape::Dash;
        let is_large = f.area.width() > 4.0 && (f.area.height() > 4.0 || is_bar);
        is_alone && text::is_grey(f.colour) && is_large && is_within(&f.area)
    };
    let mut found = Mark::default();
    let mut last = *area;
    for fill in &content.fills {
        let a = &fill.area;
        let inside = area.contains((a.x0 + a.x1) / 2.0, (a.y0 + a.y1) / 2.0);
        let has_colour = !text::is_colourless(fill.colour) || is_grey_sign(fill);
        // White shows on another shape only.
        let is_white = text::is_colourless(fill.colour) && fill.colour.0 >= 0xd8;
        let shows = !is_white || found.colour.is_some();
        let is_shape = is_alone && fill.shape != Shape::Other && is_within(a) && shows;
        // A bar of a dash is thin.
        let is_small = a.width() < 3.0 || a.height() < if is_shape { 1.0 } else { 3.0 };
        if !inside || is_small || !has_colour && !is_shape {
            continue;
        }
        if a.width() > area.width() + 4.0 || a.height() > area.height() + 4.0 {
            continue;
        }
        found.shape = found.shape.with(&last, fill.shape, a);
        last = *a;
        if has_colour {
            found.colour = Some(fill.colour);
        }
    }
    found
}
