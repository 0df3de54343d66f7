//! What changed between two editions of a document.

pub use tablemend_compare::{
    Change, ChangeKind, Changes, Direction, Edition, Key, Summary, render,
};

use crate::error::Error;
use crate::options::CompareOptions;
use crate::stages::Records;
use tablemend_compare::{Links, check_kinds, compare_editions};

impl From<&Records> for Edition {
    fn from(records: &Records) -> Self {
        Self::of(records.data())
    }
}

/// What changed from one edition to the next: of two [`Records`], or of editions read back from
/// written files. [`render`] says it as text, Markdown, JSON or CSV.
///
/// # Errors
/// [`ErrorKind::NoField`](crate::ErrorKind::NoField) where the options name a field that neither
/// edition has.
pub fn compare(
    before: impl Into<Edition>,
    after: impl Into<Edition>,
    options: &CompareOptions,
) -> Result<Changes, Error> {
    let (before, after) = (before.into(), after.into());
    options.inner.check(&before, &after)?;
    Ok(compare_editions(before, after, &Links::default(), &options.inner))
}

/// What changed in each kind of items of documents that have several (actions, and risks or indicators):
/// each kind is compared with its own. [`Edition::of_kinds`] gives the editions; [`render`] takes the
/// changes of all kinds together.
///
/// # Errors
/// As [`compare`], where no kind has the field.
pub fn compare_kinds(
    before: Vec<Edition>,
    after: Vec<Edition>,
    options: &CompareOptions,
) -> Result<Vec<Changes>, Error> {
    check_kinds(&options.inner, &before, &after)?;
    Ok(tablemend_compare::compare_kinds(before, after, &options.inner))
}
