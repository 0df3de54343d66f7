//! The summary of the page: how many items have which status, by group.

use super::view::{Badge, NO_STATUS, anchor, badge, status_of, title_of};
use super::words::clean;
use crate::datapackage::statuses;
use std::collections::HashMap;
use tablemend_model::{Dataset, FieldKind};

/// A row of the summary.
pub(super) struct Count {
    pub(super) anchor: Option<String>,
    pub(super) name: String,
    pub(super) numbers: Vec<u32>,
    pub(super) total: u32,
    pub(super) parts: Vec<Share>,
}

pub(super) struct Share {
    pub(super) class: &'static str,
    pub(super) n: u32,
}

/// The statuses that the document knows or shows, and none where some item has none.
pub(super) fn heads(data: &Dataset) -> Vec<Badge> {
    let Some((schema, entity)) = data.items() else { return Vec::new() };
    let Some((field, _)) = schema.first_of(FieldKind::Status) else { return Vec::new() };
    let shown: Vec<Option<&str>> = entity.records.iter().map(|r| status_of(r, field)).collect();
    let known = |s: &String| {
        shown.contains(&Some(s.as_str())) || data.legend.iter().any(|l| l.status == *s)
    };
    let mut heads: Vec<Badge> =
        statuses(data).iter().filter(|s| known(s)).map(|s| badge(Some(s))).collect();
    if shown.contains(&None) {
        heads.push(badge(None));
    }
    heads
}

/// The rows of the summary, one a group, and one for all.
pub(super) fn counts(data: &Dataset, group_at: usize, heads: &[Badge]) -> Vec<Count> {
    let (Some((schema, items)), Some(groups)) = (data.items(), data.entities.get(group_at)) else {
        return Vec::new();
    };
    let field = schema.first_of(FieldKind::Status).map(|(at, _)| at);
    let (Some(field), Some(group)) = (field, data.schema.entities.get(group_at)) else {
        return Vec::new();
    };
    let mut numbers: HashMap<Option<&str>, Vec<u32>> = HashMap::new();
    for record in &items.records {
        let row = numbers
            .entry(record.parents.first().and_then(|id| id.as_deref()))
            .or_insert_with(|| vec![0; heads.len()]);
        let key = status_of(record, field).unwrap_or(NO_STATUS);
        if let Some(n) = heads.iter().position(|h| h.key == key).and_then(|at| row.get_mut(at)) {
            *n += 1;
        }
    }
    let count = |anchor, name: String, numbers: Vec<u32>| Count {
        anchor,
        name,
        total: numbers.iter().sum(),
        parts: heads
            .iter()
            .zip(&numbers)
            .filter(|(_, n)| **n > 0)
            .map(|(h, n)| Share { class: h.class, n: *n })
            .collect(),
        numbers,
    };
    let nothing = vec![0; heads.len()];
    let mut rows: Vec<Count> = groups
        .records
        .iter()
        .map(|g| {
            let numbers = numbers.get(&Some(g.id.as_str())).unwrap_or(&nothing).clone();
            let name = [g.reference.as_deref(), title_of(group, g)];
            let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
            count(Some(anchor(group, &g.id)), clean(&name).into_owned(), numbers)
        })
        .collect();
    let all =
        (0..heads.len()).map(|at| numbers.values().filter_map(|row| row.get(at)).sum()).collect();
    rows.push(count(None, "All".to_owned(), all));
    rows
}
