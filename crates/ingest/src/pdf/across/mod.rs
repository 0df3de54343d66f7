//! Sheets that were printed over several pages across: the columns of another page go on with the rows
//! of the one before.
//!
//! A spreadsheet program prints what is too wide for the paper on pages that lie side by side, with the
//! same heights of rows on each: across and then down, or down and then across. A page goes on with
//! another where its text and its lines are at the heights of that page's rows, and those heights
//! differ among each other as no even line spacing does.
//!
//! `rows` puts the words of a page into the rows of another, `columns` tells its columns, `plan` decides
//! whether it goes on with them; here the pages are chosen and the tables joined.

mod columns;
mod plan;
mod rows;

use super::flow;
use super::grid::{self, Found, Grid};
use super::page::{Part, Piece};
use super::running::Furniture;
use super::shelf::Shelf;
use super::text::Known;
use super::words::Sheet;
use plan::{Plan, plan};
use tablemend_model::{Cell, Method, Place, Rect, RichText, Row, Running, Table};

/// How far edges and base lines of one row may differ, in points.
const SLACK: f32 = 1.5;

/// One page as far as it was read.
pub(crate) struct Page<'a> {
    pub(crate) sheet: Option<&'a Sheet>,
    pub(crate) furniture: &'a Furniture,
    pub(crate) part: Option<Part>,
}

/// Joins the tables of pages that lie side by side.
pub(crate) fn join(pages: &mut [Page<'_>], known: &Known) {
    let found = across(pages);
    // Where most pages go on with no other, the few that seem to do so by chance.
    let count: usize = found.iter().map(|(_, rights)| rights.len() + 1).sum();
    let all = pages.iter().filter(|p| p.sheet.is_some_and(|s| !s.words.is_empty())).count();
    if !found.is_empty() && count * 2 >= all {
        let mut columns = 0;
        for (left, rights) in found {
            for (right, plan) in rights {
                if beside(pages, left, right, &plan, known).is_none() {
                    break;
                }
            }
            columns = widened(&mut pages[left], columns);
        }
        return;
    }
    for (left, right, plan) in down(pages).unwrap_or_default() {
        beside(pages, left, right, &plan, known);
    }
}

/// A page beside another, and what it adds.
type Beside = (usize, Plan);

/// Which pages go on with the rows of which, across and then down.
fn across(pages: &[Page<'_>]) -> Vec<(usize, Vec<Beside>)> {
    let mut found = Vec::new();
    // Edges of the columns of the first page beside, of the second, and so on.
    let mut seen: Vec<Vec<f32>> = Vec::new();
    let mut left = 0;
    while left < pages.len() {
        let mut own: Vec<Beside> = Vec::new();
        while left + own.len() + 1 < pages.len() {
            let right = left + own.len() + 1;
            let sure = seen.get(own.len()).map(Vec::as_slice);
            let Some(plan) = plan(pages, left, right, sure) else { break };
            if seen.len() == own.len() {
                seen.push(plan.xs.clone());
            }
            own.push((right, plan));
        }
        let next = left + own.len() + 1;
        if !own.is_empty() {
            found.push((left, own));
        }
        left = next;
    }
    found
}

/// The same, down and then across: the first half, or third, of the pages has the columns on the left.
fn down(pages: &[Page<'_>]) -> Option<Vec<(usize, usize, Plan)>> {
    (2..=3).find_map(|parts| {
        let count = pages.len() / parts;
        if count < 2 || !pages.len().is_multiple_of(parts) {
            return None;
        }
        let proven = (0..count).filter(|n| plan(pages, *n, *n + count, None).is_some()).count();
        if proven * 2 < count {
            return None;
        }
        let pairs = (0..count).flat_map(|n| (1..parts).map(move |k| (n, n + k * count)));
        pairs
            .map(|(left, right)| Some((left, right, plan(pages, left, right, Some(&[]))?)))
            .collect()
    })
}

/// Joins two pages where one goes on with the rows of the other as planned; `None` where their cells
/// make no table.
fn beside(
    pages: &mut [Page<'_>],
    left: usize,
    right: usize,
    plan: &Plan,
    known: &Known,
) -> Option<()> {
    let sheet = pages[right].sheet?;
    let shelf = Shelf::new(&sheet.fills, sheet.height);
    let own = pages[left].part.as_ref()?;
    let mut joined: Vec<Table> = Vec::new();
    for (table, rows) in tables(own).zip(&plan.rows) {
        joined.push(both(table, &added(table, rows, &plan.xs, sheet, known, &shelf)?)?);
    }
    if let Some(part) = &mut pages[left].part {
        let mut joined = joined.into_iter();
        for item in &mut part.items {
            if let Piece::Table(slot) = item
                && let Some(table) = joined.next()
            {
                **slot = table;
            }
        }
    }
    if let Some(part) = &mut pages[right].part {
        let place =
            |area: &Rect| Place::Page { number: sheet.number, area: sheet.turn.shown(area) };
        part.items = flow::paragraphs(sheet, &plan.over, known)
            .into_iter()
            .map(|para| {
                let at = place(&para.area);
                Piece::Para(para, at)
            })
            .collect();
        for para in flow::paragraphs(sheet, &plan.again, known) {
            part.running.push((Running::Head, para.text, place(&para.area)));
        }
        part.notes.retain(|note| !note.code.starts_with("table."));
    }
    Some(())
}

/// Gives the tables of a page without a head as many columns as those of the pages before have: pages
/// without text are not printed. Says how many columns the first table has.
fn widened(page: &mut Page<'_>, columns: u32) -> u32 {
    let Some(part) = &mut page.part else { return columns };
    let mut own = 0;
    for item in &mut part.items {
        let Piece::Table(table) = item else { continue };
        let had = table.column_count();
        if had > 2 && had < columns && table.header_rows() == 0 {
            let mut cells: Vec<Cell> = table.cells().to_vec();
            for (n, row) in table.rows().iter().enumerate() {
                let missing = had..columns;
                cells.extend(
                    missing.map(|col| Cell::new(n as u32, col, RichText::default(), row.place)),
                );
            }
            if let Ok(wider) = Table::new(table.method(), columns, table.rows().to_vec(), cells) {
                **table = wider;
            }
        }
        own = own.max(table.column_count());
    }
    own.max(columns)
}

fn tables(part: &Part) -> impl Iterator<Item = &Table> {
    part.items.iter().filter_map(|p| match p {
        Piece::Table(t) => Some(t.as_ref()),
        Piece::Para(..) => None,
    })
}

/// The cells that a page adds to a table, as a table of the same rows.
fn added(
    table: &Table,
    rows: &[Vec<u32>],
    xs: &[f32],
    sheet: &Sheet,
    known: &Known,
    shelf: &Shelf<'_>,
) -> Option<Table> {
    let mut ys: Vec<f32> = Vec::with_capacity(rows.len() + 1);
    for row in table.rows() {
        let Place::Page { area, .. } = row.place else { return None };
        if ys.is_empty() {
            ys.push(area.y0);
        }
        ys.push(area.y1);
    }
    let columns = xs.len() - 1;
    let mut cells: Vec<Found> = Vec::with_capacity(rows.len() * columns);
    for (row, words) in rows.iter().enumerate() {
        let first = cells.len();
        for col in 0..columns {
            cells.push(Found { row, col, rows: 1, cols: 1, ..Found::default() });
        }
        for index in words {
            let area = &sheet.words[*index as usize].area;
            let middle = (area.x0 + area.x1) / 2.0;
            let col = xs[1..columns].partition_point(|x| *x <= middle);
            cells[first + col].words.push(*index);
        }
    }
    let mut grid = Grid { method: Method::Aligned, xs: xs.to_vec(), ys, cells, header_rows: 0 };
    grid.set_areas();
    grid::table(&grid, sheet, known, shelf)
}

/// Two tables of the same rows side by side.
fn both(a: &Table, b: &Table) -> Option<Table> {
    let own: Vec<Row> = a.rows().to_vec();
    let shift = a.column_count();
    let mut cells: Vec<Cell> = a.cells().to_vec();
    cells.extend(b.cells().iter().map(|c| c.moved(c.row(), shift + c.col(), c.rowspan())));
    let mut table = Table::new(a.method(), shift + b.column_count(), own, cells).ok()?;
    table.set_header_rows(a.header_rows());
    Some(table)
}
