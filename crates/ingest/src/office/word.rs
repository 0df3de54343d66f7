//! A word processor's document to blocks.

use super::heads;
use crate::colour;
use crate::outline::{Grid, Outline};
use crate::rich::{Flow, Flowed};
use tablemend_model::{Block, Cell, Method, Place, Row, Running, Style};
use tablemend_office::word::{self, Label, Look, Paragraph, Piece, Text};

/// An alternative text of more words describes a picture and does not stand for it.
const MOST_WORDS: usize = 3;

/// Tables in each other are taken apart so deep; deeper ones are text.
const DEEPEST: usize = 16;

/// The blocks of a document.
pub(super) fn read(text: Text) -> Outline {
    let mut outline = Outline { notes: text.notes, ..Outline::default() };
    running(&mut outline, Running::Head, &text.heads);
    let mut open = Open::default();
    blocks(&text.blocks, &mut open, &mut outline, 0);
    open.close(&mut outline);
    running(&mut outline, Running::Foot, &text.feet);
    outline
}

fn running(outline: &mut Outline, kind: Running, all: &[Paragraph]) {
    for paragraph in all {
        let mut flow = Flow::default();
        add(&mut flow, paragraph, true);
        let text = flow.finish().text;
        if !text.is_empty() {
            outline.blocks.push(Block::Running { kind, text, place: at(paragraph.number) });
        }
    }
}

fn at(number: u32) -> Place {
    Place::Paragraph { number: number.max(1) }
}

/// A list whose items follow each other is one block.
#[derive(Default)]
struct Open {
    flow: Option<(Flow, u32)>,
}

impl Open {
    fn close(&mut self, outline: &mut Outline) {
        if let Some((flow, number)) = self.flow.take() {
            outline.paragraph(flow.finish().text, at(number));
        }
    }
}

fn blocks(all: &[word::Block], open: &mut Open, outline: &mut Outline, depth: usize) {
    for block in all {
        match block {
            word::Block::Paragraph(p) => paragraph(p, open, outline),
            word::Block::Table(t) => {
                open.close(outline);
                match frame(t) {
                    Some(inside) if depth < DEEPEST => blocks(inside, open, outline, depth + 1),
                    _ => outline.table(grid(t)),
                }
            }
            word::Block::PageBreak(number) => {
                open.close(outline);
                outline.page_break(None, at(*number));
            }
        }
    }
}

/// What is in a table that is only a frame: one of one cell, or one that holds nothing but
/// another table.
fn frame(t: &word::Table) -> Option<&[word::Block]> {
    if let [only] = t.cells.as_slice() {
        return Some(&only.blocks);
    }
    let shows = |b: &word::Block| match b {
        word::Block::Paragraph(p) => !p.is_blank(),
        word::Block::Table(_) => true,
        word::Block::PageBreak(_) => false,
    };
    let mut filled = t.cells.iter().filter(|c| c.fill.is_some() || c.blocks.iter().any(shows));
    let only = filled.next().filter(|_| filled.next().is_none())?;
    let has_table = only.blocks.iter().any(|b| matches!(b, word::Block::Table(_)));
    has_table.then_some(only.blocks.as_slice())
}

fn paragraph(p: &Paragraph, open: &mut Open, outline: &mut Outline) {
    for piece in &p.pieces {
        if let Piece::Picture(text, _) = piece {
            let text = tablemend_model::RichText::plain(text);
            outline.blocks.push(Block::Picture { text, place: at(p.number) });
        }
    }
    if p.is_blank() {
        return;
    }
    let is_item = p.label.is_some() && p.level.is_none();
    if is_item && let Some((flow, _)) = &mut open.flow {
        return add(flow, p, false);
    }
    open.close(outline);
    let mut flow = Flow::default();
    add(&mut flow, p, false);
    if is_item {
        open.flow = Some((flow, p.number));
        return;
    }
    let text = flow.finish().text;
    match p.level {
        Some(level) if !text.is_empty() => {
            let level = level.clamp(1, 6);
            outline.blocks.push(Block::Heading { level, text, place: at(p.number) });
        }
        _ => outline.paragraph(text, at(p.number)),
    }
}

/// Adds a paragraph to a text.
fn add(flow: &mut Flow, p: &Paragraph, with_pictures: bool) {
    flow.line_break();
    flow.open(b"p", Vec::new(), p.shade);
    match &p.label {
        Some(Label::Bullet) => flow.text("\u{2022} "),
        Some(Label::Number(number)) => {
            flow.text(number);
            flow.blank();
        }
        None => {}
    }
    for piece in &p.pieces {
        match piece {
            Piece::Run(run) => {
                flow.open(b"r", styles(&run.look), run.look.shade);
                flow.text(&run.text);
                flow.close(b"r");
            }
            Piece::Line => flow.line_break(),
            Piece::Mark(mark) => {
                flow.open(b"sup", vec![Style::Superscript], None);
                flow.text(mark);
                flow.close(b"sup");
            }
            Piece::Icon(colour) => flow.icon(*colour),
            Piece::Picture(text, file) if with_pictures => {
                if text.split_whitespace().nth(MOST_WORDS).is_none() {
                    flow.picture(text, file);
                } else {
                    colour::of_file_name(file).into_iter().for_each(|c| flow.icon(c));
                }
            }
            Piece::Picture(..) => {}
        }
    }
    flow.close(b"p");
    flow.line_break();
}

/// The styles of a look.
pub(super) fn styles(look: &Look) -> Vec<Style> {
    let mut styles = Vec::new();
    for (is, style) in [
        (look.struck, Style::Struck),
        (look.raised, Style::Superscript),
        (look.bold, Style::Bold),
        (look.italic, Style::Italic),
    ] {
        if is {
            styles.push(style);
        }
    }
    styles.extend(look.colour.map(Style::Coloured));
    styles
}

fn grid(t: &word::Table) -> Grid {
    let rows: Vec<Row> = t.rows.iter().map(|r| Row { place: at(r.paragraph) }).collect();
    let is_header = |row: u32| t.rows.get(row as usize).is_some_and(|r| r.is_header);
    let cells: Vec<Cell> = t
        .cells
        .iter()
        .map(|c| {
            let done = content(&c.blocks);
            let mut cell =
                Cell::new(c.row, c.col, done.text, at(c.paragraph)).spanning(c.rows, c.columns);
            cell.fill = c.fill.or(done.fill).filter(|f| !f.is_white());
            cell.icons = done.icons;
            cell.is_header = is_header(c.row);
            cell
        })
        .collect();
    let called = t.rows.iter().take_while(|r| r.is_header).count() as u32;
    let header_rows = heads::rows(&cells, t.rows.len() as u32, t.columns, called);
    Grid { method: Method::Word, columns: t.columns, rows, cells, header_rows, title: None }
}

/// What is in a cell; tables in it are lines of text.
fn content(blocks: &[word::Block]) -> Flowed {
    fn put(flow: &mut Flow, blocks: &[word::Block], depth: usize) {
        for block in blocks {
            match block {
                word::Block::Paragraph(p) => add(flow, p, true),
                word::Block::Table(t) if depth < DEEPEST * 4 => {
                    let mut row = None;
                    for cell in &t.cells {
                        if row.replace(cell.row) != Some(cell.row) {
                            flow.line_break();
                        } else {
                            flow.blank();
                        }
                        // A cell of one paragraph stays on the line of its row.
                        match cell.blocks.as_slice() {
                            [word::Block::Paragraph(p)] => flow.run_on(|flow| add(flow, p, true)),
                            inner => put(flow, inner, depth + 1),
                        }
                    }
                    flow.line_break();
                }
                word::Block::Table(_) | word::Block::PageBreak(_) => {}
            }
        }
    }
    let mut flow = Flow::default();
    put(&mut flow, blocks, 0);
    flow.finish()
}
