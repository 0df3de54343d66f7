//! `docs/profiles.md` names every key and kind that the reader of profiles accepts, and no other.

use std::path::Path;
use tablemend_normalise::Profile;

const SMALL: &str = r#"
name = "x"
title = "X"
[detect]
least = 1
[legend]
status_headers = []
[notes]
starts = []
[posts]
heads = []
[[entity]]
name = "things"
one = "thing"
title = "Things"
kind = "item"
key = "what"
[[entity.field]]
name = "what"
title = "What"
kind = "text"
headers = ["what"]
"#;

fn reference() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/profiles.md");
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The first column of the table under a heading.
fn named(text: &str, heading: &str) -> Vec<String> {
    let behind = text.split_once(&format!("\n### {heading}\n")).expect(heading).1;
    let section = behind.split("\n#").next().unwrap_or_default();
    let mut names: Vec<String> = section
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split('`').next().map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// What the reader says of a profile that it refuses.
fn refusal(text: &str) -> String {
    match Profile::parse(text) {
        Ok(_) => panic!("the profile is read: {text}"),
        Err(error) => error.to_string(),
    }
}

/// What the reader accepts in the place of a key that it does not know.
fn accepted(before: &str) -> Vec<String> {
    let spoilt = SMALL.replacen(before, &format!("{before}\nunheard_of = 1"), 1);
    let error = refusal(&spoilt);
    // `unknown field `a`, expected one of `b`, `c``, or ``expected `b``` where there is one.
    let list = error.split_once("expected ").unwrap_or_else(|| panic!("{before}: {error}")).1;
    let list = list.lines().next().unwrap_or_default();
    let mut names: Vec<String> = list.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn the_reference_names_every_key() {
    let text = reference();
    for (heading, before) in [
        ("`[detect]`", "least = 1"),
        ("`[[entity]]`", "one = \"thing\""),
        ("`[[entity.field]]`", "title = \"What\""),
        ("`[legend]`", "status_headers = []"),
        ("`[notes]`", "starts = []"),
        ("`[posts]`", "heads = []"),
    ] {
        assert_eq!(named(&text, heading), accepted(before), "{heading}");
    }
    assert_eq!(named(&text, "The file"), accepted("title = \"X\""));
}

#[test]
fn the_reference_names_every_kind() {
    let spoilt = SMALL.replace("kind = \"text\"", "kind = \"colour\"");
    let error = refusal(&spoilt);
    let list = error.split_once(": use ").unwrap_or_else(|| panic!("{error}")).1;
    let mut kinds: Vec<String> =
        list.replace(" or ", ", ").split(", ").map(|k| k.trim().to_owned()).collect();
    kinds.sort();
    assert_eq!(named(&reference(), "Kinds of field"), kinds);
}

#[test]
fn the_example_and_every_built_in_profile_are_told() {
    let text = reference();
    let example = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    Profile::parse(example).unwrap();
    for name in Profile::built_in_names() {
        assert!(text.contains(&format!("| `{name}` |")), "{name}");
    }
}
