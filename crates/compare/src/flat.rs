//! Items as rows of plain columns, named as in the records' CSV files.

use crate::cell::Cell;
use crate::edition::{Edition, Field, Item, Kind};

/// One column: the field it is made from, and which aspect of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name (`completion_start`).
    pub name: String,
    /// Name of the field; `None` for `id` and `ref`.
    pub field: Option<String>,
    /// What its values are.
    pub is: Is,
    aspect: Aspect,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Words.
    Text,
    /// A day.
    Day,
    /// A number.
    Number,
    /// A whole number: a page, a line.
    Whole,
    /// Parts with `; ` between them.
    List,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aspect {
    Id,
    Reference,
    Whole,
    Start,
    End,
    Edtf,
}

/// `id`, `ref`, then the fields: of dates `_printed`, `_start`, `_end` and `_edtf`.
pub fn columns(fields: &[Field]) -> Vec<Column> {
    let column = |name: &str, field: Option<&str>, aspect| Column {
        name: name.to_owned(),
        field: field.map(str::to_owned),
        is: match aspect {
            Aspect::Start | Aspect::End => Is::Day,
            _ => Is::Text,
        },
        aspect,
    };
    let mut all = vec![column("id", None, Aspect::Id), column("ref", None, Aspect::Reference)];
    for field in fields {
        let name = Some(field.name.as_str());
        if field.kind == Kind::Dates {
            let aspects = [
                ("printed", Aspect::Whole),
                ("start", Aspect::Start),
                ("end", Aspect::End),
                ("edtf", Aspect::Edtf),
            ];
            all.extend(aspects.map(|(s, a)| column(&format!("{}_{s}", field.name), name, a)));
        } else {
            let is = match field.kind {
                Kind::Number => Is::Number,
                Kind::Posts => Is::List,
                _ => Is::Text,
            };
            all.push(Column { is, ..column(&field.name, name, Aspect::Whole) });
        }
    }
    all
}

/// The item's text in a column; `None` where nothing is there.
pub fn value(edition: &Edition, item: &Item, column: &Column) -> Option<String> {
    let cell = || item.cell(column.field.as_deref().and_then(|f| edition.field(f)));
    match column.aspect {
        Aspect::Id => Some(item.id.clone()),
        Aspect::Reference => item.reference.clone(),
        Aspect::Whole => match cell() {
            Cell::Dates(dates) => dates.printed.clone(),
            Cell::Missing => None,
            Cell::Number { value, .. } => value.map(|v| v.to_string()),
            other => Some(other.display()),
        },
        Aspect::Start => cell().dates()?.start.map(|d| d.to_string()),
        Aspect::End => cell().dates()?.end.map(|d| d.to_string()),
        Aspect::Edtf => cell().dates()?.edtf.clone(),
    }
}
