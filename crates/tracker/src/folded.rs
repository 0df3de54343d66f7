//! Columns that were folded away since they were empty, and are not any more.

use crate::area::Spot;
use crate::sheet::Sheet;
use crate::update::{Target, Update};
use crate::value::Value;
use crate::xml::{Edits, attribute};
use std::collections::BTreeSet;

/// The columns for people that an update puts a value into.
pub(crate) fn filled(update: &Update<'_>) -> BTreeSet<u32> {
    let is_said = |value: &Value| *value != Value::Blank;
    let set = update.plan.rows.iter().flat_map(|row| &row.set);
    let set = set.filter(|(_, value)| is_said(value)).map(|(column, _)| *column);
    let new = update.plan.new.iter().filter_map(|row| update.fresh.get(*row));
    let new = new.flat_map(|row| row.iter().enumerate().filter(|(_, value)| is_said(value)));
    set.chain(new.map(|(column, _)| column))
        .filter(|column| update.columns.get(*column).is_some_and(|c| c.is_shown))
        .filter_map(|column| update.target.columns.get(column).copied().flatten())
        .collect()
}

/// Shows the folded columns that get their first values; gives their headings. Only what is in an outline
/// and was empty in all rows was folded by `convert`: what a person hid stays hidden. `keep` is a column
/// whose width is set as well.
pub(crate) fn show(
    sheet: &Sheet,
    target: &Target,
    filled: &BTreeSet<u32>,
    keep: Option<u32>,
    edits: &mut Edits,
) -> Vec<String> {
    let is_empty = |column: u32| {
        let mut cells = target.rows.iter().map(|row| sheet.value(Spot { row: *row, column }));
        cells.all(|value| *value == Value::Blank)
    };
    let mut shown = Vec::new();
    for (_, at) in sheet.tags.iter().filter(|(name, _)| name == "col") {
        let tag = sheet.text.get(at.clone()).unwrap_or_default();
        let number = |name| attribute(tag, name).and_then(|n| n.parse::<u32>().ok());
        let (Some(from), Some(to)) = (number("min"), number("max")) else { continue };
        let is_folded = attribute(tag, "hidden").is_some_and(|h| h == "1" || h == "true")
            && number("outlineLevel").is_some_and(|level| level > 0);
        if !is_folded || keep.is_some_and(|column| (from..=to).contains(&column)) {
            continue;
        }
        let fresh: Vec<u32> = filled.range(from..=to).copied().filter(|c| is_empty(*c)).collect();
        if fresh.is_empty() {
            continue;
        }
        edits.set(&sheet.text, at, "hidden", "0");
        let head = |column: u32| sheet.value(Spot { row: target.header, column }).shown();
        shown.extend(fresh.into_iter().map(head));
    }
    shown
}
