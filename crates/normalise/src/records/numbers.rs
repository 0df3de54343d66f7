//! A cell that is a number: currency, percent, thousands, negative in brackets.

/// Currencies by their letters.
const CURRENCIES: [&str; 4] = ["GBP", "USD", "EUR", "CHF"];

/// Arrows from what was to what is.
const ARROWS: [&str; 6] = ["→", "➔", "➜", "⇒", "->", "=>"];

/// The number that a cell begins with or that it is, signs of currency and percent aside; `None`
/// where words come first. Of `12 → 8` it is the last, and of `4 x 5 = 20` what the others make. Note
/// marks are no part of it.
pub(crate) fn read(text: &str) -> Option<f64> {
    one(text).or_else(|| last_of_course(text)).or_else(|| product(text))
}

/// Whether a cell is a bound rather than a number: `<5`, `≥ 95%`.
pub(crate) fn is_bound(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['*', '(', '~']);
    let rest = text.trim_start_matches(['<', '>', '≤', '≥']);
    rest.len() < text.len()
        && rest
            .trim_start_matches(['=', ' ', '£', '$', '€'])
            .starts_with(|c: char| c.is_ascii_digit())
}

/// The number that an arrow leads to from another one.
fn last_of_course(text: &str) -> Option<f64> {
    let arrow = ARROWS.iter().find(|arrow| text.contains(**arrow))?;
    let steps: Option<Vec<f64>> = text.split(arrow).map(one).collect();
    steps?.last().copied()
}

/// The product of two numbers that is printed behind them: `4 x 5 = 20`.
fn product(text: &str) -> Option<f64> {
    let (factors, made) = text.split_once('=')?;
    let (first, second) = factors.split_once(['x', 'X', '×', '*', '·'])?;
    let plain = |text: &str| text.trim().parse::<f64>().ok();
    let made = plain(made)?;
    (plain(first)? * plain(second)? == made).then_some(made)
}

/// The same of a cell with one number.
fn one(text: &str) -> Option<f64> {
    // `🟡 5`: a disc in front of a number is its colour.
    let is_picture = |c: char| {
        matches!(c, '\u{2300}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}' | '\u{fe0f}')
            || c.is_whitespace()
    };
    let text = text.trim().trim_matches('*').trim_start_matches(is_picture);
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
    let body = CURRENCIES.iter().find_map(|c| body.strip_prefix(c)).unwrap_or(body);
    let body = body.trim_start();
    let end = length(body);
    let digits: String = body[..end].chars().filter(char::is_ascii_digit).collect();
    let point = body[..end].trim_end_matches(['.', ',', ' ', '\u{a0}', '\u{202f}']);
    // `20 379` may be two cells in one; an amount, or more than one blank, is a number.
    let is_amount = point.matches(' ').count() != 1
        || text.contains(['£', '$', '€', '¥', '₹'])
        || CURRENCIES.iter().any(|c| text.contains(c));
    let leads_on = ARROWS.iter().any(|arrow| text.contains(arrow));
    if leads_on || digits.is_empty() || is_list(point) || !is_amount || has_another(&body[end..]) {
        return None;
    }
    // `1,234.5` and `3,5`: a comma before three digits parts thousands.
    let plain: String = match (point.rfind(','), point.rfind('.')) {
        (Some(comma), None) if point.len() - comma != 4 && point.matches(',').count() == 1 => {
            let whole = point.replace(',', ".");
            whole.chars().filter(|c| *c == '.' || c.is_ascii_digit()).collect()
        }
        _ => point.chars().filter(|c| *c == '.' || c.is_ascii_digit()).collect(),
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
        body[end..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | ':' | '-' | '='));
    if glued && unit == 1.0 {
        return None;
    }
    let value = value * unit;
    Some(if negative || minus { -value } else { value })
}

/// The bytes of a number: digits, points, and blanks between groups of three digits (`12 500`).
fn length(body: &str) -> usize {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let run = |from: usize| {
        body[from..].find(|c: char| !is_figure(c)).map_or(body.len(), |end| from + end)
    };
    let mut end = run(0);
    let first = body[..end].len();
    while first <= 3
        && let Some(blank) =
            body[end..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
    {
        let next = run(end + blank.len_utf8());
        let group = body[end + blank.len_utf8()..next].split(['.', ',']).next().unwrap_or_default();
        if group.len() != 3 {
            break;
        }
        end = next;
    }
    end
}

/// Whether figures parted by commas are several numbers (`1,2,5`): of thousands, each group has three digits.
fn is_list(figures: &str) -> bool {
    let whole = figures.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',').skip(1).peekable();
    let several = groups.peek().is_some() && whole.matches(',').count() > 1;
    several && groups.any(|g| g.trim().len() != 3)
}

/// Whether what is printed behind a number has another one: `2, 4`, `$78.80 $392.45`. What is in brackets, a number
/// that it is counted by (`per 1,000`), and a year in words (`in 2024`) are none.
fn has_another(rest: &str) -> bool {
    let open: String = {
        let mut depth = 0u32;
        let outside = |c: &char| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        };
        rest.chars().filter(outside).collect()
    };
    let mut before = "";
    for word in open.split_whitespace() {
        let bare = word.trim_start_matches(['£', '$', '€', '¥', '₹', '+', '-', '−', '~']);
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
        let is_year = bare.get(..2).is_some_and(|y| y == "19" || y == "20")
            && bare.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let is_unit = before.eq_ignore_ascii_case("per") || before.ends_with('/');
        if is_number && !is_unit && !(is_year && before.starts_with(char::is_alphabetic)) {
            return true;
        }
        before = word;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_bound, read};

    #[test]
    fn a_bound_is_told_from_a_number() {
        for text in ["<5", "≥ 95%", "> £300", "<= 3"] {
            assert!(is_bound(text), "{text}");
        }
        for text in ["5", "-5", "<", "High", "3 < 5", "~5", ""] {
            assert!(!is_bound(text), "{text}");
        }
    }

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
            ("🟡5", Some(5.0)),
            ("● 12", Some(12.0)),
            ("12 days", Some(12.0)),
            ("24.91²", Some(24.91)),
            ("High", None),
            ("1st", None),
            ("3/4", None),
            ("12:30", None),
            ("", None),
            ("€12 500", Some(12_500.0)),
            ("12\u{a0}500", Some(12_500.0)),
            ("20 379", None),
            ("1 234 567,5", Some(1_234_567.5)),
            ("4 Likely", Some(4.0)),
            ("12 (3 x 4)", Some(12.0)),
            ("45.3 per 1,000 boats", Some(45.3)),
            ("85% in 2024", Some(85.0)),
            // Several numbers are none of them.
            ("1, 2, 3", None),
            ("2, 4", None),
            ("1,2,5", None),
            ("$78.80 $392.45", None),
            ("4 x 4 = 17", None),
            // But what the others make, and what has become of the first.
            ("4 x 4 = 16", Some(16.0)),
            ("20→16", Some(16.0)),
            ("12 → 8", Some(8.0)),
            ("12 -> 9 -> 6", Some(6.0)),
            ("3 → see above", None),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
    }
}
