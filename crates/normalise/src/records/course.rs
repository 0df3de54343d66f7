//! Columns of dates without a year that run through the months of a year: the column has the year, not each cell.

use tablemend_dates::Context;
use tablemend_model::RichText;

/// Fewer dates show no course.
const FEWEST: usize = 3;

/// The years of a column that runs from month to month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course {
    /// The year in which it begins.
    year: i16,
    /// Where it goes on into the next year, the first of its months in the year in which it begins.
    from: Option<i8>,
}

impl Course {
    /// The year of a date in a month.
    pub(super) fn year_of(&self, month: i8) -> i16 {
        self.year.saturating_add(i16::from(self.from.is_some_and(|from| month < from)))
    }

    /// Its years in words.
    pub(super) fn years(&self) -> String {
        match self.from {
            Some(_) => format!("{} to {}", self.year, self.year.saturating_add(1)),
            None => self.year.to_string(),
        }
    }
}

/// The course of the cells of a column in document order, for an edition of a year and month; `None` where they have
/// years, go back and forth, or the edition's month is none of those that they run through.
pub(super) fn of(cells: &[&str], edition: (i16, i8), context: &Context) -> Option<Course> {
    let mut months = Vec::new();
    for cell in cells {
        let read = tablemend_dates::read(&RichText::plain(cell), context);
        let is_assumed = read.findings.iter().any(|f| f.code == "date.year_assumed");
        match read.completion.start.or(read.completion.end) {
            Some(day) if is_assumed => months.push(day.month()),
            Some(_) => return None,
            None => {}
        }
    }
    let (first, last) = (*months.first()?, *months.last()?);
    if months.len() < FEWEST || months.iter().all(|m| *m == first) {
        return None;
    }
    // Within a month or two rows may be in any order.
    let turns = months.windows(2).filter(|pair| pair[0] - pair[1] > 1).count();
    let falls = months.windows(2).filter(|pair| pair[0] > pair[1]).count();
    let (year, month) = edition;
    let (least, most) = (*months.iter().min()?, *months.iter().max()?);
    match turns {
        0 if falls * 5 <= months.len() && (least..=most).contains(&month) => {
            Some(Course { year, from: None })
        }
        // `October | December | February`: all months before the turn come later in the year than those behind it.
        1 => {
            let turn = months.windows(2).position(|pair| pair[0] - pair[1] > 1)? + 1;
            let (before, behind) = months.split_at_checked(turn)?;
            let (from, to) = (*before.iter().min()?, *behind.iter().max()?);
            let is_within = month >= from || month <= to;
            let begins = if month >= from { year } else { year.checked_sub(1)? };
            (to < from && last <= to && first >= from && is_within)
                .then_some(Course { year: begins, from: Some(from) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::records::authors_tests::{field, read};
    use tablemend_dates::Context;

    /// The year of each date of a column in an edition of March 2026.
    fn years(cells: &[&str]) -> Option<Vec<i16>> {
        let edition = (2026, 3);
        let context = Context { period: Some(edition), ..Context::default() };
        let course = of(cells, edition, &context)?;
        let month = |cell: &&str| {
            let name = cell.split(' ').next_back().unwrap_or_default();
            tablemend_model::languages::MONTHS
                .iter()
                .position(|m| *m == name)
                .map(|at| at as i8 + 1)
        };
        Some(cells.iter().filter_map(month).map(|m| course.year_of(m)).collect())
    }

    #[test]
    fn a_column_that_runs_through_a_year_is_of_that_year() {
        assert_eq!(years(&["31 January", "28 February", "31 March"]), Some(vec![2026; 3]));
        assert_eq!(
            years(&["30 January", "1 February", "31 January", "9 February", "5 March", "2 April"]),
            Some(vec![2026; 6])
        );
        assert_eq!(
            years(&["1 October", "1 December", "1 February", "1 April"]),
            Some(vec![2025, 2025, 2026, 2026])
        );
        assert_eq!(
            years(&["1 March", "1 October", "1 January", "1 February"]),
            Some(vec![2026, 2026, 2027, 2027])
        );
    }

    #[test]
    fn what_goes_back_and_forth_or_lies_elsewhere_has_no_course() {
        for cells in [
            &["31 January", "31 March"][..],
            &["31 October", "31 January", "30 June", "31 March", "31 December"],
            &["31 May", "30 June", "31 July"],
            &["31 March", "31 March", "31 March"],
            &["31 January 2026", "28 February", "31 March"],
            &["on a spring day", "soon", "later"],
        ] {
            assert_eq!(years(cells), None, "{cells:?}");
        }
    }

    #[test]
    fn the_years_of_a_column_are_told_once() {
        let data = read(
            "# Quay plan March 2026\n\nRef|Action|Lead|Due\nQ1|Dredge the dock|Clerk|30 January\nQ2|Hang the gate|Bo|9 February\nQ3|Ring the bell|Bo|5 March\nQ4|Paint the boat|Bo|2 April",
        );
        assert_eq!(
            field(&data, "actions", "completion"),
            ["2026-01-30", "2026-02-09", "2026-03-05", "2026-04-02"]
        );
        let told: Vec<&str> = data
            .diagnostics
            .iter()
            .filter(|d| d.code == "date.year_assumed")
            .filter_map(|d| d.used.as_deref())
            .collect();
        assert_eq!(told, ["2026"]);
    }
}
