//! Paths: what they fill, which lines they draw, what they clip.

use crate::canvas::{Canvas, Coat, THIN};
use crate::content::rectilinear;
use crate::geometry::{Matrix, around, clipped};
use crate::shape::{Shape, doubled_area};
use smallvec::SmallVec;
use tablemend_model::Rect;

/// Points of a path beyond which it is a drawing that no table is made of.
const MOST_POINTS: usize = 200_000;

/// Boxes that a clip is cut into.
const MOST_BOXES: usize = 64;

/// Strokes of other than upright lines that are at least so wide, in points, may be a ground.
const BROAD: f64 = 4.0;

/// Slants no longer than this, in points, are cut corners.
const CUT: f64 = 1.5;

/// The path under construction, in coordinates of the page as shown.
#[derive(Debug, Default)]
pub(crate) struct Path {
    points: Vec<(f64, f64)>,
    parts: Vec<Part>,
    /// The current point in user space.
    at: (f64, f64),
    start: (f64, f64),
}

#[derive(Clone, Copy, Debug)]
struct Part {
    first: usize,
    is_closed: bool,
    is_curved: bool,
}

impl Path {
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.parts.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    fn push(&mut self, point: (f64, f64)) {
        if self.points.len() < MOST_POINTS {
            self.points.push(point);
        }
    }

    pub(crate) fn move_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        // A move right after a move replaces it.
        if self.parts.last().is_some_and(|p| p.first + 1 == self.points.len() && !p.is_closed) {
            self.points.pop();
            self.parts.pop();
        }
        self.parts.push(Part { first: self.points.len(), is_closed: false, is_curved: false });
        (self.at, self.start) = ((x, y), (x, y));
        self.push(ctm.apply(x, y));
    }

    pub(crate) fn line_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.resume(ctm);
        self.at = (x, y);
        self.push(ctm.apply(x, y));
    }

    /// A Bézier curve, kept as a few of its points.
    pub(crate) fn curve_to(&mut self, ctm: &Matrix, points: [(f64, f64); 3]) {
        self.resume(ctm);
        let (p0, [p1, p2, p3]) = (self.at, points);
        for i in 1..=4_u8 {
            let t = f64::from(i) / 4.0;
            let u = 1.0 - t;
            let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
            let x = a * p0.0 + b * p1.0 + c * p2.0 + d * p3.0;
            let y = a * p0.1 + b * p1.1 + c * p2.1 + d * p3.1;
            self.push(ctm.apply(x, y));
        }
        if let Some(part) = self.parts.last_mut() {
            part.is_curved = true;
        }
        self.at = p3;
    }

    pub(crate) fn at(&self) -> (f64, f64) {
        self.at
    }

    pub(crate) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_closed = true;
        }
        self.at = self.start;
    }

    pub(crate) fn rect(&mut self, ctm: &Matrix, x: f64, y: f64, w: f64, h: f64) {
        self.move_to(ctm, x, y);
        for (x, y) in [(x + w, y), (x + w, y + h), (x, y + h)] {
            self.push(ctm.apply(x, y));
        }
        self.close();
    }

    /// Drawing on after a part was closed begins a new one at its start.
    fn resume(&mut self, ctm: &Matrix) {
        if self.parts.last().is_none_or(|p| p.is_closed) {
            let (x, y) = self.at;
            self.move_to(ctm, x, y);
        }
    }

    fn parts(&self) -> impl Iterator<Item = (Part, &[(f64, f64)])> {
        self.parts.iter().enumerate().map(|(i, part)| {
            let end = self.parts.get(i + 1).map_or(self.points.len(), |next| next.first);
            (*part, self.points.get(part.first..end).unwrap_or_default())
        })
    }

    /// The box of the whole path, and whether the path is that box.
    pub(crate) fn bounds(&self) -> Option<(Rect, bool)> {
        let all = around(self.points.iter().copied())?;
        let mut parts = self.parts().filter(|(_, p)| p.len() > 1);
        let is_box = parts.next().is_some_and(|(part, points)| as_box(part, points).is_some());
        Some((all, is_box && parts.next().is_none()))
    }

    /// The boxes that an upright path encloses; `None` where it is of another shape, or where they
    /// are too many.
    pub(crate) fn boxes(&self, even_odd: bool) -> Option<Vec<Rect>> {
        let is_upright = self
            .parts()
            .filter(|(_, points)| points.len() > 1)
            .all(|(part, points)| matches!(outline(part, points), Outline::Box | Outline::Stairs));
        let outline: Vec<&[(f64, f64)]> =
            self.parts().map(|(_, points)| points).filter(|p| p.len() > 1).collect();
        let areas = is_upright.then(|| rectilinear::areas(&outline, even_odd)).flatten();
        areas.filter(|areas| areas.len() <= MOST_BOXES)
    }

    /// Paints what the path encloses, as far as it is in one of some boxes.
    pub(crate) fn fill(&self, even_odd: bool, clip: &[Rect], coat: Coat, canvas: &mut Canvas) {
        // Nearly all fills are one box.
        let outlines = || self.parts().filter(|(_, points)| points.len() > 1);
        let boxes: SmallVec<[(Rect, Outline); 2]> = outlines()
            .filter_map(|(part, points)| {
                Some((around(points.iter().copied())?, outline(part, points)))
            })
            .collect();
        let mut paint = |area: &Rect, is_whole, sign| {
            for area in clip.iter().filter_map(|clip| clipped(area, clip)) {
                canvas.area(area, coat, is_whole, sign);
            }
        };
        // Parts that lie in each other make frames and holes; upright corners are cut to boxes.
        let is_upright = boxes.iter().all(|(_, s)| matches!(s, Outline::Box | Outline::Stairs));
        let is_simple = boxes.iter().all(|(_, s)| matches!(s, Outline::Box)) && !overlap(&boxes);
        if is_upright && !is_simple {
            let outline: Vec<&[(f64, f64)]> =
                self.parts().map(|(_, points)| points).filter(|p| p.len() > 1).collect();
            if let Some(areas) = rectilinear::areas(&outline, even_odd) {
                for area in &areas {
                    paint(area, true, Shape::Other);
                }
                return;
            }
        }
        // What is left of a shape with holes may be no more than its outline.
        let is_hollow = boxes.len() > 1 && self.is_hollow(&boxes);
        let mut tints: SmallVec<[Rect; 2]> = SmallVec::new();
        for ((area, shape), (part, points)) in boxes.iter().zip(outlines()) {
            let sign = || Shape::of_outline(points, part.is_curved);
            if is_hollow && area.width().min(area.height()) > THIN {
                tints.push(*area);
                continue;
            }
            match shape {
                Outline::Box => paint(area, true, sign()),
                // A slanted or mitred bar is still a line.
                _ if area.width().min(area.height()) <= THIN => paint(area, false, Shape::Other),
                Outline::Stairs | Outline::Other { is_full: true } => paint(area, false, sign()),
                Outline::Other { is_full: false } => match sign() {
                    Shape::Other => tints.push(*area),
                    sign => paint(area, false, sign),
                },
            }
        }
        for tint in &tints {
            for area in clip.iter().filter_map(|clip| clipped(tint, clip)) {
                canvas.tint(area, coat);
            }
        }
    }

    /// Whether parts that lie in each other leave less than a third of their box.
    fn is_hollow(&self, boxes: &[(Rect, Outline)]) -> bool {
        let enclosed: f64 = self.parts().map(|(_, points)| doubled_area(points)).sum();
        let is_little = self.bounds().is_some_and(|(r, _)| {
            let whole = f64::from(r.width()) * f64::from(r.height());
            enclosed.abs() / 2.0 < whole / 3.0
        });
        is_little && overlap(boxes)
    }

    /// Draws the lines of the path that are upright.
    pub(crate) fn stroke(
        &self,
        width: f64,
        has_caps: bool,
        is_dashed: bool,
        clip: &Rect,
        coat: Coat,
        canvas: &mut Canvas,
    ) {
        let half = width / 2.0;
        for (part, points) in self.parts() {
            if width >= BROAD
                && !matches!(outline(part, points), Outline::Box)
                && let Some(area) = around(points.iter().copied()).and_then(|a| clipped(&a, clip))
            {
                canvas.tint(area, coat);
            }
            let is_black = coat.colour.0.max(coat.colour.1).max(coat.colour.2) < 0x40;
            let strokes =
                || as_sign(points).map(|a| (a, Shape::of_strokes(points, part.is_closed)));
            let ring = || as_ring(part, points).filter(|_| !is_black && !is_dashed);
            let sign = strokes().or_else(|| Some((ring()?, Shape::Ring)));
            if let Some((area, sign)) = sign.and_then(|(a, sign)| Some((clipped(&a, clip)?, sign)))
            {
                canvas.area(area, coat, false, sign);
                continue;
            }
            let back = part.is_closed.then(|| [points.last().copied(), points.first().copied()]);
            // Of a curve only what the box of a circle or a rounded corner would say is known.
            if part.is_curved && points.len() > 64 {
                continue;
            }
            let lines = points.windows(2).map(|w| (w[0], w[1])).chain(match back {
                Some([Some(a), Some(b)]) => Some((a, b)),
                _ => None,
            });
            let is_box = part.is_closed || points.len() > 2;
            for ((ax, ay), (bx, by)) in lines {
                let (dx, dy) = ((bx - ax).abs(), (by - ay).abs());
                let cap = if has_caps || is_box { half } else { 0.0 };
                let area = if dy <= 0.05 + dx * 0.01 && dx > 0.0 {
                    let y = (ay + by) / 2.0;
                    around([(ax.min(bx) - cap, y - half), (ax.max(bx) + cap, y + half)])
                } else if dx <= 0.05 + dy * 0.01 && dy > 0.0 {
                    let x = (ax + bx) / 2.0;
                    around([(x - half, ay.min(by) - cap), (x + half, ay.max(by) + cap)])
                } else if dx == 0.0 && dy == 0.0 && has_caps {
                    around([(ax - half, ay - half), (ax + half, ay + half)])
                } else {
                    None
                };
                // Corners of a curve are short pieces that happen to be upright.
                if part.is_curved && dx.max(dy) < 4.0 {
                    continue;
                }
                let Some(area) = area.and_then(|a| clipped(&a, clip)) else { continue };
                let thin = area.width().min(area.height());
                if thin <= THIN && area.width().max(area.height()) > thin {
                    canvas.rule(area, coat, is_dashed);
                } else {
                    canvas.area(area, coat, false, Shape::Other);
                }
            }
        }
    }
}

/// The box of a few slanted strokes no larger than a letter: a tick or a cross that is drawn.
fn as_sign(points: &[(f64, f64)]) -> Option<Rect> {
    const MOST: usize = 12;
    const SIZE: std::ops::RangeInclusive<f32> = 3.0..=20.0;
    if !(2..=MOST).contains(&points.len()) {
        return None;
    }
    let is_slanted =
        |w: &[(f64, f64)]| (w[0].0 - w[1].0).abs() > 1.0 && (w[0].1 - w[1].1).abs() > 1.0;
    let slanted = points.windows(2).filter(|w| is_slanted(w)).count();
    let area = around(points.iter().copied())?;
    let fits = SIZE.contains(&area.width()) && SIZE.contains(&area.height());
    (fits && slanted * 2 > points.len() - 1).then_some(area)
}

/// The box of a ring no larger than a letter, that is drawn as a sign.
fn as_ring(part: Part, points: &[(f64, f64)]) -> Option<Rect> {
    const SIZE: std::ops::RangeInclusive<f32> = 4.0..=16.0;
    // Browsers draw a circle as sixteen curves.
    const MOST: usize = 160;
    if points.len() > MOST {
        return None;
    }
    let area = around(points.iter().copied())?;
    let (width, height) = (area.width(), area.height());
    let is_round = (width - height).abs() < 0.15 * width.max(height);
    // A circle covers so much of its box; a rounded square covers more.
    let share = doubled_area(points).abs() / 2.0 / (f64::from(width) * f64::from(height)).max(1e-9);
    let is_circle = (0.72..0.83).contains(&share);
    (part.is_curved && is_round && is_circle && SIZE.contains(&width)).then_some(area)
}

#[derive(Clone, Copy, Debug)]
enum Outline {
    Box,
    /// All its sides are upright, but for cut corners.
    Stairs,
    /// Any other; `is_full` where it fills a good part of its box.
    Other {
        is_full: bool,
    },
}

fn outline(part: Part, points: &[(f64, f64)]) -> Outline {
    if as_box(part, points).is_some() {
        return Outline::Box;
    }
    // A corner may be cut.
    let upright = |a: (f64, f64), b: (f64, f64)| {
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        dx.min(dy) < 0.02 || dx.max(dy) <= CUT
    };
    let is_big = around(points.iter().copied())
        .is_some_and(|r| f64::from(r.width().min(r.height())) > 4.0 * CUT);
    let ring = points.iter().zip(points.iter().cycle().skip(1));
    if !part.is_curved
        && is_big
        && points.len() >= 4
        && ring.into_iter().all(|(a, b)| upright(*a, *b))
    {
        return Outline::Stairs;
    }
    let doubled = doubled_area(points);
    let is_full = around(points.iter().copied()).is_some_and(|r| {
        let whole = f64::from(r.width()) * f64::from(r.height());
        let share = doubled.abs() / 2.0 / whole.max(1e-9);
        // Triangles and stars are signs when small; a big one is part of a drawing.
        let is_small = r.width().max(r.height()) <= 30.0;
        share >= if is_small { 0.45 } else { 0.75 }
    });
    Outline::Other { is_full }
}

/// The box that a part is, where it is one.
fn as_box(part: Part, points: &[(f64, f64)]) -> Option<Rect> {
    let ring = match points {
        [a, rest @ .., z] if rest.len() >= 3 && near(*a, *z) => points.get(..points.len() - 1)?,
        _ => points,
    };
    let [a, b, c, d] = ring else { return None };
    let lies = |p: &(f64, f64), q: &(f64, f64)| (p.1 - q.1).abs() < 0.02;
    let stands = |p: &(f64, f64), q: &(f64, f64)| (p.0 - q.0).abs() < 0.02;
    let is_box = (lies(a, b) && stands(b, c) && lies(c, d) && stands(d, a))
        || (stands(a, b) && lies(b, c) && stands(c, d) && lies(d, a));
    if is_box && !part.is_curved { around(ring.iter().copied()) } else { None }
}

fn near(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() < 0.02 && (a.1 - b.1).abs() < 0.02
}

/// Whether any two of a few boxes have more than an edge in common; of many none is looked at.
fn overlap(boxes: &[(Rect, Outline)]) -> bool {
    boxes.len() <= 64
        && boxes.iter().enumerate().any(|(i, (a, _))| {
            boxes
                .iter()
                .skip(i + 1)
                .any(|(b, _)| clipped(a, b).is_some_and(|c| c.width() > 0.05 && c.height() > 0.05))
        })
}
