//! The commands of the page, answered without a browser.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use serde_json::{Value as Json, json};
use std::io::Read;
use tablemend_web::Session;

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn ask(session: &mut Session, request: &Json, file: Vec<u8>) -> (Json, Vec<u8>) {
    let reply = session.call(&request.to_string(), file);
    (serde_json::from_str(&reply.json).unwrap(), reply.bytes)
}

/// A document, open and understood; its number and its view.
fn opened(session: &mut Session, path: &str) -> (u64, Json) {
    let name = path.rsplit('/').next().unwrap();
    let (told, _) = ask(session, &json!({ "do": "open", "name": name }), fixture(path));
    let doc = told["doc"].as_u64().unwrap_or_else(|| panic!("{path}: {told}"));
    let (told, _) = ask(session, &json!({ "do": "understand", "doc": doc }), Vec::new());
    assert!(told["records"].as_u64().is_some_and(|n| n > 5), "{path}: {told}");
    (doc, ask(session, &json!({ "do": "view", "doc": doc }), Vec::new()).0)
}

/// The items' entity of a view.
fn items(view: &Json) -> &Json {
    view["entities"].as_array().unwrap().iter().find(|e| e["is_item"] == true).unwrap()
}

fn field<'a>(view: &'a Json, id: &str, name: &str) -> &'a Json {
    let items = items(view);
    let at = items["fields"].as_array().unwrap().iter().position(|f| f["name"] == name).unwrap();
    let record = items["records"].as_array().unwrap().iter().find(|r| r["id"] == id).unwrap();
    &record["fields"][at]
}

#[test]
fn every_field_has_its_place_whatever_the_document_is() {
    let mut session = Session::default();
    for (path, key) in [
        ("pdf/2024-01-reportlab.pdf", "bbox"),
        ("pdf/2024-01-libreoffice-tagged.pdf", "bbox"),
        ("plan/2024-01.md", "lines"),
        ("office/2024-01.xlsx", "cells"),
        ("office/2024-01.docx", "paragraph"),
    ] {
        let (_, view) = opened(&mut session, path);
        let items = items(&view);
        let (mut printed, mut placed) = (0, 0);
        for record in items["records"].as_array().unwrap() {
            assert!(record["at"][0].get(key).is_some(), "{path}: {record}");
            for value in record["fields"].as_array().unwrap().iter().skip(1) {
                printed += usize::from(value["printed"].is_string());
                placed +=
                    usize::from(value["printed"].is_string() && value["at"][0].get(key).is_some());
            }
        }
        // A header that cannot be right has no columns of its own to tell by.
        assert!(printed > 100 && placed * 10 >= printed * 8, "{path}: {placed} of {printed}");
        let impossible =
            view["notes"].as_array().unwrap().iter().find(|n| n["code"] == "date.impossible");
        let note = impossible.unwrap_or_else(|| panic!("{path}"));
        assert_eq!(note["field"], "completion", "{path}");
        assert!(note["at"][0].get(key).is_some(), "{path}: {note}");
    }
}

#[test]
fn a_gap_in_the_numbering_is_shown_where_a_row_would_be() {
    let mut session = Session::default();
    let rows: String = [1, 2, 4, 5, 6, 7, 8]
        .map(|n| format!("| 1.{n} | Grease hinge {n} of the gate | May 2024 | Clerk | Open |\n"))
        .concat();
    let plan =
        format!("| Ref | Action | Due date | Lead | Status |\n|---|---|---|---|---|\n{rows}");
    ask(&mut session, &json!({ "do": "open", "name": "gates.md" }), plan.into_bytes());
    ask(&mut session, &json!({ "do": "understand", "doc": 1 }), Vec::new());
    let (view, _) = ask(&mut session, &json!({ "do": "view", "doc": 1 }), Vec::new());
    let note = view["notes"].as_array().unwrap().iter().find(|n| n["code"] == "records.missing");
    let note = note.unwrap_or_else(|| panic!("{}", view["notes"]));
    assert_eq!((&note["near"]["id"], &note["record"]), (&json!("1.2"), &Json::Null), "{note}");
    assert_eq!(note["at"][0]["lines"], json!([4, 4]), "{note}");
}

#[test]
fn queries_come_before_repairs() {
    let mut session = Session::default();
    let (_, view) = opened(&mut session, "plan/2024-02.md");
    let levels: Vec<&str> =
        view["notes"].as_array().unwrap().iter().map(|n| n["level"].as_str().unwrap()).collect();
    let mut sorted = levels.clone();
    sorted.sort_by_key(|l| ["error", "warning", "info"].iter().position(|k| k == l));
    assert_eq!(levels, sorted);
    assert!(levels.contains(&"warning") && levels.contains(&"info"));
}

#[test]
fn a_correction_is_in_every_file_and_can_be_taken_back() {
    let mut session = Session::default();
    let (doc, view) = opened(&mut session, "pdf/2024-01-reportlab.pdf");
    let was = field(&view, "2.3.1", "completion").clone();
    let sha256 = view["document"]["sha256"].as_str().unwrap();
    let line = json!({
        "v": 1, "at": "2026-11-25T10:00:00Z", "by": "A. Officer", "document": sha256, "id": "2.3.1",
        "field": "completion", "op": "set", "printed": was["printed"], "read": was["read"], "value": "2024-04-29",
    });
    let correct = json!({ "do": "correct", "doc": doc, "lines": format!("{line}\n") });
    let (view, _) = ask(&mut session, &correct, Vec::new());
    let now = field(&view, "2.3.1", "completion");
    assert_eq!(
        (&now["now"], &now["read"], &now["corrected"]),
        (&json!("2024-04-29"), &was["read"], &json!(true))
    );
    for (format, starts) in [
        ("xlsx", "PK"),
        ("csv", "PK"),
        ("json", "{"),
        ("html", "<!doctype"),
        ("marked", "%PDF"),
        ("tables-xlsx", "PK"),
    ] {
        let (told, bytes) =
            ask(&mut session, &json!({ "do": "write", "doc": doc, "format": format }), Vec::new());
        assert!(
            bytes.to_ascii_lowercase().starts_with(starts.to_lowercase().as_bytes()),
            "{format}: {told}"
        );
        assert!(
            told["name"].as_str().unwrap().starts_with("2024-01-reportlab"),
            "{format}: {told}"
        );
        if format == "csv" {
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            let mut actions = String::new();
            zip.by_name("actions.csv").unwrap().read_to_string(&mut actions).unwrap();
            assert!(actions.contains("2024-04-29") && actions.contains("correction.applied"));
            assert!(zip.by_name("datapackage.json").is_ok());
        }
    }
    let correct = json!({ "do": "correct", "doc": doc, "lines": "" });
    let (view, _) = ask(&mut session, &correct, Vec::new());
    assert_eq!(field(&view, "2.3.1", "completion")["now"], was["now"]);
}

#[test]
fn two_months_are_compared() {
    let mut session = Session::default();
    let (before, _) = opened(&mut session, "pdf/2024-01-reportlab.pdf");
    let (after, _) = opened(&mut session, "plan/2024-02.md");
    let (told, _) = ask(
        &mut session,
        &json!({ "do": "compare", "before": before, "after": after }),
        Vec::new(),
    );
    assert!(told["changes"].as_array().is_some_and(|c| !c.is_empty()), "{told}");
    assert!(told["totals"].as_array().is_some_and(|t| !t.is_empty()));
    assert_eq!(told["before"]["document"]["period"], "2024-01");
}

#[test]
fn what_cannot_be_done_is_told_in_words() {
    let mut session = Session::default();
    let pdf = fixture("pdf/2024-01-reportlab.pdf");
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("empty.pdf", Vec::new(), "unreadable"),
        ("noise.bin", vec![0, 1, 2, 3, 255, 254], "unreadable"),
        ("head.pdf", b"%PDF-1.7\n".to_vec(), "unreadable"),
        ("locked.pdf", fixture("pdf/encrypted-password.pdf"), "password"),
        ("scan.pdf", fixture("pdf/scan.pdf"), "no_text"),
    ];
    for (name, bytes, kind) in cases {
        let (told, _) = ask(&mut session, &json!({ "do": "open", "name": name }), bytes.clone());
        assert_eq!(told["error"]["kind"], *kind, "{name}: {told}");
        assert!(told["error"]["message"].as_str().is_some_and(|m| m.len() > 10), "{name}: {told}");
    }
    // With its password it opens; a part of a file is read as far as it goes.
    let open = json!({ "do": "open", "name": "a.pdf", "password": "wexmoor" });
    let (told, _) = ask(&mut session, &open, fixture("pdf/encrypted-password.pdf"));
    assert!(told["doc"].is_u64(), "{told}");
    let (told, _) = ask(
        &mut session,
        &json!({ "do": "open", "name": "cut.pdf" }),
        pdf[..pdf.len() / 2].to_vec(),
    );
    assert!(told["doc"].is_u64() || told["error"]["message"].is_string(), "{told}");
    for request in [
        "nonsense".to_owned(),
        json!({ "do": "view", "doc": 99 }).to_string(),
        json!({ "do": "write", "doc": 1, "format": "papyrus" }).to_string(),
        json!({ "do": "check", "lines": "nonsense" }).to_string(),
        json!({ "do": "paint" }).to_string(),
    ] {
        let told: Json = serde_json::from_str(&session.call(&request, Vec::new()).json).unwrap();
        assert!(
            told["error"]["message"].as_str().is_some_and(|m| m.len() > 10),
            "{request}: {told}"
        );
    }
    // A document without records still has its tables.
    let text = "| a | b |\n|---|---|\n".to_owned();
    let (told, _) = ask(&mut session, &json!({ "do": "open", "name": "t.md" }), text.into_bytes());
    let (told, _) =
        ask(&mut session, &json!({ "do": "understand", "doc": told["doc"] }), Vec::new());
    assert!(told["tables"].is_u64(), "{told}");
}

/// Of a document with actions and risks the view has the statuses of both, each query names the kind
/// it is on, and two such documents are compared kind by kind.
#[test]
fn items_of_every_kind_are_seen_and_compared() {
    let document = |date: &str, score: u8| {
        format!(
            "# Ferry plan and risks, May 2024\n\n\
             | Ref | Action | Completion date | Lead | RAG |\n|---|---|---|---|---|\n\
             | 1 | Paint the ferry bells | {date} | Ferry Master | Red |\n\
             | 2 | Oil the river gates | 30 June 2024 | Ferry Master | Green |\n\
             | 3 | Count the lost oars | 30 June 2024 | Ferry Master | Green |\n\n\
             | Ref | Risk | Owner | Score | Status | Review date |\n|---|---|---|---|---|---|\n\
             | 1 | The gates rust | Bell Keeper | {score} | Open | 31 June 2024 |\n\
             | 2 | The bells crack | Bell Keeper | 6 | Open | 30 June 2024 |\n"
        )
    };
    let mut session = Session::default();
    let mut open = |text: String| {
        let request = json!({ "do": "open", "name": "ferry.md" });
        let doc = ask(&mut session, &request, text.into_bytes()).0["doc"].clone();
        let told = ask(&mut session, &json!({ "do": "understand", "doc": doc }), Vec::new()).0;
        assert_eq!(told["records"], 5, "{told}");
        doc
    };
    let (before, after) = (open(document("31 May 2024", 15)), open(document("31 July 2024", 16)));
    let view = ask(&mut session, &json!({ "do": "view", "doc": before }), Vec::new()).0;
    let statuses: Vec<&str> =
        view["statuses"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(statuses, ["red", "green", "open"]);
    let query = view["notes"].as_array().unwrap().iter().find(|n| n["code"] == "date.impossible");
    let query = query.unwrap();
    assert_eq!((&query["entity"], &query["record"]), (&json!("risks"), &json!("1~2")));
    assert_eq!(query["field"], "review");
    let request = json!({ "do": "compare", "before": before, "after": after });
    let changes = ask(&mut session, &request, Vec::new()).0;
    let told: Vec<(&Json, &Json, &Json)> = changes["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (&c["entity"], &c["after_id"], &c["field"]))
        .collect();
    let [action, risk] = [json!("1"), json!("1~2")];
    let (kind, none) = (json!("risk"), Json::Null);
    assert_eq!(told, [(&none, &action, &json!("completion")), (&kind, &risk, &json!("score"))]);
    assert_eq!(changes["totals"][0], "actions: 1 date slipped by 61 days in all");
    // The same as files to save: each kind is in them.
    for (format, start) in [("csv", &b"\xef\xbb\xbfItems,"[..]), ("xlsx", b"PK")] {
        let request =
            json!({ "do": "compare", "before": before, "after": after, "format": format });
        let (named, bytes) = ask(&mut session, &request, Vec::new());
        assert_eq!(named["name"], format!("changes.{format}"), "{named}");
        assert!(bytes.starts_with(start), "{format}");
        if format == "csv" {
            let text = String::from_utf8(bytes).unwrap();
            let kinds: Vec<&str> =
                text.lines().skip(1).filter_map(|l| l.split(',').next()).collect();
            assert_eq!(kinds, ["Actions", "Risks"], "{text}");
        }
    }
    let request = json!({ "do": "compare", "before": before, "after": after, "format": "pdf" });
    assert!(ask(&mut session, &request, Vec::new()).0["error"]["message"].is_string());
}

#[test]
fn columns_that_are_drawn_are_tried_kept_and_taken_back() {
    let mut session = Session::default();
    let (doc, before) = opened(&mut session, "pdf/2024-01-reportlab.pdf");
    let (told, _) = ask(&mut session, &json!({ "do": "tables", "doc": doc }), Vec::new());
    let table = &told["tables"][0];
    let boxed = &table["boxes"][0]["bbox"];
    let mut edges: Vec<f64> = table["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["col"] != 0)
        .map(|c| c["bbox"][0].as_f64().unwrap())
        .collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let last = edges.pop().unwrap();
    assert!(edges.len() > 1 && last > edges[0]);
    let line = |undoes: Option<&str>, at: &str| {
        json!({
            "v": 1, "at": at, "by": "A. Officer", "document": before["document"]["sha256"], "op": "layout",
            "place": { "page": 1, "bbox": boxed }, "value": { "columns": edges, "header": null },
            "undoes": undoes,
        })
    };
    let (drawn, back) = (
        line(None, "2026-11-25T10:00:00Z"),
        line(Some("2026-11-25T10:00:00Z"), "2026-11-25T10:00:01Z"),
    );
    let asked = json!({ "do": "layout", "doc": doc, "lines": "", "line": drawn.to_string() });
    let (tried, _) = ask(&mut session, &asked, Vec::new());
    assert_eq!(tried["rows"][0].as_array().map(Vec::len), Some(edges.len() + 1), "{tried}");
    assert!(
        tried["printed"].as_str().is_some_and(|said| said.contains("PRIORITY AREA")),
        "{tried}"
    );
    let notes = |lines: &str, session: &mut Session| {
        let asked = json!({ "do": "correct", "doc": doc, "lines": lines });
        let (view, _) = ask(session, &asked, Vec::new());
        let notes = view["notes"].as_array().unwrap().iter();
        (notes.filter(|n| n["code"] == "layout.applied").count(), view)
    };
    let view = ask(&mut session, &json!({ "do": "view", "doc": doc }), Vec::new()).0;
    assert_eq!(view, before, "what is tried is not kept");
    assert_eq!(notes(&format!("{drawn}\n"), &mut session).0, 1);
    let (applied, view) = notes(&format!("{drawn}\n{back}\n"), &mut session);
    assert_eq!((applied, view), (0, before));
}
