//! `tablemend mark`: a copy of a PDF with every doubt highlighted where it stands.

use crate::args::{FailOn, Inputs};
use crate::batch::Pace;
use crate::inputs::Input;
use crate::output::{Protected, Staged, Target};
use crate::pipeline::Profiles;
use crate::report::{Report, Style, trouble};
use crate::{Outcome, batch, inputs, pipeline, report};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend_model::{Level, MediaType, Note, Noted, Place, Rgb};
use tablemend_pdf::{Highlight, OpenOptions};

/// Write a copy of a PDF with a highlight and a note on every cell that was read with a doubt.
///
/// A person can then check the doubts in any PDF reader. Colours: red for what could not be read,
/// amber for doubts, blue for repairs.
#[derive(Args, Debug)]
pub(crate) struct Mark {
    #[command(flatten)]
    inputs: Inputs,
    /// The copy, or a folder for several
    #[arg(long, short, value_name = "PLACE", required = true, help_heading = "Writing")]
    output: PathBuf,
    /// Mark diagnostics of this level and above
    #[arg(long, value_name = "LEVEL", default_value = "warning", help_heading = "Writing")]
    level: FailOn,
    /// Built-in profile or profile file; by default the one that clearly fits
    #[arg(long, short, value_name = "NAME|FILE", help_heading = "Reading")]
    profile: Option<String>,
}

/// Marks all documents.
pub(crate) fn run(typed: &Mark, style: &Style) -> Result<Outcome> {
    let options = pipeline::options(&typed.inputs)?;
    let profiles = Profiles::new(typed.profile.as_deref())?;
    let target = Target::of(Some(&typed.output));
    let found = inputs::gather(&typed.inputs.inputs, target.folder());
    if target.folder().is_none() && found.inputs.len() > 1 {
        bail!("several documents cannot share one copy; give a folder with -o");
    }
    let protected = Protected::new(found.inputs.iter().filter_map(|i| i.path.as_deref()));
    let reports = batch::run(&found, Pace::Parallel, style, |input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        if opened.document.value.source.media_type != MediaType::Pdf {
            let error = anyhow::anyhow!("only a PDF can be marked");
            return Report::unreadable(&input.shown, trouble("input.unsupported", &error), style);
        }
        let pipeline::Opened { document: Noted { value, mut notes }, bytes } = opened;
        let mended = tablemend_normalise::tables(value);
        notes.extend(mended.notes);
        let notes = match profiles.choose(&mended.value) {
            Ok(chosen) => pipeline::records(&mended.value, &chosen.profile, notes).diagnostics,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        let place = match &target {
            Target::Folder(folder) => folder.join(format!("{}.pdf", input.stem)),
            _ => typed.output.clone(),
        };
        let highlights = highlights(&notes, typed.level.level());
        let password = OpenOptions { password: options.password.clone() };
        match write(&bytes, &password, &highlights, &place, &protected) {
            Ok(()) => said(input, &place, highlights.len()),
            Err(error) => Report::unwritten(&input.shown, &error, style),
        }
    });
    report::say(&reports, style);
    Ok(batch::outcome(&reports, &crate::args::Checks { fail_on: None }))
}

fn highlights(notes: &[Note], least: Level) -> Vec<Highlight> {
    notes
        .iter()
        .filter(|n| n.level >= least)
        .filter_map(|note| {
            let Place::Page { number, area } = note.source.place? else { return None };
            let colour = match note.level {
                Level::Error => Rgb(230, 60, 50),
                Level::Warning => Rgb(255, 180, 0),
                Level::Info => Rgb(80, 150, 255),
            };
            let mut words = format!("{}: {}", note.code, note.message);
            for (label, value) in
                [("record", &note.record), ("printed", &note.printed), ("read as", &note.used)]
            {
                if let Some(value) = value {
                    words.push_str(&format!("\n{label}: {value}"));
                }
            }
            Some(Highlight { page: number, area, colour, note: words })
        })
        .collect()
}

fn write(
    bytes: &[u8],
    options: &OpenOptions,
    highlights: &[Highlight],
    place: &Path,
    protected: &Protected,
) -> Result<()> {
    let copy = tablemend_pdf::mark(bytes, options, highlights).context("cannot be marked")?;
    let mut staged = Staged::new(protected);
    staged.write(place, |out| Ok(out.write_all(&copy)?))?;
    staged.commit().map(|_| ())
}

fn said(input: &Input, place: &Path, count: usize) -> Report {
    let noun = if count == 1 { "doubt" } else { "doubts" };
    let summary = format!("{}: {count} {noun} marked in {}\n", input.shown, place.display());
    Report { shown: input.shown.clone(), summary, ..Report::default() }
}
