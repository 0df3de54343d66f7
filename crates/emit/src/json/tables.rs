//! Tables as JSON (contract §2).

use super::records::{Of, Says, bbox, points};
use serde::ser::{Serialize, SerializeMap, Serializer};
use tablemend_model::{Cell, Diagnostic, Document, Place, Source, Table};

/// A document's tables and what is to be said of them.
pub(super) struct Tables<'a> {
    pub(super) document: &'a Document,
    pub(super) notes: &'a [Diagnostic],
}

impl Serialize for Tables<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("document", &Info(&self.document.source))?;
        let tables: Vec<_> = (1..).zip(self.document.tables()).map(Numbered).collect();
        map.serialize_entry("tables", &tables)?;
        let notes: Vec<_> =
            self.notes.iter().map(|note| Says { note, of: Of::default() }).collect();
        map.serialize_entry("diagnostics", &notes)?;
        map.end()
    }
}

struct Info<'a>(&'a Source);

impl Serialize for Info<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let source = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &source.name)?;
        map.serialize_entry("media_type", source.media_type.as_str())?;
        map.serialize_entry("sha256", &source.sha256)?;
        map.serialize_entry("pages", &source.pages)?;
        if !source.page_sizes.is_empty() {
            let sizes: Vec<_> = source.page_sizes.iter().map(|size| size.map(points)).collect();
            map.serialize_entry("page_sizes", &sizes)?;
        }
        map.end()
    }
}

/// A table with its id.
struct Numbered<'a>((u32, &'a Table));

impl Serialize for Numbered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self((id, table)) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("title", &table.title)?;
        let mut pages: Vec<u32> = table.pieces().iter().filter_map(Place::page).collect();
        pages.dedup();
        map.serialize_entry("pages", &pages)?;
        let lines = table.pieces().iter().filter_map(Place::lines);
        let first = table.pieces().first();
        match (lines.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))), first) {
            (Some(lines), _) => map.serialize_entry("lines", &lines)?,
            (None, Some(Place::Paragraph { number })) => {
                map.serialize_entry("paragraph", number)?;
            }
            (None, Some(place @ Place::Cells { .. })) => {
                let (sheet, area) = place.cells().unwrap_or_default();
                map.serialize_entry("sheet", sheet)?;
                map.serialize_entry("area", &area)?;
            }
            (None, _) => {
                let boxes: Vec<_> = table.pieces().iter().map(Standing).collect();
                map.serialize_entry("boxes", &boxes)?;
            }
        }
        map.serialize_entry("method", table.method().as_str())?;
        if table.is_rtl() {
            map.serialize_entry("direction", "rtl")?;
        }
        map.serialize_entry("header_rows", &table.header_rows())?;
        map.serialize_entry("row_count", &table.row_count())?;
        map.serialize_entry("column_count", &table.column_count())?;
        let cells: Vec<_> = table.cells().iter().map(Slot).collect();
        map.serialize_entry("cells", &cells)?;
        map.end()
    }
}

/// The members of a place in a document that has neither pages nor lines.
fn unpaged<M: SerializeMap>(map: &mut M, place: &Place) -> Result<(), M::Error> {
    if let Some(number) = place.paragraph() {
        map.serialize_entry("paragraph", &number)?;
    }
    if let Some((sheet, cells)) = place.cells() {
        map.serialize_entry("sheet", sheet)?;
        map.serialize_entry("cells", &cells)?;
    }
    Ok(())
}

/// A place as an object: `page` and `bbox`, `lines`, `paragraph`, or `sheet` and `cells`.
struct Standing<'a>(&'a Place);

impl Serialize for Standing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        where_it_stands(&mut map, self.0)?;
        map.end()
    }
}

fn where_it_stands<M: SerializeMap>(map: &mut M, place: &Place) -> Result<(), M::Error> {
    match place {
        Place::Page { number, area } => {
            map.serialize_entry("page", number)?;
            map.serialize_entry("bbox", &bbox(area))
        }
        Place::Lines { first, last } => {
            map.serialize_entry("page", &None::<u32>)?;
            map.serialize_entry("lines", &[first, last])
        }
        Place::Paragraph { .. } | Place::Cells { .. } => {
            map.serialize_entry("page", &None::<u32>)?;
            unpaged(map, place)
        }
    }
}

struct Slot<'a>(&'a Cell);

impl Serialize for Slot<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cell = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("row", &cell.row())?;
        map.serialize_entry("col", &cell.col())?;
        map.serialize_entry("rowspan", &cell.rowspan())?;
        map.serialize_entry("colspan", &cell.colspan())?;
        map.serialize_entry("text", cell.text.as_str())?;
        let struck = cell.text.struck();
        if !struck.is_empty() {
            map.serialize_entry("struck", &struck)?;
        }
        where_it_stands(&mut map, &cell.place())?;
        if let Some(fill) = cell.fill.filter(|c| !c.is_white()) {
            map.serialize_entry("fill", &fill.hex())?;
        }
        map.serialize_entry("flags", &cell.flags)?;
        if let Some(rest) = cell.places.get(1..).filter(|rest| !rest.is_empty()) {
            let rest: Vec<_> = rest.iter().map(Standing).collect();
            map.serialize_entry("continues", &rest)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::json::write_tables;
    use serde_json::{Value, json};
    use tablemend_model::*;

    fn written(media_type: MediaType, cells: Vec<Cell>, places: [Place; 2]) -> Value {
        let rows = places.map(|place| Row { place }).to_vec();
        let mut table = Table::new(Method::Ruled, 1, rows, cells).unwrap();
        table.set_header_rows(1);
        let page_sizes = match media_type {
            MediaType::Pdf => vec![[841.9, 595.3]; 2],
            _ => vec![],
        };
        let source = Source {
            name: "a".to_owned(),
            media_type,
            sha256: "00".to_owned(),
            pages: (media_type == MediaType::Pdf).then_some(2),
            page_sizes,
        };
        let document = Document { source, blocks: vec![Block::Table(table)] };
        let note = Diagnostic::new("stitch.joined", Level::Info, "two pieces are one table");
        let mut out = Vec::new();
        write_tables(&document, &[note], &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_cell_cut_by_a_page_break_is_one_cell_with_the_rest_of_it() {
        let piece =
            |number, y| Place::Page { number, area: Rect::new(10.0, y, 20.333_334, y + 9.0) };
        let mut cell = Cell::new(0, 0, RichText::plain("one two"), piece(1, 500.1)).spanning(2, 1);
        cell.places.push(piece(2, 40.0));
        cell.fill = Some(Rgb(255, 192, 0));
        let json = written(MediaType::Pdf, vec![cell], [piece(1, 500.1), piece(2, 40.0)]);
        let expected = json!({
            "document": {"name": "a", "media_type": "application/pdf", "sha256": "00", "pages": 2,
                         "page_sizes": [[841.9, 595.3], [841.9, 595.3]]},
            "tables": [{
                "id": 1, "title": null, "pages": [1, 2],
                "boxes": [{"page": 1, "bbox": [10.0, 500.1, 20.33, 509.1]},
                          {"page": 2, "bbox": [10.0, 40.0, 20.33, 49.0]}],
                "method": "ruled", "header_rows": 1, "row_count": 2, "column_count": 1,
                "cells": [{
                    "row": 0, "col": 0, "rowspan": 2, "colspan": 1, "text": "one two",
                    "page": 1, "bbox": [10.0, 500.1, 20.33, 509.1], "fill": "#ffc000", "flags": [],
                    "continues": [{"page": 2, "bbox": [10.0, 40.0, 20.33, 49.0]}]
                }]
            }],
            "diagnostics": [{
                "code": "stitch.joined", "level": "info", "message": "two pieces are one table",
                "printed": null, "used": null,
                "source": {"page": null, "lines": null, "bbox": null, "table": null, "row": null},
                "help": null
            }]
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn struck_text_is_told_by_ranges() {
        let struck = Mark { range: 0..4, style: Style::Struck };
        let text = RichText::new("2036 2038", vec![struck]);
        let cell = Cell::new(0, 0, text, Place::line(3));
        let json = written(MediaType::Markdown, vec![cell], [Place::line(3), Place::line(4)]);
        let cells = &json["tables"][0]["cells"];
        assert_eq!((&cells[0]["struck"], cells[1].get("struck")), (&json!([[0, 4]]), None));
    }

    #[test]
    fn markdown_has_lines_in_place_of_boxes() {
        let mut cell = Cell::new(0, 0, RichText::plain("x"), Place::line(3));
        cell.fill = Some(Rgb(255, 255, 255));
        let json = written(MediaType::Markdown, vec![cell], [Place::line(3), Place::line(9)]);
        assert_eq!(json["document"].get("page_sizes"), None);
        let table = &json["tables"][0];
        assert_eq!((table.get("boxes"), &table["lines"]), (None, &json!([3, 9])));
        let cell = &table["cells"][0];
        assert_eq!((cell.get("bbox"), cell.get("fill")), (None, None));
        assert_eq!(cell["lines"], json!([3, 3]));
    }
}
