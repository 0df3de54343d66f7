//! Names of fields with a word beside them that says no more than what their cells are: `Owner role`,
//! `Deadline date`; and, where the noun comes first, what it is of: `Responsable de la tarea`.

use super::naming::{Candidate, NAMED, named};
use crate::profile::{BEHIND_ALL, Holds, ItemRule, Phrase};
use tablemend_model::{FieldKind, languages};

/// What somebody is by whom something is done.
const POSTS: [&str; 14] = [
    "role",
    "name",
    "team",
    "unit",
    "person",
    "department",
    "dept",
    "group",
    "organisation",
    "organization",
    "position",
    "post",
    "office",
    "directorate",
];

/// What a time is.
const DATES: [&str; 5] = ["date", "day", "week", "time", "period"];

/// What a text is.
const TEXTS: [&str; 6] =
    ["description", "detail", "overview", "explanation", "approach", "information"];

/// What a compound of one word names by its end, in languages that write them so: `Umsetzungsfrist`.
fn compound(word: &str, rule: &ItemRule) -> Vec<Candidate> {
    const SHORTEST_END: usize = 5;
    const SHORTEST_FRONT: usize = 4;
    let letters = word.chars().count();
    let ends = word
        .char_indices()
        .enumerate()
        .filter(|(n, _)| *n >= SHORTEST_FRONT && letters - n >= SHORTEST_END);
    let found = ends.map(|(_, (at, _))| word.split_at(at)).find_map(|(front, end)| {
        let all = rule.synonyms.get(end)?.iter();
        let own = all.filter(|s| {
            s.words.len() == 1 && !s.weak && (s.rank >= BEHIND_ALL || end == "status")
        });
        let found: Vec<Candidate> = own
            .filter(|s| {
                let is_date = matches!(s.holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Dates));
                s.holds != Holds::Ref && !(is_date && languages::is_other_date(front))
            })
            .map(|s| {
                let is_text = matches!(s.holds, Holds::Field(f) if rule.kinds.get(f) == Some(&FieldKind::Text));
                let score = if is_text { COMPOUND } else { NAMED };
                Candidate { score, rank: s.rank, holds: s.holds }
            })
            .collect();
        (!found.is_empty()).then_some(found)
    });
    found.unwrap_or_default()
}

/// Score of a compound whose end names a text: as near as an English heading that ends so.
const COMPOUND: u32 = 50;

/// What the words name so.
pub(super) fn candidates(words: &Phrase, rule: &ItemRule) -> Vec<Candidate> {
    let kind = |c: &Candidate| match c.holds {
        Holds::Field(f) => rule.kinds.get(f).copied(),
        _ => None,
    };
    let all: Vec<&str> = words.words().collect();
    let mut found = Vec::new();
    if let [word] = all.as_slice() {
        found = compound(word, rule);
    }
    if let [front @ .., last] = all.as_slice()
        && !front.is_empty()
    {
        let is_of = |kind: Option<FieldKind>| match kind {
            Some(FieldKind::Posts | FieldKind::PostList) => POSTS.contains(last),
            Some(FieldKind::Dates) => DATES.contains(last),
            Some(FieldKind::Text) => TEXTS.contains(last),
            _ => false,
        };
        let front: Phrase = front.iter().copied().collect();
        found.extend(
            named(&front, NAMED, rule).into_iter().filter(|c| c.score >= NAMED && is_of(kind(c))),
        );
    }
    // `Action by whom`, `Review by when` say who and when, whatever is in front.
    if let [_, .., "by", last @ ("whom" | "who" | "when")] = all.as_slice() {
        let asked: Phrase = ["by", last].into_iter().collect();
        found.extend(named(&asked, NAMED, rule).into_iter().filter(|c| c.score >= NAMED));
    }
    // `Medida correctora`, `Mesure principale`: the noun comes first there.
    if let [noun, adjective] = all.as_slice()
        && !rule.synonyms.get(*adjective).is_some_and(|all| all.iter().any(|s| s.words.len() == 1))
    {
        let noun: Phrase = std::iter::once(*noun).collect();
        let is_text = |c: &Candidate| c.rank >= BEHIND_ALL && kind(c) == Some(FieldKind::Text);
        found.extend(named(&noun, COMPOUND, rule).into_iter().filter(is_text));
    }
    // English has no such order: `Total de puntos` is no total of its own.
    // `Fecha de inicio` is another date than the one that is meant, `Número de casos` no number of theirs.
    let of = all.iter().position(|w| languages::is_of(w));
    if let Some(at) = of.filter(|at| *at > 0 && *at + 1 < all.len()) {
        let front: Phrase = all[..at].iter().copied().collect();
        // `Status no sistema`: some have the English word.
        let is_foreign = |c: &Candidate| c.rank >= BEHIND_ALL || front.as_str() == "status";
        let is_noun =
            |c: &Candidate| is_foreign(c) && !matches!(kind(c), None | Some(FieldKind::Dates));
        found.extend(named(&front, NAMED, rule).into_iter().filter(is_noun));
    }
    found
}
