//! What a small drawn thing looks like, part by part, so that one that has no name is known again.

use crate::geometry::{around, centre};
use tablemend_model::Rect;

/// Parts of the box in each direction.
const PARTS: u32 = 8;

/// Which parts of its box a small drawn thing paints: a square around its middle, as large as its longer side.
/// Nothing is painted where it was not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look(u64);

impl Look {
    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self.0 == 0
    }

    /// Whether it is full in its middle: a disc is, a ring is not.
    pub(crate) fn is_painted_in_the_middle(self) -> bool {
        let middle = [(3, 3), (3, 4), (4, 3), (4, 4)];
        middle.iter().all(|(row, col)| self.0 >> (row * PARTS + col) & 1 == 1)
    }

    /// Whether it paints a good part of its box.
    #[must_use]
    pub fn is_full(self) -> bool {
        self.0.count_ones() * 100 >= PARTS * PARTS * 45
    }

    /// How many parts two looks differ in.
    #[must_use]
    pub fn differs(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// What some outlines enclose.
    pub(crate) fn of_outlines(parts: &[&[(f64, f64)]], area: &Rect, even_odd: bool) -> Self {
        Self::sampled(area, |x, y| {
            let (mut crossings, mut winding) = (0u32, 0i32);
            for points in parts {
                let ring = points.iter().zip(points.iter().cycle().skip(1));
                for (a, b) in ring.filter(|(a, b)| (a.1 > y) != (b.1 > y)) {
                    if x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
                        crossings += 1;
                        winding += if b.1 > a.1 { 1 } else { -1 };
                    }
                }
            }
            if even_odd { crossings % 2 == 1 } else { winding != 0 }
        })
    }

    /// What some strokes cover.
    pub(crate) fn of_strokes(parts: &[&[(f64, f64)]], width: f64, area: &Rect) -> Self {
        // A thin stroke goes between the places that are looked at.
        let part = f64::from(area.width().max(area.height())) / f64::from(PARTS);
        let reach = (width / 2.0).max(0.6 * part);
        let off = |(x, y): (f64, f64), a: (f64, f64), b: (f64, f64)| {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let along = ((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy).max(1e-9);
            let t = along.clamp(0.0, 1.0);
            (x - a.0 - t * dx).hypot(y - a.1 - t * dy)
        };
        Self::sampled(area, |x, y| {
            parts.iter().any(|p| p.windows(2).any(|w| off((x, y), w[0], w[1]) <= reach))
        })
    }

    /// A box, filled.
    pub(crate) fn of_box(area: &Rect) -> Self {
        Self::sampled(area, |x, y| area.contains(x as f32, y as f32))
    }

    /// What both show in the box around both where the other lies on this one; white takes away what is below it.
    pub(crate) fn under(self, area: &Rect, other: Self, on: &Rect, is_white: bool) -> Self {
        let whole = area.union(on);
        Self::sampled(&whole, |x, y| {
            if other.is_painted(on, x, y) { !is_white } else { self.is_painted(area, x, y) }
        })
    }

    fn is_painted(self, area: &Rect, x: f64, y: f64) -> bool {
        let (left, top, part) = frame(area);
        let at = |v: f64, from: f64| {
            let n = ((v - from) / part).floor();
            (0.0..f64::from(PARTS)).contains(&n).then_some(n as u32)
        };
        match (at(x, left), at(y, top)) {
            (Some(col), Some(row)) => self.0 >> (row * PARTS + col) & 1 == 1,
            _ => false,
        }
    }

    fn sampled(area: &Rect, is_in: impl Fn(f64, f64) -> bool) -> Self {
        let (left, top, part) = frame(area);
        let mut bits = 0;
        for row in 0..PARTS {
            for col in 0..PARTS {
                // A little off the middle: edges of signs often are on it.
                let x = left + (f64::from(col) + 0.53) * part;
                let y = top + (f64::from(row) + 0.46) * part;
                bits |= u64::from(is_in(x, y)) << (row * PARTS + col);
            }
        }
        Self(bits)
    }
}

/// The left and upper edge of the square that is looked at, and the side of a part of it.
fn frame(area: &Rect) -> (f64, f64, f64) {
    let side = f64::from(area.width().max(area.height())).max(0.1);
    let (x, y) = centre(area);
    (f64::from(x) - side / 2.0, f64::from(y) - side / 2.0, side / f64::from(PARTS))
}

/// The box around some outlines or strokes.
pub(crate) fn bounds(parts: &[&[(f64, f64)]]) -> Option<Rect> {
    around(parts.iter().flat_map(|p| p.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_known_again_in_another_place_and_size() {
        let star = |x: f64, y: f64, r: f64| -> Vec<(f64, f64)> {
            let at = |n: usize| {
                let (a, r) = (n as f64 * 0.628, if n.is_multiple_of(2) { r } else { 0.4 * r });
                (x + r * a.sin(), y - r * a.cos())
            };
            (0..10).map(at).collect()
        };
        let look = |points: &[(f64, f64)]| {
            Look::of_outlines(&[points], &around(points.iter().copied()).unwrap(), false)
        };
        let (one, other) = (look(&star(50.0, 60.0, 5.0)), look(&star(311.13, 402.77, 7.0)));
        assert!(one.differs(other) <= 4, "{}", one.differs(other));
        let triangle = [(5.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        assert!(one.differs(look(&triangle)) > 12);
        let tick = [(0.0, 5.0), (3.0, 8.0), (10.0, 0.0)];
        let area = around(tick).unwrap();
        let tick = Look::of_strokes(&[&tick], 1.5, &area);
        // White on a ground is a hole in it.
        let ground = Rect::new(-2.0, -2.0, 12.0, 12.0);
        let (on, off) = (Look::of_box(&ground), Look::of_box(&ground));
        assert!(on.under(&ground, tick, &area, true).differs(off) > 6);
        assert_eq!(on.under(&ground, tick, &area, false), off);
    }
}
