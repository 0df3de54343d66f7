//! Headings of dates beside each other: which is the promise, which replaced it, which is of something else.

use super::authors_tests::read;
use tablemend_model::{Completion, Role, Value};

/// The dates of one action whose date columns have these headings, on 1, 2, 3 … June 2026 from left to right.
fn dates_under(headings: &[&str]) -> Completion {
    let days: Vec<String> = (1..=headings.len()).map(|day| format!("{day} June 2026")).collect();
    let data = read(&format!(
        "Ref|Action|Owner|{}|Status\nT1|Hang the bell of the north quay|Clerk|{}|Open",
        headings.join("|"),
        days.join("|")
    ));
    let (schema, entity) = data.entity("actions").expect("a plan");
    let field = schema.fields.iter().position(|f| f.name == "completion").expect("a completion");
    match entity.records.first().map(|r| &r.values[field]) {
        Some(Value::Completion(completion)) => completion.clone(),
        _ => Completion::default(),
    }
}

/// Each live or former date as its day and role.
fn roles(headings: &[&str]) -> Vec<(u8, Role)> {
    let day = |printed: &str| printed.split(' ').next().and_then(|day| day.parse().ok());
    dates_under(headings).dates.iter().filter_map(|d| Some((day(&d.printed)?, d.role))).collect()
}

#[test]
fn a_date_of_something_else_is_no_promise() {
    for other in [
        "Original Detection Date",
        "Date raised originally",
        "Original report date",
        "First identified",
        "Date first identified",
        "Revised start date",
        "Planned start date",
        "Previous review date",
        "Original approval date",
        "New meeting date",
        "Current assessment date",
        "Latest update date",
        "Date of latest inspection",
    ] {
        assert_eq!(roles(&[other, "Target date"]), [(2, Role::Due)], "{other}");
        assert_eq!(roles(&[other]), [], "{other} alone");
    }
}

#[test]
fn a_date_of_the_end_is_one_whatever_else_its_heading_says() {
    for own in [
        "Original completion date",
        "Report due date",
        "Target date for the review",
        "Revised date",
        "Start and end date",
        "Go live date",
        "Submission date",
    ] {
        assert_eq!(roles(&[own]), [(1, Role::Due)], "{own}");
    }
}

#[test]
fn what_replaced_a_promise_does_so_in_any_order() {
    let (was, is) = (Role::Original, Role::Revised);
    for (headings, expected) in [
        (["Original due date", "Revised due date"], [(1, was), (2, is)]),
        (["Revised due date", "Original due date"], [(1, is), (2, was)]),
        (["Due date", "Revised date"], [(1, was), (2, is)]),
        (["Revised date", "Target date"], [(1, is), (2, was)]),
        (["Due date", "Latest due date"], [(1, was), (2, is)]),
        (["Original finish", "Revised finish"], [(1, was), (2, is)]),
    ] {
        assert_eq!(roles(&headings), expected, "{headings:?}");
        let live = expected.iter().find(|(_, role)| *role == is).map(|(day, _)| *day);
        let edtf = live.map(|day| format!("2026-06-{day:02}"));
        assert_eq!(dates_under(&headings).edtf, edtf, "{headings:?}");
    }
}

#[test]
fn what_came_of_a_promise_does_not_replace_it() {
    for (headings, expected) in [
        (["Planned completion date", "Actual completion date"], vec![(1, Role::Due)]),
        (["Actual end date", "Planned end date"], vec![(2, Role::Due)]),
        (["Planned date", "Actual date"], vec![(1, Role::Due)]),
        (["Planned end", "Target date"], vec![(2, Role::Due)]),
    ] {
        assert_eq!(roles(&headings), expected, "{headings:?}");
    }
    let (was, is) = (Role::Original, Role::Revised);
    let all = ["Original due date", "Revised due date", "Actual completion date"];
    assert_eq!(roles(&all), [(1, was), (2, is)]);
}

#[test]
fn when_it_comes_next_goes_before_when_it_was_last() {
    for headings in ["Date last updated|Next revision date", "Last reviewed|Next revision date"] {
        let data = read(&format!(
            "Ref|Risk|Likelihood|Impact|{headings}|Mitigation\nR1|The quay may sink|3|4|1 June 2026|2 June 2026|Shore it up"
        ));
        let (schema, entity) = data.entity("risks").expect("a register");
        let at = schema.fields.iter().position(|f| f.name == "review").expect("a review");
        let review = entity.records.first().map(|r| &r.values[at]);
        assert!(
            matches!(review, Some(Value::Completion(c)) if c.edtf.as_deref() == Some("2026-06-02")),
            "{headings}: {review:?}"
        );
    }
}
