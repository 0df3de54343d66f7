//! `tablemend history`: items through all editions.

use crate::Outcome;
use crate::grids::{self, Written};
use crate::report::Style;
use crate::shelf::{self, Where};
use anyhow::{Result, bail};
use clap::Args;
use tablemend_archive::history;

/// Show one item through all editions, or all items with their first and latest date and statuses.
#[derive(Args, Debug)]
pub(crate) struct History {
    /// Ref or id of an item, in the latest edition or any other
    #[arg(value_name = "REF")]
    reference: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &History, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?;
    let Some(reference) = &typed.reference else {
        let heading = format!(
            "Items {}; of the statuses, `none` is an edition without one, `-` an edition without \
             the item",
            shelf::span(&timeline)
        );
        let grid = history::histories(&timeline);
        grids::write_under(&heading, &grid, shelf::EMPTY, &typed.written, style)?;
        return Ok(Outcome::Fine);
    };
    let mut threads = timeline.threads_of(reference.trim()).into_iter();
    let Some(first) = threads.next() else {
        bail!(
            "no edition of the archive has an item {reference}; `tablemend history` without a ref \
             lists all"
        );
    };
    let mut grid = history::history(&timeline, first);
    for thread in threads {
        grid.rows.extend(history::history(&timeline, thread).rows);
    }
    grids::write(&grid, shelf::EMPTY, &typed.written, style)?;
    Ok(Outcome::Fine)
}
