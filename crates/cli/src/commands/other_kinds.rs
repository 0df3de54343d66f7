//! Workbooks of a document with items of several kinds (actions, and risks): people work in those of one kind,
//! the others are on sheets of their own.

use std::borrow::Cow;
use tablemend_compare::Edition;
use tablemend_model::{Dataset, published};
use tablemend_tracker::Workbook;

/// The records with the kind of items first that the tracker follows, where the document has several: what
/// was published last says which, else the tracker's headings.
pub(super) fn of_tracker<'d>(
    data: &'d Dataset,
    book: &Workbook<'_>,
    shown: &str,
) -> Cow<'d, Dataset> {
    let schemas = std::slice::from_ref(&data.schema);
    if data.schema.item_entities().nth(1).is_none() {
        return Cow::Borrowed(data);
    }
    let published = book.published().and_then(|said| {
        let rows = std::iter::once(said.heads).chain(said.rows).collect();
        let sheets = vec![(published::SHEET.to_owned(), rows)];
        tablemend_readback::locate(sheets, published::SHEET, schemas).ok()
    });
    let plain = || {
        let rows = |rows: &Vec<(u32, Vec<String>)>| rows.iter().map(|(_, c)| c.clone()).collect();
        let cells = book.cells();
        let sheets = cells.iter().map(|(name, all)| (name.clone(), rows(all))).collect();
        tablemend_readback::locate(sheets, shown, schemas).ok()
    };
    match published.or_else(plain) {
        Some(found) => data.led_by(found.edition.name_of_item()),
        None => Cow::Borrowed(data),
    }
}

/// What to say of items of other kinds, which are written anew and not followed.
pub(super) fn not_followed(data: &Dataset, fresh: &Edition) -> Option<String> {
    let kinds = data.kinds();
    let others: Vec<&Dataset> = kinds.iter().skip(1).map(|kind| &**kind).collect();
    let counted: Vec<String> = others.iter().map(|kind| kind.counted_items()).collect();
    let first = others.first()?;
    let main = fresh.title_of_items().to_lowercase();
    let names = [first.document.profile.as_str(), fresh.document.profile.as_str()].join("+");
    Some(format!(
        "the document also has {}: they are on sheets of their own, which are written anew from the \
         document; this tracker follows its {main} only, and lists only their changes. For a tracker \
         of the others begin one with `tablemend convert … --profile {names} -o tracker.xlsx`",
        counted.join(" and ")
    ))
}
