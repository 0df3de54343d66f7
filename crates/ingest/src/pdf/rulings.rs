//! Rules and the edges of fills, snapped to common positions and joined.

use super::bullets::DRAWN;
use super::fill_index::FillIndex;
use super::words::PageContent;
use tablemend_model::Rect;

/// Positions nearer than this are one line: the width of a double rule.
const SNAP: f32 = 2.5;
/// Pieces of a line with gaps up to this are joined: dashes, and cells that are drawn one by one.
const JOIN: f32 = 3.0;

/// A horizontal (`at` is y) or vertical (`at` is x) line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ruling {
    pub(crate) at: f32,
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// Only the edge of a fill.
    pub(crate) is_edge: bool,
}

impl Ruling {
    pub(crate) fn len(&self) -> f32 {
        self.to - self.from
    }
}

/// All lines of a page, each list by position, then start.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rulings {
    pub(crate) across: Vec<Ruling>,
    pub(crate) down: Vec<Ruling>,
}

/// The rulings of a page.
pub(crate) fn rulings(content: &PageContent) -> Rulings {
    let mut found = Rulings::default();
    for rule in &content.rules {
        let a = rule.area;
        if rule.is_horizontal {
            let at = (a.y0 + a.y1) / 2.0;
            found.across.push(Ruling { at, from: a.x0, to: a.x1, is_edge: false });
        } else {
            let at = (a.x0 + a.x1) / 2.0;
            found.down.push(Ruling { at, from: a.y0, to: a.y1, is_edge: false });
        }
    }
    let page = content.width * content.height;
    let fill_index = FillIndex::new(&content.fills, content.height);
    // The edges of a sign part no cells.
    let signs: Vec<&Rect> =
        content.words.iter().filter(|w| w.font == DRAWN).map(|w| &w.area).collect();
    let is_sign = |a: &Rect| {
        let middle = (a.y0 + a.y1) / 2.0;
        signs.iter().any(|s| s.x0 == a.x0 && s.x1 == a.x1 && s.y0 <= middle && middle <= s.y1)
    };
    for fill in &content.fills {
        let a = fill.area;
        let is_ground = a.width() * a.height() > 0.6 * page;
        if a.width() < 5.0 || a.height() < 5.0 || fill.colour.is_white() || is_ground || is_sign(&a)
        {
            continue;
        }
        for (at, is_across) in [(a.y0, true), (a.y1, true), (a.x0, false), (a.x1, false)] {
            let edge = if is_across {
                Ruling { at, from: a.x0, to: a.x1, is_edge: true }
            } else {
                Ruling { at, from: a.y0, to: a.y1, is_edge: true }
            };
            // An edge that cuts a word is the edge of a picture or a highlight, never a grid's.
            if shows(&fill_index, &edge, is_across) && !cuts(content, &edge, is_across) {
                if is_across { found.across.push(edge) } else { found.down.push(edge) }
            }
        }
    }
    found.across = joined(found.across);
    found.down = joined(found.down);
    found
}

/// The drawn vertical lines of a page alone, joined.
pub(crate) fn drawn_down(content: &PageContent) -> Vec<Ruling> {
    let lines = content.rules.iter().filter(|r| !r.is_horizontal).map(|r| Ruling {
        at: (r.area.x0 + r.area.x1) / 2.0,
        from: r.area.y0,
        to: r.area.y1,
        is_edge: false,
    });
    joined(lines.collect())
}

/// Whether the edge of a fill can be seen: the same colour beyond it leaves none.
fn shows(fill_index: &FillIndex<'_>, edge: &Ruling, is_across: bool) -> bool {
    [0.15, 0.5, 0.85].iter().any(|share| {
        let along = edge.from + share * edge.len();
        let at = |off: f32| {
            if is_across {
                fill_index.at(along, edge.at + off)
            } else {
                fill_index.at(edge.at + off, along)
            }
        };
        at(-0.6) != at(0.6)
    })
}

/// Whether a line runs through the middle part of a word.
pub(crate) fn cuts(content: &PageContent, line: &Ruling, is_across: bool) -> bool {
    let (top, bottom) =
        if is_across { (line.at, line.at + 20.0) } else { (line.from, line.to + 20.0) };
    let low = content.words.partition_point(|w| w.base < top - 5.0);
    content.words[low..].iter().take_while(|w| w.base < bottom).any(|w| {
        let a: &Rect = &w.area;
        let (near, far, lo, hi) =
            if is_across { (a.y0, a.y1, a.x0, a.x1) } else { (a.x0, a.x1, a.y0, a.y1) };
        let inset =
            if is_across { 0.3 * (far - near) } else { (0.3 * w.size).min(0.3 * (far - near)) };
        line.at > near + inset
            && line.at < far - inset
            && hi.min(line.to) - lo.max(line.from) > 0.3 * (hi - lo)
    })
}

fn joined(mut lines: Vec<Ruling>) -> Vec<Ruling> {
    lines.retain(|l| l.at.is_finite() && l.from.is_finite() && l.to.is_finite());
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Ruling> = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let first = lines[start].at;
        let end = start + lines[start..].iter().take_while(|l| l.at - first <= SNAP).count();
        let group = &mut lines[start..end];
        start = end;
        // Drawn lines say where the position is; edges only where nothing is drawn.
        let weight = |l: &Ruling| l.len().max(0.1) * if l.is_edge { 0.01 } else { 1.0 };
        let total: f32 = group.iter().map(weight).sum();
        let at = group.iter().map(|l| l.at * weight(l)).sum::<f32>() / total.max(1e-6);
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first_out = out.len();
        for line in group.iter() {
            match out[first_out..].last_mut() {
                Some(open) if line.from <= open.to + JOIN => {
                    open.to = open.to.max(line.to);
                    open.is_edge &= line.is_edge;
                }
                _ => out.push(Ruling { at, ..*line }),
            }
        }
    }
    out.retain(|l| l.len() >= 5.0);
    out
}
