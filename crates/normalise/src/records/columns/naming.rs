//! How well the words of a header are those of a field.

use super::HeaderCell;
use crate::profile::{Holds, ItemRule, Phrase, Synonym, phrase};
use tablemend_model::FieldKind;
use tablemend_model::languages::{self, MONTHS};

use super::editions::is_foreign;
use super::ends;
use super::marks::spanned;

/// Score of a header that is a name word for word.
pub(super) const EXACT: u32 = 1000;

/// Least score of a header whose whole text is a name, what is behind its head noun aside.
pub(super) const WHOLE: u32 = EXACT - 50;

/// Least score of a header that is a name, or has one between strokes.
pub(super) const NAMED: u32 = 900;

/// Score of a header that is a name which also heads other tables (`Description`, `Item`): less than
/// that of a header which ends in a name of the field alone (`Next action`).
pub(super) const WEAK: u32 = 45;

/// One thing that a header may name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) score: u32,
    pub(super) rank: u32,
    pub(super) holds: Holds,
}

/// What the words may name, the best first.
pub(super) fn candidates(words: &Phrase, printed: &str, rule: &ItemRule) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let mut add = |found: Candidate| match all.iter_mut().find(|c| c.holds == found.holds) {
        Some(best) => {
            if (found.score, best.rank) > (best.score, found.rank) {
                *best = found;
            }
        }
        None => all.push(found),
    };
    let named = |words: &Phrase, score: u32| named(words, score, rule);
    let words_named = |words: &Phrase| !named(words, EXACT).is_empty();
    named(words, EXACT).into_iter().for_each(&mut add);
    // `Lead Officer/EM`, `Owner & sponsor`: each of the alternatives is a name of its own.
    let named_part = |part: &str| named(&phrase(part), EXACT).first().map(|c| c.holds);
    // `Owner(s) or team(s)`: brackets around a plural explain nothing.
    let printed = printed.replace("(s)", "s");
    let mut parts: Vec<&str> = unbracketed(&printed).split(['/', '&', '|', ';']).collect();
    // `Due date or gate`.
    if let [whole] = parts.as_slice()
        && let Some((first, other)) = whole.split_once(" or ")
        && named_part(first).is_some()
    {
        parts = vec![first, other];
    }
    // `Risk and potential impact` is told in one text.
    if let [whole] = parts.as_slice()
        && let Some((first, _)) = whole.split_once(" and ")
        && named_part(first) == Some(Holds::Field(rule.key))
    {
        named(&phrase(first), WHOLE - 1).into_iter().for_each(&mut add);
    }
    if parts.len() > 1 {
        // `Task / Activity`: what both name is named outright.
        let holds = |part: &&str| named_part(part);
        let first = holds(&parts[0]);
        let is_one = first.is_some() && parts.iter().all(|p| holds(p) == first);
        for (at, part) in parts.iter().enumerate() {
            let score = if is_one { WHOLE } else { WHOLE - 1 - (at as u32).min(40) };
            named(&phrase(part), score).into_iter().for_each(&mut add);
        }
    }
    let head = head(words);
    if head.len() < words.len() {
        let about = about(words);
        let named = named(&head, WHOLE).into_iter();
        // `Name of the record` is no name of an item.
        let is_named = |c: &Candidate| c.score > WEAK || !names_another(&head, &about);
        named
            .filter(|c| c.holds != Holds::Ref || head.as_str().len() > 2)
            .filter(is_named)
            .for_each(&mut add);
        // `Description of potential impact` is the impact, but `Date of incident` no incident.
        if (all_weak(&head, rule) || head.as_str() == "list") && !about.is_empty() {
            self::named(&about, WHOLE, rule).into_iter().for_each(&mut add);
        }
    }
    if let Some(measured) = measured(&head) {
        let is_number = |c: &Candidate| match c.holds {
            Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Number),
            _ => false,
        };
        self::named(&measured, NAMED, rule).into_iter().filter(is_number).for_each(&mut add);
    }
    // `Implementation date` over `Original` and `Revised`: each has the name of both.
    if let Some(dated) = without_edition(words) {
        let is_date = |c: &Candidate| match c.holds {
            Holds::Field(f) => rule.kinds.get(f) == Some(&FieldKind::Dates),
            _ => false,
        };
        self::named(&dated, WHOLE, rule).into_iter().filter(is_date).for_each(&mut add);
    }
    // `Action requise`, `Medida propuesta`: other languages have what is asked behind the noun.
    if let Some(asked) = without_asked(words) {
        self::named(&asked, WHOLE, rule).into_iter().for_each(&mut add);
    }
    // `Target last year`, `This quarter RAG`: what is said of a span has the name without it.
    if let Some((whole, _)) = spanned(words)
        && !words_named(words)
    {
        self::named(&whole, WHOLE - 1, rule).into_iter().for_each(&mut add);
    }
    if lowers(words) {
        named(&phrase("mitigation"), NAMED).into_iter().for_each(&mut add);
    }
    for found in ends::candidates(words, rule) {
        add(found);
    }
    for synonym in words.words().filter_map(|word| rule.synonyms.get(word)).flatten() {
        if let Some(score) = near(&head, synonym) {
            add(Candidate { score, rank: synonym.rank, holds: synonym.holds });
        }
    }
    all.retain(|found| !is_foreign(words, found, rule));
    all.sort_by_key(|c| (std::cmp::Reverse(c.score), c.rank, c.holds));
    all
}

/// The words of a header without the last one, where that says which of several dates it is.
fn without_edition(words: &Phrase) -> Option<Phrase> {
    const EDITIONS: [&str; 9] = [
        "original", "initial", "planned", "agreed", "revised", "current", "latest", "new",
        "updated",
    ];
    let all: Vec<&str> = words.words().collect();
    let (last, rest) = all.split_last()?;
    (EDITIONS.contains(last) && !rest.is_empty()).then(|| rest.iter().copied().collect())
}

/// The words of a header without the last one, where that says in another language that it is asked for.
fn without_asked(words: &Phrase) -> Option<Phrase> {
    let all: Vec<&str> = words.words().collect();
    let (last, rest) = all.split_last()?;
    (languages::is_asked(last) && !rest.is_empty()).then(|| rest.iter().copied().collect())
}

/// Verbs of what is done against a risk.
const LOWERS: [&str; 11] = [
    "lower",
    "reduce",
    "reducing",
    "prevent",
    "preventing",
    "avoid",
    "avoiding",
    "minimise",
    "minimize",
    "mitigate",
    "mitigating",
];

/// Whether words say that something is made less: `Lower the consequence`, `How to prevent it`.
fn lowers(words: &Phrase) -> bool {
    let mut all = words.words().skip_while(|w| matches!(*w, "how" | "to" | "we" | "will" | "can"));
    all.next().is_some_and(|w| LOWERS.contains(&w)) && all.next().is_some()
}

/// A heading without what is behind its first bracket: `Result (score/completion)`.
fn unbracketed(printed: &str) -> &str {
    match printed.find(['(', '[']) {
        Some(at) if at > 0 => &printed[..at],
        _ => printed,
    }
}

/// What words name as a whole.
pub(super) fn named(words: &Phrase, score: u32, rule: &ItemRule) -> Vec<Candidate> {
    let synonyms = rule.synonyms.get(words.first()).into_iter().flatten();
    let exact = synonyms.filter(|s| s.words == *words).map(|s| Candidate {
        score: if s.weak { WEAK } else { score },
        rank: s.rank,
        holds: s.holds,
    });
    exact.collect()
}

/// Whether words name fields that other tables have too, and no other.
fn all_weak(words: &Phrase, rule: &ItemRule) -> bool {
    let all = named(words, EXACT, rule);
    let is_date = |c: &Candidate| matches!(c.holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Dates));
    !all.is_empty() && all.iter().all(|c| c.score == WEAK && !is_date(c))
}

/// Words between `of` and what a header is about: `Description of the potential risk`.
const LEADING: [&str; 9] =
    ["the", "a", "an", "each", "any", "potential", "possible", "identified", "main"];

/// What a header is about that has an `of`; empty for one without.
fn about(words: &Phrase) -> Phrase {
    let behind = words.words().skip_while(|w| *w != "of").skip(1);
    behind.skip_while(|w| LEADING.contains(w)).collect()
}

/// Whether a head that names anything is the name of something that is told behind it; what will show that an
/// item is done is not told of how far it is (`Evidence of success`).
fn names_another(head: &Phrase, about: &Phrase) -> bool {
    matches!(head.as_str(), "name" | "title") && !about.is_empty()
        || head.as_str() == "evidence"
            && matches!(about.words().last(), Some("success" | "impact" | "need" | "demand"))
}

/// Words at the end of the header of a number that say only that it is one.
const MEASURES: [&str; 8] =
    ["rating", "score", "level", "value", "scale", "grade", "index", "factor"];

/// `Probability risk rating`, `Likelihood level` without what says that they are numbers; `None`
/// for a header that does not end so.
fn measured(head: &Phrase) -> Option<Phrase> {
    let all: Vec<&str> = head.words().collect();
    let mut end = all.iter().rposition(|w| !MEASURES.contains(w))? + 1;
    if end == all.len() {
        return None;
    }
    // `Probability risk rating`, but `Total risks` is no total.
    if end > 1 && all[end - 1] == "risk" {
        end -= 1;
    }
    Some(all[..end].iter().copied().collect())
}

/// The field that a header names whose words were broken (`Seve rity`): the letters of both are
/// the same.
pub(super) fn broken(words: &Phrase, rule: &ItemRule) -> Option<Candidate> {
    if !(2..=4).contains(&words.len()) {
        return None;
    }
    let (holds, rank) = rule.squeezed.get(&words.words().collect::<String>()).copied()?;
    Some(Candidate { score: NAMED, rank, holds })
}

/// The field that a header names with one slip of the pen (`Responsibiliy`), a letter too few, too many or
/// another, or of which a narrow cell of a sheet shows all but a few letters (`ompletion dat`).
pub(super) fn misspelt(words: &Phrase, rule: &ItemRule) -> Option<Candidate> {
    const SHORTEST: usize = 8;
    /// Letters that an edge may cut off.
    const CUT: usize = 3;
    let text: String = words.words().collect();
    if text.chars().count() < SHORTEST {
        return None;
    }
    // `Required` is no `Required by`.
    let is_cut = |name: &str| {
        let rest = || name.strip_prefix(&text);
        name.len() <= text.len() + CUT
            && name.contains(&text)
            && !rest()
                .is_some_and(|r| matches!(r, "by" | "date" | "to" | "of" | "on" | "no" | "in"))
    };
    let near = |name: &str| name.len() >= SHORTEST && (is_one_slip(&text, name) || is_cut(name));
    let found = rule.squeezed.iter().filter(|(name, _)| near(name));
    let (holds, rank) =
        found.map(|(_, known)| *known).min_by_key(|(holds, rank)| (*rank, *holds))?;
    Some(Candidate { score: NAMED, rank, holds })
}

/// A heading with the one slip of the pen mended that keeps it from its name: `Severitz (after)`.
///
/// Gives the words and, in lower case, what is printed.
pub(super) fn mended(cell: &HeaderCell, rule: &ItemRule) -> Option<(Phrase, String)> {
    let words = &cell.words;
    const SHORTEST: usize = 7;
    // Of one word alone `misspelt` knows the field.
    if words.len() > 4 || words.len() == 1 && !cell.printed.contains(['(', '[']) {
        return None;
    }
    let is_one = |word: &str| {
        rule.synonyms.get(word).is_some_and(|all| all.iter().any(|s| s.words.len() == 1))
    };
    let mut slips = words.words().enumerate().filter_map(|(at, word)| {
        if word.len() < SHORTEST || is_one(word) {
            return None;
        }
        let near = |name: &&String| {
            // `Impacted` is no slip of `impacte`.
            let is_form = word.strip_suffix('d') == Some(name.as_str());
            name.len() >= SHORTEST && is_one_slip(word, name) && !is_form && is_one(name)
        };
        rule.synonyms.keys().filter(near).min().map(|name| (at, word, name.clone()))
    });
    let (at, slip, name) = slips.next().filter(|_| slips.next().is_none())?;
    let mended = words.words().enumerate().map(|(n, w)| if n == at { name.as_str() } else { w });
    Some((mended.collect(), cell.printed.to_lowercase().replace(slip, &name)))
}

/// Whether two words differ in one letter, which is another, too many or missing.
fn is_one_slip(a: &str, b: &str) -> bool {
    // A letter has four bytes at most.
    if a.len().abs_diff(b.len()) > 4 {
        return false;
    }
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (rest_a, rest_b) = (a.as_str(), b.as_str());
        match (a.next(), b.next()) {
            (None, None) => return false,
            (x, y) if x == y => {}
            _ => {
                return [(a.as_str(), b.as_str()), (a.as_str(), rest_b), (rest_a, b.as_str())]
                    .iter()
                    .any(|(a, b)| a == b);
            }
        }
    }
}

/// The field that a header of one word names which is cut off at a full stop (`Verantw.`, `Prob.`):
/// all names that go on so are of one field.
pub(super) fn abbreviated(words: &Phrase, printed: &str, rule: &ItemRule) -> Option<Candidate> {
    const SHORTEST: usize = 4;
    let own = words.as_str();
    if words.len() != 1 || own.chars().count() < SHORTEST || !printed.trim_end().ends_with('.') {
        return None;
    }
    let all = rule.synonyms.iter().filter(|(first, _)| first.starts_with(own));
    let mut all = all.flat_map(|(_, s)| s).filter(|s| s.words.len() == 1 && !s.weak);
    let first = all.next()?;
    let rank =
        all.try_fold(first.rank, |rank, s| (s.holds == first.holds).then_some(rank.min(s.rank)))?;
    Some(Candidate { score: NAMED, rank, holds: first.holds })
}

/// The field that the English words in brackets behind a heading of another language name (`Người phụ trách
/// (Owner)`).
pub(super) fn translated(printed: &str, rule: &ItemRule) -> Option<Candidate> {
    let (own, rest) = printed.trim_end().strip_suffix(')')?.split_once('(')?;
    if own.is_ascii() || rest.contains('(') {
        return None;
    }
    let found = named(&phrase(rest), NAMED, rule).into_iter();
    found.filter(|c| c.score > WEAK).min_by_key(|c| (c.rank, c.holds))
}

/// Whether the words name a field or a ref outright.
pub(crate) fn is_known(words: &Phrase, printed: &str, rule: &ItemRule) -> bool {
    candidates(words, printed, rule).first().is_some_and(|c| c.score >= NAMED || c.score == WEAK)
}

/// The kind of the field that a text names outright.
pub(crate) fn kind_named(text: &str, rule: &ItemRule) -> Option<FieldKind> {
    let words = phrase(text);
    let best = *candidates(&words, text, rule).first()?;
    let Holds::Field(field) = best.holds else { return None };
    rule.kinds.get(field).copied().filter(|_| best.score >= NAMED || best.score == WEAK)
}

/// What a text names word for word.
pub(crate) fn named_whole(text: &str, rule: &ItemRule) -> Option<Holds> {
    let words = phrase(text);
    let best = *candidates(&words, text, rule).first()?;
    Some(best.holds).filter(|_| best.score >= WHOLE)
}

/// The first name that a profile has for something, with a capital letter.
pub(crate) fn name_of(holds: Holds, rule: &ItemRule) -> Option<String> {
    let named = rule.synonyms.values().flatten().filter(|s| s.holds == holds && !s.weak);
    let first = named.min_by_key(|s| (s.rank, s.words.as_str()))?;
    let mut letters = first.words.as_str().chars();
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

/// Words behind which a noun's head is over: `Status of the action` is a status.
const BEHIND_HEAD: [&str; 14] = [
    "of", "for", "in", "by", "to", "from", "with", "at", "on", "against", "since", "as", "where",
    "if",
];

/// Words at the end that change nothing: `Risk statement`, `Progress July 2024`, `RAG Q2`.
const NEUTRAL: [&str; 23] = [
    "#",
    "email",
    "mail",
    "detail",
    "statement",
    "text",
    "summary",
    "name",
    "title",
    "utc",
    "gmt",
    "year",
    "month",
    "quarter",
    "quarters",
    "qtr",
    "qtrs",
    "q1",
    "q2",
    "q3",
    "q4",
    "narrative",
    "column",
];

/// The words up to the head noun: without what a preposition adds, a date, or a word that changes
/// nothing.
pub(super) fn head(words: &Phrase) -> Phrase {
    let all: Vec<&str> = words.words().collect();
    // `What to say` is no `what`, and `Action if late` none that is to be done.
    let is_question = matches!(all.first(), Some(&("what" | "who" | "how" | "when" | "where")));
    let is_deed = |w: &&str| matches!(*w, "action" | "response" | "step" | "task");
    let keeps = |at: usize| match all[at] {
        // `Due to` says why, not when.
        "to" => is_question || all[..at] == ["due"],
        "if" => all[..at].iter().any(is_deed),
        _ => false,
    };
    let cut = (1..all.len()).find(|at| BEHIND_HEAD.contains(&all[*at]) && !keeps(*at));
    let mut end = cut.unwrap_or(all.len());
    let is_neutral = |w: &str| {
        NEUTRAL.contains(&w)
            || MONTHS.iter().any(|m| m.eq_ignore_ascii_case(w))
            || w.chars().all(|c| c.is_ascii_digit())
            || (w.len() == 3 && {
                let begins =
                    |n: &&str| n.len() > 4 && n.get(..3).is_some_and(|n| n.eq_ignore_ascii_case(w));
                NEUTRAL.iter().chain(&MONTHS).any(begins)
            })
    };
    while end > 1 && is_neutral(all[end - 1]) {
        end -= 1;
    }
    // `July progress`: the date may be in front.
    let mut start = 0;
    while start + 1 < end && all[start].chars().next().is_some() && is_dated(all[start]) {
        start += 1;
    }
    // `Year 3 target`.
    let is_number = |w: &str| w.chars().all(|c| c.is_ascii_digit());
    if start == 0
        && end > 2
        && matches!(all[0], "year" | "month" | "quarter" | "phase")
        && is_number(all[1])
    {
        start = 2;
    }
    all[start..end].iter().copied().collect()
}

/// Whether a word is part of a date or span (`48h`); `May` is more often the verb.
fn is_dated(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || matches!(word, "q1" | "q2" | "q3" | "q4")
        || word != "may" && MONTHS.iter().any(|m| m.eq_ignore_ascii_case(word))
}

/// Words over the letters of a rating: `Residual risk` over `L`, `I`.
const WHEN_RATED: [&str; 27] = [
    "current",
    "residual",
    "inherent",
    "gross",
    "net",
    "initial",
    "original",
    "target",
    "risk",
    "score",
    "rating",
    "raw",
    "remaining",
    "before",
    "after",
    "pre",
    "post",
    "control",
    "mitigation",
    "mitigated",
    "unmitigated",
    "controlled",
    "uncontrolled",
    "previous",
    "latest",
    "now",
    "revised",
];

/// How well a head ends as a synonym does, where English keeps the noun; `None` where it does not.
fn near(head: &Phrase, synonym: &Synonym) -> Option<u32> {
    let name = &synonym.words;
    // `No` or `L` inside other words tells nothing.
    let question = name.len() == 1
        && matches!(name.as_str(), "what" | "who" | "when" | "item" | "number" | "name" | "how");
    if question
        || synonym.weak
        || name.len() >= head.len()
        || (name.len() == 1
            && name.as_str().len() < 3
            && synonym.holds != Holds::Ref
            && !head.words().all(|w| w == name.as_str() || WHEN_RATED.contains(&w)))
        || (synonym.holds == Holds::Ref && !matches!(name.as_str(), "id" | "ref" | "reference"))
    {
        return None;
    }
    let mut behind = head.as_str().strip_suffix(name.as_str())?.chars();
    // A letter under such words is as good as a name.
    let is_letter = name.as_str().len() < 3 && synonym.holds != Holds::Ref;
    let score = if is_letter { NAMED } else { name.len() as u32 * 20 + 30 };
    (behind.next_back() == Some(' ')).then_some(score)
}
