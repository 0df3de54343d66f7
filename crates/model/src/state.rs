//! Whether a thing is done: the one definition in the program, from the document's legend or from
//! the status word itself.

use crate::dataset::LegendEntry;
use crate::languages;

/// How far a thing is, as its status tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Finished.
    Done,
    /// Under way, late, or on hold.
    Open,
    /// Not begun.
    NotStarted,
    /// Given up, or no longer wanted.
    Dropped,
}

/// Words of a legend's line for what is not finished, and not as it should be.
const TROUBLES: [&str; 14] = [
    "risk",
    "risks",
    "delay",
    "delays",
    "delayed",
    "behind",
    "late",
    "slippage",
    "slipped",
    "slipping",
    "concern",
    "concerns",
    "attention",
    "jeopardy",
];

/// Whether what a legend says of a status speaks of trouble, and does not deny it.
fn is_troubled(meaning: &str) -> bool {
    let lower = meaning.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.iter().any(|w| TROUBLES.contains(w)) && !words.iter().any(|w| NOT.contains(w))
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Open, Self::NotStarted, Self::Dropped];

    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "open",
            Self::NotStarted => "not_started",
            Self::Dropped => "dropped",
        }
    }

    /// The state that a status (in lower case, as in `Status::value`) has in a document: what its
    /// legend says of it, else what its own words say. A colour says nothing by itself, but blue is
    /// done where there is no legend.
    #[must_use]
    pub fn of(status: &str, legend: &[LegendEntry]) -> Option<Self> {
        let entry = legend.iter().find(|e| e.status == status);
        if let Some(meaning) = entry.and_then(|e| e.meaning.as_deref()) {
            // Only what is not finished can be at risk.
            let state =
                Self::of_words(meaning).or_else(|| is_troubled(meaning).then_some(Self::Open));
            if state.is_some() {
                return state;
            }
        }
        match status {
            "blue" if legend.is_empty() => Some(Self::Done),
            _ => Self::of_words(status),
        }
    }

    /// The state that words tell (`Not started`, `Completed and evidenced`, `On track to be
    /// completed`): the first word that decides counts, by whole words and with what is before
    /// it. `None` where no word does.
    #[must_use]
    pub fn of_words(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !(c.is_alphanumeric() || c == '%'))
            .filter(|w| !w.is_empty())
            .collect();
        let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
        if let Some(state) = languages::state(bare) {
            return Some(state);
        }
        let mut negated = false;
        let mut hedged = false;
        for (i, word) in words.iter().enumerate() {
            let next = words.get(i + 1).copied().unwrap_or_default();
            if (*word == "to" && next == "do") || *word == "todo" {
                return Some(Self::NotStarted);
            }
            // `In place`, `not yet in place`; a recovery plan in place says nothing of what it is for.
            let is_placed = || {
                let before = words.get(..i.saturating_sub(1)).unwrap_or_default();
                let is_mere = |w: &&str| {
                    NOT.contains(w) || HEDGES.contains(w) || is_partial(w) || NOW.contains(w)
                };
                i > 0 && words[i - 1] == "in" && next != "of" && before.iter().all(is_mere)
            };
            if *word == "place" && is_placed() {
                return Some(if negated || hedged { Self::Open } else { Self::Done });
            }
            let is_begun = BEGUN.contains(word) || *word == "under" && next == "way";
            if NOT.contains(word) {
                // `No longer needed`, `No further action`: given up, or done with.
                if *word == "no" && next == "longer" {
                    return Some(Self::Dropped);
                }
                negated = true;
            } else if HEDGES.contains(word) || is_partial(word) {
                hedged = true;
            } else if DONE.contains(word) {
                return Some(if negated || hedged { Self::Open } else { Self::Done });
            } else if is_begun {
                let yet = negated || (hedged && words[..i].contains(&"yet"));
                return Some(if yet { Self::NotStarted } else { Self::Open });
            } else if DROPPED.contains(word) && !negated {
                return Some(Self::Dropped);
            } else if WAITING.contains(word) || (*word == "due" && negated) {
                return Some(Self::NotStarted);
            } else if *word == "risk" {
                // `At risk` is a status, `The risk did not occur` is none.
                if i == 0 || words[i - 1] == "at" {
                    return Some(Self::Open);
                }
            } else if OPEN.contains(word) {
                return Some(Self::Open);
            } else if *word == "100%" && i == 0 {
                return Some(Self::Done);
            }
        }
        // `Never run`, `never tested`: not once.
        if words.first() == Some(&"never") && (2..=4).contains(&words.len()) {
            return Some(Self::NotStarted);
        }
        // `Partial`, `60%`: begun, and not the whole.
        let part =
            |w: &&str| is_partial(w) && *w != "0%" || w.starts_with("partial") || *w == "partly";
        words.first().is_some_and(part).then_some(Self::Open)
    }
}

/// `80%`, `0%`: less than the whole.
fn is_partial(word: &str) -> bool {
    word.strip_suffix('%').and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n < 100)
}

const NOT: [&str; 6] = ["not", "no", "never", "non", "isn", "hasn"];

/// Words before `in place` that leave it a status.
const NOW: &[&str] = &["now", "already", "all", "fully", "is", "are"];
/// Words that make of a word of completion one of something to come, or of a part.
const HEDGES: [&str; 26] = [
    "partially",
    "partly",
    "part",
    "partial",
    "nearly",
    "almost",
    "mostly",
    "substantially",
    "near",
    "to",
    "will",
    "should",
    "until",
    "when",
    "if",
    "expected",
    "yet",
    "awaiting",
    "cannot",
    "can",
    "being",
    "some",
    "target",
    "half",
    "semi",
    "once",
];

/// Words of what is finished.
const DONE: [&str; 25] = [
    "mitigated",
    "remediated",
    "complete",
    "completed",
    "done",
    "closed",
    "achieved",
    "delivered",
    "finished",
    "implemented",
    "resolved",
    "fulfilled",
    "embedded",
    "discharged",
    "concluded",
    "accomplished",
    "finalised",
    "finalized",
    "met",
    "shipped",
    "merged",
    "fixed",
    "released",
    "passed",
    "satisfied",
];

/// Words of what has begun; with a negation it has not.
const BEGUN: [&str; 5] = ["started", "begun", "commenced", "underway", "initiated"];

/// Words of what was given up.
const DROPPED: [&str; 12] = [
    "abandoned",
    "cancelled",
    "canceled",
    "withdrawn",
    "dropped",
    "superseded",
    "discontinued",
    "rejected",
    "descoped",
    "obsolete",
    "void",
    "wontfix",
];

/// Words of what waits to begin.
const WAITING: [&str; 8] =
    ["planned", "proposed", "scheduled", "pending", "backlog", "queued", "upcoming", "unstarted"];

/// Words of what goes on.
const OPEN: [&str; 29] = [
    "mitigating",
    "remediating",
    "mitigation",
    "remediation",
    "open",
    "progress",
    "progressing",
    "ongoing",
    "track",
    "delayed",
    "late",
    "overdue",
    "active",
    "behind",
    "blocked",
    "hold",
    "paused",
    "suspended",
    "deferred",
    "slipped",
    "going",
    "started",
    "incomplete",
    "unresolved",
    "outstanding",
    "live",
    "continuing",
    "doing",
    "wip",
];

#[cfg(test)]
mod tests {
    use super::State;
    use crate::{LegendEntry, SourceRef};

    #[test]
    fn words_tell_the_state_whole_and_with_negation() {
        for (words, state) in [
            ("complete", "done"),
            ("Completed and evidenced", "done"),
            ("closed", "done"),
            ("mitigated", "done"),
            ("in remediation", "open"),
            ("partially mitigated", "open"),
            ("delivered", "done"),
            ("100% complete", "done"),
            ("80% complete", "open"),
            ("partially complete", "open"),
            ("not achieved", "open"),
            ("not yet delivered", "open"),
            ("on track to be completed", "open"),
            ("to be completed by March", "open"),
            ("in progress", "open"),
            ("incomplete", "open"),
            ("not started", "not_started"),
            ("not yet started", "not_started"),
            ("yet to be started", "not_started"),
            ("started", "open"),
            ("to do", "not_started"),
            ("not due", "not_started"),
            ("abandoned", "dropped"),
            ("no longer needed", "dropped"),
            ("not abandoned", "-"),
            ("in place", "done"),
            ("not yet in place", "open"),
            ("partly in place", "open"),
            ("in place of the old gate", "-"),
            ("fully in place since May", "done"),
            ("a recovery plan is in place", "-"),
            ("never run", "not_started"),
            ("never completed", "open"),
            ("never", "-"),
            ("completion date", "-"),
            ("green", "-"),
            ("", "-"),
        ] {
            assert_eq!(State::of_words(words).map_or("-", State::as_str), state, "{words}");
        }
    }

    #[test]
    fn a_colour_means_what_the_legend_says() {
        let legend = |status: &str, meaning: &str| {
            vec![LegendEntry {
                status: status.to_owned(),
                meaning: Some(meaning.to_owned()),
                printed: None,
                fill: None,
                source: SourceRef::default(),
            }]
        };
        assert_eq!(State::of("blue", &[]), Some(State::Done));
        assert_eq!(State::of("green", &[]), None);
        assert_eq!(State::of("blue", &legend("blue", "Not started")), Some(State::NotStarted));
        assert_eq!(State::of("blue", &legend("green", "On track")), None);
        assert_eq!(State::of("green", &legend("green", "Finished")), Some(State::Done));
        assert_eq!(State::of("closed", &legend("green", "On track")), Some(State::Done));
    }
}
