//! Dates and amounts that a narrow cell broke: their form says that a part is missing.

/// Whether a line ends within a date or an amount, and the next one has just what is missing.
///
/// `26/02/20` and `20` are `26/02/2020`; `1,250,0` and `00` are `1,250,000`.
pub(super) fn are_cut(last: &str, next: &str) -> bool {
    let is_number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    is_number(next) && (is_date_cut(last, next) || is_amount_cut(last, next))
}

/// Whether the year of a date lacks digits, and has them with what follows.
fn is_date_cut(last: &str, next: &str) -> bool {
    let is_part = |s: &str| matches!(s.len(), 1..=2) && s.bytes().all(|b| b.is_ascii_digit());
    ['/', '.', '-'].iter().any(|sign| {
        let mut parts = last.split(*sign);
        let (Some(a), Some(b), Some(year), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let whole = format!("{year}{next}");
        is_part(a)
            && is_part(b)
            && matches!(year.len(), 1..=3)
            && whole.len() == 4
            && (whole.starts_with("19") || whole.starts_with("20"))
            && whole.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether the last group of an amount lacks digits, and has three with what follows.
fn is_amount_cut(last: &str, next: &str) -> bool {
    let amount = last.trim_start_matches(['\u{a3}', '$', '\u{20ac}', '-', '(']);
    let mut groups = amount.split(',');
    let is_group = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let Some(first) = groups.next() else { return false };
    let rest: Vec<&str> = groups.collect();
    let Some((end, between)) = rest.split_last() else { return false };
    matches!(first.len(), 1..=3)
        && is_group(first)
        && between.iter().all(|g| g.len() == 3 && is_group(g))
        && matches!(end.len(), 1..=2)
        && is_group(end)
        && end.len() + next.len() == 3
}

#[cfg(test)]
mod tests {
    use super::are_cut;

    #[test]
    fn dates_and_amounts_are_cut_where_just_their_end_is_missing() {
        for (last, next, want) in [
            ("02/26/20", "20", true),
            ("7.4.202", "4", true),
            ("12-12-2", "019", true),
            ("02/26/20", "26", true),
            ("02/26/18", "20", false),
            ("02/26/2020", "20", false),
            ("02/26/20", "2020", false),
            ("26/20", "20", false),
            ("1,250,0", "00", true),
            ("\u{a3}14,2", "50", true),
            ("1,250", "000", false),
            ("12", "500", false),
            ("02/26/20", "AF", false),
            ("", "20", false),
            (",", "20", false),
        ] {
            assert_eq!(are_cut(last, next), want, "{last} {next}");
        }
    }
}
