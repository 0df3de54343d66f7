//! Where a table without a grid begins and ends: runs of lines with gaps at common places, their
//! heads above, their last cells below, and what closes them.

use super::aligned::{Guides, Segment, TextLine, said};
use super::charts;
use super::columns::{self, Span};
use super::numeric::is_atomic;
use super::rows;
use super::text;
use super::words::PageContent;
use tablemend_model::Rect;

/// Runs of lines that may be tables: lines with gaps at common places, and the few lines without
/// gaps between them (headings inside, stubs that are turned over).
pub(crate) fn blocks(
    content: &PageContent,
    text_lines: &[TextLine],
    guides: &Guides<'_>,
    taken: &[Rect],
) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < text_lines.len() {
        if !text_lines[start].is_open() || charts::is_in_caption(content, text_lines, start) {
            start += 1;
            continue;
        }
        let mut last = start; // The last line with gaps.
        let mut open = vec![start];
        let mut has_numbers = numbers_behind(content, &text_lines[start]);
        let mut n = start + 1;
        while n < text_lines.len() {
            let (above, line) = (&text_lines[n - 1], &text_lines[n]);
            let step = line.base - above.base;
            if blocked(above, line, taken)
                || charts::is_in_caption(content, text_lines, n)
                || has_numbers && is_note(content, &text_lines[n..], &text_lines[last])
            {
                break;
            }
            // A header that comes again begins another table.
            if has_numbers
                && text_lines[start..n.min(start + 4)]
                    .iter()
                    .any(|head| is_alike(content, head, line))
            {
                break;
            }
            if has_numbers && is_next_title(content, &text_lines[start..], n - start) {
                break;
            }
            has_numbers |= numbers_behind(content, line);
            if line.is_open() {
                let shared = open.iter().rev().take(4).map(|o| shared(&text_lines[*o], line)).max();
                // The more gaps two lines have in common, the more blank lines may part them.
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
                let whole = (text_lines[start].area.x0, text_lines[start].area.x1);
                let crosses = open.iter().rev().take(3).all(|o| crossed(&text_lines[*o], line) > 0);
                let held = guides.between(text_lines[last].base, line.base, whole, 0.6).is_none();
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

/// Whether a line has a number behind its first segment.
fn numbers_behind(content: &PageContent, line: &TextLine) -> bool {
    line.segments[1..].iter().any(|p| is_atomic(&said(content, &p.words)))
}

/// Whether two lines of several segments, none of them a number, begin alike at like places.
fn is_alike(content: &PageContent, head: &TextLine, line: &TextLine) -> bool {
    let first = |s: &TextLine| said(content, &s.segments[0].words);
    let is_head = |s: &TextLine| {
        s.is_open() && !s.segments.iter().any(|p| is_atomic(&said(content, &p.words)))
    };
    let name = first(line);
    is_head(head)
        && is_head(line)
        && name.chars().filter(|c| c.is_alphabetic()).count() > 3
        && first(head) == name
        && (head.segments[0].x0 - line.segments[0].x0).abs() < 2.0 * line.size
}

/// Whether the first of some lines below a row begins the notes to a table: it says so, or is set
/// smaller or marked, is no heading of rows that follow, and gives no number.
fn is_note(content: &PageContent, lines: &[TextLine], row: &TextLine) -> bool {
    let [line, below @ ..] = lines else { return false };
    if numbers_behind(content, line) {
        return false;
    }
    let first = line.segments[0].words.first().map_or("", |i| &content.words[*i as usize].text);
    let is_row = |s: &TextLine| s.size > 0.95 * row.size && numbers_behind(content, s);
    let is_heading =
        (line.area.x0 - row.area.x0).abs() < row.size && below.iter().take(3).any(is_row);
    text::names_note(first)
        || (text::starts_note(first) || line.size < 0.88 * row.size) && !is_heading
}

/// Whether a line is centred over a whole table of which the second column begins at `data`, as
/// titles do; what heads columns is over the columns behind the first.
fn is_title(line: &TextLine, table: Span, data: f32) -> bool {
    let middle = (line.area.x0 + line.area.x1) / 2.0;
    let off = |from: f32| ((from + table.1) / 2.0 - middle).abs();
    line.segments.len() == 1
        && line.area.x0 < data
        && off(table.0) < 0.5 * line.size
        && off(data) > 1.5 * line.size
}

/// Whether a line is between two tables as the second's title: bold as the rows above it are not,
/// apart from them, centred over them, and above lines that head columns.
fn is_next_title(content: &PageContent, block: &[TextLine], n: usize) -> bool {
    let (above, line) = (&block[..n], &block[n]);
    let open: Vec<&TextLine> = above.iter().filter(|s| s.is_open()).collect();
    let [.., former, last] = open.as_slice() else { return false };
    let Some(fullest) = open.iter().max_by_key(|s| s.segments.len()) else { return false };
    let from = open.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let to = open.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let rows = (from, to);
    let is_apart = line.base - last.base > 1.3 * (last.base - former.base);
    let heads = block[n + 1..].iter().take(3).find(|s| s.is_open());
    is_title(line, rows, fullest.segments[1].x0)
        && line.is_bold(content)
        && !last.is_bold(content)
        && is_apart
        && heads.is_some_and(|s| !numbers_behind(content, s))
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

/// How many gaps two lines have in common.
fn shared(a: &TextLine, b: &TextLine) -> usize {
    let least = 0.35 * a.size.min(b.size);
    a.gaps().filter(|g| b.gaps().any(|h| g.1.min(h.1) - g.0.max(h.0) >= least)).count()
}

/// How many gaps of an open line another line runs over.
fn crossed(open: &TextLine, line: &TextLine) -> usize {
    open.gaps().filter(|g| line.segments.iter().any(|p| p.x0 < g.0 && p.x1 > g.1)).count()
}

/// Whether a segment runs over a gutter.
fn crossed_by(segment: &Segment, gutters: &[Span]) -> bool {
    gutters.iter().any(|g| segment.x0 < g.0 && segment.x1 > g.1)
}

/// Widens a block to lines that belong to it: header lines above that are over its columns, and
/// all that a rule above or below closes in.
pub(crate) fn outwards(
    content: &PageContent,
    text_lines: &[TextLine],
    block: (usize, usize),
    gutters: &[Span],
    guides: &Guides<'_>,
    taken: &[Rect],
) -> (usize, usize) {
    let (mut from, mut to) = block;
    let x0 = text_lines[from..to].iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = text_lines[from..to].iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let extent = (x0, x1);
    let edge = gutters.first().map_or(x1, |g| g.1);
    let stub = gutters.first().map_or(x0, |g| (g.0 + g.1) / 2.0);
    let size = columns::usual_size(text_lines[from..to].iter());
    // Up: lines over the data columns, or anything under a rule as wide as the table.
    let mut up = from;
    while up > 0 && from - up < 6 {
        let (line, below) = (&text_lines[up - 1], &text_lines[up]);
        // A title is set larger than the table.
        if below.base - line.base > 2.4 * line.size.max(below.size)
            || line.size > 1.3 * size
            || blocked(line, below, taken)
            || charts::is_in_caption(content, text_lines, up - 1)
            || is_title(line, extent, edge)
            || line.area.x0 > x1
            || line.area.x1 < x0
        {
            break;
        }
        let inside = line.area.x0 > stub - line.size && line.area.x1 < x1 + line.size;
        let y = line.base - 1.0 * line.size;
        let ruled = guides.between(line.base, below.base - 0.3 * below.size, extent, 0.85);
        // Labels between two rules over the data columns head groups of them.
        let is_group_row = inside
            && line.is_open()
            && guides.between(y - 1.2 * line.size, y + 0.2 * line.size, (stub, x1), 0.85).is_some();
        if ruled.is_some_and(|r| !r.is_edge)
            && up == from
            && !is_group_row
            && has_rule_below(guides, text_lines, (from, to), extent)
        {
            break; // The table's own top rule.
        }
        up -= 1;
        if inside {
            from = up;
        }
        if guides.between(y - 1.2 * line.size, y + 0.2 * line.size, extent, 0.85).is_some() {
            from = up;
            break;
        }
    }
    // Down: the end of the last stub, turned over, within its column.
    while to < text_lines.len() {
        let (above, line) = (&text_lines[to - 1], &text_lines[to]);
        let first = line.segments.first().and_then(|p| p.words.first());
        let small = first.is_some_and(|i| {
            content.words[*i as usize].text.chars().next().is_some_and(char::is_lowercase)
        });
        let near = line.base - above.base < 1.3 * line.size;
        if !small || !near || line.area.x1 > edge || line.area.x0 < x0 - line.size {
            break;
        }
        to += 1;
    }
    // Down: the end of the last cell of another column, line by line below it.
    while to < text_lines.len() {
        let (above, line) = (&text_lines[to - 1], &text_lines[to]);
        let [segment] = line.segments.as_slice() else { break };
        let goes_on = above.segments.iter().any(|p| (p.x0 - segment.x0).abs() < 0.3 * line.size);
        if !goes_on
            || segment.x0 < edge
            || crossed_by(segment, gutters)
            || line.base - above.base > 1.3 * line.size
            || (line.size - above.size).abs() > 0.1 * line.size
            || blocked(above, line, taken)
            || guides.between(above.base, line.base - 0.5 * line.size, extent, 0.85).is_some()
        {
            break;
        }
        to += 1;
    }
    // Down: what is above a rule as wide as the table, if that rule is near.
    let mut down = to;
    while down < text_lines.len() && down - to < 3 {
        let (above, line) = (&text_lines[down - 1], &text_lines[down]);
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
pub(crate) fn closing(
    content: &PageContent,
    text_lines: &[TextLine],
    block: (usize, usize),
    columns: usize,
    guides: &Guides<'_>,
) -> usize {
    let (from, to) = block;
    let is_note = |s: &&TextLine| {
        let (first, rest) = s.segments.split_at(1);
        s.segments.len() * 2 <= columns
            && !rest.iter().any(|p| is_atomic(&said(content, &p.words)))
            && (s.segments.len() > 1 || first[0].words.len() > 1)
    };
    let notes = text_lines[from..to].iter().rev().take_while(is_note).count();
    let body = &text_lines[from..to - notes];
    let x0 = body.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = body.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let ends_above = |n: usize| {
        let (above, here) = (&text_lines[n - 1], &text_lines[n]);
        let is_end =
            |a: &Rect| a.y1 > above.base - above.size && a.y1 < here.base && a.x0 < x1 && a.x1 > x0;
        guides.loose.iter().any(is_end)
    };
    (to - notes..to)
        .filter(|n| *n > from + 1)
        .find(|n| ends_above(*n) || rows::rule_above(&text_lines[..to], *n, guides, (x0, x1), 0.85))
        .unwrap_or(to)
}

/// Whether a rule runs below the first lines of a block: then one above it is the table's head rule.
fn has_rule_below(
    guides: &Guides<'_>,
    text_lines: &[TextLine],
    block: (usize, usize),
    extent: Span,
) -> bool {
    let first = text_lines[block.0].base;
    let last = text_lines[block.1 - 1].base;
    guides.between(first, last + 1.5 * text_lines[block.1 - 1].size, extent, 0.8).is_some()
}
