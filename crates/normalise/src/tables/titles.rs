//! A table's title is the caption in its first row, or else the heading or the short paragraph above it; that stays
//! where it is.

use super::{Pages, captions};
use tablemend_model::{Block, Diagnostic, Method, Table};

/// A label is no longer than this.
const LONGEST_LABEL: usize = 40;

/// Longer paragraphs are no titles.
const LONGEST: usize = 160;

/// So many paragraphs may be between a heading and its table.
const BETWEEN: usize = 3;

/// Gives a title to every table that has none. There is nothing to say about it.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Diagnostic> {
    for block in pages.blocks.iter_mut() {
        if let Block::Table(table) = block
            && table.title.is_none()
            && let Some(title) = in_first_row(table)
        {
            table.title = Some(title);
            table.set_header_rows(2);
            // Below, that header may be printed again.
            pages.has_changed = true;
        }
    }
    for block in pages.blocks.iter_mut() {
        if let Block::Table(table) = block
            && let Some(caption) = captions::in_row(table, 0).map(|text| text.replace('\n', " "))
        {
            table.title = Some(caption);
        }
    }
    for i in 0..pages.blocks.len() {
        let found = match &pages.blocks[i] {
            Block::Table(table) if table.title.is_none() => above(&pages.blocks[..i]),
            _ => None,
        };
        if let (Some(title), Block::Table(table)) = (found, &mut pages.blocks[i]) {
            table.title = Some(title);
        }
    }
    let mut open: Vec<(u8, String)> = Vec::new();
    for block in pages.blocks.iter_mut() {
        match block {
            Block::Heading { text, level, .. } => {
                open.retain(|(above, _)| above < level);
                open.push((*level, text.as_str().to_owned()));
            }
            Block::Table(table) => table.heads = over(table, &open),
            _ => {}
        }
    }
    Vec::new()
}

/// What is over a table: its title, its sheet's name, the open headings from the innermost.
fn over(table: &Table, open: &[(u8, String)]) -> Vec<String> {
    let sheet = table.pieces().first().and_then(|place| place.cells());
    let own = table.title.iter().cloned().chain(sheet.map(|(name, _)| name.to_owned()));
    let mut heads: Vec<String> = Vec::new();
    for head in own.chain(open.iter().rev().map(|(_, text)| text.clone())) {
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    heads
}

/// The title that a first row alone prints, in its first cell, above a row of labels.
fn in_first_row(table: &Table) -> Option<String> {
    let on_page = matches!(table.method(), Method::Tagged | Method::Ruled | Method::Aligned);
    if on_page || table.column_count() < 3 || table.row_count() < 3 || table.header_rows() > 1 {
        return None;
    }
    let text = |row, col| table.cell_at(row, col).map_or("", |c| c.text.as_str());
    let is_label = |t: &str| {
        !t.is_empty() && t.len() <= LONGEST_LABEL && !t.contains(|c: char| c.is_ascii_digit())
    };
    let alone = (1..table.column_count())
        .all(|col| table.cell_at(0, col).is_some_and(|c| c.is_blank() && c.col() == col));
    let labelled = (0..table.column_count()).all(|col| is_label(text(1, col)));
    let title = text(0, 0);
    (alone && labelled && !title.is_empty()).then(|| title.replace('\n', " "))
}

fn above(blocks: &[Block]) -> Option<String> {
    let mut short = None;
    let mut paragraphs = 0;
    for block in blocks.iter().rev() {
        match block {
            Block::Heading { text, .. }
                if !text.is_empty() && !text.as_str().starts_with('\u{2022}') =>
            {
                return Some(text.as_str().to_owned());
            }
            Block::Table(_) => break,
            Block::Paragraph { text, .. } => {
                paragraphs += 1;
                let text = text.as_str();
                let fits = text.len() <= LONGEST
                    && !text.contains('\n')
                    && !text.ends_with('.')
                    && !text.starts_with('\u{2022}');
                if fits && short.is_none() {
                    short = Some(text.to_owned());
                }
                if paragraphs == BETWEEN {
                    break;
                }
            }
            _ => {}
        }
    }
    short
}
