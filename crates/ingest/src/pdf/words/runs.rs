//! Text that was drawn over other text on one baseline: each run of it stays whole.

use super::{Set, Word};
use std::ops::Range;

/// Letters of two runs that lie over each other by this share of their size collide.
const OVER: f32 = 0.3;

/// More runs over each other than this are a picture.
const MOST: usize = 8;

/// Puts the glyphs of one baseline, given as they were drawn, in order from left to right. Glyphs whose
/// letters collide with those of a run that was drawn before are a part of their own.
pub(super) fn parts(line: &mut [Set<'_>]) -> Vec<Range<usize>> {
    let by_place = |a: &Set<'_>, b: &Set<'_>| a.x0.total_cmp(&b.x0).then(a.x1.total_cmp(&b.x1));
    let starts = starts(line);
    if starts.len() < 2 {
        line.sort_by(by_place);
        return std::iter::once(0..line.len()).collect();
    }
    // Layers: a run goes into the first whose letters it leaves alone.
    let mut layers: Vec<Vec<Range<usize>>> = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let run = *start..starts.get(n + 1).copied().unwrap_or(line.len());
        let leaves_alone = |layer: &Vec<Range<usize>>| {
            !layer.iter().any(|other| collide(&line[run.clone()], &line[other.clone()]))
        };
        match layers.iter().position(leaves_alone) {
            Some(layer) => layers[layer].push(run),
            None if layers.len() < MOST => layers.push(vec![run]),
            None => layers[0].push(run),
        }
    }
    if layers.len() < 2 {
        line.sort_by(by_place);
        return std::iter::once(0..line.len()).collect();
    }
    let mut rank = vec![0; line.len()];
    for (n, layer) in layers.iter().enumerate() {
        layer.iter().for_each(|run| rank[run.clone()].fill(n));
    }
    let ranks: std::collections::HashMap<usize, usize> =
        line.iter().zip(&rank).map(|(s, r)| (s.order, *r)).collect();
    let rank_of = |s: &Set<'_>| ranks.get(&s.order).copied().unwrap_or(0);
    line.sort_by(|a, b| rank_of(a).cmp(&rank_of(b)).then_with(|| by_place(a, b)));
    let mut parts = Vec::with_capacity(layers.len());
    let mut from = 0;
    for n in 0..layers.len() {
        let to = from + line[from..].iter().take_while(|s| rank_of(s) == n).count();
        parts.push(from..to);
        from = to;
    }
    parts
}

/// Where runs begin: what goes back, or leaps, is another run.
fn starts(line: &[Set<'_>]) -> Vec<usize> {
    let mut starts = vec![0];
    for (n, pair) in line.windows(2).enumerate() {
        let step = pair[1].x0 - pair[0].x1;
        let size = pair[0].glyph.size;
        if step < -0.5 * size || step > 1.0 * size || pair[1].order != pair[0].order + 1 {
            starts.push(n + 1);
        }
    }
    starts
}

/// Finds the letters that begin a line as it was drawn, and those that begin a text of their own: what was drawn
/// before them is further down, as it is where a cell of several lines was drawn before the next one, and other
/// lines begin at the same place. `set` are the glyphs as they were drawn.
pub(super) fn set_apart(set: &mut [Set<'_>]) {
    /// Lines that begin at an edge, at least.
    const LINES: usize = 3;
    /// How far they may begin from each other, in points.
    const SLACK: f32 = 0.4;
    /// Raised and lowered letters are no further off their line than this share of their size.
    const LINE: f32 = 0.75;
    let (mut begins, mut lines): (Vec<(f32, f32)>, Vec<usize>) = Default::default();
    let mut returns: Vec<usize> = Vec::new();
    let mut last: Option<(f32, f32, f32)> = None;
    for (n, here) in set.iter().enumerate().filter(|(_, s)| !s.is_blank) {
        let size = here.glyph.size;
        let step = last.map_or(f32::INFINITY, |(base, ..)| here.base - base);
        let least = LINE * last.map_or(size, |(_, before, _)| size.max(before));
        let is_line = step.abs() > least;
        if is_line || last.is_some_and(|(.., right)| here.x0 - right > size) {
            begins.push((here.x0, here.base));
        }
        if is_line {
            lines.push(n);
        }
        if step < -least {
            returns.push(n);
        }
        last = Some((here.base, size, here.x1));
    }
    lines.into_iter().for_each(|n| set[n].is_begin = true);
    begins.sort_by(|a, b| a.0.total_cmp(&b.0));
    for n in returns {
        let (x, base) = (set[n].x0, set[n].base);
        let low = begins.partition_point(|b| b.0 < x - SLACK);
        let own = begins[low..].iter().take_while(|b| b.0 <= x + SLACK);
        let others = own.filter(|b| (b.1 - base).abs() > 1.0).count();
        set[n].is_apart = others + 1 >= LINES;
    }
}

/// Whether two letters or more of one run lie over letters of another, or one letter where they were drawn apart.
fn collide(run: &[Set<'_>], other: &[Set<'_>]) -> bool {
    let ink = |s: &&Set<'_>| !s.is_blank;
    let ends = |run: &[Set<'_>]| {
        run.iter()
            .filter(ink)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(x0, x1), s| (x0.min(s.x0), x1.max(s.x1)))
    };
    let ((a0, a1), (b0, b1)) = (ends(run), ends(other));
    if a1 <= b0 || b1 <= a0 {
        return false;
    }
    let over = |s: &&Set<'_>| {
        other.iter().filter(ink).any(|o| {
            s.x1.min(o.x1) - s.x0.max(o.x0) > OVER * (s.x1 - s.x0).min(o.x1 - o.x0).max(0.1)
        })
    };
    let is_apart = run.first().is_some_and(|s| s.is_apart);
    let least = if is_apart { 1 } else { 2 };
    run.iter().filter(ink).filter(over).take(least).count() == least
}

/// Makes one word each of the runs that lie over each other: the words from `from` on, and those
/// since `first` that they lie over. By place alone, the words of two runs would mingle.
pub(super) fn join(words: &mut Vec<Word>, first: usize, from: usize) {
    if first == from {
        return;
    }
    let over = contiguous(words.split_off(from));
    let under = contiguous(words.split_off(first));
    let meets = |run: &[Word], others: &[Vec<Word>]| {
        let (x0, x1) = (run[0].area.x0, run[run.len() - 1].area.x1);
        others.iter().any(|o| o[0].area.x0 < x1 && o[o.len() - 1].area.x1 > x0)
    };
    for (runs, others) in [(&under, &over), (&over, &under)] {
        for run in runs {
            match meets(run, others) {
                true => words.extend(one(run)),
                false => words.extend_from_slice(run),
            }
        }
    }
}

/// Words, by the wide gaps between them.
fn contiguous(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut out: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match out.last_mut() {
            Some(run) if run.last().is_some_and(|w| word.area.x0 - w.area.x1 < 0.8 * w.size) => {
                run.push(word);
            }
            _ => out.push(vec![word]),
        }
    }
    out
}

/// One word that says what a run says.
fn one(run: &[Word]) -> Option<Word> {
    let mut whole = run.first()?.clone();
    for word in &run[1..] {
        if !word.is_glued {
            whole.text.push(' ');
        }
        whole.text.push_str(&word.text);
        whole.area = whole.area.union(&word.area);
    }
    Some(whole)
}
