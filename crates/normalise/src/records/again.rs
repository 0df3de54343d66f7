//! What is asked of records once more after people have corrected them: whether numbers still lack, and
//! whether a text goes on in another.

use super::plausible::numbering::{above, lacking, lacking_note, still_lacking};
use super::values;
use tablemend_model::{Dataset, Diagnostic, EntityKind, Record};

/// What the numbering lacks, by refs and note.
#[derive(Clone, Debug, Default)]
pub struct Lacking {
    refs: Vec<String>,
}

impl Lacking {
    /// The refs that the numbering of these records lets expect and that none has.
    #[must_use]
    pub fn of(data: &Dataset) -> Self {
        let all = data.schema.entities.iter().zip(&data.entities);
        let groups = all.filter(|(s, _)| s.kind == EntityKind::Group);
        let groups: Vec<&[Record]> = groups.map(|(_, e)| e.records.as_slice()).collect();
        let items = data.items().map_or(&[][..], |(_, e)| e.records.as_slice());
        Self { refs: lacking(items, &groups, &data.other_text) }
    }

    /// Those of them that other records of the document lack too.
    #[must_use]
    pub fn in_these(&self, data: &Dataset) -> Self {
        let items = data.items().map_or(&[][..], |(_, e)| e.records.as_slice());
        Self { refs: still_lacking(&self.refs, items) }
    }

    /// The record above the place of the first of them.
    #[must_use]
    pub fn above<'d>(&self, data: &'d Dataset) -> Option<&'d Record> {
        let (_, items) = data.items()?;
        above(self.refs.first()?, &items.records)
    }

    /// The note on the document that names them; `None` where nothing lacks.
    #[must_use]
    pub fn note(&self) -> Option<Diagnostic> {
        lacking_note(&self.refs)
    }
}

/// What is told of a ref that comes behind another (`1.4` behind `1.2`); `None` where it follows.
#[must_use]
pub fn step_told(before: &str, now: &str) -> Option<String> {
    values::numbering::step_told(before, now)
}

/// Whether a text goes on in the one below it: it stops in the middle of a sentence, or that one
/// begins there.
#[must_use]
pub fn goes_on(above: &str, below: &str) -> bool {
    crate::tables::goes_on(above, below)
}

/// Whether a text stops where no sentence stops.
#[must_use]
pub fn breaks_off(text: &str) -> bool {
    super::plausible::texts::breaks_off(text)
}
