//! Sheets that were printed over several pages across: the columns of another page go on with the rows
//! of the one before.
//!
//! A spreadsheet program prints what is too wide for the paper on pages that lie side by side, with the
//! same heights of rows on each: across and then down, or down and then across. A page goes on with
//! another where its text and its lines are at the heights of that page's rows, and those heights
//! differ among each other as no even line spacing does.

use super::aligned;
use super::flow;
use super::grid::{self, Found, Grid};
use super::open;
use super::page::{Part, Piece};
use super::rulings::{self, Rulings};
use super::running::Furniture;
use super::shelf::Shelf;
use super::text::{self, Known};
use super::words::Sheet;
use tablemend_model::{Cell, Method, Place, Rect, Row, Running, Table};

/// How far edges and base lines of one row may differ, in points.
const SLACK: f32 = 1.5;
/// Fewer rows than this prove nothing.
const ROWS: usize = 3;
/// So many rows of other heights are no chance.
const UNEVEN: usize = 3;
/// Rows whose middles agree prove more than fewer.
const MIDDLES: usize = 5;

/// How much higher the last row may be on the page beside, in points.
const LAST: f32 = 90.0;

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
            for (right, sure) in rights {
                if beside(pages, left, right, sure.as_deref(), known).is_none() {
                    break;
                }
            }
            columns = widened(&mut pages[left], columns);
        }
        return;
    }
    // Down and then across: the first half of the pages has the columns on the left.
    for parts in 2..=3 {
        let count = pages.len() / parts;
        if count < 2 || !pages.len().is_multiple_of(parts) {
            continue;
        }
        let proven = (0..count).filter(|n| plan(pages, *n, *n + count, None).is_some()).count();
        let all = (0..count)
            .all(|n| (1..parts).all(|k| plan(pages, n, n + k * count, Some(&[])).is_some()));
        if proven * 2 < count || !all {
            continue;
        }
        for n in 0..count {
            for k in 1..parts {
                beside(pages, n, n + k * count, Some(&[]), known);
            }
        }
        return;
    }
}

/// A page beside another, with the columns of those in its place before it.
type Beside = (usize, Option<Vec<f32>>);

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
            let sure = seen.get(own.len()).cloned();
            let Some(plan) = plan(pages, left, right, sure.as_deref()) else { break };
            if seen.len() == own.len() {
                seen.push(plan.xs);
            }
            own.push((right, sure));
        }
        let next = left + own.len() + 1;
        if !own.is_empty() {
            found.push((left, own));
        }
        left = next;
    }
    found
}

/// What a page adds to the rows of another.
struct Plan {
    /// Edges of its columns.
    xs: Vec<f32>,
    /// By table of the page on the left, by row, the words.
    rows: Vec<Vec<Vec<u32>>>,
    /// Words above the first row.
    over: Vec<u32>,
    /// Words of a column that each page repeats.
    again: Vec<u32>,
}

/// Joins two pages where one goes on with the rows of the other; gives the edges of the columns that
/// were added. `sure` are those that a page in this place has added before; none where any will do.
fn beside(
    pages: &mut [Page<'_>],
    left: usize,
    right: usize,
    sure: Option<&[f32]>,
    known: &Known,
) -> Option<Vec<f32>> {
    let plan = plan(pages, left, right, sure)?;
    let sheet = pages[right].sheet?;
    let shelf = Shelf::new(&sheet.fills, sheet.height);
    let own = pages[left].part.as_ref()?;
    let tables: Vec<&Table> = tables(own).collect();
    let mut joined: Vec<Table> = Vec::new();
    for (table, rows) in tables.iter().zip(&plan.rows) {
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
        part.items = flow::paragraphs(sheet, &plan.over, known)
            .into_iter()
            .map(|para| {
                let place =
                    Place::Page { number: sheet.number, area: sheet.turn.shown(&para.area) };
                Piece::Para(para, place)
            })
            .collect();
        for para in flow::paragraphs(sheet, &plan.again, known) {
            let place = Place::Page { number: sheet.number, area: sheet.turn.shown(&para.area) };
            part.running.push((Running::Head, para.text, place));
        }
        part.notes.retain(|note| !note.code.starts_with("table."));
    }
    Some(plan.xs)
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
            let blank = |row: &Row| row.place;
            let mut cells: Vec<Cell> = table.cells().to_vec();
            for (n, row) in table.rows().iter().enumerate() {
                let missing = had..columns;
                cells.extend(missing.map(|col| {
                    Cell::new(n as u32, col, tablemend_model::RichText::default(), blank(row))
                }));
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

/// Rows of a page's tables: which table and row, and from where to where they reach.
struct Band {
    table: usize,
    row: usize,
    y0: f32,
    y1: f32,
    /// First and last base line of what it holds.
    first: f32,
    last: f32,
    /// What its first column says.
    key: String,
    /// Only one cell of it says anything: a heading of the rows below.
    is_heading: bool,
}

fn bands(part: &Part, sheet: &Sheet) -> Option<Vec<Band>> {
    let mut out: Vec<Band> = Vec::new();
    for (n, table) in tables(part).enumerate() {
        for (row, r) in table.rows().iter().enumerate() {
            let Place::Page { area, number } = r.place else { return None };
            if number != sheet.number {
                return None;
            }
            let own = sheet.words.iter().filter(|w| {
                let y = w.base - 0.3 * w.size;
                area.y0 <= y && y <= area.y1 && w.area.x0 >= area.x0 - 1.0
            });
            let (first, last) = own.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), w| {
                (a.min(w.base), b.max(w.base))
            });
            let filled = table.row_cells(row as u32).filter(|c| !c.is_blank());
            let is_heading = row as u32 >= table.header_rows()
                && table.column_count() > 2
                && filled.take(2).count() == 1;
            let key = table.cell_at(row as u32, 0).map(|c| c.text.as_str().to_owned());
            let key = key.unwrap_or_default();
            out.push(Band {
                table: n,
                row,
                y0: area.y0,
                y1: area.y1,
                first,
                last,
                key,
                is_heading,
            });
        }
    }
    // The last row of a table without lines may be higher on the page beside.
    let open: Vec<bool> = tables(part).map(|t| t.method() != Method::Ruled).collect();
    for n in 0..out.len() {
        let next = out.get(n + 1).map(|b| (b.table, b.y0));
        if open[out[n].table] && next.is_none_or(|(table, _)| table != out[n].table) {
            let end = next.map_or(f32::INFINITY, |(_, y0)| y0);
            out[n].y1 = (out[n].y1 + LAST).min(end).max(out[n].y1);
        }
    }
    let is_ordered = out.windows(2).all(|w| w[0].y1 <= w[1].y0 + SLACK);
    (is_ordered && !out.is_empty()).then_some(out)
}

/// How a page goes on with the rows of another; `None` where it does not. `sure` says that other pages
/// of the document do, and which edges the columns have that they added.
fn plan(pages: &[Page<'_>], left: usize, right: usize, sure: Option<&[f32]>) -> Option<Plan> {
    let (a, b) = (&pages[left], &pages[right]);
    let (left_sheet, sheet) = (a.sheet?, b.sheet?);
    let (part, other) = (a.part.as_ref()?, b.part.as_ref()?);
    if !left_sheet.turn.is_upright() || !sheet.turn.is_upright() {
        return None;
    }
    if tables(part).next().is_none() || is_same_head(part, other) || has_same_columns(part, other) {
        return None;
    }
    let bands = bands(part, left_sheet)?;
    let mut free = vec![true; sheet.words.len()];
    for index in b.furniture.iter().flat_map(|(_, words)| words) {
        free[*index as usize] = false;
    }
    let (top, bottom) = (bands[0].y0, bands[bands.len() - 1].y1);
    let own: Vec<u32> = (0..sheet.words.len() as u32).filter(|i| free[*i as usize]).collect();
    let homes = by_edges(&bands, sheet, &own, left_sheet, true)
        .or_else(|| by_middles(&bands, sheet, &own))
        .or_else(|| by_edges(&bands, sheet, &own, left_sheet, false))?;
    let mut rows: Vec<Vec<Vec<u32>>> =
        tables(part).map(|t| vec![Vec::new(); t.rows().len()]).collect();
    let mut of_band: Vec<(f32, f32)> = vec![(f32::INFINITY, f32::NEG_INFINITY); bands.len()];
    let (mut over, mut body, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for (i, home) in own.iter().zip(&homes.of) {
        let word = &sheet.words[*i as usize];
        let Some(n) = *home else {
            over.push(*i);
            continue;
        };
        let band = &bands[n];
        // A heading that is printed again, or runs over.
        if band.is_heading {
            let is_same = band.key.contains(&word.text);
            if is_same {
                again.push(*i)
            } else {
                over.push(*i)
            }
            continue;
        }
        rows[band.table][band.row].push(*i);
        of_band[n] = (of_band[n].0.min(word.base), of_band[n].1.max(word.base));
        body.push(*i);
    }
    if has_own_title(sheet, left_sheet, &over, &body, top) {
        return None;
    }
    let signs: Vec<&Rect> = sheet
        .fills
        .iter()
        .filter(|f| {
            let a = &f.area;
            let y = (a.y0 + a.y1) / 2.0;
            a.width() > 5.0
                && a.width() < 0.3 * sheet.width
                && y > top
                && y < bottom
                && !text::is_colourless(f.colour)
        })
        .map(|f| &f.area)
        .collect();
    let filled: Vec<usize> = (0..bands.len()).filter(|n| of_band[*n].0.is_finite()).collect();
    if filled.is_empty() && signs.len() < ROWS {
        return None;
    }
    // Rules and edges of fills at the edges of rows.
    let rules = rulings::rulings(sheet);
    let edges: Vec<f32> = rules.across.iter().map(|r| r.at).collect();
    let at_edge = |y: f32| edges.iter().any(|e| (e - y).abs() < SLACK);
    let ruled = bands.iter().filter(|b| at_edge(b.y0)).count();
    let is_ruled = ruled >= ROWS && ruled * 10 >= bands.len() * 8;
    let proofs = if is_ruled {
        bands.iter().map(|b| b.y1 - b.y0).collect::<Vec<f32>>()
    } else if homes.is_level && filled.len() >= ROWS {
        filled.windows(2).map(|w| bands[w[1]].first - bands[w[0]].first).collect()
    } else if filled.len() <= 2 && signs.len() >= ROWS {
        // A column of fills alone: its edges are at those of rows, as far as they are drawn.
        let near = |y: f32| bands.iter().any(|b| (b.y0 - y).abs() < 6.0 || (b.y1 - y).abs() < 6.0);
        let fits = signs.iter().filter(|a| near(a.y0) && near(a.y1)).count();
        if fits * 10 < signs.len() * 9 {
            return None;
        }
        signs.iter().map(|a| a.height()).collect()
    } else if sure.is_some() && homes.is_level {
        Vec::new()
    } else {
        return None;
    };
    let mut xs = columns(sheet, &body, &signs, &rules, (top, bottom))?;
    // The columns of a page in this place, where the words keep to them.
    if let Some(seen) = sure.filter(|seen| seen.len() > 1) {
        let crosses = |i: &&u32| {
            let a = &sheet.words[**i as usize].area;
            seen[1..seen.len() - 1].iter().any(|x| a.x0 < x - 2.0 && a.x1 > x + 2.0)
        };
        let crossed = body.iter().filter(crosses).count();
        if (seen[0] - xs[0]).abs() < 4.0 && crossed * 20 <= body.len() {
            xs = seen.to_vec();
        }
    }
    let key = key(sheet, &bands, &rows, xs[1]);
    if key == Key::Own {
        return None;
    }
    if key == Key::Repeated && xs.len() > 2 {
        let is_key = |i: &u32| {
            let a = &sheet.words[*i as usize].area;
            (a.x0 + a.x1) / 2.0 < xs[1]
        };
        rows.iter_mut().flatten().for_each(|words| {
            again.extend(words.iter().copied().filter(|i| is_key(i)));
            words.retain(|i| !is_key(i));
        });
        xs.remove(0);
    }
    let is_sure = sure.is_some_and(|seen| {
        seen.is_empty() || seen.len() == xs.len() && (seen[0] - xs[0]).abs() < 4.0
    });
    if !is_sure && !is_uneven(proofs) {
        return None;
    }
    Some(Plan { xs, rows, over, again })
}

/// Whether text of a page's own stands above its rows. A title that runs over from the page before
/// begins left of the columns, in the middle of a word; a running line says the same on both pages.
fn has_own_title(sheet: &Sheet, left: &Sheet, over: &[u32], body: &[u32], top: f32) -> bool {
    let word = |i: &u32| &sheet.words[*i as usize];
    let margin = body.iter().map(|i| word(i).area.x0).fold(f32::INFINITY, f32::min);
    let above: Vec<_> = over.iter().map(word).filter(|w| w.base < top).collect();
    let mut n = 0;
    while n < above.len() {
        let base = above[n].base;
        let end = n + above[n..].iter().take_while(|w| w.base < base + 0.7).count();
        let line = &above[n..end];
        n = end;
        // It is cut at the edge of the column; on the page before it reaches the edge of the paper.
        let size = line[0].size;
        let low = left.words.partition_point(|o| o.base < base - 0.7);
        let reach = left.words[low..].iter().take_while(|o| o.base < base + 0.7);
        let reach = reach.filter(|o| (o.size - size).abs() < 0.1 * size).map(|o| o.area.x1);
        let is_cut = reach.fold(0.0, f32::max) > 0.6 * left.width;
        let runs_over = line[0].area.x0 < margin - 1.0
            || is_cut && line[0].area.x0 < margin + 8.0 * size && line.len() <= 6;
        let is_same = line.iter().all(|w| {
            let low = left.words.partition_point(|o| o.base < w.base - 0.7);
            let mut beside = left.words[low..].iter().take_while(|o| o.base < w.base + 0.7);
            beside.any(|o| o.text == w.text)
        });
        if !runs_over && !is_same {
            return true;
        }
    }
    false
}

/// Which row each word of a page is in; `None` for text that runs over from the page before.
struct Homes {
    of: Vec<Option<usize>>,
    /// Whether the rows are told by base lines.
    is_level: bool,
}

/// Rows by their edges. Where `is_level` is wanted, the first or the last base lines of the rows are to
/// be those of the page before.
fn by_edges(
    bands: &[Band],
    sheet: &Sheet,
    own: &[u32],
    left: &Sheet,
    is_level: bool,
) -> Option<Homes> {
    let mut of = Vec::with_capacity(own.len());
    let mut reach: Vec<(f32, f32)> = vec![(f32::INFINITY, f32::NEG_INFINITY); bands.len()];
    for i in own {
        let word = &sheet.words[*i as usize];
        let y = word.base - 0.3 * word.size;
        let home = bands.iter().position(|b| b.y0 - 0.5 <= y && y <= b.y1 + 0.5);
        if let Some(n) = home {
            reach[n] = (reach[n].0.min(word.base), reach[n].1.max(word.base));
        } else {
            // Text that runs over from the page before has its beginning there; other text beside no
            // row is another page's.
            let low = left.words.partition_point(|w| w.base < word.base - 0.7);
            let goes_on = left.words.get(low).is_some_and(|w| w.base < word.base + 0.7);
            if !goes_on && y >= bands[0].y0 - SLACK {
                return None;
            }
        }
        of.push(home);
    }
    let filled = reach.iter().filter(|r| r.0.is_finite()).count();
    let level = bands.iter().zip(&reach).filter(|(band, (first, last))| {
        (band.first - first).abs() < SLACK || (band.last - last).abs() < SLACK
    });
    let all_level = level.count() * 10 >= filled * 9;
    (all_level || !is_level).then_some(Homes { of, is_level: all_level })
}

/// Rows by their middles, where cells are set in the middle of their height: the lines of each row are
/// as far above the middle of the row of the page before as below it.
fn by_middles(bands: &[Band], sheet: &Sheet, own: &[u32]) -> Option<Homes> {
    let mut lines: Vec<f32> = Vec::new();
    let mut sizes: Vec<f32> = own.iter().map(|i| sheet.words[*i as usize].size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied()?;
    for i in own {
        let base = sheet.words[*i as usize].base;
        if lines.last().is_none_or(|last| base - last > 0.7) {
            lines.push(base);
        }
    }
    let mut of_line: Vec<Option<usize>> = vec![None; lines.len()];
    // Lines above the first row are a title's.
    let mut next = lines.partition_point(|base| *base < bands[0].y0 - SLACK);
    for (n, band) in bands.iter().enumerate() {
        let middle = (band.first + band.last) / 2.0;
        let mut to = next;
        // Lines of a cell are no further apart than lines of text are.
        while to + 1 < lines.len()
            && (lines[next] + lines[to]) / 2.0 < middle - SLACK
            && lines[to + 1] - lines[to] < 1.4 * size
        {
            to += 1;
        }
        if to < lines.len() && ((lines[next] + lines[to]) / 2.0 - middle).abs() <= SLACK {
            of_line[next..=to].fill(Some(n));
            next = to + 1;
        }
    }
    let mut homes: Vec<usize> = of_line.iter().flatten().copied().collect();
    homes.dedup();
    if next < lines.len() || homes.len() < MIDDLES {
        return None;
    }
    let of = own.iter().map(|i| {
        let base = sheet.words[*i as usize].base;
        let n = lines.partition_point(|l| *l < base - 0.75).min(lines.len() - 1);
        of_line[n]
    });
    Some(Homes { of: of.collect(), is_level: true })
}

/// Whether heights differ among each other as those of even lines do not.
fn is_uneven(mut heights: Vec<f32>) -> bool {
    heights.sort_by(f32::total_cmp);
    let Some(usual) = heights.get(heights.len() / 2).copied() else { return false };
    let uneven = heights.iter().filter(|h| (**h - usual).abs() > 0.15 * usual).count();
    uneven >= UNEVEN && uneven * 5 >= heights.len()
}

/// The edges of the columns of a page: what its words and its coloured fills leave white, or the lines
/// drawn down.
fn columns(
    sheet: &Sheet,
    body: &[u32],
    signs: &[&Rect],
    rules: &Rulings,
    extent: (f32, f32),
) -> Option<Vec<f32>> {
    let mut strips = aligned::strips(&sheet.words, body, &rules.down);
    open::split_at_edges(sheet, &mut strips);
    let size = super::columns::usual_size(strips.iter());
    // A label that fills its column nearly touches the next one.
    let of_line = |s: &aligned::Strip| -> Vec<(f32, f32)> {
        let starts: Vec<f32> = s.pieces.iter().skip(1).map(|p| p.x0 - 0.3 * size).collect();
        let ends = starts.into_iter().chain(std::iter::once(f32::INFINITY));
        s.pieces.iter().zip(ends).map(|(p, end)| (p.x0, p.x1.min(end).max(p.x0))).collect()
    };
    let mut spans: Vec<(f32, f32)> =
        strips.iter().flat_map(of_line).chain(signs.iter().map(|a| (a.x0, a.x1))).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut own: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        match own.last_mut() {
            Some(last) if span.0 < last.1 + 0.12 * size => last.1 = last.1.max(span.1),
            _ => own.push(span),
        }
    }
    let (first, last) = (own.first()?.0, own.iter().map(|s| s.1).fold(0.0, f32::max));
    if let Some(drawn) = drawn_columns(rules, extent, (first, last)) {
        return Some(drawn);
    }
    let mut xs = vec![first];
    xs.extend(own.windows(2).map(|w| (w[0].1 + w[1].0) / 2.0));
    xs.push(last);
    Some(xs)
}

/// The lines drawn down a page over most of the height of its rows, as edges of columns; `None` where
/// there are no two, or text stands outside them. `text` is from where to where the text reaches.
fn drawn_columns(rules: &Rulings, rows: (f32, f32), text: (f32, f32)) -> Option<Vec<f32>> {
    let mut covered: Vec<(f32, f32)> = Vec::new();
    for line in &rules.down {
        let own = (line.to.min(rows.1) - line.from.max(rows.0)).max(0.0);
        match covered.last_mut() {
            Some((at, sum)) if line.at - *at < 2.0 => *sum += own,
            _ => covered.push((line.at, own)),
        }
    }
    covered.retain(|(_, sum)| *sum > 0.5 * (rows.1 - rows.0));
    let mut xs: Vec<f32> = covered.into_iter().map(|(at, _)| at).collect();
    if xs.len() < 2 {
        return None;
    }
    // The edge on the left may be drawn on the page before alone.
    if text.0 < xs[0] - 6.0 {
        xs.insert(0, text.0);
    }
    (text.1 < xs[xs.len() - 1] + 6.0).then_some(xs)
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

/// Whether the first tables have the same head, or rows that begin alike: the same columns again.
fn is_same_head(a: &Part, b: &Part) -> bool {
    let (Some(a), Some(b)) = (tables(a).next(), tables(b).next()) else { return false };
    let said =
        |t: &Table| -> Vec<String> { t.row_cells(0).map(|c| c.text.as_str().to_owned()).collect() };
    a.column_count() == b.column_count() && said(a) == said(b)
}

/// Whether the columns of a page begin where those of another do: its tables go on down, not across.
fn has_same_columns(a: &Part, b: &Part) -> bool {
    let begins = |part: &Part| -> Vec<f32> {
        let cells = tables(part).flat_map(|t| t.cells());
        let mut xs: Vec<f32> = cells
            .filter(|c| c.col() > 0)
            .filter_map(|c| match c.place() {
                Place::Page { area, .. } => Some(area.x0),
                Place::Lines { .. } => None,
            })
            .collect();
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|a, b| *a - *b < 4.0);
        xs
    };
    let (left, right) = (begins(a), begins(b));
    let same = right.iter().filter(|x| left.iter().any(|l| (*l - **x).abs() < 4.0)).count();
    let is_telling = right.len() > 1 || left.len() == 1 && right.len() == 1;
    is_telling && same * 10 >= right.len() * 6
}

/// What the first column of a page says of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// No references.
    None,
    /// The references of the page before again: a column that is printed on each page.
    Repeated,
    /// References of its own: the page has columns from the left.
    Own,
}

fn key(sheet: &Sheet, bands: &[Band], rows: &[Vec<Vec<u32>>], edge: f32) -> Key {
    let (mut filled, mut same, mut refs) = (0, 0, 0);
    for band in bands {
        let words = rows[band.table][band.row].iter().map(|i| &sheet.words[*i as usize]);
        let own: Vec<&str> = words
            .filter(|w| (w.area.x0 + w.area.x1) / 2.0 < edge)
            .map(|w| w.text.as_str())
            .collect();
        if own.is_empty() {
            continue;
        }
        let said = own.join(" ");
        filled += 1;
        same += usize::from(said.replace(' ', "") == band.key.replace([' ', '\n'], ""));
        let is_ref = open::begins_with_ref(&said) && !open::is_date(&said) && !said.contains('/');
        refs += usize::from(is_ref);
    }
    if filled > 0 && same * 10 >= filled * 8 {
        Key::Repeated
    } else if filled > 0 && refs * 10 >= filled * 7 {
        Key::Own
    } else {
        Key::None
    }
}
