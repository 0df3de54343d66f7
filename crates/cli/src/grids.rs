//! Answers that are small tables: as text for people, as CSV or JSON for programs.

use crate::output;
use crate::report::Style;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use tablemend_archive::{Grid, without_formulas};

/// How an answer is written.
#[derive(Args, Debug)]
pub(crate) struct Written {
    /// Form of the answer
    #[arg(long, short, value_name = "FORMAT", default_value = "text", help_heading = "Writing")]
    format: Form,
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
    /// For people
    Text,
    /// RFC 4180
    Csv,
    /// An array of objects
    Json,
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
    let text = match written.format {
        Form::Text if grid.rows.is_empty() => format!("{nothing}\n"),
        Form::Text if heading.is_empty() => grid.text(style.width_out),
        Form::Text => format!("{heading}\n\n{}", grid.text(style.width_out)),
        Form::Csv if written.escape_formulas => without_formulas(&grid.csv()),
        Form::Csv => grid.csv(),
        Form::Json => format!("{:#}\n", grid.json()),
    };
    output::put(written.output.as_deref(), text.as_bytes())
}
