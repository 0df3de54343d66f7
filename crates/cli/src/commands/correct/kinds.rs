//! Items of other kinds (risks beside actions) in a workbook that is given back: each kind has a sheet of
//! its own, and what was changed there is taken as well.

use super::{Back, Held, added, changed, warning};
use crate::commands::update::{Cells, derived, target};
use anyhow::Result;
use std::collections::BTreeMap;
use tablemend_emit::xlsx::{Holds, Is, Plain, Sheet};
use tablemend_model::published::{digest, folded};
use tablemend_model::{Dataset, Schema};
use tablemend_tracker::Workbook;

/// What was taken from the sheet of one kind.
#[derive(Debug)]
pub(super) struct OfKind {
    /// Singular name of its items.
    pub(super) one: String,
    /// Name of its sheet.
    pub(super) sheet: String,
    pub(super) back: Back,
}

/// What somebody changed on the sheets of the kinds beside the main one. What was published there is known
/// only by its digest: where the archive's records have changed since, it is not told who changed what,
/// and nothing is taken.
pub(super) fn given_back(
    book: &Workbook<'_>,
    data: &Dataset,
    sheets: &[Sheet],
    cells: &Cells,
) -> Result<Vec<OfKind>> {
    let digests = book.published().map(|said| said.digests).unwrap_or_default();
    let mut taken = Vec::new();
    for schema in data.schema.kinds().iter().skip(1) {
        let Some((_, items)) = schema.items() else { continue };
        let is_its = |s: &&Sheet| s.holds != Holds::Items && s.name == items.title;
        let Some(sheet) = sheets.iter().find(is_its) else { continue };
        let now = digest(sheet.rows.iter().map(|row| row.iter().map(Plain::shown)));
        let is_known = digests.iter().any(|(name, said)| *name == sheet.name && *said == now);
        if !is_known || !book.is_touched(&derived(sheet)) {
            continue;
        }
        let Some(own) = cells.iter().find(|(name, _)| *name == sheet.name) else { continue };
        let (name, back) = (sheet.name.clone(), of_sheet(book, schema, sheet, own)?);
        taken.push(OfKind { one: items.one.clone(), sheet: name, back });
    }
    Ok(taken)
}

fn of_sheet(
    book: &Workbook<'_>,
    schema: &Schema,
    sheet: &Sheet,
    cells: &(String, Vec<(u32, Vec<String>)>),
) -> Result<Back> {
    let rows = cells.1.iter().map(|(_, cells)| cells.clone()).collect();
    let plain = vec![(cells.0.clone(), rows)];
    let found = tablemend_readback::locate(plain, "the workbook", std::slice::from_ref(schema))?;
    let place = target(&vec![cells.clone()], &found, sheet);
    let held: Vec<Vec<Held>> = book.held(&place);
    let mut back = Back::default();
    let (Some((_, items)), Some(id)) =
        (schema.items(), sheet.columns.iter().position(|c| c.is == Is::Id))
    else {
        return Ok(back);
    };
    let mut before: BTreeMap<String, &Vec<Plain>> =
        sheet.rows.iter().filter_map(|row| Some((row.get(id)?.shown(), row))).collect();
    let mut last: Option<String> = None;
    for row in &held {
        let own = row.get(id).and_then(Option::as_ref).map(|cell| folded(&cell.text));
        let known = own.filter(|id| !id.is_empty());
        match known.and_then(|id| Some((id.clone(), before.remove(&id)?))) {
            Some((id, fresh)) => {
                let base: Vec<Option<String>> =
                    fresh.iter().map(|value| Some(value.shown())).collect();
                changed(&mut back, sheet, items, &id, row, &base, Some(fresh));
                last = Some(id);
            }
            None => added(&mut back, sheet, items, row, last.as_deref()),
        }
    }
    for id in before.keys() {
        let message = format!(
            "{id} is not on the sheet “{}” any more; nothing was changed. If it is not a record, say so in \
             the review",
            sheet.name
        );
        back.notes.push(warning("correct.deleted", message));
    }
    Ok(back)
}
