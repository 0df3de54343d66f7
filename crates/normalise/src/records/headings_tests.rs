//! What headings over tables say, and which profile has a table: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::{Dataset, Level};

fn count(data: &Dataset, entity: &str) -> usize {
    data.entity(entity).map_or(0, |(_, e)| e.records.len())
}

#[test]
fn the_heading_over_a_table_says_what_it_is_about() {
    let risks = "ID|Title|Impact|Likelihood|Owner|Opened|Mitigation\n1|The quay sinks|High|Low|Ann|4 May 2026|Shore it up";
    let data = read(&format!("# Risks\n\n{risks}"));
    assert_eq!(field(&data, "risks", "risk"), ["The quay sinks"]);
    let issues = "ID|Title|Impact|Owner|Opened|Resolution\n1|The crane is late|High|Ann|4 May 2026|Hire another";
    let data = read(&format!("# Issues\n\n{issues}"));
    assert_eq!(field(&data, "entries", "entry"), ["The crane is late"]);
}

#[test]
fn what_a_row_is_called_stands_in_front() {
    let data = read(
        "# Issue log\n\nID|Issue|Priority|Owner|Status|Next action\n1|Ticket lost on the north quay|High|Ann|Open|Ask the printer for it",
    );
    assert_eq!(field(&data, "entries", "entry"), ["Ticket lost on the north quay"]);
    assert_eq!(field(&data, "entries", "resolution"), ["Ask the printer for it"]);
    let data = read(
        "# KPI register\n\nKPI|Current value|Target|Status|Evidence|Next action\nBoats let out|12|20|Amber|Ledger|Paint two more",
    );
    assert_eq!(field(&data, "indicators", "indicator"), ["Boats let out"]);
    // A dependency behind who and when is told of an action.
    let data = read(
        "# Action register\n\nID|Origin|Owner|Due date|Status|Dependency\nA1|Minutes of May: oil all the locks of the hall|Ann|4 May 2026|Open|M-01\n\
         A2|Minutes of June: count the keys and write them down|Bo|5 May 2026|Open|M-02",
    );
    assert_eq!(count(&data, "actions"), 2);
    assert_eq!(field(&data, "actions", "leads"), ["Ann", "Bo"]);
}

#[test]
fn fewer_names_are_enough_under_such_a_heading() {
    let data = read(
        "# Activity schedule\n\nID|Activity|Duration|Dependency\nA1|Dredge the dock|3 days|None\nA2|Paint the lock gates|1 day|A1",
    );
    assert_eq!(field(&data, "actions", "action"), ["Dredge the dock", "Paint the lock gates"]);
    let data = read(
        "# Technical metrics\n\nMetric|Target|Measurement method|Frequency\nBoats afloat|60|Count them|Daily\nNets mended|90|Ask Bo|Weekly",
    );
    assert_eq!(field(&data, "indicators", "target"), ["60 (60)", "90 (90)"]);
    let data = read(
        "# Risk summary\n\nRisk category|Probability|Impact|Overall risk\nTides|Medium|High|High\nTimber|Low|Low|Low",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Tides", "Timber"]);
}

#[test]
fn what_comes_of_an_item_is_not_its_name() {
    let data = read(
        "# Milestones\n\nWeeks|Phase|Status|Key deliverables\n1–10|Dredge the dock|Done|A dry dock and a heap of mud\n11–20|Hang the gate|Open|A gate that shuts",
    );
    assert_eq!(field(&data, "actions", "action"), ["Dredge the dock", "Hang the gate"]);
    let data = read(
        "# Milestones\n\nPhase|Deliverable|Date|Owner|Status\nOne|A dry dock|4 May 2026|Ann|Done\nOne|A heap of mud|5 May 2026|Bo|Open",
    );
    assert_eq!(field(&data, "actions", "action"), ["A dry dock", "A heap of mud"]);
}

#[test]
fn the_refs_of_something_else_are_of_no_risk() {
    let data = read(
        "Change ID|Description|Status|Impact on budget|Decision date\nC1|Ten more lamps on the quay|Approved|Some|4 May 2026",
    );
    assert_eq!(count(&data, "risks"), 0);
}

#[test]
fn a_row_of_values_is_no_header() {
    let data = read(
        "# RAID report\n\nType|ID|Description|Owner|Status|Due date\nAction|A-004|Prepare the summary of it all|Ann|In progress|5 June 2026\n\
         Decision|D-005|Confirm how it is read out|Bo|Pending|12 June 2026",
    );
    assert_eq!(field(&data, "entries", "type"), ["Action", "Decision"]);
    assert_eq!(
        field(&data, "entries", "entry"),
        ["Prepare the summary of it all", "Confirm how it is read out"]
    );
}

#[test]
fn rows_that_nobody_has_filled_in_are_no_items() {
    let data = read(
        "Risk ID|Risk|Likelihood|Impact|Owner\n1|Rope parts|Low|High|Ann\n2||||\n3||||\n4||||",
    );
    assert_eq!(count(&data, "risks"), 1);
    let data = read("ID|Risk|Likelihood|Impact|Owner\n1|Rope parts|Low|High|Ann\n—|—|—|—|—");
    assert_eq!(count(&data, "risks"), 1);
}

#[test]
fn links_and_products_are_no_text_of_a_risk() {
    let data = read(
        "Epic|Status|Lead|P|Issues\nWash house opens|Done|Ann|P0|#412, #413\nWell is dug|Backlog|Bo|P1|#420",
    );
    assert_eq!(field(&data, "actions", "action"), ["Wash house opens", "Well is dug"]);
    let data = read(
        "Item|P|I|Risk (P*I)|How\nThe ferry sinks at the quay|13|70|910|\nThe bell cracks|5|8|40|Cast it anew",
    );
    assert_eq!(field(&data, "risks", "risk")[0], "The ferry sinks at the quay");
    assert_eq!(field(&data, "risks", "score"), ["910 (910)", "40 (40)"]);
    let data = read(
        "ID|Description|Impact|Likelihood|Risk factor\nR1|The mast is old|3|6|18\nR2|The sail is thin|7|4|28",
    );
    assert_eq!(field(&data, "risks", "score"), ["18 (18)", "28 (28)"]);
}

#[test]
fn sentences_beat_words_that_come_again() {
    let data = read(
        "ID|Risk|Probability|Impact|Response strategy|Mitigation and preventive action\n\
         1|Rope parts|4|4|Mitigate|Splice it every week at least\n2|Bell cracks|2|3|Mitigate|Cast it anew before the feast\n\
         3|Oar snaps|2|2|Avoid|Carry a second one at all times",
    );
    assert_eq!(field(&data, "risks", "mitigation")[0], "Splice it every week at least");
}

#[test]
fn the_first_line_of_a_heading_is_its_name() {
    let data = read(
        "ID|Risk description|Likelihood|Owner\\nPerson who will manage the risk.|Mitigating action\\nActions to mitigate the risk, for instance reduce the likelihood of it.\n\
         1|Rope parts|Low|Ann|Splice it",
    );
    assert_eq!(field(&data, "risks", "owner"), ["Ann"]);
    assert_eq!(field(&data, "risks", "mitigation"), ["Splice it"]);
}

#[test]
fn headings_cut_short_or_misspelt_are_known() {
    let data = read(
        "Nr.|Massnahme|Termin|Verantw.|Status\nM1|Boote streichen|Q1/2024|Technik|In Arbeit\nM2|Netze flicken|Q2/2024|Vorarbeiter|Geplant",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Technik", "Vorarbeiter"]);
    assert_eq!(field(&data, "actions", "completion")[0], "2024-01/2024-03");
    let data = read(
        "Action|Due date|Responsibiliy|Status\nPaint the boats|4 May 2026|Harbour master|Open",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Harbour master"]);
}

#[test]
fn an_assumption_is_no_risk_and_what_is_raised_is_raised() {
    let data = read(
        "# Assumptions\n\nID|Assumption|Validation status|Risk if wrong|Owner\nA1|The quay bears the crane|Open|Crane falls|Ann\nA2|Divers can be had|Open|Work stops|Bo",
    );
    assert_eq!(field(&data, "entries", "impact"), ["Crane falls", "Work stops"]);
    let data = read(
        "ID|Issue|Status|Date raised|Decision date|Raised by\n1|The crane is late|Closed|4 May 2026|11 May 2026|Ann",
    );
    assert_eq!(field(&data, "entries", "raised"), ["2026-05-04"]);
}

#[test]
fn a_session_is_no_date_and_a_resolution_no_status() {
    let data = read(
        "ID|Issue|Raised by|Logged|Severity\nI1|Wire is thin|Ann|H-001|High\nI2|Bell is cracked|Bo|H-001|Low\nI3|Lamp is out|Bo|H-003|Low",
    );
    assert_eq!(field(&data, "entries", "raised"), ["", "", ""]);
    assert!(!data.diagnostics.iter().any(|d| d.code.starts_with("date.")));
    let data = read(
        "ID|Issue description|Resolution|Date closed\nI1|Slow lock gate|Fixed the winch at last|4 May 2026\nI2|Lamp fails|Completed the new wiring|5 May 2026",
    );
    assert_eq!(field(&data, "entries", "resolution")[0], "Fixed the winch at last");
}

#[test]
fn what_is_left_of_a_risk_counts_under_letters_too() {
    let data = read(
        "Risk ID|Description|Likelihood|Impact|New likelihood|New impact\nR1|The mast is old|3|4|2|1\nR2|The sail is thin|5|5|3|2",
    );
    assert_eq!(field(&data, "risks", "likelihood"), ["2 (2)", "3 (3)"]);
    assert_eq!(field(&data, "risks", "impact"), ["1 (1)", "2 (2)"]);
}

#[test]
fn ratings_and_amounts_are_no_text() {
    let data = read(
        "Hazard|Risk|Mitigation|Owner\nThe gate sticks|High|Grease it|Ann\nThe lamp is out|Low|Mend it|Bo\nThe rope is old|High|Splice it|Bo",
    );
    assert_eq!(field(&data, "risks", "risk")[0], "The gate sticks");
    assert_eq!(field(&data, "risks", "status"), ["red", "green", "red"]);
    // A row below the header whose cells begin with names is no header.
    let data = read(
        "Risk|Likelihood|Mitigation\nRope parts at sea|Low|Splice it\nRisk mitigation|80%|Risks identified",
    );
    assert_eq!(count(&data, "risks"), 2);
}

#[test]
fn days_of_a_plan_are_no_refs_and_weeks_are_relative() {
    let data = read(
        "# Risks\n\nPeriod|Risk|Mitigation\nDay 4-5|The dock is full at that time|Stagger the boats\nDay 6-7|The crane is let out again|Hire another one",
    );
    assert!(data.entity("risks").unwrap().1.records.iter().all(|r| r.reference.is_none()));
    let data = read(
        "# Execution plan\n\nWeek|Workstream|Deliverable\n7|Docks|The lock gate hangs again\n8–9|Boats|Three boats are painted",
    );
    let codes: Vec<&str> = data.diagnostics.iter().map(|d| d.code.as_ref()).collect();
    assert!(codes.contains(&"date.relative") && !codes.contains(&"date.unreadable"), "{codes:?}");
}

#[test]
fn what_a_whole_column_is_not_is_no_doubt_of_each_row() {
    let row = |n: u32, when: &str| format!("\nI{n}|Lamp {n} is out on the quay|Ann|{when}");
    let rows: String =
        ["While the feast lasts", "Roles are not filled", "Tide is low", "Next visit"]
            .iter()
            .zip(1..)
            .map(|(when, n)| row(n, when))
            .collect();
    let data = read(&format!("# Issues\n\nID|Issue|Raised by|Due{rows}"));
    let unread = data.diagnostics.iter().filter(|d| d.code == "date.unreadable");
    assert!(unread.clone().count() == 4 && unread.clone().all(|d| d.level == Level::Info));
}

#[test]
fn a_date_without_a_year_takes_that_of_the_others() {
    let data = read(
        "# Issues\n\nID|Issue|Opened|Owner|Date closed\nI1|Slow lock gate|12 May|Ann|20 May 2025\nI2|Lamp fails|14 May|Bo|21 May 2025",
    );
    assert_eq!(field(&data, "entries", "raised"), ["2025-05-12", "2025-05-14"]);
}

#[test]
fn a_card_stands_under_its_heading_with_a_line_between() {
    let card = |title: &str, cause: &str| {
        format!(
            "# {title}\n\nStatus: active\n\nField|Details\nCategory|Boats\nDescription|{cause}\nProbability|High\nImpact|Low\nRisk owner|Ann"
        )
    };
    let data = read(&format!(
        "{}\n\n{}",
        card("RISK-001: Rope parts", "The rope is older than the boat"),
        card("RISK-002: Bell cracks", "The bell was cast in a hurry")
    ));
    assert_eq!(count(&data, "risks"), 2);
    assert_eq!(field(&data, "risks", "owner"), ["Ann", "Ann"]);
}

#[test]
fn signs_alone_and_beside_numbers_are_statuses() {
    let data = read(
        "Action|Owner|Status\nDredge the dock|Ann|✅ 4/4\nHang the gate|Bo|⏳\nOil the locks|Bo|🔄\nCount the keys|Ann|❌ 2/9",
    );
    assert_eq!(field(&data, "actions", "status"), ["done", "open", "open", "open"]);
}

#[test]
fn a_scale_is_no_register_and_a_kpi_needs_no_target() {
    let data = read(
        "# Risk rating\n\nRating|Description\n1 – Very low|It hardly ever comes to this\n2 – Low|It came to this once or twice\n\n\
         # Risks\n\nID|Risk|Likelihood|Owner\nR1|Rope parts|Low|Ann",
    );
    assert_eq!(count(&data, "risks"), 1);
    let data = read(
        "KPI|Definition|Source|Status\nBoats let out|All that leave the quay|Ledger|✅\nNets mended|All that Bo mends|Bo|❌",
    );
    assert_eq!(field(&data, "indicators", "status"), ["done", "open"]);
}

#[test]
fn a_sentence_with_a_number_right_above_a_table_heads_it() {
    let data = read(
        "# Plan\n\nFinding 1: The keys are not counted.\n\nAction|Owner|Due\nCount the keys|Ann|May 2025\n\nFinding 2: The doors are not oiled.\n\nAction|Owner|Due\nOil the doors|Bo|June 2025",
    );
    assert_eq!(
        field(&data, "sections", "title"),
        ["The keys are not counted.", "The doors are not oiled."]
    );
    assert_eq!(field(&data, "actions", "action"), ["Count the keys", "Oil the doors"]);
}

#[test]
fn the_first_of_several_numbered_headings_is_no_title() {
    let data = read(
        "# 1. Travel\n\nAction|Owner|Due\nCount the keys|Ann|May 2025\n\n# 2. Housing\n\nAction|Owner|Due\nOil the doors|Bo|June 2025",
    );
    assert_eq!(field(&data, "sections", "title"), ["Travel", "Housing"]);
}

#[test]
fn who_made_a_decision_is_no_entry_and_a_heading_that_asks_by_whom_is_told() {
    let data = read(
        "Field|Value\nDecision made by|TBD\nDecision date|3 May 2026\nRationale|The gate is old and the wood is soft\nNext action|Ask the smith",
    );
    let is_person = |data: &Dataset| {
        data.entity("entries").is_some()
            && field(data, "entries", "entry").contains(&"TBD".to_owned())
    };
    assert!(!is_person(&data));
    let data = read(
        "Assumption|Needs validation by|Status\nThe smith has time in May|A letter of the smith is on file|Open\nThe bell can be cast here|The foundry has a form for it|Open",
    );
    assert_eq!(field(&data, "entries", "entry")[0], "The smith has time in May");
    let told = |n: &&tablemend_model::Diagnostic| {
        n.code == "column.assumed" && n.message.contains("Needs validation by")
            || n.printed.as_deref() == Some("Needs validation by")
    };
    assert!(data.diagnostics.iter().any(|n| told(&n)), "{:?}", data.diagnostics);
}

#[test]
fn a_list_with_pictures_is_a_key_where_a_table_has_them() {
    let list =
        "# Plan of the yard\n\n🍃 Oak for the gate\n⚓ Iron for the chain\n🔔 Bronze for the bell";
    let plan = |status: &str| {
        let data = read(&format!(
            "{list}\n\nAction|Owner|Due date|Status\nOil the bell|Ann|3 May 2026|{status}\nHang the gate|Bo|4 May 2026|Open"
        ));
        data.legend.len()
    };
    assert_eq!(plan("Done"), 0);
    assert_eq!(plan("🔔"), 3);
}

#[test]
fn a_table_that_says_what_its_levels_mean_has_no_risks() {
    let scale = "Escala|Impacto|Tempo|Descrição\nMuito baixo|5%|1 dia|O sino toca um pouco mais tarde\nBaixo|15%|2 dias|O sino toca no dia seguinte\nAlto|50%|2 semanas|O sino não toca nesta maré";
    let register = "Risco|Impacto|Probabilidade|Resposta\nO portão emperra com a geada|Alto|Baixa|Olear toda semana\nO sino racha|Alto|Alta|Tocar de leve";
    let data = read(&format!("{scale}\n\n{register}"));
    assert_eq!(field(&data, "risks", "risk").len(), 2);
}

#[test]
fn the_same_lead_of_two_tables_is_not_two_halves_of_one() {
    let table = "Action|Owner|Due date\nOil the gate by the quay|quay team|3 May 2026";
    let data = read(&format!("# North\n\n{table}\n\n# South\n\n{}", table.replace("Oil", "Hang")));
    assert_eq!(field(&data, "actions", "leads"), ["quay team", "quay team"]);
}

#[test]
fn what_is_left_goes_before_what_was_in_other_languages() {
    for (gross, net) in
        [("Inherente", "Residual"), ("Inerente", "Residuo"), ("Inhérent", "Résiduel")]
    {
        let data = read(&format!(
            "ID|Risk|P|I|{gross}|{net}|Measure\nR1|The gate jams in frost|3|4|12|6|Oil it weekly\nR2|The bell cracks|2|5|10|5|Ring it softly"
        ));
        assert_eq!(field(&data, "risks", "score"), ["6 (6)", "5 (5)"], "{gross}");
    }
}
