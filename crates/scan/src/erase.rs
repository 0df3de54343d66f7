//! The picture as a recogniser reads it best: letters alone, black on white.

use crate::fills::Area;
use crate::picture::{Grey, Picture};
use crate::rules::Line;

/// How far around a ruling all is made white, in inches.
const AROUND: f32 = 0.01;

/// Areas that are no darker than this in any channel are pale.
const PALE: u8 = 60;

/// What differs from its ground, as dark as it differs, without rulings and the edges of fills.
pub(crate) fn letters(picture: &Picture, areas: &[Area], lines: &[Line], dpi: f32) -> Grey {
    let (width, height) = (picture.width, picture.height);
    let mut grey = picture.grey();
    // On paper, what is coloured counts by the channel that shows it best.
    for (value, p) in grey.pixels.iter_mut().zip(picture.rgb.chunks_exact(3)) {
        let least = p[0].min(p[1]).min(p[2]);
        *value = contrast(255 - (*value).min(least.saturating_add(40)));
    }
    for area in areas {
        let ground = area.colour;
        for y in area.y0 as usize..(area.y1 as usize).min(height) {
            for x in area.x0 as usize..(area.x1 as usize).min(width) {
                let i = y * width + x;
                let p = &picture.rgb[i * 3..i * 3 + 3];
                let off = (0..3).map(|c| p[c].abs_diff(ground[c])).max().unwrap_or(0);
                grey.pixels[i] = contrast(off.saturating_sub(10));
            }
        }
    }
    let around = (AROUND * dpi).round().max(1.0);
    let mut white = |x0: f32, y0: f32, x1: f32, y1: f32| {
        let clip = |v: f32, most: usize| (v.max(0.0) as usize).min(most);
        let (x0, x1) = (clip(x0, width), clip(x1.ceil(), width));
        for y in clip(y0, height)..clip(y1.ceil(), height) {
            grey.pixels[y * width + x0..y * width + x1.max(x0)].fill(255);
        }
    };
    for line in lines {
        let (near, far) = (line.near - around, line.far + around);
        let (from, to) = (line.from - around, line.to + around);
        if line.is_horizontal { white(from, near, to, far) } else { white(near, from, far, to) }
    }
    // The edge of a pale area leaves nothing that looks like a letter, and may not be exact.
    let is_pale = |a: &&Area| a.colour.iter().all(|c| *c >= 255 - PALE);
    for a in areas.iter().filter(|a| !is_pale(a)) {
        white(a.x0 - around, a.y0 - around, a.x1 + around, a.y0 + around);
        white(a.x0 - around, a.y1 - around, a.x1 + around, a.y1 + around);
        white(a.x0 - around, a.y0 - around, a.x0 + around, a.y1 + around);
        white(a.x1 - around, a.y0 - around, a.x1 + around, a.y1 + around);
    }
    grey
}

/// The shade of what differs by so much.
fn contrast(off: u8) -> u8 {
    255 - (u32::from(off) * 9 / 8).min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fills, rules};

    #[test]
    fn letters_are_dark_on_white_whatever_they_stood_on_and_rulings_are_gone() {
        let mut picture = Picture::blank(600, 400);
        picture.fill(50, 50, 300, 120, [31, 56, 100]);
        picture.fill(300, 50, 550, 120, [255, 192, 0]);
        picture.fill(50, 200, 550, 202, [0, 0, 0]);
        picture.fill(100, 80, 104, 95, [255, 255, 255]);
        picture.fill(400, 80, 404, 95, [0, 0, 0]);
        picture.fill(100, 300, 104, 315, [200, 0, 0]);
        let lines = rules::find(&picture.grey(), 200.0);
        let areas = fills::find(&picture, &lines, 200.0);
        let grey = letters(&picture, &areas, &lines, 200.0);
        for (x, y) in [(102, 88), (402, 88), (102, 308)] {
            assert!(grey.at(x, y) < 90, "{x} {y}: {}", grey.at(x, y));
        }
        for (x, y) in [(200, 88), (500, 88), (300, 90), (300, 201), (50, 100), (20, 20)] {
            assert!(grey.at(x, y) > 230, "{x} {y}: {}", grey.at(x, y));
        }
    }
}
