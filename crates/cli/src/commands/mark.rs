//! `tablemend mark`: a copy of a PDF with every uncertain reading outlined.

use crate::args::{FailOn, Inputs};
use crate::batch::{Apart, Pace};
use crate::inputs::Input;
use crate::output::{Protected, Staged, Target};
use crate::report::{Report, Style, Telling, trouble};
use crate::{Outcome, formats, inputs, pipeline};
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend_model::{Diagnostic, Level, MediaType};

/// Write a copy of a PDF with an outline and a note on every uncertain reading.
///
/// They can then be checked in any PDF reader. The outline is purple, which is not a status colour: solid
/// for what is uncertain or could not be read, broken for what was repaired.
#[derive(Args, Debug)]
pub(crate) struct Mark {
    #[command(flatten)]
    inputs: Inputs,
    /// Output file, or a folder if there are several inputs
    #[arg(long, short, value_name = "PLACE", required = true, help_heading = "Writing")]
    output: PathBuf,
    /// Lowest level of diagnostic to mark
    #[arg(long, value_name = "LEVEL", default_value = "warning", help_heading = "Writing")]
    level: FailOn,
    /// Built-in profile or profile file; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
}

/// Marks all documents.
pub(crate) fn run(typed: &Mark, style: &Style) -> Result<Outcome> {
    let options = pipeline::options(&typed.inputs)?;
    let options = pipeline::with_profile(options, typed.profile.as_deref())?;
    let target = Target::of(Some(&typed.output));
    let found = inputs::find(&typed.inputs, target.folder())?;
    if target.folder().is_none() && found.inputs.len() > 1 {
        bail!("several documents cannot share one copy; use -o FOLDER/");
    }
    if target.folder().is_none() {
        formats::check_name(Some(&typed.output), &["pdf"], "the copy is a PDF")?;
    }
    let protected = Protected::inputs(&typed.inputs, &found, &target);
    let each = |input: &Input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        if opened.media_type() != MediaType::Pdf {
            let error = anyhow::anyhow!("only a PDF can be marked");
            return Report::unreadable(&input.shown, trouble("input.unsupported", &error), style);
        }
        let bytes = opened.bytes().clone();
        let mended = tablemend::mend(opened, &options);
        let records = match tablemend::records(&mended, &options) {
            Ok(records) => records,
            Err(error) => {
                return Report::unreadable(&input.shown, *pipeline::note(&error), style);
            }
        };
        let place = match &target {
            Target::Folder(folder) => {
                folder.join(&input.folder).join(format!("{}.pdf", input.stem))
            }
            _ => typed.output.clone(),
        };
        let marked = tablemend::mark(&bytes, &mended, &records, typed.level.level(), &options);
        let written = marked
            .map_err(|error| anyhow::Error::new(error).context("cannot be marked"))
            .and_then(|marked| write(&marked.bytes, &place, &protected).map(|()| marked));
        match written {
            Ok(marked) => {
                let mut report = said(input, &place, &marked, typed.level);
                if marked.was_encrypted {
                    let message = "the document is encrypted, and its marked copy is not: protect it \
                                   again before passing it on";
                    let note = Diagnostic::new("mark.unprotected", Level::Warning, message);
                    report.notes.push(note);
                    report.render(None, style, None);
                }
                report
            }
            Err(error) => Report::unwritten(&input.shown, &error, style),
        }
    };
    let mut telling = Telling::new(style);
    let (pace, timeout) = (Pace::Parallel, typed.inputs.time());
    let apart = Apart { batch: &found, pace, timeout, jobs: None, manifest: None };
    apart.run(&mut telling, style, each, |_, report| report)?;
    Ok(telling.finish(&crate::args::Checks { fail_on: None }))
}

fn write(copy: &[u8], place: &Path, protected: &Protected) -> Result<()> {
    let mut staged = Staged::new(protected);
    staged.write(place, |out| Ok(out.write_all(copy)?))?;
    staged.commit().map(|_| ())
}

fn said(input: &Input, place: &Path, marked: &tablemend::Marked, level: FailOn) -> Report {
    let noun = match (level, marked.count) {
        (FailOn::Info, 1) => "note",
        (FailOn::Info, _) => "notes",
        (_, 1) => "query",
        _ => "queries",
    };
    let more = match marked.unplaced {
        0 => String::new(),
        1 => "; 1 more has no place on a page (`convert` shows it)".to_owned(),
        more => format!("; {more} more have no place on a page (`convert` shows them)"),
    };
    let (shown, count) = (&input.shown, marked.count);
    let summary = format!("{shown}: {count} {noun} marked in {}{more}\n", place.display());
    Report { shown: input.shown.clone(), summary, ..Report::default() }
}
