//! Runs of lines that may be one table: their words keep clear of common gutters.

use super::Known;
use super::breaks;
use super::key;
use super::stacks::Stack;
use crate::pdf::aligned::{Segment, TextLine, said};
use crate::pdf::columns::Span;
use crate::pdf::judge::is_numbered_heading;
use crate::pdf::text;
use crate::pdf::words::PageContent;
use std::ops::Range;
use tablemend_model::{Rect, Rgb};

/// Lines without a gutter of their own that may be between two rows: a heading in the table.
const MOST_ACROSS: usize = 4;
/// Lines nearer than this share of the size are beside each other: labels of two lines and of one.
const HALF: f32 = 0.9;

/// Rows of a sheet may be as far apart as this, in type sizes: what makes them high is on another page.
const FAR: f32 = 24.0;
/// Columns that begin at the places of others, at least, where rows are far apart.
const EDGES: usize = 3;

/// A gap that lines have in common.
#[derive(Clone, Copy, Debug)]
struct Gap {
    span: Span,
    /// Lines with text on both sides of it.
    support: usize,
}

/// The runs of lines of a page that may be tables. `taken` are areas of tables that were found.
pub(crate) fn zones(
    content: &PageContent,
    text_lines: &[TextLine],
    stacks: &[Stack],
    taken: &[Rect],
    known: &Known,
) -> Vec<Range<usize>> {
    let stack_of: Vec<Option<usize>> = text_lines.iter().map(|s| stack_of(s, stacks)).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < text_lines.len() {
        if !text_lines[start].is_open() || is_heading_of_text(content, &text_lines[start..]) {
            start += 1;
            continue;
        }
        let (end, gaps) = grow(content, text_lines, start, stacks, &stack_of, taken, known);
        // Labels that are set in the middle of a header's height begin above its full line.
        let least = found.last().map_or(0, |r| r.end);
        let mut first = start;
        while first > least
            && text_lines[start].base - text_lines[first - 1].base < HALF * text_lines[start].size
        {
            first -= 1;
        }
        // So does a label of three lines, by a whole line.
        if first > least && is_top_of_label(content, text_lines, first, start) {
            first -= 1;
        }
        // Lines above it between the same two rules are of the same header.
        while first > least && is_between_rules(text_lines, first, stacks, &gaps) {
            first -= 1;
        }
        // Of a row whose cells are set in its middle the tallest begins above the others.
        match known.top(content, text_lines, start) {
            Some(top) => first = first.min(top.max(least)),
            None => {
                while first > least && begins_above(content, text_lines, first, start, &gaps) {
                    first -= 1;
                }
            }
        }
        found.push(first..end);
        start = end.max(start + 1);
    }
    found
}

/// Whether the line above a bold header is the first line of one of its labels: it is right over
/// that label alone, and behind the first column, where no heading begins.
fn is_top_of_label(
    content: &PageContent,
    text_lines: &[TextLine],
    first: usize,
    start: usize,
) -> bool {
    let (line, head) = (&text_lines[first - 1], &text_lines[start]);
    let [segment] = line.segments.as_slice() else { return false };
    let below = &text_lines[first];
    let over = |p: &&Segment| p.x0 < segment.x1 && segment.x0 < p.x1;
    line.is_bold(content)
        && head.is_bold(content)
        && below.base - line.base < 1.4 * line.size
        && (line.size - head.size).abs() < 0.1 * head.size
        && segment.words.len() <= 3
        && segment.x0 > head.segments[0].x1
        && text_lines[first..=start].iter().flat_map(|s| &s.segments).any(|p| over(&p))
        && head.segments.iter().filter(over).count() <= 1
}

/// Whether the line above a zone is below the first rule of a stack as the zone's first line is, with no rule
/// between them, and runs over none of the gaps.
fn is_between_rules(
    text_lines: &[TextLine],
    first: usize,
    stacks: &[Stack],
    gaps: &[Span],
) -> bool {
    let (line, below) = (&text_lines[first - 1], &text_lines[first]);
    let middle = |s: &TextLine| s.base - 0.3 * s.size;
    let is_own = |s: &Stack| {
        let mut rules = s.drawn();
        let (Some(top), Some(next)) = (rules.next(), rules.next()) else { return false };
        top < middle(line)
            && middle(below) < next
            && s.extent.0 - 1.0 < line.area.x0
            && line.area.x1 < s.extent.1 + 1.0
    };
    below.base - line.base < 1.6 * line.size
        && stacks.iter().any(is_own)
        && !line.segments.iter().any(|p| gaps.iter().any(|g| is_over(p, *g)))
}

/// Whether the line above a zone is the beginning of its first row: text of one column, as close as lines
/// of a cell are, where the zone does not begin with its header.
fn begins_above(
    content: &PageContent,
    text_lines: &[TextLine],
    first: usize,
    start: usize,
    gaps: &[Span],
) -> bool {
    let (line, below) = (&text_lines[first - 1], &text_lines[first]);
    let [segment] = line.segments.as_slice() else { return false };
    let top = &text_lines[start];
    below.base - line.base < 1.5 * line.size
        && (line.size - below.size).abs() < 0.1 * line.size
        && line.is_bold(content) == top.is_bold(content)
        && !top.is_bold(content)
        && !gaps.iter().any(|g| is_over(segment, *g))
        && segment.words.len() > 1
}

/// The stack that a line is inside of.
fn stack_of(text_line: &TextLine, stacks: &[Stack]) -> Option<usize> {
    let y = text_line.base - 0.3 * text_line.size;
    let middle = (text_line.area.x0 + text_line.area.x1) / 2.0;
    stacks.iter().position(|s| {
        s.top() - 1.0 < y && y < s.bottom() + 1.0 && s.extent.0 <= middle && middle <= s.extent.1
    })
}

fn grow(
    content: &PageContent,
    text_lines: &[TextLine],
    start: usize,
    stacks: &[Stack],
    stack_of: &[Option<usize>],
    taken: &[Rect],
    known: &Known,
) -> (usize, Vec<Span>) {
    let first = &text_lines[start];
    let mut gaps: Vec<Gap> = first.gaps().map(|span| Gap { span, support: 1 }).collect();
    let mut extent = (first.area.x0, first.area.x1);
    let name = name(content, first);
    let mut end = start + 1; // Behind the last line that is sure.
    let mut across = 0; // Lines behind it that have no gutter.
    let mut opened = 1;
    let mut most = first.segments.len();
    let mut last_open = start;
    for n in start + 1..text_lines.len() {
        let (above, line) = (&text_lines[n - 1], &text_lines[n]);
        let step = line.base - above.base;
        let size = line.size.max(above.size);
        let in_stack = stack_of[n].is_some() && stack_of[n] == stack_of[n - 1];
        if blocked(above, line, taken) {
            break;
        }
        if n > start + 1
            && (key::heads(content, text_lines, n)
                || breaks::is_caption(content, text_lines, n)
                || breaks::heads_table(content, text_lines, n)
                || breaks::heads_again(content, text_lines, start, n))
            || is_heading_of_text(content, &text_lines[n..])
        {
            break;
        }
        if begins_stack(&text_lines[start..n], text_lines, n, stacks, stack_of)
            || ends_stack(content, text_lines, n, stacks, stack_of)
        {
            break;
        }
        // Another header begins another table.
        if n > start + 1 && line.is_open() {
            let is_again = line.segments.len() > 2 && self::name(content, line) == name;
            let is_wider = most <= 2
                && line.segments.len() >= 4
                && (across > 0 || line.is_bold(content) || step > 1.8 * size);
            if is_again
                || is_wider
                || known.begins(content, text_lines, n)
                || heads(content, text_lines, n, last_open)
            {
                break;
            }
        }
        let strong = |g: &&Gap| g.support > 1 || opened < 3;
        let crossed = gaps.iter().filter(strong).filter(|g| crosses(line, g.span)).count();
        let all = gaps.iter().filter(strong).count();
        let shared = gaps.iter().filter(|g| has_both_sides(line, g.span)).count();
        // Below a heading, lines of few segments that run over the gutters are a key or another table.
        if line.is_open()
            && across > 0
            && crossed > 0
            && line.segments.len() * 2 <= most
            && !is_of_columns(&text_lines[start..n], line)
        {
            break;
        }
        let limit = if in_stack {
            40.0
        } else if shared >= 2 || is_over_row(text_lines, n, &gaps) {
            4.5
        } else {
            3.2
        };
        if step > limit * size
            && !(step < FAR * size && goes_on_below(&text_lines[start..], n - start))
        {
            break;
        }
        let is_beside = line.area.x1 < extent.0 - 2.0 * size || line.area.x0 > extent.1 + 60.0;
        // The label of a column may have more lines than the others, and none at their height.
        let is_label = || {
            step < HALF * size
                && matches!(line.segments.as_slice(), [p] if p.words.len() <= 3)
                && line.is_bold(content) == first.is_bold(content)
        };
        if is_beside && !in_stack && !is_label() {
            break;
        }
        if line.is_open() && (shared > 0 && crossed * 2 <= all || crossed == 0) {
            merge(&mut gaps, &text_lines[start..n], line);
            opened += 1;
            most = most.max(line.segments.len());
            last_open = n;
            across = 0;
            end = n + 1;
        } else if crossed == 0
            && (line.size < 1.25 * first.size.max(text_lines[end - 1].size)
                || is_sign(content, line))
        {
            across = 0;
            end = n + 1;
        } else {
            across += 1;
            let is_short = stack_of[n].is_some_and(|s| is_in_short_interval(line, &stacks[s]));
            if across > if is_short { 8 } else { MOST_ACROSS } {
                break;
            }
            continue;
        }
        extent = (extent.0.min(line.area.x0), extent.1.max(line.area.x1));
    }
    // What is set apart below the last full line is no part of its row, unless rules hold it.
    let is_band = |n: usize| {
        let fill = |s: &TextLine| fill_behind(content, s);
        let own = fill(&text_lines[n]);
        own.is_some()
            && text_lines[start + 1..=last_open].iter().any(|s| !s.is_open() && fill(s) == own)
    };
    // Words beside each other within one column, as a menu below a table has them, are no row.
    let is_row = |s: &TextLine| {
        let is_known = |g: &&Gap| g.support > 1 || opened < 3;
        gaps.iter().filter(is_known).any(|g| has_both_sides(s, g.span))
    };
    let last_row = (start..=last_open).rev().find(|n| is_row(&text_lines[*n])).unwrap_or(last_open);
    let apart = (last_row + 1..end).find(|n| {
        let (above, line) = (&text_lines[*n - 1], &text_lines[*n]);
        // A text below its title in bold is as near to it as that is large.
        let size = if is_below_title(content, above, line) { 1.03 * above.size } else { line.size };
        (line.base - above.base > 1.7 * size || is_note(content, line))
            && !is_band(*n)
            && stack_of[*n].is_none()
            && text_lines[*n..end].iter().all(|s| !s.is_open() || !is_row(s))
    });
    let last_open = last_open.min(apart.map_or(last_open, |_| last_row));
    let body = &text_lines[last_open];
    end = apart.unwrap_or(end);
    // Labels that are set in the middle of a header's height begin above its full line, which is no
    // line of this zone.
    while end > start + 1
        && text_lines
            .get(end)
            .is_some_and(|next| next.base - text_lines[end - 1].base < HALF * next.size)
    {
        end -= 1;
    }
    // Letters in signs are smaller than the text of their row.
    let near = |s: &&TextLine| body.base - s.base < 1.5 * s.size;
    let size =
        text_lines[start..=last_open].iter().filter(near).map(|s| s.size).fold(0.0, f32::max);
    // The last row's first text may be all bold, and of several lines.
    let is_bold = |n: usize| {
        let line = &text_lines[n];
        let is_own = |p: &Segment| (p.x0 - line.area.x0).abs() < 1.5 && is_bold(content, p);
        let goes_on = text_lines[n - 1].segments.first().is_some_and(is_own)
            && text_lines[last_open].segments.first().is_some_and(is_own)
            && line.base - text_lines[n - 1].base < 1.5 * line.size;
        line.is_bold(content) && !body.is_bold(content) && !goes_on
    };
    let is_heading = |n: usize| {
        let line = &text_lines[n];
        let is_large = line.size > 1.1 * size && !is_sign(content, line);
        is_bold(n) || is_large
    };
    // What a heading in a larger size begins, below the last full line and apart from it, is no part.
    let is_title = |n: usize| {
        let line = &text_lines[n];
        let is_larger = line.size > 1.1 * body.size && line.is_bold(content);
        let is_apart = most <= 2 || line.base - text_lines[n - 1].base > 1.7 * line.size;
        is_larger && is_apart && !is_band(n)
    };
    end = (last_open + 1..end).find(|n| is_title(*n)).unwrap_or(end);
    // Headings at the end belong to what follows.
    while end > last_open + 1 {
        let line = &text_lines[end - 1];
        let is_next = text_lines
            .get(end)
            .is_some_and(|next| next.is_open() && next.base - line.base < HALF * next.size);
        if !is_heading(end - 1) && !is_next || is_band(end - 1) {
            break;
        }
        end -= 1;
    }
    (end, gaps.into_iter().map(|g| g.span).collect())
}

/// Whether a line is one text right above a row of the zone: a line on both sides of two of its gaps that runs over
/// none. Headings of groups may be as far from the header and the rows around them as rows are from each other.
fn is_over_row(text_lines: &[TextLine], n: usize, gaps: &[Gap]) -> bool {
    let (line, Some(below)) = (&text_lines[n], text_lines.get(n + 1)) else { return false };
    let shared = gaps.iter().filter(|g| has_both_sides(below, g.span)).count();
    !line.is_open()
        && shared > 1
        && !gaps.iter().any(|g| crosses(below, g.span))
        && below.base - line.base < 4.5 * line.size.max(below.size)
}

/// Whether lines begin with the heading of a numbered section that is no row of a table: its number and title are set
/// apart, and what is below it is in no such columns.
pub(super) fn is_heading_of_text(content: &PageContent, lines: &[TextLine]) -> bool {
    let is_heading = |line: &&TextLine| is_numbered_heading(content, line);
    let headings = lines.iter().take_while(is_heading).count();
    headings > 0 && lines.get(headings).is_none_or(|below| !is_in_columns(&lines[0], below))
}

/// Whether a line is the first of a table that rules close, its header among them, and no line of the zone above it
/// is in its columns: labels may be above the first rule.
fn begins_stack(
    zone: &[TextLine],
    text_lines: &[TextLine],
    n: usize,
    stacks: &[Stack],
    stack_of: &[Option<usize>],
) -> bool {
    let line = &text_lines[n];
    let Some(own) = stack_of[n].filter(|s| stack_of[n - 1] != Some(*s)) else { return false };
    line.base - text_lines[n - 1].base >= 2.0 * line.size
        && !zone.iter().any(|above| is_in_columns(above, line))
        && stacks[own].is_headed(text_lines)
}

/// Whether two lines are of the same columns: two gaps in common, or the same beginnings of all segments.
fn is_in_columns(one: &TextLine, other: &TextLine) -> bool {
    let begins = |p: &Segment| other.segments.iter().any(|o| (o.x0 - p.x0).abs() < 3.0);
    one.is_open()
        && (one.gaps().filter(|g| has_both_sides(other, *g)).count() > 1
            || one.segments.iter().all(begins))
}

/// Whether a line is the first below such a table, and does not go on with its rows.
fn ends_stack(
    content: &PageContent,
    text_lines: &[TextLine],
    n: usize,
    stacks: &[Stack],
    stack_of: &[Option<usize>],
) -> bool {
    let (above, line) = (&text_lines[n - 1], &text_lines[n]);
    let Some(own) = stack_of[n - 1].filter(|s| stack_of[n] != Some(*s)) else { return false };
    let is_apart = line.base - above.base > 2.0 * line.size
        || line.size > 1.1 * above.size
        || line.is_bold(content) && !above.is_bold(content);
    is_apart && !is_in_columns(above, line) && stacks[own].is_headed(text_lines)
}

/// Whether a line is a note below a table: it begins with a raised mark.
fn is_note(content: &PageContent, line: &TextLine) -> bool {
    let first = line.segments.first().and_then(|p| p.words.first());
    line.segments.len() == 1 && first.is_some_and(|i| content.words[*i as usize].is_raised)
}

/// Whether the one text of a line is right below a text in bold with others beside it, and is not bold itself.
fn is_below_title(content: &PageContent, above: &TextLine, line: &TextLine) -> bool {
    let [segment] = line.segments.as_slice() else { return false };
    let is_title = |p: &Segment| (p.x0 - segment.x0).abs() < 1.5 && is_bold(content, p);
    let is_row = above.segments.len() > 2; // Headings of text in two columns may be beside each other.
    is_row
        && !is_bold(content, segment)
        && above.size >= line.size
        && above.segments.iter().any(is_title)
}

/// Whether all of a segment is set in bold type.
fn is_bold(content: &PageContent, segment: &Segment) -> bool {
    segment.words.iter().all(|i| content.words[*i as usize].bold)
}

/// Whether a line is signs without words, which are often set in a larger size.
fn is_sign(content: &PageContent, line: &TextLine) -> bool {
    let mut words = line.segments.iter().flat_map(|p| &p.words);
    words.all(|i| text::is_swatch(&content.words[*i as usize].text))
}

/// The colour of the fill that the beginning of a line is on, white aside.
pub(super) fn fill_behind(content: &PageContent, line: &TextLine) -> Option<Rgb> {
    let (x, y) = (line.area.x0 + 0.5, line.base - 0.3 * line.size);
    let fill = content.fills.iter().rev().find(|f| f.area.contains(x, y))?;
    Some(fill.colour).filter(|c| !c.is_white())
}

/// Whether the lines of a block go on far below the line before `n`: one of the next few begins its segments
/// where lines above begin theirs, and has three of them or more.
fn goes_on_below(block: &[TextLine], n: usize) -> bool {
    let is_edge = |x: f32| {
        let own = |s: &TextLine| s.segments.iter().any(|p| (p.x0 - x).abs() < 1.5);
        block[..n].iter().any(own)
    };
    let mut near = (n..block.len().min(n + 24))
        .take_while(|m| *m == n || block[*m].base - block[*m - 1].base < 2.2 * block[*m].size);
    near.any(|m| {
        let segments = &block[m].segments;
        segments.len() >= EDGES && segments.iter().all(|p| is_edge(p.x0))
    })
}

/// Whether a line of few segments is of the columns above it: its segments begin where several lines above begin theirs,
/// or it begins so behind the first column, or it is the words of one text set to the full width of its column.
fn is_of_columns(block: &[TextLine], line: &TextLine) -> bool {
    let is_edge = |x: f32| {
        let own = |s: &&TextLine| s.segments.iter().any(|p| (p.x0 - x).abs() < 1.5);
        block.iter().filter(own).count() > 1
    };
    let left = block.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let mut gaps = line.segments.windows(2).map(|w| w[1].x0 - w[0].x1);
    let first = gaps.next().unwrap_or(0.0);
    let is_even = first < 2.5 * line.size && gaps.all(|g| (g - first).abs() < 0.6);
    line.segments.iter().all(|p| is_edge(p.x0))
        || is_edge(line.area.x0) && line.area.x0 > left + 2.0 * line.size
        || line.segments.len() > 2 && is_even
}

/// Whether a line heads columns: three labels or more without numbers, all bold, above lines that are
/// not, while the last full line before it is none.
fn heads(content: &PageContent, text_lines: &[TextLine], n: usize, last_open: usize) -> bool {
    let line = &text_lines[n];
    let is_label = |p: &Segment| {
        let text = said(content, &p.words);
        p.words.len() <= 6 && !text.chars().any(|c| c.is_ascii_digit())
    };
    line.segments.len() >= 3
        && line.is_bold(content)
        && line.segments.iter().all(is_label)
        && !text_lines[last_open].is_bold(content)
        && text_lines[n + 1..].iter().take(8).any(|s| !s.is_bold(content))
}

/// Whether the rules above and below a line are near it, as around a heading in a table.
fn is_in_short_interval(line: &TextLine, stack: &Stack) -> bool {
    let y = line.base - 0.3 * line.size;
    let below = stack.whole().find(|at| *at > y);
    let above = stack.whole().take_while(|at| *at <= y).last();
    above.zip(below).is_some_and(|(a, b)| b - a < 8.0 * line.size)
}

/// What a line says in each of its segments, for telling headers that come again.
fn name(content: &PageContent, line: &TextLine) -> Vec<String> {
    line.segments.iter().map(|p| said(content, &p.words)).collect()
}

/// Whether a segment of a line runs over a gap.
pub(crate) fn crosses(line: &TextLine, gap: Span) -> bool {
    line.segments.iter().any(|p| is_over(p, gap))
}

pub(crate) fn is_over(segment: &Segment, gap: Span) -> bool {
    let slack = (0.25 * (gap.1 - gap.0)).min(2.0);
    segment.x0 < gap.0 + slack && segment.x1 > gap.1 - slack
}

fn has_both_sides(line: &TextLine, gap: Span) -> bool {
    let middle = (gap.0 + gap.1) / 2.0;
    !crosses(line, gap)
        && line.segments.iter().any(|p| p.x1 <= middle + 1.0)
        && line.segments.iter().any(|p| p.x0 >= middle - 1.0)
}

/// Narrows the gaps of a zone to what a further line leaves white, and adds the line's own where no
/// line before runs over them.
fn merge(gaps: &mut Vec<Gap>, before: &[TextLine], line: &TextLine) {
    let least = 0.3 * line.size;
    for gap in gaps.iter_mut() {
        if crosses(line, gap.span) {
            continue;
        }
        let middle = (gap.span.0 + gap.span.1) / 2.0;
        let mut span = gap.span;
        let (mut left, mut right) = (false, false);
        for segment in &line.segments {
            let centre = (segment.x0 + segment.x1) / 2.0;
            if centre < middle {
                span.0 = span.0.max(segment.x1);
                left = true;
            } else {
                span.1 = span.1.min(segment.x0);
                right = true;
            }
        }
        if left && right {
            gap.support += 1;
        }
        if span.1 - span.0 >= least {
            gap.span = span;
        }
    }
    for span in line.gaps() {
        let is_known = gaps.iter().any(|g| g.span.0 < span.1 && span.0 < g.span.1);
        if is_known {
            continue;
        }
        let crossed = before.iter().filter(|s| crosses(s, span)).count();
        if crossed * 8 <= before.len() {
            gaps.push(Gap { span, support: 1 });
        }
    }
}

/// Whether a table that was already found is between two lines.
fn blocked(above: &TextLine, below: &TextLine, taken: &[Rect]) -> bool {
    taken.iter().any(|t| {
        t.y0 >= above.base - 1.0
            && t.y1 <= below.base + 1.0
            && t.x0 < above.area.x1.max(below.area.x1)
            && t.x1 > above.area.x0.min(below.area.x0)
    })
}
