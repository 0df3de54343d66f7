//! Cuts the text of a cell into numbers, words and marks.

use crate::lexicon::{Word, meaning, near_month};
use std::ops::Range;
use tablemend_model::languages;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of one to nine digits, with its ordinal ending if it has one.
    Number {
        value: u32,
        digits: u8,
        ordinal: bool,
        /// Written `'20`.
        year_mark: bool,
    },
    Word(Word),
    /// A mark; every dash is `-`, an ellipsis or `..` is `…`.
    Mark(char),
}

/// A piece of text and what it is.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// Bytes, on character boundaries.
    pub(crate) range: Range<usize>,
    /// A blank or a line break is before it.
    pub(crate) gap: bool,
    /// A line break is before it.
    pub(crate) newline: bool,
    /// Its first letter is a capital.
    pub(crate) capital: bool,
    /// The month is one slip of the pen from what is there.
    pub(crate) misspelt: bool,
}

/// Cuts a text. The tokens are in order and do not overlap; every character that is not a white space
/// is in one of them.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(8);
    let (mut gap, mut newline) = (false, false);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            gap = true;
            newline |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let mut token = Token {
            kind: Kind::Mark(c),
            range: at..at + c.len_utf8(),
            gap,
            newline,
            capital: c.is_uppercase(),
            misspelt: false,
        };
        if c.is_ascii_digit() {
            number(text, &mut token);
        } else if c.is_alphabetic() {
            if joins_ordinal(text, &mut token, out.last_mut()) {
                at = token.range.end;
                (gap, newline) = (false, false);
                continue;
            }
            word(text, &mut token);
        } else {
            mark(text, c, &mut token);
        }
        at = token.range.end;
        (gap, newline) = (false, false);
        if token.kind == Kind::Word(Word::Settled) && to_be(&out) {
            // `to be confirmed` is one word of doubt.
            out.pop();
            if let Some(first) = out.last_mut() {
                first.kind = Kind::Word(Word::Unsure);
                first.range.end = token.range.end;
            }
            continue;
        }
        out.push(token);
    }
    out
}

fn to_be(before: &[Token]) -> bool {
    let words = [Kind::Word(Word::To), Kind::Word(Word::Be)];
    matches!(before, [.., a, b] if [a.kind, b.kind] == words)
}

fn run(text: &str, from: usize, keep: impl Fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find(|c: char| !keep(c)).unwrap_or(rest.len())
}

fn number(text: &str, token: &mut Token) {
    let end = run(text, token.range.start, |c| c.is_ascii_digit());
    token.range.end = end;
    let digits = &text[token.range.clone()];
    token.kind = match digits.parse() {
        Ok(value) if digits.len() <= 9 => {
            Kind::Number { value, digits: digits.len() as u8, ordinal: false, year_mark: false }
        }
        _ => Kind::Word(Word::Other),
    };
}

/// Whether the letters at the token's start are the ordinal ending of the number before them
/// (`31st`, `31 st`, `1stMay`); then they are added to it.
fn joins_ordinal(text: &str, token: &mut Token, before: Option<&mut Token>) -> bool {
    let start = token.range.start;
    let Some(before) = before else { return false };
    let Kind::Number { ordinal, digits, .. } = &mut before.kind else { return false };
    let Some(ending) = text.get(start..start + 2) else { return false };
    if *ordinal || *digits > 2 || token.newline {
        return false;
    }
    if !["st", "nd", "rd", "th"].iter().any(|e| ending.eq_ignore_ascii_case(e)) {
        return false;
    }
    let end = run(text, start, char::is_alphabetic);
    let rest = text.get(start + 2..end).unwrap_or_default();
    let glued_month =
        !rest.is_empty() && !token.gap && matches!(meaning(&rest.to_lowercase()), Word::Month(_));
    if !rest.is_empty() && !glued_month {
        return false;
    }
    *ordinal = true;
    before.range.end = start + 2;
    token.range.end = start + 2;
    true
}

fn word(text: &str, token: &mut Token) {
    let start = token.range.start;
    let mut end = run(text, start, char::is_alphabetic);
    // `w/c`, `n/a`: one letter, a slash, one letter.
    let bytes = text.as_bytes();
    if end == start + 1
        && bytes.get(end) == Some(&b'/')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && run(text, end + 1, char::is_alphanumeric) == end + 2
    {
        end += 2;
    }
    token.range.end = end;
    let letters = &text[start..end];
    let mut small = [0u8; 16];
    let word = match small.get_mut(..letters.len()) {
        Some(buffer) if letters.is_ascii() => {
            buffer.copy_from_slice(letters.as_bytes());
            buffer.make_ascii_lowercase();
            let lower = std::str::from_utf8(buffer).unwrap_or_default();
            match meaning(lower) {
                Word::Other => match languages::month(lower) {
                    Some(month) => Word::Month(month),
                    None => match near_month(lower) {
                        Some(month) => {
                            token.misspelt = true;
                            Word::Month(month)
                        }
                        None => Word::Other,
                    },
                },
                // `AB March 2026`: initials.
                Word::From if letters == "AB" => Word::Other,
                known => known,
            }
        }
        _ => {
            let lower = letters.to_lowercase();
            match meaning(&lower) {
                Word::Other => languages::month(&lower).map_or(Word::Other, Word::Month),
                known => known,
            }
        }
    };
    token.kind = Kind::Word(word);
}

fn mark(text: &str, c: char, token: &mut Token) {
    let next = text.get(token.range.end..).and_then(|rest| rest.chars().next());
    token.kind = match c {
        // Hyphens, dashes, the minus sign and the horizontal bar.
        '-' if next == Some('>') => {
            token.range.end += 1;
            Kind::Word(Word::Now)
        }
        // Two hyphens are a dash in plain text.
        '-' if next == Some('-') => {
            token.range.end += 1;
            Kind::Mark('-')
        }
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Mark('-'),
        '→' | '➔' | '⇒' => Kind::Word(Word::Now),
        '&' => Kind::Word(Word::And),
        '.' if next == Some('.') => {
            token.range.end = run(text, token.range.start, |c| c == '.');
            Kind::Mark('…')
        }
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2032}' | '`' => {
            let end = run(text, token.range.end, |c| c.is_ascii_digit());
            if end == token.range.end + 2 {
                let value = text[token.range.end..end].parse().unwrap_or_default();
                token.range.end = end;
                Kind::Number { value, digits: 2, ordinal: false, year_mark: true }
            } else {
                Kind::Mark('\'')
            }
        }
        other => Kind::Mark(other),
    };
}

/// How texts write months with their days and years.
#[derive(Clone, Debug, Default)]
pub(crate) struct MonthOrders {
    /// Days for sure behind their month: `May 4`, `May 24, 2026`.
    pub(crate) before: u32,
    /// Days in front of it.
    pub(crate) behind: u32,
    /// Those of both without a year.
    pub(crate) yearless: u32,
    /// Years for sure behind a month, and no day: `May 2026`, `May '26`, `May-26`, `May 74`.
    pub(crate) years: u32,
    /// What may be either: 27 of `February 27`.
    pub(crate) open: Vec<u32>,
}

/// Counts how a text writes months with days and years.
pub(crate) fn month_orders(text: &str, orders: &mut MonthOrders) {
    let tokens = tokens(text);
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let is_day = |at: usize| {
        matches!(
            kind(at),
            Some(Kind::Number { value: 1..=31, digits: 1..=2, year_mark: false, .. })
        )
    };
    let is_year = |at: usize| {
        matches!(
            kind(at),
            Some(Kind::Number { digits: 4, .. } | Kind::Number { year_mark: true, .. })
        )
    };
    let is_mark = |at: usize| matches!(kind(at), Some(Kind::Mark('-' | '/' | '.')));
    for at in 0..tokens.len() {
        if !matches!(kind(at), Some(Kind::Word(Word::Month(_)))) {
            continue;
        }
        let of = kind(at.wrapping_sub(1)) == Some(Kind::Word(Word::Of));
        let before = at.wrapping_sub(1 + usize::from(of));
        // The point of `Nov. 20` says nothing.
        let has_point = kind(at + 1) == Some(Kind::Mark('.'))
            && tokens.get(at + 1).is_some_and(|t| !t.gap)
            && tokens.get(at + 2).is_some_and(|t| t.gap);
        let at = at + usize::from(has_point);
        if is_day(before) {
            orders.behind += 1;
            let comma = usize::from(kind(at + 1) == Some(Kind::Mark(',')) || is_mark(at + 1));
            let is_short = matches!(kind(at + 1 + comma), Some(Kind::Number { digits: 2, .. }));
            orders.yearless += u32::from(!is_year(at + 1 + comma) && !is_short);
        } else if is_year(at + 1)
            || is_mark(at + 1) && matches!(kind(at + 2), Some(Kind::Number { .. }))
        {
            orders.years += 1;
        } else if is_day(at + 1) {
            let comma = usize::from(kind(at + 2) == Some(Kind::Mark(',')));
            // `May 24` alone may be a month and its year; `May 4`, `May 24th` and `May 24, 2026` are days.
            let is_sure = matches!(
                kind(at + 1),
                Some(Kind::Number { digits: 1, .. } | Kind::Number { ordinal: true, .. })
            );
            if is_day(at + 2) {
                continue;
            }
            if is_sure || is_year(at + 2 + comma) {
                orders.before += 1;
                orders.yearless += u32::from(!is_year(at + 2 + comma));
            } else if let Some(Kind::Number { value, .. }) = kind(at + 1) {
                orders.open.push(value);
            }
        } else if matches!(kind(at + 1), Some(Kind::Number { value: 32.., digits: 2, .. })) {
            orders.years += 1;
        }
    }
}

/// Whether a text is a counted span of the work and nothing else: `Week 4`, `Days 0-14`, `M12`, `T+30`,
/// `TBC+30`.
pub(crate) fn is_counted(text: &str) -> bool {
    const UNITS: [&str; 9] =
        ["day", "week", "wk", "month", "quarter", "year", "sprint", "iteration", "hour"];
    let lower = text.trim().to_lowercase();
    let letters: String = lower.chars().take_while(|c| c.is_alphabetic()).collect();
    let rest = lower.get(letters.len()..).unwrap_or_default();
    let is_unit = UNITS.contains(&letters.trim_end_matches('s'));
    // `M12`, `W3`, `T+30`.
    let is_short = matches!(letters.as_str(), "m" | "w" | "d" | "t")
        && rest.starts_with(|c: char| c.is_ascii_digit() || c == '+')
        // `TBC+30`: so many days behind an event.
        || letters.len() > 1 && rest.starts_with('+');
    let mut numbers = rest
        .split([' ', '-', '–', '—', '/', ',', '+', '&'])
        .filter(|w| !w.is_empty() && !matches!(*w, "to" | "and"))
        .peekable();
    let is_number = |w: &str| {
        let digits = w.trim_start_matches(&letters);
        digits.len() < 4 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    (is_unit || is_short)
        && numbers.peek().is_some()
        && numbers.all(|w| is_number(w) || w.trim_end_matches('s') == letters.trim_end_matches('s'))
}

/// Whether a text is a span that hangs on something else: `7 days`, `within 3 months`, `Week 4`,
/// `Weeks 1-2`, `M12`, `Day 30`, `T+30`, `Sprint 3`.
pub(crate) fn is_relative(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if hangs_on_words(&lower, &words) {
        return true;
    }
    if words.len() > 12 || !lower.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let number = |w: &str| !w.is_empty() && w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit());
    let unit = |w: &str| {
        tablemend_model::languages::is_span(w)
            || matches!(
                w.trim_end_matches('s'),
                "day"
                    | "week"
                    | "wk"
                    | "kw"
                    | "month"
                    | "mth"
                    | "year"
                    | "yr"
                    | "hour"
                    | "hr"
                    | "d"
                    | "w"
                    | "h"
                    | "m"
                    | "q"
                    | "qtr"
                    | "sprint"
                    | "iteration"
                    | "quarter"
                    | "minute"
                    | "min"
            )
    };
    let glued = |w: &str| {
        let digits = w.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &w[..w.len() - digits.len()];
        let behind = w.trim_start_matches(|c: char| c.is_ascii_digit());
        (number(digits)
            && matches!(
                letters,
                "q" | "m" | "w" | "y" | "d" | "t" | "wk" | "week" | "month" | "day" | "yr" | "mo"
            ))
            || (behind.len() < w.len()
                && number(&w[..w.len() - behind.len()])
                && matches!(
                    behind,
                    "d" | "w"
                        | "m"
                        | "h"
                        | "wk"
                        | "wks"
                        | "mo"
                        | "mths"
                        | "hrs"
                        | "days"
                        | "weeks"
                        | "months"
                ))
    };
    words.iter().any(|w| glued(w))
        || words.windows(2).any(|w| number(w[0]) && unit(w[1]) || unit(w[0]) && number(w[1]))
        || words.windows(3).any(|w| {
            number(w[0]) && unit(w[2]) && matches!(w[1], "working" | "business" | "calendar")
        })
        || words.first() == Some(&"t") && lower.contains(['+', '-'])
        || lower.split_once('+').is_some_and(|(event, days)| {
            // `Opening + 30`: so many days behind an event.
            !event.trim().is_empty()
                && event.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'))
                && days.trim_start().starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Whether words say when something is done without a day: `Each sprint`, `Per release`, `As soon as possible`.
pub(crate) fn is_open(text: &str) -> bool {
    const SHORTEST: usize = 2;
    const LONGEST: usize = 20;
    if text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if languages::is_open_time(lower.trim()) {
        return true;
    }
    let is_often = matches!(words.first(), Some(&("each" | "every" | "per"))) && words.len() <= 4;
    let is_then = matches!(
        words.get(..2),
        Some(
            ["as", "soon" | "needed" | "required" | "necessary"] | ["when", "needed" | "required"]
        )
    );
    (SHORTEST..=LONGEST).contains(&words.len()) && (is_often || is_then)
}

/// Whether a cell of a date has words that hide no day: a few without a figure, of which no two begin with a capital as
/// those of a name or a post do: `Before the meeting`, `Live`.
pub(crate) fn is_remark(text: &str) -> bool {
    const MOST: usize = 6;
    if text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let capitals = words().filter(|w| w.starts_with(char::is_uppercase)).count();
    let has_month =
        words().any(|w| languages::month(&w.to_lowercase()).is_some() || is_english_month(w));
    (1..=MOST).contains(&words().count()) && capitals < 2 && !has_month
}

/// Whether a word is the name of a month in English.
fn is_english_month(word: &str) -> bool {
    languages::MONTHS.iter().any(|m| m.eq_ignore_ascii_case(word))
}

/// Whether words alone tell a span or what it hangs on: `Short-term`, `Before opening`, `Post-launch`, `Next month`.
fn hangs_on_words(lower: &str, words: &[&str]) -> bool {
    let of_term = |w: &&str| matches!(*w, "short" | "medium" | "mid" | "long" | "near");
    let is_term = words.len() <= 6
        && words.windows(2).any(|w| of_term(&w[0]) && matches!(w[1], "term" | "to"))
        && words.iter().all(|w| of_term(w) || matches!(*w, "term" | "to"));
    let is_before = words.len() > 1
        && words.len() <= 4
        && (matches!(words[0], "before" | "after")
            || lower.starts_with("pre-")
            || lower.starts_with("post-"))
        && !lower.contains(|c: char| c.is_ascii_digit());
    // `This week`, `Next month`: from the day on which it is read.
    let is_from_now =
        matches!(words, ["this" | "next" | "same", "day" | "week" | "month" | "quarter"]);
    is_term || is_before || is_from_now
}

/// The first two numbers of every date of three numbers (`31/03/2020`, `3.31.20`) in a text.
pub(crate) fn numeric_dates(text: &str) -> impl Iterator<Item = (u32, u32)> {
    let tokens = tokens(text);
    (0..tokens.len()).filter_map(move |at| {
        let [a, j, b, k, year] = tokens.get(at..at + 5)? else { return None };
        let (Kind::Mark(first @ ('/' | '.' | '-')), Kind::Mark(second)) = (j.kind, k.kind) else {
            return None;
        };
        let tight = [j, b, k, year].iter().all(|t| !t.gap);
        let (
            Kind::Number { value: a, digits: 1..=2, .. },
            Kind::Number { value: b, digits: 1..=2, .. },
            Kind::Number { digits: 2 | 4, .. },
        ) = (a.kind, b.kind, year.kind)
        else {
            return None;
        };
        let days = (1..=31).contains(&a) && (1..=31).contains(&b);
        (tight && first == second && days).then_some((a, b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|t| &text[t.range]).collect()
    }

    #[test]
    fn a_few_words_without_a_figure_hide_no_day() {
        for text in ["Before the meeting", "Live", "ATO", "Innan mötet", "när isen går"] {
            assert!(is_remark(text), "{text}");
        }
        for text in
            ["Harbour Master", "May", "3 Mey", "mars", "", "one two three four five six seven"]
        {
            assert!(!is_remark(text), "{text}");
        }
    }

    #[test]
    fn ordinals_glued_words_and_slashes() {
        assert_eq!(cut("31 st October2019"), ["31 st", "October", "2019"]);
        assert_eq!(cut("1stMay–3rd"), ["1st", "May", "–", "3rd"]);
        assert_eq!(cut("w/c 6 n/a Q3 Dec/Jan"), ["w/c", "6", "n/a", "Q", "3", "Dec", "/", "Jan"]);
        assert_eq!(cut("2020-04/.. Sept ’20"), ["2020", "-", "04", "/", "..", "Sept", "’20"]);
        assert_eq!(cut("31 staff"), ["31", "staff"]);
    }
}
