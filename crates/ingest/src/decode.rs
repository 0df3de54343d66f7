//! Bytes to text: encodings, byte order marks, line ends.

use crate::error::Error;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use tablemend_model::{Diagnostic, Level};

/// The text with `\n` line ends, and a note where its encoding had to be guessed.
///
/// Line ends become `\n` one for one, so that line numbers stay those of the file.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Diagnostic>), Error> {
    let mut notes = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => with(encoding, &bytes[length..], &mut notes),
        None => match utf16_without_mark(bytes) {
            Some(encoding) => {
                notes.push(guessed(encoding.name()));
                with(encoding, bytes, &mut notes)
            }
            None => unmarked(bytes, &mut notes),
        },
    };
    refuse_binary(&text)?;
    Ok((unix_lines(text), notes))
}

fn with<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    notes: &mut Vec<Diagnostic>,
) -> Cow<'a, str> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced {
        let message = format!(
            "some bytes are not {}; each is shown as a replacement character",
            encoding.name()
        );
        notes.push(
            Diagnostic::new("encoding.invalid", Level::Warning, message)
                .help("save the file as UTF-8 from the program that made it"),
        );
    }
    text
}

fn unmarked<'a>(bytes: &'a [u8], notes: &mut Vec<Diagnostic>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if let Some(encoding) = declared(bytes) {
        return with(encoding, bytes, notes);
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, notes);
    }
    notes.push(guessed(WINDOWS_1252.name()));
    with(WINDOWS_1252, bytes, notes)
}

fn guessed(name: &str) -> Diagnostic {
    Diagnostic::new(
        "encoding.guessed",
        Level::Info,
        format!("read as {name}: it is not valid UTF-8"),
    )
    .help("save the file as UTF-8 if letters look wrong")
}

/// The encoding that an HTML file declares in its first 1024 bytes (WHATWG HTML, 13.2.3.2),
/// unless it is UTF-8, which the bytes are not.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes.iter().take(1024).map(u8::to_ascii_lowercase).collect();
    let at = head.windows(8).position(|w| w == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label).filter(|e| *e != UTF_8)
}

/// UTF-16 shows as zero bytes at every other place of mostly Latin text.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs < 4 {
        None
    } else if odd * 10 > pairs * 6 && even * 50 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 6 && odd * 50 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether there are more well-formed multi-byte characters than stray bytes: a UTF-8 file with a
/// damaged place rather than a file in an 8-bit encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 2
}

/// A text has fewer than one NUL among so many bytes, where it has any.
const FEW: usize = 100;

/// Text has no NUL and next to no control characters.
fn refuse_binary(text: &str) -> Result<(), Error> {
    let is_control = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}'))
            || c == '\u{fffd}'
            || c == '\u{ffff}'
    };
    if let Some(at) = text.find('\0') {
        // A few among many letters are damage; a binary file has them everywhere.
        if text.matches('\0').count().saturating_mul(FEW) < text.len() {
            let line = text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
            return Err(Error::Damaged { line });
        }
        return Err(Error::Binary { what: "a NUL".to_owned(), at });
    }
    // Only the beginning is counted: a file that starts as text is read as text.
    let suspect = |b: &u8| {
        (*b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0xc)) || matches!(b, 0x7f | 0xc2 | 0xef)
    };
    if !text.as_bytes().iter().take(1 << 16).fold(false, |any, b| any | suspect(b)) {
        return Ok(());
    }
    let mut end = text.len().min(1 << 16);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let total = head.chars().count();
    let controls = head.chars().filter(|c| is_control(*c)).count();
    // One or two damaged places do not make a short text a binary file.
    if controls * 2 > total || (controls > 2 && controls * 20 > total) {
        let at = head.find(is_control).unwrap_or(0);
        let what = format!("{controls} control characters among {total}, the first");
        return Err(Error::Binary { what, at });
    }
    Ok(())
}

fn unix_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('\r') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        let behind = &rest[at + 1..];
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "| Caf\u{e9} \u{2013} plan |\n|---|\n| a\u{a3}5 |\n";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let cases = [
            (text.as_bytes().to_vec(), 0),
            (format!("\u{feff}{text}").into_bytes(), 0),
            (utf16(text, true), 0),
            (utf16(text, false), 1),
            (big, 1),
            (WINDOWS_1252.encode(text).0.into_owned(), 1),
            (text.replace('\n', "\r\n").into_bytes(), 0),
            (text.replace('\n', "\r").into_bytes(), 0),
        ];
        for (bytes, notes) in cases {
            let (read, noted) = decode(&bytes).unwrap();
            assert_eq!((&*read, noted.len()), (text, notes), "{bytes:?}");
        }
    }

    #[test]
    fn a_nul_in_a_text_is_damage_and_many_are_a_binary_file() {
        let text = "gate,bell\n".repeat(20);
        let told = decode(format!("{text}bo\0at,hull\n").as_bytes()).unwrap_err();
        assert!(matches!(told, Error::Damaged { line: 21 }), "{told}");
        assert!(matches!(decode(b"PK\0\x01gate"), Err(Error::Binary { at: 2, .. })));
    }

    #[test]
    fn a_damaged_byte_does_not_turn_utf8_into_windows_1252() {
        let mut bytes = "caf\u{e9} \u{2013} \u{201c}plan\u{201d} ".as_bytes().to_vec();
        bytes.push(0xff);
        let (text, notes) = decode(&bytes).unwrap();
        assert_eq!(&*text, "caf\u{e9} \u{2013} \u{201c}plan\u{201d} \u{fffd}");
        assert_eq!(notes[0].code, "encoding.invalid");
    }

    #[test]
    fn a_declared_encoding_is_believed_where_utf8_fails() {
        let (text, _) = decode(b"<meta charset=\"iso-8859-2\"><p>\xb3").unwrap();
        assert!(text.ends_with('\u{142}'));
    }

    #[test]
    fn binary_rubbish_is_refused_with_its_place() {
        for bytes in [&b"ab\0cd"[..], b"\x01\x02\x03\x04 text", &[0x81, 0x8d, 0x90, 1, 2, 3]] {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(message.starts_with("not a supported document"), "{message}");
        }
    }
}
