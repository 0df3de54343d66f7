//! What was read by OCR, on the records that it became: which of them are on such a page, and which
//! field a doubted word is in.

use std::collections::BTreeMap;
use tablemend_model::{
    Code, Dataset, Diagnostic, Document, EntitySchema, Level, Place, Record, Rect, Value,
};

const READ: &str = "ocr.read";
const DOUBTED: &str = "ocr.doubted";

/// Flags the records that were read by OCR, and tells of each uncertain word the record and field it is
/// in. In a ref, a date, a number or a status an uncertain word is a warning: it may be another one without looking
/// wrong.
pub(crate) fn tell(document: &Document, data: &mut Dataset, notes: &mut [Diagnostic]) {
    let pages: Vec<u32> = notes
        .iter()
        .filter(|n| n.code == READ)
        .filter_map(|n| n.source.place.as_ref()?.page())
        .collect();
    if pages.is_empty() {
        return;
    }
    let cells = Cells::of(document);
    let mut rows: BTreeMap<(u32, u32), (usize, usize)> = BTreeMap::new();
    for (e, entity) in data.entities.iter_mut().enumerate() {
        for (r, record) in entity.records.iter_mut().enumerate() {
            if let (Some(table), Some(row)) = (record.source.table, record.source.row) {
                // Of a group and an item in one row, the item.
                rows.insert((table, row), (e, r));
            }
            if record
                .source
                .place
                .as_ref()
                .and_then(Place::page)
                .is_some_and(|p| pages.contains(&p))
            {
                flag(record, READ);
            }
        }
    }
    for note in notes.iter_mut().filter(|n| n.code == DOUBTED) {
        let Some(Place::Page { number, area }) = note.source.place else { continue };
        let Some(cell) = cells.at(number, &area) else { continue };
        note.source.table = Some(cell.table);
        note.source.row = Some(cell.rows[0]);
        let word = note.printed.clone().unwrap_or_default();
        let mut told = false;
        for row in cell.rows[0]..cell.rows[1] {
            let Some((e, r)) = rows.get(&(cell.table, row)) else { continue };
            let record = &mut data.entities[*e].records[*r];
            flag(record, DOUBTED);
            if told {
                continue;
            }
            told = true;
            note.record = Some(record.id.clone());
            let Some((title, is_exact)) = field(&data.schema.entities[*e], record, &word) else {
                continue;
            };
            note.message = format!("{}: {}", title, note.message);
            if is_exact {
                note.level = Level::Warning;
            }
        }
    }
}

fn flag(record: &mut Record, code: &'static str) {
    if let Err(at) = record.flags.binary_search_by(|f| f.as_ref().cmp(code)) {
        record.flags.insert(at, Code::from(code));
    }
}

/// The field that a word is in, as people call it, and whether a wrong letter there is another value.
fn field(schema: &EntitySchema, record: &Record, word: &str) -> Option<(String, bool)> {
    let is_in = |text: &str| text.split_whitespace().any(|w| w.contains(word));
    let reference = record.ref_printed.as_deref().or(record.reference.as_deref());
    if reference.is_some_and(|r| r.contains(word) || word.starts_with(r)) {
        return Some(("Ref".to_owned(), true));
    }
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let mut found = None;
    for (field, value) in schema.fields.iter().zip(&record.values) {
        let (printed, is_exact) = match value {
            Value::Completion(when) => (when.printed.as_deref(), true),
            Value::Number { printed, .. } => (Some(printed.as_str()), true),
            Value::Status(status) => (status.printed.as_deref(), true),
            Value::Posts(posts) => (posts.printed.as_deref(), false),
            Value::Text(text) => (Some(text.as_str()), has_digit),
            Value::Forecast(_) | Value::Missing => (None, false),
        };
        if printed.is_some_and(is_in) && found.is_none() {
            found = Some((field.title.clone(), is_exact));
        }
    }
    found
}

/// The cells of a document's tables by their pages.
#[derive(Default)]
struct Cells(BTreeMap<u32, Vec<Placed>>);

/// Where a cell is.
struct Placed {
    area: Rect,
    table: u32,
    /// 1-based, the last exclusive.
    rows: [u32; 2],
}

impl Cells {
    fn of(document: &Document) -> Self {
        let mut cells = Self::default();
        for (table, id) in document.tables().zip(1..) {
            for cell in table.cells() {
                for place in &cell.places {
                    if let Place::Page { number, area } = place {
                        let rows = [cell.row() + 1, cell.row() + 1 + cell.rowspan()];
                        let placed = Placed { area: *area, table: id, rows };
                        cells.0.entry(*number).or_default().push(placed);
                    }
                }
            }
        }
        cells
    }

    /// The smallest cell that a word is in.
    fn at(&self, page: u32, word: &Rect) -> Option<&Placed> {
        let (x, y) = ((word.x0 + word.x1) / 2.0, (word.y0 + word.y1) / 2.0);
        let holding = self.0.get(&page)?.iter().filter(|c| c.area.contains(x, y));
        let size = |c: &&Placed| c.area.width() * c.area.height();
        holding.min_by(|a, b| size(a).total_cmp(&size(b)))
    }
}
