//! `tablemend convert`: documents to records under a profile.

use crate::args::{Checks, Inputs};
use crate::batch::Pace;
use crate::formats;
use crate::inputs::Input;
use crate::output::{self, Protected, Staged, Target, Turn};
use crate::pipeline::Profiles;
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, inputs, pipeline};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tablemend_emit::{Format, Merged};
use tablemend_model::{Dataset, Level, Note, Noted};

/// Read the records of action plans, risk registers and other documents that a profile describes.
///
/// With -o DIR each document becomes JSON, CSV files, a data package and a workbook; without -o its
/// JSON goes to standard output.
#[derive(Args, Debug)]
pub(crate) struct Convert {
    #[command(flatten)]
    inputs: Inputs,
    /// Where to write: a folder, a file, or - for standard output
    #[arg(long, short, value_name = "PLACE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Formats, separated by commas; by default taken from the output's extension
    #[arg(
        long,
        short,
        value_delimiter = ',',
        value_name = "FORMATS",
        value_parser = formats::RECORDS.values(),
        help_heading = "Writing"
    )]
    format: Vec<Format>,
    /// Put a byte order mark in front of CSV files, so that Excel reads them as UTF-8
    #[arg(long, help_heading = "Writing")]
    bom: bool,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Writing")]
    escape_formulas: bool,
    /// Licence of the data, named in the data package: an identifier (OGL-UK-3.0) or a URL
    #[arg(long, value_name = "LICENCE", help_heading = "Writing")]
    licence: Option<String>,
    /// Built-in profile or profile file; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    /// Check that every word of the input is in the output exactly once; list any missing or
    /// duplicated and exit with 1
    #[arg(long, help_heading = "Checks")]
    audit: bool,
    #[command(flatten)]
    checks: Checks,
}

/// Reads and writes all documents.
pub(crate) fn run(typed: &Convert, style: &Style) -> Result<Outcome> {
    let target = Target::of(typed.output.as_deref());
    let forms = formats::RECORDS.choose(&typed.format, &target)?;
    let options = pipeline::options(&typed.inputs)?;
    let profiles = Profiles::new(typed.profile.as_deref())?;
    let found = inputs::gather(&typed.inputs.inputs, target.folder());
    let is_shared = matches!(target, Target::File(_)) && found.inputs.len() > 1;
    if is_shared && !forms.iter().all(|f| f.info().merges) {
        bail!("several documents cannot share one file of this format; give a folder with -o");
    }
    formats::check_terminal(&forms, &target)?;
    formats::check_stream(&forms, &target, found.inputs.len())?;
    let (bom, escape, licence) = (typed.bom, typed.escape_formulas, typed.licence.is_some());
    if let Some(remark) = formats::idle(&forms, bom, escape, licence).filter(|_| !style.quiet) {
        report::say_plainly(&remark);
    }
    if let Some(remark) = formats::taken_as_file(&forms, &target).filter(|_| !style.quiet) {
        report::say_plainly(&remark);
    }
    let protected = Protected::new(found.inputs.iter().filter_map(|i| i.path.as_deref()));
    let _turn = match &target {
        Target::File(path) if is_merging(&forms) => Some(Turn::at(path)),
        _ => None,
    };
    let merged = match &target {
        Target::File(path) if is_shared => {
            protected.check(path)?;
            Some(Mutex::new(Merged::open(existing(path)?.as_deref())?))
        }
        _ => None,
    };
    let job = Job {
        merged,
        typed,
        forms,
        target,
        profiles,
        protected,
        is_single: found.is_single,
        emit: tablemend_emit::Options {
            bom: typed.bom,
            escape_formulas: typed.escape_formulas,
            licence: typed.licence.clone(),
        },
    };
    // Documents that are added to one file, or written to one stream, go there one after another.
    let pace = match job.target {
        Target::Folder(_) => Pace::Parallel,
        _ => Pace::InOrder,
    };
    let each = |input: &Input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        job.convert(input, opened, style)
    };
    let reports = if job.merged.is_some() {
        // The database they are added to is held by this process.
        batch::run(&found, pace, style, each)
    } else {
        batch::run_apart(&found, pace, typed.inputs.time(), style, each)
    };
    report::say(&reports, style);
    job.finish()?;
    Ok(batch::outcome(&reports, &typed.checks))
}

/// What is the same for every document of the run.
struct Job<'a> {
    /// Where several documents are added to one database: it is written when all are in it.
    merged: Option<Mutex<Merged>>,
    typed: &'a Convert,
    forms: Vec<Format>,
    target: Target,
    profiles: Profiles,
    protected: Protected,
    is_single: bool,
    emit: tablemend_emit::Options,
}

impl Job<'_> {
    fn convert(&self, input: &Input, opened: pipeline::Opened, style: &Style) -> Report {
        let source = opened.source_text(style);
        let Noted { value: document, mut notes } = opened.document;
        let as_read = self.typed.audit.then(|| document.clone());
        let mended = tablemend_normalise::tables(document);
        notes.extend(mended.notes);
        let document = mended.value;
        let chosen = match self.profiles.choose(&document) {
            Ok(chosen) => chosen,
            Err(note) => {
                notes.push(*note);
                let mut report = Report {
                    shown: input.shown.clone(),
                    notes,
                    is_unreadable: true,
                    ..Report::default()
                };
                report.render(source.as_ref(), style, None);
                return report;
            }
        };
        let data = pipeline::records(&document, &chosen.profile, notes);
        let mut notes = data.diagnostics.clone();
        notes.extend(formats::cuts(&data, &self.forms));
        let written = match self.write(&data, input) {
            Ok(written) => written,
            Err(error) => return Report::unwritten(&input.shown, &error, style),
        };
        let found = as_read.map(|d| audit(&tablemend_normalise::audit(&d, &data)));
        let is_audit_dirty = found.as_ref().is_some_and(|n| !n.is_empty());
        let mut summary =
            report::of_records(&input.shown, &data, chosen.how, &notes, &written, style);
        if found.as_ref().is_some_and(Vec::is_empty) {
            summary.push_str("  audit    every word is in the output exactly once\n");
        }
        notes.extend(found.unwrap_or_default());
        let has_list = self.target.folder().is_some() && self.forms.contains(&Format::Csv);
        let mut report = Report {
            shown: input.shown.clone(),
            notes,
            summary,
            is_audit_dirty,
            ..Report::default()
        };
        report.render(source.as_ref(), style, has_list.then_some("diagnostics.csv"));
        report
    }

    /// Writes the database that the documents were added to.
    fn finish(&self) -> Result<()> {
        let (Some(merged), Target::File(path)) = (&self.merged, &self.target) else {
            return Ok(());
        };
        let mut merged = merged.lock().unwrap_or_else(PoisonError::into_inner);
        let mut staged = Staged::new(&self.protected);
        staged.write(path, |out| Ok(merged.write(out)?))?;
        staged.commit().map(|_| ())
    }

    fn write(&self, data: &Dataset, input: &Input) -> Result<Vec<PathBuf>> {
        if let (Some(merged), Target::File(path)) = (&self.merged, &self.target) {
            merged.lock().unwrap_or_else(PoisonError::into_inner).add(data)?;
            return Ok(vec![path.clone()]);
        }
        let mut staged = Staged::new(&self.protected);
        match &self.target {
            Target::Stdout => {
                for form in &self.forms {
                    output::to_stdout(|out| {
                        Ok(tablemend_emit::write(data, *form, &self.emit, out)?)
                    })?;
                }
            }
            Target::File(path) => {
                // A format of several files has its items in the one that is asked for.
                let whole = tablemend_emit::package(data, &self.forms, "", &self.emit);
                let merging = whole.iter().find(|f| f.merges());
                match (merging, self.forms.as_slice()) {
                    (Some(file), _) => {
                        let existing = existing(path)?;
                        staged.write(path, |out| Ok(file.write(existing.as_deref(), out)?))?;
                    }
                    (None, forms) => {
                        for form in forms {
                            staged.write(path, |out| {
                                Ok(tablemend_emit::write(data, *form, &self.emit, out)?)
                            })?;
                        }
                    }
                }
            }
            Target::Folder(folder) => {
                let folder = self.folder(folder, input);
                for file in tablemend_emit::package(data, &self.forms, &input.stem, &self.emit) {
                    let path = folder.join(file.name());
                    let existing = if file.merges() { existing(&path)? } else { None };
                    staged.write(&path, |out| Ok(file.write(existing.as_deref(), out)?))?;
                }
            }
        }
        staged.commit()
    }

    /// One document's files stand in the folder itself, those of several in one folder each.
    fn folder(&self, folder: &Path, input: &Input) -> PathBuf {
        if self.is_single { folder.to_owned() } else { folder.join(&input.stem) }
    }
}

/// Whether documents are added to the file that is written.
fn is_merging(forms: &[Format]) -> bool {
    forms.iter().any(|f| f.info().merges)
}

/// The bytes of a file that is there already.
fn existing(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) if bytes.is_empty() => Ok(None),
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| format!("cannot read {} to add to it", path.display())),
    }
}

/// The audit's answer as notes.
pub(crate) fn audit(found: &tablemend_normalise::Audit) -> Vec<Note> {
    let note = |code: &'static str, what: &str, words: &[(String, u32)]| {
        let listed: Vec<String> = words
            .iter()
            .map(|(word, times)| match times {
                1 => word.clone(),
                _ => format!("{word} ({times} times)"),
            })
            .collect();
        (!words.is_empty()).then(|| {
            Note::new(code, Level::Error, format!("{what}: {}", listed.join(", ")))
                .help("this is a defect of tablemend: please report it")
        })
    };
    [
        note("audit.missing", "words of the document that are in no output", &found.missing),
        note("audit.doubled", "words that the output has too often", &found.doubled),
    ]
    .into_iter()
    .flatten()
    .collect()
}
