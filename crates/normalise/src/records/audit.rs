//! Every word of the document is in the records exactly once: the count that proves it.

use std::collections::HashMap;
use tablemend_model::{Block, Dataset, Document, Record, Value};

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
    let mut balance: HashMap<String, i64> = HashMap::new();
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
    let mut audit = Audit { words, ..Audit::default() };
    for (word, n) in balance {
        match n {
            0 => {}
            n if n > 0 => audit.missing.push((word, n as u32)),
            n => audit.doubled.push((word, n.unsigned_abs() as u32)),
        }
    }
    audit.missing.sort();
    audit.doubled.sort();
    audit
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

/// Adds a text's words to the balance; gives their number.
fn count(balance: &mut HashMap<String, i64>, text: &str, by: i64) -> u64 {
    let mut words = 0;
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            words += 1;
            match balance.get_mut(word.as_str()) {
                Some(n) => *n += by,
                None => {
                    balance.insert(word.clone(), by);
                }
            }
            word.clear();
        }
    };
    let mut digits = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            end(&mut word);
            continue;
        }
        if c.is_ascii_digit() != digits {
            end(&mut word);
            digits = c.is_ascii_digit();
        }
        word.push(c);
    }
    end(&mut word);
    words
}
