//! Which column of a register is its likelihood, impact, score and rating, where each risk is weighed in several states.

use super::authors_tests::field;
use super::testing::{document, pipe_table};
use crate::profile::Profile;
use crate::records::records;
use tablemend_model::{Block, Dataset, Document, Value};

/// Headings between a risk's owner and its mitigation, and what has the field of each kind.
///
/// A heading is followed by its kind (`l` likelihood, `i` impact, `s` score, `r` rating in words, `L` and `I` both in
/// words) and its state (`g` gross, `c` current, `n` net, `t` target); `>` parts two header rows. What is behind the
/// arrow says which column, counted from 1, has the field.
const REGISTERS: &str = "\
Impact if realized:ig | Likelihood:lg | Residual severity:in => l=2 i=3
Inherent likelihood:lg | Inherent impact:ig | Inherent score:sg | Residual likelihood:ln | Residual impact:in | Residual score:sn => l=4 i=5 s=6
Gross likelihood:lg | Gross impact:ig | Gross score:sg | Net likelihood:ln | Net impact:in | Net score:sn => l=4 i=5 s=6
Likelihood:lg | Impact:ig | Score:sg | Residual likelihood:ln | Residual impact:in | Residual score:sn => l=4 i=5 s=6
Current likelihood:lc | Current impact:ic | Current score:sc | Target likelihood:lt | Target impact:it | Target score:st => l=1 i=2 s=3
Gross likelihood:lg | Gross impact:ig | Gross score:sg | Current likelihood:lc | Current impact:ic | Current score:sc | Target likelihood:lt | Target impact:it | Target score:st => l=4 i=5 s=6
Inherent score:sg | Current score:sc | Target score:st => s=2
Inherent risk score:sg | Residual risk score:sn | Target risk score:st => s=2
Inherent:sg | Residual:sn => s=2
Gross:sg | Net:sn => s=2
Current:sc | Target:st => s=1
Inherent:sg | Current:sc | Target:st => s=2
Initial:sg | Current:sc | Target:st => s=2
Gross:sg | Net:sn | Target:st => s=2
Before:sg | After:sn => s=2
Unmitigated:sg | Mitigated:sn => s=2
Pre-mitigation:sg | Post-mitigation:sn => s=2
Inherent:rg | Residual:rn => r=2
Gross:rg | Net:rn => r=2
Current:rc | Target:rt => r=1
Inherent:rg | Current:rc | Target:rt => r=2
Before:rg | After:rn => r=2
Unmitigated:rg | Mitigated:rn => r=2
Pre-mitigation:rg | Post-mitigation:rn => r=2
Inherent risk:rg | Residual risk:rn => r=2
Inherent risk:sg | Residual risk:sn => s=2
Gross risk:sg | Net risk:sn | Target risk:st => s=2
Gross risk:rg | Net risk:rn | Target risk:rt => r=2
Current risk:rc | Target risk:rt => r=1
Likelihood:lg | Impact:ig | Inherent risk:rg | Residual risk:rn => l=1 i=2 r=4
Likelihood:lg | Impact:ig | Score:sg | Residual risk:rn => l=1 i=2 s=3 r=4
Likelihood:lg | Impact:ig | Residual:rn => l=1 i=2 r=3
Likelihood:lg | Impact:ig | Rating:rg | Residual rating:rn => l=1 i=2 r=4
Likelihood:lg | Impact:ig | Inherent rating:rg | Residual rating:rn => l=1 i=2 r=4
Likelihood before:lg | Impact before:ig | Likelihood after:ln | Impact after:in => l=3 i=4
Pre-mitigation likelihood:lg | Pre-mitigation impact:ig | Post-mitigation likelihood:ln | Post-mitigation impact:in => l=3 i=4
Likelihood (pre):lg | Impact (pre):ig | Likelihood (post):ln | Impact (post):in => l=3 i=4
Likelihood (inherent):lg | Impact (inherent):ig | Score (inherent):sg | Likelihood (residual):ln | Impact (residual):in | Score (residual):sn => l=4 i=5 s=6
Unmitigated likelihood:lg | Unmitigated impact:ig | Unmitigated score:sg | Mitigated likelihood:ln | Mitigated impact:in | Mitigated score:sn => l=4 i=5 s=6
Probability:lg | Severity:ig | Residual probability:ln | Residual severity:in => l=3 i=4
L:lg | I:ig | Score:sg | Residual L:ln | Residual I:in | Residual Score:sn => l=4 i=5 s=6
Inherent>L:lg | Inherent>I:ig | Inherent>Score:sg | Residual>L:ln | Residual>I:in | Residual>Score:sn => l=4 i=5 s=6
Gross>Likelihood:lg | Gross>Impact:ig | Gross>Total:sg | Net>Likelihood:ln | Net>Impact:in | Net>Total:sn => l=4 i=5 s=6
Current>Likelihood:lc | Current>Impact:ic | Current>Score:sc | Target>Likelihood:lt | Target>Impact:it | Target>Score:st => l=1 i=2 s=3
Inherent risk>Likelihood:lg | Inherent risk>Impact:ig | Inherent risk>Score:sg | Current risk>Likelihood:lc | Current risk>Impact:ic | Current risk>Score:sc | Target risk>Likelihood:lt | Target risk>Impact:it | Target risk>Score:st => l=4 i=5 s=6
Gross>Likelihood:lg | Gross>Consequence:ig | Gross>Rating:sg | Current>Likelihood:lc | Current>Consequence:ic | Current>Rating:sc | Target>Likelihood:lt | Target>Consequence:it | Target>Rating:st => l=4 i=5 s=6
Before>L:lg | Before>I:ig | Before>R:sg | After>L:ln | After>I:in | After>R:sn => l=4 i=5 s=6
Before controls>Likelihood:lg | Before controls>Impact:ig | Before controls>Score:sg | After controls>Likelihood:ln | After controls>Impact:in | After controls>Score:sn => l=4 i=5 s=6
Unmitigated>P:lg | Unmitigated>I:ig | Unmitigated>Score:sg | Mitigated>P:ln | Mitigated>I:in | Mitigated>Score:sn => l=4 i=5 s=6
Pre-mitigation>L:lg | Pre-mitigation>I:ig | Pre-mitigation>Score:sg | Post-mitigation>L:ln | Post-mitigation>I:in | Post-mitigation>Score:sn => l=4 i=5 s=6
Inherent>Score:sg | Inherent>Rating:rg | Residual>Score:sn | Residual>Rating:rn => s=3 r=4
Likelihood>Gross:lg | Likelihood>Net:ln | Impact>Gross:ig | Impact>Net:in | Score>Gross:sg | Score>Net:sn => l=2 i=4 s=6
Initial>L:lg | Initial>C:ig | Initial>Score:sg | Current>L:lc | Current>C:ic | Current>Score:sc | Target>L:lt | Target>C:it | Target>Score:st => l=4 i=5 s=6
Current consequence:ic | Current likelihood:lc | Current score:sc | Target consequence:it | Target likelihood:lt | Target score:st => i=1 l=2 s=3
Gross consequence:ig | Gross likelihood:lg | Current consequence:ic | Current likelihood:lc | Target consequence:it | Target likelihood:lt => i=3 l=4
Inherent risk rating:rg | Current risk rating:rc | Target risk rating:rt => r=2
Initial risk score:sg | Current risk score:sc | Target risk score:st | Direction of travel:rc => s=2
Target:st | Current:sc => s=2
Residual:sn | Inherent:sg => s=1
Net risk:rn | Gross risk:rg => r=1
Raw score:sg | Score after controls:sn => s=2
Score before mitigation:sg | Score after mitigation:sn => s=2
Risk before mitigation:rg | Risk after mitigation:rn => r=2
Uncontrolled risk:sg | Controlled risk:sn => s=2
Likelihood:Lg | Impact:Ig | Residual likelihood:Ln | Residual impact:In => l=3 i=4
Inherent risk level:rg | Residual risk level:rn | Target risk level:rt => r=2
Current risk level:rc | Target risk level:rt => r=1
Previous score:sg | Current score:sc => s=2
Q1 score:sg | Q2 score:sc | Target score:st => s=2
Likelihood:Lg | Impact:Ig | Residual:Ln => l=1 i=2 r=3
Initial level:rg | Residual level:rn => r=2
Initial level:sg | Residual level:sn => s=2
Likelihood:lg | Impact:ig | Initial level:sg | Residual level:sn => l=1 i=2 s=4
Likelihood:lg | Impact:ig | Inherent level:rg | Residual level:rn => l=1 i=2 r=4
Current Risk (with existing controls)>L:lc | Current Risk (with existing controls)>I:ic | Current Risk (with existing controls)>Score:sc | Target Risk (after further actions)>L:lt | Target Risk (after further actions)>I:it | Target Risk (after further actions)>Score:st => l=1 i=2 s=3
Risk score without controls:sg | Risk score with controls:sn => s=2
Untreated:sg | Treated:sn => s=2
Inherent RAG:rg | Current RAG:rc | Target RAG:rt => r=2
Likelihood:lg | Impact:ig | Score:sg | Target:st => l=1 i=2 s=3
Likelihood now:lc | Impact now:ic | Target likelihood:lt | Target impact:it => l=1 i=2
Severity:ig | Likelihood:lg | Residual risk:rn => l=2 i=1 r=3
";

/// Likelihood and impact of four risks in a state.
fn pairs(state: char) -> [(u32, u32); 4] {
    match state {
        'g' => [(5, 4), (4, 5), (5, 5), (4, 4)],
        'c' => [(4, 3), (3, 4), (4, 4), (3, 5)],
        'n' => [(3, 3), (2, 4), (3, 2), (3, 4)],
        _ => [(1, 3), (2, 2), (1, 2), (2, 1)],
    }
}

/// What a column of a kind and state says of a risk.
fn level(kind: char, state: char, risk: usize) -> String {
    let word = |score: u32| match score {
        0..5 => "Low",
        5..10 => "Medium",
        10..16 => "High",
        _ => "Critical",
    };
    let (likelihood, impact) = pairs(state)[risk];
    match kind {
        'l' => likelihood.to_string(),
        'i' => impact.to_string(),
        's' => (likelihood * impact).to_string(),
        'L' => word(likelihood * 4).to_owned(),
        'I' => word(impact * 4).to_owned(),
        _ => word(likelihood * impact).to_owned(),
    }
}

/// A column of levels: the labels of both header rows, its kind and its state.
type Levels<'t> = (&'t str, &'t str, char, char);

fn columns(headings: &str) -> Vec<Levels<'_>> {
    let column = |heading| {
        let (name, kind): (&str, &str) = str::rsplit_once(heading, ':').expect("a kind");
        let (upper, lower) = name.split_once('>').unwrap_or((name, ""));
        let mut letters = kind.trim().chars();
        (upper.trim(), lower.trim(), letters.next().unwrap(), letters.next().unwrap())
    };
    headings.split('|').map(column).collect()
}

/// The register as lines of a table.
fn register(columns: &[Levels<'_>]) -> (String, u32) {
    const RISKS: [[&str; 3]; 4] = [
        [
            "The north quay may sink in the spring tides",
            "Harbour Master",
            "Shore it up with good oak",
        ],
        ["The bell may crack in a hard frost", "Bell Founder", "Cast another bell in spring"],
        ["The ferry rope may part on a spring day", "Ferry Keeper", "Buy a rope of new hemp"],
        ["The gate of the lock may jam in summer", "Lock Keeper", "Oil the hinges every month"],
    ];
    let has_two = columns.iter().any(|c| !c.1.is_empty());
    let mut upper = vec!["Ref", "Risk", "Owner"];
    let mut lower = vec!["^", "^", "^"];
    for (at, column) in columns.iter().enumerate() {
        let is_same = at > 0 && columns[at - 1].0 == column.0 && !column.1.is_empty();
        upper.push(if is_same { "<" } else { column.0 });
        lower.push(if column.1.is_empty() { "^" } else { column.1 });
    }
    upper.push("Mitigation");
    lower.push("^");
    let mut lines = vec![upper.join("|")];
    if has_two {
        lines.push(lower.join("|"));
    }
    for (at, [risk, owner, mitigation]) in RISKS.iter().enumerate() {
        let levels: Vec<String> = columns.iter().map(|c| level(c.2, c.3, at)).collect();
        lines.push(format!("R{}|{risk}|{owner}|{}|{mitigation}", at + 1, levels.join("|")));
    }
    (lines.join("\n"), 1 + u32::from(has_two))
}

/// The records of a register.
fn read(document: &Document) -> Dataset {
    let profile = Profile::built_in("risk-register").unwrap();
    records(document, &profile, "t")
}

/// What is printed of a field of each risk.
fn printed(data: &Dataset, name: &str) -> Vec<String> {
    let (schema, entity) = data.entity("risks").unwrap();
    let at = schema.field(name).unwrap().0;
    let of = |value: &Value| match value {
        Value::Number { printed, .. } => printed.clone(),
        Value::Status(status) => status.printed.clone().unwrap_or_default(),
        _ => String::new(),
    };
    entity.records.iter().map(|r| of(&r.values[at])).collect()
}

#[test]
fn of_several_states_of_a_risk_the_one_that_is_left_counts() {
    for line in REGISTERS.lines() {
        let (headings, expected) = line.split_once("=>").expect("what is expected");
        let columns = columns(headings);
        let (text, header_rows) = register(&columns);
        let mut document = document("# Risk register");
        let mut table = pipe_table(&text);
        table.set_header_rows(header_rows);
        document.blocks.push(Block::Table(table));
        let data = read(&document);
        for (name, key) in [("likelihood", 'l'), ("impact", 'i'), ("score", 's'), ("status", 'r')] {
            let own =
                expected.split_whitespace().find_map(|e| e.strip_prefix(key)?.strip_prefix('='));
            let shown = printed(&data, name);
            let wanted: Vec<String> = (0..4)
                .map(|risk| {
                    let Some(column) = own.and_then(|n| columns.get(n.parse::<usize>().ok()? - 1))
                    else {
                        return String::new();
                    };
                    level(column.2, column.3, risk)
                })
                .collect();
            assert_eq!(shown, wanted, "{name} of {line}");
        }
        // What the other columns say stays with each risk.
        let of_fields = expected.split_whitespace().count();
        let (_, entity) = data.entity("risks").unwrap();
        assert_eq!(
            entity.records[0].extra.iter().flatten().count(),
            columns.len() - of_fields,
            "{line}"
        );
    }
}

#[test]
fn what_was_before_counts_where_what_is_left_is_blank_but_never_what_is_aimed_at() {
    let read = |text: &str| read(&document(text));
    let data = read(
        "Ref|Risk|Inherent score|Residual score|Mitigation\nR1|The quay may sink|20|9|Shore it up with oak\nR2|The bell may crack|16||Cast another bell\nR3|The rope may part|12|6|Buy a rope of hemp",
    );
    assert_eq!(field(&data, "risks", "score"), ["9 (9)", "16 (16)", "6 (6)"]);
    let data = read(
        "Ref|Risk|Current score|Target score|Mitigation\nR1|The quay may sink|20|9|Shore it up with oak\nR2|The bell may crack||8|Cast another bell\nR3|The rope may part|12|6|Buy a rope of hemp",
    );
    assert_eq!(field(&data, "risks", "score"), ["20 (20)", "", "12 (12)"]);
    // A status beside them changes nothing of it.
    let data = read(
        "Ref|Risk|Likelihood|Revised likelihood|Status|Mitigation\nR1|The quay may sink|5|2|Open|Shore it up with oak\nR2|The bell may crack|4||Closed|Cast another bell\nR3|The rope may part|3|1|Open|Buy a rope of hemp",
    );
    assert_eq!(field(&data, "risks", "likelihood"), ["2 (2)", "4 (4)", "1 (1)"]);
    assert_eq!(field(&data, "risks", "status"), ["open", "closed", "open"]);
}
