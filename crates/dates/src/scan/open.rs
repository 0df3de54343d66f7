//! Spans without an end: what says behind a date that it goes on, and what says before one that it is the earliest.

use super::{Body, Scanner};
use crate::lexicon::Word;
use crate::token::Kind;

/// What a span goes on to that is no day: `to date`, `- present`.
const NOW: [&str; 9] =
    ["present", "date", "now", "current", "today", "indefinite", "indefinitely", "heute", "heden"];

/// Events that a span ends with: `to completion`, `to end of project`.
const EVENTS: [&str; 10] = [
    "end",
    "completion",
    "closure",
    "close",
    "conclusion",
    "finish",
    "expiry",
    "termination",
    "handover",
    "closedown",
];

impl Scanner<'_> {
    /// `onwards`, `and ongoing`, `- present`, `to completion`, `or later`, `+`, `/..` behind a date: it has no end.
    pub(super) fn open_end(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word(Word::Onwards) => Some(at + 1),
            Kind::Word(Word::Ongoing) if !token.newline => {
                self.body(at + 1).is_none().then_some(at + 1)
            }
            Kind::Mark('+') if !token.gap => Some(at + 1),
            Kind::Mark('…') => Some(at + 1),
            Kind::Mark('/') if self.is_mark(at + 1, '…') => Some(at + 2),
            Kind::Word(Word::And | Word::Filler | Word::Be | Word::To) | Kind::Mark('-' | ',')
                if matches!(self.word(at + 1), Some(Word::Ongoing | Word::Onwards)) =>
            {
                Some(at + 2)
            }
            Kind::Mark('(') if !self.is_mark(at + 1, '(') => {
                let end = self.open_end(at + 1)?;
                self.is_mark(end, ')').then_some(end + 1)
            }
            _ if token.newline => None,
            Kind::Word(Word::To | Word::Until | Word::Up) => self.to_no_day(at),
            Kind::Mark('-') => {
                let to = usize::from(matches!(self.word(at + 1), Some(Word::To | Word::Until)));
                if to == 1 {
                    return self.to_no_day(at + 1);
                }
                (NOW.contains(&self.lower(at + 1).as_str()) && self.is_over(at + 2))
                    .then_some(at + 2)
            }
            // `or later`, `and beyond`.
            Kind::Word(Word::And) => {
                let is_later = matches!(
                    self.lower(at + 1).as_str(),
                    "later" | "after" | "beyond" | "thereafter"
                );
                (is_later && self.body(at + 2).is_none()).then_some(at + 2)
            }
            // `at the earliest`.
            Kind::Word(Word::Filler | Word::Other) => {
                let the = matches!(self.word(at), Some(Word::Filler))
                    && self.word(at + 1) == Some(Word::The);
                let own = at + 2 * usize::from(the);
                (self.lower(own) == "earliest" && self.is_over(own + 1)).then_some(own + 1)
            }
            _ => None,
        }
    }

    /// `to date`, `until further notice`, `up to the end of the project`: the first token behind it.
    fn to_no_day(&self, at: usize) -> Option<usize> {
        let mut here = at + 1;
        let mut is_until = self.word(at) == Some(Word::Until);
        if self.word(at) == Some(Word::Up) {
            if self.word(here) != Some(Word::To) {
                return None;
            }
            here += 1;
        }
        // `through to present`
        if self.word(here) == Some(Word::To) {
            here += 1;
        }
        if self.body(here).is_some() || self.tokens.get(here).is_none_or(|t| t.newline) {
            return None;
        }
        if self.word(here) == Some(Word::Unsure) {
            return self.body(here + 1).is_none().then_some(here + 1);
        }
        here += usize::from(self.word(here) == Some(Word::The));
        if NOW.contains(&self.lower(here).as_str()) && self.is_over(here + 1) {
            return Some(here + 1);
        }
        // `project end`, `end of the programme`, `contract completion`
        for noun in here..here + 3 {
            if EVENTS.contains(&self.lower(noun).as_str()) {
                let is_of = self.word(noun + 1) == Some(Word::Of);
                is_until |= self.is_over(noun + 1) || is_of && self.body(noun + 2).is_none();
                break;
            }
            if !matches!(self.kind(noun), Some(Kind::Word(Word::Other | Word::Phase))) {
                break;
            }
        }
        is_until.then(|| self.behind_words(here))
    }

    /// Whether a phrase is over before a token.
    fn is_over(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_none_or(|t| t.newline || matches!(t.kind, Kind::Mark(',' | ';' | '.' | ')' | '(')))
    }

    /// The first token behind the words of an event.
    fn behind_words(&self, from: usize) -> usize {
        let is_word = |at: &usize| {
            matches!(self.kind(*at), Some(Kind::Word(_)))
                && !self.tokens.get(*at).is_some_and(|t| t.newline)
                && self.body(*at).is_none()
        };
        (from..from + 12).take_while(is_word).last().map_or(from, |last| last + 1)
    }

    /// `not before X`, `no earlier than X`, `earliest X`: from that day on.
    pub(super) fn not_before(&self, at: usize) -> Option<(Body, usize, usize)> {
        let next = |n: usize, words: &[&str]| words.iter().any(|w| self.says(at + n, w));
        let mut here = if next(0, &["not", "no"]) {
            if next(1, &["before", "until", "till"]) {
                at + 2
            } else if next(1, &["earlier", "sooner"]) && next(2, &["than"]) {
                at + 3
            } else {
                return None;
            }
        } else if next(0, &["earliest"]) {
            at + 1 + usize::from(next(1, &["by"]))
        } else {
            return None;
        };
        here += usize::from(self.word(here) == Some(Word::After));
        let (point, end) = self.point(here)?;
        Some((Body::From(point), at, end))
    }
}
