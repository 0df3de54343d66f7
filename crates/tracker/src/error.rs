//! Why a workbook cannot be brought up to date, in words.

/// Why a workbook could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is something else.
    #[error("{0}")]
    NotAWorkbook(&'static str),
    /// Its parts do not fit together.
    #[error("the workbook is damaged: {part}: {why}")]
    Broken {
        /// The part of the file.
        part: String,
        /// What is wrong with it.
        why: String,
    },
    /// It is larger than any tracker.
    #[error("the workbook is too large: {0}")]
    TooLarge(&'static str),
    /// It is sound, and has something that cannot be kept.
    #[error("{0}")]
    Unfit(String),
}

impl Error {
    pub(crate) fn broken(part: &str, why: impl std::fmt::Display) -> Self {
        Self::Broken { part: part.to_owned(), why: why.to_string() }
    }
}
