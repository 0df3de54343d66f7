//! Columns that may be several: nearly each of their cells has the same number of values, set apart.

use super::aligned;
use super::grid::{Found, Grid};
use super::numeric::is_atomic;
use super::page::Doubt;
use super::words::PageContent;
use tablemend_model::Method;

/// Cells that show it, at least.
const CELLS: usize = 5;

/// A doubt about a table whose columns only white tells, where one of them seems to hold several.
pub(super) fn doubt(grid: &Grid, content: &PageContent) -> Option<Doubt> {
    if grid.method != Method::Aligned {
        return None;
    }
    let columns =
        (0..grid.xs.len().saturating_sub(1)).filter(|col| is_several(grid, *col, content)).count();
    (columns > 0).then(|| Doubt {
        code: "table.doubtful",
        message: format!(
            "{columns} {} of this table may be several: the cells have two values or more each; check them against the page",
            if columns == 1 { "column" } else { "columns" }
        ),
        area: grid.area(),
    })
}

/// Whether nearly all filled cells of a column, below the header, have two values or more that are set apart.
fn is_several(grid: &Grid, col: usize, content: &PageContent) -> bool {
    let own = || {
        let cells = grid.cells.iter().filter(move |c| c.col == col && c.cols == 1);
        cells.filter(|c| c.row >= grid.header_rows && !c.words.is_empty())
    };
    let all = own().count();
    let several = own().filter(|c| values(c, content) > 1).count();
    several >= CELLS && several * 10 >= all * 6
}

/// The values on the line of a cell of one line that are apart from each other; 0 where it says anything else.
fn values(cell: &Found, content: &PageContent) -> usize {
    let mut words = cell.words.clone();
    words.sort_by(|a, b| {
        let [a, b] = [a, b].map(|i| content.words[*i as usize].area.x0);
        a.total_cmp(&b)
    });
    let word = |i: &u32| &content.words[*i as usize];
    let is_level = words
        .windows(2)
        .all(|w| (word(&w[0]).base - word(&w[1]).base).abs() < 0.3 * word(&w[0]).size);
    if !is_level {
        return 0;
    }
    let mut segments: Vec<Vec<u32>> = Vec::new();
    for index in words {
        let here = word(&index);
        match segments.last_mut() {
            Some(segment)
                if segment.last().is_some_and(|last| {
                    here.is_glued || here.area.x0 - word(last).area.x1 < 0.45 * here.size
                }) =>
            {
                segment.push(index);
            }
            _ => segments.push(vec![index]),
        }
    }
    // A day and a time of day are one value.
    let is_value = |p: &Vec<u32>| {
        let said = aligned::said(content, p);
        is_atomic(&said) && !said.contains([':', '/'])
    };
    let are_values = segments.iter().all(is_value);
    // Groups of three digits are one number.
    let is_grouped = segments.iter().skip(1).all(|p| {
        let said = aligned::said(content, p);
        said.len() == 3 && said.chars().all(|c| c.is_ascii_digit())
    });
    if are_values && !is_grouped { segments.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::doubt;
    use crate::pdf::grid::{Found, Grid};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Method;

    #[test]
    fn two_values_in_each_cell_of_a_column_are_told() {
        for (second, expected) in
            [(["22", "35", "-", "44", "9", "31"], 1), (["9:30"; 6], 0), ([""; 6], 0)]
        {
            let mut p = page();
            for (n, second) in second.iter().enumerate() {
                let base = 100.0 + 14.0 * n as f32;
                set(&mut p, 50.0, base, 10.0, "Gate");
                set(&mut p, 150.0, base, 10.0, &format!("{}", n + 11));
                set(&mut p, 170.0, base, 10.0, second);
            }
            let content = words::content(&p);
            let own = |row: usize, col: usize| {
                let (low, high) = if col == 0 { (0.0, 100.0) } else { (100.0, 300.0) };
                let base = 100.0 + 14.0 * row as f32;
                let inside = (0..).zip(&content.words).filter(|(_, w)| {
                    (low..high).contains(&w.area.x0) && (w.base - base).abs() < 1.0
                });
                let words = inside.map(|(n, _)| n).collect();
                Found { row, col, rows: 1, cols: 1, words, ..Found::default() }
            };
            let grid = Grid {
                method: Method::Aligned,
                xs: vec![50.0, 120.0, 300.0],
                ys: (0..7).map(|n| 88.0 + 14.0 * n as f32).collect(),
                cells: (0..12).map(|n| own(n / 2, n % 2)).collect(),
                header_rows: 0,
            };
            assert_eq!(doubt(&grid, &content).into_iter().count(), expected);
        }
    }
}
