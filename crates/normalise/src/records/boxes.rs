//! Boxes to choose from: which of several words in a cell is marked.
//!
//! `☐ To do ☒ Begun ☐ Finished` says `Begun`. Among boxes a cross is a mark, not a refusal. The words are
//! behind their boxes, or in front of them where the cell begins with words.

/// What the boxes of a cell say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice<'t> {
    /// The words of the one box that is marked.
    One(&'t str),
    /// All boxes are empty.
    Empty,
    /// Several boxes are marked.
    Several,
}

/// Boxes in brackets, and whether they are marked.
const BRACKETS: [(&str, bool); 5] =
    [("[ ]", false), ("[]", false), ("[x]", true), ("[X]", true), ("[✓]", true)];

/// The box that a text begins with: its bytes, and whether it is marked.
fn first_box(text: &str) -> Option<(usize, bool)> {
    let sign = text.chars().next()?;
    if sign == '[' {
        let bracket = BRACKETS.iter().find(|(b, _)| text.starts_with(b));
        return bracket.map(|(printed, marked)| (printed.len(), *marked));
    }
    let marked = match sign {
        '☐' | '□' | '◻' | '⬜' | '▫' | '❑' | '❏' | '○' | '◯' | '⚪' => false,
        '☒' | '☑' | '✓' | '✔' | '✅' | '✗' | '✘' | '✖' | '❌' | '■' | '◼' | '⬛' | '▪' | '●'
        | '◉' | '⬤' | '⚫' | '⦿' | '◍' => true,
        _ => return None,
    };
    Some((sign.len_utf8(), marked))
}

/// What the boxes of a cell say; `None` where there are fewer than two, where none is empty, or where
/// one has no words.
pub(crate) fn choice(text: &str) -> Option<Choice<'_>> {
    // Most texts have no such character.
    let may_be = |c: char| c == '[' || !c.is_ascii();
    if !text.contains(may_be) {
        return None;
    }
    let mut boxes: Vec<(usize, usize, bool)> = Vec::new();
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip || !may_be(c) {
            continue;
        }
        if let Some((length, marked)) = first_box(&text[at..]) {
            boxes.push((at, at + length, marked));
            skip = at + length;
        }
    }
    if boxes.len() < 2 || boxes.iter().all(|b| b.2) {
        return None;
    }
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '%');
    let is_in_front = boxes.first().is_some_and(|b| text[..b.0].contains(char::is_alphanumeric));
    let mut words = Vec::with_capacity(boxes.len());
    for (n, (from, to, marked)) in boxes.iter().enumerate() {
        let own = if is_in_front {
            let before = n.checked_sub(1).and_then(|n| boxes.get(n)).map_or(0, |b| b.1);
            &text[before..*from]
        } else {
            &text[*to..boxes.get(n + 1).map_or(text.len(), |next| next.0)]
        };
        words.push((own.trim_matches(is_mark), *marked));
    }
    if words.iter().any(|(own, _)| own.is_empty()) {
        return None;
    }
    let mut chosen = words.iter().filter(|(_, marked)| *marked);
    Some(match (chosen.next(), chosen.next()) {
        (Some((own, _)), None) => Choice::One(own),
        (None, _) => Choice::Empty,
        _ => Choice::Several,
    })
}

/// Whether the box that a text begins with is marked, where no sign but a box may be meant; `None` where it begins with
/// none.
pub(crate) fn only(text: &str) -> Option<bool> {
    let text = text.trim_start();
    let (_, is_marked) = first_box(text)?;
    let is_box = text.starts_with(['[', '☐', '□', '◻', '⬜', '☑', '☒']);
    (is_box || !is_marked).then_some(is_marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_in_front_is_marked_or_empty() {
        for (text, want) in [
            ("[ ] waits for oil", Some(false)),
            ("☐ after the rain", Some(false)),
            ("☑ on Sunday", Some(true)),
            ("[x]", Some(true)),
            ("● Going to plan", None),
            ("✗ Missed", None),
            ("Done", None),
        ] {
            assert_eq!(only(text), want, "{text}");
        }
    }

    #[test]
    fn the_words_of_the_marked_box_are_chosen() {
        for (text, want) in [
            ("☐ To do\n☒ Under way\n☐ Finished", Some(Choice::One("Under way"))),
            ("☐ To do ☐ Under way ☑ Finished", Some(Choice::One("Finished"))),
            ("[x] To do [ ] Under way [ ] Finished", Some(Choice::One("To do"))),
            ("○ To do\n● Under way\n○ Finished", Some(Choice::One("Under way"))),
            ("□ To do ■ Under way", Some(Choice::One("Under way"))),
            ("To do ☐ Under way ☒ Finished ☐", Some(Choice::One("Under way"))),
            ("☐ To do ☐ Under way", Some(Choice::Empty)),
            ("☒ To do ☒ Under way ☐ Finished", Some(Choice::Several)),
            ("☒ Finished", None),
            ("✓ The gate is hung ✓ The bell rings", None),
            ("☐ ☒ Finished", None),
            ("☐", None),
            ("", None),
        ] {
            assert_eq!(choice(text), want, "{text}");
        }
    }
}
