//! Letters in front of the items under a heading: `a) Mend the gate`, `(b) Oil the hinge`, `1c Ring the bell`.
//!
//! They are refs where they run a, b, c from the first item of each group on; a letter in front of a few texts is
//! part of them.

use super::numbering::Found;
use crate::records::outline::RawItem;
use crate::records::refs::Ref;

/// Items in runs that prove it.
const FEWEST: usize = 3;

/// The letter in front of a text as a ref, and the letter.
fn front(text: &str) -> Option<(Ref, char)> {
    let open = usize::from(text.starts_with('('));
    let rest = text.get(open..)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letter = rest.get(digits..)?.chars().next().filter(char::is_ascii_lowercase)?;
    let end = open + digits + 1;
    let behind = text.get(end..)?;
    let closes = behind.starts_with(')') || open == 0 && behind.starts_with(['.', ':']);
    let close = usize::from(closes);
    let is_one = (closes || open == 0 && digits > 0)
        && digits <= 2
        && behind.get(close..)?.starts_with([' ', '\n', '\u{a0}']);
    let body = behind.get(close..)?.trim_start();
    (is_one && body.starts_with(char::is_alphanumeric)).then(|| {
        let reference = Ref {
            value: text[open..end].to_owned(),
            printed: text[..end + close].to_owned(),
            repaired: false,
            length: text.len() - body.len(),
        };
        (reference, letter)
    })
}

/// Gives items without a ref the letter in front of their text, where such letters run from `a` under each heading.
pub(super) fn letters(all: &mut [Found], texts: &[&str], items: &[RawItem<'_>]) {
    if all.iter().any(|f| f.reference.is_some()) {
        return;
    }
    let fronts: Vec<Option<(Ref, char)>> = texts.iter().map(|text| front(text)).collect();
    let (mut in_runs, mut begun) = (0, 0);
    let mut last: Option<char> = None;
    for (n, own) in fronts.iter().enumerate() {
        let same =
            n > 0 && items.get(n).map(|i| &i.parents) == items.get(n - 1).map(|i| &i.parents);
        let letter = own.as_ref().map(|(_, letter)| *letter);
        let follows = |(before, now): (char, char)| before as u32 + 1 == now as u32;
        let goes_on = same && last.zip(letter).is_some_and(follows);
        begun += usize::from(letter == Some('a'));
        in_runs += usize::from(goes_on || letter == Some('a'));
        last = letter;
    }
    if in_runs < FEWEST || begun == in_runs || in_runs * 10 < fronts.len() * 8 {
        return;
    }
    for (found, front) in all.iter_mut().zip(fronts) {
        found.reference = front.map(|(reference, _)| reference);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::authors_tests::{field, read};

    #[test]
    fn letters_in_front_are_read() {
        for (text, value, printed) in [
            ("a) Mend the gate", "a", "a)"),
            ("(b) Mend the gate", "b", "(b)"),
            ("c. Mend the gate", "c", "c."),
            ("1a Mend the gate", "1a", "1a"),
            ("2b) Mend the gate", "2b", "2b)"),
        ] {
            let (own, _) = front(text).unwrap();
            assert_eq!((own.value.as_str(), own.printed.as_str()), (value, printed));
            assert_eq!(&text[own.length..], "Mend the gate");
        }
        for text in ["a gate", "A gate", "(b Mend", "3.b Mend", "a)", "at) x", "1 gate", ""] {
            assert_eq!(front(text), None, "{text}");
        }
    }

    #[test]
    fn letters_that_run_under_each_heading_are_refs() {
        let refs = |rows: &str| -> Vec<Option<String>> {
            let data = read(&format!("Action|Lead|Due date|Status\n{rows}"));
            assert!(data.diagnostics.iter().all(|n| n.code != "ref.missing"));
            let (_, actions) = data.entity("actions").unwrap();
            actions.records.iter().map(|r| r.reference.clone()).collect()
        };
        let rows = "1. Gates|<|<|<\na) Mend the gate|Ann|May 2026|Open\nb) Oil the hinge|Bo|May 2026|Open\n\
                    2. Bells|<|<|<\na) Ring the bell|Ann|May 2026|Open\nb) Buy a rope|Bo|May 2026|Open";
        assert_eq!(refs(rows), ["a", "b", "a", "b"].map(|r| Some(r.to_owned())));
        let data = read(&format!("Action|Lead|Due date|Status\n{rows}"));
        assert_eq!(field(&data, "actions", "action")[1], "Oil the hinge");
        // Letters that do not run are part of the text.
        let rows = "1. Gates|<|<|<\na) Mend the gate|Ann|May 2026|Open\nOil the hinge|Bo|May 2026|Open\n\
                    2. Bells|<|<|<\na) Ring the bell|Ann|May 2026|Open\nc) Buy a rope|Bo|May 2026|Open";
        assert_eq!(refs(rows), [const { None }; 4]);
    }
}
