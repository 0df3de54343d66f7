//! A profile: what the columns and rows of one family of documents mean, as data.

mod detect;
mod draft;
mod file;
mod generic;
mod joined;
mod names;
mod words;

pub(crate) use detect::assigned;
pub use detect::{Candidate, detect};
pub use draft::draft;
pub use file::ProfileError;
pub(crate) use generic::made as made_for;
pub(crate) use names::BEHIND_ALL;
pub(crate) use words::{Phrase, phrase, short_phrase};

use crate::records::columns::HeaderRow;
use regex::Regex;
use tablemend_model::{FieldKind, Schema};

/// How one family of documents is read. Made from a TOML file; see `profiles/` for the built-in
/// ones, which are commented.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The entities and fields it reads.
    pub schema: Schema,
    /// When a document is of this family.
    pub(crate) detect: Detect,
    /// Levels of grouping, outermost first.
    pub(crate) groups: Vec<GroupRule>,
    /// The rows themselves.
    pub(crate) items: ItemRule,
    /// How its legend is told.
    pub(crate) legend: LegendRule,
    /// Beginnings of a remark in a row of its own.
    pub(crate) note_starts: Vec<Phrase>,
    /// Words for statuses: status, then its words.
    pub(crate) status_words: Vec<(String, Vec<Phrase>)>,
    /// Words that tell posts.
    pub(crate) posts: PostWords,
    /// Profiles beside it, each for the tables that it knows best.
    pub(crate) also: Vec<Self>,
}

/// When a document is of a family.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detect {
    /// A header row names at least so many fields.
    pub(crate) least: usize,
    /// Fields (by index among the items') that it must name.
    pub(crate) must: Vec<usize>,
    /// Fields of which it must name one.
    pub(crate) any_of: Vec<usize>,
}

/// How rows or headings of a group are told.
#[derive(Clone, Debug)]
pub(crate) struct GroupRule {
    /// Words before the ref, longest first.
    pub(crate) labels: Vec<Phrase>,
    /// What its ref looks like, anchored at both ends.
    pub(crate) reference: Option<Regex>,
    /// Whether it may be as a heading or paragraph outside tables.
    pub(crate) heading: bool,
    /// Whether a row of one cell without any label may be one.
    pub(crate) banner: bool,
    /// Index of the field that holds the title.
    pub(crate) title: usize,
    /// Fields read from a labelled cell of the same row: index, labels.
    pub(crate) labelled: Vec<(usize, Vec<Phrase>)>,
    /// Index of the field read from paragraphs below the heading.
    pub(crate) paragraphs: Option<usize>,
}

/// How the rows of items are read.
#[derive(Clone, Debug)]
pub(crate) struct ItemRule {
    /// What a ref looks like, anchored at both ends.
    pub(crate) reference: Option<Regex>,
    /// Index of the field without which a row is no item; refs are in front of its text.
    pub(crate) key: usize,
    /// Header synonyms by their first word.
    pub(crate) synonyms: foldhash::HashMap<String, Vec<Synonym>>,
    /// Header synonyms by their letters alone, without blanks; short ones are too easily met.
    pub(crate) squeezed: foldhash::HashMap<String, (Holds, u32)>,
    /// Fields of which a header row must name one beside the main field; none where any will do.
    pub(crate) any_of: Vec<usize>,
    /// Share of its cells, in percent, more than which a header row must name where it has not two
    /// exact names beside the main field.
    pub(crate) share: usize,
    /// Fields of which one, word for word, is enough beside the main field, word for word.
    pub(crate) pair: Vec<usize>,
    /// Fields that only such items have: where the main field has a name that other tables have too, one
    /// of these must be named; none where any will do.
    pub(crate) own: Vec<usize>,
    /// Names of the main field that count where a column says how bad each item is.
    pub(crate) judged: Vec<Phrase>,
    /// Names that count only where the table is known by others and the field is still free.
    pub(crate) late: Vec<(usize, Phrase)>,
    /// Words that a post has: what the person is.
    pub(crate) heads: foldhash::HashSet<String>,
    /// The field whose figures may come in columns of periods.
    pub(crate) series: Option<usize>,
    /// Words of headings that say that a table has these items.
    pub(crate) about: Vec<Phrase>,
    /// Whether any table with a header is taken.
    pub(crate) generic: bool,
    /// The kind of each field.
    pub(crate) kinds: Vec<FieldKind>,
    /// For a field of a scale: its words from the least to the most, each in all its forms.
    pub(crate) scales: Vec<(usize, Vec<Vec<Phrase>>)>,
    /// For a status field: fields whose fill shows it when its own column is not there.
    pub(crate) fill_from: Vec<(usize, Vec<usize>)>,
}

/// What a column holds; the ref comes before the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Holds {
    /// The ref alone.
    Ref,
    /// A field of the items, by index.
    Field(usize),
    /// The name of the group that the row is in, by level.
    Group(usize),
}

/// Words that a header may have, and what its column then holds.
#[derive(Clone, Debug)]
pub(crate) struct Synonym {
    /// The words.
    pub(crate) words: Phrase,
    /// What the column holds.
    pub(crate) holds: Holds,
    /// Its place in the profile's list.
    pub(crate) rank: u32,
    /// Whether other tables have it as a header too, so that it is worth less.
    pub(crate) weak: bool,
}

/// How a legend is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct LegendRule {
    /// Headers of the column of statuses.
    pub(crate) status_headers: Vec<Phrase>,
    /// Headers of the column of meanings.
    pub(crate) meaning_headers: Vec<Phrase>,
}

/// Words that tell posts from organisations, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct PostWords {
    /// What a person is.
    pub(crate) heads: foldhash::HashSet<String>,
    /// What ends an organisation's name.
    pub(crate) organisations: foldhash::HashSet<String>,
    /// What cannot end a post.
    pub(crate) joining: foldhash::HashSet<String>,
}

/// The built-in profiles: name and TOML text.
const BUILT_IN: [(&str, &str); 6] = [
    ("action-plan", include_str!("../../profiles/action-plan.toml")),
    ("risk-register", include_str!("../../profiles/risk-register.toml")),
    ("audit-recommendations", include_str!("../../profiles/audit-recommendations.toml")),
    ("performance", include_str!("../../profiles/performance.toml")),
    ("raid-log", include_str!("../../profiles/raid-log.toml")),
    ("table", include_str!("../../profiles/table.toml")),
];

impl Profile {
    /// Reads a profile from the text of its TOML file.
    ///
    /// # Errors
    /// When the text is no TOML, or a key is missing, unknown or contradicts another; the error
    /// says which and where.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        file::parse(text)
    }

    /// The built-in profile of this name, or of several with `+` between their names.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Self> {
        if let Some((first, others)) = name.split_once('+') {
            let others = others.split('+').map(Self::built_in).collect::<Option<Vec<_>>>()?;
            return Some(Self::built_in(first)?.with(others));
        }
        let (_, text) = BUILT_IN.iter().find(|(n, _)| *n == name)?;
        Self::parse(text).ok()
    }

    /// The text of a built-in profile, as a start for one's own.
    #[must_use]
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }

    /// Names of the built-in profiles.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.schema.profile
    }

    /// Whether a header row names a field that tells the family, or a heading over it does.
    pub(crate) fn is_told(&self, header: &HeaderRow) -> bool {
        let mut named = header.fields();
        header.is_about || named.any(|f| self.detect.any_of.contains(&f))
    }

    /// Whether a header row names what the profile asks for.
    pub(crate) fn fits(&self, header: &HeaderRow) -> bool {
        let named: Vec<usize> = header.fields().collect();
        let any_of = &self.detect.any_of;
        let told = any_of.is_empty()
            || any_of.iter().any(|f| named.contains(f))
            || header.is_about
            || header.is_judged
            || header.tells_each;
        self.items.generic
            || named.len() >= self.detect.least
                && self.detect.must.iter().all(|f| named.contains(f))
                && told
    }

    /// Position of the items' entity in the schema.
    pub(crate) fn item_entity(&self) -> usize {
        self.groups.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tablemend_model::{EntityKind, FieldKind};

    #[test]
    fn every_built_in_profile_is_sound() {
        for name in Profile::built_in_names() {
            let text = Profile::built_in_text(name).unwrap();
            let profile = Profile::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(profile.name(), name);
            let items = &profile.schema.entities[profile.item_entity()];
            assert_eq!(items.kind, EntityKind::Item);
            assert_eq!(items.fields[profile.items.key].kind, FieldKind::Text);
        }
    }
}
