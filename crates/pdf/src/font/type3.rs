//! How tall the letters of a Type 3 font are, which has its own glyph space (ISO 32000-2, 9.6.4).

use crate::inflate::Budget;
use hayro_syntax::object::{Array, Dict, Name, Rect, Stream};

/// Glyph descriptions that are looked at.
const LOOKED_AT: usize = 24;

/// Ascent, descent and size of an em.
///
/// The box that the font declares is often empty or of another scale than its letters; then the
/// boxes of the letters themselves tell (`d1`), and where they have none, their widths.
pub(super) fn height(dict: &Dict<'_>, budget: &Budget<'_>) -> (f64, f64, f64) {
    let matrix = dict.get::<[f32; 6]>(b"FontMatrix").unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    let (across, up) = (f64::from(matrix[0]).abs(), f64::from(matrix[3]));
    let declared = dict.get::<Rect>(b"FontBBox").map(|b| (b.y0 * up, b.y1 * up));
    let width = mean_width(dict) * across;
    // A letter is between a quarter and eight times as tall as wide.
    let fits = |(low, high): &(f64, f64)| {
        let height = (high - low).abs();
        let is_letter = width <= 0.0 || (0.25..=8.0).contains(&(height / width));
        height.is_normal() && height < 1e4 && is_letter
    };
    let usual = (-0.22, 0.75);
    let found = declared
        .filter(fits)
        .or_else(|| letters(dict, up, budget).filter(fits))
        .or_else(|| (width > 0.0 && width < 1e4).then_some((-0.5 * width, 1.5 * width)))
        .unwrap_or(usual);
    let (low, high) = (found.0.min(found.1), found.0.max(found.1));
    // Around one em the font is made as usual; otherwise its size is taken from its box.
    let em = if (0.3..=3.0).contains(&(high - low)) { 1.0 } else { high - low };
    (high.max(0.1 * em), low.min(0.0), em)
}

/// The mean of the widths that are not zero, in glyph space.
fn mean_width(dict: &Dict<'_>) -> f64 {
    let Some(widths) = dict.get::<Array<'_>>(b"Widths") else { return 0.0 };
    let (mut sum, mut count) = (0.0, 0.0);
    for width in widths.iter::<f32>().take(512).filter(|w| *w != 0.0 && w.is_finite()) {
        sum += f64::from(width.abs());
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// From the lowest to the highest of the letters' own boxes, in text space.
fn letters(dict: &Dict<'_>, up: f64, budget: &Budget<'_>) -> Option<(f64, f64)> {
    let procs = dict.get::<Dict<'_>>(b"CharProcs")?;
    let names: Vec<Name<'_>> = procs.keys().take(LOOKED_AT).collect();
    let mut found: Option<(f64, f64)> = None;
    for name in names {
        let Some(stream) = procs.get::<Stream<'_>>(name.as_ref()) else { continue };
        let Some(content) = budget.decode(&stream).ok().flatten() else { continue };
        if let Some((low, high)) = box_of(&content.data) {
            let (low, high) = (low * up, high * up);
            found = Some(found.map_or((low, high), |(l, h)| (l.min(low), h.max(high))));
        }
    }
    found
}

/// The lower and upper edge that a glyph description begins with: `wx wy llx lly urx ury d1`.
fn box_of(content: &[u8]) -> Option<(f64, f64)> {
    let head = content.get(..content.len().min(200))?;
    let mut numbers = Vec::new();
    for word in head.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty()).take(8) {
        if word == b"d1" {
            let [.., lower, _, upper] = numbers[..] else { return None };
            return (upper > lower).then_some((lower, upper));
        }
        numbers
            .push(std::str::from_utf8(word).ok()?.parse::<f64>().ok().filter(|n| n.is_finite())?);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::box_of;

    #[test]
    fn a_glyph_says_its_box_first() {
        assert_eq!(box_of(b"12 0 0 -2 12 18 d1 0 0 10 18 re f"), Some((-2.0, 18.0)));
        for none in ["12 0 d0 0 0 10 18 re f", "0 0 0 0 0 0 d1", "q", "1 d1", ""] {
            assert_eq!(box_of(none.as_bytes()), None, "{none}");
        }
    }
}
