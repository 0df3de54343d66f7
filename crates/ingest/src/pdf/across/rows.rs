//! The rows of a page, and which of them each word of the page beside is in.

use super::{SLACK, tables};
use crate::pdf::page::Part;
use crate::pdf::words::Sheet;
use tablemend_model::{Method, Place};

/// Rows whose middles agree prove more than fewer.
const MIDDLES: usize = 5;
/// How much higher the last row may be on the page beside, in points.
const LAST: f32 = 90.0;

/// Rows of a page's tables: which table and row, and from where to where they reach.
pub(super) struct Band {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) y0: f32,
    pub(super) y1: f32,
    /// First and last base line of what it holds.
    pub(super) first: f32,
    pub(super) last: f32,
    /// What its first column says.
    pub(super) key: String,
    /// Only one cell of it says anything: a heading of the rows below.
    pub(super) is_heading: bool,
}

/// The rows of the tables of a page, from top to bottom; `None` where they are no rows of one sheet.
pub(super) fn bands(part: &Part, sheet: &Sheet) -> Option<Vec<Band>> {
    let mut out: Vec<Band> = Vec::new();
    let tallest = sheet.words.iter().map(|w| w.size).fold(0.0, f32::max);
    for (n, table) in tables(part).enumerate() {
        for (row, r) in table.rows().iter().enumerate() {
            let Place::Page { area, number } = r.place else { return None };
            if number != sheet.number {
                return None;
            }
            let low = sheet.words.partition_point(|w| w.base < area.y0);
            let near = sheet.words[low..].iter().take_while(|w| w.base <= area.y1 + tallest);
            let own = near.filter(|w| {
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

/// Which row each word of a page is in; `None` for text that runs over from the page before.
pub(super) struct Homes {
    pub(super) of: Vec<Option<usize>>,
    /// Whether the rows are told by base lines.
    pub(super) is_level: bool,
}

/// Rows by their edges. Where `is_level` is wanted, the first or the last base lines of the rows are to
/// be those of the page before.
pub(super) fn by_edges(
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
        let n = bands.partition_point(|b| b.y1 + 0.5 < y);
        let home = bands.get(n).filter(|b| b.y0 - 0.5 <= y).map(|_| n);
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
pub(super) fn by_middles(bands: &[Band], sheet: &Sheet, own: &[u32]) -> Option<Homes> {
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
