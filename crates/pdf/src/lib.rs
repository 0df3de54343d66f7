//! What is on the pages of a PDF: glyphs, rulings, fills, pictures, tags.
//!
//! [`open`] reads a document; [`Pdf::pages`], [`Pdf::map_pages`] and [`Reader::page`] give what its
//! pages show, [`Pdf::tags`] its tag tree. [`mark`] writes a copy with outlines and notes.

mod annotations;
mod ascii;
mod canvas;
mod colour;
mod content;
mod dashes;
mod document;
mod doubts;
#[cfg(feature = "draw")]
mod draw;
mod error;
mod font;
mod function;
mod geometry;
mod inflate;
mod keys;
mod layers;
mod look;
mod mark;
mod page;
mod rescue;
mod shape;
mod strips;
mod tags;
mod tree;
mod unicode;
mod witness;

pub use document::{Damage, Info, OpenOptions, PAGES_A_THREAD, Pdf, Permissions, Reader, open};
#[cfg(feature = "draw")]
pub use draw::Drawing;
pub use error::{Error, Limit, PageError};
pub use look::Look;
pub use mark::{Highlight, is_encrypted, mark};
pub use page::{
    Cut, Doubt, DoubtKind, Fill, Glyph, Image, Link, Page, Rule, TagCell, TagNode, TagTree,
};
pub use shape::Shape;
pub use witness::Word;
