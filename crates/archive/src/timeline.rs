//! Every item followed through all editions.

use crate::compare::{Changes, Options, compare_editions};
use crate::edition::{Edition, Item};
use crate::identity::{Key, Link, Links, Pairing, Reason, pair};
use std::collections::BTreeMap;

/// Editions in the order of their periods, and the items followed through them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The editions, oldest first.
    pub editions: Vec<Edition>,
    /// The items, in the order in which they first appear.
    pub threads: Vec<Thread>,
}

/// One item through the editions it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// Where it stands, oldest first, at most once an edition; never empty.
    pub stands: Vec<Stand>,
}

/// One item in one edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// Position of the edition in `Timeline::editions`.
    pub edition: usize,
    /// Position of the item in that edition.
    pub item: usize,
    /// How sure it is that this is the item of the stand before, and why; `None` for the first.
    pub link: Option<(f64, Reason)>,
}

/// How many editions back an item that vanished is still looked for.
pub(crate) const MEMORY: usize = 24;

/// What links a new edition to those before it.
pub(crate) struct Followed {
    /// Links to the edition right before it.
    pub(crate) pairing: Pairing,
    /// Links to items that had vanished: `before` is the position among those.
    pub(crate) back: Vec<Link>,
}

/// Links an edition to the one before it, then what is left to the items that had vanished
/// earlier: a return needs the same text, or the same ref and like text.
pub(crate) fn follow(
    previous: Option<&Edition>,
    vanished: &Edition,
    edition: &Edition,
    links: &Links,
    back_links: &Links,
) -> Followed {
    let pairing = match previous {
        Some(previous) => pair(previous, edition, links, &Key::Likeness),
        None => Pairing {
            added: (0..edition.items.len()).map(|i| (i, 1.0)).collect(),
            ..Pairing::default()
        },
    };
    let mut fresh = edition.clone();
    let places: Vec<usize> = pairing
        .added
        .keys()
        .copied()
        .filter(|i| !pairing.parts.iter().any(|p| p.after == *i))
        .collect();
    fresh.items = places.iter().filter_map(|i| edition.items.get(*i).cloned()).collect();
    let mut back = Vec::new();
    if !vanished.items.is_empty() && !fresh.items.is_empty() {
        for mut link in pair(vanished, &fresh, back_links, &Key::Likeness).links {
            let sure = matches!(
                link.reason,
                Reason::Confirmed | Reason::Same | Reason::SameText | Reason::SameRef
            );
            if let (true, Some(place)) = (sure && !link.is_doubtful(), places.get(link.after)) {
                link.after = *place;
                back.push(link);
            }
        }
    }
    Followed { pairing, back }
}

impl Timeline {
    /// Follows the items through editions, which are put in the order of their periods;
    /// `links` gives what a person has said on a pair of periods.
    #[must_use]
    pub fn of(mut editions: Vec<Edition>, links: &dyn Fn(&str, &str) -> Links) -> Self {
        editions.sort_by(|a, b| a.document.period.cmp(&b.document.period));
        let mut threads: Vec<Thread> = Vec::new();
        // Thread of each item of the edition before, by position.
        let mut running: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, edition) in editions.iter().enumerate() {
            let previous = index.checked_sub(1).and_then(|i| editions.get(i));
            let lost = lost(&threads, index);
            let vanished = last_stands(&editions, &threads, &lost, edition);
            let period = |e: &Edition| e.document.period.clone().unwrap_or_default();
            let said = previous.map(|p| links(&period(p), &period(edition))).unwrap_or_default();
            let found = follow(previous, &vanished, edition, &said, &Links::default());
            let mut now: BTreeMap<usize, usize> = BTreeMap::new();
            let mut known: BTreeMap<usize, (usize, f64, Reason)> = BTreeMap::new();
            for l in &found.pairing.links {
                if let Some(thread) = running.get(&l.before) {
                    known.insert(l.after, (*thread, l.confidence, l.reason));
                }
            }
            for l in &found.back {
                if let Some(thread) = lost.get(l.before) {
                    known.insert(l.after, (*thread, l.confidence, l.reason));
                }
            }
            for item in 0..edition.items.len() {
                let (thread, link) = match known.get(&item) {
                    Some((thread, sure, why)) => (*thread, Some((*sure, *why))),
                    None => {
                        threads.push(Thread::default());
                        (threads.len() - 1, None)
                    }
                };
                now.insert(item, thread);
                if let Some(thread) = threads.get_mut(thread) {
                    thread.stands.push(Stand { edition: index, item, link });
                }
            }
            running = now;
        }
        Self { editions, threads }
    }

    /// The item of a stand with its edition.
    #[must_use]
    pub fn item(&self, stand: &Stand) -> Option<(&Edition, &Item)> {
        let edition = self.editions.get(stand.edition)?;
        Some((edition, edition.items.get(stand.item)?))
    }

    /// Threads whose last or any other stand has this ref or id: first those that have it now,
    /// else those that ever had it.
    #[must_use]
    pub fn threads_of(&self, name: &str) -> Vec<&Thread> {
        let has = |stand: &Stand| {
            self.item(stand).is_some_and(|(_, item)| item.name() == name || item.id == name)
        };
        let now: Vec<&Thread> =
            self.threads.iter().filter(|t| t.stands.last().is_some_and(has)).collect();
        if !now.is_empty() {
            return now;
        }
        self.threads.iter().filter(|t| t.stands.iter().any(has)).collect()
    }

    /// What changed between two editions (by position), items followed as they are here.
    #[must_use]
    pub fn compare(&self, before: usize, after: usize) -> Option<Changes> {
        let (old, new) = (self.editions.get(before)?, self.editions.get(after)?);
        let mut links = Links::default();
        for thread in &self.threads {
            let at = |edition| thread.stands.binary_search_by_key(&edition, |s| s.edition);
            let (Ok(from), Ok(to)) = (at(before), at(after)) else { continue };
            let item = |at: usize| thread.stands.get(at).and_then(|s| self.item(s));
            let (Some((_, b)), Some((_, a))) = (item(from), item(to)) else { continue };
            let way = thread.stands.get(from + 1..=to).unwrap_or_default().iter();
            let sure = way.filter_map(|s| s.link.map(|l| l.0)).fold(1.0, f64::min);
            links.followed.push((b.id.clone(), a.id.clone(), sure));
        }
        Some(compare_editions(old.clone(), new.clone(), &links, &Options::default()))
    }

    /// Whether the thread stands in the latest edition.
    #[must_use]
    pub fn is_running(&self, thread: &Thread) -> bool {
        thread.stands.last().is_some_and(|s| s.edition + 1 == self.editions.len())
    }
}

/// Threads that stand in one of the editions before the one right before `edition`, and in none
/// after it; in the order of those stands.
fn lost(threads: &[Thread], edition: usize) -> Vec<usize> {
    let mut all: Vec<(usize, usize, usize)> = threads
        .iter()
        .enumerate()
        .filter_map(|(i, t)| t.stands.last().map(|s| (s.edition, s.item, i)))
        .filter(|(last, ..)| last + 1 < edition && last + 1 + MEMORY >= edition)
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(_, _, thread)| thread).collect()
}

/// An edition (like `model`) made of the last items of some threads, in their order.
fn last_stands(
    editions: &[Edition],
    threads: &[Thread],
    which: &[usize],
    model: &Edition,
) -> Edition {
    let mut made = model.without_items();
    let last = which.iter().filter_map(|t| threads.get(*t)?.stands.last());
    made.items = last
        .filter_map(|stand| {
            let edition = editions.get(stand.edition)?;
            Some(aligned(edition, edition.items.get(stand.item)?, model))
        })
        .collect();
    made
}

/// The item with its cells in the order of another edition's fields.
pub(crate) fn aligned(from: &Edition, item: &Item, to: &Edition) -> Item {
    let mut item = item.clone();
    if from.fields != to.fields {
        let cells = to.fields.iter().map(|f| item.cell(from.field(&f.name)).clone());
        item.cells = cells.collect();
    }
    item
}
