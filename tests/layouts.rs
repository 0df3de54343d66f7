//! Plans in many layouts: the share of fields read right, class by class, may not fall.
//!
//! `fixtures/layouts` has a short document of each class, made by `scripts/layouts/sample`, and its
//! truth; `figures.tsv` there is what is read of it today. `scripts/update-layouts` records new
//! figures. Larger sets: `scripts/layouts/make` and `scripts/layouts/score`, which counts alike.

use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use tablemend_tests::{files, root, run, say};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// The fields that count, as pointers.
const CORE: [&str; 7] = [
    "/ref",
    "/section",
    "/action",
    "/completion/edtf",
    "/leads/people",
    "/commentary",
    "/status/value",
];

/// How alike two texts must be to be the same action: where the refs agree, and where not.
const ALIKE: (f64, f64) = (0.5, 0.6);

/// What was read of a document.
#[derive(Debug, Default, PartialEq, Eq)]
struct Figures {
    /// Actions in the truth, those of them that were found, and what is not an action.
    rows: usize,
    found: usize,
    invented: usize,
    /// Core fields that are right, of those in the truth and in the invented rows.
    right: usize,
    fields: usize,
}

impl Figures {
    /// Whether a smaller share of the fields is right than in `other`.
    fn is_below(&self, other: &Self) -> bool {
        self.right * other.fields < other.right * self.fields
    }

    fn share(&self) -> f64 {
        100.0 * self.right as f64 / self.fields.max(1) as f64
    }

    fn line(&self) -> String {
        format!("{}\t{}\t{}\t{}\t{}", self.rows, self.found, self.invented, self.right, self.fields)
    }

    fn of_line(line: &str) -> Option<(String, Self)> {
        let mut cells = line.split('\t');
        let class = cells.next()?.to_owned();
        let numbers: Vec<usize> = cells.map_while(|c| c.parse().ok()).collect();
        let &[rows, found, invented, right, fields] = &numbers[..] else { return None };
        Some((class, Self { rows, found, invented, right, fields }))
    }
}

/// Quotes, dashes and blanks are a matter of typesetting.
fn folded(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let plain: String = text
                .chars()
                .map(|c| match c {
                    '‘' | '’' | '‚' | '′' | '´' | '`' => '\'',
                    '“' | '”' | '„' | '″' | '«' | '»' => '"',
                    '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
                    c => c,
                })
                .collect();
            plain.split_whitespace().collect::<Vec<_>>().join(" ").into()
        }
        Value::Array(all) => all.iter().map(folded).collect(),
        other => other.clone(),
    }
}

fn is_right(truth: &Value, ours: &Value, field: &str) -> bool {
    let at = |record: &Value| record.pointer(field).map_or(Value::Null, folded);
    let read = at(ours);
    let name = field[1..].replace('/', ".");
    let others = truth["accept"][&name].as_array().into_iter().flatten();
    at(truth) == read || others.into_iter().any(|other| folded(other) == read)
}

/// The words of an action, counted.
fn words(record: &Value) -> BTreeMap<String, usize> {
    let text = folded(&record["action"]).as_str().unwrap_or_default().to_lowercase();
    let mut counts = BTreeMap::new();
    let all = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty());
    for word in all.take(120) {
        *counts.entry(word.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// Twice the words that two actions share, of all words of both.
fn alike(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> f64 {
    let all: usize = a.values().chain(b.values()).sum();
    let both: usize = a.iter().filter_map(|(word, n)| b.get(word).map(|m| *n.min(m))).sum();
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * both as f64 / all as f64 }
}

/// For each action of the truth the one that was read for it: by ref and text, by text, by ref.
fn pairs(truth: &[Value], ours: &[Value]) -> Vec<Option<usize>> {
    let (a, b): (Vec<_>, Vec<_>) =
        (truth.iter().map(words).collect(), ours.iter().map(words).collect());
    let mut to = vec![None; truth.len()];
    let mut used = HashSet::new();
    for step in 0..3 {
        let mut candidates = Vec::new();
        for (i, row) in truth.iter().enumerate() {
            for (j, other) in ours.iter().enumerate() {
                let is_same = !row["ref"].is_null() && folded(&row["ref"]) == folded(&other["ref"]);
                let likeness = alike(&a[i], &b[j]);
                let fits = match step {
                    0 => is_same && likeness >= ALIKE.0,
                    1 => likeness >= ALIKE.1,
                    _ => is_same,
                };
                if fits {
                    let rank = if step < 2 { (1e6 * (1.0 - likeness)) as usize } else { 0 };
                    candidates.push((rank, i.abs_diff(j), i, j));
                }
            }
        }
        candidates.sort_unstable();
        for (_, _, i, j) in candidates {
            if to[i].is_none() && !used.contains(&j) {
                to[i] = Some(j);
                used.insert(j);
            }
        }
    }
    to
}

fn compare(truth: &[Value], ours: &[Value]) -> Figures {
    let to = pairs(truth, ours);
    let found = to.iter().flatten().count();
    let right = truth.iter().zip(&to).filter_map(|(row, j)| j.map(|j| (row, &ours[j])));
    let right = right.map(|(row, other)| CORE.iter().filter(|f| is_right(row, other, f)).count());
    let invented = ours.len() - found;
    Figures {
        rows: truth.len(),
        found,
        invented,
        right: right.sum(),
        fields: CORE.len() * (truth.len() + invented),
    }
}

/// Reads a document of the sample and compares it with its truth.
fn measured(class: &str) -> Figures {
    let folder = root().join("fixtures/layouts");
    let text = fs::read_to_string(folder.join(format!("{class}.truth.json"))).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let document = format!("{class}.pdf");
    let arguments = ["convert", &document, "--profile", "action-plan", "--quiet"];
    let ours = run(TABLEMEND, &folder, &arguments).expect(0, &[]).json();
    compare(truth["actions"].as_array().unwrap(), ours["actions"].as_array().unwrap())
}

#[test]
fn no_class_of_layouts_is_read_worse_than_before() {
    let place = root().join("fixtures/layouts/figures.tsv");
    let recorded: BTreeMap<String, Figures> = fs::read_to_string(&place)
        .unwrap_or_default()
        .lines()
        .filter_map(Figures::of_line)
        .collect();
    let names = files(&root().join("fixtures/layouts"));
    let classes: Vec<&str> = names.iter().filter_map(|n| n.strip_suffix(".pdf")).collect();
    assert!(classes.len() > 20, "the sample is not there: {classes:?}");

    let mut table = format!("{:18} {:>6} {:>6}  found  invented\n", "class", "fields", "before");
    let mut lines = String::from("class\trows\tfound\tinvented\tright\tfields\n");
    let mut fallen = Vec::new();
    for class in classes {
        let now = measured(class);
        let before = recorded.get(class);
        let was = before.map_or_else(|| "-".to_owned(), |b| format!("{:.1}", b.share()));
        let shares = format!("{class:18} {:6.1} {was:>6}", now.share());
        let _ = writeln!(table, "{shares}  {:2}/{:<2}  {:8}", now.found, now.rows, now.invented);
        let _ = writeln!(lines, "{class}\t{}", now.line());
        if before.is_none_or(|before| now.is_below(before)) {
            fallen.push(shares);
        }
    }
    say(&table);
    if std::env::var_os("TABLEMEND_ACCEPT").is_some() {
        fs::write(&place, lines).unwrap();
        return;
    }
    let without: Vec<_> =
        recorded.keys().filter(|c| !names.contains(&format!("{c}.pdf"))).collect();
    assert!(without.is_empty(), "figures without a document: {without:?}");
    assert!(
        fallen.is_empty(),
        "fewer fields are right than recorded in {}, or none are recorded (class, now, before):\n{}\n\
         `scripts/layouts/score --verbose CLASS fixtures/layouts` says which; `scripts/update-layouts` records",
        place.display(),
        fallen.join("\n")
    );
}

#[test]
fn a_missing_an_invented_and_a_wrong_row_each_cost_fields() {
    let row = |reference: &str, action: &str, lead: &str| {
        serde_json::json!({"ref": reference, "action": action, "section": "1", "commentary": null,
            "completion": {"edtf": "2024-03"}, "leads": {"people": [lead]}, "status": {"value": "green"}})
    };
    let truth = [row("1", "Agree the plan", "Head of Roads"), row("2", "Print it", "Clerk")];
    assert_eq!(compare(&truth, &truth).line(), "2\t2\t0\t14\t14");
    let wrong = [row("1", "Agree the plan", "Clerk"), row("2", "Print it", "Clerk")];
    assert_eq!(compare(&truth, &wrong).line(), "2\t2\t0\t13\t14");
    assert_eq!(compare(&truth, &truth[..1]).line(), "2\t1\t0\t7\t14");
    let invented = [&truth[..], &[row("9", "Key to ratings", "Nobody")]].concat();
    assert_eq!(compare(&truth, &invented).line(), "2\t2\t1\t14\t21");
    assert!(compare(&truth, &invented).is_below(&compare(&truth, &truth)));
}
