//! Points, ranges and half-open spans at a token.

use super::{Body, Scanner};
use crate::forms;
use crate::lexicon::Word;
use crate::point::{Point, Unit, Week};
use crate::token::Kind;

impl Scanner<'_> {
    pub(super) fn joins_next(&self, mut at: usize) -> bool {
        while self.word(at) == Some(Word::And)
            || [',', ';', '/', '-', '('].iter().any(|m| self.is_mark(at, *m))
        {
            at += 1;
        }
        self.body(at).is_some()
    }

    /// A date at a token: what it is, its first token, and the first one behind it.
    pub(super) fn body(&self, at: usize) -> Option<(Body, usize, usize)> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word(Word::Between) => {
                let (from, middle) = self.point(at + 1)?;
                let Some(Word::And) = self.word(middle) else { return None };
                let (to, end) = self.point(middle + 1)?;
                return Some((Body::Range(from, to), at, end));
            }
            Kind::Word(Word::From) => {
                let (from, middle) = self.point(at + 1)?;
                return Some(match self.range_end(&from, middle) {
                    Some((to, end)) => (Body::Range(from, to), at, end),
                    // `moved from June`: the old date, not a span.
                    None if self.cue.is_some() => (Body::One(from), at, middle),
                    None => (Body::From(from), at, middle),
                });
            }
            Kind::Word(Word::After) => {
                let (point, end) = self.point(at + 1)?;
                return Some((Body::From(point), at, end));
            }
            Kind::Word(Word::Up) if self.word(at + 1) == Some(Word::To) => {
                return self.until(at, at + 2);
            }
            Kind::Word(Word::Until) => return self.until(at, at + 1),
            Kind::Mark('…') if self.is_mark(at + 1, '/') => return self.until(at, at + 2),
            Kind::Word(Word::Other | Word::Filler) => {
                if let Some(found) = self.not_before(at).or_else(|| self.counted(at)) {
                    return Some(found);
                }
            }
            Kind::Number { .. } => {
                if let Some(found) = self.counted(at) {
                    return Some(found);
                }
            }
            _ => {}
        }
        if let Some((from, to, end)) = self.days_of_month(at) {
            return Some((Body::Range(from, to), at, end));
        }
        let (from, middle) = self.point(at)?;
        if let Some((to, end)) = self.range_end(&from, middle) {
            return Some((Body::Range(from, to), at, end));
        }
        Some((Body::One(from), at, middle))
    }

    /// From one day of a month to another, behind its name: `Feb 1-14, 2026`, `March 3rd to 5th`. Two numbers there are
    /// never a year and part of another.
    fn days_of_month(&self, at: usize) -> Option<(Point, Point, usize)> {
        let token = self.tokens.get(at).filter(|t| t.capital)?;
        let Kind::Word(Word::Month(month)) = token.kind else { return None };
        let day = |at: usize| match self.kind(at)? {
            Kind::Number { value, digits: 1..=2, year_mark: false, .. } => {
                i16::try_from(value).ok().filter(|day| (1..=31).contains(day))
            }
            _ => None,
        };
        let first = at + 1 + usize::from(self.is_mark(at + 1, '.'));
        let is_joined = self.is_mark(first + 1, '-')
            || matches!(self.word(first + 1), Some(Word::To | Word::Until));
        let (from, to) = (day(first)?, day(first + 2)?);
        let on_one_line = |at: usize| self.tokens.get(at).is_some_and(|t| !t.newline);
        if !is_joined || from >= to || !(first..first + 3).all(on_one_line) {
            return None;
        }
        let mut end = first + 3;
        let comma = usize::from(self.is_mark(end, ','));
        let year = match self.kind(end + comma).filter(|_| on_one_line(end + comma)) {
            Some(Kind::Number { value, digits: 4, .. }) if (1900..2100).contains(&value) => {
                i16::try_from(value).ok()
            }
            _ => None,
        };
        if year.is_some() {
            end += comma + 1;
        } else if self
            .tokens
            .get(end)
            .is_some_and(|t| !t.gap && !self.is_mark(end, ',') && !t.newline)
            && !self.is_mark(end, ')')
            && !self.is_mark(end, ';')
        {
            // `May 4-5pm`, `3-4-2026`: they are something else.
            return None;
        }
        let point = |day| Point::new(Unit::Day(i16::from(month), day), year);
        Some((point(from), point(to), end))
    }

    fn until(&self, first: usize, at: usize) -> Option<(Body, usize, usize)> {
        let (point, end) = self.point(at)?;
        // `extended until June`: the new date, not a span.
        let body = if self.cue.is_some() { Body::One(point) } else { Body::Until(point) };
        Some((body, first, end))
    }

    pub(super) fn range_end(&self, from: &Point, middle: usize) -> Option<(Point, usize)> {
        let token = self.tokens.get(middle)?;
        let next = self.tokens.get(middle + 1)?;
        let slash = match token.kind {
            Kind::Mark('-') | Kind::Word(Word::To | Word::Until) => false,
            Kind::Mark('/') => true,
            _ => return None,
        };
        let at = middle + 1;
        let at = at + usize::from(matches!(self.word(at), Some(Word::The | Word::Filler)));
        let at = at + usize::from(self.word(at) == Some(Word::The));
        let (to, end) = self.point(at)?;
        if slash {
            // With blanks round it a slash parts two whole dates; months stand for a run of months.
            let months = |p: &Point| !matches!(p.unit, Unit::Day(..));
            let tight = !token.gap && !next.gap;
            if !(tight || months(from) && months(&to)) {
                return None;
            }
        }
        let fits = match (from.year, to.year) {
            (Some(_), Some(_)) => true,
            _ => from.is_like(&to),
        };
        (fits && from.week.is_none()).then_some((to, end))
    }

    pub(super) fn longest(&self, at: usize) -> Option<(Point, usize)> {
        let (point, length) = forms::longest(self.tokens.get(at..)?, self.context)?;
        Some((point, at + length))
    }

    /// A point with the words before it that belong to it, and the first token behind it.
    pub(super) fn point(&self, mut at: usize) -> Option<(Point, usize)> {
        let (mut end, mut part, mut week, mut weekday) = (false, false, None, None);
        let mut modified = false;
        // Nobody writes more; bounded, so that long rubbish is read in linear time.
        for _ in 0..6 {
            let skip = match self.word(at) {
                Some(Word::Weekday(day)) => {
                    weekday = Some(day);
                    1 + usize::from(self.is_mark(at + 1, ',') || self.is_mark(at + 1, '.'))
                }
                Some(Word::WeekCommencing) => {
                    week = Some(Week::Commencing);
                    1
                }
                Some(Word::WeekEnding) => {
                    week = Some(Week::Ending);
                    1
                }
                Some(Word::Week) => match self.word(at + 1) {
                    Some(Word::Commencing | Word::Of) => {
                        week = Some(Week::Commencing);
                        2
                    }
                    Some(Word::Ending) => {
                        week = Some(Week::Ending);
                        2
                    }
                    _ => return None,
                },
                Some(Word::End) => {
                    end = true;
                    1 + self.of(at + 1)
                }
                Some(Word::Part | Word::Commencing) => {
                    part = true;
                    1 + self.of(at + 1)
                }
                Some(Word::The) if modified || self.word(at + 1) == Some(Word::End) => 1,
                _ => break,
            };
            modified = true;
            at += skip;
        }
        let (mut point, next) = match self.longest(at) {
            Some(found) => found,
            None => (Point::new(Unit::DayOnly(self.day_only(at)?), None), at + 1),
        };
        if !modified && !self.may_stand_bare(&point, at, next) {
            return None;
        }
        // `first week of May`: somewhere in it.
        let of_day = matches!(point.unit, Unit::Day(..) | Unit::DayOnly(_));
        point.end |= end;
        point.part |= part || week.is_some() && !of_day;
        point.week = week.filter(|_| of_day).or(point.week);
        point.weekday = weekday;
        Some((point, next))
    }

    /// How many tokens of `-`, `of`, `the` are here.
    fn of(&self, at: usize) -> usize {
        let mark = usize::from(self.is_mark(at, '-'));
        let of = mark + usize::from(self.word(at + mark) == Some(Word::Of));
        of + usize::from(self.word(at + of) == Some(Word::The))
    }

    /// Whether a lone word or number is a date: a month has a capital, a year is at the end of
    /// a phrase (`2020 places` is none), a season or feast without a year is only a word.
    fn may_stand_bare(&self, point: &Point, at: usize, next: usize) -> bool {
        match point.unit {
            Unit::Month(_) if next == at + 1 => self.tokens.get(at).is_some_and(|t| t.capital),
            Unit::Year if next == at + 1 => {
                // Joined to another number it is a part of something that was not read.
                let joined = |mark: usize, other: usize| {
                    let tight = |i: usize| self.tokens.get(i).is_some_and(|t| !t.gap);
                    matches!(self.kind(mark), Some(Kind::Mark('/' | '.')))
                        && matches!(self.kind(other), Some(Kind::Number { .. }))
                        && tight(mark.max(other))
                        && tight(mark.min(other).max(at))
                };
                if at >= 2 && joined(at - 1, at - 2) && !self.is_year(at - 2) {
                    return false;
                }
                if joined(next, next + 1) && !self.is_year(next + 1) {
                    return false;
                }
                match self.kind(next) {
                    None => true,
                    Some(Kind::Number { .. }) => false,
                    Some(Kind::Mark(c)) => !matches!(c, '£' | '$' | '€'),
                    Some(Kind::Word(word)) => {
                        self.tokens.get(next).is_some_and(|t| t.newline) || word != Word::Other
                    }
                }
            }
            _ => true,
        }
    }

    fn is_year(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Number { digits: 4, .. }))
    }

    /// A day whose month comes later: `1-31 May`, `15, 16 and 17 June`.
    fn day_only(&self, at: usize) -> Option<i16> {
        let day = |at: usize| match self.kind(at) {
            Some(Kind::Number { value: v @ 1..=31, digits: 1..=2, year_mark: false, .. }) => {
                Some(v as i16)
            }
            _ => None,
        };
        let found = day(at)?;
        let mut here = at + 1;
        for _ in 0..12 {
            let from = here;
            while here < from + 3
                && matches!(
                    self.kind(here),
                    Some(
                        Kind::Mark('-' | '/' | ',' | '&')
                            | Kind::Word(Word::To | Word::Until | Word::And | Word::Weekday(_))
                    )
                )
            {
                here += 1;
            }
            if here == from {
                return None;
            }
            day(here)?;
            here += 1;
            let of = usize::from(self.word(here) == Some(Word::Of));
            if let Some(Word::Month(_)) = self.word(here + of) {
                return Some(found);
            }
        }
        None
    }
}
