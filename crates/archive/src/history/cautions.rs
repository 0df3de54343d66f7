//! What to know before relying on the numbers.

use super::facts::{present_statuses, status};
use crate::called::Called;
use tablemend_compare::{Kind, Thread, Timeline, is_hardly_shown, render::month};
/// What to know before relying on what is overdue or done: that part of the latest edition is unread,
/// that the document has items that are not followed, that it hardly shows any status. Each with the code of its diagnostic.
#[must_use]
pub fn cautions(timeline: &Timeline) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let Some(latest) = timeline.latest() else { return all };
    let called = Called::of(latest);
    let period = month(latest.document.period.as_deref().unwrap_or_default());
    if let Some(sentence) = latest.remarks.unread_sentence(&period) {
        let at = timeline.editions.len() - 1;
        let is_missing = |t: &&Thread| t.appearances.last().is_some_and(|s| s.edition + 1 == at);
        let missing = timeline.threads.iter().filter(is_missing).count();
        let before = at.checked_sub(1).and_then(|i| timeline.editions.get(i));
        let before = before.and_then(|e| e.document.period.as_deref()).map(month);
        let told = match (missing, before) {
            (0, _) | (_, None) => format!("{sentence}: these numbers leave it out"),
            (n, Some(before)) => format!(
                "{sentence}; {} in {before} {} not found and may be there: these numbers leave {} \
                 out",
                called.count(n),
                if n == 1 { "was" } else { "were" },
                if n == 1 { "it" } else { "them" },
            ),
        };
        all.push(("page.unread", told));
    }
    if let Some(sentence) = latest.remarks.others_sentence(&period, &called.many) {
        all.push(("archive.other_items", sentence));
    }
    if latest.first_of(Kind::Status).is_some() {
        let items = latest.items.len();
        let shown = latest.items.iter().filter(|item| status(latest, item).is_some()).count();
        let ever = timeline.editions.iter().any(|e| !present_statuses(e).is_empty());
        if ever && is_hardly_shown(shown, items) {
            all.push((
                "status.missing",
                format!(
                    "{period} shows a status for only {shown} of {}: completed {} then count as \
                     open, and as overdue once their date has passed",
                    called.count(items),
                    called.many
                ),
            ));
        }
    }
    all
}
