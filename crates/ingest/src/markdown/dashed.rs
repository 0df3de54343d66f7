//! Tables whose columns are told by lines of dashes: pandoc's simple and multiline tables (manual,
//! extensions `simple_tables` and `multiline_tables`), and reStructuredText's with `=`.

use super::columns::{Ruler, Widths, runs};
use super::inline;
use super::marks::Dialect;
use crate::outline::{Grid, Outline};
use std::ops::Range;
use tablemend_model::{Cell, Method, Place, Row};

/// Headers of more lines are text.
const MOST_HEADER_LINES: usize = 12;

/// A line of dashes: which line it is, and where its runs of dashes are.
#[derive(Debug)]
pub(super) struct DashLine {
    line: usize,
    sign: u8,
    runs: Vec<(usize, usize)>,
}

impl DashLine {
    fn is_columns(&self) -> bool {
        self.runs.len() > 1 && self.runs.iter().all(|(from, to)| to - from > 1)
    }

    fn is_rule(&self) -> bool {
        self.sign == b'-' && self.runs.len() == 1 && self.runs[0].1 - self.runs[0].0 > 2
    }
}

/// The lines of a text, and which of them are lines of dashes.
pub(super) struct Dashes<'a> {
    lines: Vec<&'a str>,
    dashes: Vec<DashLine>,
}

/// A table that was found: its lines, the second number excluded, and its parts.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) lines: Range<usize>,
    header: Range<usize>,
    columns: usize,
    body: Range<usize>,
    /// Whether blank lines part the rows.
    is_multiline: bool,
    /// Whether a line whose first cell is blank goes on with the row above it.
    wraps: bool,
}

impl<'a> Dashes<'a> {
    /// `None` where no line of a text tells columns, as in most.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let columns = |l: &str| match l.trim_start().as_bytes() {
            [sign @ (b'-' | b'='), ..] => runs(l, *sign).is_some_and(|r| r.len() > 1),
            _ => false,
        };
        if !text.lines().any(columns) {
            return None;
        }
        let lines: Vec<&str> = text.lines().collect();
        let dash = |(line, text): (usize, &&str)| {
            let sign =
                *text.trim_start().as_bytes().first().filter(|b| matches!(b, b'-' | b'='))?;
            let runs = runs(text, sign)?;
            Some(DashLine { line, sign, runs })
        };
        let dashes = lines.iter().enumerate().filter_map(dash).collect();
        Some(Self { lines, dashes })
    }

    fn is_blank(&self, line: usize) -> bool {
        self.lines.get(line).is_none_or(|l| l.trim().is_empty())
    }

    /// The table that begins with a line (0-based), if one does.
    pub(super) fn table_at(&self, line: usize) -> Option<Found> {
        let begins = line == 0 || self.is_blank(line - 1) || self.lines[line - 1].starts_with('#');
        if !begins || self.is_blank(line) {
            return None;
        }
        let at = self.dashes.partition_point(|d| d.line < line);
        let first = self.dashes.get(at)?;
        if first.line == line + 1 && first.is_columns() {
            self.simple(line, at)
        } else if first.line != line {
            None
        } else if first.is_rule() {
            self.multiline(at)
        } else if first.is_columns() {
            self.marked(at)
        } else {
            None
        }
    }

    /// A header line above its dashes, and rows until a blank line or a line of dashes.
    fn simple(&self, line: usize, at: usize) -> Option<Found> {
        let columns = &self.dashes[at];
        let labels = self.cut(line, columns);
        if labels.iter().filter(|l| !l.trim().is_empty()).count() < 2 {
            return None;
        }
        let limit = self.dashes.get(at + 1).map_or(self.lines.len(), |d| d.line);
        let end = (columns.line + 1..limit).find(|l| self.is_blank(*l)).unwrap_or(limit);
        let closed = end == limit && limit < self.lines.len();
        (end > columns.line + 1).then(|| Found {
            lines: line..end + usize::from(closed),
            header: line..line + 1,
            columns: at,
            body: columns.line + 1..end,
            is_multiline: false,
            wraps: columns.sign == b'=',
        })
    }

    /// A rule, a header of one or more lines, its dashes, rows, and a rule again.
    fn multiline(&self, at: usize) -> Option<Found> {
        let (top, columns, end) =
            (&self.dashes[at], self.dashes.get(at + 1)?, self.dashes.get(at + 2)?);
        let header = top.line + 1..columns.line;
        let fits = columns.is_columns()
            && (1..=MOST_HEADER_LINES).contains(&header.len())
            && header.clone().all(|l| !self.is_blank(l))
            && (end.is_rule() || end.runs == columns.runs);
        self.found(fits, top.line, header, at + 1, end)
    }

    /// Dashes, rows, and dashes again; or, of three lines of dashes that are alike, a header
    /// between the first two.
    fn marked(&self, at: usize) -> Option<Found> {
        let (top, next) = (&self.dashes[at], self.dashes.get(at + 1)?);
        let header = top.line + 1..next.line;
        if let Some(end) = self.dashes.get(at + 2).filter(|e| e.runs == top.runs)
            && next.runs == top.runs
            && (1..=MOST_HEADER_LINES).contains(&header.len())
            && header.clone().all(|l| !self.is_blank(l))
        {
            return self.found(true, top.line, header, at + 1, end);
        }
        let fits = next.sign == top.sign && (next.is_rule() || next.runs == top.runs);
        self.found(fits, top.line, 0..0, at, next)
    }

    fn found(
        &self,
        fits: bool,
        first: usize,
        header: Range<usize>,
        columns: usize,
        end: &DashLine,
    ) -> Option<Found> {
        let body = self.dashes[columns].line + 1..end.line;
        let fits = fits && body.clone().any(|l| !self.is_blank(l));
        fits.then(|| Found {
            lines: first..end.line + 1,
            header,
            columns,
            is_multiline: body.clone().any(|l| self.is_blank(l)),
            wraps: end.sign == b'=' || end.is_rule(),
            body,
        })
    }

    /// The pieces of a line below the runs of a line of dashes. A word that crosses an edge stays
    /// whole, in the column in which it begins.
    fn cut(&self, line: usize, columns: &DashLine) -> Vec<&'a str> {
        let ruler = Ruler::new(self.lines[line], Widths::Shown);
        let solid = |c: usize| ruler.at(c).is_some_and(|c| !c.is_whitespace());
        let mut from = 0;
        let mut pieces = Vec::with_capacity(columns.runs.len());
        for (edge, _) in &columns.runs[1..] {
            let mut to = (*edge).max(from);
            while to > 0 && to < ruler.width() && solid(to - 1) && solid(to) {
                to += 1;
            }
            pieces.push(ruler.cut(from, to));
            from = to;
        }
        pieces.push(ruler.cut(from, ruler.width().max(from)));
        pieces
    }

    /// Reads a table that was found.
    pub(super) fn read(&self, found: &Found, dialect: &Dialect, outline: &mut Outline) {
        let columns = &self.dashes[found.columns];
        let mut groups: Vec<Range<usize>> = Vec::new();
        if !found.header.is_empty() {
            groups.push(found.header.clone());
        }
        groups.extend(self.rows(found, columns));
        let mut grid = Grid {
            method: Method::Markdown,
            columns: columns.runs.len() as u32,
            rows: Vec::new(),
            cells: Vec::new(),
            header_rows: u32::from(!found.header.is_empty()),
            title: None,
        };
        for (r, group) in groups.iter().enumerate() {
            let place = Place::Lines { first: group.start as u32 + 1, last: group.end as u32 };
            grid.rows.push(Row { place });
            let mut texts = vec![String::new(); columns.runs.len()];
            for line in group.clone() {
                for (text, piece) in texts.iter_mut().zip(self.cut(line, columns)) {
                    let piece = piece.trim();
                    if let Some(kept) = text.strip_suffix('\\') {
                        *text = format!("{kept}<br>");
                    } else if !text.is_empty() && !piece.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(piece);
                }
            }
            for (c, text) in texts.iter().enumerate() {
                let read = inline::cell(text.trim_end_matches('\\'), dialect);
                let mut cell = Cell::new(r as u32, c as u32, read.text, place);
                inline::paint(&mut cell, read.fill, read.icons);
                grid.cells.push(cell);
            }
        }
        outline.table(grid);
    }

    /// The lines of each row: between blank lines, or one each; a line whose first cell is blank
    /// goes on with the row above it.
    fn rows(&self, found: &Found, columns: &DashLine) -> Vec<Range<usize>> {
        let mut rows: Vec<Range<usize>> = Vec::new();
        for line in found.body.clone().filter(|l| !self.is_blank(*l)) {
            let goes_on = if found.is_multiline {
                !self.is_blank(line - 1)
            } else {
                found.wraps && self.cut(line, columns)[0].trim().is_empty()
            };
            match rows.last_mut() {
                Some(row) if goes_on => row.end = line + 1,
                _ => rows.push(line..line + 1),
            }
        }
        rows
    }
}
