//! A day and a month in figures without a year (`15/3`), where the document tells which comes first and a year is known.

use crate::{Completion, Context, Reading};
use tablemend_model::languages::MONTHS;

/// The two numbers of a text that is a day and a month in figures and no more; `24/7` is none.
pub(crate) fn numbers(text: &str) -> Option<(u32, u32)> {
    let text = text.trim();
    let text = match text.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &text[3..],
        _ => text,
    };
    let number = |part: &str| {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u32>().ok().filter(|n| is_number && (1..=31).contains(n))
    };
    let (first, second) = text.trim_start().split_once('/')?;
    let (first, second) = (number(first)?, number(second)?);
    ((first, second) != (24, 7) && first.min(second) <= 12).then_some((first, second))
}

/// Reads such a text as the day that it is in the year that the document gives; that is told as assumed.
pub(crate) fn read(
    raw: &str,
    context: &Context,
    read: impl Fn(&str, &Context) -> Reading,
) -> Option<Reading> {
    let day_first = context.day_first?;
    let (first, second) = numbers(raw)?;
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    let name = MONTHS.get((month as usize).checked_sub(1)?)?;
    let found = read(&format!("{day} {name}"), context);
    found.completion.edtf.as_ref()?;
    let printed = raw.replace('\n', " ");
    let mut dates = found.completion.dates;
    for date in &mut dates {
        date.printed.clone_from(&printed);
    }
    let mut findings = found.findings;
    for finding in &mut findings {
        finding.printed.clone_from(&printed);
    }
    let completion = Completion { printed: Some(printed), dates, ..found.completion };
    Some(Reading { completion, findings })
}

#[cfg(test)]
mod tests {
    use crate::{Context, day_first, read};
    use tablemend_model::RichText;

    #[test]
    fn a_day_and_a_month_are_read_where_the_order_and_a_year_are_known() {
        let edtf = |text: &str, day_first, only_year| {
            let context = Context { day_first, only_year, ..Context::default() };
            let read = read(&RichText::plain(text), &context);
            let codes: Vec<&str> = read.findings.iter().map(|f| f.code).collect();
            (read.completion.edtf, read.completion.printed, codes.join(" "))
        };
        let told = |date: &str, printed: &str| {
            (Some(date.to_owned()), Some(printed.to_owned()), "date.year_assumed".to_owned())
        };
        assert_eq!(edtf("3/15", Some(false), Some(2025)), told("2025-03-15", "3/15"));
        assert_eq!(edtf("by 4/5", Some(true), Some(2025)), told("2025-05-04", "by 4/5"));
        for (text, order, year) in [
            ("4/5", None, Some(2025)),
            ("4/5", Some(true), None),
            ("24/7", Some(true), Some(2025)),
            ("3/4 of them", Some(true), Some(2025)),
            ("3/15", Some(true), Some(2025)),
        ] {
            assert_eq!(edtf(text, order, year).0, None, "{text}");
        }
    }

    #[test]
    fn days_without_a_year_tell_the_order_where_no_whole_date_does() {
        assert_eq!(day_first(["3/15", "4/5"].into_iter()), Some(false));
        assert_eq!(day_first(["3/15", "20/04/2025"].into_iter()), Some(true));
        assert_eq!(day_first(["24/7", "4/5"].into_iter()), None);
    }
}
