//! Lines at a page's edge that are rows of the table right beside them, however often they repeat:
//! its header, printed again on each page, and its totals.

use super::words::{Line, PageContent, Word};
use std::ops::Range;

/// Lines beside an edge that show the columns of a table.
const WITNESSES: usize = 12;
/// Left, right or middle edges that differ by less than this are one edge, in points.
const EDGE: f32 = 2.0;

/// Lines nearer than this share of the type size are beside each other.
const LEVEL: f32 = 0.9;

/// Share of the type size within which labels that are in three columns head them.
const FAR: f32 = 6.0;

/// A stretch of a line without a wide gap, from left to right.
type Span = (f32, f32);

/// How many of the `run` outermost lines of a side are outside the table that begins (or ends)
/// there. `lines` are the page's from that side inwards.
pub(super) fn first(content: &PageContent, lines: &[&Line], run: usize) -> usize {
    let mut kept = run;
    while kept > 0 {
        let from = group_start(&lines[..kept]);
        let mut row = None;
        let mut start = from;
        while start < kept && row.is_none() {
            let end = level_end(&lines[..kept], start);
            row = is_row(content, lines, start..end, kept).then_some(start);
            start = end;
        }
        let Some(row) = row else { return kept };
        kept = row;
        // A label of a header may be higher than the rest, over a column of its own.
        let beside = &lines[row..];
        while kept > from && in_one_column(content, lines[kept - 1], beside) {
            kept -= 1;
        }
    }
    kept
}

/// Where the lines begin that follow each other closely up to the innermost.
fn group_start(run: &[&Line]) -> usize {
    let mut from = run.len() - 1;
    while from > 0 {
        let (outer, inner) = (run[from - 1], run[from]);
        if (outer.base - inner.base).abs() > 1.4 * outer.size.max(inner.size) {
            break;
        }
        from -= 1;
    }
    from
}

/// Behind the last line that is beside the one at `start`: labels of one line, of two and of three
/// that are set in the middle of a header's height lie between each other's lines.
fn level_end(run: &[&Line], start: usize) -> usize {
    let mut end = start + 1;
    while end < run.len()
        && (run[end].base - run[end - 1].base).abs() < LEVEL * run[end].size.max(run[end - 1].size)
    {
        end += 1;
    }
    end
}

/// Lines from top to bottom in groups of such as are beside each other.
pub(super) fn levels(lines: &[Line]) -> Vec<Range<usize>> {
    let all: Vec<&Line> = lines.iter().collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < all.len() {
        let end = level_end(&all, start);
        out.push(start..end);
        start = end;
    }
    out
}

/// Whether lines beside each other are in the columns of the lines from `inner` on, no further off
/// than rows are.
fn is_row(content: &PageContent, lines: &[&Line], level: Range<usize>, inner: usize) -> bool {
    let line = lines[level.start];
    let mut own: Vec<Span> = lines[level].iter().flat_map(|l| segments(content, l)).collect();
    own.sort_by(|a, b| a.0.total_cmp(&b.0));
    if own.len() < 2 {
        return false;
    }
    let beside = witnesses(lines, inner, line.size);
    let Some(next) = beside.first() else { return false };
    let gap = (next.base - lines[inner - 1].base).abs();
    let size = line.size.max(next.size);
    let pitch = pitch(beside).unwrap_or(0.0);
    let rows: Vec<Vec<Span>> = beside.iter().map(|l| segments(content, l)).collect();
    let gutters = gutters(&rows, size);
    let mut columns: Vec<usize> = own.iter().filter_map(|p| column(p, &gutters)).collect();
    if columns.len() < own.len() {
        return false; // A piece reaches over a gutter.
    }
    columns.dedup();
    let shared = own.iter().filter(|p| shares_edge(p, &rows)).count();
    // Labels in the middle of their columns head them, whatever heading of a group is between.
    let centred = own.iter().filter(|p| shares_middle(p, &rows)).count();
    match columns.len() {
        0 | 1 => false,
        // What is at either margin may be the two ends of a running line.
        2 => gutters.len() == 1 && shared == own.len() && gap < (1.6 * size).max(1.2 * pitch),
        // Cells at the foot of a tall row are far below their header.
        _ if shared >= 3 || centred >= 2 => gap < FAR * size,
        _ => (shared >= 2 || rows.len() >= 3) && gap < (2.4 * size).max(1.5 * pitch),
    }
}

/// The lines from one on that may be a table's: of like size, without a wide gap between them.
fn witnesses<'a, 'b>(lines: &'a [&'b Line], from: usize, size: f32) -> &'a [&'b Line] {
    let all = &lines[from..];
    let apart = |w: &[&Line]| (w[1].base - w[0].base).abs() > (6.0 * size).max(40.0);
    let end = all.windows(2).position(apart).map_or(all.len(), |n| n + 1);
    let like = all[..end].iter().take_while(|l| l.size < 1.3 * size).count();
    &all[..like.min(WITNESSES)]
}

/// The usual distance of rows: the middle one of the wider half of the steps between lines, since
/// lines of one cell follow each other more closely.
fn pitch(lines: &[&Line]) -> Option<f32> {
    let mut steps: Vec<f32> = lines.windows(2).map(|w| (w[1].base - w[0].base).abs()).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() * 3 / 4).copied()
}

/// Stretches of a line that wide gaps part.
pub(super) fn segments(content: &PageContent, line: &Line) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for index in &line.words {
        let word = &content.words[*index as usize];
        let (x0, x1) = (word.area.x0, word.area.x1);
        match out.last_mut() {
            Some(open) if word.is_glued || x0 - open.1 < 0.62 * line.size => {
                open.1 = open.1.max(x1);
            }
            _ => out.push((x0, x1)),
        }
    }
    out
}

/// What the pieces of a line say, from left to right.
pub(super) fn texts(content: &PageContent, line: &Line) -> Vec<String> {
    let spans = segments(content, line);
    let is_own = |span: &Span, word: &Word| span.0 <= word.area.x0 && word.area.x1 <= span.1;
    let of = |span: &Span| {
        let own = line.words.iter().filter(|i| is_own(span, &content.words[**i as usize]));
        super::drawn::line_text(
            &content.words,
            &Line { words: own.copied().collect(), ..line.clone() },
        )
    };
    spans.iter().map(of).collect()
}

/// White strips that (nearly) no row crosses, from left to right.
fn gutters(rows: &[Vec<Span>], size: f32) -> Vec<Span> {
    let spans = || rows.iter().flatten();
    let mut ends: Vec<f32> = spans().flat_map(|(x0, x1)| [*x0, *x1]).collect();
    ends.sort_by(f32::total_cmp);
    ends.dedup();
    let most = if rows.len() < 5 { 0 } else { rows.len() / 5 };
    let mut out: Vec<Span> = Vec::new();
    for pair in ends.windows(2) {
        let middle = (pair[0] + pair[1]) / 2.0;
        if spans().filter(|(x0, x1)| *x0 < middle && *x1 > middle).count() > most {
            continue;
        }
        match out.last_mut() {
            Some(open) if open.1 == pair[0] => open.1 = pair[1],
            _ => out.push((pair[0], pair[1])),
        }
    }
    // One row of words far apart proves less than many.
    let least = if rows.len() < 3 { 0.62 } else { 0.4 };
    out.retain(|(x0, x1)| x1 - x0 > least * size);
    // Behind the last words of a few long rows is no gutter.
    let few = |side: &dyn Fn(&Span) -> bool| spans().filter(|p| side(p)).count() <= most;
    out.retain(|gutter| {
        let middle = (gutter.0 + gutter.1) / 2.0;
        !few(&|p| p.1 <= middle) && !few(&|p| p.0 >= middle)
    });
    out
}

/// The column that a stretch is in; `None` where it reaches over a gutter.
fn column(segment: &Span, gutters: &[Span]) -> Option<usize> {
    let n = gutters.partition_point(|g| (g.0 + g.1) / 2.0 < segment.0);
    gutters.get(n).is_none_or(|g| segment.1 <= g.1).then_some(n)
}

/// Whether two rows (all, where there are fewer) have an edge in common with a stretch.
fn shares_edge(segment: &Span, rows: &[Vec<Span>]) -> bool {
    let same = |a: f32, b: f32| (a - b).abs() < EDGE;
    let is_like = |other: &Span| {
        same(segment.0, other.0)
            || same(segment.1, other.1)
            || same((segment.0 + segment.1) / 2.0, (other.0 + other.1) / 2.0)
    };
    let found = rows.iter().filter(|row| row.iter().any(is_like)).count();
    found >= rows.len().min(2)
}

/// Whether a stretch has its middle where stretches of two rows (all, where there are fewer) have theirs, but begins
/// and ends elsewhere than those.
fn shares_middle(segment: &Span, rows: &[Vec<Span>]) -> bool {
    let middle = |s: &Span| (s.0 + s.1) / 2.0;
    let is_like = |other: &Span| {
        (middle(segment) - middle(other)).abs() < EDGE && (segment.0 - other.0).abs() > EDGE
    };
    let found = rows.iter().filter(|row| row.iter().any(is_like)).count();
    found >= rows.len().clamp(1, 2)
}

/// Whether a line is one stretch over one column of the lines beside it.
fn in_one_column(content: &PageContent, line: &Line, beside: &[&Line]) -> bool {
    let own = segments(content, line);
    let rows: Vec<Vec<Span>> =
        witnesses(beside, 0, line.size).iter().map(|l| segments(content, l)).collect();
    let gutters = gutters(&rows, line.size);
    !gutters.is_empty()
        && own.iter().all(|p| column(p, &gutters).is_some() && shares_edge(p, &rows))
}
