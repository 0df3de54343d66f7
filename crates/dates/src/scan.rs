//! Finds the dates of a text: single points, ranges and half-open spans, with the words that say
//! what each is for.

use crate::Context;
use crate::forms;
use crate::lexicon::Word;
use crate::point::{Point, Unit, Week};
use crate::token::{Kind, Token};
use std::ops::Range;

/// Which points a date is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    One(Point),
    Range(Point, Point),
    /// From a point on.
    From(Point),
    /// Up to a point.
    Until(Point),
}

/// What the words around a date say of its standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// It no longer holds.
    Original,
    /// It replaces another.
    Revised,
}

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// `Phase 1`, `a)`.
    Phase,
    /// `25%`.
    Milestone,
    /// `100%`: the whole.
    Whole,
    /// Any words before a colon.
    Named,
}

/// A date in the text.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) body: Body,
    pub(crate) cue: Option<Cue>,
    pub(crate) label: Option<(Share, String)>,
    /// `~` and `?`.
    pub(crate) qualifiers: Vec<char>,
    /// Bytes, label included.
    pub(crate) range: Range<usize>,
    /// Whether nothing but `and`, `,`, `;` or `/` stands between it and the next date.
    pub(crate) listed: bool,
    /// A month in it is one slip of the pen from what stands there.
    pub(crate) misspelt: bool,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    pub(crate) items: Vec<Item>,
    /// Pieces with digits that look like dates and were not read.
    pub(crate) unread: Vec<Range<usize>>,
    /// It says `ongoing`, `complete`, `TBC`, ..
    pub(crate) wordy: bool,
    /// It has words that mean nothing to us.
    pub(crate) other_words: bool,
    /// It has a number.
    pub(crate) numbers: bool,
}

struct Scanner<'a> {
    text: &'a str,
    tokens: &'a [Token],
    context: &'a Context,
    out: Scan,
    cue: Option<Cue>,
    label: Option<(Share, String, usize)>,
    qualifiers: Vec<char>,
    ongoing: bool,
    /// First token behind the last item, and behind what else bounds a label.
    bound: usize,
    /// First token behind the last item.
    behind: usize,
}

/// Reads the tokens of a text from left to right.
pub(crate) fn scan(text: &str, tokens: &[Token], context: &Context) -> Scan {
    let mut s = Scanner {
        text,
        tokens,
        context,
        out: Scan::default(),
        cue: None,
        label: None,
        qualifiers: Vec::new(),
        ongoing: false,
        bound: 0,
        behind: usize::MAX,
    };
    let mut at = 0;
    while at < tokens.len() {
        at = s.step(at).max(at + 1);
    }
    s.out
}

impl Scanner<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    fn slice(&self, from: usize, to: usize) -> String {
        let range = match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(a), Some(b)) => a.range.start..b.range.end,
            _ => return String::new(),
        };
        self.text.get(range).unwrap_or_default().replace('\n', " ")
    }

    /// Reads what stands at a token; the first token behind it.
    fn step(&mut self, at: usize) -> usize {
        if self.tokens.get(at).is_some_and(|t| t.newline) {
            self.bound = at;
            self.cue = None;
            self.qualifiers.clear();
            if self.label.as_ref().is_some_and(|(.., from)| *from < at.saturating_sub(2)) {
                self.label = None;
            }
        }
        if let Some(next) = self.label_at(at) {
            return next;
        }
        if let Some((body, first, next)) = self.body(at) {
            return self.push(body, first, next);
        }
        match self.kind(at) {
            Some(Kind::Word(word)) => self.plain_word(word, at),
            Some(Kind::Number { .. }) => {
                self.out.numbers = true;
                if self.looks_like_date(at) {
                    self.out.unread.push(self.tokens[at].range.clone());
                }
                self.forget();
                at + 1
            }
            Some(Kind::Mark(mark)) => {
                match mark {
                    ';' | ')' => {
                        self.forget();
                        self.label = None;
                        self.bound = at + 1;
                    }
                    ',' | '.' | '•' => self.bound = at + 1,
                    _ => {}
                }
                at + 1
            }
            None => at + 1,
        }
    }

    fn forget(&mut self) {
        self.cue = None;
        self.qualifiers.clear();
    }

    fn plain_word(&mut self, word: Word, at: usize) -> usize {
        match word {
            Word::Was => self.cue = Some(Cue::Original),
            Word::Now => {
                self.cue = Some(Cue::Revised);
                if self.word(at + 1) == Some(Word::From)
                    && let Some(next) = self.moved_from(at + 2)
                {
                    return next;
                }
            }
            Word::About => self.qualifiers.push('~'),
            Word::Unsure => {
                self.qualifiers.push('?');
                self.out.wordy = true;
            }
            Word::Ongoing => {
                self.out.wordy = true;
                self.ongoing = true;
                return at + 1;
            }
            Word::Wordy => self.out.wordy = true,
            Word::Filler
            | Word::To
            | Word::The
            | Word::Of
            | Word::And
            | Word::From
            | Word::Until
            | Word::Up => {}
            _ => {
                self.out.other_words = true;
                self.forget();
            }
        }
        if !matches!(word, Word::To | Word::Until | Word::Up) {
            self.ongoing = false;
        }
        at + 1
    }

    /// `revised from X to Y`: the first is the original.
    fn moved_from(&mut self, at: usize) -> Option<usize> {
        let (old, middle) = self.point(at)?;
        if self.word(middle) != Some(Word::To) {
            return None;
        }
        let (new, end) = self.point(middle + 1)?;
        self.cue = Some(Cue::Original);
        self.push(Body::One(old), at, middle);
        self.cue = Some(Cue::Revised);
        Some(self.push(Body::One(new), middle + 1, end))
    }

    /// A label that begins here and speaks of the next date (or, behind a dash or in brackets, of
    /// the last one).
    fn label_at(&mut self, at: usize) -> Option<usize> {
        let (share, text, next) = self.percent(at).or_else(|| self.phase(at))?;
        let opened = self.is_mark(at.wrapping_sub(1), '(') || self.is_mark(at.wrapping_sub(1), '-');
        let closed = next >= self.tokens.len()
            || self.tokens.get(next).is_some_and(|t| t.newline)
            || [')', ',', ';'].iter().any(|m| self.is_mark(next, *m));
        if opened
            && closed
            && self.behind.checked_add(1) == Some(at)
            && let Some(last) = self.out.items.last_mut()
            && last.label.is_none()
        {
            last.label = Some((share, text));
            last.range.end = self.tokens.get(next - 1).map_or(last.range.end, |t| t.range.end);
            return Some(next);
        }
        self.label = Some((share, text, at));
        Some(next)
    }

    fn percent(&self, at: usize) -> Option<(Share, String, usize)> {
        let Some(Kind::Number { value, digits: 1..=3, .. }) = self.kind(at) else { return None };
        if !self.is_mark(at + 1, '%') {
            return None;
        }
        let share = if value == 100 { Share::Whole } else { Share::Milestone };
        Some((share, format!("{value}%"), at + 2))
    }

    fn phase(&self, at: usize) -> Option<(Share, String, usize)> {
        let token = self.tokens.get(at)?;
        // `Phase 1`, `Stage B`, `Part one`.
        if self.word(at) == Some(Word::Phase) {
            let next = self.tokens.get(at + 1)?;
            let short = next.range.len() <= 3 && !next.newline;
            let named = match next.kind {
                Kind::Number { ordinal: false, .. } => {
                    // `Stage 31 March 2020`: the number is a day.
                    !matches!(self.word(at + 2), Some(Word::Month(_)))
                        || self.longest(at + 2).is_some_and(|(p, _)| p.year.is_some())
                            && next.range.len() == 1
                }
                Kind::Word(Word::Other | Word::Filler | Word::About | Word::Quarter) => {
                    next.capital || self.is_mark(at + 2, ':') || self.is_mark(at + 2, ')')
                }
                _ => false,
            };
            let mut end = at + 2;
            if short && named {
                // `Phase 1a`.
                if let Some(t) = self.tokens.get(end)
                    && !t.gap
                    && t.range.len() == 1
                    && matches!(t.kind, Kind::Word(_))
                {
                    end += 1;
                }
                return Some((Share::Phase, self.slice(at, end), end));
            }
            return None;
        }
        // `a)`, `(b)`, `ii)`, `1)`.
        let open = usize::from(token.kind == Kind::Mark('('));
        let part = self.tokens.get(at + open)?;
        let letter = self.text.get(part.range.clone())?;
        let counts = match part.kind {
            Kind::Number { digits: 1..=2, ordinal: false, year_mark: false, .. } => true,
            Kind::Word(_) => {
                letter.len() == 1 || letter.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
            }
            Kind::Number { .. } | Kind::Mark(_) => false,
        };
        let close = at + open + 1;
        if !counts || !self.is_mark(close, ')') {
            return None;
        }
        let colon = usize::from(self.is_mark(close + 1, ':'));
        self.body(close + 1 + colon)?;
        Some((Share::Phase, format!("{letter})"), close + 1 + colon))
    }

    /// The words before a colon that this date follows.
    fn named(&self, first: usize) -> Option<(Share, String, usize)> {
        let colon = first.checked_sub(1)?;
        if !self.is_mark(colon, ':') || self.bound >= colon {
            return None;
        }
        let words = self.tokens.get(self.bound..colon)?;
        let telling = words.iter().any(|t| t.kind == Kind::Word(Word::Other));
        let text = self.slice(self.bound, colon);
        let from = self.bound
            + words.iter().take_while(|t| matches!(t.kind, Kind::Mark('(' | '-' | '•'))).count();
        let text = text.trim_start_matches(['(', '-', '–', '•', ' ']).to_owned();
        (telling && !text.is_empty() && text.len() <= 40).then_some((Share::Named, text, from))
    }

    fn push(&mut self, body: Body, first: usize, mut next: usize) -> usize {
        let mut body = body;
        let label =
            self.label.take().or_else(|| if self.cue.is_none() { self.named(first) } else { None });
        let from = label.as_ref().map_or(first, |(.., from)| *from);
        let mut item_qualifiers = std::mem::take(&mut self.qualifiers);
        if self.ongoing
            && let Body::One(point) = body
            && matches!(self.word(first.wrapping_sub(1)), Some(Word::To | Word::Until))
        {
            body = Body::Until(point);
        }
        self.ongoing = false;
        let mut cue = self.cue.take();
        // What may stand behind: `?`, `(TBC)`, `onwards`, `(revised)`.
        loop {
            let open = usize::from(self.is_mark(next, '(') || self.is_mark(next, '-'));
            let closed = |s: &Self, at: usize| {
                if self.is_mark(next, '(') {
                    s.is_mark(at, ')').then_some(at + 1)
                } else {
                    Some(at)
                }
            };
            let Some(token) = self.tokens.get(next + open) else { break };
            if open == 0 && token.newline {
                break;
            }
            let after = next + open + 1;
            match token.kind {
                Kind::Mark(mark @ ('?' | '~' | '%')) if open == 0 && !token.gap => {
                    if mark == '%' {
                        item_qualifiers.push('?');
                    }
                    item_qualifiers.push(if mark == '?' { '?' } else { '~' });
                    next = after;
                }
                Kind::Word(Word::Unsure | Word::About) if closed(self, after).is_some() => {
                    // `TBC March 2020` behind a date speaks of the next one.
                    if open == 0 && self.body(after).is_some() {
                        break;
                    }
                    let unsure = token.kind == Kind::Word(Word::Unsure);
                    item_qualifiers.push(if unsure { '?' } else { '~' });
                    next = closed(self, after).unwrap_or(after);
                }
                Kind::Word(word @ (Word::Was | Word::Now))
                    if open == 1 && self.is_mark(next, '(') =>
                {
                    let date = usize::from(self.word(after) == Some(Word::Filler));
                    let Some(end) = closed(self, after + date) else { break };
                    cue = Some(if word == Word::Was { Cue::Original } else { Cue::Revised });
                    next = end;
                }
                _ => {
                    let Some(end) = self.open_end(next) else { break };
                    let Body::One(point) = body else { break };
                    body = Body::From(point);
                    next = end;
                }
            }
        }
        let start = self.tokens.get(from).map_or(0, |t| t.range.start);
        let end = self.tokens.get(next - 1).map_or(start, |t| t.range.end);
        let misspelt = self.tokens.get(first..next).unwrap_or_default().iter().any(|t| t.misspelt);
        self.out.items.push(Item {
            body,
            cue,
            label: label.map(|(share, text, _)| (share, text)),
            qualifiers: item_qualifiers,
            range: start..end,
            listed: self.joins_next(next),
            misspelt,
        });
        self.behind = next;
        self.bound = next;
        next
    }

    /// `onwards`, `and ongoing`, `- ongoing`, `+`, `/..` behind a date: it has no end.
    fn open_end(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word(Word::Onwards) => Some(at + 1),
            Kind::Word(Word::Ongoing) if !token.newline => {
                self.body(at + 1).is_none().then_some(at + 1)
            }
            Kind::Mark('+') if !token.gap => Some(at + 1),
            Kind::Mark('…') => Some(at + 1),
            Kind::Mark('/') if self.is_mark(at + 1, '…') => Some(at + 2),
            Kind::Word(Word::And | Word::Filler | Word::To) | Kind::Mark('-' | ',')
                if matches!(self.word(at + 1), Some(Word::Ongoing | Word::Onwards)) =>
            {
                Some(at + 2)
            }
            _ => None,
        }
    }

    fn joins_next(&self, mut at: usize) -> bool {
        while self.word(at) == Some(Word::And)
            || [',', ';', '/', '-', '('].iter().any(|m| self.is_mark(at, *m))
        {
            at += 1;
        }
        self.body(at).is_some()
    }

    /// A date at a token: what it is, its first token, and the first one behind it.
    fn body(&self, at: usize) -> Option<(Body, usize, usize)> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word(Word::Between) => {
                let (from, middle) = self.point(at + 1)?;
                let Some(Word::And) = self.word(middle) else { return None };
                let (to, end) = self.point(middle + 1)?;
                return Some((Body::Range(from, to), at, end));
            }
            Kind::Word(Word::From) => {
                let (body, _, end) = self.body(at + 1)?;
                return match body {
                    Body::One(point) if self.cue.is_none() => Some((Body::From(point), at, end)),
                    other => Some((other, at, end)),
                };
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
            _ => {}
        }
        let (from, middle) = self.point(at)?;
        if let Some((to, end)) = self.range_end(&from, middle) {
            return Some((Body::Range(from, to), at, end));
        }
        Some((Body::One(from), at, middle))
    }

    fn until(&self, first: usize, at: usize) -> Option<(Body, usize, usize)> {
        let (point, end) = self.point(at)?;
        // `extended until June`: the new date, not a span.
        let body = if self.cue.is_some() { Body::One(point) } else { Body::Until(point) };
        Some((body, first, end))
    }

    fn range_end(&self, from: &Point, middle: usize) -> Option<(Point, usize)> {
        let token = self.tokens.get(middle)?;
        let next = self.tokens.get(middle + 1)?;
        let slash = match token.kind {
            Kind::Mark('-') | Kind::Word(Word::To | Word::Until) => false,
            Kind::Mark('/') => true,
            _ => return None,
        };
        let mut at = middle + 1;
        while matches!(self.word(at), Some(Word::The | Word::Filler)) {
            at += 1;
        }
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

    fn longest(&self, at: usize) -> Option<(Point, usize)> {
        let (point, length) = forms::longest(self.tokens.get(at..)?, self.context)?;
        Some((point, at + length))
    }

    /// A point with the words before it that belong to it, and the first token behind it.
    fn point(&self, mut at: usize) -> Option<(Point, usize)> {
        let (mut end, mut part, mut week, mut weekday) = (false, false, None, None);
        let mut modified = false;
        loop {
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
        point.end |= end;
        point.part |= part;
        point.week = week;
        point.weekday = weekday;
        Some((point, next))
    }

    /// How many tokens of `-`, `of`, `the` stand here.
    fn of(&self, at: usize) -> usize {
        let mark = usize::from(self.is_mark(at, '-'));
        let of = mark + usize::from(self.word(at + mark) == Some(Word::Of));
        of + usize::from(self.word(at + of) == Some(Word::The))
    }

    /// Whether a lone word or number is a date: a month has a capital, a year stands at the end of
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
        loop {
            let from = here;
            while matches!(
                self.kind(here),
                Some(
                    Kind::Mark('-' | '/' | ',' | '&')
                        | Kind::Word(Word::To | Word::Until | Word::And | Word::Weekday(_))
                )
            ) {
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
    }

    /// Whether a number that was not read looks like a date or a part of one.
    fn looks_like_date(&self, at: usize) -> bool {
        let number = |at: usize| matches!(self.kind(at), Some(Kind::Number { .. }));
        let tight = |at: usize| self.tokens.get(at).is_some_and(|t| !t.gap);
        let near = |at: usize| {
            matches!(
                self.word(at),
                Some(Word::Month(_) | Word::Quarter | Word::Season(_) | Word::FinancialYear)
            )
        };
        if near(at.wrapping_sub(1)) && self.behind != at || near(at + 1) {
            return true;
        }
        let slashed = |mark: usize, other: usize| {
            matches!(self.kind(mark), Some(Kind::Mark('/')))
                && number(other)
                && tight(mark.max(other))
                && tight(mark.min(other).max(at))
        };
        slashed(at + 1, at + 2) || slashed(at.wrapping_sub(1), at.wrapping_sub(2))
    }
}
