//! What a second, independent reading of a document found on its pages: the evidence of an audit.

use crate::place::Rect;

/// One page as the second reading saw it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenPage {
    /// 1-based.
    pub number: u32,
    /// Its words in no particular order, each with where it is in points from the page's top left.
    pub words: Vec<(String, Rect)>,
    /// Letters that the first reading left out and has reported: how many, and around what.
    pub left_out: Vec<(u32, Rect)>,
    /// Why the page cannot be whole in the result, however the words compare.
    pub lack: Option<Lack>,
}

/// Why a page cannot be whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is a picture, with so many words beside.
    Picture {
        /// Words that are text.
        words: usize,
    },
    /// It could not be read; why.
    Unreadable(String),
}
