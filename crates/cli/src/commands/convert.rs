//! `tablemend convert`: documents to records under a profile.

use crate::args::{Checks, Inputs};
use crate::formats::{self, Form};
use crate::inputs::Input;
use crate::output::{self, Protected, Staged, Target};
use crate::pipeline::Profiles;
use crate::report::{self, Report, Style};
use crate::{Outcome, batch, inputs, pipeline};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
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
    /// What to write, several divided by commas; else by the output's extension
    #[arg(long, short, value_delimiter = ',', value_name = "FORMATS", help_heading = "Writing")]
    format: Vec<Format>,
    /// Built-in profile or profile file; else the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
    /// Count every word of the input; print what is missing or doubled, and exit with 1
    #[arg(long, help_heading = "Checks")]
    audit: bool,
    #[command(flatten)]
    checks: Checks,
}

/// Forms of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON document, as the data contract has it
    Json,
    /// JSON Lines: one action a line
    Jsonl,
}

impl Form for Format {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Json => &["json"],
            Self::Jsonl => &["jsonl", "ndjson"],
        }
    }

    fn usual() -> Vec<Self> {
        vec![Self::Json]
    }
}

/// Reads and writes all documents.
pub(crate) fn run(typed: &Convert, style: &Style) -> Result<Outcome> {
    let target = Target::of(typed.output.as_deref());
    let forms = formats::choose(&typed.format, &target)?;
    let options = pipeline::options(&typed.inputs)?;
    let profiles = Profiles::new(typed.profile.as_deref())?;
    let found = inputs::gather(&typed.inputs.inputs, target.folder());
    if matches!(target, Target::File(_)) && found.inputs.len() > 1 {
        bail!("several documents cannot share one file; give a folder with -o");
    }
    let protected = Protected::new(found.inputs.iter().filter_map(|i| i.path.as_deref()));
    let job = Job { typed, forms, target, profiles, protected, is_single: found.is_single };
    let reports = batch::run(&found, style, |input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        job.convert(input, opened, style)
    });
    report::say(&reports, style);
    Ok(batch::outcome(&reports, &typed.checks))
}

/// What is the same for every document of the run.
struct Job<'a> {
    typed: &'a Convert,
    forms: Vec<Format>,
    target: Target,
    profiles: Profiles,
    protected: Protected,
    is_single: bool,
}

impl Job<'_> {
    fn convert(&self, input: &Input, opened: pipeline::Opened, style: &Style) -> Report {
        let source = opened.source_text();
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
        let data = pipeline::records(&document, chosen.profile, notes);
        let mut notes = data.diagnostics.clone();
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
        let mut report = Report {
            shown: input.shown.clone(),
            notes,
            summary,
            is_audit_dirty,
            ..Report::default()
        };
        report.render(source.as_ref(), style, None);
        report
    }

    fn write(&self, data: &Dataset, input: &Input) -> Result<Vec<PathBuf>> {
        let mut staged = Staged::new(&self.protected);
        for form in &self.forms {
            let content = |out: &mut dyn Write| -> Result<()> {
                match form {
                    Format::Json => tablemend_emit::json::write(data, out)?,
                    Format::Jsonl => tablemend_emit::json::write_lines(data, out)?,
                }
                Ok(())
            };
            match &self.target {
                Target::Stdout => output::to_stdout(content)?,
                Target::File(path) => staged.write(path, |out| content(out))?,
                Target::Folder(folder) => {
                    for extension in form.extensions().iter().take(1) {
                        let path = self.folder(folder, input);
                        let path = path.join(format!("{}.{extension}", input.stem));
                        staged.write(&path, |out| content(out))?;
                    }
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

/// The audit's answer as notes.
fn audit(found: &tablemend_normalise::Audit) -> Vec<Note> {
    let note = |code: &'static str, what: &str, words: &[String]| {
        (!words.is_empty()).then(|| {
            Note::new(code, Level::Error, format!("{} {what}: {}", words.len(), words.join(" ")))
                .help("this is a defect of tablemend: please report it")
        })
    };
    [
        note("audit.missing", "words of the document are in no output", &found.missing),
        note(
            "audit.doubled",
            "words are in the output more often than in the document",
            &found.doubled,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
