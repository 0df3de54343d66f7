//! The colour of the paper, which is seldom white and darker on one side: the picture as if it were
//! white.

use crate::picture::Picture;

/// Side of the squares of which the paper's colour is measured, in pixels.
const TILE: usize = 32;
/// Paper is at least so light.
const LIGHT: u8 = 130;
/// And differs by no more than this from the paper around it.
const ALIKE: f32 = 22.0;

/// The picture with its paper made white: what is not paper keeps its colour against it.
pub(crate) fn whitened(picture: &Picture) -> Picture {
    let tiles = tiles(picture);
    let Some(usual) = usual(&tiles) else { return picture.clone() };
    let shade: Vec<Surface> =
        (0..3).map(|c| Surface::fit(&tiles, c, f32::from(usual[c]))).collect();
    let mut rgb = picture.rgb.clone();
    let row = picture.width * 3;
    for (y, line) in rgb.chunks_exact_mut(row).enumerate() {
        let v = y as f32 / picture.height as f32;
        // What the paper is changes slowly: once for every few pixels is enough.
        for (n, run) in line.chunks_mut(3 * 16).enumerate() {
            let u = (n * 16) as f32 / picture.width as f32;
            let gain: [u32; 3] = std::array::from_fn(|c| {
                let paper = shade[c].at(u, v).clamp(f32::from(LIGHT), 255.0);
                (255.0 * 256.0 / (paper - 2.0)) as u32
            });
            for pixel in run.chunks_exact_mut(3) {
                for (value, gain) in pixel.iter_mut().zip(gain) {
                    *value = ((u32::from(*value) * gain) >> 8).min(255) as u8;
                }
            }
        }
    }
    Picture { rgb, ..*picture }
}

/// The colour of the lighter part of a square, and where its middle is, as shares of the sides.
struct Tile {
    u: f32,
    v: f32,
    colour: [u8; 3],
}

fn tiles(picture: &Picture) -> Vec<Tile> {
    let mut tiles = Vec::new();
    let mut values: [Vec<u8>; 3] = Default::default();
    for y in (0..picture.height).step_by(TILE) {
        for x in (0..picture.width).step_by(TILE) {
            values.iter_mut().for_each(Vec::clear);
            for py in (y..(y + TILE).min(picture.height)).step_by(3) {
                for px in (x..(x + TILE).min(picture.width)).step_by(3) {
                    for (list, value) in values.iter_mut().zip(picture.at(px, py)) {
                        list.push(value);
                    }
                }
            }
            let colour = std::array::from_fn(|c| {
                let at = values[c].len() * 7 / 10;
                *values[c].select_nth_unstable(at).1
            });
            let middle = |at: usize, side: usize| (at + TILE / 2) as f32 / side as f32;
            tiles.push(Tile { u: middle(x, picture.width), v: middle(y, picture.height), colour });
        }
    }
    tiles
}

/// The colour that most light squares have; `None` where there is no light paper.
fn usual(tiles: &[Tile]) -> Option<[u8; 3]> {
    let mut counts = [0_usize; 32];
    let light = |t: &&Tile| t.colour.iter().all(|c| *c >= LIGHT);
    let step = |t: &Tile| usize::from(t.colour[1] >> 3);
    tiles.iter().filter(light).for_each(|t| counts[step(t)] += 1);
    // Neighbouring steps belong together.
    let sum = |i: usize| counts[i] + counts.get(i + 1).copied().unwrap_or(0);
    let most = (0..counts.len()).max_by_key(|i| (sum(*i), *i)).filter(|i| sum(*i) > 0)?;
    let own: Vec<&Tile> =
        tiles.iter().filter(light).filter(|t| (most..=most + 1).contains(&step(t))).collect();
    Some(std::array::from_fn(|c| {
        let mut values: Vec<u8> = own.iter().map(|t| t.colour[c]).collect();
        let at = values.len() / 2;
        *values.select_nth_unstable(at).1
    }))
}

/// A colour over the page as a polynomial of the second degree.
struct Surface([f32; 6]);

impl Surface {
    /// Fitted to the squares that are paper, those near a first guess and then nearer to the fit.
    fn fit(tiles: &[Tile], channel: usize, guess: f32) -> Self {
        let mut surface = Self([guess, 0.0, 0.0, 0.0, 0.0, 0.0]);
        for _ in 0..3 {
            let own = tiles
                .iter()
                .filter(|t| (f32::from(t.colour[channel]) - surface.at(t.u, t.v)).abs() < ALIKE);
            let (mut matrix, mut count) = ([[0.0_f64; 7]; 6], 0);
            for tile in own {
                let terms = terms(tile.u, tile.v).map(f64::from);
                for (row, a) in matrix.iter_mut().zip(terms) {
                    for (cell, b) in row.iter_mut().zip(terms) {
                        *cell += a * b;
                    }
                    row[6] += a * f64::from(tile.colour[channel]);
                }
                count += 1;
            }
            match (count >= 24).then(|| solved(matrix)).flatten() {
                Some(found) => surface = Self(found.map(|v| v as f32)),
                None => break,
            }
        }
        surface
    }

    fn at(&self, u: f32, v: f32) -> f32 {
        terms(u, v).iter().zip(self.0).map(|(a, b)| a * b).sum()
    }
}

fn terms(u: f32, v: f32) -> [f32; 6] {
    [1.0, u, v, u * u, u * v, v * v]
}

/// Solves six equations by elimination; `None` where they do not settle it.
fn solved(mut m: [[f64; 7]; 6]) -> Option<[f64; 6]> {
    for i in 0..6 {
        let best = (i..6).max_by(|a, b| m[*a][i].abs().total_cmp(&m[*b][i].abs()))?;
        m.swap(i, best);
        if m[i][i].abs() < 1e-9 {
            return None;
        }
        for j in 0..6 {
            if j != i {
                let share = m[j][i] / m[i][i];
                let own = m[i];
                for (cell, value) in m[j].iter_mut().zip(own) {
                    *cell -= share * value;
                }
            }
        }
    }
    Some(std::array::from_fn(|i| m[i][6] / m[i][i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yellowish_paper_that_darkens_to_one_side_becomes_white_and_colours_stay() {
        let mut picture = Picture::blank(640, 400);
        for x in 0..640 {
            let dark = (x / 20) as u8;
            picture.fill(x, 0, x + 1, 400, [248 - dark, 244 - dark, 226 - dark]);
        }
        picture.fill(100, 100, 300, 150, [0, 150, 60]);
        picture.fill(400, 200, 600, 204, [10, 10, 10]);
        let white = whitened(&picture);
        for (x, y) in [(5, 5), (630, 390), (320, 200), (600, 30)] {
            assert!(white.at(x, y).iter().all(|c| *c >= 250), "{:?}", white.at(x, y));
        }
        let [r, g, b] = white.at(200, 120);
        assert!(r < 10 && (150..175).contains(&g) && (55..80).contains(&b), "{r} {g} {b}");
        assert!(white.at(500, 202)[0] < 20);
    }

    #[test]
    fn a_dark_picture_is_left_as_it_is() {
        let mut picture = Picture::blank(64, 64);
        picture.fill(0, 0, 64, 64, [20, 30, 40]);
        assert_eq!(whitened(&picture), picture);
    }
}
