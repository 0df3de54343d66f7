//! What a user types and what comes of it: targets, formats, exit codes, messages.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use tablemend_tests::{command, files, good_plan, plan, run, run_with};
use tempfile::TempDir;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// A folder with these files.
fn folder(contents: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in contents {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    dir
}

fn doubtful_plan() -> String {
    plan(&[["1.1.1", "Survey the quay", "31 November 2021", "Harbour Engineer"]])
}

#[test]
fn json_goes_to_standard_output_and_the_summary_to_standard_error() {
    let dir = folder(&[("plan.md", &good_plan())]);
    for arguments in [&["convert", "plan.md"][..], &["convert", "plan.md", "-o", "-", "-f", "json"]]
    {
        let ran = run(TABLEMEND, dir.path(), arguments);
        ran.expect(0, &["plan.md", "2021-03", "action-plan (detected)", "2 actions"]);
        let data = ran.json();
        assert_eq!(data["document"]["name"], "plan.md");
        assert_eq!(data["actions"].as_array().unwrap().len(), 2);
        assert_eq!(data["actions"][1]["completion"]["edtf"], "2021-06-30");
    }
}

#[test]
fn standard_input_is_a_document() {
    let dir = folder(&[]);
    let text = good_plan();
    let ran = run_with(TABLEMEND, dir.path(), &["convert", "-"], text.as_bytes(), &[]);
    assert_eq!(ran.expect(0, &[]).json()["document"]["name"], "-");
    let ran = run_with(TABLEMEND, dir.path(), &["convert", "-", "-o", "out"], text.as_bytes(), &[]);
    ran.expect(0, &[]);
    assert!(files(&dir.path().join("out")).contains(&"stdin.json".to_owned()));
}

#[test]
fn a_folder_gets_the_files_of_the_contract() {
    let dir = folder(&[("plan.md", &good_plan())]);
    run(TABLEMEND, dir.path(), &["convert", "plan.md", "-o", "out"]).expect(0, &["out"]);
    let written = files(&dir.path().join("out"));
    for name in [
        "plan.json",
        "actions.csv",
        "priority_areas.csv",
        "sections.csv",
        "completion_dates.csv",
        "diagnostics.csv",
        "datapackage.json",
        #[cfg(feature = "all-formats")]
        "plan.xlsx",
    ] {
        assert!(written.iter().any(|w| w == name), "{name} is not in {written:?}");
    }
}

#[test]
fn several_documents_keep_apart() {
    let dir = folder(&[
        ("in/plan.md", &good_plan()),
        ("in/deep/plan.md", &good_plan()),
        ("in/other.md", &good_plan()),
        ("in/readme.doc", "not read"),
    ]);
    run(TABLEMEND, dir.path(), &["convert", "in", "-o", "out", "-f", "json"]).expect(0, &[]);
    let expected = ["deep/plan/plan.json", "manifest.jsonl", "other/other.json", "plan/plan.json"];
    assert_eq!(files(&dir.path().join("out")), expected);
    let deep = fs::read_to_string(dir.path().join("out/deep/plan/plan.json")).unwrap();
    assert!(deep.contains("\"name\": \"deep/plan.md\""), "{deep}");
}

#[test]
fn several_documents_go_into_one_file_or_are_refused() {
    let dir = folder(&[
        ("in/a/plan.md", &good_plan()),
        ("in/b/plan.md", &good_plan()),
        ("in/b/broken.pdf", "%PDF-1.7 and nothing more"),
        ("one/plan.md", &good_plan()),
    ]);
    let text = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    for name in ["all.json", "all.jsonl", "all.csv"] {
        // One that cannot be read stops no other, and is told.
        let ran = run(TABLEMEND, dir.path(), &["convert", "in", "-o", name]);
        ran.expect(3, &["broken.pdf"]);
    }
    let all: serde_json::Value = serde_json::from_str(&text("all.json")).unwrap();
    let names: Vec<&str> =
        all.as_array().unwrap().iter().map(|d| d["document"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a/plan.md", "b/plan.md"]);
    assert_eq!(text("all.jsonl").lines().count(), 4);
    let csv = text("all.csv");
    let first: Vec<&str> = csv.lines().map(|l| l.split(',').next().unwrap()).collect();
    assert_eq!(first, ["document", "a/plan.md", "a/plan.md", "b/plan.md", "b/plan.md"]);
    // On standard output too, and a folder of one document has the same shape.
    let ran = run(TABLEMEND, dir.path(), &["convert", "in", "-f", "csv"]);
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), csv);
    let ran = run(TABLEMEND, dir.path(), &["convert", "one"]);
    assert_eq!(ran.expect(0, &[]).json().as_array().unwrap().len(), 1);
    for name in ["all.md", "all.html"] {
        let ran = run(TABLEMEND, dir.path(), &["convert", "in", "-o", name]);
        ran.expect(2, &["holds one document", "-o FOLDER/"]);
        assert!(!dir.path().join(name).exists());
    }
    run(TABLEMEND, dir.path(), &["tables", "in", "-o", "all.json"]).expect(2, &["-o FOLDER/"]);
}

#[test]
fn a_name_that_says_another_format_is_refused() {
    let dir = folder(&[("plan.md", &good_plan())]);
    for (arguments, says) in [
        (&["convert", "plan.md", "-f", "csv", "-o", "x.json"][..], "--format says csv"),
        (&["tables", "plan.md", "-f", "csv", "-o", "x.json"], "--format says csv"),
        (&["mark", "plan.md", "-o", "x.txt"], "the copy is a PDF"),
        (&["diff", "plan.md", "plan.md", "-f", "json", "-o", "x.md"], "another format"),
    ] {
        run(TABLEMEND, dir.path(), arguments).expect(2, &[says]);
    }
    assert_eq!(files(dir.path()), ["plan.md"]);
}

#[test]
fn the_extension_tells_the_format() {
    let dir = folder(&[("plan.md", &good_plan())]);
    for name in ["a.json", "b.jsonl", "c.csv"] {
        run(TABLEMEND, dir.path(), &["convert", "plan.md", "-o", name]).expect(0, &[name]);
        assert!(dir.path().join(name).is_file());
    }
    let lines = fs::read_to_string(dir.path().join("b.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 2);
    let csv = fs::read_to_string(dir.path().join("c.csv")).unwrap();
    assert!(csv.starts_with("id,ref,section,"), "{csv}");
}

#[test]
fn bom_and_formulas_on_request() {
    let text = plan(&[["1.1.1", "Survey", "31 March 2021", "=cmd()"]]);
    let dir = folder(&[("plan.md", &text)]);
    let plain = run(TABLEMEND, dir.path(), &["convert", "plan.md", "-f", "csv"]);
    let plain = String::from_utf8(plain.stdout).unwrap();
    assert!(!plain.starts_with('\u{feff}') && plain.contains(",=cmd()"), "{plain}");
    let arguments = ["convert", "plan.md", "-f", "csv", "--bom", "--escape-formulas"];
    let safe = String::from_utf8(run(TABLEMEND, dir.path(), &arguments).stdout).unwrap();
    assert!(safe.starts_with('\u{feff}') && safe.contains(",'=cmd()"), "{safe}");
}

#[test]
fn what_cannot_be_done_as_typed_exits_with_2() {
    let dir = folder(&[("plan.md", &good_plan()), ("b.md", &good_plan())]);
    for (arguments, says) in [
        (&["convert"][..], "INPUT"),
        (&["convert", "plan.md", "--colour"], "--colour"),
        (&["convert", "plan.md", "-f", "docx"], "docx"),
        (&["convert", "plan.md", "-o", "x.docx"], "x.docx"),
        (&["convert", "plan.md", "-o", "out.v2"], "end the name with a slash: out.v2/"),
        (&["convert", "plan.md", "-f", "json,csv", "-o", "-"], "one format"),
        (&["convert", "plan.md", "b.md", "-o", "both.md"], "holds one document"),
        (&["convert", "plan.md", "-p", "nonsense"], "action-plan"),
        (&["convert", "plan.md", "-o", "plan.md", "-f", "json"], "is an input"),
        (&["convert", "plan.md", "-o", "b.md/out"], "b.md"),
        (&["convert", "plan.md", "--password-file", "none.txt"], "none.txt"),
        (&["tables", "plan.md", "-o", "plan.md", "-f", "json"], "is an input"),
        (&["profile", "show", "nonsense"], "action-plan"),
        (&["completions", "dos"], "dos"),
        (&["convert", "plan.md", "--timeout", "soon"], "type a whole number"),
        (&["watch", ".", "-o", "out/", "--every", "0"], "type a whole number, 1 or more"),
        (&["overdue", "--next", "soon", "--archive", "a"], "type a whole number"),
        (&["explain", "date.nonsense"], "“date.nonsense” is not a code"),
    ] {
        run(TABLEMEND, dir.path(), arguments).expect(2, &[says]);
    }
    assert_eq!(files(dir.path()), ["b.md", "plan.md"], "something was written");
    assert_eq!(fs::read_to_string(dir.path().join("plan.md")).unwrap(), good_plan());
}

#[test]
fn checks_exit_with_1_and_write_all_the_same() {
    let dir = folder(&[("good.md", &good_plan()), ("doubtful.md", &doubtful_plan())]);
    for (name, level, code) in [
        ("good.md", "warning", 0),
        ("doubtful.md", "warning", 1),
        ("doubtful.md", "info", 1),
        ("good.md", "error", 0),
    ] {
        let out = format!("{name}.{level}.json");
        let arguments = ["convert", name, "--fail-on", level, "-o", &out];
        run(TABLEMEND, dir.path(), &arguments).expect(code, &[]);
        assert!(dir.path().join(&out).is_file(), "{out}");
    }
}

#[test]
fn the_audit_finds_every_word() {
    let dir = folder(&[("plan.md", &doubtful_plan())]);
    run(TABLEMEND, dir.path(), &["convert", "plan.md", "--audit"]).expect(0, &["every word"]);
}

#[test]
fn diagnostics_show_the_words_in_their_line() {
    let dir = folder(&[("plan.md", &doubtful_plan())]);
    let ran = run(TABLEMEND, dir.path(), &["convert", "plan.md", "-f", "json"]);
    ran.expect(
        0,
        &["warning[date.impossible]", "--> plan.md:9:", "31 November 2021", "^^^^^^^^^^^^^^^^"],
    );
    assert!(!ran.stderr.contains('\u{1b}'), "colour without a terminal");
    let flags = &ran.json()["actions"][0]["flags"];
    assert!(flags.as_array().unwrap().iter().any(|f| f == "date.impossible"), "{flags}");
}

#[test]
fn colour_is_asked_for_or_not() {
    let dir = folder(&[("plan.md", &doubtful_plan())]);
    for (arguments, variables, coloured) in [
        (&["convert", "plan.md", "--color", "always"][..], &[][..], true),
        (&["convert", "plan.md", "--color", "never"], &[], false),
        (&["convert", "plan.md"], &[], false),
        (&["convert", "plan.md", "--color", "auto"], &[("NO_COLOR", "1")], false),
    ] {
        let ran = run_with(TABLEMEND, dir.path(), arguments, b"", variables);
        assert_eq!(ran.stderr.contains('\u{1b}'), coloured, "{arguments:?}");
    }
}

#[test]
fn quiet_says_nothing_of_what_went_well_and_verbose_everything() {
    let text = plan(&[
        ["1.1.1", "Survey", "31 November 2021", "Harbour Engineer"],
        ["1.1.2", "Dredge", "31 November 2021", "Harbour Engineer"],
        ["1.1.3", "Build", "31 November 2021", "Harbour Engineer"],
        ["1.1.4", "Open", "31 November 2021", "Harbour Engineer"],
    ]);
    let dir = folder(&[("plan.md", &text)]);
    let quiet = run(TABLEMEND, dir.path(), &["convert", "plan.md", "--quiet"]);
    assert_eq!(quiet.expect(0, &[]).stderr, "");
    let count = |ran: &tablemend_tests::Ran| ran.stderr.matches("warning[date.impossible]").count();
    let usual = run(TABLEMEND, dir.path(), &["convert", "plan.md", "-o", "out"]);
    usual.expect(0, &["1 more date.impossible", "diagnostics.csv"]);
    assert_eq!(count(&usual), 3);
    let verbose = run(TABLEMEND, dir.path(), &["convert", "plan.md", "--verbose"]);
    assert_eq!(count(&verbose), 4);
}

#[test]
fn diagnostics_for_programs() {
    let dir = folder(&[("plan.md", &doubtful_plan())]);
    let arguments = |form| ["convert", "plan.md", "nothing.md", "-o", "out", "--diagnostics", form];
    let json = run(TABLEMEND, dir.path(), &arguments("json"));
    let json: serde_json::Value = serde_json::from_str(&json.expect(3, &[]).stderr).unwrap();
    let all = json["diagnostics"].as_array().unwrap();
    let find = |code: &str| all.iter().find(|d| d["code"] == code).unwrap();
    assert_eq!(find("date.impossible")["source"]["lines"], serde_json::json!([9, 9]));
    assert_eq!(find("input.unreadable")["file"], "nothing.md");

    let sarif = run(TABLEMEND, dir.path(), &arguments("sarif"));
    let sarif: serde_json::Value = serde_json::from_str(&sarif.expect(3, &[]).stderr).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|r| r["ruleId"] == "date.impossible").unwrap();
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "plan.md");
    assert_eq!(place["region"]["startLine"], 9);

    let github = run(TABLEMEND, dir.path(), &arguments("github"));
    github.expect(3, &["::warning file=plan.md,line=9,endLine=9,title=date.impossible::"]);
}

#[test]
fn tables_need_no_profile() {
    let text = "# Boats\n\n| Name | Berth |\n|---|---|\n| Gull | 4 |\n| Tern | 7 |\n";
    let dir = folder(&[("boats.md", text)]);
    let ran = run(TABLEMEND, dir.path(), &["tables", "boats.md"]);
    let tables = ran.expect(0, &["1 table", "markdown"]).json();
    assert_eq!(tables["tables"][0]["title"], "Boats");
    assert_eq!(tables["tables"][0]["row_count"], 3);
    assert_eq!(tables["tables"][0]["cells"][3]["text"], "4");
    run(TABLEMEND, dir.path(), &["tables", "boats.md", "-o", "out"]).expect(0, &["out"]);
    assert_eq!(files(&dir.path().join("out")), ["boats.tables.json"]);
}

#[test]
fn pages_stay_apart_without_stitching() {
    let head = "| Name | Berth |\n|---|---|\n";
    let text = format!("{head}| Gull | 4 |\n\n{head}| Tern | 7 |\n");
    let dir = folder(&[("boats.md", &text)]);
    let count = |arguments: &[&str]| {
        run(TABLEMEND, dir.path(), arguments).json()["tables"].as_array().unwrap().len()
    };
    assert_eq!(count(&["tables", "boats.md", "--no-stitch"]), 2);
    assert_eq!(count(&["tables", "boats.md"]), 1);
}

#[test]
fn profiles_are_listed_shown_checked_and_found() {
    let dir = folder(&[("plan.md", &good_plan())]);
    let listed = run(TABLEMEND, dir.path(), &["profile", "list"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("action-plan") && listed.contains("risk-register"), "{listed}");
    let shown = run(TABLEMEND, dir.path(), &["profile", "show", "action-plan"]);
    fs::write(dir.path().join("own.toml"), &shown.stdout).unwrap();
    run(TABLEMEND, dir.path(), &["profile", "check", "own.toml"]).expect(0, &[]);
    let own = run(TABLEMEND, dir.path(), &["convert", "plan.md", "--profile", "own.toml"]);
    own.expect(0, &["as asked for", "2 actions"]);
    fs::write(dir.path().join("bad.toml"), "name = \"x\"\ntitel = \"X\"\n").unwrap();
    run(TABLEMEND, dir.path(), &["profile", "check", "bad.toml"]).expect(1, &["titel"]);
    run(TABLEMEND, dir.path(), &["profile", "check", "none.toml"]).expect(3, &["none.toml"]);
    let found = run(TABLEMEND, dir.path(), &["profile", "detect", "plan.md"]);
    let found = String::from_utf8(found.stdout).unwrap();
    assert!(found.contains("action-plan            fits"), "{found}");
}

#[test]
fn a_code_in_a_message_is_explained() {
    let dir = folder(&[]);
    let told = run(TABLEMEND, dir.path(), &["explain", "date.impossible", "pdf"]);
    let told = String::from_utf8(told.stdout).unwrap();
    for wanted in
        ["There is no such date", "What to do: Ask the publisher", "pdf.cut_off", "pdf.rescued"]
    {
        assert!(told.contains(wanted), "{told}");
    }
    assert!(!told.contains("date.open"), "{told}");
    let all = run(TABLEMEND, dir.path(), &["explain"]);
    assert!(String::from_utf8(all.stdout).unwrap().contains("| `xlsx.cut` |"));
}

#[test]
fn completions_and_manual_pages_come_from_the_same_definitions() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(TABLEMEND, dir.path(), &["completions", shell]);
        let script = String::from_utf8(script.stdout).unwrap();
        assert!(script.contains("escape-formulas"), "{shell}");
    }
    let page = run(TABLEMEND, dir.path(), &["man"]);
    assert!(page.stdout.starts_with(b".ie"), "{}", String::from_utf8_lossy(&page.stdout));
    run(TABLEMEND, dir.path(), &["man", "-o", "pages"]).expect(0, &[]);
    let page = fs::read_to_string(dir.path().join("pages/tablemend-convert.1")).unwrap();
    assert!(page.contains("escape\\-formulas") && page.contains("diagnostics"), "{page}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let rows: Vec<_> = (0..3000).map(|_| ["1.1.1", "Survey", "May 2021", "Head"]).collect();
    let dir = folder(&[("plan.md", &plan(&rows))]);
    let mut child = command(TABLEMEND, dir.path(), &["convert", "plan.md", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told() {
    let dir = folder(&[("plan.md", &good_plan())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output =
        command(TABLEMEND, dir.path(), &["convert", "plan.md"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));
}

#[test]
#[cfg(unix)]
fn a_signal_leaves_no_half_file() {
    let rows: Vec<_> = (0..5000).map(|_| ["1.1.1", "Survey", "May 2021", "Head"]).collect();
    let dir = folder(&[("plan.md", &plan(&rows))]);
    let mut stopped = 0;
    for round in 0..8 {
        let out = format!("out{round}");
        let mut child = command(TABLEMEND, dir.path(), &["convert", "plan.md", "-o", &out])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Whatever the moment, the law is the same; waiting for the folder makes it an interesting
        // one: files are being written.
        while round % 2 == 0
            && !dir.path().join(&out).exists()
            && child.try_wait().unwrap().is_none()
        {}
        std::thread::sleep(std::time::Duration::from_millis(round * 3));
        let signal = if round % 3 == 0 { "-TERM" } else { "-INT" };
        let _ = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        stopped += i32::from(child.wait().unwrap().code() != Some(0));
        let left = files(&dir.path().join(&out));
        assert!(left.iter().all(|f| !f.contains(".part")), "{left:?}");
        if let Ok(text) = fs::read(dir.path().join(&out).join("plan.json")) {
            serde_json::from_slice::<serde_json::Value>(&text).unwrap();
        }
    }
    assert!(stopped > 0, "no run was stopped in time");
}

#[test]
fn an_input_is_never_written_over() {
    let dir = folder(&[("in/plan.md", &good_plan())]);
    let ran =
        run(TABLEMEND, &dir.path().join("in"), &["convert", "plan.md", "-f", "md", "-o", "."]);
    ran.expect(2, &["is an input"]);
    assert_eq!(fs::read_to_string(dir.path().join("in/plan.md")).unwrap(), good_plan());
    assert_eq!(files(dir.path()), ["in/plan.md"]);
}

#[test]
fn a_second_run_does_not_read_what_the_first_wrote() {
    let dir = folder(&[("in/plan.md", &good_plan())]);
    for _ in 0..2 {
        run(TABLEMEND, dir.path(), &["convert", "in", "-o", "in/out", "-f", "json,md"])
            .expect(0, &[]);
    }
    let written = files(&dir.path().join("in/out"));
    let is_of_plan = |f: &String| f.starts_with("plan/") || f == "manifest.jsonl";
    assert!(written.iter().all(is_of_plan), "{written:?}");
    assert!(Path::new(&dir.path().join("in/out/plan/plan.json")).is_file());
}
