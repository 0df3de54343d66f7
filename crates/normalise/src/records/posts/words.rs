//! The words of a cell of posts, numbered so that they are compared without their letters.

use crate::profile::PostWords;
use foldhash::{HashMap, HashMapExt};

/// One word of a cell, and how it is set off from the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// Byte offsets in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Without the punctuation around it.
    pub(super) core: &'a str,
    /// The number of its lower-case form; `UNKNOWN` for a word that no learnt cell has.
    pub(super) number: u32,
    /// What it tells of posts.
    pub(super) kind: Kind,
    /// Brackets that it opens less those that it closes.
    pub(super) depth: i32,
    pub(super) comma: bool,
    pub(super) semicolon: bool,
    /// Whether a bracket closes it.
    pub(super) closes: bool,
    pub(super) slash: bool,
    /// Whether it begins a line.
    pub(super) newline: bool,
}

/// What a word tells of posts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    /// It says what a person is.
    pub(super) is_head: bool,
    /// It ends an organisation's name.
    pub(super) is_organisation: bool,
    /// No post ends in it.
    pub(super) is_joining: bool,
    /// It is in front of a head, where a post begins.
    pub(super) is_rank: bool,
}

impl Kind {
    /// Of a word in lower case.
    fn of(lower: &str, rule: &PostWords) -> Self {
        Self {
            is_head: rule.heads.contains(lower),
            is_organisation: rule.organisations.contains(lower),
            is_joining: rule.joining.contains(lower),
            is_rank: RANKS.contains(&lower),
        }
    }
}

/// Words in front of a head.
const RANKS: [&str; 15] = [
    "senior",
    "snr",
    "assistant",
    "asst",
    "deputy",
    "chief",
    "principal",
    "interim",
    "acting",
    "associate",
    "executive",
    "designated",
    "vice",
    "service",
    "strategic",
];

/// Number of all words that no learnt cell has: nothing that was learnt has one of them.
const UNKNOWN: u32 = u32::MAX;

/// The words of the cells that were learnt from.
#[derive(Debug)]
pub(super) struct Vocabulary<'r> {
    rule: &'r PostWords,
    /// Number of each word, in lower case.
    numbers: HashMap<String, u32>,
    /// What each word tells, by number.
    kinds: Vec<Kind>,
}

impl<'r> Vocabulary<'r> {
    pub(super) fn new(rule: &'r PostWords) -> Self {
        Self { rule, numbers: HashMap::new(), kinds: Vec::new() }
    }

    /// The words of a cell; those that are new get a number.
    pub(super) fn learn<'a>(&mut self, text: &'a str) -> Vec<Word<'a>> {
        words(text, |lower| match self.numbers.get(lower) {
            Some(number) => (*number, self.kind(*number)),
            None => {
                let (number, kind) = (self.kinds.len() as u32, Kind::of(lower, self.rule));
                self.numbers.insert(lower.to_owned(), number);
                self.kinds.push(kind);
                (number, kind)
            }
        })
    }

    /// The words of a cell.
    pub(super) fn words<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        words(text, |lower| match self.numbers.get(lower) {
            Some(number) => (*number, self.kind(*number)),
            None => (UNKNOWN, Kind::of(lower, self.rule)),
        })
    }

    /// What a word tells, by its number.
    pub(super) fn kind(&self, number: u32) -> Kind {
        self.kinds.get(number as usize).copied().unwrap_or_default()
    }

    /// The document shows that organisations end in this word.
    pub(super) fn add_organisation(&mut self, number: u32) {
        if let Some(kind) = self.kinds.get_mut(number as usize) {
            kind.is_organisation = true;
        }
    }
}

/// Cuts a text into words; `told` gives the number and kind of a word in lower case.
fn words(text: &str, mut told: impl FnMut(&str) -> (u32, Kind)) -> Vec<Word<'_>> {
    let mut all: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6 + 1);
    let mut lower = String::new();
    let mut newline = false;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace).flat_map(unglued) {
        let body = piece.trim_end();
        let start = at;
        at += piece.len();
        let ends_line = piece.ends_with('\n');
        if body.is_empty() {
            newline |= ends_line;
            continue;
        }
        let core =
            body.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '.' | '/' | '•'));
        let last_byte = body.as_bytes().last();
        let slash = last_byte == Some(&b'/');
        let is_plus = body == "+" && !all.is_empty();
        if core.is_empty() || is_plus {
            // A separator that is by itself belongs to the word before it.
            if let Some(last) = all.last_mut() {
                // ` / ` parts posts as surely as a semicolon does.
                last.semicolon |= slash || is_plus || body.contains(';');
                last.comma |= body.contains(',');
            }
            newline |= ends_line;
            continue;
        }
        lower.clear();
        if core.is_ascii() {
            lower.push_str(core);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&core.to_lowercase());
        }
        let (number, kind) = told(&lower);
        all.push(Word {
            start,
            end: start + body.len(),
            core,
            number,
            kind,
            depth: depth(body),
            comma: last_byte == Some(&b','),
            semicolon: last_byte == Some(&b';'),
            closes: body.trim_end_matches([',', ';', '/']).ends_with(')'),
            slash,
            newline,
        });
        newline = ends_line;
    }
    all
}

/// The words of a piece that marks part without a blank: `Gull;Bo`, `Gull,Bo`.
fn unglued(piece: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    let mut after = piece.char_indices().skip(1);
    let mut cuts: Vec<usize> = Vec::new();
    for (at, c) in piece.char_indices() {
        let next = after.next().map(|(_, c)| c);
        let is_between = before.is_alphanumeric() || before == ')';
        if is_between
            && (c == ';' && next.is_some_and(|n| !n.is_whitespace())
                || c == ',' && !before.is_numeric() && next.is_some_and(char::is_alphabetic))
        {
            cuts.push(at + c.len_utf8());
        }
        before = c;
    }
    let ends = cuts.clone().into_iter().chain([piece.len()]);
    std::iter::once(0).chain(cuts).zip(ends).filter_map(move |(from, to)| piece.get(from..to))
}

fn depth(body: &str) -> i32 {
    body.bytes().map(|b| i32::from(b == b'(') - i32::from(b == b')')).sum()
}

/// Posts and organisations as sequences of words, so that what a text begins with is found by
/// reading on while some of them does.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The place that a word leads to, from a place that was read to; 0 is the beginning.
    next: HashMap<(u32, u32), u32>,
    /// The places at which one of them ends.
    ends: Vec<bool>,
}

impl Phrases {
    /// Adds one; says whether it is new.
    pub(super) fn add(&mut self, words: impl Iterator<Item = u32>) -> bool {
        let mut at = 0;
        for word in words {
            let fresh = self.next.len() as u32 + 1;
            at = *self.next.entry((at, word)).or_insert(fresh);
        }
        if self.ends.len() <= at as usize {
            self.ends.resize(at as usize + 1, false);
        }
        !std::mem::replace(&mut self.ends[at as usize], true)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether these words are one of them.
    pub(super) fn contain(&self, words: &[Word<'_>]) -> bool {
        let mut at = 0;
        for word in words {
            match self.next.get(&(at, word.number)) {
                Some(next) => at = *next,
                None => return false,
            }
        }
        self.ends_at(at)
    }

    /// Number of words at the start that are the longest of them; 0 for none.
    pub(super) fn longest_start(&self, words: &[Word<'_>]) -> usize {
        let (mut at, mut longest) = (0, 0);
        for (n, word) in words.iter().enumerate() {
            match self.next.get(&(at, word.number)) {
                Some(next) => at = *next,
                None => break,
            }
            if self.ends_at(at) {
                longest = n + 1;
            }
        }
        longest
    }

    fn ends_at(&self, place: u32) -> bool {
        self.ends.get(place as usize).copied().unwrap_or(false)
    }
}
