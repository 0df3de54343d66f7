//! The whole archive for other tools: SQLite for Datasette, CSV and Parquet in long form, a Data
//! Package.

mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod sqlite;

pub use package::{File, package};
#[cfg(feature = "parquet")]
pub use parquet::parquet;
pub use sqlite::sqlite;

use crate::edition::{Edition, Item};
use crate::flat::{Column, Is, columns, value};
use crate::grid::{Entry, Grid};
use crate::timeline::{Stand, Thread, Timeline};

/// One row for each item and edition: `period`, `item` (the same in all editions), then the
/// columns of the records' CSV files, groups with their titles. Columns that only earlier
/// editions have come last.
#[must_use]
pub fn long(timeline: &Timeline) -> Grid {
    let shape = Shape::of(timeline);
    let mut grid = Grid::new(&[("period", "Period"), ("item", "Item")]);
    grid.columns.extend(shape.names().into_iter().map(|name| (name.clone(), name)));
    let mut rows: Vec<(&Stand, Vec<Entry>)> = Vec::new();
    for thread in &timeline.threads {
        let key = key(timeline, thread);
        for stand in &thread.stands {
            let Some((edition, item)) = timeline.item(stand) else { continue };
            let mut row: Vec<Entry> =
                vec![edition.document.period.clone().into(), key.clone().into()];
            row.extend(shape.values(edition, item).into_iter().map(Entry::from));
            rows.push((stand, row));
        }
    }
    rows.sort_by_key(|(stand, _)| (stand.edition, stand.item));
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

/// What an item is called in all editions: its first period and its id there.
fn key(timeline: &Timeline, thread: &Thread) -> String {
    let first = thread.stands.first().and_then(|s| timeline.item(s));
    first.map_or_else(String::new, |(edition, item)| {
        format!("{}/{}", edition.document.period.as_deref().unwrap_or_default(), item.id)
    })
}

/// The columns of all editions: groups, then those of the latest edition, then what only others
/// have.
struct Shape {
    groups: Vec<String>,
    columns: Vec<Column>,
}

impl Shape {
    fn of(timeline: &Timeline) -> Self {
        let mut shape = Self { groups: Vec::new(), columns: Vec::new() };
        for edition in timeline.editions.iter().rev() {
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

    fn names(&self) -> Vec<String> {
        self.columns().into_iter().map(|(name, _)| name).collect()
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
