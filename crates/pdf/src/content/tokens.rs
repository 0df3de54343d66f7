//! Damaged tokens of a content stream: found, put right or blanked, so that the rest can be read.
//!
//! The reader of operators stops at the first token that it does not know. Every content stream
//! ends with an operator of our own ([`END`]); where that was not met, [`mend`] looks for the
//! token at fault behind the last operator that was read.

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::Object;
use hayro_syntax::reader::{Reader, ReaderExt};

/// The operator that ends a content stream: it is met where all before it could be read.
pub(super) const END: &[u8] = b"EndOfContent";

/// Operands of one operator; the reader of operators takes no more.
const OPERANDS: usize = 33;

/// Operators without operands.
const TAKES_NONE: &[&[u8]] = &[
    b"BT", b"ET", b"q", b"Q", b"W", b"W*", b"n", b"h", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*",
    b"b", b"b*", b"BX", b"EX", b"EMC", b"T*",
];

/// A content stream with the operator that ends it.
pub(super) fn ended(mut content: Vec<u8>) -> Vec<u8> {
    tame(&mut content);
    content.push(b'\n');
    content.extend_from_slice(END);
    content
}

/// Inline pictures beyond which their beginnings are looked at, and bytes that one has before its
/// data.
const PICTURES: usize = 32;
const HEADER: usize = 512;

/// Blanks what looks like the beginning of an inline picture and has none of its parts. To find the
/// end of a picture the reader of operators tries each later `BI` as another one: among thousands
/// that are damaged that takes hours.
fn tame(content: &mut [u8]) {
    if memchr::memmem::find_iter(content, b"BI").nth(PICTURES).is_none() {
        return;
    }
    let wild: Vec<usize> = memchr::memmem::find_iter(content, b"BI")
        .filter(|at| {
            let header = content.get(at + 2..content.len().min(at + 2 + HEADER));
            !header.is_some_and(is_header)
        })
        .collect();
    for at in wild {
        // In the middle of a word, as in a text, it begins nothing.
        let is_word =
            |i: Option<usize>| i.and_then(|i| content.get(i)).is_none_or(|b| is_blank(*b));
        if (at == 0 || is_word(at.checked_sub(1)))
            && is_word(Some(at + 2))
            && let Some(word) = content.get_mut(at..at + 2)
        {
            word.fill(b' ');
        }
    }
}

/// Whether an inline picture begins so: keys and values, then `ID`.
fn is_header(bytes: &[u8]) -> bool {
    let data = memchr::memmem::find_iter(bytes, b"ID").find(|at| {
        let around = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(|b| is_blank(*b));
        at.checked_sub(1).is_some_and(|i| !bytes[i].is_ascii_alphabetic()) && around(Some(at + 2))
    });
    data.and_then(|at| bytes.get(..at)).is_some_and(|header| {
        header.first().is_some_and(|b| is_blank(*b) || *b == b'/')
            && !header.contains(&b'(')
            && memchr::memmem::find(header, b"BI").is_none()
    })
}

/// Puts right the token at which reading from an offset on stopped after so many operators; gives
/// the offset from which to read on. `None` where nothing is left to be read.
pub(super) fn mend(content: &mut [u8], from: usize, read: usize) -> Option<usize> {
    let start = from + behind(content.get(from..)?, read);
    let mut reader = Reader::new(content);
    reader.jump(start);
    let mut operands = 0;
    loop {
        reader.skip_white_spaces_and_comments();
        let at = reader.offset();
        let byte = reader.peek_byte()?;
        let may_be_operand =
            matches!(byte, b'.' | b'+' | b'-' | b'0'..=b'9' | b'/' | b'[' | b'<' | b'(');
        if may_be_operand && reader.read_without_context::<Object<'_>>().is_some() {
            operands += 1;
            continue;
        }
        if is_regular(byte) {
            let end = at + content.get(at..)?.iter().take_while(|b| is_regular(**b)).count();
            if may_be_operand {
                // Digits with letters behind them: no number and no operator.
                content.get_mut(at..end)?.fill(b' ');
                return Some(start);
            }
            if content.get(at..end)? == END {
                // Operands without an operator are at the end.
                return None;
            }
            // An operator that could be read but not carried out, one of too many operands, or a
            // picture without an end.
            let end = if content.get(at..end)? == b"BI" { picture_end(content, end) } else { end };
            if operands > OPERANDS && TAKES_NONE.contains(&content.get(at..end)?) {
                // It has nothing to do with what is before it.
                content.get_mut(start..at)?.fill(b' ');
                return Some(at);
            }
            content.get_mut(start..end)?.fill(b' ');
            return Some(end);
        }
        if operands > OPERANDS {
            // Of a list without an operator nothing is meant.
            content.get_mut(start..at)?.fill(b' ');
        }
        put_right(content, at);
        return Some(start);
    }
}

/// The offset behind so many operators, the data of inline pictures included.
fn behind(content: &[u8], read: usize) -> usize {
    let mut operators = UntypedIter::new(content);
    let mut end = 0;
    for _ in 0..read {
        let Some(next) = operators.next() else { break };
        let mut last: &[u8] = next.operator.as_ref();
        let picture = match next.operands().last() {
            Some(Object::Stream(stream)) if last == b"BI" => Some(stream.raw_data()),
            _ => None,
        };
        let mut after = 0;
        if let Some(std::borrow::Cow::Borrowed(data)) = &picture {
            (last, after) = (data, 2); // `EI` follows.
        }
        // What was unescaped does not lie in the content; it is not an operator either.
        if let Some(offset) = offset_in(content, last) {
            end = (offset + last.len() + after).min(content.len());
        }
    }
    end
}

/// Where a part of some bytes lies in them.
fn offset_in(whole: &[u8], part: &[u8]) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (offset + part.len() <= whole.len()).then_some(offset)
}

/// Where an inline picture ends whose end could not be read: behind `EI`, or else at once.
fn picture_end(content: &[u8], from: usize) -> usize {
    let rest = content.get(from..).unwrap_or_default();
    let blank = |i: usize| rest.get(i).is_none_or(|b| is_blank(*b));
    memchr::memmem::find_iter(rest, b"EI")
        .find(|i| i.checked_sub(1).is_some_and(blank) && blank(i + 2))
        .map_or(from, |i| from + i + 2)
}

/// Makes the token at an offset readable, or a part of it blank. At least one byte becomes another.
fn put_right(content: &mut [u8], at: usize) {
    let rest = content.get(at..).unwrap_or_default();
    let (offset, byte) = match rest {
        [b'<', b'<', ..] => (0, b' '),
        [b'<', ..] => hex_fault(rest),
        [b'(', ..] => closing(rest, b")", &[b"Tj", b"'", b"\""]),
        [b'[', ..] => array_fault(rest),
        _ => (0, b' '),
    };
    if let Some(place) = content.get_mut(at + offset) {
        *place = byte;
    }
}

/// What to put where in a string of digits that cannot be read.
fn hex_fault(rest: &[u8]) -> (usize, u8) {
    let fault = rest
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, b)| !b.is_ascii_hexdigit() && !is_blank(**b))
        .map(|(i, b)| (i, *b));
    match fault {
        // Another token begins: the string has no end.
        None | Some((_, b'<' | b'(' | b')' | b'[' | b']' | b'/')) => {
            closing(rest, b">", &[b"Tj", b"'", b"\""])
        }
        // Without an end the rest of the content is not a part of it.
        Some(_) if !closes(rest) => closing(rest, b">", &[b"Tj", b"'", b"\""]),
        Some((i, _)) => (i, b' '),
    }
}

/// Whether the next delimiter behind the opening one is the end of the string.
fn closes(rest: &[u8]) -> bool {
    rest.iter().skip(1).find(|b| b"<>()[]/".contains(b)) == Some(&b'>')
}

/// Where a string or an array without an end is closed: the blank before the operator that shows
/// it, on its own line; where there is none it is not opened.
fn closing(rest: &[u8], end: &[u8; 1], operators: &[&[u8]]) -> (usize, u8) {
    let line = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
    let line = rest.get(..line).unwrap_or_default();
    let follows = |i: usize, operator: &[u8]| {
        let after = rest.get(i + 1..).unwrap_or_default();
        after.strip_prefix(operator).is_some_and(|r| r.first().is_none_or(|b| is_blank(*b)))
    };
    line.iter()
        .enumerate()
        .skip(1)
        .find(|(i, b)| is_blank(**b) && operators.iter().any(|o| follows(*i, o)))
        .map_or((0, b' '), |(i, _)| (i, end[0]))
}

/// What to put where in an array that cannot be read.
fn array_fault(rest: &[u8]) -> (usize, u8) {
    let mut reader = Reader::new(rest);
    reader.forward();
    loop {
        reader.skip_white_spaces_and_comments();
        let at = reader.offset();
        match reader.peek_byte() {
            // It has no end.
            None | Some(b']') => return closing(rest, b"]", &[b"TJ"]),
            Some(b'(' | b'<' | b'/') => {
                if reader.read_without_context::<Object<'_>>().is_none() {
                    let inner = rest.get(at..).unwrap_or_default();
                    let (offset, byte) = match inner {
                        [b'<', ..] => hex_fault(inner),
                        // A string that is open at the end of its array.
                        _ => closing(inner, b")", &[b"] TJ", b"]TJ"]),
                    };
                    return (at + offset, byte);
                }
            }
            Some(b) if is_regular(b) => reader.forward_while(is_regular),
            Some(_) => return (at, b' '),
        }
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::content::TypedIter;
    use hayro_syntax::content::ops::TypedInstruction as Op;

    /// The strings that are shown when everything at fault is put right.
    fn shown(content: &str) -> Vec<String> {
        let mut content = ended(content.as_bytes().to_vec());
        let mut shown = Vec::new();
        let mut from = 0;
        for _ in 0..1000 {
            let copy = content[from..].to_vec();
            let mut operators = TypedIter::new(&copy);
            let mut read = 0;
            while let Some(op) = operators.next() {
                read += 1;
                match op {
                    Op::ShowText(s) => {
                        shown.push(String::from_utf8_lossy(s.0.as_bytes()).into_owned());
                    }
                    Op::ShowTexts(items) => {
                        for item in items.0.iter::<Object<'_>>() {
                            if let Object::String(s) = item {
                                shown.push(String::from_utf8_lossy(s.as_bytes()).into_owned());
                            }
                        }
                    }
                    Op::Fallback(op) if **op == *END => return shown,
                    _ => {}
                }
            }
            match mend(&mut content, from, read) {
                Some(next) => from = next,
                None => return shown,
            }
        }
        shown
    }

    #[test]
    fn what_stands_behind_a_damaged_token_is_read() {
        let many = "1 ".repeat(500);
        for fault in [
            "{ }",
            "<48!6C> pop",
            "/A#GG gs",
            "1.2.3 0 0 rg",
            "]",
            ")",
            ">",
            ">>",
            "<<",
            "<< /A",
            "<",
            "[",
            "[ 1 2",
            "(",
            "((",
            "<41",
            "1 2 3 re",
            "(x) l",
            "1e5 0 m",
            "--5 0 0 rg",
            "\u{0}\u{1}\u{7f}",
            "BI /W 1 /H 1 ID xx",
            "BI /W 1 ID x EI",
            "[ << ] ] >> (",
            &many,
        ] {
            let content = format!("BT (Before) Tj ET\n{fault}\nBT (After) Tj ET");
            let shown = shown(&content);
            assert_eq!(shown.first().map(String::as_str), Some("Before"), "{fault:?}: {shown:?}");
            assert!(shown.iter().any(|s| s == "After"), "{fault:?}: {shown:?}");
        }
    }

    #[test]
    fn thousands_of_damaged_pictures_are_not_tried_in_turn() {
        let picture = "q BI\n/W 7 /H 1 /IM true ID \0\nEI Q\n";
        let damaged = "q BI\n/W (7 /H 1 /D1765.62 cm\nEI Q\n";
        let content = format!(
            "BT (Before) Tj ET {} {} BT (After) Tj ET",
            picture.repeat(100),
            damaged.repeat(3000)
        );
        let begin = std::time::Instant::now();
        let shown = shown(&content);
        assert_eq!(shown.first().map(String::as_str), Some("Before"));
        assert!(begin.elapsed().as_secs() < 20);
        let sound = ended(picture.repeat(100).into_bytes());
        assert!(sound.starts_with(picture.repeat(100).as_bytes()));
    }

    #[test]
    fn texts_themselves_are_read_as_far_as_they_go() {
        let many = format!("{} rg (Next) Tj", "1 ".repeat(99));
        for (content, expected) in [
            ("<48!69> Tj", vec!["Hi"]),
            ("[(A) <4!2> } (C)] TJ (D) Tj", vec!["A", "B", "C", "D"]),
            ("(Open Tj\n(Next) Tj", vec!["Open", "Next"]),
            ("(Op(en Tj\n(Next) Tj", vec!["Next"]),
            ("[(A) 3 (B) TJ\n(Next) Tj", vec!["A", "B", "Next"]),
            ("<4142 Tj\n(Next) Tj", vec!["AB", "Next"]),
            ("(A) Tj (B) Tj", vec!["A", "B"]),
            // What has too many operands is passed over with them.
            (&many, vec!["Next"]),
        ] {
            let shown = shown(content);
            for word in &expected {
                assert!(shown.iter().any(|s| s == word), "{content}: {shown:?}");
            }
        }
    }
}
