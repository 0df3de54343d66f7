//! One flat table of several documents: each row begins with the document it comes from.

use super::{Column, ColumnKind, Datum, Index, Origin, Relation};
use tablemend_model::Dataset;

/// A relation as one or several documents have it.
#[derive(Clone)]
pub(crate) struct Joined<'a> {
    /// Its columns: of one document its own, of several the document's first and then every column
    /// that one of them has.
    pub(crate) relation: Relation,
    parts: Vec<Part<'a>>,
}

/// The rows of one document.
#[derive(Clone)]
struct Part<'a> {
    index: &'a Index<'a>,
    relation: &'a Relation,
    /// For each column of the whole where the document's own is; `None` for all where they are alike.
    at: Option<Vec<Option<usize>>>,
}

/// Columns in front of those of several documents.
const DOCUMENT: [(&str, &str, bool, Origin); 2] = [
    ("document", "File that the row comes from.", true, Origin::Document),
    ("period", "Period of the document, where it has one.", false, Origin::Period),
];

impl<'a> Joined<'a> {
    /// A relation of one document.
    pub(crate) fn one(relation: &'a Relation, index: &'a Index<'a>) -> Self {
        let part = Part { index, relation, at: None };
        Self { relation: relation.clone(), parts: vec![part] }
    }

    /// The relations of several documents, those of a name together, in the order in which they are
    /// met.
    pub(crate) fn several(documents: &'a [(Index<'a>, Vec<Relation>)]) -> Vec<Self> {
        let mut joined: Vec<Self> = Vec::new();
        for (index, relations) in documents {
            for relation in relations {
                let at = joined.iter().position(|j| j.relation.name == relation.name);
                let at = at.unwrap_or_else(|| {
                    joined.push(Self { relation: blank(relation), parts: Vec::new() });
                    joined.len() - 1
                });
                // OK because it is there or was pushed.
                joined[at].add(index, relation);
            }
        }
        for one in &mut joined {
            one.match_columns();
        }
        joined
    }

    fn add(&mut self, index: &'a Index<'a>, relation: &'a Relation) {
        for column in &relation.columns {
            let name = name_among_several(&column.name);
            match self.relation.columns.iter_mut().find(|c| c.name == name) {
                // What is a day in one and a word in another is text.
                Some(known) if known.kind != column.kind => known.kind = ColumnKind::Text,
                Some(_) => {}
                None => {
                    let mut column = column.clone();
                    column.required = false;
                    column.title = super::words(&name);
                    column.name = name;
                    self.relation.columns.push(column);
                }
            }
        }
        self.parts.push(Part { index, relation, at: None });
    }

    fn match_columns(&mut self) {
        for part in &mut self.parts {
            let own = &part.relation.columns;
            let at = |c: &Column| own.iter().position(|o| name_among_several(&o.name) == c.name);
            let is_own = |c: &Column| !matches!(c.from, Origin::Document | Origin::Period);
            let columns = self.relation.columns.iter();
            part.at = Some(columns.map(|c| at(c).filter(|_| is_own(c))).collect());
        }
    }

    /// The same with its columns in another order, given by their positions.
    pub(crate) fn arranged(mut self, order: &[usize]) -> Self {
        let own = |at: &Option<Vec<Option<usize>>>, column: usize| match at {
            Some(at) => at.get(column).copied().flatten(),
            None => Some(column),
        };
        for part in &mut self.parts {
            part.at = Some(order.iter().map(|column| own(&part.at, *column)).collect());
        }
        let columns = &self.relation.columns;
        self.relation.columns = order.iter().filter_map(|at| columns.get(*at).cloned()).collect();
        // These name columns by their former positions.
        self.relation.key.clear();
        self.relation.foreign.clear();
        self
    }

    /// The documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &'a Dataset> + '_ {
        self.parts.iter().map(|part| part.index.data())
    }

    /// A document's index and its own relation.
    pub(crate) fn part(&self, part: usize) -> Option<(&'a Index<'a>, &'a Relation)> {
        self.parts.get(part).map(|p| (p.index, p.relation))
    }

    /// A document's own column for one of the whole.
    pub(crate) fn own(&self, part: usize, column: usize) -> Option<&'a Column> {
        let part = self.parts.get(part)?;
        let at = match &part.at {
            Some(at) => (*at.get(column)?)?,
            None => column,
        };
        part.relation.columns.get(at)
    }

    /// The rows, document after document, each with the document's position.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (usize, Vec<Datum<'a>>)> + '_ {
        self.parts.iter().enumerate().flat_map(move |(number, part)| {
            let document = &part.index.data().document;
            part.relation.rows(part.index).map(move |row| {
                let Some(at) = &part.at else { return (number, row) };
                let value = |(column, at): (&Column, &Option<usize>)| match column.from {
                    Origin::Document => Datum::Text(&document.name),
                    Origin::Period => document.period.as_deref().map_or(Datum::Empty, Datum::Text),
                    _ => at.and_then(|at| row.get(at).copied()).unwrap_or(Datum::Empty),
                };
                (number, self.relation.columns.iter().zip(at).map(value).collect())
            })
        })
    }

    /// How many rows there are.
    pub(crate) fn row_count(&self) -> usize {
        self.parts.iter().map(|part| part.relation.row_count(part.index)).sum()
    }
}

/// What a document's own column is called beside the columns in front.
fn name_among_several(name: &str) -> String {
    match DOCUMENT.iter().any(|(taken, ..)| *taken == name) {
        true => format!("{name}_2"),
        false => name.to_owned(),
    }
}

/// A relation with the columns that tell the document alone; ids are unique only within it.
fn blank(relation: &Relation) -> Relation {
    let column = |(name, about, required, from): &(&str, &str, bool, Origin)| Column {
        name: (*name).to_owned(),
        title: super::words(name),
        description: (*about).to_owned(),
        kind: ColumnKind::Text,
        required: *required,
        from: *from,
    };
    Relation {
        columns: DOCUMENT.iter().map(column).collect(),
        key: Vec::new(),
        foreign: Vec::new(),
        ..relation.clone()
    }
}
