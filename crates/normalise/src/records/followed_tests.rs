//! Lists whose rows are called what they are, lists of requirements, what is no list of work; headings of
//! other languages; and doubts that say nothing: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

fn warned(data: &Dataset, code: &str) -> usize {
    data.diagnostics.iter().filter(|n| n.code == code).count()
}

#[test]
fn names_in_front_are_items_where_somebody_sees_to_them_by_a_day() {
    for text in [
        "Grant|Deadline|Status|Owner\nQuay fund|3 May 2026|Drafted|Ann\nBell fund|9 June 2026|Open|Bo",
        "Fund|Owner|Target date\nQuay fund|Ann|3 May 2026\nBell fund|Bo|9 June 2026",
        "Fund|Status|Blocker|Next step\nQuay fund|Open|Nobody has the keys|Ask the clerk\nBell fund|Drafted|Nobody has the keys|Send it off",
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        assert_eq!(field(&data, "actions", "action"), ["Quay fund", "Bell fund"], "{text}");
    }
}

#[test]
fn things_with_an_owner_and_a_state_are_no_list_of_work() {
    for text in [
        "Machine|Owner|Status\nCrane|Ann|Running\nWinch|Bo|Stopped",
        "Paper|End date|Status\nQuay lease|3 May 2026|Open\nBell lease|9 June 2026|Open",
        // Not names: they come again.
        "Side|Due date|Status\nNorth|3 May 2026|Open\nNorth|9 June 2026|Open\nSouth|9 June 2026|Open",
    ] {
        assert_eq!(entity(&read(text)), "rows", "{text}");
    }
}

#[test]
fn requirements_with_a_status_are_followed() {
    let data = read(
        "ID|Requirement|Check|Status\nR1|The bell rings at noon|Heard at the quay|done\nR2|The gate is still|Nobody wakes|open",
    );
    let expected = ["The bell rings at noon", "The gate is still"];
    assert_eq!(field(&data, "actions", "action"), expected);
    let data =
        read("ID|Requirement|Check\nR1|The bell rings|At noon\nR2|The gate is still|At night");
    assert_eq!(entity(&data), "rows");
}

#[test]
fn counts_and_durations_are_no_items() {
    let risks = "ID|Risk|Likelihood|Impact|Mitigation\nR1|Flood of the quay|High|High|Pumps\nR2|Fire in the shed|Low|High|Buckets";
    let data = read(&format!(
        "{risks}\n\nResponse|Count|%|Total risk score|Key examples\nTreat|1|50%|9|Flood of the quay and others\nAccept|1|50%|3|Fire in the shed and others"
    ));
    assert_eq!(field(&data, "risks", "risk"), ["Flood of the quay", "Fire in the shed"]);
    let data = read(
        "# Timeline\n\nStep|Duration|Notes\nAsk the county|2 weeks|Varies\nPaint the boats|3 weeks|If dry",
    );
    assert_eq!(entity(&data), "rows");
}

#[test]
fn a_gap_and_what_is_done_by_priority_is_an_item() {
    let data = read(
        "Opportunity|Proposed Action|Priority\nNobody hears the bell|Hang it higher up|High\nThe gate is loud|Oil it every spring|Low",
    );
    assert_eq!(field(&data, "actions", "action"), ["Hang it higher up", "Oil it every spring"]);
}

#[test]
fn headings_of_other_languages_in_the_middle_of_others() {
    let data = read(
        "Funcionalidade do cais|Status no sistema|Ação necessária\nSino do cais|Ausente|Comprar um sino novo\nPortão|Existe|Lubrificar o portão",
    );
    assert_eq!(field(&data, "actions", "action"), ["Comprar um sino novo", "Lubrificar o portão"]);
    assert_eq!(field(&data, "actions", "status"), ["ausente", "existe"]);
    let data =
        read("Hito|Semana|Descripción\nCampana|Semana 2|Comprarla\nPuerta|Semana 4|Pintarla");
    assert_eq!(field(&data, "actions", "action"), ["Campana", "Puerta"]);
    assert_eq!(warned(&data, "date.unreadable"), 0);
}

#[test]
fn what_lowers_a_risk_is_its_mitigation() {
    let data = read(
        "Risk|Likelihood|Impact|Consequence|Lower the consequence\nFlood|2|3|Wet ropes|Hang the ropes up high",
    );
    assert_eq!(field(&data, "risks", "mitigation"), ["Hang the ropes up high"]);
}

#[test]
fn a_sentence_of_a_status_tells_what_was_done_or_is_doubted() {
    let data = read(
        "ID|Risk|Likelihood|Mitigation|Status\nR1|Flood of the quay|High|Pumps|Mitigated for this winter and watched\nR2|Fire in the shed|Low|Buckets|The keeper walks there at night",
    );
    assert_eq!(field(&data, "risks", "status"), ["mitigated", ""]);
    assert_eq!(warned(&data, "status.unread"), 1);
}

#[test]
fn a_total_does_not_hide_refs() {
    let data = read(
        "Story|Title|Points|Status\nUS-001|Ring the bell|2|DONE\nUS-002|Oil the gate|3|DONE\nTotal||5|",
    );
    assert_eq!(field(&data, "actions", "action")[..2], ["Ring the bell", "Oil the gate"]);
}

#[test]
fn texts_with_a_number_of_their_own_go_on_nowhere() {
    let rows = "ID|Action|Owner|Status\n1|Paint the boats|Ann|Open\n2|Sort the ropes|Bo|Open\n3|Ring the bell|Bo|Open\n4|gate of the yard squeaks|Ann|Open\n5|Oil the winch|Ann|Open";
    assert_eq!(warned(&read(rows), "text.cut"), 0);
    let above = rows.replace("Ring the bell", "Ring the bell and");
    assert!(warned(&read(&above), "text.cut") >= 1);
}

#[test]
fn a_table_without_refs_beside_texts_that_have_them_gives_none() {
    let data = read(
        "Action|Owner|Status\n1.1 Paint the boats|Ann|Open\n1.2 Sort the ropes|Bo|Open\n1.3 Ring the bell|Bo|Open\n\nAction|Owner|Status\nOil the gate|Ann|Open\nMend the roof|Bo|Open",
    );
    assert_eq!(warned(&data, "ref.missing"), 0);
}

#[test]
fn when_something_happens_may_be_told_without_a_day() {
    let data = read(
        "Action|Owner|Due\nPaint the boats|Ann|Each low tide\nSort the ropes|Bo|As soon as they are dry\nRing the bell|Bo|Per order",
    );
    assert_eq!(warned(&data, "date.open"), 3);
}

#[test]
fn a_heading_that_begins_with_a_name_in_small_letters_is_one() {
    let data = read("# e2e Bells (May)\n\nAction|Owner|Status\nRing it|Ann|Open\nHang it|Bo|Open");
    assert_eq!(warned(&data, "group.title"), 0);
}

#[test]
fn a_date_in_front_of_a_risk_is_none_of_a_review() {
    let data = read(
        "ID|Date|Risk|Likelihood|Mitigation\nR1|3 May 2026|Flood of the quay|High|Pumps\nR2|9 May 2026|Fire in the shed|Low|Buckets",
    );
    assert_eq!(field(&data, "risks", "review"), ["", ""]);
    let behind = "ID|Risk|Likelihood|Mitigation|Date\nR1|Flood of the quay|High|Pumps|3 May 2026";
    assert_eq!(field(&read(behind), "risks", "review"), ["2026-05-03"]);
}

#[test]
fn a_status_that_says_what_is_or_was_done_is_not_odd() {
    let rows: Vec<String> = (1..=12)
        .map(|n| format!("R{n}|Flood of quay {n}|High|Pumps|{}", ["Active", "Open"][n % 2]))
        .collect();
    let table = |last: &str| {
        format!(
            "ID|Risk|Likelihood|Mitigation|Status\n{}\nR13|Fire|Low|Buckets|{last}",
            rows.join("\n")
        )
    };
    assert_eq!(warned(&read(&table("Monitoring")), "status.odd"), 0);
    assert_eq!(warned(&read(&table("The boats")), "status.odd"), 1);
}

#[test]
fn refs_with_a_dash_or_a_colon_are_in_front_of_the_text() {
    for (first, second) in [("IP-01", "IP-02"), ("1", "2")] {
        let colon = if first == "1" { ":" } else { "" };
        let data = read(&format!(
            "Action|Lead|Due date\n{first}{colon} Mend the gate|Clerk|3 May 2026\n{second}{colon} Paint the shed|Clerk|4 May 2026"
        ));
        let actions = &data.entities.last().unwrap().records;
        let refs: Vec<Option<&str>> = actions.iter().map(|r| r.reference.as_deref()).collect();
        assert_eq!(refs, [Some(first), Some(second)]);
    }
}
