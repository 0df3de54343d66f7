//! The content of a page: its drawing operators carried out on a canvas.
//!
//! ISO 32000-2, clauses 8, 9 and 14.6. Nothing is rasterised: glyphs, lines, areas and pictures are
//! noted with their place on the page as shown.

mod image;
#[cfg(feature = "draw")]
pub(crate) use image::bounds;
pub(crate) use path::Small;
mod lines;
mod marked;
mod paint;
mod path;
mod rectilinear;
mod state;
mod text;
mod tokens;

use crate::canvas::{Canvas, Coat};
use crate::colour::Space;
use crate::doubts::Doubts;
use crate::error::Limit;
use crate::font::{Font, Fonts};
use crate::geometry::{Matrix, clipped};
use crate::inflate::Budget;
use crate::layers::Layers;
use crate::page::{Cut, DoubtKind};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Rect, Stream};
use hayro_syntax::page::Resources;
use image::Pictures;
use marked::Marks;
use path::Path;
pub(crate) use state::State;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use tablemend_model::Rgb;

/// Operators of one page, those of its forms included.
const OPERATORS: u64 = 5_000_000;
/// Glyphs, lines and areas of one page.
const MARKS: u64 = 1_000_000;
/// Forms and patterns in each other.
const DEPTH: u8 = 24;
/// Saved graphics states; a page that saves more is out of balance, and the rest is only counted.
const SAVED: usize = 2_000;

/// Damaged tokens of a stream beyond which the rest of it is left: looking for the end of one can
/// take a look at all bytes behind it.
const FAULTS: usize = 10_000;
const FAULT_BYTES: usize = 1 << 27;
/// Bytes of decoded forms that are kept for the next time they are used.
const FORM_BYTES: usize = 32 << 20;
/// Colour spaces, and means of patterns, that are kept.
const COLOURS: usize = 4096;

/// What was made of a part of the file before, by what names it; `None` where nothing could be.
type Kept<K, V> = RefCell<HashMap<K, Option<V>>>;

/// What one thread keeps from page to page.
pub(crate) struct Memory<'a> {
    pub(crate) fonts: Fonts<'a>,
    pictures: Pictures,
    forms: Kept<(u32, i32), Rc<Form<'a>>>,
    form_bytes: Cell<usize>,
    /// By where the dictionary of the names lies, and the name.
    spaces: Kept<(usize, Vec<u8>), Space>,
    /// Means of patterns, by where they lie and the colour that an uncoloured one is painted in.
    patterns: Kept<(usize, usize, [u8; 3]), Rgb>,
}

/// A form that was decoded.
struct Form<'a> {
    content: Vec<u8>,
    is_whole: bool,
    resources: Option<Resources<'a>>,
}

impl Memory<'_> {
    pub(crate) fn new() -> Self {
        Self {
            fonts: Fonts::new(),
            pictures: Pictures::default(),
            forms: RefCell::default(),
            form_bytes: Cell::new(0),
            spaces: RefCell::default(),
            patterns: RefCell::default(),
        }
    }
}

/// Carries out the operators of one page.
pub(crate) struct Interpreter<'m, 'a> {
    memory: &'m Memory<'a>,
    layers: &'m Layers,
    budget: &'m Budget<'m>,
    pub(crate) canvas: Canvas,
    pub(crate) doubts: Doubts,
    marks: Marks,
    operators: u64,
    /// Letters shown so far.
    letters: u64,
    last_letter: Option<text::Letter>,
    line_end: Option<text::LineEnd>,
    pub(crate) cuts: Vec<Cut>,
    depth: u8,
    /// The number of the form that MCIDs belong to, where it has its own.
    form: Option<u32>,
}

impl<'m, 'a> Interpreter<'m, 'a> {
    pub(crate) fn new(
        memory: &'m Memory<'a>,
        layers: &'m Layers,
        budget: &'m Budget<'m>,
        canvas: Canvas,
    ) -> Self {
        Self {
            memory,
            layers,
            budget,
            canvas,
            doubts: Doubts::default(),
            marks: Marks::default(),
            operators: 0,
            letters: 0,
            last_letter: None,
            line_end: None,
            cuts: Vec::new(),
            depth: 0,
            form: None,
        }
    }

    /// Operators carried out so far.
    pub(crate) fn operators(&self) -> u64 {
        self.operators
    }

    /// Carries out a content stream.
    pub(crate) fn run(
        &mut self,
        content: Vec<u8>,
        resources: &Resources<'a>,
        state: State<'a>,
    ) -> Result<(), Limit> {
        self.carry_out(Cow::Owned(tokens::ended(content)), resources, state)
    }

    /// Carries out a content stream that ends with our own operator. Where that is not met, the
    /// token at fault is put right or passed over.
    fn carry_out(
        &mut self,
        mut content: Cow<'_, [u8]>,
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
        let most_faults = (FAULT_BYTES / content.len().max(1)).clamp(8, FAULTS);
        let (mut from, mut faults) = (0, 0);
        loop {
            let mut operators = TypedIter::new(content.get(from..).unwrap_or_default());
            let (mut read, mut is_end) = (0, false);
            while let Some(op) = operators.next() {
                read += 1;
                self.operators += 1;
                if self.operators > OPERATORS {
                    return Err(Limit::Operators(OPERATORS));
                }
                if self.canvas.count() as u64 > MARKS {
                    return Err(Limit::Marks(MARKS));
                }
                if let Op::Fallback(operator) = &op
                    && ***operator == *tokens::END
                {
                    is_end = true;
                    break;
                }
                self.step(op, resources, &mut at)?;
            }
            if is_end {
                break;
            }
            faults += 1;
            self.doubts.add(DoubtKind::TokensSkipped);
            if faults > most_faults {
                self.doubts.add(DoubtKind::ContentBroken);
                break;
            }
            match tokens::mend(content.to_mut(), from, read) {
                Some(next) => from = next,
                None => break,
            }
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
            Op::XObject(name) => match resources.get_x_object(name.0) {
                Some(stream) => self.object(&stream, resources, &at.state)?,
                None if resources.x_objects.contains_key(name.0.as_ref() as &[u8]) => {
                    self.doubts.add(DoubtKind::FormLost);
                }
                None => {}
            },
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
        if at.state.is_text_clip {
            // It colours letters that were noted when they were shown.
        } else if !at.path.is_empty() && !self.marks.is_hidden() {
            if let Some(even_odd) = fill {
                let coat = coat(&at.state, false);
                let whole = [at.state.clip];
                let clip = at.state.clip_parts.as_deref().unwrap_or(&whole);
                // All of a clip that is a sign is painted.
                let covered = at.path.bounds().filter(|(_, is_box)| *is_box).map(|(b, _)| b);
                let is_within = |s: &Small| {
                    covered.is_some_and(|b| clipped(&s.area, &b).is_some_and(|c| c == s.area))
                };
                match at.state.clip_sign.filter(is_within) {
                    Some(sign) if self.canvas.has_room_for_signs() => self.canvas.sign(sign, coat),
                    _ => at.path.fill(even_odd, clip, coat, &mut self.canvas),
                }
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
        if let Some(even_odd) = at.clip.take() {
            at.clip_to_path(even_odd);
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
            state.is_blended = !matches!(mode.as_ref(), b"Normal" | b"Compatible");
        }
        if dict.get::<Dict<'_>>(b"SMask").is_some() {
            state.is_masked = true;
        } else if dict.get::<Name<'_>>(b"SMask").is_some() {
            state.is_masked = false;
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
            match bounds.and_then(|b| clipped(&b, &inner.clip)) {
                Some(clip) => inner.clip = clip,
                None => return Ok(()),
            }
        }
        if dict.get::<Dict<'_>>(b"Group").is_some() {
            inner.group_alpha *= inner.fill.alpha;
            (inner.fill.alpha, inner.stroke.alpha) = (1.0, 1.0);
        }
        let Some(form) = self.decoded_form(stream) else { return Ok(()) };
        if !form.is_whole {
            self.doubts.add(DoubtKind::ContentBroken);
        }
        let resources = form.resources.as_ref().unwrap_or(outer);
        let outer_form = self.form;
        if dict.contains_key(b"StructParents") {
            self.form = Some(stream.obj_id().obj_number);
        }
        self.depth += 1;
        let done = self.carry_out(Cow::Borrowed(&form.content), resources, inner);
        self.depth -= 1;
        self.form = outer_form;
        done
    }

    /// The content of a form, decoded once; `None`, with a doubt, where it cannot be.
    fn decoded_form(&mut self, stream: &Stream<'a>) -> Option<Rc<Form<'a>>> {
        let id = stream.obj_id();
        let key = (id.obj_number, id.gen_number);
        let known = self.memory.forms.borrow().get(&key).cloned();
        let form = match known {
            Some(form) => form,
            None => match self.budget.decode(stream) {
                Ok(decoded) => {
                    let form = decoded.map(|decoded| {
                        Rc::new(Form {
                            content: tokens::ended(decoded.data),
                            is_whole: decoded.is_whole,
                            resources: stream
                                .dict()
                                .get::<Dict<'a>>(b"Resources")
                                .map(Resources::new),
                        })
                    });
                    self.remember_form(key, form.clone());
                    form
                }
                Err(_) => {
                    self.doubts.add(DoubtKind::Bounded);
                    return None;
                }
            },
        };
        if form.is_none() {
            self.doubts.add(DoubtKind::FormLost);
        }
        form
    }

    fn remember_form(&self, key: (u32, i32), form: Option<Rc<Form<'a>>>) {
        let bytes = form.as_ref().map_or(64, |f| f.content.len() + 1024);
        let mut forms = self.memory.forms.borrow_mut();
        if self.memory.form_bytes.get() + bytes > FORM_BYTES {
            forms.clear();
            self.memory.form_bytes.set(0);
        }
        if bytes <= FORM_BYTES {
            self.memory.form_bytes.set(self.memory.form_bytes.get() + bytes);
            forms.insert(key, form);
        }
    }
}

/// An area that nothing is in.
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

impl Position<'_> {
    /// Takes the path for the clip, together with the one that there is.
    fn clip_to_path(&mut self, even_odd: bool) {
        let state = &mut self.state;
        let before = state.clip;
        // An empty path clips all away.
        let Some((area, is_box)) = self.path.bounds() else {
            state.clip = NOTHING;
            return;
        };
        state.clip = clipped(&area, &before).unwrap_or(NOTHING);
        state.clip_sign = match (is_box, state.clip_sign) {
            (true, known) => known.filter(|s| state.clip == s.area),
            (false, _) => self.path.small(even_odd).filter(|s| state.clip == s.area),
        };
        let parts = match (is_box, &state.clip_parts) {
            (true, None) => return,
            (true, Some(parts)) => Some(within(parts, &[area])),
            (false, known) => self.path.boxes(even_odd).map(|boxes| match known {
                Some(parts) => within(parts, &boxes),
                None => within(&[before], &boxes),
            }),
        };
        match parts {
            Some(parts) => state.clip_parts = Some(parts.into()),
            None => state.is_clip_shaped = true,
        }
    }
}

/// What boxes of two lists have in common. Lists are short.
fn within(
    some: &[tablemend_model::Rect],
    others: &[tablemend_model::Rect],
) -> Vec<tablemend_model::Rect> {
    let common = some.iter().flat_map(|a| others.iter().filter_map(|b| clipped(a, b)));
    common.filter(|r| r.width() > 0.0 && r.height() > 0.0).take(256).collect()
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
        is_solid: alpha >= 1.0
            && !state.is_masked
            && !state.is_blended
            && !state.is_clip_shaped
            && !paint.is_pattern,
    }
}

fn matrix(m: [Number; 6]) -> Matrix {
    Matrix(m.map(|n| n.as_f64()))
}

fn point(x: Number, y: Number) -> (f64, f64) {
    (x.as_f64(), y.as_f64())
}
