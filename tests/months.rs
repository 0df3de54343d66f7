//! Six months of the plan, as Markdown and as PDF of three typesetters: every change between any
//! two of them is found, and none invented.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use tablemend_tests::{root, run, say};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");
const TYPESETTERS: [&str; 3] = ["libreoffice", "reportlab", "typst"];

/// What a change is called in the table of figures.
fn kind(change: &Value, all: &[Value], renamed: &[(Value, Value)]) -> &'static str {
    let is_whole =
        |part: &Value| part["split_of"].is_string() && part["split_of"] == change["before_id"];
    match (change["kind"].as_str(), change["field"].as_str(), change["direction"].as_str()) {
        (Some("added"), ..) if change["split_of"].is_string() => "split",
        (Some("renumbered"), ..) if all.iter().any(is_whole) => "split",
        (Some("added"), ..) => "addition",
        (Some("removed"), ..) => "removal",
        (Some("renumbered"), ..) => "renumbering",
        (_, Some("completion"), Some("slipped")) => "slip",
        (_, Some("completion"), Some("earlier")) => "brought forward",
        (_, Some("completion"), _) => "date otherwise",
        (_, Some("status"), _) => "turn of the rating",
        (_, Some("leads"), _) if is_renaming(change, renamed) => "renamed post",
        (_, Some("leads"), _) => "other lead",
        (_, Some("commentary"), _) => "commentary",
        (_, Some("action"), _) => "text",
        _ => "other",
    }
}

/// Whether the leads after are those before, with posts under their new names.
fn is_renaming(change: &Value, renamed: &[(Value, Value)]) -> bool {
    let new_name = |post: &Value| {
        renamed.iter().find(|(old, _)| old == post).map_or(post, |(_, new)| new).clone()
    };
    let (Some(before), Some(after)) = (change["before"].as_array(), change["after"].as_array())
    else {
        return false;
    };
    before != after && before.iter().map(new_name).eq(after.iter().cloned())
}

/// What a change says, without how sure it is; dates are what they mean, not how they are printed.
fn told(change: &Value) -> String {
    let keys = ["kind", "before_id", "after_id", "field", "split_of", "days", "direction"];
    let mut words: Vec<String> = keys.iter().map(|k| format!("{k} {}", change[k])).collect();
    for side in ["before", "after"] {
        let value = change[side].get("edtf").unwrap_or(&change[side]);
        words.push(format!("{side} {value}"));
    }
    words.join(", ")
}

/// Of one kind of change: how many there are, how many of those were found, how many invented.
#[derive(Clone, Copy, Default)]
struct Figures {
    there: usize,
    found: usize,
    invented: usize,
}

/// Figures by the forms compared (Markdown, PDF) and the kind of change.
#[derive(Default)]
struct Tally(BTreeMap<(&'static str, &'static str), Figures>);

impl Tally {
    fn of(&mut self, forms: &'static str, kind: &'static str) -> &mut Figures {
        self.0.entry((forms, kind)).or_default()
    }

    /// Counts one comparison; gives what was missed or invented.
    fn count(&mut self, forms: &'static str, route: &Value, ours: &Value) -> Vec<String> {
        let list = |of: &Value| of["changes"].as_array().cloned().unwrap_or_default();
        let (expected, found) = (list(route), list(ours));
        let renamed: Vec<(Value, Value)> = route["renamed"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| (pair[0].clone(), pair[1].clone()))
            .collect();
        let mut left: Vec<&Value> = found.iter().collect();
        let mut wrong = Vec::new();
        for change in &expected {
            let figures = self.of(forms, kind(change, &expected, &renamed));
            figures.there += 1;
            match left.iter().position(|c| told(c) == told(change)) {
                Some(place) => {
                    left.remove(place);
                    figures.found += 1;
                }
                None => wrong.push(format!("missed: {}", told(change))),
            }
        }
        for change in left {
            self.of(forms, kind(change, &found, &renamed)).invented += 1;
            wrong.push(format!("invented: {}", told(change)));
        }
        wrong
    }

    fn table(&self) -> String {
        let mut text = format!(
            "{:<18} {:<19} {:>6} {:>6} {:>9} {:>10} {:>7}\n",
            "compared", "kind of change", "there", "found", "invented", "precision", "recall"
        );
        let share = |part: usize, all: usize| match all {
            0 => "-".to_owned(),
            all => format!("{:.3}", part as f64 / all as f64),
        };
        let mut line = |forms: &str, kind: &str, f: &Figures| {
            let _ = writeln!(
                text,
                "{forms:<18} {kind:<19} {:>6} {:>6} {:>9} {:>10} {:>7}",
                f.there,
                f.found,
                f.invented,
                share(f.found, f.found + f.invented),
                share(f.found, f.there),
            );
        };
        let mut all = Figures::default();
        for ((forms, kind), f) in &self.0 {
            line(forms, kind, f);
            all.there += f.there;
            all.found += f.found;
            all.invented += f.invented;
        }
        line("all", "", &all);
        text
    }
}

/// The files of a month in one form.
fn files(end: &Value) -> Vec<(String, &'static str)> {
    let month = end[0].as_str().unwrap();
    match end[1].as_str() {
        Some("md") => vec![(format!("plan/{month}.md"), "")],
        _ => TYPESETTERS.iter().map(|t| (format!("pdf/{month}-{t}.pdf"), *t)).collect(),
    }
}

fn forms(before: &Value, after: &Value) -> &'static str {
    match (before[1].as_str(), after[1].as_str(), before[0] == after[0]) {
        (.., true) => "same month",
        (Some("md"), Some("md"), _) => "Markdown, Markdown",
        (Some("pdf"), Some("pdf"), _) => "PDF, PDF",
        (Some("md"), ..) => "Markdown, PDF",
        _ => "PDF, Markdown",
    }
}

#[test]
fn every_change_between_months_in_any_form_is_found_and_none_invented() {
    let fixtures = root().join("fixtures").canonicalize().unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(fixtures.join(name)).unwrap()).unwrap()
    };
    let mut routes = read("pdf/changes.truth.json").as_array().unwrap().clone();
    for (from, to) in (1..6).map(|m| (format!("2024-0{m}"), format!("2024-0{}", m + 1))) {
        let mut truth = read(&format!("plan/{to}.changes.truth.json"));
        truth["before"] = json!([from, "md"]);
        truth["after"] = json!([to, "md"]);
        let twin = routes.iter().find(|r| r["before"][0] == from && r["after"][0] == to);
        truth["renamed"] = twin.unwrap()["renamed"].clone();
        routes.push(truth);
    }
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    let mut compared = 0;
    // Any typesetter may follow any other.
    let pairs: Vec<(&Value, String, &str, String)> = routes
        .iter()
        .flat_map(|route| {
            let after = files(&route["after"]);
            files(&route["before"]).into_iter().flat_map(move |(before, typesetter)| {
                let others: Vec<String> =
                    after.iter().map(|(name, _)| name.clone()).filter(|n| *n != before).collect();
                others.into_iter().map(move |name| (route, before.clone(), typesetter, name))
            })
        })
        .collect();
    let diff = |(_, before, _, after): &(&Value, String, &str, String)| {
        run(TABLEMEND, &fixtures, &["diff", before, after, "-f", "json"]).expect(0, &[]).json()
    };
    // The program runs once for each pair: as many at a time as there are cores.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let each = pairs.len().div_ceil(cores).max(1);
    let all: Vec<Value> = std::thread::scope(|scope| {
        let parts: Vec<_> = pairs
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(diff).collect::<Vec<Value>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    for ((route, before, typesetter, after), ours) in pairs.iter().zip(&all) {
        let found = tally.count(forms(&route["before"], &route["after"]), route, ours);
        wrong.extend(found.iter().map(|w| format!("{before} to {after}: {w}")));
        let summary = (&ours["summary"], &route["summary"]);
        if summary.0 != summary.1 {
            wrong.push(format!("{before} to {after}: {} not {}", summary.0, summary.1));
        }
        for pair in route["renamed"].as_array().unwrap() {
            let text = run(TABLEMEND, &fixtures, &["diff", before, after]);
            let text = String::from_utf8(text.stdout).unwrap();
            let names = pair.as_array().unwrap().iter().map(|p| p.as_str().unwrap());
            assert!(names.into_iter().all(|n| text.contains(n)), "{typesetter}: {text}");
            assert!(text.contains("renamed?"), "{before} to {after}: {text}");
        }
        compared += 1;
    }
    say(&format!("{compared} comparisons\n{}", tally.table()));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 80, "{compared}: fixtures are missing");
}
