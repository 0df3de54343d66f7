//! `tablemend overdue`: what is past its date and not done.

use crate::grids::{self, Written};
use crate::report::Style;
use crate::shelf::{self, Where};
use crate::{Outcome, asked};
use anyhow::Result;
use clap::Args;
use tablemend_archive::history;

/// List the items that are past their date and not done.
#[derive(Args, Debug)]
pub(crate) struct Overdue {
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
pub(crate) fn run(typed: &Overdue, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    let on = asked::day(typed.on.as_deref(), &timeline)?;
    shelf::remark(&timeline, style);
    let (day, by) = (asked::in_words(on), shelf::latest(&timeline));
    let grid = history::overdue(&timeline, on);
    let nothing = format!("Nothing is overdue on {day}, as {by} has it.");
    let heading = format!("Overdue on {day}, as {by} has it: {}", grid.rows.len());
    grids::write_under(&heading, &grid, &nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
