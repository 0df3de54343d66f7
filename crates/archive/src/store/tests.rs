//! The archive's promises: nothing is lost, nothing is half there.

use super::*;
use std::process::{Command, Stdio};
use tablemend_compare::{Options, sample::dataset};
use tempfile::TempDir;

const JANUARY: &str = "1.1 | Publish the joint needs assessment | 2020-03 | Head of Data | | green
1.2 | Recruit two speech therapists for schools | 2020-02 | Nurse Manager | | amber";
const FEBRUARY: &str =
    "1.1 | Publish the joint needs assessment | 2020-05-31 | Head of Data | | amber
1.2 | Open a drop-in clinic in every district | 2021-01 | Clinic Lead | | green
1.3 | Recruit two speech therapists for schools | 2020-02 | Nurse Manager | | amber";
const MARCH: &str =
    "1.1 | Open a drop-in clinic in every district | 2021-01 | Clinic Lead | | green";
const APRIL: &str =
    "1.1 | Open a drop-in clinic in every district | 2021-01 | Clinic Lead | | green
1.2 | Recruit two speech therapists for schools | 2020-02 | Nurse Manager | | amber";

/// Reads the tests' own way of writing plans; the name is the period.
struct Plans {
    tool: &'static str,
}

const TODAY: Plans = Plans { tool: "tablemend 0.0.0" };

impl Reader for Plans {
    fn read(&self, bytes: &[u8], name: &str, _: &str) -> Result<Records, String> {
        let rows = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
        let mut data = dataset(name, rows);
        data.document.tool = self.tool.to_owned();
        if self.tool != TODAY.tool {
            // A newer program reads statuses better.
            for record in &mut data.entities[0].records {
                record.values[4] = tablemend_model::Value::Missing;
            }
        }
        let json = serde_json::json!({
            "document": {"tool": self.tool},
            "rows": format!("{:?}", data.entities),
        });
        Ok(Records { data, json: json.to_string() })
    }
}

fn add(archive: &mut Archive, period: &str, rows: &str) -> Result<Added, Error> {
    let records = TODAY.read(rows.as_bytes(), period, "").unwrap();
    archive.add(&Addition {
        bytes: rows.as_bytes(),
        name: period,
        data: &records.data,
        json: &records.json,
        period: None,
        options: "",
        anyway: false,
        now: "2020-01-01T00:00:00Z",
    })
}

fn filled(months: &[(&str, &str)]) -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open_or_create(folder.path()).unwrap();
    for (period, rows) in months {
        add(&mut archive, period, rows).unwrap();
    }
    (folder, archive)
}

/// Refs of each item through the editions, `-` where it is not there.
fn followed(archive: &Archive) -> Vec<String> {
    let timeline = archive.timeline().unwrap();
    let threads = timeline.threads.iter().map(|thread| {
        let mut names = vec!["-".to_owned(); timeline.editions.len()];
        for appearance in &thread.appearances {
            names[appearance.edition] = timeline.item(appearance).unwrap().1.name().to_owned();
        }
        names.join(" ")
    });
    threads.collect()
}

const FOUR: [(&str, &str); 4] =
    [("2020-01", JANUARY), ("2020-02", FEBRUARY), ("2020-03", MARCH), ("2020-04", APRIL)];

#[test]
fn what_goes_in_comes_out() {
    let (folder, archive) = filled(&FOUR);
    assert_eq!(archive.source("2020-02", None).unwrap().1, FEBRUARY.as_bytes());
    assert_eq!(
        archive.records("2020-02", None).unwrap(),
        TODAY.read(FEBRUARY.as_bytes(), "2020-02", "").unwrap().json
    );
    let listed = archive.list().unwrap();
    assert_eq!(listed.iter().map(|e| e.items).collect::<Vec<_>>(), [2, 3, 1, 2]);
    assert!(matches!(archive.source("2021-01", None), Err(Error::NoEdition { .. })));
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    drop(archive);
    let again = Archive::open(folder.path()).unwrap();
    assert_eq!(again.list().unwrap(), listed);
    assert!(again.backup().is_none());
}

#[test]
fn a_copy_is_an_archive_and_whole() {
    let (_folder, archive) = filled(&FOUR);
    let other = tempfile::tempdir().unwrap();
    let copy = other.path().join(FILE);
    assert_eq!(archive.copy_to(&copy).unwrap(), Copied { editions: 4 });
    let head = std::fs::read(&copy).unwrap();
    assert_eq!(head[68..72], APPLICATION_ID.to_be_bytes());
    let opened = Archive::open(other.path()).unwrap();
    assert_eq!(opened.list().unwrap(), archive.list().unwrap());
    assert_eq!(opened.verify(&TODAY).unwrap(), []);
    // What is there is not written over.
    assert!(archive.copy_to(&copy).is_err());
}

#[test]
fn an_edition_before_all_others_is_held_against_the_next() {
    let (_folder, mut archive) = filled(&[("2020-03", MARCH)]);
    let added = add(&mut archive, "2020-02", FEBRUARY).unwrap();
    let Added::New { follows: Some(follows), .. } = added else { panic!("{added:?}") };
    assert_eq!(follows, follows_from("2020-03", true, [1, 1, 2, 0]));
}

fn follows_from(
    other: &str,
    is_earlier: bool,
    [same, changed, fresh, gone]: [usize; 4],
) -> Follows {
    let other = other.to_owned();
    let is_another = false;
    let (unread, other_unread) = (None, None);
    Follows { other, is_earlier, same, changed, fresh, gone, is_another, unread, other_unread }
}

#[test]
fn another_plan_is_not_added_unasked() {
    let rows = |what: &str| -> String {
        (1..=6).map(|n| format!("1.{n} | {what} number {n}\n")).collect()
    };
    let (_folder, mut archive) = filled(&[("2020-01", &rows("Recruit therapists for school"))]);
    let other = rows("Dredge the harbour basin");
    let refused = add(&mut archive, "2020-02", &other).unwrap_err();
    assert!(matches!(refused, Error::AnotherPlan { .. }), "{refused}");
    assert_eq!(archive.list().unwrap().len(), 1);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    // As a revision neither, nor before the first.
    for period in ["2020-01", "2019-12"] {
        assert!(matches!(add(&mut archive, period, &other), Err(Error::AnotherPlan { .. })));
    }
    let records = TODAY.read(other.as_bytes(), "2020-02", "").unwrap();
    let added = archive.add(&Addition {
        bytes: other.as_bytes(),
        name: "2020-02",
        data: &records.data,
        json: &records.json,
        period: None,
        options: "",
        anyway: true,
        now: "",
    });
    assert!(matches!(added, Ok(Added::New { follows: Some(f), .. }) if f.is_another));
}

#[test]
fn what_a_person_says_counts_across_editions_between() {
    let first = "1.1 | Survey the north quay and its steps | 2024-03-31
1.2 | Dredge the inner basin before the spring | 2024-06-30";
    let without = "1.2 | Dredge the inner basin before the spring | 2024-06-30";
    let reworded = format!("{without}\n4.7 | Commission an inspection of masonry | 2024-05-31");
    let same = format!("{without}\n4.7 | Survey the north quay and its steps | 2024-05-31");
    let kinds = |a: &Archive| -> Vec<String> {
        let changes = a.compare("2024-01", "2024-03", &Options::default()).unwrap().changes;
        changes.iter().map(|c| c.kind.as_str().to_owned()).collect()
    };
    let months = [("2024-01", first), ("2024-02", without), ("2024-03", &reworded)];
    let (_folder, mut archive) = filled(&months);
    assert_eq!(followed(&archive), ["1.1 - -", "1.2 1.2 1.2", "- - 4.7"]);
    archive.say(("2024-01", "1.1"), ("2024-03", "4.7"), true, "now").unwrap();
    assert_eq!(followed(&archive), ["1.1 - 4.7", "1.2 1.2 1.2"]);
    assert_eq!(kinds(&archive), ["renumbered", "changed", "changed"]);
    // It can be taken back.
    archive.say(("2024-01", "1.1"), ("2024-03", "4.7"), false, "now").unwrap();
    assert_eq!(followed(&archive), ["1.1 - -", "1.2 1.2 1.2", "- - 4.7"]);

    let months = [("2024-01", first), ("2024-02", without), ("2024-03", &same)];
    let (_folder, mut archive) = filled(&months);
    assert_eq!(followed(&archive), ["1.1 - 4.7", "1.2 1.2 1.2"]);
    archive.say(("2024-01", "1.1"), ("2024-03", "4.7"), false, "now").unwrap();
    assert_eq!(followed(&archive), ["1.1 - -", "1.2 1.2 1.2", "- - 4.7"]);
    assert_eq!(kinds(&archive), ["removed", "added"]);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    // Following everything at once gives the same.
    let verdicts = archive.verdicts().unwrap();
    let timeline = archive.timeline().unwrap();
    let pure = tablemend_compare::Timeline::of(timeline.editions.clone(), &verdicts);
    assert_eq!(timeline.threads, pure.threads);
}

#[test]
fn a_person_beats_the_edition_between() {
    let row = |r: &str, text: &str| format!("{r} | {text}\n");
    let (quay, basin) = ("Survey the north quay and its steps", "Dredge the inner basin by spring");
    let first = row("1.1", quay) + &row("1.2", basin);
    let second = row("1.2", basin);
    // 4.7 has the words of 1.2, and is what was 1.1.
    let third = row("4.7", basin);
    let months = [("2024-01", first.as_str()), ("2024-02", &second), ("2024-03", &third)];
    let (_folder, mut archive) = filled(&months);
    assert_eq!(followed(&archive), ["1.1 - -", "1.2 1.2 4.7"]);
    archive.say(("2024-01", "1.1"), ("2024-03", "4.7"), true, "now").unwrap();
    assert_eq!(followed(&archive), ["1.1 - 4.7", "1.2 1.2 -"]);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
}

#[test]
fn the_same_bytes_are_nothing_new_and_other_bytes_a_revision() {
    let (_folder, mut archive) = filled(&FOUR[..2]);
    let period = || "2020-01".to_owned();
    let again = add(&mut archive, "2020-01", JANUARY).unwrap();
    assert_eq!(again, Added::Already { period: period(), revision: 1 });
    let other = JANUARY.replace("green", "red");
    let revised = add(&mut archive, "2020-01", &other).unwrap();
    let follows = Some(follows_from("revision 1", false, [2, 1, 0, 0]));
    assert_eq!(revised, Added::Revision { period: period(), revision: 2, follows });
    assert_eq!(archive.source("2020-01", None).unwrap().1, other.as_bytes());
    assert_eq!(archive.source("2020-01", Some(1)).unwrap().1, JANUARY.as_bytes());
    assert_eq!(followed(&archive), ["1.1 1.1", "1.2 1.3", "- 1.2"]);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    // The older revision counts again when the newer one goes.
    assert_eq!(archive.remove("2020-01", Some(2)).unwrap(), 1);
    assert_eq!(archive.source("2020-01", None).unwrap().1, JANUARY.as_bytes());
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
}

#[test]
fn items_are_followed_in_whatever_order_editions_come() {
    let expected = ["1.1 1.1 - -", "1.2 1.3 - 1.2", "- 1.2 1.1 1.1"];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let (_folder, archive) = filled(&order.map(|i| FOUR[i]));
        assert_eq!(followed(&archive), expected, "{order:?}");
        assert_eq!(archive.verify(&TODAY).unwrap(), []);
        let editions = FOUR.map(|(p, rows)| tablemend_compare::Edition::of(&dataset(p, rows)));
        let pure = tablemend_compare::Timeline::of(editions.to_vec(), &[]);
        assert_eq!(archive.timeline().unwrap().threads, pure.threads);
    }
    let (_folder, mut archive) = filled(&FOUR);
    archive.remove("2020-02", None).unwrap();
    assert_eq!(followed(&archive), ["1.1 - -", "1.2 - 1.2", "- 1.1 1.1"]);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
}

#[test]
fn distant_editions_are_compared_through_those_between() {
    let reworded = "1.1 | Hold recruitment of speech staff until the review ends | 2020-02 | Nurse Manager | | amber";
    let mid = "1.2 | Recruit two speech therapists, or hold recruitment until the review of speech staff ends | 2020-02 | Nurse Manager | | amber";
    let first = "1.2 | Recruit two speech therapists | 2020-02 | Nurse Manager | | amber";
    let months = [("2020-01", first), ("2020-02", mid), ("2020-03", reworded)];
    let (_folder, mut archive) = filled(&months);
    archive.say(("2020-02", "1.2"), ("2020-03", "1.1"), true, "now").unwrap();
    let kinds = |a: &Archive| -> Vec<_> {
        let changes = a.compare("2020-01", "2020-03", &Options::default()).unwrap().changes;
        changes.iter().map(|c| c.kind.as_str()).collect()
    };
    assert_eq!(kinds(&archive), ["renumbered", "changed"]);
}

#[test]
fn what_a_person_says_is_remembered() {
    let (_folder, mut archive) = filled(&FOUR[..2]);
    let verdict = archive.say(("2020-01", "1.2"), ("2020-02", "1.3"), false, "now").unwrap();
    assert_eq!(archive.verdicts().unwrap(), [verdict]);
    assert_eq!(followed(&archive), ["1.1 1.1", "1.2 -", "- 1.2", "- 1.3"]);
    archive.say(("2020-01", "1.2"), ("2020-02", "1.2"), true, "now").unwrap();
    // Through another revision and a rebuild.
    add(&mut archive, "2020-02", &FEBRUARY.replace("amber", "red")).unwrap();
    archive.rebuild(&TODAY, true).unwrap();
    assert_eq!(followed(&archive), ["1.1 1.1", "1.2 1.2", "- 1.3"]);
    let backwards = archive.say(("2020-02", "1.2"), ("2020-01", "1.2"), true, "now");
    assert!(matches!(backwards, Err(Error::Order(..))));
    let nobody = archive.say(("2020-01", "9.9"), ("2020-02", "1.2"), true, "now");
    assert!(matches!(nobody, Err(Error::NoItem { .. })));
}

#[test]
fn rebuilding_shows_first_and_then_takes() {
    let (_folder, mut archive) = filled(&FOUR[..2]);
    let newer = Plans { tool: "tablemend 9.0.0" };
    let findings = archive.verify(&newer).unwrap();
    assert_eq!(findings.iter().map(|f| f.weight).collect::<Vec<_>>(), [Weight::Remark; 2]);
    let shown = archive.rebuild(&newer, false).unwrap();
    assert!(shown.iter().all(|r| r.differs));
    assert_eq!(shown[0].changes.summary().changed["status"], 2);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    archive.rebuild(&newer, true).unwrap();
    assert_eq!(archive.verify(&newer).unwrap(), []);
    assert_eq!(archive.list().unwrap()[0].tool, newer.tool);
}

#[test]
fn damage_is_found() {
    let spoil = |sql: &str| {
        let (_folder, archive) = filled(&FOUR[..2]);
        archive.db.execute_batch(sql).unwrap();
        let findings = archive.verify(&TODAY).unwrap();
        assert!(findings.iter().any(|f| f.weight == Weight::Problem), "{sql}");
    };
    spoil("UPDATE source SET content = x'00'");
    spoil(
        "UPDATE source SET sha256 = '0' || substr(sha256, 2) WHERE 0; UPDATE edition SET records = '{}'",
    );
    spoil("DELETE FROM version WHERE position = 0 AND edition = 1");
    spoil("UPDATE version SET item = NULL WHERE edition = 1");
    spoil("PRAGMA foreign_keys = OFF; DELETE FROM item");
    spoil("UPDATE edition SET current = 0 WHERE id = 1");
    // What nothing but a query of one's own reads is checked too.
    spoil("UPDATE version SET due_end = '2029-01-01' WHERE position = 0");
    spoil("UPDATE edition SET title = 'Another plan' WHERE id = 1");
    spoil("UPDATE edition SET fields = '[]' WHERE id = 1");
    spoil("UPDATE link SET confidence = 0.01");
    spoil("UPDATE source SET size = size + 1");
    spoil("PRAGMA foreign_keys = OFF; UPDATE version SET content = x'ff' WHERE position = 0");
}

#[test]
fn what_is_damaged_names_its_edition_and_is_mended_from_the_source() {
    for sql in [
        "UPDATE version SET content = substr(content, 1, 20) WHERE edition = 2 AND position = 1",
        "UPDATE version SET content = '{}' WHERE edition = 2 AND position = 1",
        "UPDATE version SET content = x'ff00' WHERE edition = 2 AND position = 1",
        "UPDATE version SET content = replace(content, 'speech', 'moon') WHERE edition = 2",
        "UPDATE edition SET remarks = '[' WHERE id = 2",
        "UPDATE edition SET legend = 'x' WHERE id = 2",
        "UPDATE edition SET records = substr(records, 1, 50) WHERE id = 2",
        "UPDATE version SET status = 'moon' WHERE edition = 2",
    ] {
        let (_folder, mut archive) = filled(&FOUR);
        let whole = archive.timeline().unwrap();
        archive.db.execute_batch(sql).unwrap();
        let findings = archive.verify(&TODAY).unwrap();
        let problems: Vec<_> = findings.iter().filter(|f| f.weight == Weight::Problem).collect();
        let names = |f: &&Finding| f.edition == Some(("2020-02".to_owned(), 1));
        assert!(problems.iter().any(names), "{sql}: {findings:?}");
        if let Err(error) = archive.timeline() {
            assert!(error.is_damage(), "{sql}: {error}");
            let told = error.to_string();
            assert!(told.contains("2020-02") && told.contains("rebuild --apply"), "{sql}: {told}");
        }
        archive.rebuild(&TODAY, true).unwrap();
        assert_eq!(archive.verify(&TODAY).unwrap(), [], "{sql}");
        assert_eq!(archive.timeline().unwrap(), whole, "{sql}");
    }
}

#[test]
fn rebuilding_shows_damage_that_verifying_finds() {
    let (_folder, mut archive) = filled(&FOUR);
    let damage =
        "UPDATE version SET content = replace(content, 'speech', 'moon') WHERE edition = 2";
    archive.db.execute_batch(damage).unwrap();
    let shown = archive.rebuild(&TODAY, false).unwrap();
    let damaged: Vec<&str> =
        shown.iter().filter(|r| r.is_damaged).map(|r| r.period.as_str()).collect();
    let differing: Vec<&str> =
        shown.iter().filter(|r| r.differs).map(|r| r.period.as_str()).collect();
    assert_eq!((damaged, differing), (vec!["2020-02"], vec!["2020-02"]));
    assert!(!archive.verify(&TODAY).unwrap().is_empty(), "looking changes nothing");
}

#[test]
fn what_is_no_archive_or_too_new_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Archive::open(folder.path()), Err(Error::NoArchive(_))));
    std::fs::write(folder.path().join(FILE), "a text, and no database at all, however long")
        .unwrap();
    assert!(matches!(Archive::open(folder.path()), Err(Error::NotAnArchive(_))));
    let (folder, archive) = filled(&FOUR[..1]);
    archive.db.pragma_update(None, "user_version", 99).unwrap();
    drop(archive);
    let refused = Archive::open(folder.path()).unwrap_err();
    assert!(refused.to_string().contains("newer version of the program"), "{refused}");
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("CREATE TABLE somebody_elses (x)").unwrap();
    assert!(matches!(Archive::open(folder.path()), Err(Error::NotAnArchive(_))));
}

#[test]
fn an_older_archive_is_brought_up_to_date_after_a_copy() {
    let (folder, mut archive) = filled(&FOUR[..2]);
    let more = "ALTER TABLE edition ADD COLUMN remark TEXT";
    let steps = [format::STEPS, &[more]].concat();
    let path = archive.path.clone();
    let copy = format::bring_up_to_date(&mut archive.db, &path, &steps).unwrap().unwrap();
    archive.db.execute("UPDATE edition SET remark = 'x'", []).unwrap();
    assert!(copy.starts_with(folder.path()));
    drop(archive);
    assert!(matches!(Archive::open(folder.path()), Err(Error::Newer { found: 4, known: 3, .. })));
    std::fs::copy(&copy, folder.path().join(FILE)).unwrap();
    assert_eq!(Archive::open(folder.path()).unwrap().verify(&TODAY).unwrap(), []);
    // A step that fails leaves everything as it was.
    let mut old = Archive::open(folder.path()).unwrap();
    let bad = [format::STEPS, &["CREATE TABLE fresh (x); SELECT nonsense"]].concat();
    assert!(format::bring_up_to_date(&mut old.db, &path, &bad).is_err());
    drop(old);
    assert_eq!(Archive::open(folder.path()).unwrap().verify(&TODAY).unwrap(), []);
}

#[test]
fn periods_are_checked() {
    let (_folder, mut archive) = filled(&[]);
    for bad in ["2020", "2020-13", "January", "2020-1", "2020-02-30"] {
        assert!(
            matches!(
                add(&mut archive, bad, JANUARY),
                Err(Error::Compare(tablemend_compare::Error::BadPeriod(_)))
            ),
            "{bad}"
        );
    }
    let records = TODAY.read(JANUARY.as_bytes(), "2020-01", "").unwrap();
    let mut data = records.data.clone();
    data.document.period = None;
    let mut addition = Addition {
        bytes: JANUARY.as_bytes(),
        name: "plan.md",
        data: &data,
        json: &records.json,
        period: None,
        options: "",
        anyway: false,
        now: "",
    };
    assert!(matches!(archive.add(&addition), Err(Error::NoPeriod(_))));
    addition.period = Some("2020-06-30");
    let period = "2020-06-30".to_owned();
    assert_eq!(archive.add(&addition).unwrap(), Added::New { period, follows: None });
}

#[test]
fn two_at_once_both_get_in() {
    let (folder, archive) = filled(&[]);
    drop(archive);
    let path = folder.path();
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let mut archive = Archive::open_or_create(path).unwrap();
                for month in 1..=6 {
                    let period = format!("2020-{:02}", month * 2 - half);
                    add(&mut archive, &period, &JANUARY.replace("2020-03", &period)).unwrap();
                }
            });
        }
    });
    let archive = Archive::open(path).unwrap();
    assert_eq!(archive.list().unwrap().len(), 12);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
    assert_eq!(followed(&archive).len(), 2);
}

#[test]
fn who_waits_too_long_is_told() {
    let (folder, mut archive) = filled(&FOUR[..1]);
    let other = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    archive.db.busy_timeout(Duration::from_millis(1)).unwrap();
    let refused = add(&mut archive, "2020-02", FEBRUARY).unwrap_err();
    assert!(matches!(refused, Error::Busy(_)), "{refused}");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(add(&mut archive, "2020-02", FEBRUARY).is_ok());
}

#[test]
fn a_full_disk_changes_nothing() {
    let (_folder, mut archive) = filled(&FOUR[..2]);
    let pages: i64 = archive.db.pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
    archive.db.pragma_update(None, "max_page_count", pages + 1).unwrap();
    let mut long = String::new();
    for i in 0..2000 {
        long.push_str(&format!("1.{i} | Action {i} with a text of its own {}\n", i * 7919));
    }
    assert!(matches!(add(&mut archive, "2020-03", &long), Err(Error::Full)));
    assert_eq!(archive.list().unwrap().len(), 2);
    assert_eq!(archive.verify(&TODAY).unwrap(), []);
}

/// Not a test of its own: the process that `killed_at_any_moment` kills. It adds editions without
/// end and says each when it is in.
#[test]
fn victim() {
    use std::io::Write;
    let Ok(folder) = std::env::var("TABLEMEND_TEST_VICTIM") else { return };
    let mut archive = Archive::open_or_create(Path::new(&folder)).unwrap();
    let known = archive.list().unwrap().len();
    for n in known..10_000 {
        let period = format!("{}-{:02}", 2000 + n / 12, n % 12 + 1);
        add(&mut archive, &period, &JANUARY.replace("Head of Data", &format!("Head {n}"))).unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "\nadded {period}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
#[cfg(unix)]
fn killed_at_any_moment_it_keeps_what_it_said_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut said: Vec<String> = Vec::new();
    // `scripts/kill-test` asks for more.
    let kills = std::env::var("TABLEMEND_TEST_KILLS").ok().and_then(|n| n.parse().ok());
    for round in 0_u64..kills.unwrap_or(12) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::victim", "--nocapture"])
            .env("TABLEMEND_TEST_VICTIM", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A machine that is busy gets more time, until something was added.
        let patience = if said.is_empty() { round * 40_000 } else { 0 };
        std::thread::sleep(Duration::from_micros(20_000 + patience + round * 7_919 % 40_000));
        child.kill().unwrap();
        let out = child.wait_with_output().unwrap();
        let out = String::from_utf8_lossy(&out.stdout).into_owned();
        said.extend(out.lines().filter_map(|l| Some(l.strip_prefix("added ")?.to_owned())));
        let archive = Archive::open_or_create(folder.path()).unwrap();
        assert_eq!(archive.verify(&TODAY).unwrap(), []);
        let listed: Vec<_> = archive.list().unwrap().into_iter().map(|e| e.period).collect();
        assert!(said.iter().all(|p| listed.contains(p)), "{said:?} {listed:?}");
    }
    assert!(!said.is_empty(), "it was never alive long enough to add anything");
}

/// Puts `text` of a line in place of the first item's text.
#[derive(Debug)]
struct Retexting;

impl Reviewer for Retexting {
    fn review(&self, edition: &Unreviewed<'_>) -> Result<tablemend_model::Dataset, String> {
        let json: serde_json::Value =
            serde_json::from_str(edition.json).map_err(|e| e.to_string())?;
        let rows = json["text"].as_str().unwrap_or_default();
        let mut data = dataset(json["period"].as_str().unwrap_or_default(), rows);
        for line in edition.lines {
            let line: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
            let (period, id) = (line["period"].as_str().unwrap(), line["id"].as_str().unwrap());
            let id = match (edition.who)(period, id) {
                crate::who::Who::Is(id) => id,
                crate::who::Who::Unknown => id.to_owned(),
                _ => continue,
            };
            let value = line["value"].as_str().unwrap_or_default().to_owned();
            for record in data.entities[0].records.iter_mut().filter(|r| r.id == id) {
                record.values[4] = tablemend_model::Value::Text(value.clone());
            }
        }
        Ok(data)
    }

    fn check(&self, line: &str) -> Result<(), String> {
        if line.contains("\"op\"") { Ok(()) } else { Err("no op".to_owned()) }
    }
}

#[test]
fn corrections_are_only_added_to_and_kept_in_two_places() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open_or_create(folder.path()).unwrap().reviewed_by(Retexting);
    for (period, rows) in &FOUR[..2] {
        let json =
            serde_json::json!({ "document": {}, "period": period, "text": rows }).to_string();
        let data = dataset(period, rows);
        let addition = Addition {
            bytes: rows.as_bytes(),
            name: period,
            data: &data,
            json: &json,
            period: None,
            options: "",
            anyway: false,
            now: "2020-01-01T00:00:00Z",
        };
        archive.add(&addition).unwrap();
    }
    let line = |n: u8, id: &str| {
        format!(
            "{{\"at\":\"{n}\",\"by\":\"A\",\"op\":\"set\",\"period\":\"2020-01\",\"id\":\"{id}\",\"item\":null,\"value\":\"moon\"}}"
        )
    };
    assert_eq!(archive.correct(&[line(1, "1.2")]).unwrap(), 1);
    assert_eq!(archive.correct(&[line(1, "1.2")]).unwrap(), 0, "the same line is nothing new");
    // 1.2 of January is 1.3 of February.
    let status = |archive: &Archive, period: &str, id: &str| {
        let edition = archive.edition(period, None).unwrap();
        edition.item(id).unwrap().cells.last().unwrap().display()
    };
    let all = [("2020-01", "1.2"), ("2020-02", "1.3"), ("2020-01", "1.1"), ("2020-02", "1.2")];
    let said: Vec<String> = all.iter().map(|(p, id)| status(&archive, p, id)).collect();
    assert_eq!(said, ["moon", "moon", "green", "green"]);
    let kept = std::fs::read_to_string(archive.corrections_path()).unwrap();
    assert!(kept.contains("\"item\":\"2020-01/1.2\"") && kept.ends_with('\n'), "{kept}");
    for sql in ["UPDATE correction SET by = 'B'", "DELETE FROM correction"] {
        assert!(archive.db.execute(sql, []).is_err(), "{sql}");
    }
    // A line that a killed program left half written gives way to the next.
    std::fs::write(archive.corrections_path(), format!("{kept}{{\"at\": \"2")).unwrap();
    assert_eq!(archive.correct(&[line(3, "1.1")]).unwrap(), 1);
    let kept = std::fs::read_to_string(archive.corrections_path()).unwrap();
    let whole = |l: &str| serde_json::from_str::<serde_json::Value>(l).is_ok();
    assert!(kept.lines().count() == 2 && kept.lines().all(whole), "{kept}");
    std::fs::write(archive.corrections_path(), format!("nonsense\n{kept}")).unwrap();
    assert!(archive.corrections().unwrap_err().to_string().contains("line 1"));
    std::fs::remove_file(archive.corrections_path()).unwrap();
    // A file that was lost is written again from the table, with the next correction.
    archive.correct(&[line(4, "1.1")]).unwrap();
    let kept = std::fs::read_to_string(archive.corrections_path()).unwrap();
    assert_eq!(kept.lines().count(), 3);
    let refused = archive.correct(&["{\"at\":\"5\",\"by\":\"A\"}".to_owned()]).unwrap_err();
    assert!(matches!(refused, Error::NotCorrections { .. }), "{refused}");
}

#[test]
fn the_database_orders_periods_as_comparing_does() {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    let ordered = [
        "2024-02",
        "2024-03",
        "2024-03-15",
        "2024-01/2024-03",
        "2023-04/2024-03",
        "2024-04",
        "2024-05",
        "2024-06",
        "2024-04/2024-06",
        "2024-07",
        "2024-06/2024-07",
        "2025-03",
        "2025-01/2025-03",
        "2024-04/2025-03",
        "2025-04-01",
    ];
    for period in ordered.into_iter().chain(["", "soon"]) {
        let asked = format!("SELECT {ORDER} FROM (SELECT ?1 AS period)");
        let found: String = db.query_row(&asked, [period], |r| r.get(0)).unwrap();
        assert_eq!(found, tablemend_compare::order(period));
    }
}
