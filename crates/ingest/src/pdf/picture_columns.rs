//! The frame of a picture beside a drawn table: its lines make a blank column that is one cell from top to bottom, with the
//! picture in it. It is no column of the table.

use super::grid::Grid;
use super::words::PageContent;
use tablemend_model::{Method, Rect};

/// The share of the blank cell that the picture covers, at least.
const COVERED: f32 = 0.4;

/// Takes such a first or last column off a grid.
pub(super) fn drop(grid: &mut Grid, content: &PageContent) {
    let (rows, columns) = (grid.ys.len().saturating_sub(1), grid.xs.len().saturating_sub(1));
    if grid.method != Method::Ruled || columns < 3 || rows < 2 {
        return;
    }
    let is_frame = |col: usize| {
        let mut own = grid.cells.iter().filter(|c| c.col <= col && col < c.col + c.cols);
        let is_whole = own
            .next()
            .is_some_and(|c| c.col == col && c.cols == 1 && c.rows == rows && c.words.is_empty());
        let area = Rect { x0: grid.xs[col], x1: grid.xs[col + 1], ..grid.area() };
        is_whole && own.next().is_none() && content.images.iter().any(|i| covers(&i.area, &area))
    };
    if is_frame(0) {
        grid.xs.remove(0);
        grid.cells.retain(|c| c.col > 0);
        grid.cells.iter_mut().for_each(|c| c.col -= 1);
    } else if is_frame(columns - 1) {
        grid.xs.pop();
        grid.cells.retain(|c| c.col + 1 < columns);
    }
}

fn covers(picture: &Rect, cell: &Rect) -> bool {
    let width = picture.x1.min(cell.x1) - picture.x0.max(cell.x0);
    let height = picture.y1.min(cell.y1) - picture.y0.max(cell.y0);
    width > 0.0 && height > 0.0 && width * height >= COVERED * cell.width() * cell.height()
}

#[cfg(test)]
mod tests {
    use crate::pdf::tests::{page, rule, set, tables};
    use tablemend_model::Rect;
    use tablemend_pdf::Image;

    /// The columns of a drawn table with a frame on its left; `picture` says how much of the frame one covers.
    fn columns(picture: Option<f32>) -> u32 {
        let mut p = page();
        for y in [100.0, 130.0, 160.0, 190.0] {
            let from = if y == 130.0 || y == 160.0 { 200.0 } else { 50.0 };
            rule(&mut p, from, y, 500.0, y);
        }
        for x in [50.0, 200.0, 350.0, 500.0] {
            rule(&mut p, x, 100.0, x, 190.0);
        }
        for (n, (name, where_)) in
            [("Boat", "Ward"), ("Gull", "East"), ("Tern", "Hill")].iter().enumerate()
        {
            set(&mut p, 210.0, 120.0 + 30.0 * n as f32, 10.0, name);
            set(&mut p, 360.0, 120.0 + 30.0 * n as f32, 10.0, where_);
        }
        if let Some(share) = picture {
            let area = Rect::new(55.0, 105.0, 55.0 + 140.0 * share, 185.0);
            p.images.push(Image { area, colour: None, pixels: 4000, mcid: None });
        }
        tables(&p)[0].column_count()
    }

    #[test]
    fn the_frame_of_a_picture_is_no_column() {
        assert_eq!(columns(Some(1.0)), 2);
        assert_eq!(columns(Some(0.2)), 3, "a sign in a cell");
        assert_eq!(columns(None), 3, "a blank column");
    }
}
