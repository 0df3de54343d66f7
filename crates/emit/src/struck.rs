//! Text in runs: struck out or not.

use tablemend_model::{RichText, Style};

/// The runs of a text, in order: whether it is struck out, and what it says. A line break ends a run,
/// so that marks of either language hug words.
pub(crate) fn runs(text: &RichText) -> Vec<(bool, &str)> {
    let all = text.as_str();
    let mut out = Vec::new();
    let mut from = 0;
    for range in text.styled(Style::Struck) {
        if range.start < from {
            continue;
        }
        out.push((false, &all[from..range.start]));
        for (n, line) in all[range.clone()].split('\n').enumerate() {
            if n > 0 {
                out.push((false, "\n"));
            }
            out.push((true, line));
        }
        from = range.end;
    }
    out.push((false, &all[from..]));
    out.retain(|(_, run)| !run.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::Mark;

    #[test]
    fn runs_end_with_lines() {
        let struck = Mark { range: 2..7, style: Style::Struck };
        let text = RichText::new("a b c\nd e", vec![struck]);
        assert_eq!(
            runs(&text),
            [(false, "a "), (true, "b c"), (false, "\n"), (true, "d"), (false, " e")]
        );
    }
}
