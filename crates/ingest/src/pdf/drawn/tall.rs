//! Cells over several rows that hold a text for each of them: the rules between the labels of a form
//! are often not drawn, or lie under the labels' colour.

use crate::pdf::grid::{Found, Grid};
use crate::pdf::words::{self, Line, PageContent};
use tablemend_model::Rect;

/// Steps between lines of one text are smaller than this share of the type size.
const LEADING: f32 = 1.35;

/// Rows of a form; beside fewer a cell may have as many lines by chance.
const FEWEST: usize = 3;

/// Steps between the labels of two rows, which may be what a page break left of a form, as a share of the type
/// size: wider than those of any text.
const APART: f32 = 1.45;

/// Rows of a list of labels: more lines of one text are not level with as many rows by chance.
const LIST: usize = 6;

/// Share of the type size by which the texts of one row may be apart.
const SLACK: f32 = 0.4;

/// Parts each cell over several rows whose lines are row by row beside those of the other cells.
pub(super) fn part(grid: &mut Grid, content: &PageContent) {
    if grid.cells.iter().all(|c| c.rows == 1) {
        return;
    }
    let mut out = Vec::with_capacity(grid.cells.len());
    for cell in &grid.cells {
        match by_rows(grid, cell, content) {
            Some(parts) => out.extend(parts),
            None => out.push(cell.clone()),
        }
    }
    grid.cells = out;
}

/// The cell's parts, one a row; `None` where it is one text, or a row has none.
fn by_rows(grid: &Grid, cell: &Found, content: &PageContent) -> Option<Vec<Found>> {
    // Labels are on the left; two leads in one cell beside two rows are the leads of both.
    let is_whole = grid.ys.len() - 1 == cell.rows;
    let least = if is_whole { 2 } else { FEWEST };
    if cell.col > 0 || cell.rows < least {
        return None;
    }
    let lines = words::lines(&content.words, &cell.words);
    // A list has a label for nearly every row, however close the rows are.
    let may_be_list = cell.rows >= LIST && lines.len() * 4 >= cell.rows * 3;
    if cell.words.len() < cell.rows && !may_be_list {
        return None;
    }
    let step = if cell.rows < FEWEST { APART } else { LEADING };
    let row_of = |l: &Line| {
        let row = grid.ys.partition_point(|y| *y <= l.base - 0.3 * l.size).checked_sub(1)?;
        (cell.row..cell.row + cell.rows).contains(&row).then_some(row)
    };
    let rows: Vec<usize> = lines.iter().map(row_of).collect::<Option<_>>()?;
    let steps_are_wide = lines
        .windows(2)
        .zip(rows.windows(2))
        .all(|(l, r)| r[0] == r[1] || l[1].base - l[0].base >= step * l[0].size.max(l[1].size));
    let begins_small = |l: &Line| {
        let first = l.words.first().map(|i| content.words[*i as usize].text.as_str());
        first.is_some_and(|t| t.starts_with(char::is_lowercase))
    };
    let mut firsts = (0..lines.len()).filter(|n| *n == 0 || rows[*n] != rows[n - 1]);
    let is_list = may_be_list && !lines.iter().any(begins_small);
    if !steps_are_wide && !is_list || cell.rows < FEWEST && firsts.any(|n| begins_small(&lines[n]))
    {
        return None;
    }
    let mut beside = 0;
    for row in cell.row..cell.row + cell.rows {
        let own: Vec<&Line> =
            lines.iter().zip(&rows).filter(|(_, r)| **r == row).map(|(l, _)| l).collect();
        let (first, last) = match (own.first(), own.last()) {
            (Some(first), Some(last)) => (*first, *last),
            _ if is_list => continue,
            _ => return None,
        };
        let slack = SLACK * first.size;
        let near = |a: f32, b: f32| (a - b).abs() <= slack;
        let others =
            grid.cells.iter().filter(|c| c.row == row && c.rows == 1 && !c.words.is_empty());
        let mut is_alone = true;
        let mut is_level = false;
        for other in others {
            is_alone = false;
            let theirs = words::lines(&content.words, &other.words);
            let (Some(top), Some(foot)) = (theirs.first(), theirs.last()) else { continue };
            is_level |= near(top.base, first.base)
                || near(foot.base, last.base)
                || near(top.base + foot.base, first.base + last.base);
        }
        if !is_alone && !is_level {
            return None;
        }
        beside += usize::from(is_level);
    }
    let least = match cell.rows {
        _ if !steps_are_wide || cell.words.len() < cell.rows => cell.rows * 2 / 3,
        rows if rows < FEWEST => 1,
        _ => 2,
    };
    if beside < least {
        return None;
    }
    let mut parts: Vec<Found> = (cell.row..cell.row + cell.rows)
        .map(|row| Found {
            row,
            rows: 1,
            area: Rect { y0: grid.ys[row], y1: grid.ys[row + 1], ..cell.area },
            words: Vec::new(),
            ..cell.clone()
        })
        .collect();
    for (line, row) in lines.iter().zip(&rows) {
        parts[row - cell.row].words.extend(line.words.iter().copied());
    }
    for part in &mut parts {
        part.words.sort_unstable();
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use crate::pdf::drawn::fill;
    use crate::pdf::ruled::{Drawn, Slot};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;

    #[test]
    fn labels_of_the_two_rows_that_a_page_break_left_are_parted() {
        for (second, step, want) in [
            ("Action", 18.0, 4),
            // Lines of one text, and one that goes on.
            ("Action", 11.0, 3),
            ("and action", 18.0, 3),
        ] {
            let mut p = page();
            for (n, (label, value)) in [("Ref", "R1"), (second, "Mend")].iter().enumerate() {
                let base = 112.0 + step * n as f32;
                set(&mut p, 55.0, base, 9.0, label);
                set(&mut p, 155.0, base, 9.0, value);
            }
            let content = words::content(&p);
            let slot = |row, col, rows| Slot { row, col, rows, cols: 1 };
            let drawn = Drawn {
                xs: vec![50.0, 150.0, 400.0],
                ys: vec![100.0, 112.0 + step / 2.0, 120.0 + step],
                cells: vec![slot(0, 0, 2), slot(0, 1, 1), slot(1, 1, 1)],
                is_drawn: true,
            };
            let free = vec![true; content.words.len()];
            assert_eq!(fill(&drawn, &content, &free).cells.len(), want, "{second} {step}");
        }
    }

    #[test]
    fn a_list_of_labels_beside_rows_is_parted_however_close_they_are() {
        for (third, want) in [("Locks", 14), ("and locks", 8)] {
            let mut p = page();
            let labels = ["Boats", "Gates", third, "Bells", "Oars", "", "Masts"];
            for (n, label) in labels.iter().enumerate() {
                let base = 111.0 + 11.0 * n as f32;
                set(&mut p, 55.0, base, 9.0, label);
                set(&mut p, 155.0, base, 9.0, "17");
            }
            let content = words::content(&p);
            let slot = |row, col, rows| Slot { row, col, rows, cols: 1 };
            let mut cells: Vec<Slot> = (0..7).map(|row| slot(row, 1, 1)).collect();
            cells.insert(0, slot(0, 0, 7));
            let drawn = Drawn {
                xs: vec![50.0, 150.0, 400.0],
                ys: (0..8).map(|n| 102.0 + 11.0 * n as f32).collect(),
                cells,
                is_drawn: true,
            };
            let free = vec![true; content.words.len()];
            assert_eq!(fill(&drawn, &content, &free).cells.len(), want, "{third}");
        }
    }

    #[test]
    fn an_edge_at_which_no_cell_begins_makes_no_column() {
        let mut p = page();
        for (n, text) in ["Gate", "Mill"].iter().enumerate() {
            set(&mut p, 55.0, 112.0 + 20.0 * n as f32, 9.0, text);
            set(&mut p, 255.0, 112.0 + 20.0 * n as f32, 9.0, "17");
        }
        let content = words::content(&p);
        let slot = |row, col, cols| Slot { row, col, rows: 1, cols };
        let drawn = Drawn {
            xs: vec![50.0, 150.0, 250.0, 400.0],
            ys: vec![100.0, 120.0, 140.0],
            cells: vec![slot(0, 0, 2), slot(0, 2, 1), slot(1, 0, 2), slot(1, 2, 1)],
            is_drawn: true,
        };
        let grid = fill(&drawn, &content, &vec![true; content.words.len()]);
        assert_eq!(grid.xs, [50.0, 250.0, 400.0]);
        assert!(grid.cells.iter().all(|c| c.cols == 1 && c.col < 2));
    }
}
