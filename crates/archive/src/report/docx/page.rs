//! The page taken apart into what a Word document is made of.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// A piece of the document.
#[derive(Debug, PartialEq)]
pub(super) enum Block {
    /// The title is level 0.
    Heading(u8, Vec<Run>),
    Paragraph(Kind, Vec<Run>),
    Table(Vec<Row>),
    /// A chart, and its title and words, for those who cannot see it.
    Chart(Drawn, String),
}

/// Which of the page's charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    Months,
    Slippage,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Caption,
    /// An item of a list, by its depth from 0.
    Item(u8),
}

/// Text of one look. A line break is `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Look,
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_bold: bool,
    pub(super) is_struck: bool,
    pub(super) is_underlined: bool,
    /// Ground and ink, in hexadecimal.
    pub(super) colour: Option<(&'static str, &'static str)>,
}

/// A row of a table.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Row {
    pub(super) is_head: bool,
    pub(super) cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Cell {
    pub(super) runs: Vec<Run>,
    pub(super) is_head: bool,
    pub(super) is_number: bool,
    /// Its text stays on one line.
    is_whole: bool,
    /// Its text is written upwards.
    pub(super) is_upright: bool,
    pub(super) colour: Option<(&'static str, &'static str)>,
}

/// Elements that are not part of the document: what leads around the page, what only programs read.
const PASSED_OVER: [&str; 3] = ["nav", "head", "style"];

/// The pieces of a page that [`super::super::report`] made.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut maker = Maker::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        match token {
            Token::StartTag(tag) => maker.start(&tag),
            Token::EndTag(tag) => maker.end(&text(&tag.name)),
            Token::String(words) => maker.words(&text(&words)),
            _ => {}
        }
    }
    maker.flush();
    maker.blocks
}

#[derive(Default)]
struct Maker {
    blocks: Vec<Block>,
    /// Elements that are open.
    path: Vec<Open>,
    runs: Vec<Run>,
    /// What the text in the making becomes.
    becomes: Option<Becomes>,
    rows: Option<Vec<Row>>,
    cell: Option<Cell>,
    chart: Option<(Drawn, String)>,
}

struct Open {
    name: String,
    look: Look,
    /// Whether what is in it is not part of the document.
    is_aside: bool,
}

#[derive(Clone, Copy)]
enum Becomes {
    Heading(u8),
    Paragraph(Kind),
}

impl Maker {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = text(&tag.name);
        let class = attribute(tag, "class").unwrap_or_default();
        let classes: Vec<&str> = class.split(' ').collect();
        let above = self.path.last();
        let above_is_text = above.is_none_or(|open| !open.is_aside);
        let mut look = above.map(|open| open.look).unwrap_or_default();
        let in_drawing = self.path.iter().any(|open| open.name == "svg");
        // Of a drawing its title and its words are kept, for those who cannot see it.
        let is_told = matches!(name.as_str(), "title" | "desc") && attribute(tag, "id").is_some();
        let is_aside = above.is_some_and(|open| open.is_aside)
            || PASSED_OVER.contains(&name.as_str())
            || classes.iter().any(|class| matches!(*class, "unseen" | "of-chart"))
            || (in_drawing && !is_told);
        match name.as_str() {
            "strong" | "b" => look.is_bold = true,
            "del" => look.is_struck = true,
            "ins" => look.is_underlined = true,
            "span" if classes.contains(&"chip") => look.colour = colour(&classes),
            "span" if classes.contains(&"field") => look.is_bold = true,
            _ => {}
        }
        if !is_aside && self.chart.is_none() {
            self.open(&name, &classes);
        }
        if name == "svg" && above_is_text {
            self.flush();
            self.chart = attribute(tag, "aria-labelledby").and_then(|of| {
                let chart = [("bars-title", Drawn::Months), ("slip-title", Drawn::Slippage)];
                chart
                    .into_iter()
                    .find(|(id, _)| of.starts_with(id))
                    .map(|(_, chart)| (chart, String::new()))
            });
        }
        if !matches!(name.as_str(), "br" | "meta" | "link" | "img" | "hr") && !tag.self_closing {
            self.path.push(Open { name, look, is_aside });
        }
    }

    fn open(&mut self, name: &str, classes: &[&str]) {
        if let Some(cell) = &mut self.cell {
            // Within a cell, blocks are lines.
            if matches!(name, "p" | "li" | "div" | "br" | "dt" | "dd") && !cell.runs.is_empty() {
                cell.runs.push(Run { text: "\n".to_owned(), look: Look::default() });
            }
            return;
        }
        let depth =
            self.path.iter().filter(|open| matches!(open.name.as_str(), "ul" | "ol" | "dl"));
        let depth = (depth.count().saturating_sub(1)).min(3) as u8;
        let becomes = match name {
            "h1" => Becomes::Heading(0),
            "h2" => Becomes::Heading(1),
            "h3" | "summary" => Becomes::Heading(2),
            "caption" => Becomes::Paragraph(Kind::Caption),
            "li" | "dd" => Becomes::Paragraph(Kind::Item(depth)),
            "p" | "dt" | "title" | "desc" => Becomes::Paragraph(Kind::Text),
            "table" => {
                self.flush();
                self.rows = Some(Vec::new());
                return;
            }
            "tr" => {
                let is_head = self.path.iter().any(|open| open.name == "thead");
                let row = Row { is_head, cells: Vec::new() };
                self.rows.get_or_insert_default().push(row);
                return;
            }
            "td" | "th" => {
                self.cell = Some(Cell {
                    is_head: name == "th",
                    is_number: classes.contains(&"number"),
                    is_whole: classes.contains(&"day"),
                    is_upright: classes.contains(&"month"),
                    colour: colour(classes),
                    ..Cell::default()
                });
                return;
            }
            "br" => {
                self.words("\n");
                return;
            }
            "div" | "section" | "ul" | "ol" | "dl" => {
                self.flush();
                return;
            }
            _ => return,
        };
        self.flush();
        self.becomes = Some(becomes);
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.path.iter().rposition(|open| open.name == name) else { return };
        let is_aside = self.path.get(at).is_some_and(|open| open.is_aside);
        self.path.truncate(at);
        if is_aside {
            return;
        }
        match name {
            "svg" => {
                let chart = self.chart.take();
                self.blocks.extend(chart.map(|(chart, words)| Block::Chart(chart, words)));
            }
            "title" | "desc" if self.chart.is_some() => {
                if let Some((_, words)) = &mut self.chart {
                    let is_ended = words.ends_with('.');
                    words.push_str(if is_ended { " " } else { ". " });
                }
            }
            "td" | "th" => {
                let row = self.rows.as_mut().and_then(|rows| rows.last_mut());
                if let (Some(row), Some(cell)) = (row, self.cell.take()) {
                    row.cells.push(cell);
                }
            }
            "table" => {
                self.flush();
                if let Some(rows) = self.rows.take().filter(|rows| !rows.is_empty()) {
                    self.blocks.push(Block::Table(rows));
                }
            }
            "h1" | "h2" | "h3" | "summary" | "caption" | "li" | "dd" | "p" | "dt" | "title"
            | "desc"
                if self.cell.is_none() =>
            {
                self.flush();
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        let Some(open) = self.path.last().filter(|open| !open.is_aside) else { return };
        if let Some((_, told)) = &mut self.chart {
            told.push_str(words);
            return;
        }
        let (mut text, look) = (words.to_owned(), open.look);
        let runs = match &mut self.cell {
            Some(cell) => {
                if cell.is_whole {
                    text = text.replace(' ', "\u{a0}");
                }
                &mut cell.runs
            }
            None => &mut self.runs,
        };
        match runs.last_mut().filter(|run| run.look == look) {
            Some(run) => run.text.push_str(&text),
            None => runs.push(Run { text, look }),
        }
    }

    /// Ends the text in the making.
    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let becomes = self.becomes.take();
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        self.blocks.push(match becomes {
            Some(Becomes::Heading(level)) => Block::Heading(level, runs),
            Some(Becomes::Paragraph(kind)) => Block::Paragraph(kind, runs),
            None => Block::Paragraph(Kind::Text, runs),
        });
    }
}

/// Ground and ink of a status, as on the page.
pub(super) fn colour(classes: &[&str]) -> Option<(&'static str, &'static str)> {
    const OTHERS: [&str; 5] = ["D6C6E8", "B9DFE8", "E8DFB9", "E8C6D6", "D2E8C6"];
    classes.iter().find_map(|class| {
        Some(match *class {
            "s-blue" => ("1D5EA8", "FFFFFF"),
            "s-green" => ("00703C", "FFFFFF"),
            "s-amber" => ("FFBF47", "0B0C0C"),
            "s-red" => ("B8291A", "FFFFFF"),
            "s-grey" => ("B1B4B6", "0B0C0C"),
            other => {
                let number: usize = other.strip_prefix("s-")?.parse().ok()?;
                (OTHERS.get(number).copied()?, "0B0C0C")
            }
        })
    })
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let found = tag.attributes.iter().find(|(key, _)| key.0.as_slice() == name.as_bytes());
    found.map(|(_, value)| text(value))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
