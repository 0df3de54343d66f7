//! Plane geometry of a page: transforms, and rectangles under them.

use tablemend_model::Rect;

/// An affine transform `[a b c d e f]` as ISO 32000-2, 8.3.3 writes it: `x' = ax + cy + e`,
/// `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Matrix(pub(crate) [f64; 6]);

impl Matrix {
    pub(crate) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(crate) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `after`.
    pub(crate) fn then(&self, after: &Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, after.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    pub(crate) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// A direction, which no shift moves.
    pub(crate) fn turn(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a * x + c * y, b * x + d * y)
    }

    /// The smallest upright rectangle around the image of a rectangle; `None` where a number is
    /// not finite.
    pub(crate) fn bounds(&self, x0: f64, y0: f64, x1: f64, y1: f64) -> Option<Rect> {
        let [_, b, c, ..] = self.0;
        if b == 0.0 && c == 0.0 {
            // Upright stays upright: two corners say all.
            return around([self.apply(x0, y0), self.apply(x1, y1)]);
        }
        around([self.apply(x0, y0), self.apply(x1, y0), self.apply(x1, y1), self.apply(x0, y1)])
    }

    /// The mean factor by which lengths grow.
    pub(crate) fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// The transform that undoes this one; `None` where it flattens the plane.
    pub(crate) fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let det = a * d - b * c;
        if !det.is_normal() {
            return None;
        }
        Some(Self([
            d / det,
            -b / det,
            -c / det,
            a / det,
            (c * f - d * e) / det,
            (b * e - a * f) / det,
        ]))
    }
}

/// The smallest upright rectangle around points; `None` without points or where a coordinate is
/// not a number of sane size.
pub(crate) fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Rect> {
    let mut points = points.into_iter();
    let (x, y) = points.next()?;
    let (mut x0, mut y0, mut x1, mut y1) = (x, y, x, y);
    let mut sane = is_sane(x) && is_sane(y);
    for (x, y) in points {
        sane &= is_sane(x) && is_sane(y);
        (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x), y1.max(y));
    }
    sane.then_some(Rect { x0: x0 as f32, y0: y0 as f32, x1: x1 as f32, y1: y1 as f32 })
}

fn is_sane(x: f64) -> bool {
    x.abs() < 1e9 // False for NaN too.
}

/// The common part of two rectangles, which may have no thickness; `None` where they are apart.
pub(crate) fn clipped(area: &Rect, clip: &Rect) -> Option<Rect> {
    let r = Rect {
        x0: area.x0.max(clip.x0),
        y0: area.y0.max(clip.y0),
        x1: area.x1.min(clip.x1),
        y1: area.y1.min(clip.y1),
    };
    (r.x0 <= r.x1 && r.y0 <= r.y1).then_some(r)
}

/// Whether `outer` holds `inner`, but for a margin in points.
pub(crate) fn covers(outer: &Rect, inner: &Rect, margin: f32) -> bool {
    outer.x0 <= inner.x0 + margin
        && outer.y0 <= inner.y0 + margin
        && outer.x1 >= inner.x1 - margin
        && outer.y1 >= inner.y1 - margin
}

pub(crate) fn centre(area: &Rect) -> (f32, f32) {
    ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0)
}
