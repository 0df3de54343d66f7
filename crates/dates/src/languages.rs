//! The months of other languages, by their full names: a table from word to month.

/// Month (1 to 12) by name, in lower case. Welsh stands first, since Welsh councils publish in both
/// languages; then French, German, Spanish, Italian, Portuguese and Dutch.
const MONTHS: [(i8, &[&str]); 12] = [
    (1, &["ionawr", "janvier", "januar", "enero", "gennaio", "janeiro", "januari"]),
    (
        2,
        &[
            "chwefror",
            "février",
            "fevrier",
            "februar",
            "febrero",
            "febbraio",
            "fevereiro",
            "februari",
        ],
    ),
    (3, &["mawrth", "mars", "märz", "marzo", "março", "marco", "maart"]),
    (4, &["ebrill", "avril", "abril", "aprile"]),
    (5, &["mai", "mayo", "maggio", "maio", "mei"]),
    (6, &["mehefin", "juin", "juni", "junio", "giugno", "junho"]),
    (7, &["gorffennaf", "juillet", "juli", "julio", "luglio", "julho"]),
    (8, &["awst", "août", "aout", "agosto", "augustus"]),
    (9, &["medi", "septembre", "septiembre", "setiembre", "settembre", "setembro"]),
    (10, &["hydref", "octobre", "oktober", "octubre", "ottobre", "outubro"]),
    (11, &["tachwedd", "novembre", "noviembre", "novembro"]),
    (12, &["rhagfyr", "décembre", "decembre", "dezember", "diciembre", "dicembre", "dezembro"]),
];

/// The month that a word in lower case names in one of the languages.
pub(crate) fn month(word: &str) -> Option<i8> {
    MONTHS.iter().find(|(_, names)| names.contains(&word)).map(|(month, _)| *month)
}
