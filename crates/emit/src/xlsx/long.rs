//! A relation on a sheet that is too long for the library: its frame, its rows, and what is cut of them.

use super::large::Rows;
use super::looks::Looks;
use super::sheet::{Bands, Cut, Plan, cut, fit, height, set_up};
use crate::Error;
use crate::relation::{ColumnKind, Datum, Origin};
use rust_xlsxwriter::Worksheet;

/// Writes all of a large relation but its rows, and a row of each band whose cells have the formats of
/// all rows, then one of each with the formats of words in columns of numbers.
pub(super) fn write_frame(
    page: &mut Worksheet,
    plan: &Plan<'_>,
    looks: &Looks,
) -> Result<(), Error> {
    set_up(page, plan, plan.rows, looks)?;
    for (r, band, is_word) in
        [(1, false, false), (2, true, false), (3, false, true), (4, true, true)]
    {
        for (c, column) in (0u16..).zip(&plan.relation().columns) {
            let kind = if is_word { ColumnKind::Text } else { column.kind };
            page.write_blank(r, c, looks.cell(kind, band))?;
        }
    }
    Ok(())
}

/// Finds what will have to be cut of a large relation.
pub(super) fn find_cuts(plan: &Plan<'_>, cuts: &mut Vec<Cut>) {
    let id = plan.column(|c| c.from == Origin::Id);
    for (part, row) in plan.rows() {
        for (at, datum) in row.iter().enumerate() {
            if let Some(length) = datum.shown().and_then(|text| fit(&text).1) {
                cuts.extend(cut(plan, id, (part, &row), (at, length)));
            }
        }
    }
}

/// Writes the rows of a large relation, with the formats of the two bands and of the words in them.
pub(super) fn write_rows(
    plan: &Plan<'_>,
    formats: &[Vec<u32>],
    rows: &mut Rows<'_>,
) -> Result<(), Error> {
    let [plain, shaded, words, shaded_words] = formats else {
        return Err(Error::plain("the workbook could not be written: a sheet has no formats"));
    };
    let mut bands = Bands::new(plan);
    for (r, (part, row)) in (2..).zip(plan.rows()) {
        let (own, words) =
            if bands.next(part, &row) { (shaded, shaded_words) } else { (plain, words) };
        let columns = plan.relation().columns.iter().zip(&row).zip(own.iter().zip(words));
        let formats = columns.map(|((column, datum), (own, word))| {
            let is_word = column.kind == ColumnKind::Number && matches!(datum, Datum::Text(_));
            if is_word { *word } else { *own }
        });
        rows.put(r, height(&row, &plan.widths), formats, &row)?;
    }
    Ok(())
}
