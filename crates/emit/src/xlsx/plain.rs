//! The sheets of a workbook as plain values, for whoever brings a workbook up to a new edition.

use super::sheet::{Plan, excel_day, fit, heading, notes};
use super::{about, relations_of, summary};
use crate::relation::{Column, Datum, Index, Joined, Of, Origin};
use tablemend_model::{Dataset, Date, EntityKind, published};

/// One sheet of the workbook that [`crate::write()`] makes of a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What is on it.
    pub holds: Holds,
    /// Its columns, left to right; none where it has no header row.
    pub columns: Vec<SheetColumn>,
    /// The values below the header row, one a column.
    pub rows: Vec<Vec<Plain>>,
}

/// What is on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The items (actions, risks), which people work in.
    Items,
    /// A table made from the document that goes with the items.
    Table,
    /// Lines of text at the top of the first column.
    Lines,
}

/// One column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumn {
    /// Its heading.
    pub title: String,
    /// What belongs together: the columns of one field have the same.
    pub unit: String,
    /// Whether it is for people; the others are for checking and for programs.
    pub is_shown: bool,
    /// What the column tells of its row, where others need to know it.
    pub is: Is,
}

/// What a column tells of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Its id.
    Id,
    /// Its reference.
    Reference,
    /// The id of the item it is about.
    Item,
    /// Where it is in the document.
    Place,
    /// Something else.
    Other,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// None.
    Blank,
    /// Text, as long as a cell holds.
    Text(String),
    /// A number.
    Number(f64),
    /// A day that a workbook can count.
    Day(Date),
    /// True or false.
    Truth(bool),
}

impl Plain {
    /// As text: days as `2020-01-31`, numbers without needless zeros; empty where there is none.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }

    fn of(datum: Datum<'_>) -> Self {
        match datum {
            Datum::Integer(n) => Self::Number(n as f64),
            Datum::Number(n) if n.is_finite() => Self::Number(n),
            Datum::Boolean(b) => Self::Truth(b),
            Datum::Date(day) if excel_day(day).is_some() => Self::Day(day),
            other => match other.shown() {
                None => Self::Blank,
                Some(text) => Self::Text(fit(&text).0.into_owned()),
            },
        }
    }
}

/// The sheets of a dataset's workbook, as [`crate::write()`] fills them.
#[must_use]
pub fn sheets(data: &Dataset) -> Vec<Sheet> {
    let index = Index::new(data);
    let relations = relations_of(data);
    let joined = relations.iter().map(|relation| Joined::one(relation, &index)).collect();
    let (plans, about) = super::planned(joined);
    of(data, &plans, &about)
}

/// The same of sheets that are planned already.
pub(super) fn of(data: &Dataset, plans: &[Plan<'_>], about: &str) -> Vec<Sheet> {
    let lines = summary::lines(data).into_iter().map(|line| vec![Plain::Text(line)]).collect();
    let mut sheets = vec![Sheet {
        name: "Summary".to_owned(),
        holds: Holds::Lines,
        columns: Vec::new(),
        rows: lines,
    }];
    sheets.extend(plans.iter().map(|plan| of_plan(data, plan)));
    let column = |title: &str| SheetColumn {
        title: title.to_owned(),
        unit: title.to_lowercase(),
        is_shown: true,
        is: Is::Other,
    };
    let rows = about::lines(&[data], plans).into_iter();
    let rows = rows.map(|(what, told)| {
        vec![
            Plain::Text(super::looks::short(&what, 1000)),
            Plain::Text(super::looks::short(&told, 30_000)),
        ]
    });
    sheets.push(Sheet {
        name: about.to_owned(),
        holds: Holds::Table,
        columns: vec![column("What"), column("Explanation")],
        rows: rows.collect(),
    });
    sheets
}

fn of_plan(data: &Dataset, plan: &Plan<'_>) -> Sheet {
    let items = data.schema.items().map(|(at, _)| at);
    let is_items = matches!(plan.relation().of, Of::Entity(at) if Some(at) == items);
    let columns = plan.relation().columns.iter().enumerate().map(|(at, column)| SheetColumn {
        title: heading(plan, column).to_owned(),
        unit: unit(data, plan, column),
        is_shown: plan.is_shown(at),
        is: match column.from {
            Origin::Id => Is::Id,
            Origin::Ref => Is::Reference,
            Origin::Owner(at) if Some(at) == items => Is::Item,
            Origin::Source(_) => Is::Place,
            _ => Is::Other,
        },
    });
    let columns = columns.collect();
    let mut rows: Vec<(Option<tablemend_model::Level>, Vec<Plain>)> = match plan.share {
        None => plan.rows().map(|(_, row)| (None, plain(row))).collect(),
        Some(share) => {
            let rows = plan.joined.rows().zip(notes(&plan.joined));
            let own = rows.filter(|(_, note)| share.has(note.level));
            own.map(|((_, row), note)| (Some(note.level), plain(row))).collect()
        }
    };
    rows.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    Sheet {
        name: plan.sheet.clone(),
        holds: if is_items { Holds::Items } else { Holds::Table },
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

fn plain(row: Vec<Datum<'_>>) -> Vec<Plain> {
    row.into_iter().map(Plain::of).collect()
}

/// What a column belongs to: its field, its group, or itself alone.
fn unit(data: &Dataset, plan: &Plan<'_>, column: &Column) -> String {
    let Of::Entity(at) = plan.relation().of else { return column.name.clone() };
    let entity = data.schema.entities.get(at).filter(|e| e.kind == EntityKind::Item);
    let named = entity.and_then(|entity| match column.from {
        Origin::Field(f, _) => entity.fields.get(f).map(|field| field.name.clone()),
        Origin::Parent(p) | Origin::ParentTitle(p) | Origin::ParentPosts { parent: p, .. } => {
            let (_, parent) = data.schema.entity(entity.parents.get(p)?)?;
            Some(parent.one.clone())
        }
        Origin::Ref | Origin::RefPrinted => Some("ref".to_owned()),
        _ => None,
    });
    named.unwrap_or_else(|| column.name.clone())
}

/// The rows of the hidden sheet that says what was published (see [`published`]).
#[must_use]
pub fn as_published(sheets: &[Sheet], period: &str) -> Vec<Vec<String>> {
    let mut top = vec![published::MARK.to_owned()];
    for sheet in sheets.iter().filter(|s| s.holds != Holds::Items) {
        let cells = sheet.rows.iter().map(|row| row.iter().map(Plain::shown));
        top.push(format!("{} {}", sheet.name, published::digest(cells)));
    }
    let mut rows = vec![top];
    for sheet in sheets.iter().filter(|s| s.holds == Holds::Items) {
        let heads = sheet.columns.iter().map(|c| c.title.clone());
        rows.push(heads.chain([published::LAST.to_owned()]).collect());
        for row in &sheet.rows {
            rows.push(row.iter().map(Plain::shown).chain([period.to_owned()]).collect());
        }
    }
    rows
}
