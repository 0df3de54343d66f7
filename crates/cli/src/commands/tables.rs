//! `tablemend tables`: every table of a document, mended, without knowing what it means.

use crate::args::{Checks, Inputs, Several};
use crate::audit::{self, Of};
use crate::batch::{Apart, Manifest, Pace};
use crate::formats;
use crate::inputs::Input;
use crate::output::{self, Protected, Staged, Target};
use crate::report::{self, Report, Style, Telling};
use crate::{Outcome, batch, inputs, pipeline};
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use tablemend::{Format, Mended, Opened, Options, WriteOptions};
use tablemend_model::{Diagnostic, Level, MediaType};

/// Write every table of the documents: joined across pages, repeated headings removed, spans and colours kept.
///
/// Without -o the tables go to standard output.
#[derive(Args, Debug)]
pub(crate) struct Tables {
    #[command(flatten)]
    inputs: Inputs,
    /// Where to write: a file, a folder, or - for standard output
    #[arg(long, short, value_name = "PLACE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Formats, separated by commas; by default taken from the output's extension
    #[arg(
        long,
        short,
        value_delimiter = ',',
        value_name = "FORMATS",
        value_parser = formats::TABLES.values(),
        help_heading = "Writing"
    )]
    format: Vec<Format>,
    /// Put a byte order mark in front of CSV files, so that Excel reads them as UTF-8
    #[arg(long, help_heading = "Writing")]
    bom: bool,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Writing")]
    escape_formulas: bool,
    /// Do not join tables across pages
    #[arg(long, help_heading = "Reading")]
    no_stitch: bool,
    /// Draw what was seen on each page of a PDF (words, rulings, cells) as SVG files in this folder
    #[arg(long, value_name = "DIR", help_heading = "Writing")]
    debug_svg: Option<PathBuf>,
    /// Print, in place of the tables, which tables this page of a PDF may hold: each candidate with its
    /// score and the reasons for it, and which were taken
    #[arg(long, value_name = "NUMBER", help_heading = "Checks")]
    explain_page: Option<u32>,
    /// Check that every word of the pages is in a table or in the text between tables, and every
    /// word of the tables in the files; list what is missing and exit with 1
    #[arg(long, help_heading = "Checks")]
    audit: bool,
    #[command(flatten)]
    several: Several,
    #[command(flatten)]
    checks: Checks,
}

/// Reads and writes all documents.
pub(crate) fn run(typed: &Tables, style: &Style) -> Result<Outcome> {
    let target = Target::of(typed.output.as_deref());
    let forms = formats::TABLES.choose(&typed.format, &target)?;
    formats::check_terminal(&forms, &target)?;
    if let Some(remark) =
        formats::taken_as_file(&forms, &target).filter(|_| !style.quiet && !batch::is_worker())
    {
        report::say_plainly(&remark);
    }
    let emit = WriteOptions::new().with_bom(typed.bom).with_escaped_formulas(typed.escape_formulas);
    let options = pipeline::options(&typed.inputs)?;
    let options = if typed.no_stitch { options.without_stitching() } else { options };
    let mut found = inputs::find(&typed.inputs, target.folder())?;
    let is_single = found.is_single && !typed.several.resume;
    if typed.several.resume && target.folder().is_none() {
        bail!("--resume needs -o FOLDER/: what is done already is kept with the output");
    }
    if target == Target::Stdout && found.inputs.len() > 1 {
        bail!("the tables of several documents cannot share one stream; use -o FOLDER/");
    }
    if matches!(target, Target::File(_)) && found.inputs.len() > 1 {
        bail!("the tables of several documents cannot share one file; use -o FOLDER/");
    }
    if let Some(number) = typed.explain_page {
        let [input] = found.inputs.as_slice() else {
            bail!("--explain-page is for one document");
        };
        return explain(input, number, &options, (style, &typed.checks));
    }
    let protected = Protected::inputs(&typed.inputs, &found, &target);
    // What goes to one stream goes there in order.
    let pace = if target.folder().is_some() { Pace::Parallel } else { Pace::InOrder };
    let manifest = match &target {
        Target::Folder(folder) if !is_single && !batch::is_worker() => {
            let settings = settings(typed, &forms);
            let resumes = typed.several.resume;
            let mut manifest = Manifest::begin(folder, &settings, resumes, typed.audit)?;
            manifest.keep_names(&mut found)?;
            Some(manifest)
        }
        _ => None,
    };
    let each = |input: &Input| {
        let opened = match pipeline::open(input, &options) {
            Ok(opened) => opened,
            Err(note) => return Report::unreadable(&input.shown, *note, style),
        };
        let is_pdf = opened.media_type() == MediaType::Pdf;
        if let Some(folder) = typed.debug_svg.as_ref().filter(|_| is_pdf)
            && let Err(error) = draw(&opened, input, &options, folder, &protected)
        {
            return Report::unwritten(&input.shown, &error, style);
        }
        let source = pipeline::source_text(&opened, style);
        let mut audited = if typed.audit { audit::of_pages(&opened, &options) } else { Vec::new() };
        let as_read = typed.audit.then(|| opened.document().clone());
        let mut mended = tablemend::mend(opened, &options);
        if typed.debug_svg.is_some() && !is_pdf {
            let message = "there is nothing to draw: --debug-svg draws the pages of PDFs";
            mended.note(Diagnostic::new("svg.none", Level::Warning, message));
        }
        let place = Place {
            target: &target,
            is_single,
            protected: &protected,
            emit: &emit,
            is_audited: typed.audit,
        };
        let written = match write(&mended, input, &forms, &place, &mut audited) {
            Ok(written) => written,
            Err(error) => return Report::unwritten(&input.shown, &error, style),
        };
        if let Some(as_read) = as_read {
            let found = tablemend::audit::tables(&as_read, &mended);
            audited.extend(audit::of_records(&found));
            let of = Of::Tables(mended.document());
            audited.extend(written.iter().filter_map(|path| audit::of_file(path, &forms, &of)));
        }
        let (document, mut notes) = mended.into_parts();
        let tables = document.tables().count() as u64;
        let mut summary = report::of_tables(&input.shown, &document, &notes, &written, style);
        if typed.audit && !audit::is_dirty(&audited) {
            summary.push_str(audit::CLEAN_TABLES);
        }
        let is_audit_dirty = audit::is_dirty(&audited);
        notes.extend(audited);
        let shown = input.shown.clone();
        let mut report = Report {
            shown,
            notes,
            summary,
            is_audit_dirty,
            outputs: written,
            records_written: Some(tables),
            ..Report::default()
        };
        report.render(source.as_ref(), style, None);
        report
    };
    let (timeout, jobs) = (typed.inputs.time(), typed.several.jobs);
    let mut telling = Telling::new(style);
    let apart = Apart { batch: &found, pace, timeout, jobs, manifest };
    apart.run(&mut telling, style, each, |_, report| report)?;
    Ok(telling.finish(&typed.checks))
}

/// Everything about how documents are read and written that makes an output another one.
fn settings(typed: &Tables, forms: &[Format]) -> String {
    let forms: Vec<&str> = forms.iter().map(|f| f.info().name).collect();
    let (bom, escape, tracked) = (typed.bom, typed.escape_formulas, typed.inputs.tracked);
    let ocr = typed.inputs.ocr.settings();
    let (stitch, audit, svg) = (!typed.no_stitch, typed.audit, &typed.debug_svg);
    format!(
        "tables {} {forms:?} {bom} {escape} {tracked:?} {ocr} {stitch} {audit} {svg:?}",
        tablemend::TOOL
    )
}

/// Prints which tables a page may hold.
fn explain(
    input: &Input,
    number: u32,
    options: &Options,
    (style, checks): (&Style, &Checks),
) -> Result<Outcome> {
    let opened = match pipeline::open(input, options) {
        Ok(opened) => opened,
        Err(note) => {
            let mut telling = Telling::new(style);
            telling.tell(Report::unreadable(&input.shown, *note, style));
            return Ok(telling.finish(checks));
        }
    };
    let Some(told) = opened.explain_page(options, number)? else {
        match opened.page_count(options)? {
            Some(1) => bail!("{} has no page {number}: it has 1 page", input.shown),
            Some(count) => bail!("{} has no page {number}: it has {count} pages", input.shown),
            None => bail!("{} is not a PDF: only pages of PDFs can be explained", input.shown),
        }
    };
    output::to_stdout(|out| Ok(out.write_all(told.as_bytes())?))?;
    Ok(Outcome::Fine)
}

/// Draws the pages of a PDF.
fn draw(
    opened: &Opened,
    input: &Input,
    options: &Options,
    folder: &Path,
    protected: &Protected,
) -> Result<()> {
    let mut staged = Staged::new(protected);
    for (page, drawing) in opened.drawings(options)? {
        let path = folder.join(&input.folder).join(format!("{}-{page:03}.svg", input.stem));
        staged.write(&path, |out| Ok(out.write_all(drawing.as_bytes())?))?;
    }
    staged.commit().map(|_| ())
}

struct Place<'a> {
    target: &'a Target,
    is_single: bool,
    protected: &'a Protected,
    emit: &'a WriteOptions,
    is_audited: bool,
}

fn write(
    mended: &Mended,
    input: &Input,
    forms: &[Format],
    place: &Place<'_>,
    audited: &mut Vec<Diagnostic>,
) -> Result<Vec<PathBuf>> {
    let one = |form: Format, out: &mut dyn Write| -> Result<()> {
        Ok(tablemend::write_tables(mended, form, place.emit, out)?)
    };
    let mut staged = Staged::new(place.protected);
    match place.target {
        Target::Stdout => {
            for form in forms {
                let of = place.is_audited.then_some(Of::Tables(mended.document()));
                audited.extend(audit::to_stdout(*form, of.as_ref(), |out| one(*form, out))?);
            }
        }
        Target::File(path) => {
            for form in forms {
                staged.write(path, |out| one(*form, out))?;
            }
        }
        Target::Folder(folder) => {
            let own = batch::place(input);
            let folder = if place.is_single { folder.clone() } else { folder.join(own) };
            // Beside the records of the same document there must be room for its tables.
            let whole = format!("{}.tables", input.stem);
            let (csv, others): (Vec<Format>, Vec<Format>) =
                forms.iter().partition(|f| **f == Format::Csv);
            for (forms, stem) in [(others, &whole), (csv, &input.stem)] {
                for file in tablemend::package_tables(mended, &forms, stem, place.emit) {
                    staged.write(&folder.join(file.name()), |out| Ok(file.write(None, out)?))?;
                }
            }
        }
    }
    staged.commit()
}
