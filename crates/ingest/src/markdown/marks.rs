//! Marks of wider Markdown: note marks (`[^1]`, `word^1^`) and the labels of reference links.

use crate::{html, raised};
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::collections::HashSet;

/// Longer labels are not note marks.
const LONGEST: usize = 16;

/// Longer tags are text.
const LONGEST_TAG: usize = 512;

/// A text whose note marks are superscript characters. Lines stay as many as they are.
fn raise(source: &str) -> Cow<'_, str> {
    if !source.contains('^') {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find('^') {
        let (before, behind) = rest.split_at(at);
        let behind = &behind[1..];
        let found = note(before, behind).or_else(|| superscript(before, behind));
        let Some((text, shorter, length)) = found else {
            out.push_str(&rest[..=at]);
            rest = behind;
            continue;
        };
        out.push_str(&before[..before.len() - shorter]);
        let begins_line = shorter > 0 && (out.is_empty() || out.ends_with('\n'));
        match raised::kept(&out, text) {
            Some(raised) => out.push_str(&raised),
            None => out.push_str(text),
        }
        rest = &behind[length..];
        // The mark of a note's own text is followed by a colon.
        if begins_line {
            rest = rest.strip_prefix(':').unwrap_or(rest);
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A text without the tags of namespaces that word processors leave (`<o:p>`): Markdown would take
/// them for addresses. Their text and line ends stay.
fn without_namespaces(source: &str) -> Cow<'_, str> {
    let tag = |rest: &str| -> Option<usize> {
        let name = rest.strip_prefix('<')?;
        let name = name.strip_prefix('/').unwrap_or(name);
        let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
        let length = name.bytes().take(64).position(|b| is_end(char::from(b)))?;
        if !html::has_namespace(&name.as_bytes()[..length]) {
            return None;
        }
        rest.bytes().take(LONGEST_TAG).position(|b| b == b'>').map(|end| end + 1)
    };
    let Some(first) =
        source.match_indices('<').map(|(i, _)| i).find(|i| tag(&source[*i..]).is_some())
    else {
        return Cow::Borrowed(source);
    };
    let (mut out, mut rest) = (source[..first].to_owned(), &source[first..]);
    while let Some(length) = tag(rest).or_else(|| (!rest.is_empty()).then_some(0)) {
        out.extend(rest[..length].matches('\n'));
        let behind = &rest[length..];
        let skipped = usize::from(length == 0);
        let next = behind[skipped..].find('<').map_or(behind.len(), |i| i + skipped);
        out.push_str(&behind[..next]);
        rest = &behind[next..];
    }
    Cow::Owned(out)
}

/// `[^label]`: the label, how much before the caret belongs to it, and how much behind.
fn note<'a>(before: &str, behind: &'a str) -> Option<(&'a str, usize, usize)> {
    let end = behind.bytes().take(LONGEST + 1).position(|b| b == b']').filter(|end| *end > 0)?;
    let label = &behind[..end];
    let fits =
        before.ends_with('[') && label.chars().all(|c| c.is_alphanumeric() || "-_*".contains(c));
    fits.then_some((label, 1, end + 1))
}

/// `word^1^`: a short text without blanks behind a word or sign.
fn superscript<'a>(before: &str, behind: &'a str) -> Option<(&'a str, usize, usize)> {
    let end = behind.bytes().take(5).position(|b| b == b'^').filter(|end| *end > 0)?;
    let text = &behind[..end];
    let is_mark = |c: char| c.is_alphanumeric() || "*\u{2020}\u{2021}\u{a7}+-,()".contains(c);
    let stands = before.ends_with(|c: char| c.is_alphanumeric() || ".,)%\"'\u{2019}*_".contains(c));
    (stands && text.chars().all(is_mark)).then_some((text, 0, end + 1))
}

/// What of wider Markdown a document uses.
#[derive(Debug, Default)]
pub(super) struct Dialect {
    /// The labels of its link references (CommonMark 0.31, section 4.7).
    labels: HashSet<String>,
    /// Whether dashes are written as hyphens, as pandoc does (manual, extension `smart`): there
    /// are tables that only pandoc writes, and no dashes.
    has_hyphens: bool,
    /// Whether quotation marks are written in ASCII, too: straight ones are escaped.
    is_smart: bool,
}

impl Dialect {
    pub(super) fn of(text: &str, has_dashed_tables: bool) -> Self {
        let curly = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{2013}', '\u{2014}'];
        let escapes = text.contains("\\'") || text.contains("\\\"");
        let has_boxes = || text.contains("\n+-") && text.contains("-+\n");
        let is_pandoc = escapes || has_dashed_tables || has_boxes();
        let has_hyphens = is_pandoc && !text.contains(curly);
        let labels = if text.contains("]:") {
            text.lines().filter_map(label).collect()
        } else {
            HashSet::new()
        };
        Self { labels, has_hyphens, is_smart: has_hyphens && escapes }
    }

    /// The source of a piece of text with its note marks raised and its dashes as such.
    pub(super) fn read<'a>(&self, source: &'a str) -> Cow<'a, str> {
        let source = without_namespaces(source);
        let raised = match source {
            Cow::Borrowed(source) => raise(source),
            Cow::Owned(source) => Cow::Owned(raise(&source).into_owned()),
        };
        if !self.has_hyphens || !raised.contains("--") {
            return raised;
        }
        match dashes(&raised) {
            Some(dashed) => Cow::Owned(dashed),
            None => raised,
        }
    }

    /// How quotation marks are to be parsed.
    pub(super) fn options(&self) -> Options {
        if self.is_smart { Options::ENABLE_SMART_PUNCTUATION } else { Options::empty() }
    }

    /// Whether a link's label, in any case, is one of them.
    pub(super) fn has(&self, label: &str) -> bool {
        !self.labels.is_empty() && self.labels.contains(&folded(label))
    }

    /// Whether a cell's text is what is there, if it has no other marks.
    pub(super) fn keeps(&self, text: &str) -> bool {
        !(self.is_smart && (text.contains(['\'', '"']) || text.contains("..."))
            || self.has_hyphens && text.contains("--"))
    }
}

/// A text in which two or three hyphens between words are dashes; `None` where there are none.
/// Lines of hyphens and comments stay as they are.
fn dashes(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find("--") {
        let (before, behind) = rest.split_at(at);
        let length = behind.bytes().take_while(|b| *b == b'-').count();
        let behind = &behind[length..];
        out.push_str(before);
        let joins = |c: char| c == ' ' || c.is_alphanumeric() || ".,)('\"\u{2019}".contains(c);
        let line = out.trim_end_matches(' ');
        let begins_line = line.is_empty() || line.ends_with('\n');
        let between = !begins_line && out.ends_with(joins) && behind.starts_with(joins);
        match length {
            2 if between => out.push('\u{2013}'),
            3 if between => out.push('\u{2014}'),
            _ => out.extend(std::iter::repeat_n('-', length)),
        }
        found |= between && length < 4;
        rest = behind;
    }
    out.push_str(rest);
    found.then_some(out)
}

/// The label that a line defines a link reference for.
fn label(line: &str) -> Option<String> {
    let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let fits = !label.starts_with('^') && !label.contains('[') && !target.trim().is_empty();
    fits.then(|| folded(label))
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_marks_are_raised_in_every_way_of_writing() {
        for (source, expected) in [
            ("OMB[^1]", "OMB\u{b9}"),
            ("24.91^2^ and 31^st^ May", "24.91\u{b2} and 31st May"),
            ("[^1]: The text", "\u{b9} The text"),
            ("a [^note-1] b", "a [note-1] b"),
            ("10^6 or 2^x+y", "10^6 or 2^x+y"),
            ("a ^ b ^ c", "a ^ b ^ c"),
            ("no mark", "no mark"),
        ] {
            assert_eq!(raise(source), expected, "{source}");
        }
    }

    #[test]
    fn tags_of_namespaces_do_not_stay() {
        for (text, expected) in [
            ("a<o:p></o:p>\n<st1:place\nw:st=\"on\">b</st1:place> <i>c", "a\n\nb <i>c"),
            ("<http://x.y> <mailto:a@b.c> a < b:c", "<http://x.y> <mailto:a@b.c> a < b:c"),
        ] {
            assert_eq!(without_namespaces(text), expected);
        }
    }

    #[test]
    fn hyphens_between_words_are_dashes() {
        for (text, expected) in [
            ("May -- June", Some("May \u{2013} June")),
            ("2024--25, all---of it", Some("2024\u{2013}25, all\u{2014}of it")),
            ("Title\n-----\n<!-- x -->", None),
            ("--- | ---", None),
        ] {
            assert_eq!(dashes(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn labels_are_those_that_are_defined() {
        let text = "See [a].\n\n  [The  Plan]: http://x.y\n[^1]: note\n";
        let dialect = Dialect::of(text, false);
        assert!(dialect.has("the plan") && !dialect.has("a") && !dialect.has("^1"));
    }
}
