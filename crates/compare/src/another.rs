//! Whether a document is an edition of another plan: the one rule, for adding and for comparing.

use crate::edition::Edition;
use crate::identity::Pairing;
use std::collections::BTreeSet;
use tablemend_model::languages::MONTHS;

/// Whether so little goes on from one edition to the other that they may be two plans. What they have
/// in common by an uncertain match does not count.
///
/// A plan that grew or shrank has most of its smaller edition in the larger one. Small plans have
/// too few items to tell by: there, and where a good part goes on, the titles must differ too.
#[must_use]
pub fn is_another_plan(before: &Edition, after: &Edition, pairing: &Pairing) -> bool {
    has_little_in_common(before, after, pairing.links.iter().filter(|l| !l.is_doubtful()).count())
}

fn has_little_in_common(before: &Edition, after: &Edition, same: usize) -> bool {
    /// With fewer items a new plan and a renewed one look alike.
    const ENOUGH: usize = 5;
    let sizes = [before.items.len(), after.items.len()];
    let (least, most) = (sizes[0].min(sizes[1]), sizes[0].max(sizes[1]));
    if least == 0 {
        return false;
    }
    // What is on a page that could not be read may be all that they have in common.
    let unread = !before.remarks.unread.is_empty() || !after.remarks.unread.is_empty();
    let differ = titles_differ(before, after);
    let clearly = least >= ENOUGH && same * 4 < least && !unread;
    let by_title = differ && same * 4 < most && (same == 0 || least >= ENOUGH && !unread);
    clearly || by_title
}

/// Whether both have titles, and these have little in common but for what tells editions apart.
fn titles_differ(before: &Edition, after: &Edition) -> bool {
    let words = |edition: &Edition| -> BTreeSet<String> {
        let title = edition.document.title.as_deref().unwrap_or_default().to_lowercase();
        let all = title.split(|c: char| !c.is_alphabetic());
        all.filter(|w| w.chars().count() > 2 && !is_of_editions(w)).map(str::to_owned).collect()
    };
    let (a, b) = (words(before), words(after));
    let both = a.intersection(&b).count();
    !a.is_empty() && !b.is_empty() && both * 2 < a.len().min(b.len())
}

/// Whether a word of a title is one that every plan may have, or that changes with the edition.
fn is_of_editions(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "action",
        "actions",
        "plan",
        "plans",
        "update",
        "updated",
        "progress",
        "report",
        "improvement",
        "quarter",
        "version",
        "draft",
        "appendix",
        "annex",
        "the",
        "and",
        "for",
        "risk",
    ];
    const SHORT: [&str; 8] =
        ["register", "month", "monthly", "quarterly", "year", "tracker", "brag", "rag"];
    WORDS.contains(&word)
        || SHORT.contains(&word)
        || MONTHS.iter().any(|m| m.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::plan;

    fn titled(title: &str, items: usize) -> Edition {
        let rows: Vec<String> = (1..=items).map(|n| format!("{n} | Do thing {n}")).collect();
        let mut edition = plan("2024-01", &rows.join("\n"));
        edition.document.title = Some(title.to_owned());
        edition
    }

    #[test]
    fn another_plan_has_other_items_and_another_title() {
        let museum = "Museum Recovery Plan – progress update May 2024";
        let ferry = "Ferry Quarter Action Plan – update June 2024";
        for (before, after, same, expected) in [
            ((museum, 30), (museum, 30), 28, false),
            ((museum, 30), (museum, 30), 2, true),
            ((museum, 30), (ferry, 30), 2, true),
            // Half of it went, or it grew by much.
            ((museum, 30), (museum, 8), 7, false),
            ((museum, 8), (museum, 60), 7, false),
            ((museum, 8), (ferry, 60), 7, true),
            // Few items: the title decides, and only where none goes on.
            ((museum, 3), (museum, 3), 0, false),
            ((museum, 3), (ferry, 3), 0, true),
            ((museum, 3), (ferry, 3), 1, false),
            ((museum, 0), (ferry, 3), 0, false),
        ] {
            let (before, after) = (titled(before.0, before.1), titled(after.0, after.1));
            assert_eq!(has_little_in_common(&before, &after, same), expected, "{before:?} {same}");
        }
    }
}
