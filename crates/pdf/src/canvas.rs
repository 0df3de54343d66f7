//! What was painted on a page, in order, and what of it still shows in the end.

mod grid;
mod shown;
mod signs;

pub(crate) use shown::Letters;
pub(crate) use signs::Outlined;

use crate::colour::blend;
use crate::content::Small;
use crate::geometry::{centre, clipped};
use crate::page::{Fill, Glyph, Image, Rule};
use crate::shape::Shape;
use ecow::EcoString;
use std::cell::Cell;
use std::collections::HashMap;
use tablemend_model::{Rect, Rgb};
use unicode_normalization::UnicodeNormalization;

/// A filled area that is not thicker than this, in points, is a ruling.
pub(crate) const THIN: f32 = 3.0;
/// And it is at least so many times longer than thick.
const LONG: f32 = 4.0;

/// Bytes of content to a glyph where a stream is little but text. Room that is not used is never touched.
const BYTES_A_GLYPH: usize = 2;
/// Fills that are looked at, for a page, to find the ground under what shows through.
const LOOKS: u64 = 50_000_000;
/// Small things that are looked at part by part, for a page: one with more is a drawing.
const SIGNS: u32 = 4_000;
/// Once these are spent, so many of the last fills are looked at.
const LAST: u64 = 64;

/// Glyphs that room is made for before any was met; a page with more is rare.
const MOST_ROOM: usize = 1 << 14;

/// A mark with its turn in the order of painting.
#[derive(Clone, Debug)]
pub(crate) struct Painted<T> {
    pub(crate) turn: u32,
    pub(crate) mark: T,
}

/// Marks in the order of painting.
#[derive(Debug)]
pub(crate) struct Canvas {
    /// The page as shown.
    pub(crate) bounds: Rect,
    pub(crate) glyphs: Vec<Glyph>,
    /// The turn of each glyph, apart from it, so that the glyphs are handed on where they lie.
    turns: Vec<u32>,
    /// Whether it was filled as an area goes with each.
    pub(crate) rules: Vec<Painted<(Rule, bool)>>,
    pub(crate) fills: Vec<Painted<Fill>>,
    pub(crate) images: Vec<Painted<Image>>,
    /// Rectangles that let nothing through, by their turn.
    pub(crate) covers: Vec<Painted<Rect>>,
    /// Boxes of coloured shapes that are not fills of a cell: white text can be seen on them.
    pub(crate) tints: Vec<Painted<Rect>>,
    /// Outlines of small squares.
    pub(crate) squares: Vec<Painted<Outlined>>,
    /// How many small things may still be looked at part by part.
    signs: u32,
    /// How often a fill may still be looked at.
    looks: Cell<u64>,
    /// Where glyphs are, for finding those that are drawn twice.
    /// The last glyph of each place; `older` leads on to those before it.
    places: HashMap<(char, i32, i32), u32, FewBits>,
    older: Vec<u32>,
    turn: u32,
}

/// How something is painted over what is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coat {
    pub(crate) colour: Rgb,
    pub(crate) alpha: f32,
    pub(crate) multiplies: bool,
    /// Nothing shows through it.
    pub(crate) is_solid: bool,
}

impl Canvas {
    /// A canvas with room for as many glyphs as a content stream of a length in bytes usually shows.
    pub(crate) fn new(bounds: Rect, content: usize) -> Self {
        let room = (content / BYTES_A_GLYPH).min(MOST_ROOM);
        Self {
            bounds,
            glyphs: Vec::with_capacity(room),
            turns: Vec::with_capacity(room),
            rules: Vec::new(),
            fills: Vec::new(),
            images: Vec::new(),
            covers: Vec::new(),
            tints: Vec::new(),
            squares: Vec::new(),
            signs: SIGNS,
            looks: Cell::new(LOOKS),
            places: HashMap::with_capacity_and_hasher(1 << 11, FewBits),
            older: Vec::with_capacity(room),
            turn: 0,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.glyphs.len()
            + self.rules.len()
            + self.fills.len()
            + self.images.len()
            + self.tints.len()
    }

    /// How many marks of each kind there are, glyphs aside.
    pub(crate) fn drawn(&self) -> [usize; 6] {
        let Self { rules, fills, images, covers, tints, squares, .. } = self;
        [rules.len(), fills.len(), images.len(), covers.len(), tints.len(), squares.len()]
    }

    /// Forgets the marks that came since they were counted, glyphs aside.
    pub(crate) fn forget_drawn(&mut self, drawn: [usize; 6]) {
        let [rules, fills, images, covers, tints, squares] = drawn;
        self.rules.truncate(rules);
        self.fills.truncate(fills);
        self.images.truncate(images);
        self.covers.truncate(covers);
        self.tints.truncate(tints);
        self.squares.truncate(squares);
    }

    /// Glyphs that are not blanks.
    pub(crate) fn letters(&self) -> usize {
        self.glyphs.iter().filter(|g| !g.text.trim().is_empty()).count()
    }

    /// A shape of which only the box is known, already clipped.
    pub(crate) fn tint(&mut self, area: Rect, coat: Coat) {
        if coat.alpha > 0.0 && !coat.colour.is_white() {
            let turn = self.next_turn();
            self.tints.push(Painted { turn, mark: area });
        }
    }

    pub(crate) fn next_turn(&mut self) -> u32 {
        self.turn += 1;
        self.turn
    }

    /// An area, already clipped: a ruling where it is thin. `is_whole` says that it is filled to
    /// its corners.
    pub(crate) fn area(&mut self, area: Rect, coat: Coat, is_whole: bool, shape: Shape) {
        if coat.alpha <= 0.0 {
            return;
        }
        let (width, height) = (area.width(), area.height());
        let (thin, long) = (width.min(height), width.max(height));
        // Dots may be the pieces of a line.
        if thin <= THIN && (long >= LONG * thin || long <= THIN) && long > 0.0 {
            self.line(area, coat, false, true);
            return;
        }
        if thin <= 0.0 {
            return;
        }
        let colour = self.shown(&area, coat);
        let turn = self.next_turn();
        self.fills.push(Painted { turn, mark: Fill { shape, ..Fill::new(area, colour) } });
        if is_whole && coat.is_solid {
            self.covers.push(Painted { turn, mark: area });
        }
    }

    /// Whether another small thing may be looked at part by part.
    pub(crate) fn has_room_for_signs(&self) -> bool {
        self.signs > 0
    }

    /// A small thing that may be a sign.
    pub(crate) fn sign(&mut self, Small { area, shape, look }: Small, coat: Coat) {
        if coat.alpha <= 0.0 {
            return;
        }
        self.signs = self.signs.saturating_sub(1);
        let colour = self.shown(&area, coat);
        let turn = self.next_turn();
        self.fills.push(Painted { turn, mark: Fill { area, colour, shape, look } });
    }

    /// The outline of a small square, which is also drawn as rules.
    pub(crate) fn square(&mut self, area: Rect, coat: Coat) {
        let turn = self.next_turn();
        self.squares.push(Painted { turn, mark: Outlined { area, colour: coat.colour } });
    }

    /// A line, already clipped.
    pub(crate) fn rule(&mut self, area: Rect, coat: Coat, is_dashed: bool) {
        self.line(area, coat, is_dashed, false);
    }

    fn line(&mut self, area: Rect, coat: Coat, is_dashed: bool, is_area: bool) {
        if coat.alpha <= 0.0 {
            return;
        }
        let colour = self.shown(&area, coat);
        let is_horizontal = area.width() >= area.height();
        let turn = self.next_turn();
        let rule = Rule { area, is_horizontal, colour, is_dashed };
        self.rules.push(Painted { turn, mark: (rule, is_area) });
    }

    /// The colour that shows where a coat is laid on what is there.
    fn shown(&self, area: &Rect, coat: Coat) -> Rgb {
        if coat.alpha >= 1.0 && !coat.multiplies {
            return coat.colour;
        }
        blend(coat.colour, self.ground(area, u32::MAX), coat.alpha, coat.multiplies)
    }

    /// The colour of the fill that was painted last, before a turn, around the middle of an area.
    pub(crate) fn ground(&self, area: &Rect, before: u32) -> Rgb {
        let (x, y) = centre(area);
        // A page with so many fills is a drawing; a look at the last ones has to do.
        let most = self.looks.get().clamp(LAST, 5000);
        let mut looked = 0;
        let mut fills = self.fills.iter().rev().take(most as usize).inspect(|_| looked += 1);
        let found = fills.find(|f| f.turn < before && f.mark.area.contains(x, y));
        let colour = found.map_or(Rgb(255, 255, 255), |f| f.mark.colour);
        self.looks.set(self.looks.get().saturating_sub(looked));
        colour
    }

    /// A glyph; one that only strengthens an equal one below is not kept, and an accent joins the
    /// letter that it is on.
    pub(crate) fn glyph(&mut self, mut glyph: Glyph) {
        let turn = self.next_turn();
        let first = glyph.text.chars().next().filter(|c| !c.is_whitespace());
        if let Some(c) = first {
            if combining(c).is_some_and(|mark| self.put_on_last(mark, &glyph)) {
                return;
            }
            if c.is_alphabetic() && self.take_last_accent(&mut glyph) {
                // The letter is where its accent was in the list.
                if let (Some(last), Some(its)) = (self.glyphs.last_mut(), self.turns.last_mut()) {
                    (*last, *its) = (glyph, turn);
                }
                return;
            }
            // Less than half of the way to the next letter, however narrow it is.
            let is_upright = (45.0..135.0).contains(&(glyph.angle % 180.0));
            let along = if is_upright { glyph.area.height() } else { glyph.area.width() };
            let reach = (glyph.size * 0.1).min((along * 0.4).max(0.05));
            let cell = |v: f32| floor(v / 8.0);
            let (x, y) = glyph.origin;
            for cx in cell(x - reach)..=cell(x + reach) {
                for cy in cell(y - reach)..=cell(y + reach) {
                    if let Some(i) = self.twin(&glyph, (c, cx, cy), reach) {
                        self.strengthen(i, &glyph);
                        return;
                    }
                }
            }
            let index = self.glyphs.len() as u32;
            let before = self.places.insert((c, cell(x), cell(y)), index);
            self.older.resize(self.glyphs.len(), u32::MAX);
            self.older.push(before.unwrap_or(u32::MAX));
        }
        self.glyphs.push(glyph);
        self.turns.push(turn);
    }

    /// The index of a glyph that says the same at the same place.
    fn twin(&self, glyph: &Glyph, place: (char, i32, i32), reach: f32) -> Option<usize> {
        let mut next = *self.places.get(&place)?;
        // The list of a place is short unless a file is made to do harm.
        for _ in 0..64 {
            let old = self.glyphs.get(next as usize)?;
            let (dx, dy) =
                ((old.origin.0 - glyph.origin.0).abs(), (old.origin.1 - glyph.origin.1).abs());
            if dx <= reach
                && dy <= reach
                && old.text == glyph.text
                && (old.size - glyph.size).abs() <= reach
                && old.is_ocr == glyph.is_ocr
            {
                return Some(next as usize);
            }
            next = *self.older.get(next as usize)?;
        }
        None
    }

    /// Beside itself a glyph looks bold; in another colour the later one shows.
    fn strengthen(&mut self, index: usize, glyph: &Glyph) {
        let (Some(old), Some(turn)) = (self.glyphs.get_mut(index), self.turns.get_mut(index))
        else {
            return;
        };
        let apart =
            (old.origin.0 - glyph.origin.0).abs().max((old.origin.1 - glyph.origin.1).abs());
        old.bold |= glyph.bold || apart > 0.05;
        // White over a coloured outline of itself still shows by the outline.
        if !glyph.colour.is_white() || glyph.alpha < 1.0 {
            old.colour = glyph.colour;
        }
        old.alpha = old.alpha.max(glyph.alpha);
        old.is_artifact &= glyph.is_artifact;
        old.is_watermark &= glyph.is_watermark;
        old.mcid = old.mcid.or(glyph.mcid);
        *turn = self.turn;
    }

    /// Puts an accent that is a glyph of its own on the letter drawn just before it.
    fn put_on_last(&mut self, mark: char, accent: &Glyph) -> bool {
        let Some(letter) = self.glyphs.last_mut() else { return false };
        let is_letter = letter.text.chars().next_back().is_some_and(char::is_alphabetic);
        if !is_letter || !stands_on(accent, letter) {
            return false;
        }
        letter.text = letter.text.chars().chain([mark]).nfc().collect();
        true
    }

    /// Puts an accent that was drawn just before on its letter, as TeX sets them.
    fn take_last_accent(&self, letter: &mut Glyph) -> bool {
        let Some(last) = self.glyphs.last() else { return false };
        let mut said = last.text.chars();
        let (Some(accent), None) = (said.next().and_then(combining), said.next()) else {
            return false;
        };
        if !stands_on(last, letter) {
            return false;
        }
        letter.text = letter.text.chars().chain([accent]).nfc().collect();
        true
    }

    /// Puts a span's own text in place of what its glyphs from an index on say: one for one where
    /// the numbers agree, else all on the first of them.
    pub(crate) fn replace_text(&mut self, from: usize, text: &str) {
        let Some(span) = self.glyphs.get_mut(from..) else { return };
        let letters: Vec<char> = text.chars().collect();
        if letters.len() == span.len() {
            for (glyph, c) in span.iter_mut().zip(letters) {
                glyph.text = EcoString::from(c);
            }
            return;
        }
        if letters.is_empty() {
            // A decoration that says nothing.
            self.cut_off(from);
            return;
        }
        let Some((first, rest)) = span.split_first_mut() else { return };
        first.text = text.into();
        for glyph in rest.iter() {
            // The box grows along its own line only; a text over several lines keeps the first.
            if clipped(&first.area, &glyph.area).is_some()
                || (glyph.origin.1 - first.origin.1).abs() < first.size * 0.3
            {
                first.area = first.area.union(&glyph.area);
            }
        }
        self.cut_off(from + 1);
    }

    /// Forgets the glyphs from an index on. What still leads to them is harmless, because a twin
    /// is compared in full.
    fn cut_off(&mut self, from: usize) {
        self.glyphs.truncate(from);
        self.turns.truncate(from);
        self.older.truncate(from);
    }
}

/// The whole number at or below: without SSE 4.1 `f32::floor` is a call, here one for each glyph.
fn floor(v: f32) -> i32 {
    let whole = v as i32;
    if whole as f32 > v { whole.saturating_sub(1) } else { whole }
}

/// The combining form of an accent, be it one already or one with a width of its own.
fn combining(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' => c,
        '`' => '\u{300}',
        '\u{b4}' => '\u{301}',
        '\u{2c6}' => '\u{302}',
        '\u{2dc}' => '\u{303}',
        '\u{af}' => '\u{304}',
        '\u{2d8}' => '\u{306}',
        '\u{2d9}' => '\u{307}',
        '\u{a8}' => '\u{308}',
        '\u{2da}' => '\u{30a}',
        '\u{2dd}' => '\u{30b}',
        '\u{2c7}' => '\u{30c}',
        '\u{b8}' => '\u{327}',
        '\u{2db}' => '\u{328}',
        _ => return None,
    })
}

/// Whether the middle of an accent is over a letter, and not merely beside it.
fn stands_on(accent: &Glyph, letter: &Glyph) -> bool {
    let (x, _) = centre(&accent.area);
    let inside = letter.area.width() * 0.15;
    accent.angle == letter.angle
        && x >= letter.area.x0 + inside
        && x <= letter.area.x1 - inside
        && (letter.origin.1 - accent.origin.1).abs() < letter.size * 0.6
}

/// A quick hash for small keys that nobody gains by making collide: lists under a key are cut.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FewBits;

impl std::hash::BuildHasher for FewBits {
    type Hasher = Mixer;

    fn build_hasher(&self) -> Mixer {
        Mixer(0)
    }
}

pub(crate) struct Mixer(u64);

impl std::hash::Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u64(u64::from(*b));
        }
    }

    fn write_u64(&mut self, v: u64) {
        self.0 = (self.0.rotate_left(5) ^ v).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u32(&mut self, v: u32) {
        self.write_u64(u64::from(v));
    }

    fn write_i32(&mut self, v: i32) {
        self.write_u64(u64::from(v.cast_unsigned()));
    }
}
