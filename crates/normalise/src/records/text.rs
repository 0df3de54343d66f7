//! Running text as people read it: ordinals that a converter split are joined again.

/// Joins an ordinal with its number (`31 st` is `31st`) where the ending fits the number.
pub(crate) fn running(text: &str) -> String {
    if !has_split_ordinal(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(' ') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let ending = tail.get(1..3).unwrap_or("");
        let ends = tail.get(3..).is_some_and(|t| !t.starts_with(|c: char| c.is_alphanumeric()));
        let digits = out.len() - out.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number: u32 = out[out.len() - digits..].parse().unwrap_or(0);
        let whole = !out[..out.len() - digits]
            .ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == ',');
        if !(ends && digits > 0 && digits < 4 && whole && ending == suffix(number)) {
            out.push(' ');
        }
        rest = &tail[1..];
    }
    out.push_str(rest);
    out
}

/// Whether a blank is between a digit and letters that may end an ordinal.
fn has_split_ordinal(bytes: &[u8]) -> bool {
    // Most texts have no blank behind a digit: that is found without a branch for each byte.
    bytes.windows(2).fold(false, |found, w| found | (w[0].is_ascii_digit() & (w[1] == b' ')))
        && bytes
            .windows(4)
            .any(|w| w[0].is_ascii_digit() && matches!(&w[1..], b" st" | b" nd" | b" rd" | b" th"))
}

fn suffix(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::running;

    #[test]
    fn ordinals_are_joined_where_they_fit() {
        for (text, expected) in [
            ("by 31 st March", "by 31st March"),
            ("3 rd sector", "3rd sector"),
            ("the 2 nd and 12 th", "the 2nd and 12th"),
            ("5 st of", "5 st of"),
            ("21 street", "21 street"),
            ("1 st", "1st"),
            ("no. 4.1 st", "no. 4.1 st"),
            ("plain text", "plain text"),
        ] {
            assert_eq!(running(text), expected);
        }
    }
}
