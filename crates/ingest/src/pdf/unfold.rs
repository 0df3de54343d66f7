//! Pages whose tables are set in columns of the page, side by side: what is in the right column is set
//! below what is in the left one, so that the page is read from top to bottom as it is meant to be.
//!
//! A table's own columns are beside each other too. The labels of a header that come again further right,
//! at the same distances, tell the two apart: one table does not name its columns twice, and where it
//! does, its lines and rows run over both halves.

use super::aligned::{self, Segment, TextLine};
use super::rulings::{self, Ruling};
use super::running::Furniture;
use super::words::{Fold, PageContent, Word};
use std::ops::Range;
use tablemend_model::Rect;
use tablemend_pdf::{Fill, Image, Rule};

/// How often a page is unfolded at most.
const TIMES: usize = 8;
/// By how much labels may be nearer to or further from each other on the right, as a share of the distance
/// between the columns: each table has its own widths.
const SAME: f32 = 0.06;
/// Where the foot of a page begins, as a share of its height.
const FOOT: f32 = 0.85;
/// How far lines at the foot are below what is above, at least, in points.
const FAR: f32 = 20.0;
/// How far the text of both columns may begin from where their labels do, in points.
const INDENT: f32 = 12.0;
/// Rows that each column must have, the labels among them.
const ROWS: usize = 2;
/// Lines that each column must have.
const LINES: usize = 3;
/// White between what was beside each other and is below each other now, in points.
const GAP: f32 = 12.0;

/// Sets what is in the right columns of pages below what is in the left ones, in place.
pub(crate) fn unfold(contents: &mut [Option<PageContent>], furniture: &mut [Furniture]) {
    for (content, own) in contents.iter_mut().zip(furniture) {
        let Some(content) = content.as_mut().filter(|s| s.panels.is_empty()) else { continue };
        for _ in 0..TIMES {
            let Some(seam) = seam(content, own) else { break };
            turn_over(content, own, &seam);
        }
    }
}

/// The lines of a page that are no running lines.
fn lines(content: &PageContent, furniture: &Furniture) -> Vec<TextLine> {
    let mut free = vec![true; content.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let is_own = |i: &u32| free[*i as usize] && !content.words[*i as usize].is_turned;
    let chosen: Vec<u32> = (0..content.words.len() as u32).filter(is_own).collect();
    let mut text_lines = aligned::text_lines(&content.words, &chosen, &[]);
    // A line far below all others at the foot of a page is none of a column's.
    for _ in 0..2 {
        let [.., before, last] = text_lines.as_slice() else { break };
        if last.area.y0 < FOOT * content.height || last.base - before.base < FAR {
            break;
        }
        text_lines.pop();
    }
    text_lines
}

/// Where a page is parted into columns.
#[derive(Debug)]
struct Seam {
    /// Where the labels of the column on the left end.
    end: f32,
    /// Where the text of the column on the right begins.
    at: f32,
    /// How far it is to the right of the one on the left.
    shift: f32,
    /// From where to where, down the page.
    area: Range<f32>,
}

/// Labels that come again on the right.
struct Echo {
    /// The lines that they are on, left and right.
    lines: (usize, usize),
    /// Where the labels on the left end, and where those on the right begin.
    white: (f32, f32),
    shift: f32,
    /// Where the labels on the left are, from and to.
    labels: Vec<(f32, f32)>,
}

fn seam(content: &PageContent, furniture: &Furniture) -> Option<Seam> {
    let text_lines = lines(content, furniture);
    let mut echoes = echoes(&text_lines, content);
    if echoes.is_empty() {
        return None;
    }
    let drawn = rulings::rulings(content).across;
    echoes.sort_by(|a, b| a.shift.total_cmp(&b.shift));
    echoes.iter().find_map(|echo| {
        let mut places: Vec<f32> = text_lines
            .iter()
            .flat_map(|s| &s.segments)
            .map(|p| p.x0)
            .filter(|x| *x > echo.white.0 && *x <= echo.white.1)
            .collect();
        places.sort_by(f32::total_cmp);
        places.dedup_by(|a, b| *a - *b < 0.5);
        let zones =
            places.into_iter().map(|x| x - 0.5).map(|at| (at, zone(&text_lines, &drawn, at, echo)));
        let (at, zone) = zones.max_by_key(|(_, zone)| zone.len())?;
        are_columns(&text_lines[zone.clone()], &drawn, at, echo).then(|| Seam {
            end: echo.white.0,
            at,
            shift: echo.shift,
            area: extent(&text_lines, zone, content),
        })
    })
}

/// Two labels or more of a line that come again, at the same distances, further right.
fn echoes(text_lines: &[TextLine], content: &PageContent) -> Vec<Echo> {
    let text = |s: &TextLine, n: usize| -> String {
        let words = s.segments[n].words.iter().map(|i| content.words[*i as usize].text.as_str());
        words.collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<Vec<String>> =
        text_lines.iter().map(|s| (0..s.segments.len()).map(|n| text(s, n)).collect()).collect();
    let is_label = |t: &str| {
        t.chars().any(char::is_alphabetic) && !t.chars().any(|c| c.is_ascii_digit()) && t.len() < 40
    };
    let mut found = Vec::new();
    for (i, left) in text_lines.iter().enumerate().filter(|(_, s)| s.is_open()) {
        for (j, right) in text_lines.iter().enumerate().filter(|(_, s)| s.is_open()) {
            for a in 0..left.segments.len() - 1 {
                for c in 0..right.segments.len() - 1 {
                    let shift = right.segments[c].x0 - left.segments[a].x0;
                    if shift < 60.0 || i == j && c <= a || texts[i][a] != texts[j][c] {
                        continue;
                    }
                    let is_same = |n: &usize| {
                        let segments = (left.segments.get(a + n), right.segments.get(c + n));
                        let (Some(one), Some(other)) = segments else { return false };
                        (i != j || a + n < c)
                            && texts[i][a + n] == texts[j][c + n]
                            && is_label(&texts[i][a + n])
                            && (other.x0 - one.x0 - shift).abs() < SAME * shift
                    };
                    let count = (0..).take_while(is_same).count();
                    let own = &texts[i][a..a + count];
                    let end = left.segments[(a + count).saturating_sub(1)].x1;
                    let differ = own.iter().enumerate().all(|(n, t)| !own[..n].contains(t));
                    if count >= 2 && differ && end < right.segments[c].x0 {
                        found.push(Echo {
                            lines: (i, j),
                            white: (end, right.segments[c].x0),
                            shift,
                            labels: left.segments[a..a + count]
                                .iter()
                                .map(|p| (p.x0, p.x1))
                                .collect(),
                        });
                    }
                }
            }
        }
    }
    found
}

/// The lines around those of the labels that leave a place white, and that nothing drawn over it parts.
fn zone(text_lines: &[TextLine], drawn: &[Ruling], at: f32, echo: &Echo) -> Range<usize> {
    let crosses = |s: &TextLine| s.segments.iter().any(|p| p.x0 < at && p.x1 > at);
    let is_over = |r: &&Ruling| r.from < echo.white.0 && r.to > at + 4.0;
    let walls: Vec<f32> = drawn.iter().filter(is_over).map(|r| r.at).collect();
    let parted = |a: &TextLine, b: &TextLine| {
        let low = walls.partition_point(|y| *y < a.base);
        walls.get(low).is_some_and(|y| *y < b.base)
    };
    let (i, j) = (echo.lines.0.min(echo.lines.1), echo.lines.0.max(echo.lines.1));
    let (mut from, mut to) = (i, i);
    while from > 0
        && !crosses(&text_lines[from - 1])
        && !parted(&text_lines[from - 1], &text_lines[from])
    {
        from -= 1;
    }
    while to < text_lines.len()
        && !crosses(&text_lines[to])
        && (to == i || !parted(&text_lines[to - 1], &text_lines[to]))
    {
        to += 1;
    }
    if j < to { from..to } else { i..i }
}

/// Whether lines that a place parts are those of two columns of the page, not the halves of one table.
fn are_columns(text_lines: &[TextLine], drawn: &[Ruling], at: f32, echo: &Echo) -> bool {
    let side = |is_left: bool| -> Vec<(f32, f32, f32)> {
        let ends = |s: &TextLine| {
            let own = || s.segments.iter().filter(|p| (p.x1 <= at) == is_left);
            let x0 = own().map(|p| p.x0).reduce(f32::min)?;
            Some((s.base, x0, own().map(|p| p.x1).fold(x0, f32::max)))
        };
        text_lines.iter().filter_map(ends).collect()
    };
    let (left, right) = (side(true), side(false));
    if left.len() < LINES || right.len() < LINES {
        return false;
    }
    let reach = |side: &[(f32, f32, f32)]| {
        let x0 = side.iter().map(|l| l.1).fold(f32::INFINITY, f32::min);
        (x0, side.iter().map(|l| l.2).fold(f32::NEG_INFINITY, f32::max))
    };
    let (a, b) = (reach(&left), reach(&right));
    if ((b.0 - a.0) - echo.shift).abs() > INDENT {
        return false;
    }
    // Labels head columns: what is below them is beside each other as they are.
    let is_row = |s: &&TextLine, x: f32| {
        let is_under = |l: &&(f32, f32)| {
            s.segments.iter().any(|p| p.x0 < l.1 + x && p.x1 > l.0 + x && p.x1 - p.x0 < echo.shift)
        };
        let is_own = |p: &Segment| (p.x1 <= at) == (x == 0.0);
        s.segments.iter().filter(|p| is_own(p)).count() > 1
            && echo.labels.iter().filter(is_under).count() > 1
    };
    let rows = |x: f32| text_lines.iter().filter(|s| is_row(s, x)).count();
    if rows(0.0) < ROWS || rows(echo.shift) < ROWS {
        return false;
    }
    let is_level = |l: &(f32, f32, f32), other: &[(f32, f32, f32)]| {
        other.iter().any(|o| (o.0 - l.0).abs() < 1.5)
    };
    let alone = |one: &[(f32, f32, f32)], other: &[(f32, f32, f32)]| {
        one.iter().filter(|l| !is_level(l, other)).count() * 4 > one.len()
    };
    let (top, bottom) = (text_lines[0].base, text_lines[text_lines.len() - 1].base);
    let spans = |(x0, x1): (f32, f32), is_inside: &dyn Fn(&Ruling) -> bool| {
        drawn
            .iter()
            .filter(|r| r.at > top && r.at < bottom)
            .any(|r| is_inside(r) && r.to.min(x1) - r.from.max(x0) > 0.8 * (x1 - x0))
    };
    echo.lines.0 != echo.lines.1
        || spans(a, &|r| r.to < at + 4.0) && spans(b, &|r| r.from > echo.white.0)
        || alone(&left, &right) && alone(&right, &left)
}

/// From where to where lines reach down a page, with half of the white around them.
fn extent(text_lines: &[TextLine], zone: Range<usize>, content: &PageContent) -> Range<f32> {
    let from = match zone.start.checked_sub(1) {
        Some(n) => (text_lines[n].area.y1 + text_lines[zone.start].area.y0) / 2.0,
        None => f32::NEG_INFINITY,
    };
    let to = match text_lines.get(zone.end) {
        Some(next) => (text_lines[zone.end - 1].area.y1 + next.area.y0) / 2.0,
        None => {
            let last = text_lines[zone.end - 1].area.y1;
            let below = content.words.iter().map(|w| w.area.y0).filter(|y| *y > last);
            below.reduce(f32::min).map_or(f32::INFINITY, |next| (last + next) / 2.0)
        }
    };
    from..to
}

/// Sets the column on the right below the one on the left, and what is below both further down.
fn turn_over(content: &mut PageContent, furniture: &mut Furniture, seam: &Seam) {
    let mut fixed = vec![false; content.words.len()];
    for index in furniture.iter().flat_map(|(_, words)| words) {
        fixed[*index as usize] = true;
    }
    let is_in = |a: &Rect| {
        let middle = (a.y0 + a.y1) / 2.0;
        seam.area.start <= middle && middle <= seam.area.end
    };
    let is_right = |a: &Rect| is_in(a) && a.x0 > seam.end && (a.x0 + a.x1) / 2.0 > seam.at;
    let is_page = |a: &Rect| a.height() > 0.6 * content.height;
    let own = |is_wanted: &dyn Fn(&Rect) -> bool| -> Vec<Rect> {
        let words =
            content.words.iter().zip(&fixed).filter(|(_, fixed)| !**fixed).map(|(w, _)| w.area);
        let drawn =
            content.rules.iter().map(|r| r.area).chain(content.fills.iter().map(|f| f.area));
        words.chain(drawn.filter(|a| !is_page(a))).filter(is_wanted).collect()
    };
    let top = own(&is_right).iter().map(|a| a.y0).fold(f32::INFINITY, f32::min);
    let end = own(&is_right).iter().map(|a| a.y1).fold(top, f32::max);
    let bottom = own(&|a| is_in(a) && !is_right(a)).iter().map(|a| a.y1).fold(top, f32::max);
    let fold = Fold {
        band: bottom + GAP / 2.0..end + bottom + GAP - top,
        by: (seam.shift, bottom + GAP - top),
        below: (end + bottom + GAP - top) - bottom.max(end),
    };
    let moved = |a: &Rect, is_fixed: bool| {
        if is_fixed || is_page(a) {
            *a
        } else if is_right(a) {
            fold.turned(a)
        } else if !is_in(a) && a.y0 > seam.area.start {
            Rect { y0: a.y0 + fold.below, y1: a.y1 + fold.below, ..*a }
        } else {
            *a
        }
    };
    let words = content.words.iter().zip(&fixed).map(|(w, is_fixed)| {
        let area = moved(&w.area, *is_fixed);
        Word { area, base: w.base + area.y0 - w.area.y0, ..w.clone() }
    });
    let mut words: Vec<(usize, Word)> = words.enumerate().collect();
    let rules = content.rules.iter().map(|r| Rule { area: moved(&r.area, false), ..*r }).collect();
    let fills = content.fills.iter().map(|f| Fill { area: moved(&f.area, false), ..*f }).collect();
    let images =
        content.images.iter().map(|i| Image { area: moved(&i.area, false), ..*i }).collect();
    words.sort_by(|(_, a), (_, b)| a.base.total_cmp(&b.base).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut place = vec![0u32; words.len()];
    for (at, (before, _)) in words.iter().enumerate() {
        place[*before] = at as u32;
    }
    content.words = words.into_iter().map(|(_, word)| word).collect();
    for index in furniture.iter_mut().flat_map(|(_, words)| words) {
        *index = place[*index as usize];
    }
    (content.rules, content.fills, content.images) = (rules, fills, images);
    content.height += fold.below;
    content.folds.push(fold);
}
