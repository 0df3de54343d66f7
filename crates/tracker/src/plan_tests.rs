//! Plans as tables: the tracker, what was published last, the new edition, and what is to be done.

use super::*;

/// Columns: id, text, printed date, last day, status; the two of the date are one field.
fn columns() -> Vec<Column> {
    let column = |title: &str, unit: &str, is_shown, is_always_fresh| Column {
        title: title.to_owned(),
        unit: unit.to_owned(),
        is_shown,
        is_always_fresh,
    };
    vec![
        column("Id", "id", false, true),
        column("Action", "action", true, false),
        column("Due printed", "due", true, false),
        column("Due end", "due", true, false),
        column("Status", "status", true, false),
        column("Status state", "status", false, false),
    ]
}

fn words(line: &str) -> Vec<String> {
    line.split('|').map(|w| w.trim().to_owned()).collect()
}

/// A case of rows written as `1 | text | printed | end | status | state`; rows are the same item where
/// their ids are.
fn case(tracker: &[&str], before: Option<&[(&str, &str)]>, fresh: &[&str]) -> Case {
    let id = |line: &str| words(line)[0].clone();
    let at = |id: &str| fresh.iter().position(|line| words(line)[0] == id);
    let found = |id: &str| at(id).map(|fresh| Match { fresh, confidence: 1.0, is_doubtful: false });
    let before_ids: Vec<String> =
        before.unwrap_or_default().iter().map(|(line, _)| id(line)).collect();
    let held = |text: String| {
        Some(Held {
            is_formula: text.starts_with('='),
            is_merged: text == "^",
            text: text.trim_start_matches('=').to_owned(),
        })
    };
    Case {
        columns: columns(),
        id: 0,
        rows: tracker
            .iter()
            .map(|line| Row {
                cells: words(line).into_iter().map(held).collect(),
                published: before_ids.iter().position(|b| *b == id(line)),
            })
            .collect(),
        published: before.map(|rows| {
            let row = |(line, last): &(&str, &str)| Published {
                cells: words(line).into_iter().map(Some).collect(),
                last: (*last).to_owned(),
            };
            rows.iter().map(row).collect()
        }),
        fresh: fresh.iter().map(|l| words(l).into_iter().map(Value::Text).collect()).collect(),
        of_published: before_ids.iter().map(|b| found(b)).collect(),
        of_rows: tracker.iter().map(|line| found(&id(line))).collect(),
        edition: "May".to_owned(),
        called: str::to_owned,
        unread: None,
    }
}

/// The plan as lines: what is set and said in each row, what is new, what is told.
fn told(case: &Case) -> String {
    let plan = case.plan();
    let mut out = String::new();
    for row in &plan.rows {
        let set = row.set.iter().map(|(c, v)| format!("{}={}", case.columns[*c].title, v.shown()));
        let set = set.collect::<Vec<_>>().join(", ");
        out.push_str(&format!("{:?} [{set}] {}\n", row.fate, row.mark.replace('\n', " / ")));
    }
    for new in &plan.new {
        out.push_str(&format!("+ {}\n", case.fresh[*new][1].shown()));
    }
    for entry in &plan.entries {
        let column = entry.column.map_or("", |c| case.columns[c].title.as_str());
        out.push_str(&format!("{:?} {column}\n", entry.kind));
    }
    out
}

#[test]
fn what_nobody_changed_is_refreshed() {
    let case = case(
        &[
            "1 | Dig | June | 2024-06-30 | green | open",
            "2 | Fill | July | 2024-07-31 | red | open",
        ],
        Some(&[
            ("1 | Dig | June | 2024-06-30 | green | open", "04"),
            ("2 | Fill | July | 2024-07-31 | red | open", "04"),
        ]),
        &[
            "1 | Dig | June | 2024-06-30 | blue | done",
            "2 | Fill | July |  2024-07-31 | red | open",
        ],
    );
    assert_eq!(
        told(&case),
        "There [Status=blue, Status state=done] Updated: Status\nThere [] \nUpdated Status\n"
    );
}

#[test]
fn what_a_person_changed_is_kept_with_its_field() {
    let before = [("1 | Dig | June | 2024-06-30 | green | open", "04")];
    let changed = "1 | Dig | 15 June | 2024-06-30 | green | open";
    // Unchanged in the new edition.
    let kept = case(&[changed], Some(&before), &["1 | Dig | June | 2024-06-30 | green | open"]);
    assert_eq!(told(&kept), "There [] Kept as changed by hand: Due printed\nKept Due printed\n");
    // Changed there as well: the days stay beside the words they belong to.
    let conflict = case(&[changed], Some(&before), &["1 | Dig | July | 2024-07-31 | amber | open"]);
    assert_eq!(
        told(&conflict),
        "There [Status=amber] Check Due printed: May has “July” / Check Due end: May has “2024-07-31” / \
         Updated: Status\nConflict Due printed\nConflict Due end\nUpdated Status\n"
    );
    // The new edition has come to say the same.
    let agreed =
        case(&[changed], Some(&before), &["1 | Dig | 15 June | 2024-06-15 | green | open"]);
    assert_eq!(told(&agreed), "There [Due end=2024-06-15] Updated: Due end\nUpdated Due end\n");
}

#[test]
fn what_agrees_with_the_document_again_is_refreshed_by_later_editions() {
    // A person set red in April, while the state for programs stayed; May said red itself.
    let before = [("1 | Dig | June | 2024-06-30 | red | open", "05")];
    let held = "1 | Dig | June | 2024-06-30 | red | not_started";
    let case = case(&[held], Some(&before), &["1 | Dig | June | 2024-06-30 | completed | done"]);
    assert_eq!(
        told(&case),
        "There [Status=completed, Status state=done] Updated: Status\nUpdated Status\n"
    );
}

#[test]
fn a_formula_and_a_merged_cell_are_never_written_over() {
    let before = [("1 | Dig | June | 2024-06-30 | green | open", "04")];
    let row = "1 | ^ | June | 2024-06-30 | =green | open";
    let case = case(&[row], Some(&before), &["1 | Digging | June | 2024-06-30 | red | open"]);
    assert_eq!(told(&case), "There [] Check Status: May has “red”\nConflict Status\n");
}

#[test]
fn rows_come_and_go_and_come_back() {
    let case = case(
        &[
            "1 | Dig | June | 2024-06-30 | green | open",
            "2 | Fill | July | 2024-07-31 | red | open",
            "3 | Seed | May | 2024-05-31 | red | open",
            "4 | Old | May | 2024-05-31 | red | open",
            " | Mine | | | | ",
        ],
        Some(&[
            ("1 | Dig | June | 2024-06-30 | green | open", "04"),
            ("2 | Fill | July | 2024-07-31 | red | open", "04"),
            ("3 | Seed | May | 2024-05-31 | red | open", "03"),
            ("4 | Old | May | 2024-05-31 | red | open", "02"),
            ("5 | Deleted | May | 2024-05-31 | red | open", "04"),
        ]),
        &[
            "1 | Dig | June | 2024-06-30 | green | open",
            "6 | New | June | 2024-06-30 | green | open",
            "3 | Seed | May | 2024-05-31 | red | open",
            "5 | Deleted | May | 2024-05-31 | red | open",
        ],
    );
    assert_eq!(
        told(&case),
        "There [] \nGone [] Not in May (last in 04)\nThere [] Back in May\nGone [] Not in May (last in 02)\n\
         Own [] \n+ New\nDeleted \nNew \nGone \nBack \nOwn \n"
    );
    let gone: Vec<String> = case.plan().gone.into_iter().map(|(_, last)| last).collect();
    assert_eq!(gone, ["04", "02"], "kept for the next time");
}

#[test]
fn a_row_that_is_gone_leaves_its_id_to_the_new_one() {
    let mut case = case(
        &["1 | Dig | June | 2024-06-30 | green | open"],
        Some(&[("1 | Dig | June | 2024-06-30 | green | open", "2024-04")]),
        &["1 | Quite another | June | 2024-06-30 | green | open"],
    );
    case.of_published = vec![None];
    let plan = case.plan();
    assert_eq!(plan.rows[0].set, [(0, Value::Text("1 (2024-04)".to_owned()))]);
    assert_eq!(plan.gone[0].0[0], "1 (2024-04)");
    assert_eq!(plan.new, [0]);
}

#[test]
fn on_an_unread_page_nothing_is_gone() {
    let mut case = case(
        &["1 | Dig | June | 2024-06-30 | green | open"],
        Some(&[("1 | Dig | June | 2024-06-30 | green | open", "04")]),
        &[],
    );
    case.unread = Some("page 3 could not be read".to_owned());
    let wanted = "Gone [] Not found in May: page 3 could not be read\nNotFound \n";
    assert_eq!(told(&case), wanted);
}

#[test]
fn without_what_was_published_every_difference_is_the_new_editions() {
    let case = case(
        &[
            "1 | Dig | 15 June | 2024-06-30 | green | open",
            "2 | Fill | July | 2024-07-31 | red | open",
        ],
        None,
        &["1 | Dig | June | 2024-06-30 | green | open"],
    );
    assert_eq!(
        told(&case),
        "There [Due printed=June] Updated: Due printed\nGone [] Not in May (or added by hand)\nGone \n\
         Updated Due printed\n"
    );
}

#[test]
fn a_row_of_a_person_that_has_become_an_item_keeps_what_they_wrote() {
    let case = case(
        &["2 | Fill it | | | amber | "],
        Some(&[]),
        &["2 | Fill | July | 2024-07-31 | red | open"],
    );
    assert_eq!(
        told(&case),
        "There [Due printed=July, Due end=2024-07-31] Check Action: May has “Fill” / Check Status: May has \
         “red” / Updated: Due printed, Due end\nConflict Action\nConflict Status\nUpdated Due printed\n\
         Updated Due end\n"
    );
}

#[test]
fn a_copied_row_is_a_row_of_its_own() {
    let line = "1 | Dig | June | 2024-06-30 | green | open";
    let case = case(&[line, line], Some(&[(line, "04")]), &[line]);
    assert_eq!(told(&case), "There [] \nOwn [] \nOwn \n");
}
