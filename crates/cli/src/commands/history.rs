//! `tablemend history`: items through all editions.

use crate::Outcome;
use crate::archives::{self, Where};
use crate::grids::{self, Written};
use crate::report::Style;
use anyhow::{Result, bail};
use clap::Args;
use tablemend_archive::history;

/// Show one item through all editions, or all items with their first and latest date and statuses.
#[derive(Args, Debug)]
pub(crate) struct History {
    /// Ref or id of an item, in the latest edition or any other
    #[arg(value_name = "REF")]
    reference: Option<String>,
    /// List only the items that are no longer in the plan, the unfinished first
    #[arg(long, conflicts_with = "reference")]
    gone: bool,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &History, style: &Style) -> Result<Outcome> {
    let timeline = typed.place.open()?.timeline()?.in_last_words();
    if typed.gone {
        archives::remark(&timeline, style);
        let grid = history::vanished(&timeline);
        let heading = format!("No longer in the plan in {}", archives::latest(&timeline));
        let nothing = "Nothing has been left out since the first edition.";
        grids::write_under(&heading, &grid, nothing, &typed.written, style)?;
        return Ok(Outcome::Fine);
    }
    let Some(reference) = &typed.reference else {
        let heading = format!(
            "Items {}. Statuses: `none` = no status shown; `-` = not in that edition; `?` = part of \
             that edition is unread",
            archives::span(&timeline)
        );
        let grid = history::histories(&timeline);
        grids::write_under(&heading, &grid, archives::EMPTY, &typed.written, style)?;
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
        let more = history::history(&timeline, thread);
        grid.rows.extend(more.rows);
        grid.footnotes.extend(more.footnotes);
    }
    grids::write(&grid, archives::EMPTY, &typed.written, style)?;
    Ok(Outcome::Fine)
}
