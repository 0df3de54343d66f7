//! Tables that are lists of something else, by what their headings ask: definitions, roles, contacts,
//! tests, thresholds, comparisons.

use super::HeaderCell;
use super::cells::{answer, answers, climbs, lists_links, recurs};
use super::naming::{NAMED, candidates};
use super::things::{is_requirement, says_how_met};
use crate::profile::{Holds, ItemRule, Phrase, phrase};
use std::sync::LazyLock;
use tablemend_model::{FieldKind, Table};

/// What the first column of a list of definitions is called.
const DEFINED: [&str; 48] = [
    "term",
    "acronym",
    "abbreviation",
    "word",
    "concept",
    "field",
    "field name",
    "column",
    "column name",
    "attribute",
    "parameter",
    "variable",
    "environment variable",
    "env var",
    "property",
    "argument",
    "option",
    "setting",
    "flag",
    "label",
    "symbol",
    "icon",
    "status",
    "status code",
    "code",
    "colour",
    "color",
    "rating",
    "score",
    "level",
    "severity",
    "severity level",
    "priority level",
    "grade",
    "permission",
    "privilege",
    "name",
    "input",
    "header",
    "secret",
    "rag",
    "rag status",
    "rag rating",
    "rating level",
    "notation",
    "tag",
    "badge",
    "class",
];

/// What a column that defines something is called.
const DEFINES: [&str; 14] = [
    "definition",
    "meaning",
    "what it mean",
    "explanation",
    "description",
    "usage",
    "purpose",
    "interpretation",
    "type",
    "data type",
    "default",
    "required",
    "allow",
    "stands for",
];

/// Columns of a list of people: how to reach them.
const REACHED: [&str; 12] = [
    "email",
    "e mail",
    "email address",
    "phone",
    "phone number",
    "telephone",
    "mobile",
    "contact detail",
    "contact info",
    "contact information",
    "contact number",
    "slack",
];

/// Columns of a list of people: who they are.
const PEOPLE: [&str; 10] = [
    "name",
    "full name",
    "role",
    "member",
    "team member",
    "stakeholder",
    "position",
    "job title",
    "organisation",
    "organization",
];

/// Last words of columns that number the steps of a scale.
const STEPS: [&str; 4] = ["level", "grade", "rank", "step"];

/// Columns of a list of tests.
const TESTED: [&str; 10] = [
    "actual result",
    "actual output",
    "test case",
    "test case id",
    "test id",
    "test type",
    "test step",
    "precondition",
    "pass criteria",
    "test name",
];

/// Columns of a list of tests, and of a plan that says who does what by when and what comes of it.
const EXPECTED: [&str; 4] =
    ["expected result", "expected behaviour", "expected behavior", "expected output"];

/// First columns of a list of what to do whenever something happens.
const HAPPENS: [&str; 15] = [
    "alert",
    "alert name",
    "signal",
    "symptom",
    "situation",
    "if",
    "trigger",
    "error",
    "error code",
    "error message",
    "label",
    "threshold",
    "metric",
    "kpi",
    "indicator",
];

/// What the heading right over a table ends in that is a list of something else.
const HEADS: [&str; 20] = [
    "glossary",
    "definition",
    "acronym",
    "abbreviation",
    "terminology",
    "troubleshooting",
    "raci",
    "raci matrix",
    "rasci",
    "revision history",
    "version history",
    "document history",
    "document control",
    "contact",
    "distribution list",
    "communication matrix",
    "communication plan",
    "sign off",
    "approval",
    "faq",
];

/// The same, as phrases.
static OTHERS: LazyLock<Vec<Phrase>> =
    LazyLock::new(|| HEADS.iter().map(|name| phrase(name)).collect());

/// Whether the headings of a table say that its rows are no items of any profile.
pub(super) fn is_other(table: &Table, row: u32, cells: &[HeaderCell], rule: &ItemRule) -> bool {
    let key = Some(Holds::Field(rule.key));
    let is_named = |set: &[&str]| cells.iter().any(|c| set.contains(&c.words.as_str()));
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let says = |wanted: FieldKind| cells.iter().any(|c| kind(c) == Some(wanted));
    let is_first = |set: &[&str]| cells.first().is_some_and(|c| set.contains(&c.words.as_str()));
    let has_when = says(FieldKind::Dates);

    let tells = |c: &HeaderCell| {
        use FieldKind::{Dates, Number, PostList, Posts, Status};
        matches!(kind(c), Some(Dates | Number | PostList | Posts | Status))
    };
    // `Priority | Description | Timeframe` over each level once explains a scale, whatever it says beside.
    let is_scale = cells.first().is_some_and(|c| climbs(table, row, c.col))
        && is_first(&["priority", "severity", "level", "rating", "urgency", "grade"]);
    // `Description | Level` over `Frequent | A`, `Probable | B`.
    let is_numbered = |c: &HeaderCell| {
        c.words.words().last().is_some_and(|w| STEPS.contains(&w)) && climbs(table, row, c.col)
    };
    let is_scale =
        is_scale || cells.iter().any(is_numbered) && !has_when && !says(FieldKind::Status);
    let defines = is_first(&DEFINED) && is_named(&DEFINES) && !cells.iter().skip(1).any(tells)
        || is_scale && is_named(&DEFINES) && !says(FieldKind::Posts);
    // `Role | Name | Responsibilities` and `Name | Role | Email` list people.
    let is_people = is_named(&REACHED) && is_named(&PEOPLE)
        || is_first(&["role"]) && is_named(&["responsibility", "name", "person"]) && !has_when;
    let is_raci = is_named(&["consulted", "informed"]);
    let printed = |what: &[&str]| {
        cells.iter().any(|c| what.iter().any(|w| c.printed.to_lowercase().contains(w)))
    };
    let is_told = printed(&["audience", "recipient"])
        && printed(&["frequency", "channel", "medium", "format", "method"]);
    let is_followed = says(FieldKind::Posts) || has_when || says(FieldKind::Status);
    // `Issue | Diagnosis | Resolution` says what to do when something fails.
    let is_help = is_first(&["issue", "problem", "symptom", "error"])
        && is_named(&["diagnosis", "symptom"])
        && !is_followed;
    let is_planned = says(FieldKind::Posts) && has_when;
    let is_tests = is_named(&TESTED)
        || is_named(&EXPECTED) && !is_planned
        || is_named(&["expected"]) && is_named(&["step", "scenario"]);
    let is_compared = is_named(&["pro"]) && is_named(&["con"])
        || is_named(&["weight", "weighting"]) && is_named(&["criterion", "criteria", "factor"]);
    // `Version | Date | Author | Changes` is a history.
    let is_history =
        cells.iter().any(|c| c.holds == key && c.words.words().last() == Some("change"))
            && is_named(&[
                "author",
                "version",
                "editor",
                "modified by",
                "changed by",
                "revision",
                "date",
            ]);
    // How many of each kind there are.
    let is_of_items = |c: &HeaderCell| c.holds == key && c.score >= NAMED;
    let is_counted = cells.iter().any(|c| matches!(c.words.as_str(), "count" | "number"))
        && printed(&["%", "percent", "share", "total"])
        && !cells.iter().any(is_of_items);
    // What a thing must be, without anybody who sees to it or how far it is; things to buy.
    let is_met = !says(FieldKind::Posts) && !has_when && says_how_met(cells);
    let is_specified = cells.iter().any(|c| c.holds == key && is_requirement(c))
        && (!is_followed || is_met)
        || is_named(&["qty", "quantity", "unit price", "part number"]);
    // `Activity | Timing | Participants` over `Weekly`, `Monthly` is how something is run.
    let is_frequency = |c: &HeaderCell| {
        c.words.words().last().is_some_and(|w| matches!(w, "frequency" | "cadence" | "interval"))
    };
    let is_routine = !says(FieldKind::Status)
        && cells.iter().any(|c| {
            let is_run = kind(c) == Some(FieldKind::Dates) && !says(FieldKind::Posts);
            (is_run || is_frequency(c) && !has_when && rule.own.is_empty())
                && recurs(table, row, c.col)
        });
    // `Metric | Warning | Critical | Action` says what to do whenever it comes to that.
    let is_answer = cells.iter().skip(1).any(|c| c.holds == key);
    let is_ready = is_answer && is_first(&HAPPENS) && !has_when && !says(FieldKind::Status);
    // `Severity score | Rating | Action` says what is done at each step of a scale.
    let is_step = |c: &HeaderCell| {
        c.words.words().last().is_some_and(|w| matches!(w, "score" | "level" | "rating" | "range"))
    };
    let is_ready = is_ready
        || is_answer
            && cells.first().is_some_and(|c| c.holds != key && is_step(c))
            && !has_when
            && !says(FieldKind::Posts);
    // `Objective 2: advice at the first point of contact` is no list of contacts where the headings name what is
    // done, by whom and by when.
    let is_said = cells.iter().any(is_of_items)
        && says(FieldKind::Posts)
        && (has_when || says(FieldKind::Status));
    // `Owner | Risks | Focus` over `R-02, R-05` says who has which.
    let lists = |c: &HeaderCell| lists_links(table, row, c.col);
    let names_items = |c: &HeaderCell| {
        candidates(&c.words, &c.printed, rule).iter().any(|found| Some(found.holds) == key)
    };
    let is_listing = || {
        cells.iter().any(|c| lists(c) && names_items(c))
            && !cells.iter().any(|c| names_items(c) && !lists(c))
    };
    defines
        || is_people
        || is_raci
        || is_told
        || is_help
        || is_tests
        || is_compared
        || is_history
        || is_counted
        || is_specified
        || is_routine
        || is_ready
        || is_under_other(table, rule) && !is_said
        || of_letters(table, row)
        || is_permitted(table, row)
        || is_listing()
}

/// Whether the heading right over a table ends in the name of such a list, and says nothing of the
/// items.
pub(crate) fn is_under_other(table: &Table, rule: &ItemRule) -> bool {
    let Some(head) = table.heads.first().map(|h| phrase(h)) else { return false };
    if rule.about.iter().any(|word| word.position_in(&head).is_some()) {
        return false;
    }
    OTHERS.iter().any(|name| {
        let front = head.as_str().strip_suffix(name.as_str());
        front.is_some_and(|front| front.is_empty() || front.ends_with(' '))
    })
}

/// Whether the words over a table of two columns say that the second explains the first.
pub(crate) fn explains(first: &Phrase, second: &Phrase) -> bool {
    DEFINED.contains(&first.as_str()) && DEFINES.contains(&second.as_str())
}

/// Whether three columns or more say yes or no to what is in front, several of them yes at once: `Action | Member |
/// Manager | Owner` over ticks says who may do what.
fn is_permitted(table: &Table, row: u32) -> bool {
    const FEWEST: usize = 3;
    let columns: Vec<u32> =
        (1..table.column_count()).filter(|col| answers(table, row, *col)).collect();
    let says_yes = |r: u32| {
        let said = columns.iter().filter_map(|col| table.cell_at(r, *col));
        said.filter(|c| c.row() == r && answer(c.text.as_str()) == Some(true)).count()
    };
    columns.len() >= FEWEST
        && columns.len() + 2 >= table.column_count() as usize
        && (row + 1..table.row_count()).any(|r| says_yes(r) > 1)
}

/// Whether most cells behind the first column are letters of a RACI matrix: `R`, `A/C`, `I`.
fn of_letters(table: &Table, row: u32) -> bool {
    const FEWEST: u32 = 6;
    let is_letters = |text: &str| {
        !text.is_empty()
            && text
                .split(['/', ',', ' ', '+'])
                .all(|p| p.is_empty() || matches!(p, "R" | "A" | "C" | "I" | "S" | "RA" | "AR"))
    };
    let (mut all, mut letters) = (0_u32, 0_u32);
    for r in row + 1..table.row_count() {
        for cell in table.row_cells(r).filter(|c| c.row() == r && c.col() > 0) {
            let text = cell.text.as_str();
            if text.contains(char::is_alphanumeric) {
                all += 1;
                letters += u32::from(is_letters(text));
            }
        }
    }
    letters >= FEWEST && letters * 10 >= all * 7
}
