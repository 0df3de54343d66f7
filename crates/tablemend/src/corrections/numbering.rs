//! Doubts about the numbering, looked at again once refs and rows are as people corrected them.

use super::find::Spot;
use super::settle::take;
use tablemend_model::{Code, Dataset, Record};
use tablemend_normalise::{Lacking, step_told};

/// The numbering as the program read it.
pub(super) struct Numbering {
    rows: Vec<(String, Option<String>)>,
    lacking: Lacking,
}

impl Numbering {
    pub(super) fn of(data: &Dataset) -> Self {
        Self { rows: rows(data), lacking: Lacking::of(data) }
    }

    /// Takes away what is doubted no longer, where corrections changed refs or rows: a number that some
    /// row has now, a gap that is none, a ref that was used twice. Nothing is doubted anew.
    pub(super) fn settle(&self, data: &mut Dataset) {
        if rows(data) == self.rows {
            return;
        }
        self.lacking(data);
        let Some((entity, _)) = data.schema.items() else { return };
        let count = data.entities.get(entity).map_or(0, |e| e.records.len());
        for row in 0..count {
            steps(data, Spot { entity, row });
        }
    }

    /// The note that names the numbers without a row: those that still have none.
    fn lacking(&self, data: &mut Dataset) {
        let told = self.lacking.note();
        let is_told = |n: &tablemend_model::Diagnostic| {
            n.code == "records.missing" && told.as_ref().is_some_and(|t| t.message == n.message)
        };
        let Some(at) = data.diagnostics.iter().position(is_told) else { return };
        match self.lacking.in_these(data).note() {
            Some(left) => {
                if let Some(note) = data.diagnostics.get_mut(at) {
                    note.message = left.message;
                }
            }
            None => {
                data.diagnostics.remove(at);
            }
        }
    }
}

/// The record above the first gap that the document is queried for (`records.missing`): where a row
/// would be missing. `unreviewed` is the document as the program read it.
#[must_use]
pub fn above_gap<'d>(data: &'d Dataset, unreviewed: &Dataset) -> Option<&'d Record> {
    Lacking::of(unreviewed).in_these(data).above(data)
}

/// The refs of the items, in their order, with the rows that they are of.
fn rows(data: &Dataset) -> Vec<(String, Option<String>)> {
    let items = data.items().into_iter().flat_map(|(_, e)| &e.records);
    items.map(|r| (r.id.clone(), r.reference.clone())).collect()
}

/// Holds a row's ref against the row above and those before it, as its notes do.
fn steps(data: &mut Dataset, spot: Spot) {
    let Some(all) = data.entities.get(spot.entity).map(|e| &e.records) else { return };
    let Some(record) = all.get(spot.row) else { return };
    let has = |code: &str| record.flags.iter().any(|f| f == code);
    let mut settled: Vec<&'static str> = Vec::new();
    let mut retold = None;
    if has("ref.sequence") {
        let above = spot.row.checked_sub(1).and_then(|row| all.get(row));
        let above = above.filter(|above| above.parents == record.parents);
        let told = above
            .and_then(|above| step_told(above.reference.as_deref()?, record.reference.as_deref()?));
        match told {
            Some(told) => retold = Some(told),
            None => settled.push("ref.sequence"),
        }
    }
    if has("ref.duplicate") && !is_used_before(all.get(..spot.row).unwrap_or_default(), record) {
        settled.push("ref.duplicate");
    }
    let id = record.id.clone();
    let of_it = |note: &tablemend_model::Diagnostic, code: &Code| {
        note.record.as_deref() == Some(id.as_str()) && note.code == *code
    };
    if let Some(told) = retold {
        let sequence = Code::from("ref.sequence");
        for note in data.diagnostics.iter_mut().filter(|n| of_it(n, &sequence)) {
            note.message.clone_from(&told);
        }
    }
    if settled.is_empty() {
        return;
    }
    let is_settled: Vec<bool> = (data.diagnostics.iter())
        .map(|n| n.record.as_deref() == Some(id.as_str()) && settled.contains(&&*n.code))
        .collect();
    take(data, Some(spot), &is_settled);
}

fn is_used_before(before: &[Record], record: &Record) -> bool {
    before.iter().any(|other| other.reference == record.reference)
}
