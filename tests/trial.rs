//! Six months as a new user adds them: a page that is a picture, a date struck out, renumberings, splits,
//! actions that vanish. Every number of the answers is counted again here, from the truth of the
//! documents alone.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tablemend_tests::{root, run};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// The months, and the document of each below `fixtures`. Of February page 3 is a picture.
const MONTHS: [(&str, &str); 6] = [
    ("2024-01", "pdf/2024-01-typst.pdf"),
    ("2024-02", "archive/feb-scanned-page3.pdf"),
    ("2024-03", "pdf/2024-03-reportlab.pdf"),
    ("2024-04", "pdf/2024-04-libreoffice.pdf"),
    ("2024-05", "pdf/2024-05-typst.pdf"),
    ("2024-06", "pdf/2024-06-reportlab.pdf"),
];
/// The month with the picture, and the actions on that page. The note on green actions is there too.
const PICTURE: usize = 1;
const ON_PICTURE: [&str; 7] = ["2.2.2", "2.2.3a", "2.2.3b", "2.2.4", "2.3.1", "2.3.2", "2.3.3"];
/// Where the note holds that a green action whose date has passed is complete.
const NOTED: &str = "3.1";

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Days since 1 March of the year 0, of a day as `2024-01-31`.
fn number(day: &str) -> i64 {
    let parts: Vec<i64> = day.split('-').map(|p| p.parse().unwrap()).collect();
    let (year, month) =
        if parts[1] > 2 { (parts[0], parts[1] - 3) } else { (parts[0] - 1, parts[1] + 9) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2]
}

/// The last day of a month of 2024.
fn last_day(month: usize) -> String {
    format!("2024-{:02}-{}", month + 1, [31, 29, 31, 30, 31, 30][month])
}

/// One action through the months that show it: its truth by month.
type Thread = BTreeMap<usize, Value>;

/// The actions of the six months by what the truth says of renumberings, additions and removals.
/// What is on the picture is left out of its month.
fn threads() -> Vec<Thread> {
    let folder = root().join("fixtures/pdf");
    let routes = json(&folder.join("changes.truth.json"));
    let mut threads: Vec<Thread> = Vec::new();
    let mut running: BTreeMap<String, usize> = BTreeMap::new();
    for (month, (period, _)) in MONTHS.iter().enumerate() {
        let truth = json(&folder.join(format!("{period}.truth.json")));
        let (mut renamed, mut added) = (BTreeMap::new(), BTreeSet::new());
        if month > 0 {
            let ends = |route: &&Value| {
                let is = |end: &Value, period: &str| end[0] == period && end[1] == "pdf";
                is(&route["before"], MONTHS[month - 1].0) && is(&route["after"], period)
            };
            let route = routes.as_array().unwrap().iter().find(ends).unwrap();
            for change in route["changes"].as_array().unwrap() {
                let id = |side: &str| change[side].as_str().unwrap_or_default().to_owned();
                match change["kind"].as_str().unwrap() {
                    "renumbered" => drop(renamed.insert(id("after_id"), id("before_id"))),
                    "added" => drop(added.insert(id("after_id"))),
                    _ => {}
                }
            }
        }
        let mut now = BTreeMap::new();
        for action in truth["actions"].as_array().unwrap() {
            let id = action["id"].as_str().unwrap().to_owned();
            let former = renamed.get(&id).unwrap_or(&id);
            let thread = match running.get(former).filter(|_| !added.contains(&id)) {
                Some(thread) => *thread,
                None => {
                    threads.push(Thread::new());
                    threads.len() - 1
                }
            };
            threads[thread].insert(month, action.clone());
            now.insert(id, thread);
        }
        running = now;
    }
    for thread in &mut threads {
        if thread.get(&PICTURE).is_some_and(|a| ON_PICTURE.contains(&a["id"].as_str().unwrap())) {
            thread.remove(&PICTURE);
        }
    }
    threads.retain(|thread| !thread.is_empty());
    threads
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The days an action was promised for, one after the other: those struck out in a document, then those in
/// force.
fn promises(thread: &Thread) -> Vec<String> {
    let mut days: Vec<String> = Vec::new();
    for action in thread.values() {
        let completion = &action["completion"];
        for date in completion["dates"].as_array().into_iter().flatten() {
            let end = text(&date["end"]).to_owned();
            if date["role"] == "original" && !days.contains(&end) {
                days.push(end);
            }
        }
        let end = text(&completion["end"]).to_owned();
        if !end.is_empty() && days.last() != Some(&end) {
            days.push(end);
        }
    }
    days
}

/// The statuses of an action, month by month.
fn statuses(thread: &Thread) -> String {
    let (first, _) = thread.first_key_value().unwrap();
    let of = |month: usize| match thread.get(&month) {
        Some(action) => action["status"]["value"].as_str().unwrap_or("none"),
        // What begins in the month after the picture may have been on it.
        None if month == PICTURE && *first <= PICTURE + 1 => "?",
        None => "-",
    };
    (0..MONTHS.len()).map(of).collect::<Vec<_>>().join("; ")
}

/// The archive of the six months.
fn archive() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = root().join("fixtures").canonicalize().unwrap();
    for (_, document) in MONTHS {
        let document = fixtures.join(document);
        let ran = ask(&folder, &["archive", "add", document.to_str().unwrap()]);
        ran.expect(0, &["added as"]);
    }
    folder
}

fn ask(folder: &TempDir, arguments: &[&str]) -> tablemend_tests::Ran {
    let mut all = arguments.to_vec();
    all.extend(["--archive", "archive"]);
    run(TABLEMEND, folder.path(), &all)
}

/// The rows of an answer, these columns of each, sorted.
fn rows(folder: &TempDir, arguments: &[&str], columns: &[&str]) -> Vec<String> {
    let mut all = arguments.to_vec();
    all.extend(["-f", "json"]);
    let answer = ask(folder, &all).expect(0, &[]).json();
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    let row = |row: &Value| columns.iter().map(|c| shown(&row[*c])).collect::<Vec<_>>().join(" | ");
    let mut rows: Vec<String> = answer.as_array().unwrap().iter().map(row).collect();
    rows.sort();
    rows
}

fn sorted(mut rows: Vec<String>) -> Vec<String> {
    rows.sort();
    rows
}

#[test]
fn every_number_of_six_months_is_right() {
    let (threads, folder) = (threads(), archive());
    let latest = MONTHS.len() - 1;
    let last = |thread: &Thread| {
        let (month, action) = thread.last_key_value().unwrap();
        (*month, text(&action["id"]).to_owned())
    };

    // history: first and last month, days, moves, statuses.
    let slip = |thread: &Thread| {
        let days = promises(thread);
        let (first, latest) =
            (days.first().cloned().unwrap_or_default(), days.last().cloned().unwrap_or_default());
        let by = if days.is_empty() { 0 } else { number(&latest) - number(&first) };
        (first, latest, days.len().saturating_sub(1), by)
    };
    let expected = threads.iter().map(|thread| {
        let (first, due, moves, days) = slip(thread);
        let (month, id) = last(thread);
        let from = MONTHS[*thread.first_key_value().unwrap().0].0;
        format!(
            "{id} | {from} | {} | {first} | {due} | {moves} | {days} | {}",
            MONTHS[month].0,
            statuses(thread)
        )
    });
    let columns =
        ["id", "from", "to", "first_due", "latest_due", "times_moved", "days_slipped", "statuses"];
    assert_eq!(rows(&folder, &["history"], &columns), sorted(expected.collect()));

    // slippage: those of them that are in the plan and moved.
    let moved: Vec<&Thread> =
        threads.iter().filter(|t| last(t).0 == latest && slip(t).2 > 0).collect();
    assert!(moved.len() > 5);
    let expected = moved.iter().map(|thread| {
        let (first, due, moves, days) = slip(thread);
        format!("{} | {first} | {due} | {days} | {moves}", last(thread).1)
    });
    let columns = ["id", "first_due", "latest_due", "days_slipped", "times_moved"];
    assert_eq!(rows(&folder, &["slippage"], &columns), sorted(expected.collect()));

    // overdue on the last day of each month, answered from that month's edition.
    let overdue = |month: usize| {
        let on = number(&last_day(month));
        let late = threads.iter().filter_map(move |thread| {
            let action = thread.get(&month)?;
            let end = action["completion"]["end"].as_str()?;
            let (days, status) = (on - number(end), &action["status"]["value"]);
            // The note of the month with the picture is on the picture.
            let noted = status == "green" && action["priority_area"] == NOTED && month != PICTURE;
            (days > 0 && status != "blue").then(|| (text(&action["id"]).to_owned(), days, noted))
        });
        late.collect::<Vec<_>>()
    };
    for month in 0..MONTHS.len() {
        let expected =
            overdue(month).into_iter().map(|(id, days, noted)| format!("{id} | {days} | {noted}"));
        let day = last_day(month);
        let got = rows(&folder, &["overdue", "--on", &day], &["id", "days_overdue", "note"]);
        let got = got.iter().map(|row| {
            let (rest, note) = row.rsplit_once(" | ").unwrap();
            format!("{rest} | {}", !note.is_empty())
        });
        assert_eq!(sorted(got.collect()), sorted(expected.collect()), "{day}");
    }

    // What is due next, and the work of each lead and section.
    let on = number(&last_day(latest));
    for days in [30, 60, 90] {
        let next = threads.iter().filter_map(|thread| {
            let action = thread.get(&latest)?;
            let end = number(action["completion"]["end"].as_str()?);
            let is_next = (on..=on + days).contains(&end) && action["status"]["value"] != "blue";
            is_next.then(|| format!("{} | {}", text(&action["id"]), end - on))
        });
        let days = days.to_string();
        let got = rows(&folder, &["overdue", "--next", &days], &["id", "days_left"]);
        assert_eq!(got, sorted(next.collect()), "the next {days} days");
    }
    let late: Vec<String> = overdue(latest).into_iter().filter(|o| !o.2).map(|o| o.0).collect();
    let work = |of: &dyn Fn(&Value) -> Vec<String>| {
        let mut all: BTreeMap<String, [i64; 5]> = BTreeMap::new();
        for thread in &threads {
            let Some(action) = thread.get(&latest) else { continue };
            let is_done = action["status"]["value"] == "blue";
            let is_late = late.iter().any(|id| id == text(&action["id"]));
            let slipped = slip(thread).3.max(0);
            for who in of(action) {
                let counts = all.entry(who).or_default();
                let own =
                    [1, i64::from(is_done), i64::from(is_late), (slipped > 0).into(), slipped];
                for (count, n) in counts.iter_mut().zip(own) {
                    *count += n;
                }
            }
        }
        let row = |(who, n): (String, [i64; 5])| {
            format!("{who} | {} | {} | {} | {} | {}", n[0], n[1], n[2], n[3], n[4])
        };
        sorted(all.into_iter().map(row).collect())
    };
    let leads = |action: &Value| -> Vec<String> {
        let people = action["leads"]["people"].as_array().unwrap();
        people.iter().map(|person| text(person).to_owned()).collect()
    };
    let columns = ["lead", "items", "done", "overdue", "slipped", "days_slipped"];
    assert_eq!(rows(&folder, &["leads"], &columns), work(&leads));
    let section = |action: &Value| vec![text(&action["section"]).to_owned()];
    let columns = ["section", "items", "done", "overdue", "slipped", "days_slipped"];
    let got = rows(&folder, &["leads", "--by", "section"], &columns);
    let got = got.iter().map(|row| {
        let (name, rest) = row.split_once(" | ").unwrap();
        format!("{} | {rest}", name.split(' ').next().unwrap())
    });
    assert_eq!(sorted(got.collect()), work(&section));

    // The months hold what a trial is to have: a date struck out, a renumbering, splits.
    let is_struck = |action: &Value| {
        let dates = action["completion"]["dates"].as_array().into_iter().flatten();
        dates.into_iter().any(|date| date["role"] == "original")
    };
    assert!(threads.iter().flat_map(BTreeMap::values).any(is_struck));
    let ids = |t: &Thread| t.values().map(|a| text(&a["id"]).to_owned()).collect::<BTreeSet<_>>();
    assert!(threads.iter().any(|thread| ids(thread).len() > 1));

    // What vanished, and whether it was finished: what was split has not vanished.
    let gone = threads.iter().filter(|thread| last(thread).0 != latest).map(|thread| {
        let (month, action) = thread.last_key_value().unwrap();
        let is_done = action["status"]["value"] == "blue";
        format!(
            "{} | {} | {}",
            text(&action["id"]),
            MONTHS[*month].0,
            if is_done { "no" } else { "yes" }
        )
    });
    let gone = sorted(gone.collect());
    assert_eq!(gone.len(), 3);
    let columns = ["id", "last_period", "unfinished"];
    assert_eq!(rows(&folder, &["history", "--gone"], &columns), gone);

    // The report: tiles, and the table of statuses by month.
    ask(&folder, &["report", "-o", "report.html"]).expect(0, &[]);
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    let of_latest: Vec<&Value> = threads.iter().filter_map(|t| t.get(&latest)).collect();
    let late = overdue(latest);
    let tiles = [
        (of_latest.len(), "actions"),
        (of_latest.iter().filter(|a| a["status"]["value"] == "blue").count(), "done"),
        (late.iter().filter(|(.., noted)| !noted).count(), "overdue"),
        (late.iter().filter(|(.., noted)| *noted).count(), "past their date, complete by a note"),
        (moved.iter().filter(|thread| slip(thread).3 > 0).count(), "later than first promised"),
    ];
    for (n, label) in tiles {
        let tile = format!("<strong>{n}</strong> <span>{label}</span>");
        assert!(page.contains(&tile), "{tile} is not in the report");
    }
    let table = page.split("Number of actions by month and status</caption>").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<td class=\"number\">").skip(1);
        let number = |cell: &str| -> String {
            let shown = cell.split("</td>").next().unwrap();
            shown.split('>').map(|part| part.split('<').next().unwrap()).collect()
        };
        cells.map(number).collect()
    };
    let got: Vec<Vec<String>> = table.split("<tr>").skip(2).map(cells).collect();
    let expected: Vec<Vec<String>> = (0..MONTHS.len())
        .map(|month| {
            let shown: Vec<&Value> = threads.iter().filter_map(|t| t.get(&month)).collect();
            let of = |status: Option<&str>| {
                shown.iter().filter(|a| a["status"]["value"].as_str() == status).count().to_string()
            };
            let all = ["blue", "green", "amber", "red"].map(|s| of(Some(s)));
            all.into_iter().chain([of(None), shown.len().to_string()]).collect()
        })
        .collect();
    assert_eq!(got, expected);
    for words in ["Page 3 of February 2024 is unread", "The note in 3.1 (page 3) says"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn what_may_be_on_a_picture_is_neither_new_nor_removed() {
    let (threads, folder) = (threads(), archive());
    let months = |from: usize, to: usize| {
        let (from, to) = (MONTHS[from].0, MONTHS[to].0);
        ask(&folder, &["diff", from, to, "--format", "json"]).expect(0, &[]).json()
    };
    let ids = |changes: &Value, kind: &str, side: &str| -> BTreeSet<String> {
        let all = changes["changes"].as_array().unwrap().iter().filter(|c| c["kind"] == kind);
        all.filter_map(|c| Some(c[side].as_str()?.to_owned())).collect()
    };
    let only_in = |month: usize, other: usize| -> BTreeSet<String> {
        let only = threads.iter().filter(|t| !t.contains_key(&other)).filter_map(|t| t.get(&month));
        only.map(|action| text(&action["id"]).to_owned()).collect()
    };
    let into = months(0, PICTURE);
    assert_eq!(ids(&into, "not_found", "before_id"), only_in(0, PICTURE));
    assert!(ids(&into, "removed", "before_id").is_empty());
    let out_of = months(PICTURE, 2);
    assert_eq!(ids(&out_of, "not_found", "after_id"), only_in(2, PICTURE));
    assert!(ids(&out_of, "added", "after_id").is_empty());

    // Over the picture, what the truth says of the two months on either side.
    let over = months(0, 2);
    let gone = ids(&over, "removed", "before_id");
    assert_eq!(gone, only_in(0, 2));
    assert_eq!(gone, BTreeSet::from(["1.2.4".to_owned()]));
    assert_eq!(ids(&over, "added", "after_id"), only_in(2, 0));
    let split = over["changes"].as_array().unwrap().iter().find(|c| c["after_id"] == "2.2.3b");
    assert_eq!(split.unwrap()["split_of"], "2.2.3");
}
