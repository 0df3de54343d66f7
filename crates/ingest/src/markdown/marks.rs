//! Marks of wider Markdown: note marks (`[^1]`, `word^1^`) and the labels of reference links.

use crate::raised;
use std::borrow::Cow;
use std::collections::HashSet;

/// Longer labels are not note marks.
const LONGEST: usize = 16;

/// A text whose note marks are superscript characters. Lines stay as many as they are.
pub(super) fn raise(source: &str) -> Cow<'_, str> {
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

/// `[^label]`: the label, how much before the caret belongs to it, and how much behind.
fn note<'a>(before: &str, behind: &'a str) -> Option<(&'a str, usize, usize)> {
    let end = behind.find(']').filter(|end| (1..=LONGEST).contains(end))?;
    let label = &behind[..end];
    let fits = before.ends_with('[') && label.chars().all(|c| c.is_alphanumeric() || "-_*".contains(c));
    fits.then_some((label, 1, end + 1))
}

/// `word^1^`: a short text without blanks behind a word or sign.
fn superscript<'a>(before: &str, behind: &'a str) -> Option<(&'a str, usize, usize)> {
    let end = behind.find('^').filter(|end| (1..=4).contains(end))?;
    let text = &behind[..end];
    let is_mark = |c: char| c.is_alphanumeric() || "*\u{2020}\u{2021}\u{a7}+-,()".contains(c);
    let stands = before.ends_with(|c: char| c.is_alphanumeric() || ".,)%\"'\u{2019}*_".contains(c));
    (stands && text.chars().all(is_mark)).then_some((text, 0, end + 1))
}

/// The labels of link references that a text defines (CommonMark 0.31, section 4.7).
#[derive(Debug, Default)]
pub(super) struct Labels(HashSet<String>);

impl Labels {
    pub(super) fn of(text: &str) -> Self {
        if !text.contains("]:") {
            return Self::default();
        }
        let label = |line: &str| {
            let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
            let fits = !label.starts_with('^') && !label.contains('[') && !target.trim().is_empty();
            fits.then(|| folded(label))
        };
        Self(text.lines().filter_map(label).collect())
    }

    /// Whether a link's label, in any case, is one of them.
    pub(super) fn has(&self, label: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&folded(label))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
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
    fn labels_are_those_that_are_defined() {
        let labels = Labels::of("See [a].\n\n  [The  Plan]: http://x.y\n[^1]: note\n");
        assert!(labels.has("the plan") && !labels.has("a") && !labels.has("^1"));
    }
}
