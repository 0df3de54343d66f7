//! Editions kept in one file: an [`Archive`] of them, and how it reads a document again.

pub use tablemend_archive::{
    Added, Addition, Archive, Entry, Error as ArchiveError, Follows, history, report,
};
use tablemend_archive::{Reviewer, Unreviewed};
pub use tablemend_compare::Timeline;

#[cfg(feature = "docx")]
pub use tablemend_archive::report_docx;

use crate::Error;
use crate::corrections::{self, Correction, Who};
use crate::options::Options;
use crate::profiles::{self, Profile};
use crate::stages::{self, Records};
use serde_json::{Value, json};
use tablemend_model::Dataset;

/// Reads the sources of an archive again (`verify`, `rebuild`), each under the profile that it was
/// added with.
#[derive(Clone, Debug, Default)]
pub struct Rereader {
    options: Options,
}

impl Rereader {
    /// With the password of encrypted sources among the options; their profile is not asked.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    fn again(&self, bytes: &[u8], name: &str, kept: &str) -> Result<Records, Error> {
        let profile = kept_profile(kept)?;
        stages::convert(bytes, name, &self.options.clone().with_profile(profile))
    }
}

impl tablemend_archive::Reader for Rereader {
    fn read(
        &self,
        bytes: &[u8],
        name: &str,
        options: &str,
    ) -> Result<tablemend_archive::Records, String> {
        let records = self.again(bytes, name, options).map_err(|e| chain(&e))?;
        let json = records.to_json().map_err(|e| chain(&e))?;
        Ok(tablemend_archive::Records { data: records.into_data(), json })
    }
}

/// Puts corrections on the records of an archive's editions ([`Archive::reviewed_by`]).
#[derive(Clone, Copy, Debug, Default)]
pub struct Reviewing;

impl Reviewer for Reviewing {
    fn review(&self, edition: &Unreviewed<'_>) -> Result<Dataset, String> {
        let records = stored(edition.json, edition.options).map_err(|e| chain(&e))?;
        let all = corrections::parse(&edition.lines.join("\n")).map_err(|e| chain(&e))?;
        let who = |c: &Correction| match (&c.period, &c.id) {
            (Some(period), Some(id)) => (edition.who)(period, id),
            _ => Who::Unknown,
        };
        let merged = corrections::merged(all);
        Ok(corrections::apply_among(&records, &merged, &who).into_data())
    }

    fn check(&self, line: &str) -> Result<(), String> {
        corrections::parse(line).map(|_| ()).map_err(|e| e.to_string())
    }
}

/// The records that an archive keeps of an edition, as the program read them: from their JSON and
/// what the archive says on how they were read.
///
/// # Errors
/// Where either is not what the archive writes.
pub fn stored(json: &str, kept: &str) -> Result<Records, Error> {
    let profile = kept_profile(kept)?;
    Records::from_json(json.as_bytes(), &Options::new().with_profile(profile))
}

/// The profile that a document was read with.
///
/// # Errors
/// [`ErrorKind::NoProfile`](crate::ErrorKind::NoProfile) where the archive does not say.
pub fn kept_profile(kept: &str) -> Result<Profile, Error> {
    let kept: Value = serde_json::from_str(kept).unwrap_or_default();
    match (kept["profile_file"].as_str(), kept["profile"].as_str()) {
        (Some(text), _) => profiles::parse(text),
        (None, Some(name)) => profiles::named(name),
        _ => {
            let message = "the archive does not say which profile it was read with";
            Err(Error::new(crate::ErrorKind::NoProfile, message))
        }
    }
}

/// An error and what is behind it.
fn chain(error: &Error) -> String {
    let mut words = error.to_string();
    let mut behind = std::error::Error::source(error);
    while let Some(cause) = behind {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        behind = cause.source();
    }
    words
}

/// How a document was read, as the archive keeps it for reading it again: the name of a built-in
/// profile, or `file`, the whole text of the profile file that was asked for, since the file may be
/// another one by then. Passwords are not kept.
#[must_use]
pub fn kept_options(profile: &Profile, file: Option<&str>) -> String {
    match file {
        Some(text) => json!({ "profile_file": text }).to_string(),
        None => json!({ "profile": profile.name() }).to_string(),
    }
}
