//! The best assignment of possible pairs, by Kuhn and Munkres (1955, 1957; the `pathfinding` crate).

use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};

/// Pairs of the same ref below this are not pairs.
const SAME_REF: f64 = 0.6;
/// Pairs of different refs below this are not pairs: neighbours in a plan speak of like things.
const OTHER_REF: f64 = 0.66;

/// Cells of a matrix beyond which a group of pairs is solved by its edges: each item has few.
const DENSE: usize = 1 << 18;

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
        if rows.len().saturating_mul(columns.len()) > DENSE {
            taken.extend(sparse(edges, &group, &rows, &columns, turned, sizes));
            continue;
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

/// The best assignment of a large group: rows one after another, each by the cheapest way to a free
/// column (Dijkstra over reduced costs, as Jonker and Volgenant 1987). A row may stay alone, which
/// is a column of its own.
fn sparse(
    edges: &[Edge],
    group: &[usize],
    rows: &[usize],
    columns: &[usize],
    turned: bool,
    sizes: (usize, usize),
) -> Vec<usize> {
    let (count, alone) = (rows.len(), columns.len());
    let most = group.iter().map(|i| weight(&edges[*i], sizes)).max().unwrap_or(0);
    // For each row its columns, their costs and the edge, the column of its own last.
    let mut ways: Vec<Vec<(usize, i64, Option<usize>)>> = vec![Vec::new(); count];
    for i in group {
        let edge = &edges[*i];
        let (r, c) = if turned { (edge.after, edge.before) } else { (edge.before, edge.after) };
        if let (Ok(r), Ok(c)) = (rows.binary_search(&r), columns.binary_search(&c)) {
            ways[r].push((c, most - weight(edge, sizes), Some(*i)));
        }
    }
    for (r, way) in ways.iter_mut().enumerate() {
        way.push((alone + r, most, None));
    }
    let total = alone + count;
    let mut row_price: Vec<i64> =
        ways.iter().map(|way| way.iter().map(|w| w.1).min().unwrap_or(0)).collect();
    let mut column_price = vec![0_i64; total];
    let mut holder: Vec<Option<usize>> = vec![None; total];
    let mut held: Vec<Option<(usize, Option<usize>)>> = vec![None; count];
    let mut seen: Vec<usize> = vec![usize::MAX; total];
    let mut distance = vec![0_i64; total];
    let mut from: Vec<(usize, Option<usize>)> = vec![(0, None); total];
    for start in 0..count {
        let mut heap = BinaryHeap::new();
        let mut settled: Vec<usize> = Vec::new();
        let mut is_settled: HashSet<usize> = HashSet::new();
        let (mut row, mut so_far) = (start, 0);
        let end = loop {
            for (column, cost, edge) in &ways[row] {
                let reached = so_far + cost - row_price[row] - column_price[*column];
                if is_settled.contains(column)
                    || (seen[*column] == start && distance[*column] <= reached)
                {
                    continue;
                }
                (seen[*column], distance[*column], from[*column]) = (start, reached, (row, *edge));
                heap.push(Reverse((reached, *column)));
            }
            // The nearest column; entries that a better one overtook are passed over.
            let nearest = std::iter::from_fn(|| heap.pop())
                .map(|Reverse(next)| next)
                .find(|(reached, c)| !is_settled.contains(c) && distance[*c] == *reached);
            let Some((reached, column)) = nearest else { break None };
            let Some(next) = holder[column] else { break Some((column, reached)) };
            is_settled.insert(column);
            settled.push(column);
            (row, so_far) = (next, reached);
        };
        let Some((mut column, reached)) = end else { continue };
        row_price[start] += reached;
        for c in settled {
            let gain = reached - distance[c];
            column_price[c] -= gain;
            if let Some(r) = holder[c] {
                row_price[r] += gain;
            }
        }
        // Along the way back each row takes the column that it was reached by.
        loop {
            let (r, edge) = from[column];
            holder[column] = Some(r);
            let before = held[r].replace((column, edge));
            match before {
                Some((next, _)) if r != start => column = next,
                _ => break,
            }
        }
    }
    held.into_iter().filter_map(|h| h?.1).collect()
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

/// The pairs of each item, by position in `edges`.
pub(crate) struct Rivals<'e> {
    edges: &'e [Edge],
    before: HashMap<usize, Vec<usize>>,
    after: HashMap<usize, Vec<usize>>,
}

impl<'e> Rivals<'e> {
    pub(crate) fn of(edges: &'e [Edge]) -> Self {
        let (mut before, mut after) = (HashMap::new(), HashMap::new());
        for (i, edge) in edges.iter().enumerate() {
            before.entry(edge.before).or_insert_with(Vec::new).push(i);
            after.entry(edge.after).or_insert_with(Vec::new).push(i);
        }
        Self { edges, before, after }
    }

    /// The pairs of an item of the earlier edition.
    pub(crate) fn of_before(&self, item: usize) -> impl Iterator<Item = &'e Edge> {
        self.before.get(&item).into_iter().flatten().map(|i| &self.edges[*i])
    }

    /// The pairs of an item of the later edition.
    pub(crate) fn of_after(&self, item: usize) -> impl Iterator<Item = &'e Edge> {
        self.after.get(&item).into_iter().flatten().map(|i| &self.edges[*i])
    }

    /// How sure a pair is: its score, less where another pair of either item is nearly as good.
    pub(crate) fn confidence(&self, edge: &Edge) -> f64 {
        /// A rival this far below does not matter.
        const CLEAR: f64 = 0.2;
        let rival = self
            .of_before(edge.before)
            .chain(self.of_after(edge.after))
            .filter(|e| (e.before == edge.before) != (e.after == edge.after))
            .map(|e| e.score)
            .fold(0.0, f64::max);
        let crowded = (CLEAR - (edge.score - rival)).clamp(0.0, CLEAR);
        edge.score - crowded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_groups_are_assigned_as_small_ones_are() {
        // A chain in which every item is like its neighbours, with scores that vary.
        let mut state = 7_u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / (1_u64 << 24) as f64
        };
        for (old, new) in [(40_usize, 40_usize), (30, 45), (45, 30)] {
            let mut edges = Vec::new();
            for before in 0..old {
                for after in before.saturating_sub(3)..(before + 4).min(new) {
                    let score = 0.66 + 0.34 * random();
                    edges.push(Edge { before, after, score, same_ref: false, first_part: false });
                }
            }
            let all: Vec<usize> = (0..edges.len()).collect();
            let unique = |of: &dyn Fn(&Edge) -> usize| -> Vec<usize> {
                edges.iter().map(of).collect::<BTreeSet<_>>().into_iter().collect()
            };
            let (mut rows, mut columns) = (unique(&|e| e.before), unique(&|e| e.after));
            let turned = rows.len() > columns.len();
            if turned {
                std::mem::swap(&mut rows, &mut columns);
            }
            let worth = |taken: &[usize]| -> i64 {
                taken.iter().map(|i| weight(&edges[*i], (old, new))).sum()
            };
            let by_matrix = assign(&edges, (old, new));
            let by_edges = sparse(&edges, &all, &rows, &columns, turned, (old, new));
            assert_eq!(worth(&by_edges), worth(&by_matrix), "{old} {new}");
            let (befores, afters): (BTreeSet<_>, BTreeSet<_>) =
                by_edges.iter().map(|i| (edges[*i].before, edges[*i].after)).unzip();
            assert_eq!((befores.len(), afters.len()), (by_edges.len(), by_edges.len()));
        }
    }
}
