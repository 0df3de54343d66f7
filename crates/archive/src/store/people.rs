//! What a person says on who is who.

use super::Archive;
use super::add::{follow_from, read_edition, sweep};
use crate::error::Error;
use rusqlite::{Connection, TransactionBehavior, params};
use tablemend_compare::Verdict;

impl Archive {
    /// Remembers that two items are the same (`together`) or are not, and follows the items anew.
    /// Items are given by id or ref.
    ///
    /// # Errors
    /// [`Error::NoEdition`], [`Error::NoItem`], [`Error::Order`] if `before` is not before `after`.
    pub fn say(
        &mut self,
        before: (&str, &str),
        after: (&str, &str),
        together: bool,
        now: &str,
    ) -> Result<Verdict, Error> {
        if before.0 >= after.0 {
            return Err(Error::Order(before.0.to_owned(), after.0.to_owned()));
        }
        let verdict = Verdict {
            before_period: before.0.to_owned(),
            before: self.id_of(before.0, before.1)?,
            after_period: after.0.to_owned(),
            after: self.id_of(after.0, after.1)?,
            together,
            said_at: now.to_owned(),
        };
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if together {
            // An item is one other item at most: what was said before on either gives way.
            tx.execute(
                "DELETE FROM verdict WHERE together AND before_period = ?1 AND after_period = ?3 \
                 AND (before_record = ?2 OR after_record = ?4)",
                params![verdict.before_period, verdict.before, verdict.after_period, verdict.after],
            )?;
        }
        tx.execute(
            "INSERT OR REPLACE INTO verdict (before_period, before_record, after_period, \
             after_record, together, said_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                verdict.before_period,
                verdict.before,
                verdict.after_period,
                verdict.after,
                together,
                now
            ],
        )?;
        follow_from(&tx, after.0)?;
        if let Some(reviewer) = &self.reviewer {
            super::corrections::review_from(&tx, after.0, reviewer.as_ref())?;
        }
        sweep(&tx)?;
        tx.commit()?;
        Ok(verdict)
    }

    /// Everything that a person has said.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn verdicts(&self) -> Result<Vec<Verdict>, Error> {
        verdicts(&self.db)
    }

    fn id_of(&self, period: &str, name: &str) -> Result<String, Error> {
        let edition = read_edition(&self.db, self.find(period, None)?)?;
        let found = edition
            .item(name)
            .or_else(|| edition.items.iter().find(|i| i.reference.as_deref() == Some(name)));
        let missing = || Error::NoItem { period: period.to_owned(), id: name.to_owned() };
        Ok(found.ok_or_else(missing)?.id.clone())
    }
}

/// Everything that a person has said.
pub(super) fn verdicts(db: &Connection) -> Result<Vec<Verdict>, Error> {
    let mut query = db.prepare_cached(
        "SELECT before_period, before_record, after_period, after_record, together, said_at \
         FROM verdict ORDER BY after_period, after_record, before_period, before_record",
    )?;
    let all = query.query_map([], |r| {
        Ok(Verdict {
            before_period: r.get(0)?,
            before: r.get(1)?,
            after_period: r.get(2)?,
            after: r.get(3)?,
            together: r.get(4)?,
            said_at: r.get(5)?,
        })
    })?;
    Ok(all.collect::<Result<_, _>>()?)
}
