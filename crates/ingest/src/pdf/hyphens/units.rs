//! Units below a label, as in the headings of columns: they are no end of a word that a narrow cell broke.

/// Whether a text is a unit that no word ends with.
pub(super) fn is_unit(tail: &str) -> bool {
    matches!(tail, "km" | "cm" | "mm" | "kg" | "mg" | "ml" | "kw" | "mw" | "gw" | "db" | "hz")
}

#[cfg(test)]
mod tests {
    use super::super::{Known, Room, Seam, seam};

    #[test]
    fn a_unit_below_a_whole_word_is_no_end_of_it() {
        let mut known = Known::default();
        known.followed.insert("depth".to_owned());
        let room = Room { is_alone: true, is_last: true, left: 2.0, most: 2.0, letter: 5.0 };
        for (last, next, want) in [
            ("Depth", "m", Seam::Blank),
            ("Mediu", "m", Seam::Whole),
            ("Lengt", "h", Seam::Whole),
            ("Length", "km", Seam::Blank),
            ("Weight", "kg", Seam::Blank),
        ] {
            assert_eq!(seam(last, next, &known, &room), want, "{last} {next}");
        }
    }
}
