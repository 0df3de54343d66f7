//! `tablemend convert`: documents to records under a profile.

use crate::args::{Checks, Inputs, Several};
use crate::audit::{self, Of};
use crate::batch::{Apart, Manifest, Pace};
use crate::formats;
use crate::gathered::{Gathered, existing};
use crate::inputs::{Batch, Input};
use crate::output::{Protected, Staged, Target, Turn};
use crate::report::{self, Report, Style, Telling};
use crate::{Outcome, batch, folders, inputs, pipeline};
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend::corrections::Correction;
use tablemend::{Format, Opened, Options, Records, WriteOptions};
use tablemend_model::Diagnostic;

/// Read the records of action plans, risk registers and other documents that a profile describes.
///
/// With -o DIR each document becomes JSON, CSV files, a data package and a workbook; without -o its
/// JSON goes to standard output.
///
/// Several documents, or a folder, with -o FILE go into that one file: a JSON array, JSON Lines, CSV
/// or Parquet with a column for the document, a workbook or a database of all. In a folder each
/// document gets a folder of its own, below the same folders as the documents.
#[derive(Args, Clone, Debug)]
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
    /// Corrections that people made in the review, of this document or an earlier edition (JSON
    /// Lines); what became of each is reported
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    corrections: Vec<PathBuf>,
    /// Check that every word of the input is in the output exactly once; list any missing or
    /// duplicated and exit with 1
    #[arg(long, help_heading = "Checks")]
    audit: bool,
    #[command(flatten)]
    several: Several,
    #[command(flatten)]
    checks: Checks,
}

impl Convert {
    /// Whether words are counted.
    pub(crate) fn is_audited(&self) -> bool {
        self.audit
    }

    /// Where to write.
    pub(crate) fn place(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// The same, going on from what is done already.
    pub(crate) fn resumed(&self) -> Self {
        let mut typed = self.clone();
        typed.several.resume = true;
        typed
    }
}

/// Reads and writes all documents.
pub(crate) fn run(typed: &Convert, style: &Style) -> Result<Outcome> {
    let asked = Target::of(typed.output.as_deref());
    let found = found(typed, asked.folder())?;
    run_on(typed, &asked, found, style)
}

/// The documents; with `--resume` one alone is a batch too, of which there is a manifest.
pub(crate) fn found(typed: &Convert, skip: Option<&Path>) -> Result<Batch> {
    let found = inputs::find(&typed.inputs, skip)?;
    Ok(Batch { is_single: found.is_single && !typed.several.resume, ..found })
}

/// Reads and writes these documents.
pub(crate) fn run_on(
    typed: &Convert,
    asked: &Target,
    mut found: Batch,
    style: &Style,
) -> Result<Outcome> {
    let forms = formats::RECORDS.choose(&typed.format, asked)?;
    let options = pipeline::options(&typed.inputs)?;
    let options = pipeline::with_profile(options, typed.profile.as_deref())?;
    let corrections = pipeline::corrections(&typed.corrections)?;
    let options = options.with_layouts(tablemend::corrections::layouts(&corrections));
    let gathers = gathers(&forms, asked, &found)?;
    formats::check_terminal(&forms, asked)?;
    let (bom, escape, licence) = (typed.bom, typed.escape_formulas, typed.licence.is_some());
    let remarks =
        [formats::idle(&forms, bom, escape, licence), formats::taken_as_file(&forms, asked)];
    for remark in remarks.into_iter().flatten().filter(|_| !style.quiet && !batch::is_worker()) {
        report::say_plainly(&remark);
    }
    let mut emit =
        WriteOptions::new().with_bom(typed.bom).with_escaped_formulas(typed.escape_formulas);
    if let Some(licence) = &typed.licence {
        emit = emit.with_licence(licence);
    }
    // What can be resumed is kept document by document, also where all go into one file.
    let parts = if typed.several.resume { parts(asked, gathers)? } else { None };
    let (target, written) = match &parts {
        Some(folder) => (Target::Folder(folder.clone()), vec![Format::Json]),
        None => (asked.clone(), forms.clone()),
    };
    let protected = Protected::inputs(&typed.inputs, &found, &target);
    // What documents are added to is read and written by this process, not by its workers.
    let is_merging = !batch::is_worker() && parts.is_none() && is_merging(&forms);
    let _turn = match asked {
        Target::File(path) if is_merging => Some(Turn::at(path)),
        _ => None,
    };
    let mut gathered = if gathers && !batch::is_worker() {
        Some(Gathered::new(typed, &forms, asked, &options, &protected, &emit, parts.clone())?)
    } else {
        None
    };
    let manifest = match &target {
        Target::Folder(folder) if !found.is_single && !batch::is_worker() => {
            let settings = settings(typed, &written, &corrections)?;
            let resumes = typed.several.resume;
            let mut manifest = Manifest::begin(folder, &settings, resumes, typed.audit)?;
            manifest.keep_names(&mut found)?;
            Some(if parts.is_some() { manifest.of_parts() } else { manifest })
        }
        _ => None,
    };
    let partial = formats::of_main_kind(&forms, asked);
    let job = Job {
        partial,
        gathers: gathers && parts.is_none(),
        typed,
        forms: written,
        target,
        options: options.clone(),
        corrections,
        protected: Protected::inputs(&typed.inputs, &found, asked),
        is_single: found.is_single,
        emit: emit.clone(),
    };
    // What each document writes to one stream goes there one after another.
    let pace = match job.target {
        Target::Folder(_) => Pace::Parallel,
        _ if gathers => Pace::Parallel,
        _ => Pace::InOrder,
    };
    let each = |input: &Input| {
        let opened = match pipeline::open(input, &job.options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        job.convert(input, opened, style)
    };
    let (timeout, jobs) = (typed.inputs.time(), typed.several.jobs);
    let mut telling = Telling::new(style);
    let apart = Apart { batch: &found, pace, timeout, jobs, manifest };
    apart.run(&mut telling, style, each, |input, report| match &mut gathered {
        Some(gathered) => gathered.add(input, report, style),
        None => report,
    })?;
    if let Some(report) = gathered.and_then(|g| g.finish(style)) {
        telling.tell_remark(report);
    }
    Ok(telling.finish(&typed.checks))
}

/// The folder that keeps the documents of one file for the next run; none where the output is a
/// folder itself.
fn parts(asked: &Target, gathers: bool) -> Result<Option<PathBuf>> {
    match asked {
        Target::Folder(_) => Ok(None),
        Target::File(path) if gathers => {
            let mut name = path.as_os_str().to_owned();
            name.push(".parts");
            Ok(Some(PathBuf::from(name)))
        }
        Target::File(_) => bail!("--resume needs -o FOLDER/ for this format"),
        Target::Stdout => bail!("--resume needs -o: what is done already is kept with the output"),
    }
}

/// Everything about how documents are read and written that makes an output another one.
fn settings(typed: &Convert, forms: &[Format], corrections: &[Correction]) -> Result<String> {
    let profile = match &typed.profile {
        Some(name) if Path::new(name).is_file() => pipeline::profile_text(Path::new(name))?,
        other => other.clone().unwrap_or_default(),
    };
    let forms: Vec<&str> = forms.iter().map(|f| f.info().name).collect();
    let (bom, escape, tracked) = (typed.bom, typed.escape_formulas, typed.inputs.tracked);
    let ocr = typed.inputs.ocr.settings();
    Ok(format!(
        "convert {} {forms:?} {bom} {escape} {:?} {tracked:?} {ocr} {} {corrections:?} {profile}",
        tablemend::TOOL,
        typed.licence,
        typed.audit
    ))
}

/// Whether several documents go into one output, which is written when all are there.
fn gathers(forms: &[Format], target: &Target, found: &Batch) -> Result<bool> {
    if target.folder().is_some() || found.is_single {
        return Ok(false);
    }
    // Each line is whole, so that lines go to a stream as they come.
    if *target == Target::Stdout && *forms == [Format::Jsonl] {
        return Ok(false);
    }
    match forms.iter().find(|f| !f.info().several) {
        None => Ok(true),
        Some(_) if found.inputs.len() < 2 => Ok(false),
        Some(one) => bail!(
            "one {} file holds one document; for {} documents use -o FOLDER/, or a format that holds \
             several (json, jsonl, csv, xlsx, sqlite, parquet)",
            one.info().name,
            found.inputs.len()
        ),
    }
}

/// What is the same for every document of the run.
struct Job<'a> {
    /// Whether the records of all documents are put together.
    gathers: bool,
    typed: &'a Convert,
    forms: Vec<Format>,
    /// Those of the formats asked for that hold the items of the main kind alone.
    partial: Vec<Format>,
    target: Target,
    options: Options,
    /// What people corrected, of all files that were given.
    corrections: Vec<Correction>,
    protected: Protected,
    is_single: bool,
    emit: WriteOptions,
}

impl Job<'_> {
    fn convert(&self, input: &Input, opened: Opened, style: &Style) -> Report {
        let source = pipeline::source_text(&opened, style);
        let is_audited = self.typed.audit;
        let mut audited =
            if is_audited { audit::of_pages(&opened, &self.options) } else { Vec::new() };
        let as_read = is_audited.then(|| opened.document().clone());
        let mended = tablemend::mend(opened, &self.options);
        let converted = match tablemend::records(&mended, &self.options) {
            Ok(converted) => converted,
            Err(error) => {
                let (_, mut notes) = mended.into_parts();
                notes.push(*pipeline::note(&error));
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
        // The count of words is that of the reading, which corrections do not change.
        let corrected = (!self.corrections.is_empty())
            .then(|| tablemend::corrections::apply(&converted, &self.corrections));
        let unreviewed = &converted;
        let converted = corrected.as_ref().unwrap_or(unreviewed);
        let data = converted.data();
        let mut notes = data.diagnostics.clone();
        notes.extend(formats::cuts(data, &self.forms));
        let left_out = formats::left_out(data, &self.partial);
        let is_whole = left_out.is_none();
        notes.extend(left_out);
        let records = self.gathers.then(|| converted.to_json()).transpose();
        let written = records.map_err(Into::into).and_then(|records| match records {
            // The process that puts the documents together writes them.
            Some(_) => Ok((records, self.place())),
            None => Ok((None, self.write(converted, input, &mut audited)?)),
        });
        let (records, written) = match written {
            Ok(done) => done,
            Err(error) => return Report::unwritten(&input.shown, &error, style),
        };
        if let Some(as_read) = as_read {
            let found = tablemend::audit::records(&as_read, unreviewed);
            audited.extend(audit::of_records(&found));
            // A file that several documents go into is counted when all are there.
            let of = Of::Records(data);
            let counted = written.iter().filter(|_| records.is_none());
            audited.extend(counted.filter_map(|path| audit::of_file(path, &self.forms, &of)));
        }
        let mut summary = report::of_records(
            &input.shown,
            data,
            pipeline::how(&self.options),
            &notes,
            &written,
            style,
        );
        if is_audited && !audit::is_dirty(&audited) {
            summary.push_str(if is_whole { audit::CLEAN } else { audit::CLEAN_IN_PART });
        }
        let is_audit_dirty = audit::is_dirty(&audited);
        notes.extend(audited);
        let has_list = self.target.folder().is_some() && self.forms.contains(&Format::Csv);
        let mut report = Report {
            shown: input.shown.clone(),
            notes,
            summary,
            is_audit_dirty,
            records,
            outputs: written,
            records_written: Some(data.item_count() as u64),
            ..Report::default()
        };
        report.render(source.as_ref(), style, has_list.then_some("diagnostics.csv"));
        report
    }

    /// The one output of all documents.
    fn place(&self) -> Vec<PathBuf> {
        match &self.target {
            Target::File(path) => vec![path.clone()],
            _ => Vec::new(),
        }
    }

    /// Writes a document's outputs; gives the files. `audited` gets what the count of a stream
    /// finds: it cannot be read back.
    fn write(
        &self,
        records: &Records,
        input: &Input,
        audited: &mut Vec<Diagnostic>,
    ) -> Result<Vec<PathBuf>> {
        let mut staged = Staged::new(&self.protected);
        match &self.target {
            Target::Stdout => {
                for form in &self.forms {
                    let write = |out: &mut dyn Write| {
                        Ok(tablemend::write(records, *form, &self.emit, out)?)
                    };
                    let of = self.typed.audit.then_some(Of::Records(records.data()));
                    audited.extend(audit::to_stdout(*form, of.as_ref(), write)?);
                }
            }
            Target::File(path) => {
                // A format of several files has its items in the one that is asked for.
                let whole = tablemend::package(records, &self.forms, "", &self.emit);
                let merging = whole.iter().find(|f| f.merges());
                match (merging, self.forms.as_slice()) {
                    (Some(file), _) => {
                        let existing = existing(path)?;
                        staged.write(path, |out| Ok(file.write(existing.as_deref(), out)?))?;
                    }
                    (None, forms) => {
                        for form in forms {
                            staged.write(path, |out| {
                                Ok(tablemend::write(records, *form, &self.emit, out)?)
                            })?;
                        }
                    }
                }
            }
            Target::Folder(folder) => {
                let folder = self.folder(folder, input);
                let files = tablemend::package(records, &self.forms, &input.stem, &self.emit);
                if self.is_single {
                    let names: Vec<&str> = files.iter().map(|file| file.name()).collect();
                    folders::check(&folder, &records.data().document.name, &names)?;
                }
                for file in files {
                    let path = folder.join(file.name());
                    let existing = if file.merges() { existing(&path)? } else { None };
                    staged.write(&path, |out| Ok(file.write(existing.as_deref(), out)?))?;
                }
            }
        }
        staged.commit()
    }

    /// One document's files go into the folder itself, those of several into one folder each, below
    /// the same folders as the documents.
    fn folder(&self, folder: &Path, input: &Input) -> PathBuf {
        if self.is_single { folder.to_owned() } else { folder.join(batch::place(input)) }
    }
}

/// Whether documents are added to the file that is written.
fn is_merging(forms: &[Format]) -> bool {
    forms.iter().any(|f| f.info().merges)
}
