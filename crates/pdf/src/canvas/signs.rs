//! Small things that are drawn in pieces, one on the other: a tick in a disc, two strokes of a cross, the four
//! sides of a little square.

use super::Painted;
use crate::look::Look;
use crate::page::{Fill, Rule};
use crate::shape::{Shape, fits};
use tablemend_model::{Rect, Rgb};

/// The outline of a small square, as it was stroked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outlined {
    pub(crate) area: Rect,
    pub(crate) colour: Rgb,
}

/// Squares that are looked at, and rules beside each.
const MOST: usize = 2_000_000;
/// A piece was painted within so many turns of the one it lies on.
const TURNS: u32 = 8;

/// Puts pieces together that lie on each other and were painted one after the other.
pub(super) fn together(fills: Vec<Painted<Fill>>) -> Vec<Fill> {
    let mut out: Vec<Painted<Fill>> = Vec::with_capacity(fills.len());
    for mut next in fills {
        while let Some(last) = out.last() {
            if next.turn - last.turn > TURNS || !is_on(&next.mark, &last.mark) {
                break;
            }
            next.mark = joined(&last.mark, &next.mark);
            out.pop();
        }
        out.push(next);
    }
    // A short stroke alone is no sign.
    let is_stroke = |f: &Fill| matches!(f.shape, Shape::Rising | Shape::Falling) && !fits(&f.area);
    out.into_iter().map(|f| f.mark).filter(|f| !is_stroke(f)).collect()
}

/// Whether a piece belongs to the small thing that was painted before it.
fn is_on(next: &Fill, last: &Fill) -> bool {
    const FAR: f32 = 0.6;
    let (a, b) = (&last.area, &next.area);
    let is_small = |f: &Fill| f.area.width().max(f.area.height()) <= 24.0;
    let is_box = |f: &Fill| matches!(f.shape, Shape::Other | Shape::Square | Shape::Dash);
    let is_within = |inner: &Rect, outer: &Rect| {
        inner.x0 >= outer.x0 - FAR
            && inner.x1 <= outer.x1 + FAR
            && inner.y0 >= outer.y0 - FAR
            && inner.y1 <= outer.y1 + FAR
    };
    let are_strokes = matches!(
        (last.shape, next.shape),
        (Shape::Rising, Shape::Falling) | (Shape::Falling, Shape::Rising)
    );
    let touch = b.x0 < a.x1 + FAR && a.x0 < b.x1 + FAR && b.y0 < a.y1 + FAR && a.y0 < b.y1 + FAR;
    is_small(last)
        && is_small(next)
        && (are_strokes && touch
            || (!is_box(last) || !is_box(next)) && (is_within(b, a) || is_within(a, b)))
}

fn joined(last: &Fill, next: &Fill) -> Fill {
    let look = |f: &Fill| match f.look.is_blank() {
        true => Look::of_box(&f.area),
        false => f.look,
    };
    let whole = last.area.union(&next.area);
    let grey = |c: Rgb| c.0.max(c.1).max(c.2) - c.0.min(c.1).min(c.2) < 0x28;
    let colour = match (last.colour, next.colour) {
        (a, b) if a.is_white() || grey(a) && !grey(b) && !b.is_white() => b,
        (a, _) => a,
    };
    // Of a shape and its own outline the shape is what it is.
    let is_edge = matches!(next.shape, Shape::Box | Shape::Ring | Shape::Unnamed(_));
    let shape = if is_edge && last.shape.sign().is_some() {
        last.shape
    } else {
        last.shape.with(&last.area, next.shape, &next.area)
    };
    let look = look(last).under(&last.area, look(next), &next.area, next.colour.is_white());
    Fill { area: whole, colour, shape, look }
}

/// Outlines of small squares that nothing drawn touches are things, not four rules each.
pub(super) fn squares(
    rules: &mut Vec<Painted<(Rule, bool)>>,
    outlined: &[Painted<Outlined>],
) -> Vec<Painted<Fill>> {
    const NEAR: f32 = 1.5;
    let mut out = Vec::new();
    if outlined.len().saturating_mul(rules.len()) > MOST {
        return out;
    }
    for Painted { turn, mark } in outlined {
        let a = &mark.area;
        let around = Rect { x0: a.x0 - NEAR, y0: a.y0 - NEAR, x1: a.x1 + NEAR, y1: a.y1 + NEAR };
        let touches =
            |r: &Rect| r.x0 < around.x1 && r.x1 > around.x0 && r.y0 < around.y1 && r.y1 > around.y0;
        let is_own = |r: &Rect| {
            r.x0 >= around.x0 && r.x1 <= around.x1 && r.y0 >= around.y0 && r.y1 <= around.y1
        };
        if rules.iter().map(|r| &r.mark.0.area).any(|r| touches(r) && !is_own(r)) {
            continue;
        }
        rules.retain(|r| !is_own(&r.mark.0.area));
        let corners = [(a.x0, a.y0), (a.x1, a.y0), (a.x1, a.y1), (a.x0, a.y1), (a.x0, a.y0)];
        let corners = corners.map(|(x, y)| (f64::from(x), f64::from(y)));
        let look = Look::of_strokes(&[&corners], 1.0, a);
        let fill = Fill { area: *a, colour: mark.colour, shape: Shape::Box, look };
        out.push(Painted { turn: *turn, mark: fill });
    }
    out
}

/// Short bars that no other rule is near are signs: takes them out of the rules.
pub(super) fn bars(rules: &mut Vec<(Rule, bool)>, fills: &mut Vec<Fill>) {
    const LONG: std::ops::RangeInclusive<f32> = 4.0..=14.0;
    const THICK: std::ops::RangeInclusive<f32> = 1.0..=4.0;
    const NEAR: f32 = 1.5;
    let is_bar = |r: &Rule| {
        r.is_horizontal
            && !r.is_dashed
            && LONG.contains(&r.area.width())
            && THICK.contains(&r.area.height())
            && r.area.width() > 2.0 * r.area.height()
    };
    let bars: Vec<usize> = (0..rules.len()).filter(|n| is_bar(&rules[*n].0)).collect();
    if bars.len().saturating_mul(rules.len()) > MOST {
        return;
    }
    let near = |a: &Rect, b: &Rect| {
        a.x0 < b.x1 + NEAR && b.x0 < a.x1 + NEAR && a.y0 < b.y1 + NEAR && b.y0 < a.y1 + NEAR
    };
    let mut gone = vec![false; rules.len()];
    for n in bars {
        let own = rules[n].0;
        if (0..rules.len()).all(|m| m == n || !near(&own.area, &rules[m].0.area)) {
            gone[n] = true;
            let look = Look::of_box(&own.area);
            fills.push(Fill { area: own.area, colour: own.colour, shape: Shape::Dash, look });
        }
    }
    let mut gone = gone.into_iter();
    rules.retain(|_| !gone.next().unwrap_or(false));
}
