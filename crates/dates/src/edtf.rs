//! Reads EDTF (ISO 8601-2:2019, level 1) strings back into intervals of days.

use crate::calendar::{Edge, Extent, Precision, days_in_month};
use tablemend_model::{Date, DatedAs};

/// Reads an EDTF date or interval of level 0 or 1 (Library of Congress, Extended Date/Time Format
/// Specification, 2019): `2020`, `2020-03`, `2020-03-31`, seasons `2020-21` to `2020-24`, the
/// qualifiers `?`, `~` and `%`, unspecified digits (`202X`, `2020-XX`, `2020-03-XX`), intervals with
/// `..` or nothing for an end that is open or unknown.
///
/// Not read: times of day, years before 0 or of more than four digits. `None` for them and for what
/// no calendar has; also for an interval that runs backwards.
#[must_use]
pub fn edtf(text: &str) -> Option<DatedAs> {
    let extent = match text.split_once('/') {
        None => single(text)?,
        Some((from, to)) => {
            let open = |s: &str| s.is_empty() || s == "..";
            if open(from) && open(to) {
                return None;
            }
            let first = if open(from) { None } else { Some(single(from)?) };
            let last = if open(to) { None } else { Some(single(to)?) };
            let extent = Extent {
                start: first.as_ref().and_then(|e| e.start),
                end: last.as_ref().and_then(|e| e.end),
                first: first.and_then(|e| e.first),
                last: last.and_then(|e| e.last),
                single: false,
            };
            if matches!((extent.start, extent.end), (Some(a), Some(b)) if a > b) {
                return None;
            }
            extent
        }
    };
    Some(DatedAs { edtf: text.to_owned(), start: extent.start, end: extent.end })
}

fn single(text: &str) -> Option<Extent> {
    let qualifier = text.chars().next_back().filter(|c| matches!(c, '?' | '~' | '%'));
    let plain = if qualifier.is_some() { text.get(..text.len() - 1)? } else { text };
    let mut parts = plain.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    if let Some(hidden) = year.find('X') {
        // Level 1 hides the last one or two digits, of the year alone.
        let known = year.get(..hidden)?;
        let span = match (hidden, &year[hidden..]) {
            (3, "X") => 10,
            (2, "XX") => 100,
            _ => return None,
        };
        if month.is_some() {
            return None;
        }
        let from = number(known)? * span;
        return Extent::joined(
            &Extent::one(Precision::Year(from))?,
            &Extent::one(Precision::Year(from + span - 1))?,
        );
    }
    let year = number(year)?;
    let precision = match (month, day) {
        (None, _) | (Some("XX"), None | Some("XX")) => Precision::Year(year),
        (Some(month), day) => {
            let month = two(month)?;
            match day {
                None if (21..=24).contains(&month) => Precision::Season(year, month),
                None | Some("XX") => {
                    days_in_month(year, month)?;
                    Precision::Month(year, month)
                }
                Some(day) => Precision::Day(Date::new(year, month, two(day)?).ok()?),
            }
        }
    };
    Extent::qualified(Edge { precision, qualifier })
}

fn number(digits: &str) -> Option<i16> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn two(digits: &str) -> Option<i8> {
    (digits.len() == 2).then(|| number(digits))?.and_then(|n| i8::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_0_and_1() {
        for (text, days) in [
            ("2020", "2020-01-01 2020-12-31"),
            ("2020-02", "2020-02-01 2020-02-29"),
            ("2019-02", "2019-02-01 2019-02-28"),
            ("2020-03-31", "2020-03-31 2020-03-31"),
            ("2020-24", "2020-12-01 2021-02-28"),
            ("2020-05~", "2020-05-01 2020-05-31"),
            ("2020-05-01%", "2020-05-01 2020-05-01"),
            ("202X", "2020-01-01 2029-12-31"),
            ("20XX", "2000-01-01 2099-12-31"),
            ("2020-XX", "2020-01-01 2020-12-31"),
            ("2020-04-XX", "2020-04-01 2020-04-30"),
            ("2019-11/2020-01", "2019-11-01 2020-01-31"),
            ("2020-01-31/2020-07", "2020-01-31 2020-07-31"),
            ("2020-04/..", "2020-04-01 -"),
            ("../2020-06", "- 2020-06-30"),
            ("/2020-06?", "- 2020-06-30"),
        ] {
            let read = edtf(text).unwrap_or_else(|| panic!("{text}"));
            let day = |d: Option<Date>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
            assert_eq!(format!("{} {}", day(read.start), day(read.end)), days, "{text}");
        }
    }

    #[test]
    fn what_is_no_edtf_or_no_date_is_refused() {
        for text in [
            "",
            "/",
            "../..",
            "2020-13",
            "2020-02-30",
            "2020-1",
            "20-01",
            "2020-01-01-01",
            "2020-25",
            "2020-05/2020-04",
            "2X20",
            "+020",
            "2020-+1",
            "March 2020",
            "2020~?",
            "é020",
            "202X-01",
        ] {
            assert_eq!(edtf(text), None, "{text}");
        }
    }
}
