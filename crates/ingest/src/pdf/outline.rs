//! Pages put behind each other: headings by their size, titles of tables, page breaks.

use super::flow::Para;
use super::page::{PageItem, Part, steps};
use std::collections::BTreeMap;
use tablemend_model::{Block, Place, Rect};

/// The blocks of a document as its pages come in.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    blocks: Vec<Open>,
    /// Characters by size in half points and whether bold: the most frequent is the body type.
    sizes: BTreeMap<(u32, bool), usize>,
}

/// A block, or a paragraph that may turn out to be a heading.
#[derive(Debug)]
enum Open {
    Block(Block),
    Para(Para, Place),
}

impl Outline {
    /// Adds a page.
    pub(crate) fn add(&mut self, number: u32, part: Part) {
        if number > 1 {
            let place = Place::Page { number, area: Rect::default() };
            self.blocks.push(Open::Block(Block::PageBreak { page: Some(number), place }));
        }
        for (key, count) in part.sizes {
            *self.sizes.entry(key).or_default() += count;
        }
        for (kind, text, place) in part.running {
            self.blocks.push(Open::Block(Block::Running { kind, text, place }));
        }
        for segment in part.items {
            match segment {
                PageItem::Para(para, place) => {
                    self.blocks.push(Open::Para(para, place));
                }
                PageItem::Table(table) => self.blocks.push(Open::Block(Block::Table(*table))),
            }
        }
    }

    /// Whether no page had anything to read.
    pub(crate) fn is_blank(&self) -> bool {
        self.blocks.iter().all(|b| matches!(b, Open::Block(Block::PageBreak { .. })))
    }

    /// The blocks, headings told from paragraphs and tables given their titles.
    pub(crate) fn finish(self) -> Vec<Block> {
        let body = self
            .sizes
            .iter()
            .filter(|((_, bold), _)| !bold)
            .max_by_key(|(_, count)| **count)
            .map_or(20, |((size, _), _)| *size);
        // Larger type, or bold type of the body's size, in falling order: that is the level.
        let mut ranks: Vec<(u32, bool)> = self
            .blocks
            .iter()
            .filter_map(|open| match open {
                Open::Para(para, _) => Some((steps(para.size), para.is_bold)),
                Open::Block(_) => None,
            })
            .filter(|(s, bold)| is_display(*s, *bold, body))
            .collect();
        ranks.sort_by(|a, b| b.cmp(a));
        ranks.dedup();
        let mut blocks: Vec<Block> = self
            .blocks
            .into_iter()
            .map(|open| match open {
                Open::Block(block) => block,
                Open::Para(para, place) => {
                    let key = (steps(para.size), para.is_bold);
                    let rank = ranks.iter().position(|r| *r == key);
                    match rank.filter(|_| para.lines <= 3 && says_something(&para)) {
                        Some(rank) => Block::Heading {
                            level: (rank + 1).min(6) as u8,
                            text: para.text,
                            place,
                        },
                        None => Block::Paragraph { text: para.text, place },
                    }
                }
            })
            .collect();
        name_tables(&mut blocks);
        blocks
    }
}

fn is_display(size: u32, bold: bool, body: u32) -> bool {
    size * 100 > body * 112 || bold && size >= body
}

fn says_something(para: &Para) -> bool {
    para.text.as_str().chars().any(char::is_alphabetic)
}

/// Gives each table the caption or heading right above it on its page, else the text there, else the
/// last heading. A label over a column, a unit or a number is no title.
fn name_tables(blocks: &mut [Block]) {
    let mut headings: Vec<(String, Place)> = Vec::new();
    let mut above: Vec<(bool, String, Place)> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, place, .. } => {
                above.push((true, text.as_str().to_owned(), *place));
                headings.push((text.as_str().to_owned(), *place));
            }
            Block::Paragraph { text, place } => {
                above.push((is_caption(text.as_str()), text.as_str().to_owned(), *place));
            }
            Block::Table(table) => {
                let own = table.pieces().first().copied();
                let last = |own: &Place| {
                    let is_title =
                        |h: &&(String, Place)| !is_label(&h.1, own) && !is_in_row(h, &headings);
                    headings.iter().rev().find(is_title).map(|(text, _)| text.clone())
                };
                table.title = own.and_then(|own| title(&above, &own).or_else(|| last(&own)));
                above.clear();
            }
            _ => {}
        }
    }
}

/// The title among the texts above a table: of those that follow each other closely up to it, the
/// nearest caption or heading, else the nearest text.
fn title(above: &[(bool, String, Place)], own: &Place) -> Option<String> {
    const MOST: usize = 4;
    let mut below = *own;
    let mut nearest: Option<&str> = None;
    for (is_title, text, place) in above.iter().rev().take(MOST) {
        if !is_right_above(place, &below) {
            break;
        }
        let is_short = text.chars().count() <= 200;
        if is_short && !is_unit(text) && !is_label(place, own) {
            if *is_title {
                return Some(text.clone());
            }
            nearest = nearest.or(Some(text));
        }
        below = *place;
    }
    nearest.map(str::to_owned)
}

/// Whether a text begins as captions of tables do.
fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "table" | "annex" | "appendix")
        && words.next().is_some_and(|w| w.contains(|c: char| c.is_ascii_digit()) || w.len() <= 3)
}

/// Whether a text says only what the numbers count, or is a number itself.
fn is_unit(text: &str) -> bool {
    !text.chars().any(char::is_alphabetic) || text.starts_with('(') && text.ends_with(')')
}

/// Whether another heading is beside one: they are labels of columns.
fn is_in_row(heading: &(String, Place), all: &[(String, Place)]) -> bool {
    let is_beside = |other: &(String, Place)| match (&heading.1, &other.1) {
        (Place::Page { number: m, area: a }, Place::Page { number: n, area: b }) => {
            m == n && (a.y1 - b.y1).abs() < 2.0 && (a.x1 < b.x0 || b.x1 < a.x0)
        }
        _ => false,
    };
    all.iter().rev().take(12).any(is_beside)
}

/// Whether a text is over columns on the right of a table alone, and not in its middle; on another
/// page it is none.
fn is_label(text: &Place, table: &Place) -> bool {
    match (text, table) {
        (Place::Page { number: m, area: a }, Place::Page { number: n, area: b }) if m == n => {
            let middle = |r: &Rect| (r.x0 + r.x1) / 2.0;
            a.x0 > b.x0 + 0.3 * b.width() && (middle(a) - middle(b)).abs() > 0.1 * b.width()
        }
        _ => false,
    }
}

fn is_right_above(text: &Place, table: &Place) -> bool {
    match (text, table) {
        (Place::Page { number: m, area: a }, Place::Page { number: n, area: b }) => {
            m == n && a.y1 <= b.y0 + 4.0 && b.y0 - a.y1 < 40.0 && a.x0 < b.x1 && b.x0 < a.x1
        }
        _ => false,
    }
}
