//! `manifest.jsonl`: what came of each input of a batch (contract §8), and where a batch that was
//! stopped goes on.
//!
//! While a batch runs, a line is added for each document as soon as its outputs are in place. A run
//! that is killed leaves the lines of what is done; a line that it could not finish is taken away by
//! the next. When all is done the file is written anew, with one line for each input in their order.
//! Only places of lines are held in memory.

use crate::inputs::{self, Input};
use crate::output::{Protected, Staged, Turn};
use crate::report::Report;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tablemend_model::Level;

/// Name of the file in the output folder.
const NAME: &str = "manifest.jsonl";
/// The member that says how a document was read and written; behind those of the contract.
const SETTINGS: &str = "settings";

/// What an input is known by: a part of the hash of its whole path.
type Key = [u8; 16];

/// The manifest of a batch under way.
#[derive(Debug)]
pub(crate) struct Manifest {
    folder: PathBuf,
    /// Hash of how documents are read and written: with other settings nothing is unchanged.
    settings: String,
    /// Whether documents with errors are read again, since a check of them was asked for.
    is_audited: bool,
    lines: Mutex<Lines>,
    _turn: Turn,
}

/// The file, and where in it the last line of each input begins.
#[derive(Debug)]
struct Lines {
    file: File,
    end: u64,
    at: HashMap<Key, u64>,
}

/// A document before it is read: its hash, and its line where nothing about it has changed.
#[derive(Debug, Default)]
pub(crate) struct Known {
    sha256: Option<String>,
    /// The line of an earlier run whose outputs stand for this one's.
    pub(crate) line: Option<Value>,
}

/// An input of an earlier run that is no longer there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    /// As the manifest calls it.
    pub(crate) path: String,
    /// What was written of it, below the output folder.
    pub(crate) outputs: Vec<String>,
}

impl Manifest {
    /// Begins the manifest of the output folder, which is made; with `resumes` what it says already
    /// counts. Waits while another run writes to the same folder.
    ///
    /// # Errors
    /// When the folder cannot be written to, or the file there is something else.
    pub(crate) fn begin(
        folder: &Path,
        settings: &str,
        resumes: bool,
        is_audited: bool,
    ) -> Result<Self> {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let path = folder.join(NAME);
        let turn = Turn::at(&path);
        let shown = path.display();
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("cannot write {shown}"))?;
        let (at, end) = scan(&mut file).with_context(|| format!("cannot read {shown}"))?;
        let length = file.metadata().map_or(0, |m| m.len());
        if at.is_empty() && length > 0 && end > 0 {
            bail!(
                "{shown} is not the manifest of a batch; choose another folder with -o, or move it"
            );
        }
        let (at, end) = if resumes { (at, end) } else { (HashMap::new(), 0) };
        file.set_len(end).with_context(|| format!("cannot write {shown}"))?;
        let settings: String = hex(&Sha256::digest(settings.as_bytes())).chars().take(16).collect();
        let lines = Mutex::new(Lines { file, end, at });
        Ok(Self { folder: folder.to_owned(), settings, is_audited, lines, _turn: turn })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Looks at a document before it is read. `place` is where its outputs go, below the output
    /// folder: what was written elsewhere does not stand for them.
    pub(crate) fn look(&self, input: &Input, place: &Path) -> Known {
        let Some(path) = &input.path else { return Known::default() };
        let Some(sha256) = hash(path) else { return Known::default() };
        let line = self.line(key(path)).filter(|line| {
            let is = |name: &str, value: &str| line[name].as_str() == Some(value);
            let is_done = is("outcome", "written") || is("outcome", "unchanged");
            let has_errors = line["diagnostics"]["error"].as_u64().is_some_and(|n| n > 0);
            is_done
                && is("sha256", &sha256)
                && is(SETTINGS, &self.settings)
                // Two paths that are not text may look the same.
                && path.to_str().is_some_and(|p| is("path", p))
                && !(self.is_audited && has_errors)
                && self.are_there(line, place)
        });
        Known { sha256: Some(sha256), line }
    }

    /// Whether all outputs of a line are there, where they belong.
    fn are_there(&self, line: &Value, place: &Path) -> bool {
        let outputs = line["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_there = |output: &Value| {
            let Some(output) = output.as_str() else { return false };
            Path::new(output).parent() == Some(place) && self.folder.join(output).is_file()
        };
        !outputs.is_empty() && outputs.iter().all(is_there)
    }

    /// Keeps what came of a document.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add(&self, input: &Input, known: Known, report: &Report) -> Result<()> {
        let path = input.path.as_deref().unwrap_or(Path::new("-"));
        let line = match known.line {
            Some(mut line) => {
                line["outcome"] = json!("unchanged");
                line
            }
            None => self.of_report(path, known.sha256, report),
        };
        self.put(key(path), &line)
    }

    /// Keeps an input that is not a document to be read, or was read under another name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add_unread(&self, path: &Path, report: &Report) -> Result<()> {
        let mut line = self.of_report(path, None, report);
        if !report.is_unreadable {
            // Under the same name it has a line of its own.
            if self.line(key(path)).is_some_and(|line| line["outcome"] != "skipped") {
                return Ok(());
            }
            line["outcome"] = json!("skipped");
            line["error"] = report.notes.first().map_or(Value::Null, error);
        }
        self.put(key(path), &line)
    }

    fn of_report(&self, path: &Path, sha256: Option<String>, report: &Report) -> Value {
        let is_failed = report.is_unreadable || report.is_unwritten;
        let failure = report.notes.iter().rev().find(|n| n.level == Level::Error);
        let outputs: Vec<String> = report.outputs.iter().map(|p| self.below(p)).collect();
        let mut levels = serde_json::Map::new();
        for level in [Level::Error, Level::Warning, Level::Info] {
            let count = report.notes.iter().filter(|n| n.level == level).count();
            if count > 0 {
                levels.insert(level.as_str().to_owned(), json!(count));
            }
        }
        json!({
            "path": path.to_string_lossy(),
            "sha256": sha256,
            "outcome": if is_failed { "failed" } else { "written" },
            "outputs": outputs,
            "records": report.records_written,
            "diagnostics": levels,
            "error": if is_failed { failure.map_or(Value::Null, error) } else { Value::Null },
            SETTINGS: self.settings,
        })
    }

    /// An output's path below the output folder, the same on every system.
    fn below(&self, output: &Path) -> String {
        let path = output.strip_prefix(&self.folder).unwrap_or(output);
        let parts = path.components().map(|p| p.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    }

    fn put(&self, key: Key, line: &Value) -> Result<()> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.put(key, line).with_context(|| format!("cannot write {}", self.path().display()))
    }

    fn line(&self, key: Key) -> Option<Value> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let at = *lines.at.get(&key)?;
        serde_json::from_slice(&lines.read(at).ok()?).ok()
    }

    /// Writes the manifest anew, a line for each of `paths` in their order; gives the inputs of
    /// earlier runs that are no longer there. Lines of inputs that are there but are not of this run
    /// stay at the end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn finish<'a>(self, paths: impl Iterator<Item = &'a Path>) -> Result<Vec<Gone>> {
        let path = self.path();
        let mut lines = self.lines.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut order: Vec<u64> = Vec::with_capacity(lines.at.len());
        let mut seen: HashSet<Key> = HashSet::with_capacity(lines.at.len());
        for key in paths.map(key) {
            if let Some(at) = lines.at.get(&key).copied().filter(|_| seen.insert(key)) {
                order.push(at);
            }
        }
        let mut others: Vec<u64> =
            lines.at.iter().filter(|(key, _)| !seen.contains(*key)).map(|(_, at)| *at).collect();
        others.sort_unstable();
        let mut gone = Vec::new();
        for at in others {
            let line: Value = serde_json::from_slice(&lines.read(at)?).unwrap_or_default();
            let Some(told) = line["path"].as_str() else { continue };
            if Path::new(told).exists() {
                order.push(at);
                continue;
            }
            let outputs = line["outputs"].as_array().map(Vec::as_slice).unwrap_or_default();
            let outputs = outputs.iter().filter_map(|o| o.as_str().map(str::to_owned)).collect();
            gone.push(Gone { path: told.to_owned(), outputs });
        }
        let protected = Protected::default();
        let mut staged = Staged::new(&protected);
        staged.write(&path, |out| {
            for at in order {
                out.write_all(&lines.read(at)?)?;
            }
            Ok(())
        })?;
        staged.commit()?;
        Ok(gone)
    }
}

impl Lines {
    fn put(&mut self, key: Key, line: &Value) -> io::Result<()> {
        let mut text = line.to_string();
        text.push('\n');
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(text.as_bytes())?;
        self.at.insert(key, self.end);
        self.end += text.len() as u64;
        Ok(())
    }

    /// The line that begins there, with its end.
    fn read(&mut self, at: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(at))?;
        let mut line = Vec::new();
        BufReader::with_capacity(2048, &mut self.file).read_until(b'\n', &mut line)?;
        Ok(line)
    }
}

/// The inputs that a file has whole lines of, and where the last of these ends.
fn scan(file: &mut File) -> io::Result<(HashMap<Key, u64>, u64)> {
    let mut reader = BufReader::new(file);
    let (mut at, mut end) = (HashMap::new(), 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok((at, end));
        }
        if let Ok(value) = serde_json::from_slice::<Value>(&line)
            && let Some(path) = value["path"].as_str()
        {
            at.insert(key(Path::new(path)), end);
        }
        end += length as u64;
    }
}

/// Code and message of a note.
fn error(note: &tablemend_model::Diagnostic) -> Value {
    json!({ "code": note.code, "message": note.message })
}

fn key(path: &Path) -> Key {
    let whole = if path.as_os_str() == "-" { path.to_owned() } else { inputs::plainly(path) };
    let digest = Sha256::digest(whole.as_os_str().as_encoded_bytes());
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}

/// SHA-256 of a file; none of what is not a file or cannot be read.
fn hash(path: &Path) -> Option<String> {
    // A pipe gives its bytes once, and perhaps never.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Some(hex(&hasher.finalize())),
            Ok(n) => hasher.update(buffer.get(..n)?),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &Path) -> Input {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let shown = path.display().to_string();
        Input { path: Some(path.to_owned()), name: shown.clone(), shown, folder: "".into(), stem }
    }

    fn begin(folder: &Path, settings: &str) -> Manifest {
        Manifest::begin(folder, settings, true, false).unwrap()
    }

    /// Writes a document and its output, and its line.
    fn done(manifest: &Manifest, document: &Path, text: &str) {
        fs::write(document, text).unwrap();
        let stem = document.file_stem().unwrap();
        let output = manifest.folder.join(stem).join("x.json");
        fs::create_dir_all(output.parent().unwrap()).unwrap();
        fs::write(&output, "{}").unwrap();
        let report =
            Report { outputs: vec![output], records_written: Some(3), ..Report::default() };
        let input = input(document);
        let known = manifest.look(&input, Path::new(stem));
        manifest.add(&input, known, &report).unwrap();
    }

    #[test]
    fn what_is_done_is_known_after_a_crash_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let (a, b, c) = (dir.path().join("a.md"), dir.path().join("b.md"), dir.path().join("c.md"));
        let first = begin(&out, "json");
        for document in [&a, &b, &c] {
            done(&first, document, "one");
        }
        drop(first);
        // The run was killed while it wrote a line.
        let file = out.join(NAME);
        let mut text = fs::read_to_string(&file).unwrap();
        text.push_str("{\"path\":\"d");
        fs::write(&file, text).unwrap();
        let unchanged = |manifest: &Manifest, path: &Path, place: &str| {
            manifest.look(&input(path), Path::new(place)).line.is_some()
        };
        let again = begin(&out, "json");
        assert!(unchanged(&again, &a, "a") && unchanged(&again, &b, "b"));
        assert!(!unchanged(&again, &a, "a~2"), "its outputs belong elsewhere now");
        fs::write(&b, "two").unwrap();
        fs::remove_file(out.join("c/x.json")).unwrap();
        assert!(!unchanged(&again, &b, "b") && !unchanged(&again, &c, "c"));
        drop(again);
        assert!(!unchanged(&begin(&out, "csv"), &a, "a"), "other settings");
        let fresh = Manifest::begin(&out, "json", false, false).unwrap();
        assert!(!unchanged(&fresh, &a, "a"));
    }

    #[test]
    fn in_the_end_there_is_a_line_for_each_input_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let paths: Vec<PathBuf> = ["a.md", "b.md", "c.md"].map(|n| dir.path().join(n)).into();
        let manifest = begin(&out, "json");
        for document in [&paths[2], &paths[0], &paths[1], &paths[0]] {
            done(&manifest, document, "one");
        }
        assert_eq!(manifest.finish(paths.iter().map(PathBuf::as_path)).unwrap(), []);
        let read = || -> Vec<Value> {
            let text = fs::read_to_string(out.join(NAME)).unwrap();
            text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
        };
        let names = |lines: &[Value]| -> Vec<String> {
            lines.iter().map(|l| l["path"].as_str().unwrap().to_owned()).collect()
        };
        let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        let lines = read();
        assert_eq!(names(&lines), shown);
        assert_eq!(lines[0]["outputs"], json!(["a/x.json"]));
        assert_eq!((&lines[0]["records"], &lines[0]["outcome"]), (&json!(3), &json!("unchanged")));
        // One input goes, another is not of this run.
        fs::remove_file(&paths[1]).unwrap();
        let gone = begin(&out, "json").finish(std::iter::once(paths[2].as_path())).unwrap();
        assert_eq!(gone, [Gone { path: shown[1].clone(), outputs: vec!["b/x.json".into()] }]);
        assert_eq!(names(&read()), [shown[2].clone(), shown[0].clone()]);
    }

    #[test]
    fn a_file_of_somebody_elses_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(NAME), "{\"name\": \"mine\"}\n").unwrap();
        let told = Manifest::begin(dir.path(), "", false, false).unwrap_err().to_string();
        assert!(told.contains("is not the manifest"), "{told}");
    }
}
