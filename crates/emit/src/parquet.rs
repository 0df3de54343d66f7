//! Records as Parquet: one relation a file, days as dates, lists as lists, closed lists of words
//! as dictionaries.

use crate::Error;
use crate::relation::{Column, ColumnKind, Datum, Index, Joined, Relation};
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use tablemend_model::{Dataset, Date};

/// Rows that are turned into columns at a time: what is held in memory beside the dataset.
const ROWS_AT_A_TIME: usize = 8192;

impl From<ArrowError> for Error {
    fn from(e: ArrowError) -> Self {
        Self::from_library("the Parquet file could not be written", e)
    }
}

impl From<ParquetError> for Error {
    fn from(e: ParquetError) -> Self {
        Self::from_library("the Parquet file could not be written", e)
    }
}

/// Writes one relation. Titles and descriptions of the columns and the source of the data go into
/// the file's metadata.
pub(crate) fn write<'a>(
    relation: &'a Relation,
    index: &Index<'a>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let data = index.data();
    let metadata = metadata(relation, data);
    write_rows(relation, relation.rows(index), metadata, &data.document.tool, out)
}

/// Writes a relation of several documents; which document a row comes from is in its columns.
pub(crate) fn write_joined(joined: &Joined<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let relation = &joined.relation;
    let tool = joined.documents().next().map_or("", |data| data.document.tool.as_str());
    let rows = joined.rows().map(|(_, row)| row);
    write_rows(relation, rows, pairs(titles(relation)), tool, out)
}

fn write_rows<'a>(
    relation: &Relation,
    rows: impl Iterator<Item = Vec<Datum<'a>>>,
    metadata: Vec<KeyValue>,
    tool: &str,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let schema = Arc::new(schema(relation));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("{tool} (parquet-rs)"))
        .set_key_value_metadata(Some(metadata))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties))?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let mut columns: Vec<Building> =
            relation.columns.iter().map(|c| Building::new(c.kind)).collect();
        for row in rows.by_ref().take(ROWS_AT_A_TIME) {
            for (column, datum) in columns.iter_mut().zip(row) {
                column.push(datum);
            }
        }
        let arrays = columns.into_iter().map(Building::finish).collect();
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), arrays)?)?;
    }
    out.write_all(&writer.into_inner()?)?;
    Ok(())
}

fn schema(relation: &Relation) -> Schema {
    let field = |column: &Column| {
        let described = HashMap::from([
            ("title".to_owned(), column.title.clone()),
            ("description".to_owned(), column.description.clone()),
        ]);
        Field::new(&column.name, data_type(column.kind), !column.required).with_metadata(described)
    };
    Schema::new(relation.columns.iter().map(field).collect::<Vec<_>>())
}

fn data_type(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Text | ColumnKind::Edtf => DataType::Utf8,
        ColumnKind::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        ColumnKind::Date => DataType::Date32,
        ColumnKind::Integer => DataType::Int64,
        ColumnKind::Number => DataType::Float64,
        ColumnKind::Boolean => DataType::Boolean,
        ColumnKind::Word(_) => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
    }
}

fn metadata(relation: &Relation, data: &Dataset) -> Vec<KeyValue> {
    let document = &data.document;
    let mut told = titles(relation);
    told.extend([
        ("source", document.name.clone()),
        ("source_sha256", document.sha256.clone()),
        ("profile", document.profile.clone()),
    ]);
    told.extend(document.title.clone().map(|t| ("document_title", t)));
    if !data.legend.is_empty() {
        let lines = data.legend.iter();
        let lines = lines.map(|l| serde_json::json!({ "status": l.status, "meaning": l.meaning }));
        told.push(("legend", serde_json::Value::Array(lines.collect()).to_string()));
    }
    told.extend(document.period.clone().map(|p| ("period", p)));
    pairs(told)
}

fn titles(relation: &Relation) -> Vec<(&'static str, String)> {
    vec![("title", relation.title.clone()), ("description", relation.description.clone())]
}

fn pairs(told: Vec<(&'static str, String)>) -> Vec<KeyValue> {
    told.into_iter().map(|(k, v)| KeyValue::new(format!("tablemend:{k}"), v)).collect()
}

/// A column in the making.
enum Building {
    Text(StringBuilder),
    List(ListBuilder<StringBuilder>),
    Date(Date32Builder),
    Integer(Int64Builder),
    Number(Float64Builder),
    Boolean(BooleanBuilder),
    Word(StringDictionaryBuilder<Int32Type>),
}

impl Building {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text | ColumnKind::Edtf => Self::Text(StringBuilder::new()),
            ColumnKind::List => Self::List(ListBuilder::new(StringBuilder::new())),
            ColumnKind::Date => Self::Date(Date32Builder::new()),
            ColumnKind::Integer => Self::Integer(Int64Builder::new()),
            ColumnKind::Number => Self::Number(Float64Builder::new()),
            ColumnKind::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnKind::Word(_) => Self::Word(StringDictionaryBuilder::new()),
        }
    }

    /// Adds a value; one of another kind than the column's counts as missing.
    fn push(&mut self, datum: Datum<'_>) {
        match self {
            Self::Text(column) => column.append_option(datum.shown()),
            Self::Word(column) => column.append_option(datum.shown()),
            Self::List(column) => {
                // A row without posts has an empty list: there is nothing unknown about it.
                for member in datum.members().unwrap_or_default() {
                    column.values().append_value(member);
                }
                column.append(true);
            }
            Self::Date(column) => column.append_option(match datum {
                Datum::Date(date) => Some(days(date)),
                _ => None,
            }),
            Self::Integer(column) => column.append_option(match datum {
                Datum::Integer(n) => Some(n),
                _ => None,
            }),
            Self::Number(column) => column.append_option(match datum {
                Datum::Number(n) => Some(n),
                _ => None,
            }),
            Self::Boolean(column) => column.append_option(match datum {
                Datum::Boolean(b) => Some(b),
                _ => None,
            }),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut c) => Arc::new(c.finish()),
            Self::List(mut c) => Arc::new(c.finish()),
            Self::Date(mut c) => Arc::new(c.finish()),
            Self::Integer(mut c) => Arc::new(c.finish()),
            Self::Number(mut c) => Arc::new(c.finish()),
            Self::Boolean(mut c) => Arc::new(c.finish()),
            Self::Word(mut c) => Arc::new(c.finish()),
        }
    }
}

/// Days since 1 January 1970.
fn days(date: Date) -> i32 {
    let since = date.since(Date::constant(1970, 1, 1));
    // OK because jiff's years span less than 10^7 days, and two dates always have a span of days.
    since.map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relation::for_csv;
    use crate::support::{day, large_plan, plan, register};
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Date32Type;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReader;

    fn read(data: &Dataset, name: &str) -> Vec<RecordBatch> {
        let relations = for_csv(&data.schema);
        let relation = relations.iter().find(|r| r.name == name).unwrap();
        let mut out = Vec::new();
        write(relation, &Index::new(data), &mut out).unwrap();
        let bytes = bytes::Bytes::from(out);
        ParquetRecordBatchReader::try_new(bytes, 100_000).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn days_lists_and_words_are_typed() {
        let data = plan();
        let batch = &read(&data, "actions")[0];
        let column = |name: &str| batch.column_by_name(name).unwrap();
        let ends = column("completion_end").as_primitive::<Date32Type>();
        assert_eq!(ends.value(0), days(day("2021-06-30")));
        assert!(ends.is_null(2));
        let leads = column("leads").as_list::<i32>();
        assert_eq!(leads.value(0).as_string::<i32>().value(1), "Head of Works; Coast");
        assert_eq!((leads.value_length(2), leads.is_null(2)), (0, false));
        assert!(matches!(column("status").data_type(), DataType::Dictionary(_, _)));
        assert!(column("leads_inherited").as_boolean().value(1));
        assert_eq!(days(day("1970-01-02")), 1);
    }

    #[test]
    fn every_table_is_written_be_it_empty_or_large() {
        for data in [plan(), register(), large_plan(ROWS_AT_A_TIME as u32 + 1)] {
            let index = Index::new(&data);
            for relation in for_csv(&data.schema) {
                let rows: usize =
                    read(&data, &relation.name).iter().map(RecordBatch::num_rows).sum();
                assert_eq!(rows, relation.row_count(&index), "{}", relation.name);
            }
        }
    }
}
