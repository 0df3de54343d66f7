//! Columns that people drew on pages of PDFs: a correction of how the page is read, not of a record.

use super::{Correction, Op, apply::standing};
use serde_json::Value as Json;
use tablemend_ingest::pdf::LayoutHint;
use tablemend_model::{Cell, Document, Place, Rect, Table};

/// The columns that people drew and nobody took back, for [`Options::with_layouts`](crate::Options::with_layouts): the
/// earliest first.
#[must_use]
pub fn layouts(corrections: &[Correction]) -> Vec<LayoutHint> {
    standing(corrections).into_iter().filter_map(|c| layout(c).ok()).collect()
}

/// What one correction says of columns.
///
/// # Errors
/// In words, where it is of columns and does not say which.
pub(super) fn layout(correction: &Correction) -> Result<LayoutHint, String> {
    if correction.op != Op::Layout {
        return Err("it is not about columns".to_owned());
    }
    let wrong = |what: &str| Err(format!("columns that were drawn need {what}"));
    let place = &correction.place;
    let page = place["page"].as_u64().and_then(|page| u32::try_from(page).ok());
    let (Some(page), Some([x0, y0, x1, y1])) = (page.filter(|p| *p > 0), box_of(&place["bbox"]))
    else {
        return wrong("`place` with the `page` and the `bbox` of the table");
    };
    let Some(columns) = numbers(&correction.value["columns"]).filter(|c| !c.is_empty()) else {
        return wrong("`columns` in `value`: the edges between columns, in points from the left");
    };
    let is_ordered = columns.windows(2).all(|w| w[0] < w[1]);
    if !is_ordered || columns[0] <= x0 || columns[columns.len() - 1] >= x1 || y0 >= y1 {
        return wrong("edges from left to right, inside of the table's `bbox`");
    }
    let header = match &correction.value["header"] {
        Json::Null => None,
        other => match other.as_f64().filter(|y| y.is_finite()) {
            Some(y) => Some(y as f32),
            None => return wrong("`header` in `value` as the lower edge of the header, or null"),
        },
    };
    Ok(LayoutHint {
        document: correction.document.clone().unwrap_or_default(),
        page,
        area: Rect::new(x0, y0, x1, y1),
        columns,
        header,
        printed: correction.printed.clone().unwrap_or_default(),
        by: correction.by.clone(),
    })
}

fn numbers(json: &Json) -> Option<Vec<f32>> {
    let number = |n: &Json| n.as_f64().filter(|n| n.is_finite()).map(|n| n as f32);
    json.as_array()?.iter().map(number).collect()
}

fn box_of(json: &Json) -> Option<[f32; 4]> {
    numbers(json)?.try_into().ok()
}

/// The table of a document that has most cells in an area of a page (points from the top left, page from 1).
#[must_use]
pub fn table_at(document: &Document, page: u32, area: Rect) -> Option<&Table> {
    let inside = |cell: &&Cell| cell.places.iter().any(|place| is_inside(place, page, &area));
    let cells = |table: &&Table| table.cells().iter().filter(inside).count();
    document.tables().max_by_key(cells).filter(|table| cells(table) > 0)
}

fn is_inside(place: &Place, page: u32, area: &Rect) -> bool {
    match place {
        Place::Page { number, area: own } => {
            let middle = ((own.x0 + own.x1) / 2.0, (own.y0 + own.y1) / 2.0);
            *number == page && area.contains(middle.0, middle.1)
        }
        _ => false,
    }
}

/// The texts of the rows of a table that are on a page, header rows and those that begin on the page before included: a
/// cell over several rows or columns is in the first of them.
#[must_use]
pub fn rows_at(table: &Table, page: u32) -> Vec<Vec<&str>> {
    let is_here = |row: u32| {
        let own = table.cells().iter().filter(|c| c.row() <= row && row < c.row() + c.rowspan());
        let mut places = own.flat_map(|c| &c.places);
        places.any(|place| matches!(place, Place::Page { number, .. } if *number == page))
    };
    let rows = (0..table.rows().len() as u32).filter(|row| is_here(*row));
    rows.map(|row| {
        let mut texts = vec![""; table.column_count() as usize];
        for cell in table.cells().iter().filter(|c| c.row() == row) {
            if let Some(text) = texts.get_mut(cell.col() as usize) {
                *text = cell.text.as_str();
            }
        }
        texts
    })
    .collect()
}

/// What the header of a table says, by which its columns are known again in the next edition; blank where it has none.
#[must_use]
pub fn header_of(table: &Table) -> String {
    let cells = table.cells().iter().filter(|cell| cell.row() < table.header_rows());
    let cells = cells.map(|cell| cell.text.as_str()).filter(|text| !text.trim().is_empty());
    cells.collect::<Vec<&str>>().join(" | ")
}
