//! What is in a word processor's document, in the order of its text.

mod body;
mod inline;
mod number;
mod odt;
mod read;
mod style;
mod symbol;
mod table;
mod undone;

pub(crate) use odt::read as read_odt;
pub(crate) use read::read as read_docx;

use tablemend_model::{Diagnostic, Rgb};

/// Which text of tracked changes counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tracked {
    /// The text as it will be: what was put in, not what was taken out.
    #[default]
    Accept,
    /// The text as it was before the changes.
    Original,
}

/// A document.
#[derive(Debug, Default)]
pub struct Text {
    /// Its body.
    pub blocks: Vec<Block>,
    /// Texts of page heads, each once.
    pub heads: Vec<Paragraph>,
    /// Texts of page feet, each once.
    pub feet: Vec<Paragraph>,
    /// What the reader should know.
    pub notes: Vec<Diagnostic>,
}

/// A piece of a document's body or of a cell.
#[derive(Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// The author begins a page here, before the paragraph of this number.
    PageBreak(u32),
}

/// What is printed before a paragraph by automatic numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// A bullet.
    Bullet,
    /// A number as it is printed, `1.2` or `(a)`.
    Number(String),
}

/// A paragraph.
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Its number in the document, 1-based; those in cells and text boxes count.
    pub number: u32,
    /// 1 to 9 for a heading, 1 for the document's title.
    pub level: Option<u8>,
    /// What automatic numbering prints before it.
    pub label: Option<Label>,
    /// Its background.
    pub shade: Option<Rgb>,
    /// What is in it.
    pub pieces: Vec<Piece>,
}

/// A piece of a paragraph.
#[derive(Debug)]
pub enum Piece {
    /// Text of one look.
    Run(Run),
    /// A line break.
    Line,
    /// A note's mark, as text.
    Mark(String),
    /// A shape without text, by its colour.
    Icon(Rgb),
    /// A picture: its alternative text and its file's name.
    Picture(String, String),
}

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// How text looks, as far as it may mean something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Crossed out.
    pub struck: bool,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Raised.
    pub raised: bool,
    /// Its colour, where it is not the usual one.
    pub colour: Option<Rgb>,
    /// Its background.
    pub shade: Option<Rgb>,
}

/// A table; no two cells are in one place.
#[derive(Debug, Default)]
pub struct Table {
    /// Number of columns of its grid.
    pub columns: u32,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Its cells, by row.
    pub cells: Vec<Cell>,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Number of its first paragraph.
    pub paragraph: u32,
    /// Whether it is printed again at the top of each page.
    pub is_header: bool,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub struct Cell {
    /// First row, 0-based.
    pub row: u32,
    /// First column, 0-based.
    pub col: u32,
    /// Number of rows, at least 1.
    pub rows: u32,
    /// Number of columns, at least 1.
    pub columns: u32,
    /// Its background.
    pub fill: Option<Rgb>,
    /// Number of its first paragraph.
    pub paragraph: u32,
    /// What is in it.
    pub blocks: Vec<Block>,
}

impl Paragraph {
    /// Whether nothing would show.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.label.is_none()
            && self.pieces.iter().all(|p| match p {
                Piece::Run(run) => run.text.trim().is_empty(),
                Piece::Line => true,
                Piece::Mark(_) | Piece::Icon(_) => false,
                Piece::Picture(text, _) => text.is_empty(),
            })
    }

    /// The text without looks.
    pub(crate) fn plain(&self) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Run(run) => out.push_str(&run.text),
                Piece::Line => out.push(' '),
                Piece::Mark(mark) => out.push_str(mark),
                Piece::Icon(_) | Piece::Picture(..) => {}
            }
        }
        out
    }
}
