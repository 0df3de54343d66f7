//! Records as JSON (contract §3): borrowed views of the model that know their keys.

use super::groups::Named;
use crate::Error;
use crate::relation::{Index, title_field};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::Write;
use tablemend_model::{
    Completion, Dataset, Date, DatedAs, Diagnostic, DocumentInfo, EntityKind, EntitySchema,
    FieldKind, HeaderText, LegendEntry, Marker, OtherText, Place, Posts, Record, Rect, Remark,
    SourceRef, Status, Value,
};

/// Implements `Serialize` for a view as an object with these members in this order.
macro_rules! object {
    ($view:ident, |$this:ident| { $($key:literal: $value:expr),* $(,)? }
        $(, corrected from $from:expr)?) => {
        impl Serialize for $view<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $this = self;
                let mut map = serializer.serialize_map(None)?;
                $(map.serialize_entry($key, &$value)?;)*
                $(corrected_from(&mut map, $from.as_ref())?;)?
                map.end()
            }
        }
    };
}

/// What a value was before a person corrected it, behind its other members.
fn corrected_from<M: SerializeMap>(map: &mut M, was: Option<&Field<'_>>) -> Result<(), M::Error> {
    was.map_or(Ok(()), |was| map.serialize_entry("corrected_from", was))
}

/// A list made by turning each element of a slice into its view.
struct Each<'a, T, V>(&'a [T], fn(&'a T) -> V);

impl<T, V: Serialize> Serialize for Each<'_, T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

/// The whole dataset.
pub(super) struct Records<'a>(pub(super) &'a Dataset);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let data = self.0;
        let index = Index::new(data);
        let groups: Vec<&str> = group_keys(data);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("document", &Info(&data.document, &data.schema.profile))?;
        map.serialize_entry("legend", &Each(&data.legend, Legend))?;
        for (at, schema) in data.schema.entities.iter().enumerate() {
            // Groups of several kinds of items may have one name: a key is there once.
            if data.schema.entity(&schema.name).is_none_or(|(first, _)| first == at) {
                map.serialize_entry(&schema.name, &Named::of(data, &schema.name))?;
            }
        }
        map.serialize_entry("notes", &Mapped(&data.notes, |note| Aside { note, keys: &groups }))?;
        map.serialize_entry("headers", &Each(&data.headers, Header))?;
        map.serialize_entry("other_text", &Each(&data.other_text, Other))?;
        let says = Mapped(&data.diagnostics, |note| Says { note, of: of_record(&index, note) });
        map.serialize_entry("diagnostics", &says)?;
        map.end()
    }
}

/// A list made by a closure that borrows more than the element.
struct Mapped<'a, T, F>(&'a [T], F);

impl<'a, T, V: Serialize, F: Fn(&'a T) -> V> Serialize for Mapped<'a, T, F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

/// Key of each parent of an entity's rows: the singular name of the parent entity.
pub(super) fn parent_keys<'a>(data: &'a Dataset, schema: &'a EntitySchema) -> Vec<&'a str> {
    let one = |name: &'a String| match data.schema.entity(name) {
        Some((_, parent)) => parent.one.as_str(),
        None => name.as_str(),
    };
    schema.parents.iter().map(one).collect()
}

/// Key of each group entity, in schema order.
pub(super) fn group_keys(data: &Dataset) -> Vec<&str> {
    let groups = data.schema.entities.iter().filter(|e| e.kind == EntityKind::Group);
    groups.map(|e| e.one.as_str()).collect()
}

/// The key and id under which a diagnostic names its record: always the items' key, and the key
/// of a group behind the contract's keys where it speaks of a group.
#[derive(Default)]
pub(super) struct Of<'a> {
    item: Option<(&'a str, Option<&'a str>)>,
    group: Option<(&'a str, &'a str)>,
}

fn of_record<'a>(index: &Index<'a>, note: &'a Diagnostic) -> Of<'a> {
    let item = index.data().items().map(|(schema, _)| schema.one.as_str());
    let Some(id) = note.record.as_deref() else {
        return Of { item: item.map(|key| (key, None)), group: None };
    };
    match index.entity_of(id) {
        Some(schema) if item.is_none_or(|of| of != schema.one) => {
            Of { item: item.map(|key| (key, None)), group: Some((schema.one.as_str(), id)) }
        }
        _ => Of { item: item.map(|key| (key, Some(id))), group: None },
    }
}

/// What is known of the document, and the profiles that it was read under where they are several.
struct Info<'a>(&'a DocumentInfo, &'a str);

impl Serialize for Info<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", &self.0.title)?;
        map.serialize_entry("period", &self.0.period)?;
        if let Some(printed) = &self.0.period_printed {
            map.serialize_entry("period_printed", printed)?;
        }
        map.serialize_entry("name", &self.0.name)?;
        map.serialize_entry("media_type", &self.0.media_type)?;
        map.serialize_entry("sha256", &self.0.sha256)?;
        map.serialize_entry("pages", &self.0.pages)?;
        map.serialize_entry("profile", &self.0.profile)?;
        map.serialize_entry("tool", &self.0.tool)?;
        if self.1.contains('+') {
            map.serialize_entry("profiles", &self.1.split('+').collect::<Vec<_>>())?;
        }
        map.end()
    }
}

struct Legend<'a>(&'a LegendEntry);
object!(Legend, |this| {
    "status": this.0.status, "meaning": this.0.meaning, "printed": this.0.printed,
    "fill": this.0.fill.map(|c| c.hex()), "source": Source(&this.0.source),
});

struct Header<'a>(&'a HeaderText);
object!(Header, |this| {
    "printed": this.0.printed, "field": this.0.field, "source": Source(&this.0.source),
});

struct Other<'a>(&'a OtherText);
object!(Other, |this| { "text": this.0.text, "source": Source(&this.0.source) });

struct Aside<'a> {
    note: &'a Remark,
    keys: &'a [&'a str],
}

impl Serialize for Aside<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &self.note.text)?;
        for (i, key) in self.keys.iter().enumerate() {
            map.serialize_entry(key, &self.note.parents.get(i).and_then(Option::as_ref))?;
        }
        map.serialize_entry("source", &Source(&self.note.source))?;
        map.end()
    }
}

/// A diagnostic.
pub(super) struct Says<'a> {
    pub(super) note: &'a Diagnostic,
    pub(super) of: Of<'a>,
}

impl Serialize for Says<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let note = self.note;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &note.code)?;
        map.serialize_entry("level", note.level.as_str())?;
        if let Some((key, id)) = self.of.item {
            map.serialize_entry(key, &id)?;
        }
        map.serialize_entry("message", &note.message)?;
        map.serialize_entry("printed", &note.printed)?;
        map.serialize_entry("used", &note.used)?;
        map.serialize_entry("source", &Source(&note.source))?;
        map.serialize_entry("help", &note.help)?;
        if let Some((key, id)) = self.of.group {
            map.serialize_entry(key, id)?;
        }
        map.end()
    }
}

/// A place with its table and row.
pub(super) struct Source<'a>(pub(super) &'a SourceRef);
impl Serialize for Source<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let place = self.0.place;
        match place {
            Some(Place::Paragraph { number }) => map.serialize_entry("paragraph", &number)?,
            Some(Place::Cells { .. }) => {
                let (sheet, cells) = place.and_then(|p| p.cells()).unwrap_or_default();
                map.serialize_entry("sheet", sheet)?;
                map.serialize_entry("cells", &cells)?;
            }
            _ => {
                map.serialize_entry("page", &place.and_then(|p| p.page()))?;
                map.serialize_entry("lines", &place.and_then(|p| p.lines()))?;
                let area = match place {
                    Some(Place::Page { area, .. }) => Some(bbox(&area)),
                    _ => None,
                };
                map.serialize_entry("bbox", &area)?;
            }
        }
        map.serialize_entry("table", &self.0.table)?;
        map.serialize_entry("row", &self.0.row)?;
        map.end()
    }
}

/// A box in points, to a hundredth: finer than any printer, and free of the tails that a
/// single-precision number shows when it is widened.
pub(super) fn bbox(area: &Rect) -> [f64; 4] {
    [area.x0, area.y0, area.x1, area.y1].map(points)
}

/// A length in points, to a hundredth.
pub(super) fn points(length: f32) -> f64 {
    (f64::from(length) * 100.0).round() / 100.0
}

/// One record of an entity.
pub(super) struct Row<'a> {
    pub(super) record: &'a Record,
    pub(super) schema: &'a EntitySchema,
    pub(super) parents: &'a [&'a str],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        members(&mut map, self.record, self.schema, self.parents)?;
        map.end()
    }
}

/// Writes the members of a record: those of the contract, then its `id`, `ref_printed` and
/// `flags` where it is a group, for which the contract has no place of their own.
fn members<M: SerializeMap>(
    map: &mut M,
    record: &Record,
    schema: &EntitySchema,
    parents: &[&str],
) -> Result<(), M::Error> {
    let group = schema.kind == EntityKind::Group;
    if !group {
        map.serialize_entry("id", &record.id)?;
    }
    map.serialize_entry("ref", &record.reference)?;
    if !group {
        map.serialize_entry("ref_printed", &record.ref_printed)?;
    }
    for (i, key) in parents.iter().enumerate() {
        map.serialize_entry(key, &record.parents.get(i).and_then(Option::as_ref))?;
    }
    let values = || schema.fields.iter().enumerate().map(|(i, f)| (f, record.values.get(i)));
    for (field, value) in values() {
        let from = record.corrected_from(&field.name).filter(|_| !is_plain(field.kind));
        let value = Field { kind: field.kind, value: value.unwrap_or(&Value::Missing), from };
        map.serialize_entry(&field.name, &value)?;
    }
    if group {
        map.serialize_entry("printed", &record.printed)?;
    }
    for (field, value) in values().filter(|(f, _)| f.kind == FieldKind::PostList) {
        let printed = match value {
            Some(Value::Posts(posts)) => posts.printed.as_ref(),
            _ => None,
        };
        map.serialize_entry(printed_key(field).as_ref(), &printed)?;
    }
    if !group {
        map.serialize_entry("extra", &Extra { headers: &schema.extra, texts: &record.extra })?;
    }
    map.serialize_entry("source", &Source(&record.source))?;
    if group {
        map.serialize_entry("id", &record.id)?;
        map.serialize_entry("ref_printed", &record.ref_printed)?;
    }
    map.serialize_entry("flags", &record.flags)?;
    let was = Was { record, schema };
    if was.all().next().is_some() {
        map.serialize_entry("corrected_from", &was)?;
    }
    Ok(())
}

/// Whether a field's value has no members, so that what it was before a correction is beside it.
pub(super) fn is_plain(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Text | FieldKind::PostList | FieldKind::Forecast)
}

/// What the corrected values of a record were, of those without members.
struct Was<'a> {
    record: &'a Record,
    schema: &'a EntitySchema,
}

impl<'a> Was<'a> {
    fn all(&self) -> impl Iterator<Item = (&'a str, Field<'a>)> {
        let schema = self.schema;
        self.record.corrected.iter().filter_map(move |was| {
            let kind = schema.field(&was.field).map_or(FieldKind::Text, |(_, field)| field.kind);
            let value = Field { kind, value: &was.from, from: None };
            is_plain(kind).then_some((was.field.as_str(), value))
        })
    }
}

impl Serialize for Was<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.all())
    }
}

/// The columns that no field knows, by their headers; those that are blank in the row are left out.
struct Extra<'a> {
    headers: &'a [String],
    texts: &'a [Option<String>],
}

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let filled = self.headers.iter().zip(self.texts);
        serializer.collect_map(filled.filter_map(|(header, text)| Some((header, text.as_ref()?))))
    }
}

/// Key of the printed text of a list of posts.
pub(crate) fn printed_key(field: &tablemend_model::FieldSchema) -> std::borrow::Cow<'_, str> {
    match &field.printed_as {
        Some(key) => key.into(),
        None => format!("{}_printed", field.name).into(),
    }
}

/// A value in the shape of its field's kind; a value of another kind counts as missing.
struct Field<'a> {
    kind: FieldKind,
    value: &'a Value,
    /// What it was before a person corrected it, for values with members.
    from: Option<&'a Value>,
}

impl Field<'_> {
    /// What was there before, in the same shape.
    fn was(&self) -> Option<Field<'_>> {
        self.from.map(|value| Field { kind: self.kind, value, from: None })
    }
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.kind, self.value) {
            (FieldKind::Text, Value::Text(text)) => serializer.serialize_some(text),
            (FieldKind::Text, _) => serializer.serialize_none(),
            (FieldKind::PostList, Value::Posts(posts)) => posts.people.serialize(serializer),
            (FieldKind::PostList, _) => serializer.collect_seq([0; 0]),
            (FieldKind::Posts, Value::Posts(posts)) => {
                Leads(posts, self.was()).serialize(serializer)
            }
            (FieldKind::Posts, _) => Leads(&Posts::default(), self.was()).serialize(serializer),
            (FieldKind::Dates, Value::Completion(when)) => {
                Dates(when, self.was()).serialize(serializer)
            }
            (FieldKind::Dates, _) => {
                Dates(&Completion::default(), self.was()).serialize(serializer)
            }
            (FieldKind::Status, Value::Status(status)) => {
                Shown(status, self.was()).serialize(serializer)
            }
            (FieldKind::Status, _) => Shown(&Status::default(), self.was()).serialize(serializer),
            (FieldKind::Number, Value::Number { value, printed }) => {
                Numeral(Some((*value, printed)), self.was()).serialize(serializer)
            }
            (FieldKind::Number, _) => Numeral(None, self.was()).serialize(serializer),
            (FieldKind::Forecast, Value::Forecast(when)) => Interval(when).serialize(serializer),
            (FieldKind::Forecast, _) => serializer.serialize_none(),
        }
    }
}

struct Leads<'a>(&'a Posts, Option<Field<'a>>);
object!(Leads, |this| {
    "printed": this.0.printed, "people": this.0.people, "inherited": this.0.inherited,
    "alternatives": this.0.alternatives,
}, corrected from this.1);

struct Dates<'a>(&'a Completion, Option<Field<'a>>);
object!(Dates, |this| {
    "printed": this.0.printed, "edtf": this.0.edtf, "start": Day(this.0.start),
    "end": Day(this.0.end), "dates": Each(&this.0.dates, One),
}, corrected from this.1);

struct One<'a>(&'a Marker);
object!(One, |this| {
    "edtf": this.0.when.edtf, "start": Day(this.0.when.start), "end": Day(this.0.when.end),
    "role": this.0.role.as_str(), "label": this.0.label, "printed": this.0.printed,
});

struct Interval<'a>(&'a DatedAs);
object!(Interval, |this| {
    "edtf": this.0.edtf, "start": Day(this.0.start), "end": Day(this.0.end),
});

/// A day, `2020-01-31`; dates are the most frequent strings, so those of four-digit years are
/// written digit by digit.
struct Day(Option<Date>);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(date) = self.0 else { return serializer.serialize_none() };
        let digit = |number: i16, unit: i16| b'0' + (number / unit % 10).unsigned_abs() as u8;
        let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
        let printed = [
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ];
        match std::str::from_utf8(&printed) {
            Ok(printed) if year >= 0 => serializer.serialize_str(printed),
            _ => date.serialize(serializer),
        }
    }
}

struct Shown<'a>(&'a Status, Option<Field<'a>>);
object!(Shown, |this| {
    "value": this.0.value, "evidence": this.0.evidence.map(|w| w.as_str()),
    "printed": this.0.printed, "state": this.0.state.map(|s| s.as_str()),
}, corrected from this.1);

/// A number and how it is printed; whole numbers are written without a point.
struct Numeral<'a>(Option<(Option<f64>, &'a str)>, Option<Field<'a>>);

impl Serialize for Numeral<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0.and_then(|(value, _)| value) {
            Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => {
                map.serialize_entry("value", &(v as i64))?;
            }
            other => map.serialize_entry("value", &other)?,
        }
        map.serialize_entry("printed", &self.0.map(|(_, printed)| printed))?;
        corrected_from(&mut map, self.1.as_ref())?;
        map.end()
    }
}

/// Writes one item a line, with its groups' titles and its document behind the contract's keys.
pub(super) fn write_lines(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let Some((schema, entity)) = data.items() else {
        return Ok(());
    };
    let index = Index::new(data);
    let parents = parent_keys(data, schema);
    for record in &entity.records {
        let line = Line { index: &index, record, schema, parents: &parents };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

struct Line<'a> {
    index: &'a Index<'a>,
    record: &'a Record,
    schema: &'a EntitySchema,
    parents: &'a [&'a str],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = &self.index.data().document;
        let mut map = serializer.serialize_map(None)?;
        members(&mut map, self.record, self.schema, self.parents)?;
        for (i, key) in self.parents.iter().enumerate() {
            let title =
                self.index.parent(self.schema, self.record, i).and_then(|(schema, row)| match row
                    .values
                    .get(title_field(schema)?)
                {
                    Some(Value::Text(title)) => Some(title),
                    _ => None,
                });
            map.serialize_entry(&format!("{key}_title"), &title)?;
        }
        map.serialize_entry("document", &Brief(document))?;
        map.end()
    }
}

struct Brief<'a>(&'a DocumentInfo);
object!(Brief, |this| {
    "name": this.0.name, "period": this.0.period, "sha256": this.0.sha256,
});
