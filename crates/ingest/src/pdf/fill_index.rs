//! Areas kept by height on the page, to find quickly what covers a point.

use tablemend_model::{Rect, Rgb};
use tablemend_pdf::Fill;

const STEP: f32 = 24.0;

/// Fills by horizontal bands of the page, in drawing order.
#[derive(Debug, Default)]
pub(crate) struct FillIndex<'a> {
    bands: Vec<Vec<&'a Fill>>,
}

impl<'a> FillIndex<'a> {
    pub(crate) fn new(fills: &'a [Fill], height: f32) -> Self {
        let count = (height / STEP).ceil().clamp(1.0, 2000.0) as usize;
        let mut bands: Vec<Vec<&Fill>> = vec![Vec::new(); count];
        for fill in fills {
            let (from, to) = (band(fill.area.y0, count), band(fill.area.y1, count));
            for b in &mut bands[from..=to.max(from)] {
                b.push(fill);
            }
        }
        Self { bands }
    }

    /// The colour that shows at a point: that of the fill that was painted last.
    pub(crate) fn at(&self, x: f32, y: f32) -> Option<Rgb> {
        let fills = self.bands.get(band(y, self.bands.len()))?;
        fills.iter().rev().find(|f| f.area.contains(x, y)).map(|f| f.colour)
    }

    /// The colour that covers most of an area, looked at in fifteen places; `None` for white.
    pub(crate) fn cover(&self, area: &Rect) -> Option<Rgb> {
        let mut seen: Vec<(Option<Rgb>, u32)> = Vec::with_capacity(4);
        for v in [0.1, 0.3, 0.5, 0.7, 0.9] {
            for u in [0.12, 0.5, 0.88] {
                let colour = self.at(area.x0 + u * area.width(), area.y0 + v * area.height());
                let colour = colour.filter(|c| !c.is_white());
                match seen.iter_mut().find(|(c, _)| *c == colour) {
                    Some((_, n)) => *n += 1,
                    None => seen.push((colour, 1)),
                }
            }
        }
        seen.into_iter().find(|(_, n)| *n >= 8).and_then(|(c, _)| c)
    }
}

fn band(y: f32, count: usize) -> usize {
    ((y / STEP).max(0.0) as usize).min(count.saturating_sub(1))
}
