//! From what was typed to a list of documents: folders walked, doubles dropped, names made unique.

mod folder;

pub(crate) use folder::Passed;

use crate::args::Inputs;
use crate::batch;
use crate::patterns::Patterns;
use anyhow::Result;
use folder::{Found, NoDocuments};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// File names of a folder that are taken for documents.
const EXTENSIONS: [&str; 20] = [
    "md", "markdown", "html", "htm", "pdf", "txt", "docx", "docm", "odt", "xlsx", "xlsm", "xls",
    "ods", "csv", "tsv", "png", "jpg", "jpeg", "tif", "tiff",
];

/// One document to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it is; `None` is standard input.
    pub(crate) path: Option<PathBuf>,
    /// As messages call it.
    pub(crate) shown: String,
    /// Its name in outputs: the file name, behind the folders that tell the documents of the run
    /// apart (`a/plan.md`); `-` for standard input.
    pub(crate) name: String,
    /// The same folders for its outputs, with names that stay below the output folder.
    pub(crate) folder: PathBuf,
    /// Name of its outputs: the file name without extension, unique (whatever the case) in its
    /// folder.
    pub(crate) stem: String,
}

impl Input {
    /// The document's bytes.
    pub(crate) fn bytes(&self) -> io::Result<Vec<u8>> {
        match &self.path {
            Some(path) => fs::read(path),
            None => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

/// An input that was named but is not a document that could be read.
#[derive(Debug)]
pub(crate) struct Unusable {
    /// As messages call it.
    pub(crate) shown: String,
    /// What is wrong with it, with its causes.
    pub(crate) error: anyhow::Error,
    /// Whether it is a folder without documents.
    pub(crate) is_empty_folder: bool,
}

/// The documents of a run.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Documents, in the order given; those of a folder sorted by path.
    pub(crate) inputs: Vec<Input>,
    /// What could not be used.
    pub(crate) unusable: Vec<Unusable>,
    /// Documents that were named twice and are read once.
    pub(crate) doubles: Vec<String>,
    /// For each folder that was named, as messages call it, its files that are not read.
    pub(crate) passed: Vec<(String, Vec<Passed>)>,
    /// Whether one file (or standard input) was named: its outputs get no folder of their own.
    pub(crate) is_single: bool,
}

/// Finds the documents of a run. Files below `skip` (the output folder) are left out of folders, so
/// that a second run does not read what the first wrote. A worker is told its documents one by one.
///
/// # Errors
/// When a pattern is none.
pub(crate) fn find(typed: &Inputs, skip: Option<&Path>) -> Result<Batch> {
    if batch::is_worker() {
        return Ok(Batch::default());
    }
    Ok(gather(&typed.inputs, skip, &Patterns::new(&typed.include, &typed.exclude)?))
}

/// Finds the documents that the arguments name; of folders, those that the patterns take.
fn gather(arguments: &[PathBuf], skip: Option<&Path>, patterns: &Patterns) -> Batch {
    let skip = skip.and_then(|p| p.canonicalize().ok());
    let mut batch =
        Batch { is_single: arguments.len() == 1 && !arguments[0].is_dir(), ..Batch::default() };
    let mut seen = HashSet::new();
    let mut stems = HashSet::new();
    let root = root(arguments);
    for argument in arguments {
        if argument.as_os_str() == "-" {
            if seen.insert(PathBuf::from("-")) {
                batch.inputs.push(Input {
                    path: None,
                    shown: "<standard input>".to_owned(),
                    name: "-".to_owned(),
                    folder: PathBuf::new(),
                    stem: unique_stem(Path::new(""), "stdin", &mut stems),
                });
            } else {
                batch.doubles.push("-".to_owned());
            }
            continue;
        }
        let mut found = Found::default();
        if let Err(error) = found.look(argument, skip.as_deref(), patterns) {
            let is_empty_folder = error.is::<NoDocuments>();
            batch.unusable.push(Unusable { shown: shown(argument), error, is_empty_folder });
        }
        batch.unusable.extend(found.unusable);
        found.passed.retain(|file| seen.insert(plainly(&file.path)));
        if !found.passed.is_empty() {
            batch.passed.push((shown(argument), found.passed));
        }
        for path in found.documents {
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            if !seen.insert(identity) {
                batch.doubles.push(shown(&path));
                continue;
            }
            let folders = below(&path, &root);
            let folder: PathBuf = folders.iter().map(|part| safe_stem(part)).collect();
            let name = lossy(path.file_name());
            batch.inputs.push(Input {
                shown: shown(&path),
                name: folders
                    .iter()
                    .map(String::as_str)
                    .chain([name.as_str()])
                    .collect::<Vec<_>>()
                    .join("/"),
                stem: unique_stem(&folder, &safe_stem(&lossy(path.file_stem())), &mut stems),
                folder,
                path: Some(path),
            });
        }
    }
    batch
}

/// The folder whose structure outputs mirror: the one that was named, or of several arguments the
/// deepest that all are in.
fn root(arguments: &[PathBuf]) -> PathBuf {
    let folder = |argument: &PathBuf| {
        let path = plainly(argument);
        match path.is_dir() {
            // Of several folders each has its own name in the outputs.
            true if arguments.len() == 1 => path,
            _ => path.parent().map(Path::to_owned).unwrap_or_default(),
        }
    };
    let mut folders = arguments.iter().filter(|a| a.as_os_str() != "-").map(folder);
    let first = folders.next().unwrap_or_default();
    folders.fold(first, |all, next| {
        all.components()
            .zip(next.components())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a)
            .collect()
    })
}

/// The folders between a root and a file.
fn below(file: &Path, root: &Path) -> Vec<String> {
    let file = plainly(file);
    let between = file.strip_prefix(root).ok().and_then(Path::parent);
    let parts = between.into_iter().flat_map(Path::components);
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

/// The whole path without `.` and `..`, links not followed.
pub(crate) fn plainly(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut out = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

/// The path as it was typed, readable whatever its bytes.
fn shown(path: &Path) -> String {
    plain(&path.display().to_string())
}

/// A name without what a terminal would obey: control characters, and those that turn the
/// direction of writing, are escaped.
pub(crate) fn plain(name: &str) -> String {
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !name.contains(is_unsafe) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// A name for outputs that stays in its folder, on any system.
fn safe_stem(stem: &str) -> String {
    let kept: String = stem
        .chars()
        .map(|c| if c.is_control() || matches!(c, '/' | '\\' | ':') { '_' } else { c })
        .collect();
    let kept = kept.trim_end_matches(['.', ' ']);
    if kept.is_empty() { "document".to_owned() } else { kept.to_owned() }
}

/// Whether a name ends as those of documents do.
pub(crate) fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

/// A name that no other document of the folder has.
fn unique_stem(folder: &Path, stem: &str, taken: &mut HashSet<String>) -> String {
    // Names that differ in case alone are one file on some systems.
    free_name(stem, |name| taken.insert(folder.join(name).to_string_lossy().to_lowercase()))
}

/// The first name that is free: the stem, or that with a number behind it.
pub(crate) fn free_name(stem: &str, mut is_free: impl FnMut(&str) -> bool) -> String {
    if is_free(stem) {
        return stem.to_owned();
    }
    let mut number = 2u32;
    loop {
        let name = format!("{stem}~{number}");
        if is_free(&name) {
            return name;
        }
        number += 1;
    }
}

/// Name of the outputs of a document that has its folder to itself.
pub(crate) fn own_stem(input: &Input) -> String {
    match &input.path {
        None => "stdin".to_owned(),
        Some(path) => safe_stem(&lossy(path.file_stem())),
    }
}

/// A part of a file's name as text.
fn lossy(part: Option<&OsStr>) -> String {
    part.map_or_else(|| "document".to_owned(), |s| s.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        dir
    }

    #[test]
    fn a_folder_gives_its_documents_sorted() {
        let dir =
            folder(&["b.md", "a/z.PDF", "a/notes.rtf", ".hidden/x.md", "out/b.html", "c.txt"]);
        let batch =
            gather(&[dir.path().to_owned()], Some(&dir.path().join("out")), &Patterns::default());
        let names: Vec<_> = batch.inputs.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["a/z.PDF", "b.md", "c.txt"]);
        assert!(!batch.is_single);
    }

    #[test]
    fn a_document_named_twice_is_read_once() {
        let dir = folder(&["plan.md"]);
        let batch = gather(
            &[dir.path().join("plan.md"), dir.path().to_owned()],
            None,
            &Patterns::default(),
        );
        assert_eq!((batch.inputs.len(), batch.doubles.len()), (1, 1));
    }

    #[test]
    fn outputs_mirror_the_folders() {
        let dir = folder(&["may/plan.md", "june/plan.md", "june/Plan.html", "june/deep/plan.md"]);
        let places = |arguments: &[&str]| {
            let arguments: Vec<PathBuf> = arguments.iter().map(|a| dir.path().join(a)).collect();
            let place = |i: &Input| (i.name.clone(), i.folder.join(&i.stem).display().to_string());
            gather(&arguments, None, &Patterns::default())
                .inputs
                .iter()
                .map(place)
                .collect::<Vec<_>>()
        };
        let told = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            places(&[""]),
            told(&[
                ("june/Plan.html", "june/Plan"),
                ("june/deep/plan.md", "june/deep/plan"),
                ("june/plan.md", "june/plan~2"),
                ("may/plan.md", "may/plan"),
            ])
        );
        assert_eq!(places(&["may/plan.md"]), told(&[("plan.md", "plan")]));
        assert_eq!(places(&["may/../june/deep"]), told(&[("plan.md", "plan")]));
        assert_eq!(
            places(&["may", "june/deep"]),
            told(&[("may/plan.md", "may/plan"), ("june/deep/plan.md", "june/deep/plan")])
        );
        assert_eq!(
            places(&["june/plan.md", "june/deep/plan.md"]),
            told(&[("plan.md", "plan"), ("deep/plan.md", "deep/plan")])
        );
    }

    #[test]
    fn odd_names_stay_in_their_folder_and_are_shown_plainly() {
        for (stem, expected) in [
            ("..", "document"),
            ("...", "document"),
            ("", "document"),
            ("plan\u{1b}[2J", "plan_[2J"),
            ("a/b\\c:d", "a_b_c_d"),
            ("plan. ", "plan"),
            ("plan 2.1", "plan 2.1"),
        ] {
            assert_eq!(safe_stem(stem), expected, "{stem:?}");
        }
        assert_eq!(plain("a\u{1b}[31m\u{202e}b\n"), "a\\u{1b}[31m\\u{202e}b\\n");
        assert_eq!(plain("Übersicht.md"), "Übersicht.md");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_read_is_noted_and_the_rest_goes_on() {
        use std::os::unix::fs::PermissionsExt;
        let dir = folder(&["shut/a.md", "open/b.md", "...md"]);
        let shut = dir.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
        let can_read = fs::read_dir(&shut).is_ok(); // As root can.
        let batch = gather(&[dir.path().to_owned()], None, &Patterns::default());
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        let names: Vec<_> = batch.inputs.iter().map(|i| i.name.as_str()).collect();
        assert!(names.contains(&"open/b.md") && names.contains(&"...md"), "{names:?}");
        assert_eq!(batch.unusable.len(), usize::from(!can_read));
        assert!(batch.inputs.iter().all(|i| !i.stem.starts_with('.')));
    }

    #[test]
    fn what_is_not_there_is_said_and_leaves_the_others() {
        let dir = folder(&["plan.md"]);
        let batch = gather(
            &[dir.path().join("nothing.md"), dir.path().join("plan.md")],
            None,
            &Patterns::default(),
        );
        assert_eq!((batch.inputs.len(), batch.unusable.len()), (1, 1));
    }
}
