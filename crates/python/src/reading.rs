//! How documents are read and compared, from what the package was given.

use crate::failure::Failure;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use tablemend::compare::{Edition, Key, render};
use tablemend::corrections::{self, Correction};
use tablemend::profiles;
use tablemend::{Bytes, CompareOptions, Mended, Options, Records, Tracked, compare_kinds};

/// How documents are read.
#[derive(Debug, FromPyObject)]
pub(crate) struct Settings {
    /// Name of a built-in profile.
    profile: Option<String>,
    /// The text of a profile file; it goes before the name.
    profile_toml: Option<String>,
    /// Of encrypted documents.
    password: Option<String>,
    /// Of the document, where it does not say so itself.
    period: Option<String>,
    /// Whether tables are joined over pages.
    stitch: bool,
    /// Whether Word documents are read as they were before their changes.
    original: bool,
    /// Which pages are read by text recognition, and in which languages.
    ocr: String,
    ocr_language: String,
    /// Corrections, a line each.
    corrections: Option<String>,
}

impl Settings {
    /// The same for the library.
    pub(crate) fn reader(self) -> Result<Reader, Failure> {
        let mut options = Options::new();
        if let Some(toml) = self.profile_toml {
            options = options.with_profile(profiles::parse(&toml)?);
        } else if let Some(name) = self.profile {
            options = options.with_profile(profiles::named(&name)?);
        }
        if let Some(password) = self.password {
            options = options.with_password(password);
        }
        if let Some(period) = self.period {
            options = options.with_period(period);
        }
        if self.original {
            options = options.with_tracked_changes(Tracked::Original);
        }
        if !self.stitch {
            options = options.without_stitching();
        }
        let options = tablemend_cli::with_recognition(options, &self.ocr, &self.ocr_language)
            .map_err(Failure::input)?;
        let corrections = self.corrections.as_deref().map(corrections::parse).transpose()?;
        let corrections = corrections.unwrap_or_default();
        let options = options.with_layouts(corrections::layouts(&corrections));
        Ok(Reader { options, corrections })
    }
}

/// Reads documents.
#[derive(Debug)]
pub(crate) struct Reader {
    options: Options,
    corrections: Vec<Correction>,
}

impl Reader {
    /// The records of a document, as people corrected them.
    pub(crate) fn records(&self, bytes: Bytes, name: &str) -> Result<Records, Failure> {
        let records = tablemend::convert(bytes, name, &self.options)?;
        if self.corrections.is_empty() {
            return Ok(records);
        }
        Ok(corrections::apply(&records, &self.corrections))
    }

    /// The tables of a document.
    pub(crate) fn tables(&self, bytes: Bytes, name: &str) -> Result<Mended, Failure> {
        Ok(tablemend::tables(bytes, name, &self.options)?)
    }

    /// What changed, as JSON.
    pub(crate) fn changes(
        &self,
        before: Side,
        after: Side,
        how: Comparing,
    ) -> Result<String, Failure> {
        let edition = |side: Side| -> Result<Vec<Edition>, Failure> {
            let records = match side.name {
                Some(name) => self.records(Bytes::from(&*side.bytes), &name)?,
                None => Records::from_json(&side.bytes, &self.options)?,
            };
            Ok(Edition::of_kinds(records.data()))
        };
        let changes = compare_kinds(edition(before)?, edition(after)?, &how.options())?;
        Ok(render::json(&changes).to_string())
    }
}

/// One of two documents that are compared.
#[derive(Debug, FromPyObject)]
pub(crate) struct Side {
    bytes: PyBackedBytes,
    /// What the document is called; none where the bytes are records as JSON.
    name: Option<String>,
}

/// How two documents are compared.
#[derive(Debug, FromPyObject)]
pub(crate) struct Comparing {
    /// By what items are paired.
    key: String,
    /// Fields that are left out.
    ignore: Vec<String>,
    /// The only fields that are compared.
    fields: Option<Vec<String>>,
}

impl Comparing {
    fn options(self) -> CompareOptions {
        let key = match self.key.as_str() {
            "likeness" => Key::Likeness,
            "ref" => Key::Reference,
            "id" => Key::Id,
            _ => Key::Field(self.key),
        };
        let options = CompareOptions::new().with_key(key).ignoring(self.ignore);
        match self.fields {
            Some(fields) => options.only(fields),
            None => options,
        }
    }
}
