//! Words of a text: folded for comparing, and the differences between two texts word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// The text without blanks, quotes, dashes and what cannot be seen, ligatures taken apart (NFKC,
/// Unicode Standard Annex 15): two texts are the same to a reader if these are equal.
#[must_use]
pub(crate) fn bare(text: &str) -> String {
    let kept: String = plain(text).chars().filter(|c| !is_slight(*c)).collect();
    // What a blank or a dash parted may compose now.
    plain(&kept).into_owned()
}

/// The text in NFKC; most texts are already.
fn plain(text: &str) -> Cow<'_, str> {
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfkc().collect()),
    }
}

fn is_slight(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\'' | '"' | '`' | '´' | '«' | '»' | '‹' | '›' | '-' | '−' | '﹣' | '－')
        || matches!(c, '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2037}')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// The words in lower case: runs of letters and digits, apostrophes left out.
#[must_use]
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    for c in plain(text).chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{ad}') && !word.is_empty() {
            all.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

/// What became of a run of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in both.
    Kept,
    /// It is in the older text only.
    Gone,
    /// It is in the newer text only.
    New,
}

/// A run of words with the blanks behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What became of it.
    pub fate: Fate,
    /// Its words; of a kept run, as the newer text has them.
    pub text: String,
}

/// The differences between two texts by whole words (Myers 1986, by the `similar` crate); words
/// that differ only in quotes and dashes are kept. Runs of the newer text joined give that text.
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<Run> {
    let (old, new) = (spaced(before), spaced(after));
    let folded = |words: &[&str]| words.iter().map(|w| key(w)).collect::<Vec<_>>();
    let (old_keys, new_keys) = (folded(&old), folded(&new));
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |fate, words: Option<&[&str]>| {
        let text = words.map(<[_]>::concat).unwrap_or_default();
        if !text.is_empty() {
            runs.push(Run { fate, text });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        match op.tag() {
            DiffTag::Equal => push(Fate::Kept, new.get(op.new_range())),
            DiffTag::Delete => push(Fate::Gone, old.get(op.old_range())),
            DiffTag::Insert => push(Fate::New, new.get(op.new_range())),
            DiffTag::Replace => {
                push(Fate::Gone, old.get(op.old_range()));
                push(Fate::New, new.get(op.new_range()));
            }
        }
    }
    runs
}

/// Of a word what counts; a word of nothing but quotes and dashes counts as one dash.
fn key(word: &str) -> String {
    let bare = bare(word);
    if bare.is_empty() { "-".to_owned() } else { bare }
}

/// Words, each with the blanks behind it.
fn spaced(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut in_blank) = (0, false);
    for (i, c) in text.char_indices() {
        if c.is_whitespace() {
            in_blank = true;
        } else if in_blank {
            words.extend(text.get(start..i));
            (start, in_blank) = (i, false);
        }
    }
    words.extend(text.get(start..).filter(|w| !w.is_empty()));
    words
}

/// A word with a capital letter.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let mark = |r: &Run| match r.fate {
            Fate::Kept => r.text.clone(),
            Fate::Gone => format!("[-{}-]", r.text),
            Fate::New => format!("[+{}+]", r.text),
        };
        differences(before, after).iter().map(mark).collect()
    }

    #[test]
    fn differences_are_by_word() {
        let cases = [
            ("draft plan sent", "final plan sent", "[-draft -][+final +]plan sent"),
            ("a b", "a b c", "a b [+c+]"),
            ("the team’s plan", "the team's plan", "the team's plan"),
            ("", "new", "[+new+]"),
            ("one – two", "one - two", "one - two"),
        ];
        for (before, after, expected) in cases {
            assert_eq!(shown(before, after), expected);
        }
    }

    proptest! {
        #[test]
        fn the_newer_runs_make_the_newer_text(before in "[ab’' \n]{0,20}", after in "[ab’' \n]{0,20}") {
            let newer: String = differences(&before, &after)
                .into_iter().filter(|r| r.fate != Fate::Gone).map(|r| r.text).collect();
            prop_assert_eq!(newer, after);
        }

        #[test]
        fn bare_is_idempotent(text in ".{0,40}") {
            prop_assert_eq!(bare(&bare(&text)), bare(&text));
        }
    }
}
