//! What of a document's records is compared and followed: items, their fields, the legend.

use crate::cell::{Cell, is_compared};
use crate::remarks::{self, Remarks, Span};
use serde::{Deserialize, Serialize};
use tablemend_model::{
    Dataset, DocumentInfo, EXTRA, EntityKind, FieldKind, FieldSchema, LegendEntry, Record, Schema,
    SourceRef, State, Value,
};

/// The comparable part of one document's records.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Which document.
    pub document: DocumentInfo,
    /// The document's own legend, in its order.
    pub legend: Vec<Legend>,
    /// What the items are called; `None` where that is not known.
    pub called: Option<Called>,
    /// The items' fields, in output order.
    pub fields: Vec<Field>,
    /// The items, in document order.
    pub items: Vec<Item>,
    /// What the items are grouped by, in document order.
    pub groups: Vec<Group>,
    /// What to know before relying on any of it: notes, queries, pages that could not be read.
    pub remarks: Remarks,
}

/// What the items of a kind are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Singular, snake_case (`action`).
    pub one: String,
    /// For people, plural (`Actions`).
    pub title: String,
}

impl Called {
    /// What the items of a profile are called.
    #[must_use]
    pub fn of(schema: &Schema) -> Option<Self> {
        let (_, items) = schema.items()?;
        Some(Self { one: items.one.clone(), title: items.title.clone() })
    }
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Page it is on, where the source has pages.
    pub page: Option<u32>,
    /// Its lines, where the source is a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<(u32, u32)>,
    /// The paragraph or cells, where the source is an office document, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// Codes of the diagnostics that concern it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Where the printed words differ from what was read: the field (`ref` for the reference) and
    /// the words as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub printed: Vec<(String, String)>,
    /// What a person corrected: the field (`ref` for the reference) and what was read there, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<(String, String)>,
    /// Whether it is done, open or dropped, where its status says so.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "state_word")]
    pub state: Option<State>,
}

/// A state as the contract's word.
mod state_word {
    use serde::{Deserialize, Deserializer, Serializer};
    use tablemend_model::State;

    pub(super) fn serialize<S: Serializer>(
        state: &Option<State>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.serialize_str(state.map_or("", State::as_str))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<State>, D::Error> {
        Ok(super::state_of(&String::deserialize(from)?))
    }
}

/// The state of a contract's word.
#[must_use]
pub fn state_of(word: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| state.as_str() == word)
}

/// Whether nothing is left to do: what is done or dropped is never overdue.
#[must_use]
pub fn is_settled(state: Option<State>) -> bool {
    matches!(state, Some(State::Done | State::Dropped))
}

/// Whether a status is shown for so few items that counts by it mean little: the one rule for
/// adding, comparing and reporting.
#[must_use]
pub fn is_hardly_shown(shown: usize, all: usize) -> bool {
    shown * 5 < all
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
    /// What of a dataset is compared: its items of the main kind.
    #[must_use]
    pub fn of(data: &Dataset) -> Self {
        Self::of_kind(data.kinds().first().map_or(data, |kind| &**kind))
    }

    /// An edition for each kind of items that a dataset has, the main kind first.
    #[must_use]
    pub fn of_kinds(data: &Dataset) -> Vec<Self> {
        data.kinds().iter().map(|kind| Self::of_kind(kind)).collect()
    }

    /// Of a dataset with one kind of items.
    fn of_kind(data: &Dataset) -> Self {
        let mut edition = Self {
            called: Called::of(&data.schema),
            // How the period is printed is not compared, and not kept.
            document: DocumentInfo { period_printed: None, ..data.document.clone() },
            legend: data
                .legend
                .iter()
                .map(|l| Legend { status: l.status.clone(), meaning: l.meaning.clone() })
                .collect(),
            fields: Vec::new(),
            items: Vec::new(),
            groups: Vec::new(),
            remarks: Remarks::of(data),
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
                    .map(|(i, field)| cell(*i, field, r))
                    .chain((0..schema.extra.len()).map(|at| extra(at, r)))
                    .collect(),
                page: r.source.place.and_then(|p| p.page()),
                lines: r.source.place.and_then(|p| p.lines()),
                spot: remarks::spot(r.source.place),
                flags: r.flags.iter().map(|code| code.clone().into_owned()).collect(),
                printed: printed(&compared, r),
                corrected: corrected(r),
                state: state(&compared, r),
            })
            .collect();
        edition
    }

    /// The fields of a profile's items that are compared, in output order; behind them, as text, the
    /// columns of the document that no field knows.
    pub fn fields_of(schema: &Schema) -> Vec<Field> {
        let Some((_, items)) = schema.items() else { return Vec::new() };
        let known = items.fields.iter().filter(|f| is_compared(f.kind)).map(|f| Field {
            name: f.name.clone(),
            title: f.title.clone(),
            kind: Kind::of(f.kind),
        });
        let own = items.extra_names().into_iter().zip(&items.extra);
        let own = own.map(|(name, title)| Field { name, title: title.clone(), kind: Kind::Text });
        known.chain(own).collect()
    }

    /// The same edition without its items.
    pub fn without_items(&self) -> Self {
        Self {
            document: self.document.clone(),
            legend: self.legend.clone(),
            called: self.called.clone(),
            fields: self.fields.clone(),
            items: Vec::new(),
            groups: Vec::new(),
            remarks: Remarks::default(),
        }
    }

    /// The edition as it was kept before its remarks were.
    pub fn bare(&self) -> Self {
        let mut bare = self.clone();
        bare.remarks = Remarks::default();
        // It had the groups of items of other kinds as well.
        let is_used = |g: &Group| {
            let of = |(entity, id): &(String, String)| *entity == g.entity && *id == g.id;
            self.items.iter().any(|item| item.parents.iter().any(of))
        };
        bare.groups.retain(is_used);
        for item in &mut bare.items {
            (item.lines, item.spot, item.state) = (None, None, None);
            item.flags.clear();
            item.printed.clear();
            item.corrected.clear();
            for cell in &mut item.cells {
                if let Cell::Dates(dates) = cell {
                    dates.former.clear();
                }
            }
        }
        bare
    }

    /// The edition without the columns that no field knows, as editions were kept before these were.
    #[must_use]
    pub fn without_extra(&self) -> Self {
        let mut plain = self.clone();
        plain.fields.retain(|field| !field.is_extra());
        for item in &mut plain.items {
            let mut fields = self.fields.iter();
            item.cells.retain(|_| fields.next().is_none_or(|field| !field.is_extra()));
        }
        plain
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

    /// Whether an item is done, open or dropped: what its status was read as, else what the status
    /// means by the legend or by its words.
    #[must_use]
    pub fn state(&self, item: &Item) -> Option<State> {
        item.state.or_else(|| {
            let Cell::Status(word) = item.cell(self.first_of(Kind::Status)) else { return None };
            let legend: Vec<LegendEntry> = self
                .legend
                .iter()
                .map(|line| LegendEntry {
                    status: line.status.clone(),
                    meaning: line.meaning.clone(),
                    printed: None,
                    fill: None,
                    source: SourceRef::default(),
                })
                .collect();
            State::of(word, &legend)
        })
    }

    /// Title of the group an item belongs to, by the group's singular name.
    #[must_use]
    pub fn group_title(&self, entity: &str, id: &str) -> Option<&str> {
        let group = self.groups.iter().find(|g| g.entity == entity && g.id == id)?;
        group.title.as_deref()
    }
}

impl Field {
    /// Whether it is a column of the document that no field of the profile knows.
    #[must_use]
    pub fn is_extra(&self) -> bool {
        self.name.starts_with(EXTRA)
    }
}

impl Item {
    /// The cell at a position; missing where there is none.
    #[must_use]
    pub fn cell(&self, position: Option<usize>) -> &Cell {
        const MISSING: &Cell = &Cell::Missing;
        position.and_then(|i| self.cells.get(i)).unwrap_or(MISSING)
    }

    /// Where it is in its document: `page 3`, `lines 4 to 6`, `cells A7:F7 of Plan`.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        Some(Span { page: self.page, lines: self.lines, spot: self.spot.clone() }.to_string())
            .filter(|p| !p.is_empty())
    }

    /// What people call it: its ref, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.id)
    }
}

/// What is in a column that no field knows.
fn extra(at: usize, record: &Record) -> Cell {
    record.extra.get(at).cloned().flatten().map_or(Cell::Missing, Cell::Text)
}

/// A field's value; of a corrected one, what was corrected and not what is printed.
fn cell(at: usize, field: &FieldSchema, record: &Record) -> Cell {
    let mut cell = record.values.get(at).map_or(Cell::Missing, Cell::of);
    if record.corrected_from(&field.name).is_some() {
        match &mut cell {
            Cell::Dates(dates) => dates.corrected = true,
            Cell::Number { value: Some(value), printed } => *printed = value.to_string(),
            _ => {}
        }
    }
    cell
}

/// What a person corrected in a record, with what was read there.
fn corrected(record: &Record) -> Vec<(String, String)> {
    let words = |value: &Value| match Cell::of(value) {
        Cell::Dates(dates) => dates.edtf.or(dates.printed).unwrap_or_default(),
        other => other.display(),
    };
    record.corrected.iter().map(|c| (c.field.clone(), words(&c.from))).collect()
}

/// Where the printed words of a record differ from what was read, field by field.
fn printed(fields: &[(usize, &FieldSchema)], record: &Record) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let Some(words) = &record.ref_printed
        && record.reference.as_deref() != Some(words)
    {
        all.push(("ref".to_owned(), words.clone()));
    }
    for (i, field) in fields {
        let words = match record.values.get(*i) {
            Some(Value::Posts(p)) => &p.printed,
            Some(Value::Status(s)) => &s.printed,
            _ => continue,
        };
        let read = record.values.get(*i).map(|v| Cell::of(v).display()).unwrap_or_default();
        if let Some(words) = words.as_ref().filter(|w| w.to_lowercase() != read.to_lowercase()) {
            all.push((field.name.clone(), words.clone()));
        }
    }
    all
}

/// What the first status of a record means.
fn state(fields: &[(usize, &FieldSchema)], record: &Record) -> Option<State> {
    let (i, _) = fields.iter().find(|(_, f)| f.kind == FieldKind::Status)?;
    match record.values.get(*i)? {
        Value::Status(status) => status.state,
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Options, compare_editions};
    use crate::identity::Links;
    use crate::sample::plan;

    #[test]
    fn columns_that_no_field_knows_can_be_left_out_and_settle_nobody() {
        let boats = |period: &str, of: [&str; 2]| {
            let mut edition = plan(period, "1 | Mend the quay wall\n2 | Paint the lighthouse");
            let (name, title) = ("extra_boats".to_owned(), "Boats".to_owned());
            edition.fields.insert(0, Field { name, title, kind: Kind::Text });
            for (item, boats) in edition.items.iter_mut().zip(of) {
                item.cells.insert(0, Cell::Text(boats.to_owned()));
            }
            // The first text is what an item is called by.
            edition.fields.rotate_left(1);
            edition.items.iter_mut().for_each(|item| item.cells.rotate_left(1));
            edition
        };
        let (before, after) = (boats("2024-01", ["3", "5"]), boats("2024-02", ["5", "5"]));
        let plain = before.without_extra();
        assert!(
            plain.fields.len() + 1 == before.fields.len() && plain.field("extra_boats").is_none()
        );
        assert_eq!(plain.items[0].cells[..], before.items[0].cells[..plain.fields.len()]);
        let found = compare_editions(before, after, &Links::default(), &Options::default());
        let told: Vec<_> = found.changes.iter().map(|c| c.field.as_deref()).collect();
        assert_eq!(told, [Some("extra_boats")]);
        assert!(found.pairing.links.iter().all(|link| link.confidence >= 1.0));
    }
}
