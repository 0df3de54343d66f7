//! The content of a page: its drawing operators carried out on a canvas.
//!
//! ISO 32000-2, clauses 8, 9 and 14.6. Nothing is rasterised: glyphs, lines, areas and pictures are
//! noted with their place on the page as shown.

mod image;
mod marked;
mod paint;
mod path;
mod rectilinear;
mod state;
mod text;

use crate::canvas::{Canvas, Coat};
use crate::error::Limit;
use crate::font::{Font, Fonts};
use crate::geometry::Matrix;
use crate::inflate::Budget;
use crate::layers::Layers;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Rect, Stream};
use hayro_syntax::page::Resources;
use image::Pictures;
use marked::Marks;
use path::Path;
pub(crate) use state::State;
use std::rc::Rc;

/// Operators of one page, those of its forms included.
const OPERATORS: u64 = 5_000_000;
/// Glyphs, lines and areas of one page.
const MARKS: u64 = 1_000_000;
/// Forms and patterns in each other.
const DEPTH: u8 = 24;
/// Saved graphics states; a page that saves more is out of balance, and the rest is only counted.
const SAVED: usize = 2_000;

/// What one thread keeps from page to page.
pub(crate) struct Memory<'a> {
    pub(crate) fonts: Fonts<'a>,
    pictures: Pictures,
}

impl Memory<'_> {
    pub(crate) fn new() -> Self {
        Self { fonts: Fonts::new(), pictures: Pictures::default() }
    }
}

/// Carries out the operators of one page.
pub(crate) struct Interpreter<'m, 'a> {
    memory: &'m Memory<'a>,
    layers: &'m Layers,
    budget: &'m Budget,
    pub(crate) canvas: Canvas,
    marks: Marks,
    operators: u64,
    depth: u8,
    /// The number of the form that MCIDs belong to, where it has its own.
    form: Option<u32>,
}

impl<'m, 'a> Interpreter<'m, 'a> {
    pub(crate) fn new(
        memory: &'m Memory<'a>,
        layers: &'m Layers,
        budget: &'m Budget,
        canvas: Canvas,
    ) -> Self {
        Self {
            memory,
            layers,
            budget,
            canvas,
            marks: Marks::default(),
            operators: 0,
            depth: 0,
            form: None,
        }
    }

    /// Carries out a content stream.
    pub(crate) fn run(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        state: State<'a>,
    ) -> Result<(), Limit> {
        let mut at = Position {
            state,
            saved: Vec::new(),
            unsaved: 0,
            path: Path::default(),
            clip: None,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            text_clip: None,
            named: Vec::new(),
            states: Vec::new(),
        };
        let open_marks = self.marks.len();
        let mut operators = TypedIter::new(content);
        while let Some(op) = operators.next() {
            self.operators += 1;
            if self.operators > OPERATORS {
                return Err(Limit::Operators(OPERATORS));
            }
            if self.canvas.count() as u64 > MARKS {
                return Err(Limit::Marks(MARKS));
            }
            self.step(op, resources, &mut at)?;
        }
        // What the stream left open ends with it.
        while self.marks.len() > open_marks {
            self.end_mark();
        }
        Ok(())
    }

    fn step(
        &mut self,
        op: Op<'_, '_>,
        resources: &Resources<'a>,
        at: &mut Position<'a>,
    ) -> Result<(), Limit> {
        let ctm = at.state.ctm;
        match op {
            // Graphics state.
            Op::SaveState(_) if at.saved.len() < SAVED => at.saved.push(at.state.clone()),
            Op::SaveState(_) => at.unsaved += 1,
            Op::RestoreState(_) if at.unsaved > 0 => at.unsaved -= 1,
            Op::RestoreState(_) => {
                if let Some(state) = at.saved.pop() {
                    at.state = state;
                }
            }
            Op::Transform(m) => {
                at.state.ctm = matrix([m.0, m.1, m.2, m.3, m.4, m.5]).then(&ctm);
            }
            Op::LineWidth(w) => at.state.line_width = w.0.as_f64().abs(),
            Op::LineCap(cap) => at.state.has_caps = cap.0.as_i64() != 0,
            Op::DashPattern(d) => at.state.is_dashed = d.0.iter::<f32>().any(|x| x > 0.0),
            Op::SetGraphicsState(name) => {
                if let Some(dict) = named_state(name.0, resources, &mut at.states) {
                    self.set_state(&dict, at)?;
                }
            }
            // Paths.
            Op::MoveTo(p) => at.path.move_to(&ctm, p.0.as_f64(), p.1.as_f64()),
            Op::LineTo(p) => at.path.line_to(&ctm, p.0.as_f64(), p.1.as_f64()),
            Op::CubicTo(c) => {
                let (p1, p2) = (point(c.0, c.1), point(c.2, c.3));
                at.path.curve_to(&ctm, [p1, p2, point(c.4, c.5)]);
            }
            Op::CubicStartTo(c) => {
                let p1 = at.path.at();
                at.path.curve_to(&ctm, [p1, point(c.0, c.1), point(c.2, c.3)]);
            }
            Op::CubicEndTo(c) => {
                let end = point(c.2, c.3);
                at.path.curve_to(&ctm, [point(c.0, c.1), end, end]);
            }
            Op::ClosePath(_) => at.path.close(),
            Op::RectPath(r) => {
                let ((x, y), (w, h)) = (point(r.0, r.1), point(r.2, r.3));
                at.path.rect(&ctm, x, y, w, h);
            }
            Op::StrokePath(_) => self.paint_path(None, true, at),
            Op::CloseAndStrokePath(_) => {
                at.path.close();
                self.paint_path(None, true, at);
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) => {
                self.paint_path(Some(false), false, at);
            }
            Op::FillPathEvenOdd(_) => self.paint_path(Some(true), false, at),
            Op::FillAndStrokeNonZero(_) => self.paint_path(Some(false), true, at),
            Op::FillAndStrokeEvenOdd(_) => self.paint_path(Some(true), true, at),
            Op::CloseFillAndStrokeNonZero(_) => {
                at.path.close();
                self.paint_path(Some(false), true, at);
            }
            Op::CloseFillAndStrokeEvenOdd(_) => {
                at.path.close();
                self.paint_path(Some(true), true, at);
            }
            Op::EndPath(_) => self.paint_path(None, false, at),
            Op::ClipNonZero(_) => at.clip = Some(false),
            Op::ClipEvenOdd(_) => at.clip = Some(true),
            // Pictures, forms, shadings.
            Op::XObject(name) => {
                if let Some(stream) = resources.get_x_object(name.0) {
                    self.object(&stream, resources, &at.state)?;
                }
            }
            Op::InlineImage(stream) => self.picture(stream.0, Some(resources), &at.state)?,
            Op::Shading(name) => self.shading(name.0, resources, &at.state),
            // Marked content.
            Op::BeginMarkedContent(tag) => self.begin_mark(tag.0, None, resources),
            Op::BeginMarkedContentWithProperties(tag) => {
                self.begin_mark(tag.0, Some(tag.1), resources);
            }
            Op::EndMarkedContent(_) => self.end_mark(),
            other => {
                let Some(other) = paint::set_colour(self, &other, resources, at)? else {
                    return Ok(());
                };
                self.text_step(other, resources, at)?;
            }
        }
        Ok(())
    }

    /// Paints and clips by the path, and forgets it.
    fn paint_path(&mut self, fill: Option<bool>, stroke: bool, at: &mut Position<'a>) {
        if !at.path.is_empty() && !self.marks.is_hidden() {
            if let Some(even_odd) = fill {
                let coat = coat(&at.state, false);
                at.path.fill(even_odd, &at.state.clip, coat, &mut self.canvas);
            }
            if stroke {
                let width = at.state.line_width * at.state.ctm.scale();
                at.path.stroke(
                    width,
                    at.state.has_caps,
                    at.state.is_dashed,
                    &at.state.clip,
                    coat(&at.state, true),
                    &mut self.canvas,
                );
            }
        }
        if at.clip.take().is_some() {
            // Of a clip that is no box its bounds are taken; an empty path clips all away.
            at.state.clip = at
                .path
                .bounds()
                .and_then(|(area, _)| crate::geometry::clipped(&area, &at.state.clip))
                .unwrap_or(NOTHING);
        }
        at.path.clear();
    }

    fn set_state(&mut self, dict: &Dict<'a>, at: &mut Position<'a>) -> Result<(), Limit> {
        let state = &mut at.state;
        if let Some(width) = dict.get::<f64>(b"LW") {
            state.line_width = width.abs();
        }
        if let Some(alpha) = dict.get::<f32>(b"ca") {
            state.fill.alpha = alpha;
        }
        if let Some(alpha) = dict.get::<f32>(b"CA") {
            state.stroke.alpha = alpha;
        }
        let mode = dict.get::<Name<'_>>(b"BM").or_else(|| {
            dict.get::<hayro_syntax::object::Array<'_>>(b"BM")?.iter::<Name<'_>>().next()
        });
        if let Some(mode) = mode {
            state.multiplies = matches!(mode.as_ref(), b"Multiply" | b"Darken");
            state.is_masked = !matches!(mode.as_ref(), b"Normal" | b"Compatible");
        }
        if dict.get::<Dict<'_>>(b"SMask").is_some() {
            state.is_masked = true;
        } else if dict.get::<Name<'_>>(b"SMask").is_some() {
            state.is_masked = state.multiplies;
        }
        let font = dict.get::<hayro_syntax::object::Array<'a>>(b"Font");
        if let Some(mut items) = font.map(|f| f.flex_iter())
            && let (Some(font), Some(size)) = (items.next::<Dict<'a>>(), items.next::<f64>())
        {
            state.text.font = self.memory.fonts.get(&font, self.budget)?;
            state.text.size = size;
        }
        Ok(())
    }

    /// A form or a picture.
    fn object(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Result<(), Limit> {
        if self.marks.is_hidden() || self.layers.hide(stream.dict()) {
            return Ok(());
        }
        match stream.dict().get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.picture(stream, Some(resources), state),
            Some(b"Form") => self.form(stream, resources, state),
            _ => Ok(()),
        }
    }

    /// Carries out a form. One that is nested too deep, as a form within itself, is left out.
    pub(crate) fn form(
        &mut self,
        stream: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
    ) -> Result<(), Limit> {
        if self.depth >= DEPTH {
            return Ok(());
        }
        let dict = stream.dict();
        let mut inner = state.clone();
        if let Some(m) = dict.get::<[f64; 6]>(b"Matrix") {
            inner.ctm = Matrix(m).then(&inner.ctm);
        }
        if let Some(b) = dict.get::<Rect>(b"BBox") {
            let bounds = inner.ctm.bounds(b.x0, b.y0, b.x1, b.y1);
            match bounds.and_then(|b| crate::geometry::clipped(&b, &inner.clip)) {
                Some(clip) => inner.clip = clip,
                None => return Ok(()),
            }
        }
        if dict.get::<Dict<'_>>(b"Group").is_some() {
            inner.group_alpha *= inner.fill.alpha;
            (inner.fill.alpha, inner.stroke.alpha) = (1.0, 1.0);
        }
        let Some(content) = self.budget.decode(stream)? else {
            return Ok(());
        };
        let resources = match dict.get::<Dict<'a>>(b"Resources") {
            Some(own) => &Resources::new(own),
            None => outer,
        };
        let form = self.form;
        if dict.contains_key(b"StructParents") {
            self.form = Some(stream.obj_id().obj_number);
        }
        self.depth += 1;
        let done = self.run(&content, resources, inner);
        self.depth -= 1;
        self.form = form;
        done
    }
}

/// An area that nothing stands in.
const NOTHING: tablemend_model::Rect =
    tablemend_model::Rect { x0: -1e9, y0: -1e9, x1: -1e9, y1: -1e9 };

/// Where the carrying out of one stream has come to.
pub(crate) struct Position<'a> {
    state: State<'a>,
    saved: Vec<State<'a>>,
    /// States that were not saved because there are too many.
    unsaved: u64,
    path: Path,
    /// The fill rule of a clip that the next painting operator sets.
    clip: Option<bool>,
    /// The text matrix.
    matrix: Matrix,
    /// The text line matrix.
    line: Matrix,
    /// The box of text that will clip.
    text_clip: Option<tablemend_model::Rect>,
    /// The fonts that this stream has named so far; looking one up again is costly.
    named: Vec<(Vec<u8>, Option<Rc<Font<'a>>>)>,
    /// The graphics states that it has named, likewise.
    states: Vec<(Vec<u8>, Option<Dict<'a>>)>,
}

/// Most fonts, and most graphics states, remembered by name for one stream.
const NAMED: usize = 64;

/// The graphics state dictionary that a stream calls by a name.
fn named_state<'a>(
    name: &Name<'_>,
    resources: &Resources<'a>,
    named: &mut Vec<(Vec<u8>, Option<Dict<'a>>)>,
) -> Option<Dict<'a>> {
    if let Some((_, dict)) = named.iter().find(|(known, _)| known.as_slice() == &**name) {
        return dict.clone();
    }
    let dict = resources.get_ext_g_state(name);
    if named.len() < NAMED {
        named.push((name.to_vec(), dict.clone()));
    }
    dict
}

/// How the current colour covers what is there.
fn coat(state: &State<'_>, is_stroke: bool) -> Coat {
    let paint = if is_stroke { &state.stroke } else { &state.fill };
    let alpha = (paint.alpha * state.group_alpha).clamp(0.0, 1.0);
    Coat {
        colour: paint.colour,
        alpha,
        multiplies: state.multiplies,
        is_solid: alpha >= 1.0 && !state.is_masked && !paint.is_pattern,
    }
}

fn matrix(m: [Number; 6]) -> Matrix {
    Matrix(m.map(|n| n.as_f64()))
}

fn point(x: Number, y: Number) -> (f64, f64) {
    (x.as_f64(), y.as_f64())
}
