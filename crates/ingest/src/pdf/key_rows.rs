//! A key of colours in the first or last row of a drawn grid: swatch, meaning, swatch, meaning. It touches the table
//! below or above it and has columns of its own, however narrow its swatches are.

use super::grid::{Found, Grid};
use super::text;
use super::words::PageContent;
use std::collections::BTreeSet;
use tablemend_model::{Rect, Rgb};

/// Colours of a key, at least.
const COLOURS: usize = 2;
/// Words of a meaning, at most, and letters within a swatch.
const WORDS: usize = 6;
const LETTERS: usize = 2;
/// A swatch fills this share of the height of its row, at least.
const HIGH: f32 = 0.6;
/// How far edges that are one may be apart, in points.
const SLACK: f32 = 3.0;

/// Makes tables of their own of keys within the tables that were found.
pub(super) fn part(found: Vec<Grid>, content: &PageContent) -> Vec<Grid> {
    let mut out = Vec::with_capacity(found.len());
    for grid in found {
        let last = grid.ys.len().saturating_sub(2);
        let ends = [0, last].into_iter().filter(|_| last > 0);
        let key = ends.filter_map(|row| Some((row, key(&grid, row, content)?))).next();
        match key {
            Some((0, key)) => out.extend([key, rows(&grid, 1..last + 1)]),
            Some((_, key)) => out.extend([rows(&grid, 0..last), key]),
            None => out.push(grid),
        }
    }
    out
}

/// The key that a row is: colours and what they mean by turns, in columns that few other rows have.
fn key(grid: &Grid, row: usize, content: &PageContent) -> Option<Grid> {
    let own = || grid.cells.iter().filter(|c| c.row == row);
    if own().any(|c| c.rows > 1) || own().next().is_none() {
        return None;
    }
    let (top, bottom) = (*grid.ys.get(row)?, *grid.ys.get(row + 1)?);
    let area = Rect { y0: top, y1: bottom, ..grid.area() };
    let near = |a: f32, b: f32| (a - b).abs() < SLACK;
    let is_swatch = |a: &Rect| {
        // White may part the key from the table that it touches.
        a.y0 > top - SLACK
            && a.y1 < bottom + SLACK
            && a.height() > HIGH * (bottom - top)
            && a.x0 > area.x0 - SLACK
            && a.x1 < area.x1 + SLACK
    };
    let fills = content.fills.iter().filter(|f| is_swatch(&f.area));
    let mut swatches: Vec<(Rect, Rgb)> =
        fills.filter(|f| !text::is_colourless(f.colour)).map(|f| (f.area, f.colour)).collect();
    swatches.sort_by(|a, b| a.0.x0.total_cmp(&b.0.x0));
    let is_apart = |n: usize| {
        let (own, colour) = &swatches[n];
        swatches[..n].iter().all(|(other, c)| c != colour && other.x1 < own.x0 + SLACK)
    };
    if swatches.len() < COLOURS || !(0..swatches.len()).all(is_apart) {
        return None;
    }
    // The edges of the swatches part the words of the row.
    let mut xs: Vec<f32> = swatches.iter().flat_map(|(a, _)| [a.x0, a.x1]).collect();
    let end = |x: f32| own().map(|c| c.area.x1).filter(|e| *e > x).fold(f32::INFINITY, f32::min);
    let mut cells: Vec<Found> =
        (0..xs.len()).map(|col| Found { col, rows: 1, cols: 1, ..Found::default() }).collect();
    for index in own().flat_map(|c| &c.words) {
        let word = &content.words[*index as usize].area;
        let col = xs.partition_point(|x| *x <= (word.x0 + word.x1) / 2.0).checked_sub(1)?;
        cells.get_mut(col)?.words.push(*index);
    }
    let last = cells.last()?.words.iter().map(|i| content.words[*i as usize].area.x1);
    let reach = last.fold(*xs.last()?, f32::max);
    xs.push(end(reach).min(area.x1).max(reach));
    let letters = |c: &Found| -> usize {
        c.words.iter().map(|i| content.words[*i as usize].text.chars().count()).sum()
    };
    let is_pair = |pair: &[Found]| {
        let [swatch, meaning] = pair else { return false };
        letters(swatch) <= LETTERS && letters(meaning) > LETTERS && meaning.words.len() <= WORDS
    };
    // A status in the first row of a table is in a column of all rows.
    let others: BTreeSet<usize> =
        grid.cells.iter().filter(|c| c.row != row).map(|c| c.col).collect();
    let is_shared = |x: &&f32| others.iter().any(|c| *c > 0 && near(grid.xs[*c], **x));
    let inner = &xs[1..xs.len() - 1];
    if !cells.chunks(2).all(is_pair) || inner.iter().filter(is_shared).count() * 2 > inner.len() {
        return None;
    }
    let mut key = Grid { method: grid.method, xs, ys: vec![top, bottom], cells, header_rows: 0 };
    key.set_areas();
    Some(key)
}

/// Some rows of a grid as a grid, without the edges that no cell of them has.
fn rows(grid: &Grid, range: std::ops::Range<usize>) -> Grid {
    let is_own = |c: &&Found| range.contains(&c.row) && c.row + c.rows <= range.end;
    let own = || grid.cells.iter().filter(is_own);
    let last = grid.xs.len() - 1;
    let mut edges: BTreeSet<usize> = own().flat_map(|c| [c.col, c.col + c.cols]).collect();
    edges.extend([0, last]);
    let edges: Vec<usize> = edges.into_iter().filter(|e| *e <= last).collect();
    let at = |edge: usize| edges.partition_point(|e| *e < edge);
    let cells = own().map(|c| Found {
        row: c.row - range.start,
        col: at(c.col),
        cols: at(c.col + c.cols) - at(c.col),
        ..c.clone()
    });
    Grid {
        method: grid.method,
        xs: edges.iter().map(|e| grid.xs[*e]).collect(),
        ys: grid.ys[range.start..=range.end].to_vec(),
        cells: cells.collect(),
        header_rows: if range.start == 0 && range.len() > 1 { grid.header_rows } else { 0 },
    }
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set, shown, tables};
    use tablemend_model::{Rect, Rgb};
    use tablemend_pdf::{Fill, Page};

    /// A grid of rows right below each other, each with its own edges, texts and fills behind some of its cells.
    fn grid(rows: &[(&[f32], &[&str], &[usize])]) -> Page {
        let colours = [Rgb(0, 112, 192), Rgb(146, 208, 80), Rgb(255, 0, 0)];
        let mut p = page();
        for (n, (xs, texts, filled)) in rows.iter().enumerate() {
            let (y0, y1) = (100.0 + 20.0 * n as f32, 120.0 + 20.0 * n as f32);
            for (k, cell) in filled.iter().enumerate() {
                let area = Rect::new(xs[*cell], y0 + 1.0, xs[cell + 1], y1 - 5.0);
                p.fills.push(Fill::new(area, colours[k % 3]));
            }
            rule(&mut p, xs[0], y0, xs[xs.len() - 1], y0);
            rule(&mut p, xs[0], y1, xs[xs.len() - 1], y1);
            for (x, text) in xs.iter().zip(*texts) {
                set(&mut p, x + 3.0, y0 + 14.0, 9.0, text);
            }
            xs.iter().for_each(|x| rule(&mut p, *x, y0, *x, y1));
        }
        p
    }

    #[test]
    fn a_key_in_one_row_is_a_table_of_its_own() {
        // The swatches are narrower than a letter.
        let key = ([50.0, 54.0, 170.0, 174.0, 400.0], ["", "Not begun", "", "All done"]);
        let body = [50.0, 100.0, 300.0, 400.0];
        let rows: [[&str; 3]; 3] =
            [["Ref", "Task", "State"], ["1", "Oil the bell", "Open"], ["2", "Paint it", "Shut"]];
        let mut sketch: Vec<(&[f32], &[&str], &[usize])> = vec![(&key.0, &key.1, &[0, 2])];
        sketch.extend(rows.iter().map(|r| (&body[..], &r[..], &[][..])));
        let found = tables(&grid(&sketch));
        assert_eq!(found.len(), 2);
        assert_eq!(shown(&found[0]), ["0,1:Not begun", "0,3:All done"]);
        assert_eq!(shown(&found[1])[..4], ["0,0:Ref", "0,1:Task", "0,2:State", "1,0:1"]);
        // Below the table it is one too; without colours it is a row like all others.
        sketch.rotate_left(1);
        let found = tables(&grid(&sketch));
        assert_eq!((found.len(), found[1].row_count()), (2, 1));
        sketch[3].2 = &[];
        assert_eq!(tables(&grid(&sketch)).len(), 1);
    }
}
