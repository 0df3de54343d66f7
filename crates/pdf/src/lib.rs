//! What stands on the pages of a PDF: glyphs, rulings, fills, pictures, tags.

mod page;

pub use page::{Fill, Glyph, Image, Link, Page, Rule, TagCell, TagNode, TagTree};
