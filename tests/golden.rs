//! What the program makes of some documents of `fixtures/`, whole: the records and every message.
//!
//! `golden/plan/2024-01.md.json` and `.txt` stand for `fixtures/plan/2024-01.md`.
//! `scripts/update-golden` accepts new output; its difference is there to be read.

use std::fs;
use tablemend_tests::{root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// Documents whose whole output is looked at.
const DOCUMENTS: [&str; 1] = ["plan/2024-01.md"];

#[test]
fn whole_outputs_are_as_they_were_accepted() {
    let accept = std::env::var_os("TABLEMEND_ACCEPT").is_some();
    let mut differing = Vec::new();
    for document in DOCUMENTS {
        let ran = run(TABLEMEND, &root().join("fixtures"), &["convert", document, "--verbose"]);
        // The version changes with every release, what is read does not.
        let json = String::from_utf8_lossy(&ran.stdout)
            .replace(concat!("\"tablemend ", env!("CARGO_PKG_VERSION"), "\""), "\"tablemend\"");
        let said = format!("exit code {:?}\n{}", ran.code, ran.stderr);
        for (suffix, made) in [("json", json), ("txt", said)] {
            let place = root().join(format!("tests/golden/{document}.{suffix}"));
            if accept {
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(&place, &made).unwrap();
                continue;
            }
            let expected = fs::read_to_string(&place).unwrap_or_default();
            if let Some(line) = difference(&expected, &made) {
                differing.push(format!("{document}.{suffix}: {line}"));
            }
        }
    }
    assert!(
        differing.is_empty(),
        "outputs differ from what was accepted (scripts/update-golden accepts them):\n{}",
        differing.join("\n")
    );
}

/// The first line that differs.
fn difference(expected: &str, made: &str) -> Option<String> {
    let (mut a, mut b, mut number) = (expected.lines(), made.lines(), 1);
    loop {
        match (a.next(), b.next()) {
            (None, None) => return None,
            (x, y) if x == y => number += 1,
            (x, y) => {
                let (x, y) = (x.unwrap_or("(end)"), y.unwrap_or("(end)"));
                return Some(format!("line {number}\n  expected {x}\n  made     {y}"));
            }
        }
    }
}
