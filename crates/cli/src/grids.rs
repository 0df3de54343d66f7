//! Answers that are small tables: as text for people, as CSV or JSON for programs.

use crate::report::Style;
use crate::{formats, output};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use tablemend_archive::{Grid, without_formulas};

/// How an answer is written.
#[derive(Args, Debug)]
pub(crate) struct Written {
    /// Output format; by default taken from the output's extension, and text on standard output
    #[arg(long, short, value_name = "FORMAT", help_heading = "Writing")]
    format: Option<Form>,
    /// File to write to, instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// Put an apostrophe in front of CSV texts that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Writing")]
    escape_formulas: bool,
}

/// Form of a small table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Human-readable
    Text,
    /// Comma-separated values (RFC 4180)
    Csv,
    /// An array of objects
    Json,
}

/// The format asked for, else the one of the file's extension.
fn form(written: &Written) -> Result<Form> {
    let path = written.output.as_deref().filter(|p| p.as_os_str() != "-");
    let extension = path.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    Ok(match (written.format, extension.as_deref()) {
        (Some(form), _) => {
            let endings: &[&str] = match form {
                Form::Text => &["txt"],
                Form::Csv => &["csv"],
                Form::Json => &["json"],
            };
            formats::check_agrees(path, endings)?;
            form
        }
        (None, None | Some("txt")) => Form::Text,
        (None, Some("csv")) => Form::Csv,
        (None, Some("json")) => Form::Json,
        (None, Some(other)) => {
            bail!("this answer cannot be written as .{other}: use .txt, .csv or .json, or --format")
        }
    })
}

/// Writes an answer; `nothing` is what people are told where there are no rows.
pub(crate) fn write(grid: &Grid, nothing: &str, written: &Written, style: &Style) -> Result<()> {
    write_under("", grid, nothing, written, style)
}

/// Writes an answer; as text, under a line that says what it is the answer to.
pub(crate) fn write_under(
    heading: &str,
    grid: &Grid,
    nothing: &str,
    written: &Written,
    style: &Style,
) -> Result<()> {
    let text = match form(written)? {
        Form::Text if grid.rows.is_empty() => format!("{nothing}\n"),
        Form::Text if heading.is_empty() => grid.text(style.width_out),
        Form::Text => format!("{heading}\n\n{}", grid.text(style.width_out)),
        Form::Csv if written.escape_formulas => without_formulas(&grid.csv()),
        Form::Csv => grid.csv(),
        Form::Json => format!("{:#}\n", grid.json()),
    };
    output::put(written.output.as_deref(), text.as_bytes())
}
