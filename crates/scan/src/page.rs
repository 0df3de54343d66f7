//! A page that was recognised, as any other page: glyphs, rules and fills in points.

use crate::letters;
use crate::lines::{self, Set};
use crate::ordinals;
use crate::parts;
use crate::prepare::Prepared;
use crate::tsv::Seen;
use ecow::EcoString;
use tablemend_model::{Rect, Rgb};
use tablemend_pdf::{Fill, Glyph, Page, Rule};

/// A word below this confidence is uncertain, one with a digit below that.
const SURE: f32 = 90.0;
const SURE_DIGITS: f32 = 95.0;
/// Strokes so much thicker than the page's usual ones are bold.
const BOLD: f32 = 1.32;

/// A page that was recognised.
#[derive(Clone, Debug)]
pub struct ReadPage {
    /// What is on it; without links.
    pub page: Page,
    /// Words that the engine was not sure of.
    pub doubted: Vec<Doubted>,
    /// How many words there are.
    pub words: usize,
    /// The mean of the engine's confidence in them, from 0 to 100.
    pub confidence: f32,
}

/// A word that the engine was not sure of.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubted {
    /// As it was read.
    pub text: String,
    /// From 0 to 100.
    pub confidence: f32,
    /// Where it is, in points.
    pub area: Rect,
}

pub(crate) fn page(
    prepared: &Prepared,
    number: u32,
    (width, height): (f32, f32),
    words: Vec<Seen>,
) -> ReadPage {
    let high = usual_height(&words);
    let words = letters::mended(words, &prepared.letters, high);
    let mut words = ordinals::mended(parts::mended(words, &prepared.letters, high));
    let strokes: Vec<Option<f32>> =
        words.iter().map(|w| letters::stroke(&prepared.letters, w.area)).collect();
    let bold = bold_lines(&words, &strokes, high);
    let (sx, sy) = (prepared.scale.0 / prepared.zoom, prepared.scale.1 / prepared.zoom);
    for word in &mut words {
        let [x0, y0, x1, y1] = word.area;
        word.area = [x0 * sx, y0 * sy, x1 * sx, y1 * sy];
    }
    let set = lines::set(words);
    let doubted = set.iter().filter(|w| is_doubted(&w.seen)).map(doubted).collect();
    let count = set.len();
    let confidence = set.iter().map(|w| w.seen.confidence).sum::<f32>() / count.max(1) as f32;
    let page = Page {
        number,
        width,
        height,
        glyphs: glyphs(&set, &bold),
        rules: rules(prepared),
        fills: fills(prepared),
        ..Page::default()
    };
    ReadPage { page, doubted, words: count, confidence }
}

/// How high most words are, in pixels.
fn usual_height(words: &[Seen]) -> f32 {
    let long = words.iter().filter(|w| w.text.len() > 2);
    let mut heights: Vec<f32> = long.map(|w| w.area[3] - w.area[1]).collect();
    let at = heights.len() / 2;
    if heights.is_empty() { 24.0 } else { *heights.select_nth_unstable_by(at, f32::total_cmp).1 }
}

/// The engine's lines most of whose words have thick strokes.
fn bold_lines(words: &[Seen], strokes: &[Option<f32>], high: f32) -> Vec<[u32; 3]> {
    let told = || words.iter().zip(strokes).filter(|(w, s)| w.text.len() > 2 && s.is_some());
    let mut usual: Vec<f32> = told().filter_map(|(_, s)| *s).collect();
    if usual.len() < 8 {
        return Vec::new();
    }
    let at = usual.len() * 2 / 5;
    let usual = *usual.select_nth_unstable_by(at, f32::total_cmp).1;
    let mut lines: std::collections::BTreeMap<[u32; 3], (u32, u32)> = Default::default();
    for (word, stroke) in told() {
        // Larger type has thicker strokes without being bold.
        let larger = ((word.area[3] - word.area[1]) / high).max(1.0);
        let is_bold = stroke.is_some_and(|s| s > BOLD * usual * larger);
        let counts = lines.entry(word.line).or_default();
        counts.0 += u32::from(is_bold);
        counts.1 += 1;
    }
    lines.into_iter().filter(|(_, (bold, all))| bold * 3 >= all * 2).map(|(line, _)| line).collect()
}

fn is_doubted(word: &Seen) -> bool {
    let least = if word.text.contains(|c: char| c.is_ascii_digit()) { SURE_DIGITS } else { SURE };
    word.confidence < least
}

fn doubted(word: &Set) -> Doubted {
    let [x0, y0, x1, y1] = word.seen.area;
    Doubted {
        text: word.seen.text.clone(),
        confidence: word.seen.confidence,
        area: Rect::new(x0, y0, x1, y1),
    }
}

/// The letters of the words, each with its share of its word's box, and a blank behind each word.
fn glyphs(set: &[Set], bold: &[[u32; 3]]) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for (run, (n, word)) in (1..).zip(set.iter().enumerate()) {
        let [x0, _, x1, _] = word.seen.area;
        let letters: Vec<char> = word.seen.text.chars().collect();
        let whole: f32 = letters.iter().map(|c| width(*c)).sum();
        let is_bold = bold.contains(&word.seen.line);
        let mut glyph = |text: EcoString, x0: f32, x1: f32| {
            glyphs.push(Glyph {
                text,
                area: Rect {
                    x0,
                    x1,
                    y0: word.base - 0.8 * word.size,
                    y1: word.base + 0.2 * word.size,
                },
                origin: (x0, word.base),
                size: word.size,
                angle: 0.0,
                font: 0,
                bold: is_bold,
                italic: false,
                colour: Rgb(0, 0, 0),
                alpha: 1.0,
                is_ocr: true,
                is_artifact: false,
                is_watermark: false,
                mcid: None,
                run,
            });
        };
        let mut at = x0;
        for letter in letters {
            let next = at + (x1 - x0) * width(letter) / whole;
            glyph(EcoString::from(letter), at, next);
            at = next;
        }
        // Boxes are drawn close around the ink: a blank between two may be narrow.
        let next = set.get(n + 1).filter(|w| w.base == word.base);
        let gap = next.map_or(0.0, |w| w.seen.area[0] - x1);
        if gap > 0.0 && gap < word.size {
            glyph(EcoString::from(' '), x1, x1 + gap);
        }
    }
    glyphs
}

/// How wide a letter is beside others.
fn width(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.5,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.65,
        'm' | 'w' | 'M' | 'W' => 1.5,
        c if c.is_uppercase() => 1.2,
        _ => 1.0,
    }
}

fn rules(prepared: &Prepared) -> Vec<Rule> {
    let (sx, sy) = prepared.scale;
    let rule = |line: &crate::rules::Line| {
        let (x0, x1, y0, y1) = if line.is_horizontal {
            (line.from, line.to, line.near, line.far)
        } else {
            (line.near, line.far, line.from, line.to)
        };
        Rule {
            area: Rect { x0: x0 * sx, y0: y0 * sy, x1: x1 * sx, y1: y1 * sy },
            is_horizontal: line.is_horizontal,
            colour: Rgb(line.shade, line.shade, line.shade),
            is_dashed: false,
        }
    };
    prepared.rules.iter().map(rule).collect()
}

fn fills(prepared: &Prepared) -> Vec<Fill> {
    let (sx, sy) = prepared.scale;
    let fill = |a: &crate::fills::Area| {
        let area = Rect { x0: a.x0 * sx, y0: a.y0 * sy, x1: a.x1 * sx, y1: a.y1 * sy };
        Fill::new(area, Rgb(a.colour[0], a.colour[1], a.colour[2]))
    };
    prepared.fills.iter().map(fill).collect()
}
