//! A picture of a page made ready: straight, its drawing found, its letters alone.

use crate::engine::Failure;
use crate::erase;
use crate::fills::{self, Area};
use crate::page::{self, ReadPage};
use crate::paper::whitened;
use crate::picture::{Grey, Picture};
use crate::rules::{self, Line};
use crate::skew;
use crate::tsv;

/// Pictures of more pixels to the inch, or of more pixels, are halved: no engine reads them better.
const DENSEST: f32 = 420.0;
const LARGEST: usize = 40_000_000;
/// Pictures of fewer are doubled for the engine, whose letters are too small otherwise.
const COARSE: f32 = 190.0;
/// The resolution that is taken where nothing tells it.
const USUAL: f32 = 200.0;

/// A picture of a page with what was found on it, and what is to be recognised.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// For the engine: letters alone, black on white.
    pub letters: Grey,
    /// By how many degrees the page lay aslant: its lines rose to the right.
    pub skew: f32,
    pub(crate) rules: Vec<Line>,
    pub(crate) fills: Vec<Area>,
    /// Points for each pixel, across and down.
    pub(crate) scale: (f32, f32),
    /// Pixels of `letters` for each pixel.
    pub(crate) zoom: f32,
}

/// Makes the picture of a page of this width in points ready.
#[must_use]
pub fn prepare(picture: &Picture, width: f32, height: f32) -> Prepared {
    let mut picture = std::borrow::Cow::Borrowed(picture);
    while dpi(&picture, width) > DENSEST || picture.width * picture.height > LARGEST {
        if picture.width < 8 || picture.height < 8 {
            break;
        }
        picture = std::borrow::Cow::Owned(halved(&picture));
    }
    let white = whitened(&picture);
    let skew = skew::angle(&white.grey());
    let straight = if skew == 0.0 { white } else { white.turned(-skew) };
    let dpi = dpi(&straight, width);
    let rules = rules::find(&straight.grey(), dpi);
    let fills = fills::find(&straight, &rules, dpi);
    let mut letters = erase::letters(&straight, &fills, &rules, dpi);
    letters.dpi = dpi.round() as u32;
    let zoom = if dpi < COARSE { 2.0 } else { 1.0 };
    if zoom > 1.0 {
        letters = letters.doubled();
    }
    let scale = (width / straight.width as f32, height / straight.height as f32);
    Prepared { letters, skew, rules, fills, scale, zoom }
}

impl Prepared {
    /// The page with the words of an engine's list: glyphs, rulings and fills in points, as of any
    /// other page.
    ///
    /// # Errors
    /// [`Failure::Garbage`] where it is not such a list.
    pub fn page(&self, number: u32, size: (f32, f32), tsv: &str) -> Result<ReadPage, Failure> {
        let words = tsv::parse(tsv, self.letters.width, self.letters.height)?;
        Ok(page::page(self, number, size, words))
    }
}

/// Pixels to the inch of a picture that is so many points wide.
fn dpi(picture: &Picture, width: f32) -> f32 {
    let dpi = picture.width as f32 / width * 72.0;
    if dpi.is_finite() && dpi > 10.0 { dpi } else { picture.dpi.unwrap_or(USUAL) }
}

/// Half as large each way; each pixel is the mean of four.
fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width / 2, picture.height / 2);
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let four =
                [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(i, j)| picture.at(2 * x + i, 2 * y + j));
            rgb.extend(
                (0..3).map(|c| (four.iter().map(|p| u32::from(p[c])).sum::<u32>() / 4) as u8),
            );
        }
    }
    Picture { width, height, rgb, dpi: picture.dpi.map(|d| d / 2.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of two rows, a cell of it green, at 200 pixels to the inch.
    fn picture() -> Picture {
        let mut picture = Picture::blank(1654, 1100);
        for y in [300, 400, 500] {
            picture.fill(200, y, 1400, y + 2, [20, 20, 20]);
        }
        for x in [200, 800, 1400] {
            picture.fill(x, 300, x + 2, 502, [20, 20, 20]);
        }
        picture.fill(802, 402, 1400, 500, [0, 176, 80]);
        // Lines of words, for the skew to be told by.
        for line in 0..12 {
            let y = 560 + line * 40;
            for x in (200..1380).step_by(46 + line % 3) {
                picture.fill(x, y, x + 34, y + 16, [30, 30, 30]);
            }
        }
        picture.fill(220, 340, 300, 356, [30, 30, 30]);
        picture
    }

    const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    #[test]
    fn a_page_that_lay_aslant_has_straight_rules_and_its_fill_and_words_in_points() {
        for degrees in [0.0, 0.8, -1.5] {
            let scan = picture().turned(degrees);
            let prepared = prepare(&scan, 595.4, 396.0);
            assert!((prepared.skew - degrees).abs() < 0.06, "{degrees}: {}", prepared.skew);
            let tsv = format!("{HEAD}5\t1\t1\t1\t1\t1\t220\t340\t80\t16\t72\t2.1.4\n");
            let read = prepared.page(3, (595.4, 396.0), &tsv).unwrap();
            assert_eq!((read.page.number, read.words), (3, 1));
            let text: String = read.page.glyphs.iter().map(|g| g.text.as_str()).collect();
            assert_eq!(text, "2.1.4");
            assert!(read.page.glyphs.iter().all(|g| g.is_ocr));
            let first = &read.page.glyphs[0];
            assert!((first.area.x0 - 79.2).abs() < 0.1 && (first.origin.1 - 128.2).abs() < 0.3);
            assert_eq!(read.doubted.len(), 1);
            // The three lines across and down, each perhaps in pieces, where they are.
            for (is_horizontal, at) in [(true, 108.4), (true, 180.4), (false, 72.4), (false, 504.4)]
            {
                let near = |r: &&tablemend_pdf::Rule| {
                    let a = r.area;
                    let middle =
                        if is_horizontal { (a.y0 + a.y1) / 2.0 } else { (a.x0 + a.x1) / 2.0 };
                    r.is_horizontal == is_horizontal && (middle - at).abs() < 1.0
                };
                assert!(
                    read.page.rules.iter().any(|r| near(&r)),
                    "{degrees} {is_horizontal} {at}: {:?}",
                    read.page.rules
                );
            }
            let [fill] = read.page.fills[..] else { panic!("{:?}", read.page.fills) };
            let a = fill.area;
            for (edge, at) in [(a.x0, 288.4), (a.x1, 504.4), (a.y0, 144.4), (a.y1, 180.4)] {
                assert!((edge - at).abs() < 1.5, "{degrees}: {a:?}");
            }
            assert!(fill.colour.1 > 150 && fill.colour.0 < 40);
        }
    }

    #[test]
    fn dense_pictures_are_halved_and_nothing_at_all_is_a_page_too() {
        let prepared = prepare(&Picture::blank(2000, 1000), 144.0, 72.0);
        assert_eq!((prepared.letters.width, prepared.letters.height), (500, 250));
        let prepared = prepare(&Picture::blank(1, 1), 595.0, 842.0);
        let read = prepared.page(1, (595.0, 842.0), HEAD).unwrap();
        assert_eq!((read.words, read.page.rules.len(), read.page.fills.len()), (0, 0, 0));
    }
}
