//! Bullets that are drawn as shapes: browsers paint the disc before a list item, they set no glyph.

use super::text::is_colourless;
use super::words::Word;
use tablemend_model::Rect;
use tablemend_pdf::{Fill, Rule};

/// Makes a word `•` of each small dark spot that stands where a bullet would: at half the height
/// of the small letters, in front of a word, at most two and a half times the size away.
pub(crate) fn drawn(fills: &[Fill], rules: &[Rule], words: &[Word]) -> Vec<Word> {
    // A spot as small as a line is thick may have been taken for a line.
    let thin = rules.iter().map(|r| Fill { area: r.area, colour: r.colour });
    let spots = fills.iter().copied().chain(thin).filter(|f| {
        let (w, h) = (f.area.width(), f.area.height());
        w > 0.8
            && w < 8.0
            && (w / h.max(0.1) - 1.0).abs() < 0.4
            && is_colourless(f.colour)
            && f.colour.0 < 160
    });
    spots.filter_map(|spot| before(&spot.area, words)).collect()
}

/// The bullet that a spot is, set like the word that it stands before.
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
        ..word.clone()
    })
}
