//! Rows of a block of lines: which lines belong to one row, and what its header spans.

use super::aligned::{self, Guides, Segment, TextLine, is_currency};
use super::columns::Span;
use super::grid::{Found, Grid};
use super::header;
use super::numeric::{is_atomic, is_placeholder};
use super::words::PageContent;
use tablemend_model::{Method, Rect};

/// Words of one line that are in the same column, or over several.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) line: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    pub(crate) words: Vec<u32>,
}

/// Puts a block of lines into rows and columns.
pub(crate) fn grid(
    content: &PageContent,
    block: &[TextLine],
    gutters: &[Span],
    guides: &Guides<'_>,
) -> Option<Grid> {
    let mut parts = parts(content, block, gutters);
    let mut columns = gutters.len() + 1;
    let mut gutters = gutters.to_vec();
    close_columns(content, &mut parts, &mut columns, &mut gutters);
    if columns < 2 {
        return None;
    }
    let extent = extent(block);
    let head = header::lines(content, block, &parts, guides, extent);
    let mut of_line = vec![0usize; block.len()];
    let mut cells: Vec<Found> = Vec::new();
    let header_rows =
        header::place(content, block, &parts, head, guides, &gutters, &mut of_line, &mut cells);
    let joins = joins(content, block, &parts, head, guides, extent);
    let mut row = header_rows;
    for (line, of) in of_line.iter_mut().enumerate().skip(head) {
        row += usize::from(line > head && !joins[line]);
        *of = row;
    }
    let rows = if head < block.len() { row + 1 } else { header_rows };
    for part in parts.iter().filter(|p| p.line >= head) {
        let row = of_line[part.line];
        let cols = part.last - part.first + 1;
        match cells
            .iter_mut()
            .rev()
            .find(|c| c.row == row && c.col <= part.last && part.first < c.col + c.cols)
        {
            Some(cell) => {
                // Two lines of one row: where one reaches over more columns, so does the cell.
                let end = (cell.col + cell.cols).max(part.last + 1);
                cell.col = cell.col.min(part.first);
                cell.cols = end - cell.col;
                cell.words.extend(&part.words);
            }
            None => cells.push(Found {
                row,
                col: part.first,
                rows: 1,
                cols,
                words: part.words.clone(),
                ..Found::default()
            }),
        }
    }
    settle_overlaps(&mut cells);
    let ys = row_edges(block, &of_line, rows, guides, extent);
    let mut xs = vec![extent.0];
    xs.extend(gutters.iter().enumerate().map(|(n, g)| {
        // The white between the columns' own text, where there is any: no word is cut.
        let right = parts.iter().filter(|p| p.last == n).map(|p| p.x1).fold(g.0, f32::max);
        let left = parts.iter().filter(|p| p.first == n + 1).map(|p| p.x0).fold(g.1, f32::min);
        if right < left { (right + left) / 2.0 } else { (g.0 + g.1) / 2.0 }
    }));
    xs.push(extent.1);
    for cell in &mut cells {
        cell.area = Rect {
            x0: xs[cell.col],
            y0: ys[cell.row],
            x1: xs[cell.col + cell.cols],
            y1: ys[cell.row + cell.rows],
        };
    }
    // Blank slots are cells too, with an area of their own.
    let mut taken = vec![false; rows * columns];
    for cell in &cells {
        for r in cell.row..cell.row + cell.rows {
            taken[r * columns + cell.col..r * columns + cell.col + cell.cols].fill(true);
        }
    }
    for (slot, _) in taken.iter().enumerate().filter(|(_, t)| !**t) {
        let (row, col) = (slot / columns, slot % columns);
        let area = Rect { x0: xs[col], y0: ys[row], x1: xs[col + 1], y1: ys[row + 1] };
        cells.push(Found { row, col, rows: 1, cols: 1, area, ..Found::default() });
    }
    Some(Grid { method: Method::Aligned, xs, ys, cells, header_rows })
}

fn extent(block: &[TextLine]) -> Span {
    block
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), s| (a.min(s.area.x0), b.max(s.area.x1)))
}

/// Cells that came to overlap in a row become one.
pub(crate) fn settle_overlaps(cells: &mut Vec<Found>) {
    cells.sort_by_key(|c| (c.row, c.col));
    let mut out: Vec<Found> = Vec::with_capacity(cells.len());
    for cell in cells.drain(..) {
        match out.last_mut() {
            Some(last)
                if last.row == cell.row
                    && last.rows == 1
                    && cell.rows == 1
                    && cell.col < last.col + last.cols =>
            {
                let end = (last.col + last.cols).max(cell.col + cell.cols);
                last.cols = end - last.col;
                last.words.extend(cell.words);
            }
            _ => out.push(cell),
        }
    }
    *cells = out;
}

/// Cuts each line's segments at the gutters they have a gap at, and says which columns each is
/// in: those whose text it covers in good part. A word is never cut.
pub(crate) fn parts(content: &PageContent, block: &[TextLine], gutters: &[Span]) -> Vec<Part> {
    let words = &content.words;
    let whole = extent(block);
    // Where the text of each column is, between its gutters.
    let core = |c: usize| -> Span {
        let from = c.checked_sub(1).map_or(whole.0, |g| gutters[g].1);
        (from, gutters.get(c).map_or(whole.1, |g| g.0))
    };
    let blank = usual_blank(content, block);
    let mut parts: Vec<Part> = Vec::new();
    for (line, text_line) in block.iter().enumerate() {
        // Columns may be near each other, but a blank of the type is a gutter only where others
        // begin or end at it.
        let near = 0.42 * text_line.size;
        let wide = near.max(1.3 * blank * text_line.size);
        let is_edge = |from: f32, to: f32| {
            let segments = block.iter().flat_map(|s| &s.segments);
            let slack = 0.1 * text_line.size;
            let at = |p: &&Segment| (p.x1 - from).abs() < slack || (p.x0 - to).abs() < slack;
            segments.filter(at).nth(2).is_some()
        };
        let mut own: Vec<Part> = Vec::new();
        for segment in &text_line.segments {
            let mut open: Option<Part> = None;
            for index in &segment.words {
                let area = &words[*index as usize].area;
                match &mut open {
                    Some(o)
                        if words[*index as usize].is_glued
                            || o.words
                                .last()
                                .is_some_and(|i| is_currency(&words[*i as usize].text))
                            || area.x0 - o.x1 < near
                            || !gutters.iter().any(|g| o.x1 < g.1 && area.x0 > g.0)
                            || area.x0 - o.x1 < wide && !is_edge(o.x1, area.x0) =>
                    {
                        o.x1 = o.x1.max(area.x1);
                        o.words.push(*index);
                    }
                    _ => own.extend(open.replace(Part {
                        line,
                        first: 0,
                        last: 0,
                        x0: area.x0,
                        x1: area.x1,
                        words: vec![*index],
                    })),
                }
            }
            own.extend(open);
        }
        for part in &mut own {
            (part.first, part.last) = covered(part, gutters, &core, text_line.size);
        }
        // Two parts that claim one column: it is that part's which covers more of it.
        for n in 1..own.len() {
            let (left, right) = own.split_at_mut(n);
            let (left, right) = (&mut left[n - 1], &mut right[0]);
            while left.last >= right.first && (left.last > left.first || right.last > right.first) {
                let (a, b) = core(right.first.max(left.first).min(left.last));
                let over = |p: &Part| p.x1.min(b) - p.x0.max(a);
                if right.last == right.first || left.last > left.first && over(left) < over(right) {
                    left.last -= 1;
                } else {
                    right.first += 1;
                }
            }
        }
        parts.append(&mut own);
        join_neighbours(&mut parts, line);
    }
    parts
}

/// The middle of the blanks between the words of a block's segments, as a share of their type size; 0
/// where no segment has two words.
fn usual_blank(content: &PageContent, block: &[TextLine]) -> f32 {
    let mut blanks: Vec<f32> = Vec::new();
    for text_line in block {
        for pair in text_line.segments.iter().flat_map(|p| p.words.windows(2)) {
            let [a, b] = [pair[0], pair[1]].map(|i| &content.words[i as usize]);
            if !b.is_glued {
                blanks.push((b.area.x0 - a.area.x1) / text_line.size.max(1.0));
            }
        }
    }
    if blanks.is_empty() {
        return 0.0;
    }
    let middle = blanks.len() / 2;
    *blanks.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// The columns whose text a part covers in good part; else the nearest.
fn covered(
    part: &Part,
    gutters: &[Span],
    core: &impl Fn(usize) -> Span,
    size: f32,
) -> (usize, usize) {
    let mut found: Option<(usize, usize)> = None;
    let mut nearest = (f32::INFINITY, 0);
    for c in 0..=gutters.len() {
        let (a, b) = core(c);
        let over = part.x1.min(b) - part.x0.max(a);
        if over > 0.4 * (b - a).min(part.x1 - part.x0) || over > 3.0 * size {
            found = Some((found.map_or(c, |f| f.0), c));
        }
        if -over < nearest.0 {
            nearest = (-over, c);
        }
    }
    found.unwrap_or((nearest.1, nearest.1))
}

/// Segments of one line in one column are one part.
fn join_neighbours(parts: &mut Vec<Part>, line: usize) {
    let from = parts.iter().rposition(|p| p.line != line).map_or(0, |p| p + 1);
    let mut tail: Vec<Part> = parts.split_off(from);
    tail.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for part in tail {
        match parts.last_mut() {
            Some(last) if last.line == line && part.first <= last.last => {
                last.last = last.last.max(part.last);
                last.x1 = last.x1.max(part.x1);
                last.words.extend(part.words);
            }
            _ => parts.push(part),
        }
    }
}

/// What a part says.
pub(crate) fn said(content: &PageContent, part: &Part) -> String {
    aligned::said(content, &part.words)
}

/// Joins columns that are none: currency signs before and marks behind numbers, and a header that
/// is beside its numbers.
fn close_columns(
    content: &PageContent,
    parts: &mut Vec<Part>,
    columns: &mut usize,
    gutters: &mut Vec<Span>,
) {
    let mut col = 0;
    while *columns > 2 && col + 1 < *columns {
        let of = |c: usize| parts.iter().filter(move |p| p.first == c && p.last == c);
        let all = |c: usize, test: &dyn Fn(&str) -> bool| {
            of(c).next().is_some() && of(c).all(|p| test(said(content, p).trim()))
        };
        let currency = |s: &str| is_currency(s) || s == "(";
        let mark = |s: &str| matches!(s, "%" | ")" | "*" | "**" | "†" | "‡");
        let lines = |c: usize| -> Vec<usize> { of(c).map(|p| p.line).collect() };
        let (here, next) = (lines(col), lines(col + 1));
        let apart = !here.iter().any(|l| next.contains(l));
        let (few, many) = (here.len().min(next.len()), here.len().max(next.len()));
        let gutter = gutters[col].1 - gutters[col].0;
        // A head is above its numbers however far aside it is set.
        let is_head = |of: &[usize], other: &[usize]| of.iter().max() < other.iter().min();
        let is_above = is_head(&here, &next) || is_head(&next, &here);
        let is_near = many >= 3 && gutter < 40.0 || is_above && gutter < 120.0;
        let beside =
            apart && (few <= 2 || is_above && few <= 4 && gutter < 24.0) && is_near && col > 0;
        if all(col, &currency) || all(col + 1, &mark) || beside {
            for part in parts.iter_mut() {
                if part.first > col {
                    part.first -= 1;
                }
                if part.last > col {
                    part.last -= 1;
                }
            }
            gutters.remove(col);
            *columns -= 1;
            let last = parts.last().map_or(0, |p| p.line);
            let old = std::mem::take(parts);
            for line in 0..=last {
                parts.extend(old.iter().filter(|p| p.line == line).cloned());
                join_neighbours(parts, line);
            }
        } else {
            col += 1;
        }
    }
}

/// Which lines of the body go on with the row of the line above.
fn joins(
    content: &PageContent,
    block: &[TextLine],
    parts: &[Part],
    head: usize,
    guides: &Guides<'_>,
    extent: Span,
) -> Vec<bool> {
    let mut joins = vec![false; block.len()];
    let of_line = |line: usize| parts.iter().filter(move |p| p.line == line);
    let ruled: Vec<bool> =
        (0..block.len()).map(|n| n > 0 && rule_above(block, n, guides, extent, 0.6)).collect();
    let is_number = |p: &Part| {
        let s = said(content, p);
        is_atomic(&s) && !is_placeholder(&s)
    };
    // Where every row is ruled off, the rules alone part the rows.
    let body = block.len() - head;
    let rules = ruled[head.min(block.len())..].iter().filter(|r| **r).count();
    // Numbers are one line high, so that many lines between rules are rows of a group; text is not.
    let has_numbers = parts.iter().any(|p| p.line >= head && p.first > 0 && is_number(p));
    let tall = if has_numbers { 4 } else { 15 };
    let mut all_ruled = rules >= 2 && body <= tall * (rules + 1);
    if all_ruled {
        let mut numbers: Vec<usize> = Vec::new();
        for (line, is_ruled) in ruled.iter().enumerate().skip(head) {
            if *is_ruled {
                numbers.clear();
            }
            for part in of_line(line).filter(|p| is_number(p) && p.first > 0) {
                all_ruled &= !numbers.contains(&part.first);
                numbers.push(part.first);
            }
        }
    }
    let leading = usual_step(block, head);
    for line in head + 1..block.len() {
        if ruled[line] {
            continue;
        }
        if all_ruled {
            joins[line] = true;
            continue;
        }
        let (above, here) = (&block[line - 1], &block[line]);
        if here.base - above.base > 1.35 * here.size.max(above.size)
            || here.base - above.base > 1.15 * leading
        {
            continue;
        }
        // Rows are not as near as that: the cells of one are set in its middle.
        let step = here.base - above.base;
        if step < 0.8 * here.size.min(above.size) && step < 0.75 * leading {
            let start = (0..line).rev().find(|n| !joins[*n]).unwrap_or(0);
            let has_number = |p: &Part| {
                let mut own = (start..line).flat_map(of_line);
                own.any(|o| o.first > 0 && o.first == p.first && is_number(o))
            };
            joins[line] = !of_line(line).any(|p| p.first > 0 && is_number(p) && has_number(p));
            continue;
        }
        let (up, own): (Vec<&Part>, Vec<&Part>) =
            (of_line(line - 1).collect(), of_line(line).collect());
        let stub = |of: &[&Part]| of.iter().find(|p| p.first == 0).map(|p| (*p).clone());
        let data = |of: &[&Part]| of.iter().any(|p| p.first > 0);
        let numbers = own.iter().any(|p| p.first > 0 && is_number(p));
        let goes_on = |a: &Part, b: &Part| {
            is_full(content, parts, a, b, here.size)
                || begins_small(content, b) && (joins[line - 1] || !begins_small(content, a))
        };
        let join = match (stub(&up), stub(&own)) {
            // A turned-over stub, its numbers on the first line.
            (Some(a), Some(b)) if !data(&own) && data(&up) => {
                turned_over(content, parts, &a, &b, here.size)
            }
            // A turned-over stub, its numbers on the last line.
            (Some(a), Some(b)) if !data(&up) && data(&own) => {
                turned_over(content, parts, &a, &b, here.size)
                    && a.first == a.last
                    && goes_on(&a, &b)
                    && !is_level(parts, &b, here.size)
            }
            (Some(a), Some(b)) if !data(&up) && !data(&own) => {
                turned_over(content, parts, &a, &b, here.size) && goes_on(&a, &b)
            }
            (_, None) => !numbers,
            _ => false,
        };
        joins[line] = join;
    }
    joins
}

/// The usual distance of lines, header left out.
fn usual_step(block: &[TextLine], head: usize) -> f32 {
    let mut steps: Vec<f32> =
        block[head.min(block.len())..].windows(2).map(|w| w[1].base - w[0].base).collect();
    if steps.is_empty() {
        return f32::INFINITY;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Whether a line above goes on in the one below: a hanging indent, or a small letter.
fn turned_over(
    content: &PageContent,
    parts: &[Part],
    above: &Part,
    below: &Part,
    size: f32,
) -> bool {
    let end = said(content, above);
    let start = said(content, below);
    let small = start.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
        && !is_counter(&start);
    let open = end.ends_with([',', '-', '–', '(', '&', '/']);
    let hangs = below.x0 > above.x0 + 0.5 * size;
    let in_brackets = start.starts_with('(') && !is_counter(&start);
    !end.ends_with(':')
        && !ends_in_leaders(&end)
        && (small || open || in_brackets || hangs && is_full(content, parts, above, below, size))
}

/// Whether a text ends in leading dots, after which its line says no more.
fn ends_in_leaders(text: &str) -> bool {
    let mut end = text.chars().rev().filter(|c| !c.is_whitespace());
    matches!((end.next(), end.next()), (Some('.'), Some('.')) | (Some('…'), _))
}

/// Whether a part begins with a small letter.
fn begins_small(content: &PageContent, part: &Part) -> bool {
    let said = said(content, part);
    said.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether rows with data of their own begin at the indent of this part one after another: then it
/// is a level of items, not the indent of turned-over lines.
fn is_level(parts: &[Part], part: &Part, size: f32) -> bool {
    let at = |line: usize| {
        parts.iter().any(|p| p.line == line && p.first == 0 && (p.x0 - part.x0).abs() < 0.25 * size)
            && parts.iter().any(|p| p.line == line && p.first > 0)
    };
    at(part.line + 1) && at(part.line)
}

fn is_counter(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("");
    first.ends_with([')', '.']) && first.trim_matches(['(', ')', '.']).chars().count() == 1
}

/// Whether the next line's first word would not have fitted behind a part, in a column that reaches
/// up to the text of the next one.
fn is_full(content: &PageContent, parts: &[Part], part: &Part, next: &Part, size: f32) -> bool {
    let reach = parts
        .iter()
        .filter(|p| p.first == part.first && p.last == part.last)
        .map(|p| p.x1)
        .fold(0.0, f32::max);
    let next_column = parts
        .iter()
        .filter(|p| p.first == part.last + 1 && p.first == p.last)
        .map(|p| p.x0 - size)
        .fold(f32::INFINITY, f32::min);
    let reach = if next_column.is_finite() { reach.max(next_column) } else { reach };
    let word = next.words.first().map_or(0.0, |i| content.words[*i as usize].area.width());
    part.x1 + 0.28 * size + word > reach - 0.2 * size
}

/// Whether a line runs between a line of text and the one above it.
pub(crate) fn rule_above(
    block: &[TextLine],
    line: usize,
    guides: &Guides<'_>,
    extent: Span,
    share: f32,
) -> bool {
    let (above, here) = (&block[line - 1], &block[line]);
    let y0 = above.base - 0.1 * above.size;
    let y1 = here.base - 0.35 * here.size;
    guides.between(y0, y1, extent, share).is_some()
}

/// Edges between rows: half-way between their lines.
fn row_edges(
    block: &[TextLine],
    of_line: &[usize],
    rows: usize,
    guides: &Guides<'_>,
    extent: Span,
) -> Vec<f32> {
    let mut top = vec![f32::INFINITY; rows];
    let mut bottom = vec![f32::NEG_INFINITY; rows];
    for (text_line, row) in block.iter().zip(of_line) {
        top[*row] = top[*row].min(text_line.area.y0);
        bottom[*row] = bottom[*row].max(text_line.area.y1);
    }
    let mut ys = Vec::with_capacity(rows + 1);
    ys.push(top[0]);
    for row in 1..rows {
        let (a, b) = (bottom[row - 1], top[row]);
        let ruled = guides.between(a - 2.0, b + 2.0, extent, 0.6).map(|r| r.at);
        let y = ruled.unwrap_or((a + b) / 2.0);
        let y = if y.is_finite() { y } else { ys[row - 1] };
        ys.push(y.max(ys[row - 1]));
    }
    let last = bottom[rows - 1].max(ys[rows - 1]);
    ys.push(last);
    ys
}
