//! The flat tables of a dataset: which columns each has, of which type, and its rows.
//!
//! CSV, the data package, CSVW, the workbook, the database and Parquet all write these relations,
//! so that one name means one thing in every file. They are made from the schema alone: a custom
//! profile gets its columns from its entities and fields.

mod columns;
mod index;
mod joined;
mod rows;

pub(crate) use columns::words;
pub(crate) use index::{Index, title_field};
pub(crate) use joined::Joined;
pub(crate) use rows::Datum;
pub(crate) use tablemend_model::extra_name;

use columns::{dates_relation, diagnostics, entity_relation, free_name, legend, remarks};
use tablemend_model::{FieldKind, Schema};

/// One flat table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relation {
    /// Name of the file, sheet or database table.
    pub(crate) name: String,
    /// For people.
    pub(crate) title: String,
    /// One sentence.
    pub(crate) description: String,
    pub(crate) columns: Vec<Column>,
    /// Positions of the columns that tell rows apart; none where rows may be alike.
    pub(crate) key: Vec<usize>,
    pub(crate) foreign: Vec<ForeignKey>,
    pub(crate) of: Of,
}

/// What the rows of a relation are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The records of the entity at this position of the schema.
    Entity(usize),
    /// The dates of a field of an entity, one a row.
    Dates {
        entity: usize,
        field: usize,
    },
    Legend,
    Remarks,
    Diagnostics,
}

/// A column that holds the `id` of a row of another relation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ForeignKey {
    pub(crate) column: usize,
    pub(crate) relation: String,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Column {
    /// snake_case, unique in its relation.
    pub(crate) name: String,
    /// For people: the name as words, so that a heading can be told from its column's name.
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) kind: ColumnKind,
    /// Whether every row has a value.
    pub(crate) required: bool,
    pub(crate) from: Origin,
}

/// Type of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    /// Several texts; `; ` is between them where a cell can hold only one.
    List,
    /// A day.
    Date,
    /// EDTF level 1 (ISO 8601-2), text.
    Edtf,
    Integer,
    Number,
    Boolean,
    /// A word of a closed list.
    Word(Words),
}

/// Closed lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Status,
    Witness,
    State,
    Role,
    Level,
}

/// Where a column's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The name of the document that a row comes from, among those of several.
    Document,
    /// Its period.
    Period,
    Id,
    Ref,
    RefPrinted,
    Printed,
    Flags,
    Parent(usize),
    ParentTitle(usize),
    ParentPosts {
        parent: usize,
        field: usize,
    },
    Field(usize, Part),
    /// A column that no field knows, by its place among the entity's.
    Extra(usize),
    Source(Spot),
    /// The record a date or a diagnostic speaks of, if it is of this entity.
    Owner(usize),
    /// A date's place in its cell, 1-based.
    Position,
    Marker(MarkerPart),
    Legend(LegendPart),
    Remark,
    Diagnostic(NotePart),
}

/// Part of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Printed,
    Start,
    End,
    Edtf,
    Inherited,
    Alternatives,
    Evidence,
    State,
}

/// Part of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Page,
    FirstLine,
    LastLine,
    Table,
    Row,
}

/// Part of one date of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkerPart {
    Edtf,
    Start,
    End,
    Role,
    Label,
    Printed,
}

/// Part of a legend's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegendPart {
    Status,
    Meaning,
    Printed,
    Fill,
}

/// Part of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotePart {
    Code,
    Level,
    Message,
    Printed,
    Used,
    Help,
}

/// All relations of a schema: the items first, then the groups from the innermost out, then the
/// dates, the legend, the remarks and the diagnostics.
pub(crate) fn all(schema: &Schema) -> Vec<Relation> {
    let mut relations: Vec<Relation> = schema
        .entities
        .iter()
        .enumerate()
        .rev()
        .map(|(i, entity)| entity_relation(schema, i, entity))
        .collect();
    for (i, entity) in schema.entities.iter().enumerate().rev() {
        for (f, field) in entity.fields.iter().enumerate() {
            if field.kind == FieldKind::Dates {
                relations.push(dates_relation(i, entity, f, field));
            }
        }
    }
    relations.push(legend());
    relations.push(remarks(schema));
    relations.push(diagnostics(schema));
    let mut taken: Vec<String> = Vec::new();
    for relation in &mut relations {
        relation.name = free_name(&taken, &relation.name);
        taken.push(relation.name.clone());
    }
    relations
}

/// The relations that get a CSV file (contract §4): all but the legend and the remarks.
pub(crate) fn for_csv(schema: &Schema) -> Vec<Relation> {
    let mut relations = all(schema);
    relations.retain(|r| !matches!(r.of, Of::Legend | Of::Remarks));
    relations
}

/// The relation of the items, if the schema has items.
pub(crate) fn items(schema: &Schema) -> Option<Relation> {
    let (i, entity) = schema.items()?;
    Some(entity_relation(schema, i, entity))
}
