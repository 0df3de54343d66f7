//! Strips of colour along the left edge of each row, which show its state: a column of their own.

use super::grid::{Found, Grid};
use super::text;
use super::words::PageContent;
use tablemend_model::{Method, Rect};
use tablemend_pdf::Fill;

/// Widths of a strip, in points: wider than a ruling, narrower than a column.
const WIDTH: std::ops::RangeInclusive<f32> = 2.0..=10.0;

/// A strip is no lower than this, in points.
const LEAST: f32 = 8.0;

/// A strip is no further left of the text than this, in points.
const FAR: f32 = 18.0;

/// Rows with a strip, at least.
const FEWEST: usize = 3;

/// Puts the strips on the left of a table's rows in a first column. Strips of one colour alone on a page are an
/// ornament.
pub(super) fn add(grid: &mut Grid, content: &PageContent) {
    let Some(rows) = rows(grid, content) else { return };
    let strips = || rows.iter().flatten();
    let from = strips().map(|a| a.x0).fold(f32::INFINITY, f32::min);
    let to = strips().map(|a| a.x1).fold(f32::NEG_INFINITY, f32::max);
    for cell in &mut grid.cells {
        // Labels and headings beside no strip reach over the column of strips.
        let is_beside = || {
            let own = rows.iter().skip(cell.row).take(cell.rows);
            own.flatten().next().is_some()
        };
        if cell.col == 0 && !is_beside() {
            cell.cols += 1;
        } else {
            cell.col += 1;
        }
    }
    if let Some(first) = grid.xs.first_mut() {
        *first = to;
    }
    grid.xs.insert(0, from);
    let found = rows.iter().enumerate().filter(|(_, strip)| strip.is_some());
    grid.cells.extend(found.map(|(row, _)| Found { row, rows: 1, cols: 1, ..Found::default() }));
    grid.fill_slots();
    grid.set_areas();
}

/// The strip beside each row; `None` where most rows have none, or all have the same.
fn rows(grid: &Grid, content: &PageContent) -> Option<Vec<Option<Rect>>> {
    if grid.method == Method::Ruled || content.fills.is_empty() || grid.xs.len() < 3 {
        return None;
    }
    // The first column holds the text that the strips are beside.
    let first =
        grid.cells.iter().filter(|c| c.col == 0 && c.cols == 1 && c.row >= grid.header_rows);
    let own = first.flat_map(|c| &c.words).filter_map(|i| content.words.get(*i as usize));
    let left = own.map(|w| w.area.x0).fold(f32::INFINITY, f32::min);
    let is_strip = |f: &&Fill| {
        WIDTH.contains(&f.area.width())
            && f.area.height() >= LEAST
            && f.area.x1 <= left
            && f.area.x0 >= left - FAR
            && (!text::is_colourless(f.colour) || text::is_grey(f.colour))
    };
    let all: Vec<&Fill> = content.fills.iter().filter(is_strip).collect();
    let place = all.first()?.area;
    let is_in_line = all.iter().all(|f| (f.area.x0 - place.x0).abs() < 1.0);
    let is_varied = all.iter().any(|f| f.colour != all[0].colour); // OK because there is a first.
    if !is_in_line || !is_varied {
        return None;
    }
    let mut rows = vec![None; grid.ys.len().saturating_sub(1)];
    for strip in all {
        let middle = (strip.area.y0 + strip.area.y1) / 2.0;
        let row = grid.ys.partition_point(|y| *y <= middle).checked_sub(1);
        match row.and_then(|row| rows.get_mut(row)) {
            // Two strips beside one row are beside something else.
            Some(Some(_)) => return None,
            Some(slot) => *slot = Some(strip.area),
            None => {}
        }
    }
    let count = rows.iter().flatten().count();
    let body = rows.len().saturating_sub(grid.header_rows);
    (count >= FEWEST && count * 10 >= body * 6).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::add;
    use crate::pdf::drawn::fill;
    use crate::pdf::ruled::{Drawn, Slot};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::{Method, Rect, Rgb};
    use tablemend_pdf::Fill;

    #[test]
    fn strips_of_several_colours_beside_the_rows_are_a_column() {
        let (green, red) = (Rgb(0, 160, 80), Rgb(200, 30, 30));
        for (colours, want) in [([green, red, green, green], 3), ([green; 4], 2)] {
            let mut p = page();
            for row in 0..5usize {
                let base = 114.0 + 20.0 * row as f32;
                set(&mut p, 55.0, base, 9.0, if row == 0 { "Gate" } else { "North" });
                set(&mut p, 155.0, base, 9.0, if row == 0 { "Keeper" } else { "Ann" });
                if let Some(colour) = row.checked_sub(1).map(|n| colours[n]) {
                    let area = Rect::new(46.0, base - 13.0, 50.0, base + 5.0);
                    p.fills.push(Fill::new(area, colour));
                }
            }
            let slot = |n: usize| Slot { row: n / 2, col: n % 2, rows: 1, cols: 1 };
            let drawn = Drawn {
                xs: vec![54.0, 150.0, 250.0],
                ys: (0..6).map(|n| 100.0 + 20.0 * n as f32).collect(),
                cells: (0..10).map(slot).collect(),
                is_drawn: true,
            };
            let content = words::content(&p);
            let mut grid = fill(&drawn, &content, &vec![true; content.words.len()]);
            (grid.method, grid.header_rows) = (Method::Tagged, 1);
            add(&mut grid, &content);
            assert_eq!(grid.xs.len() - 1, want);
            // The label of the first column reaches over the strips.
            let first = grid.cells.iter().find(|c| c.row == 0 && c.col == 0).unwrap();
            assert_eq!(first.cols, want - 1);
        }
    }
}
