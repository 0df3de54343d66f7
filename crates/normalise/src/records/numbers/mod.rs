//! A cell that is a number: currency, percent, thousands, negative in brackets.

mod amounts;
mod behind;
mod figures;

pub(crate) use amounts::{are_amounts, several};
pub(crate) use figures::Figures;

/// Currencies by their letters.
const CURRENCIES: [&str; 4] = ["GBP", "USD", "EUR", "CHF"];

/// Currencies by their signs.
const SIGNS: [char; 5] = ['£', '$', '€', '¥', '₹'];

/// Arrows from what was to what is.
const ARROWS: [&str; 6] = ["→", "➔", "➜", "⇒", "->", "=>"];

/// What a cell is beside numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    Number(f64),
    /// A bound (`<5`, `90%+`), or from one number to another: figures, but no number.
    Bound,
    /// Words, several numbers, or what can be read in two ways.
    Other,
}

/// The number that a cell begins with or that it is, signs of currency and percent aside; `None`
/// where words come first. Of `12 → 8` it is the last, and of `4 x 5 = 20` what the others make. Note
/// marks are no part of it. A bound (`<5`, `10+`) and a range (`20%–30%`) are no number.
pub(crate) fn read(text: &str, figures: Figures) -> Option<f64> {
    match one(text, figures) {
        Read::Number(value) => Some(value),
        Read::Bound => None,
        Read::Other => last_of_course(text, figures).or_else(|| product(text)),
    }
}

/// Whether a cell is a number, or a bound or a range in its place: what a column of numbers holds.
pub(crate) fn is_like(text: &str, figures: Figures) -> bool {
    read(text, figures).is_some() || one(text, figures) == Read::Bound
}

/// Whether a text names a currency.
fn is_amount(text: &str) -> bool {
    text.contains(SIGNS) || CURRENCIES.iter().any(|c| text.contains(c))
}

/// The number that an arrow leads to from another one.
fn last_of_course(text: &str, figures: Figures) -> Option<f64> {
    let arrow = ARROWS.iter().find(|arrow| text.contains(**arrow))?;
    let number = |text| match one(text, figures) {
        Read::Number(value) => Some(value),
        _ => None,
    };
    let steps: Option<Vec<f64>> = text.split(arrow).map(number).collect();
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

/// What is in front of the figures.
struct Front<'t> {
    is_negative: bool,
    is_bound: bool,
    body: &'t str,
}

/// Takes the signs away that are in front of the figures.
fn front(text: &str) -> Front<'_> {
    let mut out = Front { is_negative: false, is_bound: false, body: text };
    let mut sign = false;
    loop {
        let body = out.body.trim_start_matches(figures::is_blank);
        let word = ["ca.", "c."].iter().chain(&CURRENCIES).find_map(|w| body.strip_prefix(w));
        // `c5`, `c £5`: about so many.
        let about = body.strip_prefix('c').filter(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit() || c == ' ' || SIGNS.contains(&c))
        });
        if let Some(rest) = word.or(about) {
            out.body = rest;
            continue;
        }
        let Some(c) = body.chars().next() else { break };
        match c {
            '<' | '>' | '≤' | '≥' | '＜' | '＞' | '⩽' | '⩾' => out.is_bound = true,
            '-' | '−' | '–' if !sign => {
                sign = true;
                out.is_negative = true;
            }
            '~' | '≈' | '+' => {}
            // `🟡 5`: a disc in front of a number is its colour.
            '\u{2300}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}' | '\u{fe0f}' => {}
            c if SIGNS.contains(&c) => {}
            _ => {
                out.body = body;
                break;
            }
        }
        out.body = body.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// The same of a cell with one number.
fn one(text: &str, figures: Figures) -> Read {
    let text = text.trim().trim_matches('*');
    let (in_brackets, inner) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    if ARROWS.iter().any(|arrow| text.contains(arrow)) {
        return Read::Other;
    }
    let Front { is_negative, is_bound, body } = front(inner);
    let end = figures::length(body);
    let run = body.get(..end).unwrap_or_default();
    let mut rest = body.get(end..).unwrap_or_default();
    let has_digits = run.contains(|c: char| c.is_ascii_digit());
    let is_amount = is_amount(text);
    let whole = figures.value(run, is_amount);
    let mut value = match (has_digits, whole) {
        (true, Some(value)) => value,
        (true, None) => return Read::Other,
        (false, _) => 0.0,
    };
    let is_plain = run.bytes().all(|b| b.is_ascii_digit());
    // `3½`, `3 1/2`; a half alone as `1/2` only where the columns have such fractions.
    let is_glued = rest.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    let fraction = if has_digits && is_plain && !is_glued { figures::part(rest) } else { None };
    if let Some((part, length)) = fraction {
        value += part;
        rest = rest.get(length..).unwrap_or_default();
    } else if let Some((part, length)) = figures::part(body)
        && (!has_digits || figures.has_fractions())
    {
        value = part;
        rest = body.get(length..).unwrap_or_default();
    } else if !has_digits {
        return Read::Other;
    }
    let is_range = match behind::goes_on(rest) {
        behind::Goes::Alone => false,
        behind::Goes::Range => true,
        behind::Goes::Several => return Read::Other,
    };
    if is_bound || is_range || behind::is_bound(rest) {
        return Read::Bound;
    }
    match behind::unit(rest, is_amount) {
        Some(unit) => {
            let value = value * unit;
            Read::Number(if is_negative || in_brackets { -value } else { value })
        }
        None => Read::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Figures, is_like, read};

    #[test]
    fn numbers_are_read_as_people_print_them() {
        for (text, value) in [
            ("12", Some(12.0)),
            ("1,234", Some(1234.0)),
            ("£1,234.50", Some(1234.5)),
            ("(£300)", Some(-300.0)),
            ("-£300", Some(-300.0)),
            ("£-300", Some(-300.0)),
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
            ("🟡5", Some(5.0)),
            ("● 12", Some(12.0)),
            ("€12 500", Some(12_500.0)),
            ("12\u{a0}500", Some(12_500.0)),
            ("12\u{2009}500", Some(12_500.0)),
            ("20 379", None),
            ("1 234 567,5", Some(1_234_567.5)),
            ("4 Likely", Some(4.0)),
            ("12 (3 x 4)", Some(12.0)),
            ("45.3 per 1,000 boats", Some(45.3)),
            ("85% in 2024", Some(85.0)),
            ("c. 40", Some(40.0)),
            ("c.5", Some(5.0)),
            ("~80%", Some(80.0)),
            // Several numbers are none of them.
            ("1, 2, 3", None),
            ("2, 4", None),
            ("1,2,5", None),
            ("$78.80 $392.45", None),
            ("193 / 22", None),
            ("20× / 4×", None),
            ("5±1", None),
            ("4 x 4 = 17", None),
            // But what the others make, and what has become of the first.
            ("4 x 4 = 16", Some(16.0)),
            ("20→16", Some(16.0)),
            ("12 → 8", Some(8.0)),
            ("12 -> 9 -> 6", Some(6.0)),
            ("3 → see above", None),
        ] {
            assert_eq!(read(text, Figures::default()), value, "{text}");
        }
    }

    #[test]
    fn groups_and_decimals_are_those_of_any_country() {
        for (text, value) in [
            ("€1.000,50", Some(1000.5)),
            ("1.234.567,89", Some(1_234_567.89)),
            ("1.000.000", Some(1_000_000.0)),
            ("1,234,567.89", Some(1_234_567.89)),
            ("1'000", Some(1000.0)),
            ("CHF 1’234’567.50", Some(1_234_567.5)),
            ("5' long", Some(5.0)),
            ("0,125", Some(0.125)),
            ("1234,567", Some(1234.567)),
            ("1.234", Some(1.234)),
            ("0.125", Some(0.125)),
            (".5", Some(0.5)),
            // Neither a number with groups nor one with decimals.
            ("1.2.3", None),
            ("12.34.56", None),
            ("1.234,567.89", None),
            ("1,2345,678", None),
            ("1'0000", None),
        ] {
            assert_eq!(read(text, Figures::default()), value, "{text}");
        }
    }

    #[test]
    fn bounds_and_ranges_are_no_numbers_but_like_them() {
        for text in [
            "<5",
            "> 90%",
            "≤0.5",
            "≥ 1",
            "90%+",
            "140+",
            "£10,000+",
            "2+ boats",
            "5 or more",
            "10 or fewer",
            "16 and over",
            "20 minimum",
            "20%-30%",
            "20% – 30%",
            "20–25",
            "£10–£20",
            "£5m-£6m",
            "10 to 15",
            "$500M–$1B",
            "-8–12 weeks",
            "1,000–2,500",
        ] {
            assert_eq!(read(text, Figures::default()), None, "{text}");
            assert!(is_like(text, Figures::default()), "{text}");
        }
        for text in ["10-15", "24/7", "2020-21", "1, 2, 3", "High", "10-15 to come", "bell 5"] {
            assert_eq!(read(text, Figures::default()), None, "{text}");
            assert!(!is_like(text, Figures::default()), "{text}");
        }
    }

    #[test]
    fn fractions_are_read_where_they_are_one() {
        for (text, value) in [
            ("3½", Some(3.5)),
            ("3 ½ days", Some(3.5)),
            ("½", Some(0.5)),
            ("3 1/2", Some(3.5)),
            ("3 1⁄4", Some(3.25)),
            ("-2¾", Some(-2.75)),
            ("5 7/2024", None),
            ("3 5/4", None),
        ] {
            assert_eq!(read(text, Figures::default()), value, "{text}");
        }
        let column = ["3½", "1/2", "2"];
        assert_eq!(read("1/2", Figures::of(column.into_iter())), Some(0.5));
        assert_eq!(read("1/2", Figures::of(["4/5", "1/2"].into_iter())), None);
    }

    #[test]
    fn letters_multiply_only_where_they_are_sure_to() {
        for (text, value) in [
            ("£5m", Some(5e6)),
            ("5 million", Some(5e6)),
            ("5 thousand boats", Some(5e3)),
            ("3.4k", Some(3400.0)),
            ("$1B", Some(1e9)),
            ("10M", Some(1e7)),
            // Metres, minutes or months as well.
            ("60 m", Some(60.0)),
            ("0.2 m/s", Some(0.2)),
            ("5m", None),
            ("5b", None),
        ] {
            assert_eq!(read(text, Figures::default()), value, "{text}");
        }
    }

    #[test]
    fn the_column_tells_what_a_cell_alone_does_not() {
        let told = |column: &[&str], text: &str| read(text, Figures::of(column.iter().copied()));
        assert_eq!(told(&["€1.000,50", "€1.250"], "€1.250"), Some(1250.0));
        assert_eq!(told(&["€1.000,50", "1,250"], "1,250"), Some(1.25));
        assert_eq!(told(&["3,5", "12,25", "0,5"], "1.250"), Some(1250.0));
        assert_eq!(told(&["1,234.50", "1.250"], "1.250"), Some(1.25));
        assert_eq!(told(&["12", "1,250"], "1,250"), Some(1250.0));
        // Both ways of writing, or hardly any sign of one.
        assert_eq!(told(&["1.000,50", "1,000.50"], "1,250"), None);
        assert_eq!(told(&["3,5", "1,250"], "1,250"), None);
        // Blanks part groups where some cell says so, or many.
        assert_eq!(told(&["£ 1 200", "1 234"], "1 234"), Some(1234.0));
        assert_eq!(told(&["1 234", "12 345 678"], "1 234"), Some(1234.0));
        assert_eq!(told(&["1 234", "20 379", "5 101", "17"], "1 234"), Some(1234.0));
        assert_eq!(told(&["1 234", "20 379"], "1 234"), None);
        assert_eq!(told(&["1 234", "20 379", "5 101", "1250"], "1 234"), None);
        assert_eq!(told(&["1 234", "20 379", "5 101", "17 31"], "1 234"), None);
    }
}
