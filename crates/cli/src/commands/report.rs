//! `tablemend report`: one page for a committee.

use crate::shelf::{Where, day};
use crate::{Outcome, output};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// Write a self-contained HTML page: counts, statuses by month, slippage, what is overdue, changes.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// On which day overdue is asked (2020-01-31); else the last day of the latest edition's period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// File to write to, instead of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

/// Writes the page.
pub(crate) fn run(typed: &Report) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    let on = day(typed.on.as_deref(), &timeline)?;
    let page = tablemend_archive::report(&timeline, on);
    output::put(typed.output.as_deref(), page.as_bytes())?;
    Ok(Outcome::Fine)
}
