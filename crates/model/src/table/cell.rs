//! One cell of a table.

use crate::diagnostic::Code;
use crate::place::Place;
use crate::text::{Rgb, RichText};
use smallvec::{SmallVec, smallvec};

/// One cell: its position and spans belong to its table, its content is free to change.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) rowspan: u32,
    pub(super) colspan: u32,
    /// What is in it.
    pub text: RichText,
    /// Where it is; more than one where a page break cut it. Never empty.
    pub places: SmallVec<[Place; 1]>,
    /// Its visible background; `None` for none or white.
    pub fill: Option<Rgb>,
    /// Whether `fill` comes from a style attribute of the markup rather than a painted area.
    pub fill_is_style: bool,
    /// Colours of the pictures, swatches and coloured glyphs in it, in reading order.
    pub icons: Vec<Rgb>,
    /// What the sign that is drawn in it looks like, as the character of that shape: `✔`, `●`, `▲`. It is
    /// no text of the document.
    pub shape: Option<char>,
    /// What the mark in it says: the heading of its column, where several columns tell one thing by which of
    /// them is marked.
    pub says: Option<RichText>,
    /// Whether the source itself says that it is a header (`th`, `TH`).
    pub is_header: bool,
    /// Whether the source itself says that this is the rest of the cell above, which a page break cuts.
    pub is_rest: bool,
    /// Codes of the notes that speak of it.
    pub flags: Vec<Code>,
}

impl Cell {
    /// A cell of one row and one column, 0-based.
    #[must_use]
    pub fn new(row: u32, col: u32, text: RichText, place: Place) -> Self {
        Self {
            row,
            col,
            rowspan: 1,
            colspan: 1,
            text,
            places: smallvec![place],
            fill: None,
            fill_is_style: false,
            icons: Vec::new(),
            shape: None,
            says: None,
            is_header: false,
            is_rest: false,
            flags: Vec::new(),
        }
    }

    /// The same cell over so many rows and columns (at least one each).
    #[must_use]
    pub fn spanning(mut self, rows: u32, columns: u32) -> Self {
        self.rowspan = rows.max(1);
        self.colspan = columns.max(1);
        self
    }

    /// The same cell in another place of a grid, over so many rows (at least one).
    #[must_use]
    pub fn moved(&self, row: u32, col: u32, rows: u32) -> Self {
        Self { row, col, rowspan: rows.max(1), ..self.clone() }
    }

    /// First row, 0-based.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.row
    }

    /// First column, 0-based.
    #[must_use]
    pub fn col(&self) -> u32 {
        self.col
    }

    /// Number of rows it covers, at least 1.
    #[must_use]
    pub fn rowspan(&self) -> u32 {
        self.rowspan
    }

    /// Number of columns it covers, at least 1.
    #[must_use]
    pub fn colspan(&self) -> u32 {
        self.colspan
    }

    /// Where its first piece is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.places[0] // OK because a cell is made with one place and none is ever taken away.
    }

    /// Whether it shows nothing: no text, no colour, no picture.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty() && self.fill.is_none() && self.icons.is_empty() && self.shape.is_none()
    }

    /// Takes in another cell's content behind its own, with a separator between the texts.
    pub fn absorb(&mut self, separator: &str, other: Self) {
        self.text.append(separator, &other.text);
        for place in other.places {
            match self.places.last_mut() {
                Some(last) if same_sheet(last, &place) => *last = last.union(&place),
                _ => self.places.push(place),
            }
        }
        if self.fill.is_none() {
            self.fill = other.fill;
            self.fill_is_style = other.fill_is_style;
        }
        self.icons.extend(other.icons);
        self.shape = self.shape.or(other.shape);
        for flag in other.flags {
            if !self.flags.contains(&flag) {
                self.flags.push(flag);
            }
        }
    }
}

/// Pieces on one page are one piece; lines of text that follow each other are too.
pub(super) fn same_sheet(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Page { number: m, .. }, Place::Page { number: n, .. }) => m == n,
        (Place::Lines { last, .. }, Place::Lines { first, .. }) => *first <= last + 1,
        (Place::Paragraph { .. }, Place::Paragraph { .. }) => true,
        (Place::Cells { sheet: s, .. }, Place::Cells { sheet: t, .. }) => s == t,
        _ => false,
    }
}
