//! `tablemend watch`: what appears in a folder, or changes there, is converted.

use crate::args::at_least_one;
use crate::commands::convert::{self, Convert};
use crate::inputs::{Batch, Input};
use crate::output::Target;
use crate::report::Style;
use crate::{Outcome, batch};
use anyhow::{Result, bail};
use clap::Args;
use std::collections::HashMap;
use std::fs;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

/// A file that was changed so short a time ago may still be on its way.
const SETTLED: Duration = Duration::from_secs(2);
/// How often it is waited for such files before the others are converted without them.
const TRIES: usize = 5;

/// Convert what is new or has changed in folders, as `convert --resume` does, again and again.
///
/// With --once it looks once and ends, for a scheduled task. A file that is still being copied is left
/// for the next look.
#[derive(Args, Debug)]
pub(crate) struct Watch {
    #[command(flatten)]
    convert: Convert,
    /// Look once and end
    #[arg(long, help_heading = "Watching")]
    once: bool,
    /// Seconds between two looks
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "10",
        value_parser = at_least_one::<NonZeroU64>,
        conflicts_with = "once",
        help_heading = "Watching"
    )]
    every: NonZeroU64,
}

/// What of a file shows that it has changed.
type Look = HashMap<PathBuf, (SystemTime, u64)>;

/// Watches the folders.
pub(crate) fn run(typed: &Watch, style: &Style) -> Result<Outcome> {
    let typed_convert = typed.convert.resumed();
    let asked = Target::of(typed_convert.place());
    if asked == Target::Stdout {
        bail!("watch needs -o: what is done already is kept with the output");
    }
    let find = || -> Result<Batch> {
        let mut found = convert::found(&typed_convert, asked.folder())?;
        // A folder in which nothing has appeared yet is none that cannot be read.
        found.unusable.retain(|u| !u.is_empty_folder);
        Ok(found)
    };
    let once = |mut found: Batch| {
        found.inputs.retain(is_settled);
        convert::run_on(&typed_convert, &asked, found, style)
    };
    if batch::is_worker() {
        return once(Batch::default());
    }
    if typed.once {
        let mut found = find()?;
        for _ in 0..TRIES {
            if found.inputs.iter().all(is_settled) {
                break;
            }
            thread::sleep(SETTLED);
            found = find()?;
        }
        return once(found);
    }
    let mut before = None;
    loop {
        let found = find()?;
        let now: Look = found.inputs.iter().filter(|i| is_settled(i)).filter_map(look).collect();
        if before.as_ref() != Some(&now) {
            once(found)?;
            before = Some(now);
        }
        thread::sleep(Duration::from_secs(typed.every.get()));
    }
}

fn look(input: &Input) -> Option<(PathBuf, (SystemTime, u64))> {
    let path = input.path.clone()?;
    let known = fs::metadata(&path).ok()?;
    Some((path, (known.modified().ok()?, known.len())))
}

/// Whether a file was last changed a while ago; where that cannot be told, it was.
fn is_settled(input: &Input) -> bool {
    let changed = input.path.as_ref().and_then(|p| fs::metadata(p).ok()?.modified().ok());
    // A time to come is that of another clock.
    changed.and_then(|t| t.elapsed().ok()).is_none_or(|age| age >= SETTLED)
}
