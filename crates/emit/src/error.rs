//! What can go wrong while writing, or while reading back what was written.

use std::fmt;

/// Why an output could not be written, or a written one not be read back.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("the output could not be written")]
    Io(#[from] std::io::Error),
    #[error("not JSON")]
    Json(#[from] serde_json::Error),
    #[error("`{at}` is not as defined in the data contract: expected {expected}")]
    Shape { at: String, expected: String },
    #[error("{0}")]
    Format(String, #[source] Option<Box<dyn std::error::Error + Send + Sync>>),
}

impl Error {
    /// A value of a JSON file that is not what the contract says, with its place in the file
    /// (`actions[3].completion.start`).
    pub(crate) fn shape(at: impl Into<String>, expected: impl fmt::Display) -> Self {
        Self(Kind::Shape { at: at.into(), expected: expected.to_string() })
    }

    /// Something that a format cannot do.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self(Kind::Format(message.into(), None))
    }

    /// What the library of a format says.
    #[cfg(any(feature = "xlsx", feature = "sqlite", feature = "parquet", feature = "html"))]
    pub(crate) fn from_library(
        message: impl Into<String>,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self(Kind::Format(message.into(), Some(Box::new(cause))))
    }

    /// The operating system's error, where it is one: a full disk, a closed pipe.
    #[must_use]
    pub fn as_io(&self) -> Option<&std::io::Error> {
        match &self.0 {
            Kind::Io(e) => Some(e),
            _ => None,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(e: std::io::Error) -> Self {
        Self(Kind::Io(e))
    }
}

impl From<serde_json::Error> for Error {
    /// A failed write is told as what it is, not as bad JSON.
    fn from(e: serde_json::Error) -> Self {
        match e.io_error_kind() {
            Some(kind) => Self(Kind::Io(std::io::Error::new(kind, e))),
            None => Self(Kind::Json(e)),
        }
    }
}

impl From<csv::Error> for Error {
    fn from(e: csv::Error) -> Self {
        match e.into_kind() {
            csv::ErrorKind::Io(e) => Self(Kind::Io(e)),
            other => Self::plain(format!("the CSV could not be written: {other:?}")),
        }
    }
}
