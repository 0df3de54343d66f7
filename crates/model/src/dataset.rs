//! What was understood of a document: typed, linked rows.

use crate::diagnostic::{Code, Diagnostic};
use crate::place::SourceRef;
use crate::schema::{EntitySchema, Schema};
use crate::state::State;
use crate::text::Rgb;
use jiff::civil::Date;

/// The records of one document under one profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// Which document.
    pub document: DocumentInfo,
    /// What the entities are.
    pub schema: Schema,
    /// The document's own legend, as printed.
    pub legend: Vec<LegendEntry>,
    /// Rows by entity, parallel to `schema.entities`.
    pub entities: Vec<Entity>,
    /// Remarks that are in a table row of their own.
    pub notes: Vec<Remark>,
    /// Header cells, every printing of them.
    pub headers: Vec<HeaderText>,
    /// Everything else that is in the document.
    pub other_text: Vec<OtherText>,
    /// What was repaired or is uncertain.
    pub diagnostics: Vec<Diagnostic>,
}

impl Dataset {
    /// The entity of this name with its schema.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<(&EntitySchema, &Entity)> {
        let (i, schema) = self.schema.entity(name)?;
        Some((schema, self.entities.get(i)?))
    }

    /// The items (actions, risks) with their schema.
    #[must_use]
    pub fn items(&self) -> Option<(&EntitySchema, &Entity)> {
        let (i, schema) = self.schema.items()?;
        Some((schema, self.entities.get(i)?))
    }
}

/// What is known of the document itself.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentInfo {
    /// Its title, as printed.
    pub title: Option<String>,
    /// Of the edition: `YYYY-MM`, or the first and last month of a quarter, a term or a year
    /// (`2024-07/2024-09`).
    pub period: Option<String>,
    /// How the document prints it, where it is not a month (`Q2 2024/25`).
    pub period_printed: Option<String>,
    /// The file's name.
    pub name: String,
    /// What the bytes are (`application/pdf`).
    pub media_type: String,
    /// SHA-256 of the bytes in lower-case hexadecimal.
    pub sha256: String,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Name of the profile.
    pub profile: String,
    /// `tablemend 0.1.0`.
    pub tool: String,
}

/// The rows of one entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// In document order.
    pub records: Vec<Record>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Unique in its entity: the ref, `ref~2` where a ref is used again.
    pub id: String,
    /// The repaired ref.
    pub reference: Option<String>,
    /// What is there.
    pub ref_printed: Option<String>,
    /// Ids of the rows it belongs to, parallel to `EntitySchema::parents`.
    pub parents: Vec<Option<String>>,
    /// Values, parallel to `EntitySchema::fields`.
    pub values: Vec<Value>,
    /// For a group: the whole cell, as printed.
    pub printed: Option<String>,
    /// Text of the columns that no field knows, parallel to `EntitySchema::extra`.
    pub extra: Vec<Option<String>>,
    /// Where.
    pub source: SourceRef,
    /// Codes of the diagnostics that speak of it, each once, sorted.
    pub flags: Vec<Code>,
    /// What the program read where a person has corrected it; empty in a reading that nobody reviewed.
    pub corrected: Vec<Corrected>,
}

impl Record {
    /// What the program read in this field, where a person has corrected it.
    #[must_use]
    pub fn corrected_from(&self, field: &str) -> Option<&Value> {
        self.corrected.iter().find(|c| c.field == field).map(|c| &c.from)
    }
}

/// What a corrected value was before.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrected {
    /// The field's name; `ref` for the reference, a column's header for one that no field knows.
    pub field: String,
    /// What the program read.
    pub from: Value,
}

/// A field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is there.
    Missing,
    /// Text, never empty.
    Text(String),
    /// Dates.
    Completion(Completion),
    /// Posts.
    Posts(Posts),
    /// A status.
    Status(Status),
    /// A number, or a word of a scale in its place, and how it is printed.
    Number {
        /// The number; `None` for a word (`High`).
        value: Option<f64>,
        /// As printed.
        printed: String,
    },
    /// A date that a text is nothing but.
    Forecast(DatedAs),
}

/// An interval of days with its EDTF (ISO 8601-2 level 1) form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedAs {
    /// EDTF.
    pub edtf: String,
    /// First day meant; `None` where the interval has no start.
    pub start: Option<Date>,
    /// Last day meant; `None` where the interval has no end.
    pub end: Option<Date>,
}

/// What the cell of a date column says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// As printed.
    pub printed: Option<String>,
    /// The one live date, or the interval of the first and last live date.
    pub edtf: Option<String>,
    /// Earliest start of the live dates.
    pub start: Option<Date>,
    /// Latest end of the live dates.
    pub end: Option<Date>,
    /// Every date in the cell, in text order.
    pub dates: Vec<Marker>,
}

/// One date of several in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// When.
    pub when: DatedAs,
    /// What it is for.
    pub role: Role,
    /// `Phase 1`, `25%`.
    pub label: Option<String>,
    /// As printed.
    pub printed: String,
}

/// What a date is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// When the thing is due.
    Due,
    /// When it was due: struck through, or said to be the former date.
    Original,
    /// What replaces an original date.
    Revised,
    /// When a labelled phase is due.
    Phase,
    /// When a labelled part is due.
    Milestone,
}

impl Role {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Original => "original",
            Self::Revised => "revised",
            Self::Phase => "phase",
            Self::Milestone => "milestone",
        }
    }

    /// Whether it counts for the row's own start and end.
    #[must_use]
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Original | Self::Milestone)
    }
}

/// Who leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posts {
    /// The row's own cell, as printed.
    pub printed: Option<String>,
    /// The posts, in text order.
    pub people: Vec<String>,
    /// Whether they come from a merged or blank cell that another row carries the text of.
    pub inherited: bool,
    /// Other readings, each a whole list of posts.
    pub alternatives: Vec<Vec<String>>,
}

/// A status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// `blue`, `green`, `amber`, `red`, `grey` or a word of the document's own legend.
    pub value: Option<String>,
    /// What shows it.
    pub evidence: Option<Witness>,
    /// The word in the cell, as printed.
    pub printed: Option<String>,
    /// Whether the thing is done, as far as the status tells.
    pub state: Option<State>,
}

/// What shows a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The cell's background.
    Fill,
    /// A style attribute of the markup, or the colour of the cell's text.
    Style,
    /// A word in the cell.
    Text,
    /// A picture or a coloured glyph.
    Image,
}

impl Witness {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Style => "style",
            Self::Text => "text",
            Self::Image => "image",
        }
    }
}

/// One line of the document's legend.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendEntry {
    /// In lower case (`amber`).
    pub status: String,
    /// What the document says it means.
    pub meaning: Option<String>,
    /// The status as printed.
    pub printed: Option<String>,
    /// The swatch's colour.
    pub fill: Option<Rgb>,
    /// Where.
    pub source: SourceRef,
}

/// A remark that is in a table row of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Its text.
    pub text: String,
    /// Ids of the groups it is in, parallel to the group entities of the schema.
    pub parents: Vec<Option<String>>,
    /// Where.
    pub source: SourceRef,
}

/// One printing of a header cell.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderText {
    /// As printed.
    pub printed: String,
    /// Which field it was taken for.
    pub field: Option<String>,
    /// Where.
    pub source: SourceRef,
}

/// Text that is not a record: running heads and feet, page numbers, paragraphs.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherText {
    /// As printed.
    pub text: String,
    /// Where.
    pub source: SourceRef,
}
