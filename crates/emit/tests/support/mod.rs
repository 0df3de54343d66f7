//! Datasets and documents of our own wording for tests and benches.

#![allow(dead_code)] // Each test target uses some of these.
#![allow(clippy::unwrap_used)] // Benches are not tests to clippy; here nothing fails but by a slip.

use tablemend_model::*;

fn text_field(name: &str) -> FieldSchema {
    field(name, FieldKind::Text)
}

fn field(name: &str, kind: FieldKind) -> FieldSchema {
    FieldSchema {
        name: name.to_owned(),
        title: title(name),
        description: format!("The {name}."),
        kind,
        printed_as: None,
        from: None,
    }
}

/// What is above the field's column in a document.
fn title(name: &str) -> String {
    match name {
        "completion" => "Completion date",
        "leads" => "Action lead",
        "accountable_officers" => "Accountable officers",
        "action" => "Action",
        "commentary" => "Commentary",
        "status" => "Status",
        other => other,
    }
    .to_owned()
}

fn entity(
    names: [&str; 3],
    kind: EntityKind,
    parents: &[&str],
    fields: Vec<FieldSchema>,
) -> EntitySchema {
    let [name, one, title] = names.map(str::to_owned);
    let description = format!("The {name}.");
    let parents = parents.iter().map(|p| (*p).to_owned()).collect();
    EntitySchema { name, one, title, description, kind, parents, fields, extra: vec![] }
}

/// A schema shaped like the contract's `action-plan`.
pub(crate) fn plan_schema() -> Schema {
    let officers = FieldSchema {
        printed_as: Some("officers_printed".to_owned()),
        ..field("accountable_officers", FieldKind::PostList)
    };
    let forecast = FieldSchema {
        from: Some("commentary".to_owned()),
        ..field("forecast", FieldKind::Forecast)
    };
    Schema {
        profile: "action-plan".to_owned(),
        title: "Action plan".to_owned(),
        description: "An improvement plan with rated actions.".to_owned(),
        entities: vec![
            entity(
                ["sections", "section", "Sections"],
                EntityKind::Group,
                &[],
                vec![text_field("title"), text_field("description")],
            ),
            entity(
                ["priority_areas", "priority_area", "Priority areas"],
                EntityKind::Group,
                &["sections"],
                vec![text_field("title"), officers],
            ),
            entity(
                ["actions", "action", "Actions"],
                EntityKind::Item,
                &["sections", "priority_areas"],
                vec![
                    text_field("action"),
                    field("completion", FieldKind::Dates),
                    field("leads", FieldKind::Posts),
                    text_field("commentary"),
                    forecast,
                    field("status", FieldKind::Status),
                ],
            ),
        ],
    }
}

/// A schema of another family, with numbers and one level of groups.
pub(crate) fn risk_schema() -> Schema {
    Schema {
        profile: "risk-register".to_owned(),
        title: "Risk register".to_owned(),
        description: "Scored risks.".to_owned(),
        entities: vec![
            entity(
                ["themes", "theme", "Themes"],
                EntityKind::Group,
                &[],
                vec![text_field("title")],
            ),
            entity(
                ["risks", "risk", "Risks"],
                EntityKind::Item,
                &["themes"],
                vec![
                    text_field("risk"),
                    field("likelihood", FieldKind::Number),
                    field("rating", FieldKind::Status),
                    field("owner", FieldKind::Posts),
                    field("review", FieldKind::Dates),
                ],
            ),
        ],
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(line: u32, row: u32) -> SourceRef {
    SourceRef { place: Some(Place::line(line)), table: Some(1), row: Some(row) }
}

fn info(profile: &str) -> DocumentInfo {
    DocumentInfo {
        title: Some("Harbour improvement plan, March 2021".to_owned()),
        period: Some("2021-03".to_owned()),
        period_printed: None,
        name: "harbour plan.md".to_owned(),
        media_type: "text/markdown".to_owned(),
        sha256: "ab".repeat(32),
        pages: None,
        profile: profile.to_owned(),
        tool: "tablemend 0.1.0".to_owned(),
    }
}

fn group(id: &str, parents: &[&str], values: Vec<Value>, line: u32) -> Record {
    Record {
        id: id.to_owned(),
        reference: Some(id.to_owned()),
        ref_printed: Some(id.to_owned()),
        parents: parents.iter().map(|p| Some((*p).to_owned())).collect(),
        values,
        printed: Some(format!("{id} as printed")),
        extra: vec![],
        source: at(line, line),
        flags: vec![],
        corrected: Vec::new(),
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn due(printed: &str, edtf: &str, start: &str, end: &str) -> Completion {
    let when = DatedAs { edtf: edtf.to_owned(), start: Some(day(start)), end: Some(day(end)) };
    Completion {
        printed: Some(printed.to_owned()),
        edtf: Some(edtf.to_owned()),
        start: when.start,
        end: when.end,
        dates: vec![Marker { when, role: Role::Due, label: None, printed: printed.to_owned() }],
    }
}

fn posts(people: &[&str], inherited: bool) -> Value {
    Value::Posts(Posts {
        printed: (!inherited).then(|| people.join(" / ")),
        people: people.iter().map(|p| (*p).to_owned()).collect(),
        inherited,
        alternatives: vec![],
    })
}

fn status(word: &str) -> Value {
    Value::Status(Status {
        value: Some(word.to_owned()),
        evidence: Some(Witness::Fill),
        printed: None,
        state: None,
    })
}

/// A small plan with every kind of field, a missing one of each, a repair and a doubt.
pub(crate) fn plan() -> Dataset {
    let mut revised = due("1 May 2021 1 June 2021", "2021-06-01", "2021-06-01", "2021-06-01");
    revised.dates[0].role = Role::Revised;
    revised.dates[0].printed = "1 June 2021".to_owned();
    let former = DatedAs {
        edtf: "2021-05-01".into(),
        start: Some(day("2021-05-01")),
        end: Some(day("2021-05-01")),
    };
    revised.dates.insert(
        0,
        Marker {
            when: former,
            role: Role::Original,
            label: None,
            printed: "1 May 2021".to_owned(),
        },
    );
    let action = |id: &str, values: Vec<Value>, line: u32| Record {
        id: id.to_owned(),
        reference: Some(id.split('~').next().unwrap().to_owned()),
        ref_printed: Some(id.split('~').next().unwrap().to_owned()),
        parents: vec![Some("1".to_owned()), Some("1.1".to_owned())],
        values,
        printed: None,
        extra: vec![],
        source: at(line, line),
        flags: vec![],
        corrected: Vec::new(),
    };
    let forecast = DatedAs {
        edtf: "2021-04".into(),
        start: Some(day("2021-04-01")),
        end: Some(day("2021-04-30")),
    };
    let mut actions = vec![
        action(
            "1.1.1",
            vec![
                text("Dredge the \"inner\" basin, then:\n• survey it\n• publish the depths"),
                Value::Completion(due(
                    "March – June 2021",
                    "2021-03/2021-06",
                    "2021-03-01",
                    "2021-06-30",
                )),
                posts(&["Harbour Master", "Head of Works; Coast"], false),
                text("April 2021"),
                Value::Forecast(forecast),
                status("amber"),
            ],
            10,
        ),
        action(
            "1.1.2",
            vec![
                text("=1+1 | looks like a formula *and* <b>markup</b> & more"),
                Value::Completion(revised),
                posts(&["Harbour Master"], true),
                text("-5 berths; naïve façade – “quoted”"),
                Value::Missing,
                status("green"),
            ],
            11,
        ),
        action(
            "1.1.2~2",
            vec![
                text("A row with nothing but its text"),
                Value::Missing,
                Value::Missing,
                Value::Missing,
                Value::Missing,
                Value::Missing,
            ],
            12,
        ),
    ];
    actions[1].flags = vec![Code::from("leads.inherited")];
    actions[2].flags = vec![Code::from("ref.duplicate")];
    let officers = Value::Posts(Posts {
        printed: Some("Officer: Director of Ports".to_owned()),
        people: vec!["Director of Ports".to_owned()],
        ..Posts::default()
    });
    let entities = vec![
        Entity { records: vec![group("1", &[], vec![text("Water"), Value::Missing], 5)] },
        Entity {
            records: vec![group("1.1", &["1"], vec![text("Depth, and access"), officers], 6)],
        },
        Entity { records: actions },
    ];
    let legend = |word: &str, meaning: &str, line| LegendEntry {
        status: word.to_owned(),
        meaning: Some(meaning.to_owned()),
        printed: Some(word.to_uppercase()),
        fill: Some(Rgb(255, 192, 0)),
        source: at(line, line),
    };
    Dataset {
        document: info("action-plan"),
        schema: plan_schema(),
        legend: vec![legend("green", "Going well", 2), legend("amber", "Late", 3)],
        entities,
        notes: vec![Remark {
            text: "NB a remark".to_owned(),
            parents: vec![Some("1".to_owned()), Some("1.1".to_owned())],
            source: at(13, 13),
        }],
        headers: vec![HeaderText {
            printed: "Action".to_owned(),
            field: Some("action".to_owned()),
            source: at(4, 1),
        }],
        other_text: vec![OtherText {
            text: "Page 1".to_owned(),
            source: SourceRef::at(Place::line(14)),
        }],
        diagnostics: vec![
            Diagnostic::new("leads.inherited", Level::Info, "the lead above counts here too")
                .at(at(11, 11))
                .of("1.1.2")
                .used("Harbour Master"),
            Diagnostic::new("ref.duplicate", Level::Warning, "a ref is used twice")
                .at(at(12, 12))
                .of("1.1.2~2")
                .repair("1.1.2", "1.1.2~2")
                .help("ask the author"),
            Diagnostic::new("ref.sequence", Level::Warning, "a gap").at(at(6, 6)).of("1.1"),
            Diagnostic::new("page.odd", Level::Info, "about the document"),
        ],
    }
}

/// A register of another family.
pub(crate) fn register() -> Dataset {
    let theme = group("Tides", &[], vec![text("Tides")], 3);
    let risk = Record {
        values: vec![
            text("Flood"),
            Value::Number { value: Some(4.0), printed: "4 (likely)".to_owned() },
            status("red"),
            posts(&["Warden"], false),
            Value::Completion(due("Spring 2021", "2021-21", "2021-03-01", "2021-05-31")),
        ],
        printed: None,
        ..group("R1", &["Tides"], vec![], 4)
    };
    let half = Record {
        values: vec![
            text("Wind"),
            Value::Number { value: Some(2.5), printed: "2.5".to_owned() },
            Value::Missing,
            Value::Missing,
            Value::Missing,
        ],
        ..Record { id: "R2".to_owned(), reference: None, ..risk.clone() }
    };
    Dataset {
        document: info("risk-register"),
        schema: risk_schema(),
        legend: vec![],
        entities: vec![Entity { records: vec![theme] }, Entity { records: vec![risk, half] }],
        notes: vec![],
        headers: vec![],
        other_text: vec![],
        diagnostics: vec![],
    }
}

/// A plan of so many actions in sections of up to 50.
pub(crate) fn large_plan(count: u32) -> Dataset {
    let mut data = plan();
    let model = data.entities[2].records[..2].to_vec();
    let (section, area) =
        (data.entities[0].records[0].clone(), data.entities[1].records[0].clone());
    data.entities.iter_mut().for_each(|e| e.records.clear());
    for n in 0..count {
        let (s, p) = ((n / 50 + 1).to_string(), format!("{}.1", n / 50 + 1));
        if n % 50 == 0 {
            let id = Some(s.clone());
            data.entities[0].records.push(Record {
                id: s.clone(),
                reference: id.clone(),
                ..section.clone()
            });
            let (id, parents) = (p.clone(), vec![id]);
            let reference = Some(p.clone());
            data.entities[1].records.push(Record { id, reference, parents, ..area.clone() });
        }
        let id = format!("{p}.{}", n % 50 + 1);
        let base = model[(n % 2) as usize].clone();
        let mut values = base.values;
        values[0] = text(&format!(
            "Carry out piece {n} of the work on the quays, sluices and marks, with a report to \
             the board, \"in plain words\", on what it costs and what it leaves undone."
        ));
        let colours = ["blue", "green", "amber", "red"];
        values[5] = status(colours[(n as usize * 7 / 3) % 4]);
        data.entities[2].records.push(Record {
            reference: Some(id.clone()),
            id,
            parents: vec![Some(s), Some(p)],
            values,
            ..base
        });
    }
    data.notes.clear();
    data.diagnostics.clear();
    data
}
