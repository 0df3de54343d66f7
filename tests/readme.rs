//! What the documentation says of the program is so.

use std::collections::BTreeSet;
use std::fs;
use tablemend_tests::{root, run};

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

/// The words in a help text that look so: `--option`s, or the names of commands.
fn options(help: &str) -> BTreeSet<String> {
    help.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'))
        .flat_map(|line| line.split([' ', ',', '=']))
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(str::to_owned)
        .collect()
}

fn commands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        // It has no help of its own.
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_and_option_is_in_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let help = |arguments: &[&str]| {
        let ran = run(TABLEMEND, &root(), arguments);
        String::from_utf8(ran.expect(0, &[]).stdout.clone()).unwrap()
    };
    let top = help(&["--help"]);
    let mut all = options(&top);
    let commands_of_top = commands(&top);
    assert!(commands_of_top.contains(&"convert".to_owned()), "{top}");
    for command in &commands_of_top {
        assert!(readme.contains(&format!("`{command}")), "command `{command}` is not in README.md");
        let text = help(&[command, "--help"]);
        all.extend(options(&text));
        for sub in commands(&text) {
            all.extend(options(&help(&[command, &sub, "--help"])));
            assert!(readme.contains(&sub), "command `{command} {sub}` is not in README.md");
        }
    }
    assert!(all.contains("--fail-on") && all.contains("--no-stitch"), "{all:?}");
    let missing: Vec<_> =
        all.iter().filter(|o| !readme.contains(&format!("`{o}")) && *o != "--help").collect();
    assert!(missing.is_empty(), "options that README.md does not name: {missing:?}");
}

#[test]
fn the_readme_names_every_format_and_exit_code() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for info in tablemend_emit::FORMATS {
        assert!(readme.contains(&format!("`{}`", info.name)), "format `{}`", info.name);
    }
    for code in 0..=3 {
        assert!(readme.contains(&format!("| {code} |")), "exit code {code}");
    }
}
