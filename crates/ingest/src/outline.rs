//! What a reader of text files hands on: blocks, and what is not yet decided about them.

use tablemend_model::{Block, Diagnostic, Level, Place, RichText, Row, SourceRef, Table};
use tablemend_model::{Cell, Method};

/// More columns than this are not a table.
pub(crate) const MOST_COLUMNS: usize = 1000;

/// Blocks in reading order, with the thematic breaks that may or may not be page breaks.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) blocks: Vec<Block>,
    pub(crate) notes: Vec<Diagnostic>,
    /// Indices of page breaks that are only thematic breaks: an ornament or a converter's page
    /// mark, in rising order.
    pub(crate) ornaments: Vec<usize>,
}

impl Outline {
    pub(crate) fn paragraph(&mut self, text: RichText, place: Place) {
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph { text, place });
        }
    }

    pub(crate) fn page_break(&mut self, page: Option<u32>, place: Place) {
        self.blocks.push(Block::PageBreak { page, place });
    }

    pub(crate) fn ornament(&mut self, place: Place) {
        self.ornaments.push(self.blocks.len());
        self.page_break(None, place);
    }

    pub(crate) fn note(&mut self, note: Diagnostic) {
        self.notes.push(note);
    }

    /// Puts a grid of cells as a table. Where it cannot be one, its rows become paragraphs: no
    /// word is lost.
    pub(crate) fn table(&mut self, grid: Grid) {
        let Grid { method, columns, rows, cells, header_rows, title } = grid;
        if rows.is_empty() || cells.is_empty() {
            return;
        }
        let place = rows[0].place;
        let slots = rows.len().saturating_mul(columns as usize);
        let covered = cells.iter().map(|c| c.rowspan() as usize * c.colspan() as usize);
        let blank = slots.saturating_sub(covered.sum());
        // A short text must not ask for a grid out of all proportion to itself.
        let proportionate = slots <= 64 * cells.len() + 4096 && blank <= 8 * cells.len() + 4096;
        if columns as usize <= MOST_COLUMNS && proportionate {
            // The readers put no two cells in one slot, so that only the size could be wrong.
            if let Ok(mut table) = Table::new(method, columns, rows, cells) {
                table.set_header_rows(header_rows);
                table.title = title;
                self.blocks.push(Block::Table(table));
            }
            return;
        }
        self.note(
            Diagnostic::new(
                "table.refused",
                Level::Warning,
                format!("a table of {columns} columns cannot be one; its text is kept outside"),
            )
            .at(SourceRef::at(place)),
        );
        for cell in cells {
            let place = cell.place();
            self.paragraph(cell.text, place);
        }
    }
}

/// Rows and cells that are about to be a table.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) method: Method,
    pub(crate) columns: u32,
    pub(crate) rows: Vec<Row>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) header_rows: u32,
    pub(crate) title: Option<String>,
}

/// Line numbers of byte offsets.
pub(crate) struct Lines {
    /// Offsets at which lines begin, the first excepted.
    starts: Vec<usize>,
    /// Number of the first line.
    first: u32,
}

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self::of_part(text, 1)
    }

    /// The lines of a part of a file, whose first line has this number.
    pub(crate) fn of_part(text: &str, first: u32) -> Self {
        Self { starts: text.match_indices('\n').map(|(i, _)| i + 1).collect(), first }
    }

    /// The 1-based line of a byte offset.
    pub(crate) fn at(&self, offset: usize) -> u32 {
        self.starts.partition_point(|s| *s <= offset) as u32 + self.first
    }

    /// The lines that a byte range is on; a line end at its end is not counted.
    pub(crate) fn place(&self, range: std::ops::Range<usize>) -> Place {
        let first = self.at(range.start);
        let last = self.at(range.end.saturating_sub(1).max(range.start));
        Place::Lines { first, last }
    }
}
