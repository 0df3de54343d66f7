//! A batch whose documents are read in processes of their own: one that ends its process, or takes
//! too long, is a document that failed.
#![cfg(unix)]

use std::fs;
use std::time::{Duration, Instant};
use tablemend_tests::{good_plan, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Documents beside each other: sound ones, and one that is read for a long time.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md", "d.md"] {
        fs::write(dir.path().join(name), good_plan()).unwrap();
    }
    dir
}

#[test]
fn a_batch_says_and_writes_what_single_runs_do() {
    let dir = folder();
    fs::write(dir.path().join("c.md"), "").unwrap();
    let all = run(TABLEMEND, dir.path(), &["convert", ".", "-o", "out", "-f", "json"]);
    all.expect(3, &["input.empty", "c.md", "a.md", "b.md", "d.md"]);
    for name in ["a", "b", "d"] {
        let file = format!("{name}.md");
        let one = run(TABLEMEND, dir.path(), &["convert", &file, "-f", "json"]);
        let written = fs::read(dir.path().join(format!("out/{name}/{name}.json"))).unwrap();
        assert_eq!(written, one.expect(0, &[]).stdout, "{name}");
    }
    // To one stream they go in order.
    let stream = run(TABLEMEND, dir.path(), &["convert", "a.md", "b.md", "-f", "jsonl"]);
    let one = run(TABLEMEND, dir.path(), &["convert", "a.md", "-f", "jsonl"]);
    assert_eq!(stream.expect(0, &[]).stdout.len(), 2 * one.stdout.len());
}

#[test]
fn a_document_that_takes_too_long_is_given_up_and_the_others_are_read() {
    let dir = folder();
    // A pipe that nobody writes to is read for ever.
    let made = std::process::Command::new("mkfifo").arg(dir.path().join("c.md")).status().unwrap();
    assert!(made.success());
    let begin = Instant::now();
    let names = ["a.md", "b.md", "c.md", "d.md"];
    let arguments =
        [&["convert"], &names[..], &["-o", "out", "-f", "json", "--timeout", "2"]].concat();
    run(TABLEMEND, dir.path(), &arguments)
        .expect(3, &["input.timeout", "c.md", "took more than 2 s", "d.md"]);
    assert!(begin.elapsed() < Duration::from_secs(20));
    for name in ["a", "b", "d"] {
        assert!(dir.path().join(format!("out/{name}/{name}.json")).exists(), "{name}");
    }
    // What is put together is all the others.
    let arguments = [&["convert"], &names[..], &["-o", "all.json", "--timeout", "2"]].concat();
    run(TABLEMEND, dir.path(), &arguments).expect(3, &["input.timeout", "c.md"]);
    let all = fs::read_to_string(dir.path().join("all.json")).unwrap();
    assert_eq!(all.matches("\"sha256\"").count(), 3);
    let alone = run(TABLEMEND, dir.path(), &["convert", "c.md", "--timeout", "1"]);
    alone.expect(3, &["input.timeout", "c.md"]);
}

#[test]
fn many_documents_into_one_database_at_once_lose_nothing() {
    let dir = folder();
    for i in 0..12 {
        let text = format!("{}\n\nNote {i}.\n", good_plan());
        fs::write(dir.path().join(format!("p{i}.md")), text).unwrap();
    }
    let threads: Vec<_> = (0..4)
        .map(|i| {
            let path = dir.path().to_owned();
            std::thread::spawn(move || {
                let names: Vec<String> = (0..3).map(|k| format!("p{}.md", 3 * i + k)).collect();
                let mut arguments = vec!["convert"];
                arguments.extend(names.iter().map(String::as_str));
                arguments.extend(["-o", "all.sqlite"]);
                run(TABLEMEND, &path, &arguments).expect(0, &[]);
            })
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
    let told = run(TABLEMEND, dir.path(), &["diff", "all.sqlite", "all.sqlite"]);
    // The file has twelve editions, and wants to know which.
    told.expect(3, &["12 editions"]);
}

#[test]
fn inputs_profiles_and_archives_are_not_written_over() {
    let dir = folder();
    let before = fs::read(dir.path().join("a.md")).unwrap();
    let json = run(TABLEMEND, dir.path(), &["convert", "a.md", "-o", "a.json"]);
    json.expect(0, &[]);
    for arguments in [
        &["convert", "a.md", "-o", "a.md"][..],
        &["convert", "a.md", "-f", "json", "-o", "./a.md"],
        &["tables", "a.md", "-o", "a.md", "-f", "md"],
        &["diff", "a.md", "a.json", "-o", "a.md"],
        &["diff", "a.md", "a.json", "--output=a.json"],
    ] {
        let ran = run(TABLEMEND, dir.path(), arguments);
        assert_ne!(ran.code, Some(0), "{arguments:?}");
        assert!(ran.stderr.contains("is an input"), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(fs::read(dir.path().join("a.md")).unwrap(), before);
    let _ = run(
        TABLEMEND,
        dir.path(),
        &["archive", "add", "--archive", "kept", "a.md", "--period", "2024-01"],
    );
    let archive = dir.path().join("kept/archive.sqlite");
    if archive.exists() {
        let kept = fs::read(&archive).unwrap();
        for arguments in [
            &["convert", "b.md", "-o", "kept/archive.sqlite"][..],
            &["tables", "b.md", "-f", "json", "-o", "kept/archive.sqlite"],
            &["overdue", "--archive", "kept", "-o", "kept/archive.sqlite"],
        ] {
            let ran = run(TABLEMEND, dir.path(), arguments);
            assert_ne!(ran.code, Some(0), "{arguments:?}");
            // An answer has no such form at all, and says so first.
            let is_refused =
                ran.stderr.contains("is an archive") || ran.stderr.contains("cannot be written as");
            assert!(is_refused, "{arguments:?}: {}", ran.stderr);
        }
        assert_eq!(fs::read(&archive).unwrap(), kept);
    }
}
