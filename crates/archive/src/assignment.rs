//! The best assignment of possible pairs, by Kuhn and Munkres (1955, 1957; the `pathfinding` crate).

use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pairs of the same ref below this are no pairs.
const SAME_REF: f64 = 0.6;
/// Pairs of different refs below this are no pairs: neighbours in a plan speak of like things.
const OTHER_REF: f64 = 0.66;

/// A possible pair.
pub(crate) struct Edge {
    pub(crate) before: usize,
    pub(crate) after: usize,
    pub(crate) score: f64,
    pub(crate) same_ref: bool,
    pub(crate) first_part: bool,
}

impl Edge {
    fn is_strong(&self) -> bool {
        let least = if self.same_ref || self.first_part { SAME_REF } else { OTHER_REF };
        self.score >= least
    }
}

/// Positions (in `edges`) of the pairs of the best assignment; `sizes` are the numbers of items of
/// the earlier and the later edition. Groups of pairs that share no item are solved apart.
pub(crate) fn assign(edges: &[Edge], sizes: (usize, usize)) -> Vec<usize> {
    let strong: Vec<usize> = (0..edges.len()).filter(|i| edges[*i].is_strong()).collect();
    let mut taken = Vec::new();
    for group in groups(edges, &strong, sizes.0, sizes.1) {
        if let [only] = group[..] {
            taken.push(only);
            continue;
        }
        let unique = |of: &dyn Fn(&Edge) -> usize| -> Vec<usize> {
            let set: BTreeSet<_> = group.iter().map(|i| of(&edges[*i])).collect();
            set.into_iter().collect()
        };
        let (mut rows, mut columns) = (unique(&|e| e.before), unique(&|e| e.after));
        let turned = rows.len() > columns.len();
        if turned {
            std::mem::swap(&mut rows, &mut columns);
        }
        let mut weights = Matrix::new(rows.len(), columns.len(), 0_i64);
        let mut holders = HashMap::new();
        for i in &group {
            let edge = &edges[*i];
            let (r, c) = if turned { (edge.after, edge.before) } else { (edge.before, edge.after) };
            if let (Ok(r), Ok(c)) = (rows.binary_search(&r), columns.binary_search(&c)) {
                weights[(r, c)] = weight(edge, sizes);
                holders.insert((r, c), *i);
            }
        }
        let (_, columns) = kuhn_munkres(&weights);
        let pairs = columns.into_iter().enumerate();
        taken.extend(pairs.filter_map(|(r, c)| holders.get(&(r, c)).copied()));
    }
    taken.sort_unstable();
    taken
}

/// What a pair is worth: how far it is above half a likeness, so that one good pair outweighs two
/// poor ones; among equals, the pair that keeps its place in the document.
fn weight(edge: &Edge, sizes: (usize, usize)) -> i64 {
    let place = |i: usize, n: usize| i as f64 / n.max(1) as f64;
    let moved = place(edge.before, sizes.0) - place(edge.after, sizes.1);
    ((edge.score - 0.5) * 1e6 - moved.abs() * 1e3).round().max(1.0) as i64
}

/// The pairs in groups that share no item.
fn groups(edges: &[Edge], strong: &[usize], old: usize, new: usize) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..old + new).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for i in strong {
        let (a, b) =
            (root(&mut parent, edges[*i].before), root(&mut parent, old + edges[*i].after));
        parent[a] = b;
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in strong {
        let key = root(&mut parent, edges[*i].before);
        groups.entry(key).or_default().push(*i);
    }
    groups.into_values().collect()
}

/// How sure a pair is: its score, less where another pair of either item is nearly as good.
pub(crate) fn confidence(edge: &Edge, edges: &[Edge]) -> f64 {
    /// A rival this far below does not matter.
    const CLEAR: f64 = 0.2;
    let rival = edges
        .iter()
        .filter(|e| (e.before == edge.before) != (e.after == edge.after))
        .map(|e| e.score)
        .fold(0.0, f64::max);
    let crowded = (CLEAR - (edge.score - rival)).clamp(0.0, CLEAR);
    edge.score - crowded
}
