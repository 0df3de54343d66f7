//! Diagnostics as one JSON document: the contract's members, and the file each speaks of.

use super::Report;
use serde_json::{Value, json};
use tablemend_model::{Note, Place};

/// `{"diagnostics": [..]}`, ended by a line break.
pub(super) fn render(reports: &[Report]) -> String {
    let all: Vec<Value> =
        reports.iter().flat_map(|r| r.notes.iter().map(|n| one(&r.shown, n))).collect();
    let mut out = format!("{:#}", json!({ "diagnostics": all }));
    out.push('\n');
    out
}

fn one(file: &str, note: &Note) -> Value {
    let (mut page, mut lines, mut bbox) = (Value::Null, Value::Null, Value::Null);
    match note.source.place {
        Some(Place::Lines { first, last }) => lines = json!([first, last]),
        Some(Place::Page { number, area }) => {
            page = json!(number);
            bbox = json!([area.x0, area.y0, area.x1, area.y1]);
        }
        Some(Place::Paragraph { .. } | Place::Cells { .. }) | None => {}
    }
    let mut out = json!({
        "file": file,
        "code": note.code,
        "level": note.level.as_str(),
        "record": note.record,
        "message": note.message,
        "help": note.help,
        "printed": note.printed,
        "used": note.used,
        "source": {
            "page": page, "lines": lines, "bbox": bbox,
            "table": note.source.table, "row": note.source.row,
        },
    });
    if let Some(number) = note.source.place.and_then(|p| p.paragraph()) {
        out["source"]["paragraph"] = json!(number);
    }
    if let Some((sheet, cells)) = note.source.place.and_then(|p| p.cells()) {
        out["source"]["sheet"] = json!(sheet);
        out["source"]["cells"] = json!(cells);
    }
    out
}
