//! The table has every code that is in the source, and no other.

use super::{all, page};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is written like a code and is not one: keys of profiles and of JSON, parts of files.
const OTHERS: [&str; 9] = [
    "detect.any_of",
    "detect.must",
    "detect.own",
    "detect.pair",
    "detect.series",
    "document.main",
    "document.name",
    "heading.made",
    "spreadsheetml.sheet",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_test = name.contains("test") || name == "support.rs" || name == "laws.rs";
        if path.is_dir() && !is_test && path.file_name() != Some("codes".as_ref()) {
            sources(&path, found);
        } else if name.ends_with(".rs") && !is_test {
            found.push(path);
        }
    }
}

/// The source without its tests.
fn without_tests(source: &str) -> &str {
    let end = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    &source[..end]
}

/// Whether a text is written as a code: two words or more in small letters with a dot between, the last
/// not the ending of a file.
fn is_like_a_code(text: &str) -> bool {
    const ENDINGS: [&str; 21] = [
        "csv", "css", "d", "docx", "example", "gz", "html", "js", "json", "jsonl", "main", "md",
        "parquet", "pdf", "png", "rs", "sqlite", "toml", "txt", "xlsx", "xml",
    ];
    let parts: Vec<&str> = text.split('.').collect();
    let is_word =
        |part: &&str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    parts.len() == 2 && parts.iter().all(is_word) && !ENDINGS.contains(&parts[1])
}

fn codes_of_the_source() -> BTreeSet<String> {
    let mut files = Vec::new();
    for krate in fs::read_dir(root().join("crates")).unwrap() {
        sources(&krate.unwrap().path().join("src"), &mut files);
    }
    let mut found = BTreeSet::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let texts = without_tests(&source).split('"').map(str::to_owned);
        found.extend(texts.filter(|t| is_like_a_code(t) && !OTHERS.contains(&t.as_str())));
    }
    found
}

#[test]
fn every_code_that_can_be_told_is_explained_and_no_other() {
    let mut known: BTreeSet<String> = all().iter().map(|c| c.code.to_owned()).collect();
    assert_eq!(known.len(), all().len(), "a code is explained twice");
    assert!(known.remove("usage"), "it has no family");
    let found = codes_of_the_source();
    let unexplained: Vec<_> = found.difference(&known).collect();
    assert!(unexplained.is_empty(), "add to crates/cli/src/codes: {unexplained:?}");
    let unused: Vec<_> = known.difference(&found).collect();
    assert!(unused.is_empty(), "no longer told, take out of crates/cli/src/codes: {unused:?}");
}

#[test]
fn explanations_are_sentences() {
    for code in all() {
        for text in [code.meaning, code.to_do] {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", code.code);
        }
    }
}

#[test]
fn the_page_of_codes_is_that_of_the_table() {
    let path = root().join("docs/codes.md");
    if std::env::var_os("TABLEMEND_ACCEPT").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page(), "docs/codes.md is old: scripts/update-golden writes it");
}
