//! Tables of boxes: each field in a box of its own, with white between the boxes, as slides have them.

use super::ruled::{Drawn, Slot};
use tablemend_model::Rect;

/// Boxes whose sides are this near to each other, in points, are in line.
const LEVEL: f32 = 2.0;
/// Fewer boxes in a row, or rows, than this are not a table.
const COLUMNS: usize = 3;
const ROWS: usize = 3;
/// The white between two boxes beside or below each other is no wider than this, in points.
const GAP: f32 = 30.0;

/// Makes one grid of boxes that are in rows and columns; all other grids stay as they are.
pub(crate) fn joined(grids: Vec<Drawn>) -> Vec<Drawn> {
    let is_box = |d: &Drawn| d.rows() == 1 && d.columns() == 1;
    let (boxes, mut found): (Vec<Drawn>, Vec<Drawn>) = grids.into_iter().partition(is_box);
    let mut used = vec![false; boxes.len()];
    let areas: Vec<Rect> = boxes.iter().map(Drawn::area).collect();
    let rows = rows(&areas);
    let mut start = 0;
    while start < rows.len() {
        let mut end = start + 1;
        while end < rows.len() && is_below(&areas, &rows[end - 1], &rows[end]) {
            end += 1;
        }
        let own = &rows[start..end];
        start = end;
        let is_drawn = own.iter().skip(1).flatten().all(|n| boxes[*n].is_drawn);
        if own.len() < ROWS || !is_drawn {
            continue;
        }
        own.iter().flatten().for_each(|n| used[*n] = true);
        found.push(grid(&areas, own));
    }
    found.extend(boxes.into_iter().zip(used).filter(|(_, used)| !used).map(|(d, _)| d));
    found.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    found
}

/// Rows of boxes of one height, from top to bottom, each from left to right, by index into `areas`.
fn rows(areas: &[Rect]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..areas.len()).collect();
    order.sort_by(|a, b| areas[*a].y0.total_cmp(&areas[*b].y0));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for n in order {
        let is_level = |row: &&mut Vec<usize>| {
            let first = &areas[row[0]];
            (first.y0 - areas[n].y0).abs() < LEVEL && (first.y1 - areas[n].y1).abs() < LEVEL
        };
        // Rows come from top to bottom: the last few are all that may be at this height.
        match rows.iter_mut().rev().take(4).find(is_level) {
            Some(row) => row.push(n),
            None => rows.push(vec![n]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| areas[*a].x0.total_cmp(&areas[*b].x0));
    }
    let is_run = |row: &Vec<usize>| {
        let gaps = || row.windows(2).map(|w| areas[w[1]].x0 - areas[w[0]].x1);
        row.len() >= COLUMNS && gaps().all(|g| g > -LEVEL && g < GAP)
    };
    rows.retain(is_run);
    rows
}

/// Whether a row of boxes is right below another one and has the same columns.
fn is_below(areas: &[Rect], above: &[usize], below: &[usize]) -> bool {
    let gap = areas[below[0]].y0 - areas[above[0]].y1;
    gap > -LEVEL
        && gap < GAP
        && above.len() == below.len()
        && above.iter().zip(below).all(|(a, b)| {
            (areas[*a].x0 - areas[*b].x0).abs() < LEVEL
                && (areas[*a].x1 - areas[*b].x1).abs() < LEVEL
        })
}

/// The grid of rows of boxes: a cell ends where the next box begins.
fn grid(areas: &[Rect], rows: &[Vec<usize>]) -> Drawn {
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    let mut xs: Vec<f32> = first.iter().map(|n| areas[*n].x0).collect();
    xs.extend(first.last().map(|n| areas[*n].x1));
    let mut ys: Vec<f32> = rows.iter().map(|row| areas[row[0]].y0).collect();
    ys.push(areas[last[0]].y1);
    let slot = |row, col| Slot { row, col, rows: 1, cols: 1 };
    let cells = (0..rows.len()).flat_map(|r| (0..first.len()).map(move |c| slot(r, c))).collect();
    Drawn { xs, ys, cells, is_drawn: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(x0: f32, y0: f32, x1: f32, y1: f32) -> Drawn {
        let cells = vec![Slot { row: 0, col: 0, rows: 1, cols: 1 }];
        Drawn { xs: vec![x0, x1], ys: vec![y0, y1], cells, is_drawn: true }
    }

    fn row(y0: f32, y1: f32) -> Vec<Drawn> {
        [(10.0, 40.0), (45.0, 200.0), (205.0, 300.0)].map(|(a, b)| boxed(a, y0, b, y1)).to_vec()
    }

    #[test]
    fn boxes_in_rows_and_columns_are_one_grid() {
        let all = [row(100.0, 120.0), row(126.0, 160.0), row(166.0, 180.0)].concat();
        let found = joined(all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows(), found[0].columns()), (3, 3));
        assert_eq!(found[0].area(), Rect::new(10.0, 100.0, 300.0, 180.0));
    }

    #[test]
    fn boxes_here_and_there_stay_as_they_are() {
        let two = [row(100.0, 120.0), row(126.0, 160.0)].concat();
        assert_eq!(joined(two).len(), 6);
        let far = [row(100.0, 120.0), row(226.0, 260.0), row(366.0, 380.0)].concat();
        assert_eq!(joined(far).len(), 9);
        let steps: Vec<Drawn> =
            (0..9).map(|n| n as f32 * 30.0).map(|at| boxed(at, at, at + 25.0, at + 20.0)).collect();
        assert_eq!(joined(steps).len(), 9);
    }
}
