//! Lists of what runs by the clock and is nobody's to do: `Digest | Daily 02:30 | Running`.

use super::HeaderCell;
use super::cells::cells_below;
use super::deeds::are_deeds;
use crate::profile::{Holds, ItemRule};
use tablemend_model::{FieldKind, Table, languages};

/// Whether the rows of a table come again by the hour or at a time of day, begin with no verb of a deed, and have nobody
/// who does them.
pub(super) fn run_by_the_clock(
    table: &Table,
    row: u32,
    cells: &[HeaderCell],
    rule: &ItemRule,
) -> bool {
    if rule.generic || !rule.own.is_empty() {
        return false;
    }
    let kind = |c: &HeaderCell| match c.holds {
        Some(Holds::Field(f)) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let is_somebodys =
        |c: &HeaderCell| matches!(kind(c), Some(FieldKind::Posts | FieldKind::PostList));
    let by_clock = |c: &HeaderCell| {
        let all = cells_below(table, row, c.col).count();
        let told = cells_below(table, row, c.col).filter(|c| is_cadence(c.text.as_str())).count();
        all > 1 && told * 2 > all
    };
    let mut when = cells.iter().filter(|c| kind(c) == Some(FieldKind::Dates));
    let key = cells.iter().find(|c| c.holds == Some(Holds::Field(rule.key)));
    when.next().is_some_and(by_clock)
        && !cells.iter().any(is_somebodys)
        && !key.is_some_and(|c| are_deeds(table, row, c.col))
}

/// Whether a text says that something comes again at a time of day, or by the hour or minute.
fn is_cadence(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    let is_digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let bytes = lower.as_bytes();
    let has_time = (1..bytes.len()).any(|at| {
        bytes.get(at) == Some(&b':')
            && is_digit(bytes.get(at - 1))
            && is_digit(bytes.get(at + 1))
            && is_digit(bytes.get(at + 2))
    });
    words().any(languages::comes_again) && (has_time || words().any(languages::is_short_span))
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn what_runs_by_the_clock_is_no_action() {
        let plan = "Action|Who|When\nOil the bell|Ann|3 May 2026\nRing it|Bo|4 May 2026";
        let count =
            |other: &str| field(&read(&format!("{plan}\n\n{other}")), "actions", "action").len();
        let jobs = "What|When|Leaves behind|Status\nTide gauge|Daily 01:30 UTC|A file|Running\nBell timer|Every 5 min|A row|Running\nGate log|Nightly at 02:00|A page|Running";
        assert_eq!(count(jobs), 2);
        let duties = "What|When|Leaves behind|Status\nTide gauge|3 May 2026|A file|Open\nBell timer|4 May 2026|A row|Open\nGate log|5 May 2026|A page|Open";
        assert_eq!(count(duties), 5);
        let kept = "What|When|Who|Status\nTide gauge|Daily 01:30|Ann|Open\nBell timer|Every 5 min|Bo|Open\nGate log|Nightly at 02:00|Cy|Open";
        assert_eq!(count(kept), 5);
    }
}
