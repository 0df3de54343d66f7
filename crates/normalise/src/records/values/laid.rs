//! The cells of an item by field, joined from its rows.

use crate::profile::Profile;
use crate::records::columns::{Edition, HeaderRow, Holds, edition};
use crate::records::outline::{Outline, Part, RawItem, heads_rows, is_placeholder};
use crate::records::refs;
use std::borrow::Cow;
use tablemend_model::{Cell, FieldKind, OtherText, Place, RichText, SourceRef};

/// A field's text in a row, joined from the cells that hold it.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    pub(super) text: Cow<'a, RichText>,
    /// The cells that begin in the row, where their colours may show a status.
    pub(super) own: Vec<&'a Cell>,
    /// A merged cell that begins in a row of an item above.
    pub(super) shared: Option<&'a Cell>,
    /// The marks that say it, where it is told by which of several columns is marked.
    pub(super) marks: Option<&'a RichText>,
    /// Whether its heading says what a bare number counts: `Week` over 7.
    pub(super) is_counted: bool,
    /// Which promise its dates are, as its heading says.
    pub(super) edition: Option<Edition>,
    /// The first of its cells.
    pub(super) place: Option<Place>,
}

/// What numbers of a plan's time are counted in.
const UNITS: [&str; 5] = ["week", "day", "month", "sprint", "phase"];

/// An item's cells by field.
pub(super) struct Laid<'a> {
    pub(super) reference: Content<'a>,
    pub(super) fields: Vec<Content<'a>>,
    /// Columns of date fields beside the first: field, what the header says, text.
    pub(super) editions: Vec<(usize, Option<Edition>, RichText)>,
    /// Text of columns that no field knows, by header.
    pub(super) extra: Vec<(&'a str, String)>,
    /// Text of columns without a header.
    pub(super) rest: Vec<OtherText>,
    pub(super) source: SourceRef,
}

impl Laid<'_> {
    /// Whether the item has a cell of this text already.
    pub(super) fn knows(&self, cell: &Cell) -> bool {
        let text = cell.text.as_str();
        !text.is_empty()
            && (self.reference.text.as_str() == text
                || self.fields.iter().any(|f| f.text.as_str() == text)
                || self.extra.iter().any(|(_, t)| t == text))
    }
}

/// Lays the cells of an item's rows under its header.
pub(super) fn lay<'a>(item: &RawItem<'a>, outline: &'a Outline<'_>, profile: &Profile) -> Laid<'a> {
    let fields = profile.schema.entities[profile.item_entity()].fields.len();
    let first = item.first();
    let mut laid = Laid {
        reference: Content::default(),
        fields: (0..fields).map(|_| Content::default()).collect(),
        editions: Vec::new(),
        extra: Vec::new(),
        rest: Vec::new(),
        source: SourceRef {
            place: first.table.rows().get(first.row as usize).map(|r| r.place),
            table: Some(first.table_id),
            row: Some(first.row + 1),
        },
    };
    for part in &item.parts {
        let header = &outline.header_rows[part.header];
        let coloured = |field| shows_colour(field, profile);
        let column_of =
            |col: u32| header.cells.iter().find(|c| col >= c.col && col < c.col + c.colspan);
        for cell in part.table.row_cells(part.row) {
            if is_placeholder(part.table, cell) || heads_rows(header, cell, &profile.groups) {
                continue;
            }
            if part.is_again && laid.knows(cell) {
                laid.rest.push(other_text(cell, part));
                continue;
            }
            // A cell over several columns belongs to the first of them that a field knows.
            let head = (cell.col()..cell.col() + cell.colspan())
                .filter_map(column_of)
                .find(|c| c.holds.is_some());
            let unknown = column_of(cell.col()).filter(|c| !c.printed.is_empty());
            if let (None, Some(head)) = (head, unknown) {
                if cell.row() == part.row && !cell.text.is_empty() {
                    let text = cell.text.as_str();
                    match laid.extra.iter_mut().find(|(h, _)| *h == head.printed) {
                        Some((_, all)) => {
                            all.push('\n');
                            all.push_str(text);
                        }
                        None => laid.extra.push((&head.printed, text.to_owned())),
                    }
                }
                continue;
            }
            let Some(head) = head else {
                if cell.row() == part.row && !cell.text.is_empty() {
                    laid.rest.push(other_text(cell, part));
                }
                continue;
            };
            if let Some(Holds::Group(_)) = head.holds {
                continue;
            }
            let content = match head.holds {
                Some(Holds::Field(f)) => &mut laid.fields[f],
                _ => &mut laid.reference,
            };
            // `1.1 | Oil the gate` below one heading over both columns is one text.
            let is_second = head.again
                && !content.text.is_empty()
                && !refs::is_like(content.text.as_str())
                && content.text.as_str() != cell.text.as_str();
            if (part.is_again || is_second) && !content.text.is_empty() {
                // Another text for a field that has one: it stays under its header.
                let text = cell.text.as_str().to_owned();
                if !text.is_empty() && cell.row() == part.row {
                    laid.extra.push((&head.printed, text));
                }
                continue;
            }
            if cell.row() < part.row {
                // What begins in a row above is that row's, unless that row is this item's too.
                if part.row == first.row || cell.row() < first.row {
                    content.shared = Some(cell);
                }
                continue;
            }
            content.place.get_or_insert(cell.place());
            content.is_counted = head.words.words().last().is_some_and(|w| UNITS.contains(&w));
            if matches!(head.holds, Some(Holds::Field(f)) if coloured(f)) {
                content.own.push(cell);
            }
            if let Some(Holds::Field(f)) = head.holds
                && header.columns(Holds::Field(f)).next().is_some_and(|c| c.col != head.col)
                && edition_column(f, profile)
                && !cell.text.is_empty()
            {
                laid.editions.push((f, edition(&head.words), cell.text.clone()));
                continue;
            }
            let is_date = matches!(head.holds, Some(Holds::Field(f)) if edition_column(f, profile));
            content.edition = if is_date { edition(&head.words) } else { None };
            if let Some(said) = cell.says.as_ref().filter(|_| is_date && content.text.is_empty()) {
                content.text = Cow::Borrowed(said);
                content.marks = Some(&cell.text);
            } else if content.text.is_empty() {
                content.text = Cow::Borrowed(&cell.text);
            } else if !cell.text.is_empty() {
                // A list that begins behind the cut begins on a line of its own.
                let is_list = cell.text.as_str().starts_with('\u{2022}');
                let between = if part.is_cut && !is_list { " " } else { "\n" };
                content.text.to_mut().append(between, &cell.text);
            }
        }
        latest_of_series(&mut laid, *part, header);
    }
    laid
}

/// A cell that is no part of its item's fields, with its place.
fn other_text(cell: &Cell, part: &Part<'_>) -> OtherText {
    OtherText {
        text: cell.text.as_str().replace('\n', " "),
        source: SourceRef {
            place: Some(cell.place()),
            table: Some(part.table_id),
            row: Some(part.row + 1),
        },
    }
}

/// Of a series of columns (`RAG Q1`, `RAG Q2`) the latest that is filled is the field's.
pub(super) fn latest_of_series<'a>(laid: &mut Laid<'a>, part: Part<'a>, header: &'a HeaderRow) {
    for cell in header.cells.iter().rev() {
        let Some(Holds::Field(field)) = cell.lost else { continue };
        let content = &mut laid.fields[field];
        if !content.text.is_empty() || content.own.iter().any(|c| !c.is_blank()) {
            continue;
        }
        let Some(found) = part.table.cell_at(part.row, cell.col) else { continue };
        if found.row() != part.row || found.is_blank() {
            continue;
        }
        content.text = Cow::Borrowed(&found.text);
        content.own = vec![found];
        laid.extra.retain(|(h, _)| *h != cell.printed);
    }
}

/// Whether the cells of a field are looked at for their colours.
pub(super) fn shows_colour(field: usize, profile: &Profile) -> bool {
    profile.schema.entities[profile.item_entity()].fields[field].kind == FieldKind::Status
        || profile.items.fill_from.iter().any(|(_, columns)| columns.contains(&field))
}

pub(super) fn edition_column(field: usize, profile: &Profile) -> bool {
    profile.schema.entities[profile.item_entity()].fields[field].kind == FieldKind::Dates
}
