//! Records of documents as different authors write them, each kind in a few lines.

use super::testing::document;
use crate::audit::audit;
use crate::profile::Profile;
use crate::records::records;
use crate::tables::tables;
use tablemend_model::{Dataset, Document, State, Value};

/// The records under the profile that fits, of all built-in ones.
pub(super) fn read(text: &str) -> Dataset {
    let document = tables(headed(document(text))).value;
    let all: Vec<Profile> = Profile::built_in_names().filter_map(Profile::built_in).collect();
    let profile = Profile::fitting(&document, &all).unwrap();
    let data = records(&document, &profile, "t");
    assert!(audit(&document, &data).is_clean(), "{text}: {:?}", audit(&document, &data));
    data
}

/// Every table's first row is its header.
fn headed(mut document: Document) -> Document {
    for block in &mut document.blocks {
        if let tablemend_model::Block::Table(table) = block {
            table.set_header_rows(1);
        }
    }
    document
}

/// The items of an entity, a field of each.
pub(super) fn field(data: &Dataset, entity: &str, name: &str) -> Vec<String> {
    let (schema, entity) = data.entity(entity).unwrap();
    let at = schema.field(name).unwrap().0;
    let shown = |value: &Value| match value {
        Value::Text(t) => t.clone(),
        Value::Number { value: Some(v), printed } => format!("{v} ({printed})"),
        Value::Number { value: None, printed } => printed.clone(),
        Value::Status(s) => s.value.clone().unwrap_or_default(),
        Value::Posts(p) => p.people.join("; "),
        Value::Completion(c) => c.edtf.clone().unwrap_or_default(),
        _ => String::new(),
    };
    entity.records.iter().map(|r| shown(&r.values[at])).collect()
}

#[test]
fn the_column_that_is_meant_is_the_fields() {
    for (text, name, expected) in [
        (
            "Recommendation|Agreed action|Responsible officer|Target date|Status\nCount keys|Clerk counts them|Clerk|30/06/2026|Open",
            "action",
            "Clerk counts them",
        ),
        (
            "Ref|Recommendation|Management response|Owner|Due|Status\nR1|Count the keys in March|The clerk will count them|Clerk|30/06/2026|Open",
            "commentary",
            "The clerk will count them",
        ),
        (
            "Ref|Recommendation|Management response|Owner|Due|Progress\nR1|Count the keys in March|Agreed|Clerk|30/06/2026|Half\nR2|Oil all the locks again|Agreed|Clerk|31/07/2026|None\nR3|List the doors of the hall|Agreed in part|Clerk|31/08/2026|None",
            "action",
            "Count the keys in March",
        ),
        (
            "Motion|Resolution|Lead officer|Actions taken|Status\nCrossings|Ask the county|Clerk|Letter sent|Open",
            "commentary",
            "Letter sent",
        ),
        (
            "Item|Frequency|Next due|Status|Owner|Notes\nInsurance renewed at the bank|Yearly|30/06/2026|OK|Clerk|Asked\nBoiler serviced by the firm|Yearly|31/08/2026|Late|Clerk|",
            "action",
            "Insurance renewed at the bank",
        ),
        (
            "Action|Owner|Due|RAG (Q1)|RAG (Q2)|RAG (Q3)\nMend it|Clerk|May 2026|Red|Amber|Green",
            "status",
            "green",
        ),
        ("Action|Owner|Due|RAG (Q1)|RAG (Q2)\nMend it|Clerk|May 2026|Red|", "status", "red"),
        (
            "Action|Owner|Due|June progress|July progress|RAG\nMend it|Clerk|May 2026|Ordered|Came|Green",
            "commentary",
            "Came",
        ),
    ] {
        assert_eq!(field(&read(text), "actions", name)[0], expected, "{text}");
    }
}

#[test]
fn words_of_a_scale_stay_and_are_no_doubt() {
    let data = read("ID|Risk|Likelihood|Impact|Mitigation\nR1|Flood|Medium|4 - Likely|Pumps");
    assert_eq!(field(&data, "risks", "likelihood"), ["Medium"]);
    assert_eq!(field(&data, "risks", "impact"), ["4 (4 - Likely)"]);
    assert!(data.diagnostics.is_empty(), "{:?}", data.diagnostics);
}

#[test]
fn other_tables_are_no_records_and_both_families_are_read() {
    let data = read(
        "ID|Risk|Likelihood|Impact|Mitigation\nR1|Flood|3|4|Pumps\n\n\
         ID|Tide|Logged|Phase|Status\nA1|The quarry is open|5 May|2|Active\n\n\
         ID|Action|Owner|Due date|Status\nT1|Ring the quarry|Clerk|3 May 2026|Open\nT2|Hire pumps|Clerk|4 May 2026|Done\nT3|Test them|Clerk|5 May 2026|Done\nT4|Pay|Clerk|6 May 2026|Open\n\n\
         Risk ID|Risk|Score\nR1|Flood|12",
    );
    assert_eq!(data.schema.profile, "action-plan+risk-register");
    assert_eq!(
        field(&data, "actions", "action"),
        ["Ring the quarry", "Hire pumps", "Test them", "Pay"]
    );
    assert_eq!(field(&data, "risks", "risk"), ["Flood"]);
    assert_eq!(
        field(&data, "risks", "score"),
        ["12 (12)"],
        "what another table adds is the risk's"
    );
    assert!(data.other_text.iter().any(|o| o.text == "The quarry is open"));
}

#[test]
fn any_table_gives_typed_rows() {
    let data = read("Boat|Fee|Paid|Master\nGull|(£1,200)|3 May 2026|Ann\nTern|£5|4 May 2026|Bo");
    assert_eq!(data.schema.profile, "table");
    assert_eq!(field(&data, "rows", "fee"), ["-1200 ((£1,200))", "5 (£5)"]);
    assert_eq!(field(&data, "rows", "paid"), ["2026-05-03", "2026-05-04"]);
    // What names the rows under no heading is a column too, and a share is a number.
    let data = read("|2023|% of all\nFish|1,200|60%\nCrabs|800|40%");
    assert_eq!(field(&data, "rows", "column_1"), ["Fish", "Crabs"]);
    assert_eq!(field(&data, "rows", "column_2023"), ["1200 (1,200)", "800 (800)"]);
    assert_eq!(field(&data, "rows", "of_all"), ["60 (60%)", "40 (40%)"]);
}

#[test]
fn a_title_over_any_table_is_no_part_of_its_headings() {
    let mut document = document("Stops by month|<|<\nDistrict|Jan|Feb\nNorth|3|4\nSouth|5|6");
    for block in &mut document.blocks {
        if let tablemend_model::Block::Table(table) = block {
            table.set_header_rows(2);
        }
    }
    let all: Vec<Profile> = Profile::built_in_names().filter_map(Profile::built_in).collect();
    let data = records(&document, &Profile::fitting(&document, &all).unwrap(), "t");
    assert!(audit(&document, &data).is_clean());
    assert_eq!(field(&data, "rows", "district"), ["North", "South"]);
    assert_eq!(field(&data, "rows", "jan"), ["3 (3)", "5 (5)"]);
}

#[test]
fn statuses_lead_their_cells() {
    let text =
        |status: &str| format!("Ref|Action|Owner|Due date|Status\n1|Mend|Clerk|May 2026|{status}");
    for (printed, value, state) in [
        ("Open — waits for the bank", "open", Some(State::Open)),
        ("COMPLETED (2026-03-21)", "completed", Some(State::Done)),
        ("In progress: 60%", "in progress", Some(State::Open)),
        ("✅", "done", Some(State::Done)),
        ("[x]", "done", Some(State::Done)),
        ("❌", "open", Some(State::Open)),
        ("Green → Amber", "amber", None),
        ("Not started", "not started", Some(State::NotStarted)),
        ("PARTIAL -- a module is there", "partial", Some(State::Open)),
    ] {
        let data = read(&text(printed));
        assert_eq!(field(&data, "actions", "status"), [value], "{printed}");
        let (schema, items) = data.items().unwrap();
        let at = schema.field("status").unwrap().0;
        let Value::Status(status) = &items.records[0].values[at] else { panic!("{printed}") };
        assert_eq!((status.state, status.printed.as_deref()), (state, Some(printed)));
    }
}

#[test]
fn leads_part_where_each_stands_alone_and_nobody_is_nobody() {
    let row = |lead: &str| format!("\n1|Mend|{lead}|May 2026|Open");
    let text = format!(
        "Ref|Action|Owner|Due date|Status{}{}{}{}{}",
        row("Tech Lead"),
        row("Backend"),
        row("Tech Lead, Backend"),
        row("Ann Field + Bo Marsh"),
        row("Unassigned"),
    );
    assert_eq!(
        field(&read(&text), "actions", "leads"),
        ["Tech Lead", "Backend", "Tech Lead; Backend", "Ann Field; Bo Marsh", ""]
    );
}

#[test]
fn refs_stand_in_front_of_most_texts_or_of_none() {
    let data = read(
        "Action|Owner|Due date|Status\nMend the gate|Clerk|May 2026|Open\n\
         A4 printers go|Clerk|May 2026|Open\nPaint the shed|Clerk|May 2026|Open",
    );
    assert_eq!(field(&data, "actions", "action")[1], "A4 printers go");
    assert!(data.diagnostics.is_empty(), "{:?}", data.diagnostics);
}

#[test]
fn dates_without_a_year_are_near_those_of_their_column() {
    let data = read(
        "Milestone|Target date|Status\nRope bought|Apr 1, 2026|Done\nRope fitted|Apr 14|Open\nSeason ends|Jul 7|Open",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-04-01", "2026-04-14", "2026-07-07"]);
}

/// The refs of the items, `-` where one has none.
fn refs(data: &Dataset) -> Vec<String> {
    let (_, items) = data.items().unwrap();
    items.records.iter().map(|r| r.reference.clone().unwrap_or_else(|| "-".to_owned())).collect()
}

#[test]
fn plain_numbers_in_front_of_the_text_are_refs_where_they_count() {
    let data = read(
        "Action|Lead|Due date|Status\n\
         1 Paint the boats|Head of Parks|March 2024|Green\n\
         2 Mend the nets|Head of Parks|April 2024|Amber\n\
         3 Sweep the quay|Head of Parks|May 2024|Red",
    );
    assert_eq!(refs(&data), ["1", "2", "3"]);
    let data = read(
        "Action|Lead|Due date|Status\n\
         12 Boats are to be painted|Head of Parks|March 2024|Green\n\
         5 Nets are to be mended|Head of Parks|April 2024|Amber",
    );
    assert_eq!(refs(&data), ["-", "-"]);
}

#[test]
fn a_revised_date_that_is_open_replaces_the_first() {
    let data = read(
        "Ref|Action|Lead|Original due date|Revised due date|Status\n\
         1|Paint the boats|Head of Parks|31 March 2024|TBC|Green\n\
         2|Mend the nets|Head of Parks|30 April 2024|-|Amber",
    );
    let (schema, items) = data.items().unwrap();
    let (at, _) = schema.field("completion").unwrap();
    let edtf = |n: usize| match &items.records[n].values[at] {
        tablemend_model::Value::Completion(c) => c.edtf.clone(),
        _ => None,
    };
    assert_eq!((edtf(0), edtf(1).as_deref()), (None, Some("2024-04-30")));
}

#[test]
fn the_key_to_the_statuses_is_no_section() {
    let data = read(
        "# Plan\n\n# Theme 1: Quays\n\nAction|Lead|Due date|Status\n\
         Paint the boats|Head of Parks|March 2024|Green\n\
         Mend the nets|Head of Parks|April 2024|Amber\n\n# Key to status\n\n\
         Action|Lead|Due date|Status\nSweep the quay|Head of Parks|May 2024|Red",
    );
    let (_, items) = data.items().unwrap();
    assert!(items.records.iter().all(|r| r.parents[0].as_deref() == Some("1")), "{items:?}");
}

#[test]
fn words_of_a_scale_are_numbers_in_its_order() {
    let data = read(
        "Rec no|Finding|Recommendation|Priority|Management response|Owner|Status\n\
         1|Locks are old|Change the locks|High|Agreed|Head of Parks|Open\n\
         2|Keys are lost|Keep a list of keys|Low priority|Agreed|Head of Parks|Open\n\
         3|Doors stick|Plane the doors|Soon|Agreed|Head of Parks|Open",
    );
    assert_eq!(data.document.profile, "audit-recommendations");
    let priorities = field(&data, "recommendations", "priority");
    assert_eq!(priorities, ["4 (High)", "2 (Low priority)", "Soon"]);
}

#[test]
fn the_name_of_a_column_is_no_section() {
    let data = read(
        "# Plan\n\n# Theme 1: Quays\n\n# Status\n\nAction|Lead|Due date|Status\n\
         Paint the boats|Head of Parks|March 2024|Green\n\
         Mend the nets|Head of Parks|April 2024|Amber",
    );
    let (_, items) = data.items().unwrap();
    assert!(items.records.iter().all(|r| r.parents[0].as_deref() == Some("1")), "{items:?}");
}

#[test]
fn a_series_of_columns_is_told_once() {
    let data = read(
        "Ref|Action|Lead|RAG Q1|RAG Q2|RAG Q3\n\
         1|Paint the boats|Head of Parks|Red|Amber|\n\
         2|Mend the nets|Head of Parks|Red|Green|Green",
    );
    assert_eq!(field(&data, "actions", "status"), ["amber", "green"]);
    let told: Vec<&str> = data
        .diagnostics
        .iter()
        .filter(|n| n.code == "column.series")
        .filter_map(|n| n.printed.as_deref())
        .collect();
    assert_eq!(told, ["RAG Q1, RAG Q2, RAG Q3"]);
}

#[test]
fn a_status_that_a_narrow_column_broke_is_one() {
    use crate::records::status::leading;
    assert_eq!(leading("On\ntrack"), "On track");
    assert_eq!(leading("Complete\nSee note"), "Complete");
    assert_eq!(leading("Open\nblocked by the weather"), "Open");
}

#[test]
fn names_of_groups_beside_their_rows_are_sections() {
    let data = read(
        "|Ref|Action|Owner|Due|Status\nTheme 1: Piers|1.1|Mend the pier again|Clerk|May 2026|Open\n^|1.2|Paint the boat green|Clerk|May 2026|Open\nTheme 2: Lamps|2.1|Light the lamp at dusk|Clerk|May 2026|Open",
    );
    let (_, sections) = data.entity("sections").unwrap();
    let ids: Vec<&str> = sections.records.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["1", "2"]);
    let (_, actions) = data.entity("actions").unwrap();
    assert_eq!(actions.records.len(), 3);
}
