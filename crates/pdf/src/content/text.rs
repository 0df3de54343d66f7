//! Showing text (ISO 32000-2, 9.3 and 9.4).

use super::{Interpreter, NAMED, Position, State, coat, matrix};
use crate::canvas::Coat;
use crate::error::Limit;
use crate::font::Font;
use crate::geometry::{Matrix, centre, clipped};
use crate::page::{Cut, DoubtKind, Glyph};
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Name, Object};
use hayro_syntax::page::Resources;
use std::rc::Rc;
use tablemend_model::{Rect, Rgb};

/// How much of a glyph's box may be cut off before it counts as clipped away: its middle must show.
const MARGIN: f32 = 0.5;

/// What is not more opaque than this nobody sees.
const SEEN: f32 = 0.01;

/// Lines of one page that a clip cuts off; more say nothing more.
const CUTS: usize = 4096;

/// Bytes of text of one page. A code can say many letters.
const LETTERS: u64 = 16 << 20;

impl<'a> Interpreter<'_, 'a> {
    pub(super) fn text_step(
        &mut self,
        op: &Op<'_, '_>,
        resources: &Resources<'a>,
        at: &mut Position<'a>,
    ) -> Result<(), Limit> {
        let text = &mut at.state.text;
        match op {
            Op::BeginText(_) => (at.matrix, at.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            Op::EndText(_) => {
                if let Some(area) = at.text_clip.take() {
                    at.state.clip = clipped(&area, &at.state.clip).unwrap_or(super::NOTHING);
                    at.state.is_clip_shaped = true;
                    at.state.is_text_clip = true;
                }
            }
            Op::CharacterSpacing(n) => text.char_space = n.0.as_f64(),
            Op::WordSpacing(n) => text.word_space = n.0.as_f64(),
            Op::HorizontalScaling(n) => text.scale = n.0.as_f64() / 100.0,
            Op::TextLeading(n) => text.leading = n.0.as_f64(),
            Op::TextRise(n) => text.rise = n.0.as_f64(),
            Op::TextRenderingMode(n) => text.mode = n.0.as_i64(),
            Op::TextFont(font) => {
                text.size = font.1.as_f64();
                // A font that is not there leaves the one before in place.
                if let Some(font) = self.named_font(font.0, resources, &mut at.named)? {
                    text.font = Some(font);
                } else if text.font.is_none() {
                    text.font = self.memory.fonts.standard(self.budget);
                }
            }
            Op::NextLine(d) => next_line(at, d.0.as_f64(), d.1.as_f64()),
            Op::NextLineAndSetLeading(d) => {
                text.leading = -d.1.as_f64();
                next_line(at, d.0.as_f64(), d.1.as_f64());
            }
            Op::SetTextMatrix(m) => {
                at.matrix = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                at.line = at.matrix;
            }
            Op::NextLineUsingLeading(_) => {
                let leading = text.leading;
                next_line(at, 0.0, -leading);
            }
            Op::ShowText(string) => self.show(string.0.as_bytes(), at)?,
            Op::NextLineAndShowText(string) => {
                let leading = text.leading;
                next_line(at, 0.0, -leading);
                self.show(string.0.as_bytes(), at)?;
            }
            Op::ShowTextWithParameters(s) => {
                (text.word_space, text.char_space) = (s.0.as_f64(), s.1.as_f64());
                let leading = text.leading;
                next_line(at, 0.0, -leading);
                self.show(s.2.as_bytes(), at)?;
            }
            Op::ShowTexts(items) => {
                for item in items.0.iter::<Object<'_>>() {
                    match item {
                        Object::String(string) => self.show(string.as_bytes(), at)?,
                        Object::Number(n) => {
                            let text = &at.state.text;
                            let back = -n.as_f64() / 1000.0 * text.size;
                            let shift = match &text.font {
                                Some(font) if !font.is_horizontal => Matrix::shift(0.0, back),
                                _ => Matrix::shift(back * text.scale, 0.0),
                            };
                            at.matrix = shift.then(&at.matrix);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The font that a stream calls by a name.
    fn named_font(
        &self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        named: &mut Vec<(Vec<u8>, Option<Rc<Font<'a>>>)>,
    ) -> Result<Option<Rc<Font<'a>>>, Limit> {
        if let Some((_, font)) = named.iter().find(|(known, _)| known.as_slice() == &**name) {
            return Ok(font.clone());
        }
        let font = match resources.get_font(name) {
            Some(dict) => self.memory.fonts.get(&dict, self.budget)?,
            None if resources.fonts.contains_key(name.as_ref() as &[u8]) => {
                self.memory.fonts.standard(self.budget)
            }
            None => None,
        };
        if named.len() < NAMED {
            named.push((name.to_vec(), font.clone()));
        }
        Ok(font)
    }

    /// Shows a string in the current font and moves on by its width.
    fn show(&mut self, bytes: &[u8], at: &mut Position<'a>) -> Result<(), Limit> {
        let text = at.state.text.clone();
        let Some(font) = text.font else { return Ok(()) };
        if font.is_lost() && !bytes.is_empty() {
            self.doubts.add(DoubtKind::FontLost);
        }
        let (size, scale) = (text.size, text.scale);
        let to_page = at.matrix.then(&at.state.ctm);
        // The advance moves only the origin, so that all else is reckoned once a string.
        let up = to_page.turn(0.0, size);
        let along = to_page.turn(size * scale, 0.0);
        let tall = length(up);
        let slanted = (along.0 * up.0 + along.1 * up.1).abs() > 0.1 * tall * length(along);
        let direction = if font.is_horizontal { along } else { to_page.turn(0.0, -size) };
        let angle = angle(direction);
        let coat = seen(&at.state, text.mode);
        // What nobody sees is the reading of a scan where a picture is under it.
        let is_invisible = text.mode == 3 || coat.alpha <= SEEN;
        let is_hidden = self.marks.is_hidden();
        let outline = at.state.line_width * at.state.ctm.scale();
        let bold = font.bold || (matches!(text.mode, 2 | 6) && outline > 0.02 * tall);
        let mcid = self.marks.mcid();
        let run = (self.operators & u64::from(u32::MAX)) as u32;

        let mut i = 0;
        let (mut x, mut y) = (0.0, 0.0); // Text space, from the text matrix's origin.
        while i < bytes.len() {
            let (number, length) = font.read_code(bytes, i);
            let is_space = length == 1 && number == 32;
            i += length;
            let code = font.code(number);
            let gap = text.char_space + if is_space { text.word_space } else { 0.0 };
            let (dx, dy) = if font.is_horizontal {
                ((code.advance.0 * size + gap) * scale, 0.0)
            } else {
                (0.0, code.advance.1 * size + gap)
            };
            let (sx, sy) = (x + code.shift.0 * size * scale, y + code.shift.1 * size + text.rise);
            (x, y) = (x + dx, y + dy);
            if is_hidden {
                continue;
            }
            let width = if font.is_horizontal { code.advance.0 * size * scale } else { size };
            let bottom = sy + font.descent * size;
            let top = sy + font.ascent * size;
            let Some(area) = to_page.bounds(sx, bottom, sx + width, top) else { continue };
            let origin = to_page.apply(sx, sy);
            if text.mode >= 4 {
                at.text_clip = Some(at.text_clip.map_or(area, |c| c.union(&area)));
            }
            let (mx, my) = centre(&area);
            let shows = is_about(&at.state.clip, mx, my);
            if angle == 0.0 && !is_invisible {
                let end = (area.x1, origin.1 as f32);
                let is_blank = code.text.trim().is_empty();
                self.letter_at(&area, Letter { run, line_start: area.x0, end, shows, is_blank });
            }
            if !shows {
                if is_invisible {
                    continue;
                }
                if is_about(&self.canvas.bounds, mx, my) {
                    self.doubts.letter(DoubtKind::Clipped, &code.text, &area);
                } else {
                    self.off_page(&code.text, area, origin, tall);
                }
                continue;
            }
            if !is_invisible {
                self.line_end = Some(LineEnd { last: area, seen: area });
            }
            if code.text == "\u{fffd}" {
                self.doubts.letter(DoubtKind::Undecoded, &code.text, &area);
            }
            self.letters += code.text.len() as u64;
            self.canvas.glyph(Glyph {
                text: code.text.clone(),
                area,
                origin: (origin.0 as f32, origin.1 as f32),
                size: (tall * font.em) as f32,
                angle: angle as f32,
                font: font.id,
                bold,
                italic: font.italic || slanted,
                colour: coat.colour,
                alpha: coat.alpha,
                is_ocr: is_invisible,
                is_artifact: self.marks.is_artifact(),
                is_watermark: self.marks.is_watermark(),
                mcid,
                run,
            });
        }
        at.matrix = Matrix::shift(x, y).then(&at.matrix);
        if self.letters > LETTERS { Err(Limit::Letters(LETTERS)) } else { Ok(()) }
    }
}

/// A letter that was just set, whether it shows or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    run: u32,
    /// Where the run began, and where the letter ends.
    line_start: f32,
    end: (f32, f32),
    shows: bool,
    is_blank: bool,
}

/// Where the line of text that is being set has come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineEnd {
    /// Its last letter.
    last: Rect,
    /// Its last letter that is on the page.
    seen: Rect,
}

impl Interpreter<'_, '_> {
    /// Notes a letter off the page where its line begins on it: what runs over the edge of the page is
    /// missing from the text. What is off the page from its beginning (a printer's marks) is no part of it.
    fn off_page(&mut self, text: &str, area: Rect, origin: (f64, f64), tall: f64) {
        let Some(end) = self.line_end else { return };
        let (x, y, near) = (origin.0 as f32, origin.1 as f32, tall as f32);
        let last = end.last;
        let goes_on = x >= last.x0 - near
            && x <= last.x1 + near
            && y >= last.y0 - near
            && y <= last.y1 + near;
        if goes_on {
            // The first letter over the edge is parted from those of the line before.
            let first = if end.last == end.seen { " " } else { "" };
            self.doubts.letter(DoubtKind::OffPage, &format!("{first}{text}"), &end.seen);
            self.line_end = Some(LineEnd { last: area, ..end });
        }
    }

    /// Notes where a run of letters goes into a clip or comes out of it.
    fn letter_at(&mut self, area: &Rect, letter: Letter) {
        let mut letter = letter;
        if let Some(before) = self.last_letter.filter(|l| l.run == letter.run) {
            letter.line_start = before.line_start;
            if before.shows != letter.shows && self.cuts.len() < CUTS {
                self.cuts.push(Cut {
                    at: if letter.shows { (area.x0, letter.end.1) } else { before.end },
                    line_start: letter.line_start,
                    is_end: before.shows,
                    is_in_word: !before.is_blank && !letter.is_blank,
                });
            }
        }
        self.last_letter = Some(letter);
    }
}

/// Whether a point is in an area or hardly outside.
fn is_about(area: &tablemend_model::Rect, x: f32, y: f32) -> bool {
    x >= area.x0 - MARGIN && x <= area.x1 + MARGIN && y >= area.y0 - MARGIN && y <= area.y1 + MARGIN
}

/// The paint by which text of a rendering mode is seen: its outline where only that has a colour.
fn seen(state: &State<'_>, mode: i64) -> Coat {
    let (fill, stroke) = (coat(state, false), coat(state, true));
    match mode {
        1 | 5 => stroke,
        2 | 6 if fill.alpha <= SEEN || (fill.colour.is_white() && !stroke.colour.is_white()) => {
            stroke
        }
        // Letters that clip show by what is painted in them.
        7 if fill.colour.is_white() => Coat { colour: Rgb(0, 0, 0), alpha: 1.0, ..fill },
        7 => Coat { alpha: 1.0, ..fill },
        _ => fill,
    }
}

/// The length of a vector; that of an upright one, as nearly all are, without a square root.
fn length((x, y): (f64, f64)) -> f64 {
    if x == 0.0 {
        y.abs()
    } else if y == 0.0 {
        x.abs()
    } else {
        x.hypot(y)
    }
}

/// The direction of a vector in degrees clockwise from left to right.
fn angle((x, y): (f64, f64)) -> f64 {
    if y == 0.0 && x > 0.0 {
        return 0.0;
    }
    let angle = y.atan2(x).to_degrees().rem_euclid(360.0);
    // Of what lies nearly upright only noise differs.
    let quarter = (angle / 90.0).round() * 90.0;
    if (angle - quarter).abs() < 0.05 { quarter.rem_euclid(360.0) } else { angle }
}

fn next_line(at: &mut Position<'_>, x: f64, y: f64) {
    at.line = Matrix::shift(x, y).then(&at.line);
    at.matrix = at.line;
}
