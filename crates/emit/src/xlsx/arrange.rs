//! Which columns of a relation come where on its sheet, and which of them are folded away.

use crate::relation::{
    Column, ColumnKind, Datum, Joined, MarkerPart, NotePart, Of, Origin, Part, Spot,
};

/// The order of a sheet's columns: those for people, those of them without a value in any row, and
/// those for checking and for programs.
pub(super) struct Arranged {
    /// Positions in the relation, in the order of the sheet.
    pub(super) order: Vec<usize>,
    /// How many columns are in sight; those behind are folded away.
    pub(super) shown: usize,
    /// How many are for people, the empty ones among them.
    pub(super) people: usize,
}

impl Arranged {
    /// Columns that hold what another column says, or what only programs need, are for checking.
    pub(super) fn of(joined: &Joined<'_>) -> Self {
        let columns = &joined.relation.columns;
        let mut filled = vec![0usize; columns.len()];
        for (_, row) in joined.rows() {
            for (count, datum) in filled.iter_mut().zip(&row) {
                *count += usize::from(!matches!(datum, Datum::Empty));
            }
        }
        let rows = joined.row_count();
        let count = |at: usize| filled.get(at).copied().unwrap_or(0);
        let (technical, people): (Vec<usize>, Vec<usize>) =
            (0..columns.len()).partition(|at| is_technical(joined, *at, rows, &filled));
        // What the document calls a column of its own comes before where a row is.
        let is_place =
            |at: &usize| matches!(columns.get(*at).map(|c| c.from), Some(Origin::Source(_)));
        let (places, people): (Vec<usize>, Vec<usize>) = people.into_iter().partition(is_place);
        let is_record = matches!(joined.relation.of, Of::Entity(_) | Of::Dates { .. });
        let said = |at: usize| printed_of(columns, at).map_or(0, count);
        let is_empty = |at: &usize| is_record && rows > 0 && count(*at) + said(*at) == 0;
        let (empty, people): (Vec<usize>, Vec<usize>) = people.into_iter().partition(is_empty);
        let shown = people.len() + places.len();
        Self {
            shown,
            people: shown + empty.len(),
            order: people.into_iter().chain(places).chain(empty).chain(technical).collect(),
        }
    }
}

fn is_technical(joined: &Joined<'_>, at: usize, rows: usize, filled: &[usize]) -> bool {
    let columns = &joined.relation.columns;
    let (Some(column), Some(count)) = (columns.get(at), filled.get(at).copied()) else {
        return true;
    };
    let filled_at = |is: &dyn Fn(Origin) -> bool| {
        let at = columns.iter().position(|c| is(c.from));
        at.and_then(|at| filled.get(at).copied()).unwrap_or(0)
    };
    let is_record = matches!(joined.relation.of, Of::Entity(_));
    match column.from {
        // The ref says the same, but where there is none.
        Origin::Id => is_record && rows > 0 && filled_at(&|o| o == Origin::Ref) == rows,
        // So does the title of a group.
        Origin::Parent(p) => filled_at(&|o| o == Origin::ParentTitle(p)) >= count && is_record,
        Origin::Field(_, part) => match part {
            Part::Whole => false,
            Part::Printed | Part::Start | Part::End => !is_date(columns, at),
            _ => true,
        },
        Origin::Source(Spot::Page) => count == 0,
        // A query is looked up in the document by it.
        Origin::Source(Spot::FirstLine) => count == 0 || is_record,
        Origin::Owner(_) | Origin::Diagnostic(NotePart::Help) => count == 0 && rows > 0,
        Origin::Flags
        | Origin::RefPrinted
        | Origin::Printed
        | Origin::Source(_)
        | Origin::Position
        | Origin::Marker(MarkerPart::Edtf)
        | Origin::Diagnostic(NotePart::Code) => true,
        _ => false,
    }
}

/// Whether a column is of dates that are given as printed and by their days.
fn is_date(columns: &[Column], at: usize) -> bool {
    let Some(Origin::Field(field, _)) = columns.get(at).map(|c| c.from) else { return false };
    let has = |part| columns.iter().any(|c| c.from == Origin::Field(field, part));
    has(Part::Printed) && has(Part::Start)
}

/// Where the words of a column of numbers are; `None` for any other column.
pub(super) fn printed_of(columns: &[Column], at: usize) -> Option<usize> {
    let number = columns.get(at)?;
    let Origin::Field(_, Part::Whole) = number.from else { return None };
    let printed = format!("{}_printed", number.name);
    let is_printed =
        |c: &Column| c.name == printed && matches!(c.from, Origin::Field(_, Part::Printed));
    let at = columns.iter().position(is_printed)?;
    (number.kind == ColumnKind::Number).then_some(at)
}
