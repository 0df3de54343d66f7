//! Which labels the cards of a document repeat, in what order and where.

use super::{Form, LEADING, LEVEL, Label};
use crate::pdf::aligned::{self, TextLine};
use crate::pdf::words::PageContent;
use std::collections::BTreeMap;

/// A label comes so often in a document, at least.
const AGAIN: usize = 3;
/// Labels of a form, and lines that begin with one.
const LABELS: usize = 3;
const LINES: usize = 2;
const MOST_LABELS: usize = 20;
/// Words of a label; more are a sentence.
const WORDS: usize = 5;
/// A title is no further from its labels, in type sizes.
const NEAR: f32 = 3.5;

/// A part of a line.
struct Part {
    x: f32,
    text: String,
    bold: bool,
}

/// A line of a page that begins with what may be a label.
struct Candidate {
    x: f32,
    text: String,
    bold: bool,
    /// What is beside it.
    beside: Vec<Part>,
    /// The line above it, where that is near.
    above: Option<Above>,
}

/// The line above another: where it begins, with what, and how far up it is, in type sizes.
struct Above {
    x: f32,
    text: String,
    step: f32,
}

impl Form {
    /// The form of the cards on some pages; `None` where nothing there comes again as labels do.
    pub(crate) fn learn(contents: &[Option<PageContent>]) -> Option<Self> {
        let all: Vec<Candidate> = contents.iter().flatten().flat_map(candidates).collect();
        let mut at: BTreeMap<i32, usize> = BTreeMap::new();
        let mut counts: BTreeMap<(i32, &str), usize> = BTreeMap::new();
        for c in &all {
            *counts.entry((step(c.x), &c.text)).or_default() += 1;
        }
        for ((x, _), count) in &counts {
            if *count >= AGAIN {
                *at.entry(*x).or_default() += count;
            }
        }
        let (x, _) = at.into_iter().max_by_key(|(_, count)| *count)?;
        let most = counts.iter().filter(|((c, _), _)| *c == x).map(|(_, n)| *n).max()?;
        let is_label = |c: &&Candidate| {
            step(c.x).abs_diff(x) <= 1
                && counts.get(&(x, c.text.as_str())).is_some_and(|n| *n >= AGAIN && *n * 2 >= most)
        };
        let own: Vec<&Candidate> = all.iter().filter(is_label).collect();
        let own = without_rests(own);
        let names = in_order(&own)?;
        // Lines that a document prints again and again have nothing beside them; of labels few are always blank.
        let has_value = |c: &&&Candidate| !c.beside.is_empty();
        let has_values = |text: &String| {
            let lines = || own.iter().filter(|c| c.text == *text);
            lines().filter(has_value).count() * 2 > lines().count()
        };
        if names.iter().filter(|n| has_values(n)).count() * 2 < names.len()
            || own.iter().filter(has_value).count() * 2 < own.len()
        {
            return None;
        }
        let begins: Vec<f32> = own.iter().filter_map(|c| c.beside.first()).map(|p| p.x).collect();
        let value_x = usual(&begins)?;
        let label_x = own.iter().map(|c| c.x).fold(f32::INFINITY, f32::min);
        let lines: Vec<Vec<Label>> = names
            .into_iter()
            .map(|text| {
                let lines: Vec<&Candidate> =
                    own.iter().filter(|c| c.text == text).copied().collect();
                let mut labels = vec![Label { text, x: label_x, value_x }];
                labels.extend(further(&lines, value_x));
                labels
            })
            .collect();
        let count: usize = lines.iter().map(Vec::len).sum();
        // What is beside labels and values is none of them.
        let is_more = |c: &&&Candidate| {
            let labels = lines.iter().find(|l| l[0].text == c.text).map_or(1, Vec::len);
            c.beside.len() > 2 * labels - 1
        };
        if count < LABELS || own.iter().filter(is_more).count() * 10 > own.len() {
            return None;
        }
        let firsts: Vec<&&Candidate> = own.iter().filter(|c| c.text == lines[0][0].text).collect();
        // A line right above the first label that is no label of the card before.
        let is_title =
            |a: &Above| a.x < value_x - 2.0 * LEVEL && !own.iter().any(|c| c.text == a.text);
        let titled = firsts.iter().filter(|c| c.above.as_ref().is_some_and(is_title)).count();
        let titled = titled * 5 >= firsts.len() * 3;
        Some(Self { lines, label_x, value_x, titled })
    }
}

/// Labels without the further lines of labels that are wrapped (`Date of` above `completion`): those always come right
/// below the same line, and begin in lower case, or they or the line above never have anything beside them.
fn without_rests(own: Vec<&Candidate>) -> Vec<&Candidate> {
    let mut by_text: BTreeMap<&str, Vec<&Candidate>> = BTreeMap::new();
    for c in &own {
        by_text.entry(&c.text).or_default().push(c);
    }
    let is_rest = |text: &str| {
        let lines = &by_text[text]; // OK because each text has its lines.
        let upper = lines[0].above.as_ref().map(|a| a.text.as_str());
        let is_below = |c: &&Candidate| {
            c.above.as_ref().is_some_and(|a| {
                Some(a.text.as_str()) == upper && a.step < LEADING && (a.x - c.x).abs() < LEVEL
            })
        };
        upper.is_some_and(|u| by_text.contains_key(u))
            && lines.iter().all(is_below)
            && (text.starts_with(char::is_lowercase)
                || lines.iter().all(|c| c.beside.is_empty())
                || upper.is_some_and(|u| by_text[u].iter().all(|c| c.beside.is_empty())))
    };
    own.iter().filter(|c| !is_rest(&c.text)).copied().collect()
}

fn step(x: f32) -> i32 {
    (x / LEVEL).round() as i32
}

/// The lines of a page that begin with what may be a label.
fn candidates(content: &PageContent) -> Vec<Candidate> {
    let text_lines = super::text_lines(content, |_| true);
    let part = |p: &aligned::Segment| Part {
        x: p.x0,
        text: aligned::said(content, &p.words),
        bold: p.words.iter().all(|i| content.words[*i as usize].bold),
    };
    let above = |n: usize| {
        let own: &TextLine = &text_lines[n];
        // Between two lines of a label may be its value.
        let is_value = |s: &&TextLine| s.segments[0].x0 > own.segments[0].x1;
        let upper: &TextLine = text_lines[..n].iter().rev().take(2).find(|s| !is_value(s))?;
        let (first, step) = (&upper.segments[0], (own.base - upper.base) / own.size.max(1.0));
        let is_near = step < NEAR && upper.size < 1.15 * own.size;
        let text = || aligned::said(content, &first.words);
        is_near.then(|| Above { x: first.x0, text: text(), step })
    };
    let mut out: Vec<Candidate> = Vec::new();
    for (n, text_line) in text_lines.iter().enumerate() {
        let Some(first) = text_line.segments.first().filter(|p| p.words.len() <= WORDS) else {
            continue;
        };
        let first = part(first);
        if first.text.starts_with(char::is_alphabetic) && first.text.len() <= 40 {
            let beside = text_line.segments[1..].iter().map(part).collect();
            let Part { x, text, bold } = first;
            out.push(Candidate { x, text, bold, beside, above: above(n) });
        }
    }
    out
}

/// The labels behind the first one on its lines, from left to right: words that nearly all of these lines have at one
/// place, with room for a value between.
fn further(lines: &[&Candidate], value_x: f32) -> Vec<Label> {
    let mut counts: BTreeMap<(i32, &str), usize> = BTreeMap::new();
    for part in lines.iter().flat_map(|c| &c.beside) {
        *counts.entry((step(part.x), &part.text)).or_default() += 1;
    }
    let is_bold = lines.iter().filter(|c| c.bold).count() * 2 > lines.len();
    let mut labels: Vec<Label> = Vec::new();
    let parts = lines.iter().flat_map(|c| &c.beside);
    let mut known: Vec<&Part> = Vec::new();
    for part in parts {
        if !known.iter().any(|k| step(k.x).abs_diff(step(part.x)) <= 1 && k.text == part.text) {
            known.push(part);
        }
    }
    known.sort_by(|a, b| a.x.total_cmp(&b.x));
    for part in known {
        let own: usize =
            (-1..=1).filter_map(|d| counts.get(&(step(part.x) + d, part.text.as_str()))).sum();
        let before = labels.last().map_or(value_x - LEVEL, |l| l.x + LEVEL);
        // A value between this and the label before it.
        let is_parted =
            lines.iter().flat_map(|c| &c.beside).any(|p| p.x > before && p.x < part.x - LEVEL);
        let is_label = part.x > value_x + 2.0 * LEVEL
            && part.text.starts_with(char::is_alphabetic)
            && part.text.len() <= 40
            && own >= AGAIN
            && own * 10 >= lines.len() * 8
            && part.bold == is_bold
            && is_parted;
        if is_label {
            labels.push(Label { text: part.text.clone(), x: part.x, value_x: part.x });
        }
    }
    for n in 0..labels.len() {
        let (x, end) = (labels[n].x, labels.get(n + 1).map_or(f32::INFINITY, |l| l.x));
        let begins: Vec<f32> = lines
            .iter()
            .flat_map(|c| &c.beside)
            .map(|p| p.x)
            .filter(|at| *at > x + LEVEL && *at < end - LEVEL)
            .collect();
        if let Some(value_x) = usual(&begins) {
            labels[n].value_x = value_x;
        }
    }
    // Where no value is ever beside them, they are none.
    labels.retain(|l| l.value_x > l.x + LEVEL);
    labels
}

/// The labels in the order in which they follow each other; `None` where they have none.
fn in_order(own: &[&Candidate]) -> Option<Vec<String>> {
    let mut names: Vec<&str> = own.iter().map(|c| c.text.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if !(LINES..=MOST_LABELS).contains(&names.len()) {
        return None;
    }
    let place = |text: &str| names.binary_search(&text).unwrap_or(0);
    let mut follows = vec![vec![0usize; names.len()]; names.len()];
    for pair in own.windows(2) {
        follows[place(&pair[0].text)][place(&pair[1].text)] += 1;
    }
    // Where each label is followed by one of the others nearly always, they go round.
    let next: Vec<usize> =
        follows.iter().map(|row| (0..row.len()).max_by_key(|n| row[*n]).unwrap_or(0)).collect();
    let told: usize = (0..names.len()).map(|n| follows[n][next[n]]).sum();
    let mut targets = next.clone();
    targets.sort_unstable();
    targets.dedup();
    if targets.len() < names.len() || told * 10 < own.len().saturating_sub(1) * 8 {
        return None;
    }
    let mut order = vec![place(&own.first()?.text)];
    while order.len() < names.len() {
        let last = next[*order.last()?];
        if order.contains(&last) {
            return None;
        }
        order.push(last);
    }
    Some(order.into_iter().map(|n| names[n].to_owned()).collect())
}

/// Where most values begin; `None` where they begin anywhere.
fn usual(begins: &[f32]) -> Option<f32> {
    let near = |x: f32| begins.iter().filter(|b| (*b - x).abs() < LEVEL).count();
    let best = begins.iter().copied().max_by_key(|x| near(*x))?;
    let is_usual = near(best) * 5 >= begins.len() * 3;
    let first = begins.iter().copied().filter(|b| (b - best).abs() < LEVEL).reduce(f32::min)?;
    is_usual.then_some(first)
}
