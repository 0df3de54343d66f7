//! Many documents on one machine: what came of each, and going on after a run that was stopped.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};
use tablemend_tests::{command, files, plan, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// A plan of one action that no other document has.
fn document(number: usize) -> String {
    let text = format!("Survey quay number {number}");
    plan(&[["1.1.1", &text, "31 March 2021", "Harbour Engineer"]])
}

/// A folder `in` with documents in folders of their own.
fn folder(count: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..count {
        let path = dir.path().join(format!("in/{}/plan-{i:03}.md", i % 3));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, document(i)).unwrap();
    }
    dir
}

fn manifest(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn outcomes(lines: &[Value]) -> Vec<(String, String)> {
    let text = |line: &Value, key: &str| line[key].as_str().unwrap().replace('\\', "/");
    lines.iter().map(|line| (text(line, "path"), text(line, "outcome"))).collect()
}

#[test]
fn the_manifest_says_what_came_of_each_input() {
    let dir = folder(4);
    fs::write(dir.path().join("in/1/empty.md"), "").unwrap();
    let ran = run(TABLEMEND, dir.path(), &["convert", "in", "-o", "out", "-f", "json,csv"]);
    ran.expect(
        3,
        &["5 documents in ", "failed    1 (input.empty 1)", "written   4", "records   4"],
    );
    let lines = manifest(&dir.path().join("out"));
    let expected = [
        ("in/0/plan-000.md", "written"),
        ("in/0/plan-003.md", "written"),
        ("in/1/empty.md", "failed"),
        ("in/1/plan-001.md", "written"),
        ("in/2/plan-002.md", "written"),
    ];
    let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(outcomes(&lines), expected);
    let members: Vec<&str> = lines[0].as_object().unwrap().keys().map(String::as_str).collect();
    let of_contract = ["path", "sha256", "outcome", "outputs", "records", "diagnostics", "error"];
    assert_eq!(members[..7], of_contract);
    let records = fs::read(dir.path().join("out/0/plan-000/plan-000.json")).unwrap();
    let records: Value = serde_json::from_slice(&records).unwrap();
    assert_eq!(lines[0]["sha256"], records["document"]["sha256"]);
    assert_eq!((&lines[0]["records"], &lines[0]["error"]), (&json!(1), &Value::Null));
    // The files that it names are those that are there.
    let mut named: Vec<String> = lines
        .iter()
        .flat_map(|l| {
            l["outputs"].as_array().unwrap().iter().map(|o| o.as_str().unwrap().to_owned())
        })
        .chain(["manifest.jsonl".to_owned()])
        .collect();
    named.sort();
    assert_eq!(named, files(&dir.path().join("out")));
    assert_eq!(lines[2]["error"]["code"], "input.empty");
    assert_eq!((&lines[2]["records"], &lines[2]["outputs"]), (&Value::Null, &json!([])));
    assert_eq!(lines[2]["diagnostics"], json!({ "error": 1 }));
    // Tables have one too; a single file has none.
    run(TABLEMEND, dir.path(), &["tables", "in/0", "in/2", "-o", "tab/"]).expect(0, &[]);
    let lines = manifest(&dir.path().join("tab"));
    assert_eq!((lines.len(), &lines[2]["records"]), (3, &json!(1)));
    assert_eq!(lines[2]["outputs"], json!(["2/plan-002/plan-002.tables.json"]));
    run(TABLEMEND, dir.path(), &["convert", "in/0/plan-000.md", "-o", "one/"]).expect(0, &[]);
    assert!(!dir.path().join("one/manifest.jsonl").exists());
}

#[test]
fn files_that_are_not_documents_are_counted_and_kept_in_the_manifest() {
    let dir = folder(1);
    for name in ["in/0/bell.pages", "in/0/gate.doc", "in/boat.doc"] {
        fs::write(dir.path().join(name), "x").unwrap();
    }
    let arguments = ["convert", "in", "-o", "out", "-f", "json", "--resume"];
    let told = "in: 3 files were not read: 2 .doc, 1 .pages";
    run(TABLEMEND, dir.path(), &arguments).expect(0, &[told]);
    let lines = manifest(&dir.path().join("out"));
    let skipped = lines.iter().filter(|line| line["error"]["code"] == "input.passed_over");
    assert_eq!((lines.len(), skipped.count()), (4, 3));
    // The codes of what is unchanged count as those of what was read now do.
    let totals = |more: &[&str]| {
        let json = [&arguments[..], &["--diagnostics", "json"], more].concat();
        let ran = run(TABLEMEND, dir.path(), &json);
        let told: Value = serde_json::from_str(&ran.stderr).unwrap();
        told["totals"].clone()
    };
    let again = totals(&[]);
    let codes: u64 = again["codes"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    let levels = ["error", "warning", "info"].map(|l| again["levels"][l].as_u64().unwrap());
    assert_eq!((again["unchanged"].as_u64(), again["skipped"].as_u64()), (Some(1), Some(3)));
    assert_eq!(codes, levels.iter().sum::<u64>(), "{again}");
    assert_eq!(again["codes"], totals(&["--profile", "action-plan"])["codes"]);
}

#[test]
fn a_run_goes_on_where_the_last_one_stopped() {
    let dir = folder(5);
    let convert = |more: &[&str]| {
        let arguments = [&["convert", "in", "-o", "out", "-f", "json", "--resume"], more].concat();
        run(TABLEMEND, dir.path(), &arguments)
    };
    convert(&[]).expect(0, &["written   5"]);
    let place = dir.path().join("out/0/plan-000/plan-000.json");
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let touch = || fs::File::options().append(true).open(&place).unwrap().set_modified(long_ago);
    touch().unwrap();
    let is_untouched = || {
        fs::metadata(&place).unwrap().modified().unwrap()
            < SystemTime::now() - Duration::from_secs(1800)
    };
    convert(&[]).expect(0, &["unchanged 5"]);
    assert!(is_untouched(), "what is unchanged is not written again");
    // One changes, one goes, one comes, one loses its output.
    fs::write(dir.path().join("in/1/plan-001.md"), document(101)).unwrap();
    fs::remove_file(dir.path().join("in/2/plan-002.md")).unwrap();
    fs::write(dir.path().join("in/2/plan-200.md"), document(200)).unwrap();
    fs::remove_file(dir.path().join("out/0/plan-003/plan-003.json")).unwrap();
    let ran = convert(&[]);
    ran.expect(0, &["input.vanished", "in/2/plan-002.md", "2/plan-002/plan-002.json"]);
    ran.expect(0, &["written   3", "unchanged 2"]);
    let told = outcomes(&manifest(&dir.path().join("out")));
    let expected = [
        ("in/0/plan-000.md", "unchanged"),
        ("in/0/plan-003.md", "written"),
        ("in/1/plan-001.md", "written"),
        ("in/1/plan-004.md", "unchanged"),
        ("in/2/plan-200.md", "written"),
        // Its output is still there.
        ("in/2/plan-002.md", "skipped"),
    ];
    assert_eq!(told, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let changed = fs::read_to_string(dir.path().join("out/1/plan-001/plan-001.json")).unwrap();
    assert!(changed.contains("quay number 101"));
    // Other settings make other outputs; without --resume all is done again.
    assert!(is_untouched());
    convert(&["--profile", "table"]).expect(0, &["written   5"]);
    assert!(!is_untouched());
    run(TABLEMEND, dir.path(), &["convert", "in", "-o", "out", "-f", "json"])
        .expect(0, &["written   5"]);
    // One document alone is a batch too.
    let one = &["convert", "in/0/plan-000.md", "-o", "one", "-f", "json", "--resume"];
    run(TABLEMEND, dir.path(), one).expect(0, &[]);
    assert_eq!(outcomes(&manifest(&dir.path().join("one")))[0].1, "written");
    run(TABLEMEND, dir.path(), one).expect(0, &[]);
    assert_eq!(outcomes(&manifest(&dir.path().join("one")))[0].1, "unchanged");
    run(TABLEMEND, dir.path(), &["convert", "in", "--resume", "-f", "jsonl"]).expect(2, &["-o"]);
}

#[test]
fn a_document_that_takes_the_place_of_another_loses_neither() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, number: usize| {
        fs::create_dir_all(dir.path().join("in")).unwrap();
        fs::write(dir.path().join("in").join(name), document(number)).unwrap();
    };
    let convert = ["convert", "in", "-o", "out", "-f", "json", "--resume"];
    put("plan.md", 1);
    run(TABLEMEND, dir.path(), &convert).expect(0, &[]);
    // It comes before the other, which keeps its name.
    put("plan.markdown", 2);
    run(TABLEMEND, dir.path(), &convert).expect(0, &["written   1", "unchanged 1"]);
    let all = |folder: &str| -> BTreeSet<String> {
        let read = |line: &Value| {
            let place = dir.path().join(folder).join(line["outputs"][0].as_str().unwrap());
            let json: Value = serde_json::from_slice(&fs::read(place).unwrap()).unwrap();
            assert_eq!(json["document"]["sha256"], line["sha256"]);
            json["actions"][0]["action"].as_str().unwrap().to_owned()
        };
        manifest(&dir.path().join(folder)).iter().map(read).collect()
    };
    assert_eq!(all("out").len(), 2);
    // The first one goes; what was written of it is told, and the other stays where it is.
    fs::remove_file(dir.path().join("in/plan.md")).unwrap();
    let ran = run(TABLEMEND, dir.path(), &convert);
    ran.expect(0, &["input.vanished", "plan/plan.json"]);
    let lines = manifest(&dir.path().join("out"));
    let outputs: Vec<&str> = lines.iter().filter_map(|l| l["outputs"][0].as_str()).collect();
    assert_eq!(outputs, ["plan~2/plan~2.json", "plan/plan.json"]);
    assert_eq!(files(&dir.path().join("out")).len(), 3, "each file has a line");
}

/// Starts a batch, and kills it when so many of its documents are done.
fn killed(dir: &Path, arguments: &[&str], manifest: &str, done: usize) -> bool {
    let mut child = command(TABLEMEND, dir, arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(120);
    let lines = || fs::read_to_string(dir.join(manifest)).map_or(0, |t| t.lines().count());
    while lines() < done && child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "nothing is done");
        std::thread::sleep(Duration::from_millis(2));
    }
    let is_early = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    let _ = child.wait();
    is_early
}

#[test]
fn a_batch_that_is_killed_and_goes_on_loses_and_doubles_nothing() {
    const COUNT: usize = 120;
    let dir = folder(COUNT);
    run(TABLEMEND, dir.path(), &["convert", "in", "-o", "whole", "-f", "json,csv"]).expect(0, &[]);
    let convert = ["convert", "in", "-o", "out", "-f", "json,csv", "--resume"];
    let killed_early = [5, 40, 90]
        .iter()
        .filter(|done| killed(dir.path(), &convert, "out/manifest.jsonl", **done))
        .count();
    assert!(killed_early > 0, "every run was over before it could be killed");
    let ran = run(TABLEMEND, dir.path(), &convert);
    ran.expect(0, &["unchanged ", "120 documents"]);
    let (whole, out) = (dir.path().join("whole"), dir.path().join("out"));
    let sorted = |folder: &Path| files(folder).into_iter().collect::<BTreeSet<String>>();
    let odd: Vec<String> = sorted(&whole).symmetric_difference(&sorted(&out)).cloned().collect();
    assert_eq!(odd, [""; 0], "nothing is missing, and no temporary file is left");
    let lines = manifest(&out);
    let paths: BTreeSet<&str> = lines.iter().map(|l| l["path"].as_str().unwrap()).collect();
    assert_eq!((lines.len(), paths.len()), (COUNT, COUNT));
    for name in files(&whole).iter().filter(|n| !n.ends_with("datapackage.json")) {
        if name != "manifest.jsonl" {
            assert_eq!(
                fs::read(whole.join(name)).unwrap(),
                fs::read(out.join(name)).unwrap(),
                "{name}"
            );
        }
    }
}

#[test]
fn one_file_of_all_documents_is_whole_after_a_kill() {
    const COUNT: usize = 90;
    let dir = folder(COUNT);
    for name in ["all.jsonl", "all.json", "all.csv", "all.sqlite", "all.parquet"] {
        let convert = ["convert", "in", "-o", name, "--resume"];
        let parts = format!("{name}.parts/manifest.jsonl");
        killed(dir.path(), &convert, &parts, 30);
        run(TABLEMEND, dir.path(), &convert).expect(0, &["unchanged "]);
        let before = fs::read(dir.path().join(name)).unwrap();
        run(TABLEMEND, dir.path(), &convert).expect(0, &["unchanged 90"]);
        // As it is made in one go, where the format has the same bytes each time.
        let whole = format!("whole-{name}");
        run(TABLEMEND, dir.path(), &["convert", "in", "-o", &whole]).expect(0, &[]);
        if !name.ends_with("sqlite") {
            assert_eq!(fs::read(dir.path().join(name)).unwrap(), before, "{name}");
            assert_eq!(fs::read(dir.path().join(&whole)).unwrap(), before, "{name}");
        }
    }
    // What has changed takes the place of what was there, and not beside it.
    fs::write(dir.path().join("in/1/plan-001.md"), document(1001)).unwrap();
    for name in ["all.jsonl", "all.sqlite"] {
        run(TABLEMEND, dir.path(), &["convert", "in", "-o", name, "--resume"])
            .expect(0, &["written   1", "unchanged 89"]);
    }
    let text = fs::read_to_string(dir.path().join("all.jsonl")).unwrap();
    assert_eq!(text.lines().count(), COUNT);
    assert!(text.contains("quay number 1001\"") && !text.contains("quay number 1\""));
    run(TABLEMEND, dir.path(), &["diff", "all.sqlite", "all.sqlite"]).expect(3, &["90 editions"]);
}

#[test]
fn patterns_say_which_documents_of_a_folder_are_read() {
    let dir = folder(6);
    let told = |patterns: &[&str]| -> Vec<String> {
        let out = tempfile::tempdir_in(dir.path()).unwrap();
        let place = format!("{}/", out.path().display());
        let fixed = ["convert", "in", "-f", "json", "-o", &place];
        run(TABLEMEND, dir.path(), &[&fixed, patterns].concat()).expect(0, &[]);
        outcomes(&manifest(out.path())).into_iter().map(|(path, _)| path).collect()
    };
    assert_eq!(told(&["--include", "0/**"]), ["in/0/plan-000.md", "in/0/plan-003.md"]);
    assert_eq!(
        told(&["--include", "plan-00?.pdf", "--include", "plan-005.*"]),
        ["in/2/plan-005.md"]
    );
    assert_eq!(
        told(&["--exclude", "0", "--exclude", "1", "--exclude", "*5.md"]),
        ["in/2/plan-002.md"]
    );
    run(TABLEMEND, dir.path(), &["convert", "in", "--include", "*.pdf"])
        .expect(3, &["--include and --exclude"]);
    run(TABLEMEND, dir.path(), &["convert", "in", "--exclude", ""]).expect(2, &["pattern"]);
}

#[test]
fn totals_can_be_read_by_programs_and_the_number_of_jobs_changes_nothing() {
    let dir = folder(9);
    fs::write(dir.path().join("in/0/empty.md"), "").unwrap();
    let mut answers = Vec::new();
    for jobs in ["1", "3", "40"] {
        let arguments =
            ["convert", "in", "-o", "out", "-f", "json", "-j", jobs, "--diagnostics", "json"];
        let ran = run(TABLEMEND, dir.path(), &arguments);
        ran.expect(3, &[]);
        let mut told: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert!(told["totals"]["seconds"].as_f64().is_some_and(|s| s > 0.0));
        told["totals"]["seconds"] = Value::Null;
        answers.push((told, manifest(&dir.path().join("out"))));
    }
    assert!(answers.iter().all(|a| *a == answers[0]));
    let totals = &answers[0].0["totals"];
    for (name, count) in [("documents", 10), ("written", 9), ("failed", 1), ("records", 9)] {
        assert_eq!(totals[name], count, "{name}");
    }
    assert_eq!(totals["failures"], json!({ "input.empty": 1 }));
    assert_eq!(answers[0].0["diagnostics"][0]["code"], "input.empty");
    run(TABLEMEND, dir.path(), &["convert", "in", "-o", "out", "-j", "0"]).expect(2, &["--jobs"]);
}

#[test]
fn a_folder_is_watched() {
    let dir = folder(2);
    let old = |path: PathBuf| {
        let long_ago = SystemTime::now() - Duration::from_secs(60);
        fs::File::options().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
    };
    for name in ["in/0/plan-000.md", "in/1/plan-001.md"] {
        old(dir.path().join(name));
    }
    let watch = ["watch", "in", "-o", "out", "-f", "json", "--once"];
    run(TABLEMEND, dir.path(), &watch).expect(0, &["written   2"]);
    run(TABLEMEND, dir.path(), &watch).expect(0, &["unchanged 2"]);
    // What has just been copied is waited for.
    fs::write(dir.path().join("in/2-new.md"), document(2)).unwrap();
    run(TABLEMEND, dir.path(), &watch).expect(0, &["written   1", "unchanged 2"]);
    fs::create_dir(dir.path().join("nothing")).unwrap();
    run(TABLEMEND, dir.path(), &["watch", "nothing", "-o", "none", "--once"]).expect(0, &[]);
    run(TABLEMEND, dir.path(), &["watch", "in", "--once"]).expect(2, &["-o"]);
    run(TABLEMEND, dir.path(), &["watch", "in", "-o", "x", "--once", "--every", "3"])
        .expect(2, &[]);
    // Without --once it goes on, and takes what appears.
    let arguments = ["watch", "in", "-o", "live", "-f", "json", "--every", "1", "-q"];
    let mut child =
        command(TABLEMEND, dir.path(), &arguments).stderr(Stdio::null()).spawn().unwrap();
    let appears = |name: &str| {
        let until = Instant::now() + Duration::from_secs(60);
        while !dir.path().join(name).exists() {
            assert!(Instant::now() < until, "{name} does not appear");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    appears("live/0/plan-000/plan-000.json");
    fs::write(dir.path().join("in/3-new.md"), document(3)).unwrap();
    old(dir.path().join("in/3-new.md"));
    appears("live/3-new/3-new.json");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_file_says_what_options_are_when_they_are_not_typed() {
    let dir = folder(2);
    let below = dir.path().join("in/0");
    let config = |text: &str| fs::write(dir.path().join("tablemend.toml"), text).unwrap();
    config(
        "archive = \"kept\"\nquiet = true\n[convert]\noutput = \"here/\"\nformat = [\"json\", \"csv\"]\n\
         jobs = 1\n[archive-export]\nformat = \"csv\"\n",
    );
    let ran = run(TABLEMEND, &below, &["convert", "plan-000.md"]);
    assert_eq!(ran.expect(0, &[]).stderr, "", "it is quiet");
    // Places are seen from the file; what is typed goes before it.
    assert!(
        dir.path().join("here/actions.csv").exists()
            && dir.path().join("here/plan-000.json").exists()
    );
    let typed = run(TABLEMEND, &below, &["convert", "plan-000.md", "-f", "jsonl", "-o", "-"]);
    assert!(typed.expect(0, &[]).stdout.starts_with(b"{"));
    for (text, says) in [
        ("[convert]\nformats = \"json\"\n", "convert.formats"),
        ("colour = \"never\"\n", "colour"),
        ("[convrt]\nformat = \"json\"\n", "convrt"),
        ("[convert]\nformat = \"yaml\"\n", "yaml"),
        ("[convert]\njobs = \"many\"\n", "--jobs"),
        ("[convert]\naudit = \"yes\"\n", "true or false"),
        ("archive = 3\n", "archive = \"DIR\""),
        ("[convert\n", "not valid TOML"),
    ] {
        config(text);
        let ran = run(TABLEMEND, dir.path(), &["convert", "in/0/plan-000.md", "-o", "-"]);
        ran.expect(2, &["tablemend.toml", says]);
        assert!(ran.stdout.is_empty(), "{text}");
        run(TABLEMEND, dir.path(), &["--version"]).expect(0, &[]);
    }
}

#[test]
fn every_command_has_its_help_and_its_page() {
    let dir = folder(0);
    let help = run(TABLEMEND, dir.path(), &["help", "archive", "add"]);
    assert!(
        String::from_utf8_lossy(&help.expect(0, &[]).stdout).contains(" archive add [OPTIONS]")
    );
    run(TABLEMEND, dir.path(), &["man", "-o", "pages"]).expect(0, &[]);
    let pages = files(&dir.path().join("pages"));
    for name in ["tablemend", "tablemend-watch", "tablemend-archive-add", "tablemend-profile-draft"]
    {
        assert!(pages.contains(&format!("{name}.1")), "{name}: {pages:?}");
    }
    assert!(pages.iter().all(|p| !p.contains("help")), "{pages:?}");
    let page = fs::read_to_string(dir.path().join("pages/tablemend-archive-add.1")).unwrap();
    assert!(page.contains(" archive add [OPTIONS]") || page.contains("tablemend\\-archive\\-add"));
}

#[test]
fn the_tables_of_another_document_are_not_overwritten() {
    let dir = folder(0);
    for (name, number) in [("bells.md", 1), ("gates.md", 2)] {
        fs::write(dir.path().join(name), document(number)).unwrap();
    }
    let convert =
        |name: &str| run(TABLEMEND, dir.path(), &["convert", name, "-f", "csv", "-o", "out"]);
    convert("bells.md").expect(0, &[]);
    let kept = fs::read(dir.path().join("out/actions.csv")).unwrap();
    let told = ["has the tables of bells.md", "choose another folder with -o"];
    let refused = convert("gates.md");
    refused.expect(2, &told);
    assert_eq!(fs::read(dir.path().join("out/actions.csv")).unwrap(), kept);
    // The same document again is written anew, and one file a document is no matter.
    fs::write(dir.path().join("bells.md"), document(3)).unwrap();
    convert("bells.md").expect(0, &[]);
    let json = ["convert", "gates.md", "-f", "json", "-o", "out"];
    run(TABLEMEND, dir.path(), &json).expect(0, &[]);
}
