//! Why an office file could not be read.

/// Why an office file could not be read, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file needs a password.
    #[error("it is protected by a password; save it without one")]
    Password,
    /// A kind of office file that is known and not read.
    #[error("this is {what}; {advice}")]
    Unsupported {
        /// The kind.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The file, or a part of it, is damaged.
    #[error(
        "{part} is damaged: {what}; open the file in Word, Excel or LibreOffice and save it again"
    )]
    Broken {
        /// The part.
        part: String,
        /// What is wrong with it.
        what: String,
    },
    /// The file asks for more than any document needs.
    #[error("it is too large: {0}")]
    TooLarge(String),
}

impl Error {
    pub(crate) fn broken(part: &str, what: impl std::fmt::Display) -> Self {
        Self::Broken { part: part.to_owned(), what: what.to_string() }
    }
}
