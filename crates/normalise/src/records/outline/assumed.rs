//! Tables alike whose columns are named by their place are told once.

use tablemend_model::Diagnostic;

/// Leaves one note of those on tables without a header whose columns got the same names; it says how many there are.
pub(super) fn tell_once(notes: &mut Vec<Diagnostic>) {
    let mut first: Vec<(Option<String>, usize)> = Vec::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(notes.len());
    let mut others: Vec<usize> = Vec::new();
    for note in std::mem::take(notes) {
        let is_by_place = note.code == "header.assumed" && note.message.ends_with(BY_PLACE);
        let known = first.iter().position(|(used, _)| is_by_place && *used == note.used);
        if let Some(n) = known {
            others[n] += 1;
            continue;
        }
        if is_by_place {
            first.push((note.used.clone(), kept.len()));
            others.push(0);
        }
        kept.push(note);
    }
    for ((_, at), others) in first.into_iter().zip(others).filter(|(_, others)| *others > 0) {
        let tables = if others == 1 { "table" } else { "tables" };
        if let Some(note) = kept.get_mut(at) {
            note.message = format!(
                "this table and {others} more {tables} like it have no header: their first rows are of the same kind as the others; their {BY_PLACE}"
            );
        }
    }
    *notes = kept;
}

/// What such notes end with.
pub(super) const BY_PLACE: &str = "columns are named by their place";
