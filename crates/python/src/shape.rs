//! The columns of the answers: the same whatever comes in.

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;
use std::sync::Arc;

/// What an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// A row for each record.
    Records,
    /// A row for each table.
    Tables,
    /// A row for each document, with its records as JSON.
    Json,
}

impl Output {
    /// The output of this name.
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        Ok(match name {
            "records" => Self::Records,
            "tables" => Self::Tables,
            "json" => Self::Json,
            other => {
                let message =
                    format!("output={other:?} is none of \"records\", \"tables\", \"json\"");
                return Err(PyValueError::new_err(message));
            }
        })
    }

    /// Its columns.
    pub(crate) fn schema(self) -> SchemaRef {
        let own = match self {
            Self::Records => records(),
            Self::Tables => tables(),
            Self::Json => vec![text("json")],
        };
        let error = DataType::Struct(error_fields());
        let first = ["doc_id", "path", "record_id"].map(text);
        let last = [list("flags", DataType::Utf8), Field::new("error", error, true)];
        Arc::new(Schema::new(first.into_iter().chain(own).chain(last).collect::<Vec<_>>()))
    }
}

/// `code` and `message`.
pub(crate) fn error_fields() -> Fields {
    Fields::from(vec![text("code"), text("message")])
}

/// `name` and `value` of a field that has no column of its own.
pub(crate) fn pair_fields() -> Fields {
    Fields::from(vec![text("name"), text("value")])
}

/// What is known of a cell of a table.
pub(crate) fn cell_fields() -> Fields {
    Fields::from(vec![
        whole("row"),
        whole("col"),
        whole("rowspan"),
        whole("colspan"),
        text("text"),
        whole("page"),
        list("bbox", DataType::Float32),
        text("fill"),
    ])
}

fn records() -> Vec<Field> {
    vec![
        text("ref"),
        text("section"),
        text("section_title"),
        text("priority_area"),
        text("priority_area_title"),
        list("accountable_officers", DataType::Utf8),
        text("action"),
        text("completion_printed"),
        Field::new("completion_start", DataType::Date32, true),
        Field::new("completion_end", DataType::Date32, true),
        text("completion_edtf"),
        list("leads", DataType::Utf8),
        Field::new("leads_inherited", DataType::Boolean, true),
        text("commentary"),
        text("status"),
        whole("page"),
        text("status_state"),
        text("entity"),
        text("profile"),
        text("period"),
        list("fields", DataType::Struct(pair_fields())),
    ]
}

fn tables() -> Vec<Field> {
    vec![
        text("title"),
        list("pages", DataType::Int32),
        text("method"),
        whole("header_rows"),
        whole("row_count"),
        whole("column_count"),
        list("cells", DataType::Struct(cell_fields())),
    ]
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn whole(name: &str) -> Field {
    Field::new(name, DataType::Int32, true)
}

fn list(name: &str, of: DataType) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new_list_field(of, true))), true)
}
