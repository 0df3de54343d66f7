//! Days counted from a date that is printed: `within 6 months of June 2026`, `2 weeks before 1 May 2026`.

use super::{Body, Scanner};
use crate::lexicon::Word;
use crate::point::{Point, Unit};
use crate::token::Kind;
use jiff::Span;
use tablemend_model::Date;

/// Why what is counted from a month may be another one.
const FROM_MONTH: &str =
    "it is counted from a month, whose first or last day may be meant; the months were added up";

/// A length of time.
#[derive(Clone, Copy)]
enum Length {
    Days(i16),
    Months(i16),
}

impl Scanner<'_> {
    /// Such a date: what it is, its first token and the first one behind it.
    pub(super) fn counted(&self, at: usize) -> Option<(Body, usize, usize)> {
        let is_within = self.says(at, "within");
        let (length, here) = self.length(at + usize::from(is_within))?;
        let (is_back, is_span, here) = match (self.word(here)?, self.lower(here).as_str()) {
            (Word::Of, "of") if is_within => (false, true, here + 1),
            (Word::From, "from") => (false, true, here + 1),
            (Word::After, "after" | "following") => (false, is_within, here + 1),
            (Word::Filler, "before") => (true, is_within, here + 1),
            (_, "prior") if self.word(here + 1) == Some(Word::To) => (true, is_within, here + 2),
            _ => return None,
        };
        let (point, end) = self.point(here)?;
        let mut moved = shifted(&point, length, is_back)?;
        if matches!(moved.unit, Unit::Month(_)) {
            moved.doubt = Some(FROM_MONTH);
        }
        let body = match (is_span, is_back) {
            (false, _) => Body::One(moved),
            (true, false) => Body::Range(point, moved),
            (true, true) => Body::Range(moved, point),
        };
        Some((body, at, end))
    }

    /// `6 months`, `two weeks`, and the first token behind it.
    fn length(&self, at: usize) -> Option<(Length, usize)> {
        const SMALL: [&str; 13] = [
            "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ];
        let count = match self.kind(at)? {
            Kind::Number { value: value @ 1..=366, ordinal: false, .. } => {
                i16::try_from(value).ok()?
            }
            Kind::Word(_) => {
                let at = SMALL.iter().position(|w| !w.is_empty() && self.says(at, w))?;
                i16::try_from(at).ok()?
            }
            _ => return None,
        };
        let mut here = at + 1;
        here += usize::from(self.lower(here) == "calendar");
        let length = match self.lower(here).as_str() {
            "day" | "days" => Length::Days(count),
            "week" | "weeks" | "wk" | "wks" => Length::Days(count.checked_mul(7)?),
            "month" | "months" | "mth" | "mths" => Length::Months(count),
            "year" | "years" | "yr" | "yrs" => Length::Months(count.checked_mul(12)?),
            _ => return None,
        };
        Some((length, here + 1))
    }
}

/// A point so much later or earlier, as precise as it was; `None` where days are counted from a month.
fn shifted(point: &Point, length: Length, is_back: bool) -> Option<Point> {
    let year = point.year?;
    let sign = if is_back { -1 } else { 1 };
    let (day, is_month) = match (point.unit, length) {
        (Unit::Day(month, day), _) => {
            (Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?, false)
        }
        (Unit::Month(month), Length::Months(_)) => {
            (Date::new(year, i8::try_from(month).ok()?, 1).ok()?, true)
        }
        _ => return None,
    };
    let span = match length {
        Length::Days(n) => Span::new().try_days(sign * i32::from(n)).ok()?,
        Length::Months(n) => Span::new().try_months(sign * i32::from(n)).ok()?,
    };
    let moved = day.checked_add(span).ok()?;
    let month = i16::from(moved.month());
    let unit = if is_month { Unit::Month(month) } else { Unit::Day(month, i16::from(moved.day())) };
    let mut out = Point::new(unit, Some(moved.year()));
    out.end = point.end;
    Some(out)
}
