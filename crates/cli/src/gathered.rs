//! Several documents in one output: their records come as JSON, from the workers or from files, and
//! are added in the order of the inputs.

use crate::audit;
use crate::commands::convert::Convert;
use crate::inputs::Input;
use crate::output::{self, Protected, Staged, Target};
use crate::report::{Report, Style};
use crate::{batch, pipeline};
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tablemend::{Format, Options, Together, WriteOptions};
use tablemend_model::{Diagnostic, Level, Schema};

/// The output of all documents on its way.
pub(crate) struct Gathered<'a> {
    together: Together,
    /// What is written of it already and need not be held.
    spool: Option<File>,
    target: &'a Target,
    options: &'a Options,
    protected: &'a Protected,
    /// Where the records of each document are kept, if they do not come with its report.
    parts: Option<PathBuf>,
    schemas: HashMap<String, Schema>,
    counted: Option<audit::Several>,
}

impl<'a> Gathered<'a> {
    /// Nothing yet; where the format adds to a file that is there, what it holds. What is kept in
    /// parts is all that the file shall hold.
    ///
    /// # Errors
    /// When the file may not be written, or holds something else.
    pub(crate) fn new(
        typed: &Convert,
        forms: &[Format],
        target: &'a Target,
        options: &'a Options,
        protected: &'a Protected,
        emit: &WriteOptions,
        parts: Option<PathBuf>,
    ) -> Result<Self> {
        let form = forms.first().copied().unwrap_or(Format::Json);
        let there = match target {
            Target::File(path) => {
                protected.check(path)?;
                if form.info().merges && parts.is_none() { existing(path)? } else { None }
            }
            _ => None,
        };
        let together = Together::new(form, emit.as_emitted().clone(), there.as_deref())?;
        let counted = typed.is_audited().then(|| audit::Several::new(forms.first().copied()));
        let schemas = HashMap::new();
        Ok(Self { together, spool: None, target, options, protected, parts, schemas, counted })
    }

    /// Adds a document; gives the report on it.
    pub(crate) fn add(&mut self, input: &Input, mut report: Report, style: &Style) -> Report {
        let records = match (&self.parts, report.records.take()) {
            _ if report.is_unreadable || report.is_unwritten => return report,
            (None, None) => return report,
            (None, Some(records)) => Ok(records.into_bytes()),
            (Some(folder), _) => {
                let file = folder.join(batch::place(input)).join(format!("{}.json", input.stem));
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
            }
        };
        match records.and_then(|records| self.take(&records)) {
            Ok(None) => report,
            Ok(Some(name)) => {
                let message = format!(
                    "it is byte for byte the same as {name}: the database has its rows once"
                );
                let help = "leave one of the two out, so that the numbers of files and rows agree";
                let note = Diagnostic::new("output.same_document", Level::Warning, message);
                report.add(note.help(help), style);
                report
            }
            Err(error) => Report::unwritten(&input.shown, &error, style),
        }
    }

    fn take(&mut self, records: &[u8]) -> Result<Option<String>> {
        let name = tablemend_emit::json::profile(records)?;
        let schema = match self.schemas.entry(name) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let schema = match self.options.profile() {
                    Some(profile) => profile.schema.clone(),
                    None => pipeline::profile(new.key())?.schema,
                };
                new.insert(schema)
            }
        };
        let same = self.together.add(records, schema)?;
        if let Some(counted) = &mut self.counted {
            counted.expect(records, schema);
        }
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(spool(self.target).context("cannot make a temporary file")?),
        };
        self.together.drain(spool)?;
        Ok(same)
    }

    /// Writes the output; where there is no document, nothing. It is read back and counted as a
    /// whole, where that was asked for. Gives what is to be said of it.
    pub(crate) fn finish(mut self, style: &Style) -> Option<Report> {
        let shown = match self.target {
            Target::File(path) => path.display().to_string(),
            _ => "<standard output>".to_owned(),
        };
        if let Err(error) = self.write() {
            return Some(Report::unwritten(&shown, &error, style));
        }
        let Target::File(path) = self.target else { return None };
        let (note, shown) = self.counted?.of_file(path)?;
        Some(Report { is_audit_dirty: true, ..Report::failed(&shown, note, style) })
    }

    fn write(&mut self) -> Result<()> {
        if self.together.is_empty() {
            return Ok(());
        }
        let (together, spool) = (&mut self.together, &mut self.spool);
        let mut write = |out: &mut dyn Write| -> Result<()> {
            if let Some(spool) = spool {
                spool.seek(SeekFrom::Start(0))?;
                io::copy(spool, out)?;
            }
            Ok(together.write(out)?)
        };
        let Target::File(path) = self.target else { return output::to_stdout(write) };
        let mut staged = Staged::new(self.protected);
        staged.write(path, |out| write(out))?;
        staged.commit().map(|_| ())
    }
}

/// A file without a name: beside the output, since there is room for it there, else where the system
/// has such files.
fn spool(target: &Target) -> io::Result<File> {
    let folder = match target {
        Target::File(path) => path.parent().filter(|p| !p.as_os_str().is_empty()),
        _ => None,
    };
    match folder.filter(|folder| folder.is_dir()) {
        Some(folder) => tempfile::tempfile_in(folder),
        None => tempfile::tempfile(),
    }
}

/// The bytes of a file that is there already.
pub(crate) fn existing(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) if bytes.is_empty() => Ok(None),
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("cannot read {} to add to it", path.display())),
    }
}
