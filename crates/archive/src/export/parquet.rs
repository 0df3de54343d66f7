//! The long form as Parquet: days as dates, numbers as numbers, posts as lists.

use super::{Shape, long};
use crate::error::Error;
use arrow_array::builder::{
    Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;
use tablemend_compare::{Timeline, flat::Is};

/// Rows that are turned into columns at a time.
const ROWS_AT_A_TIME: usize = 8192;

/// Writes the long form: the columns and rows of [`long`], typed.
///
/// # Errors
/// [`Error::Parquet`] where it cannot be written.
pub fn parquet(timeline: &Timeline, out: &mut (dyn Write + Send)) -> Result<(), Error> {
    let grid = long(timeline);
    // `period` and `item`, then what the items have.
    let own = Shape::of(timeline).long_columns().into_iter().map(|(_, is)| is);
    let kinds: Vec<Is> = [Is::Text, Is::Text].into_iter().chain(own).collect();
    let columns = grid.columns.iter().zip(&kinds);
    let fields: Vec<Field> = columns
        .enumerate()
        .map(|(i, ((name, _), is))| Field::new(name, data_type(*is), i > 1))
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer =
        ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(Error::parquet)?;
    for rows in grid.rows.chunks(ROWS_AT_A_TIME) {
        let arrays = kinds
            .iter()
            .enumerate()
            .map(|(c, is)| array(*is, rows.iter().map(|row| row.get(c).map(|e| e.show()))))
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(Error::parquet)?;
        writer.write(&batch).map_err(Error::parquet)?;
    }
    writer.close().map_err(Error::parquet)?;
    Ok(())
}

fn data_type(is: Is) -> DataType {
    match is {
        Is::Text => DataType::Utf8,
        Is::Day => DataType::Date32,
        Is::Number => DataType::Float64,
        Is::Whole => DataType::Int64,
        Is::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    }
}

/// The values of a column; what is empty is null, of lists an empty list.
fn array(is: Is, values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    let values = values.map(|v| v.filter(|v| !v.is_empty()));
    match is {
        Is::Text => {
            let mut column = StringBuilder::new();
            values.for_each(|v| column.append_option(v));
            Arc::new(column.finish())
        }
        Is::Day => {
            let mut column = Date32Builder::new();
            let day = |v: String| v.parse::<Date>().ok().map(since_1970);
            values.for_each(|v| column.append_option(v.and_then(day)));
            Arc::new(column.finish())
        }
        Is::Number => {
            let mut column = Float64Builder::new();
            values.for_each(|v| column.append_option(v.and_then(|v| v.parse().ok())));
            Arc::new(column.finish())
        }
        Is::Whole => {
            let mut column = Int64Builder::new();
            values.for_each(|v| column.append_option(v.and_then(|v| v.parse().ok())));
            Arc::new(column.finish())
        }
        Is::List => {
            let mut column = ListBuilder::new(StringBuilder::new());
            for value in values {
                for part in value.iter().flat_map(|v| v.split("; ")) {
                    column.values().append_value(part);
                }
                column.append(true);
            }
            Arc::new(column.finish())
        }
    }
}

/// Days since 1 January 1970.
fn since_1970(date: Date) -> i32 {
    let since = date.since(Date::constant(1970, 1, 1));
    // OK because two dates always have a span of days.
    since.map_or(0, |span| span.get_days())
}
