//! Pictures in cells that stand for words: nothing of them is read.

use super::bullets::DRAWN;
use super::grid::{Found, Grid};
use super::page::Doubt;
use super::words::PageContent;
use tablemend_model::Rect;

/// A picture is no lower and no narrower than this, in points.
const LEAST: f32 = 8.0;

/// The cells of a table that show nothing but a picture, in columns whose other cells have words. A column of
/// nothing but pictures shows a state by their colours, which are read.
pub(super) fn unread(grid: &Grid, content: &PageContent) -> Option<Doubt> {
    if content.images.is_empty() {
        return None;
    }
    let is_said = |c: &Found| {
        c.words.iter().any(|i| content.words.get(*i as usize).is_some_and(|w| w.font != DRAWN))
    };
    let is_inside = |cell: &Rect, a: &Rect| {
        cell.contains((a.x0 + a.x1) / 2.0, (a.y0 + a.y1) / 2.0)
            && a.width() >= LEAST
            && a.height() >= LEAST
            && a.width() <= cell.width() + 4.0
    };
    let body = || grid.cells.iter().filter(|c| c.row >= grid.header_rows.max(1));
    let mut shown: Vec<&Found> = Vec::new();
    for col in 0..grid.xs.len().saturating_sub(1) {
        let said = body().filter(|c| c.col == col && is_said(c)).count();
        let own: Vec<&Found> = body()
            .filter(|c| c.col == col && !is_said(c))
            .filter(|c| content.images.iter().any(|i| is_inside(&c.area, &i.area)))
            .collect();
        if said > own.len() || said > 1 && said * 2 >= own.len() {
            shown.extend(own);
        }
    }
    let area = shown.iter().map(|c| c.area).reduce(|a, b| a.union(&b))?;
    let message = match shown.len() {
        1 => "a cell of this table has only a picture, which was not read".to_owned(),
        n => format!("{n} cells of this table have only a picture, which was not read"),
    };
    Some(Doubt { code: "cell.picture", message, area })
}

#[cfg(test)]
mod tests {
    use super::unread;
    use crate::pdf::drawn::fill;
    use crate::pdf::ruled::{Drawn, Slot};
    use crate::pdf::tests::{page, set};
    use crate::pdf::words;
    use tablemend_model::Rect;
    use tablemend_pdf::Image;

    #[test]
    fn cells_with_only_a_picture_beside_cells_with_words_are_told() {
        // Which rows of the second column have a word, and which a picture.
        for (said, pictures, want) in [
            (
                &[1, 2][..],
                &[3][..],
                Some("a cell of this table has only a picture, which was not read"),
            ),
            (
                &[1, 3],
                &[2, 4],
                Some("2 cells of this table have only a picture, which was not read"),
            ),
            (&[], &[1, 2, 3, 4], None),
            (&[1, 2], &[], None),
        ] {
            let mut p = page();
            set(&mut p, 55.0, 114.0, 9.0, "Gate");
            set(&mut p, 155.0, 114.0, 9.0, "Rank");
            for row in 1..5 {
                let base = 114.0 + 20.0 * row as f32;
                set(&mut p, 55.0, base, 9.0, "North");
                if said.contains(&row) {
                    set(&mut p, 155.0, base, 9.0, "2");
                }
                if pictures.contains(&row) {
                    let area = Rect::new(155.0, base - 12.0, 170.0, base + 3.0);
                    p.images.push(Image { area, colour: None, pixels: 100, mcid: None });
                }
            }
            let slot = |n: usize| Slot { row: n / 2, col: n % 2, rows: 1, cols: 1 };
            let drawn = Drawn {
                xs: vec![50.0, 150.0, 250.0],
                ys: (0..6).map(|n| 100.0 + 20.0 * n as f32).collect(),
                cells: (0..10).map(slot).collect(),
                is_drawn: true,
            };
            let content = words::content(&p);
            let mut grid = fill(&drawn, &content, &vec![true; content.words.len()]);
            grid.set_areas();
            assert_eq!(unread(&grid, &content).map(|d| d.message).as_deref(), want);
        }
    }
}
