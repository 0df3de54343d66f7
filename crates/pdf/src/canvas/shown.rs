//! What of all that was painted still shows in the end.

use super::grid::Grid;
use super::{Canvas, Painted};
use crate::geometry::{centre, clipped};
use crate::page::{Fill, Glyph, Image, Rule};
use tablemend_model::{Rect, Rgb};

/// Letters of hidden text that are kept to show what it was.
const SAMPLE: usize = 40;

/// What shows in the end.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) fills: Vec<Fill>,
    pub(crate) images: Vec<Image>,
    pub(crate) hidden: Letters,
}

/// Letters of one kind: how many, around what, the first of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    pub(crate) count: u32,
    pub(crate) area: Option<Rect>,
    pub(crate) sample: String,
}

impl Letters {
    pub(crate) fn add(&mut self, text: &str, area: &Rect) {
        // Dashes and dots without letters say nothing.
        if !text.contains(|c: char| c.is_alphanumeric() || c == '\u{fffd}') {
            return;
        }
        self.count += 1;
        self.area = Some(self.area.map_or(*area, |a| a.union(area)));
        if self.sample.len() < SAMPLE {
            self.sample.push_str(text);
        }
    }
}

impl Canvas {
    /// Takes away what later paint hides, white on white, and invisible text that no picture
    /// is under.
    pub(crate) fn finish(mut self) -> Shown {
        let squares = super::signs::squares(&mut self.rules, &self.squares);
        if !squares.is_empty() {
            self.fills.extend(squares);
            self.fills.sort_by_key(|f| f.turn);
        }
        let covers = Grid::of_covers(&self.covers, &self.bounds);
        let pictures: Vec<Painted<Rect>> =
            self.images.iter().map(|i| Painted { turn: i.turn, mark: i.mark.area }).collect();
        let is_lost = |turn: u32, area: &Rect, colour: Rgb| {
            covers.hides(turn, area, 0.05)
                || (colour.is_white() && is_blank(&self.fills, &pictures, area, turn))
        };
        let fills = self.fills.iter().filter(|f| !is_lost(f.turn, &f.mark.area, f.mark.colour));
        let mut fills = super::signs::together(fills.cloned().collect());
        let rules = self
            .rules
            .iter()
            .filter(|r| !is_lost(r.turn, &r.mark.0.area, r.mark.0.colour))
            .map(|r| r.mark)
            .collect();
        let images = self
            .images
            .iter()
            .filter(|i| !covers.hides(i.turn, &i.mark.area, 0.05))
            .map(|i| i.mark)
            .collect();
        let mut rules = crate::dashes::join(rules, &mut fills);
        super::signs::bars(&mut rules, &mut fills);
        let rules = crate::strips::absorb(rules, &mut fills);
        let under = if self.glyphs.iter().any(|g| g.colour.is_white()) {
            coloured(&self.fills, &self.rules, &self.tints, &pictures)
        } else {
            Vec::new()
        };
        let under = Grid::new(&under, &self.bounds);
        let pictures = Grid::new(&pictures, &self.bounds);
        let mut glyphs = self.glyphs;
        let mut turns = self.turns.iter();
        let mut hidden = Letters::default();
        glyphs.retain(|glyph| {
            let turn = turns.next().copied().unwrap_or(0);
            let shows = if glyph.is_ocr {
                let (x, y) = centre(&glyph.area);
                let middle = Rect { x0: x, y0: y, x1: x, y1: y };
                pictures.near(&middle).any(|p| p.mark.contains(x, y))
            } else {
                let is_covered = covers.hides(turn, &glyph.area, glyph.size * 0.15);
                let is_lost = glyph.colour.is_white() && is_on_white(&under, glyph, turn);
                !is_covered && !is_lost
            };
            if !shows {
                hidden.add(&glyph.text, &glyph.area);
            }
            shows
        });
        Shown { glyphs, rules, fills, images, hidden }
    }
}

/// Everything on which white can be seen, in the order of painting.
fn coloured(
    fills: &[Painted<Fill>],
    rules: &[Painted<(Rule, bool)>],
    tints: &[Painted<Rect>],
    pictures: &[Painted<Rect>],
) -> Vec<Painted<Rect>> {
    let fills = fills.iter().filter(|f| !f.mark.colour.is_white());
    let rules = rules.iter().filter(|r| !r.mark.0.colour.is_white());
    let mut all: Vec<Painted<Rect>> = fills
        .map(|f| Painted { turn: f.turn, mark: f.mark.area })
        .chain(rules.map(|r| Painted { turn: r.turn, mark: r.mark.0.area }))
        .chain(tints.iter().cloned())
        .chain(pictures.iter().cloned())
        .collect();
    all.sort_by_key(|p| p.turn);
    all
}

/// Whether nothing but white was painted under a letter before it.
fn is_on_white(under: &Grid<'_>, glyph: &Glyph, turn: u32) -> bool {
    let area = &glyph.area;
    // A line that only touches a letter, as rulings do, is not a ground for it.
    let (dx, dy) = (area.width() * 0.2, area.height() * 0.25);
    let inner = Rect { x0: area.x0 + dx, y0: area.y0 + dy, x1: area.x1 - dx, y1: area.y1 - dy };
    !under.is_crowded()
        && !under.near(area).any(|p| p.turn < turn && clipped(&p.mark, &inner).is_some())
}

/// Whether nothing but white was painted around an area before a turn: white cannot be seen there.
/// Of very many fills and pictures only the first are looked at, and the rest is taken for blank
/// no more.
fn is_blank(fills: &[Painted<Fill>], pictures: &[Painted<Rect>], area: &Rect, turn: u32) -> bool {
    const MOST: usize = 5_000;
    let around =
        Rect { x0: area.x0 - 0.5, y0: area.y0 - 0.5, x1: area.x1 + 0.5, y1: area.y1 + 0.5 };
    fills.len() <= MOST
        && pictures.len() <= MOST
        && !pictures.iter().any(|p| p.turn < turn && clipped(&p.mark, &around).is_some())
        && !fills
            .iter()
            .take_while(|f| f.turn < turn)
            .any(|f| !f.mark.colour.is_white() && clipped(&f.mark.area, &around).is_some())
}
