//! Documents to blocks: Markdown, HTML, PDF, Word and spreadsheets.
//!
//! `read` looks at the bytes, never at the name alone, and gives what is in the document in
//! reading order. It repairs no table: what a converter tore apart is left to `normalise`.

mod colour;
mod decode;
mod error;
mod format;
mod html;
mod markdown;
mod ocr;
mod office;
mod outline;
pub mod pdf;
mod raised;
mod rich;
mod running;

pub use error::Error;
pub use ocr::{Ocr, OcrMode};
pub use tablemend_office::Tracked;
pub use tablemend_scan::{Engine, Failure, Grey};

use format::Format;
use outline::Outline;
use std::sync::Arc;
use tablemend_model::{Document, MediaType, Noted, Source, sha256};

/// How a document is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Password of an encrypted PDF; the empty password is tried without asking.
    pub password: Option<String>,
    /// Which text of a Word document's tracked changes counts.
    pub tracked: Tracked,
    /// Whether pages that are pictures are recognised, and by what.
    pub ocr: Ocr,
    /// Columns that people have drawn on pages of PDFs; of two on one table the later counts.
    pub layouts: Vec<pdf::LayoutHint>,
}

/// Reads a document from its bytes. `name` is kept for the reader of the result; its ending only
/// settles whether a text that could be either is Markdown or HTML.
///
/// # Errors
/// When the bytes are not a document that can be read: empty, binary, of a format that is not
/// supported, or a PDF that cannot be opened.
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Noted<Document>, Error> {
    read_shared(&Arc::new(bytes.to_vec()), name, options)
}

/// As [`read`], of bytes that need not be copied for that.
///
/// # Errors
/// As those of [`read`].
pub fn read_shared(
    bytes: &Arc<Vec<u8>>,
    name: &str,
    options: &Options,
) -> Result<Noted<Document>, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    match format::of_bytes(bytes)? {
        Some(Format::Pdf) => pdf::read_shared(bytes, name, options),
        #[cfg(feature = "ocr")]
        Some(Format::Picture) => pdf::read_pictures(bytes, name, options),
        Some(Format::Office) => match office::read(bytes, name, options)? {
            Some(document) => Ok(document),
            None => Err(format::not_office()),
        },
        _ => read_text(bytes, name),
    }
}

fn read_text(bytes: &[u8], name: &str) -> Result<Noted<Document>, Error> {
    let (text, mut notes) = decode::decode(bytes)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(Error::Empty);
    }
    if let Some(certain) = format::may_be_delimited(&text, name)
        && let Some(mut document) = office::delimited(bytes, &text, name, certain)?
    {
        notes.append(&mut document.notes);
        return Ok(Noted { notes, ..document });
    }
    let (media_type, mut outline) = match format::of_text(&text, name) {
        Format::Html => (MediaType::Html, html::read(&text)),
        _ => (MediaType::Markdown, markdown::read(&text)),
    };
    running::find(&mut outline);
    // What was met while the bytes became text comes first.
    outline.notes.splice(0..0, notes);
    Ok(without_pages(bytes, name, media_type, outline))
}

/// The document that an outline is, of a format without pages.
fn without_pages(
    bytes: &[u8],
    name: &str,
    media_type: MediaType,
    outline: Outline,
) -> Noted<Document> {
    let source = Source {
        name: name.to_owned(),
        media_type,
        sha256: sha256(bytes),
        pages: None,
        page_sizes: Vec::new(),
    };
    Noted { value: Document { source, blocks: outline.blocks }, notes: outline.notes }
}

/// What an office file is, by the parts in it; `None` for other bytes, and for what is not read.
#[must_use]
pub fn office_kind(bytes: &[u8]) -> Option<MediaType> {
    tablemend_office::is_container(bytes).then(|| office::media_type(bytes)).flatten()
}

/// What an office file says of who made it; `None` for other bytes.
#[must_use]
pub fn office_properties(bytes: &[u8]) -> Option<String> {
    tablemend_office::is_container(bytes).then(|| tablemend_office::properties(bytes)).flatten()
}

/// The text of a document that is no PDF, decoded as `read` decodes it: the text whose lines a
/// `Place` counts. `None` where the bytes are not text.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<String> {
    decode::decode(bytes).ok().map(|(text, _)| text.into_owned())
}

#[cfg(test)]
mod tests;
