//! Colour spaces, as far as one colour on a page goes: everything becomes sRGB.
//!
//! ISO 32000-2, 8.6. CMYK is taken without a profile (`r = (1-c)(1-k)`), ICC profiles by their
//! number of components, calibrated spaces as their device spaces, `Lab` by CIE formulas with its
//! own white point.

use crate::function::function;
use crate::inflate;
use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Resources;
use std::rc::Rc;
use tablemend_model::Rgb;

/// Colour spaces nested in each other deeper than this are not read.
const DEPTH: u8 = 6;

/// Inks of one colour space (ISO 32000-2, annex C).
const INKS: usize = 32;

/// A colour space.
#[derive(Clone, Debug)]
pub(crate) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab {
        white: [f32; 3],
        range: [f32; 4],
    },
    /// Its base and the table of its entries.
    Indexed(Rc<(Space, Vec<u8>)>),
    /// Separation and DeviceN: number of inks, the alternate space and the way there.
    Inks(Rc<(usize, Space, Option<Function>)>),
    /// The space of an uncoloured pattern's colour, if any.
    Pattern(Option<Rc<Space>>),
}

impl Space {
    pub(crate) fn named(name: &[u8], resources: Option<&Resources<'_>>) -> Option<Self> {
        Self::named_at(name, resources, DEPTH)
    }

    pub(crate) fn new(object: &Object<'_>, resources: Option<&Resources<'_>>) -> Option<Self> {
        Self::new_at(object, resources, DEPTH)
    }

    fn named_at(name: &[u8], resources: Option<&Resources<'_>>, depth: u8) -> Option<Self> {
        Some(match name {
            b"DeviceGray" | b"G" | b"CalGray" => Self::Gray,
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Self::Rgb,
            b"DeviceCMYK" | b"CMYK" | b"CalCMYK" => Self::Cmyk,
            b"Pattern" => Self::Pattern(None),
            _ => {
                let object = resources?.color_spaces.get::<Object<'_>>(name)?;
                Self::new_at(&object, resources, depth.checked_sub(1)?)?
            }
        })
    }

    fn new_at(object: &Object<'_>, resources: Option<&Resources<'_>>, depth: u8) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let array = match object {
            Object::Name(name) => return Self::named_at(name, resources, depth),
            Object::Array(array) => array,
            _ => return None,
        };
        let mut items = array.flex_iter();
        let name = items.next::<Name<'_>>()?;
        match name.as_ref() {
            b"ICCBased" => {
                let profile = items.next::<Stream<'_>>()?;
                match profile.dict().get::<u8>(b"N") {
                    Some(1) => Some(Self::Gray),
                    Some(3) => Some(Self::Rgb),
                    Some(4) => Some(Self::Cmyk),
                    _ => Self::new_at(
                        &profile.dict().get::<Object<'_>>(b"Alternate")?,
                        resources,
                        depth,
                    ),
                }
            }
            b"Lab" => {
                let dict = items.next::<Dict<'_>>().unwrap_or_default();
                let white = dict.get::<[f32; 3]>(b"WhitePoint").unwrap_or([0.95, 1.0, 1.09]);
                let range =
                    dict.get::<[f32; 4]>(b"Range").unwrap_or([-100.0, 100.0, -100.0, 100.0]);
                Some(Self::Lab { white, range })
            }
            b"Indexed" | b"I" => {
                let base = Self::new_at(&items.next::<Object<'_>>()?, resources, depth)?;
                let _high = items.next::<Object<'_>>()?;
                let table = match items.next::<Object<'_>>()? {
                    Object::String(s) => s.as_bytes().to_vec(),
                    // A table has at most 256 entries of 32 components.
                    Object::Stream(s) => {
                        let mut table = inflate::small(&s, 1 << 16)?;
                        table.truncate(1 << 13);
                        table
                    }
                    _ => return None,
                };
                Some(Self::Indexed(Rc::new((base, table))))
            }
            b"Separation" | b"DeviceN" => {
                let names = items.next::<Object<'_>>()?;
                let inks = match &names {
                    Object::Array(names) => names.raw_iter().take(INKS + 1).count(),
                    _ => 1,
                };
                if inks > INKS {
                    return None;
                }
                let alternate = Self::new_at(&items.next::<Object<'_>>()?, resources, depth)?;
                let tint = items.next::<Object<'_>>().and_then(|f| function(&f));
                Some(Self::Inks(Rc::new((inks, alternate, tint))))
            }
            b"Pattern" => {
                let base = items
                    .next::<Object<'_>>()
                    .and_then(|o| Self::new_at(&o, resources, depth))
                    .map(Rc::new);
                Some(Self::Pattern(base))
            }
            name => Self::named_at(name, None, depth),
        }
    }

    /// How many numbers make a colour.
    pub(crate) fn components(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb | Self::Lab { .. } => 3,
            Self::Cmyk => 4,
            Self::Inks(inks) => inks.0,
            Self::Pattern(base) => base.as_ref().map_or(0, |b| b.components()),
        }
    }

    /// The colour that is set together with the space.
    pub(crate) fn first(&self) -> Rgb {
        match self {
            Self::Inks(inks) => self.rgb(&vec![1.0; inks.0.min(32)]),
            Self::Cmyk => Rgb(0, 0, 0),
            _ => self.rgb(&[0.0; 3]),
        }
    }

    /// The colour of these components; absent ones are zero.
    pub(crate) fn rgb(&self, values: &[f32]) -> Rgb {
        let at = |i: usize| values.get(i).copied().unwrap_or(0.0);
        match self {
            Self::Gray => gray(at(0)),
            Self::Rgb => Rgb(byte(at(0)), byte(at(1)), byte(at(2))),
            Self::Cmyk => cmyk(at(0), at(1), at(2), at(3)),
            Self::Lab { white, range } => {
                lab([at(0), at(1).clamp(range[0], range[1].max(range[0])), at(2)], white)
            }
            Self::Indexed(table) => {
                let (base, table) = &**table;
                let n = base.components().max(1);
                let start = (at(0).clamp(0.0, 255.0) as usize) * n;
                let entry: Vec<f32> = table
                    .get(start..start + n)
                    .unwrap_or_default()
                    .iter()
                    .enumerate()
                    .map(|(i, b)| base.scaled(i, f32::from(*b) / 255.0))
                    .collect();
                base.rgb(&entry)
            }
            Self::Inks(inks) => {
                let (n, alternate, tint) = &**inks;
                let Some(tint) = tint.as_ref().filter(|t| t.num_inputs() == *n) else {
                    return gray(1.0 - at(0));
                };
                let input: Vec<f32> = (0..*n).map(at).collect();
                let mut out = vec![0.0; tint.num_outputs()];
                match tint.eval(&input, &mut out) {
                    Some(()) => alternate.rgb(&out),
                    None => gray(1.0 - at(0)),
                }
            }
            Self::Pattern(base) => base.as_ref().map_or(Rgb(0, 0, 0), |b| b.rgb(values)),
        }
    }

    /// A component that a picture gives in `0..=1`, in the space's own range.
    pub(crate) fn scaled(&self, component: usize, value: f32) -> f32 {
        match (self, component) {
            (Self::Lab { .. }, 0) => value * 100.0,
            (Self::Lab { range, .. }, 1) => range[0] + value * (range[1] - range[0]),
            (Self::Lab { range, .. }, _) => range[2] + value * (range[3] - range[2]),
            _ => value,
        }
    }
}

/// The colours that a shading shows, evenly along its function's domain; without a function, as
/// for meshes, its background.
pub(crate) fn shading_mean(shading: &Object<'_>, resources: &Resources<'_>) -> Option<Rgb> {
    let dict = match shading {
        Object::Dict(dict) => dict.clone(),
        Object::Stream(stream) => stream.dict().clone(),
        _ => return None,
    };
    let space = Space::new(&dict.get::<Object<'_>>(b"ColorSpace")?, Some(resources))?;
    let numbers = |key: &[u8]| -> Option<Vec<f32>> {
        Some(dict.get::<Array<'_>>(key)?.iter::<f32>().collect())
    };
    let functions: Vec<Function> = match dict.get::<Object<'_>>(b"Function") {
        Some(Object::Array(array)) => {
            array.iter::<Object<'_>>().take(32).filter_map(|f| function(&f)).collect()
        }
        Some(one) => function(&one).into_iter().collect(),
        None => Vec::new(),
    };
    let domain = numbers(b"Domain").unwrap_or_else(|| vec![0.0, 1.0]);
    let (low, high) = (domain.first().copied()?, domain.get(1).copied()?);
    let mut mean = Mean::default();
    for i in 0..=8_u8 {
        let t = low + (high - low) * f32::from(i) / 8.0;
        let mut values = Vec::new();
        for f in &functions {
            let mut out = vec![0.0; f.num_outputs()];
            let input = vec![t; f.num_inputs()];
            if f.eval(&input, &mut out).is_some() {
                values.extend(out);
            }
        }
        if !values.is_empty() {
            mean.add(space.rgb(&values), 1.0);
        }
    }
    mean.colour().or_else(|| Some(space.rgb(&numbers(b"Background")?)))
}

/// A mean of colours by weight.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mean([f64; 4]);

impl Mean {
    pub(crate) fn add(&mut self, colour: Rgb, weight: f64) {
        let [r, g, b, w] = &mut self.0;
        *r += f64::from(colour.0) * weight;
        *g += f64::from(colour.1) * weight;
        *b += f64::from(colour.2) * weight;
        *w += weight;
    }

    pub(crate) fn colour(&self) -> Option<Rgb> {
        let [r, g, b, w] = self.0;
        let byte = |x: f64| (x / w).round().clamp(0.0, 255.0) as u8;
        (w > 0.0).then(|| Rgb(byte(r), byte(g), byte(b)))
    }
}

/// What shows where a colour is laid over another: `alpha` of it, by multiplication where asked.
pub(crate) fn blend(over: Rgb, under: Rgb, alpha: f32, multiply: bool) -> Rgb {
    let mix = |over: u8, under: u8| {
        let (o, u) = (f32::from(over), f32::from(under));
        let top = if multiply { o * u / 255.0 } else { o };
        (u + (top - u) * alpha.clamp(0.0, 1.0)).round() as u8
    };
    Rgb(mix(over.0, under.0), mix(over.1, under.1), mix(over.2, under.2))
}

pub(crate) fn gray(g: f32) -> Rgb {
    Rgb(byte(g), byte(g), byte(g))
}

pub(crate) fn cmyk(c: f32, m: f32, y: f32, k: f32) -> Rgb {
    let ink = |x: f32| (1.0 - x.clamp(0.0, 1.0)) * (1.0 - k.clamp(0.0, 1.0));
    Rgb(byte(ink(c)), byte(ink(m)), byte(ink(y)))
}

fn byte(x: f32) -> u8 {
    (x * 255.0).round().clamp(0.0, 255.0) as u8
}

/// CIE 1976 L*a*b* to sRGB (IEC 61966-2-1), relative to the space's white.
fn lab([l, a, b]: [f32; 3], white: &[f32; 3]) -> Rgb {
    let m = (l + 16.0) / 116.0;
    let g = |x: f32| if x >= 6.0 / 29.0 { x.powi(3) } else { 108.0 / 841.0 * (x - 4.0 / 29.0) };
    // Scaled to the white of sRGB, so that the paper is white whatever its light was.
    let d65 = [0.9505, 1.0, 1.089];
    let adapt = |v: f32, i: usize| if white[i] > 0.0 { v * d65[i] } else { v };
    let (x, y, z) = (adapt(g(m + a / 500.0), 0), adapt(g(m), 1), adapt(g(m - b / 200.0), 2));
    let curve = |v: f32| {
        if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
    };
    Rgb(
        byte(curve(3.2406 * x - 1.5372 * y - 0.4986 * z)),
        byte(curve(-0.9689 * x + 1.8758 * y + 0.0415 * z)),
        byte(curve(0.0557 * x - 0.2040 * y + 1.0570 * z)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_and_light_agree_on_white_and_black() {
        assert_eq!(cmyk(0.0, 0.0, 0.0, 0.0), Rgb(255, 255, 255));
        assert_eq!(cmyk(0.0, 0.0, 0.0, 1.0), Rgb(0, 0, 0));
        let lab =
            Space::Lab { white: [0.9642, 1.0, 0.8249], range: [-128.0, 127.0, -128.0, 127.0] };
        assert_eq!(lab.rgb(&[100.0, 0.0, 0.0]), Rgb(255, 255, 255));
        assert_eq!(lab.rgb(&[0.0, 0.0, 0.0]), Rgb(0, 0, 0));
    }

    #[test]
    fn a_see_through_colour_takes_the_ground_in() {
        let (red, white) = (Rgb(255, 0, 0), Rgb(255, 255, 255));
        assert_eq!(blend(red, white, 0.5, false), Rgb(255, 128, 128));
        assert_eq!(blend(red, Rgb(0, 255, 0), 1.0, true), Rgb(0, 0, 0));
    }
}
