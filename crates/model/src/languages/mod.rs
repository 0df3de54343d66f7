//! Other languages than English, in one place: months, words of statuses, headings of columns; and the
//! English names of the months.
//!
//! Welsh is first, since Welsh councils publish in both languages. Words are in lower case; of
//! two languages with the same word the first wins.

mod colours;
mod east;
mod headings;
mod more;
mod north;
mod registers;
mod south;
mod verbs;
mod vietnamese;
mod welsh_french_german;
mod words;

use crate::State;
pub use colours::colour;
pub use headings::{
    as_at, asks_if_done, comes_again, is_amount, is_made_on_a_day, is_mere_date,
    is_of_another_date, is_of_another_list, is_of_no_plan, is_reply, is_short_span,
};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
pub use verbs::is_deed;
pub use words::{
    answer, date_labels, is_asked, is_gain, is_of, is_open_time, is_other_date, is_problem,
    is_span, is_story, is_strategy, is_sum, is_weight,
};

/// The months in English, as they are printed in full.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What one language calls things.
struct Language {
    /// Full names of the months, each in all its spellings.
    months: [&'static [&'static str]; 12],
    /// Words before others that turn them round.
    not: &'static [&'static str],
    /// Statuses of what is finished.
    done: &'static [&'static str],
    /// Statuses of what goes on.
    open: &'static [&'static str],
    /// Words of what has begun; with a negation it has not.
    begun: &'static [&'static str],
    /// Statuses of what waits to begin.
    waiting: &'static [&'static str],
    /// Statuses of what was given up.
    dropped: &'static [&'static str],
    /// Headings, by the fields of the built-in profiles (`ref` for the reference).
    headers: &'static [(&'static str, &'static [&'static str])],
}

/// In the order in which a word that two of them have is taken.
static LANGUAGES: [Language; 15] = [
    welsh_french_german::WELSH,
    welsh_french_german::FRENCH,
    welsh_french_german::GERMAN,
    south::SPANISH,
    south::ITALIAN,
    south::PORTUGUESE,
    north::DUTCH,
    north::NORWEGIAN,
    north::DANISH,
    north::SWEDISH,
    east::INDONESIAN,
    more::CATALAN,
    more::POLISH,
    more::IRISH,
    vietnamese::VIETNAMESE,
];

/// The months by their names; of two languages with the same word the first has it.
static MONTHS_NAMED: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (n, names) in LANGUAGES.iter().flat_map(|language| (1..).zip(&language.months)) {
        for name in *names {
            all.entry(*name).or_insert(n);
        }
    }
    all
});

/// The month (1 to 12) that a word in lower case names in one of the languages.
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    MONTHS_NAMED.get(word).copied()
}

/// The headings that the languages have for a field of the built-in profiles, or for `ref`.
pub fn headers(field: &str) -> impl Iterator<Item = &'static str> {
    let of_field = move |language: &'static Language| {
        language.headers.iter().filter(move |(name, _)| *name == field).flat_map(|(_, all)| *all)
    };
    let more = registers::HEADERS.iter().filter(move |(name, _)| *name == field);
    LANGUAGES.iter().flat_map(of_field).chain(more.flat_map(|(_, all)| *all)).copied()
}

/// The first words of all statuses and negations.
static FIRST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let all = |l: &'static Language| [l.not, l.done, l.open, l.begun, l.waiting, l.dropped];
    LANGUAGES.iter().flat_map(all).flatten().map(|words| first_word(words)).collect()
});

/// The letters and digits that a text begins with.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// The state that a status in lower case begins with the word of, in one of the languages.
pub(crate) fn state(lower: &str) -> Option<State> {
    // Most texts that are asked about are no status in any of them.
    if !FIRST_WORDS.contains(first_word(lower)) {
        return None;
    }
    // Plain words of English are told by English.
    LANGUAGES.iter().find_map(|language| {
        let negated = language.not.iter().rev().find_map(|not| behind(lower, not));
        if let Some(rest) = negated {
            let is_one = |all: &[&str]| all.iter().any(|w| behind(rest, w).is_some());
            return match () {
                () if is_one(language.done) => Some(State::Open),
                () if is_one(language.begun) => Some(State::NotStarted),
                () => None,
            };
        }
        [
            (language.done, State::Done),
            (language.open, State::Open),
            (language.begun, State::Open),
            (language.waiting, State::NotStarted),
            (language.dropped, State::Dropped),
        ]
        .into_iter()
        .find(|(all, _)| all.iter().any(|w| behind(lower, w).is_some()))
        .map(|(_, state)| state)
    })
}

/// Names of a main column that head tables of anything, as `Description` does.
const PLAIN_NAMES: &[&str] = &[
    "beschreibung",
    "bezeichnung",
    "titel",
    "thema",
    "descripción",
    "título",
    "nombre",
    "tema",
    "descrição",
    "nome",
    "descrizione",
    "titolo",
    "intitulé",
    "libellé",
    "omschrijving",
    "beskrivelse",
    "beskrivning",
    "uraian",
    "deskripsi",
    "disgrifiad",
    "navn",
    "namn",
    "naam",
    "nom",
    "descripció",
    "títol",
    "opis",
    "nazwa",
    "cur síos",
    "ainm",
];

/// Headings of other languages that name the main field where others do, too.
pub fn plain_names() -> impl Iterator<Item = &'static str> {
    PLAIN_NAMES.iter().copied()
}

/// Words of ratings, of all languages: high, middle, low, very high.
const RATINGS: &[&str] = &[
    "hoch",
    "mittel",
    "niedrig",
    "gering",
    "sehr hoch",
    "sehr gering",
    "élevé",
    "élevée",
    "moyen",
    "moyenne",
    "faible",
    "très élevé",
    "très élevée",
    "critique",
    "alto",
    "alta",
    "medio",
    "media",
    "bajo",
    "baja",
    "muy alto",
    "muy alta",
    "crítico",
    "crítica",
    "médio",
    "média",
    "baixo",
    "baixa",
    "muito alto",
    "muito alta",
    "muito baixo",
    "muito baixa",
    "muy bajo",
    "muy baja",
    "très faible",
    "molto alto",
    "molto alta",
    "molto basso",
    "molto bassa",
    "mycket hög",
    "mycket låg",
    "svært høy",
    "svært lav",
    "meget høj",
    "meget lav",
    "basso",
    "bassa",
    "hoog",
    "zeer hoog",
    "zeer laag",
    "verwaarloosbaar",
    "vernachlässigbar",
    "sehr niedrig",
    "gemiddeld",
    "laag",
    "høy",
    "middels",
    "lav",
    "høj",
    "mellem",
    "hög",
    "låg",
    "tinggi",
    "sedang",
    "rendah",
    "alt",
    "mitjà",
    "mitjana",
    "baix",
    "baixa",
    "molt alt",
    "molt alta",
    "molt baix",
    "molt baixa",
    "wysokie",
    "wysoki",
    "wysoka",
    "średnie",
    "średni",
    "średnia",
    "niskie",
    "niski",
    "niska",
    "bardzo wysokie",
    "bardzo wysoki",
    "ard",
    "meánach",
    "íseal",
    "kritisk",
    "kritiek",
    "kritisch",
    "cao",
    "trung bình",
    "thấp",
    "rất cao",
    "rất thấp",
];

/// Whether words in lower case are those of a rating in one of the languages.
#[must_use]
pub fn is_rating(lower: &str) -> bool {
    RATINGS.contains(&lower)
}

/// What is behind a word or words at the beginning of a text.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(words)?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_headings_are_known() {
        for (word, n) in [("awst", 8), ("août", 8), ("märz", 3), ("mayo", 5), ("maggio", 5)] {
            assert_eq!(month(word), Some(n), "{word}");
        }
        assert_eq!(month("mond"), None);
        assert!(headers("risk").any(|h| h == "risico"));
        assert!(headers("ref").any(|h| h == "cyfeirnod"));
        assert!(headers("resolution").any(|h| h == "behebung"));
        assert!(headers("finding").any(|h| h == "bevinding"));
        assert!(headers("leads").any(|h| h == "ansvarlig"));
        assert!(headers("mitigation").any(|h| h == "åtgärd"));
        assert!(headers("leads").any(|h| h == "penanggung jawab"));
        assert_eq!(month("agustus"), Some(8));
        assert_eq!(month("września"), Some(9));
        assert_eq!(month("setembre"), Some(9));
        assert_eq!(month("nollag"), Some(12));
        assert!(headers("leads").any(|h| h == "osoba odpowiedzialna"));
        assert!(headers("risk").any(|h| h == "riosca"));
        assert!(headers("action").any(|h| h == "actuació"));
        assert!(headers("mitigation").any(|h| h == "biện pháp") && is_rating("trung bình"));
        assert!(is_rating("mitjana") && is_rating("średnie"));
    }

    #[test]
    fn statuses_of_other_languages_have_a_state() {
        for (words, expected) in [
            ("erledigt", Some(State::Done)),
            ("nicht erledigt", Some(State::Open)),
            ("noch nicht begonnen", Some(State::NotStarted)),
            ("en cours", Some(State::Open)),
            ("à faire", Some(State::NotStarted)),
            ("listo", Some(State::Done)),
            ("em andamento (50%)", Some(State::Open)),
            ("ar y gweill", Some(State::Open)),
            ("geannuleerd", Some(State::Dropped)),
            ("fertigung", None),
            ("ikke startet", Some(State::NotStarted)),
            ("pågår", Some(State::Open)),
            ("genomförd", Some(State::Done)),
            ("en curs", Some(State::Open)),
            ("no iniciada", Some(State::NotStarted)),
            ("w trakcie", Some(State::Open)),
            ("nie rozpoczęto", Some(State::NotStarted)),
            ("curtha i gcrích", Some(State::Done)),
            ("implementado", Some(State::Done)),
            ("em revisão", Some(State::Open)),
            ("đang thực hiện", Some(State::Open)),
            ("chưa bắt đầu", Some(State::NotStarted)),
            ("đã hoàn thành", Some(State::Done)),
        ] {
            assert_eq!(state(words), expected, "{words}");
        }
    }
}
