//! What form fields and free text say where nothing is drawn for them.

use crate::inflate;
use crate::unicode::text_string;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use tablemend_model::Rgb;

/// Fields above each other (ISO 32000-2, 12.7.4.1: values are inherited).
const ABOVE: usize = 16;
/// Letters of a value.
const LETTERS: usize = 20_000;

/// What the document says of its fields as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    look: Vec<u8>,
}

impl Form {
    pub(crate) fn of(catalogue: &Dict<'_>) -> Self {
        let form = catalogue.get::<Dict<'_>>(b"AcroForm");
        let look = form.and_then(|f| f.get::<PdfString<'_>>(b"DA"));
        Self { look: look.map(|l| l.as_bytes().to_vec()).unwrap_or_default() }
    }
}

/// Text and how it is to be set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) text: String,
    /// In points; 0 where it is to be made to fit.
    pub(crate) size: f64,
    pub(crate) colour: Rgb,
    pub(crate) is_multiline: bool,
    /// 0 from the left, 1 in the middle, 2 to the right.
    pub(crate) alignment: i64,
}

/// What a field, or a free text, says; `None` where that is nothing, or is not to be shown.
pub(crate) fn value(annotation: &Dict<'_>, is_field: bool, form: &Form) -> Option<Value> {
    let (text, is_multiline) = if is_field {
        let flags = number(annotation, b"Ff").unwrap_or(0);
        let bit = |n: i64| flags & (1 << (n - 1)) != 0;
        let text = match inherited(annotation, b"FT")?.into_name()?.as_ref() {
            // A password is not shown.
            b"Tx" if !bit(14) => words(inherited(annotation, b"V")?)?,
            b"Ch" => words(inherited(annotation, b"V")?)?,
            // A box that is ticked, and no push button.
            b"Btn" if !bit(17) => {
                let state = annotation.get::<Name<'_>>(b"AS");
                let state = state.or_else(|| inherited(annotation, b"V")?.into_name())?;
                (state.as_ref() != b"Off").then(|| "\u{2713}".to_owned())?
            }
            _ => return None,
        };
        (text, bit(13))
    } else {
        (words(annotation.get::<Object<'_>>(b"Contents")?)?, true)
    };
    let text: String = text.chars().take(LETTERS).collect();
    if text.trim().is_empty() {
        return None;
    }
    let own = inherited(annotation, b"DA").and_then(Object::into_string);
    let look = own.as_ref().map_or(form.look.as_slice(), |l| l.as_bytes());
    let (size, colour) = look_of(look);
    Some(Value {
        text,
        size,
        colour,
        is_multiline,
        alignment: number(annotation, b"Q").unwrap_or(0),
    })
}

fn number(dict: &Dict<'_>, key: &[u8]) -> Option<i64> {
    Some(inherited(dict, key)?.into_number()?.as_i64())
}

/// What a field says, or one above it.
fn inherited<'a>(dict: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut dict = dict.clone();
    for _ in 0..ABOVE {
        if let Some(found) = dict.get::<Object<'a>>(key) {
            return Some(found);
        }
        dict = dict.get::<Dict<'a>>(b"Parent")?;
    }
    None
}

/// The words of a value: a text, a name, a text stream, several choices.
fn words(value: Object<'_>) -> Option<String> {
    match value {
        Object::String(text) => Some(crate::unicode::lines(&text_string(text.as_bytes()))),
        Object::Name(name) => Some(String::from_utf8_lossy(name.as_ref()).into_owned()),
        Object::Stream(stream) => {
            inflate::small(&stream, 1 << 20).map(|text| crate::unicode::lines(&text_string(&text)))
        }
        Object::Array(choices) => Some(chosen(&choices)),
        Object::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn chosen(choices: &Array<'_>) -> String {
    let texts = choices.iter::<Object<'_>>().take(100).filter_map(|choice| match choice {
        Object::String(text) => Some(text_string(text.as_bytes())),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// Size and colour of a default appearance (ISO 32000-2, 12.7.4.3): operators with their operands.
fn look_of(look: &[u8]) -> (f64, Rgb) {
    let (mut size, mut colour) = (0.0, Rgb(0, 0, 0));
    let mut operands: Vec<f32> = Vec::new();
    for word in look.split(u8::is_ascii_whitespace).filter(|w| !w.is_empty()) {
        let text = String::from_utf8_lossy(word);
        if let Ok(number) = text.parse::<f32>() {
            operands.push(number);
            continue;
        }
        match (word, &operands[..]) {
            (b"Tf", [.., points]) => size = f64::from(*points),
            (b"g", [.., grey]) => colour = crate::colour::gray(*grey),
            (b"rg", [.., r, g, b]) => colour = crate::colour::Space::Rgb.rgb(&[*r, *g, *b]),
            (b"k", [.., c, m, y, k]) => colour = crate::colour::cmyk(*c, *m, *y, *k),
            _ => {}
        }
        operands.clear();
    }
    let size = if (1.0..=200.0).contains(&size) { size } else { 0.0 };
    (size, colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_appearance_says_size_and_colour() {
        assert_eq!(look_of(b"/F1 12 Tf 0 g"), (12.0, Rgb(0, 0, 0)));
        assert_eq!(look_of(b"1 0 0 rg /Helv 0 Tf"), (0.0, Rgb(255, 0, 0)));
        assert_eq!(look_of(b"/Helv 1e9 Tf nonsense"), (0.0, Rgb(0, 0, 0)));
        assert_eq!(look_of(b""), (0.0, Rgb(0, 0, 0)));
    }
}
