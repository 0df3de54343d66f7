//! Pages put behind each other: headings by their size, titles of tables, page breaks.

use super::flow::Para;
use super::page::{PageItem, Part, steps};
use std::collections::BTreeMap;
use tablemend_model::{Block, Place, Rect};

/// The blocks of a document as its pages come in.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    blocks: Vec<Open>,
    /// Characters by size in half points and whether bold, tables included: the most frequent is the body type.
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
        let running = self.running_size().unwrap_or(body).max(body);
        // Larger type, or bold type of the body's size, in falling order: that is the level.
        let mut ranks: Vec<(u32, bool)> = self
            .blocks
            .iter()
            .filter_map(|open| match open {
                Open::Para(para, _) => Some((steps(para.size), para.is_bold)),
                Open::Block(_) => None,
            })
            .filter(|(s, bold)| s * 100 > running * 112 || *bold && *s >= body)
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

    /// The size of the text outside tables, in half points: tables are often set smaller, and then most of a
    /// document's letters are. It is the size of the most sentences, where these are half or more of what is
    /// set in it.
    fn running_size(&self) -> Option<u32> {
        let mut sizes: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for open in &self.blocks {
            if let Open::Para(para, _) = open
                && !para.is_bold
            {
                let length = para.text.as_str().len();
                let (sentences, all) = sizes.entry(steps(para.size)).or_default();
                *all += length;
                *sentences += if is_sentence(para) { length } else { 0 };
            }
        }
        let of_sentences =
            |(_, (sentences, all)): &(u32, (usize, usize))| *sentences > 0 && sentences * 2 >= *all;
        let sizes = sizes.into_iter().filter(of_sentences);
        sizes.max_by_key(|(_, (sentences, _))| *sentences).map(|(size, _)| size)
    }
}

/// Whether a text has the words, the end or the length of a sentence.
fn is_sentence(para: &Para) -> bool {
    const WORDS: usize = 6;
    const LINES: usize = 4;
    let text = para.text.as_str().trim_end();
    para.lines >= LINES
        || text.ends_with(['.', ':', ';', '?', '!']) && text.split_whitespace().count() >= WORDS
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
                    let is_title = |h: &&(String, Place)| {
                        !is_unit(&h.0) && !is_label(&h.1, own) && !is_in_row(h, &headings)
                    };
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
    let mut unit: Option<&Place> = None;
    for (is_title, text, place) in above.iter().rev().take(MOST) {
        // Beside a unit is what it is a unit of.
        let is_beside = unit.is_some_and(|unit| is_level(place, unit));
        if !is_beside && !is_right_above(place, &below) {
            break;
        }
        let is_short = text.chars().count() <= 200;
        if is_short && !is_unit(text) && !is_label(place, own) {
            if *is_title {
                return Some(whole_line(text, place, above));
            }
            nearest = nearest.or(Some(text));
        }
        unit = is_unit(text).then_some(place);
        below = *place;
    }
    nearest.map(str::to_owned)
}

/// A title with the other pieces of its line, where the first of them is the number of a caption: `Table 5`, far to the left
/// of what the table is about.
fn whole_line(text: &str, place: &Place, above: &[(bool, String, Place)]) -> String {
    let mut pieces: Vec<(f32, &str)> = above
        .iter()
        .filter(|(_, said, at)| said == text && at == place || is_level(at, place))
        .filter_map(|(_, said, at)| match at {
            Place::Page { area, .. } => Some((area.x0, said.as_str())),
            _ => None,
        })
        .collect();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let is_numbered = pieces.first().is_some_and(|(_, said)| is_caption(said));
    if pieces.len() < 2 || !is_numbered {
        return text.to_owned();
    }
    pieces.into_iter().map(|(_, said)| said).collect::<Vec<_>>().join(" ")
}

/// Whether two texts are beside each other on one line.
fn is_level(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Page { number: m, area: a }, Place::Page { number: n, area: b }) if m == n => {
            let shared = a.y1.min(b.y1) - a.y0.max(b.y0);
            (a.x1 <= b.x0 || b.x1 <= a.x0) && shared > 0.5 * a.height().min(b.height())
        }
        _ => false,
    }
}

/// Whether a text begins as captions of tables do.
fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("").trim_end_matches(':').to_lowercase();
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

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{Cell, Method, RichText, Row, Table};

    /// The title that texts, each with its left edge, top and height, give a table 200 points wide below them.
    fn title_of(texts: &[(&str, f32, f32, f32)]) -> Option<String> {
        let place = |x: f32, y: f32, width: f32, height: f32| Place::Page {
            number: 1,
            area: Rect::new(x, y, x + width, y + height),
        };
        let mut blocks: Vec<Block> = texts
            .iter()
            .map(|(text, x, y, height)| Block::Heading {
                level: 1,
                text: RichText::plain(text),
                place: place(*x, *y, 5.0 * text.len() as f32, *height),
            })
            .collect();
        let own = place(50.0, 120.0, 400.0, 40.0);
        let cells = vec![Cell::new(0, 0, RichText::plain("Boat"), own)];
        let table = Table::new(Method::Ruled, 2, vec![Row { place: own }], cells);
        blocks.extend(table.ok().map(Block::Table));
        name_tables(&mut blocks);
        blocks.into_iter().find_map(|b| match b {
            Block::Table(table) => table.title,
            _ => None,
        })
    }

    #[test]
    fn a_caption_in_pieces_is_one_title_and_a_unit_is_none() {
        let pieces = [
            ("Table: 5", 52.0, 102.0, 14.0),
            ("Boats by berth", 160.0, 102.0, 14.0),
            ("(in metres)", 390.0, 104.0, 12.0),
        ];
        let whole = "Table: 5 Boats by berth (in metres)";
        assert_eq!(title_of(&pieces).as_deref(), Some(whole));
        // Without the number of a caption each text is for itself.
        assert_eq!(title_of(&pieces[1..]).as_deref(), Some("Boats by berth"));
        assert_eq!(title_of(&pieces[2..]), None);
    }

    /// The headings among texts, each with its size and whether it is bold, in a document whose tables are set
    /// in eight points.
    fn headings(texts: &[(&str, f32, bool)]) -> Vec<String> {
        let para = |(text, size, is_bold): &(&str, f32, bool)| {
            let area = Rect::new(50.0, 50.0, 300.0, 62.0);
            let text = RichText::plain(text);
            let para = Para { text, area, size: *size, is_bold: *is_bold, lines: 1 };
            PageItem::Para(para, Place::Page { number: 1, area })
        };
        let mut outline = Outline::default();
        outline.add(
            1,
            Part {
                items: texts.iter().map(para).collect(),
                running: Vec::new(),
                sizes: BTreeMap::from([((16, false), 5000), ((24, false), 100)]),
                notes: Vec::new(),
            },
        );
        let headings = outline.finish().into_iter().filter_map(|block| match block {
            Block::Heading { text, .. } => Some(text.as_str().to_owned()),
            _ => None,
        });
        headings.collect()
    }

    #[test]
    fn text_set_larger_than_the_tables_is_no_heading() {
        let sentence = ("The harbour board looks at these actions each month.", 12.0, false);
        let list = ("Gates and bells", 12.0, false);
        let bold = ("Gates", 10.0, true);
        let title = ("Harbour plan", 18.0, false);
        assert_eq!(headings(&[title, sentence, list, bold]), ["Harbour plan", "Gates"]);
        // Without a sentence it is a heading, as is one that is larger than the sentences.
        assert_eq!(headings(&[title, list, bold]), ["Harbour plan", "Gates and bells", "Gates"]);
    }
}
