//! How a document of an archive was read, and reading it again in the same way.

use crate::args::Tracked;
use crate::ocr::{self, OcrArgs, When};
use crate::pipeline;
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::fs;
use tablemend::archive::Rereader;
use tablemend::profiles::Profile;
use tablemend::{LayoutHint, Options};
use tablemend_archive::{Reader, Records};
use tablemend_model::Diagnostic;

/// How sources are read again.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Again {
    /// Password of encrypted sources
    #[arg(long, value_name = "PASSWORD", env = "TABLEMEND_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// Which pages are read by text recognition (OCR); by default those that were when the edition
    /// was added
    #[arg(long, value_enum, value_name = "WHEN", help_heading = "Reading")]
    ocr: Option<When>,
    /// Languages of pages that are read by OCR (eng, or eng+cym); by default those of when the
    /// edition was added
    #[arg(long, value_name = "LANGUAGES", value_parser = ocr::languages, help_heading = "Reading")]
    ocr_language: Option<String>,
}

impl Again {
    /// As the editions were read when they were added, with the password of encrypted ones.
    pub(crate) fn with_password(password: Option<String>) -> Self {
        Self { password, ..Self::default() }
    }
}

/// How a document was read, as the archive keeps it: with the whole text of the profile file, where
/// one was asked for.
pub(crate) fn kept(
    profile: &Profile,
    asked: Option<&str>,
    ocr: &OcrArgs,
    tracked: Tracked,
    notes: &[Diagnostic],
) -> Result<String> {
    let file = match asked {
        Some(file) if Profile::built_in(file).is_none() => {
            Some(fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?)
        }
        _ => None,
    };
    let kept = tablemend::archive::kept_options(profile, file.as_deref());
    let has = |code: &str| notes.iter().any(|n| n.code == code);
    Ok(with_reading(&kept, ocr, tracked, is_left_out(ocr, has)))
}

/// Whether pages are pictures and nothing could recognise them, as where the program is not installed.
fn is_left_out(ocr: &OcrArgs, has: impl Fn(&str) -> bool) -> bool {
    ocr.ocr != When::Never && has("page.scanned") && !has("ocr.read")
}

/// What is kept, with how pages and tracked changes were read.
fn with_reading(kept: &str, ocr: &OcrArgs, tracked: Tracked, is_left_out: bool) -> String {
    let mut kept: Value = serde_json::from_str(kept).unwrap_or_default();
    kept["ocr"] = json!(name(&ocr.ocr));
    kept["ocr_language"] = json!(ocr.ocr_language);
    kept["tracked"] = json!(name(&tracked));
    kept["ocr_missing"] = json!(is_left_out);
    kept.to_string()
}

/// The name of a choice, as it is typed.
fn name<T: ValueEnum>(choice: &T) -> String {
    choice.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

fn named<T: ValueEnum>(value: &Value) -> Option<T> {
    T::from_str(value.as_str()?, false).ok()
}

/// Reads sources as they were read when they were added, but for what was typed.
pub(crate) struct AsAdded<'a> {
    typed: &'a Again,
    /// Columns that people drew.
    layouts: Vec<LayoutHint>,
    /// Whether pages that nothing could recognise then are tried again.
    is_anew: bool,
}

impl<'a> AsAdded<'a> {
    /// To find out whether the same records are still read.
    pub(crate) fn to_check(typed: &'a Again, layouts: Vec<LayoutHint>) -> Self {
        Self { typed, layouts, is_anew: false }
    }

    /// To read what can be read today.
    pub(crate) fn anew(typed: &'a Again, layouts: Vec<LayoutHint>) -> Self {
        Self { typed, layouts, is_anew: true }
    }

    /// How pages and tracked changes are read. An edition that was added before this was kept is read
    /// as documents are read without any option.
    fn settings(&self, kept: &Value) -> (OcrArgs, Tracked) {
        let usual = OcrArgs::usual();
        let then = named(&kept["ocr"]);
        let language = self.typed.ocr_language.clone();
        let language = language.or_else(|| kept["ocr_language"].as_str().map(str::to_owned));
        let ocr = OcrArgs {
            ocr: self.typed.ocr.or(then).unwrap_or(usual.ocr),
            ocr_language: language.unwrap_or(usual.ocr_language),
        };
        (ocr, named(&kept["tracked"]).unwrap_or_default())
    }

    /// The options for a document of which this is kept; their profile is not set.
    pub(crate) fn options(&self, kept: &str) -> Options {
        let kept: Value = serde_json::from_str(kept).unwrap_or_default();
        let (ocr, tracked) = self.settings(&kept);
        let options = Options::new().with_tracked_changes(tracked.into());
        let options = pipeline::with_password(options, self.typed.password.clone())
            .with_layouts(self.layouts.iter().cloned());
        let is_asked = self.is_anew || self.typed.ocr.is_some();
        match kept["ocr_missing"] == true && !is_asked {
            true => ocr.apply_absent(options),
            false => ocr.apply(options, None),
        }
    }
}

impl Reader for AsAdded<'_> {
    fn read(&self, bytes: &[u8], name: &str, options: &str) -> Result<Records, String> {
        Rereader::new(self.options(options)).read(bytes, name, options)
    }

    fn kept(&self, options: &str, records: &Records) -> String {
        let kept: Value = serde_json::from_str(options).unwrap_or_default();
        let (ocr, tracked) = self.settings(&kept);
        let has = |code: &str| records.data.diagnostics.iter().any(|n| n.code == code);
        with_reading(options, &ocr, tracked, is_left_out(&ocr, has))
    }
}
