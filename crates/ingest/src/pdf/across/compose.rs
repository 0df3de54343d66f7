//! Sets a page beside another.

use super::beside::Evidence;
use super::side::Side;
use crate::pdf::running::Furniture;
use crate::pdf::words::{Panel, Sheet, Word};
use tablemend_model::{Rect, Running};
use tablemend_pdf::{Fill, Image, Rule};

/// Room between columns of text whose edges nothing shows, in type sizes.
const ROOM: f32 = 2.0;

/// Frees the labels of columns among what was taken for running lines: those of one page and those of the
/// page beside it are level and say different things.
pub(super) fn free_labels(
    left: (&Sheet, &mut Furniture),
    right: (&Sheet, &mut Furniture),
) {
    let line = |sheet: &Sheet, words: &[u32]| -> Option<(f32, String)> {
        let base = sheet.words[*words.first()? as usize].base;
        let letters = words.iter().flat_map(|i| sheet.words[*i as usize].text.chars());
        Some((base, letters.filter(|c| c.is_alphabetic()).collect()))
    };
    let differs = |own: &(f32, String), sheet: &Sheet| {
        let level: Vec<u32> = (0..sheet.words.len() as u32)
            .filter(|i| (sheet.words[*i as usize].base - own.0).abs() < 0.75)
            .collect();
        line(sheet, &level).is_some_and(|other| other.1 != own.1)
    };
    let (a, b) = (left.0, right.0);
    left.1.retain(|(kind, words)| {
        *kind != Running::Head || !line(a, words).is_some_and(|own| differs(&own, b))
    });
    right.1.retain(|(kind, words)| {
        *kind != Running::Head || !line(b, words).is_some_and(|own| differs(&own, a))
    });
}

/// Sets `right` beside `left`: its words, rules and fills follow on the right edge of what `left` holds.
/// Words that both have are running lines. Gives what is left of the page: its watermarks.
pub(super) fn append(
    left: &mut Sheet,
    furniture: &mut Furniture,
    right: Sheet,
    own: Furniture,
    found: &Evidence,
) -> Sheet {
    let (end, is_drawn_left) = Side::read(left, furniture)
        .map_or((left.width, false), |s| s.end());
    let mut aside = own;
    aside.push((Running::Head, found.again.clone()));
    let (start, is_drawn_right) =
        Side::read(&right, &aside).map_or((0.0, false), |s| s.begin(found.start));
    let size = right.words.first().map_or(10.0, |w| w.size);
    let room = match (is_drawn_left, is_drawn_right) {
        (true, true) => 0.0,
        (false, false) => ROOM * size,
        _ => size,
    };
    let shift = end + room - start;
    if std::env::var("TM_DBG").is_ok() { eprintln!("compose {} + {}: end {end} {is_drawn_left} start {start} {is_drawn_right} shift {shift}", left.number, right.number); }
    let moved = |a: &Rect| Rect { x0: a.x0 + shift, x1: a.x1 + shift, ..*a };
    if left.panels.is_empty() {
        left.panels.push(Panel { number: left.number, from: f32::NEG_INFINITY, shift: 0.0 });
    }
    left.panels.push(Panel { number: right.number, from: end + room / 2.0, shift });
    let rest = Sheet {
        number: right.number,
        width: right.width,
        height: right.height,
        turn: right.turn,
        apart: right.apart,
        ..Sheet::default()
    };
    // What is drawn around a repeated column is there already.
    let kept = |a: &Rect| {
        let x0 = a.x0.max(start);
        (a.x1 > start + 0.5 || a.x0 > start - 0.5).then(|| moved(&Rect { x0, x1: a.x1.max(x0), ..*a }))
    };
    let rules = right.rules.iter();
    left.rules.extend(rules.filter_map(|r| Some(Rule { area: kept(&r.area)?, ..*r })));
    let fills = right.fills.iter();
    left.fills.extend(fills.filter_map(|f| Some(Fill { area: kept(&f.area)?, ..*f })));
    let images = right.images.iter();
    left.images.extend(images.filter_map(|i| Some(Image { area: kept(&i.area)?, ..*i })));
    left.width = left.width.max(right.width + shift);
    // Words stay in order of base line; what points at them follows.
    let count = left.words.len();
    let mut all: Vec<(usize, Word)> = std::mem::take(&mut left.words).into_iter().enumerate().collect();
    let added = right.words.into_iter().map(|w| Word { area: moved(&w.area), ..w });
    all.extend(added.enumerate().map(|(n, w)| (count + n, w)));
    all.sort_by(|(_, a), (_, b)| a.base.total_cmp(&b.base).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut place = vec![0u32; all.len()];
    for (at, (before, _)) in all.iter().enumerate() {
        place[*before] = at as u32;
    }
    left.words = all.into_iter().map(|(_, word)| word).collect();
    for (_, words) in furniture.iter_mut() {
        words.iter_mut().for_each(|i| *i = place[*i as usize]);
    }
    for (kind, words) in aside {
        if !words.is_empty() {
            furniture.push((kind, words.iter().map(|i| place[count + *i as usize]).collect()));
        }
    }
    rest
}
