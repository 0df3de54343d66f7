//! `tablemend leads`: the load by lead.

use crate::Outcome;
use crate::grids::{self, Written};
use crate::report::Style;
use crate::shelf::{Where, day};
use anyhow::Result;
use clap::Args;
use tablemend_archive::history;

/// Show the load by lead: how many items, how many done, overdue, slipped.
#[derive(Args, Debug)]
pub(crate) struct Leads {
    /// On which day (2020-01-31); else the last day of the latest edition's period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &Leads, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    let on = day(typed.on.as_deref(), &timeline)?;
    let nothing = "The latest edition names no leads.";
    grids::write(&history::leads(&timeline, on), nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
