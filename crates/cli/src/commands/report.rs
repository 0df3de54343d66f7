//! `tablemend report`: one page for a committee.

use crate::report::Style;
use crate::shelf::{self, Where};
use crate::{Outcome, asked, output};
use anyhow::{Result, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// Write a self-contained HTML page: counts, statuses by month, slippage, what is overdue, changes.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// Reference date (2020-01-31 or 31/1/2020); by default the last day of the latest edition's
    /// period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// File to write to, instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

/// Refuses a name that says that the file is something else than a page.
fn page_name(output: Option<&Path>) -> Result<()> {
    let extension = output.and_then(Path::extension).map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        None | Some("html" | "htm") => Ok(()),
        Some(other) => bail!(
            "the report is an HTML page, and .{other} is not: use a name that ends in .html (to make \
             a PDF or Word file, print or open the page)"
        ),
    }
}

/// Writes the page.
pub(crate) fn run(typed: &Report, style: &Style) -> Result<Outcome> {
    page_name(typed.output.as_deref())?;
    let (timeline, on) = asked::then(typed.on.as_deref(), typed.place.open()?.timeline()?, style)?;
    shelf::remark(&timeline, style);
    let page = tablemend_archive::report(&timeline, on);
    output::put(typed.output.as_deref(), page.as_bytes())?;
    if let Some(path) =
        typed.output.as_deref().filter(|path| path.as_os_str() != "-" && !style.quiet)
    {
        let span = shelf::span(&timeline);
        crate::report::say_plainly(&format!("{}: {span}\n", path.display()));
    }
    Ok(Outcome::Fine)
}
