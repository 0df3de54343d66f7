//! The stages in their order: bytes, document, mended tables, records.

use crate::args::{DiagnosticsForm, Inputs};
use crate::inputs::Input;
use crate::report::{SourceText, Style};
use anyhow::{Context, Result, bail};
use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tablemend_ingest::Options;
use tablemend_model::{Dataset, Document, Note, Noted, Place, SheetName};
use tablemend_normalise::Profile;

/// What outputs name as their maker.
pub(crate) const TOOL: &str = concat!("tablemend ", env!("CARGO_PKG_VERSION"));

/// A document that was read, with its bytes' text for excerpts.
pub(crate) struct Opened {
    /// What stands in it, as it was read.
    pub(crate) document: Noted<Document>,
    /// Its bytes.
    pub(crate) bytes: Arc<Vec<u8>>,
}

impl Opened {
    /// The decoded text, for the excerpts of diagnostics where these are for people; PDFs have none.
    pub(crate) fn source_text(&self, style: &Style) -> Option<SourceText> {
        match self.document.value.source.media_type {
            kind if !kind.is_text() => None,
            _ if style.form != DiagnosticsForm::Text => None,
            _ => tablemend_ingest::text(&self.bytes).map(SourceText::new),
        }
    }
}

/// How documents are to be read, from the arguments.
pub(crate) fn options(inputs: &Inputs) -> Result<Options> {
    let from_file = match &inputs.password_file {
        Some(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read the password file {}", path.display()))?;
            Some(text.lines().next().unwrap_or_default().to_owned())
        }
        None => None,
    };
    // A file that was named beats a variable that happens to be set.
    Ok(Options {
        password: from_file.or_else(|| inputs.password.clone()),
        tracked: inputs.tracked.into(),
    })
}

/// Reads a document; what fails is a note and nothing more is done with it.
pub(crate) fn open(input: &Input, options: &Options) -> Result<Opened, Box<Note>> {
    let bytes = input.bytes().map_err(|e| {
        let error = anyhow::Error::new(e).context("cannot be read");
        Box::new(crate::report::trouble("input.unreadable", &error))
    })?;
    let bytes = Arc::new(bytes);
    match tablemend_ingest::read_shared(&bytes, &input.name, options) {
        Ok(document) => Ok(Opened { document, bytes }),
        Err(error) => {
            let code = match error {
                tablemend_ingest::Error::Empty => "input.empty",
                tablemend_ingest::Error::Binary { .. } => "input.binary",
                tablemend_ingest::Error::Unsupported { .. } => "input.unsupported",
                _ => "input.unreadable",
            };
            let is_pdf = matches!(error, tablemend_ingest::Error::Pdf(_));
            let error = anyhow::Error::new(error);
            let note = crate::report::trouble(code, &error);
            // The reader says why in words; of these only a PDF's need of a password has a remedy here.
            let needs_password = is_pdf && note.message.contains("password");
            Err(Box::new(if needs_password {
                note.help("give it with --password-file FILE, --password, or TABLEMEND_PASSWORD")
            } else {
                note
            }))
        }
    }
}

/// A profile, and how it was chosen.
#[derive(Debug)]
pub(crate) struct Chosen<'a> {
    /// The profile.
    pub(crate) profile: Cow<'a, Profile>,
    /// `detected` or `as asked for`.
    pub(crate) how: &'static str,
}

/// The profiles of a run: the one asked for, or all built-in ones to choose from.
#[derive(Debug)]
pub(crate) enum Profiles {
    /// This one.
    Asked(Box<Profile>),
    /// The clearest of these.
    Detect(Vec<Profile>),
}

impl Profiles {
    /// From `--profile`: the name of a built-in profile, else a file.
    pub(crate) fn new(asked: Option<&str>) -> Result<Self> {
        match asked {
            Some(name) => Ok(Self::Asked(Box::new(profile(name)?))),
            None => Ok(Self::Detect(built_in())),
        }
    }

    /// The profile for a document (its tables mended).
    pub(crate) fn choose(&self, document: &Document) -> Result<Chosen<'_>, Box<Note>> {
        let profiles = match self {
            Self::Asked(profile) => {
                return Ok(Chosen { profile: Cow::Borrowed(profile), how: "as asked for" });
            }
            Self::Detect(profiles) => profiles,
        };
        if document.tables().next().is_none() {
            return Err(unclear(
                "no table was found in this document",
                "if it is a scan, run text recognition (OCR) first",
            ));
        }
        match Profile::fitting(document, profiles) {
            Some(profile) => Ok(Chosen { profile: Cow::Owned(profile), how: "detected" }),
            None => Err(unclear(
                "no table in the document has a header row",
                "use --profile NAME|FILE, or take the tables as they are with `tablemend tables`; \
                 `tablemend profile detect` shows what was found",
            )),
        }
    }
}

fn unclear(message: &str, help: &str) -> Box<Note> {
    Box::new(Note::new("profile.unclear", tablemend_model::Level::Error, message).help(help))
}

/// All built-in profiles.
pub(crate) fn built_in() -> Vec<Profile> {
    Profile::built_in_names().filter_map(Profile::built_in).collect()
}

/// The profile of this name or in this file.
pub(crate) fn profile(name: &str) -> Result<Profile> {
    if let Some(profile) = Profile::built_in(name) {
        return Ok(profile);
    }
    if !Path::new(name).exists() && !name.contains(['.', '/', '\\']) {
        let names: Vec<_> = Profile::built_in_names().collect();
        bail!("there is no profile `{name}`; built in are {}, or give a file", names.join(", "));
    }
    read_profile(Path::new(name))
}

/// The profile in a TOML file.
pub(crate) fn read_profile(path: &Path) -> Result<Profile> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the profile {}", path.display()))?;
    Profile::parse(&text).with_context(|| format!("profile {}", path.display()))
}

/// Puts notes in document order; those without a place come first, those of one place keep their
/// order.
pub(crate) fn in_order(notes: &mut [Note]) {
    // Sheets come in the order in which they are first spoken of.
    let mut sheets = Vec::new();
    for note in notes.iter() {
        if let Some(Place::Cells { sheet, .. }) = note.source.place
            && !sheets.contains(&sheet)
        {
            sheets.push(sheet);
        }
    }
    let key = |note: &Note| key(note, &sheets);
    notes.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
}

fn key(note: &Note, sheets: &[SheetName]) -> (u32, f32, f32) {
    match note.source.place {
        Some(Place::Paragraph { number }) => (number, 0.0, 0.0),
        Some(Place::Cells { sheet, rows, columns }) => {
            let at = sheets.iter().position(|s| *s == sheet).unwrap_or(0);
            (at as u32 + 1, rows[0] as f32, columns[0] as f32)
        }
        // Lines far beyond 2^24 may share a key: they keep their order.
        Some(Place::Lines { first, .. }) => (first, 0.0, 0.0),
        Some(Place::Page { number, area }) => (number, area.y0, area.x0),
        None => (0, 0.0, 0.0),
    }
}

/// Reads the records and puts all notes, those of the reader and the mender too, in one order.
pub(crate) fn records(document: &Document, profile: &Profile, earlier: Vec<Note>) -> Dataset {
    let mut data = tablemend_normalise::records(document, profile, TOOL);
    let mut notes = earlier;
    notes.append(&mut data.diagnostics);
    if let Some((schema, items)) = data.items()
        && items.records.is_empty()
    {
        let name = schema.name.replace('_', " ");
        let message =
            format!("no {name} were found in this document with the profile `{}`", profile.name());
        let help = "it may need another profile; `tablemend profile detect` shows which one fits";
        notes.push(Note::new("records.none", tablemend_model::Level::Warning, message).help(help));
    }
    in_order(&mut notes);
    data.diagnostics = notes;
    data
}
