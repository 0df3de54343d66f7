//! Several profiles for one document: each takes the tables that it knows best.

use super::{Profile, detect};
use crate::records;
use tablemend_model::Document;

impl Profile {
    /// The profile for a document, of those given: the one that has most of its rows, with the
    /// others that know tables of their own beside it; where none fits, or most rows of the document are in tables that
    /// none of them reads, one that takes any table.
    /// `None` where no table has a header row.
    #[must_use]
    pub fn fitting(document: &Document, profiles: &[Self]) -> Option<Self> {
        let generic = profiles.iter().find(|p| p.items.generic);
        let special: Vec<&Self> = profiles.iter().filter(|p| !p.items.generic).collect();
        let document = &*records::one_row_each(document, &special);
        let tables = detect::assigned(document, &special);
        let rows = |at: usize| {
            let own = document.tables().zip(&tables).filter(move |(_, t)| **t == Some(at));
            own.map(|(table, _)| table.row_count()).sum::<u32>()
        };
        let mut order: Vec<usize> = (0..special.len()).filter(|at| rows(*at) > 0).collect();
        order.sort_by_key(|at| std::cmp::Reverse(rows(*at)));
        if let Some((first, others)) = order.split_first() {
            let others: Vec<Self> = others.iter().map(|at| special[*at].clone()).collect();
            let fitting = special[*first].clone().with(others);
            let any = generic.filter(|any| records::unread::are_most(document, &fitting, any));
            return Some(fitting.with(any.into_iter().cloned().collect()));
        }
        let generic = generic?;
        detect(document, std::slice::from_ref(generic))
            .first()
            .is_some_and(|c| c.fits)
            .then(|| generic.clone())
    }

    /// The profile with others beside it, each for its own tables.
    #[must_use]
    pub fn with(mut self, others: Vec<Self>) -> Self {
        for other in others {
            self.schema.profile = format!("{}+{}", self.schema.profile, other.schema.profile);
            self.schema.entities.extend(other.schema.entities.iter().cloned());
            self.also.push(other);
        }
        self
    }

    /// The profile alone, without those beside it.
    pub(crate) fn alone(&self) -> Self {
        let mut alone = self.clone();
        alone.also.clear();
        let own = alone.schema.profile.split('+').next().unwrap_or_default().to_owned();
        alone.schema.profile = own;
        alone.schema.entities.truncate(alone.item_entity() + 1);
        alone
    }
}
