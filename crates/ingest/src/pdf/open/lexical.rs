//! What kind of text a cell holds: references, dates, single values, and whether it goes on from the line above.

use crate::pdf::numeric::{is_atomic, is_placeholder};
use crate::pdf::text;

/// Whether a text certainly goes on with the line above.
pub(crate) fn goes_on(above: &str, here: &str) -> bool {
    let first = here.chars().find(|c| c.is_alphanumeric());
    let starts_small = first.is_some_and(char::is_lowercase) && !starts_with_ref(here);
    let is_open = above.ends_with([',', '-', '–', '(', '&', '/', '\u{ad}', '\u{2010}']);
    starts_small || is_open && above.chars().count() > 1
}

/// Whether a text is one value: a number, a date, a short code.
pub(crate) fn is_value(said: &str) -> bool {
    is_atomic(said) || is_date(said) || is_ref(said)
}

/// Whether a text is a day or month as people write them: a month's name, and digits.
pub(crate) fn is_date(said: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut names = 0;
    let mut digits = 0;
    let words = said.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '–' | ','));
    let mut count = 0;
    for word in words.filter(|w| !w.is_empty()) {
        count += 1;
        let lower = word.to_lowercase();
        if MONTHS.iter().any(|m| lower.starts_with(m)) && lower.len() <= 9 {
            names += 1;
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6 {
            digits += 1;
        }
    }
    names > 0 && digits > 0 && names + digits == count
}

/// Whether a text is a reference: `1`, `1.1`, `2.3.1b`, `R12`, `HR-03`, `(a)`, `2024/17`.
pub(crate) fn is_ref(said: &str) -> bool {
    let said = said.trim();
    if said.is_empty() || said.chars().count() > 12 || is_placeholder(said) {
        return false;
    }
    let is_bracketed = said.starts_with('(') && said.ends_with(')') || said.ends_with(')');
    let core = said.trim_matches(['(', ')', '[', ']', '.', ':']);
    if core.chars().count() == 1 && core.chars().all(char::is_alphabetic) {
        return is_bracketed || said.ends_with('.');
    }
    let letters = core.chars().take_while(|c| c.is_alphabetic()).count();
    let rest: String = core.chars().skip(letters).collect();
    let rest = rest.trim_start_matches([' ', '-', '.', '/']);
    let mut digits = 0;
    let mut tail = 0;
    for c in rest.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            tail = 0;
        } else if c.is_ascii_lowercase() || c.is_ascii_uppercase() {
            tail += 1;
        } else if !matches!(c, '.' | '/' | '-') {
            return false;
        }
        if tail > 1 {
            return false;
        }
    }
    let dates = rest.matches(['/', '-']).count();
    (1..=7).contains(&digits) && letters <= 4 && dates < 2
}

/// Whether a text begins with a reference that is more than a plain number: `1.1 Agree …`, `R3 …`.
pub(crate) fn starts_with_ref(said: &str) -> bool {
    let first = said.split_whitespace().next().unwrap_or("");
    let rest = said[first.len()..].trim_start();
    let is_plain = first.chars().all(|c| c.is_ascii_digit());
    // The end of a remark in brackets, or a financial year within a text.
    let is_end =
        first.ends_with([')', '.', ',', ';']) && first.contains(')') && !first.starts_with('(');
    if is_end && first.contains('.') && first.len() > 3 || is_year(first) && !rest.is_empty() {
        return false;
    }
    if is_ref(first) && !is_plain && !text::is_bullet(first) {
        // An amount or a day is no reference.
        let core = first.trim_end_matches(['.', ')', ':']);
        let is_number = core.parse::<f64>().is_ok()
            && core.matches('.').count() == 1
            && core.split('.').next_back().is_some_and(|d| d.len() > 2);
        return !is_number;
    }
    // A reference glued to its text: `1.1.3Introduce …`.
    let digits = first.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let dots = first.chars().take(digits).filter(|c| *c == '.').count();
    digits >= 3 && dots >= 1 && first.chars().nth(digits).is_some_and(char::is_uppercase)
}

/// Whether a word is a financial year: `2026-27`, `2026/27`.
fn is_year(word: &str) -> bool {
    let mut parts = word.split(['-', '/', '–']);
    let is_number = |p: &str| p.chars().all(|c| c.is_ascii_digit());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(next), None) => {
            year.len() == 4
                && next.len() == 2
                && (year.starts_with("19") || year.starts_with("20"))
                && is_number(year)
                && is_number(next)
                && year[2..].parse().ok().map(|y: u32| (y + 1) % 100) == next.parse().ok()
        }
        _ => false,
    }
}

/// Whether a reference was cut by its column's width: `1.1.` and `1`, `2.3.` and `1b`.
pub(crate) fn is_cut_ref(above: &str, here: &str) -> bool {
    above.ends_with(['.', '/', '-']) && !here.contains('.') && here.chars().count() <= 4
}
