//! Rectangles by the part of the page that they are over, to find those around a place at once.

use super::Painted;
use crate::geometry::{centre, covers};
use tablemend_model::Rect;

/// Width of a part, in points.
const PART: f32 = 24.0;
/// Parts across and down at most.
const PARTS: f32 = 200.0;
/// Rectangles that a part remembers.
const REMEMBERED: usize = 256;
/// Parts that all rectangles together are noted in; a page that needs more is made to do harm.
const NOTED: u64 = 20_000_000;

/// The rectangles of a list by parts of a page.
pub(super) struct Grid<'c> {
    all: &'c [Painted<Rect>],
    cells: Vec<Vec<u32>>,
    across: usize,
    down: usize,
    bounds: Rect,
    left: u64,
}

impl<'c> Grid<'c> {
    fn empty(all: &'c [Painted<Rect>], bounds: &Rect) -> Self {
        if all.is_empty() {
            return Self { all, cells: Vec::new(), across: 1, down: 1, bounds: *bounds, left: 0 };
        }
        let parts = |length: f32| (length / PART).ceil().clamp(1.0, PARTS) as usize;
        let (across, down) = (parts(bounds.width()), parts(bounds.height()));
        let cells = vec![Vec::new(); across * down];
        Self { all, cells, across, down, bounds: *bounds, left: NOTED }
    }

    /// In the order of painting, so that of very many the first are remembered.
    pub(super) fn new(all: &'c [Painted<Rect>], bounds: &Rect) -> Self {
        let mut grid = Self::empty(all, bounds);
        for i in 0..all.len() {
            grid.note(i);
        }
        grid
    }

    /// The last painted first; those hidden by later ones are not noted.
    pub(super) fn of_covers(all: &'c [Painted<Rect>], bounds: &Rect) -> Self {
        let mut grid = Self::empty(all, bounds);
        for (i, cover) in all.iter().enumerate().rev() {
            if !grid.hides(cover.turn, &cover.mark, 0.0) {
                grid.note(i);
            }
        }
        grid
    }

    fn note(&mut self, index: usize) {
        let Some(painted) = self.all.get(index) else { return };
        let (x0, y0) = self.cell(painted.mark.x0, painted.mark.y0);
        let (x1, y1) = self.cell(painted.mark.x1, painted.mark.y1);
        let parts = ((x1 - x0 + 1) * (y1 - y0 + 1)) as u64;
        if self.left < parts {
            return;
        }
        self.left -= parts;
        for y in y0..=y1 {
            for x in x0..=x1 {
                if let Some(cell) = self.cells.get_mut(y * self.across + x)
                    && cell.len() < REMEMBERED
                {
                    cell.push(index as u32);
                }
            }
        }
    }

    fn cell(&self, x: f32, y: f32) -> (usize, usize) {
        let at = |v: f32, low: f32, length: f32, parts: usize| {
            let part = (length / parts as f32).max(PART);
            (((v - low) / part) as usize).min(parts - 1)
        };
        let bounds = &self.bounds;
        (
            at(x, bounds.x0, bounds.width(), self.across),
            at(y, bounds.y0, bounds.height(), self.down),
        )
    }

    /// Those noted where a small area has its corners and its middle.
    pub(super) fn near(&self, area: &Rect) -> impl Iterator<Item = &'c Painted<Rect>> {
        let (x0, y0) = self.cell(area.x0, area.y0);
        let (x1, y1) = self.cell(area.x1, area.y1);
        let cells = (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| (x, y)));
        cells
            .filter_map(|(x, y)| self.cells.get(y * self.across + x))
            .flatten()
            .filter_map(|i| self.all.get(*i as usize))
    }

    /// Whether a later rectangle hides an area, but for a margin.
    pub(super) fn hides(&self, turn: u32, area: &Rect, margin: f32) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let (x, y) = centre(area);
        let (x, y) = self.cell(x, y);
        let cell = self.cells.get(y * self.across + x);
        cell.into_iter().flatten().any(|i| {
            self.all
                .get(*i as usize)
                .is_some_and(|c| c.turn > turn && covers(&c.mark, area, margin))
        })
    }

    /// Whether so many rectangles were painted that not all are noted.
    pub(super) fn is_crowded(&self) -> bool {
        !self.all.is_empty() && self.left == 0
    }
}
