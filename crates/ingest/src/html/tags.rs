//! What each element means for the text of a cell or paragraph.

use super::{Sheet, Unknown};
use crate::colour;
use crate::rich::{Flow, Numbering};
use html5gum::{StartTag, Token};
use std::borrow::Cow;
use tablemend_model::{Rgb, Style};

/// Elements that begin on a new line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "p",
    "pre",
    "section",
    "summary",
];

/// Elements that run on in their line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "button", "canvas", "cite", "code",
    "data", "datalist", "del", "dfn", "em", "font", "i", "iframe", "ins", "kbd", "label", "map",
    "mark", "meter", "noscript", "object", "optgroup", "option", "output", "picture", "progress",
    "q", "rp", "rt", "ruby", "s", "samp", "select", "small", "span", "strike", "strong", "sub",
    "sup", "svg", "textarea", "time", "tt", "u", "var", "video",
];

/// Elements with a meaning of their own.
const OTHER: &[&str] = &[
    "area", "base", "br", "caption", "col", "colgroup", "embed", "frame", "head", "hr", "img",
    "input", "li", "link", "menu", "meta", "ol", "param", "script", "source", "style", "table",
    "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "track", "ul", "wbr",
];

/// Attributes that are without a value.
const BARE_ATTRIBUTES: &[&str] = &[
    "allowfullscreen",
    "async",
    "autofocus",
    "checked",
    "compact",
    "controls",
    "defer",
    "disabled",
    "hidden",
    "ismap",
    "loop",
    "multiple",
    "muted",
    "noresize",
    "noshade",
    "novalidate",
    "nowrap",
    "open",
    "readonly",
    "required",
    "reversed",
    "selected",
];

/// Whether HTML knows an element of this lower-case name.
pub(crate) fn is_known(name: &[u8]) -> bool {
    let known = |list: &[&str]| list.iter().any(|n| n.as_bytes() == name);
    known(BLOCKS) || known(INLINE) || known(OTHER)
}

pub(super) fn is_block(name: &[u8]) -> bool {
    BLOCKS.iter().any(|n| n.as_bytes() == name)
}

/// Whether a name is that of an element of a namespace, as word processors and wikis leave them
/// (`o:p`, `st1:place`, `ac:link`). Longer prefixes are words: `<insert:date>` is a gap to fill in.
pub(crate) fn has_namespace(name: &[u8]) -> bool {
    let Some(at) = name.iter().position(|b| *b == b':') else { return false };
    let (prefix, local) = (&name[..at], &name[at + 1..]);
    (1..=4).contains(&prefix.len())
        && prefix[0].is_ascii_alphabetic()
        && prefix.iter().all(u8::is_ascii_alphanumeric)
        && local.first().is_some_and(u8::is_ascii_alphabetic)
        && local.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Whether an end tag is markup.
pub(super) fn ends_markup(name: &[u8], unknown: Unknown) -> bool {
    unknown == Unknown::Markup || is_known(name) || has_namespace(name)
}

/// Whether a start tag is markup. In a text, `a<b and c>d` is none: an element that is not known,
/// or attributes without a value that no element has.
pub(super) fn is_markup(tag: &StartTag<usize>, unknown: Unknown) -> bool {
    unknown == Unknown::Markup
        || has_namespace(&tag.name)
        || (is_known(&tag.name)
            && tag.attributes.iter().all(|(name, value)| {
                !value.is_empty() || BARE_ATTRIBUTES.iter().any(|b| b.as_bytes() == name.as_slice())
                    // `alt=""`, `class=""` and the like are common enough.
                    || matches!(name.as_slice(), b"alt" | b"class" | b"style" | b"id" | b"href"
                        | b"name" | b"src" | b"title" | b"align" | b"valign" | b"width" | b"border")
            }))
}

/// An attribute's value.
pub(super) fn attribute<'a>(tag: &'a StartTag<usize>, name: &str) -> Option<Cow<'a, str>> {
    tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v))
}

/// The background that a tag sets, and whether a style attribute sets it.
pub(super) fn background(tag: &StartTag<usize>, sheet: &Sheet) -> Option<(Rgb, bool)> {
    if tag.attributes.is_empty() {
        return None;
    }
    let style = colour::background(&sheet.style(tag)).map(|c| (c, true));
    let named = |name| attribute(tag, name).and_then(|c| colour::css(&c)).map(|c| (c, false));
    // The second is what Confluence writes.
    style.or_else(|| named("bgcolor")).or_else(|| named("data-highlight-colour"))
}

/// Puts a token into a text. `source` is what the token's span points into.
pub(crate) fn apply(
    flow: &mut Flow,
    token: &Token<usize>,
    source: &str,
    unknown: Unknown,
    sheet: &Sheet,
) {
    match token {
        Token::String(text) => flow.text(&String::from_utf8_lossy(text)),
        Token::StartTag(tag) if is_markup(tag, unknown) => start(flow, tag, sheet),
        Token::StartTag(tag) => raw(flow, source, tag.span.start, tag.span.end),
        Token::EndTag(tag) if ends_markup(&tag.name, unknown) => end(flow, &tag.name),
        Token::EndTag(tag) => raw(flow, source, tag.span.start, tag.span.end),
        Token::Comment(comment) => {
            // A CDATA section is text (XHTML, and the pages of wikis).
            let comment = String::from_utf8_lossy(comment);
            if let Some(text) = comment.strip_prefix("[CDATA[") {
                flow.text(text.strip_suffix("]]").unwrap_or(text));
            }
        }
        Token::Doctype(_) | Token::Error(_) => {}
    }
}

/// A tag that is none stays in the text as it is.
fn raw(flow: &mut Flow, source: &str, start: usize, end: usize) {
    flow.text(source.get(start..end).unwrap_or_default());
}

/// Opens an element by name alone.
pub(crate) fn start_plain(flow: &mut Flow, name: &[u8]) {
    let tag = StartTag { name: name.to_vec().into(), ..StartTag::default() };
    start(flow, &tag, Sheet::none());
}

fn start(flow: &mut Flow, tag: &StartTag<usize>, sheet: &Sheet) {
    let name = tag.name.as_slice();
    match name {
        b"br" | b"hr" => return flow.line_break(),
        b"img" => {
            let text = |name| attribute(tag, name).unwrap_or_default();
            return flow.picture(&text("alt"), &text("src"));
        }
        // A date without a text of its own shows as what it says.
        b"time" if tag.self_closing => {
            return flow.text(&attribute(tag, "datetime").unwrap_or_default());
        }
        b"area" | b"base" | b"col" | b"embed" | b"input" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" => return,
        b"ul" | b"menu" => return flow.begin_list(None),
        b"ol" => {
            let first = attribute(tag, "start").and_then(|s| s.trim().parse().ok()).unwrap_or(1);
            let numbering = match attribute(tag, "type").as_deref() {
                Some("a") => Numbering::Letters,
                Some("A") => Numbering::Capitals,
                _ => Numbering::Decimal,
            };
            return flow.begin_list(Some((first, numbering)));
        }
        b"li" => {
            flow.close(b"li");
            flow.item();
        }
        b"td" | b"th" => flow.blank(),
        b"tr" | b"table" | b"caption" => flow.line_break(),
        b"p" => {
            flow.close(b"p");
            flow.line_break();
        }
        _ if is_block(name) => flow.line_break(),
        _ => {}
    }
    flow.open(name, styles(tag, sheet), background(tag, sheet).map(|(colour, _)| colour));
}

/// Closes an element.
pub(crate) fn end(flow: &mut Flow, name: &[u8]) {
    flow.close(name);
    match name {
        b"ul" | b"ol" | b"menu" => flow.end_list(),
        b"li" => flow.end_item(),
        b"td" | b"th" => flow.blank(),
        b"tr" | b"table" | b"caption" | b"br" => flow.line_break(),
        _ if is_block(name) => flow.line_break(),
        _ => {}
    }
}

/// The styles that an element sets by its name and attributes.
pub(super) fn styles(tag: &StartTag<usize>, sheet: &Sheet) -> Vec<Style> {
    let mut styles = Vec::new();
    match tag.name.as_slice() {
        b"s" | b"del" | b"strike" => styles.push(Style::Struck),
        b"sup" => styles.push(Style::Superscript),
        b"b" | b"strong" => styles.push(Style::Bold),
        b"i" | b"em" => styles.push(Style::Italic),
        _ => {}
    }
    if tag.attributes.is_empty() {
        return styles;
    }
    let style = sheet.style(tag);
    let has = |names: &[&str], word: &str| {
        colour::property(&style, names).is_some_and(|v| v.to_ascii_lowercase().contains(word))
    };
    let mut add = |wanted: bool, style: Style| {
        if wanted && !styles.contains(&style) {
            styles.push(style);
        }
    };
    add(has(&["text-decoration", "text-decoration-line"], "line-through"), Style::Struck);
    add(has(&["vertical-align"], "super"), Style::Superscript);
    let weight = colour::property(&style, &["font-weight"]).unwrap_or_default();
    let heavy = weight.parse::<u32>().map_or_else(|_| weight.contains("bold"), |w| w >= 600);
    add(heavy, Style::Bold);
    add(has(&["font-style"], "italic"), Style::Italic);
    let colour = colour::property(&style, &["color"])
        .and_then(colour::css)
        .or_else(|| attribute(tag, "color").and_then(|c| colour::css(&c)));
    if let Some(colour) = colour.filter(|c| *c != Rgb(0, 0, 0)) {
        add(true, Style::Coloured(colour));
    }
    styles
}
