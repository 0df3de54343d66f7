//! Groups of several kinds of items that have one name (themes of risks, themes of indicators): in JSON they are
//! in one list.

use super::records::{Row, parent_keys};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use tablemend_model::Dataset;

/// The records of every entity of a name.
pub(super) struct Named<'a> {
    data: &'a Dataset,
    name: &'a str,
}

impl<'a> Named<'a> {
    pub(super) fn of(data: &'a Dataset, name: &'a str) -> Self {
        Self { data, name }
    }
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let all = self.data.schema.entities.iter().zip(&self.data.entities);
        for (schema, entity) in all.filter(|(schema, _)| schema.name == self.name) {
            let parents = &parent_keys(self.data, schema)[..];
            for record in &entity.records {
                list.serialize_element(&Row { record, schema, parents })?;
            }
        }
        list.end()
    }
}

/// Gives each kind of items its own groups where those of several kinds have one name, and so are in one
/// list: the ones that its items are in. A group without an item stays with the first.
pub(super) fn part(data: &mut Dataset) {
    let names: Vec<String> = data.schema.entities.iter().map(|e| e.name.clone()).collect();
    let ends: Vec<usize> = data.schema.item_entities().map(|(at, _)| at).collect();
    let items_of = |at: usize| ends.iter().copied().find(|end| *end >= at);
    for (at, name) in names.iter().enumerate() {
        let others = || names.iter().enumerate().filter(|(other, n)| *other != at && *n == name);
        if others().next().is_none() {
            continue;
        }
        let is_in = |entity: usize, id: &str| {
            let items = items_of(entity).and_then(|items| data.entities.get(items));
            let parents = items.into_iter().flat_map(|e| &e.records).flat_map(|r| &r.parents);
            parents.flatten().any(|parent| parent == id)
        };
        let is_first = others().all(|(other, _)| other > at);
        let is_own = |id: &str| match is_first {
            true => is_in(at, id) || !others().any(|(other, _)| is_in(other, id)),
            false => is_in(at, id),
        };
        let Some(entity) = data.entities.get(at) else { continue };
        let kept = entity.records.iter().filter(|r| is_own(&r.id)).cloned().collect();
        if let Some(entity) = data.entities.get_mut(at) {
            entity.records = kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{read, write};
    use crate::support::register;

    #[test]
    fn groups_of_two_kinds_with_one_name_are_in_one_list_and_parted_again() {
        let mut data = register();
        let mut other = register();
        data.schema.profile = "risk-register+perils".to_owned();
        for record in other.entities.iter_mut().flat_map(|e| &mut e.records) {
            record.id.push_str("~2");
            record.parents.iter_mut().flatten().for_each(|id| id.push_str("~2"));
        }
        let items = other.schema.entities.last_mut().unwrap();
        (items.name, items.one) = ("perils".to_owned(), "peril".to_owned());
        data.schema.entities.append(&mut other.schema.entities);
        data.entities.append(&mut other.entities);
        for note in &mut data.notes {
            note.parents.push(None);
        }
        let mut out = Vec::new();
        write(&data, &mut out).unwrap();
        let text = String::from_utf8(out.clone()).unwrap();
        assert_eq!(text.matches("\"themes\":").count(), 1, "{text}");
        let back = read(&out, &data.schema).unwrap();
        assert!(!data.entities[0].records.is_empty());
        assert_eq!(back.entities, data.entities);
    }
}
