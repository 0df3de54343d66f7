//! What of a page could not be read or was left out, as it is found.

use crate::canvas::Letters;
use crate::page::{Doubt, DoubtKind};
use std::collections::BTreeMap;

/// The doubts of one page, one of a kind.
#[derive(Debug, Default)]
pub(crate) struct Doubts(BTreeMap<DoubtKind, Letters>);

impl Doubts {
    /// Something without a place.
    pub(crate) fn add(&mut self, kind: DoubtKind) {
        self.0.entry(kind).or_default().count += 1;
    }

    /// A letter.
    pub(crate) fn letter(&mut self, kind: DoubtKind, text: &str, area: &tablemend_model::Rect) {
        self.0.entry(kind).or_default().add(text, area);
    }

    /// Letters that were counted elsewhere.
    pub(crate) fn letters(&mut self, kind: DoubtKind, letters: Letters) {
        if letters.count > 0 {
            self.0.insert(kind, letters);
        }
    }

    /// All of them, in the order of their kinds.
    pub(crate) fn into_vec(self) -> Vec<Doubt> {
        let all = self.0.into_iter().filter(|(_, letters)| letters.count > 0);
        all.map(|(kind, Letters { count, area, sample })| Doubt { kind, count, area, sample })
            .collect()
    }
}
