//! Changes as the contract's JSON (section 5).

use crate::compare::{Change, Changes, Summary};
use crate::edition::Edition;
use serde_json::{Map, Value as Json, json};
use tablemend_model::DocumentInfo;

/// The contract's JSON: `before` and `after` with their documents, `changes`, `summary`; and `moved`,
/// the items that are in another group, where there are some. The changes of all kinds of items are
/// together; what is of another kind than the first has a key `entity`, and `entities` names the kinds
/// where they are several.
#[must_use]
pub fn json(changes: &(impl AsRef<[Changes]> + ?Sized)) -> Json {
    let all = changes.as_ref();
    let Some(first) = all.first() else { return json!({}) };
    let mut sum = Summary::default();
    // The fields in the order of the records, not of the alphabet.
    let mut changed: Map<String, Json> = Map::new();
    let (mut told_changes, mut moved) = (Vec::new(), Vec::new());
    for (number, changes) in all.iter().enumerate() {
        let entity = (number > 0).then(|| changes.after.name_of_item());
        let own = changes.summary();
        for field in &changes.after.fields {
            if let Some(n) = own.changed.get(&field.name) {
                let before = changed.get(&field.name).and_then(Json::as_u64).unwrap_or_default();
                changed.insert(field.name.clone(), json!(before + *n as u64));
            }
        }
        sum = sum.with(own);
        let of_kind = |mut told: Json| {
            if let (Some(entity), Some(told)) = (entity, told.as_object_mut()) {
                told.insert("entity".to_owned(), json!(entity));
            }
            told
        };
        told_changes.extend(changes.changes.iter().map(|c| of_kind(change(changes, c))));
        moved.extend(super::moved::moves(changes).iter().map(|m| {
            of_kind(json!({
                "before_id": m.before.id,
                "after_id": m.after.id,
                "group": m.entity,
                "before": m.from,
                "after": m.to,
            }))
        }));
    }
    let mut told = json!({
        "before": side(&first.before),
        "after": side(&first.after),
        "changes": told_changes,
        "summary": {
            "added": sum.added,
            "removed": sum.removed,
            "renumbered": sum.renumbered,
            "changed": changed,
            "slipped": sum.slipped,
            "days_slipped": sum.days_slipped,
        },
    });
    // Only where part of an edition is unread.
    if let (Some(summary), 1..) = (told["summary"].as_object_mut(), sum.not_found) {
        summary.insert("not_found".to_owned(), json!(sum.not_found));
    }
    if let Some(told) = told.as_object_mut() {
        if all.len() > 1 {
            let names = all.iter().map(|c| json!(c.after.name_of_item()));
            told.insert("entities".to_owned(), names.collect());
        }
        if !moved.is_empty() {
            told.insert("moved".to_owned(), Json::Array(moved));
        }
    }
    told
}

/// An edition's document, and the pages of it that could not be read.
fn side(edition: &Edition) -> Json {
    let mut side = json!({"document": document(&edition.document)});
    let unread = &edition.remarks.unread;
    if let (false, Some(side)) = (unread.is_empty(), side.as_object_mut()) {
        let all = unread.iter().map(|u| json!({"page": u.page, "message": u.message}));
        side.insert("unread".to_owned(), all.collect());
    }
    side
}

fn change(changes: &Changes, change: &Change) -> Json {
    let mut told = json!({
        "kind": change.kind.as_str(),
        "before_id": change.before_id,
        "after_id": change.after_id,
        "field": change.field,
        "before": change.before.json(),
        "after": change.after.json(),
        "split_of": change.split_of,
        "days": change.days,
        "direction": change.direction.map(|d| d.as_str()),
        "confidence": change.confidence,
    });
    // Only where a person corrected what was read.
    let field = change.field.as_deref().unwrap_or_default();
    let sides = [
        ("before_corrected_from", &changes.before, &change.before_id),
        ("after_corrected_from", &changes.after, &change.after_id),
    ];
    for (name, edition, id) in sides {
        let item = id.as_deref().and_then(|id| edition.item(id));
        let was = item.and_then(|i| i.corrected.iter().find(|(name, _)| name == field));
        if let (Some((_, was)), Some(told)) = (was, told.as_object_mut()) {
            told.insert(name.to_owned(), json!((!was.is_empty()).then_some(was)));
        }
    }
    told
}

/// The contract's `document` (section 3).
fn document(document: &DocumentInfo) -> Json {
    json!({
        "title": document.title,
        "period": document.period,
        "name": document.name,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "pages": document.pages,
        "profile": document.profile,
        "tool": document.tool,
    })
}
