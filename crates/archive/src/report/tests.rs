//! What the report says.

use super::*;
use tablemend_compare::{Kind, sample::plan};

fn timeline() -> Timeline {
    let january = "1.1 | Publish the <joint> needs assessment | 2024-01 | Head of Data | | green
        1.2 | Recruit two speech therapists for schools | 2024-03-31 | Nurse Manager | | amber
        1.3 | Close the old register of cases | 2024-02 | Nurse Manager | | blue";
    let february =
        "1.1 | Publish the <joint> needs assessment | 2024-03 | Head of Data | Late | red
        1.3 | Recruit two speech therapists for schools | 2024-01-31 | Nurse Manager | | amber";
    let editions = vec![plan("2024-01", january), plan("2024-02", february)];
    Timeline::of(editions, &[])
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = report(&timeline(), "2024-02-29".parse().unwrap());
    let targets: Vec<&str> =
        page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()).collect();
    assert!(targets.len() > 20);
    for target in targets {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
    }
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len());
}

#[test]
fn the_page_needs_nothing_else() {
    let page = report(&timeline(), "2024-02-29".parse().unwrap());
    for needs in ["<script", "http://", "https://", "url(", "@import", "<link", " src="] {
        assert!(!page.contains(needs), "{needs}");
    }
    assert!(page.contains("&lt;joint&gt;") && !page.contains("<joint>"));
}

#[test]
fn it_says_what_is_so() {
    let page = report(&timeline(), "2024-02-29".parse().unwrap());
    for said in [
        "<strong>2</strong> <span>actions</span>",
        "<strong>1</strong> <span>overdue</span>",
        "<strong>1</strong> <span>later than first promised</span>",
        "Changes since January 2024",
        "<del>green</del> → <ins>red</ins> (worsened)",
        "(slipped by 60 days)",
        "no longer in the plan",
        "+60 d",
        "<meta name=\"generator\" content=\"tablemend\">",
        "the second edition since January 2024",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(report(&Timeline::default(), "2024-02-29".parse().unwrap()).contains("empty"));
}

#[test]
fn items_are_called_what_their_column_is_called() {
    let mut edition = plan("2024-01", "1.1 | The depot floods | 2024-01 | | | red");
    let page = |edition: &Edition| {
        report(&Timeline::of(vec![edition.clone()], &[]), "2024-02-29".parse().unwrap())
    };
    let text = edition.first_of(Kind::Text).unwrap();
    edition.fields[text].title = "Risk".to_owned();
    edition.document.profile = "risk-register".to_owned();
    let risks = page(&edition);
    assert!(risks.contains("<span>risks</span>") && risks.contains("Every risk, every month"));
    // The page's security policy has a word of its own for forms.
    assert!(!risks.to_lowercase().replace("form-action", "").contains("action"));
    edition.fields[text].title = "What we will do".to_owned();
    assert!(page(&edition).contains("<span>items</span>"));
}

#[test]
fn days_and_leads_are_told_as_a_reader_wants_them() {
    let january = "1.1 | Clear the gullies | 2023-12-31 | Head of Works; Mayor | | red";
    let february = "1.1 | Clear the gullies | 2024-01-31 | Head of Works; Clerk | | red";
    let editions = vec![plan("2024-01", january), plan("2024-02", february)];
    let timeline = Timeline::of(editions, &[]);
    let page = report(&timeline, "2024-02-29".parse().unwrap());
    assert!(page.contains("Head of Works; <del>Mayor</del>; <ins>Clerk</ins>"), "{page}");
    assert!(page.contains("<td class=\"day\">31 Jan 2024</td>"), "{page}");
    assert!(page.contains("<td class=\"day\">31 Dec 2023</td>"), "first due too");
}

#[test]
fn months_that_are_missing_are_named() {
    let line = |periods: &[&str]| {
        let editions = periods.iter().map(|p| plan(p, "1.1 | Clear the gullies")).collect();
        edition_line(&Timeline::of(editions, &[]))
    };
    assert_eq!(
        line(&["2024-01", "2024-02"]),
        "February 2024 – the second edition since January 2024"
    );
    assert_eq!(
        line(&["2023-11", "2023-12", "2024-02", "2024-06"]),
        "June 2024 – the fourth edition since November 2023; there is none for January 2024, March \
         2024 to May 2024"
    );
    let quarters = ["2024-01", "2024-04", "2024-07"];
    assert_eq!(line(&quarters), "July 2024 – the third edition since January 2024");
}

#[test]
fn an_edition_without_statuses_is_told_before_its_counts() {
    let rows =
        "1 | Clear the gullies | 2024-01 | | | blue\n2 | Walk the culverts | 2024-01 | | | red";
    let bare = rows.replace("blue", "").replace("red", "");
    let editions = |last: &str| vec![plan("2024-01", rows), plan("2024-02", last)];
    let page = |last: &str| {
        let timeline = Timeline::of(editions(last), &[]);
        report(&timeline, "2024-02-29".parse().unwrap())
    };
    let told = "February 2024 shows a status for only 0 of 2 actions";
    assert!(page(&bare).contains(told));
    assert!(!page(rows).contains("shows a status for"));
}

#[test]
fn letters_tell_statuses_apart() {
    let rows = "1 | a | | | | green\n2 | b | | | | grey\n3 | c | | | | red";
    let timeline = Timeline::of(vec![plan("2024-01", rows)], &[]);
    let letters: Vec<_> = letters(&timeline).into_iter().map(|(_, l)| l).collect();
    assert_eq!(letters, ["Gree", "R", "Grey"]);
}

#[test]
fn statuses_that_begin_alike_have_letters_that_fit_in_a_bar() {
    let rows = "1 | a | | | | complete\n2 | b | | | | completed\n3 | c | | | | closed";
    let timeline = Timeline::of(vec![plan("2024-01", rows)], &[]);
    let mut letters: Vec<_> = letters(&timeline).into_iter().map(|(_, l)| l).collect();
    letters.sort();
    assert_eq!(letters, ["C1", "C2", "Cl"]);
}

#[test]
fn what_is_reviewed_is_neither_due_nor_done() {
    let rows = |day: &str| format!("R1 | The depot floods | {day} | Warden | | red");
    let edition = |period: &str, day: &str| {
        let mut edition = plan(period, &rows(day));
        let (text, dates) =
            (edition.first_of(Kind::Text).unwrap(), edition.first_of(Kind::Dates).unwrap());
        edition.fields[text].title = "Risk".to_owned();
        edition.fields[dates].title = "Review".to_owned();
        edition
    };
    let timeline =
        Timeline::of(vec![edition("2024-01", "2024-02-01"), edition("2024-02", "2024-02-20")], &[]);
    let page = report(&timeline, "2024-02-29".parse().unwrap());
    for said in [
        "with a later review date",
        ">Review date<",
        ">First review date<",
        ">Closed<",
        ">Review overdue<",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for not_said in [">Due<", ">Due next<", ">First due<", ">Done<", ">Overdue<", "promised"] {
        assert!(!page.contains(not_said), "{not_said}");
    }
}
