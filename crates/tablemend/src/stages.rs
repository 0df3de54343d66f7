//! The stages in their order: bytes, document, mended tables, records.

use crate::bytes::Bytes;
use crate::error::{Error, ErrorKind, of_reading_back, of_writing};
use crate::options::Options;
use crate::order::in_order;
use crate::profiles::{self, Profile};
use crate::recognised;
use tablemend_model::{Dataset, Diagnostic, Document, Level, MediaType, SeenPage};

/// What outputs name as their maker.
pub const TOOL: &str = concat!("tablemend ", env!("CARGO_PKG_VERSION"));

/// A document as it was read.
#[derive(Clone, Debug)]
pub struct Opened {
    document: Document,
    notes: Vec<Diagnostic>,
    bytes: Bytes,
}

impl Opened {
    /// What is in it, in reading order.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What the reader has to say of it.
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// What the bytes are, whatever the name says.
    #[must_use]
    pub fn media_type(&self) -> MediaType {
        self.document.source.media_type
    }

    /// The text whose lines the places of notes and records count. `None` for documents whose
    /// bytes are not lines of text.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        if self.media_type().is_text() { tablemend_ingest::text(&self.bytes) } else { None }
    }

    /// What a second, independent reading sees on the pages of a PDF, for counting words; nothing
    /// for documents without pages.
    ///
    /// # Errors
    /// As [`read`].
    pub fn seen(&self, options: &Options) -> Result<Vec<SeenPage>, Error> {
        match self.media_type() {
            MediaType::Pdf => {
                Ok(tablemend_ingest::pdf::seen(self.bytes.shared(), &options.reading)?)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Which tables a page (1-based) of a PDF may hold, with scores and reasons, in words; `None` for documents without
    /// such a page.
    ///
    /// # Errors
    /// As [`read`].
    pub fn explain_page(&self, options: &Options, number: u32) -> Result<Option<String>, Error> {
        match self.media_type() {
            MediaType::Pdf => {
                Ok(tablemend_ingest::pdf::explain_page(&self.bytes, &options.reading, number)?)
            }
            _ => Ok(None),
        }
    }

    /// What was seen on each page of a PDF (words, rulings, cells), as its number and an SVG picture;
    /// nothing for documents without pages.
    ///
    /// # Errors
    /// As [`read`].
    pub fn drawings(&self, options: &Options) -> Result<Vec<(u32, String)>, Error> {
        match self.media_type() {
            MediaType::Pdf => Ok(tablemend_ingest::pdf::debug_svg(&self.bytes, &options.reading)?),
            _ => Ok(Vec::new()),
        }
    }
}

/// A document whose tables are whole: joined over pages, without repeated headers, no row in two.
#[derive(Clone, Debug)]
pub struct Mended {
    document: Document,
    notes: Vec<Diagnostic>,
}

impl Mended {
    /// What is in it, in reading order; [`Document::tables`] has its tables.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What was found, repaired and queried so far, in document order.
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Adds a note of the caller's own to those that outputs hold.
    pub fn note(&mut self, note: Diagnostic) {
        self.notes.push(note);
        in_order(&mut self.notes);
    }

    /// The document and the notes.
    #[must_use]
    pub fn into_parts(self) -> (Document, Vec<Diagnostic>) {
        (self.document, self.notes)
    }
}

/// The records of a document.
#[derive(Clone, Debug)]
pub struct Records {
    data: Dataset,
    profile: Profile,
}

impl Records {
    /// The records, with all notes in document order.
    #[must_use]
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// The records alone.
    #[must_use]
    pub fn into_data(self) -> Dataset {
        self.data
    }

    /// The profile under which they were read.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What was repaired or is uncertain, in document order.
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.data.diagnostics
    }

    /// The same document with the records that corrections gave, as an archive applies them.
    #[must_use]
    pub fn corrected_to(&self, data: Dataset) -> Self {
        self.with_data(data)
    }

    /// The same with other data, read under the same profile.
    pub(crate) fn with_data(&self, data: Dataset) -> Self {
        Self { data, profile: self.profile.clone() }
    }

    /// The records as JSON, as the program's `convert` writes them.
    ///
    /// # Errors
    /// [`ErrorKind::NotWritten`].
    pub fn to_json(&self) -> Result<String, Error> {
        let mut text = Vec::new();
        tablemend_emit::json::write(&self.data, &mut text).map_err(of_writing)?;
        String::from_utf8(text).map_err(|e| Error::caused(ErrorKind::NotWritten, e))
    }

    /// Records from the JSON that [`Records::to_json`] made. They are those of the profile asked for,
    /// else of the built-in one that the JSON names.
    ///
    /// # Errors
    /// [`ErrorKind::NotRecords`] where the bytes are something else, [`ErrorKind::NoProfile`] where
    /// they name a profile that is not built in and none was asked for.
    pub fn from_json(json: &[u8], options: &Options) -> Result<Self, Error> {
        let name = tablemend_emit::json::profile(json).map_err(of_reading_back)?;
        let profile = match options.profile() {
            Some(profile) => profile.clone(),
            None => profiles::named(&name)?,
        };
        let data = tablemend_emit::json::read(json, &profile.schema).map_err(of_reading_back)?;
        Ok(Self { data, profile })
    }
}

/// Reads a document from its bytes (PDF, Word, spreadsheet, Markdown, HTML): they say what it is.
/// `name` is kept in the outputs; its ending only settles what a text is that could be several.
///
/// # Errors
/// Where the bytes are not a document that can be read: [`ErrorKind::Empty`], [`ErrorKind::Binary`],
/// [`ErrorKind::Unsupported`], [`ErrorKind::Password`], [`ErrorKind::NoText`],
/// [`ErrorKind::Unreadable`].
pub fn read(bytes: impl Into<Bytes>, name: &str, options: &Options) -> Result<Opened, Error> {
    let bytes = bytes.into();
    let read = tablemend_ingest::read_shared(bytes.shared(), name, &options.reading)?;
    Ok(Opened { document: read.value, notes: read.notes, bytes })
}

/// Makes the tables of a document whole.
#[must_use]
pub fn mend(opened: Opened, options: &Options) -> Mended {
    let Opened { document, mut notes, .. } = opened;
    let document = if options.is_unstitched {
        document
    } else {
        let mended = tablemend_normalise::tables(document);
        notes.extend(mended.notes);
        mended.value
    };
    in_order(&mut notes);
    Mended { document, notes }
}

/// Reads the records of a document whose tables are whole, under the profile that was asked for or
/// fits.
///
/// # Errors
/// Where no profile was asked for and none can be chosen: [`ErrorKind::NoTable`],
/// [`ErrorKind::NoHeader`].
pub fn records(mended: &Mended, options: &Options) -> Result<Records, Error> {
    let document = &mended.document;
    if options.profile().is_none() && document.tables().next().is_none() {
        // Text has nothing to recognise.
        let help = match document.source.media_type {
            MediaType::Pdf | MediaType::Png | MediaType::Jpeg | MediaType::Tiff => {
                "if it is a scan, run text recognition (OCR) first"
            }
            _ => "records are read from tables: a letter or a report in running text has none",
        };
        return Err(
            Error::new(ErrorKind::NoTable, "no table was found in this document").helped(help)
        );
    }
    let Some(profile) = options.fitting(document) else {
        return Err(Error::new(ErrorKind::NoHeader, "no table in the document has a header row")
            .helped("say under which profile it is to be read, or take its tables as they are"));
    };
    let mut data = tablemend_normalise::records(document, &profile, TOOL);
    if let Some(period) = &options.period {
        data.document.period = Some(period.clone());
    }
    let mut notes = mended.notes.clone();
    notes.append(&mut data.diagnostics);
    notes.extend(none_found(&data, &profile));
    recognised::tell(document, &mut data, &mut notes);
    in_order(&mut notes);
    data.diagnostics = notes;
    Ok(Records { data, profile })
}

/// What to say of a document without a single item.
fn none_found(data: &Dataset, profile: &Profile) -> Option<Diagnostic> {
    let (schema, items) = data.items()?;
    if !items.records.is_empty() {
        return None;
    }
    let name = schema.name.replace('_', " ");
    let message =
        format!("no {name} were found in this document with the profile `{}`", profile.name());
    let help = "it may need another profile; `tablemend profile detect` shows which one fits";
    Some(Diagnostic::new("records.none", Level::Warning, message).help(help))
}

/// The tables of a document, whole: [`read`], then [`mend`].
///
/// # Errors
/// As [`read`].
pub fn tables(bytes: impl Into<Bytes>, name: &str, options: &Options) -> Result<Mended, Error> {
    Ok(mend(read(bytes, name, options)?, options))
}

/// The records of a document: [`read`], [`mend`], then [`records`].
///
/// # Errors
/// As [`read`] and [`records`].
pub fn convert(bytes: impl Into<Bytes>, name: &str, options: &Options) -> Result<Records, Error> {
    records(&tables(bytes, name, options)?, options)
}
