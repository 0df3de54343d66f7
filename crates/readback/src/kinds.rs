//! Which sheets of a book have items, where it has items of several kinds (actions, and risks).

use super::table::{self, Header};
use super::{Book, Datum, Sheet};
use tablemend_compare::{Edition, flat::columns};
use tablemend_model::Schema;

/// The headers of each kind of items, that of the main kind first; empty where no sheet has items.
///
/// The main kind is the one that the book says it was read under, else the one of whose columns most
/// are there. Another kind counts only on a sheet that bears its name or has its id and most of its columns:
/// people keep lists of their own in workbooks.
pub(super) fn headers<'a>(
    book: &Book,
    schemas: &'a [Schema],
    told: Option<&str>,
) -> Vec<Header<'a>> {
    let Some(best) = table::best(book, schemas) else { return Vec::new() };
    let mut found = vec![best];
    for (number, sheet) in book.sheets.iter().enumerate() {
        if found.iter().any(|f| f.sheet == number) {
            continue;
        }
        let Some(header) = table::best_of_sheet(number, sheet, schemas) else { continue };
        if !is_ours(&header, sheet) {
            continue;
        }
        match found.iter().position(|f| name(f.schema) == name(header.schema)) {
            // The best of all stays what it is.
            Some(0) => {}
            Some(at) => {
                if let Some(known) = found.get_mut(at).filter(|known| known.known < header.known) {
                    *known = header;
                }
            }
            None => found.push(header),
        }
    }
    // Of several, the one that the book names goes first.
    let told = told.and_then(|told| told.split('+').next());
    if let Some(at) = found.iter().position(|f| Some(f.schema.profile.as_str()) == told) {
        let main = found.remove(at);
        found.insert(0, main);
    }
    found
}

fn name(schema: &Schema) -> Option<&str> {
    schema.items().map(|(_, items)| items.name.as_str())
}

/// Whether a sheet was written by this program for the items of its header's schema.
fn is_ours(header: &Header<'_>, sheet: &Sheet) -> bool {
    let Some((_, items)) = header.schema.items() else { return false };
    let called = table::plain(&Datum::text(sheet.name.as_str()));
    let title = table::plain(&Datum::text(items.title.as_str()));
    let all = columns(&Edition::fields_of(header.schema)).len();
    let has_most = header.at.contains_key("id") && header.known * 2 >= all;
    has_most || [&items.name, &items.one, &title].contains(&&called)
}
