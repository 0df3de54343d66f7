//! Bullets that are drawn as shapes: browsers paint the disc before a list item, they set no glyph.

use super::text::is_colourless;
use super::words::{UNKNOWN, Word};
use tablemend_model::Rect;
use tablemend_pdf::{Fill, Rule, Shape};

/// Makes a word `•` of each small dark spot that is where a bullet would: at half the height
/// of the small letters, in front of a word, at most two and a half times the size away.
pub(crate) fn drawn(fills: &[Fill], rules: &[Rule], words: &[Word]) -> Vec<Word> {
    // A spot as small as a line is thick may have been taken for a line.
    let thin = rules.iter().map(|r| Fill::new(r.area, r.colour));
    let spots = fills.iter().copied().chain(thin).filter(|f| {
        let (w, h) = (f.area.width(), f.area.height());
        w > 0.8
            && w < 8.0
            && (w / h.max(0.1) - 1.0).abs() < 0.4
            && is_colourless(f.colour)
            && f.colour.0 < 160
            && matches!(f.shape, Shape::Other | Shape::Disc | Shape::Square | Shape::Diamond)
            && !is_of_a_key(f, fills)
    });
    spots.filter_map(|spot| before(&spot.area, words)).collect()
}

/// The font of words that stand for drawn shapes: they have a place and a colour, and say nothing. No
/// page has as many fonts; text without a font of its own has the number above.
pub(crate) const DRAWN: u32 = u32::MAX - 1;

/// Makes a word `●` of each coloured shape, or known sign without colour, about as large as a letter that is drawn by itself: a disc,
/// a tick or a square that says a status. One with a word in it, or right beside another, is none.
pub(crate) fn signs(
    fills: &[Fill],
    words: &[Word],
    is_wanted: &dyn Fn(&Fill) -> bool,
) -> Vec<Word> {
    const MOST: usize = 2000;
    let Some(model) = words.first() else { return Vec::new() };
    let mut sizes: Vec<f32> = words.iter().map(|w| w.size).collect();
    let middle = sizes.len() / 2;
    let size = *sizes.select_nth_unstable_by(middle, f32::total_cmp).1;
    // One without colour is a sign only by its shape, and where it is no bullet.
    let is_black_sign = |f: &Fill| {
        f.colour.0 < 0xd8
            && f.shape.sign().is_some()
            && (is_of_a_key(f, fills) || before(&f.area, words).is_none())
    };
    let is_sign = |f: &&Fill| {
        let (w, h) = (f.area.width(), f.area.height());
        let is_bar = f.shape == Shape::Dash && h > 0.1 * size;
        (!is_colourless(f.colour) || is_black_sign(f))
            && w > 0.4 * size
            && (h > 0.4 * size || is_bar)
            && w < 2.2 * size
            && h < 2.2 * size
            && ((0.5..2.0).contains(&(w / h)) || is_bar)
    };
    let found: Vec<&Fill> =
        fills.iter().filter(|f| is_wanted(f)).filter(is_sign).take(MOST + 1).collect();
    if found.len() > MOST {
        return Vec::new();
    }
    let near = |a: &Rect, b: &Rect| {
        a.x0 < b.x1 + 0.5 && b.x0 < a.x1 + 0.5 && a.y0 < b.y1 + 0.5 && b.y0 < a.y1 + 0.5
    };
    let is_alone = |sign: &Fill| {
        let a = &sign.area;
        let low = words.partition_point(|w| w.base < a.y0 - 2.0 * size);
        let mut around = words[low..].iter().take_while(|w| w.base < a.y1 + 2.0 * size);
        !around.any(|w| near(&w.area, a) && !(is_within(w, a) && sign.shape.sign().is_some()))
            && fills.iter().filter(|f| near(&f.area, a)).all(|f| {
                f.colour == sign.colour
                    || f.area.width() > 2.2 * size
                    || f.area.height() > 2.2 * size
            })
    };
    let mut out: Vec<Word> = Vec::new();
    for sign in found.into_iter().filter(|f| is_alone(f)) {
        let a = sign.area;
        if out.last().is_some_and(|w| near(&w.area, &a)) {
            continue;
        }
        let middle = (a.y0 + a.y1) / 2.0;
        out.push(Word {
            text: "●".to_owned(),
            base: middle + 0.3 * size,
            size,
            area: Rect { x0: a.x0, x1: a.x1, y0: middle - 0.5 * size, y1: middle + 0.5 * size },
            colour: sign.colour,
            bold: false,
            italic: false,
            is_struck: false,
            is_raised: false,
            is_glued: false,
            is_turned: false,
            is_ocr: false,
            mcid: None,
            run: (0, 0),
            order: UNKNOWN,
            is_apart: false,
            is_begin: false,
            font: DRAWN,
            ..model.clone()
        });
    }
    out
}

/// Whether one sign is printed within the box of a drawn one, as `!` in a triangle.
fn is_within(word: &Word, a: &Rect) -> bool {
    let (x, y) = ((word.area.x0 + word.area.x1) / 2.0, word.base - 0.3 * word.size);
    let mut chars = word.text.chars();
    chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none() && a.contains(x, y)
}

/// Whether a word is a sign that is printed within a drawn one.
pub(crate) fn is_in_a_sign(word: &Word, fills: &[Fill]) -> bool {
    let is_small = |f: &&Fill| f.area.width().max(f.area.height()) <= 24.0;
    fills.iter().filter(is_small).any(|f| f.shape.sign().is_some() && is_within(word, &f.area))
}

/// Whether another sign of the same colour and size and another form is right above, below or beside a spot:
/// bullets of a list have one form.
fn is_of_a_key(spot: &Fill, fills: &[Fill]) -> bool {
    const FAR: f32 = 30.0;
    let middle = |f: &Fill| ((f.area.x0 + f.area.x1) / 2.0, (f.area.y0 + f.area.y1) / 2.0);
    let (x, y) = middle(spot);
    let even = |a: f32, b: f32| a < 1.6 * b && b < 1.6 * a;
    spot.shape.sign().is_some()
        && fills.iter().any(|f| {
            let (fx, fy) = middle(f);
            let is_near = (fx - x).abs() < 2.0 && (fy - y).abs() < FAR || (fy - y).abs() < 2.0;
            f.shape != spot.shape
                && f.shape.sign().is_some()
                && f.colour == spot.colour
                && is_near
                && even(f.area.width(), spot.area.width())
        })
}

/// The bullet that a spot is, set like the word that it is before.
fn before(spot: &Rect, words: &[Word]) -> Option<Word> {
    let middle = (spot.y0 + spot.y1) / 2.0;
    let low = words.partition_point(|w| w.base < middle);
    let word = words[low..]
        .iter()
        .take_while(|w| w.base < middle + 12.0)
        .filter(|w| {
            let gap = w.area.x0 - spot.x1;
            let rise = (w.base - middle) / w.size;
            let share = spot.width() / w.size;
            (0.12..0.55).contains(&rise)
                && (0.1..0.6).contains(&share)
                && gap > 0.1 * w.size
                && gap < 2.5 * w.size
        })
        .min_by(|a, b| a.area.x0.total_cmp(&b.area.x0))?;
    let alone = !words.iter().any(|w| {
        (w.base - word.base).abs() < 0.5 * word.size && w.area.x1 > spot.x0 && w.area.x0 < spot.x1
    });
    alone.then(|| Word {
        text: "•".to_owned(),
        area: Rect { x0: spot.x0, x1: spot.x1, ..word.area },
        is_struck: false,
        is_raised: false,
        is_glued: false,
        order: UNKNOWN,
        is_apart: false,
        is_begin: false,
        ..word.clone()
    })
}
