//! Every word of the document is in the records exactly once: the counts that prove it.
//!
//! Three counts, each of which can fail: [`audit`] holds the records against the document as it was
//! read, [`audit_pages`] holds that against a second reading of the pages, and [`Written`] holds
//! the words of the files that were written against the records or tables.

mod pages;
mod words;
mod written;

pub use pages::{Loss, audit_pages};
pub use written::{Printing, Written};

use tablemend_model::{Block, Dataset, Document, Record, Value};
use words::{Balance, above, count};

/// Words that the records lack or have too often, each with how many times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Words of the document that are missing in the records.
    pub missing: Vec<(String, u32)>,
    /// Words that the records have more often than the document.
    pub doubled: Vec<(String, u32)>,
    /// Number of words in the document.
    pub words: u64,
}

impl Audit {
    /// Whether nothing is lost and nothing doubled.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.doubled.is_empty()
    }
}

/// Holds the records against the document as it was read, before its tables were mended. Words are
/// runs of letters or runs of digits, so that a joined ordinal or a repaired ref changes none.
#[must_use]
pub fn audit(document: &Document, dataset: &Dataset) -> Audit {
    let mut balance = Balance::default();
    let mut words = 0_u64;
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                for cell in table.cells().iter().chain(table.folded()) {
                    words += count(&mut balance, cell.text.as_str(), 1);
                }
            }
            _ => {
                if let Some(text) = block.text() {
                    words += count(&mut balance, text.as_str(), 1);
                }
            }
        }
    }
    let mut shown = |text: &str| {
        count(&mut balance, text, -1);
    };
    if let Some(title) = &dataset.document.title {
        shown(title);
    }
    for entry in &dataset.legend {
        for text in [&entry.printed, &entry.meaning].into_iter().flatten() {
            shown(text);
        }
    }
    for entity in &dataset.entities {
        for record in &entity.records {
            record_texts(record, &mut shown);
        }
    }
    for note in &dataset.notes {
        shown(&note.text);
    }
    for header in &dataset.headers {
        shown(&header.printed);
    }
    for other in &dataset.other_text {
        shown(&other.text);
    }
    // A merged cell counts for each of its rows: what it shows again is told by its note.
    for note in dataset.diagnostics.iter().filter(|n| n.code == "cell.inherited") {
        if let Some(used) = &note.used {
            count(&mut balance, used, 1);
        }
    }
    Audit { missing: above(&balance, 1), doubled: above(&balance, -1), words }
}

/// Holds the tables and the text between them, as they are written, against the document as it was
/// read, before its tables were mended.
#[must_use]
pub fn audit_tables(as_read: &Document, mended: &Document) -> Audit {
    let mut balance = Balance::default();
    let mut words = 0;
    for (document, by) in [(as_read, 1), (mended, -1)] {
        for block in &document.blocks {
            let counted: u64 = match block {
                Block::Table(table) => {
                    let cells = table.cells().iter().chain(table.folded());
                    cells.map(|cell| count(&mut balance, cell.text.as_str(), by)).sum()
                }
                other => other.text().map_or(0, |t| count(&mut balance, t.as_str(), by)),
            };
            words += if by > 0 { counted } else { 0 };
        }
    }
    Audit { missing: above(&balance, 1), doubled: above(&balance, -1), words }
}

/// What a record shows of the source, each text once.
fn record_texts(record: &Record, shown: &mut impl FnMut(&str)) {
    if let Some(printed) = &record.ref_printed {
        shown(printed);
    }
    // A group's own cell is printed whole; its title is part of it.
    if let Some(printed) = &record.printed {
        shown(printed);
    }
    for (n, value) in record.values.iter().enumerate() {
        match value {
            Value::Text(text) if record.printed.is_none() || n > 0 => shown(text),
            Value::Completion(dates) => dates.printed.iter().for_each(|p| shown(p)),
            Value::Posts(posts) => posts.printed.iter().for_each(|p| shown(p)),
            Value::Status(status) => status.printed.iter().for_each(|p| shown(p)),
            Value::Number { printed, .. } => shown(printed),
            Value::Text(_) | Value::Missing | Value::Forecast(_) => {}
        }
    }
    for text in record.extra.iter().flatten() {
        shown(text);
    }
}
