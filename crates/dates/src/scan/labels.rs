//! Labels of dates: phases, parts, percentages, and words before a colon.

use super::{Scanner, Share};
use crate::lexicon::Word;
use crate::token::Kind;

impl Scanner<'_> {
    /// A label that begins here and speaks of the next date (or, behind a dash or in brackets, of
    /// the last one).
    pub(super) fn label_at(&mut self, at: usize) -> Option<usize> {
        let (share, text, next) = self.percent(at).or_else(|| self.phase(at))?;
        let opened = self.is_mark(at.wrapping_sub(1), '(') || self.is_mark(at.wrapping_sub(1), '-');
        let closed = next >= self.tokens.len()
            || self.tokens.get(next).is_some_and(|t| t.newline)
            || [')', ',', ';'].iter().any(|m| self.is_mark(next, *m));
        let behind = next + usize::from(self.is_mark(next, ')'));
        if opened
            && closed
            && self.behind.checked_add(1) == Some(at)
            && let Some(last) = self.out.items.last_mut()
            && last.label.is_none()
        {
            last.label = Some((share, text));
            last.range.end = self.tokens.get(behind - 1).map_or(last.range.end, |t| t.range.end);
            return Some(behind);
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
                // `Part a)`: the bracket is the label's, unless one opened before it.
                let closed = self.is_mark(end, ')') && !self.is_mark(at.wrapping_sub(1), '(');
                return Some((Share::Phase, self.slice(at, end), end + usize::from(closed)));
            }
            return None;
        }
        // `a)`, `(b)`, `ii)`, `1)`, and before a figure `a.`, `1.`.
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
        let dotted = open == 0
            && letter.len() == 1
            && self.is_mark(close, '.')
            && self.tokens.get(close).is_some_and(|t| !t.gap)
            && self.tokens.get(close + 1).is_some_and(|t| t.gap)
            && matches!(self.kind(close + 1), Some(Kind::Number { .. }));
        if !counts || !(dotted || self.is_mark(close, ')')) {
            return None;
        }
        let mark = if dotted { '.' } else { ')' };
        let colon = usize::from(self.is_mark(close + 1, ':'));
        self.body(close + 1 + colon)?;
        Some((Share::Phase, format!("{letter}{mark}"), close + 1 + colon))
    }

    /// The words before a colon that this date follows.
    pub(super) fn named(&self, first: usize) -> Option<(Share, String, usize)> {
        let colon = first.checked_sub(1)?;
        if !self.is_mark(colon, ':') || self.bound >= colon {
            return None;
        }
        let words = self.tokens.get(self.bound..colon)?;
        let telling = words.iter().any(|t| {
            matches!(t.kind, Kind::Word(Word::Other | Word::End | Word::Part | Word::Commencing))
        });
        let text = self.slice(self.bound, colon);
        let from = self.bound
            + words.iter().take_while(|t| matches!(t.kind, Kind::Mark('(' | '-' | '•'))).count();
        let text = text.trim_start_matches(['(', '-', '–', '•', ' ']).to_owned();
        (telling && !text.is_empty() && text.len() <= 40).then_some((Share::Named, text, from))
    }
}
