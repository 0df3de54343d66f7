//! Tables whose cells are drawn: rulings and fill edges to cells with spans.
//!
//! Lines that touch make one component; its positions part the component into slots, and slots
//! with no line between them are one cell. Unlike the usual search for rectangles between
//! intersections (Nurminen, "Algorithmic extraction of data in tables in PDF documents", 2013,
//! section 3), this needs no closed corners: open sides and rules that stop short do no harm.

use super::rulings::{Ruling, Rulings};
use tablemend_model::Rect;

/// Lines that come this near each other touch.
const TOUCH: f32 = 3.5;
/// More slots than this are a picture, not a table.
const MOST_SLOTS: usize = 200_000;

/// One cell of a grid, in rows and columns of the grid, 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) row: usize,
    pub(crate) col: usize,
    pub(crate) rows: usize,
    pub(crate) cols: usize,
}

/// A drawn grid: edges of its rows and columns, and which of its slots belong together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawn {
    pub(crate) xs: Vec<f32>,
    pub(crate) ys: Vec<f32>,
    pub(crate) cells: Vec<Slot>,
    /// Whether lines are drawn in both directions, not only edges of fills.
    pub(crate) is_drawn: bool,
}

impl Drawn {
    pub(crate) fn area(&self) -> Rect {
        let end = |v: &[f32], last: bool| {
            (if last { v.last() } else { v.first() }).copied().unwrap_or(0.0)
        };
        Rect {
            x0: end(&self.xs, false),
            y0: end(&self.ys, false),
            x1: end(&self.xs, true),
            y1: end(&self.ys, true),
        }
    }

    pub(crate) fn cell_area(&self, cell: &Slot) -> Rect {
        Rect {
            x0: self.xs[cell.col],
            y0: self.ys[cell.row],
            x1: self.xs[cell.col + cell.cols],
            y1: self.ys[cell.row + cell.rows],
        }
    }

    pub(crate) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(crate) fn rows(&self) -> usize {
        self.ys.len() - 1
    }
}

/// Every drawn grid of a page, also those of one cell or column: frames and bands.
pub(crate) fn grids(rulings: &Rulings) -> Vec<Drawn> {
    let mut grids: Vec<Drawn> =
        components(rulings).into_iter().filter_map(|(across, down)| grid(&across, &down)).collect();
    grids.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]).then(a.xs[0].total_cmp(&b.xs[0])));
    grids
}

/// Groups of lines that touch. Groups of lines in one direction only are left out.
fn components(rulings: &Rulings) -> Vec<(Vec<Ruling>, Vec<Ruling>)> {
    let (h, v) = (&rulings.across, &rulings.down);
    let mut parent: Vec<usize> = (0..h.len() + v.len()).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for (i, line) in h.iter().enumerate() {
        let low = v.partition_point(|d| d.at < line.from - TOUCH);
        for (j, down) in v[low..].iter().enumerate() {
            if down.at > line.to + TOUCH {
                break;
            }
            if line.at >= down.from - TOUCH && line.at <= down.to + TOUCH {
                let (a, b) = (root(&mut parent, i), root(&mut parent, h.len() + low + j));
                parent[a] = b;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Ruling>, Vec<Ruling>)> =
        std::collections::BTreeMap::new();
    for i in 0..parent.len() {
        let group = groups.entry(root(&mut parent, i)).or_default();
        if i < h.len() { group.0.push(h[i]) } else { group.1.push(v[i - h.len()]) }
    }
    let (mut grids, rest): (Vec<_>, Vec<_>) =
        groups.into_values().partition(|(a, b)| !a.is_empty() && !b.is_empty());
    for line in rest.into_iter().flat_map(|(_, down)| down) {
        adopt(&mut grids, line);
    }
    grids
}

/// Gives a line down that touches nothing to the grid beside it that has one of the same ends: it
/// closes a last column whose head rule stops short.
fn adopt(grids: &mut [(Vec<Ruling>, Vec<Ruling>)], line: Ruling) {
    if line.is_edge {
        return;
    }
    let is_like =
        |l: &Ruling| !l.is_edge && (l.from - line.from).abs() < 2.0 && (l.to - line.to).abs() < 2.0;
    for (across, down) in grids {
        let (Some(first), Some(last)) = (down.first(), down.last()) else { continue };
        let (left, right) = (first.at, last.at);
        let widest = down.windows(2).map(|w| w[1].at - w[0].at).fold(0.0, f32::max);
        let gap = (left - line.at).max(line.at - right);
        if down.len() < 3 || !down.iter().any(is_like) || gap <= TOUCH || gap > 1.5 * widest {
            continue;
        }
        for rule in across {
            if line.at > right && (rule.to - right).abs() < TOUCH {
                rule.to = line.at;
            } else if line.at < left && (rule.from - left).abs() < TOUCH {
                rule.from = line.at;
            }
        }
        down.push(line);
        down.sort_by(|a, b| a.at.total_cmp(&b.at));
        return;
    }
}

/// Positions of lines, with the open ends of the lines that cross them.
fn positions(lines: &[Ruling], crossing: &[Ruling]) -> Vec<f32> {
    let mut at: Vec<f32> = lines.iter().map(|l| l.at).collect();
    let low = crossing.iter().map(|l| l.from).fold(f32::INFINITY, f32::min);
    let high = crossing.iter().map(|l| l.to).fold(f32::NEG_INFINITY, f32::max);
    for end in [low, high] {
        if at.iter().all(|a| (a - end).abs() > 6.0) {
            at.push(end);
        }
    }
    at.sort_by(f32::total_cmp);
    at.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    at
}

fn grid(across: &[Ruling], down: &[Ruling]) -> Option<Drawn> {
    let xs = positions(down, across);
    let ys = positions(across, down);
    if xs.len() < 2 || ys.len() < 2 || xs.len() * ys.len() > MOST_SLOTS {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    // wall_right[r][c]: a line between slot (r, c) and (r, c + 1); wall_below likewise.
    let mut wall_right = vec![false; rows * columns];
    let mut wall_below = vec![false; rows * columns];
    let covers = |line: &Ruling, from: f32, to: f32| {
        line.to.min(to) - line.from.max(from) > 0.5 * (to - from)
    };
    for line in down {
        let x = xs.partition_point(|x| *x < line.at - 0.01);
        if x == 0 || x >= xs.len() - 1 {
            continue;
        }
        for r in 0..rows {
            if covers(line, ys[r], ys[r + 1]) {
                wall_right[r * columns + x - 1] = true;
            }
        }
    }
    for line in across {
        let y = ys.partition_point(|y| *y < line.at - 0.01);
        if y == 0 || y >= ys.len() - 1 {
            continue;
        }
        for c in 0..columns {
            if covers(line, xs[c], xs[c + 1]) {
                wall_below[(y - 1) * columns + c] = true;
            }
        }
    }
    let is_drawn = across.iter().any(|l| !l.is_edge) && down.iter().any(|l| !l.is_edge);
    Some(Drawn { cells: cells(rows, columns, &wall_right, &wall_below), xs, ys, is_drawn })
}

/// Slots that no wall parts, as rectangles. A group of slots that is no rectangle is cut into the
/// widest runs of its rows, since no printed cell has a corner inside.
fn cells(rows: usize, columns: usize, right: &[bool], below: &[bool]) -> Vec<Slot> {
    let mut taken = vec![false; rows * columns];
    let mut out = Vec::new();
    for r in 0..rows {
        for c in 0..columns {
            if taken[r * columns + c] {
                continue;
            }
            let free = |r: usize, c: usize| !taken[r * columns + c];
            let mut cols = 1;
            while c + cols < columns && !right[r * columns + c + cols - 1] && free(r, c + cols) {
                cols += 1;
            }
            let mut tall = 1;
            // The next row joins when nothing parts it from this one nor within itself, and its
            // own run has the same ends.
            let ends = |r: usize| {
                let is_walled = |k: usize| k == 0 || k == columns || right[r * columns + k - 1];
                is_walled(c) && is_walled(c + cols)
            };
            while r + tall < rows
                && (c..c + cols).all(|k| !below[(r + tall - 1) * columns + k] && free(r + tall, k))
                && (c..c + cols - 1).all(|k| !right[(r + tall) * columns + k])
                && ends(r + tall) == ends(r)
            {
                tall += 1;
            }
            for y in r..r + tall {
                taken[y * columns + c..y * columns + c + cols].fill(true);
            }
            out.push(Slot { row: r, col: c, rows: tall, cols });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { at, from, to, is_edge: false }
    }

    #[test]
    fn a_missing_wall_makes_one_cell_of_two_rows() {
        let across = vec![line(0.0, 0.0, 100.0), line(20.0, 50.0, 100.0), line(40.0, 0.0, 100.0)];
        let down = vec![line(0.0, 0.0, 40.0), line(50.0, 0.0, 40.0), line(100.0, 0.0, 40.0)];
        let found = grids(&Rulings { across, down });
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].cells,
            [
                Slot { row: 0, col: 0, rows: 2, cols: 1 },
                Slot { row: 0, col: 1, rows: 1, cols: 1 },
                Slot { row: 1, col: 1, rows: 1, cols: 1 },
            ]
        );
    }

    #[test]
    fn open_sides_close_at_the_ends_of_the_crossing_lines() {
        let across = vec![line(0.0, 0.0, 100.0), line(20.0, 0.0, 100.0)];
        let down = vec![line(50.0, 0.0, 20.0)];
        let found = grids(&Rulings { across, down });
        assert_eq!((found[0].columns(), found[0].rows()), (2, 1));
    }
}
