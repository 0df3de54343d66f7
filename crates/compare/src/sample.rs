//! Plans made up for the tests of this crate.

use crate::cell::{Cell, Dates, Posts};
use crate::edition::{Edition, Field, Item, Kind, Legend};
use jiff::civil::Date;
use tablemend_model::{
    Completion, Dataset, DocumentInfo, Entity, EntityKind, EntitySchema, FieldKind, FieldSchema,
    Record, Schema, SourceRef, Status, Value,
};

/// A plan of rows `ref | action | due (ISO day or month, else as printed) | leads, by ; |
/// commentary | status`, one a line; cells left off at the end are missing.
pub fn plan(period: &str, rows: &str) -> Edition {
    let mut edition = blank(period);
    for line in rows.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let cell = |i: usize| cells.get(i).copied().filter(|c| !c.is_empty());
        let text = |i| cell(i).map_or(Cell::Missing, |c| Cell::Text(c.to_owned()));
        let leads = cell(3).map_or(Cell::Missing, |c| {
            let people = c.split(';').map(|p| p.trim().to_owned()).collect();
            Cell::Posts(Posts { people, alternatives: Vec::new() })
        });
        let reference = cell(0).map(str::to_owned);
        let mut id = reference.clone().unwrap_or_else(|| format!("row-{}", edition.items.len()));
        let again = edition.items.iter().filter(|i| i.reference == reference).count();
        if again > 0 && reference.is_some() {
            id = format!("{id}~{}", again + 1);
        }
        edition.items.push(Item {
            id,
            reference,
            parents: Vec::new(),
            cells: vec![
                text(1),
                cell(2).map_or(Cell::Missing, due),
                leads,
                text(4),
                cell(5).map_or(Cell::Missing, |c| Cell::Status(c.to_owned())),
            ],
            ..Item::default()
        });
    }
    edition
}

/// A plan without items.
pub fn blank(period: &str) -> Edition {
    let field = |name: &str, kind| Field { name: name.to_owned(), title: name.to_owned(), kind };
    Edition {
        called: None,
        document: DocumentInfo {
            title: Some("A plan".to_owned()),
            period: Some(period.to_owned()),
            period_printed: None,
            name: format!("{period}.md"),
            media_type: "text/markdown".to_owned(),
            sha256: "0".repeat(64),
            pages: None,
            profile: "action-plan".to_owned(),
            tool: "tablemend 0.0.0".to_owned(),
        },
        legend: ["blue", "green", "amber", "red"]
            .map(|s| Legend { status: s.to_owned(), meaning: None })
            .to_vec(),
        fields: vec![
            field("action", Kind::Text),
            field("completion", Kind::Dates),
            field("leads", Kind::Posts),
            field("commentary", Kind::Text),
            field("status", Kind::Status),
        ],
        items: Vec::new(),
        groups: Vec::new(),
        remarks: crate::Remarks::default(),
    }
}

/// A date cell of an ISO day or month; anything else is text that is not a date.
pub fn due(text: &str) -> Cell {
    let day = |t: &str| t.parse::<Date>().ok();
    let (start, end) = match (day(text), day(&format!("{text}-01"))) {
        (Some(d), _) => (Some(d), Some(d)),
        (None, Some(first)) => (Some(first), Some(first.last_of_month())),
        _ => (None, None),
    };
    Cell::Dates(Dates {
        printed: Some(text.to_owned()),
        edtf: end.map(|_| text.to_owned()),
        start,
        end,
        ..Dates::default()
    })
}

/// A plan from records as the contract's JSON has them.
pub fn records(period: &str, json: &str) -> Edition {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let mut edition = blank(period);
    let text = |v: &serde_json::Value| v.as_str().map(str::to_owned);
    let day = |v: &serde_json::Value| v.as_str().map(|d| d.parse::<Date>().unwrap());
    for action in json["actions"].as_array().unwrap() {
        let people = action["leads"]["people"].as_array().into_iter().flatten();
        let people: Vec<String> = people.filter_map(text).collect();
        let due = &action["completion"];
        let dates = Dates {
            printed: text(&due["printed"]),
            edtf: text(&due["edtf"]),
            start: day(&due["start"]),
            end: day(&due["end"]),
            parts: due["dates"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|d| d["role"] != "original")
                .map(|d| (text(&d["label"]), text(&d["edtf"]).unwrap_or_default()))
                .collect(),
            ..Dates::default()
        };
        let id = text(&action["id"]).unwrap();
        edition.items.push(Item {
            reference: text(&action["ref"]).or_else(|| Some(id.clone())),
            id,
            parents: Vec::new(),
            cells: vec![
                text(&action["action"]).map_or(Cell::Missing, Cell::Text),
                if dates == Dates::default() { Cell::Missing } else { Cell::Dates(dates) },
                if people.is_empty() {
                    Cell::Missing
                } else {
                    Cell::Posts(Posts { people, alternatives: Vec::new() })
                },
                text(&action["commentary"]).map_or(Cell::Missing, Cell::Text),
                text(&action["status"]["value"]).map_or(Cell::Missing, Cell::Status),
            ],
            ..Item::default()
        });
    }
    edition
}

/// The records of a plan written as for [`plan`].
pub fn dataset(period: &str, rows: &str) -> Dataset {
    let edition = plan(period, rows);
    let field = |f: &Field| FieldSchema {
        name: f.name.clone(),
        title: f.title.clone(),
        description: String::new(),
        kind: match f.kind {
            Kind::Text => FieldKind::Text,
            Kind::Dates => FieldKind::Dates,
            Kind::Posts => FieldKind::Posts,
            Kind::Status => FieldKind::Status,
            Kind::Number => FieldKind::Number,
        },
        printed_as: None,
        from: None,
    };
    let schema = EntitySchema {
        name: "actions".to_owned(),
        one: "action".to_owned(),
        title: "Actions".to_owned(),
        description: String::new(),
        kind: EntityKind::Item,
        parents: Vec::new(),
        fields: edition.fields.iter().map(field).collect(),
        extra: Vec::new(),
    };
    let records = edition.items.into_iter().map(|item| Record {
        id: item.id,
        reference: item.reference.clone(),
        ref_printed: item.reference,
        parents: Vec::new(),
        values: item.cells.into_iter().map(value).collect(),
        printed: None,
        extra: Vec::new(),
        source: SourceRef::default(),
        flags: Vec::new(),
        corrected: Vec::new(),
    });
    Dataset {
        document: edition.document,
        schema: Schema {
            profile: "action-plan".to_owned(),
            title: "Action plan".to_owned(),
            description: String::new(),
            entities: vec![schema],
        },
        legend: Vec::new(),
        entities: vec![Entity { records: records.collect() }],
        notes: Vec::new(),
        headers: Vec::new(),
        other_text: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Missing => Value::Missing,
        Cell::Text(text) => Value::Text(text),
        Cell::Dates(d) => Value::Completion(Completion {
            printed: d.printed,
            edtf: d.edtf,
            start: d.start,
            end: d.end,
            dates: Vec::new(),
        }),
        Cell::Posts(p) => Value::Posts(tablemend_model::Posts {
            people: p.people,
            ..tablemend_model::Posts::default()
        }),
        Cell::Status(word) => Value::Status(Status { value: Some(word), ..Status::default() }),
        Cell::Number { value, printed } => Value::Number { value, printed },
    }
}
