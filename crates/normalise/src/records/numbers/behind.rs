//! What is behind the figures of a cell: units, bounds, the other end of a range, other numbers.

use super::SIGNS;

/// What is behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// No other number.
    Alone,
    /// The other end of a range.
    Range,
    /// Other numbers, or what is glued on and makes it none.
    Several,
}

/// What is printed behind a number: nothing that counts, the end of a range (`–25`, `% to 30%`), or another number
/// (`2, 4`, `$78.80 $392.45`). What is in brackets, a number that it is counted by (`per 1,000`), and a year in words
/// (`in 2024`) are none.
pub(super) fn goes_on(rest: &str) -> Goes {
    let open = outside_brackets(rest);
    // `156 (503)` may be two amounts of two rows.
    if super::amounts::is_bracketed(rest) {
        return Goes::Several;
    }
    if is_range(&open) {
        return Goes::Range;
    }
    if has_another(&open) { Goes::Several } else { Goes::Alone }
}

/// A text without what is in brackets.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let outside = |c: &char| {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(outside).collect()
}

/// The unit of the first end aside: `%-30%`, `k–5k`, ` to 15`, `–25`.
fn is_range(rest: &str) -> bool {
    let units: &[&str] = &["%", "k", "K", "m", "M", "bn", "p", "°"];
    let unit = units.iter().find_map(|u| rest.strip_prefix(u));
    let behind = unit.unwrap_or(rest);
    let body = behind.trim_start();
    let is_number = |text: &str| {
        let text = text.trim_start().trim_start_matches(SIGNS).trim_start();
        text.starts_with(|c: char| c.is_ascii_digit())
    };
    if let Some(to) = body.strip_prefix("to ") {
        return body.len() < behind.len() && is_number(to);
    }
    let Some(mark) = body.chars().next() else { return false };
    let end = body.get(mark.len_utf8()..).unwrap_or_default();
    match mark {
        '–' | '—' | '−' | '‒' | '～' => is_number(end),
        // A hyphen glued to bare digits makes a code of them: `10-15`, `2020-21`.
        '-' => {
            let is_code = unit.is_none() && body.len() == behind.len();
            let is_amount = end.trim_start().starts_with(SIGNS);
            (!is_code || is_amount) && is_number(end) && !is_sum(end)
        }
        _ => false,
    }
}

/// Whether what is behind a minus is the second of two numbers with the sum behind them: `12 - 8 = 4`.
fn is_sum(end: &str) -> bool {
    end.contains('=')
}

/// Whether another number follows.
fn has_another(open: &str) -> bool {
    let mut before = "";
    for word in open.split_whitespace() {
        let bare = word.trim_start_matches(SIGNS).trim_start_matches(['+', '-', '−', '~']);
        let bare = bare.trim_start_matches(SIGNS);
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
        let is_year = bare.get(..2).is_some_and(|y| y == "19" || y == "20")
            && bare.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let is_unit =
            before.eq_ignore_ascii_case("per") || before.ends_with('/') && before.len() > 1;
        if is_number && !is_unit && !(is_year && before.starts_with(char::is_alphabetic)) {
            return true;
        }
        before = word;
    }
    // `1'0000`, `5'10`
    let quoted = open.strip_prefix(['\'', '’']);
    if quoted.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    // `5±1`, `20×4`
    let mut marks = open.chars().skip_while(|c| *c == '%');
    let glued = marks.next().filter(|c| matches!(c, '±' | '×' | '~' | '…' | '–' | '—' | ';' | '&'));
    glued.is_some() && marks.next().is_some_and(|c| c.is_ascii_digit() || SIGNS.contains(&c))
}

/// Whether the words behind a number make it a bound: `5+`, `90% or more`, `16 and over`.
pub(super) fn is_bound(rest: &str) -> bool {
    const ENDS: [&str; 17] = [
        "more", "less", "fewer", "over", "above", "under", "below", "greater", "higher", "lower",
        "better", "older", "younger", "longer", "shorter", "upwards", "later",
    ];
    let units = ["%", "k", "K", "m", "M", "bn"];
    let bare = units.iter().find_map(|u| rest.strip_prefix(u)).unwrap_or(rest);
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
    if let Some(behind) = bare.strip_prefix('+') {
        return is_end(behind.chars().next());
    }
    let lower = bare.trim_start().to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    match (words.next(), words.next()) {
        (Some("or" | "and"), Some(end)) => ENDS.contains(&end),
        (Some("plus" | "minimum" | "maximum" | "upwards"), None) => true,
        _ => false,
    }
}

/// What the letters behind a number multiply it by; `None` where they make it no number, or may or may not multiply it.
pub(super) fn unit(rest: &str, is_amount: bool) -> Option<f64> {
    let body = rest.trim_start();
    let is_glued = body.len() == rest.len();
    let word = body.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let times = match word {
        "k" | "K" => 1e3,
        "thousand" | "Tsd" => 1e3,
        "hundred" => 1e2,
        "m" if is_amount => 1e6,
        "M" if is_amount || is_glued => 1e6,
        "million" | "mn" | "mln" | "Mio" | "Millionen" | "millones" | "millions" | "milhões"
        | "miljoen" | "milioni" => 1e6,
        "bn" | "billion" | "Mrd" | "milliard" | "milliards" => 1e9,
        "B" if is_amount => 1e9,
        // Molar or million.
        "M" => return None,
        _ => 1.0,
    };
    // `1st`, `2x4`, `3/4`, `12:30`: no numbers.
    let is_part =
        rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | ':' | '-' | '='));
    (times > 1.0 || !is_part).then_some(times)
}
