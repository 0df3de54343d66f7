//! Changed documents into every reader: nothing panics, and what comes out is sound. The same changes
//! in every run; `scripts/fuzz` tries others for as long as one likes.

// The fuzz targets are a package of their own, which a nightly compiler builds.
#[path = "fuzz/src/lib.rs"]
#[allow(unreachable_pub, missing_docs, reason = "public in the package that it is the library of")]
mod fuzz;

use fuzz::mutation::{Dice, mutated};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Bytes of a seed at most: small ones are read many times a second.
const LARGEST: u64 = 30_000;

/// The files below a folder whose names end so, none that is large.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, about) = (entry.path(), entry.metadata().unwrap());
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if about.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending) && about.len() <= LARGEST {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A package as its parts one after another, as [`fuzz::office`] takes them.
fn parts(path: &Path) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut all = Vec::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let before = if at > 0 { "\n" } else { "" };
        all.extend(format!("{before}{}{}\n", fuzz::PART, part.name().unwrap()).bytes());
        std::io::copy(&mut part, &mut all).unwrap();
    }
    all
}

/// Changes so many times the seeds of a target, and says of which inputs it did not hold.
fn check(target: &str, seeds: &[Vec<u8>], inputs: usize) {
    assert!(seeds.len() > 3, "{target}: {} seeds", seeds.len());
    let body = fuzz::target(target).unwrap();
    let mut dice = Dice::new(20_240_601);
    let mut failed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for _ in 0..inputs {
        let bytes = mutated(seeds, &mut dice);
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| body(&bytes))) {
            let words = payload.downcast_ref::<String>().cloned();
            let words = words.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            failed.entry(words.unwrap_or_default()).or_insert(bytes);
        }
    }
    let mut told = String::new();
    for (n, (words, bytes)) in failed.iter().enumerate() {
        let kept = std::env::temp_dir().join(format!("{target}-{n}.finding"));
        std::fs::write(&kept, bytes).unwrap();
        told.push_str(&format!("\n{words}\n  on {}", kept.display()));
    }
    assert!(failed.is_empty(), "{target}: {} kinds of input fail:{told}", failed.len());
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn of(endings: &[&str]) -> Vec<Vec<u8>> {
    files(&fixtures(), endings).iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn markdown() {
    check("ingest_markdown", &of(&["md"]), 150);
}

#[test]
fn html() {
    check("ingest_html", &of(&["html"]), 100);
}

#[test]
fn records() {
    check("records", &of(&["md"]), 150);
}

#[test]
fn pdfs() {
    check("pdf", &of(&["pdf"]), 200);
    check("ingest_pdf", &of(&["pdf"]), 60);
}

#[test]
fn word_documents_and_spreadsheets() {
    let found = files(&fixtures(), &["docx", "odt", "xlsx", "ods"]);
    check("office", &found.iter().map(|path| parts(path)).collect::<Vec<_>>(), 150);
}

#[test]
fn profiles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/normalise/profiles");
    let built_in = files(&folder, &["toml"]);
    let seeds: Vec<_> = built_in.iter().map(|path| std::fs::read(path).unwrap()).collect();
    check("profile", &seeds, 300);
}

#[test]
fn files_read_back() {
    check("archive_read", &of(&["csv", "html"]), 150);
}
