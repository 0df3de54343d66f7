//! Headings of how urgent or how bad something is, which says nothing of how far it is.

use crate::profile::{Phrase, phrase};
use tablemend_model::languages;

/// Their last words.
const RANKS: [&str; 9] = [
    "priority",
    "prio",
    "urgency",
    "severity",
    "criticality",
    "importance",
    "impact",
    "risk",
    "moscow",
];

/// Whether a heading is that of a rank: `Priority`, `Severität`, `Risk rating`.
pub(crate) fn is_rank(words: &Phrase) -> bool {
    let level = |w: &&str| !matches!(*w, "level" | "rating" | "score");
    let last = words.words().filter(level).last();
    last.is_some_and(|w| RANKS.contains(&w) || languages::is_weight(w))
}

/// The same of a heading as it is printed.
pub(crate) fn is_rank_name(printed: &str) -> bool {
    is_rank(&phrase(printed))
}

#[cfg(test)]
mod tests {
    use super::is_rank_name;

    #[test]
    fn headings_of_ranks_are_known() {
        for heading in ["Priority", "Prio", "Risk level", "Severity rating", "Prioridad"] {
            assert!(is_rank_name(heading), "{heading}");
        }
        for heading in ["Status", "Rating", "Risk owner", "RAG", ""] {
            assert!(!is_rank_name(heading), "{heading}");
        }
    }
}
