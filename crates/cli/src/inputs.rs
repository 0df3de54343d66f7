//! From what was typed to a list of documents: folders walked, doubles dropped, names made unique.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// File names of a folder that are taken for documents.
const EXTENSIONS: [&str; 6] = ["md", "markdown", "html", "htm", "pdf", "txt"];

/// One document to be read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it is; `None` is standard input.
    pub(crate) path: Option<PathBuf>,
    /// As messages call it.
    pub(crate) shown: String,
    /// Its file name without the folder, `-` for standard input.
    pub(crate) name: String,
    /// Name of its outputs: the file name without extension, unique (whatever the case) in the run.
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

/// An input that was named but is no document that could be read.
#[derive(Debug)]
pub(crate) struct Unusable {
    /// As messages call it.
    pub(crate) shown: String,
    /// What is wrong with it, with its causes.
    pub(crate) error: anyhow::Error,
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
    /// Whether one file (or standard input) was named: its outputs get no folder of their own.
    pub(crate) is_single: bool,
}

/// Finds the documents that the arguments name. Files below `skip` (the output folder) are left
/// out of folders, so that a second run does not read what the first wrote.
pub(crate) fn gather(arguments: &[PathBuf], skip: Option<&Path>) -> Batch {
    let skip = skip.and_then(|p| p.canonicalize().ok());
    let mut batch =
        Batch { is_single: arguments.len() == 1 && !arguments[0].is_dir(), ..Batch::default() };
    let mut seen = HashSet::new();
    let mut stems = HashSet::new();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            if seen.insert(PathBuf::from("-")) {
                batch.inputs.push(Input {
                    path: None,
                    shown: "<standard input>".to_owned(),
                    name: "-".to_owned(),
                    stem: unique_stem("stdin", &mut stems),
                });
            } else {
                batch.doubles.push("-".to_owned());
            }
            continue;
        }
        let found = match documents_of(argument, skip.as_deref()) {
            Ok(found) => found,
            Err(error) => {
                batch.unusable.push(Unusable { shown: shown(argument), error });
                continue;
            }
        };
        for path in found {
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            if !seen.insert(identity) {
                batch.doubles.push(shown(&path));
                continue;
            }
            let lossy = |part: Option<&std::ffi::OsStr>| {
                part.map_or_else(|| "document".to_owned(), |s| s.to_string_lossy().into_owned())
            };
            batch.inputs.push(Input {
                shown: shown(&path),
                name: lossy(path.file_name()),
                stem: unique_stem(&lossy(path.file_stem()), &mut stems),
                path: Some(path),
            });
        }
    }
    batch
}

/// The path as it was typed, readable whatever its bytes.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn documents_of(argument: &Path, skip: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    let kind = fs::metadata(argument).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!("there is no such file or folder"),
        _ => anyhow::Error::new(e).context("cannot be opened"),
    })?;
    if !kind.is_dir() {
        return Ok(vec![argument.to_owned()]);
    }
    let mut found = Vec::new();
    walk(argument, skip, &mut found)
        .map_err(|e| anyhow::Error::new(e).context("the folder cannot be read"))?;
    if found.is_empty() {
        anyhow::bail!(
            "the folder holds no document ({})",
            EXTENSIONS.map(|e| format!("*.{e}")).join(", ")
        );
    }
    found.sort();
    Ok(found)
}

/// Documents below a folder. Hidden entries are left out, and links to folders are not followed,
/// so the walk ends.
fn walk(folder: &Path, skip: Option<&Path>, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if skip.is_none() || path.canonicalize().ok().as_deref() != skip {
                walk(&path, skip, found)?;
            }
        } else if is_document(&path)
            && (kind.is_file() || path.is_file())
            && !crate::own::is_own_file(&path)
        {
            found.push(path);
        }
    }
    Ok(())
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(e)))
}

fn unique_stem(stem: &str, taken: &mut HashSet<String>) -> String {
    // Names that differ in case alone are one file on some systems.
    if taken.insert(stem.to_lowercase()) {
        return stem.to_owned();
    }
    let mut number = 2u32;
    loop {
        let name = format!("{stem}~{number}");
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
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
            folder(&["b.md", "a/z.PDF", "a/notes.docx", ".hidden/x.md", "out/b.html", "c.txt"]);
        let batch = gather(&[dir.path().to_owned()], Some(&dir.path().join("out")));
        let names: Vec<_> = batch.inputs.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["z.PDF", "b.md", "c.txt"]);
        assert!(!batch.is_single);
    }

    #[test]
    fn a_document_named_twice_is_read_once() {
        let dir = folder(&["plan.md"]);
        let batch = gather(&[dir.path().join("plan.md"), dir.path().to_owned()], None);
        assert_eq!((batch.inputs.len(), batch.doubles.len()), (1, 1));
    }

    #[test]
    fn outputs_of_like_names_stay_apart() {
        let dir = folder(&["may/plan.md", "june/plan.md", "june/Plan.html"]);
        let batch = gather(&[dir.path().to_owned()], None);
        let stems: HashSet<_> = batch.inputs.iter().map(|i| i.stem.to_lowercase()).collect();
        assert_eq!(stems.len(), 3);
    }

    #[test]
    fn what_is_not_there_is_said_and_leaves_the_others() {
        let dir = folder(&["plan.md"]);
        let batch = gather(&[dir.path().join("nothing.md"), dir.path().join("plan.md")], None);
        assert_eq!((batch.inputs.len(), batch.unusable.len()), (1, 1));
    }
}
