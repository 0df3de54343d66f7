//! Which item of a later edition is which item of an earlier one.
//!
//! Items are paired by an assignment over all of them (Kuhn 1955, Munkres 1957, by the
//! `pathfinding` crate), not greedily: a plan whose rows moved up by one has many good pairs for
//! every row, and only the whole shows which is meant. To stay fast, items that are certain are
//! taken out first, every other item is compared with the few that share most words with it, and
//! what has no possible partner in common is solved apart.

use crate::assignment::{Edge, Rivals, assign};
use crate::edition::{Edition, Item, Kind};
use crate::keyed::{is_known_by_its_key, same_rows};
use crate::likeness::{Likeness, context};
use crate::otherwise;
use crate::split::part_of;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a person has said on who is who: pairs of ids, the earlier edition's first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// These are the same item.
    pub together: BTreeSet<(String, String)>,
    /// These are not.
    pub apart: BTreeSet<(String, String)>,
    /// These are the same item as it was followed through the editions, how sure that is and why.
    /// What a person has said goes before it.
    pub followed: Vec<(String, String, f64, Reason)>,
    /// Whether `followed` says all: what is not in it is not the same.
    pub is_followed: bool,
}

/// By what items are paired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// By ref and text, as an assignment over all.
    #[default]
    Likeness,
    /// By the ref alone.
    Reference,
    /// By the id alone, which tells two items of one ref apart.
    Id,
    /// By the value of a field alone.
    Field(String),
}

/// Why two items are held to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A person said so.
    Confirmed,
    /// It was followed through the editions between.
    Followed,
    /// The ref and the text are the same.
    Same,
    /// The ref is the same and the text is like.
    SameRef,
    /// The text is the same under another ref, and is nowhere else.
    SameText,
    /// The best match of the whole assignment by text.
    LikeText,
    /// The first part of what was split.
    FirstPart,
    /// Another text and ref, and all else is the same.
    SameRest,
    /// The chosen key is the same.
    SameKey,
}

impl Reason {
    /// One word for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Followed => "followed",
            Self::Same => "same",
            Self::SameRef => "same_ref",
            Self::SameText => "same_text",
            Self::LikeText => "like_text",
            Self::FirstPart => "first_part",
            Self::SameRest => "same_rest",
            Self::SameKey => "same_key",
        }
    }

    /// The reason of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Confirmed,
            Self::Followed,
            Self::Same,
            Self::SameRef,
            Self::SameText,
            Self::LikeText,
            Self::FirstPart,
            Self::SameRest,
            Self::SameKey,
        ];
        all.into_iter().find(|r| r.as_str() == word)
    }

    /// A phrase for people.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed by a person",
            Self::Followed => "followed through the editions between",
            Self::Same => "same ref, same text",
            Self::SameRef => "same ref, like text",
            Self::SameText => "same text under another ref",
            Self::LikeText => "best match by text",
            Self::FirstPart => "first part of a split",
            Self::SameRest => "other text and ref, the rest the same",
            Self::SameKey => "same key",
        }
    }
}

/// Two items that are held to be the same, by position in their editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Position in the earlier edition.
    pub before: usize,
    /// Position in the later edition.
    pub after: usize,
    /// 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reason: Reason,
}

impl Link {
    /// Whether a person should look at it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        is_doubtful(self.confidence)
    }
}

/// Whether a person should check what is only this sure.
pub fn is_doubtful(confidence: f64) -> bool {
    confidence < 0.75
}

/// A further part of an item that was split.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Position of the whole in the earlier edition.
    pub whole: usize,
    /// Position of the part in the later edition.
    pub after: usize,
    /// 0 to 1.
    pub confidence: f64,
}

/// Who is who in two editions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairing {
    /// Sorted by position in the later edition.
    pub links: Vec<Link>,
    /// Sorted by position in the later edition; their wholes are linked.
    pub parts: Vec<Part>,
    /// For the items of the earlier edition that have no link: how sure that is, by position.
    pub removed: BTreeMap<usize, f64>,
    /// For the items of the later edition that have no link: how sure that is, by position.
    pub added: BTreeMap<usize, f64>,
}

/// How many possible partners an item gets.
const CANDIDATES: usize = 8;

/// Finds who is who.
#[must_use]
pub fn pair(before: &Edition, after: &Edition, links: &Links, key: &Key) -> Pairing {
    let mut state = State::new(before, after);
    let old: HashMap<&str, usize> = positions(before);
    let new: HashMap<&str, usize> = positions(after);
    let said = links.together.iter().map(|(b, a)| (b, a, 1.0, Reason::Confirmed));
    let followed = links.followed.iter().map(|(b, a, sure, why)| (b, a, *sure, *why));
    let followed = followed
        .filter(|_| *key == Key::Likeness)
        .filter(|(b, a, ..)| !links.apart.contains(&((*b).clone(), (*a).clone())));
    for (b, a, sure, reason) in said.chain(followed) {
        if let (Some(old), Some(new)) = (old.get(b.as_str()), new.get(a.as_str())) {
            state.link(*old, *new, sure, reason);
        }
    }
    let apart = |b: usize, a: usize| match (before.items.get(b), after.items.get(a)) {
        (Some(b), Some(a)) => links.apart.contains(&(b.id.clone(), a.id.clone())),
        _ => true,
    };
    let wanted = match key {
        Key::Likeness => None,
        Key::Reference => Some(keys(before, after, |_, item| item.reference.clone())),
        Key::Id => Some(keys(before, after, |_, item| Some(item.id.clone()))),
        Key::Field(name) => Some(keys(before, after, |edition, item| {
            let cell = item.cell(edition.field(name));
            (!cell.is_missing()).then(|| cell.display())
        })),
    };
    if let Some(wanted) = wanted {
        for (b, a) in wanted {
            if !apart(b, a) {
                state.link(b, a, 1.0, Reason::SameKey);
            }
        }
        return state.finish(&Rivals::of(&[]), &[]);
    }
    let likeness = Likeness::of(before, after);
    if !links.is_followed {
        for (b, a) in same_rows(before, after) {
            if !apart(b, a) {
                state.link(b, a, 1.0, Reason::SameKey);
            }
        }
        certain(&mut state, &likeness, &apart);
    }
    let edges = edges(&state, &likeness, &apart);
    let taken = match links.is_followed {
        true => Vec::new(),
        false => assign(&edges, (before.items.len(), after.items.len())),
    };
    let rivals = Rivals::of(&edges);
    for index in taken {
        let edge = &edges[index];
        let reason = if edge.first_part {
            Reason::FirstPart
        } else if edge.same_ref {
            Reason::SameRef
        } else {
            Reason::LikeText
        };
        let confidence = rivals.confidence(edge);
        state.link(edge.before, edge.after, confidence, reason);
    }
    if !links.is_followed {
        let items = (before.items.as_slice(), after.items.as_slice());
        let (old, new) = (state.free_old(), state.free_new());
        for (b, a) in otherwise::pairs(items, &state.context, (&old, &new)) {
            if !apart(b, a) {
                state.link(b, a, otherwise::SURE, Reason::SameRest);
            }
        }
    }
    let parts = parts(&state, &likeness, &apart);
    state.finish(&rivals, &parts)
}

fn positions(edition: &Edition) -> HashMap<&str, usize> {
    edition.items.iter().enumerate().map(|(i, item)| (item.id.as_str(), i)).collect()
}

/// Pairs of positions whose key is the same: where several have it, equally many on both sides,
/// in their order.
fn keys(
    before: &Edition,
    after: &Edition,
    key: impl Fn(&Edition, &Item) -> Option<String>,
) -> Vec<(usize, usize)> {
    let index = |edition: &Edition| -> HashMap<String, Vec<usize>> {
        let mut map: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, item) in edition.items.iter().enumerate() {
            if let Some(k) = key(edition, item) {
                map.entry(k).or_default().push(i);
            }
        }
        map
    };
    let old = index(before);
    let mut pairs: Vec<_> = index(after)
        .into_iter()
        .filter_map(|(k, a)| Some((old.get(&k)?, a)))
        .filter(|(b, a)| b.len() == a.len())
        .flat_map(|(b, a)| b.iter().copied().zip(a))
        .collect();
    pairs.sort_unstable();
    pairs
}

struct State<'a> {
    before: &'a Edition,
    after: &'a Edition,
    /// Positions of the fields that both editions have, but for the text items are called by and for
    /// columns that no field knows: who is who does not rest on these.
    context: Vec<(usize, usize)>,
    old_taken: Vec<bool>,
    new_taken: Vec<bool>,
    links: Vec<Link>,
}

impl<'a> State<'a> {
    fn new(before: &'a Edition, after: &'a Edition) -> Self {
        let text = before.first_of(Kind::Text);
        let context = before
            .fields
            .iter()
            .enumerate()
            .filter(|(i, field)| Some(*i) != text && !field.is_extra())
            .filter_map(|(i, field)| Some((i, after.field(&field.name)?)))
            .collect();
        Self {
            before,
            after,
            context,
            old_taken: vec![false; before.items.len()],
            new_taken: vec![false; after.items.len()],
            links: Vec::new(),
        }
    }

    fn link(&mut self, before: usize, after: usize, confidence: f64, reason: Reason) {
        if self.old_taken[before] || self.new_taken[after] {
            return;
        }
        (self.old_taken[before], self.new_taken[after]) = (true, true);
        self.links.push(Link { before, after, confidence: round(confidence), reason });
    }

    fn free_old(&self) -> Vec<usize> {
        (0..self.old_taken.len()).filter(|i| !self.old_taken[*i]).collect()
    }

    fn free_new(&self) -> Vec<usize> {
        (0..self.new_taken.len()).filter(|i| !self.new_taken[*i]).collect()
    }

    fn old_ref(&self, index: usize) -> Option<&'a str> {
        let before: &'a Edition = self.before;
        before.items.get(index)?.reference.as_deref()
    }

    fn new_ref(&self, index: usize) -> Option<&'a str> {
        let after: &'a Edition = self.after;
        after.items.get(index)?.reference.as_deref()
    }

    /// Whether all fields that both editions have are the same.
    fn is_same(&self, before: usize, after: usize) -> bool {
        match (self.before.items.get(before), self.after.items.get(after)) {
            (Some(b), Some(a)) => {
                self.context.iter().all(|(i, j)| b.cell(Some(*i)).same(a.cell(Some(*j))))
            }
            _ => false,
        }
    }

    fn finish(mut self, edges: &Rivals<'_>, parts: &[Part]) -> Pairing {
        let removed = |i: usize| {
            let free = edges.of_before(i).filter(|e| !self.new_taken[e.after]);
            round(1.0 - free.map(|e| e.score).fold(0.0, f64::max))
        };
        let added = |i: usize| {
            let free = edges.of_after(i).filter(|e| !self.old_taken[e.before]);
            round(1.0 - free.map(|e| e.score).fold(0.0, f64::max))
        };
        let removed = self.free_old().into_iter().map(|i| (i, removed(i))).collect();
        let added = self.free_new().into_iter().map(|i| (i, added(i))).collect();
        self.links.sort_by_key(|l| l.after);
        Pairing { links: self.links, parts: parts.to_vec(), removed, added }
    }
}

fn round(confidence: f64) -> f64 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}

/// Links what has the same ref and text, then what has a text that appears once in either edition.
fn certain(state: &mut State<'_>, likeness: &Likeness, apart: &impl Fn(usize, usize) -> bool) {
    /// A shorter text may be in many places (`Review`).
    const TELLING: usize = 4;
    let mut alike: HashMap<(Option<&str>, &str), Vec<usize>> = HashMap::new();
    for b in state.free_old() {
        if let Some(text) = likeness.before.get(b) {
            alike.entry((state.old_ref(b), &text.bare)).or_default().push(b);
        }
    }
    // Of several with the same ref and text, first those that are the same in everything.
    for whole in [true, false] {
        for a in state.free_new() {
            let Some(text) = likeness.after.get(a) else { continue };
            let reference = state.new_ref(a);
            if !whole && reference.is_none() && text.length < TELLING {
                continue;
            }
            let same = alike.get(&(reference, text.bare.as_str())).into_iter().flatten().copied();
            let found = same
                .filter(|b| !state.old_taken[*b] && !apart(*b, a))
                .find(|b| !whole || state.is_same(*b, a));
            if let Some(b) = found {
                state.link(b, a, 1.0, Reason::Same);
            }
        }
    }
    let mut by_text: HashMap<&str, [Vec<usize>; 2]> = HashMap::new();
    for (side, (free, profiles)) in
        [(state.free_old(), &likeness.before), (state.free_new(), &likeness.after)]
            .into_iter()
            .enumerate()
    {
        for i in free {
            if let Some(p) = profiles.get(i).filter(|p| p.length >= TELLING) {
                by_text.entry(&p.bare).or_default()[side].push(i);
            }
        }
    }
    let mut same: Vec<_> = by_text
        .into_values()
        .filter_map(|[old, new]| match (&old[..], &new[..]) {
            ([b], [a]) if !apart(*b, *a) => Some((*b, *a)),
            _ => None,
        })
        .collect();
    same.sort_unstable();
    for (b, a) in same {
        let refs = (state.old_ref(b), state.new_ref(a));
        let (confidence, reason) = match refs {
            (None, None) => (1.0, Reason::Same),
            _ => (0.98, Reason::SameText),
        };
        state.link(b, a, confidence, reason);
    }
}

/// The possible pairs among what is left, those below the threshold too.
fn edges(
    state: &State<'_>,
    likeness: &Likeness,
    apart: &impl Fn(usize, usize) -> bool,
) -> Vec<Edge> {
    let (old, new) = (state.free_old(), state.free_new());
    let mut by_ref: HashMap<&str, Vec<usize>> = HashMap::new();
    for a in &new {
        if let Some(r) = state.new_ref(*a) {
            by_ref.entry(r).or_default().push(*a);
        }
    }
    let splits = splits(state, likeness, &old, &new);
    let candidates = likeness.candidates(&old, &new, CANDIDATES);
    let mut edges = Vec::new();
    for (b, mut partners) in old.iter().copied().zip(candidates) {
        let same_ref = state.old_ref(b).and_then(|r| by_ref.get(r));
        partners.extend(same_ref.into_iter().flatten());
        let split = splits.get(&b);
        partners.extend(split.map(|s| s.first));
        partners.sort_unstable();
        partners.dedup();
        for a in partners {
            // Of a split, the first part continues the whole, however like the others are.
            let first_part = split.is_some_and(|s| s.first == a);
            if apart(b, a) || split.is_some_and(|s| s.rest.contains(&a)) {
                continue;
            }
            let (Some(x), Some(y)) = (state.before.items.get(b), state.after.items.get(a)) else {
                continue;
            };
            let same_ref = state.old_ref(b).is_some_and(|r| state.new_ref(a) == Some(r));
            if !same_ref
                && is_known_by_its_key(state.before, x)
                && is_known_by_its_key(state.after, y)
            {
                continue;
            }
            let doubt = (1.0 - likeness.text(b, a)) * (1.0 - 0.2 * context(x, y, &state.context));
            let mut score = if same_ref { 1.0 - 0.5 * doubt } else { 1.0 - doubt };
            if first_part {
                score = score.max(split.map_or(0.0, |s| s.score));
            }
            edges.push(Edge { before: b, after: a, score, same_ref, first_part });
        }
    }
    edges
}

/// What may have become of an item whose ref is gone.
struct Split {
    first: usize,
    rest: Vec<usize>,
    score: f64,
}

/// Items whose ref is gone and whose ref's parts are new, if their texts are alike at all.
fn splits(
    state: &State<'_>,
    likeness: &Likeness,
    old: &[usize],
    new: &[usize],
) -> HashMap<usize, Split> {
    let refs = |edition: &Edition| -> BTreeSet<String> {
        edition.items.iter().filter_map(|i| i.reference.clone()).collect()
    };
    let (old_refs, new_refs) = (refs(state.before), refs(state.after));
    // Sorted by ref, the parts of a ref are behind it: they begin with it.
    let mut fresh: Vec<(&str, usize)> = new
        .iter()
        .filter_map(|a| Some((state.new_ref(*a)?, *a)))
        .filter(|(r, _)| !old_refs.contains(*r))
        .collect();
    fresh.sort_unstable();
    let mut found = HashMap::new();
    for b in old {
        let Some(whole) = state.old_ref(*b).filter(|r| !new_refs.contains(*r)) else { continue };
        let from = fresh.partition_point(|(r, _)| *r < whole);
        let mut parts: Vec<(u32, usize)> = fresh
            .iter()
            .skip(from)
            .take_while(|(r, _)| r.starts_with(whole))
            .filter_map(|(r, a)| Some((part_of(whole, r)?, *a)))
            .collect();
        parts.sort_unstable();
        parts.dedup_by_key(|(place, _)| *place);
        let [(0, first), rest @ ..] = &parts[..] else { continue };
        if rest.is_empty() {
            continue;
        }
        // The most telling of the parts: a part may hold few of the whole's words.
        let like = parts
            .iter()
            .map(|(_, a)| likeness.text(*b, *a).max(0.8 * likeness.share(*b, *a, None)))
            .fold(0.0, f64::max);
        if like < 0.25 {
            continue;
        }
        let score = 1.0 - 0.5 * (1.0 - like);
        let rest = rest.iter().map(|(_, a)| *a).collect();
        found.insert(*b, Split { first: *first, rest, score });
    }
    found
}

/// Free items of the later edition that are further parts of something linked.
fn parts(
    state: &State<'_>,
    likeness: &Likeness,
    apart: &impl Fn(usize, usize) -> bool,
) -> Vec<Part> {
    /// Share of a part's words that were in the whole and are not in what continues it.
    const MOVED: f64 = 0.6;
    let old_refs: BTreeSet<&str> =
        state.before.items.iter().filter_map(|i| i.reference.as_deref()).collect();
    let free = state.free_new();
    let mut found: BTreeMap<usize, Part> = BTreeMap::new();
    for link in &state.links {
        let Some(whole) = state.old_ref(link.before) else { continue };
        let kept = state.new_ref(link.after);
        for a in &free {
            let Some(part) = state.new_ref(*a) else { continue };
            if old_refs.contains(part) || apart(link.before, *a) {
                continue;
            }
            let named = part_of(whole, part).is_some_and(|place| place > 0);
            // `1.2.3` became `1.2.3a`: then `1.2.3b` is its second part. Where `1.2.3` stays
            // itself, `1.2.3b` is a part only if it took words of it along.
            let became_first = kept.is_some_and(|k| part_of(whole, k) == Some(0));
            let share = likeness.share(link.before, *a, Some(link.after));
            let confidence = if named && became_first {
                round(0.9_f64.min(link.confidence).max(share))
            } else if named && kept == Some(whole) && share >= MOVED {
                round(share)
            } else {
                continue;
            };
            let part = Part { whole: link.before, after: *a, confidence };
            let better = found.get(a).is_none_or(|p| p.confidence < confidence);
            if better {
                found.insert(*a, part);
            }
        }
    }
    found.into_values().collect()
}
