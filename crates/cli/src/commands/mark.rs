//! `tablemend mark`: a copy of a PDF with every doubtful reading outlined.

use crate::args::{FailOn, Inputs};
use crate::batch::{Apart, Pace};
use crate::inputs::Input;
use crate::output::{Protected, Staged, Target};
use crate::report::{Report, Style, Telling, trouble};
use crate::{Outcome, formats, inputs, pipeline};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend_model::{
    Cell, Dataset, Document, FieldKind, Level, MediaType, Note, Place, Rect, Rgb,
};
use tablemend_pdf::{Highlight, OpenOptions};

/// Write a copy of a PDF with an outline and a note on every doubtful reading.
///
/// They can then be checked in any PDF reader. The outline is purple, which is no status colour: solid
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
        let highlights = highlights(records.data(), mended.document(), typed.level.level());
        let password = OpenOptions { password: options.password().map(str::to_owned) };
        match write(&bytes, &password, &highlights, &place, &protected) {
            Ok(()) => {
                let mut report = said(input, &place, highlights.len(), typed.level);
                if tablemend_pdf::is_encrypted(&bytes) {
                    let message = "the document is encrypted, and its marked copy is not: protect it \
                                   again before passing it on";
                    let note = Note::new("mark.unprotected", Level::Warning, message);
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

fn highlights(data: &Dataset, document: &Document, least: Level) -> Vec<Highlight> {
    let notes = data.diagnostics.iter().filter(|n| n.level >= least);
    notes
        .filter_map(|note| {
            let place = cell_of(note, data, document).or(note.source.place)?;
            let Place::Page { number, area } = place else { return None };
            let mut words = note.message.clone();
            for (label, value) in
                [("ref", &note.record), ("printed", &note.printed), ("read as", &note.used)]
            {
                if let Some(value) = value {
                    words.push_str(&format!("\n{label}: {value}"));
                }
            }
            words.push_str(&format!("\n({})", note.code));
            Some(Highlight {
                page: number,
                area,
                colour: PURPLE,
                is_broken: note.level == Level::Info,
                note: words,
            })
        })
        .collect()
}

/// No status is shown in this colour.
const PURPLE: Rgb = Rgb(112, 32, 144);

/// The place of the cell that a note speaks of, where its own place is that of the whole row: the cell
/// under the header of the field that the note's code is of, else the only one with the printed words.
fn cell_of(note: &Note, data: &Dataset, document: &Document) -> Option<Place> {
    let (table, row) = (note.source.table?, note.source.row?.checked_sub(1)?);
    let at = usize::try_from(table).ok()?.checked_sub(1)?;
    let grid = document.tables().nth(at)?;
    let cells: Vec<&Cell> = grid.row_cells(row).filter(|c| !c.is_blank()).collect();
    let folded = |text: &str| text.split_whitespace().collect::<String>();
    let wanted = note.printed.as_deref().map(folded).filter(|w| !w.is_empty());
    let has_words = |cell: &&&Cell| {
        let text = folded(cell.text.as_str());
        wanted.as_ref().is_some_and(|w| text.contains(w.as_str()) || w.contains(text.as_str()))
    };
    let under = columns(note, data, table);
    let is_under = |cell: &&&Cell| {
        let page = match cell.place() {
            Place::Page { area, .. } => area,
            _ => return false,
        };
        let middle = (page.x0 + page.x1) / 2.0;
        under.iter().any(|a| a.x0 <= middle && middle <= a.x1)
    };
    let one = |found: Vec<&&Cell>| match found[..] {
        [only] => Some(only.place()),
        _ => None,
    };
    one(cells.iter().filter(|c| is_under(c) && has_words(c)).collect())
        .or_else(|| one(cells.iter().filter(has_words).collect()))
        .or_else(|| one(cells.iter().filter(is_under).collect()))
}

/// The header cells of the fields that a note's code is of, in the note's table.
fn columns(note: &Note, data: &Dataset, table: u32) -> Vec<Rect> {
    let kinds: &[FieldKind] = match note.code.split('.').next().unwrap_or_default() {
        "date" => &[FieldKind::Dates],
        "leads" => &[FieldKind::Posts, FieldKind::PostList],
        "status" => &[FieldKind::Status],
        "number" => &[FieldKind::Number],
        _ => return Vec::new(),
    };
    let Some((items, _)) = data.items() else { return Vec::new() };
    let is_of = |name: &str| items.field(name).is_some_and(|(_, f)| kinds.contains(&f.kind));
    let headers = data
        .headers
        .iter()
        .filter(|h| h.source.table == Some(table) && h.field.as_deref().is_some_and(is_of));
    let areas = headers.filter_map(|h| match h.source.place? {
        Place::Page { area, .. } => Some(area),
        _ => None,
    });
    areas.collect()
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

fn said(input: &Input, place: &Path, count: usize, level: FailOn) -> Report {
    let noun = match (level, count) {
        (FailOn::Info, 1) => "note",
        (FailOn::Info, _) => "notes",
        (_, 1) => "query",
        _ => "queries",
    };
    let summary = format!("{}: {count} {noun} marked in {}\n", input.shown, place.display());
    Report { shown: input.shown.clone(), summary, ..Report::default() }
}
