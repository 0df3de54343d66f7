//! What a word is when words are counted.

use foldhash::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How often each word is there, less how often it should be or the other way round.
pub(super) type Balance = HashMap<String, i64>;

/// Gives each word of a text: a run of letters or a run of digits, so that a joined ordinal or a
/// repaired ref changes none.
pub(super) fn each(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut digits = false;
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            found(word);
            word.clear();
        }
    };
    for c in text.chars() {
        if !c.is_alphanumeric() {
            end(&mut word);
            continue;
        }
        if c.is_ascii_digit() != digits {
            end(&mut word);
            digits = c.is_ascii_digit();
        }
        word.push(c);
    }
    end(&mut word);
}

/// Adds a text's words to a balance; gives their number.
pub(super) fn count(balance: &mut Balance, text: &str, by: i64) -> u64 {
    let mut words = 0;
    each(text, |word| {
        words += 1;
        match balance.get_mut(word) {
            Some(n) => *n += by,
            None => {
                balance.insert(word.to_owned(), by);
            }
        }
    });
    words
}

/// A text as any writing of it comes to: ligatures, raised figures and letters with accents taken
/// apart, accents left out, since some are beside their letter and some on it.
pub(super) fn bare(text: &str) -> String {
    let is_accent = |c: char| is_combining_mark(c) || ('\u{2b0}'..='\u{2ff}').contains(&c);
    text.nfkd().filter(|c| !is_accent(*c)).collect()
}

/// The words that a balance has in excess, sorted.
pub(super) fn above(balance: &Balance, sign: i64) -> Vec<(String, u32)> {
    let mut words: Vec<(String, u32)> = balance
        .iter()
        .filter(|(_, n)| **n * sign > 0)
        .map(|(word, n)| (word.clone(), u32::try_from(n.unsigned_abs()).unwrap_or(u32::MAX)))
        .collect();
    words.sort();
    words
}
