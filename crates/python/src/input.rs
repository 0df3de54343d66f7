//! A table of documents: their bytes, their paths, or both.

use crate::failure::Failure;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_pyarrow::Table;
use arrow_schema::{DataType, Schema};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;
use tablemend::Bytes;

/// Columns that hold a document's bytes, by the names that engines give them.
const BYTES: [&str; 2] = ["bytes", "content"];
/// Columns that hold where it is.
const PATHS: [&str; 2] = ["path", "name"];

/// A table of documents.
pub(crate) struct Documents {
    batches: Vec<RecordBatch>,
    bytes: Option<usize>,
    path: Option<usize>,
}

/// The documents of a table, by the columns it has.
pub(crate) fn documents(table: Table) -> PyResult<Documents> {
    let (batches, schema) = table.into_inner();
    let bytes = column(&schema, &BYTES, is_binary)?;
    let path = column(&schema, &PATHS, is_text)?;
    if bytes.is_none() && path.is_none() {
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        return Err(PyValueError::new_err(format!(
            "the table needs a column `bytes` or `content` with the documents, or `path` with files \
             to read; it has {}",
            if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
        )));
    }
    Ok(Documents { batches, bytes, path })
}

/// The column of one of these names; one whose values are of another kind is an error.
fn column(
    schema: &Schema,
    names: &[&str],
    is_right: fn(&DataType) -> bool,
) -> PyResult<Option<usize>> {
    let Some((at, field)) = names.iter().find_map(|name| schema.column_with_name(name)) else {
        return Ok(None);
    };
    // A table without rows may have columns without a type.
    if is_right(field.data_type()) || *field.data_type() == DataType::Null {
        return Ok(Some(at));
    }
    let (name, kind) = (field.name(), field.data_type());
    Err(PyValueError::new_err(format!(
        "the column `{name}` holds {kind}, which is not what it should"
    )))
}

fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

impl Documents {
    /// Every document's place: its batch and its row there.
    pub(crate) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.batches.iter().map(RecordBatch::num_rows).enumerate();
        rows.flat_map(|(batch, rows)| (0..rows).map(move |row| (batch, row)))
    }

    /// Where a document is, as far as it is said.
    pub(crate) fn path(&self, (batch, row): (usize, usize)) -> Option<String> {
        let column = self.batches.get(batch)?.column(self.path?);
        text(column, row).map(str::to_owned)
    }

    /// A document's bytes; those of a file are read from where it is.
    pub(crate) fn bytes(&self, place: (usize, usize)) -> Result<Bytes, Failure> {
        let (batch, row) = place;
        if let Some((at, batch)) = self.bytes.zip(self.batches.get(batch)) {
            let bytes = binary(batch.column(at), row);
            return bytes.map(Bytes::from).ok_or_else(|| Failure::input("there are no bytes"));
        }
        let path = self.path(place).ok_or_else(|| Failure::input("there is no path"))?;
        let read = std::fs::read(&path);
        read.map(Bytes::from).map_err(|e| Failure::input(format!("cannot be read: {e}")))
    }
}

fn text(column: &ArrayRef, row: usize) -> Option<&str> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(column.as_string_view().value(row)),
        _ => None,
    }
}

fn binary(column: &ArrayRef, row: usize) -> Option<&[u8]> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Binary => Some(column.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Some(column.as_binary::<i64>().value(row)),
        DataType::BinaryView => Some(column.as_binary_view().value(row)),
        _ => None,
    }
}
