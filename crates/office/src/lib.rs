//! What is in Word and spreadsheet files: text with its looks, numbering, cells, fills. What it
//! means, and where tables begin on a sheet, is for others to say.
//!
//! Files come from strangers: what unpacks to more than a document needs is refused, entities are
//! not looked up, and nothing in a file is run or fetched.

mod error;
mod odf;
mod package;
pub mod sheet;
mod theme;
pub mod word;
mod xml;

pub use error::Error;
pub use package::target as part_target;
pub use sheet::delimited;
pub use word::Tracked;

use package::Package;

/// What an office file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word since 2007.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Excel since 2007.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
}

/// How files of Office before 2007, and those with a password, begin.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How zip files begin.
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether bytes begin as office files do.
#[must_use]
pub fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND)
}

/// What the bytes of an office file are, by the parts in it; `None` for a file that is none.
///
/// # Errors
/// When it is damaged, or an office file of a kind that is not read.
pub fn kind(bytes: &[u8]) -> Result<Option<Kind>, Error> {
    if bytes.starts_with(COMPOUND) {
        return compound(bytes).map(Some);
    }
    let mut package = Package::open(bytes)?;
    if let Some(kind) = package.text("mimetype")? {
        let kind = kind.trim().trim_end_matches("-template");
        return match kind.strip_prefix("application/vnd.oasis.opendocument.") {
            Some("spreadsheet") => Ok(Some(Kind::Ods)),
            Some("text") => Ok(Some(Kind::Odt)),
            Some("presentation" | "graphics") => Err(Error::Unsupported {
                what: "a presentation or drawing",
                advice: "save it as PDF and convert that",
            }),
            _ => Ok(None),
        };
    }
    let Some(main) = package.main_part()? else { return Ok(None) };
    let folder = main.split('/').next().unwrap_or_default().to_ascii_lowercase();
    match folder.as_str() {
        "word" => Ok(Some(Kind::Docx)),
        "xl" => Ok(Some(Kind::Xlsx)),
        "ppt" => Err(Error::Unsupported {
            what: "a PowerPoint file",
            advice: "save it as PDF and convert that",
        }),
        _ => Ok(None),
    }
}

/// What a compound file is, by the names of its streams (UTF-16 in its directory).
fn compound(bytes: &[u8]) -> Result<Kind, Error> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if has("EncryptedPackage") {
        return Err(Error::Password);
    }
    if has("WordDocument") {
        return Err(Error::Unsupported {
            what: "a Word file of before 2007 (.doc)",
            advice: "in Word or LibreOffice, save it as .docx and convert that",
        });
    }
    if has("PowerPoint Document") {
        return Err(Error::Unsupported {
            what: "a PowerPoint file",
            advice: "save it as PDF and convert that",
        });
    }
    if has("Workbook") || has("Book") {
        return Ok(Kind::Xls);
    }
    Err(Error::Unsupported {
        what: "an old Office file",
        advice: "save it as .docx or .xlsx and convert that",
    })
}

/// What an office file says of who made it: its properties as they are in the file.
#[must_use]
pub fn properties(bytes: &[u8]) -> Option<String> {
    let mut package = Package::open(bytes).ok()?;
    let mut out = String::new();
    for part in ["docProps/core.xml", "docProps/app.xml", "meta.xml"] {
        out.push_str(&package.text(part).ok()?.unwrap_or_default());
    }
    Some(out)
}

/// What an office file holds.
#[derive(Debug)]
pub enum Content {
    /// Running text and tables.
    Text(word::Text),
    /// Sheets of cells.
    Book(sheet::Book),
}

/// Reads an office file of a kind.
///
/// # Errors
/// When it is damaged, too large, or has a password.
pub fn read(bytes: &[u8], kind: Kind, tracked: Tracked) -> Result<Content, Error> {
    if kind == Kind::Xls {
        return sheet::read_xls(bytes).map(Content::Book);
    }
    let mut package = Package::open(bytes)?;
    match kind {
        Kind::Docx => word::read_docx(&mut package, tracked).map(Content::Text),
        Kind::Odt => word::read_odt(&mut package, tracked).map(Content::Text),
        Kind::Xlsx => sheet::read_xlsx(&mut package).map(Content::Book),
        Kind::Ods => sheet::read_ods(&mut package).map(Content::Book),
        Kind::Xls => sheet::read_xls(bytes).map(Content::Book),
    }
}
