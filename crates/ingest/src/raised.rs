//! Raised text: note marks and exponents as superscript characters, ordinals as they are.

/// Longer raised text is a remark in small type, not a mark.
const LONGEST: usize = 8;

/// A mark with letters has no more characters than this.
const MOST_LETTERS: usize = 3;

/// What ends a number's name and is raised by custom alone: `1st`, `2nd`, French `1er`.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "\u{e8}re", "\u{e8}me", "eme"];

/// Characters with a raised form of their own.
const FORMS: &[(&str, &str)] = &[
    ("0123456789", "\u{2070}\u{b9}\u{b2}\u{b3}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}"),
    ("+-\u{2212}=()", "\u{207a}\u{207b}\u{207b}\u{207c}\u{207d}\u{207e}"),
    (
        "abcdefghijklmnoprstuvwxyz",
        "\u{1d43}\u{1d47}\u{1d9c}\u{1d48}\u{1d49}\u{1da0}\u{1d4d}\u{2b0}\u{2071}\u{2b2}\u{1d4f}\
         \u{2e1}\u{1d50}\u{207f}\u{1d52}\u{1d56}\u{2b3}\u{2e2}\u{1d57}\u{1d58}\u{1d5b}\u{2b7}\
         \u{2e3}\u{2b8}\u{1dbb}",
    ),
];

/// Signs that are raised in any type.
const SIGNS: &str = "*\u{2020}\u{2021}\u{a7}\u{b6}\u{2122}\u{2120}\u{ae}\u{b0}\u{ba}\u{aa}#";

/// A raised text as it is kept behind `before`: superscript characters; in brackets where it has
/// none, so that no mark becomes a digit of a number or a letter of a word. `None` where it stays
/// as it is: an ordinal's ending, or a text too long for a mark.
pub(crate) fn kept(before: &str, text: &str) -> Option<String> {
    let text = text.trim();
    let is_long = text.chars().nth(LONGEST).is_some() || text.contains(char::is_whitespace);
    let behind_digit = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_ordinal = || behind_digit && ORDINALS.iter().any(|o| text.to_lowercase() == **o);
    if text.is_empty() || is_long || is_ordinal() {
        return None;
    }
    match text {
        "TM" => return Some("\u{2122}".to_owned()),
        "SM" => return Some("\u{2120}".to_owned()),
        _ => {}
    }
    // A word in small letters is hard to read, and no mark.
    let is_word = text.chars().nth(MOST_LETTERS).is_some() && text.chars().any(char::is_alphabetic);
    if !is_word && let Some(raised) = text.chars().map(form).collect::<Option<String>>() {
        return Some(raised);
    }
    let in_brackets = text.starts_with('[') && text.ends_with(']');
    Some(if in_brackets { text.to_owned() } else { format!("[{text}]") })
}

/// The raised form of a character; a character that is raised already is its own.
fn form(c: char) -> Option<char> {
    if SIGNS.contains(c) || FORMS.iter().any(|(_, raised)| raised.contains(c)) {
        return Some(c);
    }
    FORMS.iter().find_map(|(plain, raised)| {
        let at = plain.chars().position(|p| p == c)?;
        raised.chars().nth(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_raised_and_ordinals_stay() {
        for (before, text, expected) in [
            ("24.91", "2", Some("\u{b2}")),
            ("Castle", "10", Some("\u{b9}\u{2070}")),
            ("m", "2", Some("\u{b2}")),
            ("Head", "a", Some("\u{1d43}")),
            ("Head", "*", Some("*")),
            ("Head", "[1]", Some("[1]")),
            ("Head", "note-1", Some("[note-1]")),
            ("Head", "1,2", Some("[1,2]")),
            ("Head", "Q", Some("[Q]")),
            ("Head", "\u{b2}", Some("\u{b2}")),
            ("31", "st", None),
            ("31 ", "ST", None),
            ("Head", "th", Some("\u{1d57}\u{2b0}")),
            ("Head", "see note below", None),
            ("Head", "", None),
        ] {
            assert_eq!(kept(before, text).as_deref(), expected, "{before}^{text}");
        }
        for (plain, raised) in FORMS {
            assert_eq!(plain.chars().count(), raised.chars().count());
        }
    }
}
