//! HTML to blocks: a tokeniser that keeps to the standard, and no tree.
//!
//! The tokens come from `html5gum` (WHATWG HTML, 13.2.5). Tree construction is not needed for
//! reading tables and running text: open cells, lists and marks are a few bounded stacks, so that
//! neither deep nesting nor missing end tags cost more than linear time.

mod grid;
mod sheet;
mod tags;
mod walk;

pub(crate) use sheet::Sheet;
pub(crate) use tags::{apply, end, has_namespace, is_known, start_plain};

use crate::outline::{Lines, Outline};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// How tags that HTML does not know are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// As markup: the document is HTML.
    Markup,
    /// As text: `<name of officer>` in a Markdown file is a gap to fill in.
    Text,
}

/// Reads an HTML document.
pub(crate) fn read(text: &str) -> Outline {
    let mut outline = Outline::default();
    let (lines, sheet) = (Lines::of(text), Sheet::of(text));
    walk::blocks(text, 0..text.len(), &lines, &sheet, Unknown::Markup, &mut outline);
    outline
}

/// Reads a piece of HTML that is in a Markdown file, at a byte range of it.
pub(crate) fn fragment(
    text: &str,
    range: std::ops::Range<usize>,
    lines: &Lines,
    sheet: &Sheet,
    outline: &mut Outline,
) {
    walk::blocks(text, range, lines, sheet, Unknown::Text, outline);
}

/// The tokens of a piece of HTML, with byte spans.
pub(crate) fn tokens(html: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

#[cfg(test)]
mod tests;
