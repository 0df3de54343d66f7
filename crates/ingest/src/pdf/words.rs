//! Glyphs to words and lines, by gaps and baselines, whatever order they were drawn in.

use super::turn::Turn;
use super::watermark::{self, Apart};
use super::{bidi, marks, skew};
use tablemend_model::{Rect, Rgb};
use tablemend_pdf::{Cut, Fill, Glyph, Image, Page, Rule, Shape};

mod panels;
mod parts;
mod runs;
mod strike_ends;
mod strikes;

pub(crate) use parts::{Fold, Panel};

/// A gap of more than this share of the font size parts two words: the narrowest blank that
/// typesetters use (TeX's shrunk interword space is 0.22 em) against the widest kerning (0.1 em).
const WORD_GAP: f32 = 0.16;

/// A word or a piece of one that is set in one style. Its area reaches from 0.8 of the size above
/// the baseline to 0.2 below, since the boxes that fonts declare differ too much to compare.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) area: Rect,
    /// Baseline; of a raised or lowered word that of the word beside it.
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) font: u32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) colour: Rgb,
    pub(crate) is_struck: bool,
    pub(crate) is_raised: bool,
    /// No blank is between it and the word before it on its line.
    pub(crate) is_glued: bool,
    /// Not set along the page's lines: a whole line of such text is one word.
    pub(crate) is_turned: bool,
    /// Its direction on the upright page, in quarters clockwise.
    pub(crate) quarter: u8,
    pub(crate) is_ocr: bool,
    pub(crate) mcid: Option<u32>,
    /// Which operators drew its first and its last letter.
    pub(crate) run: (u32, u32),
    /// When its first letter was drawn, among all letters of the page; [`UNKNOWN`] where it was not drawn as text.
    pub(crate) order: u32,
    /// It begins a text that was drawn apart from what is on its left, at the left edge of others.
    pub(crate) is_apart: bool,
    /// What was drawn before it is on another line.
    pub(crate) is_begin: bool,
}

/// The order of what was not drawn as text.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// A page made upright and reduced to what the table finder needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageContent {
    pub(crate) number: u32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// In order of baseline, then from left to right.
    pub(crate) words: Vec<Word>,
    /// Without those that strike out or underline words.
    pub(crate) rules: Vec<Rule>,
    pub(crate) fills: Vec<Fill>,
    pub(crate) images: Vec<Image>,
    pub(crate) turn: Turn,
    /// Watermarks and stamps, in place on the page as shown.
    pub(crate) apart: Vec<Apart>,
    /// Where a clip cuts lines off; only of upright pages.
    pub(crate) cuts: Vec<Cut>,
    /// The pages that lie side by side in it, from left to right; none where it is one page.
    pub(crate) panels: Vec<Panel>,
    /// By how many degrees its text was off the level, and the size of the page as shown.
    pub(crate) skew: Option<(f32, (f32, f32))>,
    /// Where columns of the page were set below each other, in the order in which it was done.
    pub(crate) folds: Vec<Fold>,
}

/// Reads the words of a page; turns the page where most of its text is sideways.
pub(crate) fn content(page: &Page) -> PageContent {
    let Some(skew) = skew::of(page) else { return level(page) };
    let size = (page.width, page.height);
    PageContent { skew: Some((skew, size)), ..level(&skew::levelled(page, skew)) }
}

/// The same of a page whose text is level.
fn level(page: &Page) -> PageContent {
    let set_apart = watermark::find(page);
    let apart = set_apart.as_ref().map_or_else(Vec::new, |apart| watermark::texts(page, apart));
    let kept: Vec<Glyph>;
    let glyphs: &[Glyph] = match &set_apart {
        Some(apart) => {
            let own = page.glyphs.iter().zip(apart).filter(|(_, apart)| !**apart);
            kept = own.map(|(glyph, _)| glyph.clone()).collect();
            &kept
        }
        None => &page.glyphs,
    };
    let mut counts = [0usize; 4];
    for glyph in glyphs {
        counts[quarter(glyph.angle)] += 1;
    }
    let main = main_quarter(page, glyphs, &counts);
    let turn = Turn::new(main, page.width, page.height);
    let (width, height) = turn.size();
    let mut words = Vec::new();
    for (quarter_of, count) in counts.iter().enumerate() {
        if *count == 0 {
            continue;
        }
        let own = Turn::new(quarter_of, page.width, page.height);
        let drawn = Drawn { walls: walls(page, &own), along: strike_ends::lines(page, &own) };
        let mut found = words_along(glyphs, quarter_of, *count, &own, &drawn);
        if quarter_of == main {
            words.append(&mut found);
        } else {
            let off = ((quarter_of + 4 - main) % 4) as u8;
            words.extend(turned_lines(&found, &own, &turn, off));
        }
    }
    let fill = |f: &Fill| Fill {
        area: turn.upright(&f.area),
        // What is up on the page is not where its text is turned.
        shape: if turn.is_upright() { f.shape } else { Shape::Other },
        ..*f
    };
    let mut content = PageContent {
        number: page.number,
        width,
        height,
        words,
        rules: page
            .rules
            .iter()
            .map(|r| Rule {
                area: turn.upright(&r.area),
                is_horizontal: r.is_horizontal != turn.is_sideways(),
                ..*r
            })
            .collect(),
        fills: page.fills.iter().map(fill).collect(),
        images: page.images.iter().map(|i| Image { area: turn.upright(&i.area), ..*i }).collect(),
        turn,
        apart,
        cuts: if turn.is_upright() { page.cuts.clone() } else { Vec::new() },
        panels: Vec::new(),
        skew: None,
        folds: Vec::new(),
    };
    sort(&mut content.words);
    let mut drawn = super::bullets::drawn(&content.fills, &content.rules, &content.words);
    drawn.extend(super::bullets::signs(&content.fills, &content.words, &|f| {
        !super::forms::is_unnamed(f)
    }));
    if !drawn.is_empty() {
        content.words.extend(drawn);
        sort(&mut content.words);
    }
    strikes::mark(&mut content);
    content
}

/// The direction in which most of a page is written. Labels of columns that stand upright in a table
/// do not turn a page whose other text, in its midst, is level: a page is turned whole, but for its
/// running lines.
fn main_quarter(page: &Page, glyphs: &[Glyph], counts: &[usize; 4]) -> usize {
    let main = (0..4).max_by_key(|q| (counts[*q], 4 - *q)).unwrap_or(0);
    if main == 0 || counts[0] == 0 {
        return main;
    }
    let is_inside = |g: &&Glyph| {
        let (x, y) = (g.origin.0 / page.width, g.origin.1 / page.height);
        quarter(g.angle) == 0 && (0.12..0.88).contains(&x) && (0.12..0.88).contains(&y)
    };
    let level = glyphs.iter().filter(is_inside).count();
    if level * 12 > glyphs.len() { 0 } else { main }
}

/// The lines that a page draws across the direction of some text, in that text's upright frame.
fn walls(page: &Page, own: &Turn) -> Vec<Rect> {
    let mut walls: Vec<Rect> = page
        .rules
        .iter()
        .filter(|r| r.is_horizontal == own.is_sideways())
        .map(|r| own.upright(&r.area))
        .collect();
    walls.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    walls
}

pub(super) fn sort(words: &mut [Word]) {
    words.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.area.x0.total_cmp(&b.area.x0)));
}

/// Which quarter of the circle a direction of writing is nearest to.
fn quarter(angle: f32) -> usize {
    if angle == 0.0 {
        return 0; // Nearly all text; rounding is a call.
    }
    let turns = (angle / 90.0).round();
    if turns.is_finite() { (turns.rem_euclid(4.0) as usize) % 4 } else { 0 }
}

/// The lines drawn across and along text of one direction, in its upright frame.
struct Drawn {
    walls: Vec<Rect>,
    along: Vec<Rect>,
}

/// A glyph in its upright frame.
struct Set<'a> {
    glyph: &'a Glyph,
    /// When it was drawn.
    order: usize,
    x0: f32,
    x1: f32,
    base: f32,
    is_blank: bool,
    /// It begins a text that was drawn apart from what is on its left.
    is_apart: bool,
    /// What was drawn before it is on another line.
    is_begin: bool,
}

/// The words of the `count` glyphs that are written in one direction.
fn words_along(
    glyphs: &[Glyph],
    quarter_of: usize,
    count: usize,
    turn: &Turn,
    drawn: &Drawn,
) -> Vec<Word> {
    let mut set: Vec<Set<'_>> = Vec::with_capacity(count);
    let found = glyphs
        .iter()
        .enumerate()
        .filter(|(_, g)| quarter(g.angle) == quarter_of)
        .map(|(order, glyph)| {
            let area = turn.upright(&glyph.area);
            let (_, base) = turn.upright_point(glyph.origin.0, glyph.origin.1);
            let is_blank = glyph.text.chars().all(char::is_whitespace);
            Set {
                glyph,
                order,
                x0: area.x0,
                x1: area.x1,
                base,
                is_blank,
                is_apart: false,
                is_begin: false,
            }
        })
        .filter(|s| s.x0.is_finite() && s.x1.is_finite() && s.base.is_finite());
    set.extend(found);
    runs::set_apart(&mut set);
    set.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut words = Vec::with_capacity(count / 4);
    let mut start = 0;
    while start < set.len() {
        // Glyphs of one baseline, but for the tremble of rounded coordinates.
        let first = &set[start];
        let slack = (first.glyph.size * 0.08).clamp(0.3, 2.0);
        let end =
            start + set[start..].iter().take_while(|s| s.base - first.base <= slack).count().max(1);
        // The sort is stable: glyphs of one baseline come as they were drawn.
        set[start..end].sort_by_key(|s| s.order);
        let parts = runs::parts(&mut set[start..end]);
        let first_word = words.len();
        let is_over = parts.len() > 1;
        for part in parts {
            let from = words.len();
            words_of_baseline(&set[start..end][part], drawn, &mut words);
            if is_over {
                runs::join(&mut words, first_word, from);
            }
        }
        start = end;
    }
    raise(&mut words);
    marks::write(&mut words);
    bidi::mend(&mut words);
    words
}

/// Parts the glyphs of one baseline, sorted by x, into words.
fn words_of_baseline(line: &[Set<'_>], drawn: &Drawn, words: &mut Vec<Word>) {
    let spacing = letter_spacing(line);
    let Some(first) = line.first() else { return };
    let strikes = strike_ends::near(&drawn.along, first.base, first.glyph.size);
    let mut last: Option<(&Set<'_>, f32)> = None;
    let mut blank_before = true;
    for set in line {
        let glyph = set.glyph;
        if set.is_blank {
            // A blank that is drawn over a word (kerned back) parts nothing.
            if last.is_none_or(|(_, right)| set.x1 > right - 0.05 * glyph.size) {
                blank_before = true;
            }
            continue;
        }
        let is_new = match last {
            None => true,
            Some((before, right)) => {
                let gap = set.x0 - right;
                let size = before.glyph.size.max(glyph.size);
                blank_before && gap > 0.05 * size
                    || gap > (WORD_GAP + spacing) * size
                    || set.is_apart
                    || is_walled(&drawn.walls, before, set)
            }
        };
        let is_strike_end =
            last.is_some_and(|(before, _)| strike_ends::is_between(strikes, before, set));
        let is_new = is_new
            || is_strike_end
                && words.last().is_some_and(|w| strike_ends::are_two(&w.text, &glyph.text));
        let same_style =
            !is_strike_end && last.is_some_and(|(before, _)| same_style(before.glyph, glyph));
        match words.last_mut() {
            Some(word) if !is_new && same_style => {
                word.text.push_str(&glyph.text);
                word.area.x1 = word.area.x1.max(set.x1);
                word.run.1 = glyph.run;
            }
            _ => words.push(Word {
                text: word_text(&glyph.text),
                area: Rect {
                    x0: set.x0,
                    x1: set.x1,
                    y0: set.base - 0.8 * glyph.size,
                    y1: set.base + 0.2 * glyph.size,
                },
                base: set.base,
                size: glyph.size,
                font: glyph.font,
                bold: glyph.bold,
                italic: glyph.italic,
                colour: glyph.colour,
                is_struck: false,
                is_raised: false,
                is_glued: !is_new,
                is_turned: false,
                quarter: 0,
                is_ocr: glyph.is_ocr,
                mcid: glyph.mcid,
                run: (glyph.run, glyph.run),
                order: set.order as u32,
                is_apart: set.is_apart,
                is_begin: set.is_begin,
            }),
        }
        blank_before = false;
        let right = last.map_or(set.x1, |(_, r)| if is_new { set.x1 } else { r.max(set.x1) });
        last = Some((set, right));
    }
}

/// Whether a line is drawn between two letters of different runs: text that reaches over the edge of
/// its cell ends where the text of the next begins.
fn is_walled(walls: &[Rect], before: &Set<'_>, set: &Set<'_>) -> bool {
    if before.glyph.run == set.glyph.run {
        return false;
    }
    let (from, to) = ((before.x0 + before.x1) / 2.0, (set.x0 + set.x1) / 2.0);
    let (top, bottom) = (set.base - 0.6 * set.glyph.size, set.base);
    let low = walls.partition_point(|w| w.x0 < from);
    walls[low..]
        .iter()
        .take_while(|w| w.x0 < to)
        .any(|w| w.y0 <= top && w.y1 >= bottom && w.height() > 1.2 * set.glyph.size && w.x1 < to)
}

/// The text of a word that begins with a glyph, with room for a word of usual length.
fn word_text(first: &str) -> String {
    let mut text = String::with_capacity(first.len().max(16));
    text.push_str(first);
    text
}

fn same_style(a: &Glyph, b: &Glyph) -> bool {
    a.bold == b.bold
        && a.italic == b.italic
        && a.colour == b.colour
        && a.mcid == b.mcid
        && (a.size - b.size).abs() < 0.1 * a.size
}

/// How far the letters of a line are set apart, as a share of their size: the lower quartile of
/// the gaps, which is 0 in text that is not letter-spaced.
fn letter_spacing(line: &[Set<'_>]) -> f32 {
    let mut gaps: Vec<f32> = line
        .windows(2)
        .filter(|w| !w.iter().any(|s| s.is_blank))
        .map(|w| (w[1].x0 - w[0].x1) / w[0].glyph.size.max(0.1))
        .filter(|g| *g < 0.6)
        .collect();
    if gaps.len() < 6 {
        return 0.0;
    }
    let quartile = gaps.len() / 4;
    gaps.select_nth_unstable_by(quartile, f32::total_cmp);
    gaps[quartile].clamp(0.0, 0.4)
}

/// Puts raised and lowered small words on the baseline of the word beside them.
fn raise(words: &mut [Word]) {
    sort(words);
    let mut moves = Vec::new();
    // The sizes and base lines of words that an engine read from a picture are rough.
    for (i, word) in words.iter().enumerate().filter(|(_, w)| !w.is_ocr) {
        let reach = word.size * 1.4;
        let low = words.partition_point(|w| w.base < word.base - reach);
        let beside = words[low..]
            .iter()
            .enumerate()
            .take_while(|(_, w)| w.base <= word.base + reach)
            .filter(|(n, w)| {
                let up = (w.base - word.base) / w.size.max(0.1);
                let gap_after = (word.area.x0 - w.area.x1) / w.size.max(0.1);
                let gap_before = (w.area.x0 - word.area.x1) / w.size.max(0.1);
                // The ending of a numeral may be as large as its digits: `30th` with a raised `th`.
                let is_ending = || {
                    w.text.ends_with(|c: char| c.is_ascii_digit())
                        && (-0.1..0.15).contains(&gap_after)
                        && word.size <= 1.05 * w.size
                        && marks::is_numeral_ending(&word.text)
                };
                low + n != i
                    && (word.size <= 0.85 * w.size || is_ending())
                    && (0.12..0.75).contains(&up.abs())
                    && ((-0.3..0.3).contains(&gap_after) || (-0.3..0.3).contains(&gap_before))
            })
            .min_by(|(_, a), (_, b)| {
                let away = |w: &Word| {
                    (word.area.x0 - w.area.x1).abs().min((w.area.x0 - word.area.x1).abs())
                };
                away(a).total_cmp(&away(b))
            });
        if let Some((n, w)) = beside {
            let follows = (word.area.x0 - w.area.x1).abs() < (w.area.x0 - word.area.x1).abs();
            let glued = follows && word.area.x0 - w.area.x1 < WORD_GAP * w.size;
            let glues_next = !follows && w.area.x0 - word.area.x1 < WORD_GAP * w.size;
            moves.push((i, w.base, w.base > word.base, glued, glues_next.then_some(low + n)));
        }
    }
    // Marks behind a mark: `³⁰ ³¹`. Words in small type go on with no mark.
    let is_mark = |w: &Word| {
        let text = w.text.trim_end_matches([',', ';']);
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
    };
    let mut moved = vec![false; words.len()];
    moves.iter().for_each(|(i, ..)| moved[*i] = true);
    let mut at = 0;
    while let Some((i, base, is_raised, ..)) = moves.get(at).copied() {
        at += 1;
        let mark = &words[i];
        if !is_mark(mark) {
            continue;
        }
        let low = words.partition_point(|w| w.base < mark.base - 0.1 * mark.size);
        let next = words[low..]
            .iter()
            .take_while(|w| w.base <= mark.base + 0.1 * mark.size)
            .position(|w| {
                let gap = (w.area.x0 - mark.area.x1) / mark.size.max(0.1);
                (-0.1..0.6).contains(&gap) && (w.size - mark.size).abs() <= 0.1 * mark.size
            })
            .map(|n| low + n);
        if let Some(next) = next.filter(|n| !moved[*n] && is_mark(&words[*n])) {
            moved[next] = true;
            let glued = words[next].area.x0 - mark.area.x1 < WORD_GAP * mark.size;
            moves.push((next, base, is_raised, glued, None));
        }
    }
    for (i, base, is_raised, glued, next) in moves {
        words[i].base = base;
        words[i].is_raised = is_raised;
        words[i].is_glued |= glued;
        if let Some(next) = next {
            words[next].is_glued = true;
        }
    }
    sort(words);
}

/// Makes one word of each line of text that is across the page's lines.
fn turned_lines(words: &[Word], own: &Turn, main: &Turn, quarter: u8) -> Vec<Word> {
    let all: Vec<u32> = (0..words.len() as u32).collect();
    let mut turned: Vec<Word> = Vec::new();
    for line in lines(words, &all) {
        let mut open: Option<Word> = None;
        for index in line.words {
            let word = &words[index as usize];
            match &mut open {
                Some(o) if word.area.x0 - o.area.x1 < 1.5 * word.size => {
                    if !word.is_glued {
                        o.text.push(' ');
                    }
                    o.text.push_str(&word.text);
                    o.area = o.area.union(&word.area);
                }
                _ => turned.extend(open.replace(word.clone())),
            }
        }
        turned.extend(open);
    }
    for word in &mut turned {
        word.area = main.upright(&own.shown(&word.area));
        word.base = word.area.y1 - 0.2 * word.size;
        word.is_turned = true;
        word.quarter = quarter;
        word.is_glued = false;
    }
    turned
}

/// Words on one baseline, from left to right, as indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) words: Vec<u32>,
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) area: Rect,
}

/// The lines that some words make, from top to bottom. `chosen` are indices into `words`.
pub(crate) fn lines(words: &[Word], chosen: &[u32]) -> Vec<Line> {
    let mut order: Vec<u32> = chosen.to_vec();
    order.sort_by(|a, b| words[*a as usize].base.total_cmp(&words[*b as usize].base));
    let mut lines: Vec<Line> = Vec::new();
    for index in order {
        let word = &words[index as usize];
        match lines.last_mut() {
            Some(line) if word.base - line.base <= 0.3 * word.size.min(line.size) => {
                line.words.push(index);
                line.size = line.size.max(word.size);
                line.area = line.area.union(&word.area);
            }
            _ => {
                let mut words = Vec::with_capacity(16); // Most lines have fewer.
                words.push(index);
                lines.push(Line { words, base: word.base, size: word.size, area: word.area });
            }
        }
    }
    for line in &mut lines {
        line.words
            .sort_by(|a, b| words[*a as usize].area.x0.total_cmp(&words[*b as usize].area.x0));
    }
    lines
}
