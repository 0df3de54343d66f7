//! The rows of a relation, value by value, borrowed from the dataset.

use super::{
    Index, LegendPart, MarkerPart, NotePart, Of, Origin, Part, Relation, Spot, title_field,
};
use std::borrow::Cow;
use tablemend_model::{
    Code, Date, Diagnostic, LegendEntry, Marker, Record, Remark, SourceRef, Value,
};

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Datum<'a> {
    Empty,
    Text(&'a str),
    List(&'a [String]),
    Codes(&'a [Code]),
    /// Lists of texts: ` + ` is between the texts of one list.
    Lists(&'a [Vec<String>]),
    Colour(tablemend_model::Rgb),
    Date(Date),
    Integer(i64),
    Number(f64),
    Boolean(bool),
}

impl<'a> Datum<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }

    fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }

    fn integer(n: Option<u32>) -> Self {
        n.map_or(Self::Empty, |n| Self::Integer(n.into()))
    }

    /// The texts of a list, one after the other; `None` for what is not a list.
    pub(crate) fn members(self) -> Option<Vec<Cow<'a, str>>> {
        match self {
            Self::List(list) => Some(list.iter().map(|s| Cow::from(s.as_str())).collect()),
            Self::Codes(list) => Some(list.iter().map(|s| Cow::from(s.as_ref())).collect()),
            Self::Lists(lists) => Some(lists.iter().map(|l| Cow::from(l.join(" + "))).collect()),
            _ => None,
        }
    }

    /// The value as text; `None` where there is none. Days are ISO 8601, lists joined with `; `.
    pub(crate) fn shown(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Empty => return None,
            Self::Text(text) => text.into(),
            Self::List(list) => joined(list)?,
            Self::Codes(_) | Self::Lists(_) => {
                let members = self.members().filter(|m| !m.is_empty())?;
                members.join("; ").into()
            }
            Self::Colour(colour) => colour.hex().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Integer(n) => n.to_string().into(),
            Self::Number(n) if n.is_finite() => n.to_string().into(),
            Self::Number(_) => return None,
            Self::Boolean(b) => if b { "true" } else { "false" }.into(),
        })
    }
}

/// A list in one cell, `None` where it is empty.
fn joined(list: &[String]) -> Option<Cow<'_, str>> {
    match list {
        [] => None,
        [one] => Some(one.into()),
        several => Some(several.join("; ").into()),
    }
}

/// What one row is made from.
#[derive(Clone, Copy)]
enum Row<'a> {
    Record(usize, &'a Record),
    Date { entity: usize, record: &'a Record, position: usize, marker: &'a Marker },
    Legend(&'a LegendEntry),
    Remark(&'a Remark),
    Diagnostic(&'a Diagnostic, Option<usize>),
}

impl Relation {
    /// The rows in document order, each with one value a column.
    pub(crate) fn rows<'a, 'i: 'a>(
        &'a self,
        index: &'i Index<'a>,
    ) -> impl Iterator<Item = Vec<Datum<'a>>> + 'a {
        let data = index.data();
        let rows: Box<dyn Iterator<Item = Row<'a>> + 'a> = match self.of {
            Of::Entity(at) => {
                let records = data.entities.get(at).map(|e| e.records.iter());
                Box::new(records.into_iter().flatten().map(move |r| Row::Record(at, r)))
            }
            Of::Dates { entity, field } => {
                let records = data.entities.get(entity).map(|e| e.records.iter());
                Box::new(records.into_iter().flatten().flat_map(move |record| {
                    let dates = match record.values.get(field) {
                        Some(Value::Completion(c)) => c.dates.as_slice(),
                        _ => &[],
                    };
                    dates.iter().enumerate().map(move |(position, marker)| Row::Date {
                        entity,
                        record,
                        position,
                        marker,
                    })
                }))
            }
            Of::Legend => Box::new(data.legend.iter().map(Row::Legend)),
            Of::Remarks => Box::new(data.notes.iter().map(Row::Remark)),
            Of::Diagnostics => Box::new(data.diagnostics.iter().map(|note| {
                // An id that no entity has is treated as an item's: better a loose end than none.
                let items = || data.schema.items().map(|(at, _)| at);
                let of = note.record.as_deref().and_then(|id| index.entity_at(id).or_else(items));
                Row::Diagnostic(note, of)
            })),
        };
        rows.map(move |row| self.columns.iter().map(|c| value(index, &row, c.from)).collect())
    }

    /// How many rows there are.
    pub(crate) fn row_count(&self, index: &Index<'_>) -> usize {
        let data = index.data();
        let records = |at: usize| data.entities.get(at).map_or(&[][..], |e| e.records.as_slice());
        match self.of {
            Of::Entity(at) => records(at).len(),
            Of::Dates { entity, field } => records(entity)
                .iter()
                .map(|r| match r.values.get(field) {
                    Some(Value::Completion(c)) => c.dates.len(),
                    _ => 0,
                })
                .sum(),
            Of::Legend => data.legend.len(),
            Of::Remarks => data.notes.len(),
            Of::Diagnostics => data.diagnostics.len(),
        }
    }
}

fn value<'a>(index: &Index<'a>, row: &Row<'a>, from: Origin) -> Datum<'a> {
    match (*row, from) {
        (Row::Record(entity, record), from) => record_value(index, entity, record, from),
        (Row::Date { entity, record, .. }, Origin::Owner(of)) if of == entity => {
            Datum::Text(&record.id)
        }
        (Row::Date { position, .. }, Origin::Position) => Datum::Integer(position as i64 + 1),
        (Row::Date { marker, .. }, Origin::Marker(part)) => marker_value(marker, part),
        (Row::Legend(entry), Origin::Legend(part)) => match part {
            LegendPart::Status => Datum::Text(&entry.status),
            LegendPart::Meaning => Datum::text(entry.meaning.as_deref()),
            LegendPart::Printed => Datum::text(entry.printed.as_deref()),
            LegendPart::Fill => entry.fill.map_or(Datum::Empty, Datum::Colour),
        },
        (Row::Remark(remark), Origin::Remark) => Datum::Text(&remark.text),
        (Row::Remark(remark), Origin::Parent(p)) => {
            Datum::text(remark.parents.get(p).and_then(|id| id.as_deref()))
        }
        (Row::Remark(remark), Origin::Source(spot)) => spot_value(&remark.source, spot),
        (Row::Diagnostic(note, of), Origin::Owner(entity)) if of == Some(entity) => {
            Datum::text(note.record.as_deref())
        }
        (Row::Diagnostic(note, _), Origin::Diagnostic(part)) => match part {
            NotePart::Code => Datum::Text(&note.code),
            NotePart::Level => Datum::Text(note.level.as_str()),
            NotePart::Message => Datum::Text(&note.message),
            NotePart::Printed => Datum::text(note.printed.as_deref()),
            NotePart::Used => Datum::text(note.used.as_deref()),
            NotePart::Help => Datum::text(note.help.as_deref()),
        },
        (Row::Diagnostic(note, _), Origin::Source(spot)) => spot_value(&note.source, spot),
        _ => Datum::Empty,
    }
}

fn marker_value(marker: &Marker, part: MarkerPart) -> Datum<'_> {
    match part {
        MarkerPart::Edtf => Datum::Text(&marker.when.edtf),
        MarkerPart::Start => Datum::date(marker.when.start),
        MarkerPart::End => Datum::date(marker.when.end),
        MarkerPart::Role => Datum::Text(marker.role.as_str()),
        MarkerPart::Label => Datum::text(marker.label.as_deref()),
        MarkerPart::Printed => Datum::Text(&marker.printed),
    }
}

fn record_value<'a>(
    index: &Index<'a>,
    entity: usize,
    record: &'a Record,
    from: Origin,
) -> Datum<'a> {
    let parent = |p| index.parent_of(entity, record, p);
    match from {
        Origin::Id => Datum::Text(&record.id),
        Origin::Ref => Datum::text(record.reference.as_deref()),
        Origin::RefPrinted => Datum::text(record.ref_printed.as_deref()),
        Origin::Printed => Datum::text(record.printed.as_deref()),
        Origin::Flags => Datum::Codes(&record.flags),
        Origin::Parent(p) => Datum::text(record.parents.get(p).and_then(|id| id.as_deref())),
        Origin::ParentTitle(p) => {
            let title = parent(p).and_then(|(schema, row)| row.values.get(title_field(schema)?));
            title.map_or(Datum::Empty, |v| field_value(v, Part::Whole))
        }
        Origin::ParentPosts { parent: p, field } => {
            let posts = parent(p).and_then(|(_, row)| row.values.get(field));
            posts.map_or(Datum::Empty, |v| field_value(v, Part::Whole))
        }
        Origin::Field(f, part) => match (record.values.get(f), part) {
            // A row without a cell of posts has inherited none.
            (None | Some(Value::Missing), Part::Inherited) => Datum::Boolean(false),
            (value, _) => value.map_or(Datum::Empty, |v| field_value(v, part)),
        },
        Origin::Extra(at) => Datum::text(record.extra.get(at).and_then(|t| t.as_deref())),
        Origin::Source(spot) => spot_value(&record.source, spot),
        _ => Datum::Empty,
    }
}

fn field_value(value: &Value, part: Part) -> Datum<'_> {
    match (value, part) {
        (Value::Text(text), Part::Whole) => Datum::Text(text),
        (Value::Completion(when), Part::Printed) => Datum::text(when.printed.as_deref()),
        (Value::Completion(when), Part::Start) => Datum::date(when.start),
        (Value::Completion(when), Part::End) => Datum::date(when.end),
        (Value::Completion(when), Part::Edtf) => Datum::text(when.edtf.as_deref()),
        (Value::Posts(posts), Part::Whole) => Datum::List(&posts.people),
        (Value::Posts(posts), Part::Printed) => Datum::text(posts.printed.as_deref()),
        (Value::Posts(posts), Part::Inherited) => Datum::Boolean(posts.inherited),
        (Value::Posts(posts), Part::Alternatives) => Datum::Lists(&posts.alternatives),
        (Value::Status(status), Part::Whole) => Datum::text(status.value.as_deref()),
        (Value::Status(status), Part::Evidence) => Datum::text(status.evidence.map(|w| w.as_str())),
        (Value::Status(status), Part::Printed) => Datum::text(status.printed.as_deref()),
        (Value::Status(status), Part::State) => Datum::text(status.state.map(|s| s.as_str())),
        (Value::Number { value, .. }, Part::Whole) => value.map_or(Datum::Empty, Datum::Number),
        (Value::Number { printed, .. }, Part::Printed) => Datum::Text(printed),
        (Value::Forecast(when), Part::Edtf) => Datum::Text(&when.edtf),
        (Value::Forecast(when), Part::Start) => Datum::date(when.start),
        (Value::Forecast(when), Part::End) => Datum::date(when.end),
        _ => Datum::Empty,
    }
}

fn spot_value(source: &SourceRef, spot: Spot) -> Datum<'static> {
    let lines = || source.place.and_then(|p| p.lines());
    Datum::integer(match spot {
        Spot::Page => source.place.and_then(|p| p.page()),
        Spot::FirstLine => lines().map(|(first, _)| first),
        Spot::LastLine => lines().map(|(_, last)| last),
        Spot::Table => source.table,
        Spot::Row => source.row,
    })
}
