//! The words of a file that was written, against what it was written of.

use super::record_texts;
use super::words::{Balance, above, bare, count};
use tablemend_model::{Dataset, EntityKind, Record, Table, Value};

/// What of the records a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printing<'a> {
    /// Everything, the text outside the records too.
    Whole,
    /// The records of every entity, as printed.
    Records,
    /// Those of one entity.
    Entity(&'a str),
    /// The items for people: posts one by one and statuses by their words, in place of what is
    /// printed.
    Read,
}

/// The words that a file has to hold; what it holds is taken off.
#[derive(Clone, Debug, Default)]
pub struct Written {
    balance: Balance,
}

impl Written {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the words of records.
    pub fn expect_records(&mut self, data: &Dataset, printing: Printing<'_>) {
        for (schema, entity) in data.schema.entities.iter().zip(&data.entities) {
            let is_shown = match printing {
                Printing::Whole | Printing::Records => true,
                Printing::Entity(name) => schema.name == name,
                Printing::Read => schema.kind == EntityKind::Item,
            };
            for record in entity.records.iter().filter(|_| is_shown) {
                if printing == Printing::Read {
                    self.expect_read(record);
                } else {
                    record_texts(record, &mut |text| self.expect(text));
                }
            }
        }
        if printing == Printing::Whole {
            for entry in &data.legend {
                [&entry.printed, &entry.meaning].into_iter().flatten().for_each(|t| self.expect(t));
            }
            data.notes.iter().for_each(|n| self.expect(&n.text));
            data.headers.iter().for_each(|h| self.expect(&h.printed));
            data.other_text.iter().for_each(|o| self.expect(&o.text));
        }
    }

    /// Adds the words of a table.
    pub fn expect_table(&mut self, table: &Table) {
        table.cells().iter().for_each(|cell| self.expect(cell.text.as_str()));
    }

    fn expect_read(&mut self, record: &Record) {
        if let Some(printed) = &record.reference {
            self.expect(printed);
        }
        for value in &record.values {
            match value {
                Value::Text(text) => self.expect(text),
                Value::Completion(when) => when.printed.iter().for_each(|p| self.expect(p)),
                Value::Posts(posts) => posts.people.iter().for_each(|p| self.expect(p)),
                Value::Number { printed, .. } => self.expect(printed),
                // A word of ours for it is shown in the language of the page.
                Value::Status(_) | Value::Missing | Value::Forecast(_) => {}
            }
        }
        // Columns that no field knows are shown behind the others.
        record.extra.iter().flatten().for_each(|text| self.expect(text));
    }

    fn expect(&mut self, text: &str) {
        count(&mut self.balance, &bare(text), 1);
    }

    /// Takes off what the file holds.
    pub fn found(&mut self, text: &str) {
        count(&mut self.balance, &bare(text), -1);
    }

    /// The words that the file does not hold, or not often enough.
    #[must_use]
    pub fn missing(&self) -> Vec<(String, u32)> {
        above(&self.balance, 1)
    }
}
