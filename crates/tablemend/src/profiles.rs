//! Profiles: what the columns and rows of one family of documents mean.

pub use tablemend_normalise::{Candidate, Profile, ProfileError};

use crate::error::{Error, ErrorKind};
use crate::stages::Mended;
use std::sync::OnceLock;

/// All built-in profiles, in the order in which they are listed.
#[must_use]
pub fn built_in() -> &'static [Profile] {
    static ALL: OnceLock<Vec<Profile>> = OnceLock::new();
    ALL.get_or_init(|| Profile::built_in_names().filter_map(Profile::built_in).collect())
}

/// The built-in profile of this name, or of several with `+` between their names.
///
/// # Errors
/// [`ErrorKind::NoProfile`], with the names that there are.
pub fn named(name: &str) -> Result<Profile, Error> {
    Profile::built_in(name).ok_or_else(|| {
        let names: Vec<_> = Profile::built_in_names().collect();
        let message = format!("there is no profile `{name}`; built in are {}", names.join(", "));
        Error::new(ErrorKind::NoProfile, message)
    })
}

/// The profile in the text of a TOML file.
///
/// # Errors
/// [`ErrorKind::BadProfile`], in words that say which key and where.
pub fn parse(toml: &str) -> Result<Profile, Error> {
    Ok(Profile::parse(toml)?)
}

/// How well each profile fits a document, the best first.
#[must_use]
pub fn detect(mended: &Mended, profiles: &[Profile]) -> Vec<Candidate> {
    tablemend_normalise::detect(mended.document(), profiles)
}

/// The text of a profile for documents like this one, from its headers and cells, to go over.
/// `None` where no table has a header row.
#[must_use]
pub fn draft(mended: &Mended) -> Option<String> {
    tablemend_normalise::draft(mended.document())
}
