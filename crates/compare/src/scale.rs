//! From best to worst: the order of a document's statuses.

use crate::edition::Legend;
use tablemend_model::State;

/// Ranks of the statuses, 0 the best.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    ranked: Vec<String>,
}

/// How known colours are where no legend says otherwise.
const USUAL: [&str; 4] = ["blue", "green", "amber", "red"];

impl Scale {
    /// The order of a legend.
    ///
    /// A legend may go from best to worst, from worst to best, or spell a mnemonic (blue, red,
    /// amber, green). Green and red show its direction. Blue in an end place is the best, as
    /// everywhere; between two others it is where the legend has it. What the legend says is
    /// not begun, paused or not applicable, and grey, has no rank. Other words are where the
    /// legend has them; a legend without green and red goes from best to worst, unless only its
    /// last line speaks of completion.
    #[must_use]
    pub fn of(legend: &[Legend]) -> Self {
        let mut words: Vec<&Legend> = Vec::new();
        for entry in legend {
            let known = words.iter().any(|w| w.status == entry.status);
            if !known && !is_unranked(entry) {
                words.push(entry);
            }
        }
        let at = |words: &[&Legend], status: &str| words.iter().position(|w| w.status == status);
        let falls = match (at(&words, "green"), at(&words, "red")) {
            (Some(green), Some(red)) => green < red,
            _ => match (words.first(), words.last()) {
                (Some(first), Some(last)) => !is_complete(last) || is_complete(first),
                _ => true,
            },
        };
        if !falls {
            words.reverse();
        }
        let mut ranked: Vec<String> = words.iter().map(|w| w.status.clone()).collect();
        // Blue in an end place says nothing on its rank: the mnemonic puts it next to red.
        if at(&words, "blue").is_some_and(|i| i + 1 == words.len()) {
            ranked.rotate_right(1);
        }
        // A legend of the usual colours in no order at all is taken for the usual order.
        if let (Some(g), Some(a), Some(r)) =
            (at(&words, "green"), at(&words, "amber"), at(&words, "red"))
            && !(g < a && a < r)
        {
            ranked.sort_by_key(|s| USUAL.iter().position(|u| u == s).unwrap_or(USUAL.len()));
        }
        let coloured = legend.iter().any(|l| USUAL.contains(&l.status.as_str()));
        let fills = if coloured || legend.is_empty() { &USUAL[..] } else { &[] };
        for (rank, usual) in fills.iter().enumerate() {
            let unranked = legend.iter().any(|l| l.status == *usual);
            if !unranked && !ranked.iter().any(|r| r == usual) {
                let before = USUAL.iter().take(rank).rev();
                let place = before
                    .filter_map(|u| ranked.iter().position(|r| r == u))
                    .next()
                    .map_or(0, |i| i + 1);
                ranked.insert(place, (*usual).to_owned());
            }
        }
        Self { ranked }
    }

    /// Rank of a status, 0 the best; `None` where it has no place in the order.
    #[must_use]
    pub fn rank(&self, status: &str) -> Option<usize> {
        self.ranked.iter().position(|r| r == status)
    }

    /// The ranked statuses, best first.
    pub fn statuses(&self) -> impl Iterator<Item = &str> {
        self.ranked.iter().map(String::as_str)
    }
}

fn says(entry: &Legend, words: &[&str]) -> bool {
    let text = format!("{} {}", entry.status, entry.meaning.as_deref().unwrap_or_default());
    let text = text.to_lowercase();
    words.iter().any(|w| text.contains(w))
}

/// Whether a line of the legend is of what is done.
fn is_complete(entry: &Legend) -> bool {
    let meaning = entry.meaning.as_deref().and_then(State::of_words);
    meaning.or_else(|| State::of_words(&entry.status)) == Some(State::Done)
}

fn is_unranked(entry: &Legend) -> bool {
    let apart = ["not started", "not yet", "not begun", "not due", "not applicable", "n/a"];
    let idle = ["on hold", "paused", "suspended", "superseded", "withdrawn", "no longer"];
    entry.status == "grey" || says(entry, &apart) || says(entry, &idle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(legend: &[(&str, &str)]) -> String {
        let legend: Vec<_> = legend
            .iter()
            .map(|(status, meaning)| Legend {
                status: (*status).to_owned(),
                meaning: Some((*meaning).to_owned()),
            })
            .collect();
        Scale::of(&legend).statuses().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn legends_are_read_from_best_to_worst() {
        let usual = "blue green amber red";
        let plain = |words: &'static str| -> Vec<(&'static str, &'static str)> {
            words.split(' ').map(|w| (w, "")).collect()
        };
        assert_eq!(order(&[]), usual);
        for listing in ["blue green amber red", "red amber green blue", "blue red amber green"] {
            assert_eq!(order(&plain(listing)), usual, "{listing}");
        }
        assert_eq!(order(&plain("red amber green")), usual);
        assert_eq!(order(&plain("green blue amber red")), "green blue amber red");
        assert_eq!(order(&plain("red amber blue green")), "green blue amber red");
        assert_eq!(order(&plain("blue green yellow amber red")), "blue green yellow amber red");
        assert_eq!(
            order(&[("blue", "Not started"), ("green", ""), ("amber", ""), ("red", "")]),
            "green amber red"
        );
        assert_eq!(
            order(&[("done", "Complete"), ("on track", ""), ("late", "")]),
            "done on track late"
        );
        assert_eq!(Scale::of(&[]).rank("purple"), None);
    }
}
