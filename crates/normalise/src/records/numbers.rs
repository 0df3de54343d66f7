//! A cell that is a number: currency, percent, thousands, negative in brackets.

/// The number that a cell begins with or that it is, signs of currency and percent aside; `None`
/// where words come first. Note marks are no part of it.
pub(crate) fn read(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches('*');
    let (negative, body) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let body = body.trim_start_matches(['~', '≈', '<', '>', '≤', '≥', 'c', '+', ' ']);
    let (minus, body) = match body.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, body),
    };
    let is_sign = |c: char| matches!(c, '£' | '$' | '€' | '¥' | '₹') || c == ' ';
    let body = body.trim_start_matches(is_sign);
    let body =
        ["GBP", "USD", "EUR", "CHF"].iter().find_map(|c| body.strip_prefix(c)).unwrap_or(body);
    let body = body.trim_start();
    let end = body
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}')))
        .unwrap_or(body.len());
    let digits: String = body[..end].chars().filter(char::is_ascii_digit).collect();
    let point = body[..end].trim_end_matches(['.', ',']);
    if digits.is_empty() {
        return None;
    }
    // `1,234.5` and `3,5`: a comma before three digits parts thousands.
    let plain: String = match (point.rfind(','), point.rfind('.')) {
        (Some(comma), None) if point.len() - comma != 4 && point.matches(',').count() == 1 => {
            point.replace(',', ".")
        }
        _ => point.chars().filter(|c| *c != ',' && *c != '\u{a0}').collect(),
    };
    let value: f64 = plain.parse().ok()?;
    let rest = body[end..].trim_start();
    let unit: f64 = match rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default() {
        "k" | "K" => 1e3,
        "m" | "M" | "million" => 1e6,
        "bn" | "billion" => 1e9,
        _ => 1.0,
    };
    // `1st`, `2x4`, `3/4`, `12:30`: no numbers.
    let glued =
        body[end..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | ':' | '-'));
    if glued && unit == 1.0 {
        return None;
    }
    let value = value * unit;
    Some(if negative || minus { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_are_read_as_people_print_them() {
        for (text, value) in [
            ("12", Some(12.0)),
            ("1,234", Some(1234.0)),
            ("£1,234.50", Some(1234.5)),
            ("(£300)", Some(-300.0)),
            ("-5", Some(-5.0)),
            ("40%", Some(40.0)),
            ("3,5", Some(3.5)),
            ("£1.2m", Some(1_200_000.0)),
            ("12 days", Some(12.0)),
            ("24.91²", Some(24.91)),
            ("High", None),
            ("1st", None),
            ("3/4", None),
            ("12:30", None),
            ("", None),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
    }
}
