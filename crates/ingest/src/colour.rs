//! Colours of style attributes, coloured glyphs and pictures.

use tablemend_model::Rgb;

/// Below this share of its colour a background is a tint that bands rows, and means nothing.
const FAINTEST: f32 = 0.12;

/// A CSS or legacy HTML colour as it shows on white paper; `None` for what is none, transparent or
/// nearly so, or unknown.
pub(crate) fn css(value: &str) -> Option<Rgb> {
    let value = value.trim().trim_end_matches("!important").trim_end();
    let colour = csscolorparser::parse(value).ok()?;
    let shown = |channel: f32| {
        let mixed = channel * colour.a + 1.0 - colour.a;
        (mixed.clamp(0.0, 1.0) * 255.0).round() as u8
    };
    (colour.a > FAINTEST).then(|| Rgb(shown(colour.r), shown(colour.g), shown(colour.b)))
}

/// The value of a property in a style attribute: the last one that is there.
pub(crate) fn property<'a>(style: &'a str, names: &[&str]) -> Option<&'a str> {
    style
        .split(';')
        .filter_map(|d| d.split_once(':'))
        .filter(|(name, _)| names.iter().any(|n| name.trim().eq_ignore_ascii_case(n)))
        .map(|(_, value)| value.trim())
        .next_back()
}

/// The background of a style attribute. The `background` shorthand counts by its first word that
/// is a colour.
pub(crate) fn background(style: &str) -> Option<Rgb> {
    let value = property(style, &["background-color", "background"])?;
    css(value).or_else(|| value.split_whitespace().find_map(css))
}

/// The colour that a glyph shows: circles, squares and hearts of the emoji blocks.
pub(crate) fn of_glyph(c: char) -> Option<Rgb> {
    Some(match c {
        '\u{1f534}' | '\u{1f7e5}' | '\u{2764}' => Rgb(0xdd, 0x2e, 0x44),
        '\u{1f7e0}' | '\u{1f7e7}' | '\u{1f9e1}' => Rgb(0xf4, 0x90, 0x0c),
        '\u{1f7e1}' | '\u{1f7e8}' | '\u{1f49b}' => Rgb(0xfd, 0xcb, 0x58),
        '\u{1f7e2}' | '\u{1f7e9}' | '\u{1f49a}' => Rgb(0x78, 0xb1, 0x59),
        '\u{1f535}' | '\u{1f7e6}' | '\u{1f499}' => Rgb(0x55, 0xac, 0xee),
        '\u{1f7e3}' | '\u{1f7ea}' | '\u{1f49c}' => Rgb(0xaa, 0x8e, 0xd6),
        '\u{1f7e4}' | '\u{1f7eb}' => Rgb(0xc1, 0x69, 0x4f),
        '\u{26aa}' | '\u{2b1c}' => Rgb(0xff, 0xff, 0xff),
        '\u{26ab}' | '\u{2b1b}' => Rgb(0x31, 0x37, 0x3d),
        _ => return None,
    })
}

/// Colour words that name a status or a swatch; other CSS names are too odd to be meant.
const WORDS: &[(&str, Rgb)] = &[
    ("red", Rgb(0xff, 0, 0)),
    ("amber", Rgb(0xff, 0xbf, 0)),
    ("orange", Rgb(0xff, 0xa5, 0)),
    ("yellow", Rgb(0xff, 0xff, 0)),
    ("green", Rgb(0, 0x80, 0)),
    ("blue", Rgb(0, 0, 0xff)),
    ("purple", Rgb(0x80, 0, 0x80)),
    ("grey", Rgb(0x80, 0x80, 0x80)),
    ("gray", Rgb(0x80, 0x80, 0x80)),
    ("black", Rgb(0, 0, 0)),
];

/// The colour that the name of a picture's file says (`rag-amber.png`), if it says just one.
pub(crate) fn of_file_name(source: &str) -> Option<Rgb> {
    let file = source.rsplit(['/', '\\']).next()?;
    let stem = file.split(['?', '#']).next()?.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut found = stem
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter_map(|w| WORDS.iter().find(|(word, _)| w.eq_ignore_ascii_case(word)))
        .map(|(_, colour)| *colour);
    let first = found.next()?;
    found.all(|c| c == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_in_every_way_of_writing() {
        for (value, hex) in [
            ("Yellow", Some("#ffff00")),
            ("#FFC000", Some("#ffc000")),
            ("ffc000", Some("#ffc000")),
            ("rgb(0, 176, 80)", Some("#00b050")),
            ("red !important", Some("#ff0000")),
            ("transparent", None),
            ("rgba(16, 185, 129, .05)", None),
            ("rgba(255, 0, 0, .5)", Some("#ff8080")),
            ("inherit", None),
        ] {
            assert_eq!(css(value).map(|c| c.hex()), hex.map(str::to_owned), "{value}");
        }
        let style = "color: red; background: url(x.png) #00b050 no-repeat";
        assert_eq!(background(style), Some(Rgb(0, 0xb0, 0x50)));
        assert_eq!(of_file_name("img/rag_Green.png?x=1"), Some(Rgb(0, 0x80, 0)));
        assert_eq!(of_file_name("red-green.png"), None);
        assert_eq!(of_file_name("_page_3_Picture_2.jpeg"), None);
    }
}
