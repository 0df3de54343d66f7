//! What becomes of the queries of a row that is no row any more.

use super::evidence::concerns;
use super::find::{Spot, record};
use super::settle::{self, take};
use tablemend_model::{Dataset, Diagnostic, EntitySchema, Level, Record, Value};
use tablemend_normalise::breaks_off;

/// A row that was dropped is no longer asked about; what became of corrections of it speaks of its
/// place alone.
pub(super) fn forget(data: &mut Dataset, id: &str) {
    let is_of_it = |n: &Diagnostic| n.record.as_deref() == Some(id);
    let is_told = |n: &Diagnostic| n.level > Level::Info && n.code.starts_with("correction.");
    data.diagnostics.retain(|n| !is_of_it(n) || is_told(n));
    for note in data.diagnostics.iter_mut().filter(|n| is_of_it(n)) {
        note.record = None;
    }
}

/// Which fields of the row that was gone on now have more than before.
pub(super) struct Gained {
    /// Those that were empty and have the other row's value.
    pub(super) moved: Vec<String>,
    /// Those whose texts or people are put together.
    pub(super) joined: Vec<String>,
}

/// The row `gone` is part of the one at `target`: queries about where it begins, about its number and
/// about what it lacks are answered; those about values that are the other row's now go with them.
/// `kept` is the other row as it was.
pub(super) fn over(
    data: &mut Dataset,
    target: Spot,
    schema: &EntitySchema,
    (kept, gone): (&Record, &Record),
    gained: &Gained,
) {
    for field in &gained.moved {
        settle::field(data, target, field, None);
    }
    let cut = |note: &Diagnostic, of: &Record| {
        note.record.as_deref() == Some(of.id.as_str()) && note.code == "text.cut"
    };
    // The end that was missing is there now; a beginning that is missing still is.
    let ends = |field: &String| !text(schema, kept, field).is_some_and(begins_small);
    let is_ended: Vec<bool> = (data.diagnostics.iter())
        .map(|n| {
            let mut joined = gained.joined.iter().filter(|f| ends(f));
            cut(n, kept) && joined.any(|f| concerns(n, schema, kept, f))
        })
        .collect();
    take(data, Some(target), &is_ended);
    let goes_along = |note: &Diagnostic| {
        let family = note.code.split('.').next().unwrap_or_default();
        let mut fields = gained.moved.iter().chain(&gained.joined);
        !matches!(family, "ref" | "row" | "cell" | "group" | "correction")
            && fields.any(|field| {
                let is_whole =
                    cut(note, gone) && !text(schema, gone, field).is_some_and(breaks_off);
                concerns(note, schema, gone, field) && !is_whole
            })
    };
    let along: Vec<Diagnostic> = (data.diagnostics.iter())
        .filter(|n| n.record.as_deref() == Some(gone.id.as_str()) && goes_along(n))
        .cloned()
        .collect();
    forget(data, &gone.id);
    let Some(id) = record(data, target).map(|(_, r)| r.id.clone()) else { return };
    for note in along {
        settle::tell(data, Some(target), Diagnostic { record: Some(id.clone()), ..note });
    }
}

fn text<'a>(schema: &EntitySchema, record: &'a Record, field: &str) -> Option<&'a str> {
    let known = schema.field(field).and_then(|(at, _)| match record.values.get(at)? {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    known.or_else(|| {
        let at = schema.extra.iter().position(|header| header == field)?;
        record.extra.get(at)?.as_deref()
    })
}

fn begins_small(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
}
