//! Where the decisions of a review are kept: in a file beside the document, or in the archive.

use crate::again::{Again, AsAdded};
use crate::archives;
use anyhow::{Context, Result};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tablemend::Records;
use tablemend::corrections::{self, Op};
use tablemend_archive::Archive;
use tablemend_review::Kept;

/// How long to wait for another program that writes to the file.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// A moment after another one, as corrections write it.
fn after(last: &str) -> String {
    let mut moments = archives::moments();
    let now = moments.next().unwrap_or_default();
    if now.as_str() > last {
        return now;
    }
    // A clock that was set back, or two decisions within a millisecond.
    let next = last.parse::<jiff::Timestamp>().ok();
    let next = next.and_then(|t| t.checked_add(jiff::SignedDuration::from_millis(1)).ok());
    next.map_or(now, |at| at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

/// In a file of lines.
pub(super) struct InFile {
    path: PathBuf,
}

impl InFile {
    /// The file, which need not be there yet; what is in it must be corrections.
    pub(super) fn new(path: PathBuf) -> Result<Self> {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        corrections::parse(whole(&text)).with_context(|| path.display().to_string())?;
        Ok(Self { path })
    }

    fn text(&self) -> Result<String, String> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(whole(&text).to_owned()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(format!("{} cannot be read: {error}", self.path.display())),
        }
    }

    fn append(&self, line: &str) -> std::io::Result<()> {
        let is_new = !self.path.exists();
        let mut options = OpenOptions::new();
        let mut file = options.create(true).read(true).append(true).open(&self.path)?;
        lock(&file)?;
        // A line that was cut off when a program was killed was never acknowledged: the next one takes
        // its place.
        let mut there = String::new();
        file.read_to_string(&mut there)?;
        let kept = whole(&there);
        file.set_len(kept.len() as u64)?;
        let is_open = !kept.is_empty() && !kept.ends_with('\n');
        let text = format!("{}{line}\n", if is_open { "\n" } else { "" });
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if is_new && let Some(folder) = self.path.parent() {
            let folder =
                if folder.as_os_str().is_empty() { std::path::Path::new(".") } else { folder };
            // Not every system can; the file itself is written.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

/// The lines that are whole: what a killed program left of a last one does not count.
fn whole(text: &str) -> &str {
    if text.ends_with('\n') || corrections::parse(text).is_ok() {
        return text;
    }
    text.rfind('\n').map_or("", |end| &text[..=end])
}

/// Waits until no other program writes; the lock ends with the file.
fn lock(file: &File) -> std::io::Result<()> {
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            // Some file systems have no locks: a line is still written at once.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                return Ok(());
            }
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if begun.elapsed() > LOCK_TIMEOUT => {
                let told = "another program is writing to it";
                return Err(std::io::Error::new(ErrorKind::WouldBlock, told));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

impl Kept for InFile {
    fn lines(&mut self, _: usize) -> Result<Vec<String>, String> {
        let lines = self.text()?;
        Ok(lines.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect())
    }

    fn add(&mut self, _: usize, line: &str) -> Result<(), String> {
        self.append(line).map_err(|e| format!("{} cannot be written: {e}", self.path.display()))
    }

    fn review(&mut self, _: usize, read: &Records) -> Result<(Records, Records), String> {
        let all = corrections::parse(&self.text()?).map_err(|e| e.to_string())?;
        let merged = corrections::merged(all);
        Ok((read.clone(), corrections::apply(read, &merged)))
    }

    fn moment(&self, last: &str) -> String {
        after(last)
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }
}

/// In an archive.
pub(super) struct InArchive {
    archive: Archive,
    /// The periods of the documents.
    periods: Vec<String>,
    /// How sources are read again.
    again: Again,
}

impl InArchive {
    pub(super) fn new(archive: Archive, periods: Vec<String>, again: Again) -> Self {
        Self { archive, periods, again }
    }

    fn period(&self, doc: usize) -> Result<String, String> {
        self.periods.get(doc).cloned().ok_or_else(|| "this document is not open".to_owned())
    }
}

impl Kept for InArchive {
    fn lines(&mut self, _: usize) -> Result<Vec<String>, String> {
        self.archive.corrections().map_err(|e| e.to_string())
    }

    fn add(&mut self, doc: usize, line: &str) -> Result<(), String> {
        self.archive.correct(&[line.to_owned()]).map_err(|e| e.to_string())?;
        let drawn = corrections::parse(line).map_err(|e| e.to_string())?;
        if drawn.iter().any(|c| c.op == Op::Layout) {
            // The stored reading is that of the document in its columns.
            let period = self.period(doc)?;
            let layouts = archives::layouts(&self.archive).map_err(|e| format!("{e:#}"))?;
            let reader = AsAdded::to_check(&self.again, layouts);
            let read = self.archive.rebuild_period(&reader, &period);
            read.map_err(|e| {
                format!("the columns are kept, but {period} was not read again: {e}")
            })?;
        }
        Ok(())
    }

    fn review(&mut self, doc: usize, _: &Records) -> Result<(Records, Records), String> {
        let period = self.period(doc)?;
        let found = archives::records(&self.archive, &period, None);
        let (reviewed, read) = found.map_err(|e| format!("{e:#}"))?;
        Ok((read, reviewed))
    }

    fn moment(&self, last: &str) -> String {
        after(last)
    }

    fn place(&self) -> String {
        self.archive.corrections_path().display().to_string()
    }
}
