//! Keys outside tables, which say what signs mean: `Key: ✔ Delivered ● Going to plan ▲ At risk` in one line, or an
//! entry a line. The signs are drawn or printed.

use super::bullets::DRAWN;
use super::text::{is_colourless, is_grey};
use super::words::{self, Line, PageContent, Word};
use tablemend_model::{Mark, Rect, Rgb, RichText, SIGNS, Style};
use tablemend_pdf::Fill;

/// A key has as many signs.
const LEAST: usize = 3;
/// A sign is as near to its words, and the words to each other, in type sizes.
const NEAR: f32 = 1.8;
/// As far as this where each line has one sign: words that begin in one column.
const FAR: f32 = 12.0;
/// Words of the name of a rating in a column before its sign.
const MOST_NAMES: usize = 3;
/// A key's lines follow each other within as many type sizes.
const STEP: f32 = 3.0;

/// A key: its text, in which each sign is the character that it looks like, in its colour.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) text: RichText,
    pub(crate) lines: Vec<Line>,
}

/// Parts keys from the other printed words; drawn signs elsewhere are left out.
pub(crate) fn apart(content: &PageContent, chosen: &[u32]) -> (Vec<Key>, Vec<u32>) {
    let is_printed = |i: &u32| content.words[*i as usize].font != DRAWN;
    let mut rest: Vec<u32> = chosen.iter().copied().filter(is_printed).collect();
    let mut keys: Vec<Key> = Vec::new();
    for run in runs(content, chosen) {
        let own = |i: &u32| run.iter().any(|part| part.line.words.contains(i));
        rest.retain(|i| !own(i));
        keys.push(key(content, run));
    }
    (keys, rest)
}

/// The words of keys that fill their lines, and of their headings, which are no part of a table above or below
/// them.
pub(crate) fn in_lines(content: &PageContent) -> Vec<u32> {
    let upright = (0..content.words.len() as u32).filter(|i| !content.words[*i as usize].is_turned);
    let upright: Vec<u32> = upright.collect();
    let mut found = runs(content, &upright);
    found.retain(|run| run[0].signs >= LEAST || run.iter().all(|part| part.is_whole));
    if found.is_empty() {
        return Vec::new();
    }
    let lines = lines(content, &upright);
    let mut out = Vec::new();
    for run in found {
        let first = &run[0].line;
        let mut above = lines.iter().rev().filter(|l| l.base < first.base - 0.5 * first.size);
        let next = above.next();
        // The headings of its columns, and what is over these.
        let is_head = next.is_some_and(|l| !is_heading(content, l, first) && names_key(content, l));
        let over = if is_head { above.next().zip(next) } else { None };
        let heads = next
            .filter(|l| is_head || is_heading(content, l, first))
            .into_iter()
            .chain(over.filter(|(l, head)| is_heading(content, l, head)).map(|(l, _)| l));
        out.extend(heads.flat_map(|l| &l.words));
        out.extend(unsigned(content, &run, &lines).into_iter().flat_map(|l| &l.words));
        out.extend(run.into_iter().flat_map(|part| part.line.words));
    }
    out
}

/// The line right below a key of an entry a line that has a name below the others and no sign.
fn unsigned<'l>(content: &PageContent, run: &[Part], lines: &'l [Line]) -> Option<&'l Line> {
    let x0 = |i: &u32| content.words[*i as usize].area.x0;
    let (last, above) = (run.last()?, run.get(run.len().checked_sub(2)?)?);
    let name = |part: &Part| part.line.words.get(1).map(&x0);
    let step = last.line.base - above.line.base;
    let next = lines.iter().find(|l| l.base > last.line.base + 0.5 * last.line.size)?;
    let is_name = |l: &Line| {
        let first = &content.words[l.words[0] as usize];
        name(last).is_some_and(|x| (x - first.area.x0).abs() < 2.0)
            && first.text.chars().all(char::is_alphabetic)
            && (l.base - last.line.base - step).abs() < 0.3 * l.size
    };
    (last.signs == 1 && above.signs == 1 && is_name(next)).then_some(next)
}

/// Whether a line of a few words begins with one by which keys are headed.
fn names_key(content: &PageContent, line: &Line) -> bool {
    const WORDS: [&str; 6] = ["key", "legend", "rag", "brag", "rating", "ratings"];
    let has = |i: &u32| {
        let text = content.words[*i as usize].text.to_lowercase();
        WORDS.contains(&text.trim_matches([':', '.']))
    };
    line.words.len() <= 8 && line.words.iter().take(2).any(has)
}

/// Whether a line right above a key is its heading: a few words that name a key, or in bold.
fn is_heading(content: &PageContent, line: &Line, below: &Line) -> bool {
    const NAMES: [&str; 7] = ["key", "legend", "rag", "brag", "rating", "ratings", "status"];
    let words = || line.words.iter().map(|i| &content.words[*i as usize]);
    let is_near = |n: usize| {
        let (a, b) =
            (&content.words[line.words[n] as usize], &content.words[line.words[n + 1] as usize]);
        b.area.x0 - a.area.x1 < NEAR * line.size
    };
    let name = |w: &Word| NAMES.contains(&w.text.to_lowercase().trim_matches([':', '.']));
    line.words.len() <= 6
        && below.base - line.base < STEP * line.size
        && (0..line.words.len() - 1).all(is_near)
        && (words().all(|w| w.bold) || words().any(name))
}

/// What the one drawn sign of a cell looks like that is alone, or right before or behind the cell's words.
pub(crate) fn sign(content: &PageContent, own: &[u32]) -> Option<char> {
    let is_drawn = |i: &u32| content.words[*i as usize].font == DRAWN;
    let mut signs = own.iter().copied().filter(is_drawn);
    let sign = signs.next().filter(|_| signs.next().is_none())?;
    if own.len() == 1 {
        return drawn(content, &content.words[sign as usize]);
    }
    // Right before its words, or right behind them.
    let lines = lines(content, own);
    let line = lines.first()?;
    let is_at_end = line.words.first() == Some(&sign) || line.words.last() == Some(&sign);
    if is_at_end && is_one(content, line) {
        drawn(content, &content.words[sign as usize])
    } else {
        None
    }
}

/// A line of a key and how many signs it has, and whether nothing else is in the line.
struct Part {
    line: Line,
    signs: usize,
    is_whole: bool,
}

/// A sign of a key: what it looks like where that is known, and its colour.
struct Sign {
    form: Option<char>,
    colour: Rgb,
}

/// Lines right below each other whose signs are three or more, all different.
fn runs(content: &PageContent, chosen: &[u32]) -> Vec<Vec<Part>> {
    if chosen.iter().filter(|i| is_sign(&content.words[**i as usize])).count() < LEAST {
        return Vec::new();
    }
    let lines = lines(content, chosen);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let is_named = lines[at.saturating_sub(2)..at].iter().any(|l| names_key(content, l));
        let run = run(content, &lines[at..], is_named);
        let next = lines.get(at + run.len());
        at += run.len().max(1);
        let signs = signs(content, &run);
        let differ = (1..signs.len()).all(|n| {
            signs[..n].iter().all(|s| s.form != signs[n].form || !alike(s.colour, signs[n].colour))
        });
        // Signs right below that are no entries: rows of a table.
        let goes_on = run.last().zip(next).is_some_and(|(last, next)| {
            next.base - last.line.base < 2.0 * next.size
                && next.words.iter().any(|i| is_sign(&content.words[*i as usize]))
        });
        if signs.len() >= LEAST && differ && !goes_on {
            found.push(run);
        }
    }
    found
}

/// The lines that some words make, each with the drawn signs beside its words: these may be larger than the text
/// and are higher.
fn lines(content: &PageContent, chosen: &[u32]) -> Vec<Line> {
    let (drawn, printed): (Vec<u32>, Vec<u32>) =
        chosen.iter().partition(|i| content.words[**i as usize].font == DRAWN);
    let mut lines = words::lines(&content.words, &printed);
    let mut alone: Vec<u32> = Vec::new();
    for index in drawn {
        let area = content.words[index as usize].area;
        let middle = (area.y0 + area.y1) / 2.0;
        // From the middle of the line's small letters, in type sizes.
        let off = |l: &Line| (middle - (l.base - 0.35 * l.size)).abs() / l.size.max(1.0);
        let near = lines.iter_mut().filter(|l| off(l) < 0.6);
        if let Some(line) = near.min_by(|a, b| off(a).total_cmp(&off(b))) {
            let before = |i: &u32| content.words[*i as usize].area.x0 < area.x0;
            let at = line.words.partition_point(before);
            line.words.insert(at, index);
            line.area = line.area.union(&area);
        } else {
            alone.push(index);
        }
    }
    rows_of_signs(content, &alone, &mut lines);
    lines
}

/// Adds the lines that signs make that are beside no words: three or more, as over the names in a key.
fn rows_of_signs(content: &PageContent, alone: &[u32], lines: &mut Vec<Line>) {
    let base = |i: u32| content.words[i as usize].base;
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for index in alone {
        let size = content.words[*index as usize].size;
        match rows.last_mut().filter(|row| (base(row[0]) - base(*index)).abs() < 0.3 * size) {
            Some(row) => row.push(*index),
            None => rows.push(vec![*index]),
        }
    }
    for mut row in rows.into_iter().filter(|row| row.len() >= LEAST) {
        let area = |i: &u32| content.words[*i as usize].area;
        row.sort_by(|a, b| area(a).x0.total_cmp(&area(b).x0));
        let Some(whole) = row.iter().map(area).reduce(|a, b| a.union(&b)) else { continue };
        let first = &content.words[row[0] as usize];
        let at = lines.partition_point(|l| l.base < first.base);
        lines.insert(at, Line { base: first.base, size: first.size, area: whole, words: row });
    }
}

fn is_sign(word: &Word) -> bool {
    let mut chars = word.text.chars();
    word.font == DRAWN
        || chars.next().is_some_and(|c| SIGNS.contains(c)) && chars.all(|c| c == '\u{fe0f}')
}

/// The text of some lines. It is put together here since signs before words begin list items elsewhere.
fn key(content: &PageContent, parts: Vec<Part>) -> Key {
    let lines: Vec<Line> = parts.into_iter().map(|part| part.line).collect();
    let (mut text, mut marks, mut last) = (String::new(), Vec::new(), None);
    for index in lines.iter().flat_map(|line| &line.words) {
        let word = &content.words[*index as usize];
        // What is in a column of its own behind a name says what that means.
        let is_behind = last.is_some_and(|last: u32| {
            let before = &content.words[last as usize];
            let is_level = (before.base - word.base).abs() < 0.5 * word.size;
            let is_wide = word.area.x0 - before.area.x1 > NEAR * word.size;
            is_level && is_wide && !is_sign(before) && !is_sign(word)
        });
        let between = if is_behind { " – " } else { " " };
        text.push_str(if text.is_empty() || word.is_glued { "" } else { between });
        last = Some(*index);
        let from = text.len();
        match drawn(content, word).filter(|_| word.font == DRAWN) {
            Some(form) => text.push(form),
            None => text.push_str(&word.text),
        }
        if is_sign(word) && (!is_colourless(word.colour) || is_grey(word.colour)) {
            marks.push(Mark { range: from..text.len(), style: Style::Coloured(word.colour) });
        }
    }
    Key { text: RichText::new(&text, marks), lines }
}

/// The lines at the beginning of `lines` that have signs before their words, and those that go on below the
/// words of such a line.
fn run(content: &PageContent, lines: &[Line], is_named: bool) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut words_at = None;
    if let [signs, names, ..] = lines
        && let Some(part) = over(content, signs, names)
    {
        return vec![part];
    }
    if let Some(behind) = behind(content, lines) {
        return behind;
    }
    for line in lines {
        if out.last().is_some_and(|above| line.base - above.line.base > STEP * line.size) {
            break;
        }
        let first = |l: &Line| content.words[l.words[0] as usize].area.x0;
        match entries(content, line, is_named) {
            Some(part) => {
                // Entries a line have their words below each other.
                let at = part.line.words.get(1).map(|i| content.words[*i as usize].area.x0);
                let is_even = words_at.zip(at).is_none_or(|(a, b): (f32, f32)| (a - b).abs() < 2.0);
                let is_after_row = out.last().is_some_and(|above| above.signs > 1);
                if part.signs == 1 && !is_even && !is_after_row {
                    break;
                }
                words_at = part.line.words.get(1).map(|i| content.words[*i as usize].area.x0);
                out.push(part);
            }
            None if words_at.is_some_and(|x: f32| (first(line) - x).abs() < 2.0)
                && is_one(content, line) =>
            {
                out.push(Part { line: line.clone(), signs: 0, is_whole: true });
            }
            None => break,
        }
    }
    out
}

/// Whether the words of a line are near each other: it is in one column.
fn is_one(content: &PageContent, line: &Line) -> bool {
    let area = |i: &u32| content.words[*i as usize].area;
    line.words.windows(2).all(|w| area(&w[1]).x0 - area(&w[0]).x1 < NEAR * line.size)
}

/// A line of signs over their names: each sign with the words below it.
fn over(content: &PageContent, signs: &Line, names: &Line) -> Option<Part> {
    let area = |i: &u32| content.words[*i as usize].area;
    let middle = |a: &Rect| (a.x0 + a.x1) / 2.0;
    let is_row = signs.words.len() >= LEAST
        && signs.words.iter().all(|i| is_sign(&content.words[*i as usize]))
        && names.base - signs.base < STEP * names.size
        && !names.words.iter().any(|i| is_sign(&content.words[*i as usize]));
    if !is_row {
        return None;
    }
    let mut named: Vec<Vec<u32>> = signs.words.iter().map(|i| vec![*i]).collect();
    // Words near each other go with one sign.
    let mut run: Vec<u32> = Vec::new();
    let mut give = |run: &[u32]| {
        let Some(whole) = run.iter().map(area).reduce(|a, b| a.union(&b)) else { return };
        let off = |own: &[u32]| (middle(&area(&own[0])) - middle(&whole)).abs();
        let best = named.iter_mut().min_by(|a, b| off(a).total_cmp(&off(b)));
        best.into_iter().for_each(|own| own.extend(run));
    };
    for index in &names.words {
        let is_next =
            run.last().is_none_or(|last| area(index).x0 - area(last).x1 < NEAR * names.size);
        if !is_next {
            give(&run);
            run.clear();
        }
        run.push(*index);
    }
    give(&run);
    if named.iter().any(|own| own.len() < 2) {
        return None;
    }
    let words: Vec<u32> = named.into_iter().flatten().collect();
    let line = Line { words, area: signs.area.union(&names.area), ..names.clone() };
    Some(Part { line, signs: signs.words.len(), is_whole: true })
}

/// The lines at the beginning of `lines` that say what the sign behind the words means, one a line below each other or
/// several in one line. Each sign is put before its words.
fn behind(content: &PageContent, lines: &[Line]) -> Option<Vec<Part>> {
    let area = |i: &u32| content.words[*i as usize].area;
    let sign = |i: &u32| is_sign(&content.words[*i as usize]);
    let mut out: Vec<Part> = Vec::new();
    let mut at: Option<(f32, f32)> = None;
    for line in lines {
        let (first, last) = (line.words.first()?, line.words.last()?);
        let is_next = out.last().is_none_or(|p: &Part| line.base - p.line.base < STEP * line.size);
        if !is_next || sign(first) || !sign(last) {
            break;
        }
        let several = line.words.iter().filter(|i| sign(i)).count();
        let far = if several == 1 { 2.0 * FAR } else { NEAR };
        let is_whole = line.words.windows(2).all(|w| {
            let gap = area(&w[1]).x0 - area(&w[0]).x1;
            gap < if sign(&w[1]) { far } else { NEAR } * line.size || sign(&w[0])
        });
        let edges = (area(first).x0, area(last).x0);
        let is_even =
            at.is_none_or(|(a, b)| (a - edges.0).abs() < 2.0 && (b - edges.1).abs() < 4.0);
        if !is_whole || several < LEAST && !is_even {
            break;
        }
        at = Some(edges);
        let mut words = Vec::with_capacity(line.words.len());
        let mut own: Vec<u32> = Vec::new();
        for index in &line.words {
            if !sign(index) {
                own.push(*index);
                continue;
            }
            if own.is_empty() {
                return None;
            }
            words.push(*index);
            words.append(&mut own);
        }
        let line = Line { words, ..line.clone() };
        out.push(Part { line, signs: several, is_whole: true });
    }
    (out.iter().map(|p| p.signs).sum::<usize>() >= LEAST).then_some(out)
}

/// The part of a line from the words right before its first sign to those behind its last; `None` where a sign
/// has no words beside it. Under a heading that names a key the sign may be in a column between the name and what it
/// means.
fn entries(content: &PageContent, line: &Line, is_named: bool) -> Option<Part> {
    let word = |n: usize| &content.words[line.words[n] as usize];
    let is_near = |n: usize| word(n + 1).area.x0 - word(n).area.x1 < NEAR * line.size;
    let count = line.words.len();
    let signs: Vec<usize> = (0..count).filter(|n| is_sign(word(*n))).collect();
    let (first, last) = (*signs.first()?, *signs.last()?);
    // One sign before all words of its line, or behind the name of a rating, may be in a column of its own.
    let is_far = |n: usize| word(n + 1).area.x0 - word(n).area.x1 < FAR * line.size;
    let is_name = |n: usize| {
        is_named
            && (1..=MOST_NAMES).contains(&n)
            && (0..n).all(|k| word(k).text.chars().all(char::is_alphabetic))
            && (0..n - 1).all(is_near)
            && is_far(n - 1)
    };
    let is_beside = |n: usize| first == last && ((0..n).all(is_near) || is_name(n)) && is_far(n);
    let has_words = |n: usize| n + 1 < count && !is_sign(word(n + 1));
    if !signs.iter().all(|n| has_words(*n) && (is_near(*n) || is_beside(*n))) {
        return None;
    }
    let near = (0..first).rev().take_while(|n| is_near(*n)).last().unwrap_or(first);
    // A few words further left in the line are the label of a key of several signs.
    let is_label = signs.len() >= LEAST && near > 0 && near <= 6;
    let from = if is_label && (0..near - 1).all(is_near) { 0 } else { near };
    let to = (last + 2..count).take_while(|n| is_near(n - 1)).last().unwrap_or(last + 1);
    // A name and what it means, in columns of their own.
    let gaps: Vec<usize> = (0..count - 1).filter(|n| !is_near(*n)).collect();
    let is_pair = signs.len() == 1
        && gaps.len() <= 2
        && gaps.iter().all(|n| word(n + 1).area.x0 - word(*n).area.x1 < FAR * line.size);
    let (from, to) = if is_pair { (0, count - 1) } else { (from, to) };
    let mut chosen = line.words[from..=to].to_vec();
    if signs.len() == 1 {
        // The sign goes before its name.
        chosen[..=first - from].rotate_right(1);
    }
    let areas = chosen.iter().map(|i| content.words[*i as usize].area);
    let area = areas.reduce(|a, b| a.union(&b))?;
    let is_whole = chosen.len() == count;
    Some(Part { line: Line { words: chosen, area, ..line.clone() }, signs: signs.len(), is_whole })
}

/// The signs of some lines.
fn signs(content: &PageContent, lines: &[Part]) -> Vec<Sign> {
    let words = lines.iter().flat_map(|part| part.line.words.iter().copied());
    let own = words.filter(|i| is_sign(&content.words[*i as usize]));
    let sign = |word: u32| {
        let own = &content.words[word as usize];
        let form = if own.font == DRAWN { drawn(content, own) } else { own.text.chars().next() };
        Sign { form, colour: own.colour }
    };
    own.map(sign).collect()
}

/// Whether two colours look the same.
fn alike(a: Rgb, b: Rgb) -> bool {
    let near = |a: u8, b: u8| a.abs_diff(b) < 24;
    near(a.0, b.0) && near(a.1, b.1) && near(a.2, b.2) || is_colourless(a) && is_colourless(b)
}

/// The character that a drawn sign looks like.
fn drawn(content: &PageContent, word: &Word) -> Option<char> {
    let middle = (word.area.y0 + word.area.y1) / 2.0;
    let is_it = |f: &&Fill| {
        let own = (f.area.y0 + f.area.y1) / 2.0;
        f.area.x0 == word.area.x0 && f.area.x1 == word.area.x1 && (own - middle).abs() < 0.1
    };
    content.fills.iter().filter(is_it).find_map(|f| f.shape.sign())
}
