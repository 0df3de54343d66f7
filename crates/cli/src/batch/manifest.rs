//! `manifest.jsonl`: what came of each input of a batch (contract §8), and where a batch that was
//! stopped goes on.
//!
//! While a batch runs, a line is added for each document as soon as its outputs are in place. A run
//! that is killed leaves the lines of what is done; a line that it could not finish is taken away by
//! the next. When all is done the file is written anew, with one line for each input in their order.
//! Only places of lines are held in memory.

use super::earlier;
use crate::inputs::{self, Batch, Input};
use crate::output::{Protected, Staged, Turn};
use crate::report::Report;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tablemend_model::{Diagnostic, Level};

/// Name of the file in the output folder.
const NAME: &str = "manifest.jsonl";
/// The member that says how a document was read and written; behind those of the contract.
const SETTINGS: &str = "settings";
/// The member that counts diagnostics by code; behind those of the contract too.
const CODES: &str = "codes";

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
    /// Whether the outputs are parts of one file, which are for nobody else to read.
    is_of_parts: bool,
    lines: Mutex<Lines>,
    /// Where the outputs of this run's documents go.
    places: HashSet<Key>,
    /// An output of each document of the run before, where this one begins anew.
    before: Vec<String>,
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
pub(crate) struct Unread {
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
        let mut lines = Lines { file, end, at };
        let mut before = Vec::new();
        if !resumes {
            let keep = |_, line: &Value| before.extend(earlier::outputs(line).into_iter().next());
            lines.each(keep).with_context(|| format!("cannot read {shown}"))?;
            (lines.at, lines.end) = (HashMap::new(), 0);
        }
        lines.file.set_len(lines.end).with_context(|| format!("cannot write {shown}"))?;
        let settings: String = hex(&Sha256::digest(settings.as_bytes())).chars().take(16).collect();
        let lines = Mutex::new(lines);
        Ok(Self {
            folder: folder.to_owned(),
            settings,
            is_audited,
            is_of_parts: false,
            lines,
            places: HashSet::new(),
            before,
            _turn: turn,
        })
    }

    /// Says that the outputs are the parts of one file.
    pub(crate) fn of_parts(self) -> Self {
        Self { is_of_parts: true, ..self }
    }

    /// Gives each document the name that its outputs had in an earlier run, and to others names that
    /// none of the earlier outputs has: a document that comes or goes moves no other's.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn keep_names(&mut self, batch: &mut Batch) -> Result<()> {
        let shown = self.path().display().to_string();
        let lines = self.lines.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut before: HashMap<Key, PathBuf> = HashMap::new();
        let mut taken: HashSet<Key> = HashSet::new();
        let keep = |key: Key, line: &Value| {
            let outputs = earlier::outputs(line);
            if let Some(place) = outputs.first().and_then(|output| earlier::place(output)) {
                if outputs.iter().any(|output| self.folder.join(output).is_file()) {
                    taken.insert(place_key(&place));
                }
                before.insert(key, place);
            }
        };
        lines.each(keep).with_context(|| format!("cannot read {shown}"))?;
        let mut new = Vec::new();
        for (i, input) in batch.inputs.iter_mut().enumerate() {
            let known = before.get(&key(input.path.as_deref().unwrap_or(Path::new("-"))));
            let name = known.and_then(|place| earlier::name(place, input));
            match name.filter(|name| self.places.insert(place_key(&input.folder.join(name)))) {
                Some(name) => input.stem = name,
                None => new.push(i),
            }
        }
        for i in new {
            let Some(input) = batch.inputs.get_mut(i) else { continue };
            let folder = &input.folder;
            input.stem = inputs::free_name(&inputs::own_stem(input), |name| {
                let key = place_key(&folder.join(name));
                !taken.contains(&key) && self.places.insert(key)
            });
        }
        Ok(())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    /// Looks at a document before it is read. `place` is where its outputs go, below the output
    /// folder: what was written elsewhere does not stand for them.
    pub(crate) fn look(&self, input: &Input, place: &Path) -> Unread {
        let Some(path) = &input.path else { return Unread::default() };
        let Some(sha256) = hash(path) else { return Unread::default() };
        let line = self.line(key(path)).filter(|line| {
            let is = |name: &str, value: &str| line[name].as_str() == Some(value);
            let is_done = is("outcome", "written") || is("outcome", "unchanged");
            let has_errors = line["diagnostics"]["error"].as_u64().is_some_and(|n| n > 0);
            is_done
                && is("sha256", &sha256)
                && is(SETTINGS, &self.settings)
                // Two paths that are not text may look the same.
                && path.to_str().is_some_and(|p| is("path", p))
                // Without its codes it cannot be counted with the others.
                && line[CODES].is_object()
                && !(self.is_audited && has_errors)
                && self.are_there(line, place)
        });
        Unread { sha256: Some(sha256), line }
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

    /// Keeps what came of a document. Gives what is to be said of older outputs of it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add(
        &self,
        input: &Input,
        known: Unread,
        report: &Report,
    ) -> Result<Option<Diagnostic>> {
        let path = input.path.as_deref().unwrap_or(Path::new("-"));
        let (line, outdated) = match known.line {
            Some(mut line) => {
                line["outcome"] = json!("unchanged");
                (line, None)
            }
            None => {
                let mut line = self.of_report(path, known.sha256, report);
                let outdated = self.replace(self.line(key(path)), &mut line);
                (line, outdated)
            }
        };
        self.put(key(path), &line)?;
        Ok(outdated)
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
        let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
        for note in &report.notes {
            *codes.entry(note.code.as_ref()).or_default() += 1;
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
            CODES: codes,
        })
    }

    /// An output's path below the output folder, the same on every system.
    fn below(&self, output: &Path) -> String {
        let path = output.strip_prefix(&self.folder).unwrap_or(output);
        let parts = path.components().map(|p| p.as_os_str().to_string_lossy().into_owned());
        parts.collect::<Vec<_>>().join("/")
    }

    /// Settles older outputs of a document, which `old` tells, beside those of `line`.
    fn replace(&self, old: Option<Value>, line: &mut Value) -> Option<Diagnostic> {
        let old = old?;
        let mut left = earlier::outputs(&old);
        let new = earlier::outputs(line);
        left.retain(|output| !new.contains(output) && self.folder.join(output).is_file());
        if new.is_empty() && !self.is_of_parts {
            line["outputs"] = json!(left);
        }
        let is_same = |name: &str| line[name] == old[name];
        let is_same_document = is_same("sha256") && old["outcome"] != "failed";
        let place = |outputs: &[String]| outputs.first().and_then(|o| earlier::place(o));
        let is_same_place = new.is_empty() || place(&new) == place(&left);
        if left.is_empty() || (is_same_document && is_same_place) {
            return None;
        }
        if self.is_of_parts || (!new.is_empty() && is_same_place && is_same(SETTINGS)) {
            left.iter().for_each(|output| earlier::remove(&self.folder, output));
            left.retain(|output| self.folder.join(output).is_file());
        } else if let Some(place) = place(&left)
            && !new.is_empty()
            && self.places.contains(&place_key(&place))
            && !is_same_place
        {
            // They belong to another document of this run.
            return None;
        }
        (!left.is_empty()).then(|| earlier::outdated(&left))
    }

    /// What is said of outputs of the run before that no document of this one has.
    pub(crate) fn left(&self) -> Option<Diagnostic> {
        let is_left = |output: &&String| {
            let place = earlier::place(output);
            place.is_some_and(|place| !self.places.contains(&place_key(&place)))
                && self.folder.join(output).is_file()
        };
        let left: Vec<String> = self.before.iter().filter(is_left).cloned().collect();
        (!left.is_empty()).then(|| earlier::left(&left))
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
    /// stay at the end, and so do those of inputs that are gone, as long as outputs of them are there.
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
        let (mut gone, mut left) = (Vec::new(), Vec::new());
        for at in others {
            let line: Value = serde_json::from_slice(&lines.read(at)?).unwrap_or_default();
            let Some(told) = line["path"].as_str() else { continue };
            if Path::new(told).exists() {
                order.push(at);
                continue;
            }
            let mut outputs = earlier::outputs(&line);
            if self.is_of_parts {
                outputs.drain(..).for_each(|output| earlier::remove(&self.folder, &output));
            }
            outputs.retain(|output| self.folder.join(output).is_file());
            if !earlier::is_told(&line) {
                gone.push(Gone { path: told.to_owned(), outputs: outputs.clone() });
            }
            if !outputs.is_empty() {
                left.push(earlier::vanished(line, outputs));
            }
        }
        let protected = Protected::default();
        let mut staged = Staged::new(&protected);
        staged.write(&path, |out| {
            for at in order {
                out.write_all(&lines.read(at)?)?;
            }
            for line in left {
                writeln!(out, "{line}")?;
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

    /// Goes through the last line of each input.
    fn each(&mut self, mut take: impl FnMut(Key, &Value)) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new(&mut self.file).take(self.end);
        let (mut line, mut begin) = (Vec::new(), 0);
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(());
            }
            if let Ok(value) = serde_json::from_slice::<Value>(&line)
                && let Some(path) = value["path"].as_str()
                && let key = key(Path::new(path))
                && self.at.get(&key) == Some(&begin)
            {
                take(key, &value);
            }
            begin += length as u64;
        }
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
fn error(note: &Diagnostic) -> Value {
    json!({ "code": note.code, "message": note.message })
}

fn key(path: &Path) -> Key {
    let whole = if path.as_os_str() == "-" { path.to_owned() } else { inputs::plainly(path) };
    key_of(whole.as_os_str().as_encoded_bytes())
}

/// What a place of outputs is known by, whatever its case: on some systems names that differ in case
/// alone are one.
fn place_key(place: &Path) -> Key {
    key_of(place.to_string_lossy().to_lowercase().as_bytes())
}

fn key_of(bytes: &[u8]) -> Key {
    let digest = Sha256::digest(bytes);
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
mod tests;
