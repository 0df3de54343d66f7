//! What the pixels of a word tell that the engine does not: a point that it lost, two words that it took
//! for one, how long a dash is.

use crate::picture::Grey;
use crate::tsv::{PUT_RIGHT, Seen};

/// Ink is darker than this.
const INK: u8 = 140;
/// A dash that is longer than this share of a word's usual height is a long one (—): a short one (–) is half
/// as long as the type is high.
const LONG_DASH: f32 = 0.95;
/// A dash is no higher than this share.
const THIN: f32 = 0.3;
/// White between two words is wider than this share, and so many times that between letters.
const BLANK: f32 = 0.2;
const TIMES: f32 = 2.5;
/// A point is no larger than this share.
const POINT: f32 = 0.25;
/// A point is no further behind its word than this share.
const REACH: f32 = 0.4;

/// Words with what their pixels tell; `high` is how high most words are.
pub(crate) fn mended(words: Vec<Seen>, picture: &Grey, high: f32) -> Vec<Seen> {
    let mut out = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let word = dash(level(word, picture, high), high);
        let inner = parts(picture, word.area);
        match article(&word, &inner, high) {
            Some((first, second)) => out.extend([first, second]),
            None => {
                let behind = behind(picture, &word, words.peek(), high);
                out.push(with_point(word, &inner, &behind, high));
            }
        }
    }
    out
}

/// A word whose box reaches into the line above or below: its box is that of the line with most ink in it.
fn level(word: Seen, picture: &Grey, high: f32) -> Seen {
    const TALL: f32 = 1.5;
    let [x0, y0, x1, y1] = word.area;
    if y1 - y0 <= TALL * high {
        return word;
    }
    let mut bands: Vec<([f32; 2], usize)> = Vec::new();
    for y in y0.max(0.0) as usize..y1.max(0.0) as usize {
        let across = x0.max(0.0) as usize..x1.max(0.0) as usize;
        let ink = across.filter(|x| picture.at(*x, y) < INK).count();
        let top = y as f32;
        match bands.last_mut() {
            _ if ink == 0 => {}
            Some((band, all)) if band[1] >= top => (band[1], *all) = (top + 1.0, *all + ink),
            _ => bands.push(([top, top + 1.0], ink)),
        }
    }
    match bands.into_iter().max_by_key(|(_, ink)| *ink) {
        Some(([top, foot], _)) => Seen { area: [x0, top, x1, foot], ..word },
        None => word,
    }
}

/// The ink right behind a word, up to the next one.
fn behind(picture: &Grey, word: &Seen, next: Option<&Seen>, high: f32) -> Vec<[f32; 4]> {
    let [_, y0, x1, y1] = word.area;
    let near = next.map(|n| n.area).filter(|n| n[1] < y1 && y0 < n[3] && n[0] >= x1);
    let end = near.map_or(f32::INFINITY, |n| n[0]).min(x1 + REACH * high);
    parts(picture, [x1, y0, end, y1])
}

/// A dash by its length, which is measured and not guessed.
fn dash(word: Seen, high: f32) -> Seen {
    let [x0, y0, x1, y1] = word.area;
    if !matches!(word.text.as_str(), "\u{2013}" | "\u{2014}") || y1 - y0 > THIN * high {
        return word;
    }
    let long = x1 - x0 > LONG_DASH * high;
    let text = if long { "\u{2014}" } else { "\u{2013}" };
    Seen { text: text.to_owned(), confidence: 100.0, ..word }
}

/// The ink of an area by columns without white between them: left, top, right, bottom of each.
fn parts(picture: &Grey, [x0, y0, x1, y1]: [f32; 4]) -> Vec<[f32; 4]> {
    let mut parts: Vec<[f32; 4]> = Vec::new();
    for x in x0.max(0.0) as usize..x1.max(0.0) as usize {
        let mut dark =
            (y0.max(0.0) as usize..y1.max(0.0) as usize).filter(|y| picture.at(x, *y) < INK);
        let Some(top) = dark.next() else { continue };
        let foot = dark.next_back().unwrap_or(top) as f32 + 1.0;
        let (left, top) = (x as f32, top as f32);
        match parts.last_mut() {
            Some(last) if last[2] >= left => {
                *last = [last[0], last[1].min(top), left + 1.0, last[3].max(foot)];
            }
            _ => parts.push([left, top, left + 1.0, foot]),
        }
    }
    parts
}

/// The two words of `havea`: far more white before its last letter than between the others.
fn article(word: &Seen, parts: &[[f32; 4]], high: f32) -> Option<(Seen, Seen)> {
    const FEWEST: usize = 4;
    let front = word.text.strip_suffix('a')?;
    let is_word = front.chars().all(char::is_alphabetic) && front.chars().count() + 1 >= FEWEST;
    let [others @ .., last] = parts else { return None };
    let mut gaps: Vec<f32> = others.windows(2).map(|w| w[1][0] - w[0][2]).collect();
    if !is_word || gaps.len() < 2 {
        return None;
    }
    let middle = gaps.len() / 2;
    let usual = gaps.select_nth_unstable_by(middle, f32::total_cmp).1.max(1.0);
    let blank = last[0] - others.last()?[2];
    if blank < BLANK * high || blank < TIMES * usual || last[2] - last[0] > 0.8 * high {
        return None;
    }
    let [x0, y0, x1, y1] = word.area;
    let end = others.last()?[2];
    let doubted = word.confidence.min(PUT_RIGHT);
    let first = Seen { text: front.to_owned(), area: [x0, y0, end, y1], ..word.clone() };
    let second = Seen {
        text: "a".to_owned(),
        area: [last[0], y0, x1, y1],
        confidence: doubted,
        ..word.clone()
    };
    Some((first, second))
}

/// A word with the point that is in its box, or right behind it, and not in its text.
fn with_point(mut word: Seen, inner: &[[f32; 4]], behind: &[[f32; 4]], high: f32) -> Seen {
    let [_, y0, _, y1] = word.area;
    let last = match (inner, behind) {
        (_, [only]) => only,
        ([_, .., last], []) => last,
        _ => return word,
    };
    let is_small = last[2] - last[0] <= POINT * high && last[3] - last[1] <= POINT * high;
    let is_low = last[1] >= y0 + 0.55 * (y1 - y0);
    let is_solid = last[2] - last[0] >= 0.07 * high && last[3] - last[1] >= 0.07 * high;
    let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
    if is_small && is_low && is_solid && letters > 2 && word.text.ends_with(char::is_alphabetic) {
        word.text.push('.');
        word.confidence = word.confidence.min(PUT_RIGHT);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    const HIGH: f32 = 28.0;

    /// A word whose letters are bars from and to these columns, and what the pixels make of it.
    fn read(text: &str, bars: &[[usize; 4]]) -> Vec<(String, bool)> {
        let mut picture = Picture::blank(200, 40);
        for [x0, y0, x1, y1] in bars {
            picture.fill(*x0, *y0, *x1, *y1, [0, 0, 0]);
        }
        let right = bars.iter().map(|b| b[2]).max().unwrap() as f32;
        let top = bars.iter().map(|b| b[1]).min().unwrap() as f32;
        let word = Seen {
            text: text.into(),
            confidence: 97.0,
            area: [10.0, top, right, 32.0],
            line: [1; 3],
        };
        let told = mended(vec![word], &picture.grey(), HIGH);
        told.into_iter().map(|w| (w.text, w.confidence < 90.0)).collect()
    }

    /// What is made of a word whose point is outside of its box.
    fn told_behind(text: &str) -> String {
        let mut picture = Picture::blank(200, 40);
        picture.fill(10, 6, 50, 32, [0, 0, 0]);
        picture.fill(53, 28, 57, 32, [0, 0, 0]);
        let area = [10.0, 6.0, 50.0, 32.0];
        let word = Seen { text: text.into(), confidence: 97.0, area, line: [1; 3] };
        mended(vec![word], &picture.grey(), HIGH)[0].text.clone()
    }

    fn bar(x0: usize, x1: usize) -> [usize; 4] {
        [x0, 6, x1, 32]
    }

    #[test]
    fn a_blank_before_the_last_letter_parts_two_words() {
        let letters = [bar(10, 22), bar(24, 36), bar(38, 50), bar(52, 64)];
        let far = [&letters[..], &[bar(74, 86)]].concat();
        let near = [&letters[..], &[bar(67, 79)]].concat();
        let is = |text: &str, doubted: bool| (text.to_owned(), doubted);
        assert_eq!(read("havea", &far), [is("have", false), is("a", true)]);
        assert_eq!(read("havea", &near), [is("havea", false)]);
        assert_eq!(read("haven", &far), [is("haven", false)]);
    }

    #[test]
    fn a_box_over_two_lines_is_that_of_the_line_with_most_ink() {
        let mut picture = Picture::blank(60, 80);
        picture.fill(12, 12, 24, 26, [0, 0, 0]);
        picture.fill(12, 52, 24, 55, [0, 0, 0]);
        let word = Seen {
            text: "a".into(),
            confidence: 97.0,
            area: [10.0, 4.0, 26.0, 55.0],
            line: [1; 3],
        };
        let told = mended(vec![word], &picture.grey(), HIGH);
        assert_eq!(told[0].area, [10.0, 12.0, 26.0, 26.0]);
    }

    #[test]
    fn a_point_in_the_box_is_in_the_text() {
        let letters = [bar(10, 22), bar(24, 36), bar(38, 50)];
        let with = |more: [usize; 4]| [&letters[..], &[more]].concat();
        assert_eq!(read("bell", &with([53, 28, 57, 32])), [("bell.".to_owned(), true)]);
        assert_eq!(told_behind("bell"), "bell.");
        // A letter, and a point that was read.
        assert_eq!(read("bell", &with(bar(53, 57))), [("bell".to_owned(), false)]);
        assert_eq!(read("bell.", &with([53, 28, 57, 32])), [("bell.".to_owned(), false)]);
    }

    #[test]
    fn a_dash_is_as_long_as_it_is() {
        let dash = |long: f32| {
            let area = [10.0, 20.0, 10.0 + long, 22.0];
            let word = Seen { text: "\u{2014}".into(), confidence: 85.0, area, line: [1; 3] };
            mended(vec![word], &Picture::blank(99, 40).grey(), HIGH)[0].text.clone()
        };
        assert_eq!([dash(19.0), dash(34.0)], ["\u{2013}", "\u{2014}"]);
    }
}
