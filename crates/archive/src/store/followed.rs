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

#[cfg(test)]
mod tests {
    use super::super::{Addition, Archive, Reader, Records, Weight};
    use tablemend_compare::sample::dataset;
    use tablemend_model::Dataset;

    /// Plans with boats to paint, and behind `---` the gates that may rust; the kind with more rows is
    /// the main one.
    struct Both;

    fn both(period: &str, rows: &str) -> Dataset {
        let (boats, gates) = rows.split_once("---").unwrap_or((rows, ""));
        let mut main = dataset(period, boats);
        let mut other = dataset(period, gates);
        let items = &mut other.schema.entities[0];
        (items.name, items.one) = ("gates".to_owned(), "gate".to_owned());
        items.fields[0].name = "gate".to_owned();
        other.document.profile = "gates".to_owned();
        other.schema.profile = "gates".to_owned();
        if gates.lines().count() > boats.lines().count() {
            std::mem::swap(&mut main, &mut other);
        }
        main.schema.profile = format!("{}+{}", main.schema.profile, other.schema.profile);
        main.schema.entities.append(&mut other.schema.entities);
        main.entities.append(&mut other.entities);
        main
    }

    impl Reader for Both {
        fn read(&self, bytes: &[u8], name: &str, _: &str) -> Result<Records, String> {
            let data = both(name, std::str::from_utf8(bytes).map_err(|e| e.to_string())?);
            let json = serde_json::json!({"rows": format!("{:?}", data.entities)});
            Ok(Records { data, json: json.to_string() })
        }
    }

    fn add(archive: &mut Archive, period: &str, rows: &str) {
        let records = Both.read(rows.as_bytes(), period, "").unwrap();
        let added = archive.add(&Addition {
            bytes: rows.as_bytes(),
            name: period,
            data: &records.data,
            json: &records.json,
            period: None,
            options: "",
            anyway: false,
            now: "2020-01-01T00:00:00Z",
        });
        added.unwrap();
    }

    const JUNE: &str = "1 | Paint the ferry\n2 | Oil the winch\n--- 7 | The lock gate rusts";
    const JULY: &str = "1 | Paint the ferry\n2 | Oil the winch\n--- 7 | The lock gate rusts
8 | The sluice gate sticks\n9 | The mill gate leaks";

    #[test]
    fn the_kind_that_is_kept_is_followed_whichever_has_more_rows() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = Archive::open_or_create(folder.path()).unwrap();
        add(&mut archive, "2020-06", JUNE);
        add(&mut archive, "2020-07", JULY);
        assert_eq!(both("2020-07", JULY).items().unwrap().0.name, "gates");
        let timeline = archive.timeline().unwrap();
        assert_eq!(timeline.threads.len(), 2);
        assert!(timeline.threads.iter().all(|thread| thread.appearances.len() == 2));
        let july = archive.edition("2020-07", None).unwrap();
        let others: Vec<&str> = july.remarks.others.iter().map(|o| o.counted.as_str()).collect();
        assert_eq!(others, ["3 gates"]);
        assert_eq!(archive.verify(&Both).unwrap(), []);
        // Read again, it is still the boats.
        let changes = archive.rebuild(&Both, true).unwrap();
        assert!(changes.iter().all(|rebuilt| !rebuilt.differs), "{changes:?}");
        assert_eq!(archive.edition("2020-07", None).unwrap().items.len(), 2);
    }

    #[test]
    fn an_edition_that_was_added_before_others_were_told_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = Archive::open_or_create(folder.path()).unwrap();
        add(&mut archive, "2020-06", JUNE);
        archive.db.execute("UPDATE edition SET remarks = '{}'", []).unwrap();
        let found = archive.verify(&Both).unwrap();
        assert!(matches!(&found[..], [one] if one.weight == Weight::Remark), "{found:?}");
        archive.rebuild(&Both, true).unwrap();
        assert_eq!(archive.verify(&Both).unwrap(), []);
        assert_eq!(archive.edition("2020-06", None).unwrap().remarks.others.len(), 1);
    }
}
