//! Markdown to blocks: pipe tables from their source lines, the rest through `pulldown-cmark`.
//!
//! A first pass over the lines tells pipe tables, HTML tables and page marks from running text.
//! Tables that converters left are often no tables to a strict parser (no blank line before them,
//! no delimiter row, more cells than the header has), and a strict parser drops surplus cells.

mod blocks;
mod inline;
mod pipe;
mod scan;

use crate::html;
use crate::outline::{Lines, Outline};
use scan::Piece;

/// Reads a Markdown document.
pub(crate) fn read(text: &str) -> Outline {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let mut outline = Outline::default();
    // Width of the pipe table right above, if only blank lines and page marks are between.
    let mut above = None;
    scan::pieces(text, |piece| match piece {
        Piece::Text(range) => {
            blocks::read(text, range, &lines, &mut outline);
            above = None;
        }
        Piece::Pipes(run) => above = pipe::read(&run, above, &mut outline),
        Piece::Html(range) => {
            html::fragment(text, range, &lines, &mut outline);
            above = None;
        }
        Piece::PageBreak { page, line } => {
            outline.page_break(page, tablemend_model::Place::line(line));
        }
    });
    outline
}

#[cfg(test)]
mod tests;
