//! Pictures: where they are, and their mean colour where they are small.

pub(crate) mod bounds;

use super::{Interpreter, State, coat};
use crate::canvas::{Painted, THIN};
use crate::colour::{Mean, Space};
use crate::error::Limit;
use crate::geometry::clipped;
use crate::page::Image;
use crate::shape::Shape;
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Resources;
use std::cell::RefCell;
use std::collections::HashMap;
use tablemend_model::Rgb;

/// Pictures of more pixels are not signs in a cell; they are not decoded.
const PIXELS: u64 = 1 << 17;
/// Nor are those of more encoded bytes.
const BYTES: usize = 1 << 17;
/// Nor are those shown larger than this, in points, unless they have no more pixels than `TINT`.
const SIGN: f32 = 150.0;
const TINT: u64 = 64 * 64;
/// Bytes that a picture may inflate to: sixteen for each pixel, and as much room for its coding.
const DECODED: u64 = PIXELS * 32;
/// Most colours remembered.
const KEPT: usize = 4096;

/// Mean colours of pictures seen before, by where their data lies.
#[derive(Default)]
pub(super) struct Pictures(RefCell<HashMap<(usize, usize), Option<Rgb>>>);

impl<'a> Interpreter<'_, 'a> {
    pub(super) fn picture(
        &mut self,
        stream: &Stream<'_>,
        resources: Option<&Resources<'a>>,
        state: &State<'a>,
    ) -> Result<(), Limit> {
        if self.marks.is_hidden() || state.is_text_clip || self.layers.hide(stream.dict()) {
            return Ok(());
        }
        let mut coat = coat(state, false);
        let Some(area) = state
            .ctm
            .bounds(0.0, 0.0, 1.0, 1.0)
            .and_then(|area| clipped(&area, &state.clip))
            .filter(|_| coat.alpha > 0.0)
        else {
            return Ok(());
        };
        let dict = stream.dict();
        let is_stencil =
            dict.get::<bool>(b"ImageMask").or_else(|| dict.get::<bool>(b"IM")).unwrap_or_default();
        let (width, height) = (area.width(), area.height());
        let (thin, long) = (width.min(height), width.max(height));
        let pixels = u64::from(side(dict, b"Width", b"W")) * u64::from(side(dict, b"Height", b"H"));
        let is_pixel = pixels == 1;
        // The colour of photographs and logos says nothing of a cell; a tint has few pixels.
        let may_be_sign = pixels <= TINT || thin <= THIN || long <= SIGN;
        let colour = if is_stencil {
            Some(coat.colour)
        } else if may_be_sign {
            let is_line = thin <= THIN && long >= 4.0 * thin;
            // Pictures of facsimiles are black.
            let black = (is_line && bounds::is_facsimile(stream)).then_some(Rgb(0, 0, 0));
            self.picture_colour(stream, resources).or(black)
        } else {
            None
        };
        if let Some(colour) = colour
            && ((thin <= THIN && long >= 4.0 * thin) || is_pixel)
        {
            coat.colour = colour;
            self.canvas.area(area, coat, is_pixel, Shape::Other);
            return Ok(());
        }
        let turn = self.canvas.next_turn();
        let mcid = self.marks.mcid();
        self.canvas.images.push(Painted { turn, mark: Image { area, colour, pixels, mcid } });
        Ok(())
    }

    fn picture_colour(
        &self,
        stream: &Stream<'_>,
        resources: Option<&Resources<'a>>,
    ) -> Option<Rgb> {
        let dict = stream.dict();
        let pixels = u64::from(side(dict, b"Width", b"W")) * u64::from(side(dict, b"Height", b"H"));
        let data = stream.raw_data();
        if pixels > PIXELS || data.len() > BYTES {
            return None;
        }
        // Inline pictures lie in a buffer that another page may get again.
        let key = dict.obj_id().map(|id| (id.obj_number as usize, dict.data().len()));
        if let Some(key) = key
            && let Some(known) = self.memory.pictures.0.borrow().get(&key)
        {
            return *known;
        }
        let colour = if self.is_bounded(stream) {
            mean(stream, resources, self.soft_mask(dict).as_deref())
        } else {
            None
        };
        if let Some(key) = key {
            let mut known = self.memory.pictures.0.borrow_mut();
            if known.len() < KEPT {
                known.insert(key, colour);
            }
        }
        colour
    }

    /// Whether a picture can be decoded within bounds, by its filters and by its own headers.
    fn is_bounded(&self, stream: &Stream<'_>) -> bool {
        self.budget.claim(stream, DECODED).is_ok() && bounds::are_kept(stream, PIXELS)
    }

    /// Opacity by pixel, one byte each, where the picture has a soft mask of its own size.
    fn soft_mask(&self, dict: &Dict<'_>) -> Option<Vec<u8>> {
        let mask = dict.get::<Stream<'_>>(b"SMask")?;
        let is_alike = side(mask.dict(), b"Width", b"W") == side(dict, b"Width", b"W")
            && side(mask.dict(), b"Height", b"H") == side(dict, b"Height", b"H")
            && mask.dict().get::<u8>(b"BitsPerComponent") == Some(8);
        if !is_alike || !self.is_bounded(&mask) {
            return None;
        }
        decode(&mask, 8, 1).map(|(data, ..)| data)
    }
}

fn side(dict: &Dict<'_>, long: &[u8], short: &[u8]) -> u32 {
    dict.get::<u32>(long).or_else(|| dict.get::<u32>(short)).unwrap_or(0)
}

/// The decoded samples with their colour space, bits and width where the data itself says so.
type Samples = (Vec<u8>, Option<ImageColorSpace>, u8, u32);

fn decode(stream: &Stream<'_>, bits: u8, components: u8) -> Option<Samples> {
    let dict = stream.dict();
    let (width, height) = (side(dict, b"Width", b"W"), side(dict, b"Height", b"H"));
    let params = ImageDecodeParams {
        is_indexed: false,
        bpc: Some(bits),
        num_components: Some(components),
        target_dimension: None,
        width,
        height,
    };
    let decoded = stream.decoded_image(&params).ok()?;
    let (space, bits, width) = match &decoded.image_data {
        Some(data) => (data.color_space, data.bits_per_component, data.width),
        None => (None, bits, width),
    };
    Some((decoded.data.into_owned(), space, bits, width))
}

/// The mean of a picture's opaque pixels.
fn mean(
    stream: &Stream<'_>,
    resources: Option<&Resources<'_>>,
    opacity: Option<&[u8]>,
) -> Option<Rgb> {
    let dict = stream.dict();
    let space = dict.get::<Object<'_>>(b"ColorSpace").or_else(|| dict.get::<Object<'_>>(b"CS"));
    let space = space.and_then(|s| Space::new(&s, resources));
    let bits = dict.get::<u8>(b"BitsPerComponent").or_else(|| dict.get::<u8>(b"BPC")).unwrap_or(8);
    let components = space.as_ref().map_or(3, Space::components);
    let (data, own, bits, width) = decode(stream, bits, components.min(32) as u8)?;
    let space = match (space, own) {
        (Some(space), _) => space,
        (None, Some(ImageColorSpace::Gray)) => Space::Gray,
        (None, Some(ImageColorSpace::Cmyk)) => Space::Cmyk,
        (None, _) => Space::Rgb,
    };
    let n = space.components().max(1);
    let width = width as usize;
    let bits = usize::from(bits);
    if !matches!(bits, 1 | 2 | 4 | 8 | 16) || width == 0 {
        return None;
    }
    let row = (width * n * bits).div_ceil(8);
    let most = ((1_u32 << bits) - 1) as f32;
    let inverted = dict
        .get::<Array<'_>>(b"Decode")
        .or_else(|| dict.get::<Array<'_>>(b"D"))
        .and_then(|d| d.iter::<f32>().next())
        .is_some_and(|first| first >= 1.0);
    let is_indexed = matches!(space, Space::Indexed(_));
    // Behind the data of an inline picture a blank may be.
    let height = side(dict, b"Height", b"H").max(1) as usize;
    let pixels = (data.len() / row.max(1)).min(height) * width;
    // A few thousand pixels, evenly taken, tell the mean.
    let stride = (pixels / 4096).max(1);
    let mut mean = Mean::default();
    let mut values = vec![0.0; n];
    for pixel in (0..pixels).step_by(stride) {
        let weight = match opacity {
            Some(mask) => f64::from(mask.get(pixel).copied().unwrap_or(255)) / 255.0,
            None => 1.0,
        };
        if weight <= 0.0 {
            continue;
        }
        let start = pixel / width * row;
        for (i, value) in values.iter_mut().enumerate() {
            let at = (pixel % width * n + i) * bits;
            let byte = |k: usize| data.get(start + at / 8 + k).copied().unwrap_or(0);
            let sample = match bits {
                16 => f32::from(u16::from_be_bytes([byte(0), byte(1)])),
                8 => f32::from(byte(0)),
                _ => f32::from((byte(0) >> (8 - bits - at % 8)) & ((1 << bits) - 1)),
            };
            *value = if is_indexed {
                sample
            } else {
                let share = sample / most;
                space.scaled(i, if inverted { 1.0 - share } else { share })
            };
        }
        mean.add(space.rgb(&values), weight);
    }
    mean.colour()
}
