//! `tablemend convert`: documents to records under a profile.

use crate::args::{Checks, Inputs};
use crate::audit::{self, Of};
use crate::batch::Pace;
use crate::formats;
use crate::inputs::{Batch, Input};
use crate::output::{self, Protected, Staged, Target, Turn};
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, inputs, pipeline};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tablemend::{Format, Opened, Options, Records, Together, WriteOptions};
use tablemend_model::{Note, Schema};

/// Read the records of action plans, risk registers and other documents that a profile describes.
///
/// With -o DIR each document becomes JSON, CSV files, a data package and a workbook; without -o its
/// JSON goes to standard output.
///
/// Several documents, or a folder, with -o FILE go into that one file: a JSON array, JSON Lines, CSV
/// or Parquet with a column for the document, a workbook or a database of all. In a folder each
/// document gets a folder of its own, below the same folders as the documents.
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
    let options = pipeline::with_profile(options, typed.profile.as_deref())?;
    let found = inputs::gather(&typed.inputs.inputs, target.folder());
    let gathers = gathers(&forms, &target, &found)?;
    formats::check_terminal(&forms, &target)?;
    let (bom, escape, licence) = (typed.bom, typed.escape_formulas, typed.licence.is_some());
    if let Some(remark) = formats::idle(&forms, bom, escape, licence).filter(|_| !style.quiet) {
        report::say_plainly(&remark);
    }
    if let Some(remark) = formats::taken_as_file(&forms, &target).filter(|_| !style.quiet) {
        report::say_plainly(&remark);
    }
    let protected = Protected::new(found.inputs.iter().filter_map(|i| i.path.as_deref()));
    let mut emit =
        WriteOptions::new().with_bom(typed.bom).with_escaped_formulas(typed.escape_formulas);
    if let Some(licence) = &typed.licence {
        emit = emit.with_licence(licence);
    }
    // What documents are added to is read and written by this process, not by its workers.
    let is_merging = !batch::is_worker() && is_merging(&forms);
    let _turn = match &target {
        Target::File(path) if is_merging => Some(Turn::at(path)),
        _ => None,
    };
    let together = if gathers && !batch::is_worker() {
        Some(together(&forms, &target, &protected, &emit)?)
    } else {
        None
    };
    let job =
        Job { gathers, typed, forms, target, options, protected, is_single: found.is_single, emit };
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
    let time = typed.inputs.time();
    let reports = match together {
        None => batch::run_apart(&found, pace, time, style, each),
        Some(mut together) => {
            let mut schemas = HashMap::new();
            let mut counted = typed.audit.then(|| audit::Several::new(job.forms.first().copied()));
            let add = |input: &Input, mut report: Report| {
                let Some(records) = report.records.take() else { return report };
                match add(&mut together, records.as_bytes(), &job.options, &mut schemas) {
                    Ok(schema) => {
                        if let Some(counted) = &mut counted {
                            counted.expect(records.as_bytes(), schema);
                        }
                        report
                    }
                    Err(error) => Report::unwritten(&input.shown, &error, style),
                }
            };
            let mut reports = batch::run_apart_then(&found, pace, time, style, each, add);
            job.finish(&mut together)?;
            // It is read back and counted as a whole.
            let found = counted.zip(job.place().pop()).and_then(|(c, place)| c.of_file(&place));
            if let Some((note, shown)) = found {
                let is_audit_dirty = true;
                reports.push(Report { is_audit_dirty, ..Report::failed(&shown, note, style) });
            }
            reports
        }
    };
    report::say(&reports, style);
    Ok(batch::outcome(&reports, &typed.checks))
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

/// The output that all documents go into.
fn together(
    forms: &[Format],
    target: &Target,
    protected: &Protected,
    emit: &WriteOptions,
) -> Result<Together> {
    let form = forms.first().copied().unwrap_or(Format::Json);
    let there = match target {
        Target::File(path) => {
            protected.check(path)?;
            if form.info().merges { existing(path)? } else { None }
        }
        _ => None,
    };
    Ok(Together::new(form, emit.as_emitted().clone(), there.as_deref())?)
}

/// Adds a document's records, as JSON, to the output of all; gives the schema that reads them.
fn add<'s>(
    together: &mut Together,
    records: &[u8],
    options: &Options,
    schemas: &'s mut HashMap<String, Schema>,
) -> Result<&'s Schema> {
    let name = tablemend_emit::json::profile(records)?;
    let schema = match schemas.entry(name) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => {
            let schema = match options.profile() {
                Some(profile) => profile.schema.clone(),
                None => pipeline::profile(new.key())?.schema,
            };
            new.insert(schema)
        }
    };
    together.add(records, schema)?;
    Ok(schema)
}

/// What is the same for every document of the run.
struct Job<'a> {
    /// Whether the records of all documents are put together.
    gathers: bool,
    typed: &'a Convert,
    forms: Vec<Format>,
    target: Target,
    options: Options,
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
        let data = converted.data();
        let mut notes = data.diagnostics.clone();
        notes.extend(formats::cuts(data, &self.forms));
        let records = self.gathers.then(|| converted.to_json()).transpose();
        let written = records.map_err(Into::into).and_then(|records| match records {
            // The process that puts the documents together writes them.
            Some(_) => Ok((records, self.place())),
            None => Ok((None, self.write(&converted, input, &mut audited)?)),
        });
        let (records, written) = match written {
            Ok(done) => done,
            Err(error) => return Report::unwritten(&input.shown, &error, style),
        };
        if let Some(as_read) = as_read {
            let found = tablemend::audit::records(&as_read, &converted);
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
        if is_audited && audited.is_empty() {
            summary.push_str(audit::CLEAN);
        }
        let is_audit_dirty = !audited.is_empty();
        notes.extend(audited);
        let has_list = self.target.folder().is_some() && self.forms.contains(&Format::Csv);
        let mut report = Report {
            shown: input.shown.clone(),
            notes,
            summary,
            is_audit_dirty,
            records,
            ..Report::default()
        };
        report.render(source.as_ref(), style, has_list.then_some("diagnostics.csv"));
        report
    }

    /// Writes what the documents were added to; where none could be, nothing.
    fn finish(&self, together: &mut Together) -> Result<()> {
        if together.is_empty() {
            return Ok(());
        }
        let Target::File(path) = &self.target else {
            return output::to_stdout(|out| Ok(together.write(out)?));
        };
        let mut staged = Staged::new(&self.protected);
        staged.write(path, |out| Ok(together.write(out)?))?;
        staged.commit().map(|_| ())
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
        audited: &mut Vec<Note>,
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
                for file in tablemend::package(records, &self.forms, &input.stem, &self.emit) {
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
        if self.is_single {
            folder.to_owned()
        } else {
            folder.join(&input.folder).join(&input.stem)
        }
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
