//! Outputs that appear whole or not at all.
//!
//! Every file is written under a temporary name beside its place and renamed when all files of its
//! document are complete. A signal to stop waits for a renaming under way and takes the temporary
//! files with it. A link is followed, so that it stays a link; what is not a file (`/dev/null`, a pipe)
//! is never replaced: it takes the finished bytes.

mod protected;

pub(crate) use protected::{Protected, protect_named};

use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;
use tempfile::NamedTempFile;

/// Temporary files that a signal must take away.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What temporary files are called: the number of the process is between.
const PREFIX: &str = ".tablemend-";
const SUFFIX: &str = ".part";

/// After so long a temporary file is one that a killed run left.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Exit code of a program that was told to stop by SIGINT.
const STOPPED: i32 = 130;

/// Where outputs go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Standard output.
    Stdout,
    /// This one file.
    File(PathBuf),
    /// Files below this folder.
    Folder(PathBuf),
}

impl Target {
    /// What `-o` means: `-`, an existing folder or a new name that ends with a slash or has no
    /// extension, else a file.
    pub(crate) fn of(typed: Option<&Path>) -> Self {
        let Some(path) = typed else { return Self::Stdout };
        let ends_with_slash = path
            .as_os_str()
            .as_encoded_bytes()
            .last()
            .is_some_and(|b| std::path::is_separator(char::from(*b)));
        if path.as_os_str() == "-" {
            Self::Stdout
        } else if path.is_dir()
            || ends_with_slash
            // What is there and is not a folder is written to, whatever its name.
            || (path.extension().is_none() && !path.exists())
        {
            Self::Folder(path.to_owned())
        } else {
            Self::File(path.to_owned())
        }
    }

    /// The folder, where it is one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            _ => None,
        }
    }
}

/// What an output's path leads to.
#[derive(Debug)]
enum Place {
    /// A file, there or to be made; links followed.
    File(PathBuf),
    /// A device or a pipe, which is written to and stays.
    Stream(PathBuf),
}

impl Place {
    fn of(path: &Path) -> Self {
        // A link that leads nowhere is replaced.
        let linked = if path.is_symlink() { path.canonicalize().ok() } else { None };
        let path = linked.unwrap_or_else(|| path.to_owned());
        match fs::metadata(&path) {
            Ok(there) if !there.is_file() => Self::Stream(path),
            _ => Self::File(path),
        }
    }
}

/// Copies the finished bytes to a device or a pipe.
fn pour(file: &NamedTempFile, to: &Path) -> io::Result<()> {
    let mut to = fs::OpenOptions::new().write(true).open(to)?;
    io::copy(&mut file.reopen()?, &mut to)?;
    to.flush()
}

/// The files of one document on their way: nothing shows before `commit`.
#[derive(Debug)]
pub(crate) struct Staged<'a> {
    protected: &'a Protected,
    files: Vec<(NamedTempFile, Place)>,
    made: Vec<PathBuf>,
    /// Whether the files are in place.
    done: bool,
}

impl<'a> Staged<'a> {
    /// Nothing yet.
    pub(crate) fn new(protected: &'a Protected) -> Self {
        Self { protected, files: Vec::new(), made: Vec::new(), done: false }
    }

    /// Writes one file under a temporary name. Folders on its way are made; they go again when
    /// nothing comes of it.
    pub(crate) fn write(
        &mut self,
        path: &Path,
        content: impl FnOnce(&mut BufWriter<&mut File>) -> Result<()>,
    ) -> Result<()> {
        let staged = self.reserve(path)?;
        let mut out = BufWriter::with_capacity(1 << 16, staged.as_file_mut());
        content(&mut out)
            .and_then(|()| out.flush().map_err(Into::into))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// A temporary file beside `path`, for writers that want a path of their own.
    pub(crate) fn reserve(&mut self, path: &Path) -> Result<&mut NamedTempFile> {
        self.protected.check(path)?;
        if path.is_dir() {
            bail!("{} is a folder", path.display());
        }
        let place = Place::of(path);
        let beside = std::env::temp_dir();
        let folder = match &place {
            Place::Stream(_) => beside.as_path(),
            Place::File(path) => match path.parent() {
                Some(p) if !p.as_os_str().is_empty() => p,
                _ => Path::new("."),
            },
        };
        self.make_folder(folder)?;
        watch_for_signals();
        sweep(folder);
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{PREFIX}{}-", std::process::id());
        builder.prefix(&prefix).suffix(SUFFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // What the umask leaves of it, as for any file that a program makes.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        let file = builder
            .tempfile_in(folder)
            .with_context(|| format!("cannot write to the folder {}", folder.display()))?;
        pending.push(file.path().to_owned());
        drop(pending);
        self.files.push((file, place));
        // OK because one was pushed just now.
        Ok(&mut self.files.last_mut().expect("one was pushed").0)
    }

    /// Puts all files in their places; gives these.
    pub(crate) fn commit(mut self) -> Result<Vec<PathBuf>> {
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut written = Vec::new();
        for (file, place) in std::mem::take(&mut self.files) {
            let temporary = file.path().to_owned();
            let (path, put) = match place {
                Place::File(path) => {
                    let put = file.persist(&path).map(drop).map_err(|e| e.error);
                    (path, put)
                }
                Place::Stream(path) => {
                    let put = pour(&file, &path);
                    (path, put)
                }
            };
            put.with_context(|| format!("cannot write {}", path.display()))?;
            pending.retain(|p| *p != temporary);
            written.push(path);
        }
        self.done = true;
        Ok(written)
    }

    fn make_folder(&mut self, folder: &Path) -> Result<()> {
        let mut missing: Vec<&Path> =
            folder.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        missing.reverse();
        for path in missing {
            match fs::create_dir(path) {
                Ok(()) => self.made.push(path.to_owned()),
                // Another document of the batch may have made it meanwhile.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => {
                    return Err(e)
                        .with_context(|| format!("cannot make the folder {}", path.display()));
                }
            }
        }
        if !folder.is_dir() {
            bail!("{} is not a folder", folder.display());
        }
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        for (file, _) in self.files.drain(..) {
            pending.retain(|p| p != file.path());
        }
        drop(pending);
        // Only folders that are empty go: others hold the files of other documents.
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Takes away what runs that were killed left half written in a folder; looks once a run.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if !swept.get_or_insert_default().insert(folder.to_owned()) {
        return;
    }
    drop(swept);
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(rest) = name.to_str().and_then(|n| n.strip_prefix(PREFIX)) else { continue };
        let Some(rest) = rest.strip_suffix(SUFFIX) else { continue };
        let process = rest.split_once('-').and_then(|(id, _)| id.parse::<u32>().ok());
        let is_old = entry
            .metadata()
            .and_then(|m| m.modified())
            .is_ok_and(|t| t.elapsed().is_ok_and(|age| age > STALE));
        // A process of this number may be another by now; then its age tells.
        if is_old || process.is_some_and(|id| !is_alive(id)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a process of this number runs; where that cannot be told, it does.
fn is_alive(id: u32) -> bool {
    #[cfg(unix)]
    {
        let id = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw);
        let told = id.map(rustix::process::test_kill_process);
        !matches!(told, Some(Err(rustix::io::Errno::SRCH))) && !id.is_some_and(is_ended)
    }
    #[cfg(not(unix))]
    {
        let _ = id;
        true
    }
}

/// Whether a process has ended and only its entry is left, which nobody has taken away yet.
#[cfg(unix)]
fn is_ended(id: rustix::process::Pid) -> bool {
    let told = fs::read_to_string(format!("/proc/{}/stat", id.as_raw_pid()));
    // Its state is behind its name, which is in brackets and may hold any character.
    told.is_ok_and(|t| t.rsplit_once(") ").is_some_and(|(_, t)| t.starts_with(['Z', 'X'])))
}

/// Takes the temporary files away and ends the program.
pub(crate) fn give_up(code: i32) -> ! {
    let pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
    for path in pending.iter() {
        let _ = fs::remove_file(path);
    }
    std::process::exit(code)
}

/// The folder of a file, locked until this is dropped: of several programs that add to one file,
/// each waits for the one before it, from reading what is there to putting the new file in place.
/// Where a folder cannot be locked, it goes on without.
#[derive(Debug)]
pub(crate) struct Turn {
    _folder: Option<File>,
}

impl Turn {
    /// Waits for the file's turn.
    pub(crate) fn at(path: &Path) -> Self {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = match path.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        let folder = File::open(folder).ok().filter(|f| f.lock().is_ok());
        Self { _folder: folder }
    }
}

fn watch_for_signals() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        // Where no handler can be set, a signal ends the program as it would anyhow.
        let _ = ctrlc::set_handler(|| give_up(STOPPED));
    });
}

/// Writes to standard output; a reader that went away is not an error.
pub(crate) fn to_stdout(content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match content(&mut out).and_then(|()| out.flush().map_err(Into::into)) {
        Err(e) if is_broken_pipe(&e) => {
            // What the buffer still holds has no reader; dropping it would try once more.
            let _ = out.into_parts();
            Ok(())
        }
        other => other.context("cannot write to standard output"),
    }
}

/// Puts content into a file, whole or not at all, or on standard output without one (or for `-`).
pub(crate) fn put(path: Option<&Path>, content: &[u8]) -> Result<()> {
    match path.filter(|p| p.as_os_str() != "-") {
        None => to_stdout(|out| Ok(out.write_all(content)?)),
        Some(path) => {
            let protected = Protected::default();
            let mut staged = Staged::new(&protected);
            staged.write(path, |out| Ok(out.write_all(content)?))?;
            staged.commit().map(|_| ())
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of_writer = error
        .downcast_ref::<tablemend_emit::Error>()
        .and_then(|e| e.as_io())
        .or_else(|| error.downcast_ref::<tablemend::Error>()?.as_io());
    of_writer
        .into_iter()
        .chain(error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()))
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_before_commit_and_nothing_is_left_without() {
        let dir = tempfile::tempdir().unwrap();
        let protected = Protected::default();
        let place = dir.path().join("new/plan/actions.csv");
        let mut staged = Staged::new(&protected);
        staged.write(&place, |out| Ok(out.write_all(b"id\r\n")?)).unwrap();
        assert!(!place.exists());
        drop(staged);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);

        let mut staged = Staged::new(&protected);
        staged.write(&place, |out| Ok(out.write_all(b"id\r\n")?)).unwrap();
        assert_eq!(staged.commit().unwrap(), std::slice::from_ref(&place));
        assert_eq!(fs::read(&place).unwrap(), b"id\r\n");
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_failing_writer_leaves_the_older_file() {
        let dir = tempfile::tempdir().unwrap();
        let protected = Protected::default();
        let place = dir.path().join("a.csv");
        fs::write(&place, "old").unwrap();
        let mut staged = Staged::new(&protected);
        let result = staged.write(&place, |out| {
            out.write_all(b"new")?;
            bail!("no more")
        });
        assert!(result.is_err());
        drop(staged);
        assert_eq!(fs::read(&place).unwrap(), b"old");
    }

    #[test]
    fn inputs_are_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let input = dir.path().join("plan.md");
        fs::write(&input, "| a |").unwrap();
        let protected = Protected::new([input.as_path()]);
        let other_name = dir.path().join(".").join("plan.md");
        assert!(Staged::new(&protected).write(&other_name, |_| Ok(())).is_err());
        assert_eq!(fs::read(&input).unwrap(), b"| a |");
    }

    #[test]
    fn an_archive_is_never_written_over_wherever_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("any name.csv");
        let mut head = b"SQLite format 3\0".to_vec();
        head.resize(100, 0);
        head[68..72].copy_from_slice(&tablemend_archive::APPLICATION_ID.to_be_bytes());
        fs::write(&place, &head).unwrap();
        let told = put(Some(&place), b"rows").unwrap_err().to_string();
        assert!(told.contains("is an archive"), "{told}");
        let log = dir.path().join("any name.csv-wal");
        fs::write(&log, "log").unwrap();
        assert!(put(Some(&log), b"rows").is_err());
        assert_eq!(fs::read(&place).unwrap(), head);
    }

    #[test]
    fn what_a_killed_run_left_goes_and_what_another_writes_stays() {
        let dir = tempfile::tempdir().unwrap();
        // No process has this number.
        let (left, own) = (
            dir.path().join(format!("{PREFIX}{}-abc{SUFFIX}", i32::MAX)),
            dir.path().join(format!("{PREFIX}{}-abc{SUFFIX}", std::process::id())),
        );
        fs::write(&left, "half").unwrap();
        fs::write(&own, "half").unwrap();
        put(Some(&dir.path().join("a.csv")), b"rows").unwrap();
        assert_eq!(left.exists(), cfg!(not(unix)));
        assert!(own.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_pipe_a_pipe() {
        use std::os::unix::fs::FileTypeExt;
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("plan.csv"), dir.path().join("latest.csv"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        put(Some(&link), b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");

        let pipe = dir.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        assert_eq!(Target::of(Some(&pipe)), Target::File(pipe.clone()));
        put(Some(&pipe), b"rows").unwrap();
        assert_eq!(reader.join().unwrap(), b"rows");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn targets() {
        let dir = tempfile::tempdir().unwrap();
        let dotted = dir.path().join("january.2020");
        fs::create_dir(&dotted).unwrap();
        assert_eq!(Target::of(None), Target::Stdout);
        assert_eq!(Target::of(Some(Path::new("-"))), Target::Stdout);
        assert_eq!(Target::of(Some(&dotted)), Target::Folder(dotted.clone()));
        assert_eq!(Target::of(Some(Path::new("out"))), Target::Folder("out".into()));
        assert_eq!(Target::of(Some(Path::new("x.y/"))), Target::Folder("x.y/".into()));
        assert_eq!(Target::of(Some(Path::new("x.csv"))), Target::File("x.csv".into()));
    }
}
