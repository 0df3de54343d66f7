//! Raised letters behind the day of a date, which recognisers take for signs: `31*` before `July`.

use crate::tsv::{PUT_RIGHT, Seen};
use tablemend_model::languages::MONTHS;

const SIGNS: &str = "\"”“*°™'’‘®º%?^~`";

/// Puts the letters behind days that signs before the name of a month are.
pub(crate) fn mended(mut words: Vec<Seen>) -> Vec<Seen> {
    for i in 0..words.len() {
        let Some(month) = words.get(i + 1) else { break };
        let Some(ordinal) = ordinal(&words[i].text) else { continue };
        if !is_month(&month.text) || !follows(&words[i], month) {
            continue;
        }
        words[i].text = ordinal;
        words[i].confidence = words[i].confidence.min(PUT_RIGHT);
    }
    words
}

/// `31st` of `31*`.
fn ordinal(text: &str) -> Option<String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, signs) = text.split_at(digits);
    let is_sign =
        (1..=2).contains(&signs.chars().count()) && signs.chars().all(|c| SIGNS.contains(c));
    let day: u32 = number.parse().ok().filter(|d| (1..=31).contains(d))?;
    let letters = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    is_sign.then(|| format!("{number}{letters}"))
}

/// Whether a word is a month, or the first three letters or more of one.
fn is_month(text: &str) -> bool {
    let word = text.trim_end_matches(['.', ',', ';', ')']).to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|m| m.to_lowercase().starts_with(&word))
}

/// Whether a word is the next on the line of another.
fn follows(word: &Seen, next: &Seen) -> bool {
    let high = (next.area[3] - next.area[1]).max(1.0);
    let is_level = next.area[1] < word.area[3] && word.area[1] < next.area[3];
    let blank = next.area[0] - word.area[2];
    is_level && (-0.3 * high..1.5 * high).contains(&blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: [&str; 2]) -> (String, bool) {
        let word = |(i, text): (usize, &str)| {
            let x = 60.0 * i as f32;
            Seen {
                text: text.into(),
                confidence: 97.0,
                area: [x, 0.0, x + 50.0, 20.0],
                line: [1; 3],
            }
        };
        let words = mended(texts.into_iter().enumerate().map(word).collect());
        (words[0].text.clone(), words[0].confidence < 90.0)
    }

    #[test]
    fn signs_before_a_month_are_the_letters_of_a_day() {
        for (day, expected) in
            [("31*", "31st"), ("29”", "29th"), ("2°", "2nd"), ("3™", "3rd"), ("11\"", "11th")]
        {
            assert_eq!(read([day, "July"]), (expected.to_owned(), true));
        }
        for texts in [["31*", "gates"], ["32*", "July"], ["31", "July"], ["31st", "Dec."]] {
            assert_eq!(read(texts), (texts[0].to_owned(), false));
        }
    }
}
