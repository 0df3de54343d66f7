//! Note marks: small raised figures, letters and signs behind a word or number.
//!
//! A mark becomes superscript characters, so that it is never taken for a digit of the number or a
//! letter of the word that it is behind. Ordinals stay what they are: `31st`.

use super::words::Word;

/// A mark is no longer than this: what is longer is raised text.
const LONGEST: usize = 4;

/// Writes the raised words of a page that are marks in superscript characters.
pub(crate) fn write(words: &mut [Word]) {
    for n in 0..words.len() {
        if !words[n].is_raised {
            continue;
        }
        let beside = |i: Option<usize>| i.and_then(|i| words.get(i)).map(|w| w.text.as_str());
        let before = beside(n.checked_sub(1)).filter(|_| words[n].is_glued);
        let after = beside(Some(n + 1)).filter(|_| words.get(n + 1).is_some_and(|w| w.is_glued));
        // The upper half of a fraction.
        if after.is_some_and(|next| next.starts_with(['/', '\u{2044}'])) {
            continue;
        }
        if let Some(mark) = superscript(&words[n].text, before) {
            words[n].text = mark;
        }
    }
}

/// Whether a text is what numerals end in where they are ordinals, in English and French: `30th`, `1er`. One letter may be a note mark.
pub(crate) fn is_numeral_ending(text: &str) -> bool {
    const ENDINGS: [&str; 8] = ["st", "nd", "rd", "th", "er", "re", "ère", "ème"];
    ENDINGS.contains(&text.to_lowercase().trim_end_matches('.'))
}

/// A raised text in superscript characters, or in brackets where one of its characters has none;
/// `None` where it is no mark.
fn superscript(text: &str, before: Option<&str>) -> Option<String> {
    let is_ordinal = is_numeral_ending(text)
        && before.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
    if is_ordinal || text.chars().count() > LONGEST {
        return None;
    }
    if text == "TM" {
        return Some("™".to_owned());
    }
    // Signs are told from figures and letters as they are.
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let raised: Option<String> = text.chars().map(raised).collect();
    Some(raised.unwrap_or_else(|| format!("[{text}]")))
}

fn raised(c: char) -> Option<char> {
    const PLAIN: &str = "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ";
    match c {
        ',' | '.' | '*' | '†' | '‡' | '§' | '¶' | '#' => Some(c),
        '¹' | '²' | '³' => Some(c),
        _ => PLAIN.chars().zip(RAISED.chars()).find(|(p, _)| *p == c).map(|(_, r)| r),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_superscript_and_ordinals_are_not() {
        for (text, before, want) in [
            ("2", Some("2041"), Some("²")),
            ("10", Some("Stage"), Some("¹⁰")),
            ("a", Some("Castle"), Some("ᵃ")),
            ("q", Some("Castle"), Some("[q]")),
            ("th", Some("30"), None),
            ("er", Some("1"), None),
            ("*", Some("88"), None),
            ("1", None, Some("¹")),
            ("raised text", None, None),
        ] {
            assert_eq!(superscript(text, before).as_deref(), want, "{text}");
        }
    }
}
