//! Which record of an edition is the one that was corrected in an earlier one.

/// What is known, from following the items, of a record that was corrected in an earlier edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nothing: it is not an item of an edition before this one.
    Unknown,
    /// It is the record of this id.
    Is(String),
    /// It is probably some record here, but a link on the way is uncertain.
    Doubtful,
    /// It is not in this edition.
    Gone,
}
