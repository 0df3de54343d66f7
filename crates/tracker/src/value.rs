//! One cell's value.

use jiff::civil::Date;

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// None.
    #[default]
    Blank,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// True or false.
    Truth(bool),
}

impl Value {
    /// As text: days as `2020-01-31`, numbers without needless zeros; empty where there is none.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

/// The day before the first that a workbook counts, by its calendar; right from March 1900 on.
fn origin(is_1904: bool) -> Date {
    if is_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) }
}

/// A day as workbooks count them; `None` before March 1900, where their calendar has a day too many.
pub(crate) fn serial(day: Date, is_1904: bool) -> Option<i32> {
    let count = day.since(origin(is_1904)).ok()?.get_days();
    (count > if is_1904 { 0 } else { 60 }).then_some(count)
}

/// The day of a count, the time of day left out.
pub(crate) fn day(serial: f64, is_1904: bool) -> Option<Date> {
    if !serial.is_finite() || !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let span = jiff::Span::new().try_days(serial.floor() as i64).ok()?;
    origin(is_1904).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_workbooks_do() {
        let day_of = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(serial(day_of("2024-06-30"), false), Some(45_473));
        assert_eq!(serial(day_of("1900-03-01"), false), Some(61));
        assert_eq!(serial(day_of("1900-01-01"), false), None);
        for is_1904 in [false, true] {
            let count = serial(day_of("2024-02-29"), is_1904).unwrap();
            assert_eq!(day(f64::from(count) + 0.75, is_1904), Some(day_of("2024-02-29")));
        }
        assert_eq!(day(f64::NAN, false), None);
        assert_eq!(day(1e300, false), None);
    }
}
