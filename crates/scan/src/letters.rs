//! What recognisers are known to get wrong and pixels or neighbours settle: bullets, specks and
//! rests of rulings read as letters, letters read for digits.

use crate::picture::Grey;
use crate::tsv::{PUT_RIGHT, Seen};

/// Letters that are where a bullet is, as recognisers read bullets.
const AS_BULLETS: &str = "e*«»¢°•·o©@®¥#+-~=»>§.,:;a6s8°º";
/// Ink is darker than this.
const INK: u8 = 140;

/// The words that are words, those that are bullets as bullets, letters among digits as digits.
pub(crate) fn mended(words: Vec<Seen>, picture: &Grey, high: f32) -> Vec<Seen> {
    let kept = words.into_iter().filter_map(|word| {
        let word = without_bars(word)?;
        if is_bullet(&word, picture, high) {
            return Some(Seen { text: "\u{2022}".to_owned(), confidence: 100.0, ..word });
        }
        (!is_speck(&word, high)).then(|| as_digits(word))
    });
    kept.collect()
}

/// A word without the bars that rests of rulings are read as; nothing where there is no more to it.
fn without_bars(mut word: Seen) -> Option<Seen> {
    let bare = word.text.trim_matches(['|', '¦', '_']);
    if bare.len() == word.text.len() {
        return Some(word);
    }
    if bare.is_empty() {
        return None;
    }
    word.text = bare.to_owned();
    Some(word)
}

/// Dirt, and rests of what was erased: without a letter or digit, and small or uncertain.
fn is_speck(word: &Seen, high: f32) -> bool {
    if word.text.chars().any(char::is_alphanumeric) {
        let [x0, y0, x1, y1] = word.area;
        // A letter that is no larger than a dot.
        return word.confidence < 60.0 && (x1 - x0).max(y1 - y0) < 0.3 * high;
    }
    let [x0, y0, x1, y1] = word.area;
    let is_long = (x1 - x0) > 6.0 * high || (y1 - y0) > 2.5 * high;
    word.confidence < 50.0 || is_long
}

/// Whether a word of one letter is a filled disc or square above the baseline.
fn is_bullet(word: &Seen, picture: &Grey, high: f32) -> bool {
    let mut letters = word.text.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    if letter == '\u{2022}' {
        return true;
    }
    let [x0, y0, x1, y1] = word.area;
    let (wide, tall) = (x1 - x0, y1 - y0);
    if !AS_BULLETS.contains(letter) || wide > 0.8 * high || tall > 0.8 * high {
        return false;
    }
    let Some((share, [ix0, iy0, ix1, iy1])) = ink(picture, word.area) else { return false };
    let (iw, ih) = (ix1 - ix0, iy1 - iy0);
    let is_even = iw <= 1.5 * ih && ih <= 1.5 * iw;
    let is_dot = iw.max(ih) < 0.2 * high;
    is_even && share > 0.68 && !is_dot && iw < 0.7 * high
}

/// The share of the ink's own box that is ink, and that box.
fn ink(picture: &Grey, [x0, y0, x1, y1]: [f32; 4]) -> Option<(f32, [f32; 4])> {
    let mut found: Option<[usize; 4]> = None;
    let mut count = 0;
    for y in y0 as usize..y1 as usize {
        for x in x0 as usize..x1 as usize {
            if picture.at(x, y) < INK {
                count += 1;
                let f = found.get_or_insert([x, y, x + 1, y + 1]);
                *f = [f[0].min(x), f[1].min(y), f[2].max(x + 1), f[3].max(y + 1)];
            }
        }
    }
    let [a, b, c, d] = found?;
    let whole = ((c - a) * (d - b)).max(1);
    Some((count as f32 / whole as f32, [a, b, c, d].map(|v| v as f32)))
}

/// How thick the strokes of a word are, in pixels: the mean of its dark runs along its rows.
pub(crate) fn stroke(picture: &Grey, [x0, y0, x1, y1]: [f32; 4]) -> Option<f32> {
    let (mut pixels, mut runs) = (0_usize, 0_usize);
    for y in y0 as usize..y1 as usize {
        let mut was_ink = false;
        for x in x0 as usize..x1 as usize {
            let is_ink = picture.at(x, y) < INK;
            pixels += usize::from(is_ink);
            runs += usize::from(is_ink && !was_ink);
            was_ink = is_ink;
        }
    }
    (runs > 0).then(|| pixels as f32 / runs as f32)
}

/// Puts letters that look like digits right where all else in the word is digits and points (a ref
/// such as `2.l.4b`, a date such as `3O/06/2024`, a day such as `l2th`).
fn as_digits(word: Seen) -> Seen {
    let digit = |c: char| match c {
        'l' | 'I' | '|' | '!' => Some('1'),
        'O' | 'o' => Some('0'),
        _ => None,
    };
    let mut chars: Vec<char> = word.text.chars().collect();
    let count = chars.len();
    // The letter of a ref, read as the sign that looks like it: `2.2.11¢`.
    let sign = match chars.last() {
        Some('¢' | '©') => Some('c'),
        Some('€') => Some('e'),
        _ => None,
    };
    let is_ref =
        |body: &[char]| body.contains(&'.') && body.iter().all(|c| c.is_ascii_digit() || *c == '.');
    if let (Some(letter), Some(last)) = (sign, count.checked_sub(1))
        && is_ref(&chars[..last])
    {
        chars[last] = letter;
        let text = chars.into_iter().collect();
        return Seen { text, confidence: word.confidence.min(PUT_RIGHT), ..word };
    }
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let body = chars
        .iter()
        .position(|c| !c.is_ascii_digit() && digit(*c).is_none() && !".,/:-()".contains(*c));
    let (body, tail) = chars.split_at(body.unwrap_or(chars.len()));
    let tail: String = tail.iter().collect();
    let is_number = digits > 0
        && body.iter().any(|c| digit(*c).is_some())
        && (tail.is_empty()
            || ["st", "nd", "rd", "th", "%"].contains(&tail.as_str())
            || tail.len() == 1 && body.contains(&'.'));
    if !is_number {
        return word;
    }
    let text: String = body.iter().map(|c| digit(*c).unwrap_or(*c)).chain(tail.chars()).collect();
    Seen { text, confidence: word.confidence.min(PUT_RIGHT), ..word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    fn word(text: &str, confidence: f32, area: [f32; 4]) -> Seen {
        Seen { text: text.to_owned(), confidence, area, line: [1, 1, 1] }
    }

    #[test]
    fn letters_among_digits_are_digits_and_doubted() {
        for (read, expected) in [
            ("2.l.4b", "2.1.4b"),
            ("3O/O6/2024", "30/06/2024"),
            ("l2th", "12th"),
            ("I.I.2", "1.1.2"),
            ("£1O,000", "£1O,000"),
            ("H1", "H1"),
            ("Ill", "Ill"),
            ("Q1", "Q1"),
            ("5l", "51"),
            ("2.2.11¢", "2.2.11c"),
            ("50¢", "50¢"),
        ] {
            let mended = as_digits(word(read, 96.0, [0.0; 4]));
            assert_eq!(mended.text, expected);
            assert_eq!(mended.confidence < 90.0, read != expected, "{read}");
        }
    }

    #[test]
    fn bars_specks_and_bullets() {
        let mut picture = Picture::blank(100, 40);
        picture.fill(10, 14, 20, 24, [0, 0, 0]);
        let grey = picture.grey();
        let words = vec![
            word("|", 90.0, [2.0, 0.0, 4.0, 30.0]),
            word("|Plan", 95.0, [2.0, 0.0, 40.0, 30.0]),
            word("e", 40.0, [9.0, 13.0, 21.0, 25.0]),
            word("e", 95.0, [50.0, 13.0, 62.0, 25.0]),
            word("'.", 30.0, [80.0, 5.0, 83.0, 9.0]),
            word("\u{2014}", 85.0, [60.0, 20.0, 80.0, 22.0]),
        ];
        let kept: Vec<String> = mended(words, &grey, 28.0).into_iter().map(|w| w.text).collect();
        assert_eq!(kept, ["Plan", "\u{2022}", "e", "\u{2014}"]);
    }
}
