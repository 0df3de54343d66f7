//! Dots that lead from a text to the next column: where they are, the text has ended.

/// Whether a line ends with dots that lead on.
pub(super) fn ends_with(text: &str) -> bool {
    dots(text) > 0
}

/// A line without the dots at its end; a stop, or the three of an omission, stay.
pub(super) fn without(text: String) -> String {
    let kept = text.len() - dots(&text);
    text.get(..kept).map(str::to_owned).unwrap_or(text)
}

/// How many bytes at the end of a line lead on: many dots, or two behind a blank where there is room for no more.
fn dots(text: &str) -> usize {
    const MANY: usize = 5;
    let bare = text.trim_end_matches(['.', '\u{2026}', ' ']);
    let rest = &text[bare.len()..];
    let is_apart = rest.starts_with(' ');
    match rest.matches('.').count() {
        2 | 4 if is_apart => rest.len(),
        count if count >= MANY => rest.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::tests::{page, rule, set, shown, tables};

    #[test]
    fn dots_at_the_end_of_a_line_lead_on() {
        for (text, bare, is_led) in [
            ("Oil the bell ..........", "Oil the bell", true),
            ("$85 . . . . . . .", "$85", true),
            ("Oil the lower bell ..", "Oil the lower bell", true),
            ("Oil the bell.", "Oil the bell.", false),
            ("and so on...", "and so on...", false),
        ] {
            assert_eq!((without(text.to_owned()).as_str(), ends_with(text)), (bare, is_led));
        }
    }

    #[test]
    fn lines_that_end_with_leaders_are_rows() {
        let mut p = page();
        set(&mut p, 50.0, 80.0, 9.0, "Costs of the harbour");
        for y in [100.0, 118.0] {
            rule(&mut p, 50.0, y, 410.0, y);
        }
        for x in [200.0, 340.0] {
            rule(&mut p, x, 100.0, x, 160.0);
        }
        for (x, label) in [(60.0, "Work"), (210.0, "Hours and pay"), (350.0, "Cost")] {
            set(&mut p, x, 112.0, 9.0, label);
        }
        for (n, (work, pay, cost)) in [
            ("Oil the bell ..............", "2 hours at 40 pounds ......", "80.50"),
            ("Mend the gate .............", "9 hours at 40 pounds ......", "360.00"),
            ("Tar the nets ..............", "1 hour at 40 pounds .......", "40.00"),
        ]
        .into_iter()
        .enumerate()
        {
            let base = 128.0 + 11.0 * n as f32;
            set(&mut p, 60.0, base, 9.0, work);
            set(&mut p, 210.0, base, 9.0, pay);
            set(&mut p, 350.0, base, 9.0, cost);
        }
        let found = tables(&p);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rows().len(), 4, "{:?}", shown(&found[0]));
    }
}
