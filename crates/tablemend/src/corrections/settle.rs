//! Notes that a correction answers: what was doubted is so no longer, and says by whom.

use super::evidence::{concerns, same};
use super::find::{Spot, record};
use super::{Correction, typed::in_full};
use tablemend_model::{Code, Dataset, Diagnostic, Level};

/// Takes away the queries of a field that a person has settled; gives their codes, each once.
pub(super) fn field(data: &mut Dataset, spot: Spot, name: &str, code: Option<&str>) -> Vec<Code> {
    let Some((schema, row)) = record(data, spot) else { return Vec::new() };
    let is_settled = |note: &Diagnostic| {
        note.record.as_deref() == Some(row.id.as_str())
            && !note.code.starts_with("correction.")
            && code.is_none_or(|code| note.code == code)
            && concerns(note, schema, row, name)
    };
    let settled: Vec<bool> = data.diagnostics.iter().map(is_settled).collect();
    take(data, Some(spot), &settled)
}

/// Takes away the notes of one code with these printed words, of a record or of the document.
pub(super) fn coded(
    data: &mut Dataset,
    spot: Option<Spot>,
    code: &str,
    printed: Option<&str>,
) -> Vec<Code> {
    let id = spot.and_then(|spot| record(data, spot)).map(|(_, row)| row.id.clone());
    let is_settled = |note: &Diagnostic| {
        note.record == id && note.code == code && same(note.printed.as_deref(), printed)
    };
    let settled: Vec<bool> = data.diagnostics.iter().map(is_settled).collect();
    take(data, spot, &settled)
}

pub(super) fn take(data: &mut Dataset, spot: Option<Spot>, settled: &[bool]) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let mut at = settled.iter();
    data.diagnostics.retain(|note| {
        let is_settled = at.next().copied().unwrap_or_default();
        if is_settled && !codes.contains(&note.code) {
            codes.push(note.code.clone());
        }
        !is_settled
    });
    let Some((entity, row)) = spot.map(|s| (s.entity, s.row)) else { return codes };
    let Some(record) = data.entities.get_mut(entity).and_then(|e| e.records.get_mut(row)) else {
        return codes;
    };
    let notes = &data.diagnostics;
    let is_told = |code: &Code| {
        notes.iter().any(|n| n.record.as_deref() == Some(record.id.as_str()) && n.code == *code)
    };
    let left = record.flags.iter().filter(|f| !codes.contains(f) || is_told(f)).cloned().collect();
    record.flags = left;
    codes
}

/// Tells what became of a correction, and puts its code among the flags of the record.
pub(super) fn tell(data: &mut Dataset, spot: Option<Spot>, note: Diagnostic) {
    if let Some(spot) = spot
        && let Some(record) =
            data.entities.get_mut(spot.entity).and_then(|e| e.records.get_mut(spot.row))
        && !record.flags.contains(&note.code)
    {
        record.flags.push(note.code.clone());
        record.flags.sort();
    }
    data.diagnostics.push(note);
}

/// A note on a correction of a record that is there.
pub(super) fn note(
    data: &Dataset,
    spot: Spot,
    code: &'static str,
    level: Level,
    message: String,
) -> Diagnostic {
    let note = Diagnostic::new(code, level, message);
    match record(data, spot) {
        Some((_, row)) => note.at(row.source).of(row.id.clone()),
        None => note,
    }
}

/// `by A. Officer on 25 November 2026 (asked the lead)`.
pub(super) fn by(correction: &Correction) -> String {
    let mut words = format!("by {} on {}", correction.by, in_full(&correction.at));
    if let Some(why) = correction.why.as_deref().filter(|why| !why.trim().is_empty()) {
        words.push_str(&format!(" ({})", why.trim()));
    }
    words
}
