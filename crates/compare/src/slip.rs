//! The dates of an item through the editions, and the archive as it was on a day.

use crate::edition::{Edition, Kind};
use crate::period::{days_between, first_day, in_force, last_day};
use crate::timeline::{Thread, Timeline};
use jiff::civil::Date;

/// The dates of an item through the editions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// The last day meant when a date was first given.
    pub first: Option<Date>,
    /// The last day meant in the latest edition that gives one.
    pub latest: Option<Date>,
    /// How often it moved, in either direction.
    pub moves: usize,
    /// By how many days it moved in all; below 0 where it was brought forward.
    pub days: i64,
}

impl Timeline {
    /// Ends of an item's dates, edition by edition, and what they amount to.
    #[must_use]
    pub fn slip(&self, thread: &Thread) -> Slip {
        let path = self.promises(thread);
        let (Some(first), Some(latest)) = (path.first().copied(), path.last().copied()) else {
            return Slip::default();
        };
        Slip {
            first: Some(first),
            latest: Some(latest),
            moves: path.len() - 1,
            days: days_between(first, latest),
        }
    }

    /// The last days that were promised for an item, in order, each once until it changes: those of
    /// the editions, and those that the document shows struck out.
    #[must_use]
    pub fn promises(&self, thread: &Thread) -> Vec<Date> {
        let mut path: Vec<Date> = Vec::new();
        for appearance in &thread.appearances {
            let Some((edition, item)) = self.item(appearance) else { continue };
            let Some(dates) = item.cell(edition.first_of(Kind::Dates)).dates() else { continue };
            let Some(end) = dates.end else { continue };
            // Struck dates that are not known yet come before the next one that is.
            let mut from = 0;
            let mut fresh: Vec<Date> = Vec::new();
            for day in &dates.former {
                match path.iter().skip(from).position(|known| known == day) {
                    Some(offset) => {
                        let at = from + offset;
                        from = at + 1 + fresh.len();
                        path.splice(at..at, fresh.drain(..));
                    }
                    None => fresh.push(*day),
                }
            }
            if path.last() == Some(&end) && from < path.len() {
                let at = path.len() - 1;
                path.splice(at..at, fresh);
            } else {
                path.extend(fresh);
                path.push(end);
            }
            path.dedup();
        }
        path
    }

    /// The archive as it was on a day: without the editions that came into force after it. An edition
    /// is in force from the first day of its month, that of a quarter or a year from the first day of
    /// its last month, or, where there is no other yet, from its first day.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let until = |begins: fn(&str) -> Option<Date>| {
            let is_known = |e: &&Edition| {
                begins(e.document.period.as_deref().unwrap_or_default()).is_none_or(|d| d <= day)
            };
            self.editions.iter().take_while(is_known).count()
        };
        let count = match until(in_force) {
            0 => until(first_day).min(1),
            count => count,
        };
        let editions: Vec<Edition> = self.editions.iter().take(count).cloned().collect();
        let threads = self.threads.iter().filter_map(|thread| {
            let appearances = thread.appearances.iter().filter(|s| s.edition < editions.len());
            let appearances: Vec<_> = appearances.cloned().collect();
            (!appearances.is_empty()).then_some(Thread { appearances })
        });
        let threads = threads.collect();
        Self { editions, threads }
    }

    /// The latest edition.
    #[must_use]
    pub fn latest(&self) -> Option<&Edition> {
        self.editions.last()
    }

    /// The last day of the latest edition's period: the day on which to ask what is overdue, if
    /// nobody names another.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        last_day(self.latest()?.document.period.as_deref()?)
    }
}
