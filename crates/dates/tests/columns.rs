//! What the dates of a whole column say of each of them.

use tablemend_dates::{BehindMonth, behind_month, behind_month_beside, is_counted, month_first};

#[test]
fn a_column_tells_days_from_years_behind_months() {
    for (expected, column) in [
        (BehindMonth::Day, &["February 27", "April 23", "March 5"][..]),
        (BehindMonth::Day, &["February 27", "Apr 9th", "14 June"]),
        (BehindMonth::Day, &["Apr 14", "April 1, 2026"]),
        // Too far apart to be years of one plan.
        (BehindMonth::Day, &["Feb 27", "Apr 12", "June 30"]),
        (BehindMonth::Day, &["February 27", "14 June"]),
        (BehindMonth::Year, &["Mar 25", "June 26", "Sept 26"]),
        (BehindMonth::Year, &["Sept 20", "31 March 2020"]),
        (BehindMonth::Year, &["Sept 20", "June 2021"]),
        (BehindMonth::Year, &["Sept-20", "Oct 21"]),
        (BehindMonth::YearOrDay, &["Sept. 20"]),
        (BehindMonth::Day, &["Sept. 20", "Oct. 3"]),
        (BehindMonth::Year, &["May 2026", "Ongoing"]),
        (BehindMonth::YearOrDay, &["February 27", "April 21"]),
        (BehindMonth::YearOrDay, &["February 27"]),
    ] {
        assert_eq!(behind_month(column.iter().copied()), expected, "{column:?}");
    }
}

#[test]
fn the_text_beside_a_column_tells_days_from_years() {
    assert!(month_first(["As at June 27, 2025", "no day"].into_iter()));
    assert!(!month_first(["As at June 27, 2025", "until 3 May 2025"].into_iter()));
    for (expected, column) in [
        (BehindMonth::Day, &["Feb. 27", "Feb. 28"][..]),
        (BehindMonth::Year, &["Feb 27", "June 2027"]),
        (BehindMonth::Year, &["May 2026"]),
    ] {
        let found = behind_month_beside(column.iter().copied(), true);
        assert_eq!(found, expected, "{column:?}");
    }
}

#[test]
fn counted_spans_say_when_and_not_how_long() {
    for text in [
        "Week 4",
        "Days 0-14",
        "Weeks 1 to 3",
        "Month 3",
        "M12",
        "T+30",
        "W1-W3",
        "Sprint 2",
        "TBC+30",
    ] {
        assert!(is_counted(text), "{text}");
    }
    for text in [
        "3 days",
        "Week",
        "M",
        "Monday 3",
        "Week 4 of the plan",
        "2 weeks",
        "Metres 3",
        "TBC + more",
        "",
    ] {
        assert!(!is_counted(text), "{text}");
    }
}
