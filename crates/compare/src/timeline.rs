//! Every item followed through all editions.

use crate::compare::{Changes, Options, compare_editions};
use crate::edition::{Edition, Item};
use crate::identity::{Key, Link, Links, Pairing, Reason, pair};
use crate::period::order;
use crate::verdict::Verdict;
use std::collections::{BTreeMap, BTreeSet};

/// Editions in the order of their periods, and the items followed through them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The editions, oldest first.
    pub editions: Vec<Edition>,
    /// The items, in the order in which they first appear.
    pub threads: Vec<Thread>,
}

/// One item through the editions it is in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// Where it is, oldest first, at most once an edition; never empty.
    pub appearances: Vec<Appearance>,
}

/// One item in one edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Appearance {
    /// Position of the edition in `Timeline::editions`.
    pub edition: usize,
    /// Position of the item in that edition.
    pub item: usize,
    /// How sure it is that this is the item of the appearance before, and why; `None` for the first.
    pub link: Option<(f64, Reason)>,
}

/// How many editions back an item that vanished is still looked for.
const MEMORY: usize = 24;

/// What links a new edition to those before it.
struct Followed {
    /// Links to the edition right before it.
    pairing: Pairing,
    /// Links to items that had vanished: `before` is the position among those.
    back: Vec<Link>,
}

/// Links an edition to the one before it, then what is left to the items that had vanished
/// earlier: a return needs the same text, or the same ref and like text. What was split while it was
/// not seen (on a page that could not be read) goes on in its first part.
fn follow(
    previous: Option<&Edition>,
    vanished: &Edition,
    edition: &Edition,
    said: &Said,
) -> Followed {
    let pairing = match previous {
        Some(previous) => pair(previous, edition, &said.near, &Key::Likeness),
        None => Pairing {
            added: (0..edition.items.len()).map(|i| (i, 1.0)).collect(),
            ..Pairing::default()
        },
    };
    let is_said = |i: usize| {
        let id = edition.items.get(i).map(|item| item.id.as_str());
        said.far.together.iter().any(|(_, after)| Some(after.as_str()) == id)
    };
    let mut fresh = edition.clone();
    let places: Vec<usize> = pairing
        .added
        .keys()
        .copied()
        .filter(|i| is_said(*i) || !pairing.parts.iter().any(|p| p.after == *i))
        .collect();
    fresh.items = places.iter().filter_map(|i| edition.items.get(*i).cloned()).collect();
    let has_ref = |name: Option<&str>| edition.items.iter().any(|i| i.reference.as_deref() == name);
    let mut back = Vec::new();
    if !vanished.items.is_empty() && !fresh.items.is_empty() {
        for mut link in pair(vanished, &fresh, &said.far, &Key::Likeness).links {
            let sure = match link.reason {
                Reason::Confirmed | Reason::Same | Reason::SameText | Reason::SameRef => true,
                // A ref that something else has now was not split.
                Reason::FirstPart => {
                    let whole = vanished.items.get(link.before);
                    !has_ref(whole.and_then(|i| i.reference.as_deref()))
                }
                _ => false,
            };
            if let (true, Some(place)) = (sure && !link.is_doubtful(), places.get(link.after)) {
                link.after = *place;
                back.push(link);
            }
        }
    }
    Followed { pairing, back }
}

/// What people have said on the items of one edition.
#[derive(Debug, Default)]
struct Said {
    /// On items of the edition right before it.
    near: Links,
    /// On items that had vanished before that; an item of several threads is told apart by the
    /// number of its thread.
    far: Links,
    /// The threads that have not been seen for longest and are spoken of all the same.
    threads: BTreeSet<usize>,
}

impl Said {
    /// The verdicts on items of the edition at `index`. A verdict holds for the whole thread of the
    /// earlier item, wherever that was seen last.
    fn of(editions: &[Edition], threads: &[Thread], index: usize, verdicts: &[Verdict]) -> Self {
        let mut said = Self::default();
        let Some(edition) = editions.get(index) else { return said };
        let period = |e: &Edition| e.document.period.clone().unwrap_or_default();
        let now = period(edition);
        for verdict in verdicts.iter().filter(|v| v.after_period == now) {
            let place = |e: &Edition| e.items.iter().position(|i| i.id == verdict.before);
            let at = editions.iter().take(index).position(|e| period(e) == verdict.before_period);
            let item = at.and_then(|at| Some((at, place(editions.get(at)?)?)));
            let Some((at, item)) = item else { continue };
            let is_here =
                |t: &Thread| t.appearances.iter().any(|s| (s.edition, s.item) == (at, item));
            let Some(thread) = threads.iter().position(is_here) else { continue };
            let Some(last) = threads.get(thread).and_then(|t| t.appearances.last()) else {
                continue;
            };
            let is_near = last.edition + 1 == index;
            let before = if is_near {
                let item = editions.get(last.edition).and_then(|e| e.items.get(last.item));
                item.map(|i| i.id.clone()).unwrap_or_default()
            } else {
                vanished_id(thread)
            };
            let links = if is_near { &mut said.near } else { &mut said.far };
            let pair = (before, verdict.after.clone());
            if !verdict.together {
                links.apart.insert(pair);
                continue;
            }
            links.together.insert(pair);
            if is_near {
                continue;
            }
            said.threads.insert(thread);
            // A person's word goes before every link to the edition between.
            let previous = index.checked_sub(1).and_then(|i| editions.get(i));
            for other in previous.into_iter().flat_map(|e| &e.items) {
                said.near.apart.insert((other.id.clone(), verdict.after.clone()));
            }
        }
        said
    }
}

/// What an item that had vanished is called while it is looked for: two of them may have had one id.
fn vanished_id(thread: usize) -> String {
    format!("thread {thread}")
}

impl Timeline {
    /// Follows the items through editions, which are put in the order of their periods; `verdicts`
    /// is what people have said on who is who.
    #[must_use]
    pub fn of(mut editions: Vec<Edition>, verdicts: &[Verdict]) -> Self {
        editions.sort_by_cached_key(|e| e.document.period.as_deref().map(order));
        Self::follow(editions, Vec::new(), 0, verdicts)
    }

    /// The same without queries on gaps in the numbering that the edition before had as well.
    #[must_use]
    pub fn asked_once(mut self) -> Self {
        crate::gaps::ask_once(&mut self.editions);
        self
    }

    /// The same with the statuses of all editions in the words of the last one, where the editions' keys say that they
    /// mean the same: for answers that count them.
    #[must_use]
    pub fn in_last_words(mut self) -> Self {
        crate::meant::in_last_words(&mut self.editions);
        self
    }

    /// Follows the items from the edition at `from` on; `threads` are those of the editions before.
    pub fn follow(
        editions: Vec<Edition>,
        mut threads: Vec<Thread>,
        from: usize,
        verdicts: &[Verdict],
    ) -> Self {
        // Thread of each item of the edition before, by position.
        let mut running: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, thread) in threads.iter().enumerate() {
            if let Some(last) = thread.appearances.last().filter(|s| s.edition + 1 == from) {
                running.insert(last.item, number);
            }
        }
        for (index, edition) in editions.iter().enumerate().skip(from) {
            let previous = index.checked_sub(1).and_then(|i| editions.get(i));
            let said = Said::of(&editions, &threads, index, verdicts);
            let lost = lost(&threads, index, &said.threads);
            let vanished = last_stands(&editions, &threads, &lost, edition);
            let found = follow(previous, &vanished, edition, &said);
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
                    thread.appearances.push(Appearance { edition: index, item, link });
                }
            }
            running = now;
        }
        Self { editions, threads }
    }

    /// The item of an appearance with its edition.
    #[must_use]
    pub fn item(&self, appearance: &Appearance) -> Option<(&Edition, &Item)> {
        let edition = self.editions.get(appearance.edition)?;
        Some((edition, edition.items.get(appearance.item)?))
    }

    /// Threads whose last or any other appearance has this ref or id: first those that have it now,
    /// else those that ever had it.
    #[must_use]
    pub fn threads_of(&self, name: &str) -> Vec<&Thread> {
        let has = |appearance: &Appearance| {
            self.item(appearance).is_some_and(|(_, item)| item.name() == name || item.id == name)
        };
        let now: Vec<&Thread> =
            self.threads.iter().filter(|t| t.appearances.last().is_some_and(has)).collect();
        if !now.is_empty() {
            return now;
        }
        self.threads.iter().filter(|t| t.appearances.iter().any(has)).collect()
    }

    /// What changed between two editions (by position), items followed as they are here.
    #[must_use]
    pub fn compare(&self, before: usize, after: usize) -> Option<Changes> {
        self.compare_by(before, after, &Options::default())
    }

    /// The same, comparing what the options say. By default an item is the same where it is the
    /// same here, and nowhere else.
    #[must_use]
    pub fn compare_by(&self, before: usize, after: usize, options: &Options) -> Option<Changes> {
        let (old, new) = (self.editions.get(before)?, self.editions.get(after)?);
        let mut links = Links { is_followed: true, ..Links::default() };
        for thread in &self.threads {
            let at = |edition| thread.appearances.binary_search_by_key(&edition, |s| s.edition);
            let (Ok(from), Ok(to)) = (at(before), at(after)) else { continue };
            let item = |at: usize| thread.appearances.get(at).and_then(|s| self.item(s));
            let (Some((_, b)), Some((_, a))) = (item(from), item(to)) else { continue };
            let way = thread.appearances.get(from + 1..=to).unwrap_or_default().iter();
            let sure = way.clone().filter_map(|s| s.link.map(|l| l.0)).fold(1.0, f64::min);
            // Of one step its own reason is known.
            let reason = match (way.len(), thread.appearances.get(to).and_then(|s| s.link)) {
                (1, Some((_, reason))) => reason,
                _ => Reason::Followed,
            };
            links.followed.push((b.id.clone(), a.id.clone(), sure, reason));
        }
        Some(compare_editions(old.clone(), new.clone(), &links, options))
    }

    /// What an item is called in all editions: its first period and its id there.
    #[must_use]
    pub fn key(&self, thread: &Thread) -> String {
        let first = thread.appearances.first().and_then(|s| self.item(s));
        first.map_or_else(String::new, |(edition, item)| {
            format!("{}/{}", edition.document.period.as_deref().unwrap_or_default(), item.id)
        })
    }

    /// Whether the thread is in the latest edition.
    #[must_use]
    pub fn is_running(&self, thread: &Thread) -> bool {
        thread.appearances.last().is_some_and(|s| s.edition + 1 == self.editions.len())
    }
}

/// Threads that are in one of the editions before the one right before `edition`, and in none
/// after it; in the order of those appearances. Those that a person has spoken of (`said`) are not
/// forgotten, however long ago they were seen.
fn lost(threads: &[Thread], edition: usize, said: &BTreeSet<usize>) -> Vec<usize> {
    let mut all: Vec<(usize, usize, usize)> = threads
        .iter()
        .enumerate()
        .filter_map(|(i, t)| t.appearances.last().map(|s| (s.edition, s.item, i)))
        .filter(|(last, _, thread)| {
            let is_recent = last + 1 + MEMORY >= edition;
            last + 1 < edition && (is_recent || said.contains(thread))
        })
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
    let last = which.iter().filter_map(|t| Some((*t, threads.get(*t)?.appearances.last()?)));
    made.items = last
        .filter_map(|(thread, appearance)| {
            let edition = editions.get(appearance.edition)?;
            let item = aligned(edition, edition.items.get(appearance.item)?, model);
            Some(Item { id: vanished_id(thread), ..item })
        })
        .collect();
    made
}

/// The item with its cells in the order of another edition's fields.
fn aligned(from: &Edition, item: &Item, to: &Edition) -> Item {
    let mut item = item.clone();
    if from.fields != to.fields {
        let cells = to.fields.iter().map(|f| item.cell(from.field(&f.name)).clone());
        item.cells = cells.collect();
    }
    item
}
