//! Keys that are sentences, outside tables and in rows of one cell, and what is told of those that were not understood.

use super::{RawGroup, RawRemark, Walk};
use crate::profile::Profile;
use crate::records::{legend, legend_sentence};
use tablemend_model::{
    Block, Cell, Diagnostic, Document, Entity, LegendEntry, Level, OtherText, RichText, SourceRef,
    Value,
};

/// Colours that a text explains, so that it looks like a key.
const LEAST: usize = 3;

impl Walk<'_, '_> {
    /// Takes a text that is a key written as a sentence; whether it is one. One colour alone is, where the next or
    /// the last text explains another.
    pub(super) fn key_in_words(
        &mut self,
        text: &RichText,
        source: SourceRef,
        around: Option<(&Document, usize)>,
    ) -> bool {
        let line = text.as_str();
        let Some(found) = legend_sentence::read(line, 1, self.profile) else { return false };
        let by_parts = legend::text(text, self.profile).map_or(0, |(_, entries)| entries.len());
        if by_parts >= found.entries.len() {
            return false;
        }
        let is_alone = found.entries.len() == 1;
        if is_alone && !around.is_some_and(|(document, at)| self.is_beside_another(document, at)) {
            return false;
        }
        for words in found.rest {
            self.other(words, source);
        }
        self.learn(found.entries, source);
        true
    }

    /// Whether the text above or below explains a colour too.
    fn is_beside_another(&self, document: &Document, at: usize) -> bool {
        let explains = |n: Option<usize>| {
            let block = n.and_then(|n| document.blocks.get(n));
            let Some(Block::Paragraph { text, .. } | Block::Heading { text, .. }) = block else {
                return false;
            };
            legend_sentence::read(text.as_str(), 1, self.profile).is_some()
        };
        explains(at.checked_sub(1)) || explains(at.checked_add(1))
    }

    /// Takes a heading that is a key of several colours, as one in larger type above a table; whether it is one.
    pub(super) fn key_heading(&mut self, text: &RichText, source: SourceRef) -> bool {
        let several = legend_sentence::read(text.as_str(), 2, self.profile).is_some();
        several && self.key_in_words(text, source, None)
    }

    /// Takes a row of one cell that is a key written as a sentence; whether it is one.
    pub(super) fn key_row(&mut self, filled: &[&Cell], source: SourceRef) -> bool {
        let [only] = filled else { return false };
        self.key_heading(&only.text, source)
    }
}

/// Says which text looks like a key of the colours that the items have, where nothing was learned from it.
pub(crate) fn tell_unread(
    (legend, groups): (&[LegendEntry], &[RawGroup]),
    items: &Entity,
    (remarks, other_text): (&[RawRemark], &[OtherText]),
    profile: &Profile,
) -> Option<Diagnostic> {
    let used = |colour: &str| {
        let mut values = items.records.iter().flat_map(|r| &r.values);
        values.any(|v| matches!(v, Value::Status(s) if s.value.as_deref() == Some(colour)))
    };
    let is_known = |colour: &str| legend.iter().any(|e| e.status == colour);
    let looks_like_key = |text: &str| {
        if text.len() > legend_sentence::MOST {
            return false;
        }
        let colours = legend_sentence::explained(text, profile);
        colours.len() >= LEAST && colours.iter().any(|c| used(c) && !is_known(c))
    };
    let others = other_text.iter().map(|t| (t.text.as_str(), t.source));
    let remarks = remarks.iter().map(|r| (r.text.as_str(), r.source));
    let groups =
        groups.iter().flat_map(|g| g.paragraphs.iter().map(|text| (text.as_str(), g.source)));
    let (text, source) = others.chain(remarks).chain(groups).find(|(t, _)| looks_like_key(t))?;
    Some(
        Diagnostic::new(
            "legend.unread",
            Level::Warning,
            "this text looks like a key to the colours, but could not be read as one; what the statuses mean was not \
             taken from it",
        )
        .at(source)
        .printed(text.replace('\n', " ")),
    )
}
