//! How like two items are, by their words and by what else is known of them.

use crate::cell::Cell;
use crate::edition::{Edition, Item};
use crate::words;
use std::cell::OnceCell;
use std::collections::HashMap;

/// So many items that share a rarer word with one are enough to choose from: those that share only a
/// word which more than `COMMON` have are not looked for any more.
const ENOUGH: usize = 24;
const COMMON: usize = 512;

/// An item's text, made ready for comparing many times.
pub(crate) struct Profile {
    /// Word number and count, sorted by word.
    words: Vec<(u32, u32)>,
    /// Sum of the weights of the words, each as often as it appears there.
    weight: f64,
    /// Hashes of the runs of three characters, sorted; made when they are first asked for, since
    /// most items are settled without.
    trigrams: OnceCell<Vec<u32>>,
    text: String,
    /// The text without blanks, quotes and dashes.
    pub(crate) bare: String,
    /// Number of words.
    pub(crate) length: usize,
}

impl Profile {
    fn trigrams(&self) -> &[u32] {
        self.trigrams.get_or_init(|| trigrams(&words::tokens(&self.text)))
    }
}

/// The words of two editions and how much each tells: the rarer, the more (inverse document
/// frequency, Spärck Jones 1972).
pub(crate) struct Likeness {
    pub(crate) before: Vec<Profile>,
    pub(crate) after: Vec<Profile>,
    weights: Vec<f64>,
}

impl Likeness {
    /// Reads the texts that the items of both sides are called by.
    pub(crate) fn of(before: &Edition, after: &Edition) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut seen: Vec<u32> = Vec::new();
        let mut read = |edition: &Edition, item: &Item| {
            let text = edition.main_cell(item).display();
            let mut counts: HashMap<u32, u32> = HashMap::new();
            let tokens = words::tokens(&text);
            let length = tokens.len();
            for token in tokens {
                let next = numbers.len() as u32;
                *counts.entry(*numbers.entry(token).or_insert(next)).or_default() += 1;
            }
            seen.resize(numbers.len(), 0);
            let mut words: Vec<_> = counts.into_iter().collect();
            words.sort_unstable();
            for (word, _) in &words {
                if let Some(n) = seen.get_mut(*word as usize) {
                    *n += 1;
                }
            }
            let bare = words::bare(&text);
            Profile { words, weight: 0.0, trigrams: OnceCell::new(), text, bare, length }
        };
        let mut sides = [before, after]
            .into_iter()
            .map(|side| side.items.iter().map(|item| read(side, item)).collect::<Vec<_>>());
        let (mut before, mut after) =
            (sides.next().unwrap_or_default(), sides.next().unwrap_or_default());
        drop(sides);
        let all = (before.len() + after.len()) as f64;
        let weights: Vec<_> =
            seen.iter().map(|n| (1.0 + all / f64::from((*n).max(1))).ln()).collect();
        for profile in before.iter_mut().chain(&mut after) {
            profile.weight = total(&profile.words, &weights);
        }
        Self { before, after, weights }
    }

    /// How like two texts are, 0 (no more than any two) to 1 (the same words): Dice's coefficient
    /// of the weighted words (7 parts) and of the character trigrams (3 parts), less what any two
    /// texts of one language share.
    pub(crate) fn text(&self, before: usize, after: usize) -> f64 {
        /// Unrelated actions of one plan score below this nine times in ten.
        const NOISE: f64 = 0.15;
        let (Some(a), Some(b)) = (self.before.get(before), self.after.get(after)) else {
            return 0.0;
        };
        if a.bare == b.bare {
            return if a.bare.is_empty() { 0.0 } else { 1.0 };
        }
        let all = a.weight + b.weight;
        let by_word = if all > 0.0 { 2.0 * self.shared(&a.words, &b.words) / all } else { 0.0 };
        let by_trigram = dice(a.trigrams(), b.trigrams());
        ((0.7 * by_word + 0.3 * by_trigram - NOISE) / (1.0 - NOISE)).clamp(0.0, 1.0)
    }

    /// Which share of the words of `part` (of `after`, weighted) is in `whole` (of `before`)
    /// and not already in `rest` (of `after`).
    pub(crate) fn share(&self, whole: usize, part: usize, rest: Option<usize>) -> f64 {
        let (Some(whole), Some(part)) = (self.before.get(whole), self.after.get(part)) else {
            return 0.0;
        };
        let mut left = whole.words.clone();
        if let Some(rest) = rest.and_then(|r| self.after.get(r)) {
            for (word, count) in &mut left {
                if let Ok(i) = rest.words.binary_search_by_key(word, |(w, _)| *w) {
                    *count = count.saturating_sub(rest.words[i].1);
                }
            }
        }
        if part.weight > 0.0 { self.shared(&left, &part.words) / part.weight } else { 0.0 }
    }

    /// For each item of `before` that is asked for, the items of `after` that share most with it
    /// by weighted words, best first, at most `most`.
    pub(crate) fn candidates(
        &self,
        before: &[usize],
        after: &[usize],
        most: usize,
    ) -> Vec<Vec<usize>> {
        let mut holders: Vec<Vec<(usize, u32)>> = vec![Vec::new(); self.weights.len()];
        for (slot, index) in after.iter().enumerate() {
            for (word, count) in self.after.get(*index).map_or(&[][..], |p| &p.words) {
                if let Some(list) = holders.get_mut(*word as usize) {
                    list.push((slot, *count));
                }
            }
        }
        let mut shared = vec![0.0_f64; after.len()];
        let mut touched: Vec<usize> = Vec::new();
        before
            .iter()
            .map(|index| {
                touched.drain(..).for_each(|slot| shared[slot] = 0.0);
                let Some(a) = self.before.get(*index) else { return Vec::new() };
                let list = |word: u32| holders.get(word as usize).map_or(&[][..], Vec::as_slice);
                // The rarest words first: they tell most, and once so many items share one, those
                // that share only words which half of the plan has are none of the best.
                let mut words = a.words.clone();
                words.sort_by_key(|(word, _)| list(*word).len());
                for (word, count) in words {
                    let weight = self.weights.get(word as usize).copied().unwrap_or(0.0);
                    let holders = list(word);
                    let is_known = touched.len() >= ENOUGH.max(most) && holders.len() > COMMON;
                    if is_known && touched.len() * 16 < holders.len() {
                        for slot in &touched {
                            let at = holders.binary_search_by_key(slot, |(slot, _)| *slot);
                            if let Ok(at) = at {
                                shared[*slot] += weight * f64::from(count.min(holders[at].1));
                            }
                        }
                        continue;
                    }
                    for (slot, other) in holders {
                        if shared[*slot] == 0.0 {
                            if is_known {
                                continue;
                            }
                            touched.push(*slot);
                        }
                        shared[*slot] += weight * f64::from(count.min(*other));
                    }
                }
                let mut best: Vec<(usize, f64)> = touched
                    .iter()
                    .filter_map(|slot| {
                        let b = self.after.get(*after.get(*slot)?)?;
                        Some((*slot, 2.0 * shared[*slot] / (a.weight + b.weight)))
                    })
                    .collect();
                let order =
                    |x: &(usize, f64), y: &(usize, f64)| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0));
                if best.len() > most {
                    best.select_nth_unstable_by(most, order);
                    best.truncate(most);
                }
                best.sort_by(order);
                // Collected by reference: what is collected in place keeps the room of all that was
                // looked at.
                best.iter().filter_map(|(slot, _)| after.get(*slot).copied()).collect()
            })
            .collect()
    }

    /// Weight of what two sorted lists of words share.
    fn shared(&self, a: &[(u32, u32)], b: &[(u32, u32)]) -> f64 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((wa, ca)), Some((wb, cb))) = (a.get(i), b.get(j)) {
            match wa.cmp(wb) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let weight = self.weights.get(*wa as usize).copied().unwrap_or(0.0);
                    sum += weight * f64::from(*ca.min(cb));
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        sum
    }
}

fn total(words: &[(u32, u32)], weights: &[f64]) -> f64 {
    words
        .iter()
        .map(|(w, n)| weights.get(*w as usize).copied().unwrap_or(0.0) * f64::from(*n))
        .sum()
}

/// Hashes (FNV-1a, 32 bits) of the runs of three characters of the words, each with a blank
/// before and behind, sorted.
fn trigrams(tokens: &[String]) -> Vec<u32> {
    let mut all = Vec::new();
    for token in tokens {
        let chars: Vec<char> =
            std::iter::once(' ').chain(token.chars()).chain(std::iter::once(' ')).collect();
        for run in chars.windows(3) {
            let mut hash: u32 = 0x811c_9dc5;
            for c in run {
                hash = (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193);
            }
            all.push(hash);
        }
    }
    all.sort_unstable();
    all
}

/// Dice's coefficient of two sorted lists.
fn dice(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    2.0 * both as f64 / (a.len() + b.len()) as f64
}

/// How much else than the text two items share, 0 to 1: equal dates and posts, like texts; a
/// field that is blank in both says nothing, a status little.
pub(crate) fn context(a: &Item, b: &Item, pairs: &[(usize, usize)]) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for (i, j) in pairs {
        let (a, b) = (a.cell(Some(*i)), b.cell(Some(*j)));
        let (weight, like) = match (a, b) {
            (Cell::Missing, Cell::Missing) => continue,
            (Cell::Text(x), Cell::Text(y)) => {
                let mut grams = [trigrams(&words::tokens(x)), trigrams(&words::tokens(y))];
                let [x, y] = &mut grams;
                (2.0, dice(x, y))
            }
            (Cell::Status(x), Cell::Status(y)) => (0.3, f64::from(u8::from(x == y))),
            _ => (1.0, f64::from(u8::from(a.same(b)))),
        };
        sum += weight * like;
        all += weight;
    }
    if all > 0.0 { sum / all } else { 0.0 }
}
