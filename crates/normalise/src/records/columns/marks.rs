//! What is in a heading beside its name: marks of footnotes, and the period that it is for.

use super::series::is_month;
use crate::profile::Phrase;

/// A heading without the marks of footnotes at its end: `Owner *`, `Score¹`.
pub(super) fn unmarked(text: &str) -> &str {
    const MARKS: [char; 12] = ['*', '†', '‡', '§', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸'];
    let bare = text.trim_end_matches(|c: char| MARKS.contains(&c) || c.is_whitespace());
    if bare.contains(char::is_alphanumeric) { bare } else { text }
}

/// Spans that headings speak of.
const SPANS: [&str; 5] = ["year", "quarter", "month", "period", "week"];

/// Where a span is from now: before, now.
fn place(word: &str) -> Option<i32> {
    match word {
        "last" | "previous" | "prior" => Some(0),
        "this" | "current" | "latest" => Some(1),
        _ => None,
    }
}

/// Words without the span in front or at the end that they are for (`Target previous quarter`, `Last year RAG`), and
/// which it is; `None` for words that have none or nothing else.
pub(super) fn spanned(words: &Phrase) -> Option<(Phrase, i32)> {
    let all: Vec<&str> = words.words().collect();
    let is_span = |pair: &[&str]| match pair {
        [which, span] if SPANS.contains(span) => place(which),
        _ => None,
    };
    if all.len() < 3 {
        return None;
    }
    let (front, end) = (all.get(..2)?, all.get(all.len() - 2..)?);
    let (rest, which) = match (is_span(end), is_span(front)) {
        (Some(which), _) => (&all[..all.len() - 2], which),
        (None, Some(which)) => (&all[2..], which),
        _ => return None,
    };
    Some((rest.iter().copied().collect(), which))
}

/// The year, and the quarter or month in it, that words speak of: later periods are greater.
pub(super) fn period(words: &Phrase) -> Option<(u32, u32)> {
    let (mut year, mut part) = (None, None);
    for word in words.words() {
        let number = word.parse::<u32>().ok();
        match (word.len(), number) {
            (4, Some(n)) if (1990..2100).contains(&n) => year = year.or(Some(n)),
            _ => {}
        }
        let quarter = word.strip_prefix(['q', 'h']).and_then(|n| n.parse::<u32>().ok());
        // Months of an English year of account: April is the first.
        let month = is_month(word).map(|m| (m + 8) % 12 + 1);
        part = part.or(quarter.filter(|q| (1..=4).contains(q)).map(|q| q * 3)).or(month);
    }
    if year.is_none() && part.is_none() {
        return None;
    }
    Some((year.unwrap_or_default(), part.unwrap_or_default()))
}

/// Which of two headings is for the later period, where both speak of one alike.
pub(super) fn later(a: &Phrase, b: &Phrase) -> Option<bool> {
    if let (Some((_, a)), Some((_, b))) = (spanned(a), spanned(b))
        && a != b
    {
        return Some(a > b);
    }
    let (a, b) = (period(a)?, period(b)?);
    let is_alike = (a.0 == 0) == (b.0 == 0) && (a.1 == 0) == (b.1 == 0);
    (is_alike && a != b).then_some(a > b)
}
