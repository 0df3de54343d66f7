//! The whole archive for other tools: SQLite for Datasette, CSV and Parquet in long form, a Data
//! Package.

mod package;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "store")]
mod sqlite;

pub use package::{File, package};
#[cfg(feature = "parquet")]
pub use parquet::parquet;
#[cfg(feature = "store")]
pub use sqlite::sqlite;

use crate::grid::{Entry, Grid};
use crate::history::{corrected_from, sentence};
use tablemend_compare::flat::{Column, Is, columns, value};
use tablemend_compare::{Appearance, Cell, Edition, Item, Kind, Timeline};

/// One row for each item and edition: `period`, `item` (the same in all editions), then the
/// columns of the records' CSV files, groups with their titles; columns that only earlier editions
/// have; then what the row was read from: the state, printed words, place, flags and queries.
#[must_use]
pub fn long(timeline: &Timeline) -> Grid {
    let shape = Shape::of(timeline);
    let mut grid = Grid::new(&[("period", "Period"), ("item", "Item")]);
    grid.columns.extend(shape.long_columns().into_iter().map(|(name, _)| (name.clone(), name)));
    let mut rows: Vec<(&Appearance, Vec<Entry>)> = Vec::new();
    for thread in &timeline.threads {
        let key = timeline.key(thread);
        for appearance in &thread.appearances {
            let Some((edition, item)) = timeline.item(appearance) else { continue };
            let mut row: Vec<Entry> =
                vec![edition.document.period.clone().into(), key.clone().into()];
            row.extend(shape.values(edition, item).into_iter().map(Entry::from));
            row.extend(shape.evidence_of(edition, item).into_iter().map(Entry::from));
            rows.push((appearance, row));
        }
    }
    rows.sort_by_key(|(appearance, _)| (appearance.edition, appearance.item));
    grid.rows = rows.into_iter().map(|(_, row)| row).collect();
    grid
}

/// Every change from each edition to the next, one row each.
#[must_use]
pub fn changes(timeline: &Timeline) -> Grid {
    let columns = [
        "before_period",
        "after_period",
        "kind",
        "before_id",
        "after_id",
        "field",
        "before",
        "after",
        "split_of",
        "days",
        "direction",
        "confidence",
    ];
    let mut grid = Grid::new(&columns.map(|name| (name, name)));
    for after in 1..timeline.editions.len() {
        let Some(found) = timeline.compare(after - 1, after) else { continue };
        for c in &found.changes {
            grid.rows.push(vec![
                found.before.document.period.clone().into(),
                found.after.document.period.clone().into(),
                c.kind.as_str().to_owned().into(),
                c.before_id.clone().into(),
                c.after_id.clone().into(),
                c.field.clone().into(),
                c.before.display().into(),
                c.after.display().into(),
                c.split_of.clone().into(),
                c.days.map(i64::from).into(),
                c.direction.map(|d| d.as_str().to_owned()).into(),
                Entry::sure(c.confidence),
            ]);
        }
    }
    grid
}

/// The columns of all editions: groups, then those of the latest edition, then what only others
/// have.
struct Shape {
    groups: Vec<String>,
    columns: Vec<Column>,
    /// The fields that any edition has.
    fields: Vec<(String, Kind)>,
}

impl Shape {
    fn of(timeline: &Timeline) -> Self {
        let mut shape = Self { groups: Vec::new(), columns: Vec::new(), fields: Vec::new() };
        for edition in timeline.editions.iter().rev() {
            for field in &edition.fields {
                if !shape.fields.iter().any(|(name, _)| *name == field.name) {
                    shape.fields.push((field.name.clone(), field.kind));
                }
            }
            for column in columns(&edition.fields) {
                if !shape.columns.iter().any(|c| c.name == column.name) {
                    shape.columns.push(column);
                }
            }
            for (group, _) in edition.items.iter().flat_map(|i| &i.parents) {
                if !shape.groups.contains(group) {
                    shape.groups.push(group.clone());
                }
            }
        }
        shape
    }

    /// Names of the columns and what they hold.
    fn columns(&self) -> Vec<(String, Is)> {
        let (ids, fields): (Vec<_>, Vec<_>) = self.columns.iter().partition(|c| c.field.is_none());
        let groups = self.groups.iter().flat_map(|g| [g.clone(), format!("{g}_title")]);
        let own = |c: &Column| (c.name.clone(), c.is);
        let ids = ids.into_iter().map(own).chain(groups.map(|name| (name, Is::Text)));
        ids.chain(fields.into_iter().map(own)).collect()
    }

    /// The columns of the long form behind `period` and `item`.
    fn long_columns(&self) -> Vec<(String, Is)> {
        self.columns().into_iter().chain(self.evidence()).collect()
    }

    /// Columns of what a row was read from.
    fn evidence(&self) -> Vec<(String, Is)> {
        let mut all = Vec::new();
        if let Some(status) = self.status() {
            all.push((format!("{status}_state"), Is::Text));
        }
        all.extend(self.printed().into_iter().map(|field| (format!("{field}_printed"), Is::Text)));
        let places = [
            ("page", Is::Whole),
            ("first_line", Is::Whole),
            ("last_line", Is::Whole),
            ("place", Is::Text),
        ];
        let rest = [("flags", Is::List), ("queries", Is::Text), ("corrected_from", Is::Text)];
        let rest = places.into_iter().chain(rest);
        all.extend(rest.map(|(name, is)| (name.to_owned(), is)));
        all
    }

    fn evidence_of(&self, edition: &Edition, item: &Item) -> Vec<Option<String>> {
        let mut all = Vec::new();
        if self.status().is_some() {
            all.push(edition.state(item).map(|s| s.as_str().to_owned()));
        }
        all.extend(self.printed().into_iter().map(|field| {
            if let Cell::Number { printed, .. } = item.cell(edition.field(&field)) {
                // As in the records' CSV: a number that is none (`High`) has nothing else.
                return Some(printed.clone()).filter(|words| !words.is_empty());
            }
            item.printed.iter().find(|(name, _)| *name == field).map(|(_, words)| words.clone())
        }));
        let number = |n: Option<u32>| n.map(|n| n.to_string());
        let queries: Vec<String> = edition.remarks.queries_on(item).map(sentence).collect();
        let text = |text: String| Some(text).filter(|t| !t.is_empty());
        all.extend([
            number(item.page),
            number(item.lines.map(|l| l.0)),
            number(item.lines.map(|l| l.1)),
            item.place(),
            text(item.flags.join("; ")),
            text(queries.join("\n")),
            text(corrected_from(item).join("\n")),
        ]);
        all
    }

    /// The field whose words say how far an item is.
    fn status(&self) -> Option<&String> {
        self.fields.iter().find(|(_, kind)| *kind == Kind::Status).map(|(name, _)| name)
    }

    /// The fields whose printed words may differ from what was read.
    fn printed(&self) -> Vec<String> {
        let of = |kind: &Kind| matches!(kind, Kind::Status | Kind::Posts | Kind::Number);
        let fields = self.fields.iter().filter(|(_, kind)| of(kind)).map(|(name, _)| name.clone());
        std::iter::once("ref".to_owned()).chain(fields).collect()
    }

    #[cfg(feature = "store")]
    fn names(&self) -> Vec<String> {
        self.columns().into_iter().map(|(name, _)| name).collect()
    }

    /// The same with the words of numbers that have no value (`High`), for those who see nothing else.
    #[cfg(feature = "store")]
    fn shown(&self, edition: &Edition, item: &Item) -> Vec<Option<String>> {
        let mut values = self.values(edition, item);
        let names = self.names();
        for (value, name) in values.iter_mut().zip(&names).filter(|(value, _)| value.is_none()) {
            if let Cell::Number { printed, .. } = item.cell(edition.field(name)) {
                *value = Some(printed.clone()).filter(|words| !words.is_empty());
            }
        }
        values
    }

    fn values(&self, edition: &Edition, item: &Item) -> Vec<Option<String>> {
        let (ids, fields): (Vec<_>, Vec<_>) = self.columns.iter().partition(|c| c.field.is_none());
        let read = |columns: Vec<&Column>| -> Vec<Option<String>> {
            columns.into_iter().map(|c| value(edition, item, c)).collect()
        };
        let group = |name: &String| item.parents.iter().find(|(g, _)| g == name);
        let groups = self.groups.iter().flat_map(|name| {
            let id = group(name).map(|(_, id)| id);
            let title = id.and_then(|id| edition.group_title(name, id));
            [id.cloned(), title.map(str::to_owned)]
        });
        read(ids).into_iter().chain(groups).chain(read(fields)).collect()
    }
}

#[cfg(test)]
mod tests;
