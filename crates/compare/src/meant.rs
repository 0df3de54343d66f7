//! What statuses of different editions mean by the editions' own keys: `green` of a key that says `On track` is `on
//! track` of an edition that prints the words.

use crate::cell::Cell;
use crate::edition::{Edition, Kind, Legend};
use std::borrow::Cow;
use std::collections::BTreeSet;
use tablemend_model::State;

/// The statuses of two editions that are compared.
#[derive(Debug)]
pub(crate) struct Vocabularies<'e> {
    before: Vocabulary<'e>,
    after: Vocabulary<'e>,
}

impl<'e> Vocabularies<'e> {
    pub(crate) fn of(before: &'e Edition, after: &'e Edition) -> Self {
        Self { before: Vocabulary::of(before), after: Vocabulary::of(after) }
    }

    /// Two cells, with the status of one in the words of the other edition where that has a word for it: in those of
    /// the later edition, or of the one with a key.
    pub(crate) fn meant<'c>(&self, old: &'c Cell, new: &'c Cell) -> (Cow<'c, Cell>, Cow<'c, Cell>) {
        let as_printed = (Cow::Borrowed(old), Cow::Borrowed(new));
        let (Cell::Status(was), Cell::Status(is)) = (old, new) else { return as_printed };
        if was == is {
            return as_printed;
        }
        let cell = |word: &str| Cow::Owned(Cell::Status(word.to_owned()));
        if self.after.legend.is_empty() {
            let found = self.after.in_words_of(is, &self.before);
            found.map_or(as_printed, |word| (Cow::Borrowed(old), cell(word)))
        } else {
            let found = self.before.in_words_of(was, &self.after);
            found.map_or(as_printed, |word| (cell(word), Cow::Borrowed(new)))
        }
    }
}

/// The statuses of an edition: those of its key, and those that its items have.
#[derive(Debug)]
struct Vocabulary<'e> {
    legend: &'e [Legend],
    words: BTreeSet<&'e str>,
}

impl<'e> Vocabulary<'e> {
    fn of(edition: &'e Edition) -> Self {
        let field = edition.first_of(Kind::Status);
        let used = edition.items.iter().filter_map(|item| match item.cell(field) {
            Cell::Status(word) => Some(word.as_str()),
            _ => None,
        });
        let listed = edition.legend.iter().map(|l| l.status.as_str());
        Self { legend: &edition.legend, words: used.chain(listed).collect() }
    }

    /// What the key says of a word.
    fn meaning(&self, word: &str) -> Option<&'e str> {
        self.legend.iter().find(|l| l.status == word)?.meaning.as_deref()
    }

    /// The word of another edition that means what a word of this one does; `None` where the other has this word
    /// too, where no key explains either, and where several could be meant.
    fn in_words_of<'o>(&self, word: &str, other: &Vocabulary<'o>) -> Option<&'o str> {
        if other.words.contains(word) {
            return None;
        }
        let own = self.meaning(word);
        let said = own.unwrap_or(word);
        // Without a key for either, two words are two words; what this edition calls so too is something else.
        let candidates = || {
            let all = other.words.iter().copied().filter(|w| !self.words.contains(w));
            all.filter_map(|w| {
                let meaning = other.meaning(w);
                (own.is_some() || meaning.is_some()).then(|| (w, meaning.unwrap_or(w)))
            })
        };
        if let Some((found, _)) = candidates().find(|(_, meaning)| lead(meaning) == lead(said)) {
            return Some(found);
        }
        let state = State::of_words(said).filter(|state| *state != State::Open)?;
        let mut same = candidates().filter(|(_, meaning)| State::of_words(meaning) == Some(state));
        let found = same.next()?;
        // `Finished` and `Closed` of one edition are two; so are two colours of the other that mean the same.
        let is_one = same.next().is_none()
            && !self.words.iter().any(|w| {
                *w != word && State::of_words(self.meaning(w).unwrap_or(w)) == Some(state)
            });
        is_one.then_some(found.0)
    }
}

/// The words that a meaning begins with, without what is said of them behind a dash, bracket or stop.
fn lead(meaning: &str) -> String {
    let end = meaning.find(['–', '—', '(', ',', ';', ':', '.']).unwrap_or(meaning.len());
    let front = meaning.get(..end).unwrap_or_default().split(" - ").next().unwrap_or_default();
    let words = front.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Gives the statuses of all editions the words of the last one, where the keys say that they mean the same, so that
/// they are counted as one.
pub(crate) fn in_last_words(editions: &mut [Edition]) {
    let Some((last, before)) = editions.split_last_mut() else { return };
    let last = &*last;
    let words = Vocabulary::of(last);
    for edition in before {
        if edition.legend == last.legend && edition.legend.is_empty() {
            continue;
        }
        let Some(field) = edition.first_of(Kind::Status) else { continue };
        let own = Vocabulary::of(edition);
        let known: Vec<(String, String)> = own
            .words
            .iter()
            .filter_map(|w| Some(((*w).to_owned(), own.in_words_of(w, &words)?.to_owned())))
            .collect();
        if known.is_empty() {
            continue;
        }
        for item in &mut edition.items {
            if let Some(Cell::Status(word)) = item.cells.get_mut(field)
                && let Some((_, new)) = known.iter().find(|(old, _)| old == word)
            {
                word.clone_from(new);
            }
        }
        for entry in &mut edition.legend {
            if let Some((_, new)) = known.iter().find(|(old, _)| *old == entry.status) {
                entry.status.clone_from(new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{ChangeKind, Direction, Options, compare_editions};
    use crate::sample::plan;

    /// A plan of items with these statuses and this key.
    fn edition(statuses: &[&str], key: &[(&str, &str)]) -> Edition {
        let texts = ["Tar the boats", "Hang the gate", "Cast the bell", "Paint the mast"];
        let refs = ["1.1", "1.2", "1.3", "1.4"];
        let rows = statuses.iter().zip(refs.iter().zip(texts)).map(|(status, (number, text))| {
            format!("{number} | {text} | 2024-06-30 | Ann | | {status}\n")
        });
        let mut out = plan("2024-01", &rows.collect::<String>());
        out.legend = key
            .iter()
            .map(|(status, meaning)| Legend {
                status: (*status).to_owned(),
                meaning: Some((*meaning).to_owned()),
            })
            .collect();
        out
    }

    const KEY: [(&str, &str); 4] = [
        ("blue", "Complete"),
        ("green", "On Track – no concerns"),
        ("amber", "Delayed"),
        ("grey", "Not started"),
    ];

    fn changes(before: Edition, after: Edition) -> Vec<(ChangeKind, Option<Direction>)> {
        let links = crate::identity::Links::default();
        let changes = compare_editions(before, after, &links, &Options::default());
        changes.changes.iter().map(|c| (c.kind, c.direction)).collect()
    }

    #[test]
    fn colours_with_a_key_and_the_words_of_the_key_are_no_change() {
        let colours = edition(&["blue", "green", "amber", "grey"], &KEY);
        let words = edition(&["completed", "on track", "delayed", "not started"], &[]);
        assert_eq!(changes(colours.clone(), words.clone()), []);
        assert_eq!(changes(words.clone(), colours.clone()), []);
        // What got better did, whatever it is called.
        let better = edition(&["completed", "on track", "on track", "not started"], &[]);
        let better = changes(colours, better);
        assert_eq!(better, [(ChangeKind::Changed, Some(Direction::Better))]);
    }

    #[test]
    fn words_of_one_edition_are_never_one() {
        let before = edition(&["green", "blue", "closed", "amber"], &KEY);
        let after = edition(&["blue", "closed", "blue", "delayed"], &KEY);
        assert_eq!(changes(before, after).len(), 4);
        // Without a key no word means another.
        let before = edition(&["closed", "open", "open", "open"], &[]);
        let after = edition(&["finished", "open", "open", "open"], &[]);
        assert_eq!(changes(before, after).len(), 1);
    }

    #[test]
    fn editions_are_counted_in_the_words_of_the_last() {
        let colours = edition(&["blue", "green", "amber", "grey"], &KEY);
        let words = edition(&["completed", "on track", "delayed", "not started"], &[]);
        let mut editions = vec![colours.clone(), words.clone()];
        in_last_words(&mut editions);
        let statuses = |e: &Edition| -> Vec<String> {
            let field = e.first_of(Kind::Status);
            e.items.iter().map(|i| i.cell(field).display()).collect()
        };
        let first = editions.first().unwrap();
        assert_eq!(statuses(first), statuses(&words));
        let mut editions = vec![words, colours.clone()];
        in_last_words(&mut editions);
        assert_eq!(statuses(editions.first().unwrap()), statuses(&colours));
    }
}
