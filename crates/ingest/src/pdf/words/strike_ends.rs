//! Where a line that strikes text out ends or begins: struck text and what replaces it are often set without a blank
//! between them, and are two texts.

use super::Set;
use crate::pdf::turn::Turn;
use tablemend_model::Rect;
use tablemend_pdf::Page;

/// A line that strikes text out is so high above the base line at least and at most, in type sizes.
const HEIGHTS: std::ops::Range<f32> = 0.12..0.5;
/// It ends this near to the edge of a letter, in type sizes.
const NEAR: f32 = 0.15;

/// The lines that a page draws along some text, in that text's upright frame, from top to bottom.
pub(super) fn lines(page: &Page, own: &Turn) -> Vec<Rect> {
    let along = page.rules.iter().filter(|r| r.is_horizontal != own.is_sideways());
    let mut lines: Vec<Rect> = along.map(|r| own.upright(&r.area)).collect();
    lines.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    lines
}

/// Of these lines the ones that may strike out text on a base line.
pub(super) fn near(lines: &[Rect], base: f32, size: f32) -> &[Rect] {
    let low = lines.partition_point(|l| l.y0 < base - HEIGHTS.end * size - 1.0);
    let high = lines.partition_point(|l| l.y0 < base - HEIGHTS.start * size + 1.0);
    lines.get(low..high).unwrap_or(&[])
}

/// Whether one of two letters beside each other is struck out and the other is not.
pub(super) fn is_between(lines: &[Rect], before: &Set<'_>, set: &Set<'_>) -> bool {
    let size = before.glyph.size.max(0.1);
    lines.iter().any(|line| {
        let height = (set.base - (line.y0 + line.y1) / 2.0) / size;
        let covers = |s: &Set<'_>| {
            let middle = (s.x0 + s.x1) / 2.0;
            line.x0 <= middle && middle <= line.x1
        };
        let end = if covers(before) { line.x1 } else { line.x0 };
        HEIGHTS.contains(&height)
            && covers(before) != covers(set)
            && end > before.x1 - NEAR * size
            && end < set.x0 + NEAR * size
    })
}

/// Whether what is set without a blank on both sides of such an end is two words: two numbers, a word and the capital
/// that begins another, a word and a number.
pub(super) fn are_two(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
    last.is_ascii_digit() && (first.is_ascii_digit() || first.is_uppercase())
        || last.is_lowercase() && first.is_uppercase()
        || letters > 2 && first.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set};
    use crate::pdf::words;

    /// The words of two texts without a blank between them, the first of which is struck out; `=` marks struck ones.
    fn said(old: &str, new: &str) -> String {
        let mut p = page();
        set(&mut p, 50.0, 100.0, 10.0, &format!("{old}{new}"));
        rule(&mut p, 50.0, 97.0, 50.0 + 5.0 * old.chars().count() as f32, 97.0);
        let mut out = String::new();
        for word in &words::content(&p).words {
            if !out.is_empty() && !word.is_glued {
                out.push(' ');
            }
            out.push_str(&word.text);
            if word.is_struck {
                out.push('=');
            }
        }
        out
    }

    #[test]
    fn text_that_replaces_struck_text_begins_a_word() {
        assert_eq!(said("3 May 2031", "4 June 2031"), "3= May= 2031= 4 June 2031");
        assert_eq!(said("Two bells", "Three bells"), "Two= bells= Three bells");
        assert_eq!(said("May", "17 June"), "May= 17 June");
        // The end of a word may be struck out, and so may letters within it.
        assert_eq!(said("bell", "s"), "bell=s");
        assert_eq!(said("Gate A", "1"), "Gate= A=1");
    }
}
