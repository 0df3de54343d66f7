//! The text of a cell: Markdown marks and HTML in it.

use super::marks::Dialect;
use crate::html::{self, Sheet, Unknown};
use crate::rich::{Flow, Flowed};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use tablemend_model::{Cell, Rgb, RichText, Style};

/// What Markdown is understood. Tables in running text are those without leading pipes.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Reads the source of one cell, which has no line end.
pub(super) fn cell(source: &str, dialect: &Dialect) -> Flowed {
    let keeps = dialect.keeps(source);
    if keeps && is_plain(source) {
        return Flowed { text: RichText::plain(source), ..Flowed::default() };
    }
    let source = dialect.read(source);
    let tags = if keeps { only_tags(&source) } else { None };
    tags.unwrap_or_else(|| parsed(&source, dialect)).finish()
}

/// Reads the source of a cell of several lines: paragraphs and lists.
pub(super) fn lines(source: &str, dialect: &Dialect) -> Flowed {
    if !source.contains('\n') {
        return cell(source, dialect);
    }
    let source = dialect.read(source);
    let mut flow = Flow::default();
    for event in parser(&source, options() - Options::ENABLE_TABLES, dialect) {
        apply(&mut flow, &event);
    }
    flow.finish()
}

/// Gives a cell the colours that were found in its text.
pub(super) fn paint(cell: &mut Cell, fill: Option<Rgb>, icons: Vec<Rgb>) {
    cell.icons = icons;
    cell.fill = fill.filter(|f| !f.is_white());
    cell.fill_is_style = cell.fill.is_some();
}

/// The events of a text. Links whose label is defined elsewhere in the document are links.
pub(super) fn parser<'a>(
    source: &'a str,
    options: Options,
    dialect: &'a Dialect,
) -> Parser<'a, impl FnMut(BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)>> {
    let known = |link: BrokenLink<'a>| {
        dialect.has(&link.reference).then(|| (CowStr::from(""), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(source, options | dialect.options(), Some(known))
}

/// Reads a cell with whatever marks it has.
fn parsed(source: &str, dialect: &Dialect) -> Flow {
    // A word before the cell's text keeps it one paragraph, whatever it begins with: `1.`, `-` or
    // `#` begin no list or heading in a cell.
    let line = format!("x {source}");
    let mut flow = Flow::default();
    let mut first = true;
    for event in parser(&line, options(), dialect) {
        match event {
            Event::Text(text) if std::mem::take(&mut first) => {
                flow.text(text.strip_prefix('x').unwrap_or(&text));
            }
            event => apply(&mut flow, &event),
        }
    }
    flow
}

/// Bytes that a cell may hold without a closer look, and bytes behind or before such.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0x20;
    while byte < 0x7f {
        plain[byte] =
            !matches!(byte as u8, b'<' | b'*' | b'_' | b'`' | b'~' | b'\\' | b'[' | b'&' | b'^');
        byte += 1;
    }
    plain
};

/// Whether a cell is printable ASCII and common punctuation without any mark.
fn is_plain(source: &str) -> bool {
    let bytes = source.as_bytes();
    if bytes.iter().all(|b| PLAIN[usize::from(*b)]) {
        return true;
    }
    bytes.iter().enumerate().all(|(i, b)| match b {
        b'&' => bytes.get(i + 1) == Some(&b' '),
        // Letters with accents and the pound sign; dashes, quotation marks and the ellipsis. The
        // bytes behind a lead byte are looked at with it.
        0xc3 | 0x80..=0xbf => true,
        0xc2 => bytes.get(i + 1) == Some(&0xa3),
        0xe2 => matches!(bytes.get(i + 1..i + 3), Some([0x80, 0x93..=0x9f | 0xa6])),
        _ => PLAIN[usize::from(*b)],
    })
}

/// Whether Markdown or HTML may be at work.
fn has_marks(source: &str) -> bool {
    let bytes = source.as_bytes();
    bytes.iter().enumerate().any(|(i, b)| match b {
        b'<' | b'*' | b'_' | b'`' | b'~' | b'\\' | b'[' => true,
        b'&' => bytes.get(i + 1).is_some_and(|n| n.is_ascii_alphabetic() || *n == b'#'),
        _ => false,
    })
}

/// Reads a cell without marks, or with no others than tags without attributes, which is what
/// converters leave: it needs no parser. `None` for any other.
fn only_tags(source: &str) -> Option<Flow> {
    let mut flow = Flow::default();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        let (text, behind) = rest.split_at(at);
        let (tag, behind) = behind.split_at(behind.find('>')? + 1);
        let (name, is_end) = plain_tag(tag)?;
        if has_marks(text) {
            return None;
        }
        flow.text(text);
        named_tag(&mut flow, tag, name, is_end);
        rest = behind;
    }
    if has_marks(rest) {
        return None;
    }
    flow.text(rest);
    Some(flow)
}

/// The name of a tag without attributes, and whether it is an end tag.
fn plain_tag(tag: &str) -> Option<(&str, bool)> {
    let inside = tag.strip_prefix('<')?.strip_suffix('>')?;
    let (name, is_end) = match inside.strip_prefix('/') {
        Some(name) => (name, true),
        None => (inside.strip_suffix('/').unwrap_or(inside).trim_end(), false),
    };
    let is_name = name.len() <= 10
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_name.then_some((name, is_end))
}

/// Puts a tag without attributes into a text.
fn named_tag(flow: &mut Flow, tag: &str, name: &str, is_end: bool) {
    let name = name.to_ascii_lowercase();
    match (html::is_known(name.as_bytes()), is_end) {
        (false, _) => flow.text(tag),
        (true, true) => html::end(flow, name.as_bytes()),
        (true, false) => html::start_plain(flow, name.as_bytes()),
    }
}

/// Puts an event of running text into a text.
pub(super) fn apply(flow: &mut Flow, event: &Event<'_>) {
    match event {
        Event::Start(Tag::Emphasis) => flow.open(b"*", vec![Style::Italic], None),
        Event::End(TagEnd::Emphasis) => flow.close(b"*"),
        Event::Start(Tag::Strong) => flow.open(b"**", vec![Style::Bold], None),
        Event::End(TagEnd::Strong) => flow.close(b"**"),
        Event::Start(Tag::Strikethrough) => flow.open(b"~~", vec![Style::Struck], None),
        Event::End(TagEnd::Strikethrough) => flow.close(b"~~"),
        Event::Start(Tag::Image { dest_url, .. }) => flow.picture("", dest_url),
        Event::Start(Tag::List(first)) => {
            let number =
                |n: &u64| (i64::try_from(*n).unwrap_or(1), crate::rich::Numbering::Decimal);
            flow.begin_list(first.as_ref().map(number));
        }
        Event::End(TagEnd::List(_)) => flow.end_list(),
        Event::Start(Tag::Item) => flow.item(),
        Event::End(TagEnd::Item) => flow.end_item(),
        Event::Text(text) | Event::Code(text) => flow.text(text),
        Event::InlineHtml(tag) | Event::Html(tag) => tags(flow, tag),
        Event::Start(Tag::CodeBlock(kind)) => {
            flow.line_break();
            // Words behind a fence are shown nowhere, but they are in the file.
            if let CodeBlockKind::Fenced(info) = kind {
                flow.text(info);
                flow.line_break();
            }
        }
        Event::End(TagEnd::CodeBlock)
        | Event::Start(Tag::Heading { .. } | Tag::BlockQuote(_))
        | Event::End(TagEnd::Heading(_) | TagEnd::BlockQuote(_)) => flow.line_break(),
        Event::SoftBreak => flow.blank(),
        Event::HardBreak | Event::Rule => flow.line_break(),
        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => flow.line_break(),
        _ => {}
    }
}

/// Puts a piece of HTML into a text. Tags without attributes, nearly all of them, need no parser.
pub(super) fn tags(flow: &mut Flow, tag: &str) {
    if let Some((name, is_end)) = plain_tag(tag) {
        return named_tag(flow, tag, name, is_end);
    }
    for token in html::tokens(tag) {
        html::apply(flow, &token, tag, Unknown::Text, Sheet::none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Cells that are read without the parser are read as by it.
        #[test]
        fn tags_read_as_by_the_parser(
            pieces in prop::collection::vec(
                prop_oneof![
                    3 => "[ -%'-;=>@-Z{-}]{0,4}|31 st|caf\u{e9} \u{2013} x|\u{2022} a|\u{a0}",
                    3 => "</?(p|br|b|s|i|ul|li|ol|sup|span|td|x1|q)>",
                    1 => "<br ?/>|<1>|< b>|</b/>|<|<a|<p class=\"a\">|&amp;|\\*",
                ],
                0..9,
            )
        ) {
            let source = pieces.concat();
            let source = source.trim();
            if let Some(flow) = only_tags(source) {
                let (here, there) = (flow.finish(), parsed(source, &Dialect::default()).finish());
                prop_assert_eq!((here.text, here.icons), (there.text, there.icons), "{}", source);
            }
        }
    }
}
