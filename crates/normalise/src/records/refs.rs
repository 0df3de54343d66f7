//! References in front of a text: read, repaired, followed through their sequence.

use regex::Regex;

/// A ref that was read, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ref {
    /// Repaired: `5.4.5`.
    pub(crate) value: String,
    /// As it is: `5.4 5`.
    pub(crate) printed: String,
    /// Whether something was repaired.
    pub(crate) repaired: bool,
    /// Bytes of the text that it takes, the mark and blanks behind it included.
    pub(crate) length: usize,
}

impl Ref {
    /// Number of dotted parts; 1 for a bare number.
    pub(crate) fn depth(&self) -> usize {
        self.value.split('.').count()
    }

    /// Whether it ends in a letter (`2.2.4a`).
    #[cfg(test)]
    pub(crate) fn is_lettered(&self) -> bool {
        self.value.ends_with(|c: char| c.is_ascii_lowercase())
    }
}

/// Reads a dotted ref at the start of a text: `1.2.3`, `1.2.3.`, `1.2.3a`, `1.2.3(a)`, `A1.2`; of
/// one part only with `bare`. Repairs a blank in place of a dot (`5.4 5`) where `depth` parts are
/// the document's way, and a ref glued to its text (`6.1.5As part`). `None` when none is there.
pub(crate) fn read(
    text: &str,
    depth: Option<usize>,
    bare: bool,
    pattern: Option<&Regex>,
) -> Option<Ref> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let n = bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
        (1..=4).contains(&n).then_some(from + n)
    };
    let prefix = bytes.iter().take(5).take_while(|b| b.is_ascii_uppercase()).count();
    let mut at = prefix;
    if prefix > 0
        && matches!(bytes.get(at), Some(b'-' | b'/' | b' ' | b'_'))
        && digits(at + 1).is_some()
    {
        at += 1;
    }
    at = digits(at)?;
    // `ENV22_01`, as performance systems number their items.
    while prefix > 0
        && bytes.get(at) == Some(&b'_')
        && let Some(end) = digits(at + 1)
    {
        at = end;
    }
    let mut value = text[..at].to_owned();
    let (mut parts, mut repaired) = (1, false);
    loop {
        let rest = &bytes[at..];
        let dot = rest.first() == Some(&b'.');
        let skip =
            |n: usize| n + rest[n.min(rest.len())..].iter().take_while(|b| **b == b' ').count();
        let (next, blank) = if dot {
            let next = skip(1);
            (next, next > 1)
        } else {
            let next = skip(0);
            if rest.get(next) == Some(&b'.') && next > 0 {
                (skip(next + 1), true)
            } else {
                (next, true)
            }
        };
        let Some(end) = digits(at + next) else { break };
        if next == 0 {
            break;
        }
        // A blank stands for a dot only where the document's refs have more parts than were read.
        let has_dot = text[at..at + next].contains('.');
        if blank && (parts >= depth.unwrap_or(0) || parts < 2 && !has_dot) {
            break;
        }
        // `1.2 3rd sector` and `1.1 31 March` are no refs of three parts.
        if blank && !has_dot && !matches!(bytes.get(end), None | Some(b' ' | b'.')) {
            break;
        }
        value.push('.');
        value.push_str(&text[at + next..end]);
        repaired |= blank;
        parts += 1;
        at = end;
        if parts == 5 {
            break;
        }
    }
    if parts == 1 && prefix == 0 && !bare {
        return None;
    }
    // The dot, bracket or colon behind a ref is part of its printing, not of the ref.
    let mut printed = at;
    let follows = |i: usize| bytes.get(i).copied();
    let blank_or_end = |b: Option<u8>| b.is_none_or(|b| b.is_ascii_whitespace());
    let letter = |i: usize| follows(i).filter(u8::is_ascii_lowercase);
    if let Some(l) = letter(at)
        && !follows(at + 1).is_some_and(|b| b.is_ascii_alphanumeric() || b >= 0x80)
    {
        // `1.5m` is an amount where refs have three parts.
        if depth.is_some_and(|d| parts < d) && prefix == 0 {
            return None;
        }
        value.push(char::from(l));
        at += 1;
        printed = at;
    } else if follows(at) == Some(b'(')
        && let Some(l) = letter(at + 1)
        && follows(at + 2) == Some(b')')
    {
        value.push(char::from(l));
        at += 3;
        printed = at;
        repaired = true;
    } else if follows(at).is_some_and(|b| b.is_ascii_alphabetic() || b >= 0x80 && parts > 1) {
        // Glued to its text: only where the ref itself is beyond doubt, and the text begins a word.
        let word = text[at..].chars().next().is_some_and(char::is_uppercase);
        if parts < 2 || !word {
            return None;
        }
        repaired = true;
    }
    // `D5-EXPORT` is one name.
    if prefix > 0
        && follows(at) == Some(b'-')
        && follows(at + 1).is_some_and(|b| b.is_ascii_alphabetic())
    {
        return None;
    }
    if matches!(follows(at), Some(b'.' | b':' | b')')) && blank_or_end(follows(at + 1)) {
        at += 1;
    } else if matches!(follows(at), Some(b'%' | b'/' | b',')) || text[at..].starts_with('£') {
        return None;
    }
    let mut length = at + text[at..].len() - text[at..].trim_start_matches([' ', '\n']).len();
    // A dash between the ref and its text is none of the text: `R1 — Loss of data`.
    if length > at
        && let Some(rest) = text[length..].strip_prefix(['–', '—', '-'])
        && rest.starts_with(' ')
    {
        length = text.len() - rest.trim_start().len();
    }
    if pattern.is_some_and(|p| !p.is_match(&value)) {
        return None;
    }
    Some(Ref { printed: text[..printed].trim_end().to_owned(), value, repaired, length })
}

/// Whether a whole cell looks like a ref: `3`, `1.2(a)`, `R-01`, `REC 3`, `2024/17`, `iv`, `AUD-24-Q4`.
pub(crate) fn is_like(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ':', ')']).trim_start_matches(['(', '#']);
    if text.is_empty() || text.chars().count() > 24 {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 3 || text.contains(['%', '£', '$', '€']) {
        return false;
    }
    if is_roman(text) || matches!(text.as_bytes(), [b] if b.is_ascii_alphabetic()) {
        return true;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || digits > 10 {
        return false;
    }
    let letters = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count();
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    if letters(text) == 0 {
        // Days and years, amounts and ranges are none.
        let dated = numbers.len() == 3 && text.contains(['/', '-'])
            || numbers.len() == 1 && digits > 3
            || text.contains(',')
            || numbers.len() == 2 && text.contains(['-', '–', ' ', ':']);
        return !dated;
    }
    // Asked last: dates are looked for at length.
    let is_dated = || tablemend_dates::month_in(text).is_some();
    // `C8–C10` is a ref of several.
    if let Some((first, last)) = text.split_once(['–', '—'])
        && words.len() == 1
    {
        return is_like(first) && is_like(last) && !is_dated();
    }
    // A word in front may say what is numbered; other words are text.
    let label = |w: &str| {
        let w = w.to_lowercase();
        let known = ["rec", "ref", "action", "risk", "issue", "task", "item", "recommendation"];
        known.contains(&w.as_str()) || letters(&w) <= 4
    };
    let is_part = |(i, w): (usize, &&str)| {
        let longest = w.split(|c: char| !c.is_alphabetic()).map(str::len).max().unwrap_or(0);
        let shouted = w.chars().all(|c| !c.is_lowercase());
        longest <= 3 || shouted && longest <= 8 || i == 0 && words.len() > 1 && label(w)
    };
    words.iter().enumerate().all(is_part) && !is_dated()
}

/// `i` to `xxxix`, in letters of one case.
fn is_roman(text: &str) -> bool {
    let one_case = text.chars().all(|c| c.is_ascii_lowercase())
        || text.chars().all(|c| c.is_ascii_uppercase());
    let lower = text.to_ascii_lowercase();
    let ones = lower.trim_start_matches('x');
    one_case
        && lower.len() - ones.len() <= 3
        && matches!(ones, "" | "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix")
        && !lower.is_empty()
}

/// Whether a text opens a lettered run itself: it has the part `a.` or `a)` (or `(a)`), so that an
/// unlettered ref before `…b` is `…a`.
pub(crate) fn has_part_a(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('a').any(|(i, _)| {
        let before = i.checked_sub(1).map(|j| bytes[j]);
        let opens = before.is_none_or(|b| b.is_ascii_whitespace() || b == b'(');
        let closes = matches!(bytes.get(i + 1), Some(b'.' | b')'));
        // `a.m.` is a time of day.
        opens && closes && !text[i..].starts_with("a.m")
    })
}

/// The letter behind a ref's last number, and the ref without it.
pub(crate) fn split_letter(value: &str) -> (&str, Option<char>) {
    match value.chars().last() {
        Some(c) if c.is_ascii_lowercase() => (&value[..value.len() - 1], Some(c)),
        _ => (value, None),
    }
}

/// How a ref follows the one before it under the same parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The next, the same again, or of another kind.
    Fine,
    /// Numbers are left out.
    Gap,
    /// It steps back.
    Back,
}

/// Holds a ref against the one before it: `1.2.3` after `1.2.2`, `1.2.3b` after `1.2.3a`.
pub(crate) fn step(before: &str, now: &str) -> Step {
    let (base_before, letter_before) = split_letter(before);
    let (base, letter) = split_letter(now);
    let parts = |s: &str| -> Option<Vec<u32>> { s.split('.').map(|p| p.parse().ok()).collect() };
    let (Some(a), Some(b)) = (parts(base_before), parts(base)) else {
        return Step::Fine;
    };
    if a.len() != b.len() || a[..a.len() - 1] != b[..b.len() - 1] {
        return Step::Fine;
    }
    let (m, n) = (a[a.len() - 1], b[b.len() - 1]);
    if n == m {
        let number = |l: Option<char>| l.map_or(0, |c| c as u32 - 'a' as u32 + 1);
        return match (number(letter_before), number(letter)) {
            (0, 0) => Step::Fine,
            (x, y) if y == x || y == x + 1 || (x == 0 && y == 2) => Step::Fine,
            (x, y) if y > x => Step::Gap,
            _ => Step::Back,
        };
    }
    if n < m {
        Step::Back
    } else if n > m + 1 || letter.is_some_and(|c| c != 'a') {
        Step::Gap
    } else {
        Step::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refs_are_read_and_repaired() {
        for (text, depth, expected) in [
            ("1.1.1 Do it", Some(3), Some(("1.1.1", "1.1.1", false, "Do it"))),
            ("5.4 5 Based on", Some(3), Some(("5.4.5", "5.4 5", true, "Based on"))),
            ("5.4 5 schools", Some(2), Some(("5.4", "5.4", false, "5 schools"))),
            ("6.1.5As part of", Some(3), Some(("6.1.5", "6.1.5", true, "As part of"))),
            ("2.2.4a Rapidly", Some(3), Some(("2.2.4a", "2.2.4a", false, "Rapidly"))),
            ("2.2.4(a) Rapidly", Some(3), Some(("2.2.4a", "2.2.4(a)", true, "Rapidly"))),
            ("1. 2. 3 Spaced", Some(3), Some(("1.2.3", "1. 2. 3", true, "Spaced"))),
            ("5.1. Ensure", Some(3), Some(("5.1", "5.1", false, "Ensure"))),
            ("3.2.1", Some(3), Some(("3.2.1", "3.2.1", false, ""))),
            ("1.2.3: Colon", Some(3), Some(("1.2.3", "1.2.3", false, "Colon"))),
            ("1.2\nNext line", Some(2), Some(("1.2", "1.2", false, "Next line"))),
            ("A1 Letter first", None, Some(("A1", "A1", false, "Letter first"))),
            ("A1 — Behind a dash", None, Some(("A1", "A1", false, "Behind a dash"))),
            ("A1-FENCE", None, None),
            ("80 places", Some(3), None),
            ("3rd sector", Some(3), None),
            ("1.5m pounds", Some(3), None),
            ("2.5% fewer", Some(3), None),
            ("Do it", Some(3), None),
            ("", None, None),
        ] {
            let got = read(text, depth, false, None);
            let got = got.as_ref().map(|r| (&*r.value, &*r.printed, r.repaired, &text[r.length..]));
            assert_eq!(got, expected, "{text}");
        }
    }

    #[test]
    fn several_refs_in_one_cell_are_a_ref_too() {
        assert!(is_like("C8–C10") && is_like("M2—M4"));
        assert!(!is_like("May–June") && !is_like("2024–2026"));
    }

    #[test]
    fn bare_numbers_are_refs_only_where_they_stand_alone() {
        assert_eq!(read("12", None, true, None).unwrap().value, "12");
        assert_eq!(read("12", None, false, None), None);
    }

    #[test]
    fn part_a_is_found() {
        for (text, found) in [
            ("Do it. a. Review", true),
            ("pathway. a)Involve", true),
            ("as (a) first", true),
            ("at 9 a.m. daily", false),
            ("data. None", false),
        ] {
            assert_eq!(has_part_a(text), found, "{text}");
        }
    }

    #[test]
    fn steps_tell_gaps_and_returns() {
        for (a, b, step_) in [
            ("1.1.1", "1.1.2", Step::Fine),
            ("1.1.1", "1.1.3", Step::Gap),
            ("1.1.3", "1.1.2", Step::Back),
            ("1.1.3", "1.2.1", Step::Fine),
            ("1.1.3a", "1.1.3b", Step::Fine),
            ("1.1.3a", "1.1.3c", Step::Gap),
            ("1.1.3c", "1.1.4", Step::Fine),
            ("1.1.3", "1.1.3b", Step::Fine),
            ("1.1.5", "1.1.5", Step::Fine),
            ("R1", "R3", Step::Fine),
        ] {
            assert_eq!(step(a, b), step_, "{a} {b}");
        }
        assert!(read("2.2.4a x", None, false, None).unwrap().is_lettered());
    }
}
