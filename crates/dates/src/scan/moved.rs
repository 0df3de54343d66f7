//! Dates that were moved: which is the old one and which the new one, whichever is printed first.

use super::{Body, Cue, Scanner};
use crate::lexicon::Word;
use crate::token::Kind;

/// Words between a word of moving and its `from` or `to`: `brought forward from`, `slipped back by two months to`.
const BETWEEN: [&str; 34] = [
    "forward",
    "forwards",
    "back",
    "backward",
    "backwards",
    "out",
    "over",
    "on",
    "along",
    "in",
    "left",
    "right",
    "again",
    "further",
    "by",
    "a",
    "an",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "several",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
];

/// Words of moving that say so without a date before them; `change from 1 May` may be the start of the change.
const ALONE: [&str; 12] = [
    "brought",
    "carried",
    "deferral",
    "drifted",
    "postponement",
    "pulled",
    "pushed",
    "rolled",
    "slid",
    "slippage",
    "slipping",
    "slips",
];

impl Scanner<'_> {
    /// A word of moving: the date behind its `from` is the old one, the date behind its `to` the new one.
    pub(super) fn moved(&mut self, at: usize, is_verb: bool) -> Option<usize> {
        let mut here = at + 1;
        // Nobody writes more between them.
        for _ in 0..6 {
            let is_count = matches!(self.kind(here), Some(Kind::Number { digits: 1..=2, .. }));
            let is_between = BETWEEN.contains(&self.lower(here).as_str());
            if !(is_count || is_between) || self.tokens.get(here).is_some_and(|t| t.newline) {
                break;
            }
            here += 1;
        }
        match self.word(here)? {
            Word::From => {
                if let Some(next) = self.moved_from(here + 1) {
                    return Some(next);
                }
                let is_told =
                    is_verb || self.has_date_before() || ALONE.contains(&self.lower(at).as_str());
                is_told.then(|| {
                    self.cue = Some(Cue::Original);
                    here + 1
                })
            }
            Word::To | Word::Until => {
                self.cue = Some(Cue::Revised);
                Some(here)
            }
            _ => None,
        }
    }

    fn has_date_before(&self) -> bool {
        !self.out.items.is_empty()
    }

    /// `revised from X to Y`: the first is the original.
    fn moved_from(&mut self, at: usize) -> Option<usize> {
        let (old, middle) = self.point(at)?;
        let is_arrow = self.word(middle) == Some(Word::Now) && self.word(middle + 1).is_none();
        if !matches!(self.word(middle), Some(Word::To | Word::Until)) && !is_arrow {
            return None;
        }
        let (new, end) = self.point(middle + 1)?;
        self.cue = Some(Cue::Original);
        self.push(Body::One(old), at, middle);
        self.cue = Some(Cue::Revised);
        Some(self.push(Body::One(new), middle + 1, end))
    }

    /// `moved to X from Y`: behind a new date, `from` has the old one.
    pub(super) fn moved_to_from(&mut self, at: usize) -> Option<usize> {
        if self.word(at) != Some(Word::From) {
            return None;
        }
        let is_revised = self.out.items.last().is_some_and(|i| i.cue == Some(Cue::Revised));
        let mark = at.checked_sub(1).filter(|m| self.is_mark(*m, ',') || self.is_mark(*m, '('));
        if !is_revised || self.behind != mark.unwrap_or(at) {
            return None;
        }
        let (old, next) = self.point(at + 1)?;
        if self.range_end(&old, next).is_some() {
            return None;
        }
        self.cue = Some(Cue::Original);
        Some(self.push(Body::One(old), at + 1, next))
    }

    /// Whether the date behind a participle may be the day on which the date before it was moved: `(revised in
    /// January 2026)`, `(updated 5 May 2026)` behind a later date.
    pub(super) fn tells_when(&self, at: usize) -> bool {
        if matches!(self.lower(at).as_str(), "now" | "new") || self.lower(at).is_empty() {
            return false;
        }
        let prep = matches!(self.lower(at + 1).as_str(), "in" | "on" | "at");
        let Some((Body::One(point), ..)) = self.body(at + 1 + usize::from(prep)) else {
            return false;
        };
        let Some(last) = self.out.items.last().filter(|i| i.cue.is_none() && i.label.is_none())
        else {
            return false;
        };
        let (Body::One(before) | Body::Range(_, before)) = last.body else { return false };
        let meant = |p: &crate::point::Point| p.in_year(p.year?).map(|m| m.extent);
        let (Some(own), Some(had)) = (meant(&point), meant(&before)) else { return false };
        prep || own.end < had.start
    }
}
