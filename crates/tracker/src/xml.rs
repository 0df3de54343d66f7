//! XML as text: where its tags are, so that single pieces can be changed and all others stay byte for
//! byte as they are.

use crate::Error;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::ops::Range;

/// A tag or the text between tags, with its place in the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Start { name: String, at: Range<usize>, is_empty: bool },
    End { name: String, at: Range<usize> },
    Text(String),
}

/// The pieces of a part in their order; comments and the like are passed over.
pub(crate) fn pieces(part: &str, text: &str) -> Result<Vec<Piece>, Error> {
    let mut reader = Reader::from_str(text);
    let mut all = Vec::new();
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|e| Error::broken(part, e))?;
        let at = from..reader.buffer_position() as usize;
        let local = |name: quick_xml::name::LocalName<'_>| name.as_ref().to_owned();
        match event {
            Event::Start(tag) => {
                let name = local(tag.local_name());
                all.push(Piece::Start { name, at, is_empty: false });
            }
            Event::Empty(tag) => {
                let name = local(tag.local_name());
                all.push(Piece::Start { name, at, is_empty: true });
            }
            Event::End(tag) => all.push(Piece::End { name: local(tag.local_name()), at }),
            Event::Text(words) => all.push(Piece::Text(words.xml10_content().into_owned())),
            Event::CData(words) => all.push(Piece::Text(words.xml10_content().into_owned())),
            Event::GeneralRef(name) => {
                let letter = match &*name {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                let letter = letter.ok_or_else(|| Error::broken(part, "an unknown entity"))?;
                all.push(Piece::Text(letter.to_string()));
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Where the value of an attribute is within a tag's text, without its quotes.
pub(crate) fn attribute_at(tag: &str, name: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let mut at = tag.find(|c: char| c.is_ascii_whitespace())?;
    while at < bytes.len() {
        let rest = tag.get(at..)?;
        at += rest.find(|c: char| !c.is_ascii_whitespace())?;
        let rest = tag.get(at..)?;
        let equals = rest.find('=')?;
        let own = rest.get(..equals)?.trim();
        let quote_at = at + equals + 1 + tag.get(at + equals + 1..)?.find(['"', '\''])?;
        let quote = char::from(*bytes.get(quote_at)?);
        let from = quote_at + 1;
        let to = from + tag.get(from..)?.find(quote)?;
        if own == name || own.rsplit(':').next() == Some(name) {
            return Some(from..to);
        }
        at = to + 1;
    }
    None
}

/// The value of an attribute, by its local name; entities resolved.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let raw = tag.get(attribute_at(tag, name)?)?;
    Some(plain(raw))
}

fn plain(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned())
}

/// Text for between tags or within quotes, with what XML cannot carry in the workbook's own escapes
/// (`_x0001_`).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c < ' ' => out.push_str(&format!("_x{:04X}_", u32::from(c))),
            '_' if is_escape(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            c => out.push(c),
        }
    }
    out
}

/// The text of a cell without the workbook's own escapes.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('_') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let from = rest.get(at..).unwrap_or_default();
        let code = from.get(2..6).filter(|_| is_escape(from));
        let letter = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push('_');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text begins with a workbook's escape of a letter.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes.starts_with(b"_x")
        && bytes.get(6) == Some(&b'_')
        && bytes.get(2..6).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
}

/// Changes to a part: what to put in place of what.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(crate) fn put(&mut self, at: Range<usize>, text: impl Into<String>) {
        self.0.push((at, text.into()));
    }

    pub(crate) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.put(at..at, text);
    }

    /// Sets an attribute of the tag at a place, if the tag has it.
    pub(crate) fn set(&mut self, text: &str, tag: &Range<usize>, name: &str, value: &str) {
        let Some(own) = text.get(tag.clone()) else { return };
        if let Some(at) = attribute_at(own, name) {
            self.put(tag.start + at.start..tag.start + at.end, escaped(value));
        }
    }

    /// The text with all changes; those at one place in the order in which they were made. `None`
    /// where two of them overlap.
    pub(crate) fn applied(mut self, text: &str) -> Option<String> {
        self.0.sort_by_key(|(at, _)| (at.start, at.end));
        let mut out = String::with_capacity(text.len() + 1024);
        let mut from = 0;
        for (at, new) in &self.0 {
            out.push_str(text.get(from..at.start)?);
            out.push_str(new);
            from = at.end;
        }
        out.push_str(text.get(from..)?);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_where_they_are() {
        let tag = "<c r=\"A1\" x:s='3'  t = \"s\" data-t=\"no\">";
        assert_eq!(attribute(tag, "r").as_deref(), Some("A1"));
        assert_eq!(attribute(tag, "s").as_deref(), Some("3"));
        assert_eq!(attribute(tag, "t").as_deref(), Some("s"));
        assert_eq!(attribute(tag, "q"), None);
        assert_eq!(attribute("<row>", "r"), None);
        assert_eq!(attribute("<a b=\"x &amp; &#65;\"/>", "b").as_deref(), Some("x & A"));
    }

    #[test]
    fn text_comes_back_from_its_escapes() {
        for text in
            ["a & b < \"c\"", "\u{1}x", "_x0041_ is literal", "_x_", "__x00e9_", "a_b", "é_"]
        {
            let xml = format!("<t>{}</t>", escaped(text));
            let read: String = pieces("p", &xml)
                .unwrap()
                .into_iter()
                .filter_map(|p| match p {
                    Piece::Text(text) => Some(text),
                    _ => None,
                })
                .collect();
            assert_eq!(unescaped(&read), text);
        }
    }

    #[test]
    fn overlapping_changes_are_refused() {
        let mut edits = Edits::default();
        edits.put(0..3, "x");
        edits.put(2..4, "y");
        assert_eq!(edits.applied("abcdef"), None);
        let mut edits = Edits::default();
        edits.insert(2, "1");
        edits.put(2..3, "C");
        edits.insert(6, "!");
        assert_eq!(edits.applied("abcdef").as_deref(), Some("ab1Cdef!"));
    }
}
