//! The tokens of a content stream (ISO 32000-2, 7.8.2 and 7.2), one after another.
//!
//! What is not a token is passed over byte by byte, so that a damaged one costs nothing behind it.

/// Bytes behind the `EI` of an inline picture that are looked at, to tell it from picture data.
const AFTER: usize = 24;
/// Arrays and dictionaries in each other within a string are not counted; brackets in strings are.
const NESTED: usize = 10_000;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'b> {
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    /// `[`, `]`, `<<` or `>>`.
    Bracket(&'static str),
    Operator(&'b [u8]),
}

/// Reads tokens.
pub(super) struct Scanner<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Scanner<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes behind an inline picture whose `BI` was read.
    pub(super) fn skip_picture(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(data) = word(rest, b"ID") else { return };
        let mut from = data + 2;
        while let Some(end) = rest.get(from..).and_then(|rest| word(rest, b"EI")) {
            let behind = from + end + 2;
            let after = rest.get(behind..rest.len().min(behind + AFTER)).unwrap_or_default();
            if after.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
                self.at += behind;
                return;
            }
            from = behind;
        }
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut out, mut depth) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' if depth < NESTED => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return out;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push((code & 0xff) as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match char::from(byte).to_digit(16) {
                Some(digit) => digits.push(digit as u8),
                None if byte == b'>' => break,
                None => {}
            }
        }
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn name(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.at += 1;
            let code = self.bytes.get(self.at..self.at + 2).filter(|_| byte == b'#');
            match code.and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok()) {
                Some(code) => {
                    out.push(code);
                    self.at += 2;
                }
                None => out.push(byte),
            }
        }
        out
    }
}

impl<'b> Iterator for Scanner<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = self.peek()?;
            let pair = self.bytes.get(self.at + 1) == Some(&byte);
            self.at += 1;
            return Some(match byte {
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                    continue;
                }
                b'(' => Token::Text(self.literal()),
                b'<' if pair => {
                    self.at += 1;
                    Token::Bracket("<<")
                }
                b'>' if pair => {
                    self.at += 1;
                    Token::Bracket(">>")
                }
                b'<' => Token::Text(self.hexadecimal()),
                b'[' => Token::Bracket("["),
                b']' => Token::Bracket("]"),
                b'/' => Token::Name(self.name()),
                byte if is_regular(byte) => {
                    let start = self.at - 1;
                    while self.peek().is_some_and(is_regular) {
                        self.at += 1;
                    }
                    let word = self.bytes.get(start..self.at).unwrap_or_default();
                    number(word).map_or(Token::Operator(word), Token::Number)
                }
                _ => continue,
            });
        }
    }
}

/// Where a word of two letters is alone.
fn word(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, wanted).find(|at| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let behind = bytes.get(at + wanted.len());
        before.is_none_or(|b| !is_regular(*b)) && behind.is_none_or(|b| !is_regular(*b))
    })
}

fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | 9
            | 10
            | 12
            | 13
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

/// A number; of one with signs and points too many as much as can be told.
fn number(word: &[u8]) -> Option<f64> {
    if !word.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'))
        || !word.iter().any(u8::is_ascii_digit)
    {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    let whole = text.parse::<f64>().ok();
    whole.or_else(|| {
        let text = text.trim_start_matches('-');
        let end = text.find('-').unwrap_or(text.len());
        text.get(..end)?.parse::<f64>().ok().map(|n| if word[0] == b'-' { -n } else { n })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_every_kind_and_what_is_damaged_costs_no_more_than_itself() {
        let said = |content: &[u8]| -> Vec<String> {
            let show = |token| match token {
                Token::Number(n) => format!("{n}"),
                Token::Name(n) => format!("/{}", String::from_utf8_lossy(&n)),
                Token::Text(t) => format!("({})", String::from_utf8_lossy(&t)),
                Token::Bracket(b) => b.to_owned(),
                Token::Operator(o) => String::from_utf8_lossy(o).into_owned(),
            };
            Scanner::new(content).map(show).collect()
        };
        let cases: [(&[u8], &str); 8] = [
            (b"BT /F#31 -.5 Tf [(a\\051\\)) -2 <4142>] TJ", "BT /F1 -0.5 Tf [ (a))) -2 (AB) ] TJ"),
            (b"(a(b)c) Tj % (no)\n(d\\\ne) '", "(a(b)c) Tj (de) '"),
            (
                b"/P <</MCID 0/ActualText<FEFF0041>>> BDC",
                "/P << /MCID 0 /ActualText (\u{fffd}\u{fffd}\0A) >> BDC",
            ),
            (b"1.2.3 --4 5-6 Td", "1.2.3 -4 5 Td"),
            (b") } > (x) Tj", "(x) Tj"),
            (b"<4 1 4> Tj", "(A@) Tj"),
            (b"(open", "(open)"),
            (b"", ""),
        ];
        for (content, expected) in cases {
            assert_eq!(said(content).join(" "), expected, "{content:?}");
        }
    }

    #[test]
    fn the_data_of_a_picture_is_no_content() {
        let mut content = b"/W 1 ID \x01(\xff EI \x02\x03 EI\nBT (x) Tj ET".to_vec();
        let mut scanner = Scanner::new(&content);
        scanner.skip_picture();
        let left: Vec<_> = scanner.collect();
        assert_eq!(left[1], Token::Text(b"x".to_vec()));
        content.truncate(9);
        let mut scanner = Scanner::new(&content);
        scanner.skip_picture();
        assert!(scanner.count() < 10);
    }
}
