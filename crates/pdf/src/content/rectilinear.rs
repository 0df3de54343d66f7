//! Shapes whose sides are upright, but for cut corners, cut into boxes.

use tablemend_model::Rect;

/// Corners beyond which a shape is not cut.
const MOST_CORNERS: usize = 400;

/// The boxes that make up an outline of several rings under a fill rule: bands between the
/// corners' heights, each cut where the winding number says (ISO 32000-2, 8.5.3.3). Bands with
/// the same ends are joined. `None` where there are too many corners.
pub(crate) fn areas(rings: &[&[(f64, f64)]], even_odd: bool) -> Option<Vec<Rect>> {
    let corners: usize = rings.iter().map(|r| r.len()).sum();
    if corners > MOST_CORNERS {
        return None;
    }
    let mut heights: Vec<f64> = rings.iter().flat_map(|r| r.iter().map(|p| p.1)).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup_by(|a, b| (*a - *b).abs() < 0.02);
    let mut open: Vec<Rect> = Vec::new();
    let mut done: Vec<Rect> = Vec::new();
    for band in heights.windows(2) {
        let middle = (band[0] + band[1]) / 2.0;
        let mut crossings: Vec<(f64, i32)> = Vec::new();
        for ring in rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if (a.1 < middle) != (b.1 < middle) {
                    // A short slant, as a cut corner is, crosses on its way.
                    let x = a.0 + (b.0 - a.0) * (middle - a.1) / (b.1 - a.1);
                    crossings.push((x, if a.1 < b.1 { 1 } else { -1 }));
                }
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut bars: Vec<Rect> = Vec::new();
        let (mut winding, mut start) = (0, 0.0);
        for (x, turn) in crossings {
            let was_in = if even_odd { winding % 2 != 0 } else { winding != 0 };
            winding += if even_odd { 1 } else { turn };
            let is_in = if even_odd { winding % 2 != 0 } else { winding != 0 };
            if !was_in && is_in {
                start = x;
            } else if was_in && !is_in && x > start {
                bars.push(Rect {
                    x0: start as f32,
                    y0: band[0] as f32,
                    x1: x as f32,
                    y1: band[1] as f32,
                });
            }
        }
        // A bar goes on where the one above has the same ends.
        for old in std::mem::take(&mut open) {
            let same = bars.iter_mut().find(|b| {
                (b.x0 - old.x0).abs() < 0.02
                    && (b.x1 - old.x1).abs() < 0.02
                    && (b.y0 - old.y1).abs() < 0.02
            });
            match same {
                Some(bar) => bar.y0 = old.y0,
                None => done.push(old),
            }
        }
        open = bars;
    }
    done.extend(open);
    Some(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_four_bars_and_an_l_is_two_boxes() {
        let outer = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        let inner = [(1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0)];
        let frame = areas(&[&outer, &inner], true).unwrap();
        assert_eq!(frame.len(), 4);
        let covered: f32 = frame.iter().map(|r| r.width() * r.height()).sum();
        assert_eq!(covered, 36.0);
        // Both wound the same way and filled by winding number, there is no hole.
        assert_eq!(
            areas(&[&outer, &inner], false)
                .unwrap()
                .iter()
                .map(|r| r.width() * r.height())
                .sum::<f32>(),
            100.0
        );
        let l = [(0.0, 0.0), (4.0, 0.0), (4.0, 6.0), (10.0, 6.0), (10.0, 10.0), (0.0, 10.0)];
        assert_eq!(areas(&[&l], false).unwrap().len(), 2);
    }
}
