//! Paths: what they fill, which lines they draw, what they clip.

use crate::canvas::{Canvas, Coat, THIN};
use crate::content::rectilinear;
use crate::geometry::{Matrix, around, clipped};
use crate::look::{self, Look};
use crate::shape::{Shape, doubled_area, fits};
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

/// A part of a path and its points.
type Drawn<'p> = (Part, &'p [(f64, f64)]);

/// What a path is that is no larger than a sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Small {
    pub(crate) area: Rect,
    pub(crate) shape: Shape,
    pub(crate) look: Look,
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
        if canvas.has_room_for_signs()
            && let Some(small) = self.small(even_odd)
            && clip.iter().any(|c| clipped(&small.area, c).is_some_and(|c| c == small.area))
        {
            canvas.sign(small, coat);
            return;
        }
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

    /// What a path is that is no larger than a sign and not made of boxes alone: its box, its shape, its look.
    pub(crate) fn small(&self, even_odd: bool) -> Option<Small> {
        /// Parts of a sign.
        const MOST: usize = 8;
        if self.parts.len() > MOST {
            return None;
        }
        let outlines: SmallVec<[Drawn<'_>; 4]> =
            self.parts().filter(|(_, points)| points.len() > 1).collect();
        let lines: SmallVec<[&[(f64, f64)]; 4]> = outlines.iter().map(|o| o.1).collect();
        let area = look::bounds(&lines)?;
        let (thin, long) = (area.width().min(area.height()), area.width().max(area.height()));
        if !fits(&area) || long >= 4.0 * thin || thin <= 2.0 {
            return None;
        }
        let is_upright = |(part, points): &(Part, &[(f64, f64)])| {
            matches!(outline(*part, points), Outline::Box | Outline::Stairs)
        };
        if outlines.iter().all(is_upright) {
            return None;
        }
        let shapes = outlines.iter().map(|(part, points)| {
            let own = around(points.iter().copied()).unwrap_or(area);
            (own, Shape::of_outline(points, part.is_curved))
        });
        let (_, mut shape) =
            shapes.reduce(|(a, shape), (b, other)| (a.union(&b), shape.with(&a, other, &b)))?;
        let look = Look::of_outlines(&lines, &area, even_odd);
        // A circle in a circle.
        if shape == Shape::Disc && outlines.len() == 2 && !look.is_painted_in_the_middle() {
            shape = Shape::Ring;
        }
        if shape.sign().is_none() {
            shape = Shape::Unnamed(0);
        }
        (!look.is_blank()).then_some(Small { area, shape, look })
    }

    /// What strokes are that are no larger than a sign and not upright: their box, their shape, their look.
    fn small_strokes(&self, width: f64) -> Option<Small> {
        /// Points of a sign's strokes: browsers draw a circle as sixteen curves.
        const MOST: usize = 160;
        /// Half of a tick may be as short, in points.
        const LEAST: f32 = 1.5;
        if self.points.len() > MOST {
            return None;
        }
        let parts: SmallVec<[Drawn<'_>; 4]> =
            self.parts().filter(|(_, points)| points.len() > 1).collect();
        let lines: SmallVec<[&[(f64, f64)]; 4]> = parts.iter().map(|p| p.1).collect();
        let area = look::bounds(&lines)?;
        let is_curved = parts.iter().any(|(part, _)| part.is_curved);
        let is_slanted =
            |w: &[(f64, f64)]| (w[0].0 - w[1].0).abs() > 0.8 && (w[0].1 - w[1].1).abs() > 0.8;
        let strokes = || lines.iter().flat_map(|p| p.windows(2));
        let slanted = strokes().filter(|w| is_slanted(w)).count();
        let is_half = parts.len() == 1 && lines[0].len() == 2;
        let long = area.width().max(area.height());
        let is_small = long <= 20.0
            && area.width().min(area.height()) > if is_half { 0.8 } else { 2.0 }
            && long >= if is_half { LEAST } else { 3.0 };
        if !is_small || !(is_curved || slanted * 2 > strokes().count()) {
            return None;
        }
        let shape_of = |part: Part, points: &[(f64, f64)]| match as_ring(part, points) {
            Some(ring) if width >= 0.45 * f64::from(ring.width()) => Shape::Disc,
            Some(_) => Shape::Ring,
            None if part.is_curved => Shape::Other,
            None => Shape::of_strokes(points, part.is_closed),
        };
        let shapes = parts.iter().map(|(part, points)| {
            (around(points.iter().copied()).unwrap_or(area), shape_of(*part, points))
        });
        let (_, shape) =
            shapes.reduce(|(a, shape), (b, other)| (a.union(&b), shape.with(&a, other, &b)))?;
        let shape = match shape {
            Shape::Other => Shape::Unnamed(0),
            shape => shape,
        };
        let closed: SmallVec<[Vec<(f64, f64)>; 2]> = parts
            .iter()
            .map(|(part, points)| {
                let back = points.first().filter(|_| part.is_closed);
                points.iter().chain(back).copied().collect()
            })
            .collect();
        let lines: SmallVec<[&[(f64, f64)]; 4]> = closed.iter().map(Vec::as_slice).collect();
        Some(Small { area, shape, look: Look::of_strokes(&lines, width, &area) })
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
        if !is_dashed
            && canvas.has_room_for_signs()
            && let Some(small) = self.small_strokes(width)
            && clipped(&small.area, clip).is_some_and(|c| c == small.area)
        {
            canvas.sign(small, coat);
            return;
        }
        for (part, points) in self.parts() {
            if width >= BROAD
                && !matches!(outline(part, points), Outline::Box)
                && let Some(area) = around(points.iter().copied()).and_then(|a| clipped(&a, clip))
            {
                canvas.tint(area, coat);
            }
            let is_square = |a: &Rect| {
                const SIDE: std::ops::RangeInclusive<f32> = 4.0..=16.0;
                SIDE.contains(&a.width()) && (a.width() - a.height()).abs() < 0.15 * a.width()
            };
            if let Some(square) = as_box(part, points).filter(is_square)
                && (part.is_closed || points.len() > 4)
                && !is_dashed
                && clipped(&square, clip).is_some_and(|c| c == square)
            {
                canvas.square(square, coat);
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
                    // A dot or a square that one broad stroke makes.
                    let (w, h) = (area.width(), area.height());
                    let shape = match (w - h).abs() < 0.1 * w.max(h) && fits(&area) {
                        true if dx.max(dy) < 0.1 * width => Shape::Disc,
                        true => Shape::Square,
                        false => Shape::Other,
                    };
                    canvas.area(area, coat, false, shape);
                }
            }
        }
    }
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
