//! A table's title is the heading or the short paragraph above it; that stays where it is.

use super::Pages;
use tablemend_model::{Block, Note};

/// Longer paragraphs are no titles.
const LONGEST: usize = 160;

/// So many paragraphs may stand between a heading and its table.
const BETWEEN: usize = 3;

/// Gives a title to every table that has none. There is nothing to say about it.
pub(super) fn find(pages: &mut Pages<'_>) -> Vec<Note> {
    for i in 0..pages.blocks.len() {
        let found = match &pages.blocks[i] {
            Block::Table(table) if table.title.is_none() => above(&pages.blocks[..i]),
            _ => None,
        };
        if let (Some(title), Block::Table(table)) = (found, &mut pages.blocks[i]) {
            table.title = Some(title);
        }
    }
    Vec::new()
}

fn above(blocks: &[Block]) -> Option<String> {
    let mut short = None;
    let mut paragraphs = 0;
    for block in blocks.iter().rev() {
        match block {
            Block::Heading { text, .. } if !text.is_empty() => {
                return Some(text.as_str().to_owned());
            }
            Block::Table(_) => break,
            Block::Paragraph { text, .. } => {
                paragraphs += 1;
                let text = text.as_str();
                let fits = text.len() <= LONGEST && !text.contains('\n') && !text.ends_with('.');
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
