//! A document as it was read: blocks in reading order.

use crate::place::{Place, Rect};
use crate::table::Table;
use crate::text::RichText;

/// What the bytes of a document are, whatever its name ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// `text/markdown`
    Markdown,
    /// `text/html`
    Html,
    /// `application/pdf`
    Pdf,
    /// Word, `.docx`.
    Docx,
    /// OpenDocument text, `.odt`.
    Odt,
    /// Excel, `.xlsx` and `.xlsm`.
    Xlsx,
    /// Excel before 2007, `.xls`.
    Xls,
    /// OpenDocument spreadsheet, `.ods`.
    Ods,
    /// `text/csv`
    Csv,
    /// `text/tab-separated-values`
    Tsv,
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
    /// `image/tiff`, of one page or several.
    Tiff,
}

impl MediaType {
    /// The registered name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Csv => "text/csv",
            Self::Tsv => "text/tab-separated-values",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Tiff => "image/tiff",
        }
    }

    /// Whether its places are areas of pages.
    #[must_use]
    pub fn has_pages(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg | Self::Tiff)
    }

    /// Whether its bytes are lines of text that can be shown as they are.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Markdown | Self::Html)
    }

    /// Whether converters, which lose colours and merges, may have made it.
    #[must_use]
    pub fn is_converted(self) -> bool {
        matches!(self, Self::Markdown | Self::Html)
    }
}

/// Which file a document came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The file's name without its folder, or `-` for standard input.
    pub name: String,
    /// What the bytes are.
    pub media_type: MediaType,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Width and height of each page in points after rotation; empty where there are no pages.
    pub page_sizes: Vec<[f32; 2]>,
}

/// What a piece of text outside the reading flow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// A running head.
    Head,
    /// A running foot, footers and the like.
    Foot,
    /// A page number alone.
    PageNumber,
}

/// A piece of a document, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 (outermost) to 6.
        level: u8,
        /// Its text.
        text: RichText,
        /// Where.
        place: Place,
    },
    /// A paragraph or a list (items as `• ` lines).
    Paragraph {
        /// Its text.
        text: RichText,
        /// Where.
        place: Place,
    },
    /// A table.
    Table(Table),
    /// A running head, foot or page number.
    Running {
        /// Which.
        kind: Running,
        /// Its text.
        text: RichText,
        /// Where.
        place: Place,
    },
    /// A page begins here; in Markdown only where a converter said so.
    PageBreak {
        /// Number of the page that begins, if it is known.
        page: Option<u32>,
        /// Where.
        place: Place,
    },
    /// A picture without text, which may carry a status by its colour.
    Picture {
        /// Alternative text, may be empty.
        text: RichText,
        /// Where.
        place: Place,
    },
}

impl Block {
    /// Where the block is; a table's first piece.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Heading { place, .. }
            | Self::Paragraph { place, .. }
            | Self::Running { place, .. }
            | Self::PageBreak { place, .. }
            | Self::Picture { place, .. } => Some(*place),
            Self::Table(table) => table.pieces().first().copied(),
        }
    }

    /// The text of a block that is not a table.
    #[must_use]
    pub fn text(&self) -> Option<&RichText> {
        match self {
            Self::Heading { text, .. }
            | Self::Paragraph { text, .. }
            | Self::Running { text, .. }
            | Self::Picture { text, .. } => Some(text),
            Self::PageBreak { .. } | Self::Table(_) => None,
        }
    }
}

/// A document: where it came from and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Which file.
    pub source: Source,
    /// What is in it, in reading order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The tables, in reading order; a table's id is its position here plus one.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|b| match b {
            Block::Table(t) => Some(t),
            _ => None,
        })
    }

    /// The area of a page, for clipping; `None` where there is no such page.
    #[must_use]
    pub fn page_area(&self, number: u32) -> Option<Rect> {
        let [w, h] = *self.source.page_sizes.get(number.checked_sub(1)? as usize)?;
        Some(Rect::new(0.0, 0.0, w, h))
    }
}
