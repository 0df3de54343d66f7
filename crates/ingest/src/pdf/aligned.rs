//! Tables without a drawn grid: columns from white gutters, rows from baselines.
//!
//! Lines with wide gaps at common places make a block; the strips that (nearly) no line of the block
//! crosses are its gutters; rules and fill edges, where there are any, part rows and close the
//! block. Text in columns, lists and contents have gutters too: `judge` tells them from tables.

use super::charts;
use super::columns::{self, Span};
use super::grid::Grid;
use super::judge::{self, Verdict};
use super::layout;
use super::numeric::is_atomic;
use super::rows;
use super::rulings::{Ruling, Rulings};
use super::text;
use super::words::{self, Sheet, Word};
use tablemend_model::Rect;

/// Columns of text within columns of text.
const DEPTH: usize = 8;

/// A line of text in pieces that wide gaps part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Strip {
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) area: Rect,
    pub(crate) pieces: Vec<Piece>,
}

/// Words of a line without a wide gap between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    pub(crate) words: Vec<u32>,
}

impl Strip {
    fn is_open(&self) -> bool {
        self.pieces.len() > 1
    }

    /// The wide gaps between its pieces.
    fn gaps(&self) -> impl Iterator<Item = Span> {
        self.pieces.windows(2).map(|w| (w[0].x1, w[1].x0))
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
    sheet: &Sheet,
    rulings: &Rulings,
    free: &mut [bool],
    taken: &[Rect],
    frames: &[Rect],
    loose: &[Rect],
) -> Vec<Grid> {
    let guides = Guides { across: &rulings.across, down: &rulings.down, loose };
    let mut found = Vec::new();
    let mut rest: Vec<u32> = (0..sheet.words.len() as u32)
        .filter(|i| {
            let word = &sheet.words[*i as usize];
            free[*i as usize] && !word.is_turned && {
                let (x, y) = super::drawn::centre(word);
                !taken.iter().any(|t| t.contains(x, y))
            }
        })
        .collect();
    // What stands in a frame is read apart from what stands around it; small frames first.
    let mut frames = frames.to_vec();
    frames.sort_by(|a, b| (a.width() * a.height()).total_cmp(&(b.width() * b.height())));
    for frame in &frames {
        let (inside, outside): (Vec<u32>, Vec<u32>) = rest.iter().partition(|i| {
            let (x, y) = super::drawn::centre(&sheet.words[**i as usize]);
            frame.contains(x, y)
        });
        if inside.is_empty() || frame.width() > 0.95 * sheet.width {
            continue;
        }
        rest = outside;
        search(sheet, &guides, &inside, taken, 0, &mut found);
    }
    search(sheet, &guides, &rest, taken, 0, &mut found);
    for index in found.iter().flat_map(Grid::words) {
        free[index as usize] = false;
    }
    found
}

fn search(
    sheet: &Sheet,
    guides: &Guides<'_>,
    chosen: &[u32],
    taken: &[Rect],
    depth: usize,
    found: &mut Vec<Grid>,
) {
    if chosen.len() < 4 || depth > DEPTH {
        return;
    }
    let strips = strips(&sheet.words, chosen, guides.down);
    if let Some((run, at)) = layout::text_columns(&strips, guides) {
        let word_of = |i: &&u32| sheet.words[**i as usize].area.x1 < at;
        let own: Vec<u32> = words_of(&strips[run.clone()]);
        let (left, right): (Vec<u32>, Vec<u32>) = own.iter().partition(|i| word_of(i));
        for part in [words_of(&strips[..run.start]), left, right, words_of(&strips[run.end..])] {
            search(sheet, guides, &part, taken, depth + 1, found);
        }
        return;
    }
    for (from, to) in blocks(sheet, &strips, guides, taken) {
        let block = &strips[from..to];
        let gutters = columns::walled(columns::gutters(block), block, guides.down);
        if gutters.is_empty() {
            continue;
        }
        // Bars have their numbers in them, and a scale below or above.
        let around = &strips[from.saturating_sub(2)..(to + 2).min(strips.len())];
        let area = block.iter().fold(block[0].area, |a, s| a.union(&s.area));
        let is_chart = around.iter().any(|s| charts::is_scale(sheet, s))
            || charts::is_figure(sheet, &area) && !is_full(block, gutters.len() + 1);
        match judge::judge(sheet, block, &gutters, guides) {
            Verdict::Table if is_chart => {}
            Verdict::Table => {
                let (from, to) = outwards(sheet, &strips, (from, to), &gutters, guides, taken);
                let to = closing(sheet, &strips, (from, to), gutters.len() + 1, guides);
                let block = &strips[from..to];
                let again = columns::walled(columns::gutters(block), block, guides.down);
                let gutters = if again.len() >= gutters.len() { again } else { gutters };
                if let Some(grid) = rows::grid(sheet, block, &gutters, guides) {
                    found.push(grid);
                }
            }
            // Columns of text may hold tables of their own.
            Verdict::Columns(gutter) => {
                let reach = reach(&strips, (from, to), gutter);
                let at = (gutter.0 + gutter.1) / 2.0;
                let (left, right): (Vec<u32>, Vec<u32>) = words_of(&strips[reach.0..reach.1])
                    .iter()
                    .partition(|i| sheet.words[**i as usize].area.x1 < at);
                if !left.is_empty() && !right.is_empty() {
                    search(sheet, guides, &left, taken, depth + 1, found);
                    search(sheet, guides, &right, taken, depth + 1, found);
                }
            }
            Verdict::Nothing => {}
        }
    }
}

fn words_of(strips: &[Strip]) -> Vec<u32> {
    strips.iter().flat_map(|s| &s.pieces).flat_map(|p| p.words.iter().copied()).collect()
}

/// Whether (nearly) every line fills (nearly) every column, as no labels of a drawing do.
fn is_full(block: &[Strip], columns: usize) -> bool {
    let pieces: usize = block.iter().map(|s| s.pieces.len()).sum();
    columns > 2 && block.len() > 3 && pieces * 100 >= block.len() * columns * 85
}

/// The lines around a block that a gutter goes through as well, as far as it goes.
fn reach(strips: &[Strip], block: (usize, usize), gutter: Span) -> (usize, usize) {
    let at = (gutter.0 + gutter.1) / 2.0;
    let crosses = |s: &Strip| s.pieces.iter().any(|p| p.x0 < at && p.x1 > at);
    let (mut from, mut to) = block;
    while from > 0 && !crosses(&strips[from - 1]) {
        from -= 1;
    }
    while to < strips.len() && !crosses(&strips[to]) {
        to += 1;
    }
    (from, to)
}

/// Lines in pieces. A gap is wide when no blank of the line's own setting is as wide: justified
/// text has wide blanks throughout. A line drawn down between two words parts them as well.
pub(crate) fn strips(words: &[Word], chosen: &[u32], down: &[Ruling]) -> Vec<Strip> {
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
        if blanks.len() >= 5 {
            let middle = blanks.len() / 2;
            let usual = *blanks.select_nth_unstable_by(middle, f32::total_cmp).1;
            wide = wide.max(1.7 * usual);
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for (n, index) in line.words.iter().enumerate() {
            let word = &words[*index as usize];
            let goes_on = n > 0 && {
                let pair = &line.words[n - 1..=n];
                let [before, here] = [pair[0], pair[1]].map(|i| words[i as usize].text.as_str());
                // A currency sign belongs to the number behind it, however far away that stands.
                let is_near = if is_currency(here) && is_amount(before) {
                    false
                } else {
                    gap(pair) < wide || is_currency(before) && is_amount(here)
                };
                (word.is_glued || is_near) && !is_walled(pair)
            };
            match pieces.last_mut() {
                Some(piece) if goes_on => {
                    piece.words.push(*index);
                    piece.x1 = piece.x1.max(word.area.x1);
                }
                _ => pieces.push(Piece { x0: word.area.x0, x1: word.area.x1, words: vec![*index] }),
            }
        }
        out.push(Strip { base: line.base, size: line.size, area: line.area, pieces });
    }
    out
}

/// Whether a word is the sign of a currency alone.
pub(crate) fn is_currency(word: &str) -> bool {
    matches!(word, "$" | "€" | "£" | "¥" | "US$" | "$(")
}

/// Whether a word is an amount as it stands behind a currency sign.
fn is_amount(word: &str) -> bool {
    let start = word.trim_start_matches(['(', '-', '\u{2212}', '–', '.']);
    start.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "-" | "–" | "—")
}

/// Runs of lines that may be tables: lines with gaps at common places, and the few lines without
/// gaps between them (headings inside, stubs that are turned over).
fn blocks(
    sheet: &Sheet,
    strips: &[Strip],
    guides: &Guides<'_>,
    taken: &[Rect],
) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < strips.len() {
        if !strips[start].is_open() || charts::is_caption_line(sheet, &strips[start]) {
            start += 1;
            continue;
        }
        let mut last = start; // The last line with gaps.
        let mut open = vec![start];
        let mut has_numbers = numbers_behind(sheet, &strips[start]);
        let mut n = start + 1;
        while n < strips.len() {
            let (above, line) = (&strips[n - 1], &strips[n]);
            let step = line.base - above.base;
            if blocked(above, line, taken)
                || charts::is_caption_line(sheet, line)
                || has_numbers && is_note(sheet, &strips[n..], &strips[last])
            {
                break;
            }
            // A header that comes again begins another table.
            if has_numbers
                && strips[start..n.min(start + 4)].iter().any(|head| is_alike(sheet, head, line))
            {
                break;
            }
            has_numbers |= numbers_behind(sheet, line);
            if line.is_open() {
                let shared = open.iter().rev().take(4).map(|o| shared(&strips[*o], line)).max();
                let limit = match shared {
                    Some(3..) => 7.0,
                    Some(2) => 4.5,
                    _ => 2.8,
                };
                if shared.unwrap_or(0) == 0 || step > limit * line.size.max(above.size) {
                    break;
                }
                open.push(n);
                last = n;
            } else {
                let whole = (strips[start].area.x0, strips[start].area.x1);
                let crosses = open.iter().rev().take(3).all(|o| crossed(&strips[*o], line) > 0);
                let held = guides.between(strips[last].base, line.base, whole, 0.6).is_none();
                let most = if crosses {
                    2
                } else if held {
                    5
                } else {
                    3
                };
                if n - last > most || step > 2.8 * line.size.max(above.size) {
                    break;
                }
            }
            n += 1;
        }
        blocks.push((start, last + 1));
        start = last + 1;
    }
    blocks
}

/// Whether two lines of several pieces, none of them a number, begin alike at like places.
fn is_alike(sheet: &Sheet, head: &Strip, line: &Strip) -> bool {
    let first = |s: &Strip| said(sheet, &s.pieces[0].words);
    let is_head =
        |s: &Strip| s.is_open() && !s.pieces.iter().any(|p| is_atomic(&said(sheet, &p.words)));
    let name = first(line);
    is_head(head)
        && is_head(line)
        && name.chars().filter(|c| c.is_alphabetic()).count() > 3
        && first(head) == name
        && (head.pieces[0].x0 - line.pieces[0].x0).abs() < 2.0 * line.size
}

/// Whether a line has a number behind its first piece.
fn numbers_behind(sheet: &Sheet, line: &Strip) -> bool {
    line.pieces[1..].iter().any(|p| is_atomic(&said(sheet, &p.words)))
}

/// Whether the first of some lines below a row begins the notes to a table: it says so, or is set
/// smaller or marked, is no heading of rows that follow, and gives no number.
fn is_note(sheet: &Sheet, lines: &[Strip], row: &Strip) -> bool {
    let [line, below @ ..] = lines else { return false };
    if numbers_behind(sheet, line) {
        return false;
    }
    let first = line.pieces[0].words.first().map_or("", |i| &sheet.words[*i as usize].text);
    let is_row = |s: &Strip| s.size > 0.95 * row.size && numbers_behind(sheet, s);
    let is_heading =
        (line.area.x0 - row.area.x0).abs() < row.size && below.iter().take(3).any(is_row);
    text::names_note(first)
        || (text::starts_note(first) || line.size < 0.88 * row.size) && !is_heading
}

/// Whether a table that was already found stands between two lines.
fn blocked(above: &Strip, below: &Strip, taken: &[Rect]) -> bool {
    taken.iter().any(|t| {
        t.y0 >= above.base - 1.0
            && t.y1 <= below.base + 1.0
            && t.x0 < above.area.x1.max(below.area.x1)
            && t.x1 > above.area.x0.min(below.area.x0)
    })
}

/// How many gaps two lines have in common.
fn shared(a: &Strip, b: &Strip) -> usize {
    let least = 0.35 * a.size.min(b.size);
    a.gaps().filter(|g| b.gaps().any(|h| g.1.min(h.1) - g.0.max(h.0) >= least)).count()
}

/// How many gaps of an open line another line runs over.
fn crossed(open: &Strip, line: &Strip) -> usize {
    open.gaps().filter(|g| line.pieces.iter().any(|p| p.x0 < g.0 && p.x1 > g.1)).count()
}

/// Whether a piece runs over a gutter.
fn crossed_by(piece: &Piece, gutters: &[Span]) -> bool {
    gutters.iter().any(|g| piece.x0 < g.0 && piece.x1 > g.1)
}

/// Widens a block to lines that belong to it: header lines above that stand over its columns, and
/// all that a rule above or below closes in.
fn outwards(
    sheet: &Sheet,
    strips: &[Strip],
    block: (usize, usize),
    gutters: &[Span],
    guides: &Guides<'_>,
    taken: &[Rect],
) -> (usize, usize) {
    let (mut from, mut to) = block;
    let x0 = strips[from..to].iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = strips[from..to].iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let extent = (x0, x1);
    let stub = gutters.first().map_or(x0, |g| (g.0 + g.1) / 2.0);
    let size = columns::usual_size(strips[from..to].iter());
    // Up: lines over the data columns, or anything under a rule as wide as the table.
    let mut up = from;
    while up > 0 && from - up < 6 {
        let (line, below) = (&strips[up - 1], &strips[up]);
        // A title is set larger than the table.
        if below.base - line.base > 2.4 * line.size.max(below.size)
            || line.size > 1.3 * size
            || blocked(line, below, taken)
            || charts::is_caption_line(sheet, line)
            || line.area.x0 > x1
            || line.area.x1 < x0
        {
            break;
        }
        let ruled = guides.between(line.base, below.base - 0.3 * below.size, extent, 0.85);
        if ruled.is_some_and(|r| !r.is_edge)
            && up == from
            && has_rule_below(guides, strips, (from, to), extent)
        {
            break; // The table's own top rule.
        }
        up -= 1;
        let inside = line.area.x0 > stub - line.size && line.area.x1 < x1 + line.size;
        if inside {
            from = up;
        }
        let y = line.base - 1.0 * line.size;
        if guides.between(y - 1.2 * line.size, y + 0.2 * line.size, extent, 0.85).is_some() {
            from = up;
            break;
        }
    }
    // Down: the end of the last stub, turned over, within its column.
    let edge = gutters.first().map_or(x1, |g| g.1);
    while to < strips.len() {
        let (above, line) = (&strips[to - 1], &strips[to]);
        let first = line.pieces.first().and_then(|p| p.words.first());
        let small = first.is_some_and(|i| {
            sheet.words[*i as usize].text.chars().next().is_some_and(char::is_lowercase)
        });
        let near = line.base - above.base < 1.3 * line.size;
        if !small || !near || line.area.x1 > edge || line.area.x0 < x0 - line.size {
            break;
        }
        to += 1;
    }
    // Down: the end of the last cell of another column, line by line below it.
    while to < strips.len() {
        let (above, line) = (&strips[to - 1], &strips[to]);
        let [piece] = line.pieces.as_slice() else { break };
        let goes_on = above.pieces.iter().any(|p| (p.x0 - piece.x0).abs() < 0.3 * line.size);
        if !goes_on
            || piece.x0 < edge
            || crossed_by(piece, gutters)
            || line.base - above.base > 1.3 * line.size
            || (line.size - above.size).abs() > 0.1 * line.size
            || blocked(above, line, taken)
            || guides.between(above.base, line.base - 0.5 * line.size, extent, 0.85).is_some()
        {
            break;
        }
        to += 1;
    }
    // Down: what stands above a rule as wide as the table, if that rule is near.
    let mut down = to;
    while down < strips.len() && down - to < 3 {
        let (above, line) = (&strips[down - 1], &strips[down]);
        if line.base - above.base > 2.0 * line.size
            || blocked(above, line, taken)
            || guides.between(above.base, line.base - 0.5 * line.size, extent, 0.85).is_some()
        {
            break;
        }
        down += 1;
        let bottom = guides.between(line.base, line.base + 1.2 * line.size, extent, 0.85);
        if bottom.is_some() && line.area.x1 < x1 + line.size {
            to = down;
            break;
        }
    }
    (from, to)
}

/// The end of a block that a rule, or the end of its drawn lines, closes: notes and headings below it
/// may have gaps, but they leave most columns blank and give no numbers.
fn closing(
    sheet: &Sheet,
    strips: &[Strip],
    block: (usize, usize),
    columns: usize,
    guides: &Guides<'_>,
) -> usize {
    let (from, to) = block;
    let is_note = |s: &&Strip| {
        let (first, rest) = s.pieces.split_at(1);
        s.pieces.len() * 2 <= columns
            && !rest.iter().any(|p| is_atomic(&said(sheet, &p.words)))
            && (s.pieces.len() > 1 || first[0].words.len() > 1)
    };
    let notes = strips[from..to].iter().rev().take_while(is_note).count();
    let body = &strips[from..to - notes];
    let x0 = body.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = body.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let ends_above = |n: usize| {
        let (above, here) = (&strips[n - 1], &strips[n]);
        let is_end =
            |a: &Rect| a.y1 > above.base - above.size && a.y1 < here.base && a.x0 < x1 && a.x1 > x0;
        guides.loose.iter().any(is_end)
    };
    (to - notes..to)
        .filter(|n| *n > from + 1)
        .find(|n| ends_above(*n) || rows::rule_above(&strips[..to], *n, guides, (x0, x1), 0.85))
        .unwrap_or(to)
}

/// Whether a rule runs below the first lines of a block: then one above it is the table's head rule.
fn has_rule_below(
    guides: &Guides<'_>,
    strips: &[Strip],
    block: (usize, usize),
    extent: Span,
) -> bool {
    let first = strips[block.0].base;
    let last = strips[block.1 - 1].base;
    guides.between(first, last + 1.5 * strips[block.1 - 1].size, extent, 0.8).is_some()
}

/// What some words of a line say, parted by blanks.
pub(crate) fn said(sheet: &Sheet, words: &[u32]) -> String {
    let mut out = String::new();
    for (n, index) in words.iter().enumerate() {
        let word = &sheet.words[*index as usize];
        if n > 0 && !word.is_glued {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}
