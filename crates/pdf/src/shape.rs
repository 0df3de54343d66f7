//! What a small drawn area looks like, where it may be a sign: a tick, a disc, a triangle.

use crate::geometry::around;
use tablemend_model::Rect;

/// What a drawn area looks like; only areas no larger than a letter have another shape than `Other`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// None of the others, or larger than a sign.
    #[default]
    Other,
    /// A square.
    Square,
    /// A disc.
    Disc,
    /// The outline of a circle.
    Ring,
    /// A triangle that points up.
    TriangleUp,
    /// A triangle that points down.
    TriangleDown,
    /// A square on one of its corners.
    Diamond,
    /// A tick.
    Tick,
    /// A cross of two slants.
    Cross,
    /// A slant that rises to the right: half of a cross, or the long stroke of a tick.
    Rising,
    /// A slant that falls to the right: half of a cross, or the short stroke of a tick.
    Falling,
    /// A short bar.
    Dash,
    /// The outline of a square.
    Box,
    /// Another small thing: which of those of its document it is, from 1 on; 0 where that is not known yet.
    Unnamed(u8),
}

/// A sign is no larger and no smaller than this, in points.
const SIZE: std::ops::RangeInclusive<f32> = 3.0..=24.0;
/// Characters that are written for small things that look like no other character, one for each.
const SPARE: [char; 12] = ['◈', '◉', '◐', '◑', '◒', '◓', '◔', '◕', '◧', '◨', '◩', '◪'];
/// Most points of the outline of a sign without curves.
const MOST: usize = 24;

impl Shape {
    /// The character that looks like it; `None` for no sign.
    #[must_use]
    pub fn sign(self) -> Option<char> {
        Some(match self {
            Self::Other | Self::Rising | Self::Falling | Self::Unnamed(0) => return None,
            Self::Square => '■',
            Self::Disc => '●',
            Self::Ring => '○',
            Self::TriangleUp => '▲',
            Self::TriangleDown => '▼',
            Self::Diamond => '◆',
            Self::Tick => '✔',
            Self::Cross => '✘',
            Self::Dash => '▬',
            Self::Box => '□',
            Self::Unnamed(n) => return SPARE.get(usize::from(n) - 1).copied(),
        })
    }

    /// Two strokes of one sign that are drawn one after the other: a tick or a cross.
    #[must_use]
    pub fn with(self, area: &Rect, other: Self, beside: &Rect) -> Self {
        let (falling, rising) = match (self, other) {
            (Self::Falling, Self::Rising) => (area, beside),
            (Self::Rising, Self::Falling) => (beside, area),
            // A mark within a disc or a square says more than its ground.
            (_, Self::Tick | Self::Cross) => return other,
            (Self::Other | Self::Unnamed(_), _) => return other,
            _ => return self,
        };
        let shared = falling.x1.min(rising.x1) - falling.x0.max(rising.x0);
        let least = falling.width().min(rising.width());
        if shared > 0.6 * least { Self::Cross } else { Self::Tick }
    }

    /// The shape of a filled outline.
    pub(crate) fn of_outline(points: &[(f64, f64)], is_curved: bool) -> Self {
        let Some(area) = around(points.iter().copied()).filter(fits) else { return Self::Other };
        let (w, h) = (f64::from(area.width()), f64::from(area.height()));
        let share = doubled_area(points).abs() / 2.0 / (w * h).max(1e-9);
        let is_even = (w - h).abs() < 0.2 * w.max(h);
        let ring = corners(points);
        if is_curved {
            let is_disc = is_even && (0.72..0.83).contains(&share);
            return match is_disc {
                true => Self::Disc,
                false => Self::stroked(&ring, &area, share),
            };
        }
        match ring.as_slice() {
            [_, _, _] if (0.44..0.56).contains(&share) => triangle(&ring, &area),
            [_, _, _, _] if share > 0.9 && is_even => Self::Square,
            [_, _, _, _] if share > 0.9 && w > 2.0 * h => Self::Dash,
            [_, _, _, _] if (0.44..0.56).contains(&share) && is_diamond(&ring, &area) => {
                Self::Diamond
            }
            _ if is_even && ring.len() >= 8 && (0.7..0.83).contains(&share) => Self::Disc,
            _ => Self::stroked(&ring, &area, share),
        }
    }

    /// A tick or a cross whose strokes are filled outlines.
    fn stroked(ring: &[(f64, f64)], area: &Rect, share: f64) -> Self {
        if ring.len() < 6 || !(0.12..0.6).contains(&share) {
            return Self::Other;
        }
        let (x0, y0) = (f64::from(area.x0), f64::from(area.y0));
        let (w, h) = (f64::from(area.width()), f64::from(area.height()));
        let at = |p: &(f64, f64)| ((p.0 - x0) / w.max(1e-9), (p.1 - y0) / h.max(1e-9));
        let near = |x: f64, y: f64| {
            ring.iter().map(at).any(|(a, b)| (a - x).abs() < 0.3 && (b - y).abs() < 0.3)
        };
        let is_cross = near(0.0, 0.0) && near(1.0, 0.0) && near(0.0, 1.0) && near(1.0, 1.0);
        if is_cross {
            let inner = |(x, y): (f64, f64)| (x - 0.5).abs() < 0.3 && (y - 0.5).abs() < 0.3;
            let is_waisted = ring.iter().map(at).filter(|p| inner(*p)).count() >= 4;
            return if is_waisted { Self::Cross } else { Self::Other };
        }
        let lowest = ring.iter().map(at).max_by(|a, b| a.1.total_cmp(&b.1));
        let highest = ring.iter().map(at).min_by(|a, b| a.1.total_cmp(&b.1));
        let is_tick = lowest.is_some_and(|p| (0.15..0.65).contains(&p.0))
            && highest.is_some_and(|p| p.0 > 0.7)
            && !near(0.0, 0.0)
            && !near(1.0, 1.0);
        if is_tick { Self::Tick } else { Self::Other }
    }

    /// The shape of a few straight strokes.
    pub(crate) fn of_strokes(points: &[(f64, f64)], is_closed: bool) -> Self {
        let Some(area) = around(points.iter().copied()) else { return Self::Other };
        // Half of a tick may be as short.
        if points.len() != 2 && !fits(&area) {
            return Self::Other;
        }
        if is_closed || points.first() == points.last() {
            return match corners(points).as_slice() {
                ring @ [_, _, _] => triangle(ring, &area),
                ring @ [_, _, _, _] if is_diamond(ring, &area) => Self::Diamond,
                _ => Self::Other,
            };
        }
        match points {
            [a, b] => {
                // The page's `y` grows downwards.
                if (a.0 < b.0) == (a.1 < b.1) { Self::Falling } else { Self::Rising }
            }
            [a, b, c] => {
                let (first, last) = if a.0 < c.0 { (a, c) } else { (c, a) };
                let is_tick =
                    b.1 > first.1 && b.1 > last.1 && b.0 < last.0 && last.1 < first.1 + 0.1;
                if is_tick { Self::Tick } else { Self::Other }
            }
            _ => Self::Other,
        }
    }
}

pub(crate) fn fits(area: &Rect) -> bool {
    SIZE.contains(&area.width().max(area.height())) && area.width().min(area.height()) >= 1.0
}

/// The corners of an outline: points that are not a repetition and on no straight line between their
/// neighbours. None of an outline of too many points.
fn corners(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut ring: Vec<(f64, f64)> = Vec::with_capacity(points.len().min(MOST));
    let is_near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1) < 0.05;
    for point in points {
        if ring.last().is_none_or(|last| !is_near(*last, *point)) {
            ring.push(*point);
        }
    }
    if ring.len() > 1 && is_near(ring[0], ring[ring.len() - 1]) {
        ring.pop();
    }
    if ring.len() > MOST * 2 {
        return Vec::new();
    }
    let bends = |n: usize| {
        let (a, b, c) =
            (ring[(n + ring.len() - 1) % ring.len()], ring[n], ring[(n + 1) % ring.len()]);
        let cross = (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0);
        let long = (b.0 - a.0).hypot(b.1 - a.1) * (c.0 - b.0).hypot(c.1 - b.1);
        cross.abs() > 0.02 * long
    };
    (0..ring.len()).filter(|n| bends(*n)).map(|n| ring[n]).collect()
}

/// A triangle with a level side, and its tip above or below the middle of that.
fn triangle(ring: &[(f64, f64)], area: &Rect) -> Shape {
    let slack = 0.12 * f64::from(area.height());
    let middle = f64::from(area.x0 + area.x1) / 2.0;
    let is_tip = |p: &&(f64, f64)| (p.0 - middle).abs() < 0.25 * f64::from(area.width());
    let top = || ring.iter().filter(|p| p.1 < f64::from(area.y0) + slack);
    let bottom = || ring.iter().filter(|p| p.1 > f64::from(area.y1) - slack);
    match (top().count(), bottom().count()) {
        (1, 2) if top().all(|p| is_tip(&p)) => Shape::TriangleUp,
        (2, 1) if bottom().all(|p| is_tip(&p)) => Shape::TriangleDown,
        _ => Shape::Other,
    }
}

/// Whether four corners are in the middle of the sides of their box.
fn is_diamond(ring: &[(f64, f64)], area: &Rect) -> bool {
    let (x, y) = (f64::from(area.x0 + area.x1) / 2.0, f64::from(area.y0 + area.y1) / 2.0);
    let (w, h) = (f64::from(area.width()), f64::from(area.height()));
    ring.iter().all(|p| ((p.0 - x).abs() < 0.12 * w) != ((p.1 - y).abs() < 0.12 * h))
}

/// Twice the area of a ring by the shoelace formula, signed by its direction.
pub(crate) fn doubled_area(points: &[(f64, f64)]) -> f64 {
    let ring = points.iter().zip(points.iter().cycle().skip(1));
    ring.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of an outline or stroke.
    type Points<'a> = &'a [(f64, f64)];

    #[test]
    fn outlines_are_told_by_their_corners_and_how_much_of_their_box_they_fill() {
        let circle: Vec<(f64, f64)> = (0..16)
            .map(|n| f64::from(n) * std::f64::consts::TAU / 16.0)
            .map(|a| (10.0 + 4.0 * a.cos(), 10.0 + 4.0 * a.sin()))
            .collect();
        assert_eq!(Shape::of_outline(&circle, true), Shape::Disc);
        let tick = [(0.0, 5.0), (1.5, 3.5), (4.0, 6.0), (9.0, 0.0), (10.0, 1.5), (4.0, 9.0)];
        let cross = [
            (0.0, 1.5),
            (1.5, 0.0),
            (5.0, 3.5),
            (8.5, 0.0),
            (10.0, 1.5),
            (6.5, 5.0),
            (10.0, 8.5),
            (8.5, 10.0),
            (5.0, 6.5),
            (1.5, 10.0),
            (0.0, 8.5),
            (3.5, 5.0),
        ];
        let cases: [(Points<'_>, Shape); 9] = [
            (&[(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)], Shape::Square),
            (&[(0.0, 0.0), (8.0, 0.0), (8.0, 2.0), (0.0, 2.0)], Shape::Dash),
            (&[(0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)], Shape::Other),
            (&[(4.0, 0.0), (8.0, 8.0), (0.0, 8.0), (4.0, 0.0)], Shape::TriangleUp),
            (&[(0.0, 0.0), (8.0, 0.0), (4.0, 8.0)], Shape::TriangleDown),
            (&[(4.0, 0.0), (8.0, 4.0), (4.0, 8.0), (0.0, 4.0)], Shape::Diamond),
            (&tick, Shape::Tick),
            (&cross, Shape::Cross),
            (&[(0.0, 0.0), (8.0, 0.0), (8.0, 8.0)], Shape::Other),
        ];
        for (points, want) in cases {
            assert_eq!(Shape::of_outline(points, false), want, "{points:?}");
        }
    }

    #[test]
    fn strokes_are_ticks_and_crosses() {
        let cases: [(Points<'_>, bool, Shape); 5] = [
            (&[(0.0, 5.0), (3.0, 8.0), (9.0, 0.0)], false, Shape::Tick),
            (&[(9.0, 0.0), (3.0, 8.0), (0.0, 5.0)], false, Shape::Tick),
            (&[(0.0, 0.0), (8.0, 8.0)], false, Shape::Falling),
            (&[(0.0, 8.0), (8.0, 0.0)], false, Shape::Rising),
            (&[(4.0, 0.0), (8.0, 8.0), (0.0, 8.0)], true, Shape::TriangleUp),
        ];
        for (points, is_closed, want) in cases {
            assert_eq!(Shape::of_strokes(points, is_closed), want, "{points:?}");
        }
        let (whole, left, right) = (
            Rect::new(0.0, 0.0, 8.0, 8.0),
            Rect::new(0.0, 5.0, 3.0, 8.0),
            Rect::new(3.0, 0.0, 9.0, 8.0),
        );
        assert_eq!(Shape::Falling.with(&whole, Shape::Rising, &whole), Shape::Cross);
        assert_eq!(Shape::Rising.with(&right, Shape::Falling, &left), Shape::Tick);
        assert_eq!(Shape::Disc.with(&whole, Shape::Tick, &whole), Shape::Tick);
    }
}
