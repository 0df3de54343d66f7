//! `tablemend slippage`: which dates moved, and by how much.

use crate::Outcome;
use crate::archives::{self, Where};
use crate::grids::{self, Written};
use crate::report::Style;
use anyhow::Result;
use clap::Args;
use tablemend_archive::history;

/// List the items of the latest edition whose date moved, with first and latest date and the days between.
#[derive(Args, Debug)]
pub(crate) struct Slippage {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &Slippage, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    archives::remark(&timeline, style);
    let grid = history::slippage(&timeline);
    let (n, span) = (grid.rows.len(), archives::span(&timeline));
    let nothing = format!("No date has moved, {span}.");
    let heading = format!("Items whose date moved, {span}: {n}");
    grids::write_under(&heading, &grid, &nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
