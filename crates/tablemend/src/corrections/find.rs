//! Which record of a document a correction speaks of.

use super::Correction;
use super::evidence::{REF, same};
use tablemend_model::{Dataset, EntityKind, EntitySchema, FieldKind, Record, Value};

/// Where a record is: its entity, its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    pub(super) entity: usize,
    pub(super) row: usize,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// No record has its id, and none its text.
    Gone,
    /// A record has its id, but says something else.
    Other,
}

/// The item's own text: its title, else its first text.
pub(super) fn text_of<'a>(schema: &EntitySchema, record: &'a Record) -> Option<&'a str> {
    let titled = schema.field("title").filter(|(_, f)| f.kind == FieldKind::Text);
    let (at, _) = titled.or_else(|| schema.first_of(FieldKind::Text))?;
    match record.values.get(at)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The record that a correction speaks of. On the document that was looked at, its id says so; in
/// another edition the item must also say the same, or nearly, and an item that has another id now is
/// known by its text.
pub(super) fn find(data: &Dataset, correction: &Correction) -> Result<Spot, Lost> {
    let Some(id) = correction.id.as_deref() else { return Err(Lost::Gone) };
    let is_same_document = correction.document.as_deref() == Some(data.document.sha256.as_str());
    let by_id = with_id(data, id, correction.field.as_deref());
    let Some(text) = correction.text.as_deref().filter(|_| !is_same_document) else {
        return by_id.ok_or(Lost::Gone);
    };
    if let Some(spot) = by_id
        && record(data, spot).is_some_and(|(s, r)| is_like(text, text_of(s, r)))
    {
        return Ok(spot);
    }
    let mut alike = spots(data)
        .filter(|spot| record(data, *spot).is_some_and(|(s, r)| same(Some(text), text_of(s, r))));
    match (alike.next(), alike.next(), by_id) {
        (Some(only), None, _) => Ok(only),
        (_, _, Some(_)) | (Some(_), Some(_), _) => Err(Lost::Other),
        (None, _, None) => Err(Lost::Gone),
    }
}

/// The record at a spot with its schema.
pub(super) fn record(data: &Dataset, spot: Spot) -> Option<(&EntitySchema, &Record)> {
    let schema = data.schema.entities.get(spot.entity)?;
    Some((schema, data.entities.get(spot.entity)?.records.get(spot.row)?))
}

/// The record with this id that has the field, items before groups.
pub(super) fn with_id(data: &Dataset, id: &str, field: Option<&str>) -> Option<Spot> {
    let has = |schema: &EntitySchema| {
        field.is_none_or(|f| {
            f == REF || schema.field(f).is_some() || schema.extra.iter().any(|h| h == f)
        })
    };
    spots(data).find(|spot| record(data, *spot).is_some_and(|(s, r)| r.id == id && has(s)))
}

/// Every record, items before groups.
fn spots(data: &Dataset) -> impl Iterator<Item = Spot> {
    [EntityKind::Item, EntityKind::Group].into_iter().flat_map(move |kind| {
        let of_kind = data.schema.entities.iter().enumerate().filter(move |(_, s)| s.kind == kind);
        of_kind.flat_map(|(entity, _)| {
            let rows = data.entities.get(entity).map_or(0, |e| e.records.len());
            (0..rows).map(move |row| Spot { entity, row })
        })
    })
}

/// Whether two texts are those of one item: most of the words of the longer are in the other.
fn is_like(before: &str, now: Option<&str>) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let (a, mut b) = (words(before), words(now.unwrap_or_default()));
    let longer = a.len().max(b.len());
    let shared =
        a.iter().filter(|w| b.iter().position(|v| v == *w).map(|i| b.swap_remove(i)).is_some());
    longer == 0 || shared.count() * 2 > longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reworded_items_are_the_same_and_others_are_not() {
        let cases = [
            ("Mend the wall at the weir", Some("Mend the wall at the lower weir"), true),
            ("Mend the wall at the weir", Some("Train two wardens for the weir"), false),
            ("Mend the wall", None, false),
            ("", None, true),
        ];
        for (before, now, expected) in cases {
            assert_eq!(is_like(before, now), expected, "{before} / {now:?}");
        }
    }
}
