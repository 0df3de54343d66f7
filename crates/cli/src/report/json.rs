//! Diagnostics as one JSON document: the contract's members, and the file each speaks of.

use super::Report;
use serde_json::{Value, json};
use tablemend_model::{Diagnostic, Place};

/// `{"diagnostics": [..]}`, ended by a line break.
pub(super) fn render(reports: &[Report]) -> String {
    let all: Vec<Value> =
        reports.iter().flat_map(|r| r.notes.iter().map(|n| one(&r.shown, n))).collect();
    let mut out = format!("{:#}", json!({ "diagnostics": all }));
    out.push('\n');
    out
}

/// The elements of a report as they are in the list, the first with its beginning; `told` is how
/// many came before them.
pub(super) fn items(report: &Report, told: &mut usize) -> String {
    let mut out = String::new();
    for note in &report.notes {
        out.push_str(if *told == 0 { "{\n  \"diagnostics\": [\n    " } else { ",\n    " });
        // No text of JSON has a line break of its own.
        out.push_str(&format!("{:#}", one(&report.shown, note)).replace('\n', "\n    "));
        *told += 1;
    }
    out
}

/// What ends the list, and the totals behind it.
pub(super) fn end(told: usize, totals: &Value) -> String {
    let list = if told == 0 { "{\n  \"diagnostics\": []" } else { "\n  ]" };
    let totals = format!("{totals:#}").replace('\n', "\n  ");
    format!("{list},\n  \"totals\": {totals}\n}}\n")
}

fn one(file: &str, note: &Diagnostic) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Level;

    #[test]
    fn reports_told_one_by_one_are_one_document() {
        let note = |code: &'static str| Diagnostic::new(code, Level::Info, "line\nbreak");
        let reports = [
            Report {
                shown: "a".into(),
                notes: vec![note("a.b"), note("c.d")],
                ..Report::default()
            },
            Report::default(),
            Report { shown: "b".into(), notes: vec![note("e.f")], ..Report::default() },
        ];
        for reports in [&reports[..], &[]] {
            let mut told = 0;
            let mut out: String = reports.iter().map(|r| items(r, &mut told)).collect();
            out += &end(told, &json!({ "documents": 3 }));
            let whole: Value = serde_json::from_str(&out).unwrap();
            let at_once: Value = serde_json::from_str(&render(reports)).unwrap();
            assert_eq!(whole["diagnostics"], at_once["diagnostics"]);
            assert_eq!(whole["totals"]["documents"], 3);
            assert_eq!(format!("{whole:#}\n"), out, "laid out as one document");
        }
    }
}
