//! Periods of editions: a month, a day, or the months that a quarter, a term or a year covers.

use crate::error::Error;
use jiff::ToSpan;
use jiff::civil::Date;

/// Whether the words are a period as the archive writes it: `2020-01`, `2020-01-31`, or the first
/// and last month of several (`2024-07/2024-09`).
#[must_use]
pub(crate) fn is_period(period: &str) -> bool {
    match period.split_once('/') {
        Some((from, to)) => {
            let both = month_start(from).zip(month_start(to));
            both.is_some_and(|(from, to)| from < to)
        }
        None => month_start(period).is_some() || exact_day(period).is_some(),
    }
}

/// Whether the words name a period: a month, a day, or the first and last month of several.
///
/// # Errors
/// [`Error::BadPeriod`].
pub fn check_period(period: &str) -> Result<(), Error> {
    if is_period(period) { Ok(()) } else { Err(Error::BadPeriod(period.to_owned())) }
}

/// Why what was typed is not a period, and what to write.
pub(crate) fn refused(typed: &str) -> String {
    if let Some((calendar, months, financial, others)) = either_year(typed) {
        return format!(
            "{typed:?} could be of the calendar or of the financial year: write {calendar} for {months}, \
             or \"{financial}\" for {others}"
        );
    }
    format!(
        "{typed:?} is not a period: write a month (2020-01), a day (2020-01-31), a quarter (Q2 2019/20 of \
         the financial year, 2019-Q3 of the calendar year) or a financial year (2019/20)"
    )
}

/// Both meanings of a quarter with a single year (`Q2 2026`), each as it is to be typed and in words.
fn either_year(typed: &str) -> Option<(String, String, String, String)> {
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let year = typed.split(|c: char| !c.is_ascii_alphanumeric()).find(is_year)?;
    let next = (year.parse::<u32>().ok()? + 1) % 100;
    let financial_year = format!("{year}/{next:02}");
    let of_financial = financial(&typed.replacen(year, &financial_year, 1))?;
    let (from, to) = months(&of_financial).filter(|(from, to)| to - from == 2)?;
    // The first quarter of the financial year begins in April.
    let quarter = (from - 1).rem_euclid(12) / 3;
    let quarter = if quarter == 0 { 4 } else { quarter };
    let calendar = format!("{year}-Q{quarter}");
    let (months, others) = (month(&financial(&calendar)?), month(&of_financial));
    (to > from).then(|| (calendar, months, format!("Q{quarter} {financial_year}"), others))
}

/// The first day of a period.
#[must_use]
pub fn first_day(period: &str) -> Option<Date> {
    let from = period.split_once('/').map_or(period, |(from, _)| from);
    month_start(from).or_else(|| exact_day(from))
}

/// The last day of a period.
#[must_use]
pub fn last_day(period: &str) -> Option<Date> {
    let to = period.split_once('/').map_or(period, |(_, to)| to);
    month_start(to).map(Date::last_of_month).or_else(|| exact_day(to))
}

/// Text that sorts periods in the order in which editions follow each other: by where they end. A quarter
/// comes after the months that it ends with, a year after its last quarter.
#[must_use]
pub fn order(period: &str) -> String {
    match (period.split_once('/'), months(period)) {
        // `~` is behind all that a month goes on with; what began earlier is the longer one.
        (Some((_, to)), Some((from, _))) => format!("{to}~{:06}", 120_000 - from),
        _ => period.to_owned(),
    }
}
/// The first day on which an edition of a period is the one in force: the first of a month, for several
/// months the first of the last of them.
pub fn in_force(period: &str) -> Option<Date> {
    let to = period.split_once('/').map_or(period, |(_, to)| to);
    month_start(to).or_else(|| exact_day(to))
}

/// Whether a period is within another: a month of a quarter or of a year, a day of a month.
#[must_use]
pub fn is_within(period: &str, other: &str) -> bool {
    let days = |period: &str| first_day(period).zip(last_day(period));
    days(period).zip(days(other)).is_some_and(|((a, b), (from, to))| from <= a && b <= to)
}

/// First and last month of a period, counted from the year 0; `None` for a day.
pub fn months(period: &str) -> Option<(i32, i32)> {
    let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let (from, to) = period.split_once('/').unwrap_or((period, period));
    Some((number(month_start(from)?), number(month_start(to)?)))
}

fn month_start(month: &str) -> Option<Date> {
    if month.len() != 7 {
        return None;
    }
    let day = format!("{month}-01");
    day.parse::<Date>().ok().filter(|date| date.to_string() == day)
}

fn exact_day(day: &str) -> Option<Date> {
    day.parse::<Date>().ok().filter(|date| date.to_string() == day)
}

/// `January 2020` of `2020-01`, `9 July 2024` of `2024-07-09`, `July to September 2024` of
/// `2024-07/2024-09`; anything else as it is.
#[must_use]
pub fn month(period: &str) -> String {
    let name = |month: &str| month_start(month).map(|d| d.strftime("%B %Y").to_string());
    if let Some((from, to)) = period.split_once('/') {
        let both = month_start(from).zip(month_start(to)).zip(name(from).zip(name(to)));
        return match both {
            Some(((a, b), (_, to))) if a.year() == b.year() => {
                format!("{} to {to}", a.strftime("%B"))
            }
            Some((_, (from, to))) => format!("{from} to {to}"),
            None => period.to_owned(),
        };
    }
    let day = || exact_day(period).map(|d| d.strftime("%-d %B %Y").to_string());
    name(period).or_else(day).unwrap_or_else(|| period.to_owned())
}

/// A quarter or financial year as people type it, as the months it covers: `Q2 2024/25` is
/// `2024-07/2024-09`, `2024/25` is `2024-04/2025-03`. `2024-Q3` is of the calendar year, as the
/// statistical offices write it; `Q3 2024` may be of the calendar or of the financial year, and is none.
#[must_use]
pub fn financial(typed: &str) -> Option<String> {
    let lower = typed.trim().to_lowercase();
    if let Some((year, quarter)) = lower.split_once("-q") {
        let is_number =
            |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        if is_number(year, 4) && is_number(quarter, 1) {
            let quarter = quarter.parse::<i8>().ok().filter(|n| (1..=4).contains(n))?;
            return Some(format!("{year}-{:02}/{year}-{:02}", quarter * 3 - 2, quarter * 3));
        }
    }
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
    let mut quarter: Option<i64> = None;
    let mut year: Option<i16> = None;
    let number = |word: &str| -> Option<i64> {
        let n = match word {
            "one" | "first" | "1st" => 1,
            "two" | "second" | "2nd" => 2,
            "three" | "third" | "3rd" => 3,
            "four" | "fourth" | "4th" => 4,
            digits => digits.parse().ok()?,
        };
        (1..=4).contains(&n).then_some(n)
    };
    for (i, word) in words.iter().enumerate() {
        let next = words.get(i + 1).copied().unwrap_or_default();
        match *word {
            "quarter" | "qtr" | "q" if quarter.is_none() => quarter = Some(number(next)?),
            // `second quarter`, where the number has been read.
            "quarter" | "qtr" | "q" | "of" | "fy" | "financial" | "year" => {}
            word if word.len() == 2 && word.starts_with('q') => {
                quarter = Some(number(word.get(1..)?)?);
            }
            word if number(word).is_some() => {
                let last = i.checked_sub(1).and_then(|n| words.get(n)).copied();
                let is_counted = next == "quarter" || matches!(last, Some("quarter" | "qtr" | "q"));
                if !is_counted {
                    return None;
                }
                if next == "quarter" {
                    quarter = number(word);
                }
            }
            word => year = Some(financial_year(word)?),
        }
    }
    let start = Date::new(year?, 4, 1).ok()?;
    let (from, to) = match quarter {
        Some(n) => {
            let from = start.checked_add(((n - 1) * 3).months()).ok()?;
            (from, from.checked_add(2.months()).ok()?)
        }
        None => (start, start.checked_add(11.months()).ok()?),
    };
    Some(format!("{}/{}", from.strftime("%Y-%m"), to.strftime("%Y-%m")))
}

/// The first year of `2024/25`, `2024-25`, `2024-2025`; `fy24/25` and `fy2024/25` too.
fn financial_year(word: &str) -> Option<i16> {
    let word = word.strip_prefix("fy").unwrap_or(word);
    let (first, second) = word.split_once(['/', '-', '–'])?;
    let is_number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !is_number(first) || !is_number(second) {
        return None;
    }
    let whole = |t: &str| match t.len() {
        4 => t.parse::<i16>().ok(),
        2 => t.parse::<i16>().ok().map(|n| 2000 + n),
        _ => None,
    };
    let (a, b) = (whole(first)?, whole(second)?);
    (b == a + 1).then_some(a)
}

/// Number of days from one day to another, below 0 where the other is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    to.since(from).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_years_are_the_months_they_cover() {
        for (typed, expected) in [
            ("Q2 2024/25", "2024-07/2024-09"),
            ("q2 2024-25", "2024-07/2024-09"),
            ("Quarter 2 2024/25", "2024-07/2024-09"),
            ("Quarter 2, 2024/25", "2024-07/2024-09"),
            ("Qtr 4 2024/25", "2025-01/2025-03"),
            ("second quarter of 2024/25", "2024-07/2024-09"),
            ("2024/25 Q1", "2024-04/2024-06"),
            ("2024/25", "2024-04/2025-03"),
            ("2024-2025", "2024-04/2025-03"),
            ("FY 2024/25", "2024-04/2025-03"),
            ("fy24/25", "2024-04/2025-03"),
            ("2024-25", "2024-04/2025-03"),
            ("2024-Q1", "2024-01/2024-03"),
            ("2024-q4", "2024-10/2024-12"),
        ] {
            assert_eq!(financial(typed).as_deref(), Some(expected), "{typed}");
            assert!(is_period(expected));
        }
        for typed in [
            "Q2 2024",
            "2024-Q5",
            "2024-Q0",
            "24-Q1",
            "2024-Q12",
            "Q5 2024/25",
            "2024",
            "2024/26",
            "plan 2024/25",
            "2 2024/25",
            "",
            "2024-07",
        ] {
            assert_eq!(financial(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_quarter_of_either_year_is_refused_with_both() {
        for typed in ["Q2 2026", "quarter 2 2026", "2026 Q2"] {
            let told = check_period(typed).unwrap_err().to_string();
            let expected = format!(
                "{typed:?} could be of the calendar or of the financial year: write 2026-Q2 for April to \
                 June 2026, or \"Q2 2026/27\" for July to September 2026"
            );
            assert_eq!(told, expected);
        }
        let told = check_period("Q4 2026").unwrap_err().to_string();
        assert!(told.contains("2026-Q4 for October to December 2026"), "{told}");
        assert!(told.contains("\"Q4 2026/27\" for January to March 2027"), "{told}");
        for typed in ["2026", "Q5 2026", "plan 2026"] {
            let told = check_period(typed).unwrap_err().to_string();
            assert!(told.contains("is not a period"), "{told}");
        }
    }

    #[test]
    fn editions_follow_each_other_by_where_their_periods_end() {
        let ordered = [
            "2024-02",
            "2024-03",
            "2024-03-15",
            "2024-01/2024-03",
            "2023-04/2024-03",
            "2024-04",
            "2024-05",
            "2024-06",
            "2024-04/2024-06",
            "2024-07",
            "2024-06/2024-07",
            "2025-03",
            "2025-01/2025-03",
            "2024-04/2025-03",
            "2025-04-01",
        ];
        assert!(ordered.is_sorted_by_key(|p| order(p)), "{:?}", ordered.map(order));
    }

    #[test]
    fn periods_begin_and_end() {
        let days = |p: &str| Some((first_day(p)?.to_string(), last_day(p)?.to_string()));
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(days("2024-02"), both("2024-02-01", "2024-02-29"));
        assert_eq!(days("2024-07/2024-09"), both("2024-07-01", "2024-09-30"));
        assert_eq!(days("2024-07-09"), both("2024-07-09", "2024-07-09"));
        assert_eq!(days("soon"), None);
        for bad in ["2024-09/2024-07", "2024-07/2024", "2024-7", "2024", "2024-13", "/", ""] {
            assert!(!is_period(bad), "{bad}");
        }
        assert!(is_within("2024-07", "2024-04/2025-03") && is_within("2024-07-09", "2024-07"));
        assert!(!is_within("2024-10", "2024-07/2024-09") && !is_within("soon", "2024-07"));
        assert_eq!(month("2024-07/2024-09"), "July to September 2024");
        assert_eq!(month("2024-11/2025-01"), "November 2024 to January 2025");
        assert_eq!(month("2024-07"), "July 2024");
        assert_eq!(month("2024-07-09"), "9 July 2024");
        assert_eq!(month("a"), "a");
    }
}
