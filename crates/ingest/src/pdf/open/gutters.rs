//! Columns of a zone: white strips that its lines keep clear, headings between rows aside.

use super::zones::is_over;
use crate::pdf::aligned::{Segment, TextLine};
use crate::pdf::columns::{Span, usual_size};
use crate::pdf::list_signs;
use crate::pdf::words::PageContent;

/// The narrowest gutter, as a share of the type size.
const NARROWEST: f32 = 0.32;

/// Lines below a header, at least, whose white says more than its labels.
const LINES: usize = 5;
/// The narrowest blank between two labels, as a share of the type size.
const BLANK: f32 = 0.2;
/// Lines that part their texts widely around a strip of white, at least, where it is narrower than that.
const PARTED: usize = 6;

/// The gutters of a zone from left to right, and which of its lines run across them as headings of
/// groups and notes do. `marks` are areas of coloured fills as narrow as a column: text keeps clear
/// of them.
pub(crate) fn gutters(
    content: &PageContent,
    block: &[TextLine],
    marks: &[Span],
) -> (Vec<Span>, Vec<bool>) {
    let size = usual_size(block.iter());
    let finer = finer(content, block, size);
    let mut is_across = vec![false; block.len()];
    let open: Vec<bool> = block.iter().map(TextLine::is_open).collect();
    let count = open.iter().filter(|o| **o).count();
    let first = white(&finer, |n| open[n], count / 10, marks, size);
    let left = block.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let right = block.iter().map(|s| s.area.x1).fold(0.0, f32::max);
    for (n, text_line) in block.iter().enumerate() {
        let crossed =
            first.iter().filter(|g| text_line.segments.iter().any(|p| is_over(p, **g))).count();
        is_across[n] = match text_line.segments.len() {
            // A short heading runs over the first gutter alone.
            1 => {
                crossed > 0
                    && (crossed * 3 >= first.len()
                        || text_line.segments[0].x0 < left + 2.0
                        || is_banner(content, block, n, (left, right)))
            }
            2 => crossed * 2 > first.len() && first.len() > 2,
            _ => false,
        };
    }
    let plain = is_across.iter().filter(|a| !**a).count();
    let most = if plain > 12 { (plain / 25).max(1) } else { 0 };
    let mut second = white(&finer, |n| !is_across[n], most, marks, size);
    let head = block.iter().take_while(|s| s.is_bold(content)).count();
    if head > 0 && head + LINES <= block.len() {
        let below = white(&finer, |n| n >= head && !is_across[n], 0, marks, size);
        close_labels(content, block, &finer, &is_across, head, &below, &mut second);
    }
    let gutters = second.iter().flat_map(|g| split(&finer, block, &is_across, *g, size)).collect();
    (gutters, is_across)
}

/// Adds the white below a header in bold whose labels are as close to each other as words: no word of them runs
/// over it, and most lines have texts on both sides.
fn close_labels(
    content: &PageContent,
    block: &[TextLine],
    lines: &[Vec<Span>],
    is_across: &[bool],
    head: usize,
    below: &[Span],
    gutters: &mut Vec<Span>,
) {
    let size = usual_size(block.iter());
    let meets = |a: &Span, b: &Span| a.0 < b.1 && b.0 < a.1;
    let mut found: Vec<Span> = Vec::new();
    for strip in below.iter().filter(|s| s.1 - s.0 >= 0.6 * size) {
        if gutters.iter().any(|g| meets(g, strip)) {
            continue;
        }
        // Where the words of the labels leave it white.
        let mut words: Vec<Span> = block[..head]
            .iter()
            .zip(is_across)
            .filter(|(_, across)| !**across)
            .flat_map(|(s, _)| &s.segments)
            .flat_map(|p| &p.words)
            .map(|i| (content.words[*i as usize].area.x0, content.words[*i as usize].area.x1))
            .filter(|w| w.1 > strip.0 && w.0 < strip.1)
            .collect();
        words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut from, mut widest) = (strip.0, (0.0, 0.0));
        for (x0, x1) in words.into_iter().chain([(strip.1, strip.1)]) {
            if x0 - from > widest.1 - widest.0 {
                widest = (from, x0);
            }
            from = from.max(x1);
        }
        if widest.1 - widest.0 >= BLANK * size {
            found.push(widest);
        }
    }
    let mut all: Vec<Span> = gutters.iter().chain(&found).copied().collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let body = (head..lines.len()).filter(|n| !is_across[*n]);
    let body: Vec<usize> = body.collect();
    let is_column = |from: f32, to: f32| {
        let has = |n: &&usize| {
            lines[**n].iter().any(|s| (s.0 + s.1) / 2.0 > from && (s.0 + s.1) / 2.0 < to)
        };
        body.iter().filter(has).count() * 2 >= body.len()
    };
    let is_sure = |n: usize| {
        let before = n.checked_sub(1).map_or(f32::NEG_INFINITY, |m| all[m].1);
        let behind = all.get(n + 1).map_or(f32::INFINITY, |g| g.0);
        is_column(before, all[n].0) && is_column(all[n].1, behind)
    };
    let sure: Vec<Span> = (0..all.len())
        .filter(|n| gutters.contains(&all[*n]) || is_sure(*n))
        .map(|n| all[n])
        .collect();
    *gutters = sure;
}

/// Whether a line of one text heads the rows below it: it is in the middle of the width, or bold above lines
/// that are not, and the lines on both sides of it have several columns.
fn is_banner(content: &PageContent, block: &[TextLine], n: usize, extent: Span) -> bool {
    let Some(below) = block.get(n + 1) else { return false };
    let above = n.checked_sub(1).map(|n| &block[n]);
    let text_line = &block[n];
    let middle = (text_line.area.x0 + text_line.area.x1) / 2.0;
    let is_centred = (middle - (extent.0 + extent.1) / 2.0).abs() < 0.02 * (extent.1 - extent.0);
    let is_set_apart = text_line.is_bold(content) && !below.is_bold(content);
    below.is_open() && above.is_none_or(TextLine::is_open) && (is_centred || is_set_apart)
}

/// The parts of a gutter around a column that has next to no texts: its label and nothing else, or a few
/// texts that are in the white without running over it.
fn split(
    lines: &[Vec<Span>],
    block: &[TextLine],
    is_across: &[bool],
    gutter: Span,
    size: f32,
) -> Vec<Span> {
    let least = 1.5 * NARROWEST * size;
    let mut inside: Vec<(Span, usize)> = Vec::new();
    let mut lined = 0;
    for (n, spans) in lines.iter().enumerate().filter(|(n, _)| !is_across[*n]) {
        let own = spans.iter().filter(|s| s.0 > gutter.0 + least && s.1 < gutter.1 - least);
        let before = inside.len();
        // The label of a column is in a line of labels.
        let worth = if n < 2 && block[n].segments.len() > 2 { 2 } else { 1 };
        inside.extend(own.map(|s| (*s, worth)));
        lined += usize::from(inside.len() > before);
    }
    if lined == 0 {
        return vec![gutter];
    }
    inside.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let mut columns: Vec<(Span, usize)> = Vec::new();
    for (span, worth) in inside {
        match columns.last_mut() {
            Some((last, sum)) if span.0 - last.1 < least => {
                last.1 = last.1.max(span.1);
                *sum += worth;
            }
            _ => columns.push((span, worth)),
        }
    }
    let mut out = Vec::new();
    let mut from = gutter.0;
    for (span, _) in columns.iter().filter(|(_, worth)| *worth > 1) {
        out.push((from, span.0));
        from = span.1;
    }
    out.push((from, gutter.1));
    out
}

/// Where the words of each line reach, blanks of usual width between them closed: columns may be
/// nearer to each other than the gaps that part segments, as long as all lines keep them apart.
fn finer(content: &PageContent, block: &[TextLine], size: f32) -> Vec<Vec<Span>> {
    let mut blanks: Vec<f32> = Vec::new();
    for segment in block.iter().flat_map(|s| &s.segments) {
        for pair in segment.words.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|i| &content.words[i as usize]);
            if !b.is_glued {
                blanks.push(b.area.x0 - a.area.x1);
            }
        }
    }
    let usual = if blanks.is_empty() {
        0.0
    } else {
        let middle = blanks.len() / 2;
        *blanks.select_nth_unstable_by(middle, f32::total_cmp).1
    };
    let least = (0.44 * size).max(1.6 * usual);
    let spans = |segment: &Segment| {
        let mut out: Vec<Span> = Vec::new();
        // The sign of a list item is no column before its text.
        let hangs = list_signs::hangs(&content.words, segment);
        for (n, index) in segment.words.iter().enumerate() {
            let word = &content.words[*index as usize];
            let is_held = word.is_glued || n == 1 && hangs;
            match out.last_mut() {
                Some(last) if is_held || word.area.x0 - last.1 < least => {
                    last.1 = last.1.max(word.area.x1);
                }
                _ => out.push((word.area.x0, word.area.x1)),
            }
        }
        out
    };
    let of_line = |text_line: &TextLine| {
        let mut own: Vec<Span> = Vec::new();
        for segment in &text_line.segments {
            // A text that fills its column nearly touches the next segment.
            if let Some(last) = own.last_mut() {
                last.1 = last.1.min(segment.x0 - 1.05 * NARROWEST * size).max(last.0);
            }
            own.extend(spans(segment));
        }
        own
    };
    block.iter().map(of_line).collect()
}

/// Whether a strip that is nearly closed is a gutter all the same: a text that fills its column ends right
/// before a label that is as wide as its own, and a good part of the lines have wide gaps there.
fn is_parted(lines: &[Vec<Span>], chosen: &impl Fn(usize) -> bool, strip: Span, size: f32) -> bool {
    /// Texts of a column begin, or have their middle, as near to each other as this.
    const NEAR: f32 = 1.0;
    let middle = (strip.0 + strip.1) / 2.0;
    let mut both = 0;
    // Where the texts behind it begin, and their middles; words of lines that are set to full width end
    // at one place instead.
    let (mut begins, mut middles) = (Vec::new(), Vec::new());
    for (_, spans) in lines.iter().enumerate().filter(|(line, _)| chosen(*line)) {
        for pair in spans.windows(2).filter(|p| p[0].1 <= middle && p[1].0 >= middle) {
            both += 1;
            if pair[1].0 - pair[0].1 > 0.7 * size {
                begins.push(pair[1].0);
                middles.push((pair[1].0 + pair[1].1) / 2.0);
            }
        }
    }
    let alike = |places: &mut Vec<f32>| {
        places.sort_by(f32::total_cmp);
        let near = |n: usize| places[n..].partition_point(|x| *x < places[n] + NEAR);
        (0..places.len()).map(near).max().unwrap_or(0)
    };
    let parted = alike(&mut begins).max(alike(&mut middles));
    parted >= PARTED && parted * 2 >= both
}

/// Strips of white that at most some of the chosen lines run over.
fn white(
    lines: &[Vec<Span>],
    chosen: impl Fn(usize) -> bool,
    most: usize,
    marks: &[Span],
    size: f32,
) -> Vec<Span> {
    let mut ends: Vec<(f32, i32)> = Vec::new();
    let mut add = |from: f32, to: f32| {
        ends.push((from, 1));
        ends.push((to, -1));
    };
    for (_, spans) in lines.iter().enumerate().filter(|(n, _)| chosen(*n)) {
        spans.iter().for_each(|s| add(s.0, s.1));
    }
    // A fill is no text: it counts as often as keeps a gutter out of it. A sheet's text begins right at
    // the edge of the fill beside it.
    let inset = 1.05 * NARROWEST * size;
    for mark in marks {
        let inset = if mark.1 - mark.0 > 4.0 * inset { inset } else { 0.0 };
        (0..=most).for_each(|_| add(mark.0 + inset, mark.1 - inset));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let most = most as i32;
    let mut found = Vec::new();
    let (mut cover, mut low, mut seen) = (0, None::<f32>, false);
    for (n, (x, step)) in ends.iter().enumerate() {
        cover += step;
        if cover > most {
            if let Some(from) = low.take()
                && seen
                && (x - from >= NARROWEST * size || is_parted(lines, &chosen, (from, *x), size))
            {
                found.push((from, *x));
            }
            seen = true;
        } else if low.is_none() && n + 1 < ends.len() {
            low = Some(*x);
        }
    }
    // Between two columns that nearly touch, the ends of a few texts of both leave two strips.
    let has_text = |from: f32, to: f32| {
        let mut own = lines.iter().enumerate().filter(|(n, _)| chosen(*n)).flat_map(|(_, l)| l);
        own.any(|s| s.0 > from - 0.5 && s.1 < to + 0.5)
            || marks.iter().any(|m| m.0 > from - 8.0 && m.1 < to + 8.0)
    };
    found.dedup_by(|next, before| {
        let is_sliver = next.0 - before.1 < 0.5 * size
            && next.1 - before.0 < 3.0 * size
            && !has_text(before.1, next.0)
            && is_parted(lines, &chosen, (before.1, next.0), size);
        if is_sliver {
            before.1 = next.1;
        }
        is_sliver
    });
    found
}
