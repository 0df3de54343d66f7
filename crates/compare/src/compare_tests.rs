//! What comparing finds in made-up plans.

use super::*;
use crate::sample::plan;

const BASE: &str = "
    1.1.1 | Publish the joint strategic needs assessment | 2020-03 | Head of Data | Draft shared | green
    1.1.2 | Agree a shared dashboard with the health service | 2020-01-31 | Head of Data; Nurse Manager | In hand | amber
    1.1.3 | Train all school staff in early identification and in the use of the toolkit | 2020-06 | Head of Schools | | amber
    1.2.1 | Review the short breaks offer with parents | 2020-04 | Commissioner | Survey sent | red
    1.2.2 | Recruit two speech therapists | 2020-02 | Nurse Manager | Advert out | green
";

fn told(before: &str, after: &str) -> Vec<String> {
    let links = Links::default();
    let (before, after) = (plan("2020-01", before), plan("2020-02", after));
    let changes = compare_editions(before, after, &links, &Options::default());
    changes.changes.iter().map(tell).collect()
}

fn tell(c: &Change) -> String {
    let mut words = vec![c.kind.as_str().to_owned()];
    words.extend(c.before_id.clone().map(|i| format!("<{i}")));
    words.extend(c.after_id.clone().map(|i| format!(">{i}")));
    words.extend(c.field.clone());
    words.extend(c.split_of.clone().map(|s| format!("of {s}")));
    words.extend(c.days.map(|d| format!("{d} days")));
    words.extend(c.direction.map(|d| d.as_str().to_owned()));
    words.join(" ")
}

#[track_caller]
fn check(edit: impl Fn(&str) -> String, expected: &[&str]) {
    assert_eq!(told(BASE, &edit(BASE)), expected);
}

#[test]
fn what_is_finished_has_improved_whatever_its_word() {
    let to = |word: &'static str| {
        move |b: &str| b.replace("Survey sent | red", &format!("Survey sent | {word}"))
    };
    check(to("completed"), &["changed <1.2.1 >1.2.1 status better"]);
    check(to("done"), &["changed <1.2.1 >1.2.1 status better"]);
    check(to("not achieved"), &["changed <1.2.1 >1.2.1 status"]);
    check(to("superseded"), &["changed <1.2.1 >1.2.1 status"]);
    let (before, after) = (to("completed")(BASE), to("in progress")(BASE));
    assert_eq!(told(&before, &after), ["changed <1.2.1 >1.2.1 status worse"]);
    assert_eq!(told(&before, &to("done")(BASE)), ["changed <1.2.1 >1.2.1 status"]);
}

#[test]
fn fields_change() {
    check(str::to_owned, &[]);
    check(
        |b| b.replace("| 2020-03 |", "| 2020-05-31 |"),
        &["changed <1.1.1 >1.1.1 completion 61 days slipped"],
    );
    check(
        |b| b.replace("2020-01-31", "2020-01-01"),
        &["changed <1.1.2 >1.1.2 completion -30 days earlier"],
    );
    check(|b| b.replace("2020-01-31", "TBC"), &["changed <1.1.2 >1.1.2 completion"]);
    check(|b| b.replace("| red", "| amber"), &["changed <1.2.1 >1.2.1 status better"]);
    check(
        |b| b.replace("Advert out | green", "Advert out | grey"),
        &["changed <1.2.2 >1.2.2 status"],
    );
    check(|b| b.replace("Head of Data; Nurse Manager", "Nurse Manager ; Head of Data"), &[]);
    check(
        |b| b.replace("Survey sent", "Survey sent – “late”").replace("“late”", "'late'"),
        &["changed <1.2.1 >1.2.1 commentary"],
    );
    check(|b| b.replace("Survey sent", "Survey-sent"), &[]);
}

#[test]
fn items_come_go_and_move() {
    check(
        |b| {
            b.replace("    1.2.2", "    1.2.2 | Open a drop-in clinic in every district | 2021-01 | Clinic Lead\n    1.2.3")
        },
        &["added >1.2.2", "renumbered <1.2.2 >1.2.3 ref"],
    );
    let without = |b: &str, ref_: &str| -> String {
        b.lines().filter(|l| !l.trim().starts_with(ref_)).collect::<Vec<_>>().join("\n")
    };
    check(|b| without(b, "1.1.2"), &["removed <1.1.2"]);
    check(
        |b| without(b, "1.1.1").replace("1.1.2", "1.1.1").replace("1.1.3", "1.1.2"),
        &["removed <1.1.1", "renumbered <1.1.2 >1.1.1 ref", "renumbered <1.1.3 >1.1.2 ref"],
    );
    check(
        |b| b.replace("1.1.1 |", "x |").replace("1.1.2 |", "1.1.1 |").replace("x |", "1.1.2 |"),
        &["renumbered <1.1.1 >1.1.2 ref", "renumbered <1.1.2 >1.1.1 ref"],
    );
    check(
        |b| {
            b.replace(
                "1.2.1 | Review the short breaks offer with parents | 2020-04",
                "1.3.4 | Review the offer of short breaks with parents and carers | 2020-06",
            )
        },
        &[
            "renumbered <1.2.1 >1.3.4 ref",
            "changed <1.2.1 >1.3.4 action",
            "changed <1.2.1 >1.3.4 completion 61 days slipped",
        ],
    );
}

#[test]
fn a_ref_taken_over_by_another_action_is_no_rewording() {
    check(
        |b| {
            b.replace("Recruit two speech therapists | 2020-02 | Nurse Manager | Advert out | green", "Hold a yearly conference of governors | 2021-07 | Governor Support | Venue sought | amber")
        },
        &["removed <1.2.2", "added >1.2.2"],
    );
}

#[test]
fn splits() {
    check(
        |b| {
            b.replace(
                "1.1.3 | Train all school staff in early identification and in the use of the toolkit",
                "1.1.3a | Train all school staff in early identification | 2020-06 | Head of Schools | | amber
                 1.1.3b | Train school staff in the use of the toolkit",
            )
        },
        &[
            "renumbered <1.1.3 >1.1.3a ref",
            "changed <1.1.3 >1.1.3a action",
            "added >1.1.3b of 1.1.3",
        ],
    );
    // The second part holds most of the words: still the first is what goes on.
    check(
        |b| {
            b.replace(
                "1.1.3 | Train all school staff in early identification and in the use of the toolkit",
                "1.1.3a | Buy the toolkit | 2020-06 | Head of Schools | | amber
                 1.1.3b | Train all school staff in early identification and in its use",
            )
        },
        &[
            "renumbered <1.1.3 >1.1.3a ref",
            "changed <1.1.3 >1.1.3a action",
            "added >1.1.3b of 1.1.3",
        ],
    );
}

#[test]
fn a_person_has_the_last_word() {
    let (before, after) = (plan("2020-01", BASE), plan("2020-02", &BASE.replace("1.2.2", "1.2.9")));
    let pair = |b: &str, a: &str| [(b.to_owned(), a.to_owned())].into();
    let with = |links: &Links| {
        let found = compare_editions(before.clone(), after.clone(), links, &Options::default());
        found.changes.iter().map(tell).collect::<Vec<_>>()
    };
    let cut = Links { apart: pair("1.2.2", "1.2.9"), ..Links::default() };
    assert_eq!(with(&cut), ["removed <1.2.2", "added >1.2.9"]);
    let tied = Links { together: pair("1.2.1", "1.2.9"), ..Links::default() };
    assert!(with(&tied).contains(&"renumbered <1.2.1 >1.2.9 ref".to_owned()));
}

#[test]
fn a_renamed_post_is_told_once() {
    let after = BASE.replace("Nurse Manager", "Lead Nurse");
    let found = compare_editions(
        plan("2020-01", BASE),
        plan("2020-02", &after),
        &Links::default(),
        &Options::default(),
    );
    let renamed = ("Nurse Manager".to_owned(), "Lead Nurse".to_owned(), 2);
    assert_eq!(found.renamed_posts(), [renamed]);
    assert!(crate::render::text(&found, false).contains("“Lead Nurse” has replaced"));
    // Where the old post still leads something, work was only handed over.
    let after = BASE.replace("Head of Data; Nurse Manager", "Head of Data; Lead Nurse");
    let found = compare_editions(
        plan("2020-01", BASE),
        plan("2020-02", &after),
        &Links::default(),
        &Options::default(),
    );
    assert_eq!(found.renamed_posts(), []);
}

#[test]
fn chosen_fields_and_keys() {
    let before = plan("2020-01", BASE);
    let after = plan("2020-02", &BASE.replace("| red", "| green").replace("2020-03", "2020-05"));
    let with = |options: &Options| {
        let found = compare_editions(before.clone(), after.clone(), &Links::default(), options);
        found.changes.iter().map(tell).collect::<Vec<_>>()
    };
    let status = Options { fields: Some(vec!["status".to_owned()]), ..Options::default() };
    assert_eq!(with(&status), ["changed <1.2.1 >1.2.1 status better"]);
    let dates = Options { ignore: vec!["status".to_owned()], ..Options::default() };
    assert_eq!(with(&dates), ["changed <1.1.1 >1.1.1 completion 61 days slipped"]);
    let misspelt = Options { ignore: vec!["state".to_owned(), "ref".to_owned()], ..status };
    let refused = misspelt.check(&before, &after).unwrap_err().to_string();
    let known = "ref, action, completion, leads, commentary, status";
    assert_eq!(refused, format!("there is no field state; known are {known}"));
    assert!(dates.check(&before, &after).is_ok());
    for key in [Key::Reference, Key::Id, Key::Field("action".to_owned())] {
        assert_eq!(with(&Options { key, ..Options::default() }).len(), 2);
    }
}

#[test]
fn an_ambiguous_lead_is_a_doubtful_change() {
    let before = plan("2020-01", "1.1 | Write the plan | 2020-01 | A");
    let mut after = plan("2020-02", "1.1 | Write the plan | 2020-01 | B");
    if let Cell::Posts(posts) = &mut after.items[0].cells[2] {
        posts.alternatives = vec![vec!["A".to_owned()]];
    }
    let found = compare_editions(before, after, &Links::default(), &Options::default());
    assert_eq!(found.changes.len(), 1);
    assert!(found.changes[0].confidence <= 0.5);
    let told = crate::render::text(&found, false);
    assert!(told.contains("only an ambiguous cell") && !told.contains("the same item:"), "{told}");
}

/// The actions of a real plan, hand-checked, without those of other sections.
fn real_plan() -> Option<Edition> {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/appendix/january-2020.gold.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{path} is missing");
        println!("skipped: {path} is not there");
        return None;
    };
    Some(crate::sample::records("2020-01", &text))
}

#[test]
fn no_two_actions_of_a_real_plan_are_taken_for_one() {
    let Some(plan) = real_plan() else { return };
    let half = |odd: usize| {
        let mut edition = plan.clone();
        let mut n = 0;
        edition.items.retain(|_| {
            n += 1;
            n % 2 == odd
        });
        edition
    };
    let (even, mut odd) = (half(0), half(1));
    let found = compare_editions(even.clone(), odd.clone(), &Links::default(), &Options::default());
    // Two parts of one action speak of the same thing in much the same words; no more than one
    // pair of them is let through, and as an uncertain one.
    assert!(found.pairing.links.len() <= 1, "{:?}", found.pairing.links);
    assert!(found.pairing.links.iter().all(Link::is_doubtful));
    // Where another action has taken over the ref, a link is at most an uncertain one.
    for (a, b) in even.items.iter().zip(&mut odd.items) {
        b.reference.clone_from(&a.reference);
    }
    let found = compare_editions(even, odd, &Links::default(), &Options::default());
    assert!(found.pairing.links.len() <= found.before.items.len() / 5);
    assert!(found.pairing.links.iter().all(Link::is_doubtful), "{:?}", found.pairing.links);
}

#[test]
fn a_real_plan_is_followed_through_a_shift_of_all_refs() {
    let Some(plan) = real_plan() else { return };
    let mut after = plan.clone();
    // Every action gets the ref of the one behind it, and the first words of its text go.
    for i in 0..after.items.len() - 1 {
        after.items[i].reference = after.items[i + 1].reference.clone();
        after.items[i].id.clone_from(&plan.items[i + 1].id);
    }
    let last = after.items.len() - 1;
    after.items[last].reference = Some("9.9.9".to_owned());
    after.items[last].id = "9.9.9".to_owned();
    for item in after.items.iter_mut().step_by(3) {
        let text = item.cells[0].display();
        let words: Vec<&str> = text.split(' ').collect();
        item.cells[0] = Cell::Text(words[words.len() / 5..].join(" "));
    }
    let found = compare_editions(plan, after, &Links::default(), &Options::default());
    let right = found.pairing.links.iter().filter(|l| l.before == l.after).count();
    assert_eq!((right, found.pairing.links.len()), (found.before.items.len(), right));
}

#[test]
fn the_six_months_changed_as_they_were_made_to() {
    let months = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/plan");
    let read = |name: &str| std::fs::read_to_string(format!("{months}/{name}")).unwrap();
    // Confidence is ours to give, and the order of the truth is not promised.
    let facts = |json: &serde_json::Value| -> Vec<String> {
        let changes = json["changes"].as_array().unwrap().iter().map(|change| {
            let mut change = change.clone();
            change.as_object_mut().unwrap().remove("confidence");
            change.to_string()
        });
        changes.collect()
    };
    let mut told = 0;
    for month in 2..=6 {
        let edition = |n| {
            let period = format!("2024-{n:02}");
            crate::sample::records(&period, &read(&format!("{period}.truth.json")))
        };
        let changes = compare_editions(
            edition(month - 1),
            edition(month),
            &Links::default(),
            &Options::default(),
        );
        let found = facts(&crate::render::json(&changes));
        let truth = read(&format!("2024-{month:02}.changes.truth.json"));
        let truth = facts(&serde_json::from_str(&truth).unwrap());
        let missed: Vec<_> = truth.iter().filter(|t| !found.contains(t)).collect();
        let invented: Vec<_> = found.iter().filter(|f| !truth.contains(f)).collect();
        assert!(missed.is_empty() && invented.is_empty(), "{month}: {missed:#?} {invented:#?}");
        told += found.len();
    }
    assert!(told > 40, "{told}");
}
