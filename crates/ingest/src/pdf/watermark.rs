//! Watermarks and stamps: text that lies across the page's own, kept apart before lines are built.

use tablemend_model::{Rect, Rgb, RichText};
use tablemend_pdf::{Glyph, Page};

/// Text further from the level or the plumb than this is across the page's, in degrees.
const ASLANT: f32 = 4.0;
/// Text as many times as high as the page's usual text is huge.
const HUGE: f32 = 2.5;
/// Text in which every channel is at least this is pale.
const PALE: u8 = 170;

/// Text that is no part of the page's lines, and where it is on the page as shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Apart {
    pub(crate) text: RichText,
    pub(crate) area: Rect,
}

/// Which glyphs of a page are a watermark's or a stamp's; `None` where none is.
pub(crate) fn find(page: &Page) -> Option<Vec<bool>> {
    let glyphs = &page.glyphs;
    let mut apart: Vec<bool> = glyphs.iter().map(|g| slant(g.angle) > ASLANT).collect();
    let aslant = apart.iter().filter(|a| **a).count();
    // Where much of the text is aslant, the page is (a scan, say).
    if aslant * 10 > glyphs.len() * 3 {
        apart.fill(false);
    }
    let usual = usual_size(glyphs);
    let mut start = 0;
    while start < glyphs.len() {
        let first = &glyphs[start];
        let alike = |g: &&Glyph| is_alike(first, g);
        let end = start + glyphs[start..].iter().take_while(alike).count().max(1);
        let is_odd = first.size > HUGE * usual || is_pale(first.colour);
        if is_odd && !apart[start] && lies_over(glyphs, start, end) {
            apart[start..end].fill(true);
        }
        start = end;
    }
    apart.contains(&true).then_some(apart)
}

/// How far a direction is from the nearest quarter of the circle, in degrees.
fn slant(angle: f32) -> f32 {
    let part = angle.rem_euclid(90.0);
    if part.is_finite() { part.min(90.0 - part) } else { 0.0 }
}

fn usual_size(glyphs: &[Glyph]) -> f32 {
    let mut sizes: Vec<f32> = glyphs.iter().map(|g| g.size).collect();
    if sizes.is_empty() {
        return f32::INFINITY;
    }
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

fn is_pale(Rgb(r, g, b): Rgb) -> bool {
    r.min(g).min(b) >= PALE
}

/// Whether two glyphs belong to one run of text.
fn is_alike(a: &Glyph, b: &Glyph) -> bool {
    (a.angle - b.angle).abs() < 1.0
        && a.colour == b.colour
        && (a.size - b.size).abs() < 0.15 * a.size
        && a.font == b.font
}

/// Whether a run of glyphs lies over other text: the middles of two other glyphs are in its letters.
fn lies_over(glyphs: &[Glyph], start: usize, end: usize) -> bool {
    let ink: Vec<Rect> = glyphs[start..end]
        .iter()
        .filter(|g| !g.text.trim().is_empty())
        .map(|g| Rect { y0: g.origin.1 - 0.7 * g.size, y1: g.origin.1, ..g.area })
        .collect();
    let others = glyphs[..start].iter().chain(&glyphs[end..]).filter(|g| !g.text.trim().is_empty());
    let mut met = 0;
    for other in others {
        let (x, y) = ((other.area.x0 + other.area.x1) / 2.0, other.origin.1 - 0.25 * other.size);
        met += usize::from(ink.iter().any(|r| r.contains(x, y)));
        if met >= 2 {
            return true;
        }
    }
    false
}

/// What the glyphs that are apart say: one text for each run of like ones.
pub(crate) fn texts(page: &Page, apart: &[bool]) -> Vec<Apart> {
    let mut out: Vec<Apart> = Vec::new();
    let mut open: Option<(String, Rect, &Glyph)> = None;
    for glyph in page.glyphs.iter().zip(apart).filter(|(_, a)| **a).map(|(g, _)| g) {
        match &mut open {
            Some((text, area, last)) if is_alike(last, glyph) => {
                let (dx, dy) = (glyph.origin.0 - last.origin.0, glyph.origin.1 - last.origin.1);
                if dx.hypot(dy) > 1.4 * glyph.size {
                    text.push(' ');
                }
                text.push_str(&glyph.text);
                *area = area.union(&glyph.area);
                *last = glyph;
            }
            _ => {
                let next = (glyph.text.to_string(), glyph.area, glyph);
                out.extend(open.replace(next).map(|(text, area, _)| finished(&text, area)));
            }
        }
    }
    out.extend(open.map(|(text, area, _)| finished(&text, area)));
    out.retain(|a| !a.text.is_empty());
    out
}

fn finished(text: &str, area: Rect) -> Apart {
    Apart { text: RichText::plain(text), area }
}
