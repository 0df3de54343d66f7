//! Markdown to blocks: pipe tables from their source lines, the rest through `pulldown-cmark`.
//!
//! A first pass over the lines tells pipe tables, HTML tables and page marks from running text.
//! Tables that converters left are often no tables to a strict parser (no blank line before them,
//! no delimiter row, more cells than the header has), and a strict parser drops surplus cells.

mod blocks;
mod boxed;
mod columns;
mod dashed;
mod front;
mod habits;
mod inline;
mod listed;
mod marks;
mod pipe;
mod scan;

use crate::html::{self, Sheet};
use crate::outline::{Lines, Outline};
use dashed::Dashes;
use marks::Dialect;
use scan::Piece;
use tablemend_model::Block;

/// Reads a Markdown document.
pub(crate) fn read(text: &str) -> Outline {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let front = front::find(text);
    // The lines behind keep their numbers.
    let body = front.as_ref().map(|range| {
        let blank = "\n".repeat(text[range.clone()].matches('\n').count());
        format!("{blank}{}", &text[range.end..])
    });
    let (source, text) = (text, body.as_deref().unwrap_or(text));
    let lines = Lines::of(text);
    let (dashes, sheet) = (Dashes::of(text), Sheet::of(text));
    let dialect = Dialect::of(text, dashes.is_some());
    let mut outline = Outline::default();
    if let Some(range) = &front {
        front::put(source, range, &Lines::of(source), &mut outline);
    }
    // Width of the pipe table right above, if only blank lines and page marks are between.
    let mut above = None;
    scan::pieces(text, dashes.as_ref(), |piece| match piece {
        Piece::Text(range) => {
            blocks::read(text, range, &lines, &dialect, &sheet, &mut outline);
            above = None;
        }
        Piece::Pipes(run) => above = pipe::read(&run, above, &dialect, &mut outline),
        Piece::Boxed(run) => {
            boxed::read(&run, &dialect, &mut outline);
            above = None;
        }
        Piece::Dashed(found) => {
            if let Some(dashes) = &dashes {
                dashes.read(&found, &dialect, &mut outline);
            }
            above = None;
        }
        Piece::Html(range) => {
            html::fragment(text, range, &lines, &sheet, &mut outline);
            above = None;
        }
        Piece::PageBreak { page, line } => {
            outline.page_break(page, tablemend_model::Place::line(line));
        }
    });
    if !outline.blocks.iter().any(|b| matches!(b, Block::Table(_)))
        && let Some(found) = listed::find(text, &mut outline.notes)
    {
        outline = Outline::default();
        if let Some(range) = &front {
            front::put(source, range, &Lines::of(source), &mut outline);
        }
        blocks::read(text, 0..found.range.start, &lines, &dialect, &sheet, &mut outline);
        listed::put(&found, &dialect, &mut outline);
        blocks::read(text, found.range.end..text.len(), &lines, &dialect, &sheet, &mut outline);
    }
    captions(&mut outline.blocks);
    outline
}

/// A caption as pandoc writes it, `: text` or `Table: text` before or behind a table, is its title.
fn captions(blocks: &mut [Block]) {
    let caption = |block: Option<&Block>| match block {
        Some(Block::Paragraph { text, .. }) => {
            let text = text.as_str();
            let text = text.strip_prefix(": ").or_else(|| text.strip_prefix("Table: "))?;
            Some(text.trim().to_owned())
        }
        _ => None,
    };
    for i in 0..blocks.len() {
        let behind = caption(blocks.get(i + 1));
        let before = || {
            caption(blocks.get(i.checked_sub(1)?))
                .filter(|_| i < 2 || !matches!(blocks[i - 2], Block::Table(_)))
        };
        let found = behind.or_else(before);
        if let (Block::Table(table), Some(title)) = (&mut blocks[i], found) {
            table.title.get_or_insert(title);
        }
    }
}

#[cfg(test)]
mod tests;
