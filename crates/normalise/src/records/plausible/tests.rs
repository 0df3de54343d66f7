use crate::profile::Profile;
use crate::records::testing::document;
use tablemend_model::Dataset;

/// Reads a document as an action plan.
fn read(text: &str) -> Dataset {
    let profile = Profile::built_in("action-plan").unwrap();
    crate::records(&document(text), &profile, "test")
}

/// `id code` of each warning of these codes.
fn told(text: &str, codes: &[&str]) -> Vec<String> {
    let data = read(text);
    let of = data.diagnostics.iter().filter(|n| codes.contains(&&*n.code));
    of.map(|n| format!("{} {}", n.record.as_deref().unwrap_or("-"), n.code)).collect()
}

/// A plan of ten rows; `change` may spoil one of them.
fn plan(change: impl Fn(usize, [String; 5]) -> Vec<[String; 5]>) -> String {
    let mut lines = vec!["Action|Completion date|Lead|Commentary|Status".to_owned()];
    for n in 1..=10 {
        let row = [
            format!("1.1.{n} Agree the list number {n}"),
            format!("{n} March 2024"),
            ["Head of Parks", "Harbour Manager"][n % 2].to_owned(),
            "The list is agreed.".to_owned(),
            ["Green", "Amber"][n % 2].to_owned(),
        ];
        lines.extend(change(n, row).into_iter().map(|r| r.join("|")));
    }
    format!("# Plan\n\n# Theme 1: Parks\n\n{}", lines.join("\n"))
}

const ALL: [&str; 16] = [
    "text.odd",
    "score.odd",
    "records.missing",
    "ref.odd",
    "group.none",
    "group.conflict",
    "group.title",
    "cell.empty",
    "date.coarse",
    "status.odd",
    "leads.odd",
    "text.cut",
    "text.two_rows",
    "text.long",
    "ref.sequence",
    "ref.duplicate",
];

#[test]
fn a_plan_without_fault_is_not_doubted() {
    assert_eq!(told(&plan(|_, row| vec![row]), &ALL), Vec::<String>::new());
}

#[test]
fn what_is_odd_is_told_at_its_row() {
    type Spoil = fn([String; 5]) -> Vec<[String; 5]>;
    let cases: [(&str, Spoil); 11] = [
        ("- records.missing", |_| Vec::new()),
        ("1.1.4 cell.empty", |[_, b, c, d, e]| vec![["1.1.4".to_owned(), b, c, d, e]]),
        ("1.1.4 date.coarse", |[a, _, c, d, e]| vec![[a, "2024".to_owned(), c, d, e]]),
        ("1.1.4 status.odd", |[a, b, c, d, _]| vec![[a, b, c, d, "The boats".to_owned()]]),
        ("1.1.4 leads.odd", |[a, b, _, d, e]| {
            vec![[a, b, "The list will be sent to members soon".to_owned(), d, e]]
        }),
        ("1.1.4 leads.odd", |[a, b, _, d, e]| vec![[a, b, "4 May 2024".to_owned(), d, e]]),
        ("1.1.4 leads.odd", |[a, b, _, d, e]| {
            vec![[a, b, "Head of Gates Director of Tides".to_owned(), d, e]]
        }),
        ("1.1.4 text.odd", |[_, b, c, d, e]| vec![["1.1.4 12".to_owned(), b, c, d, e]]),
        ("1.1.4 text.cut", |[a, b, c, _, e]| {
            vec![[a, b, c, "The list is agreed and".to_owned(), e]]
        }),
        ("1.1.4 text.cut", |[_, b, c, d, e]| vec![["1.1.4 of the lists".to_owned(), b, c, d, e]]),
        ("1.1.4 text.two_rows", |[a, b, c, d, e]| {
            vec![[format!("{a}\\n1.1.99 Paint the boats"), b, c, d, e]]
        }),
    ];
    for (wanted, spoil) in cases {
        let text = plan(|n, row| if n == 4 { spoil(row) } else { vec![row] });
        let found = told(&text, &ALL);
        assert!(found.iter().any(|f| f == wanted), "{wanted}: {found:?}");
        assert!(
            found.iter().all(|f| f.starts_with("1.1.4 ")
                || wanted.starts_with("- ")
                || f.starts_with("- ")
                || f.starts_with("1.1.5 ref.sequence")),
            "{found:?}"
        );
    }
}

#[test]
fn flags_are_the_codes_of_the_warnings() {
    let data = read(&plan(|n, [a, b, c, d, e]| {
        vec![[a, b, if n == 4 { String::new() } else { c }, d, e]]
    }));
    let (_, items) = data.items().unwrap();
    let record = items.records.iter().find(|r| r.id == "1.1.4").unwrap();
    assert!(
        record.flags.iter().any(|f| f == "cell.empty" || f.starts_with("leads.")),
        "{:?}",
        record.flags
    );
}

#[test]
fn a_row_of_another_section_is_told() {
    let table = |section: usize, rows: &[&str]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|r| format!("{r} Agree it|{} March 2024|Head of Parks|Agreed.|Green", section))
            .collect();
        format!(
            "# Theme {section}: Parks {section}\n\nAction|Completion date|Lead|Commentary|Status\n{}",
            rows.join("\n")
        )
    };
    let text = format!(
        "# Plan\n\n{}\n\n{}",
        table(1, &["1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5"]),
        table(2, &["2.1.1", "1.1.6", "2.1.2", "2.1.3"])
    );
    assert_eq!(told(&text, &["group.conflict"]), ["1.1.6 group.conflict"]);
    // The heading of section 3 is on a page that nobody could read, and most rows below 2 are its.
    let text = format!(
        "# Plan\n\n{}\n\n{}\n\n{}",
        table(1, &["1.1.1", "1.1.2", "1.1.3", "1.1.4"]),
        table(2, &["2.1.1", "2.1.2", "3.1.2", "3.1.3", "3.1.4"]),
        table(4, &["4.1.1", "4.1.2", "4.1.3"])
    );
    let lost = ["3.1.2 group.conflict", "3.1.3 group.conflict", "3.1.4 group.conflict"];
    assert_eq!(told(&text, &["group.conflict"]), lost);
    assert_eq!(told(&text.replace("Theme 2", "Theme 2b"), &["group.none"]), Vec::<String>::new());
}

#[test]
fn a_score_that_its_factors_do_not_give_is_told() {
    let rows: Vec<String> = (1..=9)
        .map(|n| {
            let (likelihood, impact) = (n % 4 + 1, n % 3 + 2);
            let score = if n == 5 { 41 } else { likelihood * impact };
            format!("R{n}|The gate number {n} jams|{likelihood}|{impact}|{score}|Oil it")
        })
        .collect();
    let text =
        format!("# Risks\n\nRef|Risk|Likelihood|Impact|Score|Mitigation\n{}", rows.join("\n"));
    let profile = Profile::built_in("risk-register").unwrap();
    let data = crate::records(&document(&text), &profile, "test");
    let found: Vec<Option<&str>> = data
        .diagnostics
        .iter()
        .filter(|n| n.code == "score.odd")
        .map(|n| n.record.as_deref())
        .collect();
    assert_eq!(found, [Some("R5")]);
}
