//! The names that columns have: those of the profile, then those of other languages.

use super::file::EntityTable;
use super::{Holds, ItemRule, Phrase, Synonym, phrase};
use foldhash::HashMap;
use tablemend_model::languages;

/// The header synonyms of an item entity by their first word.
pub(super) fn synonyms(table: &EntityTable) -> HashMap<String, Vec<Synonym>> {
    let fields = table.field.iter().enumerate().flat_map(|(i, f)| {
        [(Holds::Field(i), &f.headers, false), (Holds::Field(i), &f.weak_headers, true)]
    });
    let mut by_word: HashMap<String, Vec<Synonym>> = HashMap::default();
    let refs = std::iter::once((Holds::Ref, &table.ref_headers, false));
    for (holds, headers, weak) in refs.chain(fields) {
        let words = headers.iter().map(|h| phrase(h)).filter(|p| !p.is_empty());
        for (rank, words) in (0..).zip(words) {
            let all = by_word.entry(words.first().to_owned()).or_default();
            if !all.iter().any(|s| s.words == words && s.holds == holds) {
                all.push(Synonym { words, holds, rank, weak });
            }
        }
    }
    add_languages(table, &mut by_word);
    by_word
}

/// The names that count only once the table is known, in the order of the profile.
pub(super) fn late(table: &EntityTable) -> Vec<(usize, Phrase)> {
    let fields = table.field.iter().enumerate();
    let all = fields.flat_map(|(at, f)| f.late_headers.iter().map(move |h| (at, phrase(h))));
    all.filter(|(_, words)| !words.is_empty()).collect()
}

/// Names by their letters, the earlier in the profile first.
pub(super) fn squeezed(synonyms: &HashMap<String, Vec<Synonym>>) -> HashMap<String, (Holds, u32)> {
    const FEWEST_LETTERS: usize = 6;
    let mut all: HashMap<String, (Holds, u32)> = HashMap::default();
    for synonym in synonyms.values().flatten().filter(|s| !s.weak) {
        let letters: String = synonym.words.words().collect();
        if letters.len() < FEWEST_LETTERS {
            continue;
        }
        let own = (synonym.holds, synonym.rank);
        let kept = all.entry(letters).or_insert(own);
        if (own.1, own.0) < (kept.1, kept.0) {
            *kept = own;
        }
    }
    all
}

/// Rank of the first heading in another language.
pub(crate) const BEHIND_ALL: u32 = 10_000;

/// The names of one word that other languages have for the items; short ones mean too much.
pub(super) fn foreign_names(rule: &ItemRule) -> Vec<Phrase> {
    const SHORTEST: usize = 5;
    let of_key = |s: &&Synonym| {
        s.holds == Holds::Field(rule.key)
            && s.rank >= BEHIND_ALL
            && s.words.len() == 1
            && s.words.as_str().chars().count() >= SHORTEST
    };
    rule.synonyms.values().flatten().filter(of_key).map(|s| s.words.clone()).collect()
}

/// The headings that other languages have for fields of these names, behind the profile's own.
fn add_languages(table: &EntityTable, by_word: &mut HashMap<String, Vec<Synonym>>) {
    let fields = table.field.iter().enumerate().map(|(i, f)| (Holds::Field(i), f.name.as_str()));
    // What is called a description in English may be so in any other.
    let key = table.key.as_deref().and_then(|key| table.field.iter().position(|f| f.name == key));
    let described =
        key.filter(|at| table.field[*at].weak_headers.iter().any(|h| h == "description"));
    if let Some(at) = described {
        for (rank, heading) in (BEHIND_ALL..).zip(languages::plain_names()) {
            let words = phrase(heading);
            let all = by_word.entry(words.first().to_owned()).or_default();
            if !all.iter().any(|s| s.words == words) {
                all.push(Synonym { words, holds: Holds::Field(at), rank, weak: true });
            }
        }
    }
    for (holds, name) in std::iter::once((Holds::Ref, "ref")).chain(fields) {
        for (rank, heading) in (BEHIND_ALL..).zip(languages::headers(name)) {
            let words = phrase(heading);
            let all = by_word.entry(words.first().to_owned()).or_default();
            if !all.iter().any(|s| s.words == words) {
                all.push(Synonym { words, holds, rank, weak: false });
            }
        }
    }
}
