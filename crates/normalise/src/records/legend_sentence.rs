//! A key written as a sentence: `Green: on track, Amber: delayed`, `Blue means not started.`, `Green (on track), Red
//! (late)`, `finished (blue), late (red)`, `B = finished, G = on track, R = late`.

use super::legend::status_word;
use super::signs::Entry;
use crate::profile::Profile;
use foldhash::HashSet;
use tablemend_model::{State, languages};

/// So many colours are a key whatever is said of them; fewer must say how far things are.
const PLAIN: usize = 3;
/// A longer text is no key.
pub(crate) const MOST: usize = 800;
/// A meaning has no more letters.
const LONGEST: usize = 120;
/// What is in front of the first name has no more letters.
const FRONT: usize = 200;
/// What is left between two entries has no more letters.
const GAP: usize = 40;

/// Words between a colour and what it means.
const VERBS: &[&str] = &[
    "stands for",
    "means",
    "mean",
    "indicates",
    "indicate",
    "denotes",
    "shows",
    "represents",
    "signifies",
    "is",
    "are",
    "for",
    "yn golygu",
    "signifie",
    "veut dire",
    "correspond à",
    "indique",
    "est",
    "bedeutet",
    "heißt",
    "steht für",
    "ist",
    "significa",
    "indica",
    "es",
    "é",
    "betekent",
    "staat voor",
    "betyr",
    "betyder",
    "oznacza",
];

/// Words in front of a colour that are no part of the meaning before it.
const FRONT_WORDS: &[&str] = &[
    "and", "or", "while", "those", "items", "actions", "rows", "shown", "marked", "in", "the", "a",
    "ac", "et", "und", "y", "e", "en", "og", "och", "i", "colour",
];

/// A key that a text holds.
#[derive(Debug, Default)]
pub(crate) struct Sentence<'t> {
    /// What the colours, words or letters mean.
    pub(crate) entries: Vec<Entry>,
    /// The words that are part of no entry.
    pub(crate) rest: Vec<&'t str>,
}

/// The name of a status, and what is behind it.
struct Name<'t> {
    /// Where it begins.
    start: usize,
    /// Where what it means begins.
    meaning: usize,
    /// Where what it means ends, if a bracket says so, and where the bracket is closed.
    closed: Option<(usize, usize)>,
    /// As printed.
    printed: &'t str,
    /// A word between the name and its meaning.
    verb: &'t str,
    status: String,
    is_letter: bool,
}

/// Reads a text as a key of at least so many entries. `None` where it is none, or not all of it is clear.
pub(crate) fn read<'t>(text: &'t str, least: usize, profile: &Profile) -> Option<Sentence<'t>> {
    if text.len() > MOST {
        return None;
    }
    let found = in_front(text, profile).or_else(|| behind(text))?;
    let mut kinds = HashSet::default();
    let is_apart = found.entries.iter().all(|e| kinds.insert(e.status.as_str()));
    let is_said = found.entries.iter().all(|e| {
        let letters = e.meaning.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && e.meaning.chars().count() <= LONGEST
    });
    let tells = |e: &&Entry| State::of_words(&e.meaning).is_some();
    let told = found.entries.iter().filter(tells).count();
    let colours = found.entries.iter().filter(|e| e.printed.as_deref().is_some_and(is_colour));
    let colours = colours.count();
    let initials = found.entries.iter().filter(|e| languages::colour(&e.status).is_some()).count();
    // Letters are a key where they are mostly the initials of the colours, and say how far things are.
    let is_key = colours >= PLAIN
        || colours == found.entries.len() && told > 0
        || initials >= PLAIN && told > 0;
    (found.entries.len() >= least && is_apart && is_said && is_key).then_some(found)
}

/// How many colours of a text have what a key has behind or around them, whether it was understood or not.
pub(crate) fn explained(text: &str, profile: &Profile) -> HashSet<String> {
    let mut known: HashSet<String> = HashSet::default();
    known.extend(names(text, profile).into_iter().filter(|n| !n.is_letter).map(|n| n.status));
    known.extend(bracketed(text).into_iter().map(|(_, _, status)| status.to_owned()));
    known
}

/// Whether printed words begin with the name of a colour.
fn is_colour(printed: &str) -> bool {
    printed
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .is_some_and(|w| languages::colour(w).is_some())
}

/// Where the words of a text begin, and the words.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        at = start + length;
        Some((start, text.get(start..at)?))
    })
}

/// All names with what a key has behind a name.
fn names<'t>(text: &'t str, profile: &Profile) -> Vec<Name<'t>> {
    let mut out: Vec<Name<'t>> = Vec::new();
    for (start, word) in words(text) {
        let within = out.last().and_then(|n| n.closed).is_some_and(|(end, _)| start < end);
        if !within && let Some(name) = name(text, start, word, profile) {
            out.push(name);
        }
    }
    out
}

/// The name that a word is, where what it means is behind it.
fn name<'t>(text: &'t str, start: usize, word: &'t str, profile: &Profile) -> Option<Name<'t>> {
    let is_letter = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let status = match languages::colour(word) {
        Some(colour) => colour.to_owned(),
        None if is_letter => status_word(word, profile).unwrap_or_else(|| word.to_lowercase()),
        None => return None,
    };
    let before = text.get(..start)?.trim_end_matches(['"', '“', '‘', '\'', '*', '_']);
    // `Amber/Red: late` has one meaning for two.
    if before.ends_with(['/', '-', '’']) {
        return None;
    }
    let mut end = start + word.len();
    let mut rest = text.get(end..)?;
    // `Blue (B)`, `"Blue"`.
    let quotes = rest.len() - rest.trim_start_matches(['"', '”', '’', '\'', '*', '_']).len();
    rest = rest.get(quotes..)?;
    let short = rest.trim_start().strip_prefix('(').and_then(|r| r.split_once(')'));
    if let Some((short, behind)) = short
        && short.chars().count() <= 2
        && short.chars().all(char::is_alphanumeric)
        && !behind.is_empty()
    {
        end = text.len() - behind.len();
        rest = behind;
    }
    let printed = text.get(start..end)?;
    let blank = rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    let at = |rest: &str| text.len() - rest.len();
    let name = |meaning, closed, verb| {
        Some(Name { start, meaning, closed, printed, verb, status: status.clone(), is_letter })
    };
    let is_mark = |c: char| matches!(c, ':' | '=' | '–' | '—' | '→' | '-');
    if rest.starts_with([':', '=', '–', '—', '→']) || blank && rest.starts_with("- ") {
        let meaning = rest.trim_start_matches(|c: char| c.is_whitespace() || is_mark(c));
        return name(at(meaning), None, "");
    }
    let is_begun = before.trim_end().ends_with([',', '.', ';', ':', '\n', '|', '/', '•', '('])
        || before.trim().is_empty()
        || before.split_whitespace().next_back().is_some_and(|w| is_among(w, FRONT_WORDS));
    if is_letter || !is_begun {
        return None;
    }
    if let Some(inside) = rest.strip_prefix('(') {
        let length = inside.find(')')?;
        return name(at(inside), Some((at(inside) + length, at(inside) + length + 1)), "");
    }
    VERBS.iter().find_map(|verb| {
        let (front, behind) = (rest.get(..verb.len())?, rest.get(verb.len()..)?);
        let is_verb = front.eq_ignore_ascii_case(verb) && behind.starts_with(char::is_whitespace);
        is_verb.then(|| name(at(behind.trim_start()), None, front)).flatten()
    })
}

/// A key whose names are in front of what they mean.
fn in_front<'t>(text: &'t str, profile: &Profile) -> Option<Sentence<'t>> {
    let names = names(text, profile);
    let first = names.first()?;
    let mut out = Sentence::default();
    let label = text.get(..first.start)?.trim().trim_end_matches([':', '"', '“', '(']);
    // A colour in front that was not read is part of the key.
    let has_colour = words(label).any(|(_, word)| languages::colour(word).is_some());
    if label.chars().count() > FRONT || has_colour {
        return None;
    }
    out.rest.push(label.trim_end());
    for (n, name) in names.iter().enumerate() {
        let next = names.get(n + 1).map(|next| next.start);
        out.rest.push(name.verb);
        let whole = text.get(name.meaning..next.unwrap_or(text.len()))?;
        let (meaning, gap) = match name.closed {
            Some((end, behind)) => {
                (text.get(name.meaning..end)?, text.get(behind..next.unwrap_or(text.len()))?)
            }
            None => sentence(whole),
        };
        let (meaning, front) = without_front(meaning, next.is_some());
        // A sentence between two entries is no key; behind the last it may be anything.
        if next.is_some() && gap.trim().chars().count() > GAP {
            return None;
        }
        out.rest.extend([front, gap]);
        out.entries.push(Entry {
            status: name.status.clone(),
            fill: None,
            printed: Some(name.printed.to_owned()),
            meaning: meaning.replace('\n', " "),
        });
    }
    out.rest =
        out.rest.into_iter().map(|r| r.trim_matches(is_apart)).filter(|r| !r.is_empty()).collect();
    (out.entries.len() > 1 || label.is_empty()).then_some(out)
}

/// A first sentence, and what is behind it.
fn sentence(text: &str) -> (&str, &str) {
    let ends = text.match_indices(['.', '\n']).find(|(at, mark)| {
        let behind = text.get(at + 1..).unwrap_or_default();
        let next = behind.trim_start();
        *mark == "\n"
            || behind.starts_with(char::is_whitespace) && next.starts_with(char::is_uppercase)
    });
    ends.map_or((text, ""), |(at, _)| text.split_at(at))
}

/// A meaning without what parts it from the next name, and the words in front of that.
fn without_front(text: &str, is_followed: bool) -> (&str, &str) {
    let mut end = text.trim_end_matches(is_apart).len();
    let whole = end;
    while let Some(kept) = text.get(..end).filter(|_| is_followed) {
        let Some(at) = kept.rfind(char::is_whitespace) else { break };
        if !is_among(kept.get(at..).unwrap_or_default().trim(), FRONT_WORDS) {
            break;
        }
        end = kept.get(..at).unwrap_or_default().trim_end_matches(is_apart).len();
    }
    let kept = text.get(..end).unwrap_or_default().trim_start_matches(['"', '“', '‘']);
    (kept, text.get(end..whole).unwrap_or_default())
}

/// What parts entries.
fn is_apart(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '.' | '|' | '/' | '•' | '"' | '“' | '”' | '‘')
}

fn is_among(word: &str, words: &[&str]) -> bool {
    words.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Colours that are alone in brackets: where the bracket opens, where it is closed, the colour.
fn bracketed(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut out = Vec::new();
    for (start, word) in words(text) {
        let (before, after) = (start.checked_sub(1), start + word.len());
        let (Some(before), Some(colour)) = (before, languages::colour(word)) else { continue };
        if text.get(before..start) == Some("(") && text.get(after..after + 1) == Some(")") {
            out.push((before, after + 1, colour));
        }
    }
    out
}

/// A key whose colours are in brackets behind what they mean.
fn behind(text: &str) -> Option<Sentence<'_>> {
    let found = bracketed(text);
    let mut out = Sentence::default();
    let mut from = 0;
    for (n, (open, close, colour)) in found.iter().enumerate() {
        let whole = text.get(from..*open)?;
        let at = if n == 0 { whole.rfind([':', '.', '\n']).map_or(0, |at| at + 1) } else { 0 };
        let (front, said) = whole.split_at(at);
        let said = said.trim_matches(is_apart);
        let rest = ["and ", "or ", "und ", "et "].iter().find_map(|w| said.strip_prefix(*w));
        let meaning = rest.unwrap_or(said);
        let joint = said.get(..said.len() - meaning.len()).unwrap_or_default();
        out.rest.extend([front, joint]);
        out.entries.push(Entry {
            status: (*colour).to_owned(),
            fill: None,
            printed: text.get(open + 1..close - 1).map(str::to_owned),
            meaning: meaning.replace('\n', " "),
        });
        from = *close;
    }
    out.rest.push(text.get(from..)?);
    out.rest =
        out.rest.into_iter().map(|r| r.trim_matches(is_apart)).filter(|r| !r.is_empty()).collect();
    (out.entries.len() >= PLAIN).then_some(out)
}
