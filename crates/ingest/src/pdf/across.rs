//! Sheets that were printed over several pages across: the columns of the next page go on with the rows
//! of the one before.
//!
//! A spreadsheet program prints what is too wide for the paper on pages that lie side by side, with the
//! same heights of rows on each. Two tables on pages that follow each other are one where the rows of
//! the second are at the heights of rows of the first, those heights differ among each other as no
//! even line spacing does, and the heads are not the same.

use super::page::{Part, Piece};
use tablemend_model::{Cell, Place, Rect, Row, Table};

/// How far edges of one row may differ, in points.
const SLACK: f32 = 4.0;
/// Fewer rows than this prove nothing.
const ROWS: usize = 3;

/// Joins the tables of pages that lie side by side, in order.
pub(crate) fn join(parts: &mut [Option<Part>]) {
    let mut n = 0;
    while n + 1 < parts.len() {
        let joined = match (&parts[n], &parts[n + 1]) {
            (Some(left), Some(right)) => joined(left, right),
            _ => None,
        };
        if let Some(table) = joined {
            if let Some(right) = &mut parts[n + 1] {
                right.items.retain(|p| !matches!(p, Piece::Table(_)));
            }
            if let Some(left) = &mut parts[n]
                && let Some(slot) = left.items.iter_mut().find(|p| matches!(p, Piece::Table(_)))
            {
                *slot = Piece::Table(Box::new(table));
            }
            n += 1;
        }
        n += 1;
    }
}

/// The only table of a page that has more than a row.
fn only(part: &Part) -> Option<&Table> {
    let mut tables = part.items.iter().filter_map(|p| match p {
        Piece::Table(t) => Some(t.as_ref()),
        Piece::Para(..) => None,
    });
    let first = tables.next()?;
    tables.next().is_none().then_some(first)
}

fn joined(left: &Part, right: &Part) -> Option<Table> {
    let (a, b) = (only(left)?, only(right)?);
    // The page beside begins with its table: titles are on the first page of a sheet.
    let has_text = right.items.iter().any(|p| matches!(p, Piece::Para(..)));
    if has_text || a.row_count() < ROWS as u32 || b.row_count() < 2 || is_same_head(a, b) {
        return None;
    }
    let (tops, others) = (rows(a)?, rows(b)?);
    let (left_area, right_area) = (extent(&tops)?, extent(&others)?);
    // The next page of the sheet begins at the same margin, and reaches no further down.
    if (left_area.0 - right_area.0).abs() > 8.0 || right_area.2 > left_area.2 + 40.0 {
        return None;
    }
    // Each row of the right page within one row of the left one, in order.
    let row_of = |area: &Rect| {
        let middle = (area.y0 + area.y1) / 2.0;
        tops.iter().position(|t| t.y0 - 0.5 <= middle && middle <= t.y1 + 0.5)
    };
    let filled: Vec<usize> = (0..others.len()).filter(|r| is_filled(b, *r as u32)).collect();
    let homes: Vec<Option<usize>> = filled.iter().map(|r| row_of(&others[*r])).collect();
    let found: Vec<usize> = homes.iter().flatten().copied().collect();
    let is_ordered = found.windows(2).all(|w| w[0] < w[1]);
    if found.len() < ROWS || found.len() < filled.len() || !is_ordered {
        return None;
    }
    // The first and the last row have other edges than lines of even height would give them.
    let inner = found.get(1..found.len() - 1)?;
    let mut heights: Vec<f32> = inner.iter().map(|r| tops[*r].height()).collect();
    if heights.is_empty() {
        return None;
    }
    heights.sort_by(f32::total_cmp);
    let usual = heights[heights.len() / 2];
    let uneven = heights.iter().filter(|h| (**h - usual).abs() > 0.15 * usual).count();
    let is_level = (others[filled[0]].y0 - tops[found[0]].y0).abs() < SLACK;
    let level =
        filled.iter().zip(&found).filter(|(r, t)| (others[**r].y0 - tops[**t].y0).abs() < 2.5);
    if uneven < 2
        || uneven * 5 < heights.len()
        || !is_level
        || level.count() * 10 < filled.len() * 9
    {
        return None;
    }
    build(a, b, &filled, &found)
}

/// Whether the heads, or the first rows, say the same.
fn is_same_head(a: &Table, b: &Table) -> bool {
    let said =
        |t: &Table| -> Vec<String> { t.row_cells(0).map(|c| c.text.as_str().to_owned()).collect() };
    a.column_count() == b.column_count() && (said(a) == said(b) || b.header_rows() == 0)
}

fn is_filled(table: &Table, row: u32) -> bool {
    table.row_cells(row).any(|c| c.row() == row && !c.is_blank())
}

/// The areas of the rows of a table on one page.
fn rows(table: &Table) -> Option<Vec<Rect>> {
    table
        .rows()
        .iter()
        .map(|r| match r.place {
            Place::Page { area, .. } => Some(area),
            Place::Lines { .. } => None,
        })
        .collect()
}

/// Left edge, top and bottom of some rows.
fn extent(rows: &[Rect]) -> Option<(f32, f32, f32)> {
    Some((rows.first()?.x0, rows.first()?.y0, rows.last()?.y1))
}

fn build(a: &Table, b: &Table, filled: &[usize], homes: &[usize]) -> Option<Table> {
    let own: Vec<Row> = a.rows().to_vec();
    let shift = a.column_count();
    let mut cells: Vec<Cell> = a.cells().to_vec();
    for cell in b.cells() {
        let Some(n) = filled.iter().position(|r| *r as u32 == cell.row()) else {
            continue;
        };
        let end = cell.row() + cell.rowspan();
        let last = filled.iter().rposition(|r| (*r as u32) < end).unwrap_or(n);
        let (row, to) = (homes[n] as u32, homes[last.max(n)] as u32);
        cells.push(cell.moved(row, shift + cell.col(), to - row + 1));
    }
    let columns = shift + b.column_count();
    let mut table = Table::new(a.method(), columns, own, cells).ok()?;
    table.set_header_rows(a.header_rows());
    Some(table)
}
