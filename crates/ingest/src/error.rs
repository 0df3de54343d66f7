//! Why a document could not be read.

/// Why a document could not be read, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing is in the file.
    #[error("the file is empty: nothing to read")]
    Empty,
    /// The bytes are neither text nor a format that is read.
    #[error(
        "not a supported document: {what} at byte {at}; give a PDF, Word, spreadsheet, Markdown or \
         HTML file"
    )]
    Binary {
        /// What was found that no text has.
        what: String,
        /// Its 0-based offset in the file.
        at: usize,
    },
    /// A text with a character in it that no text has.
    #[error(
        "the text is damaged: line {line} holds a NUL, a character that no text has; save or export the \
         file again"
    )]
    Damaged {
        /// Its 1-based line.
        line: usize,
    },
    /// The bytes are a format that is known and not supported.
    #[error("not a supported document: this is {what}; {advice}")]
    Unsupported {
        /// The format.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The PDF is encrypted: no password was given, or one that does not open it.
    #[error("the PDF cannot be read: {0}")]
    Password(String),
    /// The pages of the PDF hold no text.
    #[error(
        "the PDF cannot be read: no page holds text; where these are pictures of pages (a scan), run \
         text recognition (OCR) on it first"
    )]
    NoText,
    /// The pages are pictures, and nothing could be recognised on them; why, or what to do.
    #[error("the pages cannot be read: {0}")]
    Unrecognised(String),
    /// The picture cannot be opened or read.
    #[error("the picture cannot be read: {0}")]
    Picture(String),
    /// The office file cannot be opened or read.
    #[error("the file cannot be read: {0}")]
    Office(tablemend_office::Error),
    /// The PDF cannot be opened or read.
    #[error("the PDF cannot be read: {0}")]
    Pdf(String),
}

impl From<tablemend_office::Error> for Error {
    fn from(error: tablemend_office::Error) -> Self {
        match error {
            tablemend_office::Error::Unsupported { what, advice } => {
                Self::Unsupported { what, advice }
            }
            error => Self::Office(error),
        }
    }
}
