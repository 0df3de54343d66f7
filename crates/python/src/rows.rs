//! Rows of an answer in the making.

use crate::batch::{Content, Read};
use crate::failure::Failure;
use crate::shape::{Output, cell_fields, error_fields, pair_fields};
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Float32Builder, Int32Builder, ListBuilder,
    StringBuilder, StructBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Fields};
use jiff::civil::Date;
use tablemend::model::{
    Cell, Completion, Dataset, EntityKind, EntitySchema, FieldKind, Place, Posts, Record, State,
    Table, Value,
};
use tablemend::{Mended, Records};

/// Bytes of text after which a batch is full: Arrow's texts end at two gigabytes a batch.
const FULL: usize = 256 << 20;

/// Columns of an answer, filled row by row.
pub(crate) struct Rows {
    output: Output,
    columns: Vec<Column>,
    count: usize,
    bytes: usize,
}

/// One column in the making.
enum Column {
    Text(StringBuilder),
    Whole(Int32Builder),
    Day(Date32Builder),
    Truth(BooleanBuilder),
    Texts(ListBuilder<StringBuilder>),
    Wholes(ListBuilder<Int32Builder>),
    Pairs(ListBuilder<StructBuilder>),
    Cells(ListBuilder<StructBuilder>),
    Trouble(StructBuilder),
}

/// One value.
enum Datum<'a> {
    Null,
    Text(&'a str),
    Whole(u32),
    Day(Date),
    Truth(bool),
    Texts(Vec<&'a str>),
    Wholes(Vec<u32>),
    Pairs(Vec<(&'a str, String)>),
    Cells(&'a [Cell]),
    Trouble(&'a Failure),
}

impl<'a> Datum<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }

    fn whole(number: Option<u32>) -> Self {
        number.map_or(Self::Null, Self::Whole)
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Null, Self::Day)
    }

    fn texts(texts: &'a [String]) -> Self {
        Self::Texts(texts.iter().map(String::as_str).collect())
    }

    /// About how much room it takes.
    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Texts(texts) => texts.iter().map(|t| t.len()).sum(),
            Self::Pairs(pairs) => pairs.iter().map(|(name, value)| name.len() + value.len()).sum(),
            Self::Cells(cells) => cells.iter().map(|c| 64 + c.text.as_str().len()).sum(),
            _ => 8,
        }
    }
}

impl Rows {
    pub(crate) fn new(output: Output) -> Self {
        let columns = output.schema().fields().iter().map(|f| Column::new(f.data_type())).collect();
        Self { output, columns, count: 0, bytes: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.bytes > FULL
    }

    /// Adds the rows of a document: at least one, so that every document is in the answer.
    pub(crate) fn push(&mut self, read: &Read) {
        match &read.result {
            Ok(Content::Records(records)) => self.push_records(read, records),
            Ok(Content::Tables(mended)) => self.push_tables(read, mended),
            Ok(Content::Json(json)) => {
                self.row(read, Datum::Null, vec![Datum::Text(json)], Vec::new());
            }
            Err(_) => self.blank(read),
        }
    }

    fn push_records(&mut self, read: &Read, records: &Records) {
        let data = records.data();
        let before = self.count;
        for (at, entity) in data.schema.entities.iter().enumerate() {
            if entity.kind != EntityKind::Item {
                continue;
            }
            for record in data.entities.get(at).map_or(&[][..], |e| e.records.as_slice()) {
                let flags = record.flags.iter().map(AsRef::as_ref).collect();
                self.row(read, Datum::Text(&record.id), of_record(data, entity, record), flags);
            }
        }
        if self.count == before {
            self.blank(read);
        }
    }

    fn push_tables(&mut self, read: &Read, mended: &Mended) {
        let before = self.count;
        for (id, table) in (1_u32..).zip(mended.document().tables()) {
            let mut flags: Vec<&str> = mended
                .notes()
                .iter()
                .filter(|n| n.source.table == Some(id))
                .map(|n| n.code.as_ref())
                .chain(table.cells().iter().flat_map(|c| c.flags.iter().map(AsRef::as_ref)))
                .collect();
            flags.sort_unstable();
            flags.dedup();
            self.row(read, Datum::Text(&id.to_string()), of_table(table), flags);
        }
        if self.count == before {
            self.blank(read);
        }
    }

    /// A row that says of a document only which it is, and what is wrong with it.
    fn blank(&mut self, read: &Read) {
        self.row(read, Datum::Null, Vec::new(), Vec::new());
    }

    fn row(&mut self, read: &Read, id: Datum<'_>, own: Vec<Datum<'_>>, flags: Vec<&str>) {
        let last = self.columns.len().saturating_sub(2);
        let first = [Datum::text(read.id.as_deref()), Datum::text(read.path.as_deref()), id];
        let error = read.result.as_ref().err();
        let filled = first.len() + own.len();
        let missing = std::iter::repeat_with(|| Datum::Null).take(last.saturating_sub(filled));
        let flags = if error.is_some() { Datum::Null } else { Datum::Texts(flags) };
        let error = error.map_or(Datum::Null, Datum::Trouble);
        let all = first.into_iter().chain(own).chain(missing).chain([flags, error]);
        for (column, datum) in self.columns.iter_mut().zip(all) {
            self.bytes += datum.bytes();
            column.push(&datum);
        }
        self.count += 1;
    }

    /// The rows as a batch.
    pub(crate) fn finish(self) -> Result<RecordBatch, Failure> {
        let arrays = self.columns.into_iter().map(Column::finish).collect();
        RecordBatch::try_new(self.output.schema(), arrays).map_err(|error| Failure {
            code: "program.defect",
            message: format!("the rows do not fit their schema: {error}"),
            help: None,
        })
    }
}

impl Column {
    fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Int32 => Self::Whole(Int32Builder::new()),
            DataType::Date32 => Self::Day(Date32Builder::new()),
            DataType::Boolean => Self::Truth(BooleanBuilder::new()),
            DataType::Struct(_) => Self::Trouble(StructBuilder::new(error_fields(), texts(2))),
            DataType::List(item) => match item.data_type() {
                DataType::Int32 => Self::Wholes(ListBuilder::new(Int32Builder::new())),
                DataType::Struct(fields) if *fields == pair_fields() => {
                    Self::Pairs(ListBuilder::new(StructBuilder::new(pair_fields(), texts(2))))
                }
                DataType::Struct(_) => Self::Cells(ListBuilder::new(cells(cell_fields()))),
                _ => Self::Texts(ListBuilder::new(StringBuilder::new())),
            },
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn push(&mut self, datum: &Datum<'_>) {
        match (self, datum) {
            (Self::Text(b), Datum::Text(text)) => b.append_value(text),
            (Self::Text(b), _) => b.append_null(),
            (Self::Whole(b), Datum::Whole(n)) => b.append_option(i32::try_from(*n).ok()),
            (Self::Whole(b), _) => b.append_null(),
            (Self::Day(b), Datum::Day(day)) => b.append_value(since_1970(*day)),
            (Self::Day(b), _) => b.append_null(),
            (Self::Truth(b), Datum::Truth(truth)) => b.append_value(*truth),
            (Self::Truth(b), _) => b.append_null(),
            (Self::Texts(b), Datum::Texts(texts)) => {
                texts.iter().for_each(|text| b.values().append_value(text));
                b.append(true);
            }
            (Self::Texts(b), _) => b.append_null(),
            (Self::Wholes(b), Datum::Wholes(numbers)) => {
                numbers.iter().for_each(|n| b.values().append_option(i32::try_from(*n).ok()));
                b.append(true);
            }
            (Self::Wholes(b), _) => b.append_null(),
            (Self::Pairs(b), Datum::Pairs(pairs)) => {
                pairs.iter().for_each(|(name, value)| two_texts(b.values(), name, value));
                b.append(true);
            }
            (Self::Pairs(b), _) => b.append_null(),
            (Self::Cells(b), Datum::Cells(cells)) => {
                cells.iter().for_each(|cell| push_cell(b.values(), cell));
                b.append(true);
            }
            (Self::Cells(b), _) => b.append_null(),
            (Self::Trouble(b), Datum::Trouble(failure)) => {
                two_texts(b, failure.code, &failure.message);
            }
            (Self::Trouble(b), _) => {
                (0..2).for_each(|at| put_text(b, at, None));
                b.append_null();
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut b) => ArrayBuilder::finish(&mut b),
            Self::Whole(mut b) => ArrayBuilder::finish(&mut b),
            Self::Day(mut b) => ArrayBuilder::finish(&mut b),
            Self::Truth(mut b) => ArrayBuilder::finish(&mut b),
            Self::Texts(mut b) => ArrayBuilder::finish(&mut b),
            Self::Wholes(mut b) => ArrayBuilder::finish(&mut b),
            Self::Pairs(mut b) | Self::Cells(mut b) => ArrayBuilder::finish(&mut b),
            Self::Trouble(mut b) => ArrayBuilder::finish(&mut b),
        }
    }
}

fn texts(count: usize) -> Vec<Box<dyn ArrayBuilder>> {
    (0..count).map(|_| Box::new(StringBuilder::new()) as Box<dyn ArrayBuilder>).collect()
}

fn cells(fields: Fields) -> StructBuilder {
    let builders = fields.iter().map(|field| -> Box<dyn ArrayBuilder> {
        match field.data_type() {
            DataType::Int32 => Box::new(Int32Builder::new()),
            DataType::List(_) => Box::new(ListBuilder::new(Float32Builder::new())),
            _ => Box::new(StringBuilder::new()),
        }
    });
    StructBuilder::new(fields.clone(), builders.collect())
}

fn put_text(builder: &mut StructBuilder, at: usize, text: Option<&str>) {
    if let Some(column) = builder.field_builder::<StringBuilder>(at) {
        column.append_option(text);
    }
}

fn put_whole(builder: &mut StructBuilder, at: usize, number: Option<u32>) {
    if let Some(column) = builder.field_builder::<Int32Builder>(at) {
        column.append_option(number.and_then(|n| i32::try_from(n).ok()));
    }
}

fn two_texts(builder: &mut StructBuilder, first: &str, second: &str) {
    put_text(builder, 0, Some(first));
    put_text(builder, 1, Some(second));
    builder.append(true);
}

/// In the order of `cell_fields`.
fn push_cell(builder: &mut StructBuilder, cell: &Cell) {
    for (at, number) in
        [cell.row(), cell.col(), cell.rowspan(), cell.colspan()].into_iter().enumerate()
    {
        put_whole(builder, at, Some(number));
    }
    put_text(builder, 4, Some(cell.text.as_str()));
    let place = cell.place();
    put_whole(builder, 5, place.page());
    if let Some(edges) = builder.field_builder::<ListBuilder<Float32Builder>>(6) {
        match place {
            Place::Page { area, .. } => {
                edges.values().append_slice(&[area.x0, area.y0, area.x1, area.y1]);
                edges.append(true);
            }
            _ => edges.append_null(),
        }
    }
    let fill = cell.fill.filter(|c| !c.is_white()).map(|c| c.hex());
    put_text(builder, 7, fill.as_deref());
    builder.append(true);
}

/// The values of a table, in the order of its columns.
fn of_table(table: &Table) -> Vec<Datum<'_>> {
    let mut pages: Vec<u32> = table.pieces().iter().filter_map(Place::page).collect();
    pages.dedup();
    vec![
        Datum::text(table.title.as_deref()),
        Datum::Wholes(pages),
        Datum::Text(table.method().as_str()),
        Datum::Whole(table.header_rows()),
        Datum::Whole(table.row_count()),
        Datum::Whole(table.column_count()),
        Datum::Cells(table.cells()),
    ]
}

/// The values of a record, in the order of its columns. Of a profile without actions the items are
/// in their place: the first text, dates, posts and status of a row; what has no column is in `fields`.
fn of_record<'a>(
    data: &'a Dataset,
    entity: &'a EntitySchema,
    record: &'a Record,
) -> Vec<Datum<'a>> {
    let value = |kinds: &[FieldKind]| {
        let mut fields = entity.fields.iter().zip(&record.values);
        fields.find(|(field, _)| kinds.contains(&field.kind)).map(|(_, value)| value)
    };
    let named = |name: &str| entity.field(name).and_then(|(at, _)| record.values.get(at));
    let dates = value(&[FieldKind::Dates]).and_then(completion);
    let posts = value(&[FieldKind::Posts, FieldKind::PostList]).and_then(posts);
    let status = value(&[FieldKind::Status]).and_then(|v| match v {
        Value::Status(status) => Some(status),
        _ => None,
    });
    let outer = parent(data, entity, record, "sections", 0);
    let inner = parent(data, entity, record, "priority_areas", 1);
    let officers = inner.and_then(|(_, schema, group)| {
        let mut fields = schema.fields.iter().zip(&group?.values);
        fields.find_map(|(_, value)| posts_of(value))
    });
    vec![
        Datum::text(record.reference.as_deref()),
        Datum::text(outer.map(|(id, ..)| id)),
        Datum::text(outer.and_then(title)),
        Datum::text(inner.map(|(id, ..)| id)),
        Datum::text(inner.and_then(title)),
        officers.map_or(Datum::Null, |p| Datum::texts(&p.people)),
        Datum::text(value(&[FieldKind::Text]).and_then(plain)),
        Datum::text(dates.and_then(|d| d.printed.as_deref())),
        Datum::day(dates.and_then(|d| d.start)),
        Datum::day(dates.and_then(|d| d.end)),
        Datum::text(dates.and_then(|d| d.edtf.as_deref())),
        posts.map_or(Datum::Null, |p| Datum::texts(&p.people)),
        posts.map_or(Datum::Null, |p| Datum::Truth(p.inherited)),
        Datum::text(named("commentary").and_then(plain)),
        Datum::text(status.and_then(|s| s.value.as_deref())),
        Datum::whole(record.source.place.as_ref().and_then(Place::page)),
        Datum::text(status.and_then(|s| s.state).map(State::as_str)),
        Datum::Text(&entity.name),
        Datum::Text(&data.document.profile),
        Datum::text(data.document.period.as_deref()),
        Datum::Pairs(fields(entity, record)),
    ]
}

/// Every field and column of a record that has a value, by name, as text.
fn fields<'a>(entity: &'a EntitySchema, record: &'a Record) -> Vec<(&'a str, String)> {
    let own = entity.fields.iter().zip(&record.values);
    let own = own.filter_map(|(field, value)| Some((field.name.as_str(), shown(value)?)));
    let extra = entity.extra.iter().zip(&record.extra);
    own.chain(extra.filter_map(|(name, text)| Some((name.as_str(), text.clone()?)))).collect()
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Missing => None,
        Value::Text(text) => Some(text.clone()),
        Value::Completion(c) => c.printed.clone().or_else(|| c.edtf.clone()),
        Value::Posts(p) => Some(p.people.join("; ")).filter(|text| !text.is_empty()),
        Value::Status(s) => s.value.clone(),
        Value::Number { printed, .. } => Some(printed.clone()),
        Value::Forecast(dated) => Some(dated.edtf.clone()),
    }
}

/// The group that a record belongs to: the entity of this name, else the one at this level.
fn parent<'a>(
    data: &'a Dataset,
    entity: &'a EntitySchema,
    record: &'a Record,
    name: &str,
    level: usize,
) -> Option<(&'a str, &'a EntitySchema, Option<&'a Record>)> {
    let named = entity.parents.iter().position(|p| p == name);
    let is_plan = entity.parents.iter().any(|p| p == "sections" || p == "priority_areas");
    let at = named.or_else(|| (!is_plan).then_some(level))?;
    let id = record.parents.get(at)?.as_deref()?;
    let (schema, groups) = data.entity(entity.parents.get(at)?)?;
    Some((id, schema, groups.records.iter().find(|r| r.id == id)))
}

fn title<'a>(
    (_, schema, group): (&'a str, &'a EntitySchema, Option<&'a Record>),
) -> Option<&'a str> {
    let mut fields = schema.fields.iter().zip(&group?.values);
    fields.find(|(field, _)| field.kind == FieldKind::Text).and_then(|(_, value)| plain(value))
}

fn plain(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn completion(value: &Value) -> Option<&Completion> {
    match value {
        Value::Completion(completion) => Some(completion),
        _ => None,
    }
}

fn posts(value: &Value) -> Option<&Posts> {
    posts_of(value)
}

fn posts_of(value: &Value) -> Option<&Posts> {
    match value {
        Value::Posts(posts) => Some(posts),
        _ => None,
    }
}

fn since_1970(day: Date) -> i32 {
    // OK because a difference of days needs no calendar of months.
    day.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}
