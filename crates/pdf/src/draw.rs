//! A page as a picture, drawn within bounds.

use crate::content::bounds;
use crate::document::{Pdf, Reader};
use crate::inflate;
use crate::page::Page;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_syntax::object::{Dict, Name, Stream};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pixels to the inch where the page's own pictures tell none.
const USUAL: f32 = 200.0;
/// Pictures that are a page have so many.
const COARSEST: f32 = 72.0;
const FINEST: f32 = 400.0;
/// Pixels of a page as it is drawn, and of its longer side.
const PIXELS: f32 = 40_000_000.0;
const SIDE: f32 = 30_000.0;
/// Pixels of a picture on it, by the dictionary and by the picture's own headers.
const MOST: u64 = 140_000_000;
/// Bytes that a picture may inflate to.
const INFLATED: u64 = MOST * 4;
/// Pictures and forms that are looked at, and forms in each other.
const OBJECTS: usize = 2_000;
const DEPTH: usize = 8;

/// A page as a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green and blue of each pixel, row by row.
    pub rgb: Vec<u8>,
}

impl Reader<'_> {
    /// Draws a page as it shows: where pictures cover it, at their own resolution, else at 200
    /// pixels to the inch. `page` is what was read of it.
    ///
    /// # Errors
    /// In words, where its pictures are larger than they may be or it cannot be drawn.
    pub fn draw(&self, page: &Page) -> Result<Drawing, String> {
        let raw = self.document().raw_page(page.number).ok_or("the page is not in the file")?;
        let mut left = OBJECTS;
        let objects = &raw.resources().x_objects;
        check(objects, 0, &mut left)?;
        let dpi = resolution(page);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let (width, height) = raw.render_dimensions();
            let scale = dpi / 72.0;
            let fitting = (PIXELS / (width * height).max(1.0)).sqrt().min(SIDE / width.max(height));
            let scale = (page.width / width.max(1.0) * scale).min(fitting);
            let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
            let settings = (InterpreterSettings::default(), RenderSettings::default());
            let picture = render(raw, &RenderCache::new(), &settings.0, &settings.1, &pixels);
            let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
            let colours = picture.data_as_u8_slice().chunks_exact(4);
            let rgb = colours.flat_map(|c| [c[0], c[1], c[2]]).collect();
            Drawing { width, height, rgb }
        }));
        drawn.map_err(|_| "it cannot be drawn".to_owned())
    }
}

/// Pixels to the inch of the pictures that cover a page.
fn resolution(page: &Page) -> f32 {
    let area = |i: &crate::page::Image| i.area.width() * i.area.height();
    let covered: f32 = page.images.iter().map(area).sum();
    let pixels: f32 = page.images.iter().map(|i| i.pixels as f32).sum();
    if covered < 0.5 * page.width * page.height || pixels < 10_000.0 {
        return USUAL;
    }
    let dpi = 72.0 * (pixels / covered).sqrt();
    if dpi.is_finite() { dpi.clamp(COARSEST, FINEST) } else { USUAL }
}

/// Makes sure that the pictures of a page, those within its forms too, stay within bounds.
fn check(objects: &Dict<'_>, depth: usize, left: &mut usize) -> Result<(), String> {
    for (key, _) in objects.entries() {
        *left = left.checked_sub(1).ok_or("it has too many pictures")?;
        let Some(stream) = objects.get::<Stream<'_>>(&*key) else { continue };
        let dict = stream.dict();
        match dict.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => {
                check_one(&stream)?;
                for mask in [&b"SMask"[..], b"Mask"] {
                    if let Some(mask) = dict.get::<Stream<'_>>(mask) {
                        check_one(&mask)?;
                    }
                }
            }
            Some(b"Form") if depth < DEPTH => {
                let inner =
                    dict.get::<Dict<'_>>(b"Resources").and_then(|r| r.get::<Dict<'_>>(b"XObject"));
                if let Some(inner) = inner {
                    check(&inner, depth + 1, left)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_one(stream: &Stream<'_>) -> Result<(), String> {
    let dict = stream.dict();
    let side = |long: &[u8]| u64::from(dict.get::<u32>(long).unwrap_or(0));
    let (width, height) = (side(b"Width"), side(b"Height"));
    if width.saturating_mul(height) > MOST {
        return Err(format!("a picture on it is too large ({width} × {height} pixels)"));
    }
    if !bounds::can_be_drawn(stream, MOST) || !inflate::fits(stream, INFLATED) {
        return Err("a picture on it holds more than it says".to_owned());
    }
    Ok(())
}

impl Pdf {
    /// Draws a page, as [`Reader::draw`].
    ///
    /// # Errors
    /// In words, where it cannot be read or drawn.
    pub fn draw(&self, number: u32) -> Result<Drawing, String> {
        let mut reader = self.reader();
        let page = reader.page(number).map_err(|e| e.to_string())?;
        reader.draw(&page)
    }
}
