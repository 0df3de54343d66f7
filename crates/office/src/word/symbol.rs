//! Letters of symbol fonts as the characters that they show.

/// Letters of Wingdings (by code) that are in documents' tables.
const WINGDINGS: &[(u8, char)] = &[
    (0x21, '✏'),
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x34, '🗎'),
    (0x36, '⌛'),
    (0x41, '✌'),
    (0x43, '👍'),
    (0x44, '👎'),
    (0x46, '☞'),
    (0x4a, '☺'),
    (0x4b, '😐'),
    (0x4c, '☹'),
    (0x4f, '⚐'),
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x70, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9e, '·'),
    (0x9f, '•'),
    (0xa0, '•'),
    (0xa1, '○'),
    (0xa4, '◉'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xab, '★'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xef, '⇦'),
    (0xf0, '⇨'),
    (0xf1, '⇧'),
    (0xf2, '⇩'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x55, '⊗'),
    (0x97, '●'),
    (0x98, '●'),
    (0xa1, '■'),
    (0xa2, '■'),
    (0xa3, '☐'),
];

const WINGDINGS_3: &[(u8, char)] = &[
    (0x70, '▲'),
    (0x71, '▼'),
    (0x72, '△'),
    (0x73, '▽'),
    (0x74, '◀'),
    (0x75, '▶'),
    (0x22, '↑'),
    (0x23, '↓'),
    (0x21, '→'),
    (0xc7, '◀'),
    (0xc8, '▶'),
    (0xc9, '▲'),
    (0xca, '▼'),
];

const WEBDINGS: &[(u8, char)] = &[
    (0x33, '◀'),
    (0x34, '▶'),
    (0x35, '▲'),
    (0x36, '▼'),
    (0x61, '✔'),
    (0x63, '□'),
    (0x67, '■'),
    (0x6e, '●'),
    (0x72, '✖'),
];

const SYMBOL: &[(u8, char)] = &[
    (0x2d, '−'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x67, 'γ'),
    (0x64, 'δ'),
    (0x44, 'Δ'),
    (0x6d, 'μ'),
    (0x70, 'π'),
    (0x53, 'Σ'),
    (0xa3, '≤'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xd6, '√'),
    (0xde, '⇒'),
];

fn font(name: &str) -> Option<&'static [(u8, char)]> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "wingdings 3" => WINGDINGS_3,
        "webdings" => WEBDINGS,
        "symbol" | "standard symbols l" | "standard symbols ps" => SYMBOL,
        _ => return None,
    })
}

/// Whether letters of a font show something else than themselves.
pub(crate) fn is_symbolic(name: &str) -> bool {
    font(name).is_some()
}

/// What a letter of a font shows; `None` for a letter of a symbol font that is not known. Letters
/// of other fonts show themselves.
pub(crate) fn shown(name: &str, letter: char) -> Option<char> {
    let code = u32::from(letter);
    // Word puts letters of symbol fonts into the private area at U+F000.
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let is_private = (0xe000..=0xf8ff).contains(&u32::from(letter));
    match font(name) {
        Some(_) if letter.is_whitespace() => Some(letter),
        Some(table) => {
            let code = u8::try_from(code).ok();
            let known = code.and_then(|c| table.iter().find(|(n, _)| *n == c)).map(|(_, c)| *c);
            // What is not a letter of the font's table was typed in another font that was there.
            known.or((!is_private && u32::from(letter) > 0xff).then_some(letter))
        }
        // A letter of the private area with another font's name: most are of Wingdings or Symbol.
        None if is_private => match code {
            0xb7 => Some('•'),
            code => {
                let code = u8::try_from(code).ok()?;
                WINGDINGS.iter().find(|(n, _)| *n == code).map(|(_, c)| *c)
            }
        },
        None => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_and_lights_are_shown() {
        for (font, letter, expected) in [
            ("Wingdings", '\u{f0fc}', Some('✓')),
            ("Wingdings", 'ü', Some('✓')),
            ("Wingdings 2", 'P', Some('✓')),
            ("Webdings", 'r', Some('✖')),
            ("Arial", 'ü', Some('ü')),
            ("Symbol", '\u{f0b7}', Some('•')),
            ("Wingdings", '\u{f07f}', None),
        ] {
            assert_eq!(shown(font, letter), expected, "{font} {letter}");
        }
    }
}
