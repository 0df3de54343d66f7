//! Where on which page an area is of a content that may hold several pages side by side.

use super::{PageContent, Panel};
use crate::pdf::skew;
use tablemend_model::{Place, Rect};

/// The white beside the columns of pages that were set side by side, in points.
const PANEL_ROOM: f32 = 10.0;

impl PageContent {
    /// The place of an area on its page as shown. What reaches over several pages is on the first, as
    /// far as it goes; a cell that only begins in the white beside the columns of one page is on the next.
    pub(crate) fn place(&self, area: &Rect) -> Place {
        let area = &self.folds.iter().rev().fold(*area, |area, fold| fold.back(&area));
        let starts = |p: &Panel| p.from <= area.x0 + 0.5 + PANEL_ROOM.min(area.width() / 2.0);
        let count = self.panels.partition_point(starts);
        let Some(panel) = count.checked_sub(1).and_then(|n| self.panels.get(n)) else {
            let shown = self.turn.shown(area);
            let area = self.skew.map_or(shown, |(skew, size)| skew::shown(&shown, size, skew));
            return Place::Page { number: self.number, area };
        };
        let end = self.panels.get(count).map_or(f32::INFINITY, |p| p.from);
        let x0 = area.x0.max(panel.from);
        let area = Rect { x0: x0 - panel.shift, x1: area.x1.min(end) - panel.shift, ..*area };
        Place::Page { number: panel.number, area }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_in_the_white_before_a_page_is_on_that_page() {
        let panels = vec![
            Panel { number: 1, from: f32::NEG_INFINITY, shift: 0.0 },
            Panel { number: 2, from: 500.0, shift: 460.0 },
        ];
        let content = PageContent { number: 1, panels, ..PageContent::default() };
        let place = |x0, x1| match content.place(&Rect::new(x0, 10.0, x1, 20.0)) {
            Place::Page { number, area } => (number, area.x0, area.x1),
            _ => (0, 0.0, 0.0),
        };
        // The edge of the column is in the middle of the white between both pages.
        assert_eq!(place(494.0, 580.0), (2, 40.0, 120.0));
        assert_eq!(place(300.0, 580.0), (1, 300.0, 500.0));
        // What is almost all on the first page stays there.
        assert_eq!(place(480.0, 501.0), (1, 480.0, 500.0));
    }
}
