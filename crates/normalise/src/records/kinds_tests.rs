//! What a column is by its cells and by the columns beside it, each in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::{Dataset, State};

/// A plan of one action, behind a table of something else.
fn behind(other: &str) -> Vec<String> {
    let plan = "Ref|Action|Owner|Due date|Status\nT1|Ring the quarry|Clerk|3 May 2026|Open";
    field(&read(&format!("{other}\n\n{plan}")), "actions", "action")
}

#[test]
fn refs_under_the_name_of_an_item_number_what_is_described() {
    let data = read(
        "Milestone|Description|Target date|Status\nM1|Lay the keel|1 May 2026|Done\nM2–M4|Plank the hull|1 June 2026|Open\nM5|Step the mast|1 July 2026|Open",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["Lay the keel", "Plank the hull", "Step the mast"]
    );
    let refs: Vec<Option<&str>> =
        data.entity("actions").unwrap().1.records.iter().map(|r| r.reference.as_deref()).collect();
    assert_eq!(refs[0], Some("M1"));
    assert!(refs[1].is_some_and(|r| r.starts_with("M2")), "{refs:?}");
}

#[test]
fn the_refs_are_those_that_tell_rows_apart() {
    let data = read(
        "Plan ID|Clause Ref|Weakness description|Due date|Status|Milestone\nP-1|4.2|The lamp is dark|1 May 2026|Open|Buy oil\nP-2|4.2|The rope is short|1 June 2026|Open|Buy rope\nP-3|4.3|The bell is cracked|1 July 2026|Open|Cast a bell",
    );
    let refs: Vec<Option<String>> =
        data.entity("actions").unwrap().1.records.iter().map(|r| r.reference.clone()).collect();
    assert_eq!(refs, ["P-1", "P-2", "P-3"].map(|r| Some(r.to_owned())));
    assert_eq!(field(&data, "actions", "action")[0], "The lamp is dark");
}

#[test]
fn levels_are_no_text_of_a_risk() {
    let data = read(
        "Control|Gap|Risk|Remediation plan|Owner|Target date|Status\nC1|No second key|High|Cut a second key|Clerk|1 May 2026|Open\nC2|No list of keys|Medium|Write the list|Clerk|1 June 2026|Open",
    );
    assert_eq!(field(&data, "actions", "action"), ["Cut a second key", "Write the list"]);
    let data = read(
        "Threat|Pre-control risk|Residual risk|Key mitigation\nFire in the loft|Critical (25)|Medium|Two buckets\nFlood in the cellar|Medium-High|Low|A pump",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Fire in the loft", "Flood in the cellar"]);
}

#[test]
fn a_status_says_how_far_it_is_beside_a_residual_risk() {
    let data = read(
        "Risk|Likelihood|Impact|Mitigation|Status|Residual risk\nFire in the loft|3|4|Two buckets|Open|Looked at again in May\nFlood in the cellar|2|5|A pump|Closed|Looked at again in June",
    );
    assert_eq!(field(&data, "risks", "status"), ["open", "closed"]);
}

#[test]
fn what_somebody_has_to_do_by_a_day_is_an_action_whatever_it_is_called() {
    let data = read(
        "ID|Condition|Owner|Deadline\nC-1|The lock of the loft is mended for good|Clerk|1 May 2026\nC-2|The list of the keys is kept by two people|Mate|1 June 2026",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Clerk", "Mate"]);
}

#[test]
fn what_is_weighed_by_urgency_and_work_is_to_be_done() {
    let data = read(
        "Priority|Action|Effort\n1|Oil the locks of the hall|Low\n2|Count the keys of the loft|High",
    );
    assert_eq!(field(&data, "actions", "action").len(), 2);
}

#[test]
fn dates_without_a_known_heading_say_when() {
    let data = read(
        "Milestone|Planned|Actual|Note\nKeel laid in the yard|2026-04-15|2026-04-22|Late timber\nMast stepped in the yard|2026-06-01|2026-06-01|On the day",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-04-15", "2026-06-01"]);
}

#[test]
fn a_day_is_due_though_no_date_can_be_read() {
    let data = read(
        "Ref|Action|Target date|Actual date|Status\nA1|Lay the keel|Opening + 20 days|—|Open\nA2|Step the mast|Opening + 60 days|—|Open",
    );
    let (schema, actions) = data.entity("actions").unwrap();
    let at = schema.field("completion").unwrap().0;
    let printed = |r: &tablemend_model::Record| match &r.values[at] {
        tablemend_model::Value::Completion(c) => c.printed.clone(),
        _ => None,
    };
    let all: Vec<Option<String>> = actions.records.iter().map(printed).collect();
    assert_eq!(all[0].as_deref(), Some("Opening + 20 days"));
}

#[test]
fn amounts_under_target_are_no_dates() {
    let data = read(
        "Goal|Type|Target|Owner\nFewer lost keys in the loft|Loft|<5%|Clerk\nMore oil in the lamps|Hall|65%|Mate",
    );
    assert!(data.entity("actions").is_none_or(|(_, e)| {
        e.records.iter().all(|r| !r.flags.iter().any(|f| f.contains("date")))
    }));
}

#[test]
fn lists_of_what_is_done_again_and_again_are_no_actions() {
    for other in [
        "Activity|Frequency|Owner|Tool\nRead the gauge|Daily|Mate|Gauge\nOil the lock|Weekly|Clerk|Can",
        "Priority|Description|Timeframe for repair\nHigh|The boat sinks with all that is in it|Today\nMedium|The boat takes in some water|This week\nLow|The paint comes off|When there is time",
        "Interaction|Verb|Thing/activity|Result (score/completion)\nSee the block|saw|thing = block|done: true\nTry the quiz|tried|thing = quiz|done: maybe",
    ] {
        assert_eq!(behind(other), ["Ring the quarry"], "{other}");
    }
}

#[test]
fn plans_and_registers_in_the_languages_of_the_north() {
    let data = read(
        "#|Oppgave|Ansvarlig|Frist|Status\n1|Smøre låsen|Ola|1. mai 2026|Pågår\n2|Telle nøklene|Kari|2. juni 2026|Ferdig",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-05-01", "2026-06-02"]);
    let data = read(
        "Risk|Sannolikhet|Konsekvens|Åtgärd|Ansvarig\nBrand på vinden|3|4|Två hinkar|Eva\nVatten i källaren|2|5|En pump|Nils",
    );
    assert_eq!(field(&data, "risks", "mitigation"), ["Två hinkar", "En pump"]);
    let data = read(
        "Nr.|Risiko|Eintrittsw.|Schaden|Gegenmaßnahmen|Verantwortlich\n1|Brand im Dachstuhl|mittel|hoch|Zwei Eimer|Anna\n2|Wasser im Keller|gering|hoch|Eine Pumpe|Bernd",
    );
    assert_eq!(field(&data, "risks", "mitigation"), ["Zwei Eimer", "Eine Pumpe"]);
    assert_eq!(field(&data, "risks", "likelihood"), ["mittel", "gering"]);
}

#[test]
fn figures_by_periods_are_a_series_of_which_the_latest_counts() {
    let data =
        read("KPI|Q1|Q2|Q3|Q4\nLamps lit of a hundred|71%|75%|78%|\nKeys lost in the loft|3|2|2|");
    assert_eq!(field(&data, "indicators", "actual"), ["78 (78%)", "2 (2)"]);
    let data = read(
        "Performance measure|2023/24|2024/25|Trend\nHomes let|210|230|Up\nDays to let|31|28|Better",
    );
    assert_eq!(field(&data, "indicators", "actual"), ["230 (230)", "28 (28)"]);
}

#[test]
fn numbered_lines_that_nobody_filled_in_are_no_items() {
    let data = read(
        "#|Risk|Likelihood|Impact|Mitigation\n1|Fire in the loft|3|4|Two buckets\n2|Flood|2|5|A pump\n3||||\n4||||\n5||||",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Fire in the loft", "Flood"]);
    let data = read(
        "#|Risk|Likelihood|Impact|Score\n1|Fire in the loft|3|4|12\n2|Flood|2|5|10\n3||||0\n4||||0",
    );
    assert_eq!(field(&data, "risks", "risk"), ["Fire in the loft", "Flood"]);
}

#[test]
fn how_much_is_done_is_no_day() {
    let data = read(
        "Feature name|Completion %|Status\nA gate that shuts|95%|Open\nA lamp that burns|100%|Done\nA bell that rings|90%|Open",
    );
    assert_eq!(field(&data, "actions", "status"), ["open", "done", "open"]);
    assert_eq!(field(&data, "actions", "completion"), ["", "", ""]);
    assert_eq!(field(&data, "actions", "commentary"), ["", "", ""]);
}

#[test]
fn a_list_of_figures_is_no_card() {
    let text = "Ref|Action|Owner|Due date|Status\nT1|Ring the quarry|Clerk|3 May 2026|Open";
    let data = read(&format!(
        "KPI|M+1|M+3|M+6|M+9|M+12\nBoats|1|2|5|12|25\nNets|20|30|40|50|60\n\n{text}"
    ));
    assert_eq!(field(&data, "actions", "action"), ["Ring the quarry"]);
    assert!(data.entity("indicators").is_none_or(|(_, e)| e.records.is_empty()));
}

#[test]
fn what_has_the_number_of_an_indicator_is_one() {
    let data = read(
        "KRI ID|Metric|Formula|Threshold|Cadence\nKRI-1|Boats that leak|Leaks by boats|Any leak|Daily\nKRI-2|Keys lost|Keys by doors|Two keys|Weekly",
    );
    assert_eq!(field(&data, "indicators", "indicator"), ["Boats that leak", "Keys lost"]);
}

#[test]
fn a_measure_in_a_register_is_what_is_done_about_the_risk() {
    let data = read(
        "Risque|Probabilité|Impact|Criticité|Mesure\nIncendie au grenier|3|4|12|Deux seaux\nInondation à la cave|2|5|10|Une pompe",
    );
    assert_eq!(field(&data, "risks", "mitigation"), ["Deux seaux", "Une pompe"]);
}

/// The states of an entity's items.
fn states(data: &Dataset, entity: &str) -> Vec<Option<State>> {
    let (schema, entity) = data.entity(entity).unwrap();
    let at = schema.field("status").unwrap().0;
    let state = |r: &tablemend_model::Record| match &r.values[at] {
        tablemend_model::Value::Status(s) => s.state,
        _ => None,
    };
    entity.records.iter().map(state).collect()
}

#[test]
fn a_status_beside_a_level_says_how_far_each_item_is() {
    let data = read(
        "Risk ID|Risk|Risk level|Status\nR1|Fire in the loft|High|Open\nR2|Flood in the cellar|Low|Closed\nR3|Rot in the keel|Medium|Open",
    );
    assert_eq!(field(&data, "risks", "status"), ["red", "green", "amber"]);
    assert_eq!(states(&data, "risks"), [State::Open, State::Done, State::Open].map(Some));
    let data = read(
        "Ref|Action|RAG|Owner|Status\nA1|Lay the keel|Red|Mate|In progress\nA2|Step the mast|Green|Mate|Complete\nA3|Ring the bell|Amber|Clerk|Not started",
    );
    assert_eq!(field(&data, "actions", "status"), ["in progress", "complete", "not started"]);
}

#[test]
fn a_rating_in_figures_is_the_score_though_the_items_have_a_plain_name() {
    let data = read(
        "Risk ID|Description|Likelihood of occurring|Impact|Risk rating|Owner\nR1|Fire in the loft|Possible|Minor|11|Mate\nR2|Flood in the cellar|Rare|Major|8|Clerk",
    );
    assert_eq!(field(&data, "risks", "score"), ["11 (11)", "8 (8)"]);
}

#[test]
fn levels_are_no_text_of_what_is_done() {
    let data = read(
        "#|Risk|L|I|Residual after mitigation|Basis\nR1|Fire in the loft|M|H|M|Plan of the hall\nR2|Flood in the cellar|M|M|L|Plan of the quay",
    );
    assert!(field(&data, "risks", "mitigation").iter().all(|m| m != "M" && m != "L"));
}

#[test]
fn numbers_of_issues_and_abbreviations_are_no_statuses() {
    let plan = |statuses: [&str; 3]| {
        let [first, second, third] = statuses;
        read(&format!(
            "Action|Owner|Status\nLay the keel of the boat|Mate|{first}\nStep the mast of the boat|Clerk|{second}\nRing the bell of the hall|Mate|{third}"
        ))
    };
    let data = plan(["#41", "#42", "#43"]);
    assert_eq!(field(&data, "actions", "status"), ["", "", ""]);
    let data = plan(["#41 Done", "e.g. Paused", "Open"]);
    assert_eq!(field(&data, "actions", "status"), ["done", "paused", "open"]);
}

#[test]
fn one_mark_in_a_column_of_a_period_is_no_reference() {
    let data = read(
        "Action|Owner|Q1|Q2\nLay the keel of the boat|Mate|X|\nStep the mast of the boat|Clerk||X",
    );
    let records = &data.entity("actions").unwrap().1.records;
    assert!(records.iter().all(|r| r.reference.is_none()));
}

#[test]
fn lists_of_things_and_of_signatures_are_no_actions() {
    for other in [
        "Feature|Gate|Status|Notes\nBell|G1|Done|Rings\nLamp|G2|Open|Dark\nRope|G3|Open|Short",
        "Module|Priority|Estimate|Notes\nBell|High|5|Rings\nLamp|Low|3|Dark\nRope|Low|2|Short",
        "Requirement|Specification|Status\nTwo bells|Of bronze|Met\nOne lamp|Of brass|Met\nNo rope|Of hemp|Open",
        "Role|Name|Signature|Date\nMate|A. Keel|signed|1 May 2026\nClerk|B. Mast|signed|2 May 2026",
    ] {
        assert_eq!(behind(other), ["Ring the quarry"], "{other}");
    }
    // What somebody does by a day is to be done, whatever it is called.
    let data = read(
        "Feature|Owner|Target date|Status\nBell of the hall|Mate|1 May 2026|Open\nLamp of the quay|Clerk|2 May 2026|Done",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Mate", "Clerk"]);
}

#[test]
fn colours_without_a_word_keep_the_status_and_have_the_state_from_beside_them() {
    use tablemend_model::{Block, Rgb};
    let mut document = crate::records::testing::document(
        "Ref|Action|RAG|Status\nA1|Lay the keel of the boat||In progress\nA2|Step the mast of the boat||Complete\nA3|Ring the bell of the hall||Not started",
    );
    for block in &mut document.blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.cells_mut().filter(|c| c.text.is_empty()) {
            cell.fill = [Rgb(0xff, 0, 0), Rgb(0, 0xb0, 0x50), Rgb(0xff, 0xc0, 0)]
                .get(cell.row() as usize - 1)
                .copied();
        }
    }
    let profile = crate::profile::Profile::built_in("action-plan").unwrap();
    let data = crate::records::records(&document, &profile, "t");
    assert_eq!(field(&data, "actions", "status"), ["red", "green", "amber"]);
    let expected = [State::Open, State::Done, State::NotStarted].map(Some);
    assert_eq!(states(&data, "actions"), expected);
}

#[test]
fn lists_of_references_are_no_items() {
    let risks = "ID|Risk|Likelihood\nR1|The quay may sink|High\nR2|The bell may crack|Low\nR3|The rope may part|Low";
    for other in [
        "ID|Control measure|Risks lowered by the measure\nA|Shore up the quay with oak|R1, R3\nB|Cast another bell in spring|R2\nC|Walk along the quay each week|R1, R2",
        "Type|Risks|Measures\nFairs on the quay|R1, R2|A, C\nFerries at night|R2; R3|B\nBells at noon|R2|B",
    ] {
        let data = read(&format!("# Risk register\n\n{risks}\n\n{other}"));
        assert_eq!(
            field(&data, "risks", "risk"),
            ["The quay may sink", "The bell may crack", "The rope may part"],
            "{other}"
        );
    }
    // Quarters are when, not what.
    let data = read(
        "Action|Lead|When\nMend the gate|Clerk|Q1, Q2\nPaint the shed|Bo|Q3, Q4\nRing the bell|Bo|Q4",
    );
    assert_eq!(count_dates(&data), 3);
}

/// How many actions have a date.
fn count_dates(data: &Dataset) -> usize {
    let (schema, entity) = data.entity("actions").unwrap();
    let at = schema.field("completion").unwrap().0;
    let is_dated = |v: &tablemend_model::Value| matches!(v, tablemend_model::Value::Completion(_));
    entity.records.iter().filter(|r| is_dated(&r.values[at])).count()
}

#[test]
fn days_behind_an_event_are_when_something_is_due() {
    let data = read(
        "ID|Finding|Owner|Status|Target\nP1|The gate is not locked at night|Clerk|Open|TBC+30\nP2|The bell is not rung at noon|Bo|Open|TBC+90\nP3|The rope is not oiled in spring|Bo|Closed|Pre-TBC",
    );
    assert_eq!(count_dates(&data), 3);
    let relative = data.diagnostics.iter().filter(|d| d.code == "date.relative").count();
    assert!(relative >= 2, "{:?}", data.diagnostics);
}

#[test]
fn registers_in_german_and_portuguese_have_impact_and_mitigation() {
    let data = read(
        "Risiko|Eintrittswahrsch.|Schwere|Gesamt|Massnahme\nDer Kai sinkt|Niedrig|Hoch|Mittel|Mit Eiche stützen\nDie Glocke springt|Mittel|Niedrig|Niedrig|Neu gießen",
    );
    assert_eq!(field(&data, "risks", "impact"), ["Hoch", "Niedrig"]);
    assert_eq!(field(&data, "risks", "status").len(), 2);
    let data = read(
        "Risco|Ações para prevení-lo|Ações para mitigá-lo\nO cais pode afundar|Reforçar o cais com madeira|Fechar o cais por um dia\nO sino pode rachar|Tocar o sino com cuidado|Fundir um sino novo",
    );
    assert_eq!(
        field(&data, "risks", "mitigation"),
        ["Reforçar o cais com madeira", "Tocar o sino com cuidado"]
    );
}

#[test]
fn a_table_under_columns_of_periods_goes_on_from_none_above() {
    let data = read(
        "# Plan\n\nPriority|Goal|Timeline|Owner|Remarks\nQuay|Shore up the quay|Month 1|Clerk|No sinking\nBell|Ring the bell|Month 2|Bo|One ring a day\n\n# Boats\n\nBoats|Wanted|Week 1–4|Week 5–8|Week 9–13\nLet out|5–10|3–5|5–10|10\nPainted|2|0–1|1–2|2",
    );
    assert_eq!(field(&data, "actions", "action"), ["Shore up the quay", "Ring the bell"]);
}

#[test]
fn in_text_a_small_letter_alone_shows_no_cut_of_any_table() {
    let cut = |above: &str| {
        let data = read(&format!(
            "Where it lies|Boat\nIn the north dock of the yard|Alma\n{above}|Bess\nby the fair tide of May|Cora\nOn the slipway now for long|Dora\nAt sea with the nets|Ella\nOn the quay of the town|Faye\nAt the foot of the tower|Gwen"
        ));
        data.diagnostics.iter().filter(|n| n.code == "text.cut").count()
    };
    assert_eq!(cut("Under the bridge of oak"), 0);
    assert!(cut("Under the bridge and the") > 0);
}

#[test]
fn what_is_expected_of_who_by_when_is_a_plan_and_no_list_of_tests() {
    let rows = "Ring the bell|Bell Founder|May 2026|One ring a day\nHang the gate|Clerk|June 2026|A gate that shuts";
    let plan = format!("Priority action|Lead agency|Due|Expected output\n{rows}");
    assert_eq!(field(&read(&plan), "actions", "action"), ["Ring the bell", "Hang the gate"]);
    // Where nobody has it by a day, it is how a thing is tried.
    let tests = "Action|Expected output|Remarks\nRing the bell|One ring|By hand\nHang the gate|It shuts|By hand";
    assert_eq!(behind(tests), ["Ring the quarry"]);
}

#[test]
fn what_was_done_against_a_risk_is_its_mitigation() {
    let data = read(
        "Risk|What we have done\nThe quay may sink|Shored it up with oak\nThe bell may crack|Hung it in a frame of elm",
    );
    assert_eq!(
        field(&data, "risks", "mitigation"),
        ["Shored it up with oak", "Hung it in a frame of elm"]
    );
}
