//! Signs and colours as cells: where their columns are, and the labels above them.

use crate::pdf::aligned::TextLine;
use crate::pdf::columns::Span;
use crate::pdf::text;
use crate::pdf::words::PageContent;
use tablemend_model::Rect;
use tablemend_pdf::Fill;

/// Fills of one width above each other, at least, that are a column by themselves.
const STACKED: usize = 2;

/// Coloured fills as narrow as one column: cells that say their status by colour.
pub(super) fn marks(content: &PageContent, block: &[TextLine], extent: Span) -> Vec<Span> {
    let width = extent.1 - extent.0;
    let (top, bottom) = (block[0].area.y0, block[block.len() - 1].area.y1);
    // Words that are no part of the block, as the labels of a page beside, do not count.
    let holds_words = |area: &Rect| {
        block.iter().filter(|s| s.area.y1 > area.y0 && s.area.y0 < area.y1).any(|s| {
            let mut words =
                s.segments.iter().flat_map(|p| &p.words).map(|i| &content.words[*i as usize]);
            words.any(|w| area.contains((w.area.x0 + w.area.x1) / 2.0, w.base - 0.3 * w.size))
        })
    };
    let is_level = |f: &Fill| f.area.y0 < bottom && f.area.y1 > top;
    // The column before it may be wide, and its texts short.
    let is_column = |a: &Rect| {
        let is_same = |f: &&Fill| {
            is_level(f) && (f.area.x0 - a.x0).abs() < 1.0 && (f.area.x1 - a.x1).abs() < 1.0
        };
        a.x0 <= extent.1 + 0.35 * width && content.fills.iter().filter(is_same).count() >= STACKED
    };
    content
        .fills
        .iter()
        .filter(|f| {
            let a = &f.area;
            is_level(f)
                && a.x0 >= extent.0 - 4.0
                && (a.x1 <= extent.1 + 60.0 || is_column(a))
                && a.width() > 3.0
                && a.height() > 3.0
                && a.width() < 0.25 * width
                && !text::is_colourless(f.colour)
                && !holds_words(a)
        })
        .map(|f| (f.area.x0 + 0.5, f.area.x1 - 0.5))
        .collect()
}

/// Drops the gutters between a label and what is below it, where one is set to the edge of their column and
/// the other to its middle: one side has words in the first lines alone, the other has none in these.
pub(super) fn join_labels(
    content: &PageContent,
    block: &[TextLine],
    marks: &[Span],
    gutters: &mut Vec<Span>,
) {
    /// Lines of a header.
    const HEAD: usize = 3;
    /// A label and its cells are no further apart, in points.
    const NEAR: f32 = 60.0;
    let lines_of = |from: f32, to: f32| -> Vec<usize> {
        // A text alone on its line, that begins before these columns, is a heading of a group.
        let is_heading = |s: &TextLine| s.segments.len() == 1 && s.segments[0].x0 < from;
        let has = |s: &TextLine| {
            !is_heading(s)
                && s.segments.iter().flat_map(|p| &p.words).any(|i| {
                    let area = &content.words[*i as usize].area;
                    (from..to).contains(&((area.x0 + area.x1) / 2.0))
                })
        };
        (0..block.len()).filter(|n| has(&block[*n])).collect()
    };
    let said = |n: usize| -> String {
        let own = block[n].segments.iter().flat_map(|p| &p.words);
        own.map(|i| content.words[*i as usize].text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let is_marked =
        |from: f32, to: f32| marks.iter().any(|m| (from..to).contains(&((m.0 + m.1) / 2.0)));
    let columns = gutters.len() + 1;
    let mut n = 0;
    while n < gutters.len() {
        let middle = |g: &Span| (g.0 + g.1) / 2.0;
        let left = n.checked_sub(1).map_or(f32::NEG_INFINITY, |m| middle(&gutters[m]));
        let right = gutters.get(n + 1).map_or(f32::INFINITY, middle);
        let here = middle(&gutters[n]);
        // A label over both sides: a word of it, or a blank between its words, is at the gutter.
        let is_over = |line: usize| {
            let size = block[line].size;
            let own = block[line].segments.iter().flat_map(|p| &p.words);
            let own = own.map(|i| &content.words[*i as usize].area);
            let (mut end, mut start) = (f32::NEG_INFINITY, f32::INFINITY);
            for area in own.filter(|a| a.x1 > left && a.x0 < right) {
                if area.x0 < here && area.x1 > here {
                    return true;
                }
                (end, start) = if area.x1 <= here {
                    (end.max(area.x1), start)
                } else {
                    (end, start.min(area.x0))
                };
            }
            start - end < 0.5 * size
        };
        let is_half = |label: Span, body: Span| {
            let (mut own, other) = (lines_of(label.0, label.1), lines_of(body.0, body.1));
            // The label of a header that is printed again further down.
            let is_labels = |n: &usize| block[*n].segments.len() * 2 > columns.max(4);
            let firsts: Vec<String> =
                own.iter().filter(|n| **n < HEAD && is_labels(n)).map(|n| said(*n)).collect();
            own.retain(|n| *n < HEAD || !is_labels(n) || !firsts.contains(&said(*n)));
            own.last().is_some_and(|last| {
                // The lines of labels have one for most columns; a caption has not.
                let least = columns.saturating_sub(1).max(3);
                let labels: usize = block.iter().take(last + 1).map(|s| s.segments.len()).sum();
                *last < HEAD
                    && labels >= least
                    && block.len() > last + 2
                    && !is_marked(label.0, label.1)
                    && (other.len() > 1 || is_marked(body.0, body.1))
                    && other.iter().all(|n| n > last || is_over(*n))
            })
        };
        let (before, behind) = ((left, here), (here, right));
        let is_near = gutters[n].1 - gutters[n].0 < NEAR;
        if is_near && (is_half(before, behind) || is_half(behind, before)) {
            gutters.remove(n);
        } else {
            n += 1;
        }
    }
}
