//! Where a table without a grid begins and ends: runs of lines with gaps at common places, their
//! heads above, their last cells below, and what closes them.

use super::aligned::{Guides, Piece, Strip, said};
use super::charts;
use super::columns::{self, Span};
use super::numeric::is_atomic;
use super::rows;
use super::text;
use super::words::Sheet;
use tablemend_model::Rect;

/// Runs of lines that may be tables: lines with gaps at common places, and the few lines without
/// gaps between them (headings inside, stubs that are turned over).
pub(crate) fn blocks(
    sheet: &Sheet,
    strips: &[Strip],
    guides: &Guides<'_>,
    taken: &[Rect],
) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < strips.len() {
        if !strips[start].is_open() || charts::is_in_caption(sheet, strips, start) {
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
                || charts::is_in_caption(sheet, strips, n)
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
            if has_numbers && is_next_title(sheet, &strips[start..], n - start) {
                break;
            }
            has_numbers |= numbers_behind(sheet, line);
            if line.is_open() {
                let shared = open.iter().rev().take(4).map(|o| shared(&strips[*o], line)).max();
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

/// Whether a line has a number behind its first piece.
fn numbers_behind(sheet: &Sheet, line: &Strip) -> bool {
    line.pieces[1..].iter().any(|p| is_atomic(&said(sheet, &p.words)))
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

/// Whether a line stands centred over a whole table of which the second column begins at `data`, as
/// titles do; what heads columns stands over the columns behind the first.
fn is_title(line: &Strip, table: Span, data: f32) -> bool {
    let middle = (line.area.x0 + line.area.x1) / 2.0;
    let off = |from: f32| ((from + table.1) / 2.0 - middle).abs();
    line.pieces.len() == 1
        && line.area.x0 < data
        && off(table.0) < 0.5 * line.size
        && off(data) > 1.5 * line.size
}

/// Whether a line stands between two tables as the second's title: bold as the rows above it are not,
/// apart from them, centred over them, and above lines that head columns.
fn is_next_title(sheet: &Sheet, block: &[Strip], n: usize) -> bool {
    let (above, line) = (&block[..n], &block[n]);
    let open: Vec<&Strip> = above.iter().filter(|s| s.is_open()).collect();
    let [.., former, last] = open.as_slice() else { return false };
    let Some(fullest) = open.iter().max_by_key(|s| s.pieces.len()) else { return false };
    let from = open.iter().map(|s| s.area.x0).fold(f32::INFINITY, f32::min);
    let to = open.iter().map(|s| s.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let rows = (from, to);
    let is_apart = line.base - last.base > 1.3 * (last.base - former.base);
    let heads = block[n + 1..].iter().take(3).find(|s| s.is_open());
    is_title(line, rows, fullest.pieces[1].x0)
        && line.is_bold(sheet)
        && !last.is_bold(sheet)
        && is_apart
        && heads.is_some_and(|s| !numbers_behind(sheet, s))
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
pub(crate) fn outwards(
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
    let edge = gutters.first().map_or(x1, |g| g.1);
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
            || charts::is_in_caption(sheet, strips, up - 1)
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
            && has_rule_below(guides, strips, (from, to), extent)
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
pub(crate) fn closing(
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
