//! `tablemend leads`: workload by lead or by group.

use crate::archives::{self, Where};
use crate::grids::{self, Written};
use crate::report::Style;
use crate::{Outcome, typed_dates};
use anyhow::{Result, bail};
use clap::Args;
use tablemend_archive::history::{self, By};

/// Show workload by lead: how many items, how many open, done, overdue, slipped.
#[derive(Args, Debug)]
pub(crate) struct Leads {
    /// Reference date (2020-01-31 or 31/1/2020); by default the last day of the latest edition's
    /// period
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Count by the groups of this name instead (section, priority_area, theme)
    #[arg(long, value_name = "GROUP")]
    by: Option<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    written: Written,
}

/// Answers.
pub(crate) fn run(typed: &Leads, style: &Style) -> Result<Outcome> {
    let (timeline, on) =
        typed_dates::then(typed.on.as_deref(), typed.place.open()?.timeline()?, style)?;
    archives::remark(&timeline, style);
    let (day, by) = (typed_dates::in_words(on), archives::latest(&timeline));
    let (by_what, by_group) = match typed.by.as_deref() {
        None | Some("lead" | "leads") => ("lead".to_owned(), By::Lead),
        Some(group) => {
            let group = group.trim().to_lowercase().replace([' ', '-'], "_");
            let known = history::groups(&timeline);
            if !known.contains(&group) {
                let known: Vec<_> = std::iter::once("lead".to_owned())
                    .chain(known)
                    .map(|g| format!("`{g}`"))
                    .collect();
                bail!("the latest edition has no groups named `{group}`; use {}", known.join(", "));
            }
            (group.replace('_', " "), By::Group(group))
        }
    };
    let heading = format!("Workload by {by_what}, {by} (overdue as at {day})");
    let nothing = "No leads are named in the latest edition.";
    let grid = history::workload(&timeline, on, &by_group);
    grids::write_under(&heading, &grid, nothing, &typed.written, style)?;
    Ok(Outcome::Fine)
}
