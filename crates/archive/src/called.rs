//! What people call the items of a plan, and what their date means.

use crate::grid::Grid;
use tablemend_compare::{Edition, Kind, Timeline, capital};

/// The words for an edition's items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// `action`.
    pub one: String,
    /// `actions`.
    pub many: String,
    /// Whether the items' date is that of a review: a risk is not due.
    pub is_reviewed: bool,
}

impl Called {
    /// By the title of the field that holds the items' text, where that is one word.
    #[must_use]
    pub fn of(edition: &Edition) -> Self {
        let field = |kind| edition.first_of(kind).and_then(|i| edition.fields.get(i));
        let title = field(Kind::Text).map(|f| f.title.to_lowercase());
        let one = title
            .filter(|t| !t.is_empty() && t.chars().all(char::is_alphabetic))
            .unwrap_or_else(|| "item".to_owned());
        let is_reviewed = field(Kind::Dates).is_some_and(|f| {
            let title = f.title.to_lowercase();
            f.name.contains("review") || title.split_whitespace().any(|w| w == "review")
        });
        Self { many: format!("{one}s"), one, is_reviewed }
    }

    /// `1 action`, `2 actions`.
    #[must_use]
    pub fn count(&self, n: usize) -> String {
        format!("{n} {}", if n == 1 { &self.one } else { &self.many })
    }

    /// `an action`, `a risk`.
    #[must_use]
    pub fn with_article(&self) -> String {
        let is_vowel = self.one.starts_with(['a', 'e', 'i', 'o', 'u']);
        format!("{} {}", if is_vowel { "an" } else { "a" }, self.one)
    }

    /// `Actions`, and what follows.
    #[must_use]
    pub fn start(&self, rest: &str) -> String {
        format!("{}{rest}", capital(&self.many))
    }

    /// What being past the date is called: `overdue`, `past their review date`.
    #[must_use]
    pub fn past(&self) -> &'static str {
        if self.is_reviewed { "past their review date" } else { "overdue" }
    }

    /// What the state of being done is called: `done`, `closed`.
    #[must_use]
    pub fn done(&self) -> &'static str {
        if self.is_reviewed { "closed" } else { "done" }
    }

    /// What it is called that the date moved to a later day.
    pub(crate) fn later(&self) -> &'static str {
        if self.is_reviewed { "with a later review date" } else { "later than first promised" }
    }

    /// An answer with the titles of its columns in the words for the latest edition's items: what is
    /// reviewed is neither due nor done.
    pub(crate) fn titled(timeline: &Timeline, mut grid: Grid) -> Grid {
        const REVIEWED: [(&str, &str); 7] = [
            ("Due", "Review date"),
            ("First due", "First review date"),
            ("Latest due", "Latest review date"),
            ("Due then", "Review date then"),
            ("Due as printed", "Review date as printed"),
            ("Done", "Closed"),
            ("Overdue", "Review overdue"),
        ];
        if timeline.latest().is_some_and(|e| Self::of(e).is_reviewed) {
            for (_, title) in &mut grid.columns {
                if let Some((_, reviewed)) = REVIEWED.iter().find(|(due, _)| due == title) {
                    *title = (*reviewed).to_owned();
                }
            }
        }
        grid
    }
}
