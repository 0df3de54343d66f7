//! Cells of a drawn grid that one fill behind several rows or columns seems to merge, though their texts are in
//! those rows or columns.

use crate::pdf::aligned::{self, TextLine};
use crate::pdf::grid::{Found, Grid};
use crate::pdf::numeric::is_atomic;
use crate::pdf::words::{self, Line, PageContent};
use tablemend_model::Rect;

/// Rows or columns that a merged cell has texts for, at least.
const TEXTS: usize = 3;
/// Base lines nearer than this share of the type size are one.
const LEVEL: f32 = 0.12;

/// Parts such cells.
pub(crate) fn part(grid: &mut Grid, content: &PageContent) {
    let mut n = 0;
    while n < grid.cells.len() {
        let parts = by_rows(grid, &grid.cells[n], content)
            .or_else(|| by_columns(grid, &grid.cells[n], content));
        match parts {
            Some(parts) => {
                let count = parts.len();
                grid.cells.splice(n..=n, parts);
                n += count;
            }
            None => n += 1,
        }
    }
}

/// A cell for each row that a merged one covers, where each of its lines is level with the text beside it, and is one value,
/// or a text of the first column with room behind it.
fn by_rows(grid: &Grid, cell: &Found, content: &PageContent) -> Option<Vec<Found>> {
    if cell.rows < TEXTS || cell.cols != 1 || cell.words.len() < TEXTS {
        return None;
    }
    let lines = words::lines(&content.words, &cell.words);
    let base = |row: usize| {
        let beside = grid.cells.iter().filter(|c| c.row == row && c.rows == 1);
        let bases = beside.flat_map(|c| &c.words).map(|i| content.words[*i as usize].base);
        bases.reduce(f32::min)
    };
    let bases: Vec<Option<f32>> = (cell.row..cell.row + cell.rows).map(base).collect();
    let row_of = |line: &Line| {
        let is_own = |b: &Option<f32>| b.is_some_and(|b| (b - line.base).abs() < LEVEL * line.size);
        bases.iter().position(is_own)
    };
    let rows: Vec<usize> = lines.iter().map(row_of).collect::<Option<_>>()?;
    let are_apart = rows.windows(2).all(|w| w[0] < w[1]);
    let is_value = |l: &Line| is_atomic(&aligned::said(content, &l.words));
    let values = lines.iter().filter(|l| is_value(l)).count();
    let is_loose = |w: &[Line]| {
        let next = w[1].words.first().map_or(0.0, |i| content.words[*i as usize].area.width());
        w[0].area.x1 + 0.3 * w[0].size + next < cell.area.x1 - 2.0 * w[0].size
    };
    // Texts that are merged down several rows may be a list; those of the first column name the rows.
    let are_names = cell.col == 0 && lines.windows(2).all(is_loose);
    let are_texts = values * 10 >= lines.len() * 8 || are_names;
    if lines.len() < TEXTS || lines.len() * 10 < cell.rows * 6 || !are_apart || !are_texts {
        return None;
    }
    let part = |n: usize| {
        let row = cell.row + n;
        let own = rows.iter().position(|r| *r == n).map(|l| lines[l].words.clone());
        let (top, bottom) = (*grid.ys.get(row)?, *grid.ys.get(row + 1)?);
        Some(Found {
            row,
            rows: 1,
            area: Rect::new(cell.area.x0, top, cell.area.x1, bottom),
            words: own.unwrap_or_default(),
            ..cell.clone()
        })
    };
    (0..cell.rows).map(part).collect()
}

/// A cell for each column that a merged one covers, where wide gaps part its text at their edges.
fn by_columns(grid: &Grid, cell: &Found, content: &PageContent) -> Option<Vec<Found>> {
    if cell.cols < TEXTS || cell.rows != 1 || cell.words.len() < TEXTS {
        return None;
    }
    let is_level = |i: &u32| !content.words[*i as usize].is_turned;
    if !cell.words.iter().all(is_level) {
        return None;
    }
    let edges = grid.xs.get(cell.col..=cell.col + cell.cols)?;
    let text_lines: Vec<TextLine> = aligned::text_lines(&content.words, &cell.words, &[]);
    let mut parts: Vec<Vec<u32>> = vec![Vec::new(); cell.cols];
    for segment in text_lines.iter().flat_map(|l| &l.segments) {
        for piece in pieces(&segment.words, edges, content) {
            let area = |i: &u32| content.words[*i as usize].area;
            let x0 = piece.iter().map(|i| area(i).x0).fold(f32::INFINITY, f32::min);
            let x1 = piece.iter().map(|i| area(i).x1).fold(f32::NEG_INFINITY, f32::max);
            let col = edges.windows(2).position(|e| e[0] - 1.0 < x0 && x1 < e[1] + 1.0)?;
            parts[col].extend(piece);
        }
    }
    let filled = parts.iter().filter(|p| !p.is_empty()).count();
    if filled < TEXTS || filled * 10 < cell.cols * 8 {
        return None;
    }
    let part = |(n, words): (usize, Vec<u32>)| Found {
        col: cell.col + n,
        cols: 1,
        area: Rect::new(edges[n], cell.area.y0, edges[n + 1], cell.area.y1),
        words,
        ..cell.clone()
    };
    Some(parts.into_iter().enumerate().map(part).collect())
}

/// The words of a piece of a line, parted at edges of columns that are in its blanks: long numbers in narrow columns
/// come nearer to each other than the words of two texts do.
fn pieces(words: &[u32], edges: &[f32], content: &PageContent) -> Vec<Vec<u32>> {
    /// So much of the type size is no blank between two words.
    const BLANK: f32 = 0.45;
    let mut parts: Vec<Vec<u32>> = Vec::new();
    for index in words {
        let word = &content.words[*index as usize];
        let last = parts.last().and_then(|p| p.last()).map(|i| &content.words[*i as usize]);
        let is_apart = last.is_some_and(|last| {
            let gap = (last.area.x1, word.area.x0);
            gap.1 - gap.0 > BLANK * word.size
                && edges.iter().any(|e| *e > gap.0 - 1.0 && *e < gap.1 + 1.0)
                && is_atomic(&word.text)
        });
        match parts.last_mut().filter(|_| !is_apart) {
            Some(part) => part.push(*index),
            None => parts.push(vec![*index]),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, set};
    use tablemend_model::Method;

    /// Three rows of three columns, 100 points wide and 20 high, with one cell merged as `merged` says (column, row, columns,
    /// rows), and what each cell says after parting.
    fn parted(merged: [usize; 4], texts: [[&str; 3]; 3], shift: f32) -> Vec<String> {
        let [col, row, cols, rows] = merged;
        let mut p = page();
        for (r, texts) in texts.iter().enumerate() {
            for (c, text) in texts.iter().enumerate() {
                let down = if c == col && cols == 1 { shift } else { 0.0 };
                set(&mut p, 60.0 + 100.0 * c as f32, 115.0 + 20.0 * r as f32 + down, 10.0, text);
            }
        }
        let content = words::content(&p);
        let (xs, ys) = (vec![50.0, 150.0, 250.0, 350.0], vec![100.0, 120.0, 140.0, 160.0]);
        let cell = |c: usize, r: usize, cols: usize, rows: usize| {
            let area = Rect::new(xs[c], ys[r], xs[c + cols], ys[r + rows]);
            let is_in = |i: &u32| {
                let (x, y) = super::super::centre(&content.words[*i as usize]);
                area.contains(x, y)
            };
            let words = (0..content.words.len() as u32).filter(is_in).collect();
            Found { row: r, col: c, rows, cols, area, words, ..Found::default() }
        };
        let is_merged =
            |c: usize, r: usize| (col..col + cols).contains(&c) && (row..row + rows).contains(&r);
        let mut cells = vec![cell(col, row, cols, rows)];
        for r in 0..3 {
            cells.extend((0..3).filter(|c| !is_merged(*c, r)).map(|c| cell(c, r, 1, 1)));
        }
        let mut grid =
            Grid { method: Method::Ruled, xs: xs.clone(), ys: ys.clone(), cells, header_rows: 0 };
        part(&mut grid, &content);
        let own = grid.cells.iter().filter(|c| is_merged(c.col, c.row));
        own.map(|c| aligned::said(&content, &c.words)).collect()
    }

    const TEXTS: [[&str; 3]; 3] =
        [["Heron", "Quay", "20"], ["Teal", "Mill", "7"], ["Gull", "Lock", "113"]];

    #[test]
    fn values_on_one_fill_are_in_the_rows_that_they_are_level_with() {
        assert_eq!(parted([2, 0, 1, 3], TEXTS, 0.0), ["20", "7", "113"]);
        assert_eq!(parted([0, 0, 1, 3], TEXTS, 0.0), ["Heron", "Teal", "Gull"]);
        let leads = TEXTS.map(|[a, b, _]| [a, b, ["Clerk", "Cook", "Mate"][a.len() % 3]]);
        assert_eq!(parted([2, 0, 1, 3], leads, 0.0).len(), 1, "a list of posts for all rows");
        // Lines at heights of their own are one text.
        assert_eq!(parted([2, 0, 1, 3], TEXTS, -3.0), ["20 7 113"]);
        let long = [
            ["Heron and all of her", "Quay", "20"],
            ["boats that have been", "Mill", "7"],
            ["counted", "Lock", "1"],
        ];
        assert_eq!(parted([0, 0, 1, 3], long, 0.0).len(), 1);
    }

    #[test]
    fn texts_on_one_band_are_in_the_columns_whose_edges_part_them() {
        assert_eq!(parted([0, 1, 3, 1], TEXTS, 0.0), ["Teal", "Mill", "7"]);
        let group = [
            ["Heron", "Quay", "20"],
            ["Boats that are counted in full", "", ""],
            ["Gull", "Lock", "1"],
        ];
        assert_eq!(parted([0, 1, 3, 1], group, 0.0).len(), 1);
    }

    #[test]
    fn numbers_that_nearly_fill_their_columns_are_parted_at_the_edges() {
        for (texts, count) in [(["26090", "26330", "35900"], 3), (["Boats", "which", "count"], 1)] {
            let mut p = page();
            for (n, text) in texts.iter().enumerate() {
                set(&mut p, 53.0 + 30.0 * n as f32, 112.0, 10.0, text);
            }
            let content = words::content(&p);
            let area = Rect::new(50.0, 100.0, 140.0, 120.0);
            let words = (0..content.words.len() as u32).collect();
            let cells = vec![Found { rows: 1, cols: 3, area, words, ..Found::default() }];
            let (xs, ys) = (vec![50.0, 80.0, 110.0, 140.0], vec![100.0, 120.0]);
            let mut grid = Grid { method: Method::Ruled, xs, ys, cells, header_rows: 0 };
            part(&mut grid, &content);
            assert_eq!(grid.cells.len(), count, "{texts:?}");
        }
    }
}
