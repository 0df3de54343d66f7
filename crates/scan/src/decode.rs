//! PNG, JPEG and TIFF files as pictures; a TIFF may have several pages.
//!
//! The size that a file says to have is looked at before anything is decoded.

use crate::picture::Picture;
use crate::{LONGEST, MOST_PIXELS};
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits};
use std::io::Cursor;
use std::sync::Arc;
use tiff::decoder::{Decoder, DecodingResult, Limits as TiffLimits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// Pages of a TIFF.
const PAGES: usize = 2_000;
/// Bytes that a decoder may take for itself.
const MEMORY: u64 = 1 << 30;
/// Resolutions that can be, in pixels to the inch: cameras write 72 whatever they took.
const RESOLUTIONS: std::ops::RangeInclusive<f32> = 90.0..=1300.0;
/// The resolution where nothing tells one.
const USUAL: f32 = 200.0;
/// The longer side of a sheet of A4 in points, and how far pictures of one are off its shape.
const A4: f32 = 841.89;
const SHAPE: std::ops::RangeInclusive<f32> = 1.34..=1.48;
/// A page is at least as large as this, in points, and at most.
const SIDES: (f32, f32) = (8.0, 14_400.0);

/// Why a file of pictures was not read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// It has more pixels than are read.
    #[error(
        "it is too large ({width} × {height} pixels; at most {LONGEST} each way and 140 million in all \
         are read): scan it at 200 to 400 pixels to the inch"
    )]
    TooLarge {
        /// Pixels across.
        width: u64,
        /// Pixels down.
        height: u64,
    },
    /// It has more pages than are read.
    #[error("it has more than {PAGES} pages")]
    Pages,
    /// It is damaged, or of a kind that is not read; the decoder's words.
    #[error("{0}")]
    Damaged(String),
}

/// What a file of pictures is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
    /// `image/tiff`
    Tiff,
}

/// What bytes are, by their beginning; `None` for what is none of these.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Kind::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(Kind::Jpeg)
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        Some(Kind::Tiff)
    } else {
        None
    }
}

/// A file of pictures, a page each. They are decoded one by one as they are asked for.
#[derive(Clone, Debug)]
pub struct Pictures {
    bytes: Arc<Vec<u8>>,
    kind: Kind,
    /// Width and height in pixels and the resolution of each page.
    pages: Vec<(u32, u32, Option<f32>)>,
}

impl Pictures {
    /// Opens a file: its kind, and the sizes of its pages.
    ///
    /// # Errors
    /// Where it is none of these, damaged, or larger than what is read.
    pub fn open(bytes: Arc<Vec<u8>>) -> Result<Self, DecodeError> {
        let kind = kind(&bytes)
            .ok_or_else(|| DecodeError::Damaged("it is not a PNG, JPEG or TIFF file".to_owned()))?;
        let pages = match kind {
            Kind::Tiff => tiff_pages(&bytes)?,
            Kind::Png | Kind::Jpeg => vec![one_page(&bytes, kind)?],
        };
        for (width, height, _) in &pages {
            let (width, height) = (u64::from(*width), u64::from(*height));
            let is_long = width.max(height) > u64::from(LONGEST);
            if width * height > MOST_PIXELS || is_long {
                return Err(DecodeError::TooLarge { width, height });
            }
        }
        Ok(Self { bytes, kind, pages })
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How many pages it has, at least 1.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.pages.len() as u32
    }

    /// Width and height of a page in points: by its resolution, else those of a sheet of A4 where it
    /// has that shape. `number` is 1-based.
    #[must_use]
    pub fn size(&self, number: u32) -> (f32, f32) {
        let page = self.pages.get((number as usize).wrapping_sub(1));
        let Some((width, height, dpi)) = page else { return (595.0, 842.0) };
        let (width, height) = (*width as f32, *height as f32);
        let longer = width.max(height);
        let scale = match dpi {
            Some(dpi) => 72.0 / dpi,
            None if SHAPE.contains(&(longer / width.min(height).max(1.0))) => A4 / longer,
            None => 72.0 / USUAL,
        };
        let side = |pixels: f32| (pixels * scale).clamp(SIDES.0, SIDES.1);
        (side(width), side(height))
    }

    /// A page as a picture; why there is none, in words. `number` is 1-based.
    ///
    /// # Errors
    /// Where it cannot be decoded.
    pub fn picture(&self, number: u32) -> Result<Picture, String> {
        let at = (number as usize).wrapping_sub(1);
        let dpi = self.pages.get(at).ok_or("there is no such page")?.2;
        let decoded = std::panic::catch_unwind(|| match self.kind {
            Kind::Tiff => tiff_picture(&self.bytes, at),
            Kind::Png => decoded(&self.bytes, ImageFormat::Png),
            Kind::Jpeg => decoded(&self.bytes, ImageFormat::Jpeg),
        });
        let (width, height, rgb) = decoded.map_err(|_| "it cannot be decoded".to_owned())??;
        Picture::new(width as usize, height as usize, rgb, dpi)
            .ok_or_else(|| "it has no pixels".to_owned())
    }
}

type Decoded = (u32, u32, Vec<u8>);

fn reader(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder + '_, image::ImageError> {
    let mut reader = image::ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    reader.into_decoder()
}

fn one_page(bytes: &[u8], kind: Kind) -> Result<(u32, u32, Option<f32>), DecodeError> {
    let size = match kind {
        Kind::Png => png_size(bytes),
        _ => jpeg_size(bytes),
    };
    let (width, height) =
        size.ok_or_else(|| DecodeError::Damaged("it says nothing of its size".to_owned()))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST {
        let (width, height) = (u64::from(width), u64::from(height));
        return Err(DecodeError::TooLarge { width, height });
    }
    let (format, dpi) = match kind {
        Kind::Png => (ImageFormat::Png, png_dpi(bytes)),
        _ => (ImageFormat::Jpeg, jpeg_dpi(bytes)),
    };
    let damaged = |e: image::ImageError| DecodeError::Damaged(e.to_string());
    let mut decoder = reader(bytes, format).map_err(damaged)?;
    let (mut width, mut height) = decoder.dimensions();
    // A camera that was held upright.
    if decoder.orientation().is_ok_and(is_sideways) {
        std::mem::swap(&mut width, &mut height);
    }
    Ok((width, height, dpi.filter(|d| RESOLUTIONS.contains(d))))
}

fn is_sideways(orientation: image::metadata::Orientation) -> bool {
    use image::metadata::Orientation as O;
    matches!(orientation, O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH)
}

fn decoded(bytes: &[u8], format: ImageFormat) -> Result<Decoded, String> {
    let told = |e: image::ImageError| e.to_string();
    let mut decoder = reader(bytes, format).map_err(told)?;
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(told)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let (width, height) = (picture.width(), picture.height());
    if !picture.has_alpha() {
        return Ok((width, height, picture.into_rgb8().into_raw()));
    }
    Ok((width, height, on_white(picture.into_rgba8().as_raw())))
}

/// Pixels with an alpha channel, as they look on white paper.
fn on_white(rgba: &[u8]) -> Vec<u8> {
    let blend = |c: u8, a: u8| {
        let (c, a) = (u32::from(c), u32::from(a));
        ((c * a + 255 * (255 - a)) / 255) as u8
    };
    rgba.chunks_exact(4).flat_map(|p| [0, 1, 2].map(|c| blend(p[c], p[3]))).collect()
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn two(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// By the header chunk (PNG, 11.2.2).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some((four(bytes, 16)?, four(bytes, 20)?))
}

/// By the chunk `pHYs`, which is before the pixels.
fn png_dpi(bytes: &[u8]) -> Option<f32> {
    let mut at = 8;
    for _ in 0..64 {
        let (length, name) = (four(bytes, at)? as usize, bytes.get(at + 4..at + 8)?);
        match name {
            b"pHYs" if bytes.get(at + 16) == Some(&1) => {
                return Some(four(bytes, at + 8)? as f32 * 0.0254);
            }
            b"IDAT" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
    None
}

/// The segments of a JPEG before its pixels: code and where its data begin.
fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = (u8, usize)> + '_ {
    let mut at = 2;
    std::iter::from_fn(move || {
        while bytes.get(at..at + 2)? == [0xff, 0xff] {
            at += 1;
        }
        let code = *bytes.get(at + 1).filter(|_| bytes.get(at) == Some(&0xff))?;
        let (data, length) = (at + 4, two(bytes, at + 2)? as usize);
        at += 2 + length.max(2);
        (code != 0xda).then_some((code, data))
    })
}

fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_frame = |code: u8| (0xc0..=0xcf).contains(&code) && ![0xc4, 0xc8, 0xcc].contains(&code);
    let (_, data) = jpeg_segments(bytes).find(|(code, _)| is_frame(*code))?;
    Some((two(bytes, data + 3)?, two(bytes, data + 1)?))
}

/// By the segment of JFIF, in dots to the inch or the centimetre.
fn jpeg_dpi(bytes: &[u8]) -> Option<f32> {
    let (_, data) = jpeg_segments(bytes).find(|(code, _)| *code == 0xe0)?;
    if bytes.get(data..data + 5)? != b"JFIF\0" {
        return None;
    }
    let density = two(bytes, data + 8)? as f32;
    match bytes.get(data + 7)? {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

type TiffDecoder<'a> = Decoder<Cursor<&'a [u8]>>;

fn tiff_decoder(bytes: &[u8]) -> Result<TiffDecoder<'_>, TiffError> {
    let mut limits = TiffLimits::default();
    limits.decoding_buffer_size = MEMORY as usize;
    limits.intermediate_buffer_size = (MEMORY / 4) as usize;
    Ok(Decoder::new(Cursor::new(bytes))?.with_limits(limits))
}

fn tiff_pages(bytes: &[u8]) -> Result<Vec<(u32, u32, Option<f32>)>, DecodeError> {
    let damaged = |e: TiffError| DecodeError::Damaged(e.to_string());
    let mut decoder = tiff_decoder(bytes).map_err(damaged)?;
    let mut pages = Vec::new();
    loop {
        let (width, height) = decoder.dimensions().map_err(damaged)?;
        if pages.len() >= PAGES {
            return Err(DecodeError::Pages);
        }
        pages.push((width, height, tiff_dpi(&mut decoder)));
        if !decoder.more_images() {
            return Ok(pages);
        }
        decoder.next_image().map_err(damaged)?;
    }
}

fn tiff_dpi(decoder: &mut TiffDecoder<'_>) -> Option<f32> {
    use tiff::decoder::ifd::Value;
    let density = match decoder.find_tag(Tag::XResolution).ok()?? {
        Value::Rational(n, d) if d > 0 => n as f32 / d as f32,
        _ => return None,
    };
    let unit = decoder.find_tag_unsigned::<u16>(Tag::ResolutionUnit).ok()?.unwrap_or(2);
    let dpi = if unit == 3 { density * 2.54 } else { density };
    (unit != 1 && RESOLUTIONS.contains(&dpi)).then_some(dpi)
}

fn tiff_picture(bytes: &[u8], at: usize) -> Result<Decoded, String> {
    let told = |e: TiffError| e.to_string();
    let mut decoder = tiff_decoder(bytes).map_err(told)?;
    decoder.seek_to_image(at).map_err(told)?;
    let (width, height) = decoder.dimensions().map_err(told)?;
    let colours = decoder.colortype().map_err(told)?;
    let samples = match decoder.read_image().map_err(told)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.into_iter().map(|v| (v >> 8) as u8).collect(),
        _ => return Err("its pixels are of a kind that is not read".to_owned()),
    };
    let pixels = width as usize * height as usize;
    let rgb = match colours {
        ColorType::Gray(1) => bits(&samples, width as usize, height as usize),
        ColorType::Gray(8 | 16) => samples.iter().flat_map(|v| [*v; 3]).collect(),
        ColorType::GrayA(8 | 16) => samples.chunks_exact(2).flat_map(|p| [p[0]; 3]).collect(),
        ColorType::RGB(8 | 16) => samples,
        ColorType::RGBA(8 | 16) => on_white(&samples),
        ColorType::CMYK(8) => samples
            .chunks_exact(4)
            .flat_map(|p| {
                let light = |c: u8| (u32::from(255 - c) * u32::from(255 - p[3]) / 255) as u8;
                [light(p[0]), light(p[1]), light(p[2])]
            })
            .collect(),
        _ => return Err("its colours are of a kind that is not read".to_owned()),
    };
    if rgb.len() != pixels * 3 {
        return Err("it does not have as many pixels as it says".to_owned());
    }
    Ok((width, height, rgb))
}

/// Pixels of a bit each, rows filled up to whole bytes: the decoder has made 1 white.
fn bits(samples: &[u8], width: usize, height: usize) -> Vec<u8> {
    let row = width.div_ceil(8);
    let mut rgb = Vec::with_capacity(width * height * 3);
    for line in samples.chunks_exact(row).take(height) {
        for x in 0..width {
            let is_white = line[x / 8] >> (7 - x % 8) & 1 == 1;
            rgb.extend_from_slice(&[if is_white { 255 } else { 0 }; 3]);
        }
    }
    rgb
}
