//! Labels that are printed on the left of a drawn grid, one beside each of its rows: a column of their own.

use super::aligned;
use super::grid::{Found, Grid};
use super::page::Doubt;
use super::words::{self, Line, PageContent};
use tablemend_model::Method;

/// Longer texts are no labels.
const LONGEST: usize = 40;

/// Rows with a label, at least.
const FEWEST: usize = 2;

/// Puts what is printed beside the rows of drawn tables in a first column, where most rows have a label; tells it
/// where only some have. `free` says which words may be a table's.
pub(super) fn add(grids: &mut [Grid], content: &PageContent, free: &[bool]) -> Vec<Doubt> {
    let mut is_free = free.to_vec();
    for index in grids.iter().flat_map(Grid::words) {
        if let Some(slot) = is_free.get_mut(index as usize) {
            *slot = false;
        }
    }
    let mut doubts = Vec::new();
    for at in 0..grids.len() {
        let Some(labels) = labels(grids, at, content, &is_free) else { continue };
        let count = labels.iter().flatten().count();
        let first = labels.iter().position(Option::is_some).unwrap_or(0);
        let body = labels.len() - first.min(1);
        if count * 10 >= body * 7 {
            for index in labels.iter().flatten().flat_map(|l| &l.words) {
                is_free[*index as usize] = false;
            }
            widen(&mut grids[at], &labels);
        } else if count > FEWEST {
            doubts.push(Doubt {
                code: "table.left_out",
                message: format!("{count} lines of text are on the left of this table, beside its rows; they are kept as text"),
                area: grids[at].area(),
            });
        }
    }
    doubts
}

/// The label beside each row; `None` where what is there is anything else.
fn labels(
    grids: &[Grid],
    at: usize,
    content: &PageContent,
    free: &[bool],
) -> Option<Vec<Option<Line>>> {
    let grid = &grids[at];
    let area = grid.area();
    if grid.method != Method::Ruled || grid.xs.len() < 3 || grid.ys.len() < FEWEST + 2 {
        return None;
    }
    let is_left = |x1: f32| x1 <= area.x0 + 1.0;
    let has_other = grids.iter().any(|g| {
        let other = g.area();
        is_left(other.x1) && other.y0 < area.y1 && other.y1 > area.y0
    });
    if has_other {
        return None;
    }
    let own: Vec<u32> = (0..)
        .zip(&content.words)
        .zip(free)
        .filter(|((_, w), free)| **free && !w.is_turned && is_left(w.area.x1))
        .map(|((n, _), _)| n)
        .collect();
    let lines = words::lines(&content.words, &own);
    let middle = |l: &Line| (l.area.y0 + l.area.y1) / 2.0;
    let beside = |l: &&Line| (area.y0..area.y1).contains(&middle(l));
    let mut rows: Vec<Option<Line>> = vec![None; grid.ys.len() - 1];
    for line in lines.iter().filter(beside) {
        let row = grid.ys.partition_point(|y| *y <= middle(line)).checked_sub(1)?;
        let slot = rows.get_mut(row)?;
        let is_short = aligned::said(content, &line.words).chars().count() <= LONGEST;
        if !is_short || line.area.width() > 0.5 * area.width() {
            return None;
        }
        match slot {
            // A label may be turned over.
            Some(label) if line.base - label.base < 1.4 * line.size => {
                label.words.extend(&line.words);
                label.area = label.area.union(&line.area);
                label.base = line.base;
            }
            Some(_) => return None,
            None => *slot = Some(line.clone()),
        }
    }
    let labels = || rows.iter().flatten();
    let x0 = labels().map(|l| l.area.x0).fold(f32::INFINITY, f32::min);
    let x1 = labels().map(|l| l.area.x1).fold(f32::NEG_INFINITY, f32::max);
    let size = labels().map(|l| l.size).fold(0.0, f32::max);
    // Text that runs on above or below is a column of the page; what begins anywhere is no column.
    let runs_on = lines.iter().filter(|l| !beside(l)).any(|l| {
        let gap = (area.y0 - l.base).max(l.base - l.size - area.y1);
        gap < 1.5 * size && l.area.x1 > x0 && l.area.x0 < x1
    });
    let is_column = labels().all(|l| l.area.x0 - x0 < 2.0 * size || x1 - l.area.x1 < 2.0 * size);
    let is_near = area.x0 - x1 < 3.0 * size.max(10.0);
    (labels().count() >= FEWEST && !runs_on && is_column && is_near).then_some(rows)
}

/// Gives a grid a first column of labels.
fn widen(grid: &mut Grid, labels: &[Option<Line>]) {
    let from = labels.iter().flatten().map(|l| l.area.x0).fold(f32::INFINITY, f32::min);
    for cell in &mut grid.cells {
        cell.col += 1;
    }
    grid.xs.insert(0, from.min(grid.xs[0]));
    let found = labels.iter().enumerate().filter_map(|(row, l)| Some((row, l.as_ref()?)));
    grid.cells.extend(found.map(|(row, label)| Found {
        row,
        rows: 1,
        cols: 1,
        words: label.words.clone(),
        ..Found::default()
    }));
    grid.fill_slots();
    grid.set_areas();
}

#[cfg(test)]
mod tests {
    use crate::pdf::page::PageItem;
    use crate::pdf::tests::{page, part, rule, set};

    /// A drawn grid of two columns and four rows with texts on its left: what its rows say, and the codes of doubts.
    fn read(labels: [&str; 4]) -> (Vec<String>, Vec<String>) {
        let mut p = page();
        for y in [100.0, 130.0, 160.0, 190.0, 220.0] {
            rule(&mut p, 100.0, y, 400.0, y);
        }
        for x in [100.0, 300.0, 400.0] {
            rule(&mut p, x, 100.0, x, 220.0);
        }
        for (n, label) in labels.iter().enumerate() {
            let base = 118.0 + 30.0 * n as f32;
            set(&mut p, 80.0, base, 10.0, label);
            set(&mut p, 105.0, base, 10.0, ["Gate", "North gate", "South gate", "Old bell"][n]);
            set(&mut p, 305.0, base, 10.0, ["State", "Open", "Shut", "Rung"][n]);
        }
        let part = part(&p);
        let codes = part.notes.iter().map(|n| n.code.to_string()).collect();
        let table = part.items.iter().find_map(|i| match i {
            PageItem::Table(t) => Some(t),
            PageItem::Para(..) => None,
        });
        let table = table.expect("a table");
        let row = |r| table.row_cells(r).map(|c| c.text.as_str()).collect::<Vec<_>>().join("|");
        ((0..table.row_count()).map(row).collect(), codes)
    }

    #[test]
    fn labels_beside_the_rows_are_a_column() {
        let (rows, codes) = read(["", "2", "1", "3"]);
        assert_eq!(
            rows,
            ["|Gate|State", "2|North gate|Open", "1|South gate|Shut", "3|Old bell|Rung"]
        );
        assert_eq!(codes, Vec::<String>::new());
        // One alone is no column.
        let (rows, _) = read(["", "", "1", ""]);
        assert_eq!(rows[2], "South gate|Shut");
    }
}
