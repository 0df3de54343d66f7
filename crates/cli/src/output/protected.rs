//! Files that are never written over: what a run reads, archives, and workbooks that people work in.

use crate::args::Inputs;
use crate::inputs::Batch;
use crate::output::Target;
use crate::{batch, inputs, own};
use anyhow::{Result, bail};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Files that the arguments of the run name as anything but an output: inputs, profiles, files of
/// passwords. Nothing is written over them, whatever the command.
static NAMED: OnceLock<HashSet<PathBuf>> = OnceLock::new();

/// Options whose value is an output.
const OUTPUTS: [&str; 3] = ["-o", "--output", "--debug-svg"];

/// Protects the files that the arguments name.
pub(crate) fn protect_named(arguments: impl Iterator<Item = OsString>) {
    let mut named = HashSet::new();
    let mut is_output = false;
    for argument in arguments {
        if std::mem::take(&mut is_output) {
            continue;
        }
        let text = argument.to_string_lossy();
        is_output = OUTPUTS.iter().any(|o| text == *o);
        let is_output_itself = OUTPUTS.iter().any(|o| {
            let value = text.strip_prefix(o);
            value.is_some_and(|v| v.starts_with('=') || (o.len() == 2 && !v.is_empty()))
        });
        if is_output || is_output_itself {
            continue;
        }
        let value = match text.split_once('=') {
            Some((option, value)) if option.starts_with('-') => PathBuf::from(value),
            _ => PathBuf::from(&argument),
        };
        // A period may be behind the name of a file (`plan.sqlite#2024-01`).
        let without = value.to_string_lossy().rsplit_once('#').map(|(path, _)| PathBuf::from(path));
        for path in std::iter::once(value).chain(without) {
            if path.is_file() {
                named.extend(path.canonicalize());
            }
        }
    }
    let _ = NAMED.set(named);
}

/// Whether a file is an archive, by what its first bytes say (SQLite's application id), or the log
/// beside one.
fn is_archive(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = ["-wal", "-shm", "-journal"].iter().find_map(|end| name.strip_suffix(end));
    let path = beside.map_or_else(|| path.to_owned(), |name| path.with_file_name(name));
    let mut head = [0; 72];
    let read = File::open(path).and_then(|mut f| f.read_exact(&mut head));
    read.is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && head[68..72] == tablemend_archive::APPLICATION_ID.to_be_bytes()
}

/// Paths that must not be written over: the inputs of the run.
#[derive(Debug, Default)]
pub(crate) struct Protected {
    files: HashSet<PathBuf>,
    /// In a worker, which does not know the inputs: the folders that they are in.
    folders: Vec<PathBuf>,
    /// The output folder, whose documents are not inputs.
    skip: Option<PathBuf>,
}

impl Protected {
    /// Protects the documents of a run, whose outputs go to `target`.
    pub(crate) fn inputs(typed: &Inputs, found: &Batch, target: &Target) -> Self {
        if batch::is_worker() {
            let real = |path: &Path| path.canonicalize().ok();
            let folders = typed.inputs.iter().filter(|p| p.is_dir()).filter_map(|p| real(p));
            let skip = target.folder().and_then(real);
            return Self { files: HashSet::new(), folders: folders.collect(), skip };
        }
        Self::new(found.inputs.iter().filter_map(|i| i.path.as_deref()))
    }

    /// Protects these files.
    pub(crate) fn new<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let files = paths.into_iter().filter_map(|p| p.canonicalize().ok()).collect();
        Self { files, ..Self::default() }
    }

    /// An error where the file must not be written over.
    pub(crate) fn check(&self, path: &Path) -> Result<()> {
        let Ok(real) = path.canonicalize() else { return Ok(()) };
        let is_named = NAMED.get().is_some_and(|named| named.contains(&real));
        if is_named || self.files.contains(&real) || self.is_in_folder(&real) {
            bail!("the output {} is an input; choose another place with -o", path.display());
        }
        if real.is_file() && is_archive(&real) {
            bail!(
                "the output {} is an archive, which is never overwritten; choose another place with -o",
                path.display()
            );
        }
        if own::is_workbook_of_people(&real) {
            bail!(
                "the output {} is a workbook that somebody has worked in, which is never overwritten; \
                 choose another place with -o, or bring it up to a new edition with `tablemend update`",
                path.display()
            );
        }
        Ok(())
    }

    /// Whether a file is a document of a folder that is read.
    fn is_in_folder(&self, real: &Path) -> bool {
        let is_output = |folder: &PathBuf| {
            self.skip.as_ref().is_some_and(|s| s != folder && real.starts_with(s))
        };
        self.folders.iter().any(|folder| real.starts_with(folder) && !is_output(folder))
            && inputs::is_document(real)
            && !own::is_own_file(real)
    }
}
