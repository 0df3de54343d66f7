//! What the dictionary of a stream says of its packing, read from the bytes before anything is unpacked.

/// What a dictionary says.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// Whether it can be one of an object stream or a cross-reference stream.
    pub(crate) holds_objects: bool,
    /// How often a filter is named that unpacks.
    pub(crate) packings: usize,
    /// Whether one of them is LZW.
    pub(crate) is_lzw: bool,
    /// Whether a filter is named that gives other data to the next: of digits or of runs.
    pub(crate) is_wrapped: bool,
    /// The length, where it is in the dictionary itself.
    pub(crate) length: Option<usize>,
    /// Where the data begin, counted from the start of the dictionary.
    pub(crate) data: usize,
    /// Bytes that were looked at.
    pub(crate) read: usize,
}

/// Bytes of a dictionary that are looked at; no sane one of a stream is longer.
const LONGEST: usize = 1 << 16;

/// The keys of the dictionary that these bytes begin with; `data` is 0 where no stream follows it.
///
/// Strings and comments are passed over and names unescaped (ISO 32000-1, 7.2 and 7.3), so that
/// nothing that the object reader sees can be hidden in them.
pub(crate) fn keys(bytes: &[u8]) -> Keys {
    let bytes = bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default();
    let mut keys = Keys::default();
    let (mut at, mut depth) = (0, 0_usize);
    let mut awaits_length = false;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        match byte {
            b'%' => {
                at += rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len())
            }
            b'(' => at += string_length(rest),
            b'<' if rest.starts_with(b"<<") => {
                depth += 1;
                at += 2;
            }
            b'<' => at += rest.iter().position(|b| *b == b'>').map_or(rest.len(), |i| i + 1),
            b'>' if rest.starts_with(b">>") => {
                depth = depth.saturating_sub(1);
                at += 2;
            }
            b'/' => {
                let (name, length) = name(&rest[1..]);
                at += 1 + length;
                awaits_length = name == b"Length";
                match name.as_slice() {
                    b"ObjStm" | b"XRef" | b"First" => keys.holds_objects = true,
                    b"FlateDecode" | b"Fl" => keys.packings += 1,
                    b"LZWDecode" | b"LZW" => {
                        keys.packings += 1;
                        keys.is_lzw = true;
                    }
                    b"ASCIIHexDecode" | b"AHx" | b"ASCII85Decode" | b"A85" | b"RunLengthDecode"
                    | b"RL" => keys.is_wrapped = true,
                    _ => {}
                }
                continue;
            }
            b'0'..=b'9' if awaits_length => {
                let end = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
                let after = rest[end..].trim_ascii_start();
                // `9 0 R` is the length of another object.
                let is_direct = matches!(after.first(), Some(b'/' | b'>'));
                let digits = std::str::from_utf8(&rest[..end]).ok();
                keys.length = digits.and_then(|d| d.parse().ok()).filter(|_| is_direct);
                at += end;
            }
            _ if byte.is_ascii_whitespace() || byte == 0 => {
                at += 1;
                continue;
            }
            b's' if depth == 0 && rest.starts_with(b"stream") => {
                at += 6;
                at += usize::from(bytes.get(at) == Some(&b'\r'));
                at += usize::from(bytes.get(at) == Some(&b'\n'));
                keys.data = at;
                break;
            }
            _ if depth == 0 => break,
            _ => at += 1,
        }
        awaits_length = false;
    }
    keys.read = at;
    keys
}

/// The length of a string in brackets, those inside it counted in pairs.
fn string_length(bytes: &[u8]) -> usize {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (i, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' if depth == 1 => return i + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    bytes.len()
}

/// A name without its stroke, unescaped, and the bytes that it takes.
fn name(bytes: &[u8]) -> (Vec<u8>, usize) {
    let ends = |b: &u8| b.is_ascii_whitespace() || *b == 0 || b"()<>[]{}/%".contains(b);
    let length = bytes.iter().position(ends).unwrap_or(bytes.len());
    let mut out = Vec::new();
    let mut rest = &bytes[..length];
    while let [first, others @ ..] = rest {
        let digit = |i: usize| others.get(i).and_then(|b| char::from(*b).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                rest = &others[2..];
            }
            _ => {
                out.push(*first);
                rest = others;
            }
        }
    }
    (out, length)
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn names_are_unescaped_and_strings_passed_over() {
        for (dict, holds_objects, packings, length) in [
            ("<< /Type /ObjStm /Length 12 /Filter /FlateDecode >>", true, 1, Some(12)),
            ("<</Type/Obj#53tm/Filter[/Fl#61teDecode/FlateDecode]/Length 9 0 R>>", true, 2, None),
            ("<< /A (stream \\) (>> /ObjStm) /LZW) /B <</First 4>> /Length 7>>", true, 0, Some(7)),
            ("<< % >> stream\n /Subtype /Image /Filter /DCTDecode >>", false, 0, None),
        ] {
            let bytes = format!("{dict}\nstream\r\nDATA");
            let found = keys(bytes.as_bytes());
            assert_eq!(found.holds_objects, holds_objects, "{dict}");
            assert_eq!((found.packings, found.length), (packings, length), "{dict}");
            assert_eq!(&bytes[found.data..], "DATA", "{dict}");
        }
        for none in ["", "<<", "<< /A (", "<< >> endobj", "[ /First ]", "<< /A#4 /B# >>"] {
            assert_eq!(keys(none.as_bytes()).data, 0, "{none}");
        }
    }
}
