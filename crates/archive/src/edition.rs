//! What of a document's records is compared and followed: items, their fields, the legend.

use crate::cell::{Cell, is_compared};
use serde::{Deserialize, Serialize};
use tablemend_model::{Dataset, DocumentInfo, EntityKind, FieldKind, Schema, Value};

/// The comparable part of one document's records.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Which document.
    pub document: DocumentInfo,
    /// The document's own legend, in its order.
    pub legend: Vec<Legend>,
    /// The items' fields, in output order.
    pub fields: Vec<Field>,
    /// The items, in document order.
    pub items: Vec<Item>,
    /// What the items are grouped by, in document order.
    pub groups: Vec<Group>,
}

/// One line of a legend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legend {
    /// In lower case.
    pub status: String,
    /// What the document says it means.
    pub meaning: Option<String>,
}

/// A field of the items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// snake_case name.
    pub name: String,
    /// For people.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// Dates.
    Dates,
    /// Posts.
    Posts,
    /// A status.
    Status,
    /// A number.
    Number,
}

/// One item: an action, a risk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Unique in its document.
    pub id: String,
    /// The repaired ref.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Ids of the groups it belongs to, by the group's singular name (`priority_area`).
    pub parents: Vec<(String, String)>,
    /// Parallel to `Edition::fields`.
    pub cells: Vec<Cell>,
    /// Page it stands on, where the source has pages.
    pub page: Option<u32>,
}

/// A group: a section, a priority area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Singular name of its entity (`priority_area`).
    pub entity: String,
    /// Unique in its entity.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
}

impl Edition {
    /// What of a dataset is compared.
    #[must_use]
    pub fn of(data: &Dataset) -> Self {
        let mut edition = Self {
            document: data.document.clone(),
            legend: data
                .legend
                .iter()
                .map(|l| Legend { status: l.status.clone(), meaning: l.meaning.clone() })
                .collect(),
            fields: Vec::new(),
            items: Vec::new(),
            groups: Vec::new(),
        };
        for (schema, entity) in data.schema.entities.iter().zip(&data.entities) {
            if schema.kind != EntityKind::Group {
                continue;
            }
            let title = schema.first_of(FieldKind::Text).map(|(i, _)| i);
            edition.groups.extend(entity.records.iter().map(|r| Group {
                entity: schema.one.clone(),
                id: r.id.clone(),
                title: match title.and_then(|i| r.values.get(i)) {
                    Some(Value::Text(text)) => Some(text.clone()),
                    _ => None,
                },
            }));
        }
        let Some((schema, items)) = data.items() else { return edition };
        let compared: Vec<_> =
            schema.fields.iter().enumerate().filter(|(_, f)| is_compared(f.kind)).collect();
        edition.fields = Self::fields_of(&data.schema);
        let parents: Vec<_> = schema
            .parents
            .iter()
            .map(|name| data.schema.entity(name).map_or(name.as_str(), |(_, e)| e.one.as_str()))
            .collect();
        edition.items = items
            .records
            .iter()
            .map(|r| Item {
                id: r.id.clone(),
                reference: r.reference.clone(),
                parents: parents
                    .iter()
                    .zip(&r.parents)
                    .filter_map(|(one, id)| Some(((*one).to_owned(), id.clone()?)))
                    .collect(),
                cells: compared
                    .iter()
                    .map(|(i, _)| r.values.get(*i).map_or(Cell::Missing, Cell::of))
                    .collect(),
                page: r.source.place.and_then(|p| p.page()),
            })
            .collect();
        edition
    }

    /// The fields of a profile's items that are compared, in output order.
    pub(crate) fn fields_of(schema: &Schema) -> Vec<Field> {
        let fields = schema.items().map(|(_, items)| &items.fields[..]).unwrap_or_default();
        fields
            .iter()
            .filter(|f| is_compared(f.kind))
            .map(|f| Field { name: f.name.clone(), title: f.title.clone(), kind: Kind::of(f.kind) })
            .collect()
    }

    /// The same edition without its items.
    pub(crate) fn without_items(&self) -> Self {
        Self {
            document: self.document.clone(),
            legend: self.legend.clone(),
            fields: self.fields.clone(),
            items: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Position of the field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// Position of the first field of this kind: the first text is what an item is called by, the
    /// first dates are when it is due.
    #[must_use]
    pub fn first_of(&self, kind: Kind) -> Option<usize> {
        self.fields.iter().position(|f| f.kind == kind)
    }

    /// The item of this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Title of the group an item belongs to, by the group's singular name.
    #[must_use]
    pub fn group_title(&self, entity: &str, id: &str) -> Option<&str> {
        let group = self.groups.iter().find(|g| g.entity == entity && g.id == id)?;
        group.title.as_deref()
    }
}

impl Item {
    /// The cell at a position; missing where there is none.
    #[must_use]
    pub fn cell(&self, position: Option<usize>) -> &Cell {
        const MISSING: &Cell = &Cell::Missing;
        position.and_then(|i| self.cells.get(i)).unwrap_or(MISSING)
    }

    /// What people call it: its ref, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.id)
    }
}

impl Kind {
    fn of(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text | FieldKind::Forecast => Self::Text,
            FieldKind::Posts | FieldKind::PostList => Self::Posts,
            FieldKind::Dates => Self::Dates,
            FieldKind::Status => Self::Status,
            FieldKind::Number => Self::Number,
        }
    }
}
