//! Coloured areas: rectangles of one colour, whatever text is on them.

use crate::picture::Picture;
use crate::rules::Line;

/// An area of one colour, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
    pub(crate) colour: [u8; 3],
}

/// By how much a square must differ from white paper.
const OFF_WHITE: u8 = 12;
/// And by how much what touches such a square, so that a pale area is not torn where it is palest.
const NEARLY_WHITE: u8 = 7;
/// By how much squares of one area differ.
const ALIKE: i32 = 16;
/// By how much the colours of areas differ that are one colour of the document.
const SAME: i32 = 12;
/// By how much a piece of an area on which letters are close together seems another colour.
const BLEND: i32 = 40;
/// The shortest side of an area, in inches.
const SHORTEST: f32 = 0.1;
/// The side of the squares whose colour is measured, in inches: higher than letters.
const WINDOW: f32 = 0.12;
/// The share of an area that has its colour: letters cover the rest.
const EVEN: f32 = 0.55;
/// An edge is at a ruling that is no further off, in inches.
const NEAR: f32 = 0.03;
/// More areas than this are a photograph.
const MOST: usize = 4000;

/// The areas of a straight picture on white paper, of so many pixels to the inch.
pub(crate) fn find(picture: &Picture, lines: &[Line], dpi: f32) -> Vec<Area> {
    let side = ((dpi / 30.0).round() as usize).max(3);
    let tiles = Tiles::of(picture, side, (WINDOW * dpi / 2.0) as usize);
    let mut areas = Vec::new();
    for region in apart(regions(&tiles), &tiles) {
        for [x0, y0, x1, y1] in rectangles(&region) {
            let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(|t| (t * side) as f32);
            let area = Area { x0, y0, x1, y1, colour: region.colour };
            let shortest = SHORTEST * dpi;
            let area = exact(area, picture, side);
            let is_large = area.x1 - area.x0 >= shortest && area.y1 - area.y0 >= shortest;
            if is_large && is_even(&area, picture) {
                areas.push(at_rulings(area, lines, NEAR * dpi));
            }
        }
    }
    if areas.len() > MOST {
        return Vec::new();
    }
    even_colours(&mut areas);
    joined(areas, side as f32)
}

/// Areas of one colour that are on each other and are equally wide as one: a line of letters parted
/// them. Cells that a ruling parts are told apart by that.
fn joined(mut areas: Vec<Area>, near: f32) -> Vec<Area> {
    areas.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let mut out: Vec<Area> = Vec::with_capacity(areas.len());
    for area in areas {
        let goes_on = |a: &&mut Area| {
            a.colour == area.colour
                && (a.x0 - area.x0).abs() <= near
                && (a.x1 - area.x1).abs() <= near
                && area.y0 - a.y1 <= 2.0 * near
        };
        match out.iter_mut().rev().take(64).find(goes_on) {
            Some(above) => above.y1 = above.y1.max(area.y1),
            None => out.push(area),
        }
    }
    // Pieces beside the letters of an area that is whole.
    let mut beside: Vec<Area> = Vec::with_capacity(out.len());
    out.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for area in out {
        let goes_on = |a: &&mut Area| {
            a.colour == area.colour
                && (a.y0 - area.y0).abs() <= near
                && (a.y1 - area.y1).abs() <= near
                && area.x0 - a.x1 <= 2.5 * near
        };
        match beside.iter_mut().rev().take(64).find(goes_on) {
            Some(left) => left.x1 = left.x1.max(area.x1),
            None => beside.push(area),
        }
    }
    let out = beside;
    let is_within = |a: &Area, b: &Area| {
        differ(a.colour, b.colour) <= BLEND
            && a != b
            && a.x0 >= b.x0 - near
            && a.x1 <= b.x1 + near
            && a.y0 >= b.y0 - near
            && a.y1 <= b.y1 + near
            && (a.x1 - a.x0) * (a.y1 - a.y0) < (b.x1 - b.x0) * (b.y1 - b.y0)
    };
    let kept: Vec<bool> = out.iter().map(|a| !out.iter().any(|b| is_within(a, b))).collect();
    out.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(area, _)| area).collect()
}

/// The picture in squares, a colour each.
struct Tiles {
    width: usize,
    height: usize,
    colours: Vec<[u8; 3]>,
}

impl Tiles {
    /// The middle value of each channel around each square: letters cover less than half of any area
    /// that is higher than they are.
    fn of(picture: &Picture, side: usize, reach: usize) -> Self {
        let (width, height) = (picture.width.div_ceil(side), picture.height.div_ceil(side));
        let mut colours = Vec::with_capacity(width * height);
        let mut values: [Vec<u8>; 3] = Default::default();
        let around = |n: usize, most: usize| {
            let middle = n * side + side / 2;
            (middle.saturating_sub(reach)..(middle + reach + 1).min(most)).step_by(2)
        };
        for y in 0..height {
            for x in 0..width {
                values.iter_mut().for_each(Vec::clear);
                for py in around(y, picture.height) {
                    for px in around(x, picture.width) {
                        let at = (py * picture.width + px) * 3;
                        for (list, value) in values.iter_mut().zip(&picture.rgb[at..at + 3]) {
                            list.push(*value);
                        }
                    }
                }
                colours.push(std::array::from_fn(|c| middle(&mut values[c])));
            }
        }
        Self { width, height, colours }
    }

    fn is_paper(&self, at: usize, off: u8) -> bool {
        self.colours[at].iter().all(|c| *c >= 255 - off)
    }
}

fn middle(values: &mut [u8]) -> u8 {
    let at = values.len() / 2;
    if values.is_empty() { 255 } else { *values.select_nth_unstable(at).1 }
}

fn differ(a: [u8; 3], b: [u8; 3]) -> i32 {
    (0..3).map(|c| (i32::from(a[c]) - i32::from(b[c])).abs()).max().unwrap_or(0)
}

/// Squares of one colour that touch each other.
struct Region {
    colour: [u8; 3],
    /// Where its mask begins, and its size.
    x: usize,
    y: usize,
    width: usize,
    mask: Vec<bool>,
}

fn regions(tiles: &Tiles) -> Vec<Region> {
    let mut seen = vec![false; tiles.colours.len()];
    let mut regions = Vec::new();
    for start in 0..tiles.colours.len() {
        if seen[start] || tiles.is_paper(start, OFF_WHITE) {
            continue;
        }
        let mut own = vec![start];
        seen[start] = true;
        let mut next = 0;
        let mut sum = tiles.colours[start].map(u64::from);
        while next < own.len() {
            let at = own[next];
            next += 1;
            let mean = sum.map(|s| (s / own.len() as u64) as u8);
            let (x, y) = (at % tiles.width, at / tiles.width);
            let around = [
                (x > 0).then(|| at - 1),
                (x + 1 < tiles.width).then(|| at + 1),
                (y > 0).then(|| at - tiles.width),
                (y + 1 < tiles.height).then(|| at + tiles.width),
            ];
            for to in around.into_iter().flatten() {
                let is_own = || {
                    let alike = ALIKE.min(differ(mean, [255; 3]) - i32::from(NEARLY_WHITE) + 2);
                    differ(tiles.colours[to], mean) <= alike
                };
                if !seen[to] && !tiles.is_paper(to, NEARLY_WHITE) && is_own() {
                    seen[to] = true;
                    own.push(to);
                    for (s, c) in sum.iter_mut().zip(tiles.colours[to]) {
                        *s += u64::from(c);
                    }
                }
            }
        }
        if own.len() >= 6 {
            regions.push(region(tiles, &own));
        }
    }
    regions
}

/// The regions, the largest first, without what the larger ones have closed over: letters on them.
fn apart(mut regions: Vec<Region>, tiles: &Tiles) -> Vec<Region> {
    regions.sort_by_key(|r| std::cmp::Reverse(r.mask.iter().filter(|own| **own).count()));
    let mut taken = vec![false; tiles.colours.len()];
    regions.retain_mut(|region| {
        let width = region.width.max(1);
        let (x, y) = (region.x, region.y);
        let place = |i: usize| (y + i / width) * tiles.width + x + i % width;
        let (mut all, mut left) = (0, 0);
        for (i, own) in region.mask.iter_mut().enumerate().filter(|(_, own)| **own) {
            all += 1;
            *own = !taken[place(i)];
            left += u32::from(*own);
        }
        region
            .mask
            .iter()
            .enumerate()
            .filter(|(_, own)| **own)
            .for_each(|(i, _)| taken[place(i)] = true);
        2 * left >= all
    });
    regions
}

fn region(tiles: &Tiles, own: &[usize]) -> Region {
    let xs = || own.iter().map(|at| at % tiles.width);
    let ys = || own.iter().map(|at| at / tiles.width);
    let (x, y) = (xs().min().unwrap_or(0), ys().min().unwrap_or(0));
    let width = xs().max().unwrap_or(0) + 1 - x;
    let height = ys().max().unwrap_or(0) + 1 - y;
    let mut mask = vec![false; width * height];
    for at in own {
        mask[(at / tiles.width - y) * width + at % tiles.width - x] = true;
    }
    close(&mut mask, width);
    let colour = std::array::from_fn(|c| {
        let mut values: Vec<u8> = own.iter().map(|at| tiles.colours[*at][c]).collect();
        middle(&mut values)
    });
    Region { colour, x, y, width, mask }
}

/// Closes holes that letters left: gaps of up to three squares along a row or a column.
fn close(mask: &mut [bool], width: usize) {
    const GAP: usize = 3;
    let height = mask.len() / width.max(1);
    let mut line = |start: usize, step: usize, count: usize| {
        let mut last: Option<usize> = None;
        for n in 0..count {
            if mask[start + n * step] {
                if let Some(from) = last
                    && n - from <= GAP + 1
                {
                    (from..n).for_each(|k| mask[start + k * step] = true);
                }
                last = Some(n);
            }
        }
    };
    (0..height).for_each(|y| line(y * width, 1, width));
    (0..width).for_each(|x| line(x, width, height));
}

/// A region as rectangles, in squares of the page: rows that begin and end alike are one.
fn rectangles(region: &Region) -> Vec<[usize; 4]> {
    let mut done = Vec::new();
    let mut open: Vec<[usize; 4]> = Vec::new();
    for (y, row) in region.mask.chunks(region.width.max(1)).enumerate() {
        let mut kept = Vec::new();
        let mut x = 0;
        while x < row.len() {
            if !row[x] {
                x += 1;
                continue;
            }
            let end = x + row[x..].iter().take_while(|own| **own).count();
            let near = |a: usize, b: usize| a.abs_diff(b) <= 2;
            match open.iter().position(|r| near(r[0], x) && near(r[2], end)) {
                Some(i) => {
                    let r = open.swap_remove(i);
                    kept.push([r[0].min(x), r[1], r[2].max(end), y + 1]);
                }
                None => kept.push([x, y, end, y + 1]),
            }
            x = end;
        }
        done.append(&mut open);
        open = kept;
    }
    done.append(&mut open);
    let shift =
        |[x0, y0, x1, y1]: [usize; 4]| [x0 + region.x, y0 + region.y, x1 + region.x, y1 + region.y];
    done.into_iter().map(shift).collect()
}

/// The area with its edges where its colour ends, to the pixel.
fn exact(area: Area, picture: &Picture, side: usize) -> Area {
    let reach = 2 * side;
    // Half of the way to white paper is another colour.
    let near = (differ(area.colour, [255; 3]) / 2).min(40);
    // The share of a line across the area that has its colour.
    let share = |at: usize, is_column: bool| {
        let (from, to) = if is_column { (area.y0, area.y1) } else { (area.x0, area.x1) };
        let inset = (to - from) * 0.1;
        let (from, to) = ((from + inset) as usize, (to - inset) as usize);
        let step = ((to - from) / 40).max(1);
        let own = (from..to).step_by(step).filter(|along| {
            let (x, y) = if is_column { (at, *along) } else { (*along, at) };
            differ(picture.at(x, y), area.colour) <= near
        });
        own.count() as f32 / (to - from).div_ceil(step).max(1) as f32
    };
    let edge = |at: f32, is_column: bool, is_first: bool| {
        let most = if is_column { picture.width } else { picture.height };
        let (from, to) = ((at as usize).saturating_sub(reach), (at as usize + reach).min(most));
        let found = if is_first {
            (from..to).find(|p| share(*p, is_column) > 0.5)
        } else {
            (from..to).rev().find(|p| share(*p, is_column) > 0.5).map(|p| p + 1)
        };
        found.map_or(at, |p| p as f32)
    };
    Area {
        x0: edge(area.x0, true, true),
        x1: edge(area.x1, true, false),
        y0: edge(area.y0, false, true),
        y1: edge(area.y1, false, false),
        colour: area.colour,
    }
}

/// Whether most of an area has its colour, as letters and photographs have not.
fn is_even(area: &Area, picture: &Picture) -> bool {
    let near = (differ(area.colour, [255; 3]) / 2).min(40);
    let [x0, y0, x1, y1] = [area.x0, area.y0, area.x1, area.y1].map(|v| v as usize);
    let step = (((x1 - x0) * (y1 - y0)) as f32 / 2000.0).sqrt().max(1.0) as usize;
    let (mut own, mut all) = (0, 0);
    for y in (y0..y1).step_by(step) {
        for x in (x0..x1).step_by(step) {
            own += u32::from(differ(picture.at(x, y), area.colour) <= near);
            all += 1;
        }
    }
    own as f32 >= EVEN * all.max(1) as f32
}

/// The area with its edges on the rulings beside them.
fn at_rulings(area: Area, lines: &[Line], near: f32) -> Area {
    let snap = |at: f32, is_horizontal: bool| {
        let (from, to) = if is_horizontal { (area.x0, area.x1) } else { (area.y0, area.y1) };
        let beside = lines.iter().filter(|l| l.is_horizontal == is_horizontal).filter(|l| {
            l.to.min(to) - l.from.max(from) > 0.5 * (to - from) && (l.middle() - at).abs() <= near
        });
        let off = |l: &&Line| (l.middle() - at).abs();
        beside.min_by(|a, b| off(a).total_cmp(&off(b))).map_or(at, Line::middle)
    };
    Area {
        x0: snap(area.x0, false),
        x1: snap(area.x1, false),
        y0: snap(area.y0, true),
        y1: snap(area.y1, true),
        colour: area.colour,
    }
}

/// Gives areas of nearly one colour the same: that of the largest of them.
fn even_colours(areas: &mut [Area]) {
    let mut order: Vec<usize> = (0..areas.len()).collect();
    let size = |a: &Area| (a.x1 - a.x0) * (a.y1 - a.y0);
    order.sort_by(|a, b| size(&areas[*b]).total_cmp(&size(&areas[*a])));
    let mut known: Vec<[u8; 3]> = Vec::new();
    for i in order {
        let own = areas[i].colour;
        match known.iter().find(|k| differ(**k, own) <= SAME) {
            Some(k) => areas[i].colour = *k,
            None => known.push(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn told(areas: &[Area]) -> Vec<([i32; 4], [u8; 3])> {
        let mut told: Vec<_> = areas
            .iter()
            .map(|a| ([a.x0, a.y0, a.x1, a.y1].map(|v| v.round() as i32), a.colour))
            .collect();
        told.sort();
        told
    }

    #[test]
    fn cells_keep_their_colours_whatever_stands_on_them() {
        let mut picture = Picture::blank(600, 400);
        picture.fill(51, 40, 203, 100, [255, 192, 0]);
        picture.fill(203, 40, 400, 100, [0, 176, 80]);
        picture.fill(51, 150, 400, 201, [31, 56, 100]);
        for x in (60..380).step_by(6) {
            picture.fill(x, 60, x + 3, 75, [0, 0, 0]);
            picture.fill(x, 170, x + 3, 185, [255, 255, 255]);
        }
        let found = find(&picture, &[], 200.0);
        assert_eq!(
            told(&found),
            [
                ([51, 40, 203, 100], [255, 192, 0]),
                ([51, 150, 400, 201], [31, 56, 100]),
                ([203, 40, 400, 100], [0, 176, 80]),
            ]
        );
    }

    #[test]
    fn edges_stand_on_the_rulings_beside_them_and_text_is_no_fill() {
        let mut picture = Picture::blank(600, 400);
        picture.fill(100, 50, 300, 100, [220, 220, 220]);
        picture.fill(98, 48, 302, 50, [0, 0, 0]);
        for x in (60..500).step_by(7) {
            picture.fill(x, 200, x + 4, 215, [0, 0, 0]);
        }
        let lines = rules::find(&picture.grey(), 200.0);
        let found = find(&picture, &lines, 200.0);
        assert_eq!(told(&found), [([100, 49, 300, 100], [220, 220, 220])]);
    }
}
