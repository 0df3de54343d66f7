//! Pages that were put on the scanner a little askew: their recognised text runs at the same small angle, and is
//! made level before words and lines are built of it.

use tablemend_model::Rect;
use tablemend_pdf::Page;

/// Smaller angles than this, in degrees, move no letter off its line; larger ones are no accident.
const ANGLES: (f32, f32) = (0.05, 4.0);
/// Angles that differ by no more than this, in degrees, are one.
const SAME: f32 = 0.25;
/// Base lines nearer than this, in points, are one.
const TREMBLE: f32 = 0.3;

/// By how many degrees, clockwise, nearly all text of a page is off the next quarter of the circle.
pub(crate) fn of(page: &Page) -> Option<f32> {
    let off = |angle: f32| angle - 90.0 * (angle / 90.0).round();
    let is_level = |angle: f32| off(angle).abs() < ANGLES.0;
    if page.glyphs.iter().filter(|g| is_level(g.angle)).count() * 5 > page.glyphs.len() {
        return None;
    }
    let mut all: Vec<f32> =
        page.glyphs.iter().map(|g| off(g.angle)).filter(|a| a.is_finite()).collect();
    if all.is_empty() {
        return None;
    }
    let middle = all.len() / 2;
    let usual = *all.select_nth_unstable_by(middle, f32::total_cmp).1;
    let same = all.iter().filter(|a| (**a - usual).abs() < SAME).count();
    ((ANGLES.0..ANGLES.1).contains(&usual.abs()) && same * 5 >= page.glyphs.len() * 4)
        .then_some(usual)
}

/// The page with its text level: turned about the middle of the page. What is drawn stays.
pub(crate) fn levelled(page: &Page, skew: f32) -> Page {
    let mut level = page.clone();
    let middle = (page.width / 2.0, page.height / 2.0);
    let mut origins: Vec<(f32, f32)> =
        level.glyphs.iter().map(|g| turned(g.origin, middle, -skew)).collect();
    // Letters of one line are on one line, whatever rounding made of them.
    let mut order: Vec<usize> = (0..origins.len()).collect();
    order.sort_by(|a, b| origins[*a].1.total_cmp(&origins[*b].1));
    let mut base = f32::NEG_INFINITY;
    for n in order {
        base = if origins[n].1 - base < TREMBLE { base } else { origins[n].1 };
        origins[n].1 = base;
    }
    for (glyph, origin) in level.glyphs.iter_mut().zip(origins) {
        let (x, y) = glyph.origin;
        glyph.origin = origin;
        let (dx, dy) = (glyph.origin.0 - x, glyph.origin.1 - y);
        // A slanting letter reaches further than a level one.
        let slack = (glyph.size * skew.to_radians().sin().abs() / 2.0)
            .min(0.4 * (glyph.area.x1 - glyph.area.x0));
        let a = glyph.area;
        glyph.area =
            Rect { x0: a.x0 + dx + slack, x1: a.x1 + dx - slack, y0: a.y0 + dy, y1: a.y1 + dy };
        glyph.angle -= skew;
    }
    level
}

/// The upright area around an area of a levelled page, where it is on the page of this size as shown.
pub(crate) fn shown(area: &Rect, size: (f32, f32), skew: f32) -> Rect {
    let middle = (size.0 / 2.0, size.1 / 2.0);
    let corners = [(area.x0, area.y0), (area.x1, area.y0), (area.x0, area.y1), (area.x1, area.y1)]
        .map(|p| turned(p, middle, skew));
    let fold = |start: f32, of: fn(&(f32, f32)) -> f32, better: fn(f32, f32) -> f32| {
        corners.iter().map(of).fold(start, better)
    };
    Rect {
        x0: fold(f32::INFINITY, |p| p.0, f32::min),
        y0: fold(f32::INFINITY, |p| p.1, f32::min),
        x1: fold(f32::NEG_INFINITY, |p| p.0, f32::max),
        y1: fold(f32::NEG_INFINITY, |p| p.1, f32::max),
    }
}

/// A point turned clockwise by some degrees about another.
fn turned((x, y): (f32, f32), (mx, my): (f32, f32), degrees: f32) -> (f32, f32) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (x, y) = (x - mx, y - my);
    (mx + x * cos - y * sin, my + x * sin + y * cos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Place;

    #[test]
    fn text_that_is_a_little_askew_has_the_words_that_level_text_has() {
        let mut level = page();
        for n in 0..12 {
            let y = 60.0 + 14.0 * n as f32;
            set(&mut level, 50.0, y, 10.0, "Wait for the wide");
            set(&mut level, 300.0, y, 10.0, "28/02/2026");
        }
        let said = |p: &Page| -> Vec<String> {
            words::content(p).words.iter().map(|w| w.text.clone()).collect()
        };
        for degrees in [-2.0f32, -0.4, 0.6, 1.5] {
            let mut askew = level.clone();
            for glyph in &mut askew.glyphs {
                let origin = turned(glyph.origin, (306.0, 396.0), degrees);
                let by = (origin.0 - glyph.origin.0, origin.1 - glyph.origin.1);
                let a = glyph.area;
                glyph.area = Rect::new(a.x0 + by.0, a.y0 + by.1, a.x1 + by.0, a.y1 + by.1);
                glyph.origin = origin;
                glyph.angle = degrees;
            }
            assert_eq!(said(&askew), said(&level), "{degrees}");
            // Places are those on the page as it is.
            let content = words::content(&askew);
            let (word, glyph) = (content.words.last().unwrap(), &askew.glyphs);
            let Place::Page { area, .. } = content.place(&word.area) else { panic!("no place") };
            let last = glyph.last().unwrap();
            assert!((area.x1 - last.area.x1).abs() < 2.0, "{degrees}: {area:?} {last:?}");
            assert!((area.y1 - last.area.y1).abs() < 4.0, "{degrees}: {area:?} {last:?}");
        }
        assert_eq!(of(&level), None);
    }
}
