//! Why something could not be done, as a kind for programs and as words for people.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use tablemend_model::{Diagnostic, Level};

/// What went wrong. Kinds will be added: a `match` needs an arm for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is nothing in the document.
    Empty,
    /// The bytes are neither text nor a format that is known.
    Binary,
    /// The bytes are a format that is known and cannot be read.
    Unsupported,
    /// The document is encrypted: no password was given, or one that does not open it.
    Password,
    /// The pages are pictures: there is no text to read until text recognition (OCR) was run.
    NoText,
    /// The document cannot be opened: it is damaged, or goes beyond a limit that guards against
    /// harmful files.
    Unreadable,
    /// No table was found in the document.
    NoTable,
    /// The document's tables have no header, so that no profile can be chosen.
    NoHeader,
    /// There is no built-in profile of that name.
    NoProfile,
    /// The text is not a profile.
    BadProfile,
    /// The bytes are not records that this program wrote.
    NotRecords,
    /// The text is not a file of corrections.
    NotCorrections,
    /// A field that was named is in neither of two editions.
    NoField,
    /// The format is not in this build (a cargo feature), or does not hold what was asked of it.
    NotWritten,
    /// The output cannot be written: [`Error::as_io`] has the operating system's own error.
    Io,
}

impl ErrorKind {
    /// The code under which the program reports it, `family.case` as in diagnostics.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "input.empty",
            Self::Binary => "input.binary",
            Self::Unsupported => "input.unsupported",
            Self::Password | Self::NoText | Self::Unreadable | Self::NotRecords => {
                "input.unreadable"
            }
            Self::NoTable | Self::NoHeader => "profile.unclear",
            Self::NoProfile | Self::BadProfile => "profile.unsound",
            Self::NotCorrections => "correction.unreadable",
            Self::NoField => "usage",
            Self::NotWritten | Self::Io => "output.unwritten",
        }
    }
}

type Cause = Box<dyn StdError + Send + Sync>;

/// Why something could not be done. [`Error::kind`] is for programs, the words are for people.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    help: Option<&'static str>,
    /// What a library below said, in the same words as `message`.
    cause: Option<Cause>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: None, cause: None }
    }

    pub(crate) fn helped(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    pub(crate) fn caused(kind: ErrorKind, cause: impl StdError + Send + Sync + 'static) -> Self {
        let message = cause.to_string();
        Self { cause: Some(Box::new(cause)), ..Self::new(kind, message) }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What can be done about it, where there is something.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help
    }

    /// The operating system's error, where it is one: a full disk, a closed pipe.
    #[must_use]
    pub fn as_io(&self) -> Option<&io::Error> {
        self.cause.as_ref()?.downcast_ref::<tablemend_emit::Error>()?.as_io()
    }

    /// The same as a diagnostic, as the program reports it.
    #[must_use]
    pub fn to_note(&self) -> Diagnostic {
        let note = Diagnostic::new(self.kind.code(), Level::Error, self.to_string());
        match self.help {
            Some(help) => note.help(help),
            None => note,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The cause says what this error says; what is behind it is news.
        self.cause.as_ref()?.source()
    }
}

impl From<tablemend_ingest::Error> for Error {
    fn from(error: tablemend_ingest::Error) -> Self {
        let kind = match &error {
            tablemend_ingest::Error::Empty => ErrorKind::Empty,
            tablemend_ingest::Error::Binary { .. } | tablemend_ingest::Error::Damaged { .. } => {
                ErrorKind::Binary
            }
            tablemend_ingest::Error::Unsupported { .. } => ErrorKind::Unsupported,
            tablemend_ingest::Error::Password(_) => ErrorKind::Password,
            tablemend_ingest::Error::NoText | tablemend_ingest::Error::Unrecognised(_) => {
                ErrorKind::NoText
            }
            _ => ErrorKind::Unreadable,
        };
        let is_locked = kind == ErrorKind::Password;
        let error = Self::caused(kind, error);
        if is_locked { error.helped("give the password that opens it") } else { error }
    }
}

impl From<tablemend_normalise::ProfileError> for Error {
    fn from(error: tablemend_normalise::ProfileError) -> Self {
        Self::caused(ErrorKind::BadProfile, error)
    }
}

impl From<tablemend_compare::Error> for Error {
    fn from(error: tablemend_compare::Error) -> Self {
        let kind = match &error {
            tablemend_compare::Error::NoField { .. } => ErrorKind::NoField,
            _ => ErrorKind::NotRecords,
        };
        Self::caused(kind, error)
    }
}

/// What a writer says.
pub(crate) fn of_writing(error: tablemend_emit::Error) -> Error {
    let kind = if error.as_io().is_some() { ErrorKind::Io } else { ErrorKind::NotWritten };
    Error::caused(kind, error)
}

/// What the reader of written records says.
pub(crate) fn of_reading_back(error: tablemend_emit::Error) -> Error {
    Error::caused(ErrorKind::NotRecords, error)
}
