//! Word and spreadsheet files to blocks: merges, fills, strikes and numbers are facts there.

mod heads;
mod sheet;
mod word;

use crate::Options;
use crate::error::Error;
use tablemend_model::{Document, MediaType, Noted};
use tablemend_office::{Content, Kind};

/// Reads an office file; `None` where it is none.
pub(crate) fn read(
    bytes: &[u8],
    name: &str,
    options: &Options,
) -> Result<Option<Noted<Document>>, Error> {
    let Some(kind) = tablemend_office::kind(bytes)? else { return Ok(None) };
    let media_type = of_kind(kind);
    let outline = match tablemend_office::read(bytes, kind, options.tracked)? {
        Content::Text(text) => word::read(text),
        Content::Book(book) => sheet::read(book),
    };
    Ok(Some(crate::without_pages(bytes, name, media_type, outline)))
}

/// What an office file is; `None` for what is not read.
pub(crate) fn media_type(bytes: &[u8]) -> Option<MediaType> {
    tablemend_office::kind(bytes).ok().flatten().map(of_kind)
}

fn of_kind(kind: Kind) -> MediaType {
    match kind {
        Kind::Docx => MediaType::Docx,
        Kind::Odt => MediaType::Odt,
        Kind::Xlsx => MediaType::Xlsx,
        Kind::Xls => MediaType::Xls,
        Kind::Ods => MediaType::Ods,
    }
}

/// Reads a text whose cells are parted by commas or the like. `certain` is for a text that may be
/// something else: `None` where it does not look like a table.
pub(crate) fn delimited(
    bytes: &[u8],
    text: &str,
    name: &str,
    certain: bool,
) -> Result<Option<Noted<Document>>, Error> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = if matches!(stem, "" | "-") { "Sheet1" } else { stem };
    let Some(read) = tablemend_office::delimited(text, stem, certain)? else { return Ok(None) };
    let media_type = if read.delimiter == '\t' { MediaType::Tsv } else { MediaType::Csv };
    Ok(Some(crate::without_pages(bytes, name, media_type, sheet::read(read.book))))
}
