//! Documents with items of several kinds (actions, and risks or indicators): each kind is compared with
//! its own, whichever comes first in which edition.

use crate::compare::{Changes, Options, compare_editions};
use crate::edition::{Edition, Kind};
use crate::error::Error;
use crate::identity::{Key, Links, Pairing};
use crate::render;

impl Edition {
    /// Whether the items of both are of one kind: they are called the same, or where that is not
    /// known, by the same field.
    #[must_use]
    pub fn is_of_kind_of(&self, other: &Self) -> bool {
        if let (Some(own), Some(theirs)) = (&self.called, &other.called) {
            return own.one == theirs.one;
        }
        let field = |e: &Self| Some(e.fields.get(e.first_of(Kind::Text)?)?.name.clone());
        field(self) == field(other)
    }

    /// What its items are called (`Risks`); empty where that is not known.
    #[must_use]
    pub fn title_of_items(&self) -> &str {
        self.called.as_ref().map_or("", |called| called.title.as_str())
    }

    /// What one of its items is called (`risk`); empty where that is not known.
    #[must_use]
    pub fn name_of_item(&self) -> &str {
        self.called.as_ref().map_or("", |called| called.one.as_str())
    }

    /// The same document without an item, as one that has items of another kind alone.
    fn without_kind(other: &Self, kind: &Self) -> Self {
        Self {
            document: other.document.clone(),
            legend: other.legend.clone(),
            remarks: other.remarks.clone(),
            called: kind.called.clone(),
            fields: kind.fields.clone(),
            items: Vec::new(),
            groups: Vec::new(),
        }
    }
}

/// What changed in each kind of items that either side has, in the order of the later side. A kind that
/// one side lacks was added or removed as a whole.
#[must_use]
pub fn compare_kinds(before: Vec<Edition>, after: Vec<Edition>, options: &Options) -> Vec<Changes> {
    if let ([one], [other]) = (&before[..], &after[..]) {
        return vec![compare_editions(one.clone(), other.clone(), &Links::default(), options)];
    }
    let mut before: Vec<Option<Edition>> = before.into_iter().map(Some).collect();
    let first_before = before.first().cloned().flatten();
    let first_after = after.first().cloned();
    let mut all: Vec<Changes> = Vec::new();
    for kind in after {
        let own = before.iter_mut().find(|b| b.as_ref().is_some_and(|b| b.is_of_kind_of(&kind)));
        let own = own.and_then(Option::take);
        let lacking = || first_before.as_ref().map(|other| Edition::without_kind(other, &kind));
        if let Some(own) = own.or_else(lacking) {
            all.push(compared(own, kind, options));
        }
    }
    if let Some(other) = first_after {
        for kind in before.into_iter().flatten() {
            let lacking = Edition::without_kind(&other, &kind);
            all.push(compared(kind, lacking, options));
        }
    }
    // Rows of other tables that one side was not read for are not gone.
    if all.len() > 1 {
        for changes in all.iter_mut().filter(|c| render::is_one_sided(c)) {
            changes.changes.clear();
            changes.pairing = Pairing::default();
        }
    }
    // A kind without an item on either side says nothing beside others.
    if all.len() > 1 && all.iter().any(|c| !is_bare(c)) {
        all.retain(|c| !is_bare(c));
    }
    all
}

fn is_bare(changes: &Changes) -> bool {
    changes.before.items.is_empty() && changes.after.items.is_empty()
}

/// Refuses names of fields that no kind on either side knows.
///
/// # Errors
/// [`Error::NoField`], with the names that are known.
pub fn check_kinds(options: &Options, before: &[Edition], after: &[Edition]) -> Result<(), Error> {
    let fields = before.iter().chain(after).flat_map(|e| e.fields.iter().cloned()).collect();
    let Some(any) = after.first().or(before.first()) else { return Ok(()) };
    let all = Edition { fields, ..any.without_items() };
    options.check(&all, &all)
}

fn compared(before: Edition, after: Edition, options: &Options) -> Changes {
    let mut options = options.clone();
    // A field by which items of another kind are paired.
    if let Key::Field(name) = &options.key
        && name != "ref"
        && before.field(name).is_none()
        && after.field(name).is_none()
    {
        options.key = Key::Likeness;
    }
    compare_editions(before, after, &Links::default(), &options)
}

impl AsRef<[Changes]> for Changes {
    fn as_ref(&self) -> &[Changes] {
        std::slice::from_ref(self)
    }
}
