//! `tablemend leads`: the load by lead.

use crate::grids::{self, Written};
use crate::report::Style;
use crate::shelf::{self, Where};
use crate::{Outcome, asked};
use anyhow::Result;
use clap::Args;
use tablemend_archive::history;

/// Show the load by lead: how many items, how many done, overdue, slipped.
#[derive(Args, Debug)]
pub(crate) struct Leads {
    /// Day to ask about (2020-01-31 or 31/1/2020); by default the last day of the latest edition's
    /// period
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
    let on = asked::day(typed.on.as_deref(), &timeline)?;
    shelf::remark(&timeline, style);
    let (day, by) = (asked::in_words(on), shelf::latest(&timeline));
    let heading = format!("Load by lead in {by}, overdue on {day}");
    let nothing = "The latest edition names no leads.";
    grids::write_under(&heading, &history::leads(&timeline, on), nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
