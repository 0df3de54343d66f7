//! `tablemend report`: one page for a committee, or a Word document.

use crate::archives::{self, Where};
use crate::report::Style;
use crate::{Outcome, formats, output, typed_dates};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Write a report for a committee, as a self-contained HTML page or a Word document: counts, statuses by
/// month, slippage, what is overdue, changes.
///
/// The Word document has the page's headings, lists, tables and charts, which Word draws from the numbers
/// in them. For a PDF, print either.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// Reference date (2020-01-31 or 31/1/2020); by default the last day of the latest edition's
    /// period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Output format; by default taken from the output's extension, and HTML on standard output
    #[arg(long, short, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<Form>,
    /// File to write to, instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One page that needs nothing else
    Html,
    /// A Word document
    Docx,
}

/// The form that was asked for or that the file's name says.
fn form(typed: &Report) -> Result<Form> {
    let output = typed.output.as_deref().filter(|path| path.as_os_str() != "-");
    let extension = output.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    let form = match (typed.format, extension.as_deref()) {
        (Some(form), _) => form,
        (None, Some("docx")) => Form::Docx,
        (None, None | Some("html" | "htm")) => Form::Html,
        (None, Some(other)) => bail!(
            "the report is an HTML page or a Word document, and .{other} is neither: use a name that ends \
             in .html or .docx (to make a PDF, print either)"
        ),
    };
    let endings: &[&str] = if form == Form::Docx { &["docx"] } else { &["html", "htm"] };
    let what = if form == Form::Docx {
        "the report is a Word document"
    } else {
        "the report is an HTML page"
    };
    formats::check_name(output, endings, what)?;
    if form == Form::Docx && output.is_none() && std::io::stdout().is_terminal() {
        bail!("a Word document cannot be shown in a terminal; use -o FILE");
    }
    Ok(form)
}

/// Writes the report.
pub(crate) fn run(typed: &Report, style: &Style) -> Result<Outcome> {
    let form = form(typed)?;
    let (timeline, on) = typed_dates::then(
        typed.on.as_deref(),
        typed.place.open()?.timeline()?.in_last_words(),
        style,
    )?;
    archives::remark(&timeline, style);
    let bytes = match form {
        Form::Html => tablemend_archive::report(&timeline, on).into_bytes(),
        #[cfg(feature = "docx")]
        Form::Docx => tablemend_archive::report_docx(&timeline, on)?,
        #[cfg(not(feature = "docx"))]
        Form::Docx => bail!("this build of the program cannot write Word documents"),
    };
    output::put(typed.output.as_deref(), &bytes)?;
    if let Some(path) =
        typed.output.as_deref().filter(|path| path.as_os_str() != "-" && !style.quiet)
    {
        let span = archives::span(&timeline);
        crate::report::say_plainly(&format!("{}: {span}\n", path.display()));
    }
    Ok(Outcome::Fine)
}
