//! From what fonts say of their codes to plain text.

use hayro_font::FontData;
use skrifa::Font;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Fonts of pictures whose codes are in the private use area or for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbols {
    Wingdings,
    /// Its second and third part, and others of pictures alone, of which few codes are known here.
    Pictures,
    Symbol,
    /// LibreOffice's own, which stands in for both of them and leaves their codes as they are.
    Open,
}

/// Fonts that have no letters, by what is in their names.
const PICTURES: [&str; 4] = ["wingdings", "webdings", "monotypesorts", "marlett"];

impl Symbols {
    /// Whether none of the font's codes is a letter or digit.
    fn has_no_letters(self) -> bool {
        matches!(self, Self::Wingdings | Self::Pictures)
    }

    /// By the font's name in lower case.
    pub(crate) fn of_font(name: &str) -> Option<Self> {
        if name.contains("wingdings") && !name.contains('2') && !name.contains('3') {
            Some(Self::Wingdings)
        } else if PICTURES.iter().any(|font| name.contains(font)) {
            Some(Self::Pictures)
        } else if name.starts_with("symbol") {
            Some(Self::Symbol)
        } else if name.starts_with("opensymbol") {
            Some(Self::Open)
        } else {
            None
        }
    }

    /// The signs that are in documents as bullets, ticks and arrows; the code is that of the
    /// font's own table (Microsoft's mapping to U+F000 taken off).
    fn sign(self, code: u8) -> Option<char> {
        let table: &[(u8, char)] = match self {
            // The signs of lists and of forms are those of Wingdings; the bullet is both fonts'.
            Self::Open => {
                return Self::Wingdings.sign(code).or_else(|| Self::Symbol.sign(code));
            }
            Self::Pictures => return None,
            Self::Symbol => &[
                (0x2d, '\u{2212}'),
                (0xa3, '≤'),
                (0xa8, '♦'),
                (0xae, '→'),
                (0xb0, '°'),
                (0xb1, '±'),
                (0xb3, '≥'),
                (0xb4, '×'),
                (0xb7, '•'),
            ],
            Self::Wingdings => &[
                (0x6c, '●'),
                (0x6e, '■'),
                (0x6f, '□'),
                (0x71, '❑'),
                (0x73, '⬧'),
                (0x75, '◆'),
                (0x76, '❖'),
                (0x77, '⬥'),
                (0x9f, '•'),
                (0xa7, '▪'),
                (0xa8, '◻'),
                (0xb7, '•'),
                (0xd8, '➢'),
                (0xe0, '→'),
                (0xe8, '➔'),
                (0xf0, '⇨'),
                (0xfb, '✗'),
                (0xfc, '✓'),
                (0xfd, '☒'),
                (0xfe, '☑'),
            ],
        };
        table.iter().find(|(c, _)| *c == code).map(|(_, sign)| *sign)
    }
}

/// Characters without width: they part no words and join none, since the glyphs around them say where they are.
const WITHOUT_WIDTH: [char; 3] = ['\u{200b}', '\u{2060}', '\u{feff}'];

/// Whether a font says of a code that it is nothing but characters without width.
pub(crate) fn is_without_width(said: &str) -> bool {
    !said.is_empty() && said.chars().all(|c| WITHOUT_WIDTH.contains(&c))
}

/// What a glyph says, as plain text: ligatures and presentation forms taken apart, controls
/// dropped, symbols of the private use area by their font. Empty where nothing is left.
pub(crate) fn plain(said: &str, symbols: Option<Symbols>) -> String {
    let mut out = String::with_capacity(said.len());
    for c in said.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{a0}' => out.push(' '),
            _ if c.is_control() || c == '\u{fffd}' || WITHOUT_WIDTH.contains(&c) => {}
            '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => out.extend(c.nfkc()),
            '\u{f020}'..='\u{f0ff}' => {
                let code = (u32::from(c) & 0xff) as u8;
                let sign = symbols.unwrap_or(Symbols::Symbol).sign(code);
                let is_letter =
                    code.is_ascii_graphic() && !symbols.is_some_and(Symbols::has_no_letters);
                out.push(sign.unwrap_or(if is_letter || code == b' ' {
                    char::from(code)
                } else {
                    c
                }));
            }
            _ if symbols == Some(Symbols::Wingdings) => {
                let sign = u8::try_from(u32::from(c)).ok().and_then(|b| Symbols::Wingdings.sign(b));
                out.push(sign.unwrap_or(c));
            }
            _ => out.push(c),
        }
    }
    out
}

/// Characters by glyph, from the `cmap` of an embedded font. Where several characters share a
/// glyph the lowest outside the private use area wins.
pub(crate) fn reversed_cmap(data: FontData) -> HashMap<u32, char> {
    let mut map: HashMap<u32, char> = HashMap::new();
    let Some(font) = Font::new(data, 0) else {
        return map;
    };
    let is_private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    // A font has at most 65,535 glyphs; what maps more often than that is made to do harm.
    for (code, glyph) in font.charmap().unicodes().take(1 << 18) {
        let Some(c) = char::from_u32(code).filter(|c| !c.is_control()) else {
            continue;
        };
        let slot = map.entry(glyph.to_u32()).or_insert(c);
        if (is_private(*slot), *slot) > (is_private(c), c) {
            *slot = c;
        }
    }
    map
}

/// A text string of a PDF: UTF-16 or UTF-8 by its mark, else PDFDocEncoding (ISO 32000-2, 7.9.2).
pub(crate) fn text_string(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        char::decode_utf16(units).filter_map(Result::ok).collect()
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|b| doc_encoding(*b)).collect(),
    }
}

/// A text of several lines: each end of a line is one `\n`, other control characters are blanks.
pub(crate) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// PDFDocEncoding (ISO 32000-2, annex D.2): Latin-1 but for two runs.
fn doc_encoding(byte: u8) -> char {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚',
        '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    let from = |table: &[char], first: u8| table.get(usize::from(byte - first)).copied();
    match byte {
        0x18..=0x1f => from(&LOW, 0x18),
        0x80..=0xa0 => from(&HIGH, 0x80),
        _ => None,
    }
    .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_and_private_signs_become_plain() {
        let cases = [
            ("\u{fb01}", None, "fi"),
            ("\u{fb03}", None, "ffi"),
            ("\u{f0b7}", Some(Symbols::Symbol), "•"),
            ("\u{f0b7}", None, "•"),
            ("\u{f0fc}", Some(Symbols::Wingdings), "✓"),
            ("\u{f0fc}\u{f0fb}\u{f0fe}\u{f0a7}", Some(Symbols::Open), "✓✗☑▪"),
            ("\u{f0b7}\u{f0ae}", Some(Symbols::Open), "•→"),
            ("lb", Some(Symbols::Open), "lb"),
            ("l", Some(Symbols::Wingdings), "●"),
            ("\u{f041}", None, "A"),
            // A picture that is not known is no letter.
            ("\u{f047}\u{f020}", Some(Symbols::Wingdings), "\u{f047} "),
            ("\u{f067}\u{f098}", Symbols::of_font("wingdings3"), "\u{f067}\u{f098}"),
            ("\u{f067}", Symbols::of_font("webdings-regular"), "\u{f067}"),
            ("\0", None, ""),
            ("\u{200b} \u{2060}", None, " "),
            ("½", None, "½"),
        ];
        for (said, symbols, expected) in cases {
            assert_eq!(plain(said, symbols), expected, "{said:?}");
        }
    }

    #[test]
    fn characters_without_width_are_known_to_say_nothing() {
        assert!(is_without_width("\u{200b}") && is_without_width("\u{200b}\u{feff}"));
        assert!(!is_without_width("") && !is_without_width("\u{200b}a") && !is_without_width("\0"));
    }

    #[test]
    fn text_strings_by_their_mark() {
        assert_eq!(text_string(b"caf\xe9 \x85"), "café –");
        assert_eq!(text_string(b"\xfe\xff\0A\x20\x13"), "A–");
        assert_eq!(text_string(b"\xef\xbb\xbf\xc3\xa9"), "é");
    }
}
