//! `tablemend overdue`: what is past its date and not done, and what is due next.

use crate::archives::{self, Where};
use crate::grids::{self, Written};
use crate::report::Style;
use crate::{Outcome, typed_dates};
use anyhow::Result;
use clap::Args;
use tablemend_archive::{Called, history};
use tablemend_compare::Timeline;
use tablemend_model::Date;

/// List items that are overdue, according to the edition in force on that day.
///
/// An item is overdue when its last date has passed and its status does not say that it is done or
/// dropped. What a note in the document says is complete (`NB - where the rating is green …`) is
/// listed apart and not counted.
#[derive(Args, Debug)]
pub(crate) struct Overdue {
    /// Reference date (2020-01-31 or 31/1/2020); by default the last day of the latest edition's
    /// period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// List what is due in the next so many days instead
    #[arg(long, value_name = "DAYS", value_parser = crate::args::whole_number::<u16>)]
    next: Option<u16>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &Overdue, style: &Style) -> Result<Outcome> {
    let (timeline, on) =
        typed_dates::then(typed.on.as_deref(), typed.place.open()?.timeline()?, style)?;
    archives::remark(&timeline, style);
    match typed.next {
        Some(days) => next(typed, &timeline, on, days, style)?,
        None => overdue(typed, &timeline, on, style)?,
    }
    Ok(Outcome::Fine)
}

fn overdue(typed: &Overdue, timeline: &Timeline, on: Date, style: &Style) -> Result<()> {
    let (day, by) = (typed_dates::in_words(on), archives::latest(timeline));
    let grid = history::overdue(timeline, on);
    let (late, noted) = history::overdue_counts(&grid);
    let is_reviewed = timeline.latest().is_some_and(|e| Called::of(e).is_reviewed);
    let what = if is_reviewed { "Review dates passed by" } else { "Overdue on" };
    let nothing = if is_reviewed {
        format!("No review date has passed by {day}, according to the edition of {by}.")
    } else {
        let unread = timeline.latest().is_some_and(|e| !e.remarks.unread.is_empty());
        let nothing = if unread { "Nothing that could be read" } else { "Nothing" };
        format!("{nothing} is overdue on {day}, according to the edition of {by}.")
    };
    let apart = match noted {
        0 => String::new(),
        n => format!("; {n} more past the date, complete according to a note in the document"),
    };
    // Which kind is counted, where the document has items of others.
    let others = timeline.latest().filter(|e| !e.remarks.others.is_empty());
    let only = others.map_or_else(String::new, |e| format!(" ({} only)", Called::of(e).many));
    let heading = format!("{what} {day}, according to the edition of {by}: {late}{only}{apart}");
    grids::write_under(&heading, &grid, &nothing, &typed.written, style)
}

fn next(typed: &Overdue, timeline: &Timeline, on: Date, days: u16, style: &Style) -> Result<()> {
    let (day, by) = (typed_dates::in_words(on), archives::latest(timeline));
    let grid = history::due_within(timeline, on, i64::from(days));
    let is_reviewed = timeline.latest().is_some_and(|e| Called::of(e).is_reviewed);
    let (none, some) = if is_reviewed {
        ("No review is due", "To be reviewed")
    } else {
        ("Nothing is due", "Due")
    };
    let nothing =
        format!("{none} in the {days} days from {day}, according to the edition of {by}.");
    let heading = format!(
        "{some} in the {days} days from {day}, according to the edition of {by}: {}",
        grid.rows.len()
    );
    grids::write_under(&heading, &grid, &nothing, &typed.written, style)
}
