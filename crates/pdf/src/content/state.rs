//! The graphics state of a content stream (ISO 32000-2, 8.4).

use crate::colour::Space;
use crate::font::Font;
use crate::geometry::Matrix;
use std::rc::Rc;
use tablemend_model::{Rect, Rgb};

#[derive(Clone)]
pub(crate) struct State<'a> {
    /// From user space to the page as shown.
    pub(crate) ctm: Matrix,
    /// What is not clipped away, on the page as shown.
    pub(crate) clip: Rect,
    /// What is not clipped away where the clip is upright but no box.
    pub(crate) clip_parts: Option<Rc<[Rect]>>,
    /// The clip is of another shape than a box or `clip_parts`: what is painted covers nothing.
    pub(crate) is_clip_shaped: bool,
    /// The clip is as small as a sign and of its shape.
    pub(crate) clip_sign: Option<super::Small>,
    /// The clip is that of letters: what is painted is their colour.
    pub(crate) is_text_clip: bool,
    pub(crate) fill: Paint,
    pub(crate) stroke: Paint,
    pub(crate) line_width: f64,
    pub(crate) is_dashed: bool,
    /// Lines reach over their ends by half their width.
    pub(crate) has_caps: bool,
    /// What stays of colours by a transparency group around.
    pub(crate) group_alpha: f32,
    pub(crate) multiplies: bool,
    /// An unusual blend mode: what is drawn may hide nothing.
    pub(crate) is_blended: bool,
    /// A soft mask: likewise.
    pub(crate) is_masked: bool,
    pub(crate) text: TextState<'a>,
}

/// A current colour with its space.
#[derive(Clone, Debug)]
pub(crate) struct Paint {
    pub(crate) space: Space,
    pub(crate) colour: Rgb,
    pub(crate) alpha: f32,
    /// A pattern: its colour is a mean, and what it covers may show through.
    pub(crate) is_pattern: bool,
}

impl Paint {
    fn black() -> Self {
        Self { space: Space::Gray, colour: Rgb(0, 0, 0), alpha: 1.0, is_pattern: false }
    }

    pub(crate) fn set(&mut self, space: Space, colour: Rgb) {
        self.space = space;
        self.colour = colour;
        self.is_pattern = false;
    }
}

#[derive(Clone)]
pub(crate) struct TextState<'a> {
    pub(crate) font: Option<Rc<Font<'a>>>,
    pub(crate) size: f64,
    pub(crate) char_space: f64,
    pub(crate) word_space: f64,
    /// 1 for 100 %.
    pub(crate) scale: f64,
    pub(crate) leading: f64,
    pub(crate) rise: f64,
    pub(crate) mode: i64,
}

impl State<'_> {
    pub(crate) fn new(ctm: Matrix, clip: Rect) -> Self {
        Self {
            ctm,
            clip,
            clip_parts: None,
            is_clip_shaped: false,
            clip_sign: None,
            is_text_clip: false,
            fill: Paint::black(),
            stroke: Paint::black(),
            line_width: 1.0,
            is_dashed: false,
            has_caps: false,
            group_alpha: 1.0,
            multiplies: false,
            is_blended: false,
            is_masked: false,
            text: TextState {
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
        }
    }
}
