//! Which refs look like parts of a former ref.

/// The part's place among its siblings (0 for `a`, `1`, `i`) if `part` is `whole` with a letter,
/// a further number or a small Roman numeral: `1.2.3a`, `1.2.3.1`, `1.2.3 (i)`.
#[must_use]
pub(crate) fn part_of(whole: &str, part: &str) -> Option<u32> {
    let rest = part.strip_prefix(whole)?;
    let opened = rest.starts_with(['.', '(', '-', '/', ' ']);
    let inner = rest.trim_matches(|c: char| matches!(c, '.' | '(' | ')' | '-' | '/' | ' '));
    if inner.is_empty() {
        return None;
    }
    if inner.bytes().all(|b| b.is_ascii_digit()) {
        // Without a mark between them, digits behind a digit make another number.
        let after_letter = whole.ends_with(|c: char| c.is_ascii_alphabetic());
        return if opened || after_letter {
            inner.parse::<u32>().ok()?.checked_sub(1)
        } else {
            None
        };
    }
    let mut letters = inner.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // A letter behind a letter (`1.2a` to `1.2ab`) is not part unless something opens it.
        let after_letter = whole.ends_with(|c: char| c.is_ascii_alphabetic());
        if letter.is_ascii_alphabetic() && (opened || !after_letter) {
            // `i` first is a Roman one; a ninth part is rarer than a first one in Roman numerals,
            // but only a bracket shows it: `1.2.3i` is the ninth.
            if letter.eq_ignore_ascii_case(&'i') && rest.contains('(') {
                return Some(0);
            }
            return Some(u32::from(letter.to_ascii_lowercase()) - u32::from('a'));
        }
        return None;
    }
    let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let place = roman.iter().position(|r| inner.eq_ignore_ascii_case(r))?;
    opened.then_some(place as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_by_their_refs() {
        let cases = [
            ("1.2.3", "1.2.3a", Some(0)),
            ("1.2.3", "1.2.3c", Some(2)),
            ("1.2.3", "1.2.3.2", Some(1)),
            ("1.2.3", "1.2.3 (i)", Some(0)),
            ("1.2.3", "1.2.3(ii)", Some(1)),
            ("A1", "A1b", Some(1)),
            ("1.2.3", "1.2.30", None),
            ("1.2.3", "1.2.3", None),
            ("1.2.3", "1.2.4a", None),
            ("1.2.3a", "1.2.3ab", None),
            ("1.2.3", "1.2.3.0", None),
        ];
        for (whole, part, expected) in cases {
            assert_eq!(part_of(whole, part), expected, "{whole} {part}");
        }
    }
}
