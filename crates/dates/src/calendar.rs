//! Days, months, seasons and the years of British public bodies as intervals of days.

use tablemend_model::{Date, DatedAs};

/// One end of an EDTF interval, as precise as it was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) precision: Precision,
    /// `?`, `~` or `%`.
    pub(crate) qualifier: Option<char>,
}

/// What one EDTF date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Year(i16),
    /// EDTF code 21 (spring) to 24 (winter).
    Season(i16, i8),
    Month(i16, i8),
    Day(Date),
}

impl Edge {
    pub(crate) fn new(precision: Precision) -> Self {
        Self { precision, qualifier: None }
    }

    /// First and last day. Seasons are the meteorological ones of the northern hemisphere: spring
    /// March to May, summer June to August, autumn September to November, winter December to
    /// February of the next year (ISO 8601-2 leaves their days open). `None` past the year 9999.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        match self.precision {
            Precision::Day(day) => Some((day, day)),
            Precision::Month(y, m) => months((y, m), (y, m)),
            Precision::Year(y) => months((y, 1), (y, 12)),
            Precision::Season(..) => {
                let (from, to) = self.precision.season_months()?;
                months(from, to)
            }
        }
    }

    fn print(&self, out: &mut String) {
        use std::fmt::Write as _;
        // OK because writing to a string cannot fail.
        let _ = match self.precision {
            Precision::Year(y) => write!(out, "{y:04}"),
            Precision::Month(y, m) => write!(out, "{y:04}-{m:02}"),
            Precision::Season(y, code) => write!(out, "{y:04}-{code}"),
            Precision::Day(d) => write!(out, "{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
        };
        out.extend(self.qualifier);
    }
}

impl Precision {
    fn season_months(self) -> Option<((i16, i8), (i16, i8))> {
        match self {
            Self::Season(y, 21) => Some(((y, 3), (y, 5))),
            Self::Season(y, 22) => Some(((y, 6), (y, 8))),
            Self::Season(y, 23) => Some(((y, 9), (y, 11))),
            Self::Season(y, 24) => Some(((y, 12), (y.checked_add(1)?, 2))),
            _ => None,
        }
    }
}

/// An interval of days and how it is said in EDTF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// `None` where the interval has no start.
    pub(crate) first: Option<Edge>,
    /// `None` where the interval has no end.
    pub(crate) last: Option<Edge>,
    /// One date, not an interval: `first` and `last` are equal.
    pub(crate) single: bool,
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
}

impl Extent {
    /// One date.
    pub(crate) fn one(precision: Precision) -> Option<Self> {
        Self::qualified(Edge::new(precision))
    }

    /// One date with its qualifier.
    pub(crate) fn qualified(edge: Edge) -> Option<Self> {
        let (start, end) = edge.days()?;
        Some(Self {
            first: Some(edge),
            last: Some(edge),
            single: true,
            start: Some(start),
            end: Some(end),
        })
    }

    /// An interval of whole months.
    pub(crate) fn of_months(from: (i16, i8), to: (i16, i8)) -> Option<Self> {
        let (start, end) = months(from, to)?;
        Some(Self {
            first: Some(Edge::new(Precision::Month(from.0, from.1))),
            last: Some(Edge::new(Precision::Month(to.0, to.1))),
            single: false,
            start: Some(start),
            end: Some(end),
        })
    }

    /// An interval of days.
    pub(crate) fn of_days(start: Date, end: Date) -> Self {
        Self {
            first: Some(Edge::new(Precision::Day(start))),
            last: Some(Edge::new(Precision::Day(end))),
            single: false,
            start: Some(start),
            end: Some(end),
        }
    }

    /// From the start of one to the end of another; `None` where that would run backwards. A season
    /// is said by its months here, for EDTF level 1 has no season in an interval.
    pub(crate) fn joined(from: &Self, to: &Self) -> Option<Self> {
        if let (Some(start), Some(end)) = (from.start, to.end)
            && start > end
        {
            return None;
        }
        if from == to {
            return Some(from.clone());
        }
        let plain = |edge: Option<Edge>, first: bool| {
            edge.map(|e| match e.precision.season_months() {
                Some((a, b)) => {
                    let (y, m) = if first { a } else { b };
                    Edge { precision: Precision::Month(y, m), ..e }
                }
                None => e,
            })
        };
        Some(Self {
            first: plain(from.first, true),
            last: plain(to.last, false),
            single: false,
            start: from.start,
            end: to.end,
        })
    }

    /// Adds a qualifier to every end that is there; `?` and `~` together are `%`.
    pub(crate) fn qualify(&mut self, mark: char) {
        for edge in [&mut self.first, &mut self.last].into_iter().flatten() {
            edge.qualifier = Some(match edge.qualifier {
                None => mark,
                Some(had) if had == mark => had,
                Some(_) => '%',
            });
        }
    }

    /// How it is said in EDTF.
    pub(crate) fn print(&self) -> String {
        let mut out = String::with_capacity(24);
        if self.single {
            if let Some(edge) = &self.first {
                edge.print(&mut out);
            }
            return out;
        }
        for (n, edge) in [&self.first, &self.last].into_iter().enumerate() {
            if n == 1 {
                out.push('/');
            }
            match edge {
                Some(edge) => edge.print(&mut out),
                None => out.push_str(".."),
            }
        }
        out
    }

    /// In the model's form.
    pub(crate) fn dated(&self) -> DatedAs {
        DatedAs { edtf: self.print(), start: self.start, end: self.end }
    }
}

/// Number of days of a month in the Gregorian calendar; `None` where there is no such month.
pub(crate) fn days_in_month(year: i16, month: i8) -> Option<i8> {
    Date::new(year, month, 1).ok().map(Date::days_in_month)
}

/// First day of one month and last day of another.
fn months(from: (i16, i8), to: (i16, i8)) -> Option<(Date, Date)> {
    let start = Date::new(from.0, from.1, 1).ok()?;
    let end = Date::new(to.0, to.1, days_in_month(to.0, to.1)?).ok()?;
    Some((start, end))
}

/// The quarter of the financial year that begins in April of `year` (Interpretation Act 1978,
/// schedule 1: the year ends on 31 March).
pub(crate) fn financial_quarter(year: i16, quarter: i8) -> Option<Extent> {
    let (y, m) = match quarter {
        1..=3 => (year, 1 + 3 * quarter),
        4 => (year.checked_add(1)?, 1),
        _ => return None,
    };
    Extent::of_months((y, m), (y, m + 2))
}

/// Easter Sunday of a year of the Gregorian calendar, by the anonymous algorithm printed in
/// "A New York correspondent", Nature 13 (20 April 1876), p. 487; see J. Meeus, Astronomical
/// Algorithms, 2nd ed. (1998), ch. 8.
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_sundays_of_the_almanac() {
        for (year, month, day) in [
            (1954, 4, 18),
            (2000, 4, 23),
            (2016, 3, 27),
            (2020, 4, 12),
            (2024, 3, 31),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), Date::new(year, month, day).ok(), "{year}");
        }
    }

    #[test]
    fn the_fourth_financial_quarter_is_in_the_next_year() {
        assert_eq!(financial_quarter(2020, 3).unwrap().print(), "2020-10/2020-12");
        assert_eq!(financial_quarter(2020, 4).unwrap().print(), "2021-01/2021-03");
        assert!(financial_quarter(2020, 5).is_none());
    }
}
