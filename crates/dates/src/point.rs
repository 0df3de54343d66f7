//! A point in time as it was written, and the days it means once its year is known.

use crate::calendar::{Edge, Extent, Precision, days_in_month, easter, financial_quarter};
use tablemend_model::Date;

/// What was named. Numbers are as written: a day may be one that its month does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Month and day.
    Day(i16, i16),
    /// A day whose month is with the next date.
    DayOnly(i16),
    Month(i16),
    /// EDTF code.
    Season(i16),
    /// EDTF code of its season.
    Term(i16),
    /// The month it is in.
    HalfTerm(i16),
    /// Of the financial year.
    Quarter(i16),
    /// Of the calendar year.
    YearQuarter(i16),
    /// First or second half of the financial year.
    FinancialHalf(i16),
    /// First or second half of the calendar year.
    YearHalf(i16),
    Year,
    Financial,
    Academic,
    Easter,
}

/// The week that a day stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Week {
    Commencing,
    Ending,
}

/// A point in time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) unit: Unit,
    /// As printed, the first of two; `None` where none is.
    pub(crate) year: Option<i16>,
    /// `End March`: its last day.
    pub(crate) end: bool,
    /// `early`, `mid`, `late`: somewhere in it.
    pub(crate) part: bool,
    pub(crate) week: Option<Week>,
    /// 1 (Monday) to 7.
    pub(crate) weekday: Option<i8>,
    /// Why another reading is as good.
    pub(crate) doubt: Option<&'static str>,
}

/// What a point means.
#[derive(Clone, Debug)]
pub(crate) struct Meant {
    pub(crate) extent: Extent,
    /// `Q3 2020/21`.
    pub(crate) label: Option<String>,
    /// No calendar has the day; the month was taken.
    pub(crate) impossible: bool,
    /// The day of the week is another one.
    pub(crate) wrong_weekday: bool,
}

impl Point {
    pub(crate) fn new(unit: Unit, year: Option<i16>) -> Self {
        Self { unit, year, end: false, part: false, week: None, weekday: None, doubt: None }
    }

    pub(crate) fn at_end(mut self) -> Self {
        self.end = true;
        self
    }

    /// Whether a year printed with one of two such points can count for the other.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let class = |u: Unit| match u {
            Unit::Day(..) | Unit::DayOnly(_) | Unit::Month(_) => 1,
            Unit::Quarter(_) | Unit::YearQuarter(_) => 2,
            Unit::Season(_) => 3,
            Unit::Term(_) => 4,
            Unit::HalfTerm(_) => 5,
            Unit::Easter => 1,
            Unit::FinancialHalf(_) => 7,
            Unit::YearHalf(_) => 8,
            Unit::Year | Unit::Financial | Unit::Academic => 6,
        };
        class(self.unit) == class(other.unit)
    }

    /// A quarter that shares the year of another is of the same kind of year: `Q1 – Q2 2020/21`.
    pub(crate) fn of_kind(mut self, other: &Self) -> Self {
        self.unit = match (self.unit, other.unit) {
            (Unit::Quarter(n), Unit::YearQuarter(_)) => Unit::YearQuarter(n),
            (Unit::YearQuarter(n), Unit::Quarter(_)) => Unit::Quarter(n),
            (Unit::Quarter(_), Unit::Quarter(_)) | (Unit::YearQuarter(_), Unit::YearQuarter(_)) => {
                self.unit
            }
            _ => return self,
        };
        self.doubt = None;
        self
    }

    /// The days it means in a year; `None` where it has no month or the year is past 9999.
    pub(crate) fn in_year(&self, year: i16) -> Option<Meant> {
        let mut label = None;
        let mut impossible = false;
        let mut wrong_weekday = false;
        let next = year.checked_add(1)?;
        let pair = || format!("{year}/{:02}", next % 100);
        let mut extent = match self.unit {
            Unit::DayOnly(_) => return None,
            Unit::Day(month, day) => {
                let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
                match Date::new(year, month, day) {
                    Ok(date) => {
                        wrong_weekday = self
                            .weekday
                            .is_some_and(|w| w != date.weekday().to_monday_one_offset());
                        self.days(date)?
                    }
                    Err(_) => {
                        days_in_month(year, month)?;
                        impossible = true;
                        Extent::one(Precision::Month(year, month))?
                    }
                }
            }
            Unit::Easter => Extent::one(Precision::Day(easter(year)?))?,
            Unit::Month(month) => Extent::one(Precision::Month(year, i8::try_from(month).ok()?))?,
            Unit::HalfTerm(month) => {
                label = Some("half term".to_owned());
                let edge = Edge {
                    precision: Precision::Month(year, i8::try_from(month).ok()?),
                    qualifier: Some('~'),
                };
                Extent::qualified(edge)?
            }
            Unit::Season(code) => Extent::one(Precision::Season(year, i8::try_from(code).ok()?))?,
            Unit::Term(code) => {
                // Terms of English schools in whole months: their days differ by council and year.
                let (name, from, to) = match code {
                    21 => ("Spring", 1, 3),
                    22 => ("Summer", 4, 7),
                    23 => ("Autumn", 9, 12),
                    _ => return None,
                };
                label = Some(format!("{name} term {year}"));
                Extent::of_months((year, from), (year, to))?
            }
            Unit::Quarter(n) => {
                label = Some(format!("Q{n} {}", pair()));
                financial_quarter(year, i8::try_from(n).ok()?)?
            }
            Unit::FinancialHalf(n) => {
                label = Some(format!("H{n} {}", pair()));
                let second = financial_quarter(year, if n == 1 { 2 } else { 4 })?;
                let first = financial_quarter(year, if n == 1 { 1 } else { 3 })?;
                Extent::joined(&first, &second)?
            }
            Unit::YearQuarter(n) => {
                let last = i8::try_from(n).ok()? * 3;
                Extent::of_months((year, last - 2), (year, last))?
            }
            Unit::YearHalf(1) => Extent::of_months((year, 1), (year, 6))?,
            Unit::YearHalf(_) => Extent::of_months((year, 7), (year, 12))?,
            Unit::Year => Extent::one(Precision::Year(year))?,
            Unit::Financial => {
                label = Some(format!("FY {}", pair()));
                Extent::of_months((year, 4), (next, 3))?
            }
            Unit::Academic => {
                label = Some(format!("academic year {}", pair()));
                Extent::of_months((year, 9), (next, 8))?
            }
        };
        if self.end {
            self.move_to_end(&mut extent);
        } else if self.part && !matches!(self.unit, Unit::Day(..) | Unit::Easter) {
            extent.qualify('~');
        }
        Some(Meant { extent, label, impossible, wrong_weekday })
    }

    /// The end of a month keeps the month as its EDTF, as the contract has it; the end of anything
    /// longer is its last day.
    fn move_to_end(&self, extent: &mut Extent) {
        let Some(end) = extent.end else { return };
        match self.unit {
            Unit::Day(..) | Unit::Easter | Unit::HalfTerm(_) => {}
            Unit::Month(_) => extent.start = Some(end),
            _ => *extent = Extent { single: true, ..Extent::of_days(end, end) },
        }
    }

    fn days(&self, date: Date) -> Option<Extent> {
        use jiff::ToSpan as _;
        match self.week {
            None => Extent::one(Precision::Day(date)),
            Some(Week::Commencing) => Some(Extent::of_days(date, date.checked_add(6.days()).ok()?)),
            Some(Week::Ending) => Some(Extent::of_days(date.checked_sub(6.days()).ok()?, date)),
        }
    }
}
