//! The one order of notes.

use std::cmp::Ordering;
use tablemend_model::{Diagnostic, Place, SheetName};

/// Puts notes in document order; those without a place come first, those of one place keep their
/// order.
pub(crate) fn in_order(notes: &mut [Diagnostic]) {
    // Sheets come in the order in which they are first spoken of.
    let mut sheets = Vec::new();
    for note in notes.iter() {
        if let Some(Place::Cells { sheet, .. }) = note.source.place
            && !sheets.contains(&sheet)
        {
            sheets.push(sheet);
        }
    }
    let key = |note: &Diagnostic| key(note, &sheets);
    notes.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(Ordering::Equal));
}

fn key(note: &Diagnostic, sheets: &[SheetName]) -> (u32, f32, f32) {
    match note.source.place {
        Some(Place::Paragraph { number }) => (number, 0.0, 0.0),
        Some(Place::Cells { sheet, rows, columns }) => {
            let at = sheets.iter().position(|s| *s == sheet).unwrap_or(0);
            (at as u32 + 1, rows[0] as f32, columns[0] as f32)
        }
        // Lines far beyond 2^24 may share a key: they keep their order.
        Some(Place::Lines { first, .. }) => (first, 0.0, 0.0),
        Some(Place::Page { number, area }) => (number, area.y0, area.x0),
        None => (0, 0.0, 0.0),
    }
}
