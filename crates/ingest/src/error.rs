//! Why a document could not be read.

/// Why a document could not be read, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing stands in the file.
    #[error("the file is empty: nothing to read")]
    Empty,
    /// The bytes are neither text nor PDF.
    #[error(
        "not a supported document: {what} at byte {at}; give a PDF, a Markdown or an HTML file"
    )]
    Binary {
        /// What was found that no text has.
        what: String,
        /// Its 0-based offset in the file.
        at: usize,
    },
    /// The bytes are a format that is known and not supported.
    #[error("not a supported document: this is {what}; {advice}")]
    Unsupported {
        /// The format.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The PDF cannot be opened or read.
    #[error("the PDF cannot be read: {0}")]
    Pdf(String),
}
