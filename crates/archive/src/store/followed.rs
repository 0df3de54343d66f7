//! Which items of a document an archive follows, where it has several kinds (actions, and risks): those of
//! the kind that is kept already, however many of which a new edition has.

use super::ORDER;
use crate::error::Error;
use rusqlite::{Connection, OptionalExtension};
use tablemend_compare::{Edition, Field, Kind, OtherItems};
use tablemend_model::Dataset;

/// What is kept in an archive.
pub(super) struct Followed {
    profile: String,
    /// The field by which an item is called.
    field: Option<String>,
}

impl Followed {
    /// What the latest edition of an archive keeps; `None` where there is none.
    pub(super) fn of(db: &Connection) -> Result<Option<Self>, Error> {
        let sql = format!(
            "SELECT profile, fields FROM edition WHERE current ORDER BY {ORDER} DESC LIMIT 1"
        );
        Self::asked(db, &sql, [])
    }

    /// What an edition keeps.
    pub(super) fn of_edition(db: &Connection, id: i64) -> Result<Option<Self>, Error> {
        Self::asked(db, "SELECT profile, fields FROM edition WHERE id = ?1", [id])
    }

    fn asked(
        db: &Connection,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Option<Self>, Error> {
        let found = db.query_row(sql, params, |r| Ok((r.get(0)?, r.get::<_, String>(1)?)));
        let Some((profile, fields)) = found.optional()? else { return Ok(None) };
        // What cannot be read is told where the edition is read.
        let fields: Vec<Field> = serde_json::from_str(&fields).unwrap_or_default();
        Ok(Some(Self { profile, field: called_by(&fields) }))
    }

    /// The profile that is kept.
    pub(super) fn profile(&self) -> &str {
        &self.profile
    }

    /// Whether an edition is of the kind that is kept: read by the same profile, or its items called by
    /// the same field.
    pub(super) fn is_kind_of(&self, edition: &Edition) -> bool {
        self.profile == edition.document.profile || self.field == called_by(&edition.fields)
    }
}

fn called_by(fields: &[Field]) -> Option<String> {
    fields.iter().find(|f| f.kind == Kind::Text).map(|f| f.name.clone())
}

/// The edition of the items that are followed: of several kinds the one that is kept, else the main
/// one. What else the document has is among its remarks.
pub(super) fn edition(data: &Dataset, kept: Option<&Followed>) -> Edition {
    let kinds = data.kinds();
    let mut editions: Vec<Edition> = Edition::of_kinds(data);
    let is_profile = |e: &Edition| kept.is_some_and(|kept| kept.profile == e.document.profile);
    let is_kind = |e: &Edition| kept.is_some_and(|kept| kept.is_kind_of(e));
    let at = editions.iter().position(is_profile).or_else(|| editions.iter().position(is_kind));
    let at = at.unwrap_or(0);
    let others = kinds.iter().enumerate().filter(|(number, _)| *number != at);
    let others = others.map(|(_, kind)| OtherItems {
        counted: kind.counted_items(),
        count: kind.item_count(),
        profile: kind.document.profile.clone(),
    });
    let others: Vec<OtherItems> = others.filter(|other| other.count > 0).collect();
    let mut edition =
        if at < editions.len() { editions.swap_remove(at) } else { Edition::of(data) };
    edition.remarks.others = others;
    // An archive has one kind, and does not keep what it is called.
    edition.called = None;
    edition
}
