//! Every document of `fixtures/` beside what the program makes of it.
//!
//! `plan.md` has its records in `plan.md.expected.json` (its tables, where no profile reads it) and
//! what is said of it in `plan.md.expected.txt`. `scripts/update-golden` accepts new output; the
//! difference is there to be read before it is committed.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use tablemend_tests::{files, root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");
const DOCUMENTS: [&str; 5] = ["md", "markdown", "html", "htm", "pdf"];

/// What the program makes of a document: the JSON, and the exit codes with what it says.
fn made_of(folder: &Path, name: &str) -> (Vec<u8>, String) {
    let convert = run(TABLEMEND, folder, &["convert", name, "--audit", "--verbose"]);
    let mut said = format!("convert: exit code {:?}\n{}", convert.code, convert.stderr);
    let json = if convert.code == Some(3) {
        let tables = run(TABLEMEND, folder, &["tables", name, "--verbose"]);
        let _ = write!(said, "\ntables: exit code {:?}\n{}", tables.code, tables.stderr);
        tables.stdout
    } else {
        convert.stdout
    };
    // The version changes with every release, what is read does not.
    let json = String::from_utf8_lossy(&json)
        .replace(concat!("\"tablemend ", env!("CARGO_PKG_VERSION"), "\""), "\"tablemend\"");
    (json.into_bytes(), said)
}

#[test]
fn fixtures_give_what_is_expected() {
    let fixtures = root().join("fixtures");
    let accept = std::env::var_os("TABLEMEND_ACCEPT").is_some();
    let is_document = |name: &&String| DOCUMENTS.iter().any(|e| name.ends_with(&format!(".{e}")));
    let all = files(&fixtures);
    let documents: Vec<&String> = all.iter().filter(is_document).collect();
    assert!(!documents.is_empty(), "there are no fixtures");
    let mut differing = Vec::new();
    for name in documents {
        let path = fixtures.join(name);
        let (folder, file) = (path.parent().unwrap(), path.file_name().unwrap());
        let (json, said) = made_of(folder, &file.to_string_lossy());
        for (suffix, content) in [("expected.json", json.as_slice()), ("expected.txt", said.as_bytes())] {
            let expected = fixtures.join(format!("{name}.{suffix}"));
            if accept && content.is_empty() {
                let _ = fs::remove_file(&expected);
            } else if accept {
                fs::write(&expected, content).unwrap();
            } else if let Some(line) = difference(&fs::read(&expected).unwrap_or_default(), content) {
                differing.push(format!("{name}.{suffix}: {line}"));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "{} outputs differ from what is expected (scripts/update-golden accepts them):\n{}",
        differing.len(),
        differing.join("\n")
    );
}

/// The first line that differs.
fn difference(expected: &[u8], made: &[u8]) -> Option<String> {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    if expected == made {
        return None;
    }
    let (mut a, mut b, mut number) = (expected.lines(), made.lines(), 1);
    loop {
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => number += 1,
            (x, y) => {
                let shown = |line: Option<&str>| line.map_or("(end)".to_owned(), str::to_owned);
                return Some(format!("line {number}\n  expected {}\n  made     {}", shown(x), shown(y)));
            }
        }
    }
}
