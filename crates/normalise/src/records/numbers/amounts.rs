//! Cells of several numbers, and columns of amounts.

use super::{Figures, SIGNS, figures, read};

/// Whether nearly all texts of a column are numbers, and some are larger than any step of a scale or written as amounts
/// are. Shares (`80%`) say how far something is.
pub(crate) fn are_amounts<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    /// The largest step of a scale, as of scores.
    const LARGEST: f64 = 25.0;
    let (mut all, mut numbers, mut large) = (0, 0, 0);
    let plain =
        |text: &str| text.chars().all(|c| !c.is_alphabetic() && !matches!(c, '%' | '/' | ':'));
    for text in texts.map(str::trim) {
        if !text.contains(char::is_alphanumeric) {
            continue;
        }
        all += 1;
        let value = read(text, Figures::default()).filter(|_| plain(text));
        numbers += u32::from(value.is_some());
        large += u32::from(
            value.is_some_and(|v| v.abs() > LARGEST) || value.is_some() && text.contains(SIGNS),
        );
    }
    all > 1 && numbers * 10 >= all * 9 && large * 2 >= all
}

/// Whether all that a bracket behind a number holds is another number, which is no year: `(503)`, ` (8,460)`.
pub(super) fn is_bracketed(rest: &str) -> bool {
    let inside = rest.trim().strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    inside.is_some_and(|text| is_plain(text.trim()) && !is_year(text.trim()))
}

/// Whether a text is figures and their marks.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && figures::length(text) == text.len()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// Whether a text is two numbers or more and nothing else: `156 (503)`, `835,992 1,172,318`, `$5 $9`.
pub(crate) fn several(text: &str) -> bool {
    let bare = |word: &str| -> String {
        let is_sign =
            |c: &char| !SIGNS.contains(c) && !matches!(c, '(' | ')' | '-' | '−' | '–' | '%');
        word.chars().filter(is_sign).collect()
    };
    let words: Vec<String> = text.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
    words.len() > 1 && words.iter().all(|w| is_plain(w))
}

#[cfg(test)]
mod tests {
    use super::{are_amounts, several};
    use crate::records::numbers::{Figures, read};

    #[test]
    fn a_cell_of_two_numbers_has_no_value_and_takes_none_away() {
        for text in
            ["500 269,200", "156 (503)", "12 (8,460)", "(549) 7 9", "835,992 1,172,318", "$5 $9"]
        {
            assert_eq!(read(text, Figures::default()), None, "{text}");
            assert!(several(text), "{text}");
        }
        let column = ["500 269,200", "3,056", "1,450"];
        assert_eq!(read("3,056", Figures::of(column.into_iter())), Some(3056.0));
        let column = ["12 500,75", "3,5", "1 234,500"];
        assert_eq!(read("1 234,500", Figures::of(column.into_iter())), Some(1234.5));
    }

    #[test]
    fn one_number_with_more_in_brackets_is_one() {
        for (text, value) in
            [("15 (25%)", 15.0), ("12 (3 x 4)", 12.0), ("85 (2023)", 85.0), ("(503)", -503.0)]
        {
            assert_eq!(read(text, Figures::default()), Some(value), "{text}");
        }
        for text in ["503", "12 boats", "High (5)", "", "5 – see below"] {
            assert!(!several(text), "{text}");
        }
    }

    #[test]
    fn amounts_are_told_from_steps_of_a_scale() {
        for (texts, want) in [
            (vec!["1,200", "3,400", "–"], true),
            (vec!["£5", "£9"], true),
            (vec!["970", "886", "12"], true),
            (vec!["1", "3", "25"], false),
            (vec!["80%", "100%"], false),
            (vec!["Open", "3,400"], false),
            (vec!["1,200"], false),
        ] {
            assert_eq!(are_amounts(texts.iter().copied()), want, "{texts:?}");
        }
    }
}
