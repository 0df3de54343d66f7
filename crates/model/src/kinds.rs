//! Documents with items of several kinds: actions, and in the same document risks or indicators.
//!
//! Such a document has the entities of several profiles one after another, each profile's groups before
//! its items; the main kind is the first.

use crate::dataset::{Dataset, Entity};
use crate::schema::{EntityKind, EntitySchema, Schema};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

impl Schema {
    /// Every entity whose rows are items, with its position; the main kind first.
    pub fn item_entities(&self) -> impl Iterator<Item = (usize, &EntitySchema)> {
        self.entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Item)
    }

    /// For each kind of items the positions of its entities, its groups among them.
    fn spans(&self) -> Vec<Range<usize>> {
        let ends: Vec<usize> = self.item_entities().map(|(at, _)| at + 1).collect();
        let mut spans: Vec<Range<usize>> = Vec::new();
        for end in ends {
            spans.push(spans.last().map_or(0, |s| s.end)..end);
        }
        match spans.last_mut() {
            Some(last) => last.end = self.entities.len(),
            None => spans.push(0..self.entities.len()),
        }
        spans
    }

    /// The schema of each kind of items by itself, the main kind first.
    #[must_use]
    pub fn kinds(&self) -> Vec<Self> {
        let spans = self.spans();
        let names: Vec<&str> = self.profile.split('+').collect();
        let name = |at: usize| match names.get(at) {
            Some(name) if names.len() == spans.len() => (*name).to_owned(),
            _ => self.profile.clone(),
        };
        let alone = |(at, span): (usize, Range<usize>)| Self {
            profile: name(at),
            title: self.title.clone(),
            description: self.description.clone(),
            entities: self.entities.get(span).unwrap_or_default().to_vec(),
        };
        spans.iter().cloned().enumerate().map(alone).collect()
    }
}

impl Dataset {
    /// How many items of all kinds there are.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.items_of_all_kinds().map(|(_, entity)| entity.records.len()).sum()
    }

    /// The items of every kind with their schema, the main kind first.
    pub fn items_of_all_kinds(&self) -> impl Iterator<Item = (&EntitySchema, &Entity)> {
        let all = self.schema.entities.iter().zip(&self.entities);
        all.filter(|(schema, _)| schema.kind == EntityKind::Item)
    }

    /// How many items of each kind there are, in words: `7 actions, 3 indicators`. Kinds without an
    /// item are named only where there is none at all.
    #[must_use]
    pub fn counted_items(&self) -> String {
        let of = |(schema, entity): (&EntitySchema, &Entity)| schema.counted(entity.records.len());
        let filled = self.items_of_all_kinds().filter(|(_, e)| !e.records.is_empty());
        let all: Vec<String> = filled.map(of).collect();
        if !all.is_empty() {
            return all.join(", ");
        }
        self.items().map_or_else(|| "0 items".to_owned(), of)
    }

    /// The records of each kind of items by themselves, the main kind first; other kinds without an item
    /// are left out. What belongs to no kind (headers, remarks of no group) is with the first,
    /// what is said of the whole document (its legend, text outside the records, diagnostics of no
    /// record) with each.
    #[must_use]
    pub fn kinds(&self) -> Vec<Cow<'_, Self>> {
        if self.schema.item_entities().nth(1).is_none() {
            return vec![Cow::Borrowed(self)];
        }
        let spans = self.schema.spans();
        let owners = self.owners();
        let schemas = self.schema.kinds();
        let is_filled = |span: &Range<usize>| {
            let own = self.entities.get(span.clone()).unwrap_or_default();
            let own = self.schema.entities.iter().skip(span.start).zip(own);
            own.filter(|(s, _)| s.kind == EntityKind::Item).any(|(_, e)| !e.records.is_empty())
        };
        let chosen =
            (0..spans.len()).filter(|at| *at == 0 || spans.get(*at).is_some_and(is_filled));
        chosen
            .filter_map(|at| self.of_kind(spans.get(at)?, schemas.get(at)?, &owners, at == 0))
            .map(Cow::Owned)
            .collect()
    }

    /// The same records with the items of this singular name (`risk`) as the main kind; as they are where
    /// there is no such kind.
    #[must_use]
    pub fn led_by(&self, one: &str) -> Cow<'_, Self> {
        let spans = self.schema.spans();
        let place = self.schema.item_entities().position(|(_, items)| items.one == one);
        let Some(place) = place.filter(|at| *at > 0 && *at < spans.len()) else {
            return Cow::Borrowed(self);
        };
        let mut order: Vec<usize> = (0..spans.len()).collect();
        let main = order.remove(place);
        order.insert(0, main);
        let schemas = self.schema.kinds();
        let entities = |at: &usize| spans.get(*at).cloned().into_iter().flatten();
        let order_of_entities: Vec<usize> = order.iter().flat_map(entities).collect();
        let is_group =
            |at: &usize| self.schema.entities.get(*at).is_some_and(|e| e.kind == EntityKind::Group);
        let groups: Vec<usize> = (0..self.schema.entities.len()).filter(is_group).collect();
        let group = |at: &usize| groups.iter().position(|g| g == at);
        let order_of_groups: Vec<usize> = order_of_entities.iter().filter_map(group).collect();
        let mut led = self.clone();
        let names: Vec<&str> =
            order.iter().filter_map(|at| Some(schemas.get(*at)?.profile.as_str())).collect();
        if self.schema.profile.contains('+') {
            led.schema.profile = names.join("+");
            led.document.profile = names.first().map_or_else(String::new, |n| (*n).to_owned());
        }
        let taken = |at: &usize| self.schema.entities.get(*at).cloned();
        led.schema.entities = order_of_entities.iter().filter_map(taken).collect();
        let taken = |at: &usize| self.entities.get(*at).cloned();
        led.entities = order_of_entities.iter().filter_map(taken).collect();
        for note in &mut led.notes {
            let parent = |at: &usize| note.parents.get(*at).cloned().unwrap_or_default();
            note.parents = order_of_groups.iter().map(parent).collect();
        }
        Cow::Owned(led)
    }

    /// The part of the entities at these positions.
    fn of_kind(
        &self,
        span: &Range<usize>,
        schema: &Schema,
        owners: &HashMap<&str, usize>,
        is_first: bool,
    ) -> Option<Self> {
        let is_group = |e: &&EntitySchema| e.kind == EntityKind::Group;
        let before = self.schema.entities.get(..span.start)?.iter().filter(is_group).count();
        let own = schema.entities.iter().filter(is_group).count();
        let notes = self.notes.iter().filter_map(|note| {
            let parents = note.parents.get(before..before + own).unwrap_or_default();
            let is_own = match note.parents.iter().any(Option::is_some) {
                true => parents.iter().any(Option::is_some),
                false => is_first,
            };
            is_own.then(|| crate::Remark { parents: parents.to_vec(), ..note.clone() })
        });
        let mut document = self.document.clone();
        document.profile.clone_from(&schema.profile);
        Some(Self {
            document,
            schema: schema.clone(),
            legend: self.legend.clone(),
            entities: self.entities.get(span.clone())?.to_vec(),
            notes: notes.collect(),
            headers: if is_first { self.headers.clone() } else { Vec::new() },
            other_text: self.other_text.clone(),
            diagnostics: self
                .diagnostics
                .iter()
                .filter(|d| match d.record.as_deref().and_then(|id| owners.get(id)) {
                    Some(entity) => span.contains(entity),
                    // An id that no record has any more is most likely an item's.
                    None => d.record.is_none() || is_first,
                })
                .cloned()
                .collect(),
        })
    }

    /// The entity of each id, items before groups: an id is unique among the items of a document.
    fn owners(&self) -> HashMap<&str, usize> {
        let mut owners = HashMap::new();
        for kind in [EntityKind::Item, EntityKind::Group] {
            let all = self.schema.entities.iter().zip(&self.entities).enumerate();
            for (at, (_, entity)) in all.filter(|(_, (schema, _))| schema.kind == kind) {
                for record in &entity.records {
                    owners.entry(record.id.as_str()).or_insert(at);
                }
            }
        }
        owners
    }
}

impl EntitySchema {
    /// What several of its rows are called: `priority areas`.
    #[must_use]
    pub fn plural(&self) -> String {
        self.name.replace('_', " ")
    }

    /// So many of its rows in words: `1 action`, `7 actions`.
    #[must_use]
    pub fn counted(&self, count: usize) -> String {
        let word = if count == 1 { &self.one } else { &self.name };
        format!("{count} {}", word.replace('_', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diagnostic, DocumentInfo, Level, Record, Remark, SourceRef};

    fn entity(name: &str, kind: EntityKind, parents: &[&str]) -> EntitySchema {
        EntitySchema {
            name: name.to_owned(),
            one: name.trim_end_matches('s').to_owned(),
            title: name.to_owned(),
            description: String::new(),
            kind,
            parents: parents.iter().map(|p| (*p).to_owned()).collect(),
            fields: Vec::new(),
            extra: Vec::new(),
        }
    }

    fn records(ids: &[&str]) -> Entity {
        let record = |id: &&str| Record {
            id: (*id).to_owned(),
            reference: None,
            ref_printed: None,
            parents: vec![None],
            values: Vec::new(),
            printed: None,
            extra: Vec::new(),
            source: SourceRef::default(),
            flags: Vec::new(),
            corrected: Vec::new(),
        };
        Entity { records: ids.iter().map(record).collect() }
    }

    /// Boats on piers and bells in towers, with a remark in each group and a diagnostic of each kind.
    fn harbour() -> Dataset {
        let remark = |text: &str, parents: [Option<&str>; 2]| Remark {
            text: text.to_owned(),
            parents: parents.iter().map(|p| p.map(str::to_owned)).collect(),
            source: SourceRef::default(),
        };
        let note =
            |id: &str, message: &str| Diagnostic::new("date.open", Level::Warning, message).of(id);
        Dataset {
            document: DocumentInfo {
                title: None,
                period: None,
                period_printed: None,
                name: "harbour.md".to_owned(),
                media_type: "text/markdown".to_owned(),
                sha256: String::new(),
                pages: None,
                profile: "boats-plan".to_owned(),
                tool: String::new(),
            },
            schema: Schema {
                profile: "boats-plan+bells-plan".to_owned(),
                title: "Boats".to_owned(),
                description: String::new(),
                entities: vec![
                    entity("piers", EntityKind::Group, &[]),
                    entity("boats", EntityKind::Item, &["piers"]),
                    entity("towers", EntityKind::Group, &[]),
                    entity("bells", EntityKind::Item, &["towers"]),
                ],
            },
            legend: Vec::new(),
            entities: vec![
                records(&["P"]),
                records(&["1", "2"]),
                records(&["T"]),
                records(&["1~2"]),
            ],
            notes: vec![
                remark("of the pier", [Some("P"), None]),
                remark("of the tower", [None, Some("T")]),
            ],
            headers: Vec::new(),
            other_text: Vec::new(),
            diagnostics: vec![note("1", "the boat"), note("1~2", "the bell")],
        }
    }

    #[test]
    fn each_kind_has_its_own_records_remarks_and_diagnostics() {
        let data = harbour();
        assert_eq!((data.item_count(), data.counted_items().as_str()), (3, "2 boats, 1 bell"));
        let kinds = data.kinds();
        let told = |kind: &Dataset| {
            (
                kind.document.profile.clone(),
                kind.schema.profile.clone(),
                kind.items().unwrap().1.records.len(),
                kind.notes.iter().map(|n| n.text.clone()).collect::<String>(),
                kind.diagnostics.iter().map(|d| d.message.clone()).collect::<String>(),
                kind.notes.first().map(|n| n.parents.clone()),
            )
        };
        let of = |profile: &str, count, remark: &str, said: &str, parent: &str| {
            let profile = profile.to_owned();
            let parents = Some(vec![Some(parent.to_owned())]);
            (profile.clone(), profile, count, remark.to_owned(), said.to_owned(), parents)
        };
        let told: Vec<_> = kinds.iter().map(|kind| told(kind)).collect();
        assert_eq!(
            told,
            [
                of("boats-plan", 2, "of the pier", "the boat", "P"),
                of("bells-plan", 1, "of the tower", "the bell", "T")
            ]
        );
        let mut without = data.clone();
        without.entities[3].records.clear();
        assert_eq!(without.kinds().len(), 1);
        assert_eq!(without.counted_items(), "2 boats");
    }

    #[test]
    fn another_kind_leads_without_anything_lost() {
        let data = harbour();
        let led = data.led_by("bell");
        assert_eq!(led.items().unwrap().0.name, "bells");
        assert_eq!(led.schema.profile, "bells-plan+boats-plan");
        assert_eq!(led.notes[1].parents, [Some("T".to_owned()), None]);
        assert_eq!(*led.led_by("boat"), data);
        assert_eq!(*data.led_by("gate"), data);
    }
}
