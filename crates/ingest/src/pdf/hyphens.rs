//! Words that a line end has parted: hyphens that the typesetter put in, words and refs that a narrow
//! cell broke.
//!
//! The document itself is the first witness: where it shows the whole word, that is the word, and
//! where it shows it with a hyphen inside a line, the hyphen is the author's. Where it is silent the
//! language decides: `ment` is no word, so `improve-ment` is one; `multi-` makes compounds.

use super::words::Word;
use std::collections::HashSet;

mod endings;
mod figures;
mod units;

/// Characters that end the first part of a parted word.
pub(super) const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// What the lines of a document say of its words, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// All words.
    whole: HashSet<String>,
    /// Those that surely are alone: inside a line, where no line end can have made them.
    inner: HashSet<String>,
    /// Those that have another word behind them in their line: none of them is broken there.
    followed: HashSet<String>,
    /// What lines end with before a hyphen, with what seems to go on below.
    parted: Vec<(String, String)>,
    /// Whether its typesetter parted words at line ends.
    is_hyphenated: bool,
}

impl Known {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn shows(&self, word: &str) -> bool {
        self.whole.contains(word)
    }

    /// Decides, once all pages are known, whether the typesetter parted words: more words were
    /// surely parted at line ends than hyphens of the author's are there.
    pub(crate) fn settle(&mut self) {
        let (mut parted, mut kept) = (0, 0);
        for (head, tail) in &self.parted {
            if self.shows(&format!("{head}{tail}")) || is_ending(tail) {
                parted += 1;
            } else if self.shows(&format!("{head}-{tail}")) || is_compound(head, tail, self) {
                kept += 1;
            }
        }
        self.is_hyphenated = parted >= 2 && parted > kept;
    }

    fn stands_alone(&self, word: &str) -> bool {
        self.inner.contains(word)
    }
}

/// How much room a line left at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// It is one word.
    pub(super) is_alone: bool,
    /// The next line is one word and the last.
    pub(super) is_last: bool,
    /// From its end to where text may reach.
    pub(super) left: f32,
    /// From its end to where it would reach if the texts of its column did not show where they end: figures are not
    /// known to be cut by these.
    pub(super) most: f32,
    /// Usual width of its letters, or of the one letter that is on the next line, where it is wider.
    pub(super) letter: f32,
}

impl Room {
    /// Whether it leaves no room for one letter more, or for one at most.
    fn is_full(&self) -> bool {
        (-1.0..1.2).contains(&(self.left / self.letter.max(0.1)))
    }

    /// The same of the whole room.
    fn is_full_at_most(&self) -> bool {
        (-1.0..1.2).contains(&(self.most / self.letter.max(0.1)))
    }
}

/// What is between the last word of a line and the first of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seam {
    /// A blank: two words.
    Blank,
    /// Nothing: what the line ends with belongs to the word.
    Whole,
    /// Nothing, and the hyphen goes too.
    Joined,
}

/// What is between two lines of a text that goes on.
pub(super) fn seam(last: &str, next: &str, known: &Known, room: &Room) -> Seam {
    if last.ends_with('\u{ad}') {
        return Seam::Joined;
    }
    if last.ends_with(HYPHENS) && last.chars().count() > 1 {
        return hyphen(last, next, known);
    }
    if last.ends_with('/') && last.chars().count() > 1 {
        let digits = |c: char| c.is_ascii_digit();
        let is_date = last[..last.len() - 1].ends_with(digits) && next.starts_with(digits);
        let goes_on = next.starts_with(char::is_lowercase)
            || is_date
            || is_address(last)
            || known.shows(&bare(&format!("{last}{next}")));
        return if goes_on { Seam::Whole } else { Seam::Blank };
    }
    if is_ref_cut(last, next, room)
        || is_broken(last, next, known, room)
        || room.is_alone && room.is_last && room.is_full_at_most() && figures::are_cut(last, next)
    {
        return Seam::Whole;
    }
    Seam::Blank
}

fn hyphen(last: &str, next: &str, known: &Known) -> Seam {
    let stem = last.trim_end_matches(HYPHENS);
    let is_word = |c: char| c.is_alphabetic() || c == '\'' || c == '’';
    // The part of the word on this line, behind brackets and other hyphens.
    let head: String = {
        let from = stem
            .rfind(|c: char| !is_word(c))
            .map_or(0, |n| n + stem[n..].chars().next().map_or(1, char::len_utf8));
        stem[from..].to_lowercase()
    };
    let tail: String = next.chars().take_while(|c| is_word(*c)).collect::<String>().to_lowercase();
    // `pre- and post-war`: the hyphen hangs.
    if matches!(tail.as_str(), "and" | "or" | "to" | "nor") && tail.len() == next.len() {
        return Seam::Blank;
    }
    if head.is_empty() || tail.is_empty() || !next.starts_with(char::is_lowercase) {
        return Seam::Whole;
    }
    // A typesetter leaves two letters on either side, and parts no chain.
    let is_chain = next.contains(|c: char| c == '-' || c.is_ascii_digit())
        || stem.contains(|c: char| c == '-' || c.is_ascii_digit());
    if head.chars().count() < 2 || tail.chars().count() < 2 {
        return Seam::Whole;
    }
    // What the document shows inside a line settles it.
    let whole = bare(&format!("{stem}{next}"));
    let hyphened = bare(&format!("{stem}-{next}"));
    if known.shows(&whole) || known.shows(&format!("{head}{tail}")) {
        return Seam::Joined;
    }
    if known.shows(&hyphened) || known.shows(&format!("{head}-{tail}")) {
        return Seam::Whole;
    }
    // This hyphen is none that keyboards have.
    let is_set = last.ends_with('\u{2010}') || known.is_hyphenated && !is_chain;
    if is_ending(&tail) && !is_chain || is_set && !is_compound(&head, &tail, known) {
        return Seam::Joined;
    }
    Seam::Whole
}

/// Whether two parts of a word are written with a hyphen, as far as the language tells.
fn is_compound(head: &str, tail: &str, known: &Known) -> bool {
    if is_ending(tail) {
        return false;
    }
    // Written as one word with nearly everything.
    const CLOSED: &[&str] = &[
        "over", "under", "out", "with", "there", "where", "some", "any", "every", "fore", "up",
        "down", "back", "inter", "intra", "sub", "super", "trans", "un", "re", "de", "dis", "mis",
        "pre", "pro", "con", "com", "per", "im", "in", "en", "em", "ex", "be", "fur", "al",
    ];
    const OPEN: &[&str] = &[
        "multi",
        "non",
        "self",
        "cross",
        "co",
        "mid",
        "semi",
        "well",
        "long",
        "short",
        "high",
        "low",
        "full",
        "half",
        "end",
        "follow",
        "year",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "first",
        "second",
        "third",
        "joint",
        "all",
        "ex",
        "post",
        "pan",
        "quasi",
        "vice",
        "risk",
        "cost",
        "evidence",
        "child",
        "person",
        "user",
        "data",
        "community",
        "face",
        "day",
        "week",
        "month",
        "term",
        "time",
        "part",
    ];
    // What often ends a compound, however rare it is alone.
    const TAILS: &[&str] = &[
        "up",
        "off",
        "out",
        "in",
        "on",
        "by",
        "to",
        "of",
        "the",
        "based",
        "wide",
        "led",
        "level",
        "term",
        "going",
        "making",
        "made",
        "related",
        "specific",
        "free",
        "friendly",
        "focused",
        "driven",
        "funded",
        "owned",
        "run",
        "date",
        "depth",
        "person",
        "agency",
        "year",
        "day",
        "week",
        "month",
        "time",
        "line",
        "site",
        "house",
        "being",
        "quality",
        "risk",
        "cost",
        "income",
        "profit",
        "statutory",
        "compliance",
        "compliant",
        "referral",
        "assessment",
        "evaluation",
        "sector",
        "party",
        "stage",
        "point",
        "scale",
        "use",
        "old",
    ];
    if CLOSED.contains(&head) {
        return false;
    }
    let is_known = |word: &str| word.chars().count() > 2 && known.stands_alone(word);
    if OPEN.contains(&head) {
        return TAILS.contains(&tail) || is_known(tail) || tail.chars().count() >= 4;
    }
    TAILS.contains(&tail) && (is_known(head) || tail.chars().count() > 2)
        || is_known(head) && is_known(tail)
}

/// Whether a part of a word is only an ending, or no word for want of a vowel.
fn is_ending(tail: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ment",
        "ments",
        "mented",
        "menting",
        "mental",
        "ent",
        "ents",
        "tion",
        "tions",
        "tional",
        "tioned",
        "tioning",
        "sion",
        "sions",
        "cation",
        "cations",
        "tation",
        "tations",
        "mentation",
        "ing",
        "ings",
        "ed",
        "er",
        "ers",
        "est",
        "ly",
        "ness",
        "ity",
        "ities",
        "ance",
        "ances",
        "ence",
        "ences",
        "able",
        "ible",
        "ably",
        "al",
        "als",
        "ally",
        "ial",
        "ical",
        "ive",
        "ives",
        "ively",
        "ous",
        "ously",
        "ful",
        "fully",
        "less",
        "ship",
        "ships",
        "tive",
        "tives",
        "ture",
        "tures",
        "ate",
        "ated",
        "ates",
        "ating",
        "ation",
        "ations",
        "ize",
        "ise",
        "ised",
        "ising",
        "ber",
        "bers",
        "ity",
        "cies",
        "cy",
        "ty",
        "ties",
        "ry",
        "ries",
        "ple",
        "tor",
        "tors",
        "ance",
        "dle",
        "tle",
        "tled",
        "ner",
        "ners",
        "ters",
        "ter",
        "tered",
        "tering",
        "der",
        "ders",
        "cer",
        "cers",
        "ger",
        "gers",
        "ler",
        "lers",
        "ish",
        "ism",
        "ist",
        "ists",
        "hood",
        "ward",
        "wards",
        "cial",
        "tial",
        "cian",
        "cians",
        "sive",
        "sure",
        "sures",
        "age",
        "ages",
        "uary",
    ];
    // Of the vowels of other scripts nothing is known here.
    let is_latin = tail.chars().all(|c| c < '\u{250}');
    ENDINGS.contains(&tail) || is_latin && !tail.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// Whether a ref was cut behind one of its dots: it is alone in its narrow column.
fn is_ref_cut(last: &str, next: &str, room: &Room) -> bool {
    let is_ref = |s: &str| {
        s.starts_with(|c: char| c.is_ascii_digit())
            && s.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let rest = next.strip_prefix('.').unwrap_or(next);
    let letters = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    room.is_alone
        && room.is_last
        && is_ref(last)
        && (last.ends_with('.') != next.starts_with('.'))
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && letters.len() <= 1
        && letters.chars().all(|c| c.is_ascii_lowercase())
}

/// Whether a narrow cell broke a word without a hyphen: a line of one word that left no room for one
/// letter more, and what follows makes a word with it, or is none.
fn is_broken(last: &str, next: &str, known: &Known, room: &Room) -> bool {
    if !room.is_alone || !room.is_full() {
        return false;
    }
    let is_letters = |s: &str| s.chars().all(char::is_alphabetic) && !s.is_empty();
    let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    if is_address(last) {
        return true;
    }
    if last.contains('/') && known.shows(&bare(&format!("{last}{next}"))) {
        return true;
    }
    // The part that is broken, behind a bracket or the other name of the same thing.
    let whole = last;
    let last = last.rsplit('/').next().unwrap_or(last).trim_start_matches(['(', '[', '‘', '“']);
    // A word in capitals goes on in capitals.
    let is_upper = |s: &str| s.chars().all(char::is_uppercase);
    let is_capital =
        last.chars().count() > 1 && is_upper(last) && !tail.is_empty() && is_upper(&tail);
    if !is_letters(last) || !tail.starts_with(char::is_lowercase) && !is_capital {
        return false;
    }
    let (head, tail) = (last.to_lowercase(), tail.to_lowercase());
    if is_capital {
        return known.shows(&format!("{head}{tail}"))
            && !known.stands_alone(&head)
            && !known.stands_alone(&tail);
    }
    if known.shows(&format!("{head}{tail}")) || endings::are_cut(&head, &tail) {
        return true;
    }
    !known.stands_alone(&tail)
        && !known.stands_alone(&head)
        && !known.followed.contains(&head)
        && !units::is_unit(&tail)
        && (tail.chars().count() <= 2 && !is_small_word(&tail) && whole == last
            || is_ending(&tail) && tail.chars().count() > 1)
}

/// Words of two letters or one.
fn is_small_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it",
        "me", "my", "no", "of", "on", "or", "so", "to", "up", "us", "we",
        // Of other scripts those of one letter, which are never known from inside a line.
        "у", "и", "в", "с", "к", "о", "я", "і", "η", "ο",
    ];
    WORDS.contains(&word)
}

/// Lower case, without what is around words.
fn bare(word: &str) -> String {
    let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    trimmed.replace('\u{2010}', "-").to_lowercase()
}

/// Whether a word is the beginning of an address on the web, which has no blank inside.
fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '"']);
    word.contains("://") || word.starts_with("www.")
}

/// Words for `Known` out of a page's words, glued pieces joined.
pub(crate) fn collect_known(words: &[Word], into: &mut Known) {
    let mut start = 0;
    while start < words.len() {
        let end = start + 1 + words[start + 1..].iter().take_while(|w| w.is_glued).count();
        let segment = &words[start..end];
        let text: String = segment.iter().map(|w| w.text.as_str()).collect();
        // The first part of a parted word says nothing of itself.
        if text.ends_with(HYPHENS) {
            into.parted.extend(parted(&text, start, end, words));
        } else {
            let is_inner = start.checked_sub(1).is_some_and(|n| {
                let before = &words[n];
                let gap = segment[0].area.x0 - before.area.x1;
                (before.base - segment[0].base).abs() < 1.0
                    && (0.0..0.6 * segment[0].size).contains(&gap)
            });
            add(&text, is_inner, into);
            let is_followed = words.get(end).is_some_and(|next| {
                let gap = next.area.x0 - words[end - 1].area.x1;
                (next.base - words[start].base).abs() < 1.0
                    && (0.0..0.6 * words[start].size).contains(&gap)
            });
            if is_followed {
                into.followed.insert(bare(&text));
            }
        }
        start = end;
    }
}

/// The two parts of a word that a line end parted: the second begins the next line where the first
/// line begins.
fn parted(text: &str, start: usize, end: usize, words: &[Word]) -> Option<(String, String)> {
    let near = |a: &Word, b: &Word| b.area.x0 - a.area.x1 < 0.8 * a.size;
    let same_line = |a: &Word, b: &Word| (a.base - b.base).abs() < 1.0;
    let last = &words[end - 1];
    if words.get(end).is_some_and(|next| same_line(last, next) && near(last, next)) {
        return None;
    }
    let begins = |n: usize| {
        n == 0 || !(same_line(&words[n - 1], &words[n]) && near(&words[n - 1], &words[n]))
    };
    let first = (0..=start).rev().find(|n| begins(*n))?;
    let left = words[first].area.x0;
    let below = words[end..]
        .iter()
        .skip_while(|w| w.base < last.base + 0.5 * last.size)
        .take_while(|w| w.base < last.base + 1.8 * last.size)
        .find(|w| (w.area.x0 - left).abs() < 1.5)?;
    let is_word = |s: &str| s.chars().count() > 1 && s.chars().all(char::is_alphabetic);
    let head = text.trim_end_matches(HYPHENS).to_lowercase();
    let tail = below.text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_small = tail.starts_with(char::is_lowercase);
    (is_small && is_word(&head) && is_word(&tail)).then_some((head, tail))
}

fn add(text: &str, is_inner: bool, into: &mut Known) {
    let trimmed = bare(text);
    let trimmed = trimmed.trim_matches('/');
    if trimmed.chars().count() > 3 && trimmed.chars().any(char::is_alphabetic) {
        into.whole.insert(trimmed.to_owned());
    }
    if is_inner && trimmed.chars().count() > 1 && trimmed.chars().all(char::is_alphabetic) {
        into.inner.insert(trimmed.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Known {
        let mut known = Known::default();
        text.split(' ').for_each(|word| add(word, true, &mut known));
        known
    }

    #[test]
    fn hyphens_of_line_ends_go_and_those_of_compounds_stay() {
        let mut known =
            known("the well-known clean-up of improvement before the harbour master plan");
        known.is_hyphenated = true;
        for (last, next, want) in [
            ("improve-", "ment", Seam::Joined),
            ("Decem-", "ber", Seam::Joined),
            ("commis-", "sioning", Seam::Joined),
            ("multi-", "agency", Seam::Whole),
            ("well-", "known", Seam::Whole),
            ("clean-", "up", Seam::Whole),
            ("follow-", "up", Seam::Whole),
            ("sub-", "mitted", Seam::Joined),
            ("ex-", "isting", Seam::Joined),
            ("pre-", "and", Seam::Blank),
            ("Covid-", "19", Seam::Whole),
            ("Anglo-", "Saxon", Seam::Whole),
            ("imple\u{ad}", "ment", Seam::Joined),
            ("31/03/", "2024", Seam::Whole),
        ] {
            let room = Room { is_alone: false, is_last: false, left: 9.0, most: 9.0, letter: 5.0 };
            assert_eq!(seam(last, next, &known, &room), want, "{last} {next}");
        }
    }

    #[test]
    fn hyphens_of_a_document_without_parted_words_are_the_authors() {
        let known = known("two men");
        let room = Room { is_alone: false, is_last: false, left: 9.0, most: 9.0, letter: 5.0 };
        for (last, next, want) in [
            ("two-", "man", Seam::Whole),
            ("open-", "topper", Seam::Whole),
            ("improve-", "ment", Seam::Joined),
            ("imple\u{2010}", "mentor", Seam::Joined),
            ("draft-ietf-avt-", "rtp-g718-03", Seam::Whole),
            ("µ-", "law", Seam::Whole),
        ] {
            assert_eq!(seam(last, next, &known, &room), want, "{last} {next}");
        }
    }

    #[test]
    fn narrow_cells_break_words_and_refs() {
        let known = known("the impact of it on a plan WHARFAGE GRADE");
        let room = |left| Room { is_alone: true, is_last: true, left, most: left, letter: 5.0 };
        for (last, next, left, want) in [
            ("Impac", "t", 2.0, Seam::Whole),
            ("Mediu", "m", 2.0, Seam::Whole),
            ("Mediu", "m", 20.0, Seam::Blank),
            ("Action", "plan", 2.0, Seam::Blank),
            ("Depends", "on", 2.0, Seam::Blank),
            ("1.1.", "1", 2.0, Seam::Whole),
            ("2.2", ".4b", 2.0, Seam::Whole),
            ("2.2.", "Mend", 2.0, Seam::Blank),
            ("Requirem", "ent", 2.0, Seam::Whole),
            ("Foundati", "on", 2.0, Seam::Whole),
            ("Foundati", "ons", 2.0, Seam::Whole),
            ("Foundat", "ion", 2.0, Seam::Whole),
            ("Foundati", "on", 20.0, Seam::Blank),
            ("Колокол", "врт", 2.0, Seam::Blank),
            ("Колокол", "у", 2.0, Seam::Blank),
            ("Колок", "ол", 2.0, Seam::Whole),
            ("WHARFAG", "E", 2.0, Seam::Whole),
            ("WHARFAG", "E", 20.0, Seam::Blank),
            ("(Impac", "t)", 2.0, Seam::Whole),
            ("Boat/Gend", "er", 2.0, Seam::Whole),
            ("Boat/Gend", "er", 20.0, Seam::Blank),
            ("(part", "b)", 2.0, Seam::Blank),
            ("Boat/Impact", "on", 2.0, Seam::Blank),
            ("GRADE", "B", 2.0, Seam::Blank),
            ("4/7/20", "24", 2.0, Seam::Whole),
            ("4/7/20", "24", 20.0, Seam::Blank),
        ] {
            assert_eq!(seam(last, next, &known, &room(left)), want, "{last} {next}");
        }
        // The edge of a column's texts cuts words and no figures.
        let room = Room { is_alone: true, is_last: true, left: 2.0, most: 20.0, letter: 5.0 };
        assert_eq!(seam("Mediu", "m", &known, &room), Seam::Whole);
        assert_eq!(seam("4/7/20", "24", &known, &room), Seam::Blank);
    }
}
