//! Helpers shared by the test targets of this package: running the program, finding documents.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, thread};

/// What a run of the program gave.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error, as text.
    pub stderr: String,
}

impl Ran {
    /// Standard output as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|e| panic!("no JSON on standard output: {e}\n{}", self.stderr))
    }

    /// Checks the exit code and the words of standard error.
    ///
    /// # Panics
    /// When they are others.
    pub fn expect(&self, code: i32, says: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "exit code; standard error:\n{}", self.stderr);
        for words in says {
            assert!(self.stderr.contains(words), "`{words}` is not in:\n{}", self.stderr);
        }
        self
    }
}

/// Runs the program in a folder with these arguments, nothing on standard input, and an
/// environment without the variables it listens to.
#[must_use]
pub fn run(exe: &str, folder: &Path, arguments: &[&str]) -> Ran {
    run_with(exe, folder, arguments, b"", &[])
}

/// Runs the program with bytes on standard input and variables in its environment.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn run_with(
    exe: &str,
    folder: &Path,
    arguments: &[&str],
    stdin: &[u8],
    variables: &[(&str, &str)],
) -> Ran {
    let mut child = command(exe, folder, arguments)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{exe} cannot be started: {e}"));
    let mut input = child.stdin.take();
    let output: Output = thread::scope(|scope| {
        scope.spawn(move || {
            // A program that does not read to the end closes the pipe: that is its right.
            let _ = input.as_mut().map(|pipe| pipe.write_all(stdin));
        });
        child.wait_with_output()
    })
    .unwrap_or_else(|e| panic!("{exe} cannot be waited for: {e}"));
    Ran {
        code: output.status.code(),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The program's command, not yet started.
#[must_use]
pub fn command(exe: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(exe);
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("TABLEMEND_PASSWORD")
        // What is installed here must not decide what a test finds; those of OCR ask for it.
        .env("TABLEMEND_OCR", "never");
    command
}

/// The project's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of real documents beside the project; where it is absent the test that asks says
/// that it is skipped, and in CI fails.
///
/// # Panics
/// When the folder is absent in CI.
#[must_use]
pub fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    let is_ci = std::env::var("CI").is_ok_and(|v| v == "true");
    assert!(!is_ci, "../shared is absent: CI needs the real documents");
    say("skipped: ../shared is absent, and with it the real documents");
    None
}

/// Says something past the test harness, which keeps what tests print to itself.
pub fn say(words: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

/// Every file below a folder, relative to it, sorted.
///
/// # Panics
/// When a folder cannot be read.
#[must_use]
pub fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, top: &Path, found: &mut Vec<String>) {
        let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, top, found);
            } else if let Ok(name) = path.strip_prefix(top) {
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    if folder.is_dir() {
        walk(folder, folder, &mut found);
    }
    found.sort();
    found
}

/// A small action plan: one section, one priority area, these rows of ref, text, date and lead.
#[must_use]
pub fn plan(rows: &[[&str; 4]]) -> String {
    let mut text = String::from(
        "# Harbour renewal action plan update March 2021\n\n\
         Working Group 1 Quays and berths\n\n\
         | PRIORITY AREA | ACCOUNTABLE OFFICER | | | |\n|---|---|---|---|---|\n\
         | 1.1 Keep every quay in use | Head of Harbours | | | |\n\
         | ACTIONS | COMPLETION DATE | ACTION LEAD | HEADLINE COMMENTARY | BRAG |\n",
    );
    for [reference, action, date, lead] in rows {
        text.push_str(&format!("| {reference} {action} | {date} | {lead} | | |\n"));
    }
    text
}

/// A plan that converts without a warning.
#[must_use]
pub fn good_plan() -> String {
    plan(&[
        ["1.1.1", "Survey the north quay", "31 March 2021", "Harbour Engineer"],
        ["1.1.2", "Dredge the inner basin", "30 June 2021", "Dredging Manager"],
    ])
}

/// A table of the program's answer as the fixtures have it: rows of texts, `null` where a spanning
/// cell covers.
pub fn grid(table: &Value) -> Value {
    let size = |key: &str| table[key].as_u64().unwrap_or(0) as usize;
    let mut rows = vec![vec![Value::Null; size("column_count")]; size("row_count")];
    for cell in table["cells"].as_array().into_iter().flatten() {
        let at = |key: &str| cell[key].as_u64().unwrap_or(0) as usize;
        rows[at("row")][at("col")] = cell["text"].clone();
    }
    rows.into()
}
