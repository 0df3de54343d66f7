//! By how much the lines of a page lie aslant.

use crate::picture::Grey;

/// Pages are put on the glass no further off than this, in degrees.
const MOST: f32 = 5.0;
/// What is left is finer than a pixel over the width of a page.
const FINE: f32 = 0.02;
/// Points that are looked at.
const POINTS: usize = 60_000;

/// The angle in degrees by which lines rise to the right (negative: fall), between -5 and 5: that at
/// which text lines and rulings, summed along it, stand out most. 0 where there is too little ink.
pub(crate) fn angle(grey: &Grey) -> f32 {
    let points = edges(grey);
    if points.len() < 200 {
        return 0.0;
    }
    let score = |degrees: f32| score(&points, degrees, grey.height);
    let best = |from: f32, to: f32, step: f32| {
        let count = ((to - from) / step).round() as i32;
        let angles = (0..=count).map(|n| from + n as f32 * step);
        let scored = angles.map(|a| (a, score(a)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0.0, |(a, _)| a)
    };
    let coarse = best(-MOST, MOST, 0.25);
    let middle = best(coarse - 0.25, coarse + 0.25, 0.05);
    let fine = best(middle - 0.06, middle + 0.06, FINE);
    // Straight pages are left alone: to turn a picture costs sharpness.
    if score(fine) < score(0.0) * 1.01 { 0.0 } else { fine }
}

/// Where dark begins below light: the tops of lines and letters.
fn edges(grey: &Grey) -> Vec<(f32, f32)> {
    // At 200 pixels to the inch every second column tells enough.
    let step = (grey.width / 1000).max(1);
    let mut points = Vec::new();
    for y in 2..grey.height {
        for x in (0..grey.width).step_by(step) {
            let (above, own) = (grey.at(x, y - 2), grey.at(x, y));
            if i32::from(above) - i32::from(own) > 60 {
                points.push((x as f32, y as f32));
            }
        }
    }
    let every = points.len().div_ceil(POINTS).max(1);
    points.into_iter().step_by(every).collect()
}

/// How much rows that lie at an angle differ in ink.
fn score(points: &[(f32, f32)], degrees: f32, height: usize) -> f64 {
    let slope = degrees.to_radians().tan();
    // Room for what a slope lifts off the picture.
    let mut rows = vec![0_u32; height + 2 * height.max(4000)];
    let zero = height.max(4000) as f32;
    for (x, y) in points {
        let row = y + x * slope + zero;
        if let Some(count) = rows.get_mut(row as usize) {
            *count += 1;
        }
    }
    rows.iter().map(|n| f64::from(*n) * f64::from(*n)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    /// Lines of words, as grey boxes, and two rulings.
    fn page() -> Picture {
        let mut picture = Picture::blank(1200, 900);
        for line in 0..25 {
            let mut x = 80 + (line * 37) % 60;
            while x < 1100 {
                let wide = 20 + (x * 7 + line * 13) % 50;
                picture.fill(x, 60 + line * 30, x + wide, 72 + line * 30, [30, 30, 30]);
                x += wide + 9;
            }
        }
        picture.fill(60, 40, 1140, 42, [0, 0, 0]);
        picture
    }

    #[test]
    fn the_angle_is_measured_to_a_fiftieth_of_a_degree() {
        for degrees in [-3.0, -1.5, -0.5, 0.0, 0.3, 0.5, 1.5, 4.0] {
            let found = angle(&page().turned(degrees).grey());
            assert!((found - degrees).abs() < 0.05, "{degrees}: {found}");
        }
    }

    #[test]
    fn a_blank_page_has_none() {
        assert_eq!(angle(&Picture::blank(300, 200).grey()), 0.0);
    }
}
