//! The words of a page read once more, in the plainest way there is: every code that the content
//! shows, through the map of its font, in the order of the content.
//!
//! This reading is a witness against the other one ([`crate::Reader::page`]) and shares with it
//! only the objects of the file and the maps of the fonts. It knows no paint, no clip, no lines and
//! no columns: words end at blanks and where the next letter is elsewhere.

mod place;
mod scan;

use crate::error::Limit;
use crate::font::Fonts;
use crate::geometry::Matrix;
use crate::inflate::Budget;
use crate::layers::Layers;
use crate::unicode;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, Stream};
use hayro_syntax::page::Resources;
use place::Words;
use scan::{Scanner, Token};
use std::collections::HashMap;
use std::rc::Rc;
use tablemend_model::Rect;

/// Operators of one page, those of its forms included.
const OPERATORS: u64 = 5_000_000;
/// Letters of one page.
const LETTERS: usize = 4_000_000;
/// Forms in each other, and saved states.
const DEPTH: u8 = 24;
const SAVED: usize = 2_000;
/// Bytes of decoded forms that are kept for the next time they are used.
const FORM_BYTES: usize = 32 << 20;
/// Operands of one operator, the parts of an array counted each.
const OPERANDS: usize = 100_000;

/// A word of a page, and where it is on the page as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// What it says: no blanks, at least one letter or digit.
    pub text: String,
    /// Around the origins of its letters.
    pub area: Rect,
}

/// Reads the words of one page.
pub(crate) struct Witness<'m, 'a> {
    fonts: &'m Fonts<'a>,
    layers: &'m Layers,
    budget: &'m Budget<'m>,
    words: Words,
    operators: u64,
    depth: u8,
    /// Forms that were decoded, by number, and their bytes together.
    forms: HashMap<(u32, i32), Rc<Vec<u8>>>,
    form_bytes: usize,
}

/// The graphics state, as far as text needs it.
#[derive(Clone)]
pub(crate) struct State<'a> {
    ctm: Matrix,
    font: Option<Rc<crate::font::Font<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    pub(crate) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Where the text goes on.
struct Pen {
    matrix: Matrix,
    line: Matrix,
}

impl Pen {
    fn move_by(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(&self.line);
        self.matrix = self.line;
    }
}

/// What marked content means for the text in it.
#[derive(Default)]
struct Mark {
    hides: bool,
    /// Its own text stands for what its letters say.
    is_replaced: bool,
}

impl<'m, 'a> Witness<'m, 'a> {
    /// `area` is the page as shown.
    pub(crate) fn new(
        fonts: &'m Fonts<'a>,
        layers: &'m Layers,
        budget: &'m Budget<'m>,
        area: Rect,
    ) -> Self {
        let words = Words::new(area);
        let (forms, form_bytes) = (HashMap::new(), 0);
        Self { fonts, layers, budget, words, operators: 0, depth: 0, forms, form_bytes }
    }

    /// The words that were read.
    pub(crate) fn finish(self) -> Vec<Word> {
        self.words.finish()
    }

    /// Reads a content stream.
    pub(crate) fn run(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        state: State<'a>,
    ) -> Result<(), Limit> {
        let mut state = state;
        let mut saved: Vec<State<'a>> = Vec::new();
        let mut unsaved = 0_u64;
        let mut pen = Pen { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY };
        let mut marks: Vec<Mark> = Vec::new();
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut tokens = Scanner::new(content);
        while let Some(token) = tokens.next() {
            let Token::Operator(operator) = token else {
                if operands.len() < OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            self.operators += 1;
            if self.operators > OPERATORS {
                return Err(Limit::Operators(OPERATORS));
            }
            if self.words.letters() > LETTERS {
                return Err(Limit::Letters(LETTERS as u64));
            }
            let is_silent = marks.iter().any(|m| m.hides || m.is_replaced);
            match operator {
                b"BI" => tokens.skip_picture(),
                b"q" if saved.len() < SAVED => saved.push(state.clone()),
                b"q" => unsaved += 1,
                b"Q" if unsaved > 0 => unsaved -= 1,
                b"Q" => state = saved.pop().unwrap_or(state),
                b"cm" => {
                    if let Some(m) = matrix(&operands) {
                        state.ctm = m.then(&state.ctm);
                    }
                }
                b"BT" => pen = Pen { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY },
                b"Tf" => self.set_font(&operands, resources, &mut state)?,
                b"gs" => self.set_state(&operands, resources, &mut state)?,
                b"Do" => {
                    let silent = marks.iter().any(|m| m.hides);
                    let form = name(&operands).filter(|_| !silent);
                    if let Some(stream) =
                        form.and_then(|n| resources.x_objects.get::<Stream<'a>>(n))
                    {
                        self.object(&stream, resources, &state)?;
                    }
                }
                b"BMC" => marks.push(Mark::default()),
                b"BDC" => {
                    let mark = self.mark(&operands, resources, &state, &pen);
                    marks.push(mark);
                }
                b"EMC" => {
                    if marks.pop().is_some_and(|m| m.is_replaced) {
                        self.words.end();
                    }
                }
                b"Tj" | b"'" | b"\"" | b"TJ" => {
                    if let (b"\"", [.., word, letter, _]) = (operator, &operands[..])
                        && let (Token::Number(word), Token::Number(letter)) = (word, letter)
                    {
                        (state.word_space, state.char_space) = (*word, *letter);
                    }
                    if operator != b"Tj" && operator != b"TJ" {
                        pen.move_by(0.0, -state.leading);
                    }
                    self.show(&operands, is_silent, &state, &mut pen);
                }
                _ => set_text(operator, &operands, &mut state, &mut pen),
            }
            operands.clear();
        }
        Ok(())
    }

    /// A form; pictures have no words.
    pub(crate) fn object(
        &mut self,
        stream: &Stream<'a>,
        outer: &Resources<'a>,
        state: &State<'a>,
    ) -> Result<(), Limit> {
        let dict = stream.dict();
        let is_form = dict.get::<Name<'_>>(b"Subtype").as_deref() == Some(b"Form");
        if !is_form || self.depth >= DEPTH || self.layers.hide(dict) {
            return Ok(());
        }
        let Some(content) = self.content(stream) else { return Ok(()) };
        let mut inner = state.clone();
        if let Some(m) = dict.get::<[f64; 6]>(b"Matrix") {
            inner.ctm = Matrix(m).then(&inner.ctm);
        }
        let own = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
        self.depth += 1;
        let done = self.run(&content, own.as_ref().unwrap_or(outer), inner);
        self.depth -= 1;
        done
    }

    /// The content of a form; `None` where it cannot be decoded, which the other reading tells.
    fn content(&mut self, stream: &Stream<'a>) -> Option<Rc<Vec<u8>>> {
        let id = stream.obj_id();
        let key = (id.obj_number, id.gen_number);
        if let Some(known) = self.forms.get(&key) {
            return Some(Rc::clone(known));
        }
        let content = Rc::new(self.budget.decode(stream).ok()??.data);
        if self.form_bytes + content.len() <= FORM_BYTES {
            self.form_bytes += content.len();
            self.forms.insert(key, Rc::clone(&content));
        }
        Some(content)
    }

    /// What an annotation shows, in its rectangle (ISO 32000-2, 12.5.5).
    pub(crate) fn appearance(
        &mut self,
        annotation: &Dict<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
    ) -> Result<(), Limit> {
        let looks = annotation.get::<Dict<'a>>(b"AP");
        let stream = match looks.and_then(|looks| looks.get::<Object<'a>>(b"N")) {
            Some(Object::Stream(stream)) => Some(stream),
            Some(Object::Dict(states)) => {
                let state = annotation.get::<Name<'_>>(b"AS");
                state.and_then(|state| states.get::<Stream<'a>>(state.as_ref()))
            }
            _ => None,
        };
        let (Some(stream), Some(rect)) = (stream, annotation.get::<PdfRect>(b"Rect")) else {
            return Ok(());
        };
        let own = stream.dict().get::<[f64; 6]>(b"Matrix").map_or(Matrix::IDENTITY, Matrix);
        let bounds = stream.dict().get::<PdfRect>(b"BBox");
        let Some(b) = bounds.and_then(|b| own.bounds(b.x0, b.y0, b.x1, b.y1)) else {
            return Ok(());
        };
        let (sx, sy) = (
            (rect.x1 - rect.x0) / f64::from(b.width()).max(1e-6),
            (rect.y1 - rect.y0) / f64::from(b.height()).max(1e-6),
        );
        let (dx, dy) = (rect.x0 - f64::from(b.x0) * sx, rect.y0 - f64::from(b.y0) * sy);
        let mut inner = state.clone();
        inner.ctm = Matrix([sx, 0.0, 0.0, sy, dx, dy]).then(&state.ctm);
        self.object(&stream, resources, &inner)
    }

    fn set_font(
        &mut self,
        operands: &[Token<'_>],
        resources: &Resources<'a>,
        state: &mut State<'a>,
    ) -> Result<(), Limit> {
        let [.., Token::Name(name), Token::Number(size)] = operands else { return Ok(()) };
        state.size = *size;
        match resources.fonts.get::<Dict<'a>>(name) {
            Some(dict) => {
                if let Some(font) = self.fonts.get(&dict, self.budget)? {
                    state.font = Some(font);
                }
            }
            None if state.font.is_none() || resources.fonts.contains_key(name) => {
                state.font = self.fonts.standard(self.budget);
            }
            None => {}
        }
        Ok(())
    }

    /// The font that a graphics state dictionary sets.
    fn set_state(
        &mut self,
        operands: &[Token<'_>],
        resources: &Resources<'a>,
        state: &mut State<'a>,
    ) -> Result<(), Limit> {
        let dict = name(operands).and_then(|n| resources.ext_g_states.get::<Dict<'a>>(n));
        let font = dict.and_then(|d| d.get::<Array<'a>>(b"Font"));
        if let Some(mut items) = font.map(|f| f.flex_iter())
            && let (Some(font), Some(size)) = (items.next::<Dict<'a>>(), items.next::<f64>())
        {
            state.font = self.fonts.get(&font, self.budget)?;
            state.size = size;
        }
        Ok(())
    }

    /// What begins with a `BDC`: a layer that is off, or text that stands for the letters.
    fn mark(
        &mut self,
        operands: &[Token<'_>],
        resources: &Resources<'a>,
        state: &State<'a>,
        pen: &Pen,
    ) -> Mark {
        let mut mark = Mark::default();
        let mut actual = None;
        match operands {
            [.., Token::Name(tag), Token::Name(name)] => {
                if let Some(dict) = resources.properties.get::<Dict<'a>>(name) {
                    mark.hides = tag == b"OC" && self.layers.is_off(&dict);
                    let text = dict.get::<hayro_syntax::object::String<'_>>(b"ActualText");
                    actual = text.map(|t| t.as_bytes().to_vec());
                }
            }
            _ => {
                let said = operands.windows(2).find_map(|pair| match pair {
                    [Token::Name(key), Token::Text(text)] if key == b"ActualText" => Some(text),
                    _ => None,
                });
                actual = said.cloned();
            }
        }
        if let Some(text) = actual {
            mark.is_replaced = true;
            let text = unicode::plain(&unicode::text_string(&text), None);
            let to_page = pen.matrix.then(&state.ctm);
            let at = to_page.apply(0.0, state.rise);
            self.words.end();
            for c in text.chars() {
                self.words.add(c.encode_utf8(&mut [0; 4]), at, at, 0.0);
            }
        }
        mark
    }

    /// Shows the strings among the operands and goes on behind them.
    fn show(&mut self, operands: &[Token<'_>], is_silent: bool, state: &State<'a>, pen: &mut Pen) {
        let Some(font) = state.font.clone() else { return };
        for operand in operands {
            match operand {
                Token::Number(n) => {
                    let back = -n / 1000.0 * state.size;
                    let shift = match font.is_horizontal {
                        true => Matrix::shift(back * state.scale, 0.0),
                        false => Matrix::shift(0.0, back),
                    };
                    pen.matrix = shift.then(&pen.matrix);
                }
                Token::Text(bytes) => self.show_string(bytes, &font, is_silent, state, pen),
                _ => {}
            }
        }
    }

    fn show_string(
        &mut self,
        bytes: &[u8],
        font: &crate::font::Font<'a>,
        is_silent: bool,
        state: &State<'a>,
        pen: &mut Pen,
    ) {
        let size = state.size;
        let mut at = 0;
        while at < bytes.len() {
            let (number, length) = font.read_code(bytes, at);
            let is_space = length == 1 && number == 32;
            at += length;
            let code = font.code(number);
            let gap = state.char_space + if is_space { state.word_space } else { 0.0 };
            let (width, step) = match font.is_horizontal {
                true => {
                    let width = code.advance.0 * size * state.scale;
                    ((width, 0.0), (width + gap * state.scale, 0.0))
                }
                false => {
                    let width = code.advance.1 * size;
                    ((0.0, width), (0.0, width + gap))
                }
            };
            if !is_silent {
                let to_page = pen.matrix.then(&state.ctm);
                let from = to_page.apply(0.0, state.rise);
                let to = to_page.apply(width.0, state.rise + width.1);
                let (dx, dy) = to_page.turn(0.0, size);
                self.words.add(&code.text, from, to, dx.hypot(dy));
            }
            pen.matrix = Matrix::shift(step.0, step.1).then(&pen.matrix);
        }
    }
}

/// The operators of the text state and of positions.
fn set_text(operator: &[u8], operands: &[Token<'_>], state: &mut State<'_>, pen: &mut Pen) {
    let number = |back: usize| {
        let at = operands.len().checked_sub(back)?;
        match operands.get(at) {
            Some(Token::Number(n)) => Some(*n),
            _ => None,
        }
    };
    let (last, before) = (number(1), number(2));
    match (operator, before, last) {
        (b"Tc", _, Some(n)) => state.char_space = n,
        (b"Tw", _, Some(n)) => state.word_space = n,
        (b"Tz", _, Some(n)) => state.scale = n / 100.0,
        (b"TL", _, Some(n)) => state.leading = n,
        (b"Ts", _, Some(n)) => state.rise = n,
        (b"Td", Some(x), Some(y)) => pen.move_by(x, y),
        (b"TD", Some(x), Some(y)) => {
            state.leading = -y;
            pen.move_by(x, y);
        }
        (b"T*", ..) => pen.move_by(0.0, -state.leading),
        (b"Tm", ..) => {
            if let Some(m) = matrix(operands) {
                (pen.matrix, pen.line) = (m, m);
            }
        }
        _ => {}
    }
}

fn name<'t>(operands: &'t [Token<'_>]) -> Option<&'t [u8]> {
    match operands.last() {
        Some(Token::Name(name)) => Some(name),
        _ => None,
    }
}

/// The last six operands as a matrix.
fn matrix(operands: &[Token<'_>]) -> Option<Matrix> {
    let last = operands.get(operands.len().checked_sub(6)?..)?;
    let mut out = [0.0; 6];
    for (to, token) in out.iter_mut().zip(last) {
        match token {
            Token::Number(n) => *to = *n,
            _ => return None,
        }
    }
    Some(Matrix(out))
}
