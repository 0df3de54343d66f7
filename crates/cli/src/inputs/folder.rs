//! The documents below a folder, and the files there that are not taken for documents.

use super::{Unusable, is_document, shown};
use crate::own;
use crate::patterns::Patterns;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder without documents.
#[derive(Debug)]
pub(super) struct NoDocuments {
    /// Whether it may have some that the patterns do not take.
    is_filtered: bool,
    /// Files in it that this program wrote.
    own: usize,
}

impl std::error::Error for NoDocuments {}

impl std::fmt::Display for NoDocuments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.own > 0 {
            let files = if self.own == 1 { "1 file" } else { &format!("{} files", self.own) };
            return write!(
                f,
                "the folder contains no published documents, only {files} that tablemend wrote; use \
                 the documents these were made from"
            );
        }
        if self.is_filtered {
            return f
                .write_str("the folder contains no documents that fit --include and --exclude");
        }
        let endings = super::EXTENSIONS.map(|e| format!("*.{e}")).join(", ");
        write!(f, "the folder contains no documents ({endings})")
    }
}

/// A file of a folder that is not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it is called with others of its kind.
    pub(crate) kind: String,
}

/// What is below a folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Documents, sorted.
    pub(super) documents: Vec<PathBuf>,
    /// What could not be looked at.
    pub(super) unusable: Vec<Unusable>,
    /// Files that are not taken for documents, sorted. Those that `--include` and `--exclude` leave out
    /// are not among them.
    pub(super) passed: Vec<Passed>,
}

impl Found {
    /// Looks for the documents that an argument names: the file itself, or those below the folder that
    /// the patterns take.
    ///
    /// # Errors
    /// When there is no such file or folder, or no document in it.
    pub(super) fn look(
        &mut self,
        argument: &Path,
        skip: Option<&Path>,
        patterns: &Patterns,
    ) -> anyhow::Result<()> {
        let kind = fs::metadata(argument).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => anyhow::anyhow!("there is no such file or folder"),
            _ => anyhow::Error::new(e).context("cannot be opened"),
        })?;
        if !kind.is_dir() {
            self.documents.push(argument.to_owned());
            return Ok(());
        }
        let takes = |path: &Path| {
            let below = path.strip_prefix(argument).unwrap_or(path);
            let parts = below.components().map(|p| p.as_os_str().to_string_lossy());
            patterns.is_empty() || patterns.takes(&parts.collect::<Vec<_>>().join("/"))
        };
        self.walk(argument, skip, &takes)
            .map_err(|e| anyhow::Error::new(e).context("the folder cannot be read"))?;
        self.documents.sort();
        self.passed.sort_by(|a, b| a.path.cmp(&b.path));
        if self.documents.is_empty() && self.unusable.is_empty() {
            let own = self.passed.iter().filter(|file| file.kind == OWN).count();
            return Err(NoDocuments { is_filtered: !patterns.is_empty(), own }.into());
        }
        Ok(())
    }

    /// Documents below a folder. Hidden entries are left out, and links to folders are not followed,
    /// so the walk ends.
    fn walk(
        &mut self,
        folder: &Path,
        skip: Option<&Path>,
        takes: &impl Fn(&Path) -> bool,
    ) -> io::Result<()> {
        let mut below = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(folder, error, "a part of the folder cannot be read");
                    continue;
                }
            };
            if entry.file_name().to_string_lossy().starts_with('.') && !is_dotted(&entry.path()) {
                continue;
            }
            let path = entry.path();
            match entry.file_type() {
                Err(error) => self.fail(&path, error, "cannot be looked at"),
                Ok(kind) if kind.is_dir() => {
                    if skip.is_none() || path.canonicalize().ok().as_deref() != skip {
                        below.push(path);
                    }
                }
                Ok(_) if takes(&path) => match passed_as(&path) {
                    Some(kind) => self.passed.push(Passed { path, kind }),
                    None => self.documents.push(path),
                },
                Ok(_) => {}
            }
        }
        for path in below {
            if let Err(error) = self.walk(&path, skip, takes) {
                self.fail(&path, error, "the folder cannot be read");
            }
        }
        Ok(())
    }

    fn fail(&mut self, path: &Path, error: io::Error, what: &'static str) {
        let error = anyhow::Error::new(error).context(what);
        self.unusable.push(Unusable { shown: shown(path), error, is_empty_folder: false });
    }
}

/// What files that this program wrote are called.
const OWN: &str = "written by tablemend";

/// What a file is called that is not read; none of a document. The beginning of an Office file's name
/// (`~$`) is that of the note of who has it open.
fn passed_as(path: &Path) -> Option<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let linked = fs::metadata(path);
    let kind = match (linked, path.extension()) {
        (Err(_), _) if path.is_symlink() => "links that lead nowhere".to_owned(),
        (Ok(linked), _) if linked.is_dir() => "links to folders".to_owned(),
        (Ok(linked), _) if !linked.is_file() => "devices and pipes".to_owned(),
        _ if name.starts_with("~$") => "locks of open files".to_owned(),
        _ if is_document(path) && own::is_own_file(path) => OWN.to_owned(),
        _ if is_document(path) => return None,
        (_, Some(extension)) => format!(".{}", extension.to_string_lossy().to_lowercase()),
        (_, None) => "without an extension".to_owned(),
    };
    Some(kind)
}

/// Whether a name is only dots and the extension of a document (`...md`), which hides nothing.
fn is_dotted(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    stem.chars().all(|c| c == '.') && path.extension().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_told_by_what_it_is() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["gate.md", "bell.PAGES", "boat.pages", "hull", "~$gate.docx", ".hidden"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        #[cfg(unix)]
        for (name, target) in [("up", "."), ("lost.md", "nowhere.md")] {
            std::os::unix::fs::symlink(dir.path().join(target), dir.path().join(name)).unwrap();
        }
        let mut found = Found::default();
        found.look(dir.path(), None, &Patterns::default()).unwrap();
        assert_eq!(found.documents, [dir.path().join("gate.md")]);
        let passed: Vec<(String, &str)> = found
            .passed
            .iter()
            .map(|f| (f.path.file_name().unwrap().to_string_lossy().into_owned(), f.kind.as_str()))
            .collect();
        let told = |name: &str| passed.iter().find(|(n, _)| n == name).map(|(_, kind)| *kind);
        assert_eq!(told("bell.PAGES"), Some(".pages"));
        assert_eq!(told("boat.pages"), Some(".pages"));
        assert_eq!(told("hull"), Some("without an extension"));
        assert_eq!(told("~$gate.docx"), Some("locks of open files"));
        #[cfg(unix)]
        {
            assert_eq!(told("up"), Some("links to folders"));
            assert_eq!(told("lost.md"), Some("links that lead nowhere"));
        }
        assert!(told(".hidden").is_none() && told("gate.md").is_none(), "{passed:?}");
    }

    #[test]
    fn what_the_patterns_leave_out_is_not_told() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["gate.md", "boat.pages"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let mut found = Found::default();
        let patterns = Patterns::new(&["*.md".to_owned()], &[]).unwrap();
        found.look(dir.path(), None, &patterns).unwrap();
        assert_eq!((found.documents.len(), found.passed.len()), (1, 0));
    }
}
