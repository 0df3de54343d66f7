//! Diagnostics as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for code-scanning services.

use super::Report;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tablemend_model::{Diagnostic, Level, Place};

/// One SARIF log with one run, ended by a line break.
pub(super) fn render(reports: &[Report]) -> String {
    let codes: BTreeSet<&str> =
        reports.iter().flat_map(|r| r.notes.iter().map(|n| n.code.as_ref())).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> =
        reports.iter().flat_map(|r| r.notes.iter().map(|n| one(&r.shown, n))).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "tablemend",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// A rule with what is known of its code (§3.49).
fn rule(code: &str) -> Value {
    match crate::codes::of(code) {
        Some(known) => json!({
            "id": code,
            "shortDescription": { "text": known.meaning },
            "help": { "text": known.to_do },
        }),
        None => json!({ "id": code }),
    }
}

fn one(file: &str, note: &Diagnostic) -> Value {
    // SARIF 2.1.0 §3.27.10: none, note, warning, error.
    let level = match note.level {
        Level::Info => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    let mut place = json!({ "artifactLocation": { "uri": uri(file) } });
    let mut properties = json!({
        "record": note.record, "printed": note.printed, "used": note.used,
        "table": note.source.table, "row": note.source.row,
    });
    match note.source.place {
        Some(Place::Lines { first, last }) => {
            place["region"] = json!({ "startLine": first, "endLine": last });
        }
        Some(Place::Page { number, area }) => {
            properties["page"] = json!(number);
            properties["bbox"] = json!([area.x0, area.y0, area.x1, area.y1]);
        }
        Some(Place::Paragraph { number }) => properties["paragraph"] = json!(number),
        Some(cells @ Place::Cells { .. }) => {
            let (sheet, cells) = cells.cells().unwrap_or_default();
            properties["sheet"] = json!(sheet);
            properties["cells"] = json!(cells);
        }
        None => {}
    }
    let mut text = note.message.clone();
    if let Some(help) = &note.help {
        text.push('\n');
        text.push_str(help);
    }
    json!({
        "ruleId": note.code,
        "level": level,
        "message": { "text": text },
        "locations": [{ "physicalLocation": place }],
        "properties": properties,
    })
}

/// The path as a relative URI reference (RFC 3986): what is not an unreserved character or slash is
/// percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_what_its_code_means() {
        let told = rule("date.impossible");
        let text = told["shortDescription"]["text"].as_str().unwrap();
        assert!(text.starts_with("There is no such date"), "{text}");
        assert!(!told["help"]["text"].as_str().unwrap().is_empty());
        assert_eq!(rule("no.such"), json!({ "id": "no.such" }));
    }

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("plans/May 2020%.md"), "plans/May%202020%25.md");
    }
}
