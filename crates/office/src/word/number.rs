//! Automatic numbering: what is printed before each numbered paragraph, counted as it is printed.

use std::collections::HashMap;

/// Most levels of a list.
pub(crate) const LEVELS: usize = 10;

/// How one number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    #[default]
    Decimal,
    /// `01`.
    Padded,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// `1st`.
    Ordinal,
    /// `First`, `one` and the like are written as figures.
    Bullet,
    None,
}

impl Form {
    /// By OOXML's name (ECMA-376-1, 17.18.59).
    pub(crate) fn of_ooxml(name: &str) -> Self {
        match name {
            "decimalZero" => Self::Padded,
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "ordinal" => Self::Ordinal,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// By OpenDocument's name (ODF 1.3-3, 19.500).
    pub(crate) fn of_odf(name: &str) -> Self {
        match name {
            "a" => Self::LowerLetter,
            "A" => Self::UpperLetter,
            "i" => Self::LowerRoman,
            "I" => Self::UpperRoman,
            "" => Self::None,
            _ => Self::Decimal,
        }
    }

    fn write(self, number: i64) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::Padded => format!("{number:02}"),
            Self::LowerLetter => letters(number).to_lowercase(),
            Self::UpperLetter => letters(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperRoman => roman(number),
            Self::Ordinal => {
                let ending = match (number % 10, number % 100) {
                    (_, 11..=13) => "th",
                    (1, _) => "st",
                    (2, _) => "nd",
                    (3, _) => "rd",
                    _ => "th",
                };
                format!("{number}{ending}")
            }
            Self::Bullet | Self::None => String::new(),
        }
    }
}

/// `A` to `Z`, then `AA`, `BB` as word processors count.
fn letters(number: i64) -> String {
    let Ok(number) = usize::try_from(number.saturating_sub(1)) else { return number.to_string() };
    let letter = char::from(b'A' + (number % 26) as u8);
    std::iter::repeat_n(letter, (number / 26 + 1).min(30)).collect()
}

fn roman(number: i64) -> String {
    const SIGNS: &[(i64, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= *value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// One level of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    pub(crate) start: i64,
    pub(crate) form: Form,
    /// What is printed, with `%1` to `%9` for the numbers of the levels.
    pub(crate) text: String,
    /// The level whose numbers begin this one again; `None` for the one above, 0 for none.
    pub(crate) restart: Option<i64>,
    /// All numbers are figures.
    pub(crate) is_legal: bool,
}

/// What is printed before a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    Bullet,
    Number(String),
}

/// The counts of all lists of a document, by whatever names its lists.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    counts: HashMap<String, [Option<i64>; LEVELS]>,
}

impl Counter {
    /// Counts a paragraph of a list and gives its label; `None` where none is printed.
    pub(crate) fn next(&mut self, list: &str, level: usize, levels: &[Level]) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let own = levels.get(level)?;
        if own.form == Form::Bullet {
            return Some(Label::Bullet);
        }
        let counts = self.counts.entry(list.to_owned()).or_default();
        // Numbers above that were never printed count as printed once.
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            if count.is_none() {
                *count = Some(levels.get(above).map_or(1, |l| l.start));
            }
        }
        counts[level] = Some(counts[level].map_or(own.start, |n| n.saturating_add(1)));
        for (below, count) in counts.iter_mut().enumerate().take(LEVELS).skip(level + 1) {
            let restarts = match levels.get(below).and_then(|l| l.restart) {
                Some(0) => false,
                Some(by) => level < usize::try_from(by).unwrap_or(0),
                None => true,
            };
            if restarts {
                *count = None;
            }
        }
        let mut out = String::new();
        let mut rest = own.text.as_str();
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            match behind.bytes().next() {
                Some(digit @ b'1'..=b'9') => {
                    let of = usize::from(digit - b'1');
                    let form = match levels.get(of).map(|l| l.form).unwrap_or_default() {
                        Form::None | Form::Padded if own.is_legal => Form::Decimal,
                        _ if own.is_legal => Form::Decimal,
                        form => form,
                    };
                    if let Some(number) = counts[of] {
                        out.push_str(&form.write(number));
                    }
                    rest = &behind[1..];
                }
                _ => {
                    out.push('%');
                    rest = behind;
                }
            }
        }
        out.push_str(rest);
        let out = out.trim().to_owned();
        (!out.is_empty()).then_some(Label::Number(out))
    }

    /// Begins a list again: its level will print this number next.
    pub(crate) fn set(&mut self, list: &str, level: usize, next: i64) {
        let counts = self.counts.entry(list.to_owned()).or_default();
        if let Some(count) = counts.get_mut(level) {
            *count = Some(next.saturating_sub(1));
        }
        for below in counts.iter_mut().skip(level + 1) {
            *below = None;
        }
    }

    /// Forgets a list, so that it begins again.
    pub(crate) fn forget(&mut self, list: &str) {
        self.counts.remove(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(form: Form, text: &str) -> Level {
        Level { start: 1, form, text: text.to_owned(), ..Level::default() }
    }

    #[test]
    fn levels_count_below_each_other() {
        let levels = [
            level(Form::Decimal, "%1."),
            level(Form::Decimal, "%1.%2"),
            level(Form::LowerLetter, "%1.%2%3"),
        ];
        let mut counter = Counter::default();
        let printed: Vec<String> = [0, 1, 1, 2, 2, 1, 0, 1]
            .into_iter()
            .filter_map(|l| match counter.next("a", l, &levels) {
                Some(Label::Number(text)) => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(printed, ["1.", "1.1", "1.2", "1.2a", "1.2b", "1.3", "2.", "2.1"]);
        counter.set("a", 1, 7);
        assert_eq!(counter.next("a", 1, &levels), Some(Label::Number("2.7".to_owned())));
    }

    #[test]
    fn numbers_are_written_in_their_form() {
        for (form, number, expected) in [
            (Form::UpperRoman, 14, "XIV"),
            (Form::LowerLetter, 28, "bb"),
            (Form::Padded, 7, "07"),
            (Form::Ordinal, 112, "112th"),
            (Form::UpperRoman, 100_000, "100000"),
        ] {
            assert_eq!(form.write(number), expected);
        }
    }
}
