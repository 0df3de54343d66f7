//! `tablemend overdue`: what is past its date and not done.

use crate::Outcome;
use crate::grids::{self, Written};
use crate::report::Style;
use crate::shelf::{Where, day};
use anyhow::Result;
use clap::Args;
use tablemend_archive::history;

/// List what is past its date and not done.
#[derive(Args, Debug)]
pub(crate) struct Overdue {
    /// On which day (2020-01-31); else the last day of the latest edition's period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &Overdue, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    let on = day(typed.on.as_deref(), &timeline)?;
    let nothing = format!("Nothing is overdue on {on}.");
    grids::write(&history::overdue(&timeline, on), &nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
