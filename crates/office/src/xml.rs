//! A part's XML as a tree: elements by local name and family of namespaces, texts in between.
//!
//! The tree borrows the part's text. Entities that XML does not define are not looked up, so that
//! none can grow; how many elements there are and how deep they are is bounded.

use crate::error::Error;
use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use std::borrow::Cow;

/// More elements than this are refused.
const MOST_NODES: usize = 6_000_000;

/// Elements deeper than this are refused: walking goes so deep.
const DEEPEST: usize = 400;

/// More attributes than this no element has that means something.
const MOST_ATTRIBUTES: usize = 128;

/// Families of namespaces, as far as their local names must be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// WordprocessingML and everything that is not in another family.
    Main,
    /// DrawingML.
    Drawing,
    /// Office mathematics.
    Maths,
    /// Markup compatibility.
    Choice,
}

enum Content<'x> {
    Element { name: &'x str, family: Family, attributes: Vec<(&'x str, Cow<'x, str>)> },
    Text(Cow<'x, str>),
}

struct Node<'x> {
    content: Content<'x>,
    first: u32,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// The elements and texts of a part.
pub(crate) struct Tree<'x> {
    nodes: Vec<Node<'x>>,
}

/// An element.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t, 'x> {
    tree: &'t Tree<'x>,
    at: u32,
}

/// What is in an element.
#[derive(Clone, Copy)]
pub(crate) enum Child<'t, 'x> {
    Element(Element<'t, 'x>),
    Text(&'t str),
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn family(resolved: &ResolveResult<'_>) -> Family {
    let ResolveResult::Bound(namespace) = resolved else { return Family::Main };
    let uri = namespace.as_ref();
    if uri.ends_with("/drawingml/2006/main") || uri.ends_with("/drawingml/main") {
        Family::Drawing
    } else if uri.ends_with("/math") {
        Family::Maths
    } else if uri.ends_with("/markup-compatibility/2006") {
        Family::Choice
    } else {
        Family::Main
    }
}

impl<'x> Tree<'x> {
    /// Reads a part; `part` is its name for messages.
    pub(crate) fn parse(part: &str, text: &'x str) -> Result<Self, Error> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut nodes: Vec<Node<'x>> = vec![Node {
            content: Content::Element { name: "", family: Family::Main, attributes: Vec::new() },
            first: NONE,
            next: NONE,
        }];
        // For each open element its number and its last child.
        let mut open: Vec<(u32, u32)> = vec![(0, NONE)];
        let mut add = |open: &mut Vec<(u32, u32)>, content: Content<'x>| -> Result<u32, Error> {
            if nodes.len() >= MOST_NODES {
                return Err(Error::TooLarge(format!("{part} has more than {MOST_NODES} elements")));
            }
            let number = nodes.len() as u32;
            if let Some((parent, last)) = open.last_mut() {
                match *last {
                    NONE => nodes[*parent as usize].first = number,
                    last => nodes[last as usize].next = number,
                }
                *last = number;
            }
            nodes.push(Node { content, first: NONE, next: NONE });
            Ok(number)
        };
        loop {
            let from = reader.buffer_position() as usize;
            let (resolved, event) =
                reader.read_resolved_event().map_err(|e| Error::broken(part, e))?;
            let family = family(&resolved);
            let (start, is_empty) = match &event {
                Event::Start(tag) => (Some(tag), false),
                Event::Empty(tag) => (Some(tag), true),
                _ => (None, false),
            };
            if let Some(tag) = start {
                let to = reader.buffer_position() as usize;
                // The tag's own text lives as long as the part's.
                let whole = text.get(from..to).unwrap_or_default();
                let at = whole.find('<').map_or(0, |i| i + 1);
                let name = whole.get(at..).unwrap_or_default();
                let end = name
                    .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
                    .unwrap_or(name.len());
                let name = local(name.get(..end).unwrap_or_default());
                let mut attributes = Vec::new();
                let mut all = tag.attributes();
                all.with_checks(false);
                for attribute in all.flatten().take(MOST_ATTRIBUTES) {
                    let key = local(attribute.key.as_ref()).to_owned();
                    let value = attribute
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                        .map_or_else(|_| String::new(), Cow::into_owned);
                    attributes.push((key, value));
                }
                let attributes = attributes
                    .into_iter()
                    .filter_map(|(key, value)| {
                        let at = whole.find(key.as_str())?;
                        Some((whole.get(at..at + key.len())?, Cow::Owned(value)))
                    })
                    .collect();
                let number = add(&mut open, Content::Element { name, family, attributes })?;
                if !is_empty {
                    if open.len() >= DEEPEST {
                        return Err(Error::TooLarge(format!(
                            "the elements of {part} are nested more than {DEEPEST} deep"
                        )));
                    }
                    open.push((number, NONE));
                }
                continue;
            }
            match event {
                Event::End(_) if open.len() > 1 => {
                    open.pop();
                }
                Event::Text(words) => {
                    let words = words.xml10_content().into_owned();
                    add(&mut open, Content::Text(Cow::Owned(words)))?;
                }
                Event::CData(words) => {
                    let words = words.xml10_content().into_owned();
                    add(&mut open, Content::Text(Cow::Owned(words)))?;
                }
                Event::GeneralRef(name) => {
                    let letter = match &*name {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => name.resolve_char_ref().ok().flatten().unwrap_or('\u{fffd}'),
                    };
                    add(&mut open, Content::Text(Cow::Owned(letter.to_string())))?;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if open.len() > 1 {
            return Err(Error::broken(part, "it breaks off"));
        }
        let tree = Self { nodes };
        if tree.nodes.len() < 2 {
            return Err(Error::broken(part, "there is nothing in it"));
        }
        Ok(tree)
    }

    /// The outermost element.
    pub(crate) fn root(&self) -> Element<'_, 'x> {
        let top = Element { tree: self, at: 0 };
        top.children().next().unwrap_or(top)
    }
}

impl<'t, 'x> Element<'t, 'x> {
    fn node(self) -> &'t Node<'x> {
        &self.tree.nodes[self.at as usize]
    }

    /// Its local name.
    pub(crate) fn name(self) -> &'t str {
        match &self.node().content {
            Content::Element { name, .. } => name,
            Content::Text(_) => "",
        }
    }

    /// The family of its namespace.
    pub(crate) fn family(self) -> Family {
        match &self.node().content {
            Content::Element { family, .. } => *family,
            Content::Text(_) => Family::Main,
        }
    }

    /// Whether it has this local name, in no family of its own.
    pub(crate) fn is(self, name: &str) -> bool {
        self.family() == Family::Main && self.name() == name
    }

    /// An attribute by its local name.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        match &self.node().content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_ref())
            }
            Content::Text(_) => None,
        }
    }

    /// The attribute `val`.
    pub(crate) fn val(self) -> Option<&'t str> {
        self.attribute("val")
    }

    /// A number in an attribute.
    pub(crate) fn number(self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether a property that may be switched off is on: no `val`, or one that is not false.
    pub(crate) fn is_on(self) -> bool {
        !matches!(self.val(), Some("0" | "false" | "off" | "none"))
    }

    /// Everything in it, in order.
    pub(crate) fn content(self) -> impl Iterator<Item = Child<'t, 'x>> {
        let tree = self.tree;
        let mut at = self.node().first;
        std::iter::from_fn(move || {
            let node = tree.nodes.get(at as usize)?;
            let child = match &node.content {
                Content::Element { .. } => Child::Element(Element { tree, at }),
                Content::Text(text) => Child::Text(text),
            };
            at = node.next;
            Some(child)
        })
    }

    /// The elements in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'t, 'x>> {
        self.content().filter_map(|c| match c {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first element in it of this local name.
    pub(crate) fn child(self, name: &str) -> Option<Element<'t, 'x>> {
        self.children().find(|e| e.name() == name)
    }

    /// Its texts, and those of all elements in it, as one.
    pub(crate) fn text(self) -> String {
        let mut out = String::new();
        for child in self.content() {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => out.push_str(&element.text()),
            }
        }
        out
    }

    /// All elements in it, at any depth, in order.
    pub(crate) fn descendants(self) -> Vec<Element<'t, 'x>> {
        let mut out = Vec::new();
        let mut open: Vec<Element<'t, 'x>> = self.children().collect();
        open.reverse();
        while let Some(element) = open.pop() {
            out.push(element);
            let mut inside: Vec<_> = element.children().collect();
            inside.reverse();
            open.append(&mut inside);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_texts_are_kept_in_order() {
        let text =
            "<?xml version=\"1.0\"?><w:a xmlns:w=\"u\" w:val=\"1 &amp; 2\">x<w:b/>&lt;y</w:a>";
        let tree = Tree::parse("part", text).unwrap();
        assert_eq!((tree.root().name(), tree.root().val()), ("a", Some("1 & 2")));
        assert_eq!(tree.root().text(), "x<y");
        assert!(tree.root().child("b").is_some());
    }

    #[test]
    fn entities_do_not_grow_and_depth_is_bounded() {
        let text = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>";
        assert_eq!(Tree::parse("part", text).unwrap().root().text(), "\u{fffd}");
        let deep = "<a>".repeat(5000) + &"</a>".repeat(5000);
        assert!(matches!(Tree::parse("part", &deep), Err(Error::TooLarge(_))));
        for broken in ["<a>", "<a></b>", "", "<a"] {
            assert!(Tree::parse("part", broken).is_err(), "{broken}");
        }
    }
}
