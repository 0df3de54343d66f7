//! What changed between two editions, item by item and field by field.

use crate::cell::Cell;
use crate::edition::{Edition, Item, Kind};
use crate::error::Error;
use crate::identity::{Key, Link, Links, Pairing, pair};
use crate::meant::Vocabularies;
use crate::scale::Scale;
use std::collections::{BTreeMap, BTreeSet};
use tablemend_model::{Dataset, State};

/// What to compare, and by what items are paired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// By what items are paired.
    pub key: Key,
    /// Fields that are not compared (`ref` for renumbering).
    pub ignore: Vec<String>,
    /// If given, the only fields that are compared.
    pub fields: Option<Vec<String>>,
}

impl Options {
    /// Refuses names among the key and the fields that neither edition knows: most likely they
    /// are misspelt.
    ///
    /// # Errors
    /// [`Error::NoField`], with the names that are known.
    pub fn check(&self, before: &Edition, after: &Edition) -> Result<(), Error> {
        let key = match &self.key {
            Key::Field(name) => Some(name),
            Key::Likeness | Key::Reference | Key::Id => None,
        };
        let fields = || after.fields.iter().chain(&before.fields).map(|f| f.name.as_str());
        let unknown = |name: &&String| *name != "ref" && !fields().any(|f| f == name.as_str());
        let named = key.into_iter().chain(&self.ignore).chain(self.fields.iter().flatten());
        let wanted: Vec<&str> = named.filter(unknown).map(String::as_str).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let mut known = vec!["ref"];
        for name in fields() {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        Err(Error::NoField { wanted: wanted.join(", "), known: known.join(", ") })
    }
}

/// Two editions and what changed between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// The earlier edition.
    pub before: Edition,
    /// The later edition.
    pub after: Edition,
    /// Who is who.
    pub pairing: Pairing,
    /// What changed, in the order of the later edition; what was removed comes after the item
    /// that it followed.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// Id in the earlier edition.
    pub before_id: Option<String>,
    /// Id in the later edition.
    pub after_id: Option<String>,
    /// The field; `ref` for what was renumbered.
    pub field: Option<String>,
    /// The field's value in the earlier edition, of what was removed its text.
    pub before: Cell,
    /// The field's value in the later edition, of what was added its text.
    pub after: Cell,
    /// Ref of the item of the earlier edition that this is a further part of.
    pub split_of: Option<String>,
    /// By how many days the end moved.
    pub days: Option<i32>,
    /// Which way.
    pub direction: Option<Direction>,
    /// How sure it is that the two items are the same (that there is none), 0 to 1.
    pub confidence: f64,
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was not found in one of the editions, part of which could not be read: it may be there.
    NotFound,
    /// It has another ref.
    Renumbered,
    /// One of its fields has another value.
    Changed,
}

impl ChangeKind {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::NotFound => "not_found",
            Self::Renumbered => "renumbered",
            Self::Changed => "changed",
        }
    }
}

/// Which way a date or a status moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Due later.
    Slipped,
    /// Due earlier.
    Earlier,
    /// A better status.
    Better,
    /// A worse status.
    Worse,
}

impl Direction {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slipped => "slipped",
            Self::Earlier => "earlier",
            Self::Better => "better",
            Self::Worse => "worse",
        }
    }
}

/// How much changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Items added, further parts of splits among them.
    pub added: usize,
    /// Items removed.
    pub removed: usize,
    /// Items that may be in the unread part of the other edition.
    pub not_found: usize,
    /// Items renumbered.
    pub renumbered: usize,
    /// Changes by field.
    pub changed: BTreeMap<String, usize>,
    /// Dates that slipped.
    pub slipped: usize,
    /// By how many days in all.
    pub days_slipped: i64,
    /// Dates brought forward.
    pub earlier: usize,
    /// Statuses that improved.
    pub better: usize,
    /// Statuses that worsened.
    pub worse: usize,
}

/// What changed between two sets of records; `links` is what a person has said on who is who.
#[must_use]
pub fn compare(before: &Dataset, after: &Dataset, links: &Links) -> Changes {
    compare_editions(Edition::of(before), Edition::of(after), links, &Options::default())
}

/// What changed between two editions.
#[must_use]
pub fn compare_editions(
    before: Edition,
    after: Edition,
    links: &Links,
    options: &Options,
) -> Changes {
    let pairing = pair(&before, &after, links, &options.key);
    let changes = changes(&before, &after, &pairing, options);
    Changes { before, after, pairing, changes }
}

impl Summary {
    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.added += other.added;
        self.removed += other.removed;
        self.not_found += other.not_found;
        self.renumbered += other.renumbered;
        for (field, n) in other.changed {
            *self.changed.entry(field).or_default() += n;
        }
        self.slipped += other.slipped;
        self.days_slipped += other.days_slipped;
        self.earlier += other.earlier;
        self.better += other.better;
        self.worse += other.worse;
        self
    }
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How much changed.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut sum = Summary::default();
        for change in &self.changes {
            match change.kind {
                ChangeKind::Added => sum.added += 1,
                ChangeKind::Removed => sum.removed += 1,
                ChangeKind::NotFound => sum.not_found += 1,
                ChangeKind::Renumbered => sum.renumbered += 1,
                ChangeKind::Changed => {
                    *sum.changed.entry(change.field.clone().unwrap_or_default()).or_default() += 1;
                }
            }
            match change.direction {
                Some(Direction::Slipped) => {
                    sum.slipped += 1;
                    sum.days_slipped += i64::from(change.days.unwrap_or(0));
                }
                Some(Direction::Earlier) => sum.earlier += 1,
                Some(Direction::Better) => sum.better += 1,
                Some(Direction::Worse) => sum.worse += 1,
                None => {}
            }
        }
        sum
    }

    /// Posts that look renamed: one that leads nothing any more, the one that is in its place
    /// and led nothing before, and in how many items (two at least).
    #[must_use]
    pub fn renamed_posts(&self) -> Vec<(String, String, usize)> {
        let all = |edition: &Edition| -> BTreeSet<String> {
            let cells = edition.items.iter().flat_map(|i| &i.cells);
            let posts = cells.filter_map(|c| match c {
                Cell::Posts(posts) => Some(posts.people.iter().cloned()),
                _ => None,
            });
            posts.flatten().collect()
        };
        let (old, new) = (all(&self.before), all(&self.after));
        let mut counts: BTreeMap<(&String, &String), usize> = BTreeMap::new();
        for change in &self.changes {
            let (Cell::Posts(before), Cell::Posts(after)) = (&change.before, &change.after) else {
                continue;
            };
            let gone: Vec<_> = before.people.iter().filter(|p| !after.people.contains(p)).collect();
            let fresh: Vec<_> =
                after.people.iter().filter(|p| !before.people.contains(p)).collect();
            if let ([gone], [fresh]) = (&gone[..], &fresh[..])
                && !new.contains(*gone)
                && !old.contains(*fresh)
            {
                *counts.entry((gone, fresh)).or_default() += 1;
            }
        }
        let several = counts.into_iter().filter(|(_, n)| *n > 1);
        several.map(|((gone, fresh), n)| (gone.clone(), fresh.clone(), n)).collect()
    }

    /// Links that a person should look at.
    pub fn doubtful(&self) -> impl Iterator<Item = &Link> {
        self.pairing.links.iter().filter(|l| l.is_doubtful())
    }

    /// The two items of a link.
    #[must_use]
    pub fn items(&self, link: &Link) -> Option<(&Item, &Item)> {
        Some((self.before.items.get(link.before)?, self.after.items.get(link.after)?))
    }
}

fn changes(before: &Edition, after: &Edition, pairing: &Pairing, options: &Options) -> Vec<Change> {
    let wanted = |field: &str| {
        let chosen = options.fields.as_ref().is_none_or(|f| f.iter().any(|f| f == field));
        chosen && !options.ignore.iter().any(|f| f == field)
    };
    let compared: Vec<(usize, usize, &str, Kind)> = after
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| wanted(&f.name))
        .filter_map(|(j, f)| Some((before.field(&f.name)?, j, f.name.as_str(), f.kind)))
        .collect();
    let legend = if after.legend.is_empty() { &before.legend } else { &after.legend };
    let scale = Scale::of(legend);
    let vocabularies = Vocabularies::of(before, after);
    let mut linked: BTreeMap<usize, &Link> = BTreeMap::new();
    let mut old_links: BTreeMap<usize, usize> = BTreeMap::new();
    for link in &pairing.links {
        linked.insert(link.after, link);
        old_links.insert(link.before, link.after);
    }
    // Removed items by the position (in `after`) behind which they are told; `None` is the top.
    let mut gone: BTreeMap<Option<usize>, Vec<Change>> = BTreeMap::new();
    for (index, confidence) in &pairing.removed {
        let Some(item) = before.items.get(*index) else { continue };
        let behind = old_links.range(..index).next_back().map(|(_, a)| *a);
        gone.entry(behind).or_default().push(Change {
            // On a page that nobody has read it may still be there.
            kind: if after.remarks.unread.is_empty() {
                ChangeKind::Removed
            } else {
                ChangeKind::NotFound
            },
            before_id: Some(item.id.clone()),
            after_id: None,
            before: before.main_cell(item).clone(),
            confidence: *confidence,
            ..Change::blank()
        });
    }
    let mut all = gone.remove(&None).unwrap_or_default();
    for (index, item) in after.items.iter().enumerate() {
        if let Some(link) = linked.get(&index) {
            if let Some(old) = before.items.get(link.before) {
                all.extend(renumbered(old, item, link).filter(|_| wanted("ref")));
                all.extend(compared.iter().filter_map(|(i, j, name, kind)| {
                    let cells = (old.cell(Some(*i)), item.cell(Some(*j)));
                    let meant = vocabularies.meant(cells.0, cells.1);
                    let mut change = changed(&meant.0, &meant.1, *kind, &scale)?;
                    (change.before, change.after) = (cells.0.clone(), cells.1.clone());
                    let is_main = Some(*i) == before.first_of(Kind::Status)
                        && Some(*j) == after.first_of(Kind::Status);
                    let is_shown = !change.before.is_missing() && !change.after.is_missing();
                    if is_main && is_shown && change.direction.is_none() {
                        change.direction = finished(before.state(old), after.state(item));
                    }
                    change.before_id = Some(old.id.clone());
                    change.after_id = Some(item.id.clone());
                    change.field = Some((*name).to_owned());
                    change.confidence = match cells {
                        // Another reading of the cell would be no change.
                        (Cell::Posts(a), Cell::Posts(b)) if a.may_be_same(b) => {
                            link.confidence.min(0.5)
                        }
                        _ => link.confidence,
                    };
                    Some(change)
                }));
            }
        } else {
            let part = pairing.parts.iter().find(|p| p.after == index);
            let whole = part.and_then(|p| before.items.get(p.whole));
            let confidence = match part {
                Some(part) => part.confidence,
                None => pairing.added.get(&index).copied().unwrap_or(1.0),
            };
            let is_unsure = part.is_none() && !before.remarks.unread.is_empty();
            all.push(Change {
                kind: if is_unsure { ChangeKind::NotFound } else { ChangeKind::Added },
                after_id: Some(item.id.clone()),
                after: after.main_cell(item).clone(),
                split_of: whole.map(|w| w.name().to_owned()),
                confidence,
                ..Change::blank()
            });
        }
        all.extend(gone.remove(&Some(index)).unwrap_or_default());
    }
    all
}

impl Change {
    fn blank() -> Self {
        Self {
            kind: ChangeKind::Changed,
            before_id: None,
            after_id: None,
            field: None,
            before: Cell::Missing,
            after: Cell::Missing,
            split_of: None,
            days: None,
            direction: None,
            confidence: 1.0,
        }
    }
}

fn renumbered(old: &Item, new: &Item, link: &Link) -> impl Iterator<Item = Change> {
    let differs = old.reference != new.reference;
    let cell = |item: &Item| item.reference.clone().map_or(Cell::Missing, Cell::Text);
    let change = Change {
        kind: ChangeKind::Renumbered,
        before_id: Some(old.id.clone()),
        after_id: Some(new.id.clone()),
        field: Some("ref".to_owned()),
        before: cell(old),
        after: cell(new),
        confidence: link.confidence,
        ..Change::blank()
    };
    differs.then_some(change).into_iter()
}

/// Which way a status went whose words have no place in the document's order: to be done is better,
/// not to be done any more is worse.
fn finished(before: Option<State>, after: Option<State>) -> Option<Direction> {
    match (before, after) {
        (Some(State::Dropped), _) | (_, Some(State::Dropped)) => None,
        (Some(State::Done), Some(State::Done)) => None,
        (Some(State::Done), _) => Some(Direction::Worse),
        (_, Some(State::Done)) => Some(Direction::Better),
        _ => None,
    }
}

/// The change of one field, without the ids.
fn changed(before: &Cell, after: &Cell, kind: Kind, scale: &Scale) -> Option<Change> {
    if before.same(after) {
        return None;
    }
    let (mut days, mut direction) = (None, None);
    if let (Cell::Dates(old), Cell::Dates(new)) = (before, after)
        && let (Some(old), Some(new)) = (old.end, new.end)
    {
        let moved = new.since(old).map_or(0, |span| span.get_days());
        days = Some(moved);
        direction = match moved {
            1.. => Some(Direction::Slipped),
            0 => None,
            _ => Some(Direction::Earlier),
        };
    }
    if let (Kind::Status, Cell::Status(old), Cell::Status(new)) = (kind, before, after)
        && let (Some(old), Some(new)) = (scale.rank(old), scale.rank(new))
    {
        direction = match new.cmp(&old) {
            std::cmp::Ordering::Less => Some(Direction::Better),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Direction::Worse),
        };
    }
    Some(Change {
        before: before.clone(),
        after: after.clone(),
        days,
        direction,
        ..Change::blank()
    })
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "mutation_tests.rs"]
mod mutation_tests;
