//! Headings and rows of authors whose documents were seen late, each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::{Dataset, State, Value};

fn first(data: &Dataset, entity: &str, name: &str) -> String {
    field(data, entity, name).first().cloned().unwrap_or_default()
}

#[test]
fn a_number_is_told_by_what_it_measures() {
    let data = read(
        "#|Cause|Event|Impact|Risk owner|Probability risk rating|Impact risk rating|Risk score|Response\n\
         1|The mould is worn|Boat fails its test|Late to the water by some weeks|Ann|2|5|10|Cast another\n\
         2|The glue is old|Mast comes loose|Crew must row home instead|Bo|3|4|12|Buy fresh glue",
    );
    for (name, expected) in [
        ("risk", "Boat fails its test"),
        ("likelihood", "2 (2)"),
        ("impact", "5 (5)"),
        ("consequence", "Late to the water by some weeks"),
        ("score", "10 (10)"),
    ] {
        assert_eq!(first(&data, "risks", name), expected, "{name}");
    }
}

#[test]
fn a_rating_of_bare_numbers_is_the_score() {
    let data = read(
        "Description of potential risk|Description of potential impact|Likelihood|Mitigation plan|Risk rating\n\
         The tide gate sticks|The lower meadow is under water|3|Grease it|12\n\
         The pump is stolen|Nobody can drain the dock|2|Chain it|8",
    );
    assert_eq!(first(&data, "risks", "risk"), "The tide gate sticks");
    assert_eq!(field(&data, "risks", "score"), ["12 (12)", "8 (8)"]);
    assert_eq!(field(&data, "risks", "status"), ["", ""]);
}

#[test]
fn the_heading_that_says_impact_is_the_impact() {
    let data = read(
        "ID|Risk description|Likelihood of the risk|Impact if it happens|Severity|Owner|Status\n\
         1|Rope parts at sea|Low|High|Medium|Ann|Open",
    );
    assert_eq!(first(&data, "risks", "impact"), "High");
}

#[test]
fn broken_headings_are_read_by_their_letters() {
    let data = read(
        "ID|Description|Likelihood|Seve rity|Mitig ation|Owner\nR1|Rope parts|L|H|Splice it|Ann",
    );
    assert_eq!(first(&data, "risks", "impact"), "H");
    assert_eq!(first(&data, "risks", "mitigation"), "Splice it");
}

#[test]
fn a_name_of_something_else_is_no_risk() {
    let data = read(
        "Name of the record|Storage place|Responsible person for storage|Controls for record protection|Kept for\n\
         The boat book|A shelf in the office|Harbour clerk|Only the clerk has a key|3 years",
    );
    assert_eq!(data.schema.profile, "table");
}

#[test]
fn refs_called_of_risks_make_a_register() {
    let data = read(
        "risk_id|title|threat_source|vulnerability|score|actions|owner|target_date|status\n\
         R01|Mooring taken over|Storm|Old rope|16|Renew the rope|Ann|2026-03-31|Open\n\
         R02|Crane overloaded|Haste|No scale|12|Buy a scale|Bo|2026-04-30|Open",
    );
    assert_eq!(data.schema.profile, "risk-register");
    assert_eq!(first(&data, "risks", "risk"), "Mooring taken over");
}

#[test]
fn titles_above_a_header_and_sums_of_nothing_are_no_items() {
    let data = read(
        "Risk register: new quay|<|<|Manager: Ann Other|<|<\n\
         Risk no|Risk description & effect|Prob of occur (P)|Impact (I)|Risk response|Person/Group assigned\n\
         1|Piles are late and work stops|0.6|5|Order early|Bo\n\
         2|Divers are ill|0.1|3|Ask the navy|Cy\n\
         ||0|0||\n||0|0||",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Piles are late and work stops", "Divers are ill"]);
    assert_eq!(field(&data, "risks", "owner"), ["Bo", "Cy"]);
    assert_eq!(field(&data, "risks", "likelihood"), ["0.6 (0.6)", "0.1 (0.1)"]);
}

#[test]
fn rows_like_a_header_and_rows_of_nothing_are_no_items() {
    let data = read(
        "ID|Risk|Likelihood|Impact|Mitigation\nR1|Flood in the yard|3|4|Pumps\nN/A|None|N/A|N/A|N/A\n\n\
         Category|Description\nSecrecy|Risk to data that is secret\nLedgers|Risk to data or ledgers\n\
         Accountability|Risk to logging and papers\nCompliance|Risk to rules of the port",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Flood in the yard"]);
}

#[test]
fn a_key_below_the_rows_is_none_of_them() {
    let data = read(
        "No.|Rank|Description|Category|Probability|Impact|Owner\n\
         1.1|6|Early forming of the crew|Crew|High|Low|Ann\n\
         1.2|3|Late forming of the crew|Crew|Low|Medium|Ann\n\
         1.3|1|No crew at all|Crew|Low|High|Bo\n\
         Risk rank|||Abbreviations|||\n1: Disaster|||D: Delay|||\n2: Mishap|||E: Early|||",
    );
    assert_eq!(field(&data, "risks", "risk").len(), 3);
    assert!(data.other_text.iter().any(|o| o.text == "1: Disaster"));
}

#[test]
fn a_table_that_explains_a_scale_has_no_items() {
    let data = read(
        "ID|Risk|Likelihood|Impact|Mitigation\nR1|Flood in the yard|3|4|Pumps\n\n\
         Level|Description|Likelihood\n1|Rare|Less than once in ten years\n2|Unlikely|Once in ten years\n3|Possible|Once a year\n\n\
         Description|Likelihood|Impact\nThe dock may dry out in summer|3|4\nThe clerk may leave the town|3|2",
    );
    assert_eq!(field(&data, "risks", "risk").len(), 3, "the last table has risks");
}

#[test]
fn numbers_without_a_heading_are_refs() {
    let data = read(
        "|Task|Duration|Resource names\nStart|<|<|\n1.|Lay the keel|2 days|Team\n2.|Bend the ribs|4 days|Ann",
    );
    assert_eq!(data.schema.profile, "action-plan");
    let (_, items) = data.items().unwrap();
    let refs: Vec<_> = items.records.iter().map(|r| r.reference.clone()).collect();
    assert_eq!(refs, [Some("1".to_owned()), Some("2".to_owned())]);
}

#[test]
fn nobody_leads_by_a_column_that_the_table_has_not() {
    let data = read(
        "Risk|Category|Likelihood|Owner|Response\nRope parts|Sea|High|Ann|Splice\nMast falls|Sea|Low|Ann|Stay it\nFire|Land|Low|Bo|Sand\n\n\
         Risks|Impact|How to prevent\nThe rope may part|High|Splice it\nThe mast may fall|High|Stay it",
    );
    assert_eq!(field(&data, "risks", "owner"), ["Ann", "Ann", "Bo", "", ""]);
    let (_, items) = data.items().unwrap();
    assert!(items.records[2].parents[0].is_some(), "Land");
    assert_eq!(items.records[3].parents[0], None, "the column's group ends with its table");
    assert_eq!(first(&data, "risks", "mitigation"), "Splice");
}

#[test]
fn a_milestone_over_dates_says_when() {
    let data = read(
        "Action|Owner|Milestone|Status\nMend the roof of the hall|Ann|May 2025|Open\nOil doors|Bo|3 June 2025|Done",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2025-05", "2025-06-03"]);
    let data = read("Milestone|Target date|Owner\nKeel laid|May 2025|Ann");
    assert_eq!(field(&data, "actions", "action"), ["Keel laid"]);
}

#[test]
fn progress_told_by_statuses_is_the_status() {
    let data = read(
        "Action|Owner|Due|Progress Q1|Progress Q2\nMend the roof|Ann|May 2025|On track|Complete\nOil doors|Bo|June 2025|Delayed|Complete\nCount keys|Bo|July 2025|Delayed|",
    );
    assert_eq!(field(&data, "actions", "status"), ["complete", "complete", "delayed"]);
    let data = read(
        "Action|Owner|Due|Progress\nMend the roof|Ann|May 2025|Tiles came in March\nOil doors|Bo|June 2025|Oil ordered",
    );
    assert_eq!(first(&data, "actions", "commentary"), "Tiles came in March");
}

#[test]
fn a_sentence_is_no_status() {
    let data = read(
        "No|Risk|Owner|Probability|Status\nR1|Rope parts|Ann|High|The risk event did not occur this year",
    );
    assert_eq!(first(&data, "risks", "status"), "");
}

#[test]
fn other_languages_have_their_headings_and_statuses() {
    for (text, action, lead, due, state) in [
        (
            "Nr|Maßnahme|Verantwortlich|Frist|Status\n1|Dach flicken|Anna|31. März 2025|Erledigt",
            "Dach flicken",
            "Anna",
            "2025-03-31",
            State::Done,
        ),
        (
            "N°|Action|Responsable|Échéance|Statut\n1|Réparer le toit|Anne|31 mars 2025|En cours",
            "Réparer le toit",
            "Anne",
            "2025-03-31",
            State::Open,
        ),
        (
            "Acción|Responsable|Plazo|Estado\nReparar el techo|Ana|marzo 2025|Por hacer",
            "Reparar el techo",
            "Ana",
            "2025-03",
            State::NotStarted,
        ),
        (
            "Cyf|Gweithredu|Swyddog arweiniol|Erbyn pryd|Statws\n1|Trwsio'r to|Anwen|Mawrth 2025|Cwblhawyd",
            "Trwsio'r to",
            "Anwen",
            "2025-03",
            State::Done,
        ),
    ] {
        let data = read(text);
        assert_eq!(first(&data, "actions", "action"), action);
        assert_eq!(first(&data, "actions", "leads"), lead);
        assert_eq!(first(&data, "actions", "completion"), due);
        let (schema, items) = data.items().unwrap();
        let at = schema.field("status").unwrap().0;
        let Value::Status(status) = &items.records[0].values[at] else { panic!("{text}") };
        assert_eq!(status.state, Some(state), "{text}");
    }
}
