//! Tables without a drawn grid: columns from white gutters, rows from baselines.
//!
//! Lines with wide gaps at common places make a block; the strips that (nearly) no line of the block
//! crosses are its gutters; rules and fill edges, where there are any, part rows and close the
//! block. Text in columns, lists and contents have gutters too: `judge` tells them from tables.

use super::blocks;
use super::charts;
use super::columns::{self, Span};
use super::grid::Grid;
use super::judge::{self, Verdict};
use super::layout;
use super::list_signs;
use super::rows;
use super::rulings::{Ruling, Rulings};
use super::words::{self, PageContent, Word};
use tablemend_model::Rect;

/// Columns of text within columns of text.
const DEPTH: usize = 8;

/// A line of text in segments that wide gaps part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextLine {
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) area: Rect,
    pub(crate) segments: Vec<Segment>,
}

/// Words of a line without a wide gap between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    pub(crate) words: Vec<u32>,
}

impl TextLine {
    pub(crate) fn is_open(&self) -> bool {
        self.segments.len() > 1
    }

    /// Whether all of it is set in bold type.
    pub(crate) fn is_bold(&self, content: &PageContent) -> bool {
        self.segments.iter().flat_map(|p| &p.words).all(|i| content.words[*i as usize].bold)
    }

    /// The wide gaps between its segments.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = Span> {
        self.segments.windows(2).map(|w| (w[0].x1, w[1].x0))
    }
}

/// What is drawn, as far as it may part rows or end a table.
pub(crate) struct Guides<'a> {
    /// Lines across, from top to bottom.
    pub(crate) across: &'a [Ruling],
    /// Lines down, from left to right.
    pub(crate) down: &'a [Ruling],
    /// Areas of tables whose drawn lines are no full grid.
    pub(crate) loose: &'a [Rect],
}

impl Guides<'_> {
    /// The lines between two heights that run over most of an extent.
    pub(crate) fn between(&self, y0: f32, y1: f32, extent: Span, share: f32) -> Option<&Ruling> {
        let low = self.across.partition_point(|r| r.at < y0);
        self.across[low..]
            .iter()
            .take_while(|r| r.at <= y1)
            .find(|r| r.to.min(extent.1) - r.from.max(extent.0) >= share * (extent.1 - extent.0))
    }
}

/// Finds tables among the words that are still free, and takes them. `taken` are areas of tables
/// that were found, `frames` boxes drawn around something, `loose` areas with lines that are no grid.
pub(crate) fn find(
    content: &PageContent,
    rulings: &Rulings,
    free: &mut [bool],
    taken: &[Rect],
    frames: &[Rect],
    loose: &[Rect],
) -> Vec<Grid> {
    let guides = Guides { across: &rulings.across, down: &rulings.down, loose };
    let mut found = Vec::new();
    let mut rest: Vec<u32> = (0..content.words.len() as u32)
        .filter(|i| {
            let word = &content.words[*i as usize];
            free[*i as usize] && !word.is_turned && {
                let (x, y) = super::drawn::centre(word);
                !taken.iter().any(|t| t.contains(x, y))
            }
        })
        .collect();
    // What is in a frame is read apart from what is around it; small frames first.
    let mut frames = frames.to_vec();
    frames.sort_by(|a, b| (a.width() * a.height()).total_cmp(&(b.width() * b.height())));
    for frame in &frames {
        let (inside, outside): (Vec<u32>, Vec<u32>) = rest.iter().partition(|i| {
            let (x, y) = super::drawn::centre(&content.words[**i as usize]);
            frame.contains(x, y)
        });
        if inside.is_empty() || frame.width() > 0.95 * content.width {
            continue;
        }
        rest = outside;
        search(content, &guides, &inside, taken, 0, &mut found);
    }
    search(content, &guides, &rest, taken, 0, &mut found);
    for index in found.iter().flat_map(Grid::words) {
        free[index as usize] = false;
    }
    found
}

fn search(
    content: &PageContent,
    guides: &Guides<'_>,
    chosen: &[u32],
    taken: &[Rect],
    depth: usize,
    found: &mut Vec<Grid>,
) {
    if chosen.len() < 4 || depth > DEPTH {
        return;
    }
    let text_lines = text_lines(&content.words, chosen, guides.down);
    if let Some((run, at)) = layout::text_columns(&text_lines, guides) {
        let word_of = |i: &&u32| content.words[**i as usize].area.x1 < at;
        let own: Vec<u32> = words_of(&text_lines[run.clone()]);
        let (left, right): (Vec<u32>, Vec<u32>) = own.iter().partition(|i| word_of(i));
        for part in
            [words_of(&text_lines[..run.start]), left, right, words_of(&text_lines[run.end..])]
        {
            search(content, guides, &part, taken, depth + 1, found);
        }
        return;
    }
    for (from, to) in blocks::blocks(content, &text_lines, guides, taken) {
        let block = &text_lines[from..to];
        let gutters = columns::walled(columns::gutters(block), block, guides.down);
        if gutters.is_empty() {
            continue;
        }
        // Bars have their numbers in them, and a scale below or above.
        let around = &text_lines[from.saturating_sub(2)..(to + 2).min(text_lines.len())];
        let area = block.iter().fold(block[0].area, |a, s| a.union(&s.area));
        let is_chart = around.iter().any(|s| charts::is_scale(content, s))
            || charts::is_figure(content, &area) && !is_full(block, gutters.len() + 1);
        let is_captioned = is_captioned(content, &text_lines, from);
        match judge::judge(content, block, &gutters, guides, is_captioned) {
            Verdict::Table if is_chart => {}
            Verdict::Table => {
                let (from, to) =
                    blocks::outwards(content, &text_lines, (from, to), &gutters, guides, taken);
                let to =
                    blocks::closing(content, &text_lines, (from, to), gutters.len() + 1, guides);
                let block = &text_lines[from..to];
                let again = columns::walled(columns::gutters(block), block, guides.down);
                let gutters = if again.len() >= gutters.len() { again } else { gutters };
                if let Some(grid) = rows::grid(content, block, &gutters, guides) {
                    found.push(grid);
                }
            }
            // Columns of text may hold tables of their own.
            Verdict::Columns(gutter) => {
                let reach = reach(&text_lines, (from, to), gutter);
                let at = (gutter.0 + gutter.1) / 2.0;
                let (left, right): (Vec<u32>, Vec<u32>) = words_of(&text_lines[reach.0..reach.1])
                    .iter()
                    .partition(|i| content.words[**i as usize].area.x1 < at);
                if !left.is_empty() && !right.is_empty() {
                    search(content, guides, &left, taken, depth + 1, found);
                    search(content, guides, &right, taken, depth + 1, found);
                }
            }
            Verdict::Nothing => {}
        }
    }
}

/// Whether the caption of a table ends right above a line, but for a note of its units or years.
fn is_captioned(content: &PageContent, text_lines: &[TextLine], line: usize) -> bool {
    let here = &text_lines[line];
    (line.saturating_sub(2)..line).rev().any(|n| {
        here.base - text_lines[n].base < 4.0 * here.size
            && charts::is_in_caption(content, text_lines, n)
    })
}

fn words_of(text_lines: &[TextLine]) -> Vec<u32> {
    text_lines.iter().flat_map(|s| &s.segments).flat_map(|p| p.words.iter().copied()).collect()
}

/// Whether (nearly) every line fills (nearly) every column, as no labels of a drawing do.
fn is_full(block: &[TextLine], columns: usize) -> bool {
    let segments: usize = block.iter().map(|s| s.segments.len()).sum();
    columns > 2 && block.len() > 3 && segments * 100 >= block.len() * columns * 85
}

/// The lines around a block that a gutter goes through as well, as far as it goes.
fn reach(text_lines: &[TextLine], block: (usize, usize), gutter: Span) -> (usize, usize) {
    let at = (gutter.0 + gutter.1) / 2.0;
    let crosses = |s: &TextLine| s.segments.iter().any(|p| p.x0 < at && p.x1 > at);
    let (mut from, mut to) = block;
    while from > 0 && !crosses(&text_lines[from - 1]) {
        from -= 1;
    }
    while to < text_lines.len() && !crosses(&text_lines[to]) {
        to += 1;
    }
    (from, to)
}

/// Lines in segments. A gap is wide when no blank of the line's own setting is as wide: justified
/// text has wide blanks throughout. A line drawn down between two words parts them as well.
pub(crate) fn text_lines(words: &[Word], chosen: &[u32], down: &[Ruling]) -> Vec<TextLine> {
    strips_by(words, chosen, down, true)
}

/// The same, but a gap is wide whatever the line's other blanks are: in narrow justified cells they are
/// as wide as gutters, though not at common places.
pub(crate) fn strips_at_any_blank(
    words: &[Word],
    chosen: &[u32],
    down: &[Ruling],
) -> Vec<TextLine> {
    strips_by(words, chosen, down, false)
}

fn strips_by(words: &[Word], chosen: &[u32], down: &[Ruling], by_setting: bool) -> Vec<TextLine> {
    let mut out = Vec::new();
    for line in words::lines(words, chosen) {
        let gap = |pair: &[u32]| words[pair[1] as usize].area.x0 - words[pair[0] as usize].area.x1;
        let is_walled = |pair: &[u32]| {
            let (x0, x1) = (words[pair[0] as usize].area.x1, words[pair[1] as usize].area.x0);
            let y = line.base - 0.3 * line.size;
            let low = down.partition_point(|wall| wall.at < x0 - 0.5);
            down[low..].iter().take_while(|wall| wall.at <= x1 + 0.5).any(|wall| {
                let least = if wall.is_edge { 2.5 } else { 1.2 };
                wall.from <= y && wall.to >= y && wall.len() >= least * line.size
            })
        };
        let mut blanks: Vec<f32> = line
            .words
            .windows(2)
            .filter(|p| !words[p[1] as usize].is_glued)
            .map(gap)
            .filter(|g| *g < line.size)
            .collect();
        let mut wide = 0.62 * line.size;
        if by_setting && blanks.len() >= 5 {
            let middle = blanks.len() / 2;
            let usual = *blanks.select_nth_unstable_by(middle, f32::total_cmp).1;
            wide = wide.max(1.7 * usual);
        }
        let leads = leaders(words, &line);
        let mut segments: Vec<Segment> = Vec::new();
        for (n, index) in line.words.iter().enumerate() {
            let word = &words[*index as usize];
            let goes_on = n > 0 && {
                let pair = &line.words[n - 1..=n];
                let [before, here] = [pair[0], pair[1]].map(|i| words[i as usize].text.as_str());
                // A currency sign belongs to the number behind it, however far away that is.
                let is_near = if is_currency(here) && is_amount(before) || leads[n - 1] && !leads[n]
                {
                    false
                } else if leads[n] {
                    true // Leaders belong to what they lead from.
                } else {
                    gap(pair) < wide || is_currency(before) && is_amount(here)
                };
                (word.is_glued || is_near) && !word.is_apart && !is_walled(pair)
            };
            match segments.last_mut() {
                Some(segment) if goes_on => {
                    segment.words.push(*index);
                    segment.x1 = segment.x1.max(word.area.x1);
                }
                _ => segments.push(Segment {
                    x0: word.area.x0,
                    x1: word.area.x1,
                    words: vec![*index],
                }),
            }
        }
        out.push(TextLine { base: line.base, size: line.size, area: line.area, segments });
    }
    list_signs::join(words, &mut out);
    out
}

/// Which words of a line are dots that lead the eye: three or more in equal steps behind a text. Dots
/// that stand for missing numbers are further apart.
fn leaders(words: &[Word], line: &words::Line) -> Vec<bool> {
    const WIDEST: f32 = 3.0;
    let word = |n: usize| &words[line.words[n] as usize];
    let is_dot = |n: usize| n > 0 && word(n).text.chars().all(|c| matches!(c, '.' | '…' | '·'));
    let mut leads = vec![false; line.words.len()];
    let mut start = 1;
    while start < leads.len() {
        if !is_dot(start) {
            start += 1;
            continue;
        }
        let step = |n: usize| word(n).area.x1 - word(n - 1).area.x1;
        let mut end = start + 1;
        while end < leads.len()
            && is_dot(end)
            && step(end) < WIDEST * line.size
            && (end == start + 1 || (step(end) - step(end - 1)).abs() < 0.25 * line.size)
        {
            end += 1;
        }
        let is_behind = word(start).area.x0 - word(start - 1).area.x1 < WIDEST * line.size;
        if end - start >= 3 && is_behind {
            leads[start..end].fill(true);
        }
        start = end;
    }
    leads
}

/// Whether a word is the sign of a currency alone.
pub(crate) fn is_currency(word: &str) -> bool {
    matches!(word, "$" | "€" | "£" | "¥" | "US$" | "$(")
}

/// Whether a word is an amount as it is behind a currency sign.
fn is_amount(word: &str) -> bool {
    let start = word.trim_start_matches(['(', '-', '\u{2212}', '–', '.']);
    start.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "-" | "–" | "—")
}

/// What some words of a line say, parted by blanks.
pub(crate) fn said(content: &PageContent, words: &[u32]) -> String {
    let mut out = String::new();
    for (n, index) in words.iter().enumerate() {
        let word = &content.words[*index as usize];
        if n > 0 && !word.is_glued {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}
