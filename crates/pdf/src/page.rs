//! The content of a page behind our own types: no PDF library shows through them.
//!
//! All coordinates are PDF points, origin at the top left of the page as shown: after CropBox,
//! rotation and `UserUnit`.

use crate::look::Look;
use crate::shape::Shape;
use ecow::EcoString;
use tablemend_model::{Rect, Rgb};

/// One page's content, in drawing order within each list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    /// Width in points, as shown.
    pub width: f32,
    /// Height in points, as shown.
    pub height: f32,
    /// Visible glyphs; those that are clipped away, off the page, or drawn twice are not here.
    pub glyphs: Vec<Glyph>,
    /// Straight lines: strokes, thin rectangles and thin pictures.
    pub rules: Vec<Rule>,
    /// Filled areas that still show: paint later put over all of an area takes it away.
    pub fills: Vec<Fill>,
    /// Pictures.
    pub images: Vec<Image>,
    /// Link annotations.
    pub links: Vec<Link>,
    /// What of it could not be read, or was left out.
    pub doubts: Vec<Doubt>,
    /// Where a clip cuts lines of text off.
    pub cuts: Vec<Cut>,
}

impl Page {
    /// Whether the page is a picture of text: pictures are on at least half of it, and no glyph.
    #[must_use]
    pub fn is_scan(&self) -> bool {
        let covered: f32 = self.images.iter().map(|i| i.area.width() * i.area.height()).sum();
        self.glyphs.iter().all(|g| g.text.trim().is_empty())
            && covered >= 0.5 * self.width * self.height
    }
}

/// One glyph as it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// What it says: usually one character; ligatures are taken apart (NFKC of presentation forms).
    pub text: EcoString,
    /// Its box: advance width by ascent and descent of the font.
    pub area: Rect,
    /// Origin of the glyph on the baseline.
    pub origin: (f32, f32),
    /// Font size in points, as shown.
    pub size: f32,
    /// Direction of writing in degrees clockwise from left to right, in `0.0..360.0`.
    pub angle: f32,
    /// Index of the font in the document, for telling fonts apart.
    pub font: u32,
    /// Bold by name, flag or weight.
    pub bold: bool,
    /// Italic or oblique.
    pub italic: bool,
    /// Fill colour (stroke colour for outlined text).
    pub colour: Rgb,
    /// How opaque it is, from 0 to 1.
    pub alpha: f32,
    /// Text that does not show, over a picture: the reading of a scan.
    pub is_ocr: bool,
    /// Marked as no part of the text: a running line, a page number, a watermark.
    pub is_artifact: bool,
    /// Marked as a watermark, or set by an annotation that is a watermark or a stamp.
    pub is_watermark: bool,
    /// Marked-content id that holds it.
    pub mcid: Option<u32>,
    /// Number of the text-showing operator that drew it: glyphs of one operator are one run.
    pub run: u32,
}

/// A line of text of which a clip shows a part, as of one that is printed over the edge of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Where the part that shows begins or ends, on the baseline.
    pub at: (f32, f32),
    /// Where the line begins, the part that does not show included.
    pub line_start: f32,
    /// Whether what shows ends there, or begins.
    pub is_end: bool,
    /// Whether the cut goes through a word.
    pub is_in_word: bool,
}

/// A straight horizontal or vertical line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The area it covers; a line of no thickness has an area of no thickness.
    pub area: Rect,
    /// Whether it lies (wider than high).
    pub is_horizontal: bool,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is dashed.
    pub is_dashed: bool,
}

/// A filled area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// The area, clipped.
    pub area: Rect,
    /// The colour that shows.
    pub colour: Rgb,
    /// What it looks like, where it may be a sign.
    pub shape: Shape,
    /// Which parts of its box it paints, where it is small.
    pub look: Look,
}

impl Fill {
    /// An area that is not a sign.
    #[must_use]
    pub fn new(area: Rect, colour: Rgb) -> Self {
        Self { area, colour, shape: Shape::Other, look: Look::default() }
    }
}

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Image {
    /// The area, clipped.
    pub area: Rect,
    /// Mean of its opaque pixels; `None` where it could not be decoded.
    pub colour: Option<Rgb>,
    /// How many pixels it says to have.
    pub pixels: u64,
    /// Marked-content id that holds it.
    pub mcid: Option<u32>,
}

/// Something of a page that could not be read, or was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What it is.
    pub kind: DoubtKind,
    /// How often: letters for text, streams, forms or tokens for the rest.
    pub count: u32,
    /// Around all of it, where its place is known.
    pub area: Option<Rect>,
    /// The first letters of what was left out, where they are known.
    pub sample: String,
}

/// What can be in doubt on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// A part of the page's content is not there or cannot be decoded; the other parts were read.
    ContentLost,
    /// A part of the content breaks off or is damaged on its way: what is before was read.
    ContentBroken,
    /// Damaged tokens of the content were passed over.
    TokensSkipped,
    /// A drawing that the page uses (a form XObject) is not there or cannot be decoded.
    FormLost,
    /// A font that text is set in is not there or cannot be read: a standard font was taken for it.
    FontLost,
    /// A limit was reached within the page; the rest of what it bounds was left out.
    Bounded,
    /// Letters whose font does not tell what they are.
    Undecoded,
    /// Letters that cannot be seen: under paint, white on white, fully transparent.
    Hidden,
    /// Letters of the page that a clip cuts off.
    Clipped,
    /// Letters of lines that run over the edge of the page; the area is that of the last ones on it.
    OffPage,
}

/// A link annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The area.
    pub area: Rect,
    /// Where it goes.
    pub uri: String,
}

/// The document's tag tree, as far as tables, headings, paragraphs and lists need it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagTree {
    /// Children of the root.
    pub nodes: Vec<TagNode>,
}

/// One structure element, its standard type by the role map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TagNode {
    /// `Table`, `TR`, `TH`, `TD`, `H1`, `P`, `L`, `LI`, `Span`, `Artifact`, ..
    pub kind: String,
    /// Attributes of a cell.
    pub cell: TagCell,
    /// `ActualText` or `Alt`, where given.
    pub text: Option<String>,
    /// The marked content that it holds itself: page (1-based) and id.
    pub content: Vec<(u32, u32)>,
    /// Its children, in order.
    pub children: Vec<TagNode>,
}

/// Table attributes of a structure element.
#[derive(Clone, Debug, PartialEq)]
pub struct TagCell {
    /// `RowSpan`, at least 1.
    pub rowspan: u32,
    /// `ColSpan`, at least 1.
    pub colspan: u32,
    /// `Scope`: `Row`, `Column`, `Both`.
    pub scope: Option<String>,
}

impl Default for TagCell {
    fn default() -> Self {
        Self { rowspan: 1, colspan: 1, scope: None }
    }
}
