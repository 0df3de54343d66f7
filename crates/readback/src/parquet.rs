//! Parquet, as `convert` and `archive export` write it and other programs save it again.

use super::{About, Book, Datum, Sheet};
use crate::error::Error;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use jiff::Span;
use jiff::civil::Date;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use tablemend_compare::Legend;

/// Most bytes of text in all rows.
const MOST_BYTES: usize = 256 << 20;

/// Most rows that are read: with its metadata a small file can claim any number.
const MOST_ROWS: usize = 1_000_000;

/// Most values of one column, those in lists counted each: a page of a few bytes can hold any number.
const MOST_VALUES: usize = 4_000_000;

/// Rows that are unpacked at once: one value can be as long as the file is when unpacked.
const ROWS_AT_ONCE: usize = 64;

pub(super) fn read(bytes: &[u8]) -> Result<Book, Error> {
    let broken = |why: &dyn std::fmt::Display| Error::broken("Parquet file", &why.to_string());
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(bytes.clone()).map_err(|e| broken(&e))?;
    check_sizes(bytes, builder.metadata())?;
    let builder = builder.with_batch_size(ROWS_AT_ONCE);
    let about = about(builder.metadata());
    let schema = std::sync::Arc::clone(builder.schema());
    let header = schema.fields().iter().map(|f| Datum::text(f.name().as_str())).collect();
    let mut rows: Vec<Vec<Datum>> = vec![header];
    let mut bytes_of_text = 0;
    for batch in builder.build().map_err(|e| broken(&e))? {
        let batch = batch.map_err(|e| broken(&e))?;
        if rows.len() + batch.num_rows() > MOST_ROWS {
            return Err(broken(&"it is too large (more than a million rows)"));
        }
        for row in 0..batch.num_rows() {
            let cells: Vec<Datum> = batch.columns().iter().map(|c| datum(c, row)).collect();
            bytes_of_text += cells.iter().filter_map(Datum::shown).map(|t| t.len()).sum::<usize>();
            if bytes_of_text > MOST_BYTES {
                return Err(broken(&"it is too large (more than 256 MB of text)"));
            }
            rows.push(cells);
        }
    }
    Ok(Book { about, sheets: vec![Sheet { name: String::new(), rows }] })
}

/// Makes sure, by what the pages say of themselves and before any is unpacked, that no column has
/// more values, or more bytes, than a plan can have.
fn check_sizes(bytes: bytes::Bytes, metadata: &ParquetMetaData) -> Result<(), Error> {
    let broken = |why: &dyn std::fmt::Display| Error::broken("Parquet file", &why.to_string());
    let unpacked: i64 = metadata
        .row_groups()
        .iter()
        .flat_map(|group| group.columns())
        .map(|column| column.uncompressed_size().max(0))
        .fold(0, i64::saturating_add);
    if usize::try_from(unpacked).is_ok_and(|n| n > MOST_BYTES) {
        return Err(broken(&"it is too large (more than 256 MB unpacked)"));
    }
    let file = SerializedFileReader::new(bytes).map_err(|e| broken(&e))?;
    let columns = metadata.file_metadata().schema_descr().num_columns();
    let mut values = vec![0_usize; columns];
    for number in 0..metadata.num_row_groups() {
        let group = file.get_row_group(number).map_err(|e| broken(&e))?;
        for (column, count) in values.iter_mut().enumerate().take(group.num_columns()) {
            let mut pages = group.get_column_page_reader(column).map_err(|e| broken(&e))?;
            while let Some(page) = pages.peek_next_page().map_err(|e| broken(&e))? {
                if !page.is_dict {
                    *count += page.num_levels.or(page.num_rows).unwrap_or(0);
                }
                if *count > MOST_VALUES {
                    return Err(broken(
                        &"it is too large (a column has more than four million values)",
                    ));
                }
                pages.skip_next_page().map_err(|e| broken(&e))?;
            }
        }
    }
    Ok(())
}

fn about(metadata: &ParquetMetaData) -> About {
    let pairs = metadata.file_metadata().key_value_metadata();
    let value = |key: &str| {
        let pair = pairs?.iter().find(|p| p.key.strip_prefix("tablemend:") == Some(key))?;
        pair.value.clone()
    };
    About {
        media_type: "application/vnd.apache.parquet",
        title: value("document_title"),
        period: value("period"),
        profile: value("profile"),
        legend: value("legend").map(|json| legend(&json)).unwrap_or_default(),
        groups: Vec::new(),
    }
}

/// A legend as a list of objects; empty where it is none.
pub(super) fn legend(json: &str) -> Vec<Legend> {
    serde_json::from_str(json).unwrap_or_default()
}

/// The value in a row of a column; what the long form and people's programs have no use for is
/// blank.
fn datum(column: &ArrayRef, row: usize) -> Datum {
    if column.is_null(row) {
        return Datum::Blank;
    }
    let whole = |n: i64| Datum::Text(n.to_string());
    match column.data_type() {
        DataType::Utf8 => Datum::text(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Datum::text(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Datum::text(column.as_string_view().value(row)),
        DataType::Boolean => Datum::Text(column.as_boolean().value(row).to_string()),
        DataType::Int8 => whole(column.as_primitive::<Int8Type>().value(row).into()),
        DataType::Int16 => whole(column.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int32 => whole(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => whole(column.as_primitive::<Int64Type>().value(row)),
        DataType::Float32 => Datum::number(column.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => Datum::number(column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(row).into()),
        DataType::Timestamp(unit, _) => {
            let (time, second) = match unit {
                TimeUnit::Millisecond => {
                    (column.as_primitive::<TimestampMillisecondType>().value(row), 1_000)
                }
                TimeUnit::Microsecond => {
                    (column.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000)
                }
                TimeUnit::Nanosecond => {
                    (column.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000)
                }
                TimeUnit::Second => return Datum::Blank, // Parquet has no such column.
            };
            day(time.div_euclid(second * 86_400))
        }
        DataType::List(_) => list(&column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(row)),
        DataType::Dictionary(key, _) => match key.as_ref() {
            DataType::Int8 => word::<Int8Type>(column, row),
            DataType::Int16 => word::<Int16Type>(column, row),
            DataType::Int32 => word::<Int32Type>(column, row),
            DataType::UInt8 => word::<UInt8Type>(column, row),
            DataType::UInt16 => word::<UInt16Type>(column, row),
            DataType::UInt32 => word::<UInt32Type>(column, row),
            _ => Datum::Blank,
        },
        _ => Datum::Blank,
    }
}

fn list(values: &ArrayRef) -> Datum {
    Datum::List((0..values.len()).filter_map(|i| datum(values, i).shown()).collect())
}

fn word<K: ArrowDictionaryKeyType>(column: &ArrayRef, row: usize) -> Datum {
    let words = column.as_dictionary::<K>();
    words.key(row).map_or(Datum::Blank, |at| datum(words.values(), at))
}

/// A day by its number since 1 January 1970.
fn day(days: i64) -> Datum {
    let span = Span::new().try_days(days).ok();
    let day = span.and_then(|span| Date::constant(1970, 1, 1).checked_add(span).ok());
    Datum::of(day.map(|d| d.to_string()))
}
