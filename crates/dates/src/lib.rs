//! Dates as British public bodies print them, read as EDTF (ISO 8601-2 level 1) intervals.

use tablemend_model::{Completion, DatedAs, Level, RichText};

/// What a reader of dates knows of the document around them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Whether `1/2/2020` is the first of February; `None` when the document does not tell.
    pub day_first: Option<bool>,
    /// Year and month of the edition, for dates that print no year.
    pub period: Option<(i16, i8)>,
}

/// Something about a date that its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `date.impossible`, `date.multiple`, `date.reversed`, `date.unreadable`, `date.ambiguous`, ..
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence.
    pub message: String,
    /// What stands there.
    pub printed: String,
    /// What was used.
    pub used: Option<String>,
}

/// The dates of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the cell says.
    pub completion: Completion,
    /// Doubts and repairs.
    pub findings: Vec<Finding>,
}

/// Reads the cell of a date column. Never fails: what cannot be read is a finding.
#[must_use]
pub fn read(text: &RichText, context: &Context) -> Reading {
    let _ = context;
    Reading {
        completion: Completion {
            printed: (!text.is_empty()).then(|| text.as_str().replace('\n', " ")),
            ..Completion::default()
        },
        findings: Vec::new(),
    }
}

/// The date that a text is nothing but (`April 2020`), for forecasts in commentary.
#[must_use]
pub fn only(text: &str, context: &Context) -> Option<DatedAs> {
    let _ = (text, context);
    None
}

/// Whether the numeric dates among these texts show that the day comes first (`Some(true)`) or the
/// month (`Some(false)`); `None` when none of them tells or they contradict each other.
#[must_use]
pub fn day_first<'a>(texts: impl Iterator<Item = &'a str>) -> Option<bool> {
    let _ = texts.count();
    None
}

/// The month of an edition in a title (`… UPDATE JANUARY 2020`): year and month.
#[must_use]
pub fn month_in(text: &str) -> Option<(i16, i8)> {
    let _ = text;
    None
}
