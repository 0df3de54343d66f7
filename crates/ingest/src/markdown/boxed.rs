//! Grid tables: cells drawn with `+`, `-` and `|`, as pandoc, reStructuredText and databases do.
//!
//! A border is told for each column and each gap between rows, so that cells may span both ways
//! (pandoc's manual, extension `grid_tables`).

use super::columns::{Ruler, Widths, dedented};
use super::inline;
use super::marks::Dialect;
use super::scan::RowLine;
use crate::outline::{Grid, Outline};
use tablemend_model::{Cell, Method, Place, Row};

/// Whether a line is the border of a grid table over its whole width.
pub(super) fn is_border(line: &str) -> bool {
    line.len() >= 3
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
        && line.bytes().any(|b| matches!(b, b'-' | b'='))
}

/// Reads the lines of a grid table, its borders included.
pub(super) fn read(lines: &[RowLine<'_>], dialect: &Dialect, outline: &mut Outline) {
    outline.table(grid(lines, dialect));
}

/// The lines as they are in their columns.
struct Drawing<'a> {
    lines: Vec<Ruler<'a>>,
    /// Columns at which some border has a corner.
    edges: Vec<usize>,
}

impl<'a> Drawing<'a> {
    fn new(source: &[RowLine<'a>]) -> Self {
        let texts = source.iter().map(|l| l.text);
        let rulers = |widths| -> Vec<Ruler<'a>> {
            source.iter().map(|l| Ruler::new(l.text, widths)).collect()
        };
        let mut lines = rulers(Widths::Shown);
        let even = |lines: &[Ruler<'_>]| lines.iter().all(|l| l.width() == lines[0].width());
        if !even(&lines) {
            let counted = rulers(Widths::Counted);
            if even(&counted) {
                lines = counted;
            }
        }
        let mut drawing = Self { lines, edges: Vec::new() };
        let mut edges: Vec<usize> = Vec::new();
        for (line, source) in drawing.lines.iter().zip(texts) {
            // A sign between words is not a corner.
            let is_partial = source.contains("+--") && source.contains("--+");
            if !source.starts_with('+') && !is_partial {
                continue;
            }
            let corner = |c: usize| line.at(c) == Some('+');
            let dash = |c: Option<usize>| c.and_then(|c| line.at(c)).is_some_and(is_dash);
            edges.extend(
                (0..line.width())
                    .filter(|c| corner(*c) && (dash(c.checked_sub(1)) || dash(Some(c + 1)))),
            );
        }
        edges.sort_unstable();
        edges.dedup();
        drawing.edges = edges;
        drawing
    }

    /// Whether a line draws the border between two edges that follow each other.
    fn rules(&self, line: usize, column: usize) -> bool {
        let (from, to) = (self.edges[column], self.edges[column + 1]);
        let text = &self.lines[line];
        let end = |c| text.at(c).is_some_and(|c| c == '+' || c == '|' || is_dash(c));
        to > from + 1
            && end(from)
            && end(to)
            && (from + 1..to).all(|c| text.at(c).is_some_and(|c| is_dash(c) || c == ':'))
            && (from + 1..to).any(|c| text.at(c).is_some_and(is_dash))
    }

    /// The lines that draw some border, from a corner to a corner.
    fn borders(&self) -> Vec<usize> {
        let columns = self.edges.len() - 1;
        let mut found: Vec<usize> = (0..self.lines.len())
            .filter(|line| {
                let ruled: Vec<bool> = (0..columns).map(|c| self.rules(*line, c)).collect();
                let whole = ruled.iter().all(|r| *r);
                let cornered = |c: usize| {
                    let at = |edge: usize| self.lines[*line].at(self.edges[edge]);
                    (c > 0 && ruled[c - 1] || at(c) == Some('+'))
                        && (ruled.get(c + 1) == Some(&true) || at(c + 1) == Some('+'))
                };
                whole
                    || (0..columns).any(|c| ruled[c])
                        && (0..columns).all(|c| !ruled[c] || cornered(c))
            })
            .collect();
        if found.first() != Some(&0) {
            found.insert(0, 0);
        }
        found
    }

    /// Whether a line of data has a wall at an edge.
    fn wall(&self, line: usize, edge: usize) -> bool {
        matches!(self.lines[line].at(self.edges[edge]), Some('|' | '+') | None)
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '=')
}

fn grid(lines: &[RowLine<'_>], dialect: &Dialect) -> Grid {
    let mut made = Grid {
        method: Method::Markdown,
        columns: 0,
        rows: Vec::new(),
        cells: Vec::new(),
        header_rows: 0,
        title: None,
    };
    let drawing = Drawing::new(lines);
    if drawing.edges.len() < 2 {
        return made;
    }
    let columns = drawing.edges.len() - 1;
    let borders = drawing.borders();
    let rows = rows(&drawing, &borders, lines.len());
    made.columns = columns as u32;
    made.header_rows = rows.iter().filter(|r| r.in_head).count() as u32;
    let place = |r: &Span| {
        let number = |i: usize| lines[i.min(lines.len() - 1)].number;
        Place::Lines { first: number(r.first), last: number(r.end.max(r.first + 1) - 1) }
    };
    made.rows = rows.iter().map(|r| Row { place: place(r) }).collect();
    let mut taken = vec![false; rows.len() * columns];
    for r in 0..rows.len() {
        for c in 0..columns {
            if taken[r * columns + c] {
                continue;
            }
            let free = |r: usize, c: usize| !taken[r * columns + c];
            let open = |c: usize| (rows[r].first..rows[r].end).any(|line| !drawing.wall(line, c));
            let mut width = 1;
            while c + width < columns && free(r, c + width) && open(c + width) {
                width += 1;
            }
            let mut height = 1;
            while r + height < rows.len()
                && (c..c + width).all(|c| free(r + height, c))
                && rows[r + height]
                    .border
                    .is_some_and(|b| (c..c + width).all(|c| !drawing.rules(b, c)))
            {
                height += 1;
            }
            for row in r..r + height {
                taken[row * columns + c..row * columns + c + width].fill(true);
            }
            let texts: Vec<&str> = (rows[r].first..rows[r + height - 1].end)
                .map(|l| drawing.lines[l].cut(drawing.edges[c] + 1, drawing.edges[c + width]))
                .collect();
            let read = inline::lines(&dedented(&texts), dialect);
            let span = Span { first: rows[r].first, end: rows[r + height - 1].end, ..rows[r] };
            let mut cell = Cell::new(r as u32, c as u32, read.text, place(&span));
            cell = cell.spanning(height as u32, width as u32);
            inline::paint(&mut cell, read.fill, read.icons);
            made.cells.push(cell);
        }
    }
    made
}

/// The lines of a row, without its borders.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: usize,
    end: usize,
    /// The border above it; `None` where only a line's end parts it from the row above.
    border: Option<usize>,
    in_head: bool,
}

fn rows(drawing: &Drawing<'_>, borders: &[usize], lines: usize) -> Vec<Span> {
    let columns = drawing.edges.len() - 1;
    let heavy = |line: usize| {
        let at = |c: usize| drawing.lines[line].at(c);
        (0..columns).all(|c| drawing.rules(line, c))
            && (0..drawing.lines[line].width()).any(|c| at(c) == Some('='))
    };
    let mut found: Vec<Span> = Vec::new();
    for (i, border) in borders.iter().enumerate() {
        let end = borders.get(i + 1).copied().unwrap_or(lines);
        if end > border + 1 {
            found.push(Span { first: border + 1, end, border: Some(*border), in_head: false });
        }
    }
    let header = borders.iter().skip(1).find(|b| heavy(**b) && **b + 1 < lines);
    if let Some(header) = header.filter(|h| found.last().is_some_and(|l| l.first > **h)) {
        found.iter_mut().for_each(|r| r.in_head = r.first < *header);
    } else if let [head, body] = found[..]
        && head.end == head.first + 1
        && body.end > body.first + 1
        && (body.first..body.end).all(|line| is_record(drawing, line))
    {
        // Databases draw a border behind the header and at the ends, and put a row on a line.
        let line = |line| Span { first: line, end: line + 1, border: None, in_head: false };
        found = std::iter::once(Span { in_head: true, ..head })
            .chain((body.first..body.end).map(line))
            .collect();
        found[1].border = body.border;
    }
    found
}

/// Whether a line fills its cells as a row of its own does, and not as the rest of a row.
fn is_record(drawing: &Drawing<'_>, line: usize) -> bool {
    let edges = &drawing.edges;
    let filled =
        |c: &usize| !drawing.lines[line].cut(edges[*c] + 1, edges[*c + 1]).trim().is_empty();
    let count = (0..edges.len() - 1).filter(filled).count();
    filled(&0) && count * 3 >= (edges.len() - 1) * 2
}
