//! Text that nothing draws, set as a reader would set it: the values of form fields.

use super::{Interpreter, State};
use crate::annotations::Value;
use crate::page::Glyph;
use hayro_syntax::object::Rect;
use tablemend_model::Rgb;

/// Distance of the baselines, in sizes.
const LEADING: f64 = 1.15;
/// From the edge of the box, in points.
const INSET: f64 = 2.0;
/// Sizes that are chosen where none is said.
const SIZES: std::ops::RangeInclusive<f64> = 4.0..=12.0;

impl<'a> Interpreter<'_, 'a> {
    /// Sets a value into a box of user space.
    pub(crate) fn set_lines(&mut self, value: &Value, area: &Rect, state: &State<'a>) {
        let (width, height) = (area.width() - 2.0 * INSET, area.height());
        let is_one_line = !value.is_multiline && !value.text.contains('\n');
        let mut size = value.size;
        if size <= 0.0 {
            let most = if is_one_line { height * 0.75 } else { 10.0 };
            size = most.clamp(*SIZES.start(), *SIZES.end());
        }
        let lines: Vec<String> = if is_one_line {
            // A value that is too long for its box is set smaller.
            let whole = advance(&value.text);
            if whole > 0.0 && whole * size > width {
                size = (width / whole).clamp(SIZES.start().min(size), size);
            }
            vec![value.text.clone()]
        } else {
            value.text.split('\n').flat_map(|line| wrapped(line, width / size)).collect()
        };
        let mut y = if is_one_line {
            (area.y0 + area.y1) / 2.0 - 0.35 * size
        } else {
            area.y1 - INSET - 0.8 * size
        };
        for line in lines {
            let room = (width - advance(&line) * size).max(0.0);
            let indent = match value.alignment {
                1 => room / 2.0,
                2 => room,
                _ => 0.0,
            };
            self.set_line(&line, (area.x0 + INSET + indent, y), size, value, state);
            y -= LEADING * size;
        }
    }

    fn set_line(
        &mut self,
        line: &str,
        (x, y): (f64, f64),
        size: f64,
        value: &Value,
        state: &State<'a>,
    ) {
        let along = state.ctm.turn(size, 0.0);
        let angle = along.1.atan2(along.0).to_degrees().rem_euclid(360.0);
        let tall = along.0.hypot(along.1);
        // White on the paper was not meant.
        let colour = if value.colour.is_white() { Rgb(0, 0, 0) } else { value.colour };
        let mut x = x;
        for c in line.chars() {
            let width = width(c) * size;
            let area = state.ctm.bounds(x, y - 0.2 * size, x + width, y + 0.75 * size);
            let origin = state.ctm.apply(x, y);
            x += width;
            let Some(area) = area else { continue };
            self.canvas.glyph(Glyph {
                text: ecow::EcoString::from(c),
                area,
                origin: (origin.0 as f32, origin.1 as f32),
                size: tall as f32,
                angle: angle as f32,
                font: u32::MAX,
                bold: false,
                italic: false,
                colour,
                alpha: 1.0,
                is_ocr: false,
                is_artifact: false,
                is_watermark: false,
                mcid: None,
                run: (self.operators & u64::from(u32::MAX)) as u32,
            });
        }
    }
}

/// The width of a text of size 1.
fn advance(text: &str) -> f64 {
    text.chars().map(width).sum()
}

/// About how wide a character is in a sans-serif face of size 1.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')'
        | 'I' | ' ' | '-' => 0.3,
        'm' | 'w' | 'M' | 'W' | '%' => 0.85,
        'A'..='Z' => 0.68,
        _ => 0.55,
    }
}

/// A line broken at blanks so that each part fits into a width, in sizes.
fn wrapped(line: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in line.split_whitespace() {
        if let Some(last) = lines.last_mut() {
            let blank = if last.is_empty() { 0.0 } else { 0.3 };
            if last.is_empty() || advance(last) + blank + advance(word) <= width {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_are_broken_at_blanks_and_no_word_is_lost() {
        assert_eq!(wrapped("mend the weir", 100.0), ["mend the weir"]);
        assert_eq!(wrapped("mend the weir", 4.5), ["mend the", "weir"]);
        assert_eq!(wrapped("mend", 0.1), ["mend"]);
        assert_eq!(wrapped("", 9.0), [""]);
    }
}
