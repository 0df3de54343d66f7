//! Headings of signs and brackets alone, which name their columns all the same: `£`, `£ (net)`, `(a)`.

use crate::profile::{Phrase, phrase};

/// The words of such a heading: those in its brackets, else what its sign stands for. None of a blank one.
pub(super) fn words(text: &str) -> Phrase {
    let inside = phrase(&text.replace(['(', ')', '[', ']'], " "));
    let sign = text.chars().find_map(|c| match c {
        '£' => Some("pounds"),
        '€' => Some("euros"),
        '$' => Some("dollars"),
        '±' => Some("change"),
        '№' => Some("number"),
        _ => None,
    });
    if inside.is_empty() { sign.map(phrase).unwrap_or_default() } else { inside }
}

#[cfg(test)]
mod tests {
    use crate::records::authors_tests::{field, read};

    #[test]
    fn a_column_of_money_may_be_headed_by_a_sign() {
        for (head, name) in [("£ (net)", "net"), ("£", "pound"), ("(€)", "euro"), ("[b]", "b")]
        {
            let data = read(&format!("Supplier|{head}\nAsh Boats|1,100\nBell Ropes|1,616"));
            assert_eq!(field(&data, "rows", name), ["1100 (1,100)", "1616 (1,616)"], "{head}");
        }
    }
}
