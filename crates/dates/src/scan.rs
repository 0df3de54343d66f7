//! Finds the dates of a text: single points, ranges and half-open spans, with the words that say
//! what each is for.

mod counted;
mod labels;
mod moved;
mod open;
mod recurring;
mod spans;

pub(crate) use recurring::recurs;

use crate::Context;
use crate::lexicon::Word;
use crate::point::{Point, Unit};
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
    /// Whether nothing but `and`, `,`, `;` or `/` is between it and the next date.
    pub(crate) listed: bool,
    /// A month in it is one slip of the pen from what is there.
    pub(crate) misspelt: bool,
}

impl Item {
    /// Whether it can be read in another way.
    pub(crate) fn is_doubted(&self) -> bool {
        match self.body {
            Body::One(p) | Body::From(p) | Body::Until(p) => p.doubt.is_some(),
            Body::Range(a, b) => a.doubt.is_some() || b.doubt.is_some(),
        }
    }
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

/// Why `1 May 2020 - TBC` may be read in another way.
const OPEN_OR_UNSURE: &str =
    "either the end is not settled, or the day itself; it was taken to have no end yet";

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

    /// The text of a token in lower case.
    fn lower(&self, at: usize) -> String {
        let range = self.tokens.get(at).map(|t| t.range.clone());
        range.and_then(|r| self.text.get(r)).unwrap_or_default().to_lowercase()
    }

    /// Whether a token is a word, in capitals or not.
    fn says(&self, at: usize, word: &str) -> bool {
        let range = self.tokens.get(at).map(|t| t.range.clone());
        range.and_then(|r| self.text.get(r)).is_some_and(|t| t.eq_ignore_ascii_case(word))
    }

    fn slice(&self, from: usize, to: usize) -> String {
        let range = match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(a), Some(b)) => a.range.start..b.range.end,
            _ => return String::new(),
        };
        self.text.get(range).unwrap_or_default().replace('\n', " ")
    }

    /// Reads what is at a token; the first token behind it.
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
        if let Some(next) = self.moved_to_from(at) {
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
                if let Some(next) = self.moved(at, true) {
                    return next;
                }
                self.cue = if self.tells_when(at) { None } else { Some(Cue::Revised) };
            }
            Word::Shift => {
                if let Some(next) = self.moved(at, false) {
                    return next;
                }
                self.out.other_words = true;
                self.forget();
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
            Word::Wordy | Word::Yearly => self.out.wordy = true,
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
        // What may be behind: `?`, `(TBC)`, `onwards`, `(revised)`.
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
                    // `1 May 2020 - TBC`: a day that is known begins what has no end yet.
                    if self.is_mark(next, '-')
                        && token.kind == Kind::Word(Word::Unsure)
                        && let Body::One(point @ Point { unit: Unit::Day(..), .. }) = body
                        && self.cue.is_none()
                        && self.body(after).is_none()
                    {
                        let doubt = point.doubt.or(Some(OPEN_OR_UNSURE));
                        body = Body::From(Point { doubt, ..point });
                        next = after;
                        continue;
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
        let is_apart = self.tokens.get(at..).is_some_and(crate::forms::is_before_month_and_day);
        if near(at.wrapping_sub(1)) && self.behind != at || near(at + 1) && !is_apart {
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
