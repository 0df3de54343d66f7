//! Rulings: long thin runs that differ from what lies on both sides of them.

use crate::picture::Grey;

/// A ruling in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line {
    /// Along it, from and to.
    pub(crate) from: f32,
    pub(crate) to: f32,
    /// Across it, from and to.
    pub(crate) near: f32,
    pub(crate) far: f32,
    pub(crate) is_horizontal: bool,
    /// How light it is.
    pub(crate) shade: u8,
}

impl Line {
    pub(crate) fn middle(&self) -> f32 {
        (self.near + self.far) / 2.0
    }
}

/// By how much a pixel of a dark line is darker than both sides, and of a light one lighter.
const DARKER: i32 = 20;
const LIGHTER: i32 = 45;
/// The share of a line's pixels that must differ so: letters in a row have less.
const DENSE: f32 = 0.9;
/// The shortest line, the longest gap in one and the thickest line, in inches.
const SHORTEST: f32 = 0.33;
const GAP: f32 = 0.008;
const THICKEST: f32 = 0.05;
/// A line that meets no other is at least as long, in inches.
const ALONE: f32 = 0.65;
/// How far the sides are looked at, in inches: beside a hairline, and beside a thick line.
const SIDES: [f32; 2] = [0.02, 0.042];
/// More runs than this are not a page of text.
const RUNS: usize = 200_000;

/// The rulings of a straight picture of so many pixels to the inch.
pub(crate) fn find(grey: &Grey, dpi: f32) -> Vec<Line> {
    let mut lines = across(grey, dpi, true);
    lines.extend(across(&transposed(grey), dpi, false));
    // A row of letters can look like a line for the length of a word, but it meets no other line.
    let alone = |line: &Line| {
        line.to - line.from < ALONE * dpi
            && !lines.iter().any(|other| meet(line, other, 0.03 * dpi))
    };
    let kept: Vec<bool> = lines.iter().map(|line| !alone(line)).collect();
    lines.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(line, _)| line).collect()
}

/// Whether two lines meet at an end of the first, within a reach in pixels.
fn meet(line: &Line, other: &Line, reach: f32) -> bool {
    let (a, b) = (line.middle(), other.middle());
    line.is_horizontal != other.is_horizontal
        && ((line.from - b).abs() <= reach || (line.to - b).abs() <= reach)
        && other.from - reach <= a
        && a <= other.to + reach
}

fn transposed(grey: &Grey) -> Grey {
    let (width, height) = (grey.height, grey.width);
    let mut pixels = vec![0; grey.pixels.len()];
    // In squares, so that both pictures are read and written near each other.
    const SQUARE: usize = 32;
    for y0 in (0..grey.height).step_by(SQUARE) {
        for x0 in (0..grey.width).step_by(SQUARE) {
            for y in y0..(y0 + SQUARE).min(grey.height) {
                for x in x0..(x0 + SQUARE).min(grey.width) {
                    pixels[x * width + y] = grey.pixels[y * grey.width + x];
                }
            }
        }
    }
    Grey { width, height, pixels, dpi: grey.dpi }
}

/// A run of pixels of a row.
#[derive(Clone, Copy)]
struct Run {
    y: usize,
    from: usize,
    to: usize,
    is_dark: bool,
}

/// The rows of pixels that belong together.
struct Band {
    from: usize,
    to: usize,
    first: usize,
    last: usize,
    /// Pixels of its runs, and these times their row.
    pixels: usize,
    moment: usize,
    is_dark: bool,
    /// The rows of its last run, where the next one goes on.
    tail: Run,
}

fn across(grey: &Grey, dpi: f32, is_horizontal: bool) -> Vec<Line> {
    let pixels = |inches: f32| ((inches * dpi).round() as usize).max(2);
    let sides = SIDES.map(pixels);
    let (shortest, gap) = (pixels(SHORTEST), pixels(GAP));
    let (width, height) = (grey.width, grey.height);
    if width < shortest || height < 2 * sides[1] + 1 {
        return Vec::new();
    }
    let mut open: Vec<Band> = Vec::new();
    let mut done: Vec<Band> = Vec::new();
    let mut count = 0;
    let mut dark = vec![false; width];
    let mut light = vec![false; width];
    for y in 0..height {
        mark(grey, y, sides, &mut dark, &mut light);
        let mut runs = Vec::new();
        for (mask, is_dark) in [(&dark, true), (&light, false)] {
            for (from, to) in runs_of(mask, shortest, gap) {
                runs.push(Run { y, from, to, is_dark });
            }
        }
        count += runs.len();
        if count > RUNS {
            return Vec::new();
        }
        for run in runs {
            add(&mut open, run);
        }
        let (still, over): (Vec<_>, Vec<_>) = open.into_iter().partition(|b| b.last + 2 >= y);
        open = still;
        done.extend(over);
    }
    done.append(&mut open);
    let thickest = THICKEST * dpi;
    done.iter()
        .map(|band| {
            let length = (band.to - band.from) as f32;
            let thick = (band.pixels as f32 / length).max(1.0);
            let middle = band.moment as f32 / band.pixels as f32 + 0.5;
            let (near, far) = (middle - thick / 2.0, middle + thick / 2.0);
            let shade = shade(grey, band);
            let (from, to) = (band.from as f32, band.to as f32);
            (Line { from, to, near, far, is_horizontal, shade }, thick, band.last - band.first)
        })
        // What is as high as text is not one line, however straight.
        .filter(|(_, thick, high)| *thick <= thickest && *high as f32 <= 2.0 * thickest)
        .map(|(line, ..)| line)
        .collect()
}

/// Which pixels of a row differ from both sides.
fn mark(grey: &Grey, y: usize, sides: [usize; 2], dark: &mut [bool], light: &mut [bool]) {
    let row = |y: usize| grey.pixels.get(y * grey.width..(y + 1) * grey.width);
    dark.fill(false);
    light.fill(false);
    let Some(own) = row(y) else { return };
    for side in sides {
        // Beyond the picture is paper.
        let above = y.checked_sub(side).and_then(row);
        let below = row(y + side);
        for (x, value) in own.iter().enumerate() {
            let get = |line: Option<&[u8]>| i32::from(line.map_or(255, |l| l[x]));
            let (a, b, v) = (get(above), get(below), i32::from(*value));
            dark[x] |= a.min(b) - v >= DARKER;
            light[x] |= v - a.max(b) >= LIGHTER;
        }
    }
}

/// The runs of marked pixels that are long and dense enough.
fn runs_of(mask: &[bool], shortest: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start: Option<usize> = None;
    let (mut last, mut marked) = (0, 0);
    let mut close = |start: usize, last: usize, marked: usize| {
        let length = last + 1 - start;
        if length >= shortest && marked as f32 >= DENSE * length as f32 {
            runs.push((start, last + 1));
        }
    };
    for (x, is_marked) in mask.iter().enumerate() {
        if *is_marked {
            if start.is_none() {
                start = Some(x);
                marked = 0;
            }
            marked += 1;
            last = x;
        } else if let Some(from) = start
            && x - last > gap
        {
            close(from, last, marked);
            start = None;
        }
    }
    if let Some(from) = start {
        close(from, last, marked);
    }
    runs
}

/// Adds a run to the band that it goes on, and joins bands that it touches.
fn add(open: &mut Vec<Band>, run: Run) {
    let length = run.to - run.from;
    let mut band = Band {
        from: run.from,
        to: run.to,
        first: run.y,
        last: run.y,
        pixels: length,
        moment: length * run.y,
        is_dark: run.is_dark,
        tail: run,
    };
    let touches = |b: &Band| {
        b.is_dark == run.is_dark
            && b.last + 2 >= run.y
            && (run.from <= b.tail.to + 2 && b.tail.from <= run.to + 2
                || run.from <= b.to && b.from <= run.to && b.last == run.y)
    };
    let mut i = 0;
    while i < open.len() {
        if touches(&open[i]) {
            let other = open.swap_remove(i);
            band.from = band.from.min(other.from);
            band.to = band.to.max(other.to);
            band.first = band.first.min(other.first);
            band.pixels += other.pixels;
            band.moment += other.moment;
        } else {
            i += 1;
        }
    }
    open.push(band);
}

/// How light a band is in its middle row.
fn shade(grey: &Grey, band: &Band) -> u8 {
    let y = band.moment / band.pixels.max(1);
    let step = ((band.to - band.from) / 64).max(1);
    let mut values: Vec<u8> = (band.from..band.to).step_by(step).map(|x| grey.at(x, y)).collect();
    let at = values.len() / 2;
    *values.select_nth_unstable(at).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    #[test]
    fn rulings_are_found_and_rows_of_letters_are_not() {
        let mut picture = Picture::blank(800, 600);
        picture.fill(50, 100, 750, 102, [0, 0, 0]);
        picture.fill(50, 200, 750, 201, [150, 150, 150]);
        picture.fill(50, 100, 52, 500, [0, 0, 0]);
        // A thick one, and a white one within a fill.
        picture.fill(50, 300, 750, 306, [40, 40, 40]);
        picture.fill(100, 350, 700, 490, [60, 90, 160]);
        picture.fill(400, 350, 403, 490, [255, 255, 255]);
        for x in (60..700).step_by(7) {
            picture.fill(x, 150, x + 3, 162, [0, 0, 0]);
            picture.fill(x, 150, x + 5, 152, [0, 0, 0]);
        }
        let mut lines = find(&picture.grey(), 200.0);
        lines.sort_by(|a, b| a.near.total_cmp(&b.near).then(a.from.total_cmp(&b.from)));
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.is_horizontal, l.middle().round() as i32, l.from as i32, l.to as i32))
            .collect();
        assert_eq!(
            told,
            [
                // Lines that cross are parted there by no more than the thickness of the other.
                (false, 51, 102, 300),
                (false, 51, 306, 500),
                (true, 101, 52, 750),
                (true, 201, 52, 750),
                (true, 303, 52, 750),
                (false, 402, 350, 490),
            ]
        );
        assert!(lines[5].shade > 240 && lines[4].shade < 60);
    }

    #[test]
    fn the_edge_of_a_fill_is_no_ruling() {
        let mut picture = Picture::blank(400, 300);
        picture.fill(50, 50, 350, 150, [255, 192, 0]);
        assert_eq!(find(&picture.grey(), 200.0), []);
    }
}
