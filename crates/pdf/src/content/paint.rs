//! Colours and patterns of the graphics state (ISO 32000-2, 8.6.8 and 8.7).

use super::state::Paint;
use super::{COLOURS, DEPTH, Interpreter, Position, State, coat};
use crate::canvas::Canvas;
use crate::colour::{Mean, Space, blend, cmyk, gray, shading_mean};
use crate::error::Limit;
use crate::geometry::Matrix;
use crate::shape::Shape;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Name, Number, Object, Rect, Stream};
use hayro_syntax::page::Resources;
use std::borrow::Cow;
use tablemend_model::Rgb;

/// Carries out an operator that sets a colour; gives any other back.
pub(super) fn set_colour<'o, 'c, 'a>(
    interpreter: &mut Interpreter<'_, 'a>,
    op: &'o Op<'o, 'c>,
    resources: &Resources<'a>,
    at: &mut Position<'a>,
) -> Result<Option<&'o Op<'o, 'c>>, Limit> {
    let state = &mut at.state;
    match op {
        Op::NonStrokeColorDeviceGray(g) => state.fill.set(Space::Gray, gray(g.0.as_f32())),
        Op::StrokeColorDeviceGray(g) => state.stroke.set(Space::Gray, gray(g.0.as_f32())),
        Op::NonStrokeColorDeviceRgb(c) => state.fill.set(Space::Rgb, rgb([c.0, c.1, c.2])),
        Op::StrokeColorDeviceRgb(c) => state.stroke.set(Space::Rgb, rgb([c.0, c.1, c.2])),
        Op::NonStrokeColorCmyk(c) => state.fill.set(Space::Cmyk, inks([c.0, c.1, c.2, c.3])),
        Op::StrokeColorCmyk(c) => state.stroke.set(Space::Cmyk, inks([c.0, c.1, c.2, c.3])),
        Op::ColorSpaceNonStroke(name) => interpreter.set_space(&mut state.fill, name.0, resources),
        Op::ColorSpaceStroke(name) => interpreter.set_space(&mut state.stroke, name.0, resources),
        Op::NonStrokeColor(c) => set_values(&mut state.fill, &c.0),
        Op::StrokeColor(c) => set_values(&mut state.stroke, &c.0),
        Op::NonStrokeColorNamed(c) => match c.1 {
            None => set_values(&mut state.fill, &c.0),
            Some(name) => {
                let mean = interpreter.pattern(name, &c.0, &state.fill, resources)?;
                set_pattern(&mut state.fill, mean);
            }
        },
        Op::StrokeColorNamed(c) => match c.1 {
            None => set_values(&mut state.stroke, &c.0),
            Some(name) => {
                let mean = interpreter.pattern(name, &c.0, &state.stroke, resources)?;
                set_pattern(&mut state.stroke, mean);
            }
        },
        other => return Ok(Some(other)),
    }
    Ok(None)
}

fn rgb(c: [Number; 3]) -> Rgb {
    Space::Rgb.rgb(&c.map(|n| n.as_f32()))
}

fn inks(c: [Number; 4]) -> Rgb {
    let [c, m, y, k] = c.map(|n| n.as_f32());
    cmyk(c, m, y, k)
}

fn set_values(paint: &mut Paint, values: &[Number]) {
    let values: Vec<f32> = values.iter().map(|n| n.as_f32()).collect();
    paint.colour = paint.space.rgb(&values);
    paint.is_pattern = false;
}

fn set_pattern(paint: &mut Paint, mean: Option<Rgb>) {
    if let Some(colour) = mean {
        paint.colour = colour;
    }
    paint.is_pattern = true;
}

impl<'a> Interpreter<'_, 'a> {
    /// The mean colour of a pattern; `None` where nothing tells.
    fn pattern(
        &mut self,
        name: &Name<'_>,
        values: &[Number],
        paint: &Paint,
        resources: &Resources<'a>,
    ) -> Result<Option<Rgb>, Limit> {
        let values: Vec<f32> = values.iter().map(|n| n.as_f32()).collect();
        let colour = paint.space.rgb(&values);
        let Some(pattern) = resources.get_pattern(name) else { return Ok(None) };
        let data = match &pattern {
            Object::Dict(dict) => dict.data(),
            Object::Stream(stream) => stream.dict().data(),
            _ => return Ok(None),
        };
        let key = (data.as_ptr() as usize, data.len(), [colour.0, colour.1, colour.2]);
        if let Some(known) = self.memory.patterns.borrow().get(&key) {
            return Ok(*known);
        }
        let mean = match &pattern {
            Object::Stream(stream) => self.tile_mean(stream, colour, resources)?,
            Object::Dict(dict) => dict
                .get::<Object<'_>>(b"Shading")
                .and_then(|shading| shading_mean(&shading, resources)),
            _ => None,
        };
        let mut known = self.memory.patterns.borrow_mut();
        if known.len() < COLOURS {
            known.insert(key, mean);
        }
        Ok(mean)
    }

    /// Sets a colour space that a stream calls by a name.
    fn set_space(&self, paint: &mut Paint, name: &Name<'_>, resources: &Resources<'_>) {
        let key = (resources.color_spaces.data().as_ptr() as usize, name.to_vec());
        let known = self.memory.spaces.borrow().get(&key).cloned();
        let space = known.unwrap_or_else(|| {
            let space = Space::named(name.as_ref(), Some(resources));
            let mut spaces = self.memory.spaces.borrow_mut();
            if spaces.len() < COLOURS {
                spaces.insert(key, space.clone());
            }
            space
        });
        if let Some(space) = space {
            let first = space.first();
            paint.set(space, first);
        }
    }

    /// The mean colour of a tiling pattern: its cell is painted on a canvas of its own, and what
    /// is left blank counts as white.
    fn tile_mean(
        &mut self,
        stream: &Stream<'a>,
        colour: Rgb,
        outer: &Resources<'a>,
    ) -> Result<Option<Rgb>, Limit> {
        let dict = stream.dict();
        let Some(b) = dict.get::<Rect>(b"BBox").filter(|_| self.depth < DEPTH) else {
            return Ok(None);
        };
        let Some(bounds) = Matrix::IDENTITY.bounds(b.x0, b.y0, b.x1, b.y1) else {
            return Ok(None);
        };
        let Some(form) = self.decoded_form(stream) else { return Ok(None) };
        let resources = form.resources.as_ref().unwrap_or(outer);
        let mut state = State::new(Matrix::IDENTITY, bounds);
        state.fill.colour = colour;
        state.stroke.colour = colour;
        let page = std::mem::replace(&mut self.canvas, Canvas::new(bounds, 0));
        self.depth += 1;
        let done = self.carry_out(Cow::Borrowed(&form.content), resources, state);
        self.depth -= 1;
        let tile = std::mem::replace(&mut self.canvas, page);
        done?;
        let (mut mean, mut painted) = (Mean::default(), 0.0);
        let fills = tile.fills.iter().map(|f| (f.mark.area, Some(f.mark.colour)));
        let rules = tile.rules.iter().map(|r| (r.mark.0.area, Some(r.mark.0.colour)));
        let images = tile.images.iter().map(|i| (i.mark.area, i.mark.colour));
        for (area, colour) in fills.chain(rules).chain(images) {
            let size = f64::from(area.width().max(0.1)) * f64::from(area.height().max(0.1));
            painted += size;
            if let Some(colour) = colour {
                mean.add(colour, size);
            }
        }
        let whole = f64::from(bounds.width()) * f64::from(bounds.height());
        let share = if whole > 0.0 { (painted / whole).min(1.0) as f32 } else { 1.0 };
        Ok(mean.colour().map(|c| blend(c, Rgb(255, 255, 255), share, false)))
    }

    /// Paints a shading over all that is not clipped away.
    pub(super) fn shading(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) {
        if self.marks.is_hidden() || state.is_text_clip {
            return;
        }
        let shading = resources.get_shading(name);
        if let Some(colour) = shading.and_then(|s| shading_mean(&s, resources)) {
            let mut coat = coat(state, false);
            coat.colour = colour;
            coat.is_solid = false;
            self.canvas.area(state.clip, coat, false, Shape::Other);
        }
    }
}
