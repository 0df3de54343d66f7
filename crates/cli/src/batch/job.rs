//! What goes to a worker and what comes back, each as one line of JSON.

use super::worker::{path_bytes, path_of};
use crate::inputs::Input;
use crate::report::Report;
use serde_json::{Value, json};
use std::path::PathBuf;
use tablemend_model::{Diagnostic, Level, Place, Rect, SourceRef};

/// A document to be read apart.
pub(super) struct Job(Input);

/// The line for a document; `None` where it can only be read here.
pub(super) fn to_line(input: &Input) -> Option<String> {
    let path = path_bytes(input.path.as_ref()?)?;
    let job = json!({
        "path": path, "shown": input.shown, "name": input.name, "stem": input.stem,
        "folder": path_bytes(&input.folder)?,
    });
    Some(format!("{job}\n"))
}

/// The document of a line.
pub(super) fn of_line(line: &str) -> Option<Job> {
    let job: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| job[key].as_str().map(str::to_owned);
    Some(Job(Input {
        path: Some(path(&job["path"])?),
        folder: path(&job["folder"])?,
        shown: text("shown")?,
        name: text("name")?,
        stem: text("stem")?,
    }))
}

impl Job {
    pub(super) fn input(&self) -> Input {
        self.0.clone()
    }

    /// The line for a report; its records go apart.
    pub(super) fn answer(report: &Report) -> String {
        let notes: Vec<Value> = report.notes.iter().map(note).collect();
        json!({
            "shown": report.shown,
            "text": report.text,
            "summary": report.summary,
            "unreadable": report.is_unreadable,
            "unwritten": report.is_unwritten,
            "dirty": report.is_audit_dirty,
            "outputs": report.outputs.iter().filter_map(|p| path_bytes(p)).collect::<Vec<_>>(),
            "written": report.records_written,
            "notes": notes,
        })
        .to_string()
    }
}

/// The report of a line, and the records that came with it.
pub(super) fn report_of(line: &str, records: Option<String>) -> Option<Report> {
    let json: Value = serde_json::from_str(line).ok()?;
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    let outputs = json["outputs"].as_array()?.iter().map(path).collect::<Option<Vec<_>>>()?;
    let notes: Option<Vec<Diagnostic>> = json["notes"].as_array()?.iter().map(note_of).collect();
    Some(Report {
        shown: text("shown")?,
        notes: notes?,
        text: text("text")?,
        summary: text("summary")?,
        is_unreadable: json["unreadable"].as_bool()?,
        is_unwritten: json["unwritten"].as_bool()?,
        is_audit_dirty: json["dirty"].as_bool()?,
        records,
        outputs,
        records_written: json["written"].as_u64(),
        ..Report::default()
    })
}

/// A path that was sent as its bytes.
fn path(json: &Value) -> Option<PathBuf> {
    let bytes = json.as_array()?.iter().map(|b| u8::try_from(b.as_u64()?).ok());
    path_of(bytes.collect::<Option<Vec<u8>>>()?)
}

fn note(note: &Diagnostic) -> Value {
    let place = match note.source.place {
        None => Value::Null,
        Some(Place::Lines { first, last }) => json!({ "first": first, "last": last }),
        Some(Place::Page { number, area: a }) => {
            json!({ "page": number, "area": [a.x0, a.y0, a.x1, a.y1] })
        }
        Some(Place::Paragraph { number }) => json!({ "paragraph": number }),
        Some(cells @ Place::Cells { .. }) => {
            let (sheet, cells) = cells.cells().unwrap_or_default();
            json!({ "sheet": sheet, "cells": cells })
        }
    };
    json!({
        "code": note.code,
        "level": note.level.as_str(),
        "message": note.message,
        "help": note.help,
        "place": place,
        "table": note.source.table,
        "row": note.source.row,
        "record": note.record,
        "printed": note.printed,
        "used": note.used,
    })
}

fn note_of(json: &Value) -> Option<Diagnostic> {
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    let number = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok());
    let level = [Level::Info, Level::Warning, Level::Error]
        .into_iter()
        .find(|level| Some(level.as_str()) == json["level"].as_str())?;
    let place = &json["place"];
    let place = match (number(&place["page"]), number(&place["first"])) {
        (Some(page), _) => {
            let edge = |i: usize| place["area"][i].as_f64().map(|n| n as f32);
            let area = Rect { x0: edge(0)?, y0: edge(1)?, x1: edge(2)?, y1: edge(3)? };
            Some(Place::Page { number: page, area })
        }
        (None, Some(first)) => Some(Place::Lines { first, last: number(&place["last"])? }),
        (None, None) => match (number(&place["paragraph"]), place["sheet"].as_str()) {
            (Some(number), _) => Some(Place::Paragraph { number }),
            (None, Some(sheet)) => Place::from_cells(sheet, place["cells"].as_str()?),
            (None, None) => None,
        },
    };
    Some(Diagnostic {
        code: text("code")?.into(),
        level,
        message: text("message")?,
        help: text("help"),
        source: SourceRef { place, table: number(&json["table"]), row: number(&json["row"]) },
        record: text("record"),
        printed: text("printed"),
        used: text("used"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_and_reports_go_there_and_back() {
        let input = Input {
            path: Some("a b/plän.md".into()),
            shown: "a b/plän.md".into(),
            name: "a b/plän.md".into(),
            folder: "a b".into(),
            stem: "plän~2".into(),
        };
        assert_eq!(of_line(to_line(&input).unwrap().trim_end()).unwrap().input(), input);
        let on_page = Place::Page { number: 3, area: Rect { x0: 1.0, y0: 2.5, x1: 3.0, y1: 4.0 } };
        let report = Report {
            shown: "x\ny".into(),
            notes: vec![
                Diagnostic::new("a.b", Level::Error, "one\ntwo")
                    .help("do")
                    .at(SourceRef::at(on_page)),
                Diagnostic::new("c.d", Level::Info, "so")
                    .at(SourceRef::at(Place::Lines { first: 2, last: 4 })),
                Diagnostic::new("date.open", Level::Info, "The cell contains words, not a date.")
                    .at(SourceRef::at(Place::Paragraph { number: 41 })),
                Diagnostic::new("date.open", Level::Info, "The cell contains words, not a date.")
                    .at(SourceRef::at(Place::from_cells("Plan", "B7:F7").unwrap()))
                    .of("1.1")
                    .repair("o", "0"),
            ],
            text: "error: \u{1b}[1mone".into(),
            summary: "s".into(),
            is_unreadable: true,
            is_unwritten: false,
            is_audit_dirty: true,
            records: Some("{\n \"é\": 1}".into()),
            outputs: vec!["out/é.json".into(), "out/é.csv".into()],
            records_written: Some(151),
            ..Report::default()
        };
        let line = Job::answer(&report);
        assert!(!line.contains('\n'));
        let back = report_of(&line, report.records.clone()).unwrap();
        assert_eq!(back.notes, report.notes);
        assert_eq!(
            (back.shown, back.text, back.summary, back.records, back.outputs, back.records_written),
            (
                report.shown,
                report.text,
                report.summary,
                report.records,
                report.outputs,
                report.records_written
            )
        );
        assert!(back.is_unreadable && !back.is_unwritten && back.is_audit_dirty);
        assert!(of_line("{}").is_none() && report_of("nonsense", None).is_none());
    }
}
