//! Why a file's records could not be read back, in words.

/// Why a file's records could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A CSV file is not as this program writes them.
    #[error("the CSV file cannot be read: {0}")]
    Csv(String),
    /// A file has no records that can be compared; in words, with what to do.
    #[error("{0}")]
    NotRecords(String),
    /// A table whose one edition was wanted holds several.
    #[error("it holds several documents or editions")]
    SeveralEditions,
    /// A file that records were to be read from is damaged.
    #[error(
        "the {what} is damaged or cut off ({why}): write it again with `convert`, or fetch it again \
         from where it came from"
    )]
    Broken {
        /// What kind of file.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
}

impl Error {
    pub(crate) fn broken(what: &'static str, why: &str) -> Self {
        Self::Broken { what, why: why.to_owned() }
    }
}
