//! Whole documents, small: what the contract says of records.

use super::records;
use super::testing::document;
use crate::audit::audit;
use crate::profile::{Profile, detect};
use tablemend_model::{Dataset, Value};

fn read(text: &str) -> Dataset {
    let document = document(text);
    let profile = Profile::built_in("action-plan").unwrap();
    let data = records(&document, &profile, "tablemend test");
    let audit = audit(&document, &data);
    assert!(audit.is_clean(), "{audit:?}\n{text}");
    data
}

/// One line a record: id, parents, every value, flags.
fn shown(data: &Dataset) -> Vec<String> {
    let (schema, items) = data.items().unwrap();
    items
        .records
        .iter()
        .map(|r| {
            let mut line = vec![r.id.clone()];
            line.push(
                r.parents.iter().map(|p| p.as_deref().unwrap_or("-")).collect::<Vec<_>>().join("/"),
            );
            for (field, value) in schema.fields.iter().zip(&r.values) {
                let value = match value {
                    Value::Missing => continue,
                    Value::Text(t) => t.replace('\n', "\\n"),
                    Value::Completion(c) => c.edtf.clone().unwrap_or_default(),
                    Value::Posts(p) if p.people.is_empty() => continue,
                    Value::Posts(p) => {
                        let mark = if p.inherited { "^" } else { "" };
                        let other: Vec<String> = p
                            .alternatives
                            .iter()
                            .map(|a| format!(" or {}", a.join("; ")))
                            .collect();
                        format!("{mark}{}{}", p.people.join("; "), other.concat())
                    }
                    Value::Status(s) => s.value.clone().unwrap_or_default(),
                    Value::Number { value, .. } => {
                        value.map_or_else(String::new, |v| v.to_string())
                    }
                    Value::Forecast(d) => format!("forecast {}", d.edtf),
                };
                line.push(format!("{}={value}", field.name));
            }
            line.push(r.flags.join(","));
            line.join(" | ")
        })
        .collect()
}

fn groups(data: &Dataset) -> Vec<String> {
    data.entities[..data.entities.len() - 1]
        .iter()
        .flat_map(|e| &e.records)
        .map(|r| {
            let mut line = vec![r.id.clone()];
            line.extend(r.values.iter().filter_map(|v| match v {
                Value::Text(t) => Some(t.clone()),
                Value::Posts(p) => Some(p.people.join("; ")),
                _ => None,
            }));
            line.join(" | ")
        })
        .collect()
}

const HEAD: &str = "Actions|Completion date|Action lead|Commentary|BRAG";

#[test]
fn groups_stand_in_rows_headings_and_labels() {
    let data = read(&format!(
        "Harbour plan March 2021\n\n\
         Theme 1 Quays|||| \nPRIORITY AREA|ACCOUNTABLE OFFICER|||\n1.1 Walls|Harbour Master|||\n{HEAD}\n\
         1.1.1 Mend|March 2021|Harbour Officer|Done|Green\n\
         PRIORITY AREA 1.2 Lights|ACCOUNTABLE OFFICER Head of Lights|||\n{HEAD}\n1.2.1 Lamp|May 2021|Lamp Officer||Red\n\n\
         Theme 2 Boats\n\nBoats matter to all of us here.\n\n\
         PRIORITY AREA|ACCOUNTABLE OFFICER|||\n2.1 Hulls|Head of Hulls|||\n{HEAD}\n2.1.1 Paint|June 2021|Paint Officer||Blue"
    ));
    assert_eq!(data.document.title.as_deref(), Some("Harbour plan March 2021"));
    assert_eq!(data.document.period.as_deref(), Some("2021-03"));
    assert_eq!(
        groups(&data),
        [
            "1 | Quays",
            "2 | Boats | Boats matter to all of us here.",
            "1.1 | Walls | Harbour Master",
            "1.2 | Lights | Head of Lights",
            "2.1 | Hulls | Head of Hulls"
        ]
    );
    assert_eq!(
        shown(&data),
        [
            "1.1.1 | 1/1.1 | action=Mend | completion=2021-03 | leads=Harbour Officer | commentary=Done | status=green | ",
            "1.2.1 | 1/1.2 | action=Lamp | completion=2021-05 | leads=Lamp Officer | status=red | ",
            "2.1.1 | 2/2.1 | action=Paint | completion=2021-06 | leads=Paint Officer | status=blue | "
        ]
    );
}

#[test]
fn refs_are_repaired_and_doubts_flagged() {
    let data = read(&format!(
        "{HEAD}\n1.1.1 One|||| \n1.1 2 Two||||\n1.1.3As three||||\n1.1.3 Again||||\n1.1.6 Six. a. Begin||||\n1.1.6b Go on||||"
    ));
    let ids: Vec<String> = shown(&data).iter().map(|l| l.replace(" | -/-", "")).collect();
    assert_eq!(
        ids,
        [
            "1.1.1 | action=One | ",
            "1.1.2 | action=Two | ref.repaired",
            "1.1.3 | action=As three | ref.repaired",
            "1.1.3~2 | action=Again | ref.duplicate",
            "1.1.6a | action=Six. a. Begin | ref.repaired,ref.sequence",
            "1.1.6b | action=Go on | "
        ]
    );
}

#[test]
fn blank_leads_take_the_lead_above_and_doubt_it_at_a_page_break() {
    let data = read(&format!(
        "PRIORITY AREA 1.1 Walls||||\n{HEAD}\n1.1.1 A||Wall Officer||\n1.1.2 B||||\n\n\
         ||||\n1.1.3 C||||\n1.1.4 D||Gate Officer||\nPRIORITY AREA 1.2 Gates||||\n{HEAD}\n1.2.1 E||||"
    ));
    assert_eq!(
        shown(&data),
        [
            "1.1.1 | -/1.1 | action=A | leads=Wall Officer | ",
            "1.1.2 | -/1.1 | action=B | leads=^Wall Officer | leads.inherited",
            "1.1.3 | -/1.1 | action=C | leads=^Wall Officer or Gate Officer | leads.ambiguous,leads.inherited",
            "1.1.4 | -/1.1 | action=D | leads=Gate Officer | ",
            "1.2.1 | -/1.2 | action=E | "
        ]
    );
}

#[test]
fn a_lead_cut_by_a_page_break_is_joined_for_every_row_it_covered() {
    let data = read(&format!(
        "{HEAD}\n1.1.1 A||Senior Wall Manager – Quays and||\n1.1.2 B||||\n\n\
         ||||\n1.1.3 C||Basins (Harbour Trust)||\n1.1.4 D||Senior Wall Manager – Quays and Basins (Harbour Trust)||"
    ));
    let whole = "Senior Wall Manager – Quays and Basins (Harbour Trust)";
    assert_eq!(
        shown(&data).iter().map(|l| l.replace(" | -/-", "")).collect::<Vec<_>>(),
        [
            format!("1.1.1 | action=A | leads={whole} | leads.rejoined"),
            format!("1.1.2 | action=B | leads=^{whole} | leads.inherited,leads.rejoined"),
            format!("1.1.3 | action=C | leads=^{whole} | leads.inherited,leads.rejoined"),
            format!("1.1.4 | action=D | leads={whole} | ")
        ]
    );
}

#[test]
fn a_lead_cut_behind_its_comma_is_joined_though_both_pieces_stand_alone_elsewhere() {
    let data = read(&format!(
        "{HEAD}\n1.1.1 A||Wall Manager – Quays, Harbour Trust||\n1.1.2 B||Wall Manager – Quays,||\n\n\
         ||||\n1.1.3 C||Harbour Trust||\n1.1.4 D||Gate Officer||"
    ));
    let whole = "Wall Manager – Quays, Harbour Trust";
    assert_eq!(
        shown(&data).iter().map(|l| l.replace(" | -/-", "")).collect::<Vec<_>>(),
        [
            format!("1.1.1 | action=A | leads={whole} | "),
            format!("1.1.2 | action=B | leads={whole} | leads.rejoined"),
            format!("1.1.3 | action=C | leads=^{whole} | leads.inherited,leads.rejoined"),
            "1.1.4 | action=D | leads=Gate Officer | ".to_owned()
        ]
    );
}

#[test]
fn a_merged_cell_counts_for_each_of_its_rows() {
    let data = read(&format!(
        "{HEAD}\n1.1.1 A|May 2021|Wall Officer|Both are late|Red\n1.1.2 B|^|^|^|^\n1.1.3 C|June 2021||Fine|Green"
    ));
    assert_eq!(
        shown(&data).iter().map(|l| l.replace(" | -/-", "")).collect::<Vec<_>>()[1],
        "1.1.2 | action=B | completion=2021-05 | leads=^Wall Officer | commentary=Both are late | status=red | cell.inherited,leads.inherited"
    );
}

#[test]
fn legends_notes_forecasts_and_strange_tables() {
    let data = read(&format!(
        "{HEAD}\nNB – a remark about it all||||\n1.1.1 A|May 2021|Wall Officer|April 2022|\n\n\
         Status *|Meaning\nBlue|Done\nPaused|Waiting for money\n\n\
         Shoe size|Colour of hat|Name of cat|Age\n4|Green|Tom|7"
    ));
    assert_eq!(data.notes[0].text, "NB – a remark about it all");
    let legend: Vec<_> =
        data.legend.iter().map(|e| (e.status.as_str(), e.meaning.as_deref())).collect();
    assert_eq!(legend, [("blue", Some("Done")), ("paused", Some("Waiting for money"))]);
    assert!(shown(&data)[0].contains("forecast=forecast 2022-04"), "{:?}", shown(&data));
    assert!(data.diagnostics.iter().any(|n| n.code == "table.unknown"));
    assert!(data.other_text.iter().any(|o| o.text == "Tom"));
}

#[test]
fn a_legend_may_stand_below_the_items_in_their_grid() {
    let data = read(&format!(
        "{HEAD}\n1.1.1 A|May 2021|Wall Officer||Green\n1.1.2 B|June 2021|Wall Officer||Blue\n||||\n\
         Ratings used in this report||||\nRating|What it means|||\nBlue|Done and closed|||\n\
         Green|Going well|||\nNote: dates are the lead's||||"
    ));
    assert_eq!(shown(&data).len(), 2, "{:?}", shown(&data));
    let legend: Vec<_> =
        data.legend.iter().map(|e| (e.status.as_str(), e.meaning.as_deref())).collect();
    assert_eq!(legend, [("blue", Some("Done and closed")), ("green", Some("Going well"))]);
    assert!(data.other_text.iter().any(|o| o.text == "Ratings used in this report"));
}

#[test]
fn a_legend_is_no_part_of_a_key_that_begins_above_it() {
    let data = read(
        "No.|Rank|What we will do|By when|Who|RAG\n1.1|6|Sweep|July 2021|Sweep Officer|Green\n\
         1.2|3|Mop|July 2021|Mop Officer|Amber\n1.3|1|Dust|July 2021|Dust Officer|Blue\n\
         1.4|1|Air|July 2021|Dust Officer|Blue\n\
         Rank||||Colours|Marks\n1: High||||T: Time|D: Day\nBlue|Done||||\nGreen|Well||||",
    );
    assert_eq!(shown(&data).len(), 4, "{:?}", shown(&data));
}

#[test]
fn items_that_begin_with_their_status_are_no_legend() {
    let data = read(
        "RAG|What we will do|By when|Who\nAmber|Sweep|July 2021|Sweep Officer\nGreen|Mop||\nBlue|Dust||",
    );
    assert_eq!(shown(&data).len(), 3, "{:?}", shown(&data));
}

#[test]
fn columns_come_in_any_order_with_unknown_ones_told() {
    let data = read(
        "No.|RAG|By when|What we will do|Who|Cost (£)|Original due date\n\
         1|Amber|July 2021|Sweep|Sweep Officer|400|May 2021",
    );
    assert_eq!(
        shown(&data),
        ["1 | -/- | action=Sweep | completion=2021-07 | leads=Sweep Officer | status=amber | "]
    );
    assert!(data.diagnostics.iter().any(|n| n.code == "column.unknown"));
    let (schema, items) = data.items().unwrap();
    assert_eq!(schema.extra, ["Cost (£)", "Original due date"]);
    let extra: Vec<_> = items.records[0].extra.iter().map(|t| t.as_deref()).collect();
    assert_eq!(extra, [Some("400"), Some("May 2021")]);
}

#[test]
fn the_profile_that_fits_is_found() {
    let profiles: Vec<Profile> = Profile::built_in_names().filter_map(Profile::built_in).collect();
    let name = |text: &str| {
        let all = detect(&document(text), &profiles);
        all.first().filter(|c| c.fits).map(|c| c.name.clone())
    };
    assert_eq!(name(&format!("{HEAD}\n1.1.1 A||||")).as_deref(), Some("action-plan"));
    let risks = "Ref|Risk|Cause|Consequence|Likelihood|Impact|Score|Owner|Mitigation|Review date\nR1|Flood|||3|4|12|||";
    assert_eq!(name(risks).as_deref(), Some("risk-register"));
    assert_eq!(name("Name|Address\nTom|Here").as_deref(), Some("table"));
    assert_eq!(name("Name|Address"), None);
}

#[test]
fn another_family_needs_only_another_profile() {
    let document = document(
        "# Risk register April 2022\n\n\
         Ref|Risk|Likelihood|Impact|Score|RAG|Risk owner|Mitigation|Next review\n\
         Theme: Floods||||||||\n\
         R1|River rises|3|4|12|Amber|Flood Officer|Walls|31/05/2022\n\
         R2|Drain blocks|2 (low)|x|6|Green|Drain Officer|Rods|June 2022",
    );
    let profile = Profile::built_in("risk-register").unwrap();
    let data = records(&document, &profile, "t");
    assert!(audit(&document, &data).is_clean(), "{:?}", audit(&document, &data));
    assert_eq!(
        shown(&data),
        [
            "R1 | Floods | risk=River rises | likelihood=3 | impact=4 | score=12 | status=amber | owner=Flood Officer | mitigation=Walls | review=2022-05-31 | ",
            "R2 | Floods | risk=Drain blocks | likelihood=2 | impact= | score=6 | status=green | owner=Drain Officer | mitigation=Rods | review=2022-06 | "
        ]
    );
}

#[test]
fn a_legend_may_be_a_line_and_a_header_two_rows() {
    let mut document = document(
        "# Plan May 2022\n\nAction|Timescale|<|RAG\n^|Original date|Revised date|^\nSweep|May 2022|July 2022|Red\n\n\
         Key: Green – done; Red – late",
    );
    for block in &mut document.blocks {
        if let tablemend_model::Block::Table(table) = block {
            table.set_header_rows(2);
        }
    }
    let data = records(&document, &Profile::built_in("action-plan").unwrap(), "t");
    assert!(audit(&document, &data).is_clean(), "{:?}", audit(&document, &data));
    let legend: Vec<_> =
        data.legend.iter().map(|e| (e.status.as_str(), e.meaning.as_deref())).collect();
    assert_eq!(legend, [("green", Some("done")), ("red", Some("late"))]);
    let Value::Completion(dates) = &data.items().unwrap().1.records[0].values[1] else { panic!() };
    let roles: Vec<_> =
        dates.dates.iter().map(|d| (d.when.edtf.as_str(), d.role.as_str())).collect();
    assert_eq!(roles, [("2022-05", "original"), ("2022-07", "revised")]);
    assert_eq!(dates.edtf.as_deref(), Some("2022-07"));
}

#[test]
fn a_date_over_original_and_current_is_each() {
    let mut document = document(
        "Action|Implementation date|<|RAG\n^|Original|Current|^\nSweep the yard|May 2022|July 2022|Red\nMend the gate|June 2022||Red",
    );
    for block in &mut document.blocks {
        if let tablemend_model::Block::Table(table) = block {
            table.set_header_rows(2);
        }
    }
    let data = records(&document, &Profile::built_in("action-plan").unwrap(), "t");
    let read = |n: usize| match &data.items().unwrap().1.records[n].values[1] {
        Value::Completion(dates) => dates.edtf.clone(),
        _ => None,
    };
    assert_eq!([read(0), read(1)].map(|d| d.unwrap()), ["2022-07", "2022-06"]);
}

#[test]
fn a_document_that_lost_its_statuses_says_so() {
    let plan = |statuses: [&str; 6], legend: &str| {
        let rows = statuses.iter().enumerate().map(|(n, status)| {
            format!("1.1.{} Do thing {n} | May 2024 | Head of Works | on it | {status}\n", n + 1)
        });
        let head = "ACTIONS | COMPLETION DATE | ACTION LEAD | COMMENTARY | BRAG\n";
        read(&format!("{head}{}{legend}", rows.collect::<String>()))
    };
    let told = |data: &Dataset| {
        let notes = data.diagnostics.iter().filter(|n| n.code == "status.missing");
        notes.map(|n| n.message.clone()).collect::<Vec<_>>()
    };
    let lost = plan(["GREEN", "", "", "", "", ""], "");
    assert_eq!(
        told(&lost),
        ["only 1 of 6 rows show a status, so counts and changes of statuses mean little"]
    );
    assert!(told(&plan(["GREEN", "", "RED", "", "", ""], "")).is_empty(), "a third shows one");
    assert!(told(&plan([""; 6], "")).is_empty(), "nothing says that there ever was one");
}

#[test]
fn a_table_of_the_records_labels_that_none_is_read_from_is_a_query() {
    let table = |rows: &str| {
        read(&format!(
            "Ref|Action|Lead|Due date|Status\n1.1|Mend the gate|Ann|May 2021|Red\n1.2|Paint the door|Bo|June 2021|Green\n\n{rows}"
        ))
    };
    let level = |data: &Dataset| {
        let mut notes = data.diagnostics.iter();
        notes.find(|n| n.code == "table.unknown").map(|n| n.level)
    };
    let labels = table("Kind|Lead|Note|Due date\nx|Status|y|Lead\nz|w|Due date|v\nu|Status|t|s");
    assert_eq!(level(&labels), Some(tablemend_model::Level::Warning));
    let hats = table("Shoe size|Colour of hat|Name of cat|Age\n4|Green|Tom|7");
    assert_eq!(level(&hats), Some(tablemend_model::Level::Info));
}
