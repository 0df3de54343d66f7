//! What people corrected in a reading: kept as lines, applied to records, never written into the source.
//!
//! A correction says who settled what, when and why, and what was printed and read there. On the same
//! document it is always applied. On a later edition it is applied where the item is the same and the
//! same words are printed; otherwise that is told:
//!
//! | code | level | when |
//! |---|---|---|
//! | `correction.applied` | info | the value is the corrected one |
//! | `correction.confirmed` | info | a person has checked this reading; its query is settled |
//! | `correction.retired` | info | the program now reads it so itself |
//! | `correction.stale` | warning | other words are printed there now: not applied |
//! | `correction.orphan` | warning | the item is not in the document, or may be another one: not applied |
//! | `correction.conflict` | warning | two people say different things; the later one counts |
//! | `correction.unreadable` | warning | the field cannot hold the value: not applied |
//!
//! Columns that were drawn ([`Op::Layout`]) count while a document is read: [`layouts`] gives them to
//! [`Options::with_layouts`](crate::Options::with_layouts); the reader says where they were used
//! (`layout.applied`) or that they were not (`layout.stale`).
//!
//! ```
//! use tablemend::{Options, corrections};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let plan = "| Ref | Action | Due date | RAG |\n|---|---|---|---|\n| 1 | Mend the wall | 31 April 2024 | Red |\n";
//! let records = tablemend::convert(plan, "plan.md", &Options::new())?;
//! let lines = r#"{"v": 1, "at": "2026-11-25T10:00:00Z", "by": "A. Officer", "id": "1",
//!     "field": "completion", "op": "set", "printed": "31 April 2024", "value": "2024-04-30"}"#;
//! let corrections = corrections::parse(&lines.replace('\n', " "))?;
//! let reviewed = corrections::apply(&records, &corrections);
//! assert!(reviewed.to_json()?.contains("\"edtf\": \"2024-04-30\""));
//! # Ok(())
//! # }
//! ```

mod apply;
mod carried;
mod evidence;
mod find;
mod layouts;
mod numbering;
mod rows;
mod settle;
mod typed;

pub use apply::{apply, apply_among};
pub use evidence::{concerns, printed, read_as};
pub use layouts::{header_of, layouts, rows_at, table_at};
pub use numbering::above_gap;

use crate::error::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tablemend_model::SourceRef;

/// Which record of a later edition a corrected record is, where items are followed.
pub use tablemend_archive::Who;

/// One line of a file of corrections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Version of the form: 1.
    pub v: u32,
    /// When: RFC 3339, in UTC (`2026-11-25T10:00:00Z`).
    pub at: String,
    /// Who.
    pub by: String,
    /// SHA-256 of the document that was looked at.
    #[serde(default)]
    pub document: Option<String>,
    /// Its period.
    #[serde(default)]
    pub period: Option<String>,
    /// The item's identity in an archive.
    #[serde(default)]
    pub item: Option<String>,
    /// The record's id in that document; none for what is said of the document as a whole.
    #[serde(default)]
    pub id: Option<String>,
    /// The field: its name, `ref`, or the header of a column that no field knows.
    #[serde(default)]
    pub field: Option<String>,
    /// What is done.
    pub op: Op,
    /// What is printed there.
    #[serde(default)]
    pub printed: Option<String>,
    /// What the program read there.
    #[serde(default)]
    pub read: Option<String>,
    /// What it ought to be, as [`Op`] says.
    #[serde(default)]
    pub value: Json,
    /// Where, as in records: `page` and `bbox`, or `lines`, `paragraph`, `sheet` and `cells`.
    #[serde(default)]
    pub place: Json,
    /// Why.
    #[serde(default)]
    pub why: Option<String>,
    /// `at` of an earlier correction of the same document, record and field that no longer counts.
    #[serde(default)]
    pub undoes: Option<String>,
    /// Of a confirmed query: its code (`date.impossible`); without it all queries of the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The item's own text, by which it is known again in a later edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// The field is `value`: text, or a list of texts; `null` for nothing.
    Set,
    /// The reading is right.
    Confirm,
    /// The row is not a record.
    Drop,
    /// A row is missing: `value` has its fields, `after` names the record that it follows.
    Add,
    /// The row is several: `value` is a list of objects of fields, one for each.
    Split,
    /// The row goes on the one whose id is `value`.
    Join,
    /// The table at `place` of a PDF has the columns of `value`: `columns`, the edges between them in points from the left
    /// of the page, and `header`, the lower edge of its header in points from the top, or `null`.
    Layout,
}

impl Op {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Confirm => "confirm",
            Self::Drop => "drop",
            Self::Add => "add",
            Self::Split => "split",
            Self::Join => "join",
            Self::Layout => "layout",
        }
    }
}

/// Reads a file of corrections: a JSON object a line, blank lines passed over.
///
/// # Errors
/// [`ErrorKind::NotCorrections`] with the number of the line.
pub fn parse(text: &str) -> Result<Vec<Correction>, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut all = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let wrong = |what: String| {
            let message = format!("line {number} is not a correction: {what}");
            Error::new(ErrorKind::NotCorrections, message)
                .helped("corrections are one JSON object per line, as the review page saves them")
        };
        let one: Correction = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
        if one.v != 1 {
            return Err(wrong(format!("version {} is not known (only 1 is)", one.v)));
        }
        if one.op == Op::Layout
            && let Err(why) = layouts::layout(&one)
        {
            return Err(wrong(why));
        }
        all.push(one);
    }
    Ok(all)
}

/// Corrections as the lines of a file.
#[must_use]
pub fn lines(corrections: &[Correction]) -> String {
    let line = |c: &Correction| serde_json::to_string(c).map(|l| l + "\n").unwrap_or_default();
    corrections.iter().map(line).collect()
}

/// Those of several files together, each once, the earliest first.
#[must_use]
pub fn merged(mut corrections: Vec<Correction>) -> Vec<Correction> {
    corrections.sort_by(|a, b| a.at.cmp(&b.at));
    let mut all: Vec<Correction> = Vec::with_capacity(corrections.len());
    for one in corrections {
        if !all.iter().rev().take_while(|c| c.at == one.at).any(|c| *c == one) {
            all.push(one);
        }
    }
    all
}

/// The place of a record or note as corrections write it.
#[must_use]
pub fn place(source: &SourceRef) -> Json {
    evidence::place(source)
}
