//! The grid of an HTML table, from cells that say how far they span.

use super::{Sheet, tags};
use crate::outline::{Grid, Lines, MOST_COLUMNS};
use crate::rich::{Flow, Flowed};
use html5gum::StartTag;
use std::ops::Range;
use tablemend_model::{Cell, Method, Rgb, RichText, Row, Style};

/// A start tag and what style sheets say of it.
type Styled<'a> = (&'a StartTag<usize>, &'a Sheet);

/// A painted background, and whether a style says so.
type Fill = Option<(Rgb, bool)>;

/// Which part of a table a row group is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    #[default]
    Body,
    Foot,
}

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Building {
    rows: Vec<Line>,
    row_open: bool,
    cell: Option<Slot>,
    /// The caption, while it is open.
    pub(super) caption: Option<Flow>,
    /// Number of the row group (`thead`, `tbody`) that is open: spans do not leave it.
    group: u32,
    part: Part,
    group_fill: Fill,
    /// The backgrounds of columns, as `col` and `colgroup` set them.
    column_fills: Vec<Fill>,
    /// The background of the `colgroup` that is open.
    column_group: Fill,
    pub(super) title: Option<String>,
}

#[derive(Debug)]
struct Line {
    cells: Vec<Slot>,
    range: Range<usize>,
    fill: Fill,
    /// Styles that the row sets for the text of its cells.
    styles: Vec<Style>,
    group: u32,
    part: Part,
}

#[derive(Debug)]
struct Slot {
    flow: Flow,
    done: Flowed,
    range: Range<usize>,
    rowspan: u32,
    colspan: u32,
    is_header: bool,
    fill: Fill,
}

impl Building {
    /// The text of the cell that is open.
    pub(super) fn cell(&mut self) -> Option<&mut Flow> {
        self.cell.as_mut().map(|c| &mut c.flow)
    }

    pub(super) fn begin_group(&mut self, part: Part, tag: Option<Styled<'_>>, at: usize) {
        self.end_row(at);
        self.group += 1;
        self.part = part;
        self.group_fill = tag.and_then(|(tag, sheet)| tags::background(tag, sheet));
    }

    pub(super) fn end_group(&mut self, at: usize) {
        self.begin_group(Part::Body, None, at);
    }

    /// A `col` or `colgroup`.
    pub(super) fn column(&mut self, tag: &StartTag<usize>, sheet: &Sheet) {
        let span = tags::attribute(tag, "span").and_then(|v| v.trim().parse::<usize>().ok());
        let fill = tags::background(tag, sheet);
        let is_group = tag.name.as_slice() == b"colgroup";
        if is_group {
            self.column_group = fill;
        }
        // A group without a span has columns of its own.
        let span = span.unwrap_or(usize::from(!is_group));
        let room = MOST_COLUMNS.saturating_sub(self.column_fills.len());
        let fill = fill.or(self.column_group);
        self.column_fills.extend(std::iter::repeat_n(fill, span.min(room)));
    }

    pub(super) fn begin_row(&mut self, tag: Option<Styled<'_>>, at: usize) {
        self.end_row(at);
        self.rows.push(Line {
            cells: Vec::new(),
            range: at..at,
            fill: tag.and_then(|(tag, sheet)| tags::background(tag, sheet)).or(self.group_fill),
            styles: tag.map(|(tag, sheet)| inherited(tag, sheet)).unwrap_or_default(),
            group: self.group,
            part: self.part,
        });
        self.row_open = true;
    }

    pub(super) fn end_row(&mut self, at: usize) {
        self.end_cell(at);
        if let Some(row) = self.rows.last_mut().filter(|_| self.row_open) {
            row.range.end = at;
        }
        self.row_open = false;
    }

    pub(super) fn begin_cell(&mut self, tag: &StartTag<usize>, sheet: &Sheet, at: usize) {
        self.end_cell(at);
        if !self.row_open {
            self.begin_row(None, at);
        }
        let span = |name| {
            tags::attribute(tag, name).and_then(|v| v.trim().parse::<u32>().ok()).unwrap_or(1)
        };
        // WHATWG HTML, 4.9.11: at most 1000 columns and 65534 rows; 0 rows is the group's rest.
        let rowspan = match span("rowspan") {
            0 => u32::MAX,
            n => n.min(65534),
        };
        let mut styles = inherited(tag, sheet);
        styles.extend(self.rows.last().into_iter().flat_map(|r| r.styles.iter().copied()));
        let mut flow = Flow::default();
        if !styles.is_empty() {
            flow.open(b"", styles, None);
        }
        self.cell = Some(Slot {
            flow,
            done: Flowed::default(),
            range: at..at,
            rowspan,
            colspan: span("colspan").clamp(1, MOST_COLUMNS as u32),
            is_header: tag.name.as_slice() == b"th",
            fill: tags::background(tag, sheet),
        });
    }

    pub(super) fn end_cell(&mut self, at: usize) {
        if let (Some(mut cell), Some(row)) = (self.cell.take(), self.rows.last_mut()) {
            cell.range.end = at;
            cell.done = std::mem::take(&mut cell.flow).finish();
            row.cells.push(cell);
        }
    }

    /// The cells in their places (WHATWG HTML, 4.9.12.1), without overlaps.
    pub(super) fn finish(mut self, at: usize, lines: &Lines) -> Grid {
        self.end_row(at);
        self.rows.retain(|r| !r.cells.is_empty());
        // Wherever they are in the source, head and foot are shown first and last.
        self.rows.sort_by_key(|r| r.part as u8);
        let header_rows = header_rows(&self.rows);
        let ends = group_ends(&self.rows);
        let mut columns = 0;
        // taken[c] is the first row in which column c is free again.
        let mut taken: Vec<u32> = Vec::new();
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (r, line) in self.rows.into_iter().enumerate() {
            let r = r as u32;
            rows.push(Row { place: lines.place(line.range.clone()) });
            let mut col = 0usize;
            for slot in line.cells {
                while taken.get(col).is_some_and(|until| *until > r) {
                    col += 1;
                }
                let mut span = 1;
                while span < slot.colspan as usize
                    && taken.get(col + span).is_none_or(|until| *until <= r)
                {
                    span += 1;
                }
                let height = slot.rowspan.min(ends[r as usize] - r);
                if taken.len() < col + span {
                    taken.resize(col + span, 0);
                }
                taken[col..col + span].fill(r + height);
                columns = columns.max(col + 1);
                let place = lines.place(slot.range);
                let mut cell =
                    Cell::new(r, col as u32, slot.done.text, place).spanning(height, span as u32);
                cell.is_header = slot.is_header;
                cell.icons = slot.done.icons;
                let inside = slot.done.fill.map(|c| (c, true));
                let column = || self.column_fills.get(col).copied().flatten();
                let fill = slot.fill.or(inside).or(line.fill).or_else(column);
                if let Some((colour, is_style)) = fill.filter(|(c, _)| !c.is_white()) {
                    (cell.fill, cell.fill_is_style) = (Some(colour), is_style);
                }
                cells.push(cell);
                col += span;
            }
        }
        // Columns at the right in which no cell begins are only a banner's careless span.
        let cells = cells
            .into_iter()
            .map(|c| {
                let (height, width) = (c.rowspan(), c.colspan().min(columns as u32 - c.col()));
                c.spanning(height, width)
            })
            .collect();
        let method = Method::Html;
        Grid { method, columns: columns as u32, rows, cells, header_rows, title: self.title }
    }
}

/// The styles of a row or cell that its text inherits and that may mean something. Greys are a
/// matter of taste.
fn inherited(tag: &StartTag<usize>, sheet: &Sheet) -> Vec<Style> {
    let mut styles = tags::styles(tag, sheet);
    let is_grey = |c: Rgb| c.0.abs_diff(c.1).max(c.1.abs_diff(c.2)).max(c.0.abs_diff(c.2)) < 64;
    styles.retain(|s| match s {
        Style::Superscript => false,
        Style::Coloured(colour) => !is_grey(*colour),
        _ => true,
    });
    styles
}

/// Rows at the top that the source calls header rows, unless all of them are blank.
fn header_rows(rows: &[Line]) -> u32 {
    let is_header = |r: &&Line| r.part == Part::Head || r.cells.iter().all(|c| c.is_header);
    let top = rows.iter().take_while(is_header);
    let (mut count, mut printed) = (0, false);
    for row in top {
        count += 1;
        printed |= row.cells.iter().any(|c| !c.done.text.is_empty());
    }
    if printed { count } else { u32::from(count == 0 && is_bold_head(rows)) }
}

/// So many rows below a bold one show that it is set apart.
const LOOKED_AT: usize = 8;

/// Whether the first row alone is set in bold, as word processors print a header that they do not
/// call one.
fn is_bold_head(rows: &[Line]) -> bool {
    let bold = |row: &Line| {
        let printed: Vec<_> =
            row.cells.iter().map(|c| &c.done.text).filter(|t| !t.is_empty()).collect();
        let whole = |t: &RichText| {
            let blanks = t.as_str().bytes().filter(u8::is_ascii_whitespace).count();
            let set: usize = t.styled(Style::Bold).map(|r| r.len()).sum();
            set + blanks >= t.as_str().len()
        };
        (printed.len(), printed.iter().filter(|t| whole(t)).count())
    };
    let Some((first, others)) = rows.split_first() else { return false };
    let (printed, set) = bold(first);
    let below = others.iter().take(LOOKED_AT).map(bold);
    let (words, heavy) = below.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    printed > 1 && set == printed && words > 0 && heavy * 3 < words
}

/// For each row, the row behind its group's last.
fn group_ends(rows: &[Line]) -> Vec<u32> {
    let mut ends = vec![rows.len() as u32; rows.len()];
    for r in (0..rows.len().saturating_sub(1)).rev() {
        ends[r] = if rows[r].group == rows[r + 1].group { ends[r + 1] } else { r as u32 + 1 };
    }
    ends
}
