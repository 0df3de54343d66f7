//! Right-to-left text: from the order in which it is seen to the order in which it is read.
//!
//! Levels and their reversal are those of the Unicode bidirectional algorithm (UAX 9), whose rule L2
//! is its own inverse. What is on a page is already laid out, so only the classes of the
//! characters and the direction of the whole line are needed.

use super::words::Word;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Whether a text has letters that are read from right to left.
pub(crate) fn is_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL))
}

/// Whether more letters of a text are read from right to left than from left to right.
pub(crate) fn is_mostly_rtl<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut right, mut left) = (0usize, 0usize);
    for c in texts.flat_map(str::chars) {
        match bidi_class(c) {
            BidiClass::R | BidiClass::AL => right += 1,
            BidiClass::L => left += 1,
            _ => {}
        }
    }
    right > left
}

/// Puts the characters of each right-to-left word of a page in the order in which they are read.
pub(crate) fn mend(words: &mut [Word]) {
    for word in words.iter_mut().filter(|w| is_rtl(&w.text)) {
        word.text = logical(&word.text);
    }
}

/// The characters of a word that was read from left to right as it is, in logical order.
fn logical(seen: &str) -> String {
    let chars: Vec<char> = seen.chars().collect();
    let mut levels: Vec<Level> = chars.iter().map(|c| level(bidi_class(*c), true)).collect();
    // A sign between two digits belongs to the number; a vowel sign stays on its letter.
    for n in 1..chars.len().saturating_sub(1) {
        let is_number = |i: usize| matches!(bidi_class(chars[i]), BidiClass::EN | BidiClass::AN);
        if is_number(n - 1) && is_number(n + 1) && level_is_base(levels[n]) {
            levels[n] = levels[n - 1];
        }
    }
    let order = BidiInfo::reorder_visual(&levels);
    let out: String = order.into_iter().map(|n| chars[n]).collect();
    mirrored(out)
}

fn level_is_base(level: Level) -> bool {
    level == Level::rtl()
}

/// The level of a character in a line of a direction; neutrals take the line's.
fn level(class: BidiClass, is_rtl_line: bool) -> Level {
    let number = match class {
        BidiClass::R | BidiClass::AL => 1,
        BidiClass::L | BidiClass::EN | BidiClass::AN => {
            if is_rtl_line {
                2
            } else {
                0
            }
        }
        _ => u8::from(is_rtl_line),
    };
    Level::new(number).unwrap_or(Level::ltr()) // OK because levels up to 126 are valid.
}

/// Brackets as they are read: one at the start of a word opens, one at its end closes, whichever way
/// they were shown.
fn mirrored(text: String) -> String {
    const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    if !text.contains(['(', ')', '[', ']', '{', '}']) {
        return text;
    }
    let is_letter = |c: &char| c.is_alphanumeric();
    let chars: Vec<char> = text.chars().collect();
    let first = chars.iter().position(&is_letter).unwrap_or(0);
    let last = chars.iter().rposition(is_letter).unwrap_or(chars.len());
    let mend = |(n, c): (usize, &char)| {
        let Some((open, close)) = PAIRS.iter().find(|p| p.0 == *c || p.1 == *c) else { return *c };
        if n < first {
            *open
        } else if n > last {
            *close
        } else {
            *c
        }
    };
    chars.iter().enumerate().map(mend).collect()
}

/// The words of a line in the order in which they are read; `line` has them from left to right.
pub(crate) fn reading_order(words: &[Word], line: &mut [u32]) {
    if !line.iter().any(|i| is_rtl(&words[*i as usize].text)) {
        return;
    }
    let is_rtl_line = is_mostly_rtl(line.iter().map(|i| words[*i as usize].text.as_str()));
    let class = |i: &u32| {
        let text = &words[*i as usize].text;
        let strong = |c: &BidiClass| {
            matches!(c, BidiClass::R | BidiClass::AL | BidiClass::L | BidiClass::EN | BidiClass::AN)
        };
        text.chars().map(bidi_class).find(strong).unwrap_or(BidiClass::ON)
    };
    let levels: Vec<Level> = line.iter().map(|i| level(class(i), is_rtl_line)).collect();
    let seen = line.to_vec();
    for (to, from) in line.iter_mut().zip(BidiInfo::reorder_visual(&levels)) {
        *to = seen[from];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_from_right_to_left_and_numbers_are_not() {
        for (seen, read) in [
            ("הנש", "שנה"),
            ("12.5הנש", "שנה12.5"),
            ("plain", "plain"),
            ("(הנש)", "(שנה)"),
            ("הז)", "(זה"),
            ("הז(", "(זה"),
        ] {
            let mut out = seen.to_owned();
            if is_rtl(&out) {
                out = logical(&out);
            }
            assert_eq!(out, read);
        }
    }
}
