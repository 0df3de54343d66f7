//! Records held against each other once all are read: what does not fit with the rest of its document
//! is told, never changed.
//!
//! Each rule looks at the whole document, since what is odd in one is the way of another: a cell is
//! doubted where nearly all others of its field differ from it.

mod cells;
mod groups;
mod kinds;
pub(super) mod numbering;
mod several;
pub(super) mod texts;

#[cfg(test)]
mod tests;

use super::flags;
use crate::profile::{Holds, ItemRule, short_phrase};
use foldhash::{HashMap, HashSet};
use tablemend_model::{
    Diagnostic, Entity, EntityKind, EntitySchema, FieldKind, LegendEntry, Level, MediaType,
    OtherText, Place, Record, Schema, SourceRef, Value,
};

/// What the rules look at.
pub(super) struct View<'d> {
    /// All entities, parallel to `groups`, the items' last.
    pub(super) schema: &'d Schema,
    /// The rows of the groups, outermost level first.
    pub(super) groups: &'d [Entity],
    /// The items.
    pub(super) items: &'d [Record],
    /// The place of each item's cell, by field.
    pub(super) places: &'d [Vec<Option<Place>>],
    /// Whether rows and columns of an item's table are told by how its words are set alone.
    pub(super) undrawn: &'d [bool],
    /// Whether an item's table has a column of refs.
    pub(super) numbered: &'d [bool],
    /// How the items are told, their main field and the words of their headers.
    pub(super) rule: &'d ItemRule,
    pub(super) legend: &'d [LegendEntry],
    pub(super) media_type: MediaType,
    /// Text that is in no record.
    pub(super) other_text: &'d [OtherText],
    /// What is told already.
    pub(super) told: &'d [Diagnostic],
}

/// Fewer items than this show no habit that one of them could break.
const FEWEST: usize = 8;

impl View<'_> {
    fn item_schema(&self) -> &EntitySchema {
        &self.schema.entities[self.groups.len()]
    }

    /// The fields of these kinds.
    fn fields(&self, kinds: &[FieldKind]) -> Vec<usize> {
        let fields = self.item_schema().fields.iter().enumerate();
        fields.filter(|(_, f)| kinds.contains(&f.kind)).map(|(i, _)| i).collect()
    }

    /// The field whose header is named so, word for word.
    fn named(&self, text: &str) -> Option<usize> {
        let words = short_phrase(text, 6).filter(|w| !w.is_empty())?;
        let synonyms = self.rule.synonyms.get(words.first())?;
        synonyms.iter().filter(|s| !s.weak && s.words == words).find_map(|s| match s.holds {
            Holds::Field(field) => Some(field),
            Holds::Ref | Holds::Group(_) => None,
        })
    }

    /// What a field is called.
    fn title(&self, field: usize) -> &str {
        &self.item_schema().fields[field].title
    }

    /// A note about a field of an item, at its cell where that has a place.
    fn note(
        &self,
        item: usize,
        field: Option<usize>,
        code: &'static str,
        message: String,
    ) -> Diagnostic {
        let record = &self.items[item];
        let cell = field.and_then(|f| *self.places.get(item)?.get(f)?);
        let source = SourceRef { place: cell.or(record.source.place), ..record.source };
        Diagnostic::new(code, Level::Warning, message).at(source).of(record.id.clone())
    }
}

/// Whether a field says something.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Missing => false,
        Value::Posts(p) => !p.people.is_empty() || p.printed.is_some(),
        Value::Completion(c) => c.printed.is_some() || c.edtf.is_some(),
        Value::Status(s) => s.value.is_some() || s.printed.is_some(),
        _ => true,
    }
}

/// The text of a text field.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether one part of a whole is at least so many in a hundred.
fn is_share(part: usize, whole: usize, per_cent: usize) -> bool {
    whole > 0 && part * 100 >= whole * per_cent
}

/// Tells what is odd; the items get the flags of it.
pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    debug_assert!(view.item_schema().kind == EntityKind::Item);
    let mut notes = Vec::new();
    for rule in RULES {
        rule(view, &mut notes);
    }
    // One thing is said once of a record.
    let mut seen: HashSet<(Option<String>, String)> = HashSet::default();
    notes.retain(|note| {
        note.record.is_none()
            || seen.insert((note.record.clone(), format!("{} {}", note.code, note.message)))
    });
    notes
}

/// Puts the codes of notes among the flags of their records.
pub(super) fn mark(items: &mut [Record], notes: &[Diagnostic]) {
    let mut by_record: HashMap<&str, Vec<Diagnostic>> = HashMap::default();
    for note in notes {
        if let Some(record) = &note.record {
            by_record.entry(record).or_default().push(note.clone());
        }
    }
    for item in items {
        let Some(own) = by_record.get(item.id.as_str()) else { continue };
        item.flags.extend(flags(own));
        item.flags.sort();
        item.flags.dedup();
    }
}

type Rule = fn(&View<'_>, &mut Vec<Diagnostic>);

/// All rules; their order is that of their notes.
const RULES: [Rule; 17] = [
    numbering::left_out,
    numbering::odd_refs,
    numbering::elsewhere,
    groups::without,
    groups::of_another,
    groups::odd_titles,
    cells::empty,
    cells::elsewhere,
    cells::coarse_dates,
    cells::odd_statuses,
    cells::unread_statuses,
    cells::odd_leads,
    kinds::misplaced,
    kinds::scores,
    several::numbers,
    texts::cut,
    texts::of_two_rows,
];
