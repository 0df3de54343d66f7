//! What the report says.

use super::*;
use crate::identity::Links;
use crate::sample::plan;

fn timeline() -> Timeline {
    let january = "1.1 | Publish the <joint> needs assessment | 2024-01 | Head of Data | | green
        1.2 | Recruit two speech therapists for schools | 2024-03-31 | Nurse Manager | | amber
        1.3 | Close the old register of cases | 2024-02 | Nurse Manager | | blue";
    let february =
        "1.1 | Publish the <joint> needs assessment | 2024-03 | Head of Data | Late | red
        1.3 | Recruit two speech therapists for schools | 2024-01-31 | Nurse Manager | | amber";
    let editions = vec![plan("2024-01", january), plan("2024-02", february)];
    Timeline::of(editions, &|_, _| Links::default())
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
        "<strong>1</strong> <span>due later than first promised</span>",
        "Changes since January 2024",
        "<del>green</del> → <ins>red</ins> (worse)",
        "(slipped by 60 days)",
        "no longer in the plan",
        "+60 d",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(report(&Timeline::default(), "2024-02-29".parse().unwrap()).contains("empty"));
}

#[test]
fn items_are_called_what_their_column_is_called() {
    let mut edition = plan("2024-01", "1.1 | The depot floods | 2024-01 | | | red");
    let page = |edition: &Edition| {
        report(
            &Timeline::of(vec![edition.clone()], &|_, _| Links::default()),
            "2024-02-29".parse().unwrap(),
        )
    };
    let text = edition.first_of(Kind::Text).unwrap();
    edition.fields[text].title = "Risk".to_owned();
    let risks = page(&edition);
    assert!(risks.contains("<span>risks</span>") && risks.contains("Every risk, every month"));
    assert!(!risks.to_lowercase().contains("action"));
    edition.fields[text].title = "What we will do".to_owned();
    assert!(page(&edition).contains("<span>items</span>"));
}

#[test]
fn letters_tell_statuses_apart() {
    let rows = "1 | a | | | | green\n2 | b | | | | grey\n3 | c | | | | red";
    let timeline = Timeline::of(vec![plan("2024-01", rows)], &|_, _| Links::default());
    let letters: Vec<_> = letters(&timeline).into_iter().map(|(_, l)| l).collect();
    assert_eq!(letters, ["Gree", "R", "Grey"]);
}
