//! A page turned so that its text stands upright, and back.

use tablemend_model::Rect;

/// A turn by quarters of the circle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Turn {
    /// Direction of the text on the page as shown, in quarters clockwise.
    quarter: u8,
    /// Width and height of the page as shown.
    width: f32,
    height: f32,
}

impl Turn {
    pub(crate) fn new(quarter: usize, width: f32, height: f32) -> Self {
        Self { quarter: (quarter % 4) as u8, width, height }
    }

    pub(crate) fn is_upright(&self) -> bool {
        self.quarter == 0
    }

    pub(crate) fn is_sideways(&self) -> bool {
        self.quarter % 2 == 1
    }

    /// Width and height of the upright page.
    pub(crate) fn size(&self) -> (f32, f32) {
        if self.is_sideways() { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// From the page as shown to the upright page.
    pub(crate) fn upright_point(&self, x: f32, y: f32) -> (f32, f32) {
        match self.quarter {
            1 => (y, self.width - x),
            2 => (self.width - x, self.height - y),
            3 => (self.height - y, x),
            _ => (x, y),
        }
    }

    fn shown_point(&self, x: f32, y: f32) -> (f32, f32) {
        match self.quarter {
            1 => (self.width - y, x),
            2 => (self.width - x, self.height - y),
            3 => (y, self.height - x),
            _ => (x, y),
        }
    }

    /// From the page as shown to the upright page.
    pub(crate) fn upright(&self, area: &Rect) -> Rect {
        let (ax, ay) = self.upright_point(area.x0, area.y0);
        let (bx, by) = self.upright_point(area.x1, area.y1);
        Rect::new(ax, ay, bx, by)
    }

    /// From the upright page to the page as shown.
    pub(crate) fn shown(&self, area: &Rect) -> Rect {
        let (ax, ay) = self.shown_point(area.x0, area.y0);
        let (bx, by) = self.shown_point(area.x1, area.y1);
        Rect::new(ax, ay, bx, by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_there_and_back_changes_nothing() {
        for quarter in 0..4 {
            let turn = Turn::new(quarter, 600.0, 800.0);
            let area = Rect::new(10.0, 20.0, 110.0, 50.0);
            let upright = turn.upright(&area);
            assert_eq!(turn.shown(&upright), area);
            let (width, height) = turn.size();
            assert!(upright.x0 >= 0.0 && upright.x1 <= width && upright.y1 <= height);
        }
    }

    #[test]
    fn text_that_runs_down_the_page_runs_to_the_right_when_upright() {
        let turn = Turn::new(1, 600.0, 800.0);
        let (first, second) = (turn.upright_point(300.0, 100.0), turn.upright_point(300.0, 200.0));
        assert!(second.0 > first.0 && second.1 == first.1);
    }
}
