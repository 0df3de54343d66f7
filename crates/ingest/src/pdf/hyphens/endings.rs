//! Endings that a narrow cell cut in two: no word ends as the first part does.

/// Letters of a word before such an ending, at least.
const LETTERS: usize = 4;

/// Whether two parts, in small letters, are a word cut within `tion` or `sion` or right behind its first letter.
pub(super) fn are_cut(head: &str, tail: &str) -> bool {
    let begins = |ends: [&str; 2]| ends.iter().any(|end| head.ends_with(end));
    let is_cut = match tail {
        "on" | "ons" | "onal" | "oned" | "oning" => begins(["ti", "si"]),
        "ion" | "ions" | "ional" | "ioned" | "ioning" => begins(["t", "s"]),
        _ => false,
    };
    is_cut && head.chars().count() > LETTERS
}
