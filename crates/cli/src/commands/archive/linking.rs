//! `archive link` and `archive unlink`: what a person says of two items.

use super::Pair;
use crate::{archives, report};
use anyhow::Result;
use tablemend_compare::{Appearance, Timeline, Verdict};

/// Records that two items are, or are not, the same.
pub(super) fn say(pair: &Pair, together: bool) -> Result<()> {
    let mut archive = pair.place.open()?;
    let timeline = archive.timeline()?;
    let verdict = archive.say(
        (&pair.before_period, &pair.before),
        (&pair.after_period, &pair.after),
        together,
        &archives::now(),
    )?;
    report::say_plainly(&format!(
        "recorded: {} of {} and {} of {} are {}the same\n",
        verdict.before,
        verdict.before_period,
        verdict.after,
        verdict.after_period,
        if together { "" } else { "not " },
    ));
    if together && let Some((period, id)) = followed_from(&timeline, &verdict) {
        report::say_plainly(&format!(
            "  until now {} of {} was followed from {id} of {period}, which it no longer is\n",
            verdict.after, verdict.after_period,
        ));
    }
    Ok(())
}

/// The item that the later one of a verdict was followed from until it was given, where that is
/// another one: its period and id.
fn followed_from<'t>(timeline: &'t Timeline, verdict: &Verdict) -> Option<(&'t str, &'t str)> {
    let named = |at: &Appearance| {
        let edition = timeline.editions.get(at.edition)?;
        let item = edition.items.get(at.item)?;
        Some((edition.document.period.as_deref()?, item.id.as_str()))
    };
    let (earlier, later) = (
        Some((verdict.before_period.as_str(), verdict.before.as_str())),
        Some((verdict.after_period.as_str(), verdict.after.as_str())),
    );
    timeline.threads.iter().find_map(|thread| {
        let all = &thread.appearances;
        let at = all.iter().position(|at| named(at) == later)?;
        let before = named(all.get(at.checked_sub(1)?)?)?;
        let is_known = all.iter().any(|at| named(at) == earlier);
        (!is_known).then_some(before)
    })
}
