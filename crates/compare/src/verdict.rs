//! What a person decided on who is who.

/// What a person said on two items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Period of the earlier edition.
    pub before_period: String,
    /// Id of the item in it.
    pub before: String,
    /// Period of the later edition.
    pub after_period: String,
    /// Id of the item in it.
    pub after: String,
    /// Whether they are the same item.
    pub together: bool,
    /// When it was said.
    pub said_at: String,
}
