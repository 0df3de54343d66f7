//! The columns of the page's tables, and which of them are not shown since they are empty.

use super::words::clean;
use tablemend_model::{Dataset, FieldKind, Record, Value};

/// A column of the items.
pub(super) struct Column {
    pub(super) title: String,
    pub(super) class: &'static str,
    pub(super) number: usize,
    /// Whether it is there for programs alone, since no row has a value in it.
    pub(super) is_hidden: bool,
}

/// The columns of a dataset of one kind; those without a value in any row are hidden.
pub(super) fn columns(data: &Dataset) -> Vec<Column> {
    let Some((schema, items)) = data.items() else { return Vec::new() };
    let has =
        |is: &dyn Fn(&Record) -> bool| items.records.is_empty() || items.records.iter().any(is);
    let fields = schema.fields.iter().enumerate().filter(|(_, f)| f.kind != FieldKind::Forecast);
    let known = fields.map(|(at, f)| {
        // The first column has the queries of its row.
        let is_filled = at == 0 || has(&|record| record.values.get(at).is_some_and(is_said));
        (f.title.clone(), class_of(f.kind), is_filled)
    });
    let text = class_of(FieldKind::Text);
    let extra = schema.extra.iter().enumerate().map(|(at, header)| {
        let said = |record: &Record| record.extra.get(at).is_some_and(Option::is_some);
        (clean(header).into_owned(), text, has(&said))
    });
    let all = known.chain(extra).zip(1..);
    all.map(|((title, class, is_filled), number)| Column {
        title,
        class,
        number,
        is_hidden: !is_filled,
    })
    .collect()
}

/// Whether a value shows anything.
fn is_said(value: &Value) -> bool {
    match value {
        Value::Missing | Value::Forecast(_) => false,
        Value::Status(status) => status.value.is_some(),
        Value::Text(_) | Value::Completion(_) | Value::Posts(_) | Value::Number { .. } => true,
    }
}

/// What is said of the columns that are not shown; empty where all are.
pub(super) fn unfilled(columns: &[Column]) -> String {
    let names: Vec<&str> =
        columns.iter().filter(|c| c.is_hidden).map(|c| c.title.as_str()).collect();
    let told = match names.len() {
        0 => return String::new(),
        1 => "1 column is empty in every row and not shown".to_owned(),
        n => format!("{n} columns are empty in every row and not shown"),
    };
    format!("{told}: {}.", names.join(", "))
}

/// How the columns of a kind of field look.
pub(super) fn class_of(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Forecast => "c-text",
        FieldKind::Posts | FieldKind::PostList => "c-posts",
        FieldKind::Dates => "c-date",
        FieldKind::Status => "c-status",
        FieldKind::Number => "c-number",
    }
}
