//! What kind of thing a cell's text is: numbers do not wrap, words do.

/// Whether a text is one number, date, range, share or a sign that stands for one.
pub(crate) fn is_atomic(text: &str) -> bool {
    let text = text.trim();
    if is_placeholder(text) {
        return true;
    }
    let (mut digits, mut letters, mut signs) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        if c.is_ascii_digit() || c.is_numeric() {
            digits += 1;
        } else if c.is_alphabetic() {
            letters += 1;
        } else if !c.is_whitespace() {
            signs += 1;
        }
    }
    digits > 0 && letters <= 2.min(digits) && signs <= digits + 3
}

/// Signs that are in a table where there is no number.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')', '[', ']']);
    matches!(
        text,
        "-" | "–"
            | "—"
            | "−"
            | ":"
            | "."
            | ".."
            | "..."
            | "…"
            | "*"
            | "**"
            | "x"
            | "X"
            | "n/a"
            | "N/A"
            | "NA"
            | "n.a."
            | "N.A."
            | "na"
            | "NR"
            | "$"
            | "€"
            | "£"
            | "%"
            | "†"
            | "--"
            | "---"
            | "(X)"
            | "(D)"
            | "D"
            | "Z"
            | "S"
            | "✓"
            | "✔"
            | "•"
            | "●"
    )
}
