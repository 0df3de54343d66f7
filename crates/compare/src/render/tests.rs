//! How changes are told.

use super::*;
use crate::compare::{Changes, Options, compare_editions};
use crate::identity::Links;
use crate::sample::plan;
use serde_json::json;

const BEFORE: &str = "
    1.1 | Publish the needs assessment | 2020-03 | Head of Data | Draft sent to partners | green
    1.2 | Review the *short breaks* offer | 2020-04 | Commissioner | | red
    1.3 | Recruit two speech therapists for schools | 2020-02-29 | A; B | | amber
    1.4 | Open the drop-in clinic -> ward | | | | amber";

const AFTER: &str = "
    1.1 | Publish the needs assessment | 2020-05-31 | Head of Data | Final draft sent | amber
    1.3 | Review the *short breaks* offer | 2020-04 | Commissioner | | red
    1.4 | Recruit two speech therapists for schools | 2020-02-29 | A; C | | blue
    1.5 | Write a guide for parents & carers | 2020-09 | Editor | | green";

fn changes() -> Changes {
    let (before, after) = (plan("2020-01", BEFORE), plan("2020-02", AFTER));
    compare_editions(before, after, &Links::default(), &Options::default())
}

#[test]
fn the_contracts_json() {
    let json = json(&changes());
    assert_eq!(
        json["changes"][0],
        json!({"kind": "changed", "before_id": "1.1", "after_id": "1.1", "field": "completion",
               "before": {"printed": "2020-03", "edtf": "2020-03"},
               "after": {"printed": "2020-05-31", "edtf": "2020-05-31"},
               "split_of": null, "days": 61, "direction": "slipped", "confidence": 1.0})
    );
    assert_eq!(
        json["summary"],
        json!({"added": 1, "removed": 1, "renumbered": 2,
               "changed": {"completion": 1, "leads": 1, "commentary": 1, "status": 2},
               "slipped": 1, "days_slipped": 61})
    );
    assert_eq!(json["after"]["document"]["period"], "2020-02");
    let kinds: Vec<_> =
        json["changes"].as_array().unwrap().iter().map(|c| c["kind"].as_str().unwrap()).collect();
    let expected = "changed changed changed renumbered renumbered changed changed removed added";
    assert_eq!(kinds.join(" "), expected);
    assert_eq!(json["changes"][7]["before"], "Open the drop-in clinic -> ward");
}

#[test]
fn text_for_people() {
    let plain = text(&changes(), false);
    let expected = "\
January 2020 → February 2020
1 added, 1 removed, 2 renumbered, 1 date slipped by 61 days in all, 1 status improved, \
1 status worsened, 1 change of leads, 1 change of commentary.

~ 1.1 Publish the needs assessment
    completion: 2020-03 → 2020-05-31 (slipped by 61 days)
    commentary: [-Draft-] {+Final draft+} sent [-to partners-]
    status: green → amber (worsened)

> 1.2 → 1.3 Review the *short breaks* offer

~ 1.3 → 1.4 Recruit two speech therapists for schools
    leads: A; [-B-]; {+C+}
    status: amber → blue (improved)

- 1.4 Open the drop-in clinic -> ward

+ 1.5 Write a guide for parents & carers
";
    assert_eq!(plain, expected);
    let coloured = text(&changes(), true);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("[-"));
}

#[test]
fn markdown_and_message() {
    let told = markdown(&changes());
    assert!(told.contains("- **1.2 → 1.3** Review the \\*short breaks\\* offer\n"), "{told}");
    assert!(
        told.contains("commentary: ~~Draft~~ **Final draft** sent ~~to partners~~\n"),
        "{told}"
    );
    let told = message(&changes());
    let (subject, body) = told.split_once("\n\n").unwrap();
    assert_eq!(subject, "February 2020: 1 added, 1 removed, 2 renumbered");
    assert!(body.contains("1.3 → 1.4: renumbered, leads changed, status improved\n"), "{body}");
    assert!(body.contains("1.5: added: Write a guide for parents & carers\n"), "{body}");
}

#[test]
fn csv_diffs_json() {
    let told = csv_diff(&changes());
    assert_eq!(told["added"][0]["id"], "1.5");
    assert_eq!(told["removed"][0]["action"], "Open the drop-in clinic -> ward");
    assert_eq!(
        told["changed"][2],
        json!({"key": "1.4", "changes": {"id": ["1.3", "1.4"], "ref": ["1.3", "1.4"],
               "leads": ["A; B", "A; C"], "status": ["amber", "blue"]}})
    );
    assert_eq!(told["columns_added"], json!([]));
}

#[test]
fn daffs_table() {
    let told = daff_csv(&changes());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(told.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let tags: Vec<_> = rows.iter().map(|r| r[0].to_owned()).collect();
    // A cell has `->`, so the arrow has a dash more.
    assert_eq!(tags, ["@@", "-->", "-->", "-->", "---", "+++"]);
    assert_eq!(&rows[3][1], "1.3-->1.4");
    let page = daff_html(&changes());
    assert!(page.contains("<ins>1.4</ins>") && page.contains("parents &amp; carers"));
}

#[test]
fn what_an_edition_does_not_show_is_said_and_two_of_a_month_are_told_apart() {
    let bare = BEFORE.replace("| green", "|").replace("| red", "|").replace("| amber", "|");
    let mut before = plan("2020-01", &bare);
    before.document.name = "plan.md".to_owned();
    let mut after = plan("2020-01", BEFORE);
    after.document.name = "plan.pdf".to_owned();
    let found = compare_editions(before, after, &Links::default(), &Options::default());
    let told = text(&found, false);
    let heading = "January 2020 (plan.md) → January 2020 (plan.pdf)\n4 statuses newly shown.\n";
    assert!(told.starts_with(heading), "{told}");
    let silent = "January 2020 (plan.md) shows status for only 0 of 4 items, which may be why most of these 4 changes appear.";
    assert!(told.contains(silent), "{told}");
    assert!(markdown(&found).contains(silent), "{}", markdown(&found));
}

#[test]
fn another_plan_is_asked_about() {
    let rows = |what: &str| {
        let row = |n: i32| format!("{n}.1 | {what} {n} | 2020-03 | A | | green\n");
        (1..7).map(row).collect::<String>()
    };
    let told = |before: &str, after: &str| {
        let [before, after] = [plan("2020-01", before), plan("2020-02", after)];
        text(&compare_editions(before, after, &Links::default(), &Options::default()), false)
    };
    let asked =
        "February 2020 has hardly anything in common with January 2020: is it another plan?";
    let roads = rows("Clear the gullies of district");
    let mut schools = String::new();
    for (n, what) in [
        "Recruit therapists",
        "Publish a needs assessment",
        "Train all governors",
        "Visit every nursery",
        "Open the new annexe",
        "Write to parents",
    ]
    .iter()
    .enumerate()
    {
        schools.push_str(&format!("{}.7 | {what} | 2020-03 | A | | green\n", n + 11));
    }
    assert!(told(&roads, &schools).contains(asked), "{}", told(&roads, &schools));
    assert!(!told(&roads, &roads.replace("green", "red")).contains(asked));
}

#[test]
fn nothing_changed_is_said() {
    let same = plan("2020-01", BEFORE);
    let none = compare_editions(same.clone(), same, &Links::default(), &Options::default());
    assert!(text(&none, false).ends_with("Nothing has changed.\n"));
    assert!(markdown(&none).contains("Nothing has changed.\n"));
    assert_eq!(message(&none), "January 2020: nothing has changed\n");
    assert_eq!(json(&none)["changes"], json!([]));
}
