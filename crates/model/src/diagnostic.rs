//! What the reader of a result should know about how it came to be.

use crate::place::SourceRef;
use std::borrow::Cow;

/// A diagnostic's code, `family.case` (`date.impossible`); the same word is the record's flag.
pub type Code = Cow<'static, str>;

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something was done that the reader may want to know.
    Info,
    /// Something is uncertain.
    Warning,
    /// Something could not be read.
    Error,
}

impl Level {
    /// `info`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that the reader of a result should know: what was found, where, what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// How much it matters.
    pub level: Level,
    /// One sentence: what is so, and what was done about it.
    pub message: String,
    /// What the reader can do about it, where there is something.
    pub help: Option<String>,
    /// Where.
    pub source: SourceRef,
    /// Id of the record it speaks of.
    pub record: Option<String>,
    /// What is in the source.
    pub printed: Option<String>,
    /// What was made of it.
    pub used: Option<String>,
}

impl Diagnostic {
    /// A note with a code, a level and a message; the rest is added with the `with_` methods.
    #[must_use]
    pub fn new(code: impl Into<Code>, level: Level, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            level,
            message: message.into(),
            help: None,
            source: SourceRef::default(),
            record: None,
            printed: None,
            used: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, source: SourceRef) -> Self {
        self.source = source;
        self
    }

    /// Says which record.
    #[must_use]
    pub fn of(mut self, record: impl Into<String>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// Says what is there and what was made of it.
    #[must_use]
    pub fn repair(mut self, printed: impl Into<String>, used: impl Into<String>) -> Self {
        self.printed = filled(printed);
        self.used = filled(used);
        self
    }

    /// Says what is there.
    #[must_use]
    pub fn printed(mut self, printed: impl Into<String>) -> Self {
        self.printed = filled(printed);
        self
    }

    /// Says what was used.
    #[must_use]
    pub fn used(mut self, used: impl Into<String>) -> Self {
        self.used = filled(used);
        self
    }

    /// Says what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A text, unless it is empty: what is absent is `None`.
fn filled(text: impl Into<String>) -> Option<String> {
    Some(text.into()).filter(|text| !text.is_empty())
}

/// A result, and what the reader of it should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted<T> {
    /// The result.
    pub value: T,
    /// The notes, in document order as far as that can be said.
    pub notes: Vec<Diagnostic>,
}

impl<T> Noted<T> {
    /// A result with nothing to say about it.
    #[must_use]
    pub fn silent(value: T) -> Self {
        Self { value, notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_absent() {
        let note = Diagnostic::new("a.b", Level::Info, "c");
        let told = |note: Diagnostic| (note.printed, note.used);
        assert_eq!(told(note.clone().printed("").used("")), (None, None));
        assert_eq!(told(note.clone().repair("", "5")), (None, Some("5".to_owned())));
        assert_eq!(told(note.repair("bell", "")), (Some("bell".to_owned()), None));
    }
}
