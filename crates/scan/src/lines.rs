//! Boxes of words to baselines and type sizes, which boxes only hint at.

use crate::tsv::Seen;
use std::collections::BTreeMap;

/// A word with where it is on its line, in the units of its box.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    pub(crate) seen: Seen,
    pub(crate) base: f32,
    pub(crate) size: f32,
}

/// Letters without anything above the x-height, those with something below the baseline, and signs
/// that tell neither.
const LOW: &str = "acemnorsuvwxzgpqy";
const DEEP: &str = "gjpqy,;Q()[]{}|@$/";
const SMALL: &str = "-\u{2013}\u{2014}.\u{2022}'\"\u{2018}\u{2019}\u{201c}\u{201d}*~=+:_\u{b0}";

/// Heights as shares of the type size, of faces that offices use.
const ASCENDER: f32 = 0.72;
const X_HEIGHT: f32 = 0.52;
const DESCENDER: f32 = 0.21;

/// Sizes within this share of the usual one are the usual one.
const USUAL: f32 = 0.17;
/// Baselines nearer than this share of the size are one line of the page.
const LEVEL: f32 = 0.16;

/// Gives each word a baseline and a size: those of its line, where others are on it.
pub(crate) fn set(mut words: Vec<Seen>) -> Vec<Set> {
    clip(&mut words);
    let sizes: Vec<f32> = words.iter().filter_map(size).collect();
    let usual = median(sizes).unwrap_or(1.0);
    let mut lines: BTreeMap<[u32; 3], Vec<Seen>> = BTreeMap::new();
    for word in words {
        lines.entry(word.line).or_default().push(word);
    }
    let mut all = Vec::new();
    for line in lines.into_values() {
        for part in level(line, usual) {
            all.append(&mut on_line(part, usual));
        }
    }
    straighten(&mut all);
    all
}

/// Boxes that reach into the line above or below are as high as their words in the type of their line.
fn clip(words: &mut [Seen]) {
    const TALL: f32 = 1.25;
    let mut lines: BTreeMap<[u32; 3], Vec<[f32; 2]>> = BTreeMap::new();
    for word in words.iter() {
        let Some(size) = size(word) else { continue };
        lines.entry(word.line).or_default().push([size, foot(word, size)]);
    }
    for word in words {
        let Some(others) = lines.get(&word.line).filter(|o| o.len() > 2) else { continue };
        let own = |at: usize| median(others.iter().map(|o| o[at]).collect());
        let (Some(size), Some(base)) = (own(0), own(1)) else { continue };
        let is_tall = word.area[3] - word.area[1] > TALL * (ASCENDER + DESCENDER) * size;
        let is_there = word.area[1] < base && base - size < word.area[3];
        if is_tall && is_there {
            let is_low = word.text.chars().all(|c| LOW.contains(c));
            let is_deep = word.text.contains(|c| DEEP.contains(c));
            word.area[1] = base - size * if is_low { X_HEIGHT } else { ASCENDER };
            word.area[3] = base + size * if is_deep { DESCENDER } else { 0.0 };
        }
    }
}

/// The words of what the engine took for a line, parted where they are not on one.
fn level(mut words: Vec<Seen>, usual: f32) -> Vec<Vec<Seen>> {
    words.sort_by(|a, b| foot(a, usual).total_cmp(&foot(b, usual)));
    let mut parts: Vec<Vec<Seen>> = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for word in words {
        let foot = foot(&word, usual);
        if foot - last > 0.5 * usual || parts.is_empty() {
            parts.push(Vec::new());
        }
        last = foot;
        if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    parts
}

fn on_line(mut words: Vec<Seen>, usual: f32) -> Vec<Set> {
    words.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    let own = median(words.iter().filter_map(size).collect()).unwrap_or(usual);
    let size = if (own - usual).abs() <= USUAL * usual { usual } else { own };
    let is_sure = |w: &&Seen| w.text.chars().any(char::is_alphanumeric);
    let feet: Vec<f32> = words.iter().filter(is_sure).map(|w| foot(w, size)).collect();
    let base = median(feet).or_else(|| median(words.iter().map(|w| foot(w, size)).collect()));
    let base = base.unwrap_or_default();
    words.into_iter().map(|seen| Set { seen, base, size }).collect()
}

/// The baseline that the box of a word stands for.
fn foot(word: &Seen, size: f32) -> f32 {
    let [_, y0, _, y1] = word.area;
    let is_deep = word.text.contains(|c| DEEP.contains(c));
    if word.text.chars().all(|c| SMALL.contains(c)) {
        // Dashes and dots float; quotes hang.
        return (y0 + y1) / 2.0 + 0.26 * size;
    }
    if is_deep { y1 - DESCENDER * size } else { y1 }
}

/// The type size that the box of a word stands for; nothing for what tells none.
fn size(word: &Seen) -> Option<f32> {
    let letters = || word.text.chars().filter(|c| c.is_alphanumeric());
    if letters().count() < 2 {
        return None;
    }
    let height = word.area[3] - word.area[1];
    let is_low = word.text.chars().all(|c| LOW.contains(c) || ",.;".contains(c));
    let is_deep = word.text.contains(|c| DEEP.contains(c));
    let up = if is_low { X_HEIGHT } else { ASCENDER };
    Some(height / (up + if is_deep { DESCENDER } else { 0.0 }))
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.retain(|v| v.is_finite());
    let at = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(at, f32::total_cmp).1)
}

/// Puts lines of several columns that are side by side on one baseline.
fn straighten(words: &mut [Set]) {
    words.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.seen.area[0].total_cmp(&b.seen.area[0])));
    let mut start = 0;
    while start < words.len() {
        let first = words[start].base;
        let reach = LEVEL * words[start].size;
        let count = words[start..].iter().take_while(|w| w.base - first <= reach).count().max(1);
        let group = &mut words[start..start + count];
        let mean = group.iter().map(|w| w.base).sum::<f32>() / count as f32;
        group.iter_mut().for_each(|w| w.base = mean);
        group.sort_by(|a, b| a.seen.area[0].total_cmp(&b.seen.area[0]));
        start += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, area: [f32; 4], line: u32) -> Seen {
        Seen { text: text.to_owned(), confidence: 95.0, area, line: [line, 1, 1] }
    }

    #[test]
    fn words_of_one_line_have_one_baseline_whatever_their_letters() {
        // Type of size 20 on the baseline 100, one pixel off in the next column.
        let words = vec![
            word("Plan", [10.0, 85.6, 50.0, 100.0], 1),
            word("group", [55.0, 89.6, 99.0, 104.2], 1),
            word("\u{2013}", [102.0, 94.0, 110.0, 95.0], 1),
            word("now", [112.0, 89.6, 140.0, 100.0], 1),
            word("March", [300.0, 86.6, 340.0, 101.0], 2),
            word("below", [10.0, 111.6, 50.0, 126.0], 3),
        ];
        let set = set(words);
        let bases: Vec<f32> = set.iter().map(|w| w.base).collect();
        assert!(bases[..5].iter().all(|b| (b - bases[0]).abs() < 0.01), "{bases:?}");
        assert!((bases[0] - 100.2).abs() < 0.6 && (bases[5] - 126.0).abs() < 0.1, "{bases:?}");
        assert!(set.iter().all(|w| (w.size - 20.0).abs() < 0.5), "{set:?}");
        let texts: Vec<&str> = set.iter().map(|w| w.seen.text.as_str()).collect();
        assert_eq!(texts, ["Plan", "group", "\u{2013}", "now", "March", "below"]);
    }

    #[test]
    fn a_box_that_reaches_into_the_next_line_is_as_high_as_its_word() {
        let words = vec![
            word("Plan", [10.0, 85.6, 50.0, 100.0], 1),
            word("bell", [55.0, 85.6, 99.0, 100.0], 1),
            word("a", [104.0, 86.0, 112.0, 121.0], 1),
            word("boat", [118.0, 85.6, 150.0, 100.0], 1),
        ];
        let set = set(words);
        let texts: Vec<&str> = set.iter().map(|w| w.seen.text.as_str()).collect();
        assert_eq!(texts, ["Plan", "bell", "a", "boat"]);
        assert!(set.iter().all(|w| (w.base - 100.0).abs() < 0.1 && (w.size - 20.0).abs() < 0.5));
    }
}
