//! Parts of a sheet that are elsewhere on the page, or on a page of their own.

use tablemend_model::Rect;

/// A page of several that were set side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Panel {
    pub(crate) number: u32,
    /// Where it begins.
    pub(crate) from: f32,
    /// How far it was moved to the right.
    pub(crate) shift: f32,
}

/// A column of a page that was set below the one on its left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fold {
    /// From where to where it reaches down now.
    pub(crate) band: std::ops::Range<f32>,
    /// How far it was moved to the left, and down.
    pub(crate) by: (f32, f32),
    /// How far down what is below was moved.
    pub(crate) below: f32,
}

impl Fold {
    /// An area of the column, moved.
    pub(crate) fn turned(&self, a: &Rect) -> Rect {
        let (x, y) = self.by;
        Rect { x0: a.x0 - x, x1: a.x1 - x, y0: a.y0 + y, y1: a.y1 + y }
    }

    /// The smallest area that holds what an area held before.
    pub(super) fn back(&self, a: &Rect) -> Rect {
        let (x, y) = self.by;
        let (from, to) = (self.band.start, self.band.end);
        let part = |y0: f32, y1: f32, dx: f32, dy: f32| {
            (y0 < y1 || a.y0 == a.y1 && y0 == y1).then_some(Rect {
                x0: a.x0 + dx,
                x1: a.x1 + dx,
                y0: y0 + dy,
                y1: y1 + dy,
            })
        };
        let parts = [
            part(a.y0, a.y1.min(from), 0.0, 0.0),
            part(a.y0.max(from), a.y1.min(to), x, -y),
            part(a.y0.max(to), a.y1, 0.0, -self.below),
        ];
        let join = |a: Rect, b: Rect| Rect {
            x0: a.x0.min(b.x0),
            y0: a.y0.min(b.y0),
            x1: a.x1.max(b.x1),
            y1: a.y1.max(b.y1),
        };
        parts.into_iter().flatten().reduce(join).unwrap_or(*a)
    }
}
