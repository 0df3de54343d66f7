//! Texts of a column that white parts within their lines, several of them at one place: two columns may have been read
//! as one.

use super::aligned;
use super::grid::{Found, Grid};
use super::judge;
use super::page::Doubt;
use super::words::{self, PageContent};
use tablemend_model::Method;

/// White within a line that no text has, in type sizes.
const WHITE: f32 = 1.6;
/// Places nearer than this, in points, are one.
const PLACE: f32 = 2.0;
/// Rows that show it, at least, where they are a third of those of the column.
const ROWS: usize = 2;
/// Rows that show it whatever the others are.
const MANY: usize = 4;

/// A doubt about a table without a grid, where one of its columns seems to be two.
pub(super) fn doubt(grid: &Grid, content: &PageContent) -> Option<Doubt> {
    if grid.method != Method::Aligned {
        return None;
    }
    let columns = grid.xs.len().saturating_sub(1);
    let parted = (0..columns).map(|col| parted_rows(grid, col, content)).max()?;
    (parted >= ROWS).then(|| Doubt {
        code: "table.doubtful",
        message: format!(
            "in {parted} rows of this table there is wide white within the text of one cell, at the same place: two columns \
             may have been read as one; check them against the page"
        ),
        area: grid.area(),
    })
}

/// In how many rows the texts of a column are parted at one place; 0 where these are few among its cells.
fn parted_rows(grid: &Grid, col: usize, content: &PageContent) -> usize {
    let own = || {
        let cells = grid.cells.iter().filter(move |c| c.col == col && c.cols == 1);
        cells.filter(|c| c.row >= grid.header_rows && !c.words.is_empty())
    };
    let places: Vec<Vec<(f32, f32)>> = own().map(|c| places(c, content)).collect();
    let all = places.len();
    let shared = |(x0, x1): &(f32, f32)| {
        let is_at = |p: &(f32, f32)| (p.0 - x0).abs() < PLACE || (p.1 - x1).abs() < PLACE;
        places.iter().filter(|row| row.iter().any(is_at)).count()
    };
    let most = places.iter().flatten().map(shared).max().unwrap_or(0);
    if most * 3 >= all || most >= MANY { most } else { 0 }
}

/// From where to where the pieces of a cell's lines reach that are behind wide white. The sign of a list item is no
/// piece, and dots lead to what is behind them.
fn places(cell: &Found, content: &PageContent) -> Vec<(f32, f32)> {
    let mut found = Vec::new();
    let lines = words::lines(&content.words, &cell.words);
    let edge = lines.iter().map(|l| l.area.x1).fold(0.0, f32::max);
    for (n, line) in lines.iter().enumerate() {
        // Lines that are turned over may be set to the full width of their column.
        if n + 1 < lines.len() && line.area.x1 > edge - PLACE {
            continue;
        }
        let mut pieces: Vec<Vec<u32>> = Vec::new();
        let mut end = f32::NEG_INFINITY;
        for index in &line.words {
            let Some(word) = content.words.get(*index as usize) else { continue };
            match pieces.last_mut() {
                Some(piece) if word.is_glued || word.area.x0 - end < WHITE * word.size => {
                    piece.push(*index);
                }
                _ => pieces.push(vec![*index]),
            }
            end = word.area.x1;
        }
        for pair in pieces.windows(2) {
            let [left, right] = [&pair[0], &pair[1]].map(|p| aligned::said(content, p));
            let has_text = |said: &str| said.chars().any(char::is_alphanumeric);
            if !has_text(&left)
                || !has_text(&right)
                || judge::is_sign(&left)
                || left.ends_with("..")
            {
                continue;
            }
            let ends = pair[1].iter().filter_map(|i| content.words.get(*i as usize));
            let reach = ends.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), w| {
                (a.min(w.area.x0), b.max(w.area.x1))
            });
            found.push(reach);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::doubt;
    use crate::pdf::grid::{Found, Grid};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Method;

    /// Whether it is told that a column holds two: a text, and another one at the places given.
    fn is_told(left: &str, places: [f32; 4]) -> bool {
        let mut p = page();
        for (n, x) in places.iter().enumerate() {
            let base = 100.0 + 14.0 * n as f32;
            set(&mut p, 50.0, base, 10.0, left);
            set(&mut p, *x, base, 10.0, "north quay");
        }
        let content = words::content(&p);
        let row = |row: usize| {
            let base = 100.0 + 14.0 * row as f32;
            let own = (0..).zip(&content.words).filter(|(_, w)| (w.base - base).abs() < 1.0);
            let words = own.map(|(n, _)| n).collect();
            Found { row, col: 0, rows: 1, cols: 1, words, ..Found::default() }
        };
        let grid = Grid {
            method: Method::Aligned,
            xs: vec![50.0, 400.0, 500.0],
            ys: (0..5).map(|n| 88.0 + 14.0 * n as f32).collect(),
            cells: (0..4).map(row).collect(),
            header_rows: 0,
        };
        doubt(&grid, &content).is_some()
    }

    /// Whether it is told of cells whose first line ends at the same place, and a second one below it.
    fn is_full(below: &str) -> bool {
        let mut p = page();
        for n in 0..4 {
            let base = 100.0 + 30.0 * n as f32;
            set(&mut p, 50.0, base, 10.0, "Gate");
            set(&mut p, 120.0, base, 10.0, "on");
            set(&mut p, 50.0, base + 12.0, 10.0, below);
        }
        let content = words::content(&p);
        let row = |row: usize| {
            let top = 90.0 + 30.0 * row as f32;
            let own =
                (0..).zip(&content.words).filter(|(_, w)| (top..top + 30.0).contains(&w.base));
            let words = own.map(|(n, _)| n).collect();
            Found { row, col: 0, rows: 1, cols: 1, words, ..Found::default() }
        };
        let grid = Grid {
            method: Method::Aligned,
            xs: vec![50.0, 400.0, 500.0],
            ys: (0..5).map(|n| 90.0 + 30.0 * n as f32).collect(),
            cells: (0..4).map(row).collect(),
            header_rows: 0,
        };
        doubt(&grid, &content).is_some()
    }

    #[test]
    fn texts_that_wide_white_parts_at_one_place_are_told() {
        assert!(is_told("Gate keeper", [150.0; 4]));
        assert!(!is_told("Gate keeper", [110.0; 4]), "the white of a blank");
        assert!(!is_told("Gate keeper", [150.0, 130.0, 170.0, 200.0]), "at no one place");
        assert!(!is_told("(a)", [150.0; 4]), "the sign of an item");
        assert!(!is_full("quay"), "a line set to the full width");
        assert!(is_full("the quay at the mill"), "one that is shorter");
    }
}
