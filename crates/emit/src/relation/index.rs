//! Finding a record by its id.

use std::collections::HashMap;
use tablemend_model::{Dataset, EntityKind, EntitySchema, FieldKind, Record};

/// A dataset with its records by entity and id.
pub(crate) struct Index<'a> {
    data: &'a Dataset,
    by_id: Vec<HashMap<&'a str, &'a Record>>,
    /// For each entity, the positions of its parents in the schema.
    parents: Vec<Vec<Option<usize>>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(data: &'a Dataset) -> Self {
        let by_id = data
            .entities
            .iter()
            .map(|entity| entity.records.iter().map(|r| (r.id.as_str(), r)).collect())
            .collect();
        let position = |name: &String| data.schema.entity(name).map(|(at, _)| at);
        let parents =
            data.schema.entities.iter().map(|e| e.parents.iter().map(position).collect()).collect();
        Self { data, by_id, parents }
    }

    pub(crate) fn data(&self) -> &'a Dataset {
        self.data
    }

    /// The record of an entity (by position) with this id.
    pub(crate) fn record(&self, entity: usize, id: &str) -> Option<&'a Record> {
        self.by_id.get(entity)?.get(id).copied()
    }

    /// The entity that has a record with this id; the items are asked first.
    pub(crate) fn entity_at(&self, id: &str) -> Option<usize> {
        let entities = &self.data.schema.entities;
        let has = |at: &usize| self.record(*at, id).is_some();
        let of_kind = |kind| (0..entities.len()).filter(move |at| entities[*at].kind == kind);
        of_kind(EntityKind::Item).find(has).or_else(|| of_kind(EntityKind::Group).find(has))
    }

    /// The schema of the entity that has a record with this id.
    pub(crate) fn entity_of(&self, id: &str) -> Option<&'a EntitySchema> {
        self.data.schema.entities.get(self.entity_at(id)?)
    }

    /// A record's parent, by its position among the entity's parents.
    pub(crate) fn parent(
        &self,
        schema: &EntitySchema,
        record: &Record,
        parent: usize,
    ) -> Option<(&'a EntitySchema, &'a Record)> {
        let (at, found) = self.data.schema.entity(schema.parents.get(parent)?)?;
        Some((found, self.record(at, record.parents.get(parent)?.as_deref()?)?))
    }

    /// The same by the entity's position in the schema, without a search by name.
    pub(super) fn parent_of(
        &self,
        entity: usize,
        record: &Record,
        parent: usize,
    ) -> Option<(&'a EntitySchema, &'a Record)> {
        let at = (*self.parents.get(entity)?.get(parent)?)?;
        let schema = self.data.schema.entities.get(at)?;
        Some((schema, self.record(at, record.parents.get(parent)?.as_deref()?)?))
    }
}

/// Position of the field that names a row of an entity: `title`, or else its first text.
pub(crate) fn title_field(schema: &EntitySchema) -> Option<usize> {
    let named = schema.field("title").filter(|(_, f)| f.kind == FieldKind::Text);
    named.or_else(|| schema.first_of(FieldKind::Text)).map(|(at, _)| at)
}
