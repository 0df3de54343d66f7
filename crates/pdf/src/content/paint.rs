//! Colours and patterns of the graphics state (ISO 32000-2, 8.6.8 and 8.7).

use super::state::Paint;
use super::{DEPTH, Interpreter, Position, State, coat};
use crate::canvas::Canvas;
use crate::colour::{Mean, Space, blend, cmyk, gray, shading_mean};
use crate::error::Limit;
use crate::geometry::Matrix;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object, Rect, Stream};
use hayro_syntax::page::Resources;
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
        Op::ColorSpaceNonStroke(name) => set_space(&mut state.fill, name.0, resources),
        Op::ColorSpaceStroke(name) => set_space(&mut state.stroke, name.0, resources),
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

fn set_space(paint: &mut Paint, name: &Name<'_>, resources: &Resources<'_>) {
    if let Some(space) = Space::named(name.as_ref(), Some(resources)) {
        let first = space.first();
        paint.set(space, first);
    }
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
        match resources.get_pattern(name) {
            Some(Object::Dict(dict)) => Ok(dict
                .get::<Object<'_>>(b"Shading")
                .and_then(|shading| shading_mean(&shading, resources))),
            Some(Object::Stream(stream)) => {
                let values: Vec<f32> = values.iter().map(|n| n.as_f32()).collect();
                self.tile_mean(&stream, paint.space.rgb(&values), resources)
            }
            _ => Ok(None),
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
        let Some(content) = self.budget.decode(stream)? else {
            return Ok(None);
        };
        let resources = match dict.get::<Dict<'a>>(b"Resources") {
            Some(own) => &Resources::new(own),
            None => outer,
        };
        let mut state = State::new(Matrix::IDENTITY, bounds);
        state.fill.colour = colour;
        state.stroke.colour = colour;
        let page = std::mem::replace(&mut self.canvas, Canvas::new(bounds, 0));
        self.depth += 1;
        let done = self.run(&content, resources, state);
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
        if self.marks.is_hidden() {
            return;
        }
        let shading = resources.get_shading(name);
        if let Some(colour) = shading.and_then(|s| shading_mean(&s, resources)) {
            let mut coat = coat(state, false);
            coat.colour = colour;
            coat.is_solid = false;
            self.canvas.area(state.clip, coat, false);
        }
    }
}
