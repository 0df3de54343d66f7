//! How documents are read, how outputs are written, how editions are compared.

use crate::profiles::{self, Profile};
use std::sync::Arc;
use tablemend_compare::Key;
use tablemend_ingest::pdf::LayoutHint;
use tablemend_ingest::{Engine, OcrMode, Tracked};
use tablemend_model::Document;

/// How documents are read; one for all stages. As it is made, it reads what needs no password, joins
/// tables over pages and takes the built-in profile that fits.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    pub(crate) reading: tablemend_ingest::Options,
    profiles: Profiles,
    pub(crate) is_unstitched: bool,
    pub(crate) period: Option<String>,
}

/// Under which profiles records are read.
#[derive(Clone, Debug, Default)]
enum Profiles {
    /// The built-in one that fits.
    #[default]
    BuiltIn,
    /// This one.
    Asked(Box<Profile>),
    /// The one of these that fits.
    Among(Vec<Profile>),
}

impl Options {
    /// The usual ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens encrypted documents with this password, where the empty one does not.
    #[must_use]
    pub fn with_password(mut self, password: impl Into<String>) -> Self {
        self.reading.password = Some(password.into());
        self
    }

    /// Reads records under this profile, whatever the document.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.profiles = Profiles::Asked(Box::new(profile));
        self
    }

    /// Reads records under the one of these profiles that fits, not under a built-in one.
    #[must_use]
    pub fn with_profiles(mut self, profiles: impl IntoIterator<Item = Profile>) -> Self {
        self.profiles = Profiles::Among(profiles.into_iter().collect());
        self
    }

    /// Leaves every page's tables as they are.
    #[must_use]
    pub fn without_stitching(mut self) -> Self {
        self.is_unstitched = true;
        self
    }

    /// Says of which period the document is (`2024-06`), where it does not say so itself or is
    /// mistaken.
    #[must_use]
    pub fn with_period(mut self, period: impl Into<String>) -> Self {
        self.period = Some(period.into());
        self
    }

    /// Says which text of a Word document counts where changes were tracked.
    #[must_use]
    pub fn with_tracked_changes(mut self, tracked: Tracked) -> Self {
        self.reading.tracked = tracked;
        self
    }

    /// Says which pages are read by text recognition; as it is made, those that are pictures without
    /// text are, where there is an engine ([`Options::with_ocr_engine`]).
    #[must_use]
    pub fn with_ocr(mut self, mode: OcrMode) -> Self {
        self.reading.ocr.mode = mode;
        self
    }

    /// Gives what reads pages that are pictures. Without the feature `ocr` no page can be drawn for it.
    #[must_use]
    pub fn with_ocr_engine(mut self, engine: Arc<dyn Engine>) -> Self {
        self.reading.ocr.engine = Some(engine);
        self
    }

    /// Reads tables of PDFs in these columns, which people drew ([`corrections::layouts`](crate::corrections::layouts)).
    #[must_use]
    pub fn with_layouts(mut self, layouts: impl IntoIterator<Item = LayoutHint>) -> Self {
        self.reading.layouts = layouts.into_iter().collect();
        self
    }

    /// The columns that people drew.
    #[must_use]
    pub fn layouts(&self) -> &[LayoutHint] {
        &self.reading.layouts
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.reading.password.as_deref()
    }

    /// The profile that was asked for.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        match &self.profiles {
            Profiles::Asked(profile) => Some(profile),
            Profiles::BuiltIn | Profiles::Among(_) => None,
        }
    }

    /// The profile for a document whose tables were mended.
    pub(crate) fn fitting(&self, document: &Document) -> Option<Profile> {
        match &self.profiles {
            Profiles::Asked(profile) => Some((**profile).clone()),
            Profiles::BuiltIn => Profile::fitting(document, profiles::built_in()),
            Profiles::Among(several) => Profile::fitting(document, several),
        }
    }
}

/// How outputs are written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    pub(crate) inner: tablemend_emit::Options,
}

impl WriteOptions {
    /// The usual ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a byte order mark is in front of CSV files, so that Excel reads them as UTF-8.
    #[must_use]
    pub fn with_bom(mut self, is_wanted: bool) -> Self {
        self.inner.bom = is_wanted;
        self
    }

    /// Whether an apostrophe is in front of CSV texts that a spreadsheet would run as a formula.
    #[must_use]
    pub fn with_escaped_formulas(mut self, is_wanted: bool) -> Self {
        self.inner.escape_formulas = is_wanted;
        self
    }

    /// Names the licence of the data: an identifier (`OGL-UK-3.0`) or a URL.
    #[must_use]
    pub fn with_licence(mut self, licence: impl Into<String>) -> Self {
        self.inner.licence = Some(licence.into());
        self
    }

    /// As a writer of several documents into one file takes them ([`Together`](crate::Together)).
    #[must_use]
    pub fn as_emitted(&self) -> &tablemend_emit::Options {
        &self.inner
    }
}

/// What is compared of two editions, and by what their items are paired.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CompareOptions {
    pub(crate) inner: tablemend_compare::Options,
}

impl CompareOptions {
    /// All fields, items paired by their ref and their text.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Pairs items by this.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.inner.key = key;
        self
    }

    /// Leaves these fields out (`ref` for renumbering).
    #[must_use]
    pub fn ignoring(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.inner.ignore = fields.into_iter().map(Into::into).collect();
        self
    }

    /// Compares these fields alone.
    #[must_use]
    pub fn only(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.inner.fields = Some(fields.into_iter().map(Into::into).collect());
        self
    }

    /// As the archive takes them.
    #[must_use]
    pub fn as_compared(&self) -> &tablemend_compare::Options {
        &self.inner
    }
}
