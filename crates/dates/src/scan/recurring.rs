//! Days that come round each year: `annually in March`, `every September` name no year and no one day.

use crate::lexicon::Word;
use crate::token::{Kind, Token};

/// Whether a text says that its days come round each year, and not when next.
pub(crate) fn recurs(text: &str, tokens: &[Token]) -> bool {
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let lower = |at: usize| {
        let range = tokens.get(at).map(|t| t.range.clone());
        range.and_then(|r| text.get(r)).unwrap_or_default().to_lowercase()
    };
    let is_time = |at: usize| match kind(at) {
        Some(Kind::Word(word)) => matches!(
            word,
            Word::Month(_)
                | Word::Season(_)
                | Word::Year
                | Word::Easter
                | Word::Christmas
                | Word::Financial
                | Word::FinancialYear
                | Word::Academic
                | Word::AcademicYear
        ),
        // `every 30 September`
        Some(Kind::Number { digits: 1..=2, .. }) => {
            matches!(kind(at + 1), Some(Kind::Word(Word::Month(_))))
        }
        _ => false,
    };
    let recurs_at = |at: usize| match kind(at) {
        Some(Kind::Word(Word::Yearly)) => {
            // `Annual review` is what is done, not how often.
            lower(at) != "annual" || !matches!(kind(at + 1), Some(Kind::Word(Word::Other)))
        }
        Some(Kind::Word(Word::Other)) => match lower(at).as_str() {
            "each" | "every" => {
                let second = matches!(lower(at + 1).as_str(), "other" | "second" | "third")
                    || matches!(kind(at + 1), Some(Kind::Number { .. }));
                is_time(at + 1)
                    || second && (is_time(at + 2) || lower(at + 2) == "years")
                    || lower(at + 1) == "spring"
            }
            "per" => matches!(lower(at + 1).as_str(), "year" | "annum"),
            "jedes" => lower(at + 1) == "jahr",
            "chaque" => lower(at + 1) == "année",
            "cada" => matches!(lower(at + 1).as_str(), "año" | "ano"),
            "bob" => lower(at + 1) == "blwyddyn",
            "elk" => lower(at + 1) == "jaar",
            _ => false,
        },
        _ => false,
    };
    let is_next = |at: usize| lower(at) == "next";
    (0..tokens.len()).any(recurs_at) && !(0..tokens.len()).any(is_next)
}
